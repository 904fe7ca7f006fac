#!/bin/bash
# run.sh - the gate within builds, each with the real tool: ctest, Meson, make,
# cargo, and the steps of the action.
#
# Everywhere the same three things are looked at: a rule that holds, one that
# is broken, and a program without types.
cd "$(dirname "$0")/../.." || exit 2
export TREE="$PWD" BUILD="${BUILD:-build}" PYTHON="${PYTHON:-/usr/bin/python3}"
export LAYOUTSCOPE="${LAYOUTSCOPE:-$TREE/$BUILD/layoutscope}"
unset GITHUB_ACTIONS GITHUB_STEP_SUMMARY MAKEFLAGS MAKELEVEL CFLAGS \
    CARGO_TARGET_DIR
export LC_ALL=C.UTF-8
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT

# What make install puts there, where the tools find it.
make -s install BUILD="$BUILD" DESTDIR= PREFIX="$work/prefix" || exit 2
export PATH="$work/prefix/bin:$PATH" CMAKE_PREFIX_PATH="$work/prefix"
examples=$work/prefix/share/doc/layoutscope/examples

passed=0 failed=0 skipped=0

# gives STATUS WHAT COMMAND...: the command must end with this status; any
# other than 0 if it begins with "!".
gives() {
	local wanted=$1 what=$2 status=0
	shift 2
	"$@" >"$work/said" 2>&1 || status=$?
	case $wanted in
	!*) [ "$status" -ne 0 ] ;;
	*) [ "$status" -eq "$wanted" ] ;;
	esac
	if [ $? -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $what: status $status"
		cat "$work/said"
	fi
}

# says WORDS: the last command did.
says() {
	if grep -qF -- "$1" "$work/said"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: nothing says '$1'"
		cat "$work/said"
	fi
}

has() {
	command -v "$1" >/dev/null && return
	echo "skipped $2: no $1 here"
	skipped=$((skipped + 1))
	return 1
}

# A new folder with the example, and into it.
example() {
	rm -rf "$work/example" && cp -R "$examples" "$work/example" &&
	    cd "$work/example" || exit 2
}

break_rule() {
	sed -i 's/max_size: 24/max_size: 16/' layoutscope.yaml
}

if has make make; then
	example
	gives 0 "make check" make -s check
	gives 0 "make check, again" make check
	says "Nothing to be done"
	break_rule
	gives !0 "make check, a broken rule" make -s check
	says "24 bytes, limit 16"
	gives !0 "make check, broken still" make -s check
fi

if has cmake "ctest" && has ctest "ctest"; then
	generator=$(command -v ninja >/dev/null && echo "-GNinja")
	example
	gives 0 "cmake" cmake $generator -B b .
	gives 0 "cmake --build" cmake --build b
	gives 0 "ctest" ctest --test-dir b
	says "100% tests passed"
	break_rule
	gives !0 "ctest, a broken rule" ctest --test-dir b --output-on-failure
	says "24 bytes, limit 16"
	gives 0 "cmake without -g" cmake -DCMAKE_BUILD_TYPE=Release b
	gives 0 "cmake --build without -g" cmake --build b
	gives 0 "ctest without -g" ctest --test-dir b
	says "(Skipped)"
	echo 'layoutscope_check(TARGET nobody)' >>CMakeLists.txt
	gives !0 "a target that is not there" cmake b
	says "there is no target 'nobody'"
	sed -i 's/TARGET nobody/TARGET server BUGDET x/' CMakeLists.txt
	gives !0 "a word that is not known" cmake b
	says "what is 'BUGDET;x'"
	# Included from a copy, with a name and options of its own, and without
	# a budget: the gate file of the folder.
	example
	cp "$TREE/share/cmake/layoutscope.cmake" .
	sed -i 's/find_package.*/include(layoutscope.cmake)/
	    s/BUDGET.*/NAME mine OPTIONS --report=junit:j.xml --warn-only)/' \
	    CMakeLists.txt
	break_rule
	gives 0 "cmake, included" cmake $generator -B b .
	gives 0 "cmake --build, included" cmake --build b
	gives 0 "ctest, options" ctest --test-dir b -R '^mine$'
	says "100% tests passed"
	gives 0 "ctest, the report" grep -q 'max_size' j.xml
fi

if has meson "Meson" && has ninja "Meson"; then
	example
	gives 0 "meson setup" meson setup b
	gives 0 "meson test" meson test -C b
	break_rule
	gives !0 "meson test, a broken rule" meson test -C b --print-errorlogs
	says "24 bytes, limit 16"
	gives 0 "meson without -g" meson configure b -Ddebug=false
	gives 0 "meson test without -g" meson test -C b
	says "Skipped:            1"
fi

