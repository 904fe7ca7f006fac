#!/usr/bin/python3
"""check_guide.py - what guides to memory layout say, shown by our output.

fixtures/rust/guide.rs has a type for each claim.  Each claim is looked up in
the pages and the JSON that the program makes of it, and rustc itself is asked
whether the sizes are so.

Environment: LAYOUTSCOPE, the program; RUSTC, the compiler.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("LAYOUTSCOPE", str(ROOT / "build/layoutscope"))
RUSTC = os.environ.get("RUSTC", "rustc")
GUIDE = ROOT / "fixtures/rust/guide.rs"

# What is claimed, of which type, and the words of its page.
PAGES = [
    ("repr(C) {u8, u64, u8} is 24 bytes", "InC", "24 bytes"),
    ("14 of them are padding", "InC", "14 wasted (58%)"),
    ("16 are possible", "InC", "16 bytes possible"),
    ("rustc makes 16 of it", "InRust", "16 bytes"),
    ("Option<Id> pays for a tag", "Id",
     "Option<Id> grows by 8 bytes, to 16."),
    ("Option<GoodId> does not", "GoodId", "Option<GoodId> is 8 bytes too."),
    ("Message's tag is in the String", "Message",
     "values that Write.0.vec.buf.inner.cap.0 never has"),
    ("Option<Message> costs nothing", "Message",
     "Option<Message> is 24 bytes too."),
    ("a cell hides what is inside", "Hidden",
     "on.value is a cell, which hides the 254 free values in it"),
    ("two atomics share a line", "Counters",
     "line 0: hits (atomic) and misses (atomic)"),
    ("two locks do", "Locks",
     "line 0: mutex.inner (lock) and rwlock.inner (lock)"),
    ("an async fn keeps a buffer", "keeper::{async_fn_env#0}",
     "512 bytes: buffer: [u64; 64]"),
    ("and what it waits for", "keeper::{async_fn_env#0}",
     "8 bytes: guide::leaf::{async_fn_env#0}"),
    ("and its argument twice", "keeper::{async_fn_env#0}",
     "n, 8 bytes, as the argument @0 and the local n @8."),
]

# What is claimed: the member of a type, and its size.
MEMBERS = [
    ("Option<&T> costs nothing", "Options", "reference", 8),
    ("Option<Box<T>> costs nothing", "Options", "boxed", 8),
    ("Option<NonZeroU32> costs nothing", "Options", "nonzero", 4),
    ("Option<u32> is 8 bytes", "Options", "plain", 8),
    ("Option<Id> is 16 bytes", "Ids", "id", 16),
    ("Option<GoodId> is 8 bytes", "Ids", "good", 8),
    ("&dyn is two words", "Wide", "object", 16),
    ("Box<dyn> is two words", "Wide", "boxed", 16),
    ("&[T] is two words", "Wide", "slice", 16),
]

ASSERTS = """
use std::mem::size_of;
const _: () = assert!(size_of::<InC>() == 24);
const _: () = assert!(size_of::<InRust>() == 16);
const _: () = assert!(size_of::<Option<&u8>>() == size_of::<&u8>());
const _: () = assert!(size_of::<Option<Box<u8>>>() == size_of::<Box<u8>>());
const _: () = assert!(size_of::<Option<NonZeroU32>>() == 4);
const _: () = assert!(size_of::<Option<u32>>() == 8);
const _: () = assert!(size_of::<Option<Id>>() == 16);
const _: () = assert!(size_of::<Option<GoodId>>() == 8);
const _: () = assert!(size_of::<Message>() == size_of::<String>());
const _: () = assert!(size_of::<Option<Message>>() == 24);
const _: () = assert!(size_of::<Option<Hidden>>() == 2);
const _: () = assert!(size_of::<RwLock<()>>() > size_of::<Mutex<()>>());
const _: () = assert!(size_of::<&dyn Debug>() == 16);
"""

faults, passed = [], 0


def claim(what, good, why):
    global passed
    if good:
        passed += 1
    else:
        faults.append(f"{what}: {why}")


def run(*words):
    return subprocess.run(words, check=True, capture_output=True,
                          text=True).stdout


def member(row, name):
    return next(m for m in row["members"] if m.get("name") == name)


def check_by_value(binary):
    """Values of more than two registers are told."""
    found = json.loads(run(PROGRAM, "list", "--by-value", "--json", binary))
    uses = [(row["name"], use["use"], use["name"])
            for row in found["by_value"] for use in row["uses"]]
    claim("values over 16 bytes that are passed by value are listed",
          ("guide::Large", "takes", "guide::by_value") in uses, uses)


def check(folder):
    binary = str(folder / "guide")
    run(RUSTC, "--edition=2021", "-g", "-Ccodegen-units=1", "-o", binary,
        str(GUIDE))
    rows = {row["name"]: row
            for row in json.loads(run(PROGRAM, "--json", "-a",
                                      binary))["types"]}
    for what, name, words in PAGES:
        page = " ".join(run(PROGRAM, binary, "guide::" + name).split())
        claim(what, words in page, f"not on the page: {words}")
    for what, name, field, size in MEMBERS:
        said = member(rows["guide::" + name], field)["size_bytes"]
        claim(what, said == size, f"it is said to be {said}")
    locks = rows["guide::Locks"]
    claim("RwLock<()> is larger than Mutex<()>",
          member(locks, "rwlock")["size_bytes"]
          > member(locks, "mutex")["size_bytes"], "it is not")
    ideas = rows["guide::Id"].get("ideas", ())
    claim("NonZeroU64 wins the 8 bytes that Option<Id> wastes",
          [(i["kind"], i["size_bytes"], i["saving_bytes"], i["certainty"])
           for i in ideas] == [("nonzero", 8, 8, "computed")], ideas)
    future = rows["guide::keeper::{async_fn_env#0}"]["future"]
    claim("an async fn's states with what each holds",
          [(a["state"], a["largest"], a["largest_bytes"])
           for a in future["awaits"]] == [("Suspend0", "buffer", 512)],
          future["awaits"])
    check_by_value(binary)
    source = folder / "ask.rs"
    source.write_text(GUIDE.read_text() + ASSERTS)
    done = subprocess.run(
        [RUSTC, "--edition=2021", "--emit=metadata", "-Awarnings", "-o",
         str(folder / "ask.rmeta"), str(source)],
        capture_output=True, text=True)
    claim("rustc agrees", done.returncode == 0, done.stderr)


def main():
    version = [0, 0]
    if shutil.which(RUSTC):
        words = run(RUSTC, "--version").split()[1].split(".")
        version = [int(words[0]), int(words[1])]
    if version < [1, 85]:
        print(f"skipped: rustc {version[0]}.{version[1]} lays out otherwise")
        print("check_guide: 0 passed, 0 failed, 1 skipped")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        check(pathlib.Path(folder))
    for fault in faults:
        print(fault)
    print(f"check_guide: {passed} passed, {len(faults)} failed, 0 skipped")
    return len(faults) > 0


sys.exit(main())
