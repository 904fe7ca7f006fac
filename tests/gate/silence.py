"""What measures nothing, or less than it looks like, is not passed over."""

import json
import pathlib
import subprocess


def test_targets(ok, run, rules):
    """Rules for other machines alone measure nothing; beside others they are another build's."""
    arm = "{type: conn, max_size: 9, target: [arm]}"
    status, out, err = run("check", rules(arm), "a.o")
    ok("only rules for others", status == 4 and "nothing was measured" in out, status, out, err)
    status, out, err = run("check", rules(arm), "--warn-only", "--json", "a.o")
    ok("only rules for others, JSON", status == 4 and
       [r["status"] for r in json.loads(out)["results"]] == ["unmatched"], status, out)
    status, out, err = run("check", rules(arm, "{type: conn, max_size: 48}"), "a.o")
    ok("a rule for others", status == 0 and "1 rule is for other machines." in out, status, out)
    status, out, err = run("check", rules(arm), "absent.o")
    ok("nothing was read: that is told instead", status == 3 and "measured" not in out, status, out)
    status, out, err = run("check", rules("{type: conn, max_size: 48, target: x86_64}"), "a.o")
    ok("a rule for these", status == 0 and "other machines" not in out, status, out)


def test_same_size(ok, run, rules):
    """The other type is looked for only where the first one is."""
    held = rules("{type: struct conn, same_size_as: struct conn}")
    for names in (("a.o", "lone.o"), ("lone.o", "a.o")):
        status, out, err = run("check", held, *names)
        ok(f"same_size_as of {names}", status == 0, status, out, err)
    status, out, err = run("check", rules("{type: struct lone, same_size_as: struct conn}"), "a.o", "lone.o")
    ok("same_size_as of a type that another file has", status == 4 and "no type named 'struct conn'" in out, status, out)


EMPTY = [
    ("{type: conn, ignore: false}", "demands nothing"),
    ("{type: conn, separate_lines: [id]}", "a list of two members or more"),
    ("{type: conn, separate_lines: id}", "a list of two members or more"),
    ("{type: conn, separate_lines: [id, id]}", "'id' stands there twice"),
    ("{type: conn, same_line: [[id, x], [y, t, y]]}", "'y' stands there twice"),
]


def test_empty(ok, run, rules, gate):
    for rule, word in EMPTY:
        status, out, err = run("check", rules(rule), "a.o")
        ok(f"demands nothing: {rule}", status == 2 and word in err and "g.yaml:3:" in err, status, err)
    status, out, err = run("check", rules("{type: conn, same_line: [[id, x], [id, y]]}"), "a.o")
    ok("one member in two lists", status == 0, status, out, err)
    status, out, err = run("check", gate("schema: 1\nrules: []\n"), "a.o")
    ok("no rules", status == 2 and "g.yaml:2:8: rules: there is none" in err, status, err)
    for text in ("schema: 1\nrules:\n- type: *\n  max_size: 1\n", "schema: 1\nrules:\n- type: *conn\n  max_size: 1\n"):
        status, out, err = run("check", gate(text), "a.o")
        ok("a star without quotes", status == 2 and "needs quotes" in err, status, err)


def tests(ok, run, rules, gate):
    pathlib.Path("lone.c").write_text("struct lone { int a; } l;\n")
    subprocess.run(["gcc", "-g", "-c", "lone.c"], check=True)
    test_targets(ok, run, rules)
    test_same_size(ok, run, rules)
    test_empty(ok, run, rules, gate)
