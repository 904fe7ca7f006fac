"""Baselines: written, compared with, accepted from, merged, and hostile."""

import json
import os
import pathlib
import subprocess

FIXTURES = pathlib.Path(__file__).parent.resolve().parent.parent / "fixtures"


def build():
    for version in ("v1", "v2"):
        pathlib.Path(version).mkdir()
        for name in ("conn.c", "app.rs"):
            pathlib.Path(version, name).write_bytes((FIXTURES / version / name).read_bytes())
        subprocess.run(["gcc", "-g", "-c", "conn.c"], cwd=version, check=True)
        subprocess.run(["rustc", "-g", "--edition=2021", "-Ccodegen-units=1", "-o", "app", "app.rs"], cwd=version, check=True)


def types(path):
    return {kind["name"]: kind for kind in json.loads(pathlib.Path(path).read_text())["types"]}


def test_written(ok, run, rules):
    status, out, err = run("check", "--save-baseline", "--baseline=b.json", "v1/conn.o")
    text = pathlib.Path("b.json").read_text()
    page = json.loads(text)
    ok("saved", status == 0 and out == "" and "10 types (10 new, 0 changed, 0 gone)" in err, status, out, err)
    ok("a type a line", len(text.splitlines()) == len(page["types"]) + 4, text)
    ok("sorted", [t["name"] for t in page["types"]] == sorted(t["name"] for t in page["types"]), text)
    ok("nothing of this machine", os.getcwd() not in text and "file" not in page["input"], text)
    ok("layout", types("b.json")["frame"]["layout"] == ["kind", 0.5, "urgent", 0.125, 3.375, "length", 4], text)
    ok("inside", types("b.json")["value"]["layout"] == ["tag", 4, None, 4, ["i", 4, -4, "f", 4]], text)
    run("check", "--save-baseline", "--baseline=b.json", "v1/conn.o")
    ok("the same again", pathlib.Path("b.json").read_text() == text)
    for version, kind in (("v1", "conn.o"), ("v1", "app"), ("v2", "conn.o"), ("v2", "app")):
        run("check", "--save-baseline", "--baseline=c.json", f"{version}/{kind}")
        for pair in (["c.json", f"{version}/{kind}"], [f"{version}/{kind}", "c.json"]):
            status, out, err = run("diff", "--exit-code", *pair)
            ok(f"no change: {pair}", status == 0 and "a baseline has no types" in err, out, err)
            ok("quiet", run("diff", "-q", *pair)[2] == "")
    status, out, err = run("c.json")
    ok("it is a file like any other, and says what it lacks", status == 0 and "a baseline has no types" in err, out, err)


def test_fixtures(ok, run, rules):
    """What a baseline tells of any type is what the file tells."""
    for source in sorted((FIXTURES / "c").glob("*.c")) + sorted((FIXTURES / "cpp").glob("*.cc")):
        for compiler in ("gcc", "clang"):
            done = subprocess.run([compiler, "-g", "-w", "-c", source, "-o", "f.o"], capture_output=True)
            if done.returncode or run("list", "f.o")[0]:
                continue
            status, out, err = run("check", "--save-baseline", "--baseline=f.json", "f.o")
            ok(f"baseline of {source.name}", status == 0, err)
            status, out, err = run("diff", "--exit-code", "f.json", "f.o")
            ok(f"{source.name} with {compiler}", status == 0 and "another layout" not in out, out, err)
            before = pathlib.Path("f.json").read_text()
            status, out, err = run("check", "--update-baseline=no*where", "--baseline=f.json", "f.o")
            ok("a name that is nowhere", status == 4, status, err)
            name = json.loads(before)["types"][0]["name"].replace(",", "?")
            run("check", f"--update-baseline={name}", "--baseline=f.json", "f.o")
            ok("read and written again", pathlib.Path("f.json").read_text() == before)


def test_accept(ok, run, rules):
    run("check", "--save-baseline", "--baseline=b.json", "v1/conn.o")
    growth = rules('{type: "*", max_growth: 0}')
    status, out, err = run("check", growth, "--baseline=b.json", "v2/conn.o")
    ok("growth", status == 1 and "64 -> 80" in out, status, out, err)
    status, out, err = run("check", "--baseline=b.json", "--update-baseline=conn,timer", "v2/conn.o")
    after = types("b.json")
    ok("two accepted", status == 0 and "(0 new, 2 changed, 0 gone)" in err, status, err)
    ok("the others stay", after["conn"]["size_bytes"] == 80 and after["ring"]["size_bytes"] == 8, after)
    status, out, err = run("check", growth, "--baseline=b.json", "v2/conn.o")
    ok("the others still fail", status == 1 and "struct conn" not in out and "struct ring" in out, out)
    status, out, err = run("check", "--baseline=b.json", "--update-baseline=any,retry", "v2/conn.o")
    ok("new and gone", "(1 new, 0 changed, 1 gone)" in err and "any" not in types("b.json"), err)
    status, out, err = run("check", "--baseline=b.json", "--update-baseline", "v2/conn.o")
    status, out, err = run("check", growth, "--baseline=b.json", "v2/conn.o")
    ok("all accepted", status == 0, status, out)
    status, out, err = run("check", rules("{type: struct conn, max_growth: 0}"), "--baseline=b.json", "v1/conn.o")
    ok("a ratchet", status == 0 and "stale" in out and "WARN" in out, out)
    for options, wanted, word in (
        (["--update-baseline=conn", "--baseline=nowhere.json"], 2, "--save-baseline writes one"),
        (["--save-baseline", "--baseline=no/where.json"], 74, "no/where.json"),
        (["--save-baseline", "--baseline=/dev/full"], 74, "No space left"),
        (["--save-baseline", "--rule=struct conn: {max_size: 1}"], 2, "--baseline="),
        (["--save-baseline", "--baseline=x.json", "nothing.o"], 3, "nothing.o"),
        (["--update-baseline=nobody", "--baseline=b.json"], 4, "nobody"),
    ):
        before = set(os.listdir())
        status, out, err = run("check", *options, "v1/conn.o")
        ok(f"{options}", status == wanted and word in err, status, err)
        ok("no trace {options}", set(os.listdir()) == before, set(os.listdir()) - before)
    for path in ("v1/conn.o", "v1/conn.c"):
        before = pathlib.Path(path).read_bytes()
        for how in ("--save-baseline", "--update-baseline"):
            status, out, err = run("check", how, f"--baseline={path}", "v1/conn.o")
            ok(f"{path} is not written over", status == 2 and pathlib.Path(path).read_bytes() == before, status, err)
    pathlib.Path("e.json").write_text("")
    ok("an empty file is", run("check", "--save-baseline", "--baseline=e.json", "v1/conn.o")[0] == 0)
    pathlib.Path("e.json").write_text(" {")
    ok("a broken one too", run("check", "--save-baseline", "--baseline=e.json", "v1/conn.o")[0] == 0)
    status, out, err = run("check", "--save-baseline", "--baseline=x.json", "v1/conn.o", env={**os.environ, "CI": "true"})
    ok("CI never writes", status == 2 and not pathlib.Path("x.json").exists(), status, err)


