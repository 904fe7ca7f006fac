"""Hold every struct and union of a kernel against its own .BTF section.

    compare_btf.py LAYOUTSCOPE VMLINUX

BTF is made from the same DWARF by pahole and read here by bpftool, so this is
a second opinion on names, sizes, and the place and width of every member.
Prints what differs, and a count; exit status 1 if anything does.
"""

import collections
import json
import subprocess
import sys


def run(*command):
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def of_btf(vmlinux):
    """{(kind, name): [(size, ((member, bit offset, bit width or 0), ..)), ..]}"""
    found = collections.defaultdict(list)
    for t in run("bpftool", "btf", "dump", "-j", "file", vmlinux)["types"]:
        if t["kind"] not in ("STRUCT", "UNION") or t["name"] == "(anon)":
            continue
        members = tuple(
            (
                m["name"] if m["name"] != "(anon)" else None,
                m["bits_offset"],
                m.get("bitfield_size", 0),
            )
            for m in t["members"]
        )
        found[t["kind"].lower(), t["name"]].append((t["size"], members))
    return found


def of_ours(program, vmlinux):
    found = collections.defaultdict(list)
    for t in run(program, "--json", "-a", vmlinux)["types"]:
        if t["kind"] not in ("struct", "union") or not t["name"] or t.get("typedef"):
            continue
        members = sorted(
            (m for m in t["members"] if not m.get("hole")), key=lambda m: m["declared"]
        )
        found[t["kind"], t["name"]].append(
            (
                t["size_bytes"],
                tuple(
                    (
                        m["name"],
                        m.get("bit_offset", (m["offset_bytes"] or 0) * 8),
                        m.get("bit_size", 0),
                    )
                    for m in members
                ),
            )
        )
    return found


def main(program, vmlinux):
    theirs, ours = of_btf(vmlinux), of_ours(program, vmlinux)
    same, differ, missing = 0, [], []
    for key, definitions in theirs.items():
        if key not in ours:
            missing.append(key)
            continue
        for definition in definitions:
            if definition in ours[key]:
                same += 1
            else:
                differ.append((key, definition, ours[key]))
    for key in missing:
        print("not ours:", *key)
    for key, theirs_is, ours_are in differ[:40]:
        print("differs:", *key)
        print("   BTF ", theirs_is)
        for one in ours_are:
            print("   ours", one)
    more = len(set(ours) - set(theirs))
    print(f"{same} definitions alike, {len(differ)} differ, {len(missing)} not ours, {more} names BTF has not")
    return bool(differ or missing)


sys.exit(main(*sys.argv[1:]))
