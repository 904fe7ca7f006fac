"""Each format, read as its readers read it.

A function takes the bytes of a page, raises AssertionError where the page is
not sound, and returns what it found.
"""

import json
import os
import pathlib
import re
import xml.etree.ElementTree

INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
SCHEMA_PLACES = (os.environ.get("SARIF_SCHEMA", ""), "/usr/share/sarif/sarif-2.1.0.schema.json",
                 "/usr/local/share/sarif/sarif-2.1.0.schema.json")


def sarif_schema():
    """The OASIS schema, or None; it is not part of this tree."""
    for place in SCHEMA_PLACES:
        if place and pathlib.Path(place).exists():
            return json.loads(pathlib.Path(place).read_text())
    return None


def text(page):
    """Lines, tabs for some; nothing that a terminal obeys or hides."""
    words = page.decode("utf-8")
    found = INVISIBLE.search(words)
    assert not found, f"{found[0]!r} at {found.start()}"
    return words


def document(page):
    text(page)
    return json.loads(page)


def lines_of_json(page):
    return [json.loads(line) for line in text(page).splitlines()]


def sarif(page):
    """What GitHub requires of a file, and the schema where it can be had."""
    whole = document(page)
    assert whole["version"] == "2.1.0" and whole["$schema"].endswith("sarif-2.1.0.json")
    (one,) = whole["runs"]
    driver = one["tool"]["driver"]
    assert driver["name"] == "layoutscope" and driver["semanticVersion"]
    names = [rule["id"] for rule in driver["rules"]]
    assert len(set(names)) == len(names)
    for rule in driver["rules"]:
        assert re.fullmatch(r"LS\d{3}|diff(-[a-z]+)+", rule["id"]) and re.fullmatch(r"([A-Z][a-z]*)+", rule["name"]), rule
        for key in ("shortDescription", "fullDescription", "help"):
            assert rule[key]["text"], rule
        assert rule["help"]["markdown"] and rule["defaultConfiguration"]["level"] == "error"
        assert rule["properties"]["precision"] and rule["properties"]["problem.severity"] and rule["properties"]["tags"]
    assert len(one["results"]) <= 25000
    for result in one["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"], result
        assert result["level"] in ("error", "warning") and result["message"]["text"]
        (location,) = result["locations"]
        for where in [location] + result["relatedLocations"]:
            place = where["physicalLocation"]
            assert re.fullmatch(r"([A-Za-z0-9/._~+-]|%[0-9A-F]{2})+", place["artifactLocation"]["uri"]), place
            assert place["region"]["startLine"] >= 1 and place["region"].get("startColumn", 1) >= 1
        assert set(result["partialFingerprints"]) == {"layoutscope/v1"}
    assert isinstance(one["invocations"][0]["executionSuccessful"], bool)
    assert one["automationDetails"]["id"].startswith("layoutscope/")
    schema = sarif_schema()
    if schema:
        import jsonschema
        jsonschema.validate(whole, schema, format_checker=jsonschema.FormatChecker())
    return one