# A workspace with a program, and a library beside it; nothing from outside.
if has cargo "cargo layoutscope" && has rustc "cargo layoutscope"; then
	mkdir "$work/crate" && cd "$work/crate" || exit 2
	mkdir -p src wire/src
	cat >Cargo.toml <<-'END'
		[package]
		name = "app"
		version = "0.1.0"
		edition = "2021"
		[dependencies]
		wire = { path = "wire" }
		[profile.release]
		strip = true
		[workspace]
		members = ["wire"]
	END
	cat >wire/Cargo.toml <<-'END'
		[package]
		name = "wire"
		version = "0.1.0"
		edition = "2021"
	END
	cat >wire/src/lib.rs <<-'END'
		pub struct Header { pub magic: u32, pub len: u64, pub kind: u8 }
		pub fn sum(h: &Header) -> u64 { h.len + h.magic as u64 + h.kind as u64 }
	END
	cat >src/main.rs <<-'END'
		fn main() {
		    let h = wire::Header { magic: 1, len: std::env::args().count() as u64, kind: 3 };
		    std::process::exit((wire::sum(&h) & 1) as i32);
		}
	END
	export CARGO_NET_OFFLINE=true CARGO_TERM_COLOR=never
	cat >layoutscope.yaml <<-'END'
		schema: 1
		rules: [{type: wire::Header, max_size: 16}]
	END
	gives 0 "cargo layoutscope TYPE" cargo layoutscope wire::Header
	says "struct wire::Header"
	says "16 = 13 used"
	gives 0 "cargo layoutscope check" cargo layoutscope check
	says "1 passed"
	# As cargo strips it, with no word to cargo of debug information.
	gives 0 "cargo layoutscope check -- --release" \
	    cargo layoutscope check --report=sarif:l.sarif -- --release
	gives 0 "options on either side" grep -q LS001 l.sarif
	gives 0 "cargo layoutscope list" cargo layoutscope list --format=tsv
	says "wire::Header	struct	rust	16"
	gives 0 "cargo layoutscope of a library" \
	    cargo layoutscope list -- -p wire --lib
	says "wire::Header"
	gives 0 "a snapshot" cargo layoutscope --json -o base.json
	sed -i 's/pub kind: u8/pub kind: u64/' wire/src/lib.rs
	sed -i 's/kind as u64/kind/' wire/src/lib.rs
	gives 1 "cargo layoutscope diff OLD" \
	    cargo layoutscope diff --fail-on=grew base.json
	says "1 grew"
	gives 1 "cargo layoutscope check, a broken rule" cargo layoutscope check
	says "24 bytes, limit 16"
	gives 2 "an option that is not known" cargo layoutscope --nonsense
	echo 'fn main() {' >src/main.rs
	gives 3 "a build that fails" cargo layoutscope check
	says "cargo build has failed"
	mkdir src/bin && echo 'fn main() {}' | tee src/main.rs >src/bin/b.rs
	gives 2 "two programs" cargo layoutscope wire::Header
	says "-- --bin NAME"
	gives 0 "one of two programs" cargo layoutscope list -- --bin b
	gives 0 "--help needs no build" cargo layoutscope --help
	gives 3 "no cargo" env CARGO=/nowhere/cargo cargo-layoutscope check
	says "/nowhere/cargo build: No such file"
fi

# The step of action.yml that does not install anything.
step() {
	"$PYTHON" - "$TREE/action.yml" <<-'END'
		import re, sys
		text = open(sys.argv[1]).read()
		run = text[text.index("- name: Check layouts"):]
		run = run[run.index("run: |\n") + 7:]
		print("\n".join(line[8:] for line in run.splitlines()))
	END
}
if has bash "action.yml"; then
	example
	"${CC:-gcc}" -g -o server server.c || exit 2
	step >step.sh
	act() {
		env GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=summary.md \
		    GITHUB_ACTION_PATH="$TREE" PROGRAM="$LAYOUTSCOPE" \
		    FILES=./server BUDGET= OPTIONS= SARIF= "$@" \
		    bash --noprofile --norc -eo pipefail step.sh
	}
	gives 0 "the action" act
	says "1 passed"
	break_rule
	gives 1 "the action, a broken rule" act SARIF=l.sarif
	says "::error file=server.c"
	gives 0 "the action's summary" grep -q "1 failed" summary.md
	gives 0 "the action's SARIF" grep -q LS001 l.sarif
	cp server "two words"
	gives 0 "the action, several files and options" act \
	    FILES=$'serv[e]r\ntwo w*\n' OPTIONS=$'--warn-only\n--ascii\n' \
	    BUDGET=layoutscope.yaml
	gives 3 "the action, a pattern that matches nothing" act \
	    FILES=nothing-*.o
	gives 3 "the action, words are no shell" act FILES='$(touch made); x'
	gives 1 "nothing was run" test -e made
fi
# It is YAML, and every input is used.
"$PYTHON" -c 'import yaml' 2>/dev/null && {
	gives 0 "action.yml is read" "$PYTHON" -c '
import sys, yaml
action = yaml.safe_load(open(sys.argv[1]))
assert action["runs"]["using"] == "composite"
text = open(sys.argv[1]).read()
for name in action["inputs"]:
    assert "inputs." + name in text, name
for step in action["runs"]["steps"]:
    assert step["shell"] == "bash" and "${{" not in step["run"]
' "$TREE/action.yml"
}

cd "$TREE" || exit 2
make -s uninstall BUILD="$BUILD" DESTDIR= PREFIX="$work/prefix"
echo "builds: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
