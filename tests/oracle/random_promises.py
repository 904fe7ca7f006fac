"""Follow the ideas on random types: the same types, changed as told.

A type's source is taken apart into its members, the one that the idea names
gets another type, and the result is a type of its own beside the others.
"""

import re

import random_rust


def split(text):
    """At commas that no bracket holds."""
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        # -> is no bracket
        if letter in "([{<":
            depth += 1
        elif letter in ")]}" or letter == ">" and text[at - 1] != "-":
            depth -= 1
        elif letter == "," and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def body_of(text):
    """(before, bracket, parts, after) of a declaration or a variant."""
    attribute = text.index("]") if text.startswith("#[") else 0
    match = re.compile(r"[({]").search(text, attribute)
    if not match:
        return text, "", [], ""
    closing = {"(": ")", "{": "}"}[match[0]]
    end = text.rindex(closing)
    return (text[:match.start()], match[0],
            split(text[match.end():end]), text[end + 1:])


def name_of(part, index):
    match = re.match(r"(?:pub )?(f\d+):", part)
    return match[1] if match else f"__{index}"


def retype(part, change):
    match = re.match(r"((?:pub )?(?:f\d+: )?)(.*)", part)
    changed = change(match[2])
    return changed and match[1] + changed


def join(before, bracket, parts, after):
    closing = {"(": ")", "{": "}", "": ""}[bracket]
    return f"{before}{bracket}{', '.join(parts)}{closing}{after}"


def nonzero(text):
    match = re.match(r"Option<([ui])(\d+|size)>$", text)
    return match and f"Option<NonZero{match[1].upper()}{match[2]}>"


def slice_of(text):
    swaps = {"String": "Box<str>", "Vec<u64>": "Box<[u64]>",
             "Option<String>": "Option<Box<str>>",
             "Option<Vec<u64>>": "Option<Box<[u64]>>"}
    return swaps.get(text)


def boxed(text):
    return f"Box<{text}>"


CHANGES = {"nonzero": nonzero, "box-slice": slice_of, "box-variant": boxed}


def change_member(text, member, change):
    """The declaration or variant with that member changed; or None."""
    before, bracket, parts, after = body_of(text)
    for index, part in enumerate(parts):
        if name_of(part, index) == member:
            parts[index] = retype(part, change)
            if parts[index]:
                return join(before, bracket, parts, after)
    return None


def in_variant(text, variant, change):
    before, bracket, parts, after = body_of(text)
    for index, part in enumerate(parts):
        if re.match(r"\w+", part)[0] == variant:
            parts[index] = change(part)
            if parts[index]:
                return join(before, bracket, parts, after)
    return None


def box_all(part):
    before, bracket, parts, after = body_of(part)
    types = [re.sub(r"^(pub )?(f\d+: )?", "", p) for p in parts]
    return before.rstrip() + f"(Box<({', '.join(types)},)>)" + after


def drop_repr(text):
    match = re.match(r"#\[repr\(([^)]*(?:\(\d+\))?[^)]*)\)\] (.*)", text)
    if not match:
        return None
    # V0(u8) = 0 is what it would be anyway, and wants the repr.
    plain = re.sub(r" = -?\d+", "", match[2])
    kept = [word for word in match[1].split(", ") if "align" in word]
    return (f"#[repr({', '.join(kept)})] " if kept else "") + plain


def follow(text, idea):
    """The source as the idea wants it; None: not by this program."""
    kind, member = idea["kind"], idea.get("member")
    variant = idea.get("variant")
    if idea.get("type"):
        return None
    if kind == "drop-repr":
        return drop_repr(text)
    if kind == "box-variant" and not member:
        return in_variant(text, variant, box_all)
    if kind not in CHANGES or not member:
        return None

    def change(part):
        return change_member(part, member, CHANGES[kind])
    return in_variant(text, variant, change) if variant else change(text)


def after_source(made, rows):
    """(source, [(name, idea, text)]) with one type more for each idea."""
    text = random_rust.source(made)
    asked = []
    for name, _, declaration in made:
        for idea in rows.get(name, {}).get("ideas", []):
            changed = follow(declaration, idea)
            if not changed:
                continue
            alias = f"A{len(asked)}"
            text += re.sub(rf"\b{name}\b", alias, changed, count=1) + "\n"
            asked.append((alias, idea, declaration))
    calls = "".join(f'println!("{{}}", std::mem::size_of::<{alias}>());\n'
                    for alias, _, _ in asked)
    return text + f"fn main() {{\n{calls}}}\n", asked
