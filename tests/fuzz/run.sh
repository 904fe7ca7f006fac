#!/bin/sh
# run.sh - replay every input that ever hurt, each through its fuzz target.
#
# corpus/TARGET-NAME is an input of fuzz_TARGET; see its card for the form.
# An input fails that ends the program or takes more than five seconds.
cd "$(dirname "$0")/../.." || exit 2
passed=0 failed=0
for target in baseline dwarf gate object snapshot; do
	for input in tests/fuzz/corpus/$target-*; do
		[ -e "$input" ] || continue
		if "./${BUILD:-build}/tests/fuzz/fuzz_$target" "$input" \
		    >/dev/null 2>&1; then
			passed=$((passed + 1))
		else
			echo "fuzz: $input: status $?"
			failed=$((failed + 1))
		fi
	done
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
