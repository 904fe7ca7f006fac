"""Rows of our JSON against what others say of the same types.

Each function yields sentences, one for every difference; none means that
all is well.
"""

import collections
import json
import re

import rust_names


def members(row_or_variant):
    return [m for m in row_or_variant.get("members", ())
            if not m.get("hole")]


def fields(row_or_variant):
    """Like rust_sizes' fields: (name, offset, size) in order of memory.

    Field 0 of a tuple is __0 here and 0 in rustc's report.
    """
    found = []
    for m in members(row_or_variant):
        name = re.sub(r"^__(?=\d+$)", "", m["name"] or "")
        found.append((name, m["offset_bytes"], m["size_bytes"]))
    return sorted(found, key=lambda f: (f[1] is None, f[1], f[2], f[0]))


def without_numbers(name):
    """A state machine's nameless locals, numbered in two ways: 4 in the
    debug information may be .coroutine_field6 in the report."""
    return "#" if re.match(r"\d+$|\.\w+_field\d+$", name) else name


def used(spans):
    """How many bytes do (offset, size) spans cover?"""
    count, end = 0, 0
    for offset, size in sorted(spans):
        count += max(0, offset + size - max(end, offset))
        end = max(end, offset + size)
    return count


def tag_span(row):
    tag = row.get("tag", {"encoding": "none"})
    if tag["encoding"] == "none":
        return []
    return [(tag["offset_bytes"], tag["size_bytes"])]


# Against the size report.

def against_report(row, sized, unsized):
    if row["size_bytes"] != sized.size:
        yield f"size {row['size_bytes']}, rustc says {sized.size}"
    if row["align_bytes"] != sized.align:
        yield f"align {row['align_bytes']}, rustc says {sized.align}"
    if row["kind"] == "struct":
        if sized.is_enum_like:
            yield "a struct, to rustc an enum or a union"
        elif sized.fields and not is_wide_box(row):
            yield from fields_against(row, sized, unsized)
    elif row["kind"] == "union":
        yield from union_against(row, sized)
    elif row["kind"] != "enum":
        yield f"kind {row['kind']}"
    elif "variants" in row:
        yield from variants_against(row, sized)
    else:
        yield from enumerators_against(row, sized)


def is_wide_box(row):
    """To rustc a Box has two fields; its debug information writes the wide
    ones as pointers, with what lies behind the two."""
    return row["name"].startswith("alloc::boxed::Box<")


def fields_against(row, sized, unsized):
    ours, theirs = fields(row), sorted_fields(sized.fields)
    if row["name"] in unsized:
        # The tail's size is known at run time; DWARF holds an element's.
        ours = sorted((name, offset) for name, offset, _ in ours)
        theirs = sorted((name, offset) for name, offset, _ in theirs)
    if ours != theirs:
        yield f"fields {ours}, rustc says {theirs}"


def sorted_fields(found):
    return sorted(found, key=lambda f: (f[1], f[2], f[0]))


def union_against(row, sized):
    if len(sized.variants) != 1:
        yield f"a union, rustc says {len(sized.variants)} variants"
    elif fields(row) != sorted_fields(sized.variants[0].fields):
        yield f"fields {fields(row)}, rustc: {sized.variants[0].fields}"


def enumerators_against(row, sized):
    ours = sorted(e["name"] for e in row["enumerators"])
    theirs = sorted(v.name for v in sized.variants)
    if ours != theirs:
        yield f"enumerators {ours}, rustc says {theirs}"
    if sized.tag_size is not None and sized.tag_size != row["size_bytes"]:
        yield f"size {row['size_bytes']}, rustc's tag {sized.tag_size}"


