#!/bin/sh
# run.sh - the formats that other programs read, as those programs read them:
# parsed back, held against their schemas, with names that try to break out.
cd "$(dirname "$0")" || exit 2
unset GITHUB_ACTIONS GITHUB_STEP_SUMMARY NO_COLOR FORCE_COLOR CLICOLOR_FORCE
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
export LAYOUTSCOPE="${LAYOUTSCOPE:-$PWD/../../${BUILD:-build}/layoutscope}"
PYTHON="${PYTHON:-/usr/bin/python3}"

passed=0 failed=0 skipped=0
log=$(mktemp) && trap 'rm -f "$log"' EXIT
for part in reports.py changes.py limits.py hostile.py schemas.py starter.py progress.py; do
	timeout 300 "$PYTHON" ./$part >"$log" 2>&1 ||
	    echo "FAILED $part: status $?" >>"$log"
	grep -v '^ok ' "$log"
	passed=$((passed + $(grep -c '^ok ' "$log")))
	failed=$((failed + $(grep -c '^FAILED ' "$log")))
	skipped=$((skipped + $(grep -c '^skipped ' "$log")))
done
echo "formats: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
