"""rustc's layout of a type, in full: #[rustc_layout(debug)], asked and read.

The attribute on a type alias makes the compiler print, as an error, the
layout that it works with: size, alignment, the place of every field, how
variants are told apart, and the largest niche.  RUSTC_BOOTSTRAP=1 lets a
stable compiler do it.  Only types that have a name can be asked for.
"""

import re

import rust_compile

FEATURES = "#![feature(rustc_attrs)]"
ATTRIBUTES = ("rustc_layout", "rustc_dump_layout")
TOKEN = re.compile(r"\s*(-?\d+|[A-Za-z_]\w*|\.\.=|\.\.|.)")
BITS = {"I8": 8, "I16": 16, "I32": 32, "I64": 64, "I128": 128,
        "F16": 16, "F32": 32, "F64": 64, "F128": 128}


class Reader:
    """The text of Rust's {:#?}, as dicts, lists and numbers.

    A struct is a dict with its name under ""; a tuple struct of one value is
    that value, of more a list of them with the name in front; a range is
    ("range", first, last), and wraps where first > last.
    """

    def __init__(self, text):
        self.tokens = TOKEN.findall(text)
        self.at = 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def accept(self, token):
        if self.peek() == token:
            self.at += 1
            return True
        return False

    def value(self):
        first = self.atom()
        if self.accept("|"):
            # (..=5) | (250..): what is in neither is invalid
            second = self.atom()
            return ("range", second[1], first[2])
        return first

    def atom(self):
        token = self.take()
        if re.match(r"-?\d", token):
            return self.number(int(token))
        if token in ("..=", ".."):
            last = self.take() if re.match(r"\d", self.peek()) else None
            return ("range", 0, int(last) if last else None)
        if token == "[":
            return self.items("]")
        if token == "(":
            inside = self.items(")")
            return inside[0] if len(inside) == 1 else inside
        if self.accept("{"):
            return self.struct(token)
        if self.accept("("):
            inside = self.items(")")
            return inside[0] if len(inside) == 1 else [token] + inside
        return token

    def number(self, number):
        self.accept("bytes") or self.accept("byte")
        if self.accept("..="):
            return ("range", number, int(self.take()))
        if self.accept(".."):
            last = self.take() if re.match(r"\d", self.peek()) else None
            return ("range", number, int(last) - 1 if last else None)
        return number

    def items(self, closing):
        inside = []
        while not self.accept(closing):
            inside.append(self.value())
            self.accept(",")
        return inside

    def struct(self, name):
        inside = {"": name}
        while not self.accept("}"):
            key = self.take()
            if key == "..":
                continue
            if not self.accept(":"):
                raise ValueError(f"layout: no value for {key}")
            inside[key] = self.value()
            self.accept(",")
        return inside


class Niche:
    def __init__(self, offset, size, first, last):
        self.offset = offset
        self.size = size
        self.first = first  # the valid values; wraps where first > last
        self.last = last

    @property
    def available(self):
        return (self.first - self.last - 1) % (1 << 8 * self.size)


class Layout:
    def __init__(self, size, align):
        self.size = size
        self.align = align
        self.is_uninhabited = False
        self.is_sized = True
        self.offsets = []        # of the fields, in order of the source
        self.encoding = "none"   # direct, niche; none: one variant or none
        self.only = None         # index of that one variant
        self.tag_offset = self.tag_size = None
        self.variants = []       # Layout of each, where there are several
        self.niche_values = {}   # variant's index: value of the tag
        self.dataful = None      # index of the variant without a value
        self.niche = None        # the largest


def scalar_bytes(scalar, pointer_bytes):
    """[Int, I32, false] or Pointer(..): how many bytes?"""
    word = scalar[1] if isinstance(scalar, list) and scalar[0] == "Int" \
        else scalar
    if isinstance(word, str) and word in BITS:
        return BITS[word] // 8
    if isinstance(scalar, list) and scalar[0] in BITS:
        return BITS[scalar[0]] // 8
    return pointer_bytes


def initialized(scalar):
    """Newer compilers wrap a scalar in Initialized { .. }."""
    return scalar if isinstance(scalar, dict) and "value" in scalar else None


def make_layout(raw, pointer_bytes):
    align = raw["align"]
    while isinstance(align, dict):
        align = align["abi"]
    layout = Layout(raw["size"], align)
    abi = raw.get("backend_repr", raw.get("abi"))
    layout.is_sized = not (isinstance(abi, dict)
                           and abi.get("sized") == "false")
    layout.is_uninhabited = raw.get("uninhabited") == "true" \
        or abi == "Uninhabited"
    fields = raw["fields"]
    if isinstance(fields, dict) and "offsets" in fields:
        layout.offsets = fields["offsets"]
    if isinstance(raw["largest_niche"], dict):
        niche = raw["largest_niche"]
        size = scalar_bytes(niche["value"], pointer_bytes)
        layout.niche = Niche(niche["offset"], size,
                             *whole_range(niche["valid_range"], size))
    variants = raw["variants"]
    if isinstance(variants, dict) and variants[""] == "Multiple":
        make_variants(layout, variants, pointer_bytes)
    elif isinstance(variants, dict):
        layout.only = variants.get("index")
    return layout


def whole_range(valid, size):
    top = (1 << 8 * size) - 1
    first, last = valid[1] or 0, valid[2]
    return first, top if last is None else last


def make_variants(layout, raw, pointer_bytes):
    tag = initialized(raw["tag"])
    layout.tag_offset = layout.offsets[int(raw["tag_field"])]
    layout.tag_size = scalar_bytes(tag["value"], pointer_bytes)
    for variant in raw["variants"]:
        if "fields" in variant:
            layout.variants.append(make_layout(variant, pointer_bytes))
        else:
            inner = Layout(variant["size"], None)
            inner.offsets = variant["field_offsets"]
            layout.variants.append(inner)
    coding = raw["tag_encoding"]
    if coding == "Direct":
        layout.encoding = "direct"
        return
    layout.encoding = "niche"
    layout.dataful = coding.get("untagged_variant",
                                coding.get("dataful_variant"))
    first, last = coding["niche_variants"][1:]
    for index in range(first, last + 1):
        if index != layout.dataful:
            layout.niche_values[index] = (coding["niche_start"] + index
                - first) % (1 << 8 * layout.tag_size)


def read_messages(messages, first_line, pointer_bytes=8):
    """{number of the alias: Layout} from the compiler's JSON messages."""
    found = {}
    for message in messages:
        m = re.match(r"layout_of\(.*\) = Layout \{", message["message"], re.S)
        if m:
            text = message["message"][m.end() - len("Layout {"):]
            raw = Reader(text).value()
            line = rust_compile.line_of(message)
            found[line - first_line] = make_layout(raw, pointer_bytes)
    return found
