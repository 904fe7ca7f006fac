"""The formats of findings, of a comparison: what each says of it."""

import json

import sound
from common import compiled, in_a_folder, ok, run

OLD = """struct same { int a; } s;
struct conn { long x; char id; } c;
struct ring { int a, b; } r;
struct order { int a; short b, c; } o;
struct gone { int a; } g;
"""
NEW = """struct same { int a; } s;
struct conn { long x; char id;
long y; } c;
struct ring { int a; } r;
struct order { short b, c; int a; } o;
struct fresh { char a; } f;
"""
WORDS = {"struct conn": "grew", "struct ring": "shrank", "struct order": "reordered", "struct gone": "gone", "struct fresh": "new"}


def page(name, *args):
    return sound.CHECK[name](run("diff", f"--format={name}", *args)[1])


def test_what_is_told():
    """In each format the same types, and which of them are errors."""
    for asked, failing in ([], set()), (["--fail-on=grew,gone"], {"struct conn", "struct gone"}), (["--exit-code"], set(WORDS)):
        args = [*asked, "old.o", "new.o"]
        status = run("diff", "--format=sarif", *args)[0]
        ok(f"{asked}: status", status == bool(failing), status)
        wanted = sorted((name, word, name in failing) for name, word in WORDS.items())
        found = {
            "github": [(*keys["title"].removeprefix("layout: ").rsplit(" ", 1), level == "error") for level, keys, _ in page("github", *args)],
            "gitlab": [(entry["description"].split(":")[0], entry["check_name"].removeprefix("layoutscope/"), entry["severity"] == "major")
                       for entry in page("gitlab", *args)],
            "sarif": [(result["message"]["text"].split(":")[0], result["ruleId"].removeprefix("diff-"), result["level"] == "error")
                      for result in page("sarif", *args)["results"]],
            "junit": [(case.get("name"), case.get("classname").removeprefix("layoutscope."), case.find("failure") is not None)
                      for case in page("junit", *args)],
            "tap": [(*words.rsplit(" ", 1), not directive) for _, words, directive, _ in page("tap", *args)],
        }
        for name, rows in found.items():
            ok(f"{asked}: {name}", sorted(rows) == wanted, sorted(rows))


def test_words_and_places():
    (conn,) = [found for found in page("github", "old.o", "new.o") if "conn" in found[1]["title"]]
    ok("the line is the new member's", (conn[1]["file"], conn[1]["line"]) == ("new.c", "3"), conn)
    ok("the numbers", conn[2].startswith("16 -> 24 bytes (+8)"), conn)
    ok("and the member", "'y' (long, +8) is new" in conn[2].replace("long int", "long"), conn)
    (gone,) = [found for found in page("github", "old.o", "new.o") if "gone" in found[1]["title"]]
    ok("what is gone was there", (gone[1]["file"], gone[1]["line"]) == ("old.c", "5"), gone)
    target = json.loads(run("--json", "new.o")[1])["input"]["target"]
    for found in page("sarif", "old.o", "new.o")["results"]:
        name = found["message"]["text"].split(":")[0]
        words = f"diff-{WORDS[name]}:{target}:c:{name}"
        ok(f"fingerprint of {name}", found["partialFingerprints"]["layoutscope/v1"] == words, found)


def test_nothing_changed():
    for name in sound.FINDINGS:
        status, out, err = run("diff", "--exit-code", f"--format={name}", "old.o", "old.o")
        found = sound.CHECK[name](out)
        ok(f"nothing changed: {name}: status", status == 0, status, err)
        if name in ("junit", "tap"):
            ok(f"nothing changed: {name}: one case", len(found) == 1 and (not list(found[0]) if name == "junit" else found[0][0]), out)
        else:
            ok(f"nothing changed: {name}", not (found["results"] if name == "sarif" else found), out)
    status, _, err = run("diff", "--format=tsv", "old.o", "new.o")
    ok("diff has no tsv", status == 2 and b"'tsv' is not a format here" in err, status, err)
    status, out, err = run("diff", "--report=tsv:changes.tsv", "old.o", "new.o")
    ok("and says so before it prints", status == 2 and not out and b"'tsv' is not a format here" in err, status, out, err)


def test_as_many_as_json():
    changes = json.loads(run("diff", "--json", "old.o", "new.o")[1])["changes"]
    ok("as many as JSON has", len(changes) == len(WORDS), len(changes))


def main():
    compiled(OLD, "old")
    compiled(NEW, "new")
    test_what_is_told()
    test_words_and_places()
    test_nothing_changed()
    test_as_many_as_json()


in_a_folder(main)
