"""examples.py - every command of the README and the manual runs.

An example is a line that begins with "$ " in a ```console block of README.md
or a ".Bd -literal" block of a manual's EXAMPLES, NICHES or TUTORIAL.
A line that ends in \\ or | goes on.  Lines below it are what it prints, to
the letter; without any, what it prints does not matter.  It must end with
status 0, or with the one that a comment at its end tells:
"$ layoutscope ./server con    # status 4".
"""
import os
import re
import shutil
import subprocess

import rustc

TREE = os.environ["TREE"]
MANUALS = ("man/layoutscope.1", "man/layoutscope-json.5")
TOOLS = ("jq", "rustc", "gcc")


def lines_of(path):
    with open(os.path.join(TREE, path), encoding="utf-8") as file:
        return file.read().splitlines()


def readme_blocks():
    block = None
    for line in lines_of("README.md"):
        if line.startswith("```"):
            if block is not None:
                yield block
            block = [] if line == "```console" else None
        elif block is not None:
            block.append(line)


def manual_blocks(path):
    block, is_example = None, False
    for line in lines_of(path):
        if line.startswith(".Sh"):
            is_example = line in (
                ".Sh EXAMPLES", ".Sh NICHES", ".Sh TUTORIAL")
        elif line.startswith(".Bd -literal") and is_example:
            block = []
        elif line == ".Ed" and block is not None:
            yield block
            block = None
        elif block is not None:
            block.append(line.replace(r"\&", "").replace(r"\e", "\\"))


def examples_of(block):
    """(command, lines that it prints) of a block."""
    command, said, goes_on = None, [], False
    for line in block:
        if goes_on:
            command += "\n" + line
        elif line.startswith("$ "):
            if command:
                yield command, said
            command, said = line[2:], []
        else:
            said.append(line)
            continue
        goes_on = line.endswith(("\\", "|"))
    if command:
        yield command, said


def missing(command):
    """A tool that the command needs and that is not here."""
    if "./shapes" in command and not (os.path.exists("shapes")
                                      and rustc.has_rules()):
        return "rustc of 1.85 or later"
    words = set(re.findall(r"\w+", command))
    for tool in TOOLS:
        if tool in words and not shutil.which(tool):
            return tool
    return None


def run(where, command, said):
    if missing(command):
        print(f"skipped {where}: {command}: no {missing(command)} here")
        return
    status = re.search(r"# status (\d+)$", command)
    status = int(status[1]) if status else 0
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True,
        encoding="utf-8", stdin=subprocess.DEVNULL, check=False)
    printed = (done.stdout + done.stderr).splitlines()
    wanted = [line.rstrip() for line in said]
    while wanted and not wanted[-1]:
        wanted.pop()
    if done.returncode != status:
        print(f"FAILED {where}: {command}: status {done.returncode}, "
              f"not {status}: {done.stderr}")
    elif wanted and wanted != [line.rstrip() for line in printed]:
        print(f"FAILED {where}: {command}: it prints")
        print(done.stdout + done.stderr)
    else:
        print(f"ok {where}: {command.splitlines()[0]}")


def main():
    blocks = [("README.md", block) for block in readme_blocks()]
    for path in MANUALS:
        blocks += [(path, block) for block in manual_blocks(path)]
    for path in ("README.md",) + MANUALS:
        if not any(where == path for where, _ in blocks):
            print(f"FAILED {path}: no example found")
    for where, block in blocks:
        for command, said in examples_of(block):
            run(where, command, said)


main()
