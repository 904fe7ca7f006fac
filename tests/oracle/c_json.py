"""c_json.py - is one of our JSON documents at peace with itself?

Looks at numbers only, never at the source: that members and holes tile a
type, that the sums are the sums of what is listed, that what is promised is
there.  Whether the numbers are true is for c_facts.py and the compiler.
"""

RECORD_KEYS = """id name kind lang decl size_bytes align_bytes align_from
cachelines packed forced_align used_bytes hole_bytes holes tail_padding_bytes
padding_bytes unused_bits definitions members""".split()
ENUM_KEYS = """id name kind lang decl size_bytes align_bytes align_from
enumerators underlying definitions""".split()
MEMBER_KEYS = "name type offset_bytes size_bytes declared".split()


def title(record):
    """`struct conn (conn.c:6)`, for messages."""
    decl = record.get("decl") or {}
    return "%s %s (%s:%s)" % (record.get("kind"), record.get("name"),
                              decl.get("file"), decl.get("line"))


def is_hole(item):
    return bool(item.get("hole"))


def extent(item):
    """(first bit, bits) of a member or hole; None: not known."""
    if "bit_size" in item:
        return item["bit_offset"], item["bit_size"]
    if item["offset_bytes"] is None or item["size_bytes"] is None:
        return None
    return item["offset_bytes"] * 8, item["size_bytes"] * 8


def gaps(extents, start, end):
    """
    What of [start, end) no extent covers, in pieces as our JSON has them:
    odd bits, whole bytes, odd bits.  What has no size parts no hole.

        extents 0+3, 24+8 of [0, 32)    (3, 5, bits) (8, 16, bytes)
    """
    out, at = [], start
    covered = sorted(e for e in extents if e[1])
    for first, bits in covered + [(end, 0)]:
        if first > at:
            out += pieces(at, first)
        at = max(at, first + bits)
    return out


