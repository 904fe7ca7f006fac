"""Measure ourselves against our peers, all in one run.

    bench.py LAYOUTSCOPE CACHE [--repeat=N] [--write]

CACHE is a folder for what is large: it holds a vmlinux with DWARF (make bench
puts it there), and the programs that are made here.  Each command runs N times
in turn with the others, so that a busy machine is busy for all of them; the
median counts.  Wall and CPU seconds and peak memory come from wait4(2).
--write puts the tables into RESULTS.md beside this file.
"""

import datetime
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
DRGN = """
import sys, drgn
prog = drgn.Program()
prog.load_debug_info([sys.argv[1]])
print(prog.type("struct " + sys.argv[2]).size)
"""


def once(command):
    """(wall s, CPU s, peak MiB) of one run."""
    start = os.times().elapsed
    pid = os.posix_spawnp(
        command[0],
        command,
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0),
        ],
    )
    _, status, usage = os.wait4(pid, 0)
    wall = os.times().elapsed - start
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"failed: {' '.join(command)}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def heap_mib(command):
    """The most memory of its own that a run ever has, in MiB: without the
    pages of mapped files.  Looked at from
    outside a few thousand times a second."""
    page = os.sysconf("SC_PAGE_SIZE")
    pid = os.posix_spawnp(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)],
    )
    most = 0
    statm = os.open(f"/proc/{pid}/statm", os.O_RDONLY)
    while os.waitpid(pid, os.WNOHANG)[0] == 0:
        words = os.pread(statm, 100, 0).split()
        if len(words) > 2:
            most = max(most, int(words[1]) - int(words[2]))
        time.sleep(0.0001)
    os.close(statm)
    return most * page / 2**20


def measure(commands, repeat):
    """{name: medians}; the commands take turns."""
    runs = {name: [] for name in commands}
    for _ in range(repeat):
        for name, command in commands.items():
            runs[name].append(once([str(word) for word in command]))
    return {
        name: tuple(statistics.median(column) for column in zip(*rows))
        for name, rows in runs.items()
    }


def table(title, measured, note=""):
    lines = [f"## {title}", ""]
    if note:
        lines += [note, ""]
    lines += ["| command | wall s | CPU s | peak MiB |", "|---|---:|---:|---:|"]
    for name, (wall, cpu, peak) in measured.items():
        lines.append(f"| {name} | {wall:.3f} | {cpu:.3f} | {peak:.0f} |")
    return lines + [""]


def ratio_row(what, ours, theirs, must):
    value = ours / theirs if theirs else float("inf")
    return f"| {what} | {value:.3f} | {must} | {'yes' if value <= must else '**no**'} |"


def bench_kernel(program, floor, vmlinux, late, repeat):
    ours = [program, "list", "--sizes", vmlinux]
    drgn = ["/usr/bin/python3", "-c", DRGN, vmlinux]
    everything = measure(
        {
            "layoutscope list --sizes": ours,
            "layoutscope list --sizes -j1": [*ours, "-j1"],
            "layoutscope list --packable": [program, "list", "--packable", vmlinux],
            "layoutscope --json": [program, "--json", vmlinux],
            "pahole -F dwarf --sizes": ["pahole", "-F", "dwarf", "--sizes", vmlinux],
            "pahole -j2 -F dwarf --sizes": ["pahole", "-j2", "-F", "dwarf", "--sizes", vmlinux],
            "a bare pass over the DIEs": [floor, vmlinux],
        },
        repeat,
    )
    # a machine's processors are not twice as busy with two threads as with one: held against each of them
    quick = measure(
        {
            "layoutscope list --sizes": ours,
            "layoutscope list --sizes -j1": [*ours, "-j1"],
            "a bare pass over the DIEs": [floor, vmlinux],
        },
        4 * repeat,
    )
    slow = measure({"layoutscope --reader=libdwarf list --sizes": [*ours, "--reader=libdwarf"]}, 1)
    one = measure(
        {
            "layoutscope vmlinux sk_buff": [program, vmlinux, "sk_buff"],
            f"layoutscope vmlinux {late}": [program, vmlinux, late],
            "drgn: load, struct sk_buff": [*drgn, "sk_buff"],
            f"drgn: load, struct {late}": [*drgn, late],
        },
        repeat,
    )
    us = everything["layoutscope list --sizes"]
    peer = everything["pahole -j2 -F dwarf --sizes"]
    two, one_thread, bare = quick.values()
    ratios = [
        "| ratio | measured | at most | held |",
        "|---|---:|---:|---|",
        ratio_row("all types against pahole -j2, wall", us[0], peer[0], 1 / 8),
        ratio_row("the same, peak memory", us[2], peer[2], 1 / 8),
        ratio_row("all types against the bare pass, CPU, one thread each", one_thread[1], bare[1], 6),
        ratio_row("the same with two threads", two[1], bare[1], 6),
        ratio_row("-j2 against -j1, wall", two[0], one_thread[0], 0.65),
        ratio_row("list --packable against list --sizes, wall", everything["layoutscope list --packable"][0], us[0], 1.5),
        ratio_row("sk_buff against drgn, wall", one["layoutscope vmlinux sk_buff"][0], one["drgn: load, struct sk_buff"][0], 1.5),
        ratio_row(f"{late} against drgn, wall", one[f"layoutscope vmlinux {late}"][0], one[f"drgn: load, struct {late}"][0], 1.5),
        "",
    ]
    return (
        table("Every type of a kernel", {**everything, **slow})
        + table("Against a bare pass", quick, f"Medians of {4 * repeat} runs that took turns with no others.")
        + table("One type of a kernel", one, "The second stands in a single unit, near the end.")
        + ["## Ratios", ""]
        + ratios
    )


