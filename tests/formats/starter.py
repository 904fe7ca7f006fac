"""init: what it prints holds at once, for every program, and says why."""

import json
import pathlib
import re
import subprocess

import hostile_names
from common import TREE, compiled, in_a_folder, ok, run

try:
    import jsonschema
    import yaml
except ImportError as why:
    print(f"skipped init against --schema=gate: {why}")
    jsonschema = None


def holds(what, name):
    """init, then check; the rules as (type, demands)."""
    status, out, err = run("init", name, "-ostart.yaml")
    if not ok(f"init {what}", status == 0, status, err):
        return []
    status, page, err = run("check", "--budget=start.yaml", name)
    ok(f"check after init {what}", status == 0 and b"FAIL" not in page and b"NONE" not in page, status, page, err)
    text = pathlib.Path("start.yaml").read_text()
    ok(f"init {what}: the same twice", run("init", name)[1].decode() == text)
    if not jsonschema:
        return []
    document = yaml.safe_load(text)
    schema = json.loads(run("--schema=gate")[1])
    why = next(iter(jsonschema.Draft7Validator(schema).iter_errors(document)), None)
    ok(f"init {what}: valid", why is None, why)
    ok(f"init {what}: comments", text.startswith("# ") and "\n  # " in text)
    # Each rule bites: one byte less, and check fails.
    for rule in document["rules"]:
        rule["max_size"] -= 1
    pathlib.Path("less.yaml").write_text(json.dumps(document, ensure_ascii=False))
    page = json.loads(run("check", "--budget=less.yaml", "--json", name)[1])
    failed = {r["pattern"] for r in page["results"] if r["key"] == "max_size" and r["status"] == "failed"}
    ok(f"init {what}: each rule bites", failed == {rule["type"] for rule in document["rules"]}, failed)
    return document["rules"]


def main():
    for source in sorted((TREE / "fixtures/c").glob("*.c")):
        holds(source.name, compiled(source.read_text(), source.stem, "-Wno-packed-bitfield-compat", f"-I{source.parent}"))
    for source in ("shapes", "ids"):
        done = subprocess.run(["rustc", "-g", "--edition=2021", "-Awarnings", "-o", f"{source}.o",
                               TREE / f"fixtures/rust/{source}.rs"], capture_output=True, check=False)
        if done.returncode == 0:
            rules = holds(f"{source}.rs", f"{source}.o")
            ok(f"init {source}.rs: niches", source != "shapes" or not jsonschema or any("tag" in rule for rule in rules), rules)
    rules = holds("three questions", compiled("""
        struct tiny { char a; }; struct one { struct tiny t; }; struct two { struct tiny t[3]; }; struct three { struct tiny t; int i; };
        struct wide { char a; long b; char c; }; struct big { int all[100]; }; struct lined { char a; _Alignas(64) char b; };
        struct one a; struct two b; struct three c; struct wide d; struct big e; struct lined f;
        """, "q"))
    by_type = {rule["type"]: rule for rule in rules}
    if jsonschema:
        ok("what others hold", by_type.get("struct tiny") == {"type": "struct tiny", "max_size": 0, "max_cachelines": 1}, by_type)
        ok("what wastes", by_type.get("struct wide", {}).get("max_padding") == 14, by_type)
        ok("what is large", "struct big" in by_type, by_type)
        ok("what is aligned on purpose wastes nothing", "max_padding" not in by_type.get("struct lined", {}), by_type)
    text = run("init", "q.o")[1].decode()
    ok("it says what could be", re.search(r"# 14 of 24 bytes padding\n  # 16 are enough: layoutscope suggest q.o 'wide'", text), text)
    status, out, err = run("init", compiled("int x; enum e { A } e;", "n"))
    ok("nothing to make a rule of", status == 4 and not out, status, err)
    for args, wanted in ((["init"], 2), (["init", "q.o", "n.o"], 2), (["init", "nix.o"], 3), (["init", "q.o", "--json"], 2),
                         (["init", "q.o", "-o/dev/full"], 74)):
        status, out, err = run(*args)
        ok(f"{args}: {wanted}", status == wanted, status, err)
    for what, name in hostile_names.NAMES.items():
        hostile_names.snapshot(name, "h.json")
        if run("init", "h.json")[0] != 4:
            holds(f"names: {what}", "h.json")
    hostile_names.snapshot(hostile_names.BAD_UTF8, "h.json")
    ok("names that cannot be written are left out", run("init", "h.json")[0] == 4)


in_a_folder(main)
