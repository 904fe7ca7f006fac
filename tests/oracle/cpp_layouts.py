"""cpp_layouts.py - what clang says of every class: -fdump-record-layouts.

         0 | struct D
         0 |   struct L (primary base)
         0 |     (L vtable pointer)
         8 |     char l
    56:0-2 |   unsigned int bf
        32 |   struct V (virtual base)
           | [sizeof=56, dsize=49, align=8,
           |  nvsize=32, nvalign=8]
"""
import re

LINE = re.compile(r"^ *(\d+)(?::(\d+)-(\d+)|:(-))? \|( +)(.*)$")
NUMBERS = re.compile(r"(\w+)=(\d+)")
KEYWORDS = ("struct ", "class ", "union ", "enum ")
MARKS = [" (empty)", " (primary base)", " (primary virtual base)", " (base)",
         " (virtual base)"]


class Item:
    """A line of a layout: a base, a member, or a vtable pointer."""

    def __init__(self, depth, offset, bits, text):
        self.depth, self.offset, self.bits = depth, offset, bits
        self.is_virtual = "virtual base)" in text
        self.is_base = " base)" in text or " (base)" in text
        self.is_empty = text.endswith(" (empty)")
        while text.endswith(tuple(MARKS)):
            for mark in MARKS:
                if text.endswith(mark):
                    text = text[:-len(mark)]
        self.is_vptr = text.endswith("vtable pointer)") or \
            text.endswith("vbtable pointer)")
        self.type, self.name = text, None
        if not self.is_base and not self.is_vptr and " " in text:
            # "int (*)[3] f" or "union U::(anonymous at a.cc:3:1) "
            self.type, self.name = text.rsplit(" ", 1)
            self.name = self.name or None
        self.inner = []


def bare(text):
    for word in KEYWORDS:
        if text.startswith(word):
            return text[len(word):]
    return text


class Layout:
    def __init__(self, lines):
        head = LINE.match(lines[0])
        text = head[6]
        self.is_empty = text.endswith(" (empty)")
        self.kind, _, self.name = text.partition(" ")
        self.name = self.name.replace(" (empty)", "")
        self.items = []     # directly in it
        self.has_zero_bits = False
        stack = [(0, self.items)]
        for line in lines[1:]:
            found = LINE.match(line)
            if not found:
                for key, value in NUMBERS.findall(line):
                    setattr(self, key, int(value))
                continue
            depth = (len(found[5]) - 1) // 2
            # "56:-" is a bit-field of no width
            bits = (int(found[2]), int(found[3])) if found[2] else None
            item = Item(depth, int(found[1]), bits, found[6])
            if found[4]:
                self.has_zero_bits = True
                continue
            while len(stack) > 1 and stack[-1][0] >= depth:
                stack.pop()
            stack[-1][1].append(item)
            stack.append((depth, item.inner))

    def everywhere(self, items=None):
        for item in self.items if items is None else items:
            yield item
            yield from self.everywhere(item.inner)

    def bases(self, items=None):
        """All bases, at any depth."""
        for item in self.items if items is None else items:
            if item.is_base:
                yield item
                yield from self.bases(item.inner)

    def members(self, items=None):
        """Its own members, and those of its anonymous unions."""
        for item in self.items if items is None else items:
            if item.name:
                yield item
            elif not item.is_base and not item.is_vptr:
                yield from self.members(item.inner)

    def parts(self):
        """The types of all that is in it."""
        return {bare(item.type) for item in self.everywhere()}

    def times(self, base):
        """How often a class is a base of this one."""
        return sum(1 for i in self.bases() if i.type == base)


def parse(text):
    """{name: Layout}; of a name that comes twice, the first."""
    out = {}
    for part in text.split("*** Dumping AST Record Layout\n")[1:]:
        part = part.split("\n\n")[0]
        lines = [line for line in part.split("\n") if " | " in line]
        layout = Layout(lines)
        out.setdefault(layout.name, layout)
    return out
