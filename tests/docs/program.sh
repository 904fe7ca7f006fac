# program.sh - what the program says of itself, and where its words go.
. "$TREE/tests/docs/lib.sh"

# gives STATUS COMMAND...
gives() {
	local wanted=$1 status=0
	shift
	"$@" >said 2>words || status=$?
	cat said words
	[ "$status" -eq "$wanted" ]
}

help_is_whole() {
	layoutscope --help >long && layoutscope help | cmp - long &&
	    layoutscope -h | cmp - long
}

version_is_told() {
	layoutscope --version | grep -qx 'layoutscope [0-9.]*' &&
	    [ "$(layoutscope -V)" = "$(layoutscope --version)" ]
}

# Every status of --help and no other stands in the manual.
statuses() {
	layoutscope --help | sed -n '/^Exit status/,/^$/s/^  \([0-9]*\) .*/\1/p'
}
manual_statuses() {
	sed -n '/^\.Sh EXIT STATUS/,/^\.Sh [^E]/s/^\.It \([0-9]*\)$/\1/p' \
	    "$TREE/man/layoutscope.1"
}
same_statuses() {
	[ -n "$(statuses)" ] && diff <(statuses) <(manual_statuses)
}

# Every format of --help and no other stands in the manual.
formats() {
	layoutscope --help | sed -n '/^Formats/,/^$/s/^  \([a-z]*\) .*/\1/p'
}
manual_formats() {
	sed -n '/^\.Sh FORMATS/,/^\.Sh [^F]/s/^\.It Cm \([a-z]*\)$/\1/p' \
	    "$TREE/man/layoutscope.1"
}
same_formats() {
	[ -n "$(formats)" ] && diff <(formats | sort) <(manual_formats | sort)
}

# Every command of the program stands in the manual.
commands_are_told() {
	local name
	for name in $(layoutscope 2>&1 |
	    sed -n 's/^  layoutscope \([a-z][a-z]*\) .*/\1/p'); do
		grep -qx "\.Cm $name" "$TREE/man/layoutscope.1" ||
		    { echo "$name"; return 1; }
	done
}

pipe_is_quiet() {
	local said
	said=$({ layoutscope --json --all ./server; layoutscope help; } 2>&1 \
	    >/dev/null | head -c 100)
	echo "$said"
	[ -z "$said" ] || return 1
	said=$( { for _ in $(seq 40); do layoutscope --json ./server ||
	    break; done | head -n 1 >/dev/null; } 2>&1)
	echo "$said"
	[ -z "$said" ]
}

same_twice() {
	layoutscope --json ./server >one && layoutscope --json -j1 ./server \
	    >two && cmp one two
}

# Commands that a page offers name the file that was given.
snapshot_shows_the_same() {
	layoutscope --json ./server >s.json &&
	    diff <(layoutscope ./server conn) \
		<(layoutscope s.json conn | sed 's|s\.json|./server|') &&
	    diff <(layoutscope -E ./server '*') \
		<(layoutscope -E - '*' <s.json | sed 's|suggest - |suggest ./server |')
}

# What a page says may hang on what an array is of, how long it is, and on an
# alignment that only an attribute asks for.
snapshot_reasons_the_same() {
	cat >held.c <<-'END'
		struct conn { char a; long b; short c; int d[3]; };
		struct arr { char x; struct conn cs[7], m[2][3]; char t[5]; };
		struct zarr { int a; struct conn c[0]; char z; };
		struct one { char n; long l; char d[1]; };
		struct alm { char c; int v __attribute__((aligned(32))); char d; };
		struct arr a; struct zarr z; struct one o; struct alm l;
	END
	gcc -g -c held.c && layoutscope --json held.o >held.json || return 1
	gcc -g -c "$TREE/fixtures/c/sync.c" && layoutscope --json sync.o \
	    >sync.json && diff <(layoutscope -e . sync.o) \
	    <(layoutscope -e . sync.json | sed 's|sync\.json|sync.o|') ||
	    return 1
	for words in "list -a" suggest "--format=c" "-e ."; do
		# shellcheck disable=SC2086 # the words are wanted one by one
		diff <(layoutscope $words ./held.o) \
		    <(layoutscope $words held.json |
			sed 's|held\.json|./held.o|g') || return 1
	done
}

output_is_all_or_nothing() {
	echo before >page
	gives 4 layoutscope -o page ./server nosuchtype >/dev/null &&
	    [ "$(cat page)" = before ] &&
	    layoutscope -o page ./server conn &&
	    layoutscope ./server conn | cmp - page &&
	    [ "$(ls -A | grep -c page)" -eq 1 ]
}

output_keeps_rights() {
	echo before >kept && chmod 600 kept &&
	    layoutscope -o kept ./server conn &&
	    [ "$(stat -c %a kept)" = 600 ]
}

underscores_fold() {
	diff <(layoutscope --expand-types ./server conn) \
	    <(layoutscope --expand_types ./server conn)
}

ok_if "no operands: status 2" gives 2 layoutscope
ok_if "help, --help and -h" help_is_whole
ok_if "--version and -V" version_is_told
ok_if "EXIT STATUS is that of --help" same_statuses
ok_if "FORMATS are those of --help" same_formats
ok_if "every command is told" commands_are_told
ok_if "full disk: status 74" gives 74 sh -c 'layoutscope ./server >/dev/full'
ok_if "full disk, -o: status 74" gives 74 layoutscope -o /dev/full ./server
ok_if "a broken pipe is quiet" pipe_is_quiet
ok_if "two runs are the same" same_twice
ok_if "a snapshot shows the same" snapshot_shows_the_same
ok_if "a snapshot reasons the same" snapshot_reasons_the_same
ok_if "-o is all or nothing" output_is_all_or_nothing
ok_if "-o keeps the rights of the file" output_keeps_rights
ok_if "_ is - in long options" underscores_fold
