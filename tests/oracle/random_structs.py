#!/usr/bin/python3
"""random_structs.py SEED COUNT - print a C source of COUNT random records.

The same seed gives the same text, on every machine.  Every kind of layout
that fixtures/c shows by itself comes here in the company of all the others:
about every second record has bit-fields, every third an anonymous member,
every fifth is packed in one of three ways, every sixth asks for alignment.

`--count` prints instead how many records have what.
"""
import collections
import random
import sys

SCALARS = """char;signed char;unsigned char;short;unsigned short;int;
unsigned int;long;unsigned long;long long;unsigned long long;_Bool;float;
double;long double;__int128;unsigned __int128;void *;const char *;
enum plain;enum wide;enum small;enum medium;enum minus;enum big""".replace(
    "\n", "").split(";")

# What a bit-field may be declared as, and the bits of it.
BIT_TYPES = [("_Bool", 1), ("char", 8), ("signed char", 8),
             ("unsigned char", 8), ("short", 16), ("unsigned short", 16),
             ("int", 32), ("unsigned int", 32), ("int", 32),
             ("unsigned int", 32), ("long", 64), ("unsigned long", 64),
             ("long long", 64), ("unsigned long long", 64),
             ("enum plain", 32), ("enum minus", 32), ("enum small", 8),
             ("enum wide", 64), ("word_t", 32), ("unsigned __int128", 128)]

ATOMICS = ["char", "short", "int", "long", "_Bool", "double", "void *",
           "long double", "__int128", "float", "struct of3", "struct of4",
           "struct of6", "struct of8", "struct of16", "struct of20",
           "word_t"]

VECTORS = ["v2c", "v2si", "v4sf", "v4df", "v8di"]
COMPLEX = ["float _Complex", "double _Complex", "long double _Complex"]
TYPEDEFS = ["word_t", "chain_t", "name_t", "callback_t", "high_t", "low_t",
            "fixed_t"]

PRELUDE = """\
/* Made by random_structs.py, seed %d. */
enum plain { PLAIN_A, PLAIN_B, PLAIN_C };
enum minus { MINUS_A = -2, MINUS_B = 1 };
enum wide { WIDE_A = 1, WIDE_B = 0x7fffffffffLL };
enum big { BIG_A = 0xffffffffu };
enum __attribute__((packed)) small { SMALL_A, SMALL_B = 100 };
enum __attribute__((packed)) medium { MEDIUM_A = -300, MEDIUM_B };
typedef unsigned int word_t;
typedef const word_t fixed_t;
typedef word_t chain_t;
typedef char name_t[7];
typedef int (*callback_t)(void *, long);
typedef int high_t __attribute__((aligned(16)));
typedef long low_t __attribute__((aligned(2)));
typedef char v2c __attribute__((vector_size(2)));
typedef int v2si __attribute__((vector_size(8)));
typedef float v4sf __attribute__((vector_size(16)));
typedef double v4df __attribute__((vector_size(32)));
typedef long v8di __attribute__((vector_size(64)));
struct of3 { char a[3]; };
struct of4 { short a; char b; };
struct of6 { short a[3]; };
struct of8 { int a; char b; };
struct of16 { char a[11]; int b; };
struct of20 { int a[5]; };
struct none { };
"""


