"""Hold the size of every type of a kernel against pahole's.

    compare_pahole.py LAYOUTSCOPE VMLINUX

pahole -F dwarf --sizes gives one of the definitions of each name, so its size
has to be one of ours.  Prints what differs, and a count; exit status 1 if
anything does.  (Places and widths of members: compare_btf.py.)
"""

import collections
import json
import subprocess
import sys


def sizes(*command):
    """{name: {size, ..}}, from lines of name, size, holes."""
    found = collections.defaultdict(set)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True)
    for line in done.stdout.splitlines():
        name, size, _holes = line.split("\t")
        if not name.startswith("("):
            found[name].add(int(size))
    return found


def unknown_to_pahole(program, vmlinux, names):
    """In words, what those are that pahole does not list: it has no enums,
    no name for a struct that a typedef names, and leaves out what stands in functions."""
    page = json.loads(subprocess.run([program, "--json", "-a", vmlinux], stdout=subprocess.PIPE, check=True).stdout)
    kinds = collections.Counter()
    left = set(names)
    for kind in page["types"]:
        if kind["name"] in left:
            left.discard(kind["name"])
            kinds["enums" if kind["kind"] == "enum" else "named by a typedef alone" if kind.get("typedef") else "others, inside functions"] += 1
    return ", ".join(f"{count} {words}" for words, count in kinds.most_common())


def main(program, vmlinux):
    ours = sizes(program, "list", "--sizes", "-a", vmlinux)
    theirs = sizes("pahole", "-F", "dwarf", "--sizes", vmlinux)
    same = differ = 0
    for name in sorted(set(ours) & set(theirs)):
        if theirs[name] <= ours[name]:
            same += 1
        else:
            differ += 1
            print(f"{name}: pahole says {sorted(theirs[name])}, we say {sorted(ours[name])}")
    for name in sorted(set(theirs) - set(ours)):
        print(f"{name}: only pahole has it, of {sorted(theirs[name])} bytes")
    lost = len(set(theirs) - set(ours))
    several = sum(len(s) > 1 for s in ours.values())
    more = set(ours) - set(theirs)
    print(
        f"{same} names alike, {differ} differ; {lost} only pahole has, {len(more)} only we have "
        f"({unknown_to_pahole(program, vmlinux, more)}); {several} names have several sizes here, "
        "of which pahole shows one"
    )
    return differ > 0 or lost > 0


sys.exit(main(*sys.argv[1:]))
