#!/usr/bin/python3
"""check_c_cross.py [NAME...] - our numbers for machines that are not here.

As check_c_facts.py, for each machine that clang can compile for, and i386 and
x32 of gcc: nothing of theirs runs here, so the compiler puts its numbers and
the filled bit-fields into sections of the proof's .o, which are read here
(INTO_OBJECT in c_facts.h).  Both byte orders come by.

An alignment may be unknown where the machine's ABI was not measured; it is
counted, and a number that is given must be right.
"""
import concurrent.futures
import os
import re
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import c_facts      # noqa: E402
import c_json       # noqa: E402
import check_c_facts as native      # noqa: E402
import random_structs   # noqa: E402

# Machine, compiler, its flags, bytes of a pointer.
MACHINES = [
    ("i386", "gcc", ["-m32"], 4), ("x32", "gcc", ["-mx32"], 4),
    ("i386", "clang", ["--target=i386-linux-gnu"], 4),
    ("aarch64", "clang", ["--target=aarch64-linux-gnu"], 8),
    ("s390x", "clang", ["--target=s390x-linux-gnu"], 8),
    ("arm", "clang", ["--target=arm-linux-gnueabihf"], 4),
    ("ppc64le", "clang", ["--target=powerpc64le-linux-gnu"], 8),
    ("ppc64", "clang", ["--target=powerpc64-linux-gnu"], 8),
    ("ppc", "clang", ["--target=powerpc-linux-gnu"], 4),
    ("riscv64", "clang", ["--target=riscv64-linux-gnu"], 8),
    ("riscv32", "clang", ["--target=riscv32-linux-gnu"], 4),
    ("mips", "clang", ["--target=mips-linux-gnu"], 4),
    ("mips64", "clang", ["--target=mips64-linux-gnuabi64"], 8),
    ("aarch64_be", "clang", ["--target=aarch64_be-linux-gnu"], 8),
]
FEW = MACHINES[:5]
HOSTED = {"server.c"}       # need a C library
TEXT = 96, 64               # of the names in c_facts.h


class Object:
    """Sections of an ELF file, by name."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = data = file.read()
        self.order = "<" if data[5] == 1 else ">"
        if data[4] == 2:
            header, row, at = "Q", "IIQQQQ", (0x28, 0x3a)
        else:
            header, row, at = "I", "IIIIII", (0x20, 0x2e)
        table, = struct.unpack_from(self.order + header, data, at[0])
        size, count, names = struct.unpack_from(self.order + "HHH", data,
                                                at[1])
        rows = [struct.unpack_from(self.order + row, data, table + i * size)
                for i in range(count)]
        self.sections = []
        for name, _, _, _, offset, length in rows:
            start = rows[names][4] + name
            text = data[start:data.index(b"\0", start)].decode()
            self.sections.append((text, data[offset:offset + length]))

    def named(self, start):
        return [d for n, d in self.sections if n.startswith(start)]

    def numbers(self, data, count):
        """The two names and the numbers that a record begins with."""
        texts, at = [], 0
        for length in TEXT:
            texts.append(data[at:at + length].split(b"\0")[0].decode())
            at += length
        return texts + list(struct.unpack_from(
            "%s%dQ" % (self.order, count), data, at))


def facts_of(found):
    """What is wrong, and how many facts there were."""
    problems, count = [], 0
    for data in found.named(".ls_fact"):
        name, what, ours, one, other = found.numbers(data, 3)
        count += 1
        if ours not in (one, other):
            problems.append("%s: %s: ours %d, compiler's %d" % (
                name, what, ours, one))
    for data in found.named(".ls_bits"):
        name, what, offset, width, size, at = found.numbers(data, 4)
        count += 1
        ones = ones_of(data[at:at + size], found.order == "<")
        if ones != list(range(offset, offset + width)):
            problems.append("%s: bits of %s: ours %d at %d, compiler's %d "
                            "at %s" % (name, what, width, offset, len(ones),
                                       ones[:1]))
    return problems, count


def ones_of(data, is_little):
    """Numbers of the bits that are set, as our JSON counts them."""
    return [at * 8 + (bit if is_little else 7 - bit)
            for at, byte in enumerate(data)
            for bit in (range(8) if is_little else range(7, -1, -1))
            if byte >> bit & 1]


class CrossUnit(c_facts.Unit):
    """What the ABI's table does not know may be unknown."""

    def member_reasons(self, member, seen=()):
        out = super().member_reasons(member, seen)
        # i386: a long long stands at 4, an _Atomic one at 8.
        if self.dwarf < 5 and "_Atomic" in member.specifiers and \
                not member.is_indirect:
            out.add("silent")
        return out

    def is_null_right(self, reasons):
        return True


