#!/usr/bin/python3
"""check_c_facts.py [--self-test] [NAME...] - the compiler judges our numbers.

Compiles each source of fixtures/c and 600 random records with gcc and clang,
each DWARF version, -O0 and -O2 (without FULL in the environment: fewer of
these), asks $LAYOUTSCOPE for JSON, and has the same compiler with the same
flags prove each number (c_facts.py).  NAMEs pick sources.  --self-test
shows only that wrong JSON is caught.

    gcc -gdwarf-5 -O2 plain.c: struct holes plain.c:10: size: ours 25, ...
"""
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import c_facts      # noqa: E402
import c_json       # noqa: E402
import c_selftest   # noqa: E402
import c_source     # noqa: E402
import random_structs   # noqa: E402

ROOT = os.path.dirname(os.path.dirname(HERE))
FIXTURES = os.path.join(ROOT, "fixtures", "c")
PROGRAM = os.environ.get("LAYOUTSCOPE",
                         os.path.join(ROOT, "build", "layoutscope"))
FLAGS = ["-w", "-std=gnu11", "-fno-eliminate-unused-debug-types"]
# One unit of a program, without those whose functions it would call.
ALONE = ["-no-pie", "-Wl,--unresolved-symbols=ignore-all", "-Wl,-z,lazy"]
SEEDS, RECORDS = (1, 2, 3, 4), 150
PROGRAMS = {"server": ["server.c"], "locals": ["locals.c"],
            "units": ["units_first.c", "units_second.c"]}
FEW = [("gcc", 5, "-O2"), ("clang", 5, "-O0"), ("gcc", 2, "-O0"),
       ("clang", 4, "-O2"), ("gcc", 3, "-O2"), ("clang", 2, "-O0")]
TIMEOUT = 120


class Compiler:
    """A compiler and its flags; what it makes goes into `folder`."""

    def __init__(self, name, dwarf, optimise, folder, extra=()):
        self.name, self.dwarf, self.folder = name, dwarf, folder
        self.flags = FLAGS + ["-gdwarf-%d" % dwarf, optimise] + list(extra)
        self.title = "%s -gdwarf-%d %s" % (name, dwarf, optimise)

    def run(self, words):
        return subprocess.run([self.name] + self.flags + words,
                              capture_output=True, text=True,
                              timeout=TIMEOUT, errors="replace")

    def read(self, path):
        """The Source of what the preprocessor makes of it."""
        done = self.run(["-E", path])
        if done.returncode:
            raise RuntimeError(done.stderr)
        return c_source.read(done.stdout)

    def made(self, words, out):
        done = self.run(words + ["-o", out])
        if done.returncode:
            raise RuntimeError(done.stderr)
        return out


def layoutscope(path):
    done = subprocess.run([PROGRAM, "--json", "-a", path],
                          capture_output=True, timeout=TIMEOUT)
    if done.returncode:
        raise RuntimeError("layoutscope: status %d: %s" % (
            done.returncode, done.stderr.decode(errors="replace")))
    return json.loads(done.stdout)


def run_facts(compiler, unit, base):
    """What the compiler says to the facts of a unit: a list of words."""
    proof, binary = base + "_facts.c", base + "_facts"
    with open(proof, "w") as file:
        file.write(unit.text())
    link = ALONE + ["-g0", proof]
    done = compiler.run(link + ["-o", binary])
    if done.returncode:
        reasons = errors_of(done.stderr)
        done = compiler.run(link + ["-DEXPLAIN", "-o", binary])
        if done.returncode:
            return errors_of(done.stderr)
        return run_binary(binary) or reasons
    return run_binary(binary)


def run_binary(binary):
    done = subprocess.run([binary], capture_output=True, text=True,
                          timeout=TIMEOUT, errors="replace")
    lines = done.stdout.splitlines()
    if done.returncode not in (0, 1) or (done.returncode and not lines):
        lines.append("the facts ended with status %d" % done.returncode)
    return lines


def errors_of(text):
    return [line for line in text.splitlines() if "error" in line][:20] or \
        ["the compiler failed: " + text[:300]]


def tell_apart(compiler, unit, base):
    """Sizes of those types that only their size tells apart."""
    twins = unit.ambiguous()
    if not twins:
        return
    path = base + "_sizes.c"
    with open(path, "w") as file:
        file.write('#define LOCAL_FACTS(f) (void)0\n'
                   '#define main fixture_main\n#include "%s"\n#undef main\n'
                   'extern int printf(const char *, ...);\n'
                   'int main(void) { %s return 0; }\n' % (
                       unit.path, " ".join(
                           'printf("%%lu\\n", (unsigned long)sizeof(%s));' %
                           d.spell() for d in twins)))
    made = compiler.made(ALONE + [path],
                         base + "_sizes")
    unit.sizes = dict(zip(twins, map(int, run_binary(made))))


