"""The line that says how far reading has come: on a terminal, after half a
second, and gone at the end."""

import os
import pathlib
import pty
import re
import subprocess
import time

from common import PROGRAM, compiled, in_a_folder, ok

LINE = re.compile(rb"reading types: unit (\d+) of (\d+) \((\d+)%\)")
GONE = b"\r\x1b[K"


def archive(path, member, count):
    """ar(1) would keep one member of each name."""
    data = pathlib.Path(member).read_bytes()
    head = f"{'m.o/':<16}{0:<12}{0:<6}{0:<6}{'644':<8}{len(data):<10}`\n".encode()
    with open(path, "wb") as file:
        file.write(b"!<arch>\n")
        for _ in range(count):
            file.write(head + data + (b"\n" if len(data) % 2 else b""))


def on_a_terminal(*args, term="xterm"):
    """(seconds, what the terminal was given), standard output elsewhere."""
    ours, theirs = pty.openpty()
    start = time.monotonic()
    child = subprocess.Popen([PROGRAM, *args], stdout=subprocess.DEVNULL, stderr=theirs, env={**os.environ, "TERM": term})
    os.close(theirs)
    told = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError: # the last one has closed it
            break
        if not piece:
            break
        told += piece
    os.close(ours)
    child.wait()
    return time.monotonic() - start, told


def main():
    compiled("".join(f"struct s{i} {{ int a[{i + 1}], b; struct s{i} *next; }} v{i};\n" for i in range(2000)), "one")
    count = 8
    while True:
        archive("many.a", "one.o", count)
        seconds, told = on_a_terminal("list", "--reader=libdwarf", "many.a")
        if seconds > 1 or count > 4096:
            break
        count *= 2
    lines = [tuple(map(int, found)) for found in LINE.findall(told)]
    ok("a terminal: a line", len(lines) > 0, seconds, told)
    ok("a terminal: it comes late and seldom", len(lines) <= 10 * (seconds - 0.5) + 2, seconds, len(lines))
    ok("a terminal: it is gone", told.endswith(GONE) and told.count(GONE) == len(lines) + 1, told)
    ok("a terminal: nothing else", LINE.sub(b"", told).replace(GONE, b"") == b"", told)
    ok("a terminal: it grows", lines == sorted(lines) and all(done <= of and part == done * 100 // of for done, of, part in lines), lines)
    ok("no: a terminal that cannot", on_a_terminal("list", "--reader=libdwarf", "many.a", term="dumb")[1] == b"")
    ok("no: --quiet", on_a_terminal("list", "-q", "--reader=libdwarf", "many.a")[1] == b"")
    ok("no: --progress=never", on_a_terminal("list", "--progress=never", "--reader=libdwarf", "many.a")[1] == b"")
    ok("no: it is quick", on_a_terminal("list", "one.o")[1] == b"")
    for choice, wanted in (("auto", False), ("always", True)):
        done = subprocess.run([PROGRAM, "list", f"--progress={choice}", "--reader=libdwarf", "many.a"], capture_output=True, check=False)
        ok(f"a pipe: --progress={choice}", bool(LINE.search(done.stderr)) == wanted and b"reading types" not in done.stdout, done.stderr)


in_a_folder(main)
