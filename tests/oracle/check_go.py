#!/usr/bin/python3
"""check_go.py - structs of Go as its own reflect package tells them.

Nothing is claimed of Go's rules; sizes and places are in the file.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "..", "..", "fixtures", "go", "shapes.go")
PROGRAM = os.path.abspath(os.environ.get("LAYOUTSCOPE", "build/layoutscope"))
BUILDS = [("amd64", [], []), ("amd64", ["-gcflags=-N -l"], []), ("amd64", ["-ldflags=-compressdwarf=false"], []),
          ("amd64", [], ["--reader=libdwarf"]), ("386", [], [])]


def facts(text):
    """{type: (size, {field: (offset, size)})}"""
    types, fields = {}, None
    for line in text.splitlines():
        if line.startswith(" "):
            name, offset, size = line.split()
            fields[name] = (int(offset), int(size))
        else:
            name, size = line.rsplit(" ", 1)
            fields = {}
            types[name] = (int(size), fields)
    return types


def same_name(name):
    """DWARF has the package of a type argument in full: main.Pair[uint8,int64]."""
    return name.replace(", ", ",")


def judge(machine, flags, options, folder):
    app = os.path.join(folder, "app")
    env = {**os.environ, "GOARCH": machine, "GOCACHE": os.path.join(folder, "cache"), "GOFLAGS": "", "GO111MODULE": "off", "HOME": folder}
    done = subprocess.run(["go", "build", *flags, "-o", app, SOURCE], capture_output=True, text=True, env=env, check=False)
    if done.returncode:
        return 0, [f"go build: {done.stderr[:500]}"]
    theirs = facts(subprocess.run([app], check=True, capture_output=True, text=True).stdout)
    page = json.loads(subprocess.run([PROGRAM, "--json", *options, app], check=True, capture_output=True).stdout)
    ours = {same_name(kind["name"] or ""): kind for kind in page["types"]}
    passed, wrong = 0, []
    for name, (size, fields) in theirs.items():
        kind = ours.get(same_name(name))
        what = f"{machine} {flags} {options}: {name}"
        if not kind:
            wrong.append(f"{what}: is not there")
            continue
        members = {m["name"]: (m["offset_bytes"], m["size_bytes"]) for m in kind["members"] if not m.get("hole")}
        members = {field: place for field, place in members.items() if field in fields}
        for found, wanted, of in ((kind["size_bytes"], size, "size"), (members, fields, "fields"), (kind["align_from"], "unknown", "align_from"),
                                  ("best" in kind, False, "no better order is claimed")):
            if found == wanted:
                passed += 1
            else:
                wrong.append(f"{what}: {of}: ours {found}, Go's {wanted}")
    return passed, wrong


def main():
    if not shutil.which("go"):
        print("skipped: no go here (apt-get install golang-go), so Go's own sizes judge nothing")
        print("check_go: 0 passed, 0 failed, 1 skipped")
        return 0
    passed, failed = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for build in BUILDS:
            right, wrong = judge(*build, folder)
            for line in wrong:
                print("FAILED", line)
            passed, failed = passed + right, failed + len(wrong)
    print(f"check_go: {passed} passed, {failed} failed, 0 skipped")
    return failed > 0


sys.exit(main())
