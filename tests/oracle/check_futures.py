#!/usr/bin/python3
"""check_futures.py [-v] - what futures keep, against rustc's size report.

The report tells for each state of an async function or block which members
are captured arguments (upvar) and which are locals, with their sizes.  From
that follows what our `future` says: how large the arguments are, what is
awaited and how large the largest member is in each state, and which arguments
are there a second time as a local of the same name.  Where two locals share a
name, the debug information has the wrong size for one (it is `shadowed`), so
that ours may be less, and never more.

Environment: LAYOUTSCOPE, the program; RUSTC, the compiler.
"""

import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import rust_compile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("LAYOUTSCOPE", str(ROOT / "build/layoutscope"))
RUSTC = os.environ.get("RUSTC", "rustc")
FIXTURES = ("asyncsrv", "shapes", "guide")

TYPE = re.compile(r"type: `\{async (fn body of (?P<path>.*)\(\)|block@.*)\}`:"
                  r" (?P<size>\d+) bytes")
MEMBER = re.compile(r"(?P<kind>upvar|local) `\.(?P<name>.*?)`: "
                    r"(?P<size>\d+) bytes")


def last_name(path):
    """`keep` of `a::keep::<T>`."""
    return re.sub(r"<.*", "", path).rstrip(":").split("::")[-1]


def read_report(text):
    """[(key, {state: [(kind, name, size)]})]"""
    found, states, state = [], None, None
    for line in text.splitlines():
        line = line.removeprefix("print-type-size").strip()
        if line.startswith("type: "):
            m = TYPE.match(line)
            states = None
            if m:
                states = {}
                name = last_name(m["path"]) if m["path"] else "block"
                found.append(((name, int(m["size"])), states))
        elif states is not None and line.startswith("variant `"):
            state = states.setdefault(line.split("`")[1], [])
        elif states is not None and MEMBER.match(line):
            m = MEMBER.match(line)
            state.append((m["kind"], m["name"], int(m["size"])))
    return found


def truth(states):
    """What our `future` should say."""
    start = states.get("Unresumed", [])
    awaits, twice = {}, set()
    for name, members in states.items():
        if not name.startswith("Suspend"):
            continue
        waits = [size for kind, field, size in members
                 if kind == "local" and field == "__awaitee"]
        awaits[name] = (max((m[2] for m in members), default=0),
                        max(waits, default=0))
        twice |= {(field, size) for kind, field, size in members
                  if kind == "local" and size > 0
                  and ("upvar", field, size) in start}
    return (sum(m[2] for m in start), tuple(sorted(awaits.items())),
            tuple(sorted(twice)))


def said(row):
    future = row["future"]
    awaits = {a["state"]: (a.get("largest_bytes", 0),
                           a.get("waits_for_bytes", 0))
              for a in future["awaits"]}
    twice = {(t["argument"], t["size_bytes"]) for t in future["twice"]
             if t["argument"] == t["local"]}
    return (future["captured_bytes"], tuple(sorted(awaits.items())),
            tuple(sorted(twice)))


def is_shadowed(row):
    return any(m.get("shadowed") for v in row["variants"]
               for m in v["members"])


def key_of(row):
    m = re.match(r"(.*)::\{async_(fn|block)_env#\d+\}", row["name"])
    return (last_name(m[1]) if m[2] == "fn" else "block", row["size_bytes"])


def differs(ours, true, shadowed):
    """Types of one argument list and size are compared as they come."""
    if ours == true:
        return False
    if not shadowed or ours[0] != true[0]:
        return True
    less = dict(ours[1])
    return any(less[state][0] > largest or less[state][1] > waits
               for state, (largest, waits) in true[1])


def check(fixture, folder, faults, verbose):
    binary = str(folder / fixture)
    report = rust_compile.Compiler(RUSTC).build(
        ROOT / f"fixtures/rust/{fixture}.rs", binary, [])
    trues = collections.defaultdict(set)
    for key, states in read_report(report):
        trues[key].add(truth(states))
    rows = json.loads(subprocess.run(
        [PROGRAM, "--json", binary], check=True, capture_output=True,
        text=True).stdout)["types"]
    count = shadowed = absent = 0
    for row in rows:
        if "future" not in row:
            continue
        if key_of(row) not in trues:
            absent += 1  # the report leaves out what is generic
            continue
        count += 1
        shadowed += is_shadowed(row)
        candidates = trues[key_of(row)]
        if all(differs(said(row), true, is_shadowed(row))
               for true in candidates):
            faults.append(f"{fixture}: {row['name']}: said {said(row)}, "
                          f"true is {sorted(candidates)}")
        elif verbose:
            print(f"  {row['name']}: {said(row)}")
    if count <= absent:
        faults.append(f"{fixture}: {absent} futures are not in the report")
    print(f"{fixture}: {count} futures, {shadowed} with shadowed members; "
          f"{absent} not in the report")
    return count


def main():
    if not shutil.which(RUSTC) or \
            rust_compile.Compiler(RUSTC).version < (1, 85):
        print("skipped: no rustc of 1.85 or later, which reports futures so")
        print("check_futures: 0 passed, 0 failed, 1 skipped")
        return 0
    faults, count = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for fixture in FIXTURES:
            count += check(fixture, pathlib.Path(folder), faults,
                           "-v" in sys.argv)
    for fault in faults:
        print(fault)
    print(f"check_futures: {count - len(faults)} passed, "
          f"{len(faults)} failed, 0 skipped")
    return len(faults) > 0


sys.exit(main())
