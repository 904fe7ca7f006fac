#!/usr/bin/python3
"""check_c_ways.py [NAME...] - our numbers in every way to build C.

As check_c_facts.py, with what people add to a compiler's command line:
compressed sections, type units, the 64-bit format, optimisation when linking,
packing and Microsoft's bit-fields by option.

What a packing option did to a struct that stands naturally all the same
leaves no trace in clang's DWARF, and little in gcc's: there, places and sizes
are judged, and alignments are not.
"""
import concurrent.futures
import os
import re
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import check_c_facts as native      # noqa: E402
import random_structs   # noqa: E402

BOTH = ["gcc", "clang"]
# Compilers, version of DWARF, flags, linked programs only.
WAYS = [
    (BOTH, 5, ["-gz=zlib"], False),
    (["gcc"], 4, ["-gz=zlib-gnu"], False),
    (BOTH, 4, ["-fdebug-types-section"], False),
    (BOTH, 5, ["-fdebug-types-section"], False),
    (BOTH, 5, ["-gdwarf64"], False),
    (["gcc"], 4, ["-gdwarf64"], False),
    (["gcc"], 5, ["-flto"], True),
    (["gcc"], 4, ["-flto", "-ffat-lto-objects"], True),
    (["clang"], 5, ["-flto", "-fuse-ld=lld"], True),
    (["clang"], 4, ["-flto=thin", "-fuse-ld=lld"], True),
    (BOTH, 5, ["-fdebug-types-section", "-gz=zlib"], True),
    (BOTH, 5, ["-fpack-struct=2"], False),
    (BOTH, 4, ["-mms-bitfields"], False),
]
NOT_TOLD = ["-fpack-struct=2", "-mms-bitfields"]
# clang loses the places of bit-fields as wide as their type when packed.
LOST = ["bitfields.c", "random1.c"]
# gcc leaves out the typedefs of some of what it puts into type units, clang
# that of a function's own struct when it links, and of two equal type units a
# linker keeps one: what is not told cannot be matched.
NOT_THERE = {"gcc": ["random1.c", "units"], "clang": ["locals"]}
FEW = ["anonymous.c", "bitfields.c", "packed.c", "unions.c"]


def places(compiler, path):
    """One object, without what is said of alignment."""
    result = native.one_object(compiler, path)
    about = re.compile(r": (align( of [^:]*)?|packed): ours ")
    kept = [p for p in result.problems if not about.search(p)]
    result.presumed += len(result.problems) - len(kept)
    result.problems = kept
    return result


def left_out(compiler, flags):
    """What cannot be judged in that way, and why."""
    if compiler == "gcc" and "-fdebug-types-section" in flags:
        return NOT_THERE[compiler]
    if compiler == "clang" and flags[0].startswith("-flto"):
        return NOT_THERE[compiler]
    if compiler == "clang" and flags[0] == NOT_TOLD[0]:
        return LOST
    return []


def jobs(folder, wanted):
    is_full = bool(os.environ.get("FULL"))
    paths = [os.path.join(native.FIXTURES, f)
             for f in sorted(os.listdir(native.FIXTURES))
             if f.endswith(".c") and (is_full or f in FEW)]
    seeded = os.path.join(folder, "random1.c")
    with open(seeded, "w") as file:
        file.write(random_structs.make(1, native.RECORDS)[0])
    number = 0
    for compilers, dwarf, flags, is_linked in WAYS:
        for name in compilers:
            number += 1
            if not shutil.which(name) or (
                    "-fuse-ld=lld" in flags and not shutil.which("ld.lld")):
                yield None
                continue
            inside = os.path.join(folder, str(number))
            os.mkdir(inside)
            compiler = native.Compiler(name, dwarf, "-O1", inside, flags)
            compiler.title += " " + " ".join(flags)
            call = places if flags[0] in NOT_TOLD else native.one_object
            for path in [] if is_linked else paths + [seeded]:
                title = os.path.basename(path)
                if title in left_out(name, flags):
                    continue
                if not wanted or title in wanted:
                    yield call, compiler, path
            for program, sources in native.PROGRAMS.items():
                if is_linked and program not in left_out(name, flags) and (
                        not wanted or program in wanted):
                    yield native.one_program, compiler, program, sources


def main():
    results = []
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(2) as pool:
        todo = list(jobs(folder, sys.argv[1:]))
        for one in [pool.submit(*job) for job in todo if job]:
            results.append(one.result())
            native.show(results[-1])
    bad = sum(1 for r in results if r.problems)
    print("c_ways: %d numbers of %d types judged; alignment unknown %d "
          "times, presumed %d times" % tuple(
              sum(getattr(r, k) for r in results)
              for k in ("facts", "types", "unknown", "presumed")))
    print("c_ways: %d passed, %d failed, %d skipped" % (
        len(results) - bad, bad, todo.count(None)))
    return bad != 0


if __name__ == "__main__":
    sys.exit(main())
