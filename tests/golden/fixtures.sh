# fixtures.sh FIXTURES - make the programs that cases look at, here.
fixtures=$1
cc=${CC:-gcc}

# A build-id depends on the compiler; this one does not.
link() {
	"$cc" -Wl,--build-id=0x00112233445566778899aabbccddeeff01234567 "$@"
}

link -g -o server "$fixtures/c/server.c"
link -g -o units "$fixtures/c/units_first.c" "$fixtures/c/units_second.c" \
    -shared -fPIC
for name in aligned anonymous bitfields enums flexible orders packed \
    spare sync unions; do
	"$cc" -g -w -Wno-packed-bitfield-compat -c -o "$name.o" \
	    "$fixtures/c/$name.c"
done

# How many objects of each type there are.
printf 'struct conn\t1000000\ntimer\t250000\nlist_head\t5\n' >weights.tsv
printf 'conn\t1000000\ntimer 250000\n' >weights-broken.tsv

"$cc" -g -w -c -o uses.o "$fixtures/c/uses.c"

# Programs without types, each in its own way.
link -o plain "$fixtures/c/server.c"
link -g1 -o lines "$fixtures/c/server.c"
strip -o stripped server
objcopy --only-keep-debug server linked.debug
objcopy --strip-debug --add-gnu-debuglink=linked.debug server linked
rm linked.debug
"$cc" -g -Wl,--build-id=0xff -o other "$fixtures/c/server.c"
"$cc" -g -gsplit-dwarf -c -o split.o "$fixtures/c/server.c"
"$cc" -g -flto -c -o lto.o "$fixtures/c/server.c"
head -c 9000 server >short
echo 'struct opaque; struct opaque *o; typedef int number; number n;' |
    "$cc" -g -xc -c -o declared.o -
echo 'No program.' >notes.txt
echo 'struct gap { char a; long b; struct { int c: 3; int: 0; int d: 3; };
    char e; } gap;' | "$cc" -g -xc -c -o gap.o -
printf 'schema: 1\nrules:\n  - {type: struct c*, frozen: true}\n' >frozen.yaml
printf 'schema: 1\nrules:\n  - {typ: struct c*}\n' >broken.yaml
: >empty
echo '{"schema": "layoutscope/1",' >broken.json

if command -v rustc >/dev/null; then
	rustc --edition=2021 -g -Ccodegen-units=1 -o shapes \
	    "$fixtures/rust/shapes.rs"
	RUSTC_BOOTSTRAP=1 rustc --edition=2021 -g -Ccodegen-units=1 \
	    -o restricted "$fixtures/rust/nightly/restricted.rs"
fi

"$cc" -g -shared -fPIC -o library.so "$fixtures/c/library.c"

# One server at two times, for what compares.
for version in v1 v2; do
	mkdir "$version"
	cp "$fixtures/$version"/* "$version"
	(
		cd "$version" || exit
		"$cc" -g -c -o conn.o conn.c
		command -v rustc >/dev/null &&
			rustc --edition=2021 -g -Ccodegen-units=1 -o app app.rs
		true
	)
done
ln -s page.txt page.link

# Numbers, names and places that are wider than their columns; structs 70 deep in one another.
echo 'struct large { char all[1000000002]; } *l;
    struct mid { char a; long b[1023]; char c; } m;
# 7 "a_source_with_quite_a_long_name.c"
    struct name_that_is_longer_than_its_room { char a; } n;' |
    "$cc" -g -xc -c -o large.o -
{
	echo 'struct deep {'
	for i in $(seq 70); do echo "struct { char x$i;"; done
	for i in $(seq 70); do echo '};'; done
	echo '} d;'
} | "$cc" -g -xc -c -o deep.o -

# Attributes inside: what is written as source is as large as it was.
cat >within.c <<'EOF'
struct some { char a; int b __attribute__((packed)); short c; };
struct inner {
	char a;
	struct { char b:6; long c __attribute__((packed)); } d;
	struct { char e; } __attribute__((aligned(8))) f;
	union { short g; struct { char h; int i; } __attribute__((packed)); };
	struct { char j; long k; } l[3];
	struct { int m; } *n;
	enum { ONE } o;
	char p;
	double q;
	char r;
};
EOF
{ cat within.c && echo 'struct some s; struct inner i;'; } |
    "$cc" -g -xc -c -o within.o -

# What one move does not make smaller, and what it does.
echo 'struct two { char a; short b; char c; long d; char e; short f; char g;
        long h; } y;
    struct more { char a; long b; char c; long d; char e; long f; char g; } z;
    struct one { char a; int b; char c; } w;' |
    "$cc" -g -xc -c -o few.o -
