"""Names that try to break out of each format, and documents that hold them."""

import json
import pathlib

# What each is for: a terminal, eyes, HTML, CDATA, GitHub, percent codes, TAP,
# tables, comments of C and HTML, YAML, and simply length.
NAMES = {
    "escape": "a\x1b[31mb\x1b]0;x\x07", "control": "a\x01\x08\x7f\x85\x9bb", "lines": "a\nb\r\nc\u2028d\u2029e", "tab": "a\tb\tc",
    "bidi": "a\u202eb\u2066c\u2069", "invisible": "a\u200b\u200d\ufeffb\U000e0001", "script": "</script><script>alert(1)</script>",
    "cdata": "]]>&amp;<x y='z'>\"", "command": "::error::x", "command in lines": "a\n::error file=x::b\n##[error]c", "percent": "%0A::error::x%25%0D%3A%2C",
    "properties": "x,line=1,title=y::z", "tap": "a # SKIP\nok 99 - x\nBail out! b\\", "tap plan": "1..0 # SKIP all",
    "bars": "a|b\\|c\\\\|d|", "ticks": "`a``b```c`", "ticks at the ends": "`|`", "links": "[a](http://x.y) @user #1 www.x.y *b* _c_ ~~d~~ &lt;",
    "comments": "*/ int x; /* --> <!-- -- //", "yaml": "a: \"b\"\n...\n---\n- c", "format": "%s%n%d", "quotes": "'\"\\\"\\",
    "wide": "\u00e9\u4e2d\U0001f600", "empty": " ", "long": "long" * 16384,
}
BAD_UTF8 = b"a\xff\xfe\xc0\x80\xed\xa0\x80\xf5z"


def snapshot(name, file, grown=0):
    """A document with the name wherever one may stand: by hand, so that it
    may hold bytes that are no UTF-8."""
    words = b"BAD" if isinstance(name, bytes) else json.dumps(name).encode()[1:-1]
    page = {
        "schema": "layoutscope/1", "tool": {"name": "layoutscope", "version": "0"},
        "input": {"file": "@", "target": "x86_64", "pointer_bytes": 8, "endian": "little", "cacheline_bytes": 64,
                  "producers": ["@"], "dwarf_versions": [5], "reader": "scan"},
        "types": [
            {"name": "@", "kind": "struct", "lang": "c", "decl": {"file": "@", "line": 1, "column": 2}, "size_bytes": 24 + grown,
             "align_bytes": 8, "align_from": "members", "packed": False, "members": [
                 {"name": "@", "type": "char", "offset_bytes": 0, "size_bytes": 1, "align_bytes": 1, "decl_line": 3, "declared": 0},
                 {"name": "l", "type": "@", "offset_bytes": 8, "size_bytes": 8, "align_bytes": 8, "declared": 1},
                 {"name": "@2", "type": "char", "offset_bytes": 16, "size_bytes": 1, "align_bytes": 1, "declared": 2}]
             + ([{"name": "@3", "type": "@", "offset_bytes": 24, "size_bytes": 8, "align_bytes": 8, "declared": 3}] if grown else [])},
            {"name": "@e", "kind": "enum", "lang": "c", "decl": {"file": "@", "line": 9}, "size_bytes": 4, "align_bytes": 4,
             "align_from": "abi", "underlying": "@", "enumerators": [{"name": "@", "value": "1"}, {"name": "@2", "value": "2"}]},
            {"name": "m::@", "kind": "enum", "lang": "rust", "decl": None, "size_bytes": 16 + grown, "align_bytes": 8, "align_from": "dwarf",
             "tag": {"encoding": "direct", "offset_bytes": 0, "size_bytes": 1, "type": "u8"},
             "variants": [{"name": "@", "discr": "0", "members": [{"name": "@", "type": "u64", "offset_bytes": 8, "size_bytes": 8, "align_bytes": 8}]},
                          {"name": "@2", "discr": "1", "members": []}]}],
        "summary": {}, "warnings": []}
    data = json.dumps(page).encode().replace(b"@", words)
    if isinstance(name, bytes):
        data = data.replace(b"BAD", name)
    pathlib.Path(file).write_bytes(data)
