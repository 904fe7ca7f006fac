#!/bin/bash
# run.sh - the manual, the README and the program say the same.
#
# Each part is a script of this folder, run in a folder of its own that has
# the example programs in it, and prints "ok WHAT", "FAILED WHAT: WHY" or
# "skipped WHAT: WHY" lines.
cd "$(dirname "$0")/../.." || exit 2
export TREE="$PWD"
export BUILD="${BUILD:-build}" PYTHON="${PYTHON:-/usr/bin/python3}"
export LAYOUTSCOPE="${LAYOUTSCOPE:-$TREE/$BUILD/layoutscope}"
export LC_ALL=C.UTF-8
unset NO_COLOR FORCE_COLOR CLICOLOR_FORCE COLUMNS MAKEFLAGS MAKELEVEL \
    GITHUB_ACTIONS GITHUB_STEP_SUMMARY
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT

ln -s "$LAYOUTSCOPE" "$work/layoutscope"
export PATH="$work:$PATH"
"${CC:-gcc}" -g -o "$work/server" fixtures/c/server.c || exit 2
if command -v rustc >/dev/null; then
	rustc --edition=2021 -g -o "$work/shapes" fixtures/rust/shapes.rs ||
	    exit 2
fi

for part in manual.sh options.py keys.py gate_keys.py examples.py program.sh complete.sh \
    install.sh; do
	mkdir "$work/part" && cp "$work/server" fixtures/c/server.c \
	    "$work/part/" # part/server.c: the tutorial changes it
	[ -e "$work/shapes" ] && cp "$work/shapes" "$work/part/"
	interpreter=bash
	case $part in *.py) interpreter=$PYTHON ;; esac
	(cd "$work/part" &&
	    timeout 300 "$interpreter" "$TREE/tests/docs/$part" </dev/null) \
	    >"$work/lines" 2>&1 || echo "FAILED $part: status $?" \
	    >>"$work/lines"
	grep -v '^ok ' "$work/lines"
	cat "$work/lines" >>"$work/all"
	rm -rf "$work/part"
done

count() {
	grep -c "^$1 " "$work/all"
}
echo "docs: $(count ok) passed, $(count FAILED) failed, $(count skipped) skipped"
[ "$(count FAILED)" -eq 0 ]
