#!/usr/bin/python3
"""check_c_endian.py - structs in the other byte order, judged by their bytes.

gcc's scalar_storage_order: a program sets each member to all ones and prints
the object, and the bits that are set must be those that we say.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(os.environ.get("LAYOUTSCOPE", "build/layoutscope"))
TYPES = [("unsigned char", 8), ("unsigned short", 16), ("unsigned", 32), ("unsigned long long", 64), ("enum e", 32), ("number", 32)]
ORDERS = ["big-endian", "little-endian"]
STRUCTS = 60 if not os.environ.get("FULL") else 1000


def make(seed):
    """The source, of which order each struct is, and which have no number but enums and bytes: of those it is not told."""
    draw = random.Random(seed)
    lines = ["#include <stdio.h>", "#include <string.h>", "enum e { A, B = 0x7fffffff, C = -1 };", "typedef unsigned number;"]
    prints, orders, enums = [], {}, set()
    for s in range(STRUCTS):
        members, order, packed = [], draw.choice(ORDERS), draw.random() < 0.2
        for m in range(draw.randint(1, 9)):
            of, bits = draw.choice(TYPES)
            kind = draw.random()
            if kind < 0.7:
                members.append((f"m{m}", f"{of} m{m} : {draw.randint(1, bits)}", ""))
            elif kind < 0.9:
                members.append((f"m{m}", f"{of} m{m}", ""))
            else:
                members.append((f"m{m}", f"{of} m{m}[3]", "[1]"))
        attributes = f'scalar_storage_order("{order}")' + (", packed" if packed else "")
        lines.append(f"struct s{s} {{ {' '.join(text + ';' for _, text, _ in members)} }} __attribute__(({attributes})) v{s};")
        orders[f"s{s}"] = order
        if all(text.startswith("enum") or "char" in text and ":" not in text for _, text, _ in members):
            enums.add(f"s{s}")
        for name, _, index in members:
            prints.append(f"memset(&v{s}, 0, sizeof v{s}); v{s}.{name}{index} = -1; dump(\"s{s}\", \"{name}\", &v{s}, sizeof v{s});")
    lines.append("static void dump(const char *s, const char *m, void *at, unsigned n) {\n"
                 "  printf(\"%s %s \", s, m); for (unsigned i = 0; i < n; i++) printf(\"%02x\", ((unsigned char *)at)[i]); puts(\"\"); }")
    lines.append("int main(void) { " + "\n".join(prints) + " return 0; }")
    return "\n".join(lines), orders, enums


def bits_of(member, is_other):
    """Which bits we say, as (byte, mask)."""
    first = member.get("bit_offset", member["offset_bytes"] * 8)
    count = member.get("bit_size", member["size_bytes"] * 8)
    if "element_count" in member: # the program sets the second of three
        count //= 3
        first += count
    return {(bit // 8, 0x80 >> bit % 8 if is_other else 1 << bit % 8) for bit in range(first, first + count)}


def judge(flags, seed, folder):
    """(right, wrong) of one build."""
    source, orders, enums = make(seed)
    path = os.path.join(folder, "x.c")
    with open(path, "w", encoding="ascii") as file:
        file.write(source)
    subprocess.run(["gcc", "-w", "-Wno-packed-bitfield-compat", "-g", *flags, "-o", f"{path}.app", path], check=True)
    printed = subprocess.run([f"{path}.app"], check=True, capture_output=True, text=True).stdout
    page = json.loads(subprocess.run([PROGRAM, "--json", f"{path}.app"], check=True, capture_output=True).stdout)
    types = {kind["name"]: {m.get("name"): m for m in kind["members"]} for kind in page["types"] if kind["name"] in orders}
    native = page["input"]["endian"]
    right, wrong = 0, []
    for line in printed.splitlines():
        struct, name, data = line.split()
        theirs = {(at, 1 << bit) for at, byte in enumerate(bytes.fromhex(data)) for bit in range(8) if byte >> bit & 1}
        member = types[struct][name]
        told = member.get("endian", native) + "-endian"
        has_order = "bit_size" in member or member["size_bytes"] > member.get("element_count", 1) # a byte has none
        is_right = bits_of(member, told == "big-endian") == theirs and (told == orders[struct] or not has_order)
        if struct not in enums and not is_right:
            wrong.append(f"{flags} seed {seed}: {struct}.{name} is {data}, and we say {member}")
        else:
            right += 1
    return right, wrong


def main():
    passed, failed = 0, 0
    machine = subprocess.run(["gcc", "-dumpmachine"], check=True, capture_output=True, text=True).stdout
    if not machine.startswith("x86_64"):
        print("check_c_endian: 0 passed, 0 failed, 1 skipped")
        return 0
    for version in (2, 3, 4, 5):
        for optimise in ("-O0", "-O2"):
            with tempfile.TemporaryDirectory() as folder:
                right, wrong = judge([f"-gdwarf-{version}", optimise], 100 + version, folder)
            for line in wrong[:5]:
                print("FAILED", line)
            passed, failed = passed + right, failed + len(wrong)
    print(f"check_c_endian: {passed} passed, {failed} failed, 0 skipped")
    return failed > 0


sys.exit(main())
