"""Names that try to break out of each format, through every command."""

import json
import pathlib
import subprocess

import sound
from common import compiled, in_a_folder, ok, rules, run
from hostile_names import BAD_UTF8, NAMES, snapshot

def strings(value):
    """All texts of a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def read_page(what, name, page, read, wanted, may_be_empty=False):
    """A page is sound; in JSON and XML the name comes back as it was."""
    try:
        found = read(page)
        if name in ("text", "markdown", "c", "tsv"):
            for line in sound.text(page).splitlines():
                assert not line.strip().startswith("::") and "##[" not in line, line
    except (AssertionError, ValueError, KeyError, IndexError, SyntaxError) as why:
        return ok(what, False, repr(why), page)
    if wanted and name in ("json", "ndjson", "sarif", "gitlab"):
        return ok(what, any(wanted in text for text in strings(found)), page)
    return ok(what, bool(page) or may_be_empty)


def through_all(what, wanted):
    """Every format of every command over new.json, against old.json."""
    for name, read in sound.TYPES.items():
        for command, names in (([], sound.TYPES), (["-a"], sound.TYPES), (["-E", "--hex", "--map=always"], ("text",)), (["--ascii", "-a"], ("text",)),
                               (["--color=always"], ()), (["list"], ("text", "json", "ndjson", "tsv", "markdown")), (["list", "-s"], ("text",)),
                               (["list", "-P"], ("text",)), (["list", "-n"], ("text",)), (["list", "-T"], ("text",)), (["--tree", "-a"], ("text",)),
                               (["list", "-I", "--sort=niche,sharing"], ("text", "tsv", "markdown")), (["suggest"], ("text", "json", "ndjson", "c")), (["suggest", "-C*"], ("text", "c"))):
            if name not in names:
                continue
            status, out, err = run(*command, f"--format={name}", "new.json")
            ok(f"{what}: {command} {name}: status", status == 0, status, err)
            is_pahole = not {"-s", "-P", "-n", "-T"}.isdisjoint(command)
            read_page(f"{what}: {command} {name}", name, out, sound.columns if is_pahole else read, wanted)
            read_page(f"{what}: {command} {name}: notes", "text", err, sound.text, None, may_be_empty=True)
    for name in ("text", "json", "markdown", *sound.FINDINGS):
        for asked, wanted_status in ([], 0), (["--fail-on=grew"], 1), (["--exit-code"], 1):
            status, out, err = run("diff", *asked, f"--format={name}", "old.json", "new.json")
            ok(f"{what}: diff {asked} {name}: status", status == wanted_status, status, err)
            read_page(f"{what}: diff {asked} {name}", name, out, sound.CHECK[name], wanted)
    gate = rules('{type: "*", max_size: 1, max_padding: 0, max_growth: 0}', '{type: "*", max_size: 1, level: warning}', "{type: nobody, size: 1}")
    for name, read in sound.CHECK.items():
        status, out, err = run("check", gate, "--baseline=old.json", f"--format={name}", "new.json", "nix.json")
        ok(f"{what}: check {name}: status", status == 3, status, err)
        read_page(f"{what}: check {name}", name, out, read, wanted)
    status, out, err = run("new.json", "nobody")
    ok(f"{what}: near names", status == 4)
    read_page(f"{what}: near names are harmless", "text", err, sound.text, None)


def counts(what):
    """No finding is forged: each format has as many as JSON has."""
    gate = rules('{type: "*", max_size: 1}')
    page = json.loads(run("check", gate, "--json", "new.json")[1])
    wanted = sum(result["status"] != "passed" for result in page["results"])
    for name in ("github", "gitlab", "junit", "tap"):
        found = sound.CHECK[name](run("check", gate, f"--format={name}", "new.json")[1])
        ok(f"{what}: {name} has {wanted}", len(found) == wanted, len(found))
    changes = json.loads(run("diff", "--json", "old.json", "new.json")[1])["changes"]
    for name in ("github", "gitlab", "junit", "tap"):
        found = sound.CHECK[name](run("diff", f"--format={name}", "old.json", "new.json")[1])
        ok(f"{what}: diff {name} has {len(changes)}", len(found) == len(changes) > 0, len(found))


def test_gate_file():
    """The words of the gate file, and the names of the files themselves."""
    compiled("struct conn { long a; char b; } c;\n", "a")
    for what, name in NAMES.items():
        quoted = json.dumps(name)
        if "\\ud" in quoted:
            continue  # YAML knows no surrogates
        gate = rules(f"{{type: struct conn, max_size: 1, reason: {quoted}}}", f"{{type: {quoted}, max_size: 1}}",
                     f"{{type: struct conn, same_line: [[{quoted}, a]]}}", f"{{type: struct conn, max_size: 2, except: [{quoted}]}}")
        for form, read in sound.CHECK.items():
            status, out, err = run("check", gate, f"--format={form}", "a.o")
            if what == "empty":
                ok("gate file, a name of blanks is refused", status == 2, status, err)
                continue
            ok(f"gate file, {what}: {form}: status", status == 4, status, err)
            read_page(f"gate file, {what}: {form}", form, out, read, name)
        if "/" in name or len(name) > 200:
            continue
        pathlib.Path(name).write_bytes(pathlib.Path("a.o").read_bytes())
        for form, read in sound.CHECK.items():
            status, out, err = run("check", "--rule=conn: {size: 1}", f"--format={form}", "--", "./" + name, "./nix" + name)
            ok(f"file's name, {what}: {form}: status", status == 3, status, err)
            read_page(f"file's name, {what}: {form}", form, out, read, name if form == "json" else None)
            read_page(f"file's name, {what}: {form}: errors", "text", err, sound.text, None)


def test_dwarf():
    """The same bytes in a real .debug_str, which holds any but NUL."""
    place = "HOSTILE" + "x" * 57
    compiled(f"struct {place} {{ char a; long {place}; }} v; enum e_{place} {{ {place}2 }} e;\n"
             f"struct outer {{ struct {place} {place}, *to; }} o; long f_{place}(struct {place} {place}) {{ return {place}.a; }}\n", "d", "-gdwarf-5")
    data = pathlib.Path("d.o").read_bytes()
    for what, name in list(NAMES.items()) + [("bad UTF-8", BAD_UTF8)]:
        raw = name if isinstance(name, bytes) else name.encode()
        if len(raw) > len(place):
            continue
        raw = raw + b"x" * (len(place) - len(raw))
        pathlib.Path("h.o").write_bytes(data.replace(place.encode(), raw))
        for form, read in sound.TYPES.items():
            status, out, err = run(f"--format={form}", "-a", "h.o")
            ok(f"DWARF, {what}: {form}: status", status == 0, status, err)
            read_page(f"DWARF, {what}: {form}", form, out, read, None if isinstance(name, bytes) else name)
            if form == "c":
                continue  # no page of uses
            for asked in (["-a", "--contains=*"], ["-a", "--find-pointers-to=*"], ["--by-value", "--min-size=1"]):
                status, out, err = run("list", f"--format={form}", *asked, "h.o")
                ok(f"DWARF, {what}: {asked} {form}: status", status == 0, status, err)
                read_page(f"DWARF, {what}: {asked} {form}", form, out, read, None if isinstance(name, bytes) or form == "text" else name)
        # A document of it reads back as the file does.
        run("--json", "h.o", "-oh.json")
        status, out, err = run("diff", "-a", "--exit-code", "h.o", "h.json")
        ok(f"DWARF, {what}: its snapshot is the same", status == 0 or isinstance(name, bytes), status, out, err)


def test_limits_of_a_comment():
    snapshot(NAMES["long"], "new.json")
    out = run("check", rules('{type: "*", max_size: 1}'), "--format=markdown", "new.json")[1]
    ok("markdown of long names fits", len(out) < 65536, len(out))
    out = run("check", rules('{type: "*", max_size: 1}'), "--format=github", "new.json")[1]
    ok("an annotation of a long name fits", all(len(line) < 16384 for line in out.splitlines()), len(out))


def main():
    for what, name in NAMES.items():
        snapshot(name, "old.json")
        snapshot(name, "new.json", 8)
        through_all(what, name)
        counts(what)
    snapshot(BAD_UTF8, "old.json")
    snapshot(BAD_UTF8, "new.json", 8)
    through_all("bad UTF-8", None)
    counts("bad UTF-8")
    test_gate_file()
    test_dwarf()
    test_limits_of_a_comment()


in_a_folder(main)