def variants_against(row, sized):
    encoding = row["tag"]["encoding"]
    if sized.tag_size is not None:
        if encoding != "direct":
            yield f"tag {encoding}, to rustc it is direct"
        elif row["tag"]["size_bytes"] != sized.tag_size:
            yield (f"tag of {row['tag']['size_bytes']} bytes, rustc says "
                   f"{sized.tag_size}")
    elif len(sized.variants) > 1 and encoding != "niche":
        yield f"tag {encoding}, to rustc it is in a niche"
    elif len(sized.variants) <= 1 and encoding != "none":
        yield f"tag {encoding}, to rustc there is none"
    ours = {v["name"]: v for v in row["variants"]}
    theirs = {v.name: v for v in sized.variants}
    for name in theirs.keys() - ours.keys():
        yield f"no variant {name}"
    for name in sorted(ours.keys() - theirs.keys()):
        if not ours[name].get("uninhabited"):
            yield f"variant {name}, which rustc does not have"
    for name in sorted(ours.keys() & theirs.keys()):
        yield from variant_against(row, ours[name], theirs[name])


def variant_against(row, ours, theirs):
    shadowed = [m["name"] for m in members(ours) if m.get("shadowed")]
    listed, placed = theirs.fields, fields(ours)
    if "_env#" in row["name"]:
        listed = [(without_numbers(f[0]), *f[1:]) for f in listed]
        placed = [(without_numbers(f[0]), *f[1:]) for f in placed]
    wanted = collections.Counter(listed)
    found = collections.Counter(f for f in placed if f[1] is not None)
    for field in sorted((found - wanted).elements()):
        yield f"{ours['name']}: field {field}, not in rustc's"
    for field in sorted((wanted - found).elements()):
        if field[0] not in shadowed:
            yield f"{ours['name']}: no field {field}"
    count = used([(o, s) for _, o, s in theirs.fields] + tag_span(row))
    least, told = bool(shadowed), ours["used_bytes"]
    if ours.get("used_is_least", False) != least:
        yield f"{ours['name']}: used_is_least is not {least}"
    if told > count or told < count and not least:
        yield f"{ours['name']}: {told} bytes used, by rustc's fields {count}"


# Against the layout.

def against_layout(row, layout, is_own):
    if row["size_bytes"] != layout.size:
        yield f"size {row['size_bytes']}, rustc says {layout.size}"
    if row["align_bytes"] != layout.align:
        yield f"align {row['align_bytes']}, rustc says {layout.align}"
    if row["kind"] == "struct":
        if not re.match(r"[&*]|alloc::boxed::Box<", row["name"]):
            yield from places_against("", row, layout)
        is_open = any(m.get("flexible") and m["size_bytes"] is None
                      for m in members(row))
        if is_open and layout.is_sized:
            yield "a member without size, to rustc it has one"
        if not is_open and not layout.is_sized and is_own:
            yield "no member without size, to rustc it has no size"
    elif "variants" in row:
        yield from tag_against(row, layout)
    elif row["kind"] == "enum" and layout.encoding == "niche":
        yield "no tag, to rustc it is in a niche"


def places_against(where, ours, layout):
    listed = sorted(members(ours), key=lambda m: m["declared"])
    if any(m.get("shadowed") for m in listed):
        return
    offsets = [m["offset_bytes"] for m in listed]
    if offsets != layout.offsets:
        yield f"{where}offsets {offsets}, rustc says {layout.offsets}"


def tag_against(row, layout):
    tag = row["tag"]
    if tag["encoding"] != layout.encoding:
        yield f"tag {tag['encoding']}, rustc says {layout.encoding}"
        return
    if layout.encoding == "none":
        if layout.only is not None and len(row["variants"]) > layout.only:
            only = row["variants"][layout.only]
            if not layout.is_uninhabited:
                yield from places_against(f"{only['name']}: ", only, layout)
        return
    for key, theirs in (("offset_bytes", layout.tag_offset),
                        ("size_bytes", layout.tag_size)):
        if tag[key] != theirs:
            yield f"tag: {key} {tag[key]}, rustc says {theirs}"
    if len(row["variants"]) != len(layout.variants):
        yield (f"{len(row['variants'])} variants, rustc says "
               f"{len(layout.variants)}")
        return
    for index, (ours, theirs) in enumerate(
            zip(row["variants"], layout.variants)):
        if not ours.get("uninhabited"):
            yield from places_against(f"{ours['name']}: ", ours, theirs)
        yield from value_against(ours, index, layout)


