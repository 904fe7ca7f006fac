"""Several outputs of one read, what GitHub Actions gets, and --exit-skip."""

import json
import pathlib
import subprocess

from common import compiled, in_a_folder, ok, rules, run

FORMATS = ("text", "json", "markdown", "github", "gitlab", "sarif", "junit", "tap")
SOURCE = "struct conn { char id; long x; char y; } c;\nstruct ring { int a, b; } r;\n"


def all_reports():
    return [f"--report={name}:r.{name}" for name in FORMATS]


def forget():
    for name in FORMATS:
        pathlib.Path(f"r.{name}").unlink(missing_ok=True)


def test_same_as_format():
    """A report is what the format gives alone."""
    gate = rules("{type: struct conn, max_size: 8}", "{type: struct ring, size: 8}")
    status, _, _ = run("check", gate, *all_reports(), "a.o")
    ok("status of a check with reports", status == 1, status)
    for name in FORMATS:
        alone = run("check", gate, f"--format={name}", "a.o")[1]
        ok(f"report {name}", pathlib.Path(f"r.{name}").read_bytes() == alone, alone)
    for command, names in (([], ("text", "json", "ndjson", "tsv", "markdown", "c")), (["list"], ("text", "json", "ndjson", "tsv", "markdown")),
                           (["suggest"], ("text", "json", "ndjson", "c")), (["diff", "a.o"], ("text", *FORMATS[1:]))):
        for what in ([], ["conn"]):
            if command[:1] == ["diff"] and what:
                continue
            status, out, err = run(*command, "a.o", *what, *(f"--report={name}:r2.{name}" for name in names))
            ok(f"{command} {what} with reports", status == 0, status, err)
            for name in names:
                alone = run(*command, "a.o", *what, f"--format={name}")[1]
                ok(f"{command} {what} report {name}", pathlib.Path(f"r2.{name}").read_bytes() == alone, alone)


def test_stdin_once():
    data = pathlib.Path("a.o").read_bytes()
    status, out, err = run("-", "conn", "--report=json:in.json", "--report=c:in.c", stdin=data)
    ok("one read of standard input", status == 0 and json.loads(pathlib.Path("in.json").read_text())["types"], status, err)
    ok("and both pages", b"struct conn" in pathlib.Path("in.c").read_bytes())


def test_when_it_fails():
    for what, args, wanted in (
            ("a broken rule", ["a.o"], 1), ("a file that is not there", ["a.o", "nix.o"], 3),
            ("all that is not there", ["nix.o"], 3), ("a wrong gate file", ["--rule=x: 3", "a.o"], 2),
            ("no baseline", ["--baseline=nix.json", "a.o"], 2)):
        gate = rules("{type: struct conn, max_size: 8, max_growth: 0}" if "baseline" in what else "{type: struct conn, max_size: 8}")
        forget()
        status, _, err = run("check", gate, *args, *all_reports())
        ok(f"{what}: status", status == wanted, status, err)
        there = [name for name in FORMATS if pathlib.Path(f"r.{name}").exists()]
        if not ok(f"{what}: all reports are written", there == list(FORMATS), there):
            continue
        sarif = json.loads(pathlib.Path("r.sarif").read_text())
        invocation = sarif["runs"][0]["invocations"][0]
        ok(f"{what}: executionSuccessful", invocation["executionSuccessful"] == (wanted == 1), invocation)
        ok(f"{what}: and why", bool(invocation["toolExecutionNotifications"]) == (wanted > 1), invocation)
        if wanted > 1:
            for name in ("json", "markdown", "gitlab", "junit", "tap"):
                text = pathlib.Path(f"r.{name}").read_text()
                ok(f"{what}: {name} does not look well", any(word in text for word in ("error", "unread", "not ok", "not read")), text)
    ok("nothing is left aside", not list(pathlib.Path(".").glob("r.*.*")), list(pathlib.Path(".").glob("r.*.*")))


def test_cannot_write():
    gate = rules("{type: struct conn, max_size: 64}")
    forget()
    status, _, err = run("check", gate, "--report=sarif:/dev/full", "--report=junit:nowhere/x", "--report=tap:r.tap", "a.o")
    ok("a report that cannot be written: 74", status == 74, status)
    ok("each is told", b"/dev/full" in err and b"nowhere/x" in err, err)
    ok("the others are there", pathlib.Path("r.tap").exists())
    pathlib.Path("r.json").write_text("before")
    status, _, err = run("a.o", "nobody", "--report=json:r.json")
    ok("no page, no report", status == 4 and pathlib.Path("r.json").read_text() == "before", status)
    status, _, err = run("a.o", "--report=json:/dev/full")
    ok("show: 74", status == 74, status, err)


