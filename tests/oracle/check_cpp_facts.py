#!/usr/bin/python3
"""check_cpp_facts.py [NAME...] - our layouts of C++ classes, and compilers'.

What clang dumps of its layouts says which classes, members and bases there
are.  From that a program is made that measures all of them once more, and is
compiled and run with each compiler: sizeof, alignof, offsetof, the bits that
a bit-field sets, and the distance of each base, in a complete object where
it is virtual.  Our numbers have to be those; no hole of ours may be where a
class, or a base of it, has data; and there are as many bytes of padding as
the parts of a class leave.  A part in whose end something begins is as wide as
clang's dsize or nvsize of it, or wider up to there, if that is not in DWARF.

Sources are fixtures/cpp and random hierarchies from fixed seeds.
"""
import collections
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)

import cpp_layouts      # noqa: E402
import random_classes   # noqa: E402

PROGRAM = os.environ.get("LAYOUTSCOPE",
                         os.path.join(ROOT, "build", "layoutscope"))
FIXTURES = os.path.join(ROOT, "fixtures", "cpp")
IS_FULL = bool(os.environ.get("FULL"))
HIERARCHIES = 60
SEEDS = range(1, 31 if IS_FULL else 6)
COMPILERS = ["g++", "clang++"]
# Of 32 bits where the libraries for it are there: g++-12-multilib.
MACHINES = [[], ["-m32", "-D__int128=long long"]]
NOT_32 = ["members.cc"] # its enums want a long of 64 bits
PACKED = re.compile(r"__attribute__\(\(packed\)\) (\w+)")
SPACE = re.compile(r"namespace ([\w:]+) {")
FLAGS = ["-std=c++20", "-w", "-fno-access-control"]
LTO = {"g++": ["-flto", "-Wl,-z,muldefs"],
       "clang++": ["-flto", "-fuse-ld=lld", "-Wl,-z,muldefs"]}
PROBE = "#include <string>\nint main() { return sizeof(std::string) & 1; }\n"

MEASURE = """
extern "C" int printf(const char *, ...);
extern "C" void *memset(void *, int, decltype(sizeof 0));
inline void *operator new(decltype(sizeof 0), void *at, int) { return at; }
alignas(4096) static char ls_room[1 << 20];
static void ls_clear() { memset(ls_room, 0, sizeof(ls_room)); }
static void ls_bits(int cls, const char *name, unsigned long size)
{
    long first = -1, count = 0;
    for (unsigned long i = 0; i < size * 8; i++)
        if (ls_room[i / 8] >> i % 8 & 1) {
            if (first < 0) first = (long)i;
            count++;
        }
    printf("%d bits %s %ld %ld\\n", cls, name, first, count);
}
template <typename T> static unsigned long ls_far(T *p)
{ return (unsigned long)((char *)p - ls_room); }
int main()
{
"""


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError("%s: %s" % (" ".join(words), done.stderr[:400]))
    return done.stdout


def can_be_named(layout):
    """Local, nameless and the compiler's own classes are not measured."""
    name = layout.name
    return name and not layout.is_local and "(" not in name and \
        "__va_list" not in name and "__NSConstant" not in name


def mark(layouts, path):
    """A packed class that stands naturally looks like any other, and so
    does one that holds such a class."""
    packed, space = set(), ""
    with open(path) as file:
        for line in file:
            found = SPACE.match(line)
            space = found[1] if found else space
            packed.update(space + "::" + name for name in PACKED.findall(line))
    for layout in layouts.values():
        layout.is_local = "Local" in layout.name
        layout.may_be_packed = any(
            part.split("[")[0].strip() in packed
            for part in layout.parts() | {layout.name})


def measuring(path, layouts):
    """The text of a program that measures these classes."""
    out = ['#include "%s"\n' % path, MEASURE]
    for number, layout in enumerate(layouts):
        name = layout.name
        out.append('    { using T = %s; printf("%d self - %%lu %%lu\\n", '
                   'sizeof(T), alignof(T));\n' % (name, number))
        for item in layout.items:
            out.append("    " + measure_item(number, layout, item) + "\n")
        for base in sorted({i.type for i in layout.bases()
                            if i.is_virtual}):
            if layout.times(base) == 1:
                out.append('    ls_clear(); printf("%d virtual %s %%lu 0\\n",'
                           ' ls_far((%s *)(new (ls_room, 0) T)));'
                           '\n' % (number, cpp_layouts.bare(base)
                                   .replace(" ", ""), base))
        out.append("    }\n")
    return "".join(out) + "}\n"


