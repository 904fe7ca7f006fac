"""Gate files that are taken, and those that are not, with the place that is
told and a word of what is said."""

HEAD = "schema: 1\nrules:\n"

# Rules that are good, on struct conn; each is a file of its own.
RULES = """
{type: struct conn, max_size: 48}
{type: conn, max_size: 48}
{type: "::conn", max_size: 48}
{type: 'struct conn', max_size: 48}
{type: struct  conn, max_size: 48}
{type: "c?nn", max_size: 48}
{type: "c*", max_size: 48}
{type: struct conn, max_size: 4503599627370495}
{type: struct conn, max_cachelines: 1}
{type: struct conn, max_padding: 14}
{type: struct conn, max_padding_percent: 30}
{type: struct conn, max_padding_percent: 29.2}
{type: struct conn, max_padding_percent: 29.167}
{type: struct conn, max_padding_percent: 100.0}
{type: struct conn, size: 48, align: 8}
{type: struct conn, offsets: {id: 0}}
{type: struct conn, offsets: {id: 0, x: 8, y: 16, t: 24}}
{type: struct conn, same_size_as: struct conn}
{type: struct conn, same_line: [[id, x]]}
{type: struct conn, same_line: [[id, x], [y, t]]}
{type: struct ring, separate_lines: [lock, count]}
{type: struct conn, max_size: 48, level: error}
{type: struct conn, max_size: 1, level: warning}
{type: struct conn, max_size: 48, reason: it is so}
{type: struct conn, max_size: 48, reason: "a: b # c"}
{type: struct conn, max_size: 48, lang: c}
{type: struct conn, max_size: 48, lang: [c, c++, rust]}
{type: struct conn, max_size: 48, target: x86_64}
{type: struct conn, max_size: 48, target: [arm, x86_64]}
{type: "*", max_size: 48, except: struct ring}
{type: "*", max_size: 48, except: [ring]}
{type: "*", max_size: 68, except: ["nobody*"]}
{type: struct conn, ignore: true}
{type: struct conn, ignore: false, size: 48}
{type: struct conn, frozen: false, size: 48}
{type: struct conn, frozen: true, size: 48}
"""

# Whole files that are good.
FILES = [
    HEAD + "  - {type: struct conn, max_size: 1, target: arm}\n  - {type: struct conn, max_size: 48}\n",
    "{schema: 1, rules: [{type: struct conn, size: 48}]}",
    "---\nschema: 1\nrules: [{type: struct conn, size: 48}]\n...\n",
    "%YAML 1.1\n---\nschema: 1\nrules: [{type: struct conn, size: 48}]\n",
    "\ufeffschema: 1\nrules: [{type: struct conn, size: 48}]\n",
    "schema: 1\r\nrules:\r\n  - type: struct conn\r\n    size: 48\r\n",
    "rules:\n- type: struct conn\n  size: 48\nschema: 1",
    "# one\nschema: 1 # two\nrules: # three\n  - type: struct conn\n    size: 48\n",
    "schema: 1\nunmatched: error\nstale: ignore\nrules: [{type: struct conn, size: 48}]\n",
    "schema: 1\nunmatched: warn\nstale: error\nrules: [{type: struct nobody, size: 48}]\n",
    "schema: 1\nrules:\n  - type: |\n      struct conn\n    size: 48\n".replace("|", ">-"),
    '"schema": 1\n"rules": [{"type": "struct conn", "size": 48}]\n',
    "schema: 1\nrules:\n  - {type: struct conn, size: 48}\n" + "  - {type: struct ring, size: 68}\n" * 2000,
    "schema: 1\nrules:\n  - type: struct conn\n    offsets:\n      id: 0\n      x: 8\n",
    "schema: 1\nrules:\n  - type: struct conn\n    same_line:\n      - [id, x]\n      - - y\n        - t\n",
]

