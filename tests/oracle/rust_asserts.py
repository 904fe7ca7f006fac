"""Facts of our JSON, put to rustc as assertions that it evaluates.

Each row of the JSON whose type has a name in the source becomes lines like
these, appended to the source and compiled:

    const _: () = assert!(size_of::<Event>() == 80);
    const _: () = assert!(size_of::<Option<Event>>() == 80);
    const _: () = assert!(offset_of!(Ordered, b) == 0);
    const _: () = assert!(Negative::Minus as i128 == -1);
    const _: () = assert!(reads_as!(Event, 80, [(0, 2)], Event::Write));

The last makes a value of 80 zero bytes but for a 2 at byte 0, and asks which
variant it is.
"""

import collections
import re

import rust_compile
import rust_names

Fact = collections.namedtuple("Fact", "line row what")

PRELUDE = r"""
#[repr(C)]
union AsBytes<T, const N: usize> {
    bytes: [u8; N],
    value: ::core::mem::ManuallyDrop<T>,
}
macro_rules! reads_as {
    ($type:ty, $size:expr, [$(($at:expr, $byte:expr)),*], $($way:tt)*) => {
        unsafe {
            let mut it = AsBytes::<$type, $size> { bytes: [0; $size] };
            $( it.bytes[$at] = $byte; )*
            let it = it;
            let value = &it as *const AsBytes<$type, $size> as *const $type;
            matches!(*value, $($way)* { .. })
        }
    };
}
""".replace("\n", " ")


def lifetimes_of(source):
    """{name: how many lifetimes it takes} of a source's own types."""
    found = {}
    for m in re.finditer(r"\b(?:struct|enum|union)\s+(\w+)\s*<([^>{(]*)",
                         source.read_text()):
        found[m[1]] = m[2].count("'")
    return found


class Namer:
    """Finds the source's word for a row's type, where it has one."""

    def __init__(self, source, rows, pointers):
        self.crate = source.stem
        self.lives = lifetimes_of(source)
        self.count = collections.Counter(r["name"] for r in rows)
        self.pointers = pointers

    def parse(self, row):
        name = row["name"]
        if not name or self.count[name] > 1:
            return None
        found = rust_names.parse(name)
        if found is None or found.kind == "dyn":
            return None
        # DWARF gives a function's own type, which is empty, the name of a
        # pointer to it; rustc's report tells them apart.
        if any(t.kind == "fn" for t in found.words()) \
                and rust_names.key(found) not in self.pointers:
            return None
        return found

    def name(self, row):
        found = self.parse(row)
        return found and rust_names.source(found, self.crate, self.lives)

    def is_own(self, row):
        return (row["name"] or "").startswith(self.crate + "::")


def facts_of(rows, namer, has_offset_of, little=True):
    facts = []
    for row in rows:
        name = namer.name(row)
        if name is None or row["size_bytes"] is None:
            continue

        def say(what, claim):
            facts.append(Fact(f"const _: () = assert!({claim});", row, what))

        say("size", f"::core::mem::size_of::<{name}>() == "
            f"{row['size_bytes']}")
        say("align", f"::core::mem::align_of::<{name}>() == "
            f"{row['align_bytes']}")
        if "option_size_bytes" in row:
            say("size of an Option", "::core::mem::size_of::<::core::option::"
                f"Option<{name}>>() == {row['option_size_bytes']}")
        if has_offset_of and row["kind"] != "enum":
            for member in row["members"]:
                place(row, namer, name, member, say)
        path = re.sub(r"<.*", "", name)
        for item in row.get("enumerators", ()):
            wide = "u128" if int(item["value"]) > 0 else "i128"
            say(f"value of {item['name']}",
                f"{path}::{item['name']} as {wide} == {item['value']}")
        if "variants" in row and namer.parse(row).path[-1:] != []:
            for variant in row["variants"]:
                reads_as(row, name, path, variant, say, little)
    return facts


def place(row, namer, name, member, say):
    """Only fields that the appended lines may see."""
    if member.get("hole") or member["offset_bytes"] is None:
        return
    if not namer.is_own(row) and not row["name"].startswith("("):
        return
    field = re.sub(r"^__(\d+)$", r"\1", member["name"])
    say(f"offset of {member['name']}", f"::core::mem::offset_of!({name}, "
        f"{field}) == {member['offset_bytes']}")


def reads_as(row, name, path, variant, say, little):
    if variant.get("uninhabited"):
        return
    tag = row["tag"]
    bytes_ = []
    if tag["encoding"] != "none":
        value = variant["discr"]
        if value is None:
            taken = {int(v["discr"]) for v in row["variants"]
                     if v["discr"] is not None}
            value = next(v for v in range(len(taken) + 1) if v not in taken)
        size = tag["size_bytes"]
        value = int(value) % (1 << 8 * size)
        raw = value.to_bytes(size, "little" if little else "big")
        bytes_ = [(tag["offset_bytes"] + i, b) for i, b in enumerate(raw)
                  if b]
    pairs = ", ".join(f"({at}, {byte})" for at, byte in bytes_)
    say(f"variant {variant['name']}", f"reads_as!({name}, "
        f"{row['size_bytes']}, [{pairs}], {path}::{variant['name']})")


def put(compiler, source, facts, folder, features=""):
    """Compile; return (held, broken facts with reasons, not sayable)."""
    facts, unsayable = list(facts), []
    for _ in range(10):
        lines = [PRELUDE] + [fact.line for fact in facts]
        errors, first = compiler.ask(source, lines, folder, features)
        broken, dropped = {}, {}
        for error in errors:
            line = rust_compile.line_of(error)
            if line is None:
                continue
            at = line - first - 1
            if at < 0:
                raise RuntimeError(f"{source}: {error['rendered']}")
            code = (error["code"] or {}).get("code")
            (broken if code == "E0080" else dropped)[at] = error
        if not dropped:
            wrong = [(facts[at], error) for at, error in broken.items()]
            return len(facts) - len(broken), wrong, unsayable
        unsayable += [(facts[at], dropped[at]) for at in dropped]
        facts = [f for at, f in enumerate(facts) if at not in dropped]
    raise RuntimeError(f"{source}: the questions do not compile")
