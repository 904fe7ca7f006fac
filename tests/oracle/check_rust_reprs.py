#!/usr/bin/python3
"""check_rust_reprs.py [-v] [SEED COUNT]

Does the layout engine give every layout of rustc's again?  The program says
so itself: `repr` names what it tried that came out to the last offset, and
is null where nothing did.  So:

    fixtures  every Rust type of the fixtures has a repr, but for those whose
              size is not in the file, the states of futures, and the few
              that are listed here one by one
    random    random types over all reprs: each has one, and the repr that
              the source gives is among the candidates (where a niche is
              not certain, none need be told); and where the JSON
              has a niche, rustc puts Option's None there

Environment: LAYOUTSCOPE, the program; FULL=1: more random types.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import random_rust
import rust_compile
from check_rust_facts import FIXTURES, NEEDS, PROGRAM, Tally

SINCE = (1, 85)
BATCH = 250
DECLINED = 0.01  # of a batch, at most

# What nobody can lay out again, and why.
REASONS = {
    "the state of a future is not laid out by its fields alone",
    "its size or alignment is not told",
}
# rustc's niche of these is not certain: { 0, 1, 255 } of repr(u8) or not.
SPARSE = re.compile(r"^zoo::|<zoo::|^core::option::Option<.*zoo::ReprU8")


def read(path):
    done = subprocess.run([PROGRAM, "--json", "-a", str(path)],
                          capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{path}: exit {done.returncode}\n{done.stderr}")
    return [row for row in json.loads(done.stdout)["types"]
            if row["lang"] == "rust" and "repr" in row]


def is_explained(row, sparse):
    if row["repr_note"] in REASONS:
        return True
    return row["name"] in sparse


def holders_of_sparse(rows):
    """The types whose parts have niches that are not certain."""
    doubtful = {row["name"] for row in rows
                if row.get("niche_certain") is False}
    found = set(doubtful)
    for row in rows:
        lists = [row.get("members", [])] + [
            v["members"] for v in row.get("variants", [])]
        if any(m.get("type") in doubtful for list_ in lists for m in list_):
            found.add(row["name"])
    return found


def check_fixture(compiler, source, folder, tally):
    binary = folder / source.stem
    compiler.build(source, binary, [])
    rows = read(binary)
    sparse = holders_of_sparse(rows)
    explained = [row for row in rows if row["repr"] is None
                 and is_explained(row, sparse)]
    faults = [f"{row['name']}: {row['repr_note']}" for row in rows
              if row["repr"] is None and not is_explained(row, sparse)]
    tally.take(f"{source.stem} {compiler.name}", len(rows), faults,
               f"; {len(explained)} explained")
    return len(rows) - len(explained) - len(faults)


def width_of(word, pointer_bits=64):
    return word.replace("size", str(pointer_bits)) if word in (
        "usize", "isize") else word


def wanted(repr_):
    """As the JSON spells it."""
    words = [width_of(w) for w in repr_.split(", ")]
    return ", ".join("packed" if w == "packed(1)" else w for w in words)


def is_named(repr_, row, align):
    """Is the source's repr among what the program says?

    packed(4) of what needs 2 has no effect, nor has align(2) of what needs
    8: then what is left of the repr is what counts.
    """
    said = set(row.get("repr_candidates", [row["repr"]]))
    words = wanted(repr_).split(", ")
    rest = ", ".join(w for w in words
                     if not w.startswith(("packed", "align"))) or "Rust"
    ways = {", ".join(words), rest}
    if words[0].startswith(("packed", "align")):
        ways |= {s for s in said if s == words[0]}
    # A tag as wide as C's own.
    return bool(said & ways)


def check_random(compiler, seed, count, folder, tally):
    made = random_rust.Maker(seed).make(count)
    path = folder / f"random{seed}.rs"
    path.write_text(random_rust.source(made))
    output = folder / f"random{seed}.o"
    compiler.build(path, output, ["--crate-type=lib", "--emit=obj",
                                  "-Ccodegen-units=1"])
    rows = {row["name"].partition("::")[2]: row for row in read(output)
            if row["name"]}
    faults, lines, declined = [], [], 0
    for name, repr_, text in made:
        row = rows.get(name)
        if not row:
            faults.append(f"{name}: not there: {text}")
        elif row["repr"] is None and row.get("niche_certain") is False:
            declined += 1
        elif row["repr"] is None:
            faults.append(f"{name}: {row['repr_note']}: {text}")
        elif not is_named(repr_, row, row["align_bytes"]):
            faults.append(f"{name}: {row.get('repr_candidates')} "
                          f"{row['repr']}: {text}")
        # Option of what has no value takes no bytes either.
        if row and row.get("niche_certain", True) and row["size_bytes"]:
            lines.append((name, "true" if row["niche"] else "false"))
    if declined > len(made) * DECLINED:
        faults.append(f"{declined} declined")
    tally.take(f"random {seed}", len(made), faults,
               f"; {declined} declined, as a niche is not certain")
    check_options(compiler, path, lines, folder, tally)
    return len(made)


def check_options(compiler, path, lines, folder, tally):
    asked = [f"const _: () = assert!(({name}_free()) == {free});"
             for name, free in lines]
    asked += [f"const fn {name}_free() -> bool {{ "
              f"std::mem::size_of::<Option<{name}>>() == "
              f"std::mem::size_of::<{name}>() }}" for name, _ in lines]
    errors, first = compiler.ask(path, asked, folder)
    faults = []
    for error in errors:
        line = rust_compile.line_of(error)
        if line is not None and 0 <= line - first < len(lines):
            name, free = lines[line - first]
            faults.append(f"{name}: has a niche: {free}, rustc disagrees")
        elif line is not None:
            faults.append(error["message"])
    tally.take("options", len(lines), faults)


def main(arguments):
    verbose = "-v" in arguments
    numbers = [int(a) for a in arguments if a.isdigit()]
    count = 3000 if os.environ.get("FULL") else BATCH
    seed = 1
    if numbers:
        seed, count = numbers
    tally = Tally(verbose)
    compilers = [c for c in rust_compile.found() if c.version >= SINCE]
    if not compilers:
        tally.skip("rust", "no rustc of 1.85 or later here")
    for compiler in compilers:
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            for source in sorted(FIXTURES.glob("*.rs")):
                if not numbers and compiler.version >= NEEDS.get(
                        source.stem, (0,)):
                    check_fixture(compiler, source, folder, tally)
            for start in range(0, count, BATCH):
                check_random(compiler, seed + start // BATCH,
                             min(BATCH, count - start), folder, tally)
    print("\n".join(tally.lines))
    print(f"check_rust_reprs: {tally.passed} passed, {tally.failed} failed, "
          f"{tally.skipped} skipped")
    return tally.failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