class Record:
    """One that was printed, for the later ones to hold."""

    def __init__(self, spelling, weight, is_open):
        self.spelling = spelling
        self.weight = weight    # about how many bytes
        self.is_open = is_open  # ends in an array without a length


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.records = []
        self.features = collections.Counter()
        self.seen = set()       # features of the record that is being made
        self.next_name = 0
        # clang 14 writes a bit-field as wide as its type as a whole member
        # of the byte that it begins in.  Packed, it may begin at any bit:
        # after the bit-field before it, but if that one has no name, nothing
        # in the file says where it ends.
        self.after_unnamed = False
        self.is_packed = False
        self.lines = []

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def name(self):
        self.next_name += 1
        return "m%d" % self.next_name

    def feature(self, word):
        self.seen.add(word)

    def qualifier(self):
        if not self.chance(10):
            return ""
        self.feature("qualified")
        return self.random.choice(["const ", "volatile ", "const volatile "])

    def dimensions(self, most):
        """0 to 3 of them; the product is at most about `most`."""
        out, count = "", 1
        while self.chance(25 if not out else 30):
            n = self.random.choice([1, 2, 3, 3, 4, 5, 7])
            if count * n > most:
                break
            count *= n
            out += "[%d]" % n
        if out:
            self.feature("array")
        return out, count

    def attribute(self):
        """Of a member: mostly none."""
        roll = self.random.random() * 100
        if roll < 4:
            self.feature("aligned member")
            return " __attribute__((aligned(%d)))" % self.random.choice(
                [2, 4, 8, 16, 32, 64])
        if roll < 6:
            self.feature("packed member")
            return " __attribute__((packed))"
        if roll < 7:
            self.feature("packed member")
            self.feature("aligned member")
            return " __attribute__((packed, aligned(2)))"
        return ""

    # Each of these prints one member and returns its weight.

    def put(self, depth, text):
        self.lines.append("\t" * depth + text)

    def scalar(self, depth):
        kind = self.random.choice(SCALARS)
        dims, count = self.dimensions(40)
        if "*" in kind:
            self.feature("pointer")
        if "128" in kind:
            self.feature("int128")
        if kind == "long double":
            self.feature("long double")
        if kind.startswith("enum"):
            self.feature("enum")
        align = ""
        if self.chance(3):
            self.feature("_Alignas")
            align = "_Alignas(%d) " % self.random.choice([16, 32, 64])
        gap = "" if kind.endswith("*") else " "
        self.put(depth, "%s%s%s%s%s%s%s;" % (
            align, self.qualifier() if "*" not in kind else "", kind, gap,
            self.name(), dims, self.attribute()))
        return 16 * count

    def small(self, depth):
        self.put(depth, "%s %s%s;" % (
            self.random.choice(["char", "short", "unsigned char", "_Bool"]),
            self.name(), self.attribute()))
        return 2

    def several(self, depth):
        self.put(depth, "%s %s, *%s, %s[3];" % (
            self.random.choice(["char", "short", "int", "double"]),
            self.name(), self.name(), self.name()))
        return 40

    def nested(self, depth):
        closed = [r for r in self.records[-60:]
                  if not r.is_open and r.weight < 400]
        if not closed:
            return self.scalar(depth)
        self.feature("nested")
        record = self.random.choice(closed)
        dims, count = self.dimensions(max(1, 600 // record.weight))
        self.put(depth, "%s%s %s%s%s;" % (
            self.qualifier(), record.spelling, self.name(), dims,
            self.attribute()))
        return record.weight * count

    def special(self, depth):
        """Vectors, complex and atomic ones, typedefs, empty structs."""
        roll = self.random.randrange(10)
        if roll < 4:
            self.feature("_Atomic")
            kind = self.random.choice(ATOMICS)
            if kind.startswith("struct"):
                self.feature("_Atomic struct")
            kind = "_Atomic(%s)" % kind
        elif roll < 6:
            self.feature("vector")
            kind = self.random.choice(VECTORS)
        elif roll < 7:
            self.feature("complex")
            kind = self.random.choice(COMPLEX)
        elif roll < 9:
            self.feature("typedef")
            kind = self.random.choice(TYPEDEFS)
        else:
            self.feature("empty")
            kind = "struct none"
        # high_t's size is no multiple of its alignment.  clang makes an
        # _Atomic of 3 bytes one of 4; of an array of them DWARF below 5 has
        # the 3, and nothing that says otherwise.
        dims, count = "", 1
        if kind not in ("high_t", "_Atomic(struct of3)",
                        "_Atomic(struct of6)"):
            dims, count = self.dimensions(6)
        if kind == "low_t" and dims:
            self.feature("low typedef in array")
        self.put(depth, "%s %s%s%s;" % (kind, self.name(), dims,
                                        self.attribute()))
        return 32 * count

    def function(self, depth):
        self.feature("function")
        self.put(depth, self.random.choice([
            "int (*%s)(void *, int);",
            "void (*%s[3])(struct none);",
            "int (*(*%s)(char))(long);",
            "char (*(*%s)(void))[4];",
            "void (*(*%s)(int, void (*)(int)))(int);",
            "int (*const %s)(const char *, ...);",
        ]) % self.name())
        return 24

    def bits(self, depth):
        """A run of bit-fields."""
        self.feature("bit-field")
        weight = 0
        for _ in range(self.random.choice([1, 1, 2, 3, 4, 6])):
            kind, most = self.random.choice(BIT_TYPES)
            roll = self.random.randrange(20)
            if roll == 0:
                self.feature("zero width")
                self.put(depth, "%s : 0;" % kind)
                self.after_unnamed = True
                continue
            if roll == 1:
                width, name = self.random.randint(1, most), ""
                self.feature("unnamed bits")
            elif roll == 2:
                width, name = most, self.name()
                self.feature("full width")
            elif roll < 10:
                width, name = self.random.randint(1, min(most, 9)), self.name()
            else:
                width, name = self.random.randint(1, most), self.name()
            attribute = self.attribute() if name else ""
            if width == most and most > 1 and (self.is_packed or
                                               "packed" in attribute):
                width -= self.after_unnamed
            self.put(depth, "%s%s %s: %d%s;" % (
                self.qualifier() if name else "", kind, name and name + " ",
                width, attribute))
            self.after_unnamed = not name
            weight += most // 8
        return weight

    def inner(self, depth):
        """An anonymous member, or a named one of a type without a name."""
        kind = self.random.choice(["struct", "union"])
        dims, name, count = "", "", 1
        if self.chance(35):
            self.feature("unnamed type")
            dims, count = self.dimensions(6)
            name = " " + self.name()
        else:
            self.feature("anonymous member")
            if depth > 1:
                self.feature("anonymous in inner")
        attribute = ""
        if self.chance(12):
            attribute = " __attribute__((%s))" % self.random.choice(
                ["packed", "aligned(8)", "aligned(32)", "packed, aligned(2)"])
            self.feature("attribute of inner")
        self.put(depth, "%s {" % kind)
        outside, self.after_unnamed = self.is_packed, False
        self.is_packed = outside or "packed" in attribute
        weight = self.members(depth + 1, self.random.choice([1, 2, 2, 3]))
        self.is_packed = outside
        self.put(depth, "}%s%s%s;" % (attribute, name, dims))
        return weight * count

    def own(self, depth, spelling):
        """Pointers to the record itself."""
        self.feature("to itself")
        self.put(depth, "%s *%s, **%s;" % (spelling, self.name(),
                                           self.name()))
        return 16

    def members(self, depth, count):
        weight = 0
        for _ in range(count):
            roll = self.random.random() * 100
            if roll < 34:
                weight += self.scalar(depth)
            elif roll < 48:
                weight += self.small(depth)
            elif roll < 50:
                weight += self.several(depth)
            elif roll < 64:
                weight += self.bits(depth)
                continue
            elif roll < 76:
                weight += self.nested(depth)
            elif roll < 88:
                weight += self.special(depth)
            elif roll < 93:
                weight += self.function(depth)
            elif depth < 4:
                weight += self.inner(depth)
            else:
                weight += self.small(depth)
            self.after_unnamed = False
        return weight

    def end(self, spelling):
        """An array that ends a struct and has no length, or one of 0 or 1."""
        self.feature("open end")
        kind = self.random.choice(["char", "short", "long", "double",
                                   "struct of8"])
        dims = self.random.choice(["[]", "[0]", "[1]", "[][3]"])
        if dims.startswith("[]"):
            self.feature("flexible")
        self.put(1, "%s %s%s;" % (kind, self.name(), dims))
        return dims.startswith("[]")

    def record(self, number):
        self.seen = set()
        kind = "union" if self.chance(20) else "struct"
        self.feature(kind)
        spelling, is_typedef = "%s r%d" % (kind, number), self.chance(20)
        attribute, pack = "", 0
        roll = self.random.random() * 100
        if roll < 9:
            attribute = " __attribute__((packed))"
            self.feature("packed")
        elif roll < 12:
            attribute = " __attribute__((packed, aligned(%d)))" % \
                self.random.choice([2, 4, 16])
            self.feature("packed and aligned")
        elif roll < 20:
            pack = self.random.choice([1, 2, 4, 8])
            self.feature("pack(N)")
        elif roll < 30:
            attribute = " __attribute__((aligned(%d)))" % \
                self.random.choice([1, 2, 8, 16, 32, 64, 128])
            self.feature("aligned type")

        self.after_unnamed = False
        self.is_packed = bool(pack) or "packed" in attribute
        if pack:
            self.put(0, "#pragma pack(push, %d)" % pack)
        self.put(0, "typedef %s {" % kind if is_typedef else spelling + " {")
        weight, is_open = 0, False
        if self.chance(8) and not is_typedef:
            weight += self.own(1, spelling)
        weight += self.members(1, self.random.choice(
            [1, 2, 3, 4, 5, 6, 7, 8, 10, 14]))
        if self.chance(7):
            self.put(1, "char %s;" % self.name())
            if kind == "struct":
                is_open = self.end(spelling)
        if is_typedef:
            self.feature("named by typedef")
            spelling = "r%d" % number
            self.put(0, "}%s %s;" % (attribute, spelling))
        else:
            self.put(0, "}%s;" % attribute)
        if pack:
            self.put(0, "#pragma pack(pop)")
        self.records.append(Record(spelling, max(weight, 1), is_open))
        self.features.update(self.seen)


def make(seed, count):
    """The text of a source, and the features of its records."""
    maker = Maker(seed)
    for number in range(count):
        maker.record(number)
    return PRELUDE % seed + "\n".join(maker.lines) + "\n", maker.features


def main():
    words = [w for w in sys.argv[1:] if w != "--count"]
    text, features = make(int(words[0]), int(words[1]))
    if "--count" in sys.argv:
        for word, count in features.most_common():
            print("%6d %s" % (count, word))
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
