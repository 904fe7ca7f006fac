"""keys.py - the keys of JSON, those of layoutscope-json(5) and those of
--schema are the same.

Every object that the program writes over the fixtures has a kind, which is a
section of the manual; its keys must stand there, and every key there must
have been written for some fixture, but for the few that need what a test
cannot make everywhere.
"""
import glob
import json
import os
import re
import shutil
import subprocess

import rustc

TREE = os.environ["TREE"]

# Where an object stands says what it is; members and holes share a place.
KINDS = {
    "": "the document", "tool": "tool", "input": "input", "types": "a type",
    "summary": "summary", "typedefs": "a typedef", "warnings": "a warning",
    "decl": "decl", "tag": "tag", "niche": "niche",
    "spare_niches": "a spare niche", "future": "future",
    "awaits": "an await", "twice": "a moved argument", "chain": "a link", "sharing": "sharing",
    "lines": "a shared line", "syncs": "a sync", "variants": "a variant",
    "enumerators": "an enumerator", "best": "best", "steps": "a step",
    "best_keeping_first": "a step", "best_inlined": "best_inlined",
    "ideas": "an idea",
    "allocator": "allocator",
}

# Other documents have other objects at those places.
BASELINE = {
    "": "a baseline", "input": "input", "types": "a type in a baseline",
    "niche": "niche", "tag": "tag", "variants": "a variant in a baseline",
}
CHECK_KINDS = {
    "": "the check document", "inputs": "a checked input",
    "results": "a result", "at": "a place", "rule_at": "a place",
    "summary": "the check summary",
}

DIFF = {
    "": "a comparison", "/old": "a compared input", "/new": "a compared input",
    "changes": "a change", "changes/old": "a side", "changes/new": "a side",
    "members": "a member of a change",
    "enumerators": "an enumerator of a change",
    "summary": "a summary of changes",
}

USES = {
    "": "a document of uses", "tool": "tool", "input": "input",
    "contains": "a used type", "pointers_to": "a used type",
    "by_value": "a used type", "uses": "a use", "decl": "decl",
    "summary": "the summary of uses",
}

# Keys that only a broken file brings out.
RARE = {("a warning", "where"), ("a warning", "what"),
        ("a checked input", "note")}

# Keys that take the rules of rustc 1.85: what an older one wrote has none.
PREDICTED = {("a type", "repr_candidates"), ("a type", "repr_from"),
             ("an idea", "type"), ("an idea", "variant")}

# What no program of fixtures/ has: a nested struct whose padding others could
# use; bases; and a first member that is the
# first one of two types, which every smallest order moves:
# |h|---|int x   |c|---|int y   |m..|-|n..|-|  |m..|h|n..|c|int x   |int y   |
SOURCES = {
    "asked.c": """
struct in { long a; char b; };
struct asked { char c; struct in in; char d; int e; _Bool f, g, h, i; } asked;
""",
    "bases.cc": """
struct A { int a; virtual ~A() {} };
struct B : virtual A { char b; } b;
struct C { char c; }; struct D : C { int d; } d;
""",
    "header.c": """
struct head { char h; };
struct one { struct head head; int x; char c; int y;
    _Alignas(4) char m[3]; _Alignas(4) char n[3]; } one;
struct two { struct head head; char z; } two;
""",
    # an id whose 0 would do for None
    "option.rs": """
pub struct Id(u64);
pub fn keep(_: &Option<Id>) {}
""",
}


def manual():
    """{section: keys} of the manual."""
    keys, section = {}, None
    with open(os.path.join(TREE, "man/layoutscope-json.5")) as file:
        for line in file:
            if line.startswith((".Sh", ".Ss")):
                match = re.match(r"\.Ss Keys of (.*)", line)
                section = match[1] if match else None
            match = re.match(r"\.It Va (\S+)", line)
            if match:
                keys.setdefault(section, set()).add(match[1])
    return keys


def schema():
    """{section: keys} of --schema, whose objects are called as there."""
    page = subprocess.run(["layoutscope", "--schema"], check=True,
                          capture_output=True).stdout
    sections = {re.sub("^(an?|the) ", "", name).replace(" ", "_"): name
                for name in [*KINDS.values(), *CHECK_KINDS.values(), *DIFF.values(),
                             *USES.values(), *BASELINE.values(),
                             "a member", "a hole"]}
    return {sections.get(name, name): set(value["properties"])
            for name, value in json.loads(page)["definitions"].items()
            if "properties" in value}


def gather(value, place, keys, kinds=KINDS, above=""):
    """Put the keys of all objects in `value` into `keys`."""
    if isinstance(value, list):
        for item in value:
            gather(item, place, keys, kinds, above)
    elif isinstance(value, dict):
        kind = kinds.get(f"{above}/{place}") or kinds.get(place)
        if place == "members" and kinds is KINDS:
            kind = "a hole" if value.get("hole") else "a member"
        assert kind, f"no object is known at '{place}'"
        keys.setdefault(kind, set()).update(value)
        for key, item in value.items():
            gather(item, key, keys, kinds, place)


def compiles(source, name):
    """With the C compiler, or clang, which alone reads C++ too; or rustc."""
    ways = [[compiler, "-g", "-c"]
            for compiler in (os.environ.get("CC", "gcc"), "clang")]
    if source.endswith(".rs"):
        ways = [["rustc", "-g", "--crate-type=lib", "--emit=obj"]]
    for way in ways:
        try:
            done = subprocess.run(
                [*way, "-o", name, source],
                stderr=subprocess.DEVNULL, check=False)
        except FileNotFoundError:
            continue
        if done.returncode == 0:
            return True
    return False


