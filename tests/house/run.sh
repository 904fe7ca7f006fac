#!/bin/sh
# run.sh - is the house in order: who includes whom, how long things are, and
# that it stands on another libdwarf too.
cd "$(dirname "$0")" || exit 2
passed=0 failed=0
for look in "./rooms.sh ${BUILD:-build}" ./lengths.sh ./libdwarf2.sh; do
	# shellcheck disable=SC2086 # a command and its argument
	if $look; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done
echo "house: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
