"""What diff tells of enumerators and variants, and of chosen types."""

import json
import pathlib
import shutil
import subprocess

OLD = """enum state { IDLE, RUN, STOP, OLD = -5 };
typedef struct conn { enum state s; int a; } conn_t;
struct timer { int a; };
conn_t c; struct timer t;
"""
NEW = """enum state { IDLE, WAIT, RUN, STOP };
typedef struct conn { enum state s; int a; long b; } conn_t;
struct timer { long a; };
conn_t c; struct timer t;
"""
OLD_RUST = """pub enum Event { Idle, Key(u32), Big([u64; 9]) }
#[repr(u8)] #[derive(Clone, Copy)] pub enum Level { Low = 1, High = 7 }
fn main() { let e = [Event::Idle, Event::Key(1), Event::Big([0; 9])]; println!("{:p}", &e);
let l = [Level::Low, Level::High]; println!("{:p}", &l); }
"""


def test_enumerators(ok, run):
    status, out, err = run("diff", "was.o", "is.o", "state")
    lines = [line.strip() for line in out.splitlines()]
    ok("diff: enumerators", status == 0 and lines[2:6] == ["+ WAIT = 1", "~ RUN = 1 -> 2", "~ STOP = 2 -> 3", "- OLD = -5"], out)
    ok("diff: enumerators are counted", "1 changed otherwise" in out, out)
    page = json.loads(run("diff", "--json", "was.o", "is.o", "state")[1])
    change = page["changes"][0]
    ok("diff: enumerators in JSON", change["change"] == ["enumerators"] and page["summary"]["enumerators"] == 1 and
       change["enumerators"] == [
           {"name": "WAIT", "change": "added", "new_value": "1"},
           {"name": "RUN", "change": "changed", "old_value": "1", "new_value": "2"},
           {"name": "STOP", "change": "changed", "old_value": "2", "new_value": "3"},
           {"name": "OLD", "change": "removed", "old_value": "-5"}], page)
    ok("diff: enumerators in Markdown", "+ WAIT = 1" in run("diff", "--format=markdown", "was.o", "is.o")[1])
    for args, wanted in ((["--fail-on=enumerators", "was.o", "is.o"], 1), (["--fail-on=enumerators", "is.o", "is.o"], 0),
                         (["--exit-code", "was.o", "is.o", "state"], 1), (["--exit-code", "is.o", "is.o"], 0)):
        status, out, err = run("diff", *args)
        ok(f"diff {args}", status == wanted, status, out, err)


def test_not_told(ok, run):
    """A baseline has no enumerators, and frozen is about bytes."""
    run("check", "--save-baseline", "--baseline=was.json", "--rule=state: {max_size: 4}", "was.o")
    status, out, err = run("diff", "was.json", "is.o", "state")
    ok("diff: a baseline does not tell them", status == 0 and "1 same" in out, out)
    pathlib.Path("whole.json").write_text(run("--json", "was.o")[1])
    status, out, err = run("diff", "whole.json", "is.o", "state")
    ok("diff: a document does", "+ WAIT = 1" in out, out)
    status, out, err = run("check", "--baseline=whole.json", "--rule=state: {frozen: true}", "is.o")
    ok("frozen: one more moves no byte", status == 0, status, out, err)


def test_variants(ok, run):
    for name, text in (("was", OLD_RUST), ("is", OLD_RUST.replace("Idle, Key", "Idle, Quit, Key").replace("High = 7", "High = 9"))):
        pathlib.Path(f"{name}.rs").write_text(text.replace("[Event::Idle,", "[Event::Idle, Event::Quit,") if name == "is" else text)
        subprocess.run(["rustc", "-g", "--edition=2021", "-Adead_code", "--crate-name=app", "-o", f"{name}.app", f"{name}.rs"], check=True)
    status, out, err = run("diff", "was.app", "is.app", "Event", "Level")
    ok("diff: a variant without data", status == 0 and "+ Quit = 1" in out and "~ High = 7 -> 9" in out, out)


def test_types(ok, run):
    status, out, err = run("diff", "was.o", "is.o", "timer")
    ok("diff: one type", status == 0 and "struct timer" in out and "struct conn" not in out, out)
    status, out, err = run("diff", "was.o", "is.o", "timer", "-C", "c*")
    ok("diff: two types", status == 0 and "struct timer" in out and "struct conn" in out, out)
    status, out, err = run("diff", "was.o", "is.o", "nobody")
    ok("diff: no such type", status == 4 and "'nobody'" in err and not out, status, out, err)
    ok("diff: one side", run("diff", "was.o")[0] == 2)
    for name in ("conn_t", "::conn", "struct conn", "con?"):
        status, out, err = run("diff", "was.o", "is.o", name)
        ok(f"diff: {name}, found as elsewhere", status == 0 and "struct conn" in out and "1 grew" in out, status, out, err)
    status, out, err = run("diff", "was.o", "is.o", "union conn")
    ok("diff: a type of another kind", status == 4, status, out, err)


TWO = """struct base { virtual ~base(); long a; unsigned long b; const long long *c; short d; unsigned short e[2];
void (*f)(unsigned long long, signed char, char); unsigned int g; long double h; };
struct _Reserved { long a; char b; } r;
base::~base() {}
"""
OTHER = (("long a", "long long a"), ("unsigned long b", "long b"), ("signed char", "unsigned char"), ("short d", "unsigned short d"))


def test_compilers(ok, run):
    """gcc and clang spell integers and the pointer to virtual functions in two ways."""
    pathlib.Path("two.cpp").write_text(TWO)
    for name in ("g++", "clang++"):
        if not shutil.which(name):
            print("skipped", f"no {name}: what two compilers spell")
            return
        subprocess.run([name, "-g", "-c", "two.cpp", "-o", f"{name}.o"], check=True)
    for args in (["g++.o", "clang++.o"], ["clang++.o", "g++.o"]):
        status, out, err = run("diff", "--exit-code", *args)
        ok(f"diff {args}: the same", status == 0 and "2 same" in out, status, out)
    run("check", "--save-baseline", "--baseline=two.json", "--rule=base: {max_size: 99}", "g++.o")
    status, out, err = run("check", "--baseline=two.json", "--rule=base: {frozen: true}", "clang++.o")
    ok("frozen: by another compiler", status == 0, status, out, err)
    for was, now in OTHER:
        pathlib.Path("three.cpp").write_text(TWO.replace(was, now, 1))
        subprocess.run(["clang++", "-g", "-c", "three.cpp"], check=True)
        status, out, err = run("diff", "--exit-code", "g++.o", "three.o", "base")
        ok(f"diff: {was} to {now}", status == 1 and ", was " in out, status, out)
    status, out, err = run("init", "g++.o")
    ok("init: no types of the C library", status == 0 and "base" in out and "_Reserved" not in out, out)


def tests(ok, run):
    for name, text in (("was", OLD), ("is", NEW)):
        pathlib.Path(f"{name}.c").write_text(text)
        subprocess.run(["gcc", "-g", "-c", f"{name}.c"], check=True)
    test_enumerators(ok, run)
    test_not_told(ok, run)
    test_variants(ok, run)
    test_types(ok, run)
    test_compilers(ok, run)
