"""The gate, from outside; see run.sh."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

import baselines
import changes
import files
import inputs
import several
import silence
import statuses
import words

PROGRAM = os.environ["LAYOUTSCOPE"]
os.environ.pop("CI", None)  # where it is set, no baseline is written
HERE = pathlib.Path(__file__).parent.resolve()
FIXTURES = HERE.parent.parent / "fixtures"
passed = failed = 0


def ok(what, is_so, *facts):
    global passed, failed
    if is_so:
        passed += 1
    else:
        failed += 1
        print("FAILED", what, *facts)


def run(*args, env=None):
    done = subprocess.run([PROGRAM, *args], capture_output=True, timeout=10, env=env)
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def gate(text):
    data = text if isinstance(text, bytes) else text.encode()
    pathlib.Path("g.yaml").write_bytes(data)
    return "--budget=g.yaml"


def rules(*lines):
    return gate("schema: 1\nrules:\n" + "".join(f"  - {line}\n" for line in lines))


# key, a value that holds, one that is broken, one that is malformed; on struct
# conn (48 bytes, 14 of padding) unless another type is named
KEYS = [
    ("max_size", "48", "47", "big"),
    ("max_cachelines", "1", "0", "-1"),
    ("size", "48", "49", "[48]"),
    ("align", "8", "4", "8.5"),
    ("max_padding", "14", "13", "{a: 1}"),
    ("max_padding_percent", "29.2", "29.1", "12.3456"),
    ("offsets", "{x: 8, t: 24}", "{x: 4}", "[x, 4]"),
    ("offsets", "{id: 0}", "{nobody: 0}", "{id: zero}"),
    ("same_size_as", "struct conn", "struct timer", "[]"),
    ("same_line", "[[id, x], [y, t]]", "[[id, nobody]]", "[id, x]"),

]

def test_keys():
    for key, good, bad, wrong in KEYS:
        arg = rules(f"{{type: struct conn, {key}: {good}}}")
        status, out, err = run("check", arg, "a.o")
        ok(f"{key}: {good} holds", status == 0, status, out, err)
        arg = rules(f"{{type: struct conn, {key}: {bad}}}")
        status, out, err = run("check", arg, "a.o")
        ok(f"{key}: {bad} is broken", status == 1 and "FAIL" in out, status, out, err)
        arg = rules(f"{{type: struct conn, {key}: {wrong}}}")
        status, out, err = run("check", arg, "a.o")
        ok(f"{key}: {wrong} is malformed", status == 2 and "g.yaml:3:" in err, status, out, err)
    status, out, err = run("check", rules("{type: struct ring, same_line: [[lock, count]]}"), "a.o")
    ok("same_line over two lines", status == 1, out)
    status, out, err = run("check", rules("{type: struct ring, separate_lines: [lock, count]}"), "a.o")
    ok("separate_lines over two lines", status == 0, out)
    for key, value in (("tag", "other"), ("level", "loud"), ("ignore", "1"), ("target", "x86-64"),
                       ("lang", "klingon"), ("frozen", "yes"), ("max_growth", "5%%")):
        status, out, err = run("check", rules(f"{{type: struct conn, max_size: 64, {key}: '{value}'}}"), "a.o")
        ok(f"{key}: {value}", status == 2 and "g.yaml:3:" in err, status, err)
    status, out, err = run("check", rules("{type: union word, tag: niche}"), "a.o")
    ok("a tag where there is none", status == 1, status, out)
    status, out, err = run("check", rules("{type: struct conn, frozen: true}"), "a.o")
    ok("frozen alone, no baseline", status == 4, status, out)


# the same, on types of fixtures/v1/app.rs
RUST_KEYS = [
    ("app::Level", "min_free_niches", "254", "255", "many"),
    ("app::Id", "min_free_niches", "4293853184", "4293853185", "1.5"),
    ("app::Event", "min_free_niches", "0", "340282366920938463463374607431768211456", "-1"),
    ("app::Found", "tag", "direct", "niche", "hidden"),
    ("app::State", "tag", "niche", "none", "[niche]"),
    ("app::Event", "max_variant_size", "17", "16", "17.5"),
    ("Option<app::Id>", "same_size_as", "app::Id", "app::Task", "{app: Id}"),
    ("app::Event", "align", "2", "1", "two"),
]


def test_rust_keys():
    subprocess.run(["rustc", "-g", "--edition=2021", "-Ccodegen-units=1", "-o", "app", FIXTURES / "v1/app.rs"], check=True)
    for kind, key, good, bad, wrong in RUST_KEYS:
        for value, wanted in ((good, 0), (bad, 2 if len(bad) > 20 else 1), (wrong, 2)):
            status, out, err = run("check", "app", rules(f"{{type: '{kind}', {key}: {value}}}"))
            ok(f"{kind} {key}: {value}", status == wanted, status, out, err)
    status, out, err = run("check", "a.o", rules("{type: struct conn, min_free_niches: 1}"))
    ok("niches of C", status == 4 and "only types of Rust" in out, status, out)
    status, out, err = run("check", "app", rules('{type: "core::*", max_size: 64}'))
    ok("a rule's hint on hidden types", status == 4 and "by its exact name" in out and "-a shows" not in out, status, out)
    page = json.loads(run("--json", "app", "app::Level")[1])
    page["types"][0].update(niche_certain=False, niche_note="somebody forgot")
    pathlib.Path("unsure.json").write_text(json.dumps(page))
    status, out, err = run("check", "unsure.json", rules("{type: 'app::Level', min_free_niches: 1}"))
    ok("an uncertain niche is not measured", status == 4 and "somebody forgot" in out, status, out)


def test_growth():
    status, out, err = run("--json", "a.o")
    pathlib.Path("base.json").write_text(out)
    for value, base, wanted in (("0", "base", 0), ("8", "base", 0), ("5%", "base", 0)):
        arg = rules(f"{{type: struct conn, max_growth: {value}}}")
        status, out, err = run("check", arg, f"--baseline={base}.json", "a.o")
        ok(f"max_growth {value} on {base}", status == wanted, status, out, err)
    arg = rules("{type: struct conn, max_growth: 0}")
    old = run("--json", "old.o")[1]
    pathlib.Path("old.json").write_text(old)
    status, out, err = run("check", arg, "--baseline=old.json", "a.o")
    ok("max_growth is broken", status == 1 and "40 -> 48" in out, status, out, err)
    ok("and says what is new", "'y' (char, +1) and 7 bytes of padding after it are new" in out and "a.c:3:" in out, out)
    status, out, err = run("check", rules("{type: struct conn, max_growth: 20%}"), "--baseline=old.json", "a.o")
    ok("max_growth in percent", status == 0, status, out, err)
    status, out, err = run("check", rules("{type: struct conn, frozen: true}"), "--baseline=old.json", "a.o")
    ok("frozen is broken", status == 1, status, out, err)
    status, out, err = run("check", rules("{type: struct conn, frozen: true}"), "--baseline=base.json", "a.o")
    ok("frozen holds", status == 0, status, out, err)
    arg = rules("{type: struct conn, max_growth: 0}")
    status, out, err = run("check", arg, "--baseline=base.json", "old.o")
    ok("stale is a warning", status == 0 and "stale" in out, status, out, err)
    arg = gate("schema: 1\nstale: error\nrules: [{type: struct conn, max_growth: 0}]\n")
    status, out, err = run("check", arg, "--baseline=base.json", "old.o")
    ok("stale as an error", status == 1, status, out, err)
    status, out, err = run("check", arg, "a.o")
    ok("max_growth without a baseline", status == 2 and "baseline" in err, status, err)
    status, out, err = run("check", arg, "--baseline=nowhere.json", "a.o")
    ok("a baseline that is not there", status == 2 and "nowhere.json" in err, status, err)
    pathlib.Path("arm.json").write_text(old.replace('"x86_64"', '"arm"'))
    status, out, err = run("check", arg, "--baseline=arm.json", "a.o")
    ok("a baseline of another machine", status == 2 and "arm" in err, status, err)


GOOD = "{type: struct conn, max_size: 48}"
BROKEN = "{type: struct conn, max_size: 8}"
UNMATCHED = "{type: struct nobody, max_size: 8}"


def test_statuses():
    for lines, files, more, wanted in (
        ([GOOD], ["a.o"], [], 0),
        ([BROKEN], ["a.o"], [], 1),
        ([BROKEN], ["a.o"], ["--warn-only"], 0),
        ([BROKEN[:-1] + ", level: warning}"], ["a.o"], [], 0),
        ([UNMATCHED], ["a.o"], [], 4),
        ([UNMATCHED], ["a.o"], ["--warn-only"], 4),
        ([BROKEN, UNMATCHED], ["a.o"], [], 4),
        ([GOOD], ["nothing.o"], [], 3),
        ([GOOD], ["a.o", "nothing.o"], [], 3),
        ([GOOD], ["nothing.o"], ["--warn-only"], 3),
        ([BROKEN], ["a.o", "nothing.o"], [], 3),
        ([BROKEN, UNMATCHED], ["a.o", "nothing.o"], [], 3),
        ([BROKEN, UNMATCHED, "{max_size: 3}"], ["a.o", "nothing.o"], [], 2),
        ([GOOD, BROKEN], ["a.o", "nothing.o"], ["--baseline=nowhere.json"], 2),
        ([GOOD], [], [], 2),
        ([GOOD], ["a.o"], ["--output=/dev/full"], 74),
        (["{type: struct conn, size: 48, target: arm}", GOOD], ["a.o"], [], 0),
        (["{type: '*', max_size: 8, except: ['*']}"], ["a.o"], [], 4),
        (["{type: '*', max_size: 4096, lang: rust}"], ["a.o"], [], 4),
        (["{type: '*', max_size: 8}", "{type: '*', ignore: true}"], ["a.o"], [], 4),
        (["{type: '*', max_size: 8, ignore: true}", "{type: struct conn, max_size: 48}"], ["a.o"], [], 0),
        (["{type: struct conn, max_size: 48}", "{type: struct conn, ignore: true}"], ["a.o"], [], 4),
        (["{type: '*', max_size: 800}", "{type: '*rin?', ignore: true}"], ["a.o"], [], 0),
        (["{type: '*', max_size: 47}", "{type: struct conn, max_size: 48}", "{type: '*ring', ignore: true}"], ["a.o"], [], 0),
        (["{type: conn, max_size: 47}", "{type: '*', ignore: true}"], ["a.o"], [], 1),
        (["{type: struct conn, same_size_as: struct nobody}"], ["a.o"], [], 4),
    ):
        status, out, err = run("check", rules(*lines), *more, *files)
        ok(f"{lines} {files} {more}", status == wanted, f"status {status}, wanted {wanted}", out, err)
    status, out, err = run("check", gate(f"schema: 1\nunmatched: warn\nrules: [{UNMATCHED}]\n"), "a.o")
    ok("unmatched: warn", status == 0 and "WARN" in out, status, out)
    status, out, err = run("check", "--rule", "twins: {max_size: 8}", "two.o")
    ok("a name of two types is ambiguous", status == 4 and "MANY" in out, status, out, err)
    status, out, err = run("check", "a.o", "--rule", "struct conn: {max_size: 47}")
    ok("--rule", status == 1 and "--rule:1" in out, status, out, err)
    pathlib.Path("deep/er").mkdir(parents=True)
    pathlib.Path("deep/.git").mkdir()
    done = subprocess.run([PROGRAM, "check", "../../a.o"], cwd="deep/er", capture_output=True)
    ok("no gate file below the repository's root", done.returncode == 2, done)
    pathlib.Path("deep/layoutscope.yaml").write_text(f"schema: 1\nrules: [{BROKEN}]\n")
    done = subprocess.run([PROGRAM, "check", "../../a.o"], cwd="deep/er", capture_output=True)
    ok("the gate file above", done.returncode == 1 and b"../layoutscope.yaml:2" in done.stdout, done)


MALFORMED = {
    "empty": "", "only a comment": "# nothing\n", "no schema": f"rules: [{GOOD}]\n",
    "schema 2": f"schema: 2\nrules: [{GOOD}]\n", "no rules": "schema: 1\n", "rules: []": "schema: 1\nrules: []\n",
    "a list": "- 1\n", "a word": "hello\n", "tabs": "schema: 1\n\trules:\n",
    "a key twice": "schema: 1\nrules: [{type: a, size: 1, size: 2}]\n",
    "top twice": f"schema: 1\nschema: 1\nrules: [{GOOD}]\n",
    "an anchor": "schema: 1\nrules: [&a {type: b, size: 1}]\n",
    "an alias": "schema: 1\nrules: [{type: *, size: 1}]\n",
    "a merge key": "schema: 1\nrules: [{<<: {size: 1}, type: b}]\n",
    "a tag": "schema: 1\nrules: [{type: !!str b, size: 1}]\n",
    "two documents": f"schema: 1\nrules: [{GOOD}]\n---\nschema: 1\n",
    "a rule that demands nothing": "schema: 1\nrules: [{type: a}]\n",
    "a rule without a type": "schema: 1\nrules: [{size: 1}]\n",
    "a list as key": "schema: 1\n? [a]\n: b\n", "unclosed": "schema: 1\nrules: [{type: a\n",
    "bad UTF-8": b"schema: 1\nrules: [{type: \xff\xfe, size: 1}]\n", "a NUL": b'schema: 1\nrules: [{type: "a\\0b", size: 1}]\n',
    "huge number": "schema: 1\nrules: [{type: a, size: 99999999999999999999999}]\n",
    "10 MB of nesting": "[" * 10_000_000, "1 MB of nesting": "[" * 1_000_000,
    "1 MB of keys": "schema: 1\n" + "".join(f"k{i}: 1\n" for i in range(70_000)),
    "1 MB of names": "schema: 1\nrules: [{type: a, except: [" + "b," * 400_000 + "c], size: 1}]\n",
    "1 MB of block nesting": "- " * 500_000, "1 MB of question marks": "? " * 500_000,
}


def test_malformed():
    for what, text in MALFORMED.items():
        start = time.monotonic()
        status, out, err = run("check", gate(text), "a.o")
        ok(f"malformed: {what}", status == 2 and err.startswith("layoutscope: error: g.yaml:"), status, err[:300])
        ok(f"malformed: {what} in time", time.monotonic() - start < 5)
    status, out, err = run("check", rules("{type: struct conn, max_sise: 4}"), "a.o")
    ok("a suggestion", "did you mean: max_size" in err and "g.yaml:3:25:" in err, err)


def test_json():
    status, out, err = run("check", rules(BROKEN, UNMATCHED, GOOD), "--json", "a.o", "nothing.o")
    page = json.loads(out)
    ok("json: status", status == 3, status)
    ok("json: statuses", [r["status"] for r in page["results"]] == ["failed", "unmatched", "passed"], out)
    first = page["results"][0]
    ok("json: result", (first["rule"], first["key"], first["type"], first["limit"], first["actual"]) ==
       ("LS001", "max_size", "struct conn", "8", "48"), first)
    ok("json: places", first["at"] == {"file": "a.c", "line": 3, "column": 8} and first["rule_at"]["line"] == 3, first)
    ok("json: inputs", "error" in page["inputs"][1], page["inputs"])
    ok("json: order said", "with padding 40" in first["details"], first)


def test_diff():
    status, out, err = run("diff", "--json", "old.o", "a.o")
    page = json.loads(out)
    ok("diff: changes", [(c["name"], c["change"]) for c in page["changes"]] == [("conn", ["grew", "members"])], out)
    ok("diff: members", page["changes"][0]["members"] == [
        {"name": "y", "change": "added", "type": "char", "new_offset_bytes": 16, "new_size_bytes": 1, "decl_line": 3},
        {"name": "t", "change": "moved", "type": "struct timer", "old_offset_bytes": 16, "old_size_bytes": 24,
         "new_offset_bytes": 24, "new_size_bytes": 24, "decl_line": 3}], page["changes"][0]["members"])
    ok("diff: summary", page["summary"]["same"] == 4 and status == 0, page["summary"])
    for args, wanted in ((["old.o", "a.o"], 0), (["--exit-code", "old.o", "a.o"], 1), (["--exit-code", "a.o", "a.o"], 0),
                         (["--exit-code", "a.o", "base.json"], 0), (["--exit-code", "base.json", "a.o"], 0),
                         (["--fail-on=grew", "old.o", "a.o"], 1), (["--fail-on=shrank,new", "old.o", "a.o"], 0),
                         (["--fail-on=shrank", "a.o", "old.o"], 1), (["--fail-on=better", "a.o", "a.o"], 2),
                         (["a.o"], 2), (["a.o", "nothing.o"], 3), (["--format=c", "a.o", "a.o"], 2),
                         (["--fail-on=gone", "a.o", "two.o"], 1), (["--fail-on=new", "a.o", "two.o"], 1),
                         (["--fail-on=reordered", "a.o", "turned.o"], 1), (["--fail-on=align", "a.o", "turned.o"], 1)):
        status, out, err = run("diff", *args)
        ok(f"diff {args}", status == wanted, status, out, err)


def test_snapshots():
    """A document of a file is no different from the file."""
    fixtures = HERE.parent.parent / "fixtures"
    for source in sorted(fixtures.glob("c/*.c")):
        subprocess.run(["gcc", "-g", "-w", "-Wno-packed-bitfield-compat", "-c", source, "-o", "f.o"], check=True)
        pathlib.Path("f.json").write_text(run("--json", "f.o")[1])
        status, out, err = run("diff", "-a", "--exit-code", "f.json", "f.o")
        ok(f"snapshot of {source.name}", status == 0, status, out[:500], err)
    if subprocess.run(["sh", "-c", "command -v rustc"], capture_output=True).returncode == 0:
        for name in ("shapes", "ids"):
            subprocess.run(["rustc", "-g", "--edition=2021", "--crate-type=lib", "--emit=obj", "-Awarnings", "-o", "f.o",
                            fixtures / f"rust/{name}.rs"], check=False, capture_output=True)
            pathlib.Path("f.json").write_text(run("--json", "f.o")[1])
            status, out, err = run("diff", "-a", "--exit-code", "f.json", "f.o")
            ok(f"snapshot of {name}.rs", status == 0, status, out[:500], err)


HOSTILE = "a<\x1b[31m\u202e</script>]]>&\"'::error,%0A|`\n::error::x" + "\u00e9" * 9


def sound_sarif(text):
    """What GitHub asks of a file; the schema where it can be had."""
    page = json.loads(text)
    one = page["runs"][0]
    ids = {rule["id"] for rule in one["tool"]["driver"]["rules"]}
    for result in one["results"]:
        place = result["locations"][0]["physicalLocation"]
        ok("sarif: result", result["ruleId"] in ids and result["message"]["text"] and place["artifactLocation"]["uri"] and
           place["region"]["startLine"] > 0 and result["partialFingerprints"]["layoutscope/v1"], result)
    return one


def test_formats():
    page = json.loads(run("--json", "a.o")[1])
    for kind in page["types"]:
        if kind["name"] == "conn":
            kind["name"] = HOSTILE
            kind["decl"]["file"] = "a b,c:%.c"
    pathlib.Path("hostile.json").write_text(json.dumps(page))
    arg = rules('{type: "*", max_size: 8, level: warning}', '{type: "*", max_size: 40}', UNMATCHED)
    for format in ("text", "json", "github", "sarif", "junit"):
        status, out, err = run("check", arg, f"--format={format}", "hostile.json", "nothing.o")
        ok(f"{format}: status", status == 3, status, err)
        ok(f"{format}: nothing harmful", not set(out) & set("\x1b\u202e"), repr(out))
        if format == "github":
            ok("github: commands", all(line.startswith(("::error file=", "::warning file=", "::error title=layout%3A not read::nothing.o: ")) for line in out.splitlines()), out)
            ok("github: properties", "file=a b%2Cc%3A%25.c,line=3" in out, out)
        if format == "sarif":
            one = sound_sarif(out)
            ok("sarif: not successful", one["invocations"][0]["executionSuccessful"] is False)
            ok("sarif: uri", "a%20b%2Cc%3A%25.c" in out, out)
        if format == "junit":
            suite = xml.etree.ElementTree.fromstring(out)[0]
            ok("junit: counts", int(suite.get("failures")) == len(suite.findall("*/failure")) and
               int(suite.get("tests")) == len(suite.findall("testcase")) and suite.get("errors") == "1", out)
    many = "".join(f"struct s{i} {{ int a[{i + 1}]; }} v{i};\n" for i in range(300))
    pathlib.Path("many.c").write_text(many)
    subprocess.run(["gcc", "-g", "-c", "many.c", "-o", "many.o"], check=True)
    out = run("check", rules('{type: "*", max_size: 0}'), "--format=github", "many.o")[1]
    ok("github: ten at most", len(out.splitlines()) == 10 and "291 more" in out, out)
    status, out, err = run("check", rules('{type: "*", max_size: 0}'), "--format=sarif", "--output=many.sarif", "many.o")
    ok("sarif: written also when the check fails", status == 1 and
       len(sound_sarif(pathlib.Path("many.sarif").read_text())["results"]) == 300, status, err)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        cc = ["gcc", "-g", "-c"]
        source = (HERE / "a.c").read_text()
        pathlib.Path("a.c").write_text(source)
        pathlib.Path("old.c").write_text(source.replace(" char y;", ""))
        pathlib.Path("two.c").write_text("struct twins { int a; } t; typedef union { long b; } V;\n"
                                         "void f(void) { union twins { int x[4]; } u; u.x[0] = 1; }\n")
        pathlib.Path("turned.c").write_text(
            source.replace("char id; long x; char y;", "long x; char y; char id;").replace("int i; char c;", "long i; char c;"))
        for name in ("a", "old", "two", "turned"):
            subprocess.run([*cc, f"{name}.c", "-o", f"{name}.o"], check=True)
        for test in (test_keys, test_rust_keys, test_growth, test_statuses, test_malformed, test_json, test_diff, test_snapshots, test_formats):
            test()
        baselines.tests(ok, run, rules)
        subprocess.run(["gcc", "-c", "a.c", "-o", "bare.o"], check=True)
        statuses.tests(ok, run, rules)
        files.tests(ok, run, gate)
        words.tests(ok, run, gate)
        silence.tests(ok, run, rules, gate)
        changes.tests(ok, run)
        inputs.tests(ok, run)
        several.tests(ok, run, rules)
        os.chdir("/")
    print(f"gate: {passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
