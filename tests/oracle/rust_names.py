"""One Rust type, three spellings, one key.

rustc's size report, its debug information and its source code each spell a
type in their own way:

    report   std::option::Option<std::boxed::Box<dyn std::fmt::Debug>>
    DWARF    core::option::Option<alloc::boxed::Box<dyn core::fmt::Debug, ..>>
    source   Option<Box<dyn Debug>>

parse() reads any of them.  key() drops what the spellings do not share: the
modules on the way, lifetimes, the default allocator and hasher, the numbers
of closures, the name of a function item.  source() spells a DWARF name so
that rustc can read it again, where a name exists.
"""

import functools
import re

TOKEN = re.compile(r"""
    \s+ | (?P<life>'[A-Za-z_]\w*\b(?!')) | (?P<text>"[^"]*"|'(?:\\.[^']*|[^'])')
  | (?P<word>(?:r\#)?[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*(?:\#\d+)?)
  | (?P<number>-?\d\w*) | (?P<mark>::|->|\.\.=|[^\w\s])""", re.X)

DEFAULTS = {"Global", "RandomState"}
# Of no known size, as their last field has none; and private to std, so that
# rustc cannot be asked.
UNSIZED = {"str", "Slice", "Wtf8", "Utf8Lossy", "Request"}
# Of a known size, whatever they point to.
INDIRECT = {"Box", "Rc", "Arc", "Weak", "NonNull", "Unique", "PhantomData",
            "Pin", "Option", "Cow", "Result", "DynMetadata"}
CALLS = {"Fn", "FnMut", "FnOnce", "AsyncFn", "AsyncFnMut", "AsyncFnOnce"}


class NameError_(Exception):
    pass


class Type:
    """What parse() makes of a name; `kind` says which of the rest is set."""

    def __init__(self, kind, parts=(), name="", path=(), lives=0):
        self.kind = kind          # path ref pointer tuple array fn dyn token
        self.parts = list(parts)  # type arguments, elements, bounds
        self.name = name          # last word of the path, or the token
        self.path = list(path)    # every word of the path
        self.lives = lives        # lifetimes that were spelt

    def words(self):
        yield self
        for part in self.parts:
            if isinstance(part, Type):
                yield from part.words()


