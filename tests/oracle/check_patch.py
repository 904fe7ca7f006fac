#!/usr/bin/python3
"""check_patch.py - `suggest --patch` held against patch(1) and the compiler.

The sources are compiled, patched with what the program prints, compiled
again: every type must have the size that was promised, and every comment
must stand with the member that it is about.  Then the cases in which nothing
may be moved, each with its reason.
"""
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(os.environ["LAYOUTSCOPE"])
FIXTURE = pathlib.Path(__file__).parent / "../../fixtures/c/patched.c"
RANDOM_STRUCTS = 400 if os.environ.get("FULL") else 60

WAYS = [
    "gcc -gdwarf-5",
    "gcc -gdwarf-4 -gstrict-dwarf -O1",
    "clang -gdwarf-5",
    "clang -gdwarf-4",
]


class Count:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def check(self, is_fine, what):
        if is_fine:
            self.passed += 1
        else:
            self.failed += 1
            print("FAIL", what)


def run(*command, cwd, **more):
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True,
                          **more)


def compile_in(folder, way, source="source.c"):
    """True if it compiles into `program`, older than nothing."""
    done = run("sh", "-c", f"{way} -w -o program {source}", cwd=folder)
    if done.returncode:
        print(done.stderr[:2000])
    return done.returncode == 0


def sizes(folder):
    done = run(PROGRAM, "--json", "program", cwd=folder)
    return {t["name"]: t for t in json.loads(done.stdout)["types"]}


CODE = re.compile(r'/\*.*?\*/|//.*|"(?:\\.|[^"])*"')


def code_of(lines):
    """The lines without their comments; comments may span lines."""
    text = "\n".join(lines)
    text = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", "", m[0]), text,
                  flags=re.S)
    return [re.sub(r"//.*", "", line).strip() for line in text.split("\n")]


def strayed_comments(source):
    """Comments "about NAME" that do not stand with NAME's declaration."""
    lines = source.split("\n")
    code = code_of(lines)
    strayed = []
    for number, line in enumerate(lines):
        for name in re.findall(r"(?<!more )\babout (\w+)", line):
            if name == "no":
                continue
            at = number
            if re.match(r"\s*(/\*[*!]<|//[/!]<)", line) and not code[number]:
                while not code[at]:
                    at -= 1
            else:
                while not code[at]:
                    at += 1
            if not re.search(r"\b%s\b" % name, code[at]):
                strayed.append(f"line {number + 1}: about {name}, at "
                               f"{code[at]!r}")
    return strayed


PROMISE = re.compile(
    r"^layoutscope: (?:struct |class )?(\S+): (\d+) -> (\d+) bytes")


def check_patched(count, name, way, source, least):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        (path / "source.c").write_text(source)
        if not compile_in(folder, way):
            count.check(False, f"{name} {way}: does not compile")
            return
        before = sizes(folder)
        done = run(PROGRAM, "suggest", "--patch", "program", cwd=folder)
        promised = {m[1]: (int(m[2]), int(m[3]))
                    for m in map(PROMISE.match, done.stdout.split("\n")) if m}
        count.check(done.returncode == 0 and len(promised) >= least,
                    f"{name} {way}: {len(promised)} patched of {least}:\n"
                    + "\n".join(line for line in done.stdout.split("\n")
                                if "no patch" in line))
        (path / "it.patch").write_text(done.stdout)
        applied = run("patch", "-p1", "--fuzz=0", "-i", "it.patch",
                      cwd=folder)
        count.check(applied.returncode == 0 and
                    "offset" not in applied.stdout,
                    f"{name} {way}: patch: {applied.stdout}")
        if shutil.which("git"):
            run("git", "init", "-q", ".", cwd=folder)
            back = run("git", "apply", "-R", "--check", "it.patch",
                       cwd=folder)
            count.check(back.returncode == 0,
                        f"{name} {way}: git apply -R: {back.stderr}")
        else:
            count.skipped += 1
            print("skipped: no git here")
        patched = (path / "source.c").read_text()
        count.check(sorted(patched.split("\n")) == sorted(source.split("\n")),
                    f"{name} {way}: lines came or went")
        strayed = strayed_comments(patched)
        count.check(not strayed, f"{name} {way}: {strayed}")
        if not compile_in(folder, way):
            count.check(False, f"{name} {way}: patched does not compile")
            return
        after = sizes(folder)
        for type_name, (old, new) in promised.items():
            count.check(before[type_name]["size_bytes"] == old and
                        after[type_name]["size_bytes"] == new,
                        f"{name} {way}: {type_name}: promised {new}, is "
                        f"{after[type_name]['size_bytes']}")