def judge(compiler, path):
    title = os.path.basename(path)
    result = native.Result("%s %s" % (compiler.title, title))
    base = os.path.join(compiler.folder, title[:-2])
    try:
        compiler.made(["-c", path], base + ".o")
        document = native.layoutscope(base + ".o")
        result.problems, result.facts = c_json.check(document)
        unit = CrossUnit(path, compiler.read(path), document, compiler.name,
                         compiler.dwarf)
        unit.run()
        result.problems += unit.problems
        result.unknown, result.presumed = unit.unknown, unit.presumed
        result.types = len(unit.matched)
        with open(base + "_facts.c", "w") as file:
            file.write(unit.text())
        compiler.made(["-g0", "-DINTO_OBJECT", "-c", base + "_facts.c"],
                      base + "_facts.o")
        wrong, count = facts_of(Object(base + "_facts.o"))
        result.problems += wrong
        result.facts += count
        if count == 0 and unit.facts:
            result.problems.append("no facts in the object")
    except (RuntimeError, OSError, ValueError, KeyError, TypeError,
            subprocess.TimeoutExpired) as why:
        result.problems.append(("%r" % why)[:600])
    return result


def narrow(text):
    """For machines with words of 32 bits: no __int128, no wide long."""
    text = re.sub(r"\b(unsigned )?__int128( m\d+)? : (\d+)",
                  lambda m: "%slong long%s : %d" % (
                      m[1] or "", m[2] or "", min(int(m[3]), 63)), text)
    text = re.sub(r"(?<!long )\blong( m\d+)? : (\d+)",
                  lambda m: "long%s : %d" % (m[1] or "", min(int(m[2]), 31)),
                  text)
    return text.replace("__int128", "long long")


def sources(folder):
    """(path, on machines with pointers of 4 bytes too) of each source."""
    for name in sorted(os.listdir(native.FIXTURES)):
        if name.endswith(".c") and name not in HOSTED:
            yield os.path.join(native.FIXTURES, name), name != "big.c"
    for seed in native.SEEDS[:4 if os.environ.get("FULL") else 1]:
        text = random_structs.make(seed, native.RECORDS)[0]
        wide = os.path.join(folder, "random%d.c" % seed)
        with open(wide, "w") as file:
            file.write(text)
        yield wide, False
        small = os.path.join(folder, "narrow%d.c" % seed)
        with open(small, "w") as file:
            file.write(narrow(text))
        yield small, True


def can(compiler):
    """Can it compile for the machine at all?"""
    path = os.path.join(compiler.folder, "can.c")
    with open(path, "w") as file:
        file.write("#include <stdint.h>\nuint8_t byte;\n")
    try:
        compiler.made(["-c", path], path[:-1] + "o")
    except (RuntimeError, OSError):
        return False
    return True


def jobs(folder, wanted):
    is_full = bool(os.environ.get("FULL"))
    paths = list(sources(folder))
    for name, cc, flags, pointer in MACHINES if is_full else FEW:
        for dwarf in (4, 5) if is_full else (5,):
            inside = os.path.join(folder, "%s_%s_%d" % (name, cc, dwarf))
            os.mkdir(inside)
            compiler = native.Compiler(cc, dwarf, "-O0", inside,
                                       flags + ["-ffreestanding"])
            compiler.title = "%s %s" % (name, compiler.title)
            if not can(compiler):
                yield None
                continue
            for path, is_everywhere in paths:
                if wanted and os.path.basename(path) not in wanted:
                    continue
                if pointer == 8 or is_everywhere:
                    yield compiler, path


def main():
    results = []
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(2) as pool:
        todo = list(jobs(folder, sys.argv[1:]))
        for one in [pool.submit(judge, *job) for job in todo if job]:
            results.append(one.result())
            native.show(results[-1])
    bad = sum(1 for r in results if r.problems)
    print("c_cross: %d numbers of %d types judged; alignment unknown %d "
          "times, presumed %d times" % tuple(
              sum(getattr(r, k) for r in results)
              for k in ("facts", "types", "unknown", "presumed")))
    print("c_cross: %d passed, %d failed, %d skipped" % (
        len(results) - bad, bad, todo.count(None)))
    return bad != 0


if __name__ == "__main__":
    sys.exit(main())
