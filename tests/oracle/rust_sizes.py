"""rustc's own size report: -Zprint-type-sizes, read.

The report names structs, enums, unions, closures and state machines, those
that rustc had to lay out, without type parameters.  For each it gives size,
alignment, the width of a tag (but none for a tag in a niche), and for each
variant the fields in order of memory:

    type: `Event`: 80 bytes, alignment: 8 bytes
        discriminant: 1 bytes
        variant `Read`: 15 bytes
            padding: 3 bytes
            field `.fd`: 4 bytes, alignment: 4 bytes
            field `.len`: 8 bytes

Places are not always told.  A field without one begins where the field
before it ended, plus the padding printed between them; the first begins
after the tag, wherever the tag is.
"""

import re

LINE = re.compile(r"print-type-size (?P<indent> *)(?:"
    r"type: `(?P<type>.*)`: (?P<size>\d+) bytes, alignment: (?P<align>\d+)"
    r"|discriminant: (?P<tag>\d+)"
    r"|variant `(?P<variant>.*)`: (?P<extent>\d+)"
    r"|(?P<end>end )?padding: (?P<pad>\d+)"
    r"|(?P<kind>field|upvar|local) `\.(?P<field>.*?)`: (?P<bytes>\d+) bytes"
    r"(?:, offset: (?P<offset>\d+) bytes)?"
    r"(?:, alignment: \d+ bytes)?(?:, type: .*)?$)")


class Variant:
    def __init__(self, name):
        self.name = name
        self.fields = []  # (name, offset, size), in order of memory


class Sized:
    def __init__(self, name, size, align):
        self.name = name
        self.size = size
        self.align = align
        self.tag_size = None   # of a tag of its own
        self.fields = []       # of a struct or closure
        self.variants = []
        self.is_closure = False

    @property
    def is_enum_like(self):
        """An enum, a state machine, or a union (which prints as one)."""
        return bool(self.variants)


def parse(text):
    """The report's types, in its order."""
    types, fields, place = [], None, 0
    for line in text.splitlines():
        if not line.startswith("print-type-size"):
            continue
        m = LINE.match(line)
        if not m:
            raise ValueError("size report: " + line)
        if m["type"] is not None:
            now = Sized(m["type"], int(m["size"]), int(m["align"]))
            types.append(now)
            fields, place = now.fields, 0
        elif m["tag"]:
            now.tag_size = int(m["tag"])
        elif m["variant"] is not None:
            now.variants.append(Variant(m["variant"]))
            fields, place = now.variants[-1].fields, now.tag_size or 0
        elif m["pad"]:
            place += 0 if m["end"] else int(m["pad"])
        else:
            place = int(m["offset"]) if m["offset"] else place
            fields.append((m["field"], place, int(m["bytes"])))
            place += int(m["bytes"])
            now.is_closure |= m["kind"] == "upvar" and not now.variants
    return types