def random_source(seed, structs):
    """Structs with comments of every kind around their members."""
    rand = random.Random(seed)
    types = ["char {}", "short {}", "int {}", "long {}", "double {}",
             "char {}[3]", "void *{}", "_Bool {}", "unsigned {} : 3",
             "long double {}", "int (*{})(void)", "short {}[2]"]
    lines = []
    for number in range(structs):
        lines.append("struct s%d {" % number)
        for k in range(rand.randint(3, 9)):
            name = "m%d" % k
            member = "\t" + rand.choice(types).format(name) + ";"
            way = rand.randrange(9)
            if way == 0:
                lines.append("\t/* about %s */" % name)
            elif way == 1:
                lines += ["\t/*", "\t * about %s" % name, "\t */"]
            elif way == 2:
                lines += ["\t// about %s" % name, "\t// and so on"]
            elif way == 3:
                member += " /* about %s */" % name
            elif way == 4:
                member += " // about %s" % name
            elif way == 5:
                member += " /* about %s\n\t\t* and so on */" % name
            elif way == 6:
                member += "\n\t/**< about %s */" % name
            elif way == 7:
                lines.append("")
            lines.append(member)
        lines.append("};")
        if rand.random() < 0.5:
            lines.append("")
    lines.append("int main(void)\n{")
    lines += ["\tstruct s%d v%d = { 0 };\n\t(void)v%d;" % (n, n, n)
              for n in range(structs)]
    lines.append("}\n")
    return "\n".join(lines)


# What may not be patched: a name, the source, the type, words of the reason.
USE = "int main(void) { struct t v; (void)&v; return sizeof(v) == 1; }\n"
BODY = "struct t {\n\tchar a;\n\tlong b;\n\tchar c;\n};\n"
REFUSED = [
    ("several members on a line",
     "struct t {\n\tchar a; long b;\n\tchar c;\n};\n" + USE, "several members"),
    ("several members of one declaration",
     "struct t {\n\tchar a,\n\t     x;\n\tlong b;\n\tchar c;\n};\n" + USE,
     "several members"),
    ("all on one line", "struct t { char a; long b; char c; };\n" + USE,
     "beside the brace"),
    ("a member beside the closing brace",
     "struct t {\n\tchar a;\n\tlong b;\n\tchar c; };\n" + USE,
     "beside the brace"),
    ("a condition",
     "struct t {\n\tchar a;\n#ifdef X\n\tint x;\n#endif\n\tlong b;\n"
     "\tchar c;\n};\n" + USE, "#ifdef X between"),
    ("a pragma",
     "struct t {\n\tchar a;\n#pragma GCC diagnostic push\n\tlong b;\n"
     "\tchar c;\n};\n" + USE, "#pragma"),
    ("an included list",
     "struct t {\n\tchar a;\n#include \"list.h\"\n\tchar c;\n};\n" + USE,
     "#include"),
    ("a macro of members",
     "#define BOTH char x; long y;\nstruct t {\n\tchar a;\n\tBOTH\n"
     "\tchar c;\n\tlong b;\n};\n" + USE, "macro"),
    ("a macro with arguments",
     "#define FIELD(type, name) type name\nstruct t {\n\tchar a;\n"
     "\tFIELD(long, b);\n\tchar c;\n};\n" + USE, "macro"),
    ("a struct made by a macro",
     "#define MAKE(name) struct name {\\\n\tchar a;\\\n\tlong b;\\\n"
     "\tchar c;\\\n}\nMAKE(t);\n" + USE, "not the one"),
    ("an initialiser by order",
     BODY + "struct t x = { 1, 2, 3 };\n" + USE, "line 6: an initialiser"),
    ("an array of them",
     BODY + "struct t x[] = {\n\t{ .b = 1 },\n\t{ 1, 2 },\n};\n" + USE,
     "an initialiser"),
    ("an array without inner braces",
     BODY + "static const struct t x[2] = { 1, 2, 3, 4, 5, 6 };\n" + USE,
     "an initialiser"),
    ("an array made of an included list",
     BODY + "#define ROW(x, y, z) { x, y, z },\nstruct t x[] = {\n"
     "#include \"rows.h\"\n};\n" + USE, "an initialiser"),
    ("an array made by a macro",
     BODY + "#define ROW(x, y, z) { x, y, z }\n"
     "struct t x[] = { ROW(1, 2, 3) };\n" + USE, "an initialiser"),
    ("a compound literal",
     BODY + "struct t f(void) { return (struct t){ 1, 2, 3 }; }\n" + USE,
     "an initialiser"),
    ("an initialiser by typedef",
     "typedef struct t {\n\tchar a;\n\tlong b;\n\tchar c;\n} t_type;\n"
     "t_type x = { 1, 2, 3 };\n" + USE, "an initialiser"),
    ("an initialiser behind the braces",
     "struct t {\n\tchar a;\n\tlong b;\n\tchar c;\n} x = { 1, 2 };\n" + USE,
     "an initialiser"),
    ("a second declarator",
     BODY + "struct t *p = 0, x = { 1, 2, 3 };\n" + USE, "an initialiser"),
    ("a type that another member defines",
     "struct t {\n\tchar a;\n\tstruct in { long x; } b;\n\tchar c;\n"
     "\tstruct in d;\n\tchar e;\n};\n" + USE, None),
    ("a comment that ends beside code",
     "struct t {\n\tchar a; /* one\n\ttwo */ long b;\n\tchar c;\n};\n" + USE,
     "beside code"),
]


