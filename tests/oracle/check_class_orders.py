#!/usr/bin/python3
"""check_class_orders.py - the same promises as check_promises.py, for C++.

Random classes with bases (empty, plain, with tail padding, virtual), vptrs,
bit-fields and members that may share bytes; every step of every ladder is
compiled with a static_assert of its size.
"""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.environ["LAYOUTSCOPE"]
COUNT = 400
SEEDS = range(6 if os.environ.get("FULL") else 1)

# All of a class, also where the program could do with less.
COMPILERS = [["g++", "-femit-class-debug-always"],
             ["clang++", "-fstandalone-debug"]]

PRELUDE = """\
struct Empty {};
struct Empty2 {};
struct Pod { long a; char b; };
struct Full { long a; int b; int c; };
struct NonPod { NonPod(); long a; char b; };
struct Virt { virtual ~Virt(); int x; };
struct VirtFull { virtual ~VirtFull(); long x; };
struct Derived : Full { int z; };
struct HasEmpty { Empty e; int a; };
struct Arr { Empty e[3]; };
template<class T> struct Box { T v; char c; };
"""
BASES = ["", "", "", "", "", "Empty", "Pod", "Full", "NonPod", "Virt",
         "VirtFull", "Derived", "Empty, Full", "Full, Empty",
         "Empty, Empty2", "virtual Full", "Box<long>", "Box<char>"]
TYPES = ["char", "short", "int", "long", "bool", "double", "void *",
         "long double", "char", "int", "Empty", "Empty2", "Pod", "NonPod",
         "HasEmpty", "Arr", "Box<int>", "int &", "Virt",
         "[[no_unique_address]] Empty"]
BITS = ["int", "unsigned char", "long"]


class Class:
    def __init__(self, rand, name):
        self.name = name
        self.base = rand.choice(BASES)
        self.is_virtual = rand.random() < 0.15
        self.members = {}
        for k in range(rand.randint(2, 7)):
            member = "m%d" % k
            if rand.random() < 0.2:
                self.members[member] = "%s %s : %d" % (
                    rand.choice(BITS), member, rand.randint(1, 8))
            else:
                self.members[member] = "%s %s" % (rand.choice(TYPES), member)

    def text(self, name, order):
        lines = "".join("\t%s %s;\n" % (["public:", "private:"][k % 2],
                                        self.members[m])
                        for k, m in enumerate(order))
        return "struct %s%s {\n%s%s};\n" % (
            name, " : " + self.base if self.base else "",
            "\tvirtual void f();\n" if self.is_virtual else "", lines)


def run(words):
    return subprocess.run(words, check=True, capture_output=True,
                          text=True).stdout


def check(words, seed, folder):
    """How many steps were right, and how many wrong."""
    rand = random.Random(seed)
    classes = [Class(rand, "s%d" % i) for i in range(COUNT)]
    source = os.path.join(folder, "a.cc")
    binary = os.path.join(folder, "a.o")
    plain = [words[0], "-std=c++20", "-w", "-c"]
    with open(source, "w") as out:
        out.write(PRELUDE)
        for c in classes:
            out.write(c.text(c.name, c.members))
            out.write("unsigned long z_%s(%s *p) { return sizeof(*p); }\n" %
                      (c.name, c.name))
    run(plain + ["-g", words[1], "-o", binary, source])
    types = {t["name"]: t for t in json.loads(
        run([PROGRAM, "--json", binary]))["types"]}
    steps = 0
    with open(source, "w") as out:
        out.write(PRELUDE)
        for c in classes:
            best = types[c.name].get("best") if c.name in types else None
            for k, step in enumerate(best["steps"] if best else []):
                order = [m for m in step["order"] if m in c.members]
                assert sorted(order) == sorted(c.members)
                name = "%s_%d" % (c.name, k)
                out.write(c.text(name, order))
                out.write('static_assert(sizeof(%s) == %d, "");\n' % (
                    name, step["size_bytes"]))
                steps += 1
    limit = ["-ferror-limit=0"] if words[0] == "clang++" else []
    done = subprocess.run(plain + limit + ["-o", os.devnull, source],
                          capture_output=True, text=True)
    wrong = [line for line in done.stderr.splitlines() if "error:" in line]
    for line in wrong[:10]:
        print(words[0], seed, line)
    if done.returncode != 0 and not wrong:
        wrong = [done.stderr]
        print(done.stderr[:2000])
    if steps < COUNT // 20:
        print("%s: only %d steps" % (words[0], steps))
        wrong.append("")
    return steps - len(wrong), len(wrong)


def main():
    passed = failed = skipped = 0
    with tempfile.TemporaryDirectory() as folder:
        for words in COMPILERS:
            if not shutil.which(words[0]):
                skipped += 1
                continue
            for seed in SEEDS:
                right, wrong = check(words, seed, folder)
                passed += right
                failed += wrong
    print("class_orders: %d passed, %d failed, %d skipped" % (
        passed, failed, skipped))
    return failed > 0


sys.exit(main())
