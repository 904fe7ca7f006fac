"""options.py - options.def, layoutscope(1) and --help name the same options.

Each is a set of (letter, name, argument); the argument of an option that may
go without one stands in brackets in --help and after "Ns Oo" in the manual.
"""
import os
import re
import subprocess

TREE = os.environ["TREE"]


def text_of(path):
    with open(os.path.join(TREE, path), encoding="utf-8") as file:
        return file.read()


def table():
    """The rows of options.def."""
    text = re.sub(r"/\*.*?\*/", "", text_of("cmd/options.def"), flags=re.S)
    row = re.compile(
        r"OPTION\(\s*(0|'(.)'),\s*\"([^\"]+)\",\s*\w+,\s*\w+,"
        r"\s*(NULL|\"([^\"]*)\"),")
    rows = {(m[2] or "", m[3], m[5] or "") for m in row.finditer(text)}
    assert len(rows) == len(re.findall(r"^OPTION\(", text, flags=re.M))
    return rows


def manual():
    """The items of the manual: .It Fl C , Fl -type Ns = Ns Ar NAME,.."""
    rows = set()
    for line in text_of("man/layoutscope.1").splitlines():
        match = re.match(r"\.It (?:Fl (\S) , )?Fl -(\S+)(.*)", line)
        if not match:
            continue
        argument = re.search(r"Ar (\S+)", match[3])
        rows.add((match[1] or "", match[2], argument[1] if argument else ""))
    return rows


def help_page():
    """The lines of --help: "  -C, --type=NAME,..   what it does"."""
    said = subprocess.run(["layoutscope", "--help"], check=True,
                          capture_output=True, encoding="utf-8").stdout
    line = re.compile(
        r"^  (?:-(\S), |    )--([a-z-]+)(?:\[?=(\S+?)\]?)?(?: +|$)", re.M)
    return {(m[1] or "", m[2], m[3] or "") for m in line.finditer(said)}


def compare(what, found, wanted):
    for row in sorted(wanted - found):
        print(f"FAILED {what}: lacks {row}")
    for row in sorted(found - wanted):
        print(f"FAILED {what}: has {row}, which options.def has not")
    for row in sorted(found & wanted):
        print(f"ok {what} has --{row[1]}")


compare("layoutscope.1", manual(), table())
compare("--help", help_page(), table())
