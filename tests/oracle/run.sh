#!/bin/sh
# run.sh - the compiler is the judge: every check_*.py here, added up.
#
# Each prints what it likes and ends on "NAME: N passed, N failed, N skipped".
cd "$(dirname "$0")" || exit 2
PYTHON=${PYTHON:-/usr/bin/python3}
export LAYOUTSCOPE="${LAYOUTSCOPE:-$PWD/../../build/layoutscope}"
passed=0 failed=0 skipped=0
log=$(mktemp) && trap 'rm -f "$log"' EXIT
for check in ./check_*.py; do
	"$PYTHON" "$check" >"$log" 2>&1
	status=$?
	cat "$log"
	last=$(tail -n 1 "$log" |
	    grep -E '^[a-z_]+: [0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$')
	if [ -z "$last" ]; then
		echo "$check: ended without a count, status $status"
		failed=$((failed + 1))
		continue
	fi
	# shellcheck disable=SC2086 # the words are wanted one by one
	set -- $last
	passed=$((passed + $2)) failed=$((failed + $4)) skipped=$((skipped + $6))
	[ "$status" -ne 0 ] && [ "$4" -eq 0 ] && failed=$((failed + 1))
done
echo "oracle: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
