#!/bin/sh
# run.sh - the gate as a script sees it: exit statuses, each key of a rule
# held, broken and wrong, and hostile gate files.
cd "$(dirname "$0")" || exit 2
unset GITHUB_ACTIONS GITHUB_STEP_SUMMARY
export LAYOUTSCOPE="${LAYOUTSCOPE:-$PWD/../../build/layoutscope}"
exec "${PYTHON:-/usr/bin/python3}" ./gate.py