class Parser:
    def __init__(self, text):
        self.text = text
        self.tokens = [m for m in TOKEN.finditer(text) if m.lastgroup]
        self.at = 0

    def peek(self, ahead=0):
        i = self.at + ahead
        return self.tokens[i].group() if i < len(self.tokens) else None

    def group(self):
        return self.tokens[self.at].lastgroup if self.peek() else None

    def take(self, expected=None):
        token = self.peek()
        if token is None or (expected and token != expected):
            raise NameError_(f"{self.text}: {expected or 'more'} expected")
        self.at += 1
        return token

    def accept(self, token):
        if self.peek() == token:
            self.at += 1
            return True
        return False

    def skip(self, opening, closing):
        """Pass over a bracketed part; return its text without the ends."""
        start = self.tokens[self.at].end()
        self.take(opening)
        depth = 1
        while depth:
            token = self.take()
            if token == opening:
                depth += 1
            elif token == closing:
                depth -= 1
        return self.text[start : self.tokens[self.at - 1].start()]

    def list_until(self, closing):
        parts = []
        while not self.accept(closing):
            parts.append(self.argument())
            if not self.accept(","):
                self.take(closing)
                break
        return parts

    def argument(self):
        if self.group() == "life":
            self.take()
            return None
        if self.group() == "word" and self.peek(1) == "=":
            name = self.take()
            self.take("=")
            return Type("binding", [self.type()], name)
        return self.type()

    def type(self):
        token = self.peek()
        if token == "for":
            self.take()
            self.skip("<", ">")
            return self.type()
        if token in ("&", "*"):
            return self.pointer()
        if token == "(":
            self.take()
            parts = self.list_until(")")
            if len(parts) == 1 and parts[0].kind == "dyn":
                return parts[0]
            return Type("tuple", parts)
        if token == "[":
            return self.bracket()
        if token in ("fn", "unsafe", "extern"):
            return self.function()
        if token == "dyn":
            self.take()
            return self.bounds()
        if token == "impl":
            self.take()
            self.bounds()
            return Type("token", name="impl")
        if token in ("!", "_") or self.group() in ("number", "text"):
            return Type("token", name=self.take())
        return self.path()

    def pointer(self):
        if self.take() == "*":
            word = self.take()
            return Type("pointer", [self.type()], word)
        if self.group() == "life":
            self.take()
        word = "mut" if self.accept("mut") else ""
        return Type("ref", [self.type()], word)

    def bracket(self):
        word = self.peek(1)
        if word in ("closure", "static", "generator", "async"):
            self.skip("[", "]")
            return Type("path", name="{closure}" if word == "closure"
                        else "{coroutine}")
        self.take("[")
        parts = [self.type()]
        if self.accept(";"):
            parts.append(self.type())
        self.take("]")
        return Type("array", parts)

    def function(self):
        words = []
        while self.peek() != "fn":
            words.append(self.take())
        self.take("fn")
        self.take("(")
        parts = self.list_until(")")
        result = self.type() if self.accept("->") else Type("tuple")
        item = self.peek() == "{"
        if item:
            self.skip("{", "}")
        return Type("fn", parts + [result], " ".join(words),
                    ["item"] if item else [])

    def bounds(self):
        parts = []
        while True:
            if self.group() == "life":
                self.take()
            else:
                parts.append(self.type())
            if not self.accept("+"):
                return Type("dyn", parts)

    def path(self):
        path, found = [], None
        while True:
            if self.peek() == "{":
                found = self.brace(path)
            elif self.peek() == "<":
                self.skip("<", ">")
                found = Type("path", name="<impl>")
            elif self.group() == "word":
                found = Type("path", name=self.take())
            else:
                raise NameError_(f"{self.text}: no type at {self.peek()}")
            if self.peek() == "<" or (self.peek() == "::"
                                      and self.peek(1) == "<"):
                self.accept("::")
                self.generics(found)
            elif self.peek() == "(" and found.name in CALLS:
                self.call(found)
            path.append(found.name)
            if not self.accept("::"):
                found.path = path
                return found

    def generics(self, found):
        if self.peek(1) == "impl":
            self.skip("<", ">")
            return
        self.take("<")
        parts = self.list_until(">")
        found.parts = [p for p in parts if p is not None]
        found.lives = len(parts) - len(found.parts)

    def call(self, found):
        """Fn(A, B) -> C is Fn<(A, B), Output = C>."""
        self.take("(")
        arguments = Type("tuple", self.list_until(")"))
        result = self.type() if self.accept("->") else Type("tuple")
        found.parts = [arguments, Type("binding", [result], "Output")]

    def brace(self, path):
        inside = self.skip("{", "}")
        m = re.match(r"(closure|async_fn|async_block|async_closure|gen_fn"
                     r"|gen_block|coroutine)_env#\d+$", inside)
        if inside.startswith("closure@") or m and m[1] == "closure":
            name = "{closure}"
        elif m and m[1] == "async_fn":
            name = "{async %s}" % (path[-1] if path else "")
        elif m:
            name = "{%s}" % m[1].replace("_", " ")
        elif inside.startswith("async fn body of "):
            body = Parser(inside[len("async fn body of "):-2]).type()
            name = "{async %s}" % body.name
        elif "@" in inside:
            name = "{%s}" % inside.split("@")[0].replace(" body", "")
        else:
            name = "{%s}" % inside
        found = Type("path", name=name)
        found.is_env = name.startswith(("{closure}", "{async", "{cor", "{gen"))
        return found