def measure_item(number, layout, item):
    if item.is_vptr or item.is_virtual:
        return ""
    if item.is_base:
        if layout.times(item.type) != 1:
            return ""
        return ('printf("%d base %s %%lu 0\\n", ls_far((%s *)('
                '(T *)ls_room)));' % (number, cpp_layouts.bare(item.type)
                                      .replace(" ", ""), item.type))
    if item.name is None or "&" in item.type:
        return ""
    if item.bits:
        return ('ls_clear(); ((T *)ls_room)->%s = (decltype(T::%s))~0ull; '
                'ls_bits(%d, "%s", sizeof(T));' % (item.name, item.name,
                                                   number, item.name))
    return ('printf("%d member %s %%lu %%lu\\n", __builtin_offsetof(T, %s), '
            'sizeof(T::%s));' % (number, item.name, item.name, item.name))


def measured(compiler, machine, folder, path, layouts):
    """{(class, what, name): (number, number)} as the compiler has it."""
    source = os.path.join(folder, "measure.cc")
    with open(source, "w") as file:
        file.write(measuring(path, layouts))
    run(compiler, *FLAGS, *machine, "-O0", source, "-o", source[:-3])
    out = {}
    for line in run(source[:-3]).splitlines():
        number, what, name, one, other = line.split()
        out[layouts[int(number)].name, what, name] = int(one), int(other)
    return out