def test_a_diff_that_fails():
    """As a check: reports and pages for CI systems say so, or an old one would be taken for today's."""
    reports = [f"--report={name}:r.{name}" for name in FORMATS]
    for what, args, wanted in (("a side that is not there", ["nix.o", "a.o"], 3), ("the other side", ["a.o", "nix.o"], 3),
                               ("a type that none has", ["a.o", "a.o", "nobody"], 4)):
        for name in FORMATS:
            pathlib.Path(f"r.{name}").write_text("before")
        status, out, err = run("diff", *args, *reports)
        ok(f"diff, {what}: status", status == wanted and not out and err, status, out, err)
        for name in FORMATS:
            text = pathlib.Path(f"r.{name}").read_text()
            ok(f"diff, {what}: {name}", text != "before" and any(
                word in text for word in ("error", "unread", "not ok", "not read", "could not")), text)
        ok(f"diff, {what}: executionSuccessful", json.loads(
            pathlib.Path("r.sarif").read_text())["runs"][0]["invocations"][0]["executionSuccessful"] is False)
        for name in ("github", "gitlab", "sarif", "junit", "tap"):
            status, out, err = run("diff", *args, f"--format={name}")
            ok(f"diff, {what}: --format={name}", status == wanted and out == pathlib.Path(f"r.{name}").read_bytes(), status, out)
    status, out, err = run("check", "--rule=x: 3", "--format=sarif", "a.o")
    ok("check: a page for a CI system says that the rules are wrong", status == 2 and b'"executionSuccessful": false' in out, status, out)
    status, out, err = run("check", "--rule=x: 3", "a.o")
    ok("check: and none for a person", status == 2 and not out, status, out)


def test_two_for_one_file():
    """Two outputs that are one file by two names, there or not there."""
    gate = rules("{type: struct conn, max_size: 64}")
    folder = pathlib.Path("folder")
    folder.mkdir()
    pathlib.Path("same").symlink_to("folder")
    pathlib.Path("dangling").symlink_to("y")
    pathlib.Path("chain").symlink_to("dangling")
    (folder / "up").symlink_to("../y")
    here = pathlib.Path(".").resolve()
    for one, other in (("y", "./y"), ("y", str(here / "y")), ("folder/y", "same/y"), ("folder/../y", "y"), ("y", "dangling"),
                       ("dangling", "y"), ("chain", "./y"), ("folder/up", "y"), ("same/up", "chain")):
        for args in ([f"--report=sarif:{one}", f"--report=json:{other}"], ["-o", one, f"--report=json:{other}"]):
            status, out, err = run("check", gate, *args, "a.o")
            ok(f"one file: {args}", status == 2 and b"two pages for one file" in err and not out, status, err)
    ok("one file: nothing is written", not pathlib.Path("y").exists() and not (folder / "y").exists())
    status, out, err = run("check", gate, "--report=sarif:y", "--report=json:folder/y", "--report=tap:same/z", "a.o")
    ok("one file: these are three", status == 0 and (folder / "z").exists(), status, err)


def test_links():
    """A link stays one, and what it leads to is there as a whole or not at all."""
    gate = rules("{type: struct conn, max_size: 64}")
    for name, target in ("to_new", "new.txt"), ("round", "and_round"), ("and_round", "round"):
        pathlib.Path(name).symlink_to(target)
    status, out, err = run("a.o", "nobody", "-o", "to_new")
    ok("links: no page, no file", status == 4 and not pathlib.Path("new.txt").exists(), status, err)
    status, out, err = run("check", gate, "a.o", "-o", "to_new")
    ok("links: it is written where the link leads", status == 0 and pathlib.Path("to_new").is_symlink() and
       b"1 passed" in pathlib.Path("new.txt").read_bytes(), status, err)
    status, out, err = run("check", gate, "a.o", "-o", "round")
    ok("links: a ring is refused", status == 74 and pathlib.Path("round").is_symlink(), status, err)
    status, out, err = run("check", gate, "a.o", "-o", "/dev/null", "--report=json:/dev/null", "--report=sarif:/dev/null")
    ok("links: a device takes what comes", status == 0, status, err)


