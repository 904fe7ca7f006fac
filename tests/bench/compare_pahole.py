"""Hold the size of every type of a kernel against pahole's.

    compare_pahole.py LAYOUTSCOPE VMLINUX

pahole -F dwarf --sizes gives one of the definitions of each name, so its size
has to be one of ours.  Prints what differs, and a count; exit status 1 if
anything does.  (Places and widths of members: compare_btf.py.)
"""

import collections
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
    print(
        f"{same} names alike, {differ} differ; {lost} only pahole has, "
        f"{len(set(ours) - set(theirs))} only we have; {several} names have several sizes here"
    )
    return differ > 0 or lost > 0


sys.exit(main(*sys.argv[1:]))
