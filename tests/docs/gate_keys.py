"""gate_keys.py - layoutscope.yaml(5) lists the keys as the program has them.

The lists of the manual between the lines that begin and end "keys" are made
of --schema=gate, which is printed from the program's one table.  With
--update they are written anew.
"""
import json
import os
import re
import subprocess
import sys

PAGE = os.path.join(os.environ.get("TREE", "."), "man/layoutscope.yaml.5")
PROGRAM = "layoutscope" if "TREE" in os.environ else os.environ["LAYOUTSCOPE"]


def sentences(text):
    """A sentence a line, as mdoc wants it; long ones go on below."""
    lines = []
    for sentence in re.split(r"(?<=\.)  ", text):
        line = ""
        for word in sentence.split(" "):
            if len(line) + len(word) >= 79:
                lines.append(line)
                line = ""
            line += (" " if line else "") + word
        lines.append(line)
    return lines


def items(keys):
    lines = [".Bl -tag -width Ds"]
    for name, key in keys.items():
        number = f" Pq {key['x-id']}" if "x-id" in key else ""
        lines.append(f".It Cm {name} : No {key['x-value']}{number}")
        lines += sentences(key["description"])
    return lines + [".El"]


def wanted():
    schema = json.loads(subprocess.run([PROGRAM, "--schema=gate"], check=True, capture_output=True).stdout)
    rule = schema["definitions"]["rule"]["properties"]
    return {
        "of the file": items(schema["properties"]),
        "that judge": items({k: v for k, v in rule.items() if "x-id" in v}),
        "of a rule": items({k: v for k, v in rule.items() if "x-id" not in v and k != "type"}),
    }


def main():
    with open(PAGE, encoding="utf-8") as file:
        page = file.read()
    for what, lines in wanted().items():
        begin, end = f'.\\" begin keys {what}\n', f'.\\" end keys {what}\n'
        if page.count(begin) != 1 or page.count(end) != 1:
            print(f"FAILED layoutscope.yaml.5: no list of keys {what}")
            continue
        start, stop = page.index(begin) + len(begin), page.index(end)
        text = "\n".join(lines) + "\n"
        if page[start:stop] == text:
            print(f"ok layoutscope.yaml.5: keys {what}")
        elif "--update" in sys.argv:
            page = page[:start] + text + page[stop:]
        else:
            print(f"FAILED layoutscope.yaml.5: keys {what}: "
                  "LAYOUTSCOPE=build/layoutscope tests/docs/gate_keys.py --update")
            print(text)
    if "--update" in sys.argv:
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(page)


main()
