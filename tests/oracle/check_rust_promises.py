#!/usr/bin/python3
"""check_rust_promises.py [-v]

What an idea promises, rustc must keep: the source is changed as the idea
says (rust_promises.py has it before and after), compiled, and the size that
rustc gives must be the one that the idea told; for every idea that calls
itself computed.  A case whose idea is missing is a fault too.

The same for random types, which random_promises.py changes.

Environment: LAYOUTSCOPE, the program; FULL=1: more random types.
"""

import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import random_promises
import random_rust
import rust_compile
from check_rust_facts import PROGRAM, Tally
from rust_promises import CASES, SILENT

SINCE = (1, 85)
BATCH = 250
USES = """\
#![allow(dead_code, unused_imports)]
"""
INSIDE = """use std::cell::{Cell, RefCell}; use std::cmp::Ordering;
use std::sync::{Mutex, RwLock};
use std::ffi::OsString; use std::num::*; use std::path::PathBuf;"""


def module(index, text, measured):
    return (f"pub mod c{index} {{ {INSIDE} {text}\n"
            f"#[inline(never)] pub fn keep(it: &{measured}) -> usize "
            "{ std::mem::size_of_val(it) }\n"
            f"pub fn size() -> usize {{ std::mem::size_of::<{measured}>() }}"
            " }\n")


def before_source():
    text = USES
    for index, (_, at, measured, before, _) in enumerate(CASES):
        text += module(index, before + f" pub fn at(_: &{at}) {{}}", measured)
        if "Holder" in before:
            text += f"pub fn hold{index}(_: &c{index}::Holder) {{}}\n"
    for index, (name, source) in enumerate(SILENT):
        text += f"pub mod s{index} {{ {source} pub fn at(_: &{name}) {{}} }}\n"
    return text


def after_source():
    text = USES
    for index, (_, _, measured, _, after) in enumerate(CASES):
        text += module(index, after, measured)
    calls = "".join(f'println!("{{}}", c{i}::size());\n'
                    for i in range(len(CASES)))
    return text + f"fn main() {{\n{calls}}}\n"


def rows_before(compiler, folder):
    path = folder / "before.rs"
    path.write_text(before_source())
    compiler.build(path, folder / "before.o",
                   ["--crate-type=lib", "--emit=obj", "-Ccodegen-units=1"])
    done = subprocess.run([PROGRAM, "--json", str(folder / "before.o")],
                          capture_output=True, text=True, check=True)
    return {row["name"]: row for row in json.loads(done.stdout)["types"]}


def sizes_after(compiler, folder):
    path = folder / "after.rs"
    path.write_text(after_source())
    compiler.build(path, folder / "after", [])
    done = subprocess.run([str(folder / "after")], capture_output=True,
                          text=True, check=True)
    return list(map(int, done.stdout.split()))


def brief(name):
    return name.replace("core::option::", "").replace("core::result::", "")


def find(rows, index):
    """The idea of the case, or why there is none."""
    kind, at, measured, _, _ = CASES[index]
    row = rows.get(f"before::c{index}::{at}")
    if not row:
        return None, "not in the file"
    ideas = [i for i in row.get("ideas", []) if i["kind"] == kind]
    if measured != at:
        ideas = [i for i in ideas if i.get("type")]
    if not ideas:
        told = [i["kind"] for i in row.get("ideas", [])]
        return None, f"no such idea, but {told}"
    return ideas[0], None


def told_in_vain(rows):
    """Ideas on types that must have none."""
    for index, (name, source) in enumerate(SILENT):
        full = f"before::s{index}::{name}"
        full = full.replace("<String", "<alloc::string::String")
        full = full.replace("<Option", "<core::option::Option")
        if full not in rows:
            yield f"{source}: {name} is not in the file"
        for idea in rows.get(full, {}).get("ideas", ()):
            yield f"{source}: {name}: {idea['text']}"


def check_random(compiler, seed, folder, tally):
    made = random_rust.Maker(seed).make(BATCH)
    path = folder / "random.rs"
    path.write_text(random_rust.source(made))
    compiler.build(path, folder / "random.o",
                   ["--crate-type=lib", "--emit=obj", "-Ccodegen-units=1"])
    done = subprocess.run([PROGRAM, "--json", str(folder / "random.o")],
                          capture_output=True, text=True, check=True)
    rows = {row["name"].partition("::")[2]: row
            for row in json.loads(done.stdout)["types"] if row["name"]}
    text, asked = random_promises.after_source(made, rows)
    path.write_text(text)
    compiler.build(path, folder / "random", [])
    done = subprocess.run([str(folder / "random")], capture_output=True,
                          text=True, check=True)
    sizes = list(map(int, done.stdout.split()))
    faults, guesses = [], 0
    for (_, idea, source), size in zip(asked, sizes):
        if idea["certainty"] != "computed":
            guesses += 1
        elif idea["size_bytes"] != size:
            faults.append(f"{idea['kind']}: {source}: {idea['text']}: "
                          f"promised {idea['size_bytes']}, rustc {size}")
    tally.take(f"random {seed}", len(asked), faults,
               f"; {guesses} of them not computed")


def main(arguments):
    tally = Tally("-v" in arguments)
    compilers = [c for c in rust_compile.found() if c.version >= SINCE]
    if not compilers:
        tally.skip("promises", "no rustc of 1.85 or later here")
    kept = collections.Counter()
    for compiler in compilers:
        faults = []
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            rows = rows_before(compiler, folder)
            sizes = sizes_after(compiler, folder)
            for seed in range(1, 9 if os.environ.get("FULL") else 2):
                check_random(compiler, seed, folder, tally)
        for index, (kind, _, measured, before, _) in enumerate(CASES):
            idea, why = find(rows, index)
            if why:
                faults.append(f"{kind}: {before}: {why}")
            elif idea["certainty"] == "computed" \
                    and idea["size_bytes"] != sizes[index]:
                faults.append(f"{kind}: {before}: {idea['text']}: promised "
                              f"{idea['size_bytes']}, rustc {sizes[index]}")
            else:
                kept[kind, idea["certainty"]] += 1
        faults += told_in_vain(rows)
        tally.take(compiler.name, len(CASES) + len(SILENT), faults)
    for (kind, certainty), count in sorted(kept.items()):
        tally.say(f"    {kind}, {certainty}: {count} kept")
    print("\n".join(tally.lines))
    print(f"check_rust_promises: {tally.passed} passed, {tally.failed} "
          f"failed, {tally.skipped} skipped")
    return tally.failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
