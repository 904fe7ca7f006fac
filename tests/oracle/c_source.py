"""c_source.py - read C as text: which types a source defines, and where.

What comes in is the output of `cc -E`; what goes out is a list of Def, one
for each struct, union or enum that is given a body, in order of the source.
This is how the tests know what a file must hold without asking the program
that they test.  It knows the C of fixtures/c and of random_structs.py: no
macros that make types, no K&R functions, one definition begun on a line.

    struct shell {                    Def struct shell, members core, end
            struct core {             Def struct core, inside of shell
                    long fuel;
            } core;
            char end;
    };
"""
import os
import re

TOKEN = re.compile(r"""
    (?P<space>[ \t\f\v]+)
  | (?P<newline>\n)
  | (?P<mark>\#[ \t]+(?P<line>\d+)[ \t]+"(?P<file>[^"]*)"[^\n]*)
  | (?P<pragma>\#pragma[^\n]*)
  | (?P<other>\#[^\n]*)
  | (?P<string>L?"(?:\\.|[^"\\])*"|L?'(?:\\.|[^'\\])*')
  | (?P<word>[A-Za-z_]\w*)
  | (?P<number>\.?\d(?:[eEpP][+-]|[\w.])*)
  | (?P<sign>[-+*/%&|^<>=!]=|->|\+\+|--|<<|>>|&&|\|\||\.\.\.|[^\w\s])
""", re.X)

RECORDS = ("struct", "union", "enum")
# Words with an argument in parentheses that are no part of a declarator.
WITH_ARGUMENT = ("__attribute__", "__attribute", "_Alignas", "alignas",
                 "__declspec", "__asm__", "__typeof__", "typeof", "_BitInt")
QUALIFIERS = ("const", "volatile", "restrict", "__restrict", "_Atomic",
              "__restrict__", "__volatile__", "__const")


class Token(str):
    """A word of the source, which knows its place."""
    file = ""
    line = 0
    is_word = False


class Member:
    """One declarator of a struct or union; name None: anonymous."""

    def __init__(self):
        self.name = None
        self.width = None       # tokens of a bit-field's width
        self.specifiers = []    # its type: tokens before the declarators
        self.declarator = []
        self.inner = None       # the Def in its specifiers
        self.is_aligned = False     # by an attribute in its declaration
        self.line = 0

    @property
    def is_unnamed_bits(self):
        return self.width is not None and self.name is None

    @property
    def is_const(self):
        return "const" in self.specifiers

    @property
    def is_indirect(self):
        return "*" in self.declarator


class Def:
    """A struct, union or enum with a body."""

    def __init__(self):
        self.kind = ""
        self.tag = None         # its name after the keyword
        self.file = ""
        self.line = 0
        self.function = None    # inside of which function
        self.parent = None      # inside of which Def
        self.member = None      # of the parent: the one that it is the type of
        self.is_typedef = False
        self.declarator = []    # the first one after its '}'
        self.members = []
        self.enumerators = []
        self.pack = None        # #pragma pack(N) that holds here
        self.tokens = []        # from its keyword to the attributes after '}'

    @property
    def name(self):
        """As our JSON names it: tag, else typedef, else None."""
        if self.tag:
            return self.tag
        if self.is_typedef and len(self.declarator) == 1:
            return str(self.declarator[0])
        return None

    @property
    def own_words(self):
        """Before its body and after: not what its members ask for."""
        tokens = list(self.tokens)
        at = tokens.index("{")
        return tokens[:at] + tokens[closing(tokens, at):]

    @property
    def is_packed(self):
        return "packed" in self.own_words

    @property
    def is_aligned(self):
        return "aligned" in self.own_words

    def spell(self):
        """How C reaches the type; None: it cannot (an anonymous member)."""
        if self.tag:
            return "%s %s" % (self.kind, self.tag)
        if self.is_typedef:
            return self.name
        name = declared_name(self.declarator)
        if not name:
            return None
        if self.parent is None:
            return "__typeof__(%s)" % reach(name, self.declarator)
        outer = self.parent
        while outer.spell() is None:
            outer = outer.parent
            if outer is None:
                return None
        return "__typeof__(%s)" % reach(
            "((%s *)0)->%s" % (outer.spell(), name), self.declarator)

    def twin(self, tag):
        """The same text with another name: `struct tag {...} attributes`."""
        at = 1
        while self.tokens[at] != "{":
            at += 1
        head = [t for t in self.tokens[1:at] if t != self.tag]
        words = [self.kind] + head + [tag] + list(self.tokens[at:])
        text = " ".join(words) + ";"
        if self.pack:
            text = '_Pragma("pack(push, %s)") %s _Pragma("pack(pop)")' % (
                self.pack, text)
        return text

    def __repr__(self):
        return "%s %s %s:%d" % (self.kind, self.name, self.file, self.line)


class Source:
    """All that was found in one unit."""

    def __init__(self):
        self.defs = []
        self.typedefs = {}      # name: (specifiers, declarator)


