#!/usr/bin/python3
"""Do the page for people and the JSON carry the same numbers?

Every type of the C fixtures is printed both ways; each line of the table, a
member, a hole or a run of unused bits, must have the place and size that the
JSON has, in the same order, and the head the same size.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("LAYOUTSCOPE", ROOT / "build/layoutscope")
LINE = re.compile(r"^ *(\d+)(?::(\d+))? +(:?)(\d+) +(\S.*)$")


def run(*words):
    return subprocess.run(
        [PROGRAM, *words], capture_output=True, text=True, check=True,
        env={**os.environ, "LC_ALL": "C"}).stdout


def of_json(lines):
    """(bit offset, bits) of each line and of those inside it."""
    for line in lines:
        bits = line.get("bit_size")
        if bits is None and line["size_bytes"] is not None:
            bits = line["size_bytes"] * 8
        offset = line.get("bit_offset")
        if offset is None and line["offset_bytes"] is not None:
            offset = line["offset_bytes"] * 8
        if None not in (offset, bits):
            yield offset, bits
        yield from of_json(line.get("members", ()))


def of_text(page):
    for line in page.splitlines():
        if line.startswith("        0 "):
            return  # the byte map
        found = LINE.match(line)
        if found and " = " not in line:
            offset, bit, is_bits, size, _ = found.groups()
            yield (int(offset) * 8 + int(bit or 0),
                   int(size) * (1 if is_bits else 8))


def check(binary):
    passed, failed = 0, 0
    for row in json.loads(run("--json", binary))["types"]:
        if "members" not in row or not row["name"] or row.get("hidden"):
            continue
        page = run("--map=never", binary, f"::{row['name']}")
        if page.count("\n OFFSET") != 1:
            continue  # two definitions, or none with lines
        ours = list(of_text(page))
        theirs = list(of_json(row["members"]))
        size = f" {row['size_bytes']} byte"
        if ours == theirs and (size in page or row["size_bytes"] is None):
            passed += 1
            continue
        failed += 1
        print(f"{binary.name}: {row['name']}: text {ours}, JSON {theirs}")
    return passed, failed


def main():
    passed, failed = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ("server", "plain", "anonymous", "bitfields", "unions", "aligned",
                     "packed", "scalars", "flexible"):
            source = ROOT / f"fixtures/c/{name}.c"
            if not source.exists():
                continue
            binary = pathlib.Path(folder) / f"{name}.o"
            subprocess.run(["gcc", "-w", "-g", "-fno-eliminate-unused-debug-types",
                            "-c", source, "-o", binary], check=True)
            more = check(binary)
            passed, failed = passed + more[0], failed + more[1]
    if passed < 20:
        failed += 1
        print(f"only {passed} types compared")
    print(f"check_text_json: {passed} passed, {failed} failed, 0 skipped")
    return bool(failed)


sys.exit(main())