def check_refused(count, name, source, words):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        (path / "source.c").write_text(source)
        (path / "list.h").write_text("\tlong b;\n")
        (path / "rows.h").write_text("ROW(1, 2, 3)\n")
        if not compile_in(folder, "gcc -g"):
            count.check(False, f"{name}: does not compile")
            return
        done = run(PROGRAM, "suggest", "--patch", "program", "t", cwd=folder)
        if words is None:  # may be patched, if it then compiles
            (path / "it.patch").write_text(done.stdout)
            if "--- a/" in done.stdout:
                run("patch", "-p1", "-i", "it.patch", cwd=folder)
                count.check(compile_in(folder, "gcc -g"), name)
            else:
                count.check("no patch" in done.stdout, name)
            return
        count.check(done.returncode == 0 and "no patch: " in done.stdout and
                    words in done.stdout and "---" not in done.stdout,
                    f"{name}: {done.returncode} {done.stdout}{done.stderr}")


CPP_USE = "int main() { t v; return sizeof(v) == 1; }\n"
CPP = [
    ("access specifiers",
     "class t {\n\tchar a;\npublic:\n\tlong b;\n\tchar c;\n};\n",
     "access specifier"),
    ("a constructor's list",
     "struct t {\n\tt() : a(1), b(2) {}\n\tchar a;\n\tlong b;\n\tchar c;\n"
     "};\n", "constructor"),
    ("a constructor's list elsewhere",
     "struct t {\n\tt();\n\tchar a;\n\tlong b;\n\tchar c;\n};\n"
     "t::t() : a(1), b(2) {}\n", "constructor"),
    ("a default",
     "struct t {\n\tchar a = 1;\n\tlong b = a;\n\tchar c;\n};\n", "default"),
    ("designators, which C++ wants in order",
     "struct t {\n\tchar a;\n\tlong b;\n\tchar c;\n};\n"
     "t x = { .a = 1, .b = 2 };\n", "initialiser"),
    ("braces without =",
     "struct t {\n\tchar a;\n\tlong b;\n\tchar c;\n};\nt x{1, 2};\n",
     "initialiser"),
    ("functions between members",
     "struct t {\n\tt();\n\tchar a; // about a\n\tint f() const { return a; }"
     "\n\tlong b; // about b\n\tstatic int s;\n\tusing u = int;\n"
     "\tchar c; // about c\n\tvirtual ~t() {}\n};\nt::t() {}\n", None),
]


def check_cpp(count, name, source, words):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        (path / "source.cc").write_text(source + CPP_USE)
        if not compile_in(folder, "g++ -g -std=c++20", "source.cc"):
            count.check(False, f"{name}: does not compile")
            return
        done = run(PROGRAM, "suggest", "--patch", "program", "t", cwd=folder)
        if words:
            count.check("no patch: " in done.stdout and words in done.stdout,
                        f"{name}: {done.stdout}")
            return
        promise = PROMISE.match(done.stdout)
        (path / "it.patch").write_text(done.stdout)
        run("patch", "-p1", "-i", "it.patch", cwd=folder)
        count.check(promise and
                    compile_in(folder, "g++ -g -std=c++20", "source.cc") and
                    sizes(folder)["t"]["size_bytes"] == int(promise[3]) and
                    not strayed_comments((path / "source.cc").read_text()),
                    f"{name}: {done.stdout}")


