#!/usr/bin/python3
"""check_cpp_cross.py - our layouts of C++ classes on other machines.

The judge is what clang dumps of its layouts for the same machine; nothing is
run.  Sizes, alignments, the places of bases (virtual ones too), members,
bit-fields and virtual table pointers have to be the dump's, and no hole of
ours may be where it has data.  Sources are those of fixtures/cpp and random
hierarchies; with FULL also a program that uses much of the standard library,
for this machine.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import cpp_layouts      # noqa: E402
import random_classes   # noqa: E402
from check_cpp_facts import (  # noqa: E402
    FIXTURES, FLAGS, PROGRAM, flat, squeeze)

IS_FULL = bool(os.environ.get("FULL"))
MACHINES = [("i386-linux-gnu", 4), ("armv7-linux-gnueabihf", 4),
            ("aarch64-linux-gnu", 8), ("s390x-linux-gnu", 8),
            ("powerpc64-linux-gnu", 8), ("riscv64-linux-gnu", 8),
            ("mips-linux-gnu", 4)]
SEEDS = range(1, 9 if IS_FULL else 2)
HEADERS = ["regex", "map", "filesystem", "thread", "iostream", "future",
           "functional", "variant", "any", "unordered_map", "random", "deque",
           "list", "set", "shared_mutex", "memory_resource", "complex"]
LIBRARY = "".join("#include <%s>\n" % h for h in HEADERS) + """
int main(int argc, char **argv)
{
    std::regex re("a(b|c)*d"); std::smatch match; std::string text = argv[0];
    std::regex_search(text, match, re);
    std::map<std::string, std::vector<int>> map; map["x"].push_back(1);
    std::unordered_map<int, std::shared_ptr<std::string>> hash;
    hash[1] = std::make_shared<std::string>("s");
    std::thread thread([&] { map["y"]; }); thread.join();
    std::async(std::launch::async, [] { return 1; }).get();
    std::variant<int, std::string, std::vector<double>> variant = "q";
    std::any any = 3; std::function<int(int)> call = [argc](int x) {
        return x + argc; };
    std::mt19937 random; std::uniform_int_distribution<> spread(1, 3);
    std::deque<short> deque{1}; std::list<char> list{'a'};
    std::set<long double> set{1.0L}; std::shared_mutex mutex;
    std::pmr::monotonic_buffer_resource memory;
    std::pmr::vector<int> there(&memory); there.push_back(spread(random));
    std::complex<float> number; std::wstringstream wide; wide << call(1);
    for (auto &one : std::filesystem::directory_iterator("."))
        std::cout << one.path();
}
"""
WIDTHS = {"char": 1, "_Bool": 1, "short": 2, "unsignedshort": 2, "int": 4,
          "unsignedint": 4, "float": 4, "wchar_t": 2, "double": 8}


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError("%s: %s" % (" ".join(words), done.stderr[:300]))
    return done.stdout


def direct(items):
    """Members, bases and table pointers, those of nameless unions too."""
    for item in items:
        if item.name or item.is_base or item.is_vptr:
            yield item
        else:
            yield from direct(item.inner)


def data(items, word, out):
    for item in items:
        width = WIDTHS.get(squeeze(item.type), 1)
        if item.is_vptr or item.type.endswith("*"):
            width = word
        if item.bits:
            width = item.bits[1] // 8 + 1 if item.name else 0
        if item.inner or item.is_base or item.is_empty:
            data(item.inner, word, out)
        else:
            out.update(range(item.offset, item.offset + width))


def stem(name):
    """clang's dump leaves default arguments out."""
    return squeeze(cpp_layouts.bare(name or "")).split("<")[0]