def reach(expression, declarator):
    """The element behind `*name`, `name[2][3]`."""
    return ("*" * list(declarator).count("*") + expression +
            "[0]" * list(declarator).count("["))


def declared_name(declarator):
    """
    The name in a declarator without attributes: in parentheses after a '*',
    else the first word that stands before '(' or '[' or the end.

        (*(*get)(char))(long)     get
        *const names[3]           names
    """
    tokens = list(declarator)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token in ("*", "(") or token in QUALIFIERS:
            at += 1
            continue
        return str(token) if token.is_word else None
    return None


def tokenise(text):
    """Tokens with places; pragmas are tokens too."""
    tokens, file, line = [], "", 1
    for found in TOKEN.finditer(text):
        kind = found.lastgroup
        if found.group("mark"):
            # The newline after the mark counts one too many.
            line, file = int(found.group("line")) - 1, found.group("file")
            continue
        if kind == "newline":
            line += 1
        elif kind in ("pragma", "string", "word", "number", "sign"):
            token = Token(found.group())
            token.file, token.line = file, line
            token.is_word = kind == "word"
            tokens.append(token)
    return tokens


def closing(tokens, at):
    """Index of the bracket that closes the one at `at`."""
    pairs = {"(": ")", "{": "}", "[": "]"}
    mine, other, depth = tokens[at], pairs[tokens[at]], 0
    for i in range(at, len(tokens)):
        if tokens[i] == mine:
            depth += 1
        elif tokens[i] == other:
            depth -= 1
            if depth == 0:
                return i
    raise ValueError("%s:%d: never closed" % (tokens[at].file,
                                              tokens[at].line))


def skip_attributes(tokens, at):
    while at < len(tokens) and tokens[at] in WITH_ARGUMENT and \
            tokens[at] not in ("__typeof__", "typeof", "_BitInt"):
        at = closing(tokens, at + 1) + 1
    return at


def without_attributes(tokens):
    out, at = [], 0
    while at < len(tokens):
        if tokens[at] in WITH_ARGUMENT and tokens[at] not in (
                "__typeof__", "typeof", "_BitInt"):
            at = closing(tokens, at + 1) + 1
            continue
        out.append(tokens[at])
        at += 1
    return out