@functools.lru_cache(maxsize=None)
def parse(text):
    """Read one type; None if the text is not one."""
    parser = Parser(text)
    try:
        found = parser.type()
    except NameError_:
        return None
    return found if parser.peek() is None else None


def key(found, coroutines_alike=False):
    """The part of a name that all spellings share."""

    def spell(t):
        parts = [spell(p) for p in t.parts]
        if t.kind == "ref":
            return "&" + t.name + " " + parts[0]
        if t.kind == "pointer":
            return "*" + t.name + " " + parts[0]
        if t.kind == "tuple":
            return "(" + ", ".join(parts) + ")"
        if t.kind == "array":
            return "[" + "; ".join(parts) + "]"
        if t.kind == "fn":
            return t.name + " fn(" + ", ".join(parts[:-1]) + ")->" + parts[-1]
        if t.kind == "dyn":
            return "dyn " + " + ".join(sorted(parts))
        if t.kind == "binding":
            return t.name + "=" + parts[0]
        if t.kind == "token":
            return t.name
        if t.name.startswith("{"):
            alike = coroutines_alike and t.name != "{closure}"
            return "{coroutine}" if alike else t.name
        parts = [p for p in parts if p not in DEFAULTS]
        return t.name + ("<" + ", ".join(parts) + ">" if parts else "")

    return spell(found)


def is_unsized(found):
    """A slice, str or trait object, or something that ends in one."""
    if found.kind == "dyn":
        return True
    if found.kind == "array":
        return len(found.parts) == 1
    if found.kind == "path" and found.parts:
        if found.name in INDIRECT:
            return False
        last = [p for p in found.parts if key(p) not in DEFAULTS][-1:]
        return bool(last) and is_unsized(last[0])
    return found.name in UNSIZED


def is_unsized_name(name):
    found = name and parse(name)
    return bool(found) and is_unsized(found)


def function_pointers(names):
    """Keys of those names whose every `fn` is a pointer, here and always."""
    pointers, items = set(), set()
    for found in map(parse, names):
        functions = [t for t in found.words() if t.kind == "fn"]
        if functions:
            is_item = any(t.path for t in functions)
            (items if is_item else pointers).add(key(found))
    return pointers - items


def is_path_like(short, full):
    """Within std paths differ; a crate's own are as they are, but for the
    crate's name, which the report leaves out of those it was compiled from.
    """
    if "<impl>" in short or any(word[0] in "{<" for word in full):
        return True
    if short and short[0] in ("std", "core", "alloc"):
        rest = iter(full)
        return all(word in rest for word in short[1:])
    return short == full[1:] or short[:1] == full[:1] or len(full) == 1


def is_suffix_like(short, full):
    """Do the words of public paths stand in order in the defining ones?

    For two names of one key: std::io::Error can be core::io::error::Error
    and cannot be core::fmt::Error, also as an argument of others.
    """
    if short.kind == "path" and not short.name.startswith("{") \
            and not is_path_like(short.path, full.path):
        return False
    ours, theirs = ([p for p in t.parts if key(p) not in DEFAULTS]
                    for t in (short, full))
    if short.kind == "dyn":
        ours, theirs = sorted(ours, key=key), sorted(theirs, key=key)
    return all(map(is_suffix_like, ours, theirs))