# JUnit has no schema of its own; this is what junit-10.xsd of Jenkins' plugin
# says of each element, and file and line, which GitLab and pytest have.
JUNIT = {
    "testsuites": ({"name", "time", "tests", "failures", "disabled", "errors"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors", "time", "disabled", "skipped", "timestamp", "hostname", "id", "package"},
                  {"properties", "testcase", "system-out", "system-err"}),
    "testcase": ({"name", "assertions", "time", "classname", "status", "file", "line"},
                 {"skipped", "error", "failure", "system-out", "system-err"}),
    "failure": ({"type", "message"}, set()), "error": ({"type", "message"}, set()),
    "system-out": (set(), set()),
}


def junit(page):
    text(page)
    root = xml.etree.ElementTree.fromstring(page)
    assert root.tag == "testsuites"
    for element in root.iter():
        attributes, children = JUNIT[element.tag]
        assert set(element.attrib) <= attributes, element.attrib
        assert {child.tag for child in element} <= children
    (suite,) = root
    cases = suite.findall("testcase")
    for where in (root, suite):
        assert int(where.get("tests")) == len(cases)
        assert int(where.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(where.get("errors")) == len(suite.findall("testcase/error"))
    for case in cases:
        assert case.get("name") and case.get("classname").startswith("layoutscope.")
        assert int(case.get("line", 1)) > 0
        for broken in case:
            assert broken.tag == "system-out" or broken.get("message") in broken.text, case.attrib
    return cases


def gitlab(page):
    entries = document(page)
    assert isinstance(entries, list)
    for entry in entries:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["description"] and re.fullmatch(r"layoutscope/[a-z_-]+", entry["check_name"])
        assert re.fullmatch(r"[0-9a-f]{32}", entry["fingerprint"]) and entry["severity"] in ("minor", "major")
        assert not entry["location"]["path"].startswith("./") and entry["location"]["lines"]["begin"] >= 1
    prints = [entry["fingerprint"] for entry in entries]
    assert len(set(prints)) == len(prints), "two of one fingerprint are one for GitLab"
    return entries


def github(page):
    """Lines that the runner takes: ::LEVEL KEY=VALUE,..::MESSAGE."""
    found = []
    for line in text(page).split("\n")[:-1]:
        match = re.fullmatch(r"::(error|warning) ([^:]*)::(.*)", line)
        assert match, line
        properties = dict(part.split("=", 1) for part in match[2].split(","))
        assert set(properties) <= {"file", "line", "col", "title"} and "title" in properties, line
        for value in (*properties.values(), match[3]):
            assert not re.search(r"%(?!25|0D|0A|3A|2C)", value), line
        plain = {key: unescape(value) for key, value in properties.items()}
        assert len(plain["title"]) <= 255 and len(match[3]) < 65536
        found.append((match[1], plain, unescape(match[3])))
    for level in ("error", "warning"):
        assert sum(which == level for which, _, _ in found) <= 10, "a step shows ten of each"
    return found


def unescape(value):
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        value = value.replace(code, character)
    return value


def tap(page):
    """[(is_ok, words, directive, {key: value})]"""
    lines = text(page).split("\n")[:-1]
    assert lines[0] == "TAP version 13", lines[0]
    plan = re.fullmatch(r"1\.\.(\d+)", lines[1])
    found, block = [], None
    for line in lines[2:]:
        if block is not None:
            if line == "  ...":
                block = None
                continue
            match = re.fullmatch(r'  ([a-z_]+): (?:([A-Za-z0-9-]+)|"((?:[^"\\]|\\[\\"n]|\\U[0-9a-f]{8})*)")', line)
            assert match, line
            block[match[1]] = match[2] or from_yaml(match[3])
        elif line == "  ---":
            block = found[-1][3]
        else:
            match = re.fullmatch(r"(not )?ok (\d+) - ((?:[^#\\]|\\[#\\])*?)( # TODO .*)?", line)
            assert match and int(match[2]) == len(found) + 1, line
            found.append((not match[1], re.sub(r"\\([#\\])", r"\1", match[3]), match[4], {}))
    assert block is None and int(plan[1]) == len(found)
    return found


def from_yaml(quoted):
    def one(match):
        code = match[0][1]
        return chr(int(match[0][2:], 16)) if code == "U" else "\n" if code == "n" else code
    return re.sub(r"\\(?:U[0-9a-f]{8}|.)", one, quoted)


def markdown(page):
    """The cells of all rows.  Cells end at a bar that no backslash escapes, as
    cmark-gfm has it; within them nothing but code and plain words."""
    lines = text(page).split("\n")
    mark = re.fullmatch(r"<!-- layoutscope:([A-Za-z0-9_.-]+) -->", lines[0])
    assert mark and "--" not in mark[1], lines[0]
    rows, width = [], None
    for line in lines[1:]:
        if not line.startswith("|"):
            width = None
            inside = re.sub(r"^- ", "", line)
            assert plain(inside), line
            continue
        cells = [cell.strip() for cell in re.findall(r"((?:\\.|[^\\|])*)\|", line)][1:]
        width = width or len(cells)
        assert len(cells) == width, (len(cells), width, line)
        for cell in cells:
            assert all(plain(part) for part in cell.split("<br>")), cell
        rows.append(cells)
    return rows


def plain(words):
    """Code in backticks, as CommonMark 6.1 has it, and words around it."""
    words = re.sub(r"(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)", "", words)
    words = re.sub(r"</?(details|summary)>|^### |\*\*\d+\*\*", "", words)
    return not re.search(r"[`<\\\[\]*@#!&~|]|://|www\.|(?<!\w)_|_(?!\w)", words.replace("<br>", ""))


def columns(page, separator="\t"):
    lines = text(page).split("\n")[:-1]
    assert len({line.count(separator) for line in lines}) <= 1, "a line has more columns than another"
    return [line.split(separator) for line in lines]


CHECK = {"text": text, "json": document, "markdown": markdown, "github": github, "gitlab": gitlab, "sarif": sarif,
         "junit": junit, "tap": tap}
FINDINGS = {name: CHECK[name] for name in ("github", "gitlab", "sarif", "junit", "tap")}
TYPES = {"text": text, "json": document, "ndjson": lines_of_json, "tsv": columns, "markdown": markdown, "c": text}