class Parser:
    def __init__(self, text):
        self.tokens = tokenise(text)
        self.source = Source()
        self.pack = None
        self.stack = []

    def pragma(self, text):
        """#pragma pack, as gcc and clang read it."""
        found = re.match(r"#pragma\s+pack\s*\(([^)]*)\)", text)
        if not found:
            return
        words = [w.strip() for w in found.group(1).split(",") if w.strip()]
        if words and words[0] == "push":
            self.stack.append(self.pack)
            words = words[1:]
        elif words and words[0] == "pop":
            self.pack = self.stack.pop() if self.stack else None
            return
        elif not words:
            self.pack = None
        if words:
            self.pack = words[0]

    def scope(self, at, end, function):
        """Declarations and, in a function, whatever else."""
        tokens, start = self.tokens, at
        while at < end:
            token = tokens[at]
            if token.startswith("#pragma"):
                self.pragma(token)
                start = at = at + 1
            elif token in RECORDS and self.body_of(at):
                at = self.definition(at, None, function, tokens[start:at])
            elif token == "{":
                close = closing(tokens, at)
                inside = function
                if function is None:
                    inside = self.function_name(start, at)
                self.scope(at + 1, close, inside)
                start = at = close + 1
            elif token == "=" and function is None:
                while tokens[at] != ";":
                    at = closing(tokens, at) if tokens[at] == "{" else at
                    at += 1
            elif token == ";":
                self.typedef(tokens[start:at])
                start = at = at + 1
            else:
                at += 1

    def function_name(self, start, at):
        while start < at and self.tokens[start] != "(":
            if self.tokens[start] in WITH_ARGUMENT:
                start = closing(self.tokens, start + 1)
            start += 1
        return str(self.tokens[start - 1])

    def typedef(self, tokens):
        if not tokens or tokens[0] not in ("typedef", "__extension__"):
            return
        while tokens and tokens[0] in ("typedef", "__extension__"):
            tokens = tokens[1:]
        specifiers, rest = split_specifiers(tokens)
        name = declared_name(rest)
        if name:
            self.source.typedefs[name] = (tokens, rest)

    def body_of(self, at):
        """Index of the '{' of the record whose keyword is at `at`."""
        tokens = self.tokens
        at = skip_attributes(tokens, at + 1)
        if tokens[at].is_word and tokens[at] not in WITH_ARGUMENT:
            at = skip_attributes(tokens, at + 1)
        return at if tokens[at] == "{" else 0

    def definition(self, at, parent, function, before):
        """One record; returns the index after it and its attributes."""
        tokens, found = self.tokens, Def()
        found.kind, found.file = str(tokens[at]), tokens[at].file
        found.line, found.parent = tokens[at].line, parent
        found.function, found.pack = function, self.pack
        found.is_typedef = "typedef" in before
        self.source.defs.append(found)

        name = skip_attributes(tokens, at + 1)
        if tokens[name].is_word and tokens[name] != "{":
            found.tag = str(tokens[name])
        open_at = self.body_of(at)
        close = closing(tokens, open_at)
        if found.kind == "enum":
            self.enumerators(found, open_at + 1, close)
        else:
            self.body(found, open_at + 1, close)
        after = skip_attributes(tokens, close + 1)
        found.tokens = [t for t in tokens[at:after]
                        if not t.startswith("#pragma")]
        stop = after
        while tokens[stop] not in (";", ",", "=", "{"):
            stop += 1
        found.declarator = without_qualifiers(
            without_attributes(tokens[after:stop]))
        return after

    def enumerators(self, found, at, end):
        expect = True
        while at < end:
            if tokens_is_open(self.tokens[at]):
                at = closing(self.tokens, at)
            elif self.tokens[at] == ",":
                expect = True
            elif expect:
                found.enumerators.append(str(self.tokens[at]))
                expect = False
            at += 1

    def body(self, found, at, end):
        """Member declarations, each up to its ';'."""
        tokens, start, inner = self.tokens, at, None
        plain = []              # the declaration without inner bodies
        while at < end:
            token = tokens[at]
            if token.startswith("#pragma"):
                self.pragma(token)
                at += 1
            elif token in RECORDS and self.body_of(at):
                index = len(self.source.defs)
                after = self.definition(at, found, found.function, plain)
                inner = self.source.defs[index]
                plain = plain + [token]
                plain.append(Token(inner.tag or "without_a_name"))
                plain[-1].is_word = True
                at = after
            elif token == ";":
                self.members(found, plain, inner)
                plain, inner, at = [], None, at + 1
                start = at
            else:
                plain.append(token)
                at += 1
        assert start == end, "%s: a member without ';'" % found

    def members(self, found, tokens, inner):
        """One declaration: `char a, *b, c : 3`."""
        is_aligned = bool({"aligned", "_Alignas", "alignas"} & set(tokens))
        tokens = without_attributes(tokens)
        if not tokens or tokens[0] == "_Static_assert":
            return
        specifiers, rest = split_specifiers(tokens)
        for declarator in split_commas(rest):
            member = Member()
            member.specifiers, member.inner = specifiers, inner
            member.line = tokens[0].line
            member.is_aligned = is_aligned
            if ":" in declarator:
                colon = declarator.index(":")
                member.width = declarator[colon + 1:]
                declarator = declarator[:colon]
            member.declarator = declarator
            member.name = declared_name(declarator)
            if member.name:
                for token in declarator:
                    if token == member.name:
                        member.line = token.line
            found.members.append(member)
            if inner is not None:
                inner.member = member


def tokens_is_open(token):
    return token in ("(", "{", "[")


def without_qualifiers(tokens):
    return [t for t in tokens if t not in QUALIFIERS]


def split_commas(tokens):
    out, depth = [[]], 0
    for token in tokens:
        if token in ("(", "[", "{"):
            depth += 1
        elif token in (")", "]", "}"):
            depth -= 1
        if token == "," and depth == 0:
            out.append([])
        else:
            out[-1].append(token)
    return out


TYPE_WORDS = set("""void char short int long float double signed unsigned
    _Bool bool _Complex __complex__ __int128 __float128 _Float128 _Decimal32
    _Decimal64 _Decimal128 __signed__ __int128_t __uint128_t
    __builtin_va_list""".split())


def split_specifiers(tokens):
    """
    Where the type ends and the declarators begin.

        const struct a *b [3]     const struct a | *b [3]
        spot_t from               spot_t | from
        unsigned int : 3          unsigned int | : 3
    """
    at, has_type = 0, False
    while at < len(tokens):
        token = tokens[at]
        if token in RECORDS:
            at += 1
            if at < len(tokens) and tokens[at].is_word:
                at += 1
            has_type = True
        elif token in ("__typeof__", "typeof", "_BitInt"):
            at = closing(tokens, at + 1) + 1
            has_type = True
        elif token == "_Atomic" and at + 1 < len(tokens) and \
                tokens[at + 1] == "(":
            at = closing(tokens, at + 1) + 1
            has_type = True
        elif token in TYPE_WORDS:
            has_type = True
            at += 1
        elif token in QUALIFIERS or token == "__extension__":
            at += 1
        elif token.is_word and not has_type:
            has_type = True         # a typedef's name
            at += 1
        else:
            break
    return tokens[:at], tokens[at:]


def read(text):
    """Source of what `cc -E` printed."""
    parser = Parser(text)
    parser.scope(0, len(parser.tokens), None)
    for found in parser.source.defs:
        found.file = os.path.basename(found.file)
    return parser.source