def check_places(count):
    """Where the source is looked for."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        (path / "old/lib").mkdir(parents=True)
        (path / "old/lib/source.c").write_text(BODY + USE)
        compile_in(folder, "gcc -g", str(path / "old/lib/source.c"))
        shutil.move(path / "old", path / "new")

        def patch(*options):
            return run(PROGRAM, "suggest", "--patch", "program", "t",
                       *options, cwd=folder).stdout

        count.check("is not here" in patch(), "moved away")
        count.check("--- a/lib/source.c\n" in patch("--source-root=new"),
                    "--source-root")
        count.check("--- a/new/lib/source.c\n" in
                    patch(f"--path-map={folder}/old={folder}/new"),
                    "--path-map")
        count.check("is not here" in
                    patch(f"--path-map={folder}/ol={folder}/new"),
                    "--path-map of half a name")
        count.check("is not below" in patch("--source-root=new/lib/nothing"),
                    "--source-root without it")
        os.utime(path / "new/lib/source.c")
        count.check("is newer than" in patch("--source-root=new"), "newer")
        (path / "new/lib/source.c").write_text("/* gone */\n" + BODY + USE)
        os.utime(path / "new/lib/source.c", (1, 1))
        count.check("not the one" in patch("--source-root=new"), "another")
        os.remove(path / "new/lib/source.c")
        os.mkfifo(path / "new/lib/source.c")
        count.check("is not below" in patch("--source-root=new"), "a pipe")


def check_units(count):
    """An initialiser in another source of the program."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        (path / "t.h").write_text(BODY)
        (path / "source.c").write_text('#include "t.h"\n' + USE)
        (path / "other.c").write_text(
            '#include "t.h"\nstruct t other = { 1, 2, 3 };\n')
        compile_in(folder, "gcc -g", "source.c other.c")

        def patch():
            return run(PROGRAM, "suggest", "--patch", "program", "t",
                       cwd=folder).stdout

        count.check("no patch: other.c: line 2: an initialiser" in patch(),
                    "an initialiser in another source")
        os.remove(path / "other.c")
        count.check("1 of 2 sources are not here" in patch() and
                    "--- a/t.h" in patch(), "another source is not here")


def check_text(count):
    """Line ends, and a file that does not end its last line."""
    for name, source in [
        ("CR LF", (BODY + USE).replace("\n", "\r\n")),
        ("no end of line", USE.replace("struct t", "struct u").replace(
            "int main", "struct u { int x; };\nint main") +
            "static struct t {\n\tchar a;\n\tlong b;\n\tchar c;\n} v;"),
    ]:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            path.joinpath("source.c").write_bytes(source.encode())
            compile_in(folder, "gcc -g -fno-eliminate-unused-debug-types")
            done = subprocess.run(
                [PROGRAM, "suggest", "--patch", "program", "t"], cwd=folder,
                capture_output=True)
            (path / "it.patch").write_bytes(done.stdout)
            applied = run("patch", "-p1", "--binary", "-i", "it.patch",
                          cwd=folder)
            compile_in(folder, "gcc -g -fno-eliminate-unused-debug-types")
            count.check(applied.returncode == 0 and
                        sizes(folder)["t"]["size_bytes"] == 16,
                        f"{name}: {applied.stdout}{done.stdout}")


def check_broken(count):
    """Sources cut short or with other bytes in them: an answer, no more."""
    rand = random.Random(5)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        shutil.copy(FIXTURE, path / "source.c")
        compile_in(folder, "gcc -g")
        whole = (path / "source.c").read_bytes()
        for number in range(600 if os.environ.get("FULL") else 60):
            broken = bytearray(whole)
            if number % 2:
                del broken[rand.randrange(len(whole)):]
            for _ in range(rand.choice([0, 1, 20])):
                if broken:
                    broken[rand.randrange(len(broken))] = rand.choice(
                        b"\0{}()[];,/*\"'#\\\n\xff")
            (path / "source.c").write_bytes(broken)
            os.utime(path / "source.c", (1, 1))
            done = subprocess.run([PROGRAM, "suggest", "--patch", "program"],
                                  cwd=folder, capture_output=True, timeout=60)
            count.check(done.returncode == 0 and not done.stderr,
                        f"broken {number}: {done.returncode} {done.stderr}")


def main():
    count = Count()
    for way in WAYS:
        check_patched(count, "patched.c", way, FIXTURE.read_text(), 22)
    for seed, way in enumerate(WAYS):
        check_patched(count, f"seed {seed}", way,
                      random_source(seed, RANDOM_STRUCTS),
                      RANDOM_STRUCTS // 2)
    for case in REFUSED:
        check_refused(count, *case)
    for case in CPP:
        check_cpp(count, *case)
    check_places(count)
    check_units(count)
    check_text(count)
    check_broken(count)
    print(f"patch: {count.passed} passed, {count.failed} failed, "
          f"{count.skipped} skipped")
    return count.failed > 0


if __name__ == "__main__":
    sys.exit(main())