# Where std defines a thing, and where it shows it.
PUBLIC = [(re.compile("^" + a), b) for a, b in (
    (r"core::ops::(range|control_flow|function|deref)::", "std::ops::"),
    (r"core::num::(nonzero|error|wrapping|saturating)::", "std::num::"),
    (r"core::cell::(once|lazy)::", "std::cell::"),
    (r"core::ptr::(non_null|alignment)::", "std::ptr::"),
    (r"core::mem::(maybe_uninit|manually_drop)::", "std::mem::"),
    (r"core::task::(wake|poll)::", "std::task::"),
    (r"core::future::future::", "std::future::"),
    (r"core::net::(ip_addr|socket_addr)::", "std::net::"),
    (r"core::alloc::layout::", "std::alloc::"),
    (r"core::panic::(location|panic_info)::", "std::panic::"),
    (r"core::iter::(adapters|sources)::\w+::", "std::iter::"),
    (r"core::str::(iter|error|lossy)::", "std::str::"),
    (r"core::slice::iter::", "std::slice::"),
    (r"core::array::iter::", "std::array::"),
    (r"core::ffi::c_str::", "std::ffi::"),
    (r"alloc::ffi::c_str::", "std::ffi::"),
    (r"alloc::vec::(into_iter|drain)::", "std::vec::"),
    (r"alloc::collections::btree::(map|set)::", r"std::collections::btree_\1::"),
    (r"std::collections::hash::(map|set)::", r"std::collections::hash_\1::"),
    (r"std::sync::poison::(mutex|rwlock)::", "std::sync::"),
    (r"std::sync::poison::", "std::sync::"),
    (r"std::sync::(mutex|rwlock|once|once_lock|lazy_lock|condvar)::",
     "std::sync::"),
    (r"std::io::error::", "std::io::"),
    (r"std::net::(ip|addr|ip_addr|socket_addr)::", "std::net::"),
    (r"std::os::fd::owned::", "std::os::unix::io::"),
    (r"std::ffi::os_str::", "std::ffi::"),
    (r"std::thread::(join_handle|thread|local)::", "std::thread::"),
    (r"(core|alloc)::", "std::"),
)]

# How many lifetimes a library type takes; the fixtures' own are counted in
# their sources.
LIVES = {"Cow": 1, "Chars": 1, "CharIndices": 1, "Iter": 1, "IterMut": 1,
         "Drain": 1, "Context": 1, "Formatter": 1, "Arguments": 1,
         "BorrowedFd": 1, "MutexGuard": 1, "Ref": 1, "RefMut": 1,
         "PeekMut": 1, "Location": 1}


def source(found, crate, lives):
    """Spell a DWARF name as source inside `crate`; None if it cannot be."""
    try:
        return spell_source(found, crate, {**LIVES, **lives})
    except NameError_:
        return None


def spell_source(t, crate, lives):
    parts = [spell_source(p, crate, lives) for p in t.parts]
    if t.kind == "ref":
        return "&'static " + t.name + " " + parts[0]
    if t.kind == "pointer":
        return "*" + t.name + " " + parts[0]
    if t.kind == "tuple":
        return "(" + "".join(p + ", " for p in parts) + ")"
    if t.kind == "array":
        return "[" + "; ".join(parts) + "]"
    if t.kind == "fn":
        return f"{t.name} fn({', '.join(parts[:-1])}) -> {parts[-1]}"
    if t.kind == "dyn":
        return "(dyn " + " + ".join(parts) + " + 'static)"
    if t.kind == "binding":
        return t.name + " = " + parts[0]
    if t.kind == "token":
        return t.name
    return spell_path(t, parts, crate, lives)


def spell_path(t, parts, crate, lives):
    if any(word[0] in "{<" for word in t.path):
        raise NameError_("no name")
    path = "::".join(t.path)
    if t.path[0] == crate:
        path = "crate::" + "::".join(t.path[1:])
    else:
        for pattern, public in PUBLIC:
            path, count = pattern.subn(public, path)
            if count:
                break
    if t.name in CALLS and len(t.parts) == 2:
        arguments = t.parts[0].parts
        inner = [spell_source(a, crate, lives) for a in arguments]
        result = spell_source(t.parts[1].parts[0], crate, lives)
        return f"{path}({', '.join(inner)}) -> {result}"
    parts = [spelt for spelt, p in zip(parts, t.parts)
             if p.kind != "path" or p.name not in DEFAULTS]
    own = lives.get(t.name, 0) if len(t.path) > 1 else 0
    parts = ["'static"] * own + parts
    return path + ("<" + ", ".join(parts) + ">" if parts else "")