def pieces(at, end):
    out = []
    up = min(end, (at + 7) // 8 * 8)
    if up > at:
        out.append((at, up - at, "bits"))
    down = max(up, end // 8 * 8)
    if down > up:
        out.append((up, down - up, "bytes"))
    if end > down:
        out.append((down, end - down, "bits"))
    return out


class Checker:
    def __init__(self, document):
        self.document = document
        self.problems = []
        self.looks = 0
        self.ids = {}

    def expect(self, what, record, ours, should):
        self.looks += 1
        if ours != should:
            self.problems.append("%s: %s: ours %s, should be %s" % (
                title(record), what, ours, should))

    def keys(self, record, wanted):
        missing = [k for k in wanted if k not in record]
        self.expect("keys that are missing", record, missing, [])
        return not missing

    def items(self, record, items, start, end, is_top):
        """A list of members with its holes, in [start, end)."""
        members = [m for m in items if not is_hole(m)]
        places = [extent(m) for m in members]
        if None in places:
            return None
        self.expect("order of members", record,
                    [p[0] for p in places], sorted(p[0] for p in places))
        for place, member in zip(places, members):
            if place[0] < start or place[0] + place[1] > end:
                self.expect("member %s ends inside" % member["name"], record,
                            place, (start, end))
            if "bit_size" in member:
                self.expect("offset_bytes of bit-field %s" % member["name"],
                            record, member["offset_bytes"],
                            member["bit_offset"] // 8)
        if record["kind"] != "union" and is_top:
            self.overlap(record, members, places)
        holes = [h for h in items if is_hole(h)]
        listed = [extent(h) + ("bits" if "bit_size" in h else "bytes",)
                  for h in holes]
        self.expect("holes (first bit, bits)", record, listed,
                    gaps(places, start, end))
        if record["kind"] == "struct" and is_top:
            starts = [extent(i)[0] for i in items]
            self.expect("holes stand in their places", record, starts,
                        sorted(starts))
        for member in members:
            if "members" in member and "bit_size" not in member:
                self.inner(record, member)
        return holes

    def overlap(self, record, members, places):
        at = 0
        for place, member in zip(places, members):
            if place[1] and place[0] < at:
                self.expect("start of %s, after the one before" %
                            member["name"], record, place[0], at)
            at = max(at, place[0] + place[1])

    def inner(self, record, member):
        start, bits = extent(member)
        kind = "union" if "union" in member["type"] else "struct"
        inside = {"kind": kind, "name": "in %s" % title(record),
                  "decl": {"file": record["decl"] and record["decl"]["file"],
                           "line": member.get("decl_line")}}
        self.items(inside, member["members"], start, start + bits, False)
        self.declared(inside, member["members"])

    def declared(self, record, items):
        """C lays out in the order of the source, so `declared` counts."""
        members = [m for m in items if not is_hole(m)]
        for member in members:
            self.keys_of_member(record, member)
        self.expect("declared", record, [m.get("declared") for m in members],
                    list(range(len(members))))

    def keys_of_member(self, record, member):
        missing = [k for k in MEMBER_KEYS if k not in member]
        self.expect("keys that are missing in member %s" % member.get("name"),
                    record, missing, [])

    def sums(self, record, holes):
        whole = [h for h in holes if "bit_size" not in h]
        inside = [h for h in whole if not h.get("tail")]
        tail = [h for h in whole if h.get("tail")]
        size = record["size_bytes"]
        hole_bytes = sum(h["size_bytes"] for h in inside)
        tail_bytes = sum(h["size_bytes"] for h in tail)
        self.expect("hole_bytes", record, record["hole_bytes"], hole_bytes)
        self.expect("holes", record, record["holes"], len(inside))
        self.expect("tail_padding_bytes", record,
                    record["tail_padding_bytes"], tail_bytes)
        self.expect("padding_bytes", record, record["padding_bytes"],
                    hole_bytes + tail_bytes)
        self.expect("used_bytes", record, record["used_bytes"],
                    size - hole_bytes - tail_bytes)
        self.expect("unused_bits", record, record["unused_bits"],
                    sum(h["bit_size"] for h in holes if "bit_size" in h))
        for hole in whole:
            ends = hole["offset_bytes"] + hole["size_bytes"] == size
            self.expect("tail of the hole at %s" % hole["offset_bytes"],
                        record, bool(hole.get("tail")), ends)
        line = self.document["input"]["cacheline_bytes"]
        self.expect("cachelines", record, record["cachelines"],
                    (size + line - 1) // line)

    def how(self, record):
        self.expect("align_from", record, record["align_from"] in
                    ("dwarf", "members", "abi", "unknown"), True)
        self.expect("align_from is unknown", record,
                    record["align_from"] == "unknown",
                    record["align_bytes"] is None)

    def references(self, record):
        """A member's type_id is a type's id."""
        for member in record.get("members", []):
            if "type_id" in member:
                self.expect("type_id of %s is in the document" %
                            member["name"], record,
                            member["type_id"] in self.ids, True)

    def record(self, record):
        if record.get("kind") == "enum":
            if self.keys(record, ENUM_KEYS):
                self.how(record)
                self.expect("size is a power of two", record,
                            record["size_bytes"] in (1, 2, 4, 8, 16), True)
            return
        if not self.keys(record, RECORD_KEYS):
            return
        self.how(record)
        self.declared(record, record["members"])
        if record["size_bytes"] is None:
            return
        holes = self.items(record, record["members"], 0,
                           record["size_bytes"] * 8, True)
        if holes is not None:
            self.sums(record, holes)
        self.references(record)

    def run(self):
        document = self.document
        self.expect("schema", {"kind": "document"}, document.get("schema"),
                    "layoutscope/1")
        for record in document["types"]:
            self.looks += 1
            if record.get("id") in self.ids:
                self.problems.append("%s: id %s is another's too" % (
                    title(record), record.get("id")))
            self.ids[record.get("id")] = record
        for record in document["types"]:
            if record.get("lang") == "c":
                self.record(record)
        return self.problems


def check(document):
    """(problems, number of looks taken)"""
    checker = Checker(document)
    try:
        checker.run()
    except (KeyError, TypeError, ValueError) as wrong:
        checker.problems.append("JSON is not of its schema: %r" % wrong)
    return checker.problems, checker.looks
