"""random_classes.py - hierarchies of C++ classes from a seed.

    make(seed, hierarchies) -> text

Each hierarchy is a namespace hN of up to seven classes with what the layout
rules of the Itanium C++ ABI turn on: empty, virtual and repeated bases,
vptrs of their own and shared ones, PODs and others, [[no_unique_address]],
bit-fields, forced alignment, packing.  Each class can be made with no
arguments, and an object of each is, so that every compiler describes it.
"""
import random

SCALARS = ["char", "short", "int", "long", "float", "double", "bool",
           "long double", "void *", "unsigned char", "__int128", "wchar_t",
           "char16_t", "decltype(nullptr)"]
BITS = {"unsigned": 32, "unsigned char": 8, "long": 64, "short": 16}


class Maker:
    def __init__(self, rng, space):
        self.rng, self.space = rng, space
        self.names, self.lines, self.virtual = [], [], set()

    def few(self, most):
        return self.rng.choice([0] * 3 + list(range(1, most + 1)) * 2)

    def pick_bases(self):
        """'A, virtual B', and the classes by name."""
        if not self.names:
            return []
        count = self.rng.choice([0, 0, 1, 1, 2, 2, 3])
        chosen = self.rng.sample(self.names, min(count, len(self.names)))
        return [(self.rng.random() < 0.45, name) for name in chosen]

    def member(self, number):
        rng = self.rng
        what = rng.random()
        name = "m%d" % number
        # gcc 12 lets one with virtual bases end past its holder.
        plain = [n for n in self.names if n not in self.virtual]
        if what < 0.12 and plain:
            return "    [[no_unique_address]] %s %s;" % (
                rng.choice(plain), name)
        if what < 0.24 and self.names:
            return "    %s %s;" % (rng.choice(self.names), name)
        if what < 0.30 and self.names:
            return "    %s %s[%d];" % (rng.choice(self.names), name,
                                       rng.randrange(1, 4))
        if what < 0.42:
            kind = rng.choice(list(BITS))
            return "    %s %s : %d;" % (kind, name,
                                        rng.randrange(1, BITS[kind] + 1))
        if what < 0.45:
            return "    int : %d;" % rng.choice([0, 3, 9])
        if what < 0.49:
            return "    static int %s;" % name
        if what < 0.53 and self.names:
            cls = rng.choice(self.names)
            return rng.choice(["    int %s::*%s;", "    void (%s::*%s)();",
                               "    %s *%s;"]) % (cls, name)
        if what < 0.56:
            return "    int &%s = ::some_int;" % name
        if what < 0.60:
            return "    union { short %sa; char %sb[3]; };" % (name, name)
        if what < 0.63:
            return "    alignas(%d) char %s;" % (rng.choice([2, 8, 16]), name)
        kind = rng.choice(SCALARS)
        if rng.random() < 0.15:
            return "    %s %s[%d];" % (kind, name, rng.randrange(1, 6))
        return "    %s %s;" % (kind, name)

    def one_class(self, number):
        rng = self.rng
        name = "C%d" % number
        bases = self.pick_bases()
        if any(v or base in self.virtual for v, base in bases):
            self.virtual.add(name)
        head = rng.choice(["struct", "struct", "struct", "class"])
        if rng.random() < 0.04:
            head += " alignas(%d)" % 64
        elif rng.random() < 0.03:
            head += " __attribute__((packed))"
        text = ", ".join(("virtual " if is_virtual else "") + base
                         for is_virtual, base in bases)
        self.lines.append("%s %s%s {" % (head, name,
                                         " : " + text if text else ""))
        if head.startswith("class"):
            self.lines.append("public:")
        is_empty = rng.random() < 0.28
        has_vptr = rng.random() < 0.25
        if has_vptr:
            self.lines.append("    virtual void v%d() {}" % number)
        if rng.random() < 0.3:
            self.lines.append("    %s() {}" % name)
        for i in range(0 if is_empty else rng.randrange(1, 5)):
            if rng.random() < 0.06:
                self.lines.append("protected:")
            self.lines.append(self.member(i))
        self.lines.append("};")
        self.names.append(name)

    def run(self):
        for number in range(self.rng.randrange(3, 8)):
            self.one_class(number)
        # Local ones: clang 14 cannot emit the initialiser of every global.
        objects = ["    %s o%s; sink = &o%s;" % (n, n, n) for n in self.names]
        return "namespace %s {\n%s\nvoid use()\n{\n%s\n}\n}\n" % (
            self.space, "\n".join(self.lines), "\n".join(objects))


def make(seed, hierarchies):
    rng = random.Random(seed)
    parts = ["// seed %d\nstatic int some_int;\n"
             "static void *volatile sink;\n" % seed]
    for number in range(hierarchies):
        parts.append(Maker(rng, "h%d" % number).run())
    return "\n".join(parts)


if __name__ == "__main__":
    import sys
    print(make(int(sys.argv[1]), int(sys.argv[2])))
