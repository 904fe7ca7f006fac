#!/usr/bin/python3
"""check_c_ideas.py [-v] - ideas for structs of C, compiled before and after.

Each case is a struct as it is, and as the idea would have it, written out by
hand.  The program reads the first; the size that it promises must be what the
compiler makes of the second, and the size now what it makes of the first.
Then there are structs that an idea would not make smaller, or that it must
not touch: no idea may be told of those.

Environment: LAYOUTSCOPE, the program; CC and CLANG, the compilers.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("LAYOUTSCOPE", str(ROOT / "build/layoutscope"))

HEAD = """
#include <stdbool.h>
#include <stdint.h>
typedef _Atomic bool typedef_atomic;
enum few { F0, F1, F2, F3 };
enum wide { W0, W1 = 300 };
enum minus { M0 = -1, M1 = 1 };
enum far { X0, X1 = 1 << 30 };
enum huge { H0, H1 = 0x7fffffffffffL };
enum deep { D0 = -1, D1 = 0x7fffffffffL };
struct eight { long l; };
struct four { int i; };
struct one { char c; };
"""

# kind, members before, members after
CASES = [
    ("join-flags", "bool a, b, c, d, e; int n;",
     "bool a : 1, b : 1, c : 1, d : 1, e : 1; int n;"),
    ("join-flags", "long l; bool a, b, c, d, e, f, g, h, i;",
     "long l; bool a : 1, b : 1, c : 1, d : 1, e : 1, f : 1, g : 1, h : 1,"
     " i : 1;"),
    ("join-flags", "bool a, b; char c; short s; int n; bool d;",
     "bool a : 1, b : 1; char c; short s; int n; bool d;"),
    ("join-flags", "char c[3]; bool a, b; int n;",
     "char c[3]; bool a : 1, b : 1; int n;"),
    ("join-flags", "bool a, b, c;", "bool a : 1, b : 1, c : 1;"),
    ("join-flags", "unsigned x : 3; bool a, b, c, d; short s;",
     "unsigned x : 3; bool a : 1, b : 1, c : 1, d : 1; short s;"),
    ("narrow", "char c; enum few f; char d;",
     "char c; unsigned char f; char d;"),
    ("narrow", "enum few f, g, h; short s;",
     "enum few f : 2, g : 2, h : 2; short s;"),
    ("narrow", "char c; enum wide w; char d;",
     "char c; enum wide w : 9; char d;"),
    ("narrow", "char c; enum minus m; char d;",
     "char c; signed char m; char d;"),
    ("narrow", "void *p; int n; enum few f; char c; enum few g; char d;",
     "void *p; int n; unsigned char f; char c; unsigned char g; char d;"),
    ("narrow", "int n; enum few f, g, h, i, j;",
     "int n; enum few f : 2, g : 2, h : 2, i : 2, j : 2;"),
    ("fold-flag", "void *peer; bool has_peer;", "void *peer;"),
    ("fold-flag", "int n; enum few st; bool st_valid;",
     "int n; enum few st;"),
    ("fold-flag", "bool got_name; char *name; int n; bool x;",
     "char *name; int n; bool x;"),
    ("fold-flag", "long l; struct four *next; bool next_is_set;",
     "long l; struct four *next;"),
    ("pointer-tag", "enum few k; union { struct eight *a; struct four *b; }"
     " u;", "union { struct eight *a; struct four *b; } u;"),
    ("narrow", "short s; enum wide w; short t;",
     "short s; unsigned short w; short t;"),
    ("pointer-tag", "int n, m; enum few k; union { struct eight *a; long *b; }"
     " u;", "int n, m; union { struct eight *a; long *b; } u;"),
    ("tag-in-hole", "enum few k; union { struct { long x; int y; } a;"
     " struct { long z; } b; } u;",
     "union { struct { long x; int y; enum few k; } a;"
     " struct { long z; int hole; enum few k; } b; } u;"),
    ("tag-in-hole", "long n; union { struct { char c; double d; } a;"
     " struct { short s; long l; } b; } u; enum few k;",
     "long n; union { struct { char c; enum few k; double d; } a;"
     " struct { short s; enum few k; long l; } b; } u;"),
    ("tag-in-hole", "enum few k; union { struct { void *p; char c; } a;"
     " struct { int i[3]; } b; } u; char *name;",
     "union { struct { void *p; char c; enum few k; } a;"
     " struct { int i[3]; enum few k; } b; } u; char *name;"),
    ("join-flags", "double d; struct { int x; } in; bool a, b, c, d1, e;",
     "double d; struct { int x; } in; bool a : 1, b : 1, c : 1, d1 : 1,"
     " e : 1;"),
]

# A saving that padding swallows, values that do not fit, flags of nothing.
NOTHING = [
    "bool a, b; long l;",
    "bool a; long l;",
    "enum few f; int n;",
    "char c; enum far f; char d;",
    "char c; enum deep e; char d;",
    "long l; enum huge h; long m;",
    "void *peer; int n; bool has_peer;",
    "void *peer; bool has_pear;",
    "int peer; bool has_peer;",
    "enum few k; union { struct one *a; struct eight *b; } u;",
    "enum few k; union { struct eight *a; long n; } u;",
    "enum few k; union { struct { long x; int y, z; } a; long b[2]; } u;",
    "enum few k; union { struct { long x; } a; struct { int y, z; } b; } u;",
    "bool a : 1, b : 1; int n;",
    "_Atomic bool a, b, c, d, e; int n;",
    "volatile bool a, b, c, d, e; int n;",
    "typedef_atomic a, b, c, d, e; int n;",
    "char c; _Atomic(enum few) f; char d;",
]


def source(structs):
    lines = [HEAD]
    for name, members in structs.items():
        lines.append(f"struct {name} {{ {members} }} {name};")
    return "\n".join(lines) + "\nlong *used; struct one o; struct four f;\n" \
        "struct eight e;\n"


def sizes(compiler, structs, folder):
    """What the compiler makes of each."""
    path = folder / "sizes.c"
    path.write_text(source(structs) + "#include <stdio.h>\nint main(void) {"
                    + "".join(f'printf("{name} %zu\\n", sizeof(struct {name}));'
                              for name in structs) + "}\n")
    subprocess.run([compiler, "-w", "-o", folder / "sizes", path], check=True)
    out = subprocess.run([folder / "sizes"], check=True, capture_output=True,
                         text=True).stdout
    return {line.split()[0]: int(line.split()[1])
            for line in out.splitlines()}


def read(compiler, structs, folder):
    path = folder / "before.c"
    path.write_text(source(structs))
    subprocess.run([compiler, "-w", "-g", "-c", "-o", folder / "before.o",
                    path], check=True)
    out = subprocess.run([PROGRAM, "--json", folder / "before.o"], check=True,
                         capture_output=True, text=True).stdout
    return {row["name"]: row for row in json.loads(out)["types"]}


def read_json(*arguments):
    done = subprocess.run([PROGRAM, "--json", *arguments], check=True,
                          capture_output=True, text=True)
    return {row["name"]: row for row in json.loads(done.stdout)["types"]}


def check_holders(compiler, folder):
    """What holders win is told of a program, not where one type is read."""
    path = folder / "held.c"
    path.write_text("struct in { _Bool a, b, c, d, e; int n; } in;\n"
                    "struct out { struct in in[3]; struct in one; } out;\n")
    subprocess.run([compiler, "-g", "-c", "-o", folder / "held.o", path],
                   check=True)
    whole = read_json(folder / "held.o")["in"]["ideas"]
    named = read_json(folder / "held.o", "in")["in"]["ideas"]
    said = [idea.pop("program_saving_bytes", None) for idea in whole]
    if said != [4 + 16] or whole != named:
        yield f"{compiler}: {said} in all; named: {named}"


def check(compiler, folder, say):
    before = {f"case{i}": case[1] for i, case in enumerate(CASES)}
    after = {f"case{i}": case[2] for i, case in enumerate(CASES)}
    nothing = {f"nothing{i}": members for i, members in enumerate(NOTHING)}
    rows = read(compiler, {**before, **nothing}, folder)
    now, then = sizes(compiler, before, folder), sizes(compiler, after, folder)
    faults = []
    for i, (kind, members, _) in enumerate(CASES):
        name = f"case{i}"
        ideas = [idea for idea in rows[name].get("ideas", ())
                 if idea["kind"] == kind]
        said = [(idea["size_bytes"], idea["saving_bytes"], idea["certainty"])
                for idea in ideas]
        true = [(then[name], now[name] - then[name], "heuristic")]
        say(f"  {kind}: {now[name]} -> {then[name]}: {members}")
        if said != true or rows[name]["size_bytes"] != now[name]:
            faults.append(f"{compiler}: {kind} of {{ {members} }}: "
                          f"said {said}, true is {true}")
    for i, members in enumerate(NOTHING):
        ideas = rows[f"nothing{i}"].get("ideas", ())
        if ideas:
            faults.append(f"{compiler}: {{ {members} }}: {ideas[0]['kind']}")
    faults += check_holders(compiler, folder)
    return len(CASES) + len(NOTHING) + 1, faults


def main():
    say = print if "-v" in sys.argv else lambda line: None
    passed = failed = skipped = 0
    for compiler in (os.environ.get("CC", "gcc").split()[-1],
                     os.environ.get("CLANG", "clang")):
        if not shutil.which(compiler):
            print(f"skipped: no {compiler} here")
            skipped += 1
            continue
        with tempfile.TemporaryDirectory() as folder:
            count, faults = check(compiler, pathlib.Path(folder), say)
        for fault in faults:
            print(fault)
        failed += len(faults)
        passed += count - len(faults)
    print(f"check_c_ideas: {passed} passed, {failed} failed, "
          f"{skipped} skipped")
    return failed > 0


sys.exit(main())
