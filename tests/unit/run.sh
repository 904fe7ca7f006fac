#!/bin/sh
# run.sh - run every unit test program that was built.
cd "$(dirname "$0")/../.." || exit 2
passed=0 failed=0
log=$(mktemp) && trap 'rm -f "$log"' EXIT
for source in tests/unit/test_*.c; do
	program="$BUILD/${source%.c}"
	"./$program" >"$log" 2>&1
	status=$?
	ok=$(grep -c '^\[       OK \]' "$log")
	bad=$(grep -c '^\[  FAILED  \] [a-z_0-9]*$' "$log")
	passed=$((passed + ok))
	if [ "$status" -ne 0 ]; then
		cat "$log"
		[ "$bad" -gt 0 ] || bad=1
		failed=$((failed + bad))
	fi
done
echo "unit: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
