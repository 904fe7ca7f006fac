#!/bin/sh
# check.sh [--full] - run every kind of test and add up.
#
# A kind is a folder of tests/ with a run.sh, which prints what it likes and
# ends on the line "KIND: N passed, N failed" (", N skipped" may follow).  A
# run.sh that ends on anything else has failed.
cd "$(dirname "$0")/.." || exit 2
export BUILD="${BUILD:-build}" PYTHON="${PYTHON:-/usr/bin/python3}"
export LAYOUTSCOPE="$PWD/$BUILD/layoutscope"
# What the program does on its own where it runs in CI is tried by tests that
# set these themselves.
unset CI GITHUB_ACTIONS GITHUB_STEP_SUMMARY GITHUB_WORKSPACE

[ "$1" = --full ] && export FULL=1

passed=0 failed=0 skipped=0
log=$(mktemp) && trap 'rm -f "$log"' EXIT
for run in tests/*/run.sh; do
	kind=$(basename "$(dirname "$run")")
	"$run" >"$log" 2>&1
	status=$?
	cat "$log"
	last=$(grep -E "^$kind: [0-9]+ passed, [0-9]+ failed" "$log" | tail -n 1)
	if [ -z "$last" ]; then
		echo "$kind: ended without a count, status $status"
		failed=$((failed + 1))
		continue
	fi
	# shellcheck disable=SC2086 # the words are wanted one by one
	set -- $last
	passed=$((passed + $2)) failed=$((failed + $4))
	case $6 in [0-9]*) skipped=$((skipped + $6)) ;; esac
	[ "$status" -ne 0 ] && [ "$4" -eq 0 ] && failed=$((failed + 1))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
