"""Every row of EXIT STATUS, with every other that it can meet."""

import itertools

# what is wrong: (rules, files, options, status, words on either stream)
FAULTS = {
    "broken": (["{type: struct conn, max_size: 8}"], [], [], 1, "48 bytes, limit 8 (+40)"),
    "warning": (["{type: struct ring, max_size: 8, level: warning}"], [], [], 0, "WARN  struct ring"),
    "unmatched": (["{type: struct nobody, max_size: 8}"], [], [], 4, "no type named 'struct nobody'"),
    "ambiguous": (["{type: twins, max_size: 64}"], ["two.o"], [], 4, "one name, and different types"),
    "unmeasured": (["{type: struct conn, min_free_niches: 1}"], [], [], 4, "cannot be measured"),
    "unreadable": ([], ["nothing.o"], [], 3, "nothing.o: No such file"),
    "no types": ([], ["bare.o"], [], 3, "bare.o: no type information"),
    "no baseline": ([], [], ["--baseline=nowhere.json"], 2, "nowhere.json"),
    "bad rule": (["{type: struct conn, max_sise: 8}"], [], [], 2, "did you mean: max_size"),
    "no such option": ([], [], ["--no-such-option"], 2, "no option is called '--no-such-option'"),
    "full": ([], [], ["--output=/dev/full"], 74, "cannot be written"),
    "no folder": ([], [], ["--output=no/where.txt"], 74, "no/where.txt"),
}
# The graver first.
ORDER = [74, 2, 3, 4, 1, 0]
# These end before anything else is looked at.
EARLY = ["no such option", "bad rule"]
# The page is not there to be read.
NO_PAGE = {"full", "no folder"}


def expected(names, warn_only):
    for name in EARLY:
        if name in names:
            return 2
    found = {FAULTS[name][3] for name in names} | {0}
    if warn_only:
        found.discard(1)
    return next(status for status in ORDER if status in found)


def check(ok, run, rules, names, warn_only):
    lines = ["{type: struct both, size: 4}"]
    files, options = ["a.o"], ["--warn-only"] if warn_only else []
    for name in names:
        lines += FAULTS[name][0]
        files += FAULTS[name][1]
        options += FAULTS[name][2]
    status, out, err = run("check", rules(*lines), *options, *files)
    what = f"{names}{' --warn-only' if warn_only else ''}"
    wanted = expected(names, warn_only)
    ok(f"status of {what}", status == wanted, f"{status}, wanted {wanted}", out, err)
    early = [name for name in EARLY if name in names]
    for name in early[:1] or names:
        is_page = FAULTS[name][3] in (0, 1, 4)
        if is_page and (NO_PAGE | {"no baseline"}) & set(names):
            continue  # there is no page to say it on
        if FAULTS[name][3] == 74 and "no baseline" in names:
            continue  # nothing was written at all
        ok(f"words of {name} in {what}", FAULTS[name][4] in out + err, out, err)


def tests(ok, run, rules):
    for count in (0, 1, 2, 3):
        for names in itertools.combinations(FAULTS, count):
            if {"full", "no folder"} <= set(names):
                continue  # one output only
            check(ok, run, rules, names, False)
            if count < 3:
                check(ok, run, rules, names, True)
