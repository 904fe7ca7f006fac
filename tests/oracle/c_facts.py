"""c_facts.py - from a source and our JSON of it, C that proves the JSON.

Each type of the source is looked for in the JSON by what the source says of
it: kind, name, file and line.  What the JSON says of its layout becomes

    _Static_assert((size) == sizeof(struct conn), ...)      for each number

and, for each bit-field, code that fills it with ones in a zeroed object and
looks where they fell.  An anonymous member cannot be named in C, so it is
measured by a twin: its own text with a tag.  c_facts.h says what is done with
each number.
"""
import os

from c_json import is_hole, title

HEADER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "c_facts.h")


def literal(number):
    """A number as C has it, whatever its size."""
    number = int(number)
    if number == -2 ** 63:
        return "(-9223372036854775807LL - 1)"
    return "%dULL" % number if number >= 2 ** 63 else "%dLL" % number


def quote(text):
    return '"%s"' % str(text).replace("\\", "\\\\").replace('"', '\\"')


class Unit:
    """The facts of one source."""

    def __init__(self, path, source, document, compiler, dwarf):
        self.path = path
        self.source = source
        self.compiler = compiler
        self.dwarf = dwarf
        self.types = [t for t in document["types"] if t.get("lang") == "c"]
        self.elsewhere = []     # Defs of the program's other units
        self.problems = []
        self.facts = 0          # numbers that the compiler judges
        self.unknown = 0        # alignments that are null, rightly
        self.presumed = 0       # alignments of types that seem not packed
        self.blocks = []        # C, one for each Def at file scope
        self.local = {}         # function: C, one text for each Def
        self.matched = set()    # ids of our types that the source knows
        self.sizes = {}         # Def: size, where only that tells two apart
        folder = os.path.dirname(path)
        self.own = {f for f in os.listdir(folder) if f[-2:] in (".c", ".h")} \
            if folder else set()
        self.own.add(os.path.basename(path))

    def problem(self, found, text):
        self.problems.append("%s: %s" % (found, text))

    # Finding a Def in the JSON.

    def candidates(self, found):
        """Our types of that kind and name, declared where it is."""
        def name_of(record):
            name = record["name"]
            return name.split("::")[-1] if name else name

        named = [t for t in self.types if t["kind"] == found.kind and
                 name_of(t) == found.name]
        here = [t for t in named if self.is_at(t, found.file, found.line)]
        if here or found.name is None:
            return here
        # Equal definitions are one entry, which names one of their places.
        others = [d for d in self.source.defs + self.elsewhere
                  if d.kind == found.kind and d.name == found.name]
        return [t for t in named if t["definitions"] > 1 and
                any(self.is_at(t, d.file, d.line) for d in others)]

    def is_at(self, record, file, line):
        decl = record.get("decl") or {}
        return (os.path.basename(decl.get("file") or "") == file and
                decl.get("line") == line)

    def find(self, found):
        """Our type of a Def, or None and a problem."""
        records = self.candidates(found)
        if len(records) > 1 and found in self.sizes:
            records = [r for r in records
                       if r["size_bytes"] == self.sizes[found]]
        if len(records) == 1:
            self.matched.add(records[0]["id"])
            return records[0]
        if len(records) > 1:
            self.problem(found, "found %d times" % len(records))
        elif found.file in self.own:
            self.problem(found, "missing")
        return None

    def ambiguous(self):
        """Defs that have several types of one place; see `sizes`."""
        return [d for d in self.source.defs if d.function is None and
                d.spell() and len(self.candidates(d)) > 1]

    # What the text says of a Def.

    def reasons(self, found, seen=()):
        """
        Why its alignment may be beyond DWARF, a set: "packed" (it is, or has
        a packed member), "silent" (an alignment that the compiler does not
        write), "idle" (one that it writes though it does nothing); also by
        what it holds otherwise than behind a pointer.
        """
        if found in seen:
            return set()
        out, seen = self.own_reasons(found.tokens), seen + (found,)
        if found.pack:
            out.add("packed")
        # aligned(2) on a struct of ints: or was there a `packed` beside it?
        if self.compiler == "clang" and found.is_aligned:
            out.add("idle")
        for member in found.members:
            out |= self.member_reasons(member, seen)
        return out

    def is_null_right(self, reasons):
        """May we say that we do not know?"""
        return bool(reasons)

    def own_reasons(self, tokens):
        out = {"packed"} & set(tokens)
        # clang writes the alignment of a typedef from DWARF 5 on.
        if self.compiler == "clang" and self.dwarf < 5 and \
                "typedef" in tokens and "aligned" in tokens:
            out.add("silent")
        return out

    def member_reasons(self, member, seen=()):
        if member.is_indirect:
            return set()
        out = self.words_reasons(member.specifiers, seen)
        # clang does not write what a bit-field's own attribute asks for.
        if self.compiler == "clang" and member.width is not None and \
                member.is_aligned:
            out.add("silent")
        # DW_TAG_atomic_type came with DWARF 5.
        if self.dwarf < 5 and "_Atomic" in member.specifiers and \
                {"struct", "union", "_Complex"} & set(member.specifiers):
            out.add("silent")
        if member.inner:
            out |= self.reasons(member.inner, seen)
        return out

    def words_reasons(self, words, seen):
        out = set()
        for word in words:
            for other in self.source.defs:
                if other.name == word:
                    out |= self.reasons(other, seen)
            typedef = self.source.typedefs.get(word)
            if typedef is None or word in seen:
                continue
            specifiers, declarator = typedef
            if "*" not in declarator:
                out |= self.own_reasons(["typedef"] + specifiers)
                out |= self.words_reasons(
                    [w for w in specifiers if w != word], seen + (word,))
        return out

    def is_forced(self, found):
        return bool({"aligned", "__aligned__", "_Alignas", "alignas"} &
                    set(found.tokens))

    def is_presumed(self, record):
        """
        Stands as if it were not packed: each member where its alignment
        wants it, an even size, no hole greater than alignment explains.
        Then DWARF cannot tell, and most such types are not packed.
        """
        align = record["align_bytes"]
        if record["align_from"] not in ("members", "abi") or \
                record["size_bytes"] % align:
            return False
        items = record["members"]
        for hole, after in zip(items, items[1:] + [{}]):
            most = after.get("align_bytes") or align
            if is_hole(hole) and "bit_size" not in hole and \
                    hole["size_bytes"] >= most:
                return False
        return self.is_natural(record)

    def is_natural(self, record):
        """Does each member stand where its alignment wants it?"""
        return all(m["offset_bytes"] % m["align_bytes"] == 0
                   for m in record["members"]
                   if not is_hole(m) and "bit_size" not in m and
                   m.get("align_bytes") and m["offset_bytes"] is not None)

    # Facts.

    def fact(self, found, what, ours, theirs):
        self.facts += 1
        if ours is None:
            self.problem(found, "%s: ours null" % what)
            return ""
        return "FACT(%s, %s, %s, %s);" % (quote(found), quote(what),
                                          literal(ours), theirs)

    def one(self, found):
        """All that is to be proved of one Def."""
        record = self.find(found)
        if record is None:
            return
        spelling, lines = found.spell(), []
        if spelling is None:
            tag = "ls_twin_%d" % id_of(self.source.defs, found)
            lines.append(found.twin(tag))
            spelling = "%s %s" % (found.kind, tag)
        if not (spelling.startswith("__typeof__") and found.kind == "enum"
                and not found.declarator):
            lines += self.whole(found, record, spelling)
        if found.kind == "enum":
            lines += self.enumerators(found, record)
        else:
            self.members_by_text(found, found, record["members"])
            lines += self.members(found, record["members"], spelling,
                                  record["size_bytes"])
        text = " ".join(["{"] + lines + ["}"])
        if found.function:
            self.local.setdefault(found.function, []).append(text)
        else:
            self.blocks.append("\n".join(["{"] + lines + ["}"]))

    def whole(self, found, record, spelling):
        if record["size_bytes"] is None:
            self.problem(found, "size is null")
            return []
        lines = [self.fact(found, "size", record["size_bytes"],
                           "sizeof(%s)" % spelling)]
        reasons = self.reasons(found)
        if record.get("packed") is True and "packed" not in reasons:
            self.problem(found, "packed: ours true, source has no such word")
        if record.get("packed") is False and found.is_packed and \
                not self.is_natural(record):
            self.problem(found, "packed: ours false, but members stand so")
        if record.get("forced_align") and not self.is_forced(found) and \
                "silent" not in reasons and (
                    "packed" not in reasons or
                    record["align_from"] != "dwarf"):
            self.problem(found, "forced_align: ours true, source has no "
                         "such word")
        if record["align_bytes"] is None:
            self.unknown += 1
            if not self.is_null_right(reasons):
                self.problem(found, "align: ours null, but nothing is packed")
        elif reasons - {"idle"} and found.kind != "enum" and \
                self.is_presumed(record):
            self.presumed += 1
            if "silent" in reasons:
                return lines
            placed = "PLACED(%s)" % spelling
            ours = literal(record["align_bytes"])
            lines.append(self.fact(found, "align, presumed", record[
                "align_bytes"], "(%s <= %s ? %s : %s)" % (
                    placed, ours, ours, placed)))
        else:
            lines.append(self.fact(found, "align", record["align_bytes"],
                                   "PLACED(%s)" % spelling))
        return lines

    def enumerators(self, found, record):
        ours = [e["name"] for e in record["enumerators"]]
        if ours != found.enumerators:
            self.problem(found, "enumerators: ours %s, source's %s" %
                         (ours, found.enumerators))
        return [self.fact(found, "value of " + e["name"], e["value"],
                          e["name"]) for e in record["enumerators"]]

    def members_by_text(self, found, holder, items):
        """Names, bit widths and lines of a Def, as the source has them."""
        ours = sorted((m for m in items if not is_hole(m)),
                      key=lambda m: m["declared"])
        source = [m for m in holder.members if not m.is_unnamed_bits]
        if [m["name"] for m in ours] != [m.name for m in source]:
            self.problem(found, "members of line %d: ours %s, source's %s" %
                         (holder.line, [m["name"] for m in ours],
                          [m.name for m in source]))
            return
        for mine, theirs in zip(ours, source):
            self.member_by_text(found, mine, theirs)
            if theirs.inner and theirs.name is None:
                self.members_by_text(found, theirs.inner,
                                     mine.get("members", []))

    def member_by_text(self, found, mine, theirs):
        width = None
        if theirs.width is not None and len(theirs.width) == 1:
            width = int(theirs.width[0], 0)
        has = mine.get("bit_size")
        if has is None and width is not None and mine["size_bytes"] and \
                width == mine["size_bytes"] * 8:
            has = width         # clang: an ordinary member
        if has != width:
            self.problem(found, "width of %s: ours %s, source's %s" %
                         (mine["name"], has, width))
        line = theirs.line if theirs.name else theirs.inner.line
        # gcc does not say where an anonymous member is.
        if mine.get("decl_line") != line and (
                theirs.name or mine.get("decl_line") is not None):
            self.problem(found, "line of %s: ours %s, source's %s" %
                         (mine["name"], mine.get("decl_line"), line))

    def source_member(self, found, name):
        """The Member of that name, also in anonymous ones; None: not so."""
        for member in found.members:
            if member.name == name:
                return member
            if member.name is None and member.inner:
                inside = self.source_member(member.inner, name)
                if inside:
                    return inside
        return None

    def members(self, found, items, spelling, size):
        lines = []
        for item in items:
            if is_hole(item):
                continue
            if item["name"] is None:
                lines += self.members(found, item.get("members", []),
                                      spelling, size)
                continue
            member = self.source_member(found, item["name"])
            if member is None:
                self.problem(found, "member %s is not in the source" %
                             item["name"])
            elif member.width is not None:
                lines += self.bits(found, item, member, spelling, size)
            else:
                lines += self.ordinary(found, item, member, spelling)
        return lines

    def ordinary(self, found, item, member, spelling):
        name = item["name"]
        place = "((%s *)0)->%s" % (spelling, name)
        lines = [self.fact(found, "offset of " + name, item["offset_bytes"],
                           "__builtin_offsetof(%s, %s)" % (spelling, name))]
        is_open = member.declarator[-2:] == ["[", "]"] or \
            "".join(member.declarator).startswith(name + "[]")
        if bool(item.get("flexible")) != is_open and \
                "[0]" not in "".join(member.declarator):
            self.problem(found, "flexible of %s: ours %s" %
                         (name, item.get("flexible")))
        if is_open:
            if item["size_bytes"] not in (0, None):
                self.problem(found, "size of %s: ours %s, it has none" %
                             (name, item["size_bytes"]))
        else:
            lines.append(self.fact(found, "size of " + name,
                                   item["size_bytes"],
                                   "sizeof(%s)" % place))
        if is_open:
            place += "[0]"
        # clang's #pragma pack also caps what the member itself asks for.
        is_capped = found.pack is not None and member.is_aligned
        if item.get("align_bytes") is not None and not is_capped and \
                not self.member_reasons(member):
            self.facts += 1
            lines.append(
                "FACT_EITHER(%s, %s, %s, _Alignof(%s), "
                "PLACED(__typeof__(%s)));" % (
                    quote(found), quote("align of " + name),
                    literal(item["align_bytes"]), place, place))
        return lines

    def bits(self, found, item, member, spelling, size):
        name, lines = item["name"], []
        if item["offset_bytes"] is None:
            self.problem(found, "offset of %s: ours null" % name)
            return lines
        offset = item.get("bit_offset", item["offset_bytes"] * 8)
        width = item.get("bit_size", (item["size_bytes"] or 0) * 8)
        self.facts += 1
        if member.inner is None:
            lines.append(self.fact(
                found, "size of the type of " + name,
                item["size_bytes"],
                "sizeof(%s)" % " ".join(member.specifiers)))
        how = "BITS"
        if size > 1 << 20:
            how = "BITS_BIG"
        elif member.is_const or spelling.startswith("__typeof__"):
            how = "BITS_CONST"
        return lines + ["%s(%s, %s, %s, %s, %dUL, %dUL);" % (
            how, quote(found), quote(name), spelling, name, offset, width)]

    def run(self):
        for found in self.source.defs:
            self.one(found)
        for record in self.types:
            decl = record.get("decl") or {}
            file = os.path.basename(decl.get("file") or "")
            if decl.get("line") and \
                    file == os.path.basename(self.path) and \
                    record["id"] not in self.matched and not any(
                        self.is_at(record, d.file, d.line) and
                        d.name == record["name"] for d in self.elsewhere):
                self.problems.append("%s: not in the source" % title(record))

    def text(self):
        """The C that proves it."""
        out = ['#include "%s"' % HEADER]
        for function, blocks in self.local.items():
            out.append("#define LOCAL_FACTS_%s { %s }" % (function,
                                                          " ".join(blocks)))
        out += ['#include "%s"' % self.path, "#undef main", "#pragma pack()"]
        for number, block in enumerate(self.blocks):
            out.append("static void ls_facts_%d(void)" % number + block)
        out += ["int main(void)", "{"]
        out += ["%s();" % ("fixture_main" if f == "main" else f)
                for f in self.local]
        out += ["ls_facts_%d();" % n for n in range(len(self.blocks))]
        out += ["return ls_wrong != 0;", "}", ""]
        return "\n".join(out)


def id_of(defs, found):
    return [d is found for d in defs].index(True)