def compile_fixtures():
    """Object files of every kind of source; those that compile."""
    sources = glob.glob(f"{TREE}/fixtures/c/*.c")
    for name, text in SOURCES.items():
        with open(name, "w", encoding="ascii") as file:
            file.write(text)
        sources.append(name)
    made = ["server"] + glob.glob("shapes")
    for source in sources:
        name = os.path.basename(source) + ".o"
        if compiles(source, name):
            made.append(name)
    return made


def compile_versions():
    """One server at two times, in C and in Rust."""
    for version in ("v1", "v2"):
        source = f"{TREE}/fixtures/{version}"
        subprocess.run([os.environ.get("CC", "gcc"), "-g", "-shared", "-fPIC",
                        "-Wl,--build-id=0xff", "-o", f"{version}.so",
                        f"{source}/conn.c"], check=True)
        if shutil.which("rustc"):
            subprocess.run(["rustc", "--edition=2021", "-g", "-o",
                            f"{version}.app", f"{source}/app.rs"], check=True)


def diff(old, new):
    return json.loads(subprocess.run(["layoutscope", "diff", "--json", old, new],
                                     check=True, capture_output=True).stdout)


# What is written only where it was asked for.
ASKED = [
    ["suggest", "--weights=weights.tsv", "--allocator=glibc", "server"],
    ["list", "--weights=weights.tsv", "--allocator=glibc", "server"],
]


# Who holds a type, points to it, and passes it.
USERS = [["--contains=in", "asked.c.o"], ["--find-pointers-to=conn", "server"],
         ["--by-value", "uses.c.o"]]


def gather_uses(written):
    for words in USERS:
        page = subprocess.run(["layoutscope", "list", *words, "--json"],
                              check=True, capture_output=True).stdout
        gather(json.loads(page), "", written, USES)


def gather_asked(written):
    with open("weights.tsv", "w", encoding="ascii") as file:
        file.write("conn\t1000\n")
    for words in ASKED:
        page = subprocess.run(["layoutscope", *words, "--json"],
                              check=True, capture_output=True).stdout
        gather(json.loads(page), "", written)


def main():
    written = {}
    gather_asked(written)
    for name in compile_fixtures():
        page = subprocess.run(["layoutscope", "--json", "--all", name],
                              check=True, capture_output=True).stdout
        gather(json.loads(page), "", written)
        subprocess.run(["layoutscope", "check", "-q", "--save-baseline",
                        "--rule=Option<bool>: {max_size: 1}",
                        "--baseline=b.json", name], check=True,
                       env={**os.environ, "CI": ""})
        with open("b.json", encoding="utf-8") as file:
            gather(json.load(file), "", written, BASELINE)
    gather_uses(written)
    page = subprocess.run(
        ["layoutscope", "suggest", "--json", "--hot=c,e", "--allow=bitfields",
         "asked.c.o", "asked"], check=True, capture_output=True).stdout
    gather(json.loads(page), "", written)
    subprocess.run([os.environ.get("CC", "gcc"), "-g", "-shared", "-fPIC",
                    "-o", "library.so", f"{TREE}/fixtures/c/library.c"],
                   check=True)
    page = subprocess.run(["layoutscope", "suggest", "--json", "library.so"],
                          check=True, capture_output=True).stdout
    gather(json.loads(page), "", written)
    with open("order.c", "w", encoding="ascii") as file:
        file.write("struct o { short s; } __attribute__(("
                   "scalar_storage_order(\"big-endian\"))) o;\n")
    subprocess.run(["gcc", "-g", "-c", "order.c"], check=True)
    page = subprocess.run(["layoutscope", "--json", "order.o"],
                          check=True, capture_output=True).stdout
    gather(json.loads(page), "", written)
    with open("rules.yaml", "w", encoding="ascii") as file:
        file.write("{schema: 1, rules: [{type: struct conn, max_size: 8, "
                   "reason: x}, {type: '*', max_size: 99, "
                   "max_padding: 0}]}")
    shutil.copy("server", "again")
    page = subprocess.run(
        ["layoutscope", "check", "--json", "--budget=rules.yaml", "server",
         "again", "nowhere"], check=False, capture_output=True).stdout
    gather(json.loads(page), "", written, CHECK_KINDS)
    compile_versions()
    gather(diff("v1.so", "v2.so"), "", written, DIFF)
    if os.path.exists("v2.app"):
        gather(diff("v1.app", "v2.app"), "", written, DIFF)
    told = manual()
    formal = schema()
    for kind in sorted(told.keys() | formal.keys()):
        here, there = formal.get(kind, set()), told.get(kind, set())
        for key in sorted(there - here):
            print(f"FAILED src/render/schema.def: '{key}' of {kind} is not told")
        for key in sorted(here - there):
            print(f"FAILED --schema: '{key}' of {kind} is not in the manual")
    for kind in sorted(told.keys() | written.keys()):
        here, there = written.get(kind, set()), told.get(kind, set())
        for key in sorted(here - there):
            print(f"FAILED layoutscope-json.5: '{key}' of {kind} is not told")
        for key in sorted(there - here):
            if (kind, key) in PREDICTED and not rustc.has_rules():
                print(f"skipped '{key}' of {kind}: no rustc of 1.85 or later")
            elif (kind, key) in RARE:
                print(f"skipped '{key}' of {kind}: no fixture brings it out")
            else:
                print(f"FAILED JSON: '{key}' of {kind} is never written")
        for key in sorted(here & there):
            print(f"ok '{key}' of {kind}")


main()
