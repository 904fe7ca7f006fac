#!/usr/bin/python3
"""readers.py - the same JSON from the scanner and from libdwarf.

One compiled file is one test.  The scanner must read what libdwarf reads, and
every type, name, place and note must be the same; only the line that names
the reader differs.
"""
import concurrent.futures
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FIXTURES = os.path.join(ROOT, "fixtures")
PROGRAM = os.environ.get("LAYOUTSCOPE",
                         os.path.join(ROOT, "build", "layoutscope"))
FULL = bool(os.environ.get("FULL"))

C = ["-w", "-std=gnu11", "-fno-eliminate-unused-debug-types", "-c"]
CXX = ["-w", "-std=gnu++17", "-fno-eliminate-unused-debug-types", "-c"]
# How a compiler may write what it knows; one by turns, or all.
GCC = [["-gdwarf-2", "-gstrict-dwarf"], ["-gdwarf-3", "-O2"], ["-gdwarf-4"],
       ["-gdwarf-5", "-O2"], ["-gdwarf-4", "-fdebug-types-section"],
       ["-gdwarf-5", "-fdebug-types-section"], ["-gdwarf-5", "-gdwarf64"],
       ["-gdwarf-5", "-gz=zlib"]]
# Headers of this machine do for another where only types are wanted.
OURS = ["-isystem", "/usr/include/x86_64-linux-gnu"]
CLANG = [["-gdwarf-5"], ["-gdwarf-4", "-O2"], ["-gdwarf-3"], ["-gdwarf-2"],
         ["-gdwarf-5", "-fdebug-types-section"],
         ["-gdwarf-5", "--target=powerpc64-linux-gnu"] + OURS,
         ["-gdwarf-4", "--target=i686-linux-gnu"] + OURS]
RUST = [["-Cdebuginfo=2"], ["-Cdebuginfo=2", "-O"]]


def sources(*parts):
    return sorted(glob.glob(os.path.join(FIXTURES, *parts)))


def compilations():
    """Commands without their -o, by what they are called."""
    out = []

    def add(compiler, kinds, flags, files):
        if not shutil.which(compiler):
            return
        for number, path in enumerate(files):
            turn = [kinds[number % len(kinds)]]
            for kind in kinds if FULL else turn:
                name = " ".join([compiler] + kind + [os.path.relpath(
                    path, FIXTURES)])
                out.append((name, [compiler] + flags + kind + [path]))

    c = sources("c", "*.c") + sources("v[12]", "*.c")
    cxx = sources("cpp", "*.cc")
    add("gcc", GCC, C, c)
    add("clang", CLANG, C, c)
    add("g++", GCC[2:], CXX, cxx + cxx)
    add("clang++", CLANG[:5], CXX, cxx)
    rust = sources("rust", "*.rs") + sources("v[12]", "*.rs")
    flags = ["-g", "-Awarnings", "--edition=2021", "--emit=obj"]
    for rustc in ["rustc", "/usr/bin/rustc"]:
        if os.path.realpath(shutil.which(rustc) or "") or \
                os.path.exists(rustc):
            add(rustc, RUST, flags, rust)
    add("gcc", [["-gdwarf-5"]], ["-c"], sources("asm", "*.s"))
    units = sources("c", "units_*.c")
    for kind in GCC[3:6]:
        out.append((" ".join(["two units joined by gcc -r"] + kind),
                    ["gcc", "-w", "-r"] + kind + units))
    return out


def read(path, words):
    done = subprocess.run(
        [PROGRAM, "--json", "-a"] + words + [path],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    if done.returncode != 0:
        return done.returncode, done.stderr.decode(errors="replace")
    page = json.loads(done.stdout)
    page["input"].pop("reader")
    return 0, page


def difference(one, other, where=""):
    """The first place where two pages differ, in words."""
    if type(one) is not type(other):
        return "%s: %r and %r" % (where, one, other)
    if isinstance(one, dict):
        for key in sorted(set(one) | set(other)):
            if one.get(key) != other.get(key):
                return difference(one.get(key), other.get(key),
                                  where + "." + key)
    if isinstance(one, list):
        for at, pair in enumerate(zip(one, other)):
            if pair[0] != pair[1]:
                return difference(*pair, "%s[%d]" % (where, at))
        return "%s: %d and %d of them" % (where, len(one), len(other))
    return "%s: %r and %r" % (where, one, other)


def run(task):
    """"" if all is well, None if the compiler cannot, else what is wrong."""
    folder, number, (name, command) = task
    path = os.path.join(folder, "%d.o" % number)
    made = subprocess.run(command + ["-o", path], cwd=folder,
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL)
    if made.returncode != 0:
        return name, None
    status, page = read(path, ["--reader=libdwarf"])
    for words in [["--reader=scan", "-j1"], ["--reader=scan", "-j8"]]:
        other_status, other = read(path, words)
        if status != other_status:
            return name, "%s: status %d, and libdwarf's %d\n%s" % (
                " ".join(words), other_status, status,
                other if other_status else page)
        if status == 0 and page != other:
            return name, "%s: %s" % (" ".join(words),
                                     difference(page, other))
    if status == 0 and not page["types"]:
        return name, "no types at all"
    os.unlink(path)
    return name, ""


def main():
    passed = failed = skipped = 0
    with tempfile.TemporaryDirectory() as folder:
        tasks = [(folder, number, work)
                 for number, work in enumerate(compilations())]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for name, wrong in pool.map(run, tasks):
                if wrong is None:
                    skipped += 1
                    print("skipped, as the compiler refuses:", name)
                elif wrong:
                    failed += 1
                    print("FAILED %s\n  %s" % (name, wrong))
                else:
                    passed += 1
    print("readers: %d passed, %d failed, %d skipped" % (
        passed, failed, skipped))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
