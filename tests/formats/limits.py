"""300 failures in one run, and more: what each reader takes at most."""

import json
import pathlib

import sound
from common import compiled, in_a_folder, ok, rules, run


def main():
    if sound.sarif_schema() is None:
        print("skipped SARIF against its schema: no sarif-2.1.0.schema.json at $SARIF_SCHEMA or in /usr/share/sarif")
    compiled("".join(f"struct s{i} {{ int a[{i + 1}]; }} v{i};\n" for i in range(300)), "many")
    for level in ("error", "warning"):
        gate = rules(f'{{type: "*", max_size: 0, level: {level}}}')
        pages = {}
        for name, read in sound.CHECK.items():
            status, out, err = run("check", gate, f"--format={name}", "many.o")
            ok(f"300 {level}s: status of {name}", status == (level == "error"), status, err)
            try:
                pages[name] = read(out)
                ok(f"300 {level}s: {name} is sound", True)
            except (AssertionError, ValueError, KeyError, SyntaxError) as why:
                ok(f"300 {level}s: {name} is sound", False, repr(why), out)
                return
            pathlib.Path(f"page.{name}").write_bytes(out)
        ok(f"300 {level}s: sarif has all", len(pages["sarif"]["results"]) == 300)
        ok(f"300 {level}s: gitlab has all", len(pages["gitlab"]) == 300)
        ok(f"300 {level}s: junit has all", len(pages["junit"]) == 300)
        ok(f"300 {level}s: tap has all", len(pages["tap"]) == 300)
        ok(f"300 {level}s: json has all", len(pages["json"]["results"]) == 300)
        ok(f"300 {level}s: nine annotations and how many more",
           len(pages["github"]) == 10 and "291 more" in pages["github"][9][2], pages["github"])
        size = len(pathlib.Path("page.markdown").read_text())
        ok(f"300 {level}s: a comment of GitHub", size < 65536 and "240 more are not shown" in pathlib.Path("page.markdown").read_text(), size)
    # Both levels at once: ten of each.
    gate = rules('{type: "*", max_size: 0}', '{type: "*", max_size: 1, level: warning}')
    found = sound.github(run("check", gate, "--format=github", "many.o", *["nix.o"] * 12)[1])
    ok("ten of each level", [sum(which == level for which, _, _ in found) for level in ("error", "warning")] == [10, 10], found)
    # More than GitHub takes of SARIF: 84 rules of 300 types.
    gate = rules(*(f'{{type: "*", max_size: 0, reason: r{i}}}' for i in range(84)))
    one = json.loads(run("check", gate, "--format=sarif", "many.o")[1])["runs"][0]
    ok("25000 results at most", len(one["results"]) == 25000 and len(one["invocations"][0]["toolExecutionNotifications"]) == 1)


in_a_folder(main)
