#!/usr/bin/python3
"""make_seeds.py FOLDER - small inputs for each fuzz target to begin with.

FOLDER/object gets .o files of every kind, FOLDER/dwarf the sections of linked
files in the form of fuzz_dwarf.c, FOLDER/snapshot our own JSON, FOLDER/baseline
baselines and FOLDER/gate gate files.  Inputs are
small, since a small one runs more often in the same time.
"""
import os
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.environ.get(
    "LAYOUTSCOPE", os.path.join(HERE, "..", "..", "build", "layoutscope"))

C = {
    "struct": "struct s { char a; long b; short c[3]; } v;",
    "bits": "struct s { unsigned a:3, b:7; _Bool c:1; unsigned long d:40; } v;",
    "union": "union u { int i; struct { char a, b; }; float f; } v;",
    "enum": "enum e { A = -1, B = 7 }; struct s { enum e x; enum e y:4; } v;",
    "flex": "struct s { int n; struct t { char c; int i; } e[]; } *v;",
    "alias": "typedef const volatile int ci; typedef ci *pc;"
             " struct s { pc p; _Atomic long l; int (*f)(pc, ...); } v;",
    "packed": "struct __attribute__((packed)) s { char a; long b; };"
              " struct t { char c; _Alignas(32) struct s s; } v;",
    "local": "int f(int n) { struct l { char c; int i; } x = {0};"
             " typedef char vla[n]; vla y; return x.i + sizeof y; }",
    "vector": "typedef int v4 __attribute__((vector_size(16)));"
              " struct s { char c; v4 v; _Complex float f; long double d; } v;",
    "nested": "struct a { struct b { struct c { char x; int y; } c[2][3]; } b;"
              " union { long l; struct { short s; }; }; } v;",
}
CPP = {
    "bases": "struct A { int a; char b; }; struct B { virtual ~B(); char c; };"
             " struct D : A, B { char d; static int s; } v; B::~B() {}",
    "virtual": "struct V { long v; }; struct L : virtual V { char l; };"
               " struct R : virtual V { char r; }; struct D : L, R {} v;",
    "names": "namespace { template <typename T, int N> struct t { T x[N]; };"
             " enum class e : char { a, b }; } namespace n { struct o {"
             " struct i { int x; } y; int i::*p; void (o::*q)(); }; }"
             " t<e, 3> v; n::o w; decltype(nullptr) z; int &r = w.y.x;",
}
RUST = """#![crate_type = "lib"]
#![no_std]
pub enum E { A, B(u8, u32), C { x: u64 } }
pub struct S<'a> { pub a: u8, pub b: Option<&'a u32>, pub c: Option<bool>,
    pub d: E, pub e: (u8, u16), pub f: [u8; 3], pub g: char }
#[no_mangle] pub fn f(s: &S) -> usize { s.b.map_or(0, |x| *x as usize) }
#[repr(C)] pub struct R { a: u8, b: u64 }
#[repr(u8)] pub enum T { X = 1, Y(i8) = 5 }
#[no_mangle] pub fn g(r: R, t: T) -> u64 { match t { T::Y(_) => r.b, _ => 1 } }
"""
# Two units that say alike of other things: what stands in a unit of its own.
TWO = ["struct a { int i; }; struct s { struct { char c; int i; } x; } s1; "
       "struct h { struct a a; struct s s; } h1; typedef struct { int t; } t;"
       "struct k { t t; } k1;",
       "struct a { int i; }; struct s { struct { int i; char c; } x; } s2; "
       "struct h { struct a a; struct s s; } h2; typedef struct { int u; } t;"
       "struct k { t t; } k2;"]
SECTIONS = [".debug_abbrev", ".debug_str", ".debug_line", ".debug_line_str",
            ".debug_str_offsets", ".debug_types", ".debug_info"]
WAYS = [(cc, ["-gdwarf-%d" % version] + more)
        for cc in ("gcc", "clang") for version in (2, 4, 5)
        for more in ([], ["-fdebug-types-section"])
        if version > 2 or not more]


def run(*words):
    return subprocess.run(words, capture_output=True).returncode == 0


def sections_of(path):
    with open(path, "rb") as file:
        data = file.read()
    table, = struct.unpack_from("<Q", data, 0x28)
    size, count, names = struct.unpack_from("<HHH", data, 0x3a)
    rows = [struct.unpack_from("<IIQQQQ", data, table + i * size)
            for i in range(count)]
    out = {}
    for name, _, _, _, offset, length in rows:
        start = rows[names][4] + name
        text = data[start:data.index(b"\0", start)].decode()
        out[text] = data[offset:offset + length]
    return out


def keep_dwarf(folder, linked, name, number):
    found = sections_of(linked)
    parts = [found.get(s, b"") for s in SECTIONS]
    if max(len(p) for p in parts) > 0xffff:
        return
    # Every reader and page in turn; the ELF around it little-endian, 64 bits.
    head = bytes([number * 37 & 0xff, 0]) + b"".join(
        struct.pack("<H", len(p)) for p in parts[:-1])
    with open(os.path.join(folder, "dwarf", name), "wb") as file:
        file.write(head + b"".join(parts))


