#!/usr/bin/python3
"""promise_structs.py - random C structs whose layout is also reckoned here.

A second reading of the ABI (x86-64), apart from the program's: it is itself
held against the compilers on every struct that it is used for.
"""
import itertools
import random

PRELUDE = """\
struct in3 { char a[3]; };
struct in6 { short a; char b; short c; };
struct in16 { long a; char b; };
struct in40 { void *a; int b[7]; };
struct open { int n; long rest[]; };
struct last { short n; int rest[1]; };
union u12 { int a[3]; char b; };
typedef int (*call)(void *, int);
typedef int high __attribute__((aligned(16)));
typedef long low __attribute__((aligned(4)));
enum color { RED, GREEN };
"""

# spelling, size, alignment
PLAIN = [("char", 1, 1), ("short", 2, 2), ("int", 4, 4), ("long", 8, 8),
         ("_Bool", 1, 1), ("float", 4, 4), ("double", 8, 8),
         ("void *", 8, 8), ("unsigned char", 1, 1), ("unsigned short", 2, 2)]
MIXED = PLAIN + [
    ("struct in3", 3, 1), ("struct in6", 6, 2), ("struct in16", 16, 8),
    ("struct in40", 40, 8), ("union u12", 12, 4), ("call", 8, 8),
    ("long double", 16, 16), ("__int128", 16, 16), ("enum color", 4, 4)]
ODD = [("high", 4, 16), ("low", 8, 4)]
UNITS = [("unsigned char", 1), ("unsigned short", 2), ("unsigned int", 4),
         ("int", 4), ("unsigned long long", 8), ("_Bool", 1), ("enum color", 4)]


class Member:
    def __init__(self, name, text, size, align, width=0, last=False):
        self.name = name        # None: anonymous
        self.text = text        # its declaration
        self.size = size        # bytes; of a bit-field: of its type
        self.align = align
        self.width = width      # bits; 0: no bit-field
        self.last = last        # has to stay last


class Struct:
    def __init__(self, name, members, packed=False, aligned=0):
        self.name, self.members = name, members
        self.packed, self.aligned = packed, aligned

    def text(self, order=None, name=None):
        attributes = []
        if self.packed:
            attributes.append("packed")
        if self.aligned:
            attributes.append("aligned(%d)" % self.aligned)
        order = order or range(len(self.members))
        return "struct %s%s {\n%s};\n" % (
            "__attribute__((%s)) " % ", ".join(attributes)
            if attributes else "", name or self.name,
            "".join("\t%s;\n" % self.members[i].text for i in order))

    def align(self):
        """Of all, not packed."""
        return max([self.aligned] + [m.align for m in self.members])

    def size(self, order=None):
        """Bytes, by System V's rules; packed ones are never asked."""
        at = 0
        for i in order or range(len(self.members)):
            m = self.members[i]
            unit = m.align * 8
            if m.width:
                if at % unit + m.width > m.size * 8:
                    at += -at % unit
                at += m.width
            else:
                at += -at % unit
                at += m.size * 8
        at += -at % (self.align() * 8)
        return at // 8

    def runs(self):
        """For each member but the last: does one run go on behind it?"""
        m = self.members
        return tuple(bool(m[i].width and m[i + 1].width)
                     for i in range(len(m) - 1))

    def label(self, i):
        return self.members[i].name or "#%d" % i


def moves(order, runs):
    """The fewest pieces that have to move: what stays, stays in order."""
    n = len(order)
    best = n
    for kept in range(1 << n):
        pieces, last, good = 0, -1, True
        for k, i in enumerate(order):
            if kept >> i & 1:
                if i < last:
                    good = False
                    break
                last = i
            elif not (k and not kept >> order[k - 1] & 1 and
                      i == order[k - 1] + 1 and runs[order[k - 1]]):
                pieces += 1
        if good and pieces < best:
            best = pieces
    return best


KNOWN = {}


def all_moves(n, runs):
    """[(order, moves)] of all orders; few shapes, so kept."""
    if (n, runs) not in KNOWN:
        KNOWN[n, runs] = [(o, moves(o, runs))
                          for o in itertools.permutations(range(n))]
    return KNOWN[n, runs]


def ladder(struct):
    """[(moves, size)], strictly smaller each: by trying all orders."""
    n, least = len(struct.members), {}
    pinned = [i for i in range(n) if struct.members[i].last]
    for order, count in all_moves(n, struct.runs()):
        if pinned and order[-1] != pinned[0]:
            continue
        size = struct.size(order)
        if size < least.get(count, 1 << 60):
            least[count] = size
    out, size = [], struct.size()
    for count in sorted(least):
        if least[count] < size:
            size = least[count]
            out.append((count, size))
    return out


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def plain(self, k):
        spelling, size, align = self.random.choice(PLAIN)
        return Member("m%d" % k, "%s m%d" % (spelling, k), size, align)

    def mixed(self, k):
        roll = self.random.random()
        name = "m%d" % k
        if roll < 0.08:
            spelling, size, align = self.random.choice(ODD)
            return Member(name, "%s %s" % (spelling, name), size, align)
        spelling, size, align = self.random.choice(MIXED)
        if roll < 0.12:
            align = self.random.choice([16, 32, 64])
            return Member(name, "_Alignas(%d) %s %s" % (
                align, spelling, name), size, align)
        if roll < 0.35:
            count = self.random.choice([1, 2, 3, 5, 7])
            return Member(name, "%s %s[%d]" % (spelling, name, count),
                          size * count, align)
        if roll < 0.42:
            return Member(None, "struct { %s a%d; char b%d; }" % (
                spelling, k, k), size + align, align)
        return Member(name, "%s %s" % (spelling, name), size, align)

    def bits(self, k):
        name = "m%d" % k
        if self.random.random() < 0.4:
            return self.plain(k)
        spelling, size = self.random.choice(UNITS)
        most = 1 if spelling == "_Bool" else size * 8
        width = self.random.randint(1, min(most, 9))
        if self.random.random() < 0.3:
            width = self.random.randint(1, most)
        return Member(name, "%s %s : %d" % (spelling, name, width), size,
                      size, width)

    def end(self, k):
        """Something that has to stay last."""
        return self.random.choice([
            Member("m%d" % k, "char m%d[]" % k, 0, 1, last=True),
            Member("m%d" % k, "long m%d[0]" % k, 0, 8, last=True),
            Member("m%d" % k, "short m%d[1]" % k, 2, 2, last=True),
            Member("m%d" % k, "struct open m%d" % k, 8, 8, last=True),
            Member("m%d" % k, "struct last m%d" % k, 8, 4, last=True)])

    def struct(self, kind, name):
        """Half of them small enough for all orders to be tried."""
        count = self.random.randint(2, 6)
        if self.random.random() < 0.4:
            count = self.random.randint(7, 14)
        members = [getattr(self, kind)(k) for k in range(count)]
        packed, aligned = False, 0
        if kind == "mixed":
            roll = self.random.random()
            if roll < 0.1:
                members[-1] = self.end(count - 1)
            elif roll < 0.14:
                packed = True
            elif roll < 0.18:
                aligned = self.random.choice([16, 32, 64])
        # An array of one at the end is taken for a flexible one.
        if members[-1].text.endswith("[1]"):
            members[-1].last = True
        return Struct(name, members, packed, aligned)
