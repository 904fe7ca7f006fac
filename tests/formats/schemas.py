"""--schema and --schema=gate hold for what the program writes and reads.

Every gate file that tests/gate has accepted, and some more, is held against
the one; documents of all fixtures against the other, which may name no key
less than they have.
"""

import copy
import json
import os
import pathlib
import subprocess
import sys

from common import PROGRAM, TREE, compiled, in_a_folder, ok, rules, run

try:
    import jsonschema
    import yaml
except ImportError as why:
    print(f"skipped --schema: {why}")
    sys.exit(0)

# Files that are refused, by the program and by the schema alike.
REFUSED = (
    "rules: [{type: a, size: 1}]", "{schema: 2, rules: [{type: a, size: 1}]}", "schema: 1", "{schema: 1, rules: []}",
    "{schema: 1, rules: [{type: a}]}", "{schema: 1, rules: [{size: 1}]}", "{schema: 1, rules: [{type: a, sise: 1}]}",
    "{schema: 1, rules: [{type: a, size: -1}]}", "{schema: 1, rules: [{type: a, size: big}]}", "{schema: 1, rules: [{type: a, max_growth: 5%%}]}",
    "{schema: 1, rules: [{type: a, tag: other}]}", "{schema: 1, rules: [{type: a, offsets: [x]}]}", "{schema: 1, rules: [{type: a, offsets: {}}]}",
    "{schema: 1, rules: [{type: a, same_line: [a, b]}]}", "{schema: 1, rules: [{type: a, same_line: [[a]]}]}",
    "{schema: 1, rules: [{type: a, separate_lines: []}]}", "{schema: 1, rules: [{type: a, size: 1, level: loud}]}",
    "{schema: 1, rules: [{type: a, size: 1, lang: klingon}]}", "{schema: 1, rules: [{type: a, frozen: maybe}]}",
    "{schema: 1, stale: maybe, rules: [{type: a, size: 1}]}", "{schema: 1, colour: red, rules: [{type: a, size: 1}]}",
    "[]", "{schema: 1, rules: [[]]}", "{schema: 1, rules: [{type: '', size: 1}]}", "{schema: 1, rules: [{type: [a], size: 1}]}",
)
ACCEPTED = (
    "{schema: 1, rules: [{type: a, max_growth: 12.5%}]}", "{schema: 1, rules: [{type: a, max_padding_percent: 12.5}]}",
    "{schema: 1, rules: [{type: a, same_line: [[b, c], [d, e, f]], reason: why}]}", "{schema: 1, rules: [{type: 'a*', ignore: true}]}",
    "{schema: 1, baseline: x.json, stale: ignore, unmatched: warn, rules: [{type: a, size: 1, target: [arm, i386], lang: c, except: b}]}",
)


def holds(validator, document):
    return next(iter(validator.iter_errors(document)), None)


def accepts(text):
    """Does the program read this gate file?"""
    pathlib.Path("g.yaml").write_text(text)
    status, _, err = run("check", "--budget=g.yaml", "a.o")
    return not err.startswith(b"layoutscope: error: g.yaml:"), status, err


def test_gate(validator):
    for text in REFUSED:
        is_read, status, err = accepts(text)
        ok(f"refused: {text}", not is_read, status, err)
        ok(f"refused by the schema: {text}", holds(validator, yaml.safe_load(text)) is not None)
    for text in ACCEPTED:
        is_read, status, err = accepts(text)
        ok(f"accepted: {text}", is_read, status, err)
        ok(f"accepted by the schema: {text}", holds(validator, yaml.safe_load(text)) is None, holds(validator, yaml.safe_load(text)))
    for key, info in validator.schema["definitions"]["rule"]["properties"].items():
        if "x-id" not in info:
            continue
        said = run(f"--explain={info['x-id']}")[1].decode()
        ok(f"--explain={info['x-id']}", said.startswith(f"{info['x-id']} {key}: ") and " ".join(info["description"].split()) in " ".join(said.split()), said)
        ok(f"--explain={info['x-id']} fits a terminal", max(map(len, said.splitlines())) < 80, said)
        ok(f"--explain={key}", run(f"--explain={key}")[1].decode() == said)
        example = said.split("    rules:\n")[1].split("\n\n")[0]
        text = "schema: 1\nrules:\n" + example + "\n"
        is_read, status, err = accepts(text)
        ok(f"the example of {key} is read", is_read and key in example, status, err)
        ok(f"the example of {key} is valid", holds(validator, yaml.safe_load(text)) is None)
    ok("--explain=LS000", run("--explain=LS000")[1].startswith(b"LS000"))
    status, _, err = run("--explain=LS999")
    ok("--explain=LS999 names them all", status == 2 and b"LS015 separate_lines" in err, status, err)


WRAPPER = """#!/bin/sh
# Keep each gate file that is not refused.
"$REAL" "$@"
status=$?
for word in "$@"; do
	case $word in --budget=*)
		[ $status -ne 2 ] && cp "${word#--budget=}" "$KEPT/$$.yaml" ;;
	esac
done
exit $status
"""