def keep_snapshot(folder, linked, name, number):
    done = subprocess.run([PROGRAM, "--json", "-a", linked],
                          capture_output=True)
    if done.returncode == 0:
        with open(os.path.join(folder, "snapshot", name), "wb") as file:
            file.write(bytes([number * 37 & 0xff]) + done.stdout)


def keep_baseline(folder, linked, name, number):
    path = os.path.join(folder, "baseline.json")
    done = subprocess.run(
        [PROGRAM, "check", "-q", "--save-baseline", "--baseline=" + path,
         linked], env={**os.environ, "CI": ""})
    if done.returncode == 0:
        with open(path, "rb") as page, \
                open(os.path.join(folder, "baseline", name), "wb") as file:
            file.write(bytes([number * 37 & 0xff]) + page.read())
        os.remove(path)


def keep_gates(folder):
    """What tests/gate takes and refuses."""
    sys.path.insert(0, os.path.join(HERE, "..", "gate"))
    import files
    lines = files.RULES.strip().splitlines() + [w[0] for w in files.WRONG]
    texts = [files.HEAD + f"  - {line}\n" for line in lines] + files.FILES
    for number, text in enumerate(texts):
        if len(text) < 4096:
            with open(os.path.join(folder, "gate", str(number)), "wb") as file:
                file.write(bytes([number * 37 & 0xff]) + text.encode())


def keep(folder, compiled, name, number, is_kept):
    if is_kept:
        shutil.copy(compiled, os.path.join(folder, "object", name))
    linked = compiled + ".linked"
    if not run("ld", "-e", "0", "--unresolved-symbols=ignore-all", compiled,
               "-o", linked):
        return
    keep_dwarf(folder, linked, name, number)
    if is_kept:
        keep_snapshot(folder, linked, name, number)
        keep_baseline(folder, linked, name, number)


def keep_two(folder, inside):
    """Two units, in every way, and joined by the linker."""
    compiled = os.path.join(inside, "two.o")
    sources = []
    for number, text in enumerate(TWO):
        sources.append(os.path.join(inside, "two%d.c" % number))
        with open(sources[-1], "w") as file:
            file.write(text + "\n")
    for number, (cc, flags) in enumerate(WAYS):
        name = "two_%s%s" % (cc, "".join(flags))
        if run(cc, "-w", "-r", *sources, "-o", compiled, *flags):
            keep(folder, compiled, name, number, number % 3 == 0)


def main():
    folder = sys.argv[1]
    for kind in ("object", "dwarf", "snapshot", "gate", "baseline"):
        os.makedirs(os.path.join(folder, kind), exist_ok=True)
    keep_gates(folder)
    number = 0
    with tempfile.TemporaryDirectory() as inside:
        compiled = os.path.join(inside, "seed.o")
        for suffix, texts in ("c", C), ("cpp", CPP):
            for title, text in texts.items():
                source = os.path.join(inside, "seed." + suffix)
                with open(source, "w") as file:
                    file.write(text + "\n")
                for cc, flags in WAYS:
                    number += 1
                    name = "%s_%s%s" % (title, cc, "".join(flags))
                    if run(cc, "-w", "-c", source, "-o", compiled, *flags):
                        keep(folder, compiled, name, number, number % 7 == 0)
        keep_two(folder, inside)
        source = os.path.join(inside, "seed.rs")
        with open(source, "w") as file:
            file.write(RUST)
        for version in "4", "5":
            number += 1
            if run("rustc", "-g", "-Cpanic=abort", "--emit=obj",
                   "-Cdebuginfo=2", "-O",
                   "-Cdwarf-version=" + version, source, "-o", compiled):
                keep(folder, compiled, "rust" + version, number, True)
        source = os.path.join(inside, "seed.c")
        with open(source, "w") as file:
            file.write(C["struct"])
        for title, words in [
                ("zlib", ["gcc", "-gz=zlib"]),
                ("gnuz", ["gcc", "-gz=zlib-gnu"]),
                ("i386", ["clang", "-m32"]),
                ("arm", ["clang", "--target=armv7-linux-gnueabihf"]),
                ("s390", ["clang", "--target=s390x-linux-gnu"]),
                ("mips", ["clang", "--target=mips-linux-gnu"]),
                ("riscv", ["clang", "--target=riscv64-linux-gnu"]),
                ("lto", ["gcc", "-flto"])]:
            if run(*words, "-g", "-w", "-c", source, "-o", compiled):
                shutil.copy(compiled, os.path.join(folder, "object", title))
        run("gcc", "-g", "-c", source, "-o", compiled)
        run("ar", "rcs", os.path.join(folder, "object", "archive"), compiled)
        run("ar", "rcsT", os.path.join(folder, "object", "thin"), compiled)
        shutil.copy(compiled, os.path.join(folder, "object", "stripped"))
        run("strip", os.path.join(folder, "object", "stripped"))


main()