class Judge:
    def __init__(self, title, document, layouts, truth):
        self.truth = truth
        self.pointer = document["input"]["pointer_bytes"]
        self.is_clang = title.startswith("clang")
        self.layouts = {layout.name: layout for layout in layouts}
        self.problems, self.facts, self.unknown = [], 0, 0
        self.open = self.presumed = self.virtual = self.tiled = 0
        self.ours = {}
        self.others = self.left_out = 0
        self.told = None
        self.rows = [row for row in document["types"] if row["name"]]
        for row in document["types"]:
            if row["kind"] in ("struct", "class", "union") and row["name"]:
                self.ours.setdefault(squeeze(row["name"]), row)

    def expect(self, cls, what, ours, should):
        self.facts += 1
        if ours != should:
            self.problems.append("%s: %s: ours %s, compiler's %s" % (
                cls, what, ours, should))

    def one(self, layout):
        row = self.ours.get(squeeze(layout.name))
        if row is None and self.is_left_out(layout.name):
            self.left_out += 1
            return
        if row is None:
            self.problems.append("%s: not in our document" % layout.name)
            return
        size, align = self.truth[layout.name, "self", "-"]
        self.expect(layout.name, "size", row["size_bytes"], size)
        if row["align_bytes"] is None:
            self.unknown += 1
        elif row["align_bytes"] > align and layout.may_be_packed:
            self.presumed += 1
        else:
            self.expect(layout.name, "alignment", row["align_bytes"], align)
        members = list(flat(row["members"]))
        seen = set()
        for (cls, what, name), numbers in self.truth.items():
            if cls == layout.name and what != "self":
                self.member(layout, members, what, name, numbers, seen)
        self.rest(layout, members, seen)
        self.holes(layout, row, size)
        self.padding(layout, row, size)

    def is_left_out(self, name):
        """By LLVM's linker, which drops some of what two units both have:
        readelf counts as many classes of that last name as we do."""
        last = name.split("::")[-1]
        return self.told is not None and self.told[last] == sum(
            row["definitions"] for row in self.rows
            if row["name"].split("::")[-1] == last)

    def hidden(self):
        for name, row in self.ours.items():
            self.expect(name, "hidden", bool(row.get("hidden")),
                        name.startswith("std::") or "lambda" in name)

    def member(self, layout, members, what, name, numbers, seen):
        is_base = what in ("base", "virtual")
        found = [m for m in members
                 if bool(m.get("base")) == is_base and
                 squeeze(m["name"] or "") in (name, squeeze(name))]
        label = "%s %s" % (what, name)
        if len(found) != 1:
            self.problems.append("%s: %s: %d of it" % (layout.name, label,
                                                       len(found)))
            return
        ours = found[0]
        seen.add(id(ours))
        if what == "bits":
            # All of a byte-sized type's bits: clang writes a plain member.
            first = ours.get("bit_offset", ours["offset_bytes"] * 8)
            width = ours.get("bit_size", ours["size_bytes"] * 8)
            self.expect(layout.name, label, (first, width), numbers)
            return
        if what == "virtual":
            self.virtual += 1
            self.expect(layout.name, label + " is virtual",
                        ours.get("virtual"), True)
            if ours["offset_bytes"] is None:
                self.open += 1
                return
            if ours["offset_bytes"] != numbers[0] and layout.may_be_packed:
                self.presumed += 1
                return
        self.expect(layout.name, label, ours["offset_bytes"], numbers[0])
        if what == "member" and not ours.get("flexible"):
            begin, size = numbers
            is_other = self.truth[layout.name, "self", "-"][0] != \
                layout.sizeof
            inner = self.layouts.get(self.class_of(layout, name))
            low, high = self.widths(layout, (
                begin, begin + size, begin + data_size(inner, size), False))
            # Nameless bits are not in DWARF: then there may seem to be less.
            if has_nameless_bits(inner):
                low = min(low, ours["size_bytes"])
            # Not so in g++'s layout, or where it cannot be known.
            if is_open(members) or is_other or inner and inner.is_empty:
                low, high = min(low, ours["size_bytes"]), size
            self.expect(layout.name, label + " size", ours["size_bytes"],
                        min(max(low, ours["size_bytes"]), high))

    def rest(self, layout, members, seen):
        """What was not measured has to be in clang's dump all the same."""
        names = {i.name: i for i in layout.members()}
        bases = {squeeze(cpp_layouts.bare(i.type)): i
                 for i in layout.bases()}
        for ours in members:
            if id(ours) in seen or ours.get("vptr") or not ours["name"]:
                continue
            table = bases if ours.get("base") else names
            theirs = table.get(squeeze(ours["name"]))
            if theirs is None:
                self.problems.append("%s: %s is not in it" % (
                    layout.name, ours["name"]))
            elif not theirs.bits and not ours.get("base") and self.is_clang:
                self.expect(layout.name, ours["name"],
                            ours["offset_bytes"], theirs.offset)

    def data(self, layout, at, out):
        """Bytes of scalars, by our compiler's own numbers."""
        for item in layout.items:
            if item.is_virtual:
                continue
            if item.is_vptr:
                out.update(range(at, at + self.pointer))
                continue
            name = squeeze(cpp_layouts.bare(item.type))
            if item.is_base:
                base = self.layouts.get(cpp_layouts.bare(item.type))
                number = self.truth.get((layout.name, "base", name))
                if base and (number or layout.times(item.type) > 1):
                    self.data(base, at + (number[0] if number
                                          else item.offset), out)
                continue
            if item.bits and item.name is None:
                continue
            if item.bits:
                first, count = self.truth[layout.name, "bits", item.name]
                out.update(range(at + first // 8,
                                 at + (first + count + 7) // 8))
                continue
            number = self.truth.get((layout.name, "member", item.name))
            if number:
                inner = self.layouts.get(cpp_layouts.bare(item.type))
                if inner:
                    self.data(inner, at + number[0], out)
                else:
                    out.update(range(at + number[0], at + sum(number)))

    def class_of(self, layout, name):
        return cpp_layouts.bare({i.name: i.type for i in layout.items}
                                .get(name, ""))

    def parts(self, layout):
        """[(begin, end, narrowest end, whether it is narrow though nothing
        begins in it)] of what is directly in a class, and whether that is
        all.  An empty class has one byte."""
        out, is_all = [], True
        for (cls, what, name), number in self.truth.items():
            if cls != layout.name:
                continue
            if what == "bits":
                end = (sum(number) + 7) // 8
                out.append((number[0] // 8, end, end, False))
            elif what == "member":
                inner = self.layouts.get(self.class_of(layout, name))
                is_all &= not has_nameless_bits(inner)
                out.append((number[0], sum(number),
                            number[0] + data_size(inner, number[1]), False))
        for item in layout.items:
            name = cpp_layouts.bare(item.type)
            if item.is_vptr:
                end = item.offset + self.pointer
                out.append((item.offset, end, end, False))
            elif item.is_base and not item.is_virtual:
                number = self.truth.get((layout.name, "base", squeeze(name)))
                is_all &= self.add_base(out, name, number)
            elif item.name is None and not item.is_base and not item.bits:
                out.append((item.offset, item.offset, item.offset, False))
                is_all = False
            elif not item.is_base and "&" in item.type:
                end = item.offset + self.pointer
                out.append((item.offset, end, end, False))
        for name in {cpp_layouts.bare(i.type) for i in layout.bases()
                     if i.is_virtual}:
            number = self.truth.get((layout.name, "virtual", squeeze(name)))
            is_all &= self.add_base(out, name, number)
        return out, is_all

    def add_base(self, out, name, number):
        inner = self.layouts.get(name)
        if inner is None or number is None:
            return False
        has_virtual = any(i.is_virtual for i in inner.bases())
        begin = number[0]
        narrow = 1 if inner.is_empty else inner.nvsize
        wide = inner.sizeof
        if has_virtual:     # its last member may keep its end
            wide = -(-narrow // inner.nvalign) * inner.nvalign
        out.append((begin, begin + wide, begin + narrow, has_virtual))
        return not has_nameless_bits(inner)

    def widths(self, layout, part):
        """How wide a part may be shown, at least and at most."""
        begin, end, narrow, is_loose = part
        behind = [p[0] for p in self.parts(layout)[0] if begin < p[0] < end]
        if not behind:
            return (narrow if is_loose else end) - begin, end - begin
        # g++ has bit-fields begin in the last byte of a member's.
        if min(behind) < narrow:
            return end - begin, end - begin
        return narrow - begin, min(behind) - begin

    def padding(self, layout, row, size):
        """A part is as wide as its type, but where something begins in it."""
        parts, is_all = self.parts(layout)
        if not is_all or size != layout.sizeof or layout.may_be_packed or \
                is_open(row["members"]):
            return
        most, least = set(), set()
        for part in parts:
            low, high = self.widths(layout, part)
            least.update(range(part[0], part[0] + low))
            most.update(range(part[0], part[0] + high))
        least, most = (size - len(used & set(range(size)))
                       for used in (most, least))
        self.tiled += least == most
        ours = row["padding_bytes"]
        self.expect(layout.name, "padding", ours,
                    min(max(ours, least), most))

    def holes(self, layout, row, size):
        used = set()
        self.data(layout, 0, used)
        for base in {i.type for i in layout.bases() if i.is_virtual}:
            number = self.truth.get((layout.name, "virtual",
                                     squeeze(cpp_layouts.bare(base))))
            inner = self.layouts.get(cpp_layouts.bare(base))
            if number and inner:
                self.data(inner, number[0], used)
        has_open = is_open(row["members"])
        for hole in row["members"]:
            if not hole.get("hole") or "bit_size" in hole:
                continue
            first, count = hole["offset_bytes"], hole["size_bytes"]
            self.facts += 1
            wrong = used & set(range(first, first + count))
            if wrong and not has_open and not layout.may_be_packed:
                self.problems.append("%s: hole %d+%d has data at %d" % (
                    layout.name, first, count, min(wrong)))
            if has_open:
                self.problems.append("%s: a hole beside what has no place"
                                     % layout.name)


def is_open(members):
    """Is something in it whose place we do not know?"""
    return any(m.get("offset_bytes") is None and not m.get("hole")
               for m in members)


def has_nameless_bits(layout):
    """They are not in DWARF, and may be at the end of a part."""
    return layout is not None and (layout.has_zero_bits or any(
        i.bits and i.name is None for i in layout.everywhere()))


def data_size(layout, size):
    """How narrow a member of that class can get."""
    if layout is None or has_nameless_bits(layout):
        return size
    return 1 if layout.is_empty else layout.dsize


def squeeze(name):
    """One spelling for g++'s short int and clang's short; clang says struct
    inside of brackets, and leaves inline namespaces out."""
    name = re.sub(r"\b(struct|class|union|enum) ", "", name)
    name = re.sub(r"\b(short|long)( unsigned)? int\b", r"\1\2", name)
    return name.replace(" ", "").replace("v2::", "")


def flat(members):
    for member in members:
        if member.get("hole"):
            continue
        if member.get("name") is None and "members" in member:
            yield from flat(member["members"])
        else:
            yield member


def dump(path, machine):
    text = run("clang++", *FLAGS, *machine, "-c", path, "-o", "/dev/null", "-Xclang",
               "-fdump-record-layouts")
    layouts = cpp_layouts.parse(text)
    mark(layouts, path)
    return [one for one in layouts.values() if can_be_named(one)]


def narrowed(folder, path):
    """A random source for 32 bits: what a bit-field has above its type's
    width cannot be measured."""
    if os.path.dirname(path) != folder:
        return path
    made = os.path.join(folder, "narrow_" + os.path.basename(path))
    with open(path) as file, open(made, "w") as out:
        out.write(re.sub(r"\blong (m\d+ : \d+;)", r"long long \1",
                         file.read()))
    return made


def told_by_readelf(path):
    """How many classes of each last name the file defines."""
    told, name, is_class = collections.Counter(), None, False
    for line in run("readelf", "-wi", "-W", path).splitlines():
        if "Abbrev Number" in line:
            name = None
            is_class = any(tag in line for tag in (
                "DW_TAG_structure_type", "DW_TAG_class_type",
                "DW_TAG_union_type"))
        elif is_class and "DW_AT_name" in line:
            name = line.rsplit(": ", 1)[1].strip()
        elif is_class and "DW_AT_byte_size" in line and name:
            told[name] += 1
    return told


def has_machine(machine, folder):
    """Does either compiler make programs for it that run here?"""
    source = os.path.join(folder, "probe.cc")
    with open(source, "w") as file:
        file.write(PROBE)
    try:
        for compiler in COMPILERS:
            run(compiler, *machine, source, "-o", source[:-3])
            run(source[:-3])
    except (OSError, RuntimeError):
        return False
    return True


def judge(folder, path, machine):
    """[(title, judge or text)] of one source."""
    title = os.path.basename(path)
    out = []
    try:
        layouts = dump(path, machine)
    except (RuntimeError, subprocess.TimeoutExpired) as why:
        return [(title, str(why))]
    for compiler in COMPILERS:
        inside = os.path.join(folder, "_".join([title, compiler] + machine[:1]))
        os.mkdir(inside)
        try:
            truth = measured(compiler, machine, inside, path, layouts)
        except (RuntimeError, subprocess.TimeoutExpired) as why:
            out.append(("%s %s" % (compiler, title), str(why)))
            continue
        # An object; and a program of two sources, optimised as one.
        together = LTO[compiler] + [os.path.join(inside, "measure.cc")]
        ways = [["-gdwarf-4", "-c"], ["-gdwarf-5", "-c"]]
        for flags in ways if machine else ways + [["-gdwarf-5", *together]]:
            label = " ".join([compiler] + machine[:1] + flags[:2] + [title])
            made = os.path.join(inside, "made")
            try:
                run(compiler, *FLAGS, *machine, *flags, path, "-o", made)
                one = Judge(label, json.loads(run(PROGRAM, "--json", "-a",
                                                  made)), layouts, truth)
                if compiler == "clang++" and "-flto" in flags:
                    one.told = told_by_readelf(made)
                for layout in layouts:
                    one.one(layout)
                one.hidden()
                out.append((label, one))
            except (RuntimeError, ValueError, KeyError, TypeError,
                    subprocess.TimeoutExpired) as why:
                out.append((label, "%r" % why))
    return out


def sources(folder, wanted):
    paths = []
    if os.path.isdir(FIXTURES):
        paths = [os.path.join(FIXTURES, name)
                 for name in sorted(os.listdir(FIXTURES))
                 if name.endswith(".cc")]
    for seed in SEEDS:
        path = os.path.join(folder, "classes%d.cc" % seed)
        with open(path, "w") as file:
            file.write(random_classes.make(seed, HIERARCHIES))
        paths.append(path)
    return [p for p in paths if not wanted or os.path.basename(p) in wanted]


def main():
    passed = failed = skipped = left_out = facts = classes = unknown = places = 0
    presumed = virtual = tiled = 0
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(2) as pool:
        paths = sources(folder, sys.argv[1:])
        jobs = []
        for machine in MACHINES:
            if not machine:
                jobs += [(path, machine) for path in paths]
            elif has_machine(machine, folder):
                jobs += [(narrowed(folder, path), machine) for path in paths
                         if os.path.basename(path) not in NOT_32]
            else:
                skipped += 1
                print("cpp_facts: skipped %s: no libraries for it here "
                      "(apt-get install g++-12-multilib)" % machine[0])
        for results in pool.map(lambda j: judge(folder, *j), jobs):
            for title, one in results:
                problems = [one] if isinstance(one, str) else one.problems
                if not isinstance(one, str):
                    facts += one.facts
                    classes += len(one.layouts)
                    unknown += one.unknown
                    presumed += one.presumed
                    virtual += one.virtual
                    tiled += one.tiled
                    places += one.open
                    left_out += one.left_out
                passed += not problems
                failed += bool(problems)
                for line in problems[:12]:
                    print("cpp_facts: %s: %s" % (title, line))
                if len(problems) > 12:
                    print("cpp_facts: %s: and %d more" % (
                        title, len(problems) - 12))
    print("cpp_facts: %d numbers of %d classes judged; alignment unknown %d "
          "times, presumed %d times; of %d virtual bases, the place of %d "
          "is unknown; the padding of %d judged; %d classes are not in the "
          "file" % (facts, classes, unknown, presumed, virtual, places, tiled,
                    left_out))
    print("cpp_facts: %d passed, %d failed, %d skipped" % (
        passed, failed, skipped))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
