#!/usr/bin/python3
"""check_rust_facts.py [--self-test] [-v] [FIXTURE]...

Compile the Rust fixtures, read them with `layoutscope --json -a`, and hold
every number against four witnesses that know nothing of our program:

    report   rustc's size report (rust_sizes.py): every type that it names
             and that the debug information holds: size, alignment, kind,
             variants, width of the tag, place of every field
    layout   rustc's layout of every type that has a name in the source
             (rust_layouts.py): the place of the tag and of every field, and
             the values that tell variants apart
    assert   assertions made from our JSON, which rustc evaluates
             (rust_asserts.py): size_of, align_of, offset_of!, values of
             enumerators, and which variant a handful of bytes is
    dwarf    readelf's list of types (dwarf_names.py): none is missing, none
             is made up

A type of the report may be passed over only if the file does not have it;
readelf's list decides.  Environment: LAYOUTSCOPE, the program; FULL=1: also
release, LTO, panic=abort, DWARF 5 and libraries.
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

import dwarf_names
import rust_asserts
import rust_compile
import rust_facts
import rust_layouts
import rust_names
import rust_sizes

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures/rust"
PROGRAM = os.environ.get("LAYOUTSCOPE", str(ROOT / "build/layoutscope"))
SHOWN = 12  # faults shown of one kind

# name: flags, and what the output is called
BUILDS = {
    "debug": [],
    "release": ["-O"],
    "lto-thin": ["-O", "-Clto=thin"],
    "lto-fat": ["-O", "-Clto=fat"],
    "abort": ["-O", "-Cpanic=abort"],
    "dwarf-5": ["-Cdwarf-version=5"],
    # As a library a fixture has nobody who calls it, and would be left out.
    "rlib": ["--crate-type=rlib", "-Clink-dead-code"],
    "staticlib": ["--crate-type=staticlib", "-Clink-dead-code"],
    "object": ["--emit=obj"],
}
SUFFIX = {"rlib": ".rlib", "staticlib": ".a", "object": ".o"}
NEEDS = {"recent": (1, 89), "dwarf-5": (1, 64)}  # the rest: 1.63
# The old compiler's own std is full of types, which takes time.
OLD_IN_CHECK = ("shapes", "ffi", "ids")
OLD_BUILDS = ("debug", "release", "rlib", "object")
# Of 32 bits, where somebody put a standard library for it.
SMALL_TARGET, SMALL_BUILDS = "i686-unknown-linux-gnu", ("object", "rlib")


class Tally:
    """Counts, and what to say about them."""

    def __init__(self, verbose=False):
        self.passed = self.failed = self.skipped = 0
        self.verbose = verbose
        self.lines = []

    def say(self, line):
        self.lines.append(line)

    def take(self, title, checked, faults, note=""):
        """`checked` things were looked at, and these faults found."""
        faults = list(faults)
        self.failed += len(faults)
        self.passed += max(0, checked - len(faults))
        self.say(f"  {title}: {checked} checked, {len(faults)} wrong{note}")
        for fault in faults if self.verbose else faults[:SHOWN]:
            self.say(f"    {fault}")
        if len(faults) > SHOWN and not self.verbose:
            self.say(f"    and {len(faults) - SHOWN} more")

    def skip(self, title, why):
        self.skipped += 1
        self.say(f"{title}: skipped, {why}")

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped


class Case:
    """One fixture, built by one compiler in one way."""

    def __init__(self, compiler, source, build, folder):
        self.compiler = compiler
        self.source = source
        self.folder = folder
        self.title = f"{source.stem} {compiler.name} {build}"
        self.binary = folder / (source.stem + SUFFIX.get(build, ""))
        self.report = rust_sizes.parse(
            compiler.build(source, self.binary, self.flags(BUILDS[build])))
        self.described = dwarf_names.read(self.binary)
        self.pointers = rust_names.function_pointers(
            sized.name for sized in self.report)

    def flags(self, flags):
        """Old compilers have some flags among those of nightlies."""
        if self.compiler.version < (1, 88):
            return [f.replace("-Cdwarf-version", "-Zdwarf-version")
                    for f in flags]
        return flags

    def read(self):
        done = subprocess.run([PROGRAM, "--json", "-a", str(self.binary)],
                              capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{self.title}: exit {done.returncode}\n"
                               f"{done.stderr}")
        return json.loads(done.stdout)


def check_case(case, document, tally):
    # Archives hold parts of the C library's helpers too.
    rows = [row for row in document["types"] if row["lang"] == "rust"]
    tally.say(case.title)
    check_itself(rows, tally)
    tally.take("types at all", 1, [] if case.described else [
        "the file has none, and nothing would be checked"])
    tally.take("dwarf", len(case.described),
               rust_facts.against_dwarf(rows, case.described))
    namer = rust_asserts.Namer(case.source, rows, case.pointers)
    unsized = check_layouts(case, rows, namer, tally)
    check_report(case, rows, unsized, tally)
    check_asserts(case, rows, namer, document, tally)


def check_itself(rows, tally):
    by_id = {row["id"]: row for row in rows}
    said = collections.Counter(rust_facts.contents(row) for row in rows)
    tally.take("once each", len(rows), (
        f"{json.loads(row)['name']}: {count} equal rows"
        for row, count in said.items() if count > 1))
    tally.take("itself", len(rows), (
        f"{row['name']}: {fault}" for row in rows
        for fault in rust_facts.against_itself(row, by_id)))


def check_report(case, rows, unsized, tally):
    alike = case.compiler.version < (1, 75)
    matched = rust_facts.match(rows, case.report, case.described, unsized,
                               alike)
    faults = [f"{row['name']}: {fault}"
              for row, _, differences in matched.pairs
              for fault in differences]
    faults += [f"{sized.name}: in the file, not in the JSON"
               for sized in matched.missed]
    tally.take("report", len(matched.pairs) + len(matched.missed), faults,
               f"; {len(matched.absent)} not in the file")
    if tally.verbose:
        for sized in matched.absent:
            tally.say(f"    not in the file: {sized.name}")


def check_layouts(case, rows, namer, tally):
    """Returns the names of the types whose size is not known."""
    named = [(row, namer.name(row)) for row in rows]
    facts = [rust_asserts.Fact(f"name {name}", row, "layout")
             for row, name in named if name]
    layouts, unsayable = ask_layouts(case, facts)
    faults = [f"{fact.row['name']}: {fault}" for fact, layout in layouts
              for fault in rust_facts.against_layout(
                  fact.row, layout, namer.is_own(fact.row))]
    faults += own_unsayable(unsayable, namer, tally)
    tally.take("layout", len(layouts), faults,
               f"; {len(unsayable)} not sayable")
    is_sized = {fact.row["name"]: layout.is_sized
                for fact, layout in layouts}
    return {row["name"] for row in rows if not is_sized.get(
        row["name"], not rust_names.is_unsized_name(row["name"]))}


def ask_layouts(case, facts):
    """[(fact, Layout)], and the facts whose type has no name after all."""
    attribute, unsayable = rust_layouts.ATTRIBUTES[0], []
    for _ in range(10):
        lines = [f"#[{attribute}(debug)] pub type Asked{i} = "
                 f"{fact.line[5:]};" for i, fact in enumerate(facts)]
        errors, first = case.compiler.ask(case.source, lines, case.folder,
                                          rust_layouts.FEATURES)
        if any("cannot find attribute `" + attribute in e["message"]
               for e in errors):
            attribute = rust_layouts.ATTRIBUTES[1]
            continue
        layouts = rust_layouts.read_messages(
            errors, first, 4 if case.compiler.target else 8)
        dropped = {}
        for error in errors:
            line = rust_compile.line_of(error)
            if line and not error["message"].startswith("layout_of("):
                dropped[line - first] = error
            if line and line < first:
                raise RuntimeError(f"{case.title}: {error['rendered']}")
        if not dropped:
            return [(facts[at], layouts[at]) for at in layouts], unsayable
        unsayable += [(facts[at], dropped[at]) for at in dropped]
        facts = [f for at, f in enumerate(facts) if at not in dropped]
    raise RuntimeError(f"{case.title}: the questions do not compile")


def own_unsayable(unsayable, namer, tally):
    """Library types may be private; a fixture's own all have names.  Only
    an unsized one has no size to ask for."""
    for fact, error in unsayable:
        name, why = fact.row["name"], error["message"]
        if tally.verbose:
            tally.say(f"    not sayable: {name}: {why}")
        if namer.is_own(fact.row) and "the size for values" not in why:
            yield f"{name}: {why}"


def check_asserts(case, rows, namer, document, tally):
    facts = rust_asserts.facts_of(rows, namer,
                                  case.compiler.version >= (1, 82),
                                  document["input"]["endian"] == "little")
    held, broken, unsayable = rust_asserts.put(
        case.compiler, case.source, facts, case.folder)
    faults = [f"{fact.row['name']}: {fact.what}: {fact.line}"
              for fact, _ in broken]
    faults += own_unsayable(unsayable, namer, tally)
    tally.take("assert", held + len(broken), faults,
               f"; {len(unsayable)} not sayable")


# Does the checker see a fault?

def row_of(document, name):
    return next(r for r in document["types"] if r["name"] == name)


def wrong_size(document):
    row_of(document, "shapes::Event")["size_bytes"] = 72


def wrong_align(document):
    row_of(document, "shapes::Ordered")["align_bytes"] = 4


def missing_variant(document):
    row = row_of(document, "shapes::Event")
    row["variants"] = [v for v in row["variants"] if v["name"] != "Close"]


def wrong_discriminant(document):
    row_of(document, "shapes::Event")["variants"][2]["discr"] = "3"


def wrong_niche_value(document):
    row_of(document, "shapes::Outer")["variants"][1]["discr"] = "7"


def wrong_enumerator(document):
    row_of(document, "shapes::Negative")["enumerators"][0]["value"] = "255"


def wrong_tag_place(document):
    row_of(document, "shapes::Event")["tag"]["offset_bytes"] = 1


def wrong_encoding(document):
    row_of(document, "shapes::Outer")["tag"]["encoding"] = "direct"


def swapped_members(document):
    row = row_of(document, "shapes::Ordered")
    a, b = [m for m in row["members"] if m.get("name") in ("a", "c")]
    a["name"], b["name"] = b["name"], a["name"]


def wrong_payload(document):
    row = row_of(document, "shapes::Event")
    row["variants"][1]["members"][0]["offset_bytes"] += 1


def wrong_used(document):
    row_of(document, "shapes::Event")["variants"][4]["used_bytes"] = 80


def wrong_padding(document):
    row_of(document, "shapes::InC")["padding_bytes"] -= 1


def missing_type(document):
    document["types"].remove(row_of(document, "shapes::Text"))


def invented_type(document):
    row = copy.deepcopy(row_of(document, "shapes::Text"))
    row["name"], row["id"] = "shapes::Texts", 1 << 30
    document["types"].append(row)


def wrong_kind(document):
    row_of(document, "shapes::UnionC")["kind"] = "struct"


def sized_tail(document):
    tail = row_of(document, "shapes::MaybeUnsized<[u16]>")["members"][-1]
    tail["size_bytes"], tail["flexible"] = 2, False


FAULTS = (wrong_size, wrong_align, missing_variant, wrong_discriminant,
          wrong_niche_value, wrong_enumerator, wrong_tag_place,
          wrong_encoding, swapped_members, wrong_payload, wrong_used,
          wrong_padding, missing_type, invented_type, wrong_kind, sized_tail)


def self_test(case, document, tally):
    """Each fault put into a true document must be found."""
    unseen = []
    for fault in FAULTS:
        altered = copy.deepcopy(document)
        fault(altered)
        silent = Tally()
        check_case(case, altered, silent)
        if not silent.failed:
            unseen.append(f"{fault.__name__} went unseen")
    tally.say("self-test")
    tally.take("faults", len(FAULTS), unseen)


def cases(full, wanted):
    compilers = rust_compile.found()
    for compiler in compilers:
        # The first is the user's; an old one after it is for comparison.
        is_main = compiler is compilers[0]
        for build in BUILDS if full else ("debug",):
            for source in sorted(FIXTURES.glob("*.rs")):
                name = source.stem
                if wanted and name not in wanted:
                    continue
                if not is_main and build not in OLD_BUILDS:
                    continue
                if not is_main and not full and not wanted \
                        and name not in OLD_IN_CHECK:
                    continue
                yield compiler, source, build
    for compiler in compilers:
        small = rust_compile.Compiler(compiler.path, SMALL_TARGET)
        for build in SMALL_BUILDS if full else ("object",):
            for source in sorted(FIXTURES.glob("*.rs")):
                if source.stem in (wanted or OLD_IN_CHECK) or full:
                    yield small, source, build


def run_case(job):
    """One case, in a process of its own."""
    compiler, source, build, verbose, tests_itself, only = job
    tally = Tally(verbose)
    title = f"{source.stem} {compiler.name} {build}"
    if compiler.version < max(NEEDS.get(source.stem, (0,)),
                              NEEDS.get(build, (0,))):
        tally.skip(title, "needs a newer compiler")
        return tally
    if compiler.target and not compiler.has_std():
        tally.skip(title, "has no standard library for that target")
        return tally
    try:
        with tempfile.TemporaryDirectory() as folder:
            case = Case(compiler, source, build, pathlib.Path(folder))
            document = case.read()
            if not only:
                check_case(case, document, tally)
            if tests_itself:
                self_test(case, document, tally)
    except (OSError, RuntimeError, ValueError) as problem:
        tally.take(title, 1, [str(problem)])
    return tally


def jobs(arguments):
    verbose, only = "-v" in arguments, "--self-test" in arguments
    full = bool(os.environ.get("FULL")) and not only
    wanted = {a for a in arguments if not a.startswith("-")}
    found = list(cases(full, {"shapes"} if only else wanted))
    # Once is enough, with the first compiler.
    chosen = next((c for c in found if c[1].stem == "shapes"), None)
    return [(*c, verbose, c is chosen, only) for c in found
            if not only or c is chosen]


def main(arguments):
    total = Tally()
    if not rust_compile.found():
        total.skip("rust", "no rustc here")
        print(total.lines[-1])
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        for tally in pool.map(run_case, jobs(arguments)):
            print("\n".join(tally.lines), flush=True)
            total.add(tally)
    print(f"check_rust_facts: {total.passed} passed, {total.failed} failed, "
          f"{total.skipped} skipped")
    return total.failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
