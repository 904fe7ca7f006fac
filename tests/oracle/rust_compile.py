"""Run rustc: build a fixture, or ask questions about its types.

Questions are put by compiling the fixture's source with lines appended to
it, one question a line, so that an error's line tells which question it
answers.
"""

import json
import os
import re
import shutil
import subprocess

# What the fixtures use that rustc 1.63 has, but does not call stable.
OLD_FEATURES = "let_else,nonzero_min_max,nonzero_ops,pin_macro," \
    "bench_black_box,const_refs_to_cell"


class Compiler:
    def __init__(self, path, target=None):
        self.path = path
        self.target = target  # None: the machine that it runs on
        version = subprocess.run([path, "--version"], capture_output=True,
                                 text=True, check=True).stdout
        self.version = tuple(map(int, re.findall(r"\d+", version)[:3]))
        self.name = "rustc-%d.%d" % self.version[:2]
        if target:
            self.name += f" for {target}"

    def command(self, *arguments):
        command = [self.path, "--edition", "2021", "-Awarnings", *arguments]
        if self.target:
            command[1:1] = ["--target", self.target]
        if self.version < (1, 66):
            command.append(f"-Zcrate-attr=feature({OLD_FEATURES})")
        return command

    def run(self, *arguments):
        return subprocess.run(self.command(*arguments), capture_output=True,
                              text=True,
                              env={**os.environ, "RUSTC_BOOTSTRAP": "1"})

    def has_std(self):
        """Is there a standard library for its target?"""
        folder = self.run("--print", "target-libdir").stdout.strip()
        return bool(folder) and any(
            name.startswith("libstd-")
            for name in (os.listdir(folder) if os.path.isdir(folder) else []))

    def build(self, source, output, flags):
        """Build with debug information; return rustc's size report."""
        done = self.run("-g", "-Zprint-type-sizes", *flags, "-o",
                        str(output), str(source))
        if done.returncode:
            raise RuntimeError(f"{self.name}: {source}:\n{done.stderr}")
        return done.stdout

    def ask(self, source, lines, folder, features=""):
        """Compile `source` with lines after it; return (messages, first).

        `first` is the number of the first line that is not the source's.
        """
        text = features + "\n" + source.read_text() + "\n"
        path = folder / "ask.rs"
        path.write_text(text + "\n".join(lines) + "\n")
        done = self.run("--error-format=json", "--crate-type=lib",
                        "--emit=metadata", "--crate-name", source.stem,
                        "-o", str(folder / "ask.rmeta"), str(path))
        messages = [json.loads(line) for line in done.stderr.splitlines()
                    if line.startswith("{")]
        errors = [m for m in messages if m["level"].startswith("error")]
        if not done.returncode and errors or done.returncode and not errors:
            raise RuntimeError(f"{self.name}: {source}:\n{done.stderr}")
        return errors, text.count("\n") + 1


def line_of(error):
    """The line that an error is about; where a macro was called rather than
    where it stands.  None for the last words of a failed run."""
    for span in error["spans"]:
        if span["is_primary"]:
            while span.get("expansion"):
                span = span["expansion"]["span"]
            return span["line_start"]
    return None


def found():
    """The compilers to try: the one on the PATH, and Debian's."""
    compilers = []
    for path in (shutil.which("rustc"), "/usr/bin/rustc"):
        if path and os.path.exists(path):
            compiler = Compiler(path)
            if compiler.version not in [c.version for c in compilers]:
                compilers.append(compiler)
    return compilers
