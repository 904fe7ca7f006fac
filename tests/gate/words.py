"""What a failure says below its first line, and whether that is so."""

import json
import pathlib
import re
import shutil
import subprocess

SOURCE = """struct t { long a; char b; };
struct p { struct t t; char c; } p;
struct q { long l; char c; struct t t; int i; short s; } q;
struct z { long l; int i; char c; unsigned f:3, g:2; } z;
struct flat { long a; char b, c; };
_Static_assert(sizeof(struct p) == 24 && sizeof(struct flat) == 16, "");
struct sorted { long l; struct t t; int i; short s; char c; };
_Static_assert(sizeof(struct q) == 40 && sizeof(struct sorted) == 32, "");
"""
INSIDE = "The padding inside 't' would do: with its members directly in the type it has 16 bytes."
FITS = [
    ("p: {max_size: 16}", "(they need 17, and with padding 24).\n", INSIDE),
    ("p: {max_size: 20}", "(they need 17, and with padding 24).\n", INSIDE),
    ("p: {max_size: 15}", "(they need 17, and with padding 24): at least 2 bytes of them must go.\n", ""),
    ("z: {max_size: 13}", "(they need 14, and with padding 16): at least 1 byte of them must go.\n", ""),
    ("z: {max_size: 15}", "(they need 14, and with padding 16).\n", ""),
    ("q: {max_size: 32}", "Another order of these members fits: 32 bytes", ""),
]


def test_fit(ok, run):
    for rule, order, inside in FITS:
        status, out, err = run("check", "--rule", rule, "fit.o")
        ok(f"what fits: {rule}", status == 1 and order in out and inside in out, status, out, err)
        ok(f"padding inside: {rule}", bool(inside) == ("would do" in out), out)


def test_accept(ok, run, gate):
    """What is to be written to accept a finding makes the check pass."""
    text = "schema: 1\nrules:\n  - {type: '*', max_size: 20, max_padding: 6}\n"
    status, out, err = run("check", gate(text), "fit.o")
    rules = re.findall(r"To accept: (\{.*\}) as a rule of its own", out)
    ok("a glob: rules of their own", status == 1 and len(rules) == 5, status, out, err)
    ok("a glob: one line for each key", "max_size 20 does not hold for 2 of 4 types" in out and
       "max_padding 6 does not hold for 3 of 4 types" in out, out)
    status, out, err = run("check", gate(text + "".join(f"  - {rule}\n" for rule in rules)), "fit.o")
    ok("a glob: accepted", status == 0, status, out, err)
    results = json.loads(run("check", gate(text), "--json", "fit.o")[1])["results"]
    ok("a glob: in JSON", [(r["types"], r["types_broken"]) for r in results] == [(4, 2)] * 2 + [(4, 3)] * 3, results)


def test_several(ok, run, gate):
    """Of which file it is, and which --rule."""
    rules = ("--rule", "p: {max_size: 24}", "--rule", "p: {size: 8}", "--rule", "q: {max_size: 9}")
    status, out, err = run("check", *rules, "fit.o", "more.o")
    ok("files are named", status == 1 and out.count("in fit.o\n") == 2 and "in more.o\n" in out, out)
    ok("rules are numbered", "--rule:2\n" in out and "max_size: 40 at --rule:3" in out, out)
    ok("what is told broken is not told ok", "ok " not in out, out)
    for name in ("json", "github", "sarif", "junit", "tap", "markdown"):
        status, out, err = run("check", *rules, "fit.o", "more.o", f"--format={name}")
        ok(f"{name}: files are named", "more.o" in out, out)
    status, out, err = run("check", *rules, "fit.o", "fit2.o", "more.o", "fit3.o")
    ok("what is the same in several files is told once", out.count("in fit.o and 2 more files\n") == 2 and "fit2.o" not in out and
       "in more.o\n" in out, out)
    results = json.loads(run("check", *rules, "fit.o", "fit2.o", "more.o", "fit3.o", "--json")[1])["results"]
    ok("and so in JSON", [r.get("more_files") for r in results].count(2) == 3, results)
    status, out, err = run("check", *rules, "fit.o")
    ok("one file needs no name", "fit.o" not in out, out)
    status, out, err = run("check", *rules, "--rule", "p", "fit.o")
    ok("a wrong rule is numbered", status == 2 and "--rule:4: " in err, err)
    status, out, err = run("check", *rules, "--rule", "p: {max_sise: 1}", "fit.o")
    ok("a wrong key is numbered", status == 2 and "--rule:4:5: " in err, err)
    status, out, err = run("check", *rules, "fit.o", "absent.o")
    ok("a file that was not checked is counted", status == 3 and "1 file could not be checked" in out, out)
    text = "schema: 1\nrules:\n  - {type: p, max_size: 9, reason: because}\n"
    for name in ("github", "sarif", "junit"):
        out = run("check", gate(text), "fit.o", f"--format={name}")[1]
        ok(f"{name}: reason, and how to accept", "because" in out and "To accept: max_size: 24 at g.yaml:3" in out, out)


NICHE = """pub enum State { A(bool), B }
pub struct Conn { s: State, n: u8 }
fn main() { let c = [Conn { s: State::A(true), n: 1 }, Conn { s: State::B, n: 2 }]; println!("{:p}", &c); }
"""


def test_niche(ok, run):
    """A niche that is lost is the reason, in the enum and in what holds it."""
    for name, text in (("had", NICHE), ("lost", NICHE.replace("bool", "u8").replace("A(true)", "A(7)"))):
        pathlib.Path("niche.rs").write_text(text)
        subprocess.run(["rustc", "-g", "--edition=2021", "-Adead_code", "-o", f"{name}.app", "niche.rs"], check=True)
    rules = ("--rule=niche::State: {max_size: 1}", "--rule=niche::Conn: {max_size: 2}", "--baseline=had.json")
    run("check", "--save-baseline", *rules, "had.app")
    status, out, err = run("check", *rules, "lost.app")
    ok("a lost niche: the enum", status == 1 and "It lost its niche: it has a tag of 1 byte now.\n" in out, status, out, err)
    ok("a lost niche: what holds it", "'s' grew 1 -> 2 because niche::State lost its niche\n" in out, out)
    status, out, err = run("check", "--update-baseline=", *rules, "lost.app")
    ok("to accept nothing is a mistake", status == 2 and "nothing is named" in err, status, out, err)
    status, out, err = run("check", "--update-baseline=State", *rules, "lost.app")
    ok("one type is accepted", status == 0 and "1 changed" in err, status, err)


def tests(ok, run, gate):
    pathlib.Path("fit.c").write_text(SOURCE)
    pathlib.Path("more.c").write_text("struct p { char c[9]; } p;\n")
    for name in ("fit", "more"):
        subprocess.run(["gcc", "-g", "-c", f"{name}.c"], check=True)
    for name in ("fit2", "fit3"):
        shutil.copy("fit.o", f"{name}.o")
    test_fit(ok, run)
    test_accept(ok, run, gate)
    test_several(ok, run, gate)
    test_niche(ok, run)
