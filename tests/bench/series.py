"""Make a program of N units that share their headers, for the growth curve.

    series.py FOLDER UNITS

Every unit includes one header of 400 structs and has three structs of its own
(so equal types are met again and again, as in a kernel); prints the path of
the linked file.
"""

import pathlib
import random
import subprocess
import sys

SCALARS = ["char", "short", "int", "long", "void *", "double"]


def struct(name, rng, earlier):
    lines = []
    for i in range(rng.randint(4, 16)):
        if earlier and rng.random() < 0.15:
            lines.append(f"\tstruct {rng.choice(earlier)} m{i};")
        elif rng.random() < 0.2:
            lines.append(f"\tstruct {rng.choice(earlier or [name])} *m{i};")
        else:
            lines.append(f"\t{rng.choice(SCALARS)} m{i};")
    return f"struct {name} {{\n" + "\n".join(lines) + "\n};\n"


def main(folder, units):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(7)
    names, text = [], ""
    for i in range(400):
        # a few small ones hold others, or sizes would explode
        text += struct(f"shared_{i}", rng, names[:20] if i >= 20 else [])
        names.append(f"shared_{i}")
    (folder / "shared.h").write_text(text)
    objects = []
    for u in range(units):
        source = folder / f"u{u}.c"
        own = "".join(struct(f"own_{u}_{k}", random.Random(u * 3 + k), names[:20]) for k in range(3))
        source.write_text('#include "shared.h"\n' + own + f"int f{u}(void) {{ return {u}; }}\n")
        objects.append(str(source.with_suffix(".o")))
    jobs = [
        subprocess.Popen(
            ["gcc", "-g", "-fno-eliminate-unused-debug-types", "-c"]
            + [f"u{u}.c" for u in range(part, units, 2)],
            cwd=folder,
        )
        for part in range(2)
        if part < units
    ]
    for job in jobs:
        assert job.wait() == 0
    linked = folder / f"series{units}.so"
    subprocess.run(["gcc", "-shared", "-o", linked, *objects], check=True)
    print(linked)


main(sys.argv[1], int(sys.argv[2]))