def value_against(ours, index, layout):
    if layout.encoding != "niche":
        return
    if index == layout.dataful:
        wanted = None
    elif index in layout.niche_values:
        wanted = str(layout.niche_values[index])
    else:
        return
    if ours["discr"] != wanted:
        yield f"{ours['name']}: value {ours['discr']}, rustc says {wanted}"


# Against itself.

def against_itself(row, by_id):
    size = row["size_bytes"]
    for where, part in parts(row):
        yield from unknown(part)
        for m in members(part):
            if None in (m["offset_bytes"], m["size_bytes"], size):
                continue
            if m["offset_bytes"] + m["size_bytes"] > size:
                yield f"{where}{m['name']} ends after the type"
            inner = by_id.get(m.get("type_id"))
            if inner and inner["size_bytes"] not in (m["size_bytes"], None):
                yield f"{where}{m['name']}: {m['size_bytes']} bytes of " \
                    f"{inner['name']}, which has {inner['size_bytes']}"
    if size is None:
        return
    is_placed = all(m["offset_bytes"] is not None
                    for _, part in parts(row) for m in members(part))
    if is_placed != (row["used_bytes"] is not None):
        yield "what is used is known if all places are, and not otherwise"
    if row["used_bytes"] is None or not is_placed:
        return
    if row["used_bytes"] + row["padding_bytes"] != size:
        yield "used and padding do not make the size"
    if "variants" in row:
        yield from variants_against_themselves(row)
    elif row["kind"] == "struct":
        yield from lines_against_themselves(row)


def contents(row):
    """All that a row says of its type, without the document's numbers."""

    def strip(value):
        if isinstance(value, list):
            return [strip(v) for v in value]
        if isinstance(value, dict):
            return {k: strip(v) for k, v in value.items()
                    if k not in ("id", "type_id", "definitions")}
        return value

    return json.dumps(strip(row), sort_keys=True)


def parts(row):
    yield "", row
    for variant in row.get("variants", ()):
        yield variant["name"] + ": ", variant


def unknown(part):
    """What is shadowed has neither a place nor a size to believe."""
    for m in members(part):
        if m.get("shadowed") and (m["offset_bytes"], m["size_bytes"],
                                  m["align_bytes"]) != (None,) * 3:
            yield f"{m['name']} is shadowed, and has a place or a size"


def spans(part):
    return [(m["offset_bytes"], m["size_bytes"]) for m in members(part)
            if None not in (m["offset_bytes"], m["size_bytes"])]


def variants_against_themselves(row):
    everything = tag_span(row) + spans(row)
    for variant in row["variants"]:
        everything += spans(variant)
        count = used(spans(variant) + tag_span(row) + spans(row))
        if variant["used_bytes"] != count:
            yield (f"{variant['name']}: {variant['used_bytes']} bytes "
                   f"used, its fields and the tag cover {count}")
    count = row["size_bytes"] - used(everything)
    if row["padding_bytes"] != count:
        yield f"padding {row['padding_bytes']}, no variant uses {count}"


