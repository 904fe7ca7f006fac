"""Several FILEs: what is one thing is told once and counted once."""

import json
import os
import pathlib
import shutil
import subprocess

HEADER = ("struct shared { char a; long b; char c; };\nstruct fits { int a; };\n")
RULES = ["{type: struct shared, max_size: 16}", "{type: struct fits, max_size: 4}",
         "{type: 'struct own*', max_size: 8}", "{type: 'struct f?ts', max_padding: 0}",
         "{type: 'struct *ed', max_padding: 1}"]


def objects():
    pathlib.Path("shared.h").write_text(HEADER)
    for number in "123":
        pathlib.Path(f"s{number}.c").write_text(
            f'#include "shared.h"\nstruct shared s{number}; struct fits f{number};\n'
            f"struct own{number} {{ char x; long y; }} o{number};\n")
        subprocess.run(["gcc", "-g", "-c", f"s{number}.c"], check=True)
    return ["s1.o", "s2.o", "s3.o"]


def counts(out):
    summary = json.loads(out)["summary"]
    return summary["passed"], summary["failed"], summary["unmatched"]


def test_counts(ok, run, rules):
    names = objects()
    gate = rules(*RULES)
    status, out, err = run("check", gate, "--json", *names)
    results = json.loads(out)["results"]
    ok("several: each thing is counted once", status == 1 and counts(out) == (2, 5, 0), status, out, err)
    told = {(r["pattern"], r["status"]): (r["types"], r.get("types_broken")) for r in results}
    ok("several: types of a glob, not files", told[("struct f?ts", "passed")] == (1, None), told)
    ok("several: a glob's own types", told[("struct own*", "failed")] == (3, 3), told)
    ok("several: a header's type that breaks a glob is one", told[("struct *ed", "failed")] == (1, 1), told)
    status, out, err = run("check", gate, *names)
    ok("several: and in words", "max_size 8 does not hold for 3 of 3 types" in out and "2 passed, 5 failed" in out, out)
    status, out, err = run("check", gate, "--format=markdown", *names)
    passed = [line for line in out.splitlines() if line.startswith("- ")]
    ok("several: markdown tells each pass once", len(passed) == len(set(passed)) == 2, out)
    ok("several: and of which files", "- `struct fits` max_size 4 in s1.o and 2 more files" in passed, out)


def test_named_twice(ok, run, rules):
    gate = rules(*RULES)
    os.symlink("s1.o", "link.o")
    once = run("check", gate, "--json", "s1.o")
    for more in (["s1.o"], ["./s1.o"], ["link.o"], [os.path.abspath("s1.o")]):
        ok(f"several: s1.o and {more} are one file", run("check", gate, "--json", "s1.o", *more) == once)
    shutil.copy("s1.o", "copy.o")
    status, out, err = run("check", gate, "--json", "s1.o", "copy.o")
    ok("several: a copy is another file, of the same types", len(json.loads(out)["inputs"]) == 2 and
       counts(out) == counts(once[1]), out)


def test_moved(ok, run, rules):
    """What grew and may is told once for all the objects that have it."""
    gate = rules("{type: 'struct *', max_size: 100}")
    run("check", gate, "--save-baseline", "--baseline=several.json", "s1.o")
    pathlib.Path("shared.h").write_text(HEADER.replace("char c", "char c; long d"))
    for number in "12":
        subprocess.run(["gcc", "-g", "-c", f"s{number}.c"], check=True)
    status, out, err = run("check", gate, "--baseline=several.json", "--format=markdown", "s1.o", "s2.o")
    ok("several: a type that grew is told once", status == 0 and out.count("`struct shared` 24 → **32**") == 1 and
       "1 other type changed" in out, status, out, err)


def test_fingerprints(ok, run, rules):
    """Two different types of one name are two findings for who tracks them."""
    for number, text in ("1", "struct t { char a[9]; } t1;"), ("2", "struct t { char a[10]; } t2;"):
        pathlib.Path(f"t{number}.c").write_text(text)
        subprocess.run(["gcc", "-g", "-c", f"t{number}.c"], check=True)
    gate = rules("{type: struct t, max_size: 8}")
    out = run("check", gate, "--format=sarif", "t1.o", "t2.o")[1]
    prints = [r["partialFingerprints"]["layoutscope/v1"] for r in json.loads(out)["runs"][0]["results"]]
    ok("several: fingerprints differ", prints == ["LS001:x86_64:c:struct t", "LS001:x86_64:c:struct t:2"], prints)
    out = run("check", gate, "--format=gitlab", "t1.o", "t2.o")[1]
    prints = {entry["fingerprint"] for entry in json.loads(out)}
    ok("several: GitLab's too", len(prints) == 2, prints)
    alone = json.loads(run("check", gate, "--format=gitlab", "t1.o")[1])[0]["fingerprint"]
    ok("several: and the first is what it is alone", alone in prints, prints)


def test_baseline_alone(ok, run, rules):
    """A baseline that cannot be used is told also where no FILE can be read."""
    gate = rules("{type: struct t, max_growth: 0}")
    subprocess.run(["strip", "-g", "-o", "none.o", "t1.o"], check=True)
    pathlib.Path("broken.json").write_text("{")
    for options in (["--baseline=broken.json"], ["--baseline=nowhere.json"], []):
        for skip in ([], ["--exit-skip=77"]):
            status, out, err = run("check", gate, *options, *skip, "none.o")
            ok(f"several: no types and {options} {skip}", status == 2 and "baseline" in err and "none.o" in err, status, err)
    status, out, err = run("check", gate, "--baseline={target}.json", "--exit-skip=77", "none.o")
    ok("several: of no machine no baseline is asked for", status == 77, status, err)


def tests(ok, run, rules):
    test_counts(ok, run, rules)
    test_named_twice(ok, run, rules)
    test_moved(ok, run, rules)
    test_fingerprints(ok, run, rules)
    test_baseline_alone(ok, run, rules)