class Result:
    def __init__(self, title):
        self.title = title
        self.problems = []
        self.facts = self.types = self.unknown = self.presumed = 0


def judge(compiler, name, paths, document, is_brief=False):
    """
    One object or program and the sources that it was made of.  If brief, the
    compiler is not asked when something is wrong already.
    """
    result = Result("%s %s" % (compiler.title, name))
    wrong, result.facts = c_json.check(document)
    result.problems += wrong
    sources = {p: compiler.read(p) for p in paths}
    for path in paths:
        unit = c_facts.Unit(path, sources[path], document, compiler.name,
                            compiler.dwarf)
        unit.elsewhere = [d for p in paths if p != path
                          for d in sources[p].defs]
        base = os.path.join(compiler.folder, "%s_%s" % (
            name.replace(".", "_"), os.path.basename(path)[:-2]))
        tell_apart(compiler, unit, base)
        try:
            unit.run()
        except (KeyError, TypeError, ValueError, IndexError) as why:
            result.problems.append("%s: JSON is not of its schema: %r" %
                                   (path, why))
            continue
        result.problems += unit.problems
        if result.problems and is_brief:
            break
        result.problems += run_facts(compiler, unit, base)
        result.facts += unit.facts
        result.types += len(unit.matched)
        result.unknown += unit.unknown
        result.presumed += unit.presumed
    return result


def one_object(compiler, path):
    name = os.path.basename(path)
    try:
        made = compiler.made(["-c", path], os.path.join(
            compiler.folder, name[:-1] + "o"))
        return judge(compiler, name, [path], layoutscope(made))
    except (RuntimeError, OSError, ValueError,
            subprocess.TimeoutExpired) as why:
        return failed(compiler, name, why)


def one_program(compiler, name, sources):
    paths = [os.path.join(FIXTURES, s) for s in sources]
    try:
        made = compiler.made(paths, os.path.join(compiler.folder, name))
        return judge(compiler, name, paths, layoutscope(made))
    except (RuntimeError, OSError, ValueError,
            subprocess.TimeoutExpired) as why:
        return failed(compiler, name, why)


def failed(compiler, name, why):
    result = Result("%s %s" % (compiler.title, name))
    result.problems.append(str(why).strip())
    return result


def matrix():
    if os.environ.get("FULL"):
        return [(c, d, o) for c in ("gcc", "clang") for d in (2, 3, 4, 5)
                for o in ("-O0", "-O2")]
    return FEW


def jobs(folder, wanted):
    """Calls that each give a Result."""
    paths = [os.path.join(FIXTURES, f) for f in sorted(os.listdir(FIXTURES))
             if f.endswith(".c")]
    for seed in SEEDS:
        path = os.path.join(folder, "random%d.c" % seed)
        with open(path, "w") as file:
            file.write(random_structs.make(seed, RECORDS)[0])
        paths.append(path)
    for number, (name, dwarf, optimise) in enumerate(matrix()):
        if not shutil.which(name):
            yield None
            continue
        inside = os.path.join(folder, str(number))
        os.mkdir(inside)
        compiler = Compiler(name, dwarf, optimise, inside)
        for path in paths:
            if not wanted or os.path.basename(path) in wanted:
                yield one_object, compiler, path
        for program, sources in PROGRAMS.items():
            if not wanted or program in wanted:
                yield one_program, compiler, program, sources


def show(result):
    for problem in result.problems[:30]:
        print("%s: %s" % (result.title, problem))
    if len(result.problems) > 30:
        print("%s: and %d more" % (result.title, len(result.problems) - 30))
    sys.stdout.flush()


def main():
    words = sys.argv[1:]
    passed, bad, skipped = c_selftest.run(judge, Compiler)
    results = []
    if "--self-test" not in words:
        with tempfile.TemporaryDirectory() as folder, \
                concurrent.futures.ThreadPoolExecutor(2) as pool:
            todo = list(jobs(folder, words))
            skipped += todo.count(None)
            waiting = [pool.submit(*job) for job in todo if job]
            for one in waiting:
                results.append(one.result())
                show(results[-1])
    for result in results:
        if result.problems:
            bad += 1
        else:
            passed += 1
    if results:
        print("c_facts: %d numbers of %d types judged; alignment unknown %d "
              "times, presumed %d times" % tuple(
                  sum(getattr(r, k) for r in results)
                  for k in ("facts", "types", "unknown", "presumed")))
    print("c_facts: %d passed, %d failed, %d skipped" % (passed, bad,
                                                         skipped))
    return bad != 0


if __name__ == "__main__":
    sys.exit(main())
