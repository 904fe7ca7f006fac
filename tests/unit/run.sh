#!/bin/sh
# run.sh - run every unit test program that was built.
cd "$(dirname "$0")/../.." || exit 2
passed=0 failed=0 skipped=0
log=$(mktemp) && trap 'rm -f "$log"' EXIT
for source in tests/unit/test_*.c; do
	program="$BUILD/${source%.c}"
	"./$program" >"$log" 2>&1
	status=$?
	ok=$(grep -c '^\[       OK \]' "$log")
	bad=$(grep '^\[  FAILED  \] [a-z_0-9]*$' "$log" | sort -u | wc -l)
	not=$(grep '^\[  SKIPPED \] [a-z_0-9]*$' "$log" | sort -u)
	[ -z "$not" ] || echo "$not"
	passed=$((passed + ok)) skipped=$((skipped + $(printf %s "$not" | grep -c .)))
	if [ "$status" -ne 0 ]; then
		cat "$log"
		[ "$bad" -gt 0 ] || bad=1
		failed=$((failed + bad))
	fi
done
echo "unit: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