def test_wrong_words():
    for args in (["check", "--report=sarif", "a.o"], ["check", "--report=:x", "a.o"], ["check", "--report=sarif:", "a.o"],
                 ["check", "--report=c:x", "a.o"], ["check", "--report=json:-", "a.o"], ["check", "--report=json:x", "--report=tap:x", "a.o"],
                 ["a.o", "-ox", "--report=json:x"], ["a.o", "--report=yaml:x"], ["check", "--exit-skip=256", "a.o"],
                 ["check", "--exit-skip=0", "a.o"], ["a.o", "--exit-skip=77"], ["check", "--format=c", "a.o"]):
        status, out, err = run(*args)
        ok(f"{args} is refused", status == 2 and err.startswith(b"layoutscope: error: ") and not out, status, out, err)
        ok(f"{args} writes nothing", not pathlib.Path("x").exists())


def test_github():
    actions = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "summary.md"}
    gate = rules("{type: struct conn, max_size: 8}")
    page = run("check", gate, "a.o")[1]
    notes = run("check", gate, "--format=github", "a.o")[1]
    table = run("check", gate, "--format=markdown", "a.o")[1]
    ok("there are annotations", notes.startswith(b"::error file=a.c,line=1,col=8,title=layout%3A struct conn max_size::"), notes)
    pathlib.Path("summary.md").write_bytes(b"before\n")
    status, out, err = run("check", gate, "a.o", env=actions)
    ok("annotations after the page", (status, out, err) == (1, page + notes, b""), out, err)
    ok("the summary is appended", pathlib.Path("summary.md").read_bytes() == b"before\n" + table)
    status, out, err = run("check", gate, "a.o", "--json", env=actions)
    ok("json: on standard error", err == notes and json.loads(out), out, err)
    status, out, err = run("check", gate, "a.o", "--json", "-oj.json", env=actions)
    ok("json into a file: on standard output", out == notes and not err, out, err)
    status, out, err = run("check", gate, "a.o", "--format=github", env=actions)
    ok("github: once", out == notes and not err, out, err)
    ok("not elsewhere", run("check", gate, "a.o", env={"GITHUB_ACTIONS": "false", "GITHUB_STEP_SUMMARY": "s2"})[1] == page)
    ok("and no summary", not pathlib.Path("s2").exists())
    status, out, err = run("check", "--budget=nix.yaml", "a.o", env=actions)
    ok("a missing gate file is annotated", status == 2 and out.startswith(b"::error title="), status, out)
    status, out, err = run("check", gate, "a.o", env={**actions, "GITHUB_STEP_SUMMARY": "/dev/full"})
    ok("a summary that cannot be written: 74", status == 74 and b"GITHUB_STEP_SUMMARY" in err, status, err)
    status, out, err = run("a.o", "conn", env=actions)
    ok("show has none", b"::error" not in out + err, out)


def test_exit_skip():
    subprocess.run(["strip", "-g", "-o", "bare.o", "a.o"], check=True)
    pathlib.Path("text.o").write_text("no object file")
    good, broken, nobody = ("{type: struct conn, max_size: 64}", "{type: struct conn, max_size: 8}", "{type: struct nobody, size: 8}")
    for lines, files, wanted in (
            ([good], ["bare.o"], 77), ([good], ["bare.o", "bare.o"], 77), ([broken, nobody], ["bare.o"], 77),
            ([good], ["a.o"], 0), ([broken], ["a.o"], 1), ([nobody], ["a.o"], 4),
            ([good], ["bare.o", "a.o"], 3), ([broken], ["a.o", "bare.o"], 3), ([broken, nobody], ["a.o", "bare.o"], 3),
            ([good], ["nix.o"], 3), ([good], ["bare.o", "nix.o"], 3), ([good], ["bare.o", "text.o"], 3), ([good], ["text.o"], 3),
            (["{size: 3}"], ["bare.o"], 2)):
        gate = rules(*lines)
        for more in ([], ["--warn-only"]):
            status, _, err = run("check", "--exit-skip=77", gate, *more, *files)
            expected = 0 if wanted == 1 and more else wanted
            ok(f"--exit-skip {lines} {files} {more}", status == expected, status, err)
    status, _, err = run("check", "--exit-skip=77", rules(good), "bare.o", "--report=sarif:/dev/full")
    ok("--exit-skip hides no 74", status == 74, status, err)
    status, _, err = run("check", "--exit-skip=77", rules(good), "bare.o", "--report=sarif:skip.sarif")
    ok("a skipped check was not successful", b'"executionSuccessful": false' in pathlib.Path("skip.sarif").read_bytes())


def main():
    compiled(SOURCE, "a")
    test_same_as_format()
    test_stdin_once()
    test_when_it_fails()
    test_cannot_write()
    test_a_diff_that_fails()
    test_two_for_one_file()
    test_links()
    test_wrong_words()
    test_github()
    test_exit_skip()


in_a_folder(main)