def test_typedef(ok, run, _rules):
    """A typedef's name means the type behind it."""
    for name, more in (("before", ""), ("after", " int more;")):
        pathlib.Path("alias.c").write_text(f"typedef struct node_ {{ long x;{more} }} node; typedef struct {{ int a;{more} }} point;\nnode n; point p;\n")
        subprocess.run(["gcc", "-g", "-c", "alias.c", "-o", f"{name}.o"], check=True)
    run("check", "--save-baseline", "--baseline=alias.json", "before.o")
    status, out, err = run("check", "--update-baseline=node", "--baseline=alias.json", "after.o")
    after = types("alias.json")
    ok("a typedef accepts what is behind it", status == 0 and "(0 new, 1 changed, 0 gone)" in err, status, err)
    ok("and nothing else", after["node_"]["size_bytes"] == 16 and after["point"]["size_bytes"] == 4, after)


def test_several(ok, run, rules):
    page = json.loads(run("--json", "v1/conn.o")[1])
    page["input"]["target"] = "arm"
    pathlib.Path("arm.json").write_text(json.dumps(page))
    status, out, err = run("check", "--save-baseline", "--baseline=b.json", "v1/conn.o", "arm.json")
    ok("two machines", status == 2 and "{target}" in err, status, err)
    status, out, err = run("check", "--save-baseline", "--baseline=b-{target}.json", "v1/conn.o", "arm.json")
    ok("one for each", status == 0 and len(types("b-arm.json")) == len(types("b-x86_64.json")) == 10, err)
    status, out, err = run("check", rules('{type: "*", max_growth: 0}'), "--baseline=b-{target}.json", "v1/conn.o", "arm.json")
    ok("and each is read", status == 0, status, out, err)
    run("check", "--save-baseline", "--baseline=b.json", "v1/conn.o", "v2/conn.o")
    names = [kind["name"] for kind in json.loads(pathlib.Path("b.json").read_text())["types"]]
    ok("two files, what differs is kept twice", names.count("conn") == 2 and names.count("slice") == 1, names)
    nths = [kind.get("nth") for kind in json.loads(pathlib.Path("b.json").read_text())["types"] if kind["name"] == "conn"]
    ok("with a number", nths == [1, 2], nths)
    for version in ("v1", "v2"):
        status, out, err = run("check", rules('{type: "*", max_growth: 0}'), "--baseline=b.json", f"{version}/conn.o")
        ok(f"{version} finds its own", status == 0 and "stale" not in out, out)


def test_hostile(ok, run, rules):
    head = '{"schema": "layoutscope/1", "baseline": true, "input": {"target": "x86_64"}, "types": [{"name": "conn", "kind": "struct", "lang": "c", "size_bytes": 8, "layout": '
    for layout in ("[1]", "[[]]", '["a"]', '["a", "b"]', '["a", -1]', '["a", 0.3]', '["a", 1e300]', '[-1, "a", 1]', '[1e15, "a", 1]',
                   "[false]", '["a", 1, true]', '["a", 1e15, "b", 1e15]', "[null, 1, " * 900 + "[]" + "]" * 900,
                   '["a", 1, ["b", 1, ["c"]]]', '["a", 1, {}]', '["a", true]'):
        pathlib.Path("h.json").write_text(head + layout + "}]}")
        status, out, err = run("check", rules("{type: struct conn, max_growth: 0}"), "--baseline=h.json", "v1/conn.o")
        ok(f"layout {layout[:40]}", status in (0, 1, 2) and (status < 2 or "h.json" in err), status, out, err)
    pathlib.Path("h.json").write_text("{" + '"a": [' * 100_000)
    status, out, err = run("check", rules("{type: struct conn, max_growth: 0}"), "--baseline=h.json", "v1/conn.o")
    ok("nested too deep", status == 2, status, err)


def tests(ok, run, rules):
    build()
    for test in (test_written, test_fixtures, test_accept, test_typedef, test_several, test_hostile):
        test(ok, run, rules)