def test_gate_files(validator):
    """All that the tests of the gate have accepted."""
    pathlib.Path("kept").mkdir()
    pathlib.Path("wrapper").write_text(WRAPPER)
    os.chmod("wrapper", 0o755)
    env = {**os.environ, "REAL": PROGRAM, "KEPT": str(pathlib.Path("kept").resolve()), "LAYOUTSCOPE": str(pathlib.Path("wrapper").resolve())}
    subprocess.run([sys.executable, TREE / "tests/gate/gate.py"], env=env, cwd=TREE / "tests/gate", stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, check=False)
    seen = {}
    for file in pathlib.Path("kept").iterdir():
        seen[file.read_bytes()] = file
    for text in sorted(seen):
        why = holds(validator, yaml.safe_load(text))
        ok(f"a gate file of tests/gate: {text[:60]}", why is None, why and why.message, text)
    ok("there were many", len(seen) >= 60, len(seen))


def two_versions():
    """The fixtures that there are twice, compiled: their names."""
    for source in sorted((TREE / "fixtures/v1").iterdir()):
        for which, place in (("old", source), ("new", TREE / "fixtures/v2" / source.name)):
            made = f"{which}-{source.stem}.o"
            words = ["gcc", "-g", "-w", "-c"] if source.suffix == ".c" else ["rustc", "-g", "--edition=2021", "-Awarnings"]
            try:
                subprocess.run([*words, place, "-o", made], capture_output=True, check=False)
            except FileNotFoundError:
                pass
        yield source.stem


def strict(schema):
    """The same, where an object has no other keys than those named."""
    schema = copy.deepcopy(schema)
    for thing in schema["definitions"].values():
        if "properties" in thing:
            thing["additionalProperties"] = False
    return jsonschema.Draft7Validator(schema)


def test_documents(schema):
    validator, strictly = jsonschema.Draft7Validator(schema), strict(schema)
    made = ["a.o"]
    for source in sorted((TREE / "fixtures/c").glob("*.c")):
        made.append(compiled(source.read_text(), source.stem, "-Wno-packed-bitfield-compat", f"-I{source.parent}"))
    for source in ("shapes", "ids"):
        done = subprocess.run(["rustc", "-g", "--edition=2021", "--crate-type=lib", "--emit=obj", "-Awarnings", "-o", f"{source}.o",
                               TREE / f"fixtures/rust/{source}.rs"], capture_output=True, check=False)
        if done.returncode == 0:
            made.append(f"{source}.o")
    for name in made:
        for words in ([name], ["list", name], ["suggest", name]):
            page = json.loads(run(*words, "--json")[1])
            for which, one in (("holds", validator), ("names all keys", strictly)):
                why = holds(one, page)
                ok(f"--schema {which} for {words} --json", why is None, why and (list(why.absolute_path), why.message))
    for words in (["--contains=timer", "server.o"], ["--find-pointers-to=conn", "server.o"], ["--by-value", "uses.o"]):
        page = json.loads(run("list", *words, "--json")[1])
        why = holds(strictly, page)
        ok(f"--schema holds for list {words} --json", page["summary"]["uses"] > 0 and why is None, why and (list(why.absolute_path), why.message))
    gate = rules("{type: struct conn, max_size: 8}", "{type: nobody, size: 1}", '{type: "*", max_size: 4096}')
    page = json.loads(run("check", gate, "--json", "a.o", "nix.o")[1])
    why = holds(strictly, page)
    ok("--schema holds for check --json", why is None, why and (list(why.absolute_path), why.message))
    for name in ("a.o", "shapes.o", "server.o"):
        run("check", rules('{type: "*", max_growth: 0}'), "--baseline=base.json", "--save-baseline", name)
        page = json.loads(pathlib.Path("base.json").read_text())
        why = holds(strictly, page)
        ok(f"--schema holds for a baseline of {name}", page["baseline"] and why is None, why and (list(why.absolute_path), why.message))
    for old, new in (("a.o", "a.o"), ("a.o", "server.o"), ("server.o", "a.o"), ("a.o", "shapes.o"), ("shapes.o", "ids.o"),
                     *((f"old-{name}.o", f"new-{name}.o") for name in two_versions())):
        if not (pathlib.Path(old).exists() and pathlib.Path(new).exists()):
            continue
        page = json.loads(run("diff", "-a", old, new, "--json")[1])
        why = holds(strictly, page)
        ok(f"--schema holds for diff {old} {new} --json", why is None, why and (list(why.absolute_path), why.message))
    # It is no empty promise: a document with a fault is refused.
    for path, value in ((["types", 0, "size_bytes"], "8"), (["types", 0, "kind"], "klass"), (["schema"], "layoutscope/2"),
                        (["types", 0, "members", 0, "offset_bytes"], -1), (["types", 0, "id"], None)):
        page = json.loads(run("a.o", "--json")[1])
        thing = page
        for step in path[:-1]:
            thing = thing[step]
        thing[path[-1]] = value
        ok(f"--schema refuses {path}: {value}", holds(validator, page) is not None)


def main():
    compiled("struct conn { char id; long x; char y; } c;\n", "a")
    for words in (["--schema"], ["--schema=document"], ["--schema=gate"]):
        status, out, err = run(*words)
        jsonschema.Draft7Validator.check_schema(json.loads(out))
        ok(f"{words} is a schema", status == 0 and not err)
    status, _, err = run("--schema=yaml")
    ok("--schema=yaml is refused", status == 2, status, err)
    gate = jsonschema.Draft7Validator(json.loads(run("--schema=gate")[1]))
    test_gate(gate)
    test_gate_files(gate)
    test_documents(json.loads(run("--schema")[1]))


in_a_folder(main)