# Rules that are not, the column that is told, and a word.
WRONG = [
    ("{}", 5, "no 'type'"), ("[]", 5, "rule"), ("struct conn", 5, "rule"), ("1", 5, "rule"),
    ("{type: }", 12, "type"), ("{type: [a], size: 1}", 12, "type"), ("{type: {a: b}, size: 1}", 12, "type"),
    ("{type: '', size: 1}", 12, "type"), ("{size: 1}", 5, "no 'type'"), ("{type: a}", 5, "demands nothing"),
    ("{type: a, reason: b}", 5, "demands nothing"), ("{type: a, lang: c}", 5, "demands nothing"),
    ("{type: a, max_size: -1}", 25, "whole number"), ("{type: a, max_size: 1.5}", 25, "whole number"),
    ("{type: a, max_size: 1e3}", 25, "whole number"), ("{type: a, max_size: 0x40}", 25, "whole number"),
    ("{type: a, max_size: 64B}", 25, "whole number"), ("{type: a, max_size: }", 25, "whole number"),
    ("{type: a, max_size: [64]}", 25, "whole number"), ("{type: a, max_size: {b: 1}}", 25, "whole number"),
    ("{type: a, max_size: 18446744073709551616}", 25, "whole number"), ("{type: a, max_size: ~}", 25, "whole number"),
    ('{type: a, max_size: "64"}', 25, "whole number"), ("{type: a, max_size: 0064}", 25, "whole number"),
    ("{type: a, max_size: 6 4}", 25, "whole number"), ("{type: a, max_size: true}", 25, "whole number"),
    ("{type: a, max_padding_percent: 12%}", 36, "percent"), ("{type: a, max_padding_percent: 1.2345}", 36, "percent"),
    ("{type: a, max_padding_percent: .5}", 36, "percent"), ("{type: a, max_padding_percent: 5.}", 36, "percent"),
    ("{type: a, max_growth: -5%}", 27, "max_growth"), ("{type: a, max_growth: '%'}", 27, "max_growth"),
    ("{type: a, max_growth: 5 %}", 27, "max_growth"), ("{type: a, max_growth: 0.5}", 27, "max_growth"),
    ("{type: a, frozen: yes}", 23, "true or false"), ("{type: a, frozen: 1}", 23, "true or false"),
    ("{type: a, ignore: []}", 23, "true or false"), ("{type: a, size: 1, level: info}", 31, "error|warning"),
    ("{type: a, tag: hidden}", 20, "direct|niche|none"), ("{type: a, tag: [niche]}", 20, "direct|niche|none"),
    ("{type: a, size: 1, lang: klingon}", 30, "rust"), ("{type: a, size: 1, lang: []}", 30, "list"),
    ("{type: a, size: 1, lang: [[c]]}", 31, "name"), ("{type: a, size: 1, target: pdp11}", 32, "machine"),
    ("{type: a, size: 1, target: x86-64}", 32, "did you mean: x86_64"), ("{type: a, size: 1, target: [arm, aarch]}", 32, "did you mean: aarch64"),
    ("{type: a, size: 1, target: {a: b}}", 32, "list"), ("{type: a, size: 1, except: [[b]]}", 33, "name"),
    ("{type: a, size: 1, except: ['']}", 33, "name"), ("{type: a, offsets: []}", 24, "mapping"),
    ("{type: a, offsets: {}}", 24, "mapping"), ("{type: a, offsets: {b: -1}}", 28, "offset"),
    ("{type: a, offsets: {b: {c: 1}}}", 28, "offset"), ("{type: a, offsets: 4}", 24, "mapping"),
    ("{type: a, same_line: []}", 26, "list"), ("{type: a, same_line: [a, b]}", 27, "list"),
    ("{type: a, same_line: [[a]]}", 27, "two members"), ("{type: a, same_line: [[a, [b]]]}", 31, "member"),
    ("{type: a, separate_lines: {}}", 31, "list"), ("{type: a, same_size_as: []}", 29, "text"),
    ("{type: a, size: 1, size: 1}", 24, "twice"), ("{type: a, type: b, size: 1}", 15, "twice"),
    ("{type: a, max_sizes: 1}", 15, "did you mean: max_size"), ("{typ: a, size: 1}", 6, "did you mean: type"),
    ("{type: a, Size: 1}", 15, "did you mean: size"), ("{type: a, max-size: 1}", 15, "did you mean: max_size"),
    ("{type: a, size: &x 1}", 21, "anchors"), ("{type: a, size: *x}", 21, "aliases"),
    ("{type: a, <<: {size: 1}}", 15, "merge keys"), ("{type: a, size: !!int 1}", 21, "tags"),
    ("{type: a, [size]: 1}", 15, "a key is a word"), ("{type: a, min_free_niches: some}", 32, "whole number"),
]


def tests(ok, run, gate):
    good = [HEAD + f"  - {line}\n" for line in RULES.strip().splitlines()] + FILES
    for text in good:
        status, out, err = run("check", gate(text), "a.o")
        ok(f"taken: {text[-60:]}", status == 0, status, out[:300], err)
    for line, column, word in WRONG:
        status, out, err = run("check", gate(HEAD + f"  - {line}\n"), "a.o")
        place = f"g.yaml:3:{column}:"
        ok(f"refused: {line}", status == 2 and place in err and word in err and not out, status, place, word, err)
    ok("a hundred of them", len(good) + len(WRONG) >= 100)