class Judge:
    def __init__(self, word):
        self.word = word
        self.facts = self.unknown = self.classes = 0
        self.problems = []

    def expect(self, name, what, ours, theirs):
        if ours is None:
            self.unknown += 1
            return
        self.facts += 1
        if ours != theirs:
            self.problems.append("%s: %s: ours %s, clang's %s" % (
                name, what, ours, theirs))

    def item(self, layout, members, item):
        if item.is_vptr:
            found = [m for m in members if m.get("vptr")]
        elif item.is_base:
            found = [m for m in members if m.get("base") and
                     bool(m.get("virtual")) == item.is_virtual and
                     stem(m["name"]) == stem(item.type)]
        else:
            found = [m for m in members if not m.get("base") and
                     m["name"] == item.name]
        if len(found) != 1:     # a typedef's name, in the library
            self.unknown += 1
        elif item.bits:
            first = found[0].get("bit_offset", found[0]["offset_bytes"] * 8)
            wide = found[0].get("bit_size", found[0]["size_bytes"] * 8)
            self.expect(layout.name, item.name, (first, wide),
                        (item.offset * 8 + item.bits[0],
                         item.bits[1] - item.bits[0] + 1))
        else:
            self.expect(layout.name, item.name or item.type,
                        found[0]["offset_bytes"], item.offset)

    def holes(self, layout, row):
        used = set()
        data(layout.items, self.word, used)
        for hole in row["members"]:
            if hole.get("hole") and "bit_size" not in hole:
                at = hole["offset_bytes"]
                self.expect(layout.name, "hole at %d has data" % at, bool(
                    used & set(range(at, at + hole["size_bytes"]))), False)

    def all(self, layouts, document):
        ours = {}
        for row in document["types"]:
            if row["kind"] in ("struct", "class", "union") and row["name"]:
                ours.setdefault(squeeze(row["name"]), []).append(row)
        for layout in layouts.values():
            rows = ours.get(squeeze(layout.name or ""), [])
            if len(rows) != 1 or "(" in layout.name:
                continue
            self.classes += 1
            self.expect(layout.name, "size", rows[0]["size_bytes"],
                        layout.sizeof)
            self.expect(layout.name, "alignment", rows[0]["align_bytes"],
                        layout.align)
            members = list(flat(rows[0]["members"]))
            for item in direct(layout.items):
                self.item(layout, members, item)
            self.holes(layout, rows[0])


def judge(folder, path, word, *flags):
    made = os.path.join(folder, "a.o")
    one = Judge(word)
    text = run("clang++", *FLAGS, *flags, "-c", path, "-o", made, "-Xclang",
               "-fdump-record-layouts")
    one.all(cpp_layouts.parse(text),
            json.loads(run(PROGRAM, "--json", "-a", "-q", made)))
    return one


def jobs(folder):
    """(title, path, bytes of a pointer, flags)"""
    paths = [os.path.join(FIXTURES, f) for f in sorted(os.listdir(FIXTURES))
             if f.endswith(".cc") and f != "members.cc"]
    for seed in SEEDS:
        path = os.path.join(folder, "classes%d.cc" % seed)
        # No packing: it leaves no trace.  No __int128: half have none.
        text = random_classes.make(seed, 60).replace(
            "__attribute__((packed)) ", "").replace("__int128", "double")
        with open(path, "w") as file:
            file.write(text)
        paths.append(path)
    for machine, word in MACHINES:
        for path in paths:
            for dwarf in 4, 5:
                yield ("%s -gdwarf-%d %s" % (
                    machine, dwarf, os.path.basename(path)), path, word,
                    "--target=" + machine, "-gdwarf-%d" % dwarf)
    path = os.path.join(folder, "library.cc")
    with open(path, "w") as file:
        file.write(LIBRARY)
    for level in ("-O0", "-O2") if IS_FULL else ():
        yield "library %s" % level, path, 8, "-gdwarf-5", level


def main():
    if not shutil.which("clang++"):
        print("cpp_cross: skipped: no clang++ here")
        print("cpp_cross: 0 passed, 0 failed, 1 skipped")
        return 0
    passed = failed = facts = unknown = classes = 0
    with tempfile.TemporaryDirectory() as folder:
        for title, *job in jobs(folder):
            try:
                one = judge(folder, *job)
                problems = one.problems
                facts, unknown = facts + one.facts, unknown + one.unknown
                classes += one.classes
            except (RuntimeError, ValueError, KeyError,
                    subprocess.TimeoutExpired) as why:
                problems = ["%r" % why]
            passed += not problems
            failed += bool(problems)
            for line in problems[:8]:
                print("cpp_cross: %s: %s" % (title, line))
    print("cpp_cross: %d numbers of %d classes judged, %d not known" % (
        facts, classes, unknown))
    print("cpp_cross: %d passed, %d failed, 0 skipped" % (passed, failed))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