def lines_against_themselves(row):
    """Members and holes lie side by side, from the first byte to the last.
    """
    end, hole, holes, tail = 0, 0, 0, 0
    for line in row["members"]:
        # A flexible tail begins where it likes, and has no size.
        size = 0 if line.get("flexible") else line["size_bytes"]
        if None in (line["offset_bytes"], size):
            yield f"{line['name']} has no place or size"
            return
        if line["offset_bytes"] != end and size:
            yield f"byte {end}: {line} does not begin there"
            return
        end = max(end, line["offset_bytes"] + size)
        if line.get("tail"):
            tail += line["size_bytes"]
        elif line.get("hole"):
            hole, holes = hole + line["size_bytes"], holes + 1
    is_open = any(line.get("flexible") for line in row["members"])
    if end != row["size_bytes"] and not (is_open and end < row["size_bytes"]):
        yield f"the lines end at {end} of {row['size_bytes']}"
    wanted = {"hole_bytes": hole, "holes": holes, "padding_bytes": hole + tail,
              "tail_padding_bytes": tail}
    for key, count in wanted.items():
        if row[key] != count:
            yield f"{key} {row[key]}, the lines say {count}"


# Which row is which type of the report?

class Matched:
    def __init__(self):
        self.pairs = []    # (row, sized, differences): the best candidate
        self.absent = []   # types that the debug information does not have
        self.missed = []   # those that it has, and the JSON has not


def match(rows, report, described, unsized, coroutines_alike):
    """Find each of the report's types among the rows, by name.

    Short names can be shared (std has a dozen types called Error); the
    words of the path tell which are meant.  Where several rows remain, as
    with closures, which rustc numbers in one place and finds by line in
    another, the type must equal one of them.  Where none has such a path
    (std may show a thing elsewhere than it defines it), it must equal one
    that no other type of the report has claimed.
    """
    ours, theirs = by_key(rows, lambda row: row["name"], coroutines_alike), \
        by_key(described, lambda d: d.name, coroutines_alike)
    matched, claimed, later = Matched(), set(), []
    for sized in report:
        name = rust_names.parse(sized.name)
        if name is None:
            raise ValueError("not a type's name: " + sized.name)
        key = rust_names.key(name, coroutines_alike)
        likely = [row for found, row in ours[key]
                  if rust_names.is_suffix_like(name, found)]
        there = [d for found, d in theirs[key]
                 if rust_names.is_suffix_like(name, found)]
        is_shared = "{" in key
        if likely and not is_shared:
            claimed.update(row["name"] for row in likely)
        if likely or there:
            judge(matched, sized, likely, there, is_shared, unsized)
        else:
            later.append((key, sized))
    for key, sized in later:
        rest = [row for _, row in ours[key] if row["name"] not in claimed]
        there = [d for _, d in theirs[key] if d.name not in claimed]
        judge(matched, sized, rest, there, True, unsized)
    return matched


def by_key(things, name_of, coroutines_alike):
    found = collections.defaultdict(list)
    for thing in things:
        name = name_of(thing) and rust_names.parse(name_of(thing))
        if name:
            key = rust_names.key(name, coroutines_alike)
            found[key].append((name, thing))
    return found


def judge(matched, sized, rows, there, is_shared, unsized):
    """One type of the report against the rows that it may be.

    A name that others share proves nothing; then only a type of its size
    and alignment in the file says that it is there.
    """
    compared = sorted(((list(against_report(row, sized, unsized)), row)
                       for row in rows), key=lambda c: len(c[0]))
    if is_shared:
        there = [d for d in there
                 if (d.size, d.align) == (sized.size, sized.align)]
    is_equal = compared and not compared[0][0]
    if is_equal or compared and (there or not is_shared):
        matched.pairs.append((compared[0][1], sized, compared[0][0]))
    elif there:
        matched.missed.append(sized)
    else:
        matched.absent.append(sized)


def against_dwarf(rows, described):
    """Every type in the file is a row, and every row is in the file."""
    ours = collections.Counter((r["name"], r["size_bytes"], r["align_bytes"])
                               for r in rows)
    theirs = {(d.name, d.size, d.align) for d in described}
    for name, size, align in sorted(theirs - ours.keys(), key=str):
        yield f"{name}, {size} bytes, align {align}: not in the JSON"
    for name, size, align in sorted(ours.keys() - theirs, key=str):
        yield f"{name}, {size} bytes, align {align}: not in the file"
