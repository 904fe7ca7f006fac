"""No page and no baseline is written over what is read."""

import pathlib
import shutil

GATE = "{schema: 1, baseline: kept.json, rules: [{type: conn, max_size: 48, max_growth: 0}]}\n"


def tests(ok, run):
    shutil.copy("a.o", "kept.o")
    run("check", "--save-baseline", "--baseline=kept.json", "--rule=conn: {max_size: 48}", "a.o")
    baseline = pathlib.Path("kept.json").read_bytes()
    pathlib.Path("kept.yaml").write_text(GATE)
    pathlib.Path("layoutscope.yaml").write_text(GATE)
    pathlib.Path("link.yaml").unlink(missing_ok=True)
    pathlib.Path("link.yaml").symlink_to("kept.yaml")
    named = "--budget=kept.yaml"
    held = "--rule=conn: {max_growth: 0}"
    for args in (
            ["check", named, "a.o", "-o", "kept.yaml"],
            ["check", named, "a.o", "-o", "./link.yaml"],
            ["check", named, "a.o", "--report=json:kept.yaml"],
            ["check", named, "a.o", "-o", "kept.json"],
            ["check", named, "a.o", "--report=sarif:kept.json"],
            ["check", held, "--baseline=kept.json", "a.o", "--report=tap:kept.json"],
            ["check", "a.o", "-o", "layoutscope.yaml"],
            ["check", "a.o", "--report=tap:layoutscope.yaml"],
            ["list", "a.o", "-o", "layoutscope.yaml"],
            ["check", named, "kept.o", "a.o", "-o", "kept.o"],
            ["diff", "a.o", "kept.json", "-o", "kept.json"],
            ["check", "--save-baseline", "--baseline=kept.json", held, "kept.json"],
            ["check", "--save-baseline", "--baseline=kept.json", "a.o", "-o", "other.json"],
            ["check", "--update-baseline", "--baseline=kept.json", "a.o", "--report=json:other.json"]):
        status, out, err = run(*args)
        ok(f"kept: {args}", status == 2 and not out and ("is what is read" in err or "no page beside it" in err), status, out, err)
    ok("kept: all is as it was", pathlib.Path("kept.json").read_bytes() == baseline and
       pathlib.Path("kept.yaml").read_text() == GATE and pathlib.Path("layoutscope.yaml").read_text() == GATE and
       pathlib.Path("kept.o").read_bytes() == pathlib.Path("a.o").read_bytes() and not pathlib.Path("other.json").exists())
    status, out, err = run("check", named, "a.o", "-o", "new.txt", "--report=json:new.json")
    ok("kept: other files are written", status == 0 and pathlib.Path("new.json").exists(), status, err)
    status, out, err = run("diff", "a.o", "kept.o", "conn", "-o", "conn")
    ok("kept: a type is no file", status == 0, status, err)
    status, out, err = run("diff", "a.o", "kept.o", "conn", "-o", "conn")
    ok("kept: nor if there is one", status == 0, status, err)
    pathlib.Path("layoutscope.yaml").unlink()