def make_gate(program, vmlinux, folder):
    """A baseline of all types, 50 rules, and a snapshot; made once."""
    folder.mkdir(exist_ok=True)
    base, snapshot = folder / "baseline.json", folder / "vmlinux.json"
    gate = folder / "layoutscope.yaml"
    subprocess.run([program, "check", "-q", "--save-baseline", f"--baseline={base}", vmlinux],
                   check=True, env={**os.environ, "CI": ""})
    subprocess.run([program, "--json", vmlinux, "-o", snapshot], check=True)
    done = subprocess.run([program, "list", "--sizes", vmlinux], check=True, capture_output=True)
    names = [line.split("\t")[0] for line in done.stdout.decode().splitlines()]
    chosen = names[:: len(names) // 47][:47]
    rules = [f"  - {{type: struct {name}, max_growth: 0}}\n" for name in chosen]
    rules += [f'  - {{type: "{glob}", max_growth: 0, frozen: true}}\n' for glob in ("*", "net*", "*_ops")]
    gate.write_text(f"schema: 1\nbaseline: {base.name}\nunmatched: warn\nrules:\n" + "".join(rules))
    return gate, base, snapshot


def bench_gate(program, vmlinux, cache, repeat):
    gate, base, snapshot = make_gate(program, vmlinux, cache / "gate")
    load = "import json, sys; [json.load(open(name)) for name in sys.argv[1:]]"
    measured = measure(
        {
            "layoutscope list --sizes": [program, "list", "--sizes", vmlinux],
            "layoutscope check, 50 rules and a baseline": [program, "check", f"--budget={gate}", vmlinux],
            "layoutscope diff of two snapshots": [program, "diff", snapshot, snapshot],
            "layoutscope diff of two baselines": [program, "diff", base, base],
            "python3: json.load of two snapshots": ["/usr/bin/python3", "-c", load, snapshot, snapshot],
        },
        2 * repeat,
    )
    wall = {name: row[0] for name, row in measured.items()}
    return table(
        "The gate, on a kernel",
        measured,
        f"Medians of {2 * repeat} runs.  A baseline of all types has {base.stat().st_size / 1e6:.1f} MB, a snapshot {snapshot.stat().st_size / 1e6:.1f}.",
    ) + [
        "| ratio | measured | at most | held |",
        "|---|---:|---:|---|",
        ratio_row("check against list --sizes, wall", wall["layoutscope check, 50 rules and a baseline"],
                  wall["layoutscope list --sizes"], 1.3),
        ratio_row("diff of snapshots against json.load of them, wall", wall["layoutscope diff of two snapshots"],
                  wall["python3: json.load of two snapshots"], 2),
        ratio_row("the baseline against 3 MB", base.stat().st_size, 3e6, 1),
        "",
    ]


def bench_growth(program, cache, repeat):
    commands = {}
    for units in (100, 200, 400, 800):
        linked = cache / "series" / f"series{units}.so"
        if not linked.exists():
            subprocess.run(
                [sys.executable, HERE / "series.py", cache / "series", str(units)],
                check=True,
                stdout=subprocess.DEVNULL,
            )
        commands[units] = [str(w) for w in (program, "list", "--sizes", "-j1", linked)]
    measured = measure(commands, 4 * repeat)  # short ones
    lines = [
        "## Growth",
        "",
        "Units that share 400 structs and have three of their own; one thread.  The heap is memory",
        "of its own: peak MiB counts the pages of the mapped file too.",
        "",
        "| units | types | wall s | CPU s | peak MiB | heap MiB |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    heap, types = {}, {}
    for units, command in commands.items():
        heap[units] = max(heap_mib(command) for _ in range(3))
        types[units] = subprocess.run(command, capture_output=True, check=True).stdout.count(b"\n")
        wall, cpu, peak = measured[units]
        lines.append(f"| {units} | {types[units]} | {wall:.3f} | {cpu:.3f} | {peak:.0f} | {heap[units]:.1f} |")
    ratios = [
        "",
        "| ratio | measured | at most | held |",
        "|---|---:|---:|---|",
        ratio_row("CPU of 800 units against 8 times that of 100", measured[800][1], 8 * measured[100][1], 1.15),
        ratio_row("CPU of 800 units against 2 times that of 400", measured[800][1], 2 * measured[400][1], 1.15),
        ratio_row("heap of 800 units against 8 times that of 100", heap[800], 8 * heap[100], 1.15),
        ratio_row("heap for each type, 800 units against 100", heap[800] / types[800], heap[100] / types[100], 1.15),
        "",
    ]
    return lines + ratios


def bench_streams(program, vmlinux):
    """Memory must not grow with what is written."""
    lines = [
        "## What is written, and memory",
        "",
        "All types of the kernel; the heap as above.",
        "",
        "| command | written MB | heap MiB |",
        "|---|---:|---:|",
    ]
    for words in (["list", "--sizes"], ["list", "--format=tsv"], ["--format=ndjson"], ["--json"]):
        command = [str(program), *words, str(vmlinux)]
        size = len(subprocess.run(command, capture_output=True, check=True).stdout)
        lines.append(f"| layoutscope {' '.join(words)} | {size / 1e6:.1f} | {heap_mib(command):.0f} |")
    return lines + [""]


def agreement(program, vmlinux):
    """What others say of the same kernel, and how many differences there are."""
    lines = ["## Agreement", ""]
    differences = 0
    for script, what in (
        ("compare_btf.py", "Names, sizes, and the place and width of every member, against the kernel's own BTF:"),
        ("compare_pahole.py", "Sizes, against `pahole -F dwarf --sizes`, which shows one definition of each name:"),
    ):
        done = subprocess.run(
            [sys.executable, HERE / script, program, vmlinux], stdout=subprocess.PIPE, text=True
        )
        said = done.stdout.splitlines() or ["nothing was said"]
        differences += done.returncode != 0
        lines += [what, "", *[f"    {line}" for line in said[-40:]], ""]
    return lines, differences


def bench_rust(program, cache, repeat):
    binary = cache / "rust_program"
    source = HERE.parent.parent / "fixtures/rust/asyncsrv.rs"
    subprocess.run(
        ["rustc", "--edition", "2021", "-Awarnings", "-g", "-o", binary, source], check=True
    )
    return table(
        f"A Rust program of {binary.stat().st_size / 1e6:.1f} MB",
        measure({"layoutscope --json": [program, "--json", binary]}, repeat),
    )


def bench_orders(program, cache):
    binary = cache / "orders"
    tree = HERE.parent.parent
    subprocess.run(
        ["cc", "-O2", "-I", tree / "src", "-D_GNU_SOURCE", "-o", binary,
         HERE / "orders.c", program.parent / "liblayoutscope.a", "-lpthread"],
        check=True,
    )
    lines = [
        "## Smaller orders of random structs",
        "",
        "1,000 structs of plain scalars for each number of members; CPU time of the search.",
        "",
        "| members | least size proved | fewest moves proved, all steps | steps | of them proved | mean ms | worst ms |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for members in (10, 20, 30, 40):
        said = subprocess.run([binary, str(members), "1000"], check=True, capture_output=True, text=True).stdout.split()
        value = dict(zip(said[::2], said[1::2]))
        lines.append(
            f"| {members} | {value['size-proved']} of {value['types']} "
            f"| {value['all-moves-proved']} of {value['improvable']} | {value['rungs']} "
            f"| {value['rungs-proved']} | {value['mean-ms']} | {value['worst-ms']} |"
        )
    return lines + [""]


def main(arguments):
    options = dict(a.lstrip("-").partition("=")[::2] for a in arguments if a.startswith("--"))
    program, cache = [pathlib.Path(a).absolute() for a in arguments if not a.startswith("--")]
    repeat = int(options.get("repeat", 5))
    floor = cache / "floor"
    subprocess.run(["cc", "-O2", "-w", "-o", floor, HERE / "floor.c", "-I/usr/include/libdwarf", "-lelf"], check=True)
    cpu = next(l.split(":")[1].strip() for l in open("/proc/cpuinfo") if "model name" in l)
    lines = [
        "# Measured",
        "",
        f"{datetime.date.today()}, {os.cpu_count()} cores, {cpu}, Linux {platform.release().split('-')[0]}; "
        f"medians of {repeat} runs that took turns.  Made by `make bench`.",
        "",
    ]
    lines += bench_kernel(program, floor, cache / "vmlinux", "xdp_ring", repeat)
    lines += bench_gate(program, cache / "vmlinux", cache, repeat)
    lines += bench_growth(program, cache, repeat)
    lines += bench_streams(program, cache / "vmlinux")
    lines += bench_rust(program, cache, repeat)
    lines += bench_orders(program, cache)
    said, differences = agreement(program, cache / "vmlinux")
    lines += said
    text = "\n".join(lines)
    print(text)
    if "write" in options:
        (HERE / "RESULTS.md").write_text(text)
    return differences > 0


sys.exit(main(sys.argv[1:]))
