#!/usr/bin/python3
"""check_rust_niches.py [-v] [FIXTURE]...

Compile the Rust fixtures, read them with `layoutscope --json -a`, and hold
the niche of every type that the source can name against rustc's own layout
of it (rust_layouts.py): the same place, the same width, as many free values.
A niche that the program calls certain must be rustc's, with any compiler;
with the newest, at least 99 of 100 must be certain.

Then the same numbers are put into a snapshot and read back.

Environment: LAYOUTSCOPE, the program; FULL=1: also release, panic=abort and
LTO, and all fixtures with the old compiler.
"""

import collections
import concurrent.futures
import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import check_rust_facts
import rust_asserts
import rust_compile
from check_rust_facts import FIXTURES, NEEDS, PROGRAM, Case, Tally

BUILDS = ("debug", "release", "abort", "lto-thin", "lto-fat")
CERTAIN = 0.99
CERTAIN_SINCE = (1, 85)


def difference(row, layout):
    """None, or what is wrong with the niche of a row."""
    niche, truth = row["niche"], layout.niche
    said = niche and (niche["offset_bytes"], niche["size_bytes"],
                      int(niche["available"]))
    true = truth and (truth.offset, truth.size, truth.available)
    if true and not true[2]:
        true = None
    return None if said == true else f"niche {said}, rustc has {true}"


def ask(case, rows):
    namer = rust_asserts.Namer(case.source, rows, case.pointers)
    named = [(row, namer.name(row)) for row in rows]
    facts = [rust_asserts.Fact(f"name {name}", row, "niche")
             for row, name in named if name]
    layouts, _ = check_rust_facts.ask_layouts(case, facts)
    return [(fact.row, layout) for fact, layout in layouts
            if layout.is_sized]


def check_layouts(case, layouts, tally):
    faults, uncertain = [], []
    for row, layout in layouts:
        wrong = difference(row, layout)
        if not row.get("niche_certain", True):
            uncertain.append(row)
        elif wrong:
            faults.append(f"{row['name']}: {wrong}")
    tally.take("niche", len(layouts) - len(uncertain), faults,
               f"; {len(uncertain)} not certain")
    for row in uncertain if tally.verbose else ():
        tally.say(f"    {row['name']}: {row['niche_note']}")
    tally.uncertain, tally.asked = len(uncertain), len(layouts)


def check_rows(rows, tally):
    """What holds of any row, whatever rustc says."""
    faults = []
    for row in rows:
        niche = row["niche"]
        if "niche_note" in row and row.get("niche_certain") is not False:
            faults.append(f"{row['name']}: a note, and certain")
        if niche and not 0 < int(niche["available"]) \
                < 1 << 8 * niche["size_bytes"]:
            faults.append(f"{row['name']}: {niche['available']} free")
        if niche and row["size_bytes"] is not None \
                and niche["offset_bytes"] + niche["size_bytes"] \
                > row["size_bytes"]:
            faults.append(f"{row['name']}: a niche past its end")
        if niche and niche["in"] is None:
            faults.append(f"{row['name']}: nobody knows where its niche is")
    tally.take("itself", len(rows), faults)


def keys_of(row):
    return {key: value for key, value in row.items()
            if key.startswith(("niche", "option"))}


def check_snapshot(case, document, tally):
    path = case.folder / "snapshot.json"
    path.write_text(json.dumps(document))
    done = subprocess.run([PROGRAM, "--json", "-a", str(path)],
                          capture_output=True, text=True, check=True)
    again = json.loads(done.stdout)["types"]
    tally.take("snapshot", len(again), [
        before["name"] for before, after in zip(document["types"], again)
        if keys_of(before) != keys_of(after)])


def self_test(case, layouts, tally):
    """A niche that is none of rustc's must be found out."""
    row, layout = next(((r, x) for r, x in layouts
                        if r["niche"] and r.get("niche_certain", True)),
                       (None, None))
    if not row:
        tally.skip("self-test", "no niche to break")
        return
    unseen = []
    for key, value in (("offset_bytes", 1 << 20), ("size_bytes", 3),
                       ("available", "7777")):
        altered = copy.deepcopy(row)
        altered["niche"][key] = value
        if not difference(altered, layout):
            unseen.append(f"a wrong {key} went unseen")
    altered = copy.deepcopy(row)
    altered["niche"] = None
    if not difference(altered, layout):
        unseen.append("a missing niche went unseen")
    tally.take("faults", 4, unseen)


def run_case(job):
    """One case, in a process of its own."""
    compiler, source, build, verbose = job
    tally = Tally(verbose)
    tally.way = (compiler.version, build if not compiler.target
                 else f"{compiler.target} {build}")
    tally.uncertain = tally.asked = 0
    title = f"{source.stem} {compiler.name} {build}"
    if compiler.version < NEEDS.get(source.stem, (0,)):
        tally.skip(title, "needs a newer compiler")
        return tally
    if compiler.target and not compiler.has_std():
        tally.skip(title, "has no standard library for that target")
        return tally
    try:
        with tempfile.TemporaryDirectory() as folder:
            case = Case(compiler, source, build, pathlib.Path(folder))
            document = case.read()
            rows = [row for row in document["types"]
                    if row["lang"] == "rust"]
            tally.say(case.title)
            layouts = ask(case, rows)
            check_layouts(case, layouts, tally)
            check_rows(rows, tally)
            check_snapshot(case, document, tally)
            self_test(case, layouts, tally)
    except (OSError, RuntimeError, ValueError,
            subprocess.CalledProcessError) as problem:
        tally.take(title, 1, [str(problem)])
    return tally


def check_share(version, build, share, total):
    """Of all fixtures together: some are made of what cannot be told."""
    tally = Tally()
    certain = 1 - share["uncertain"] / max(1, share["asked"])
    print(f"rustc {version[0]}.{version[1]} {build}: {share['asked']} types, "
          f"{certain:.2%} certain")
    if version >= CERTAIN_SINCE:
        tally.take("certain", 1, [f"only {certain:.2%}"]
                   if certain < CERTAIN else [])
    total.add(tally)


def jobs(arguments):
    full = bool(os.environ.get("FULL"))
    wanted = {a for a in arguments if not a.startswith("-")}
    return [(*case, "-v" in arguments)
            for case in check_rust_facts.cases(full, wanted)
            if case[2] in BUILDS or case[0].target]


def main(arguments):
    total = Tally()
    shares = collections.defaultdict(collections.Counter)
    if not rust_compile.found():
        total.skip("rust", "no rustc here")
        print(total.lines[-1])
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        for tally in pool.map(run_case, jobs(arguments)):
            print("\n".join(tally.lines), flush=True)
            total.add(tally)
            shares[tally.way].update(asked=tally.asked,
                                     uncertain=tally.uncertain)
    for (version, build), share in shares.items():
        check_share(version, build, share, total)
    print(f"check_rust_niches: {total.passed} passed, {total.failed} failed,"
          f" {total.skipped} skipped")
    return total.failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
