#!/usr/bin/python3
"""break_files.py - cut and flip compiled fixtures, and run the program.

Each broken file has a number, and `break_files.py NUMBER PATH` writes that
file to PATH, so that what failed can be looked at.  Flips fall into the
sections that the program reads (debug sections and the section headers) nine
times of ten, elsewhere in the file once.
"""
import concurrent.futures
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FIXTURES = os.path.join(ROOT, "fixtures")
PROGRAM = os.environ.get("LAYOUTSCOPE",
                         os.path.join(ROOT, "build", "layoutscope"))
SECONDS = 10
# What is asked of each, in turn: both readers, and more than one page.
ASKED = [["--json", "-a"], ["--json", "-a", "--reader=libdwarf"],
         ["-a", "--format=text", "-e", "."]]
GOOD = (0, 1, 2, 3, 4)

# What is broken: how it is compiled, from what.
MADE = [
    ["gcc", "-gdwarf-5", "-c", "c/anonymous.c"],
    ["gcc", "-gdwarf-2", "-O2", "-c", "c/bitfields.c"],
    ["gcc", "-gdwarf-4", "-fdebug-types-section", "-c", "c/packed.c"],
    ["gcc", "-gdwarf-5", "-fdebug-types-section", "-r", "c/units_first.c",
     "c/units_second.c"],
    ["gcc", "-gdwarf-5", "c/server.c"],
    ["gcc", "-gdwarf-5", "-gz=zlib", "-c", "c/aligned.c"],
    ["clang", "-gdwarf-5", "-c", "c/scalars.c"],
    ["clang", "-gdwarf-4", "c/locals.c"],
    ["clang", "-gdwarf-3", "-O2", "-c", "c/enums.c"],
    ["rustc", "-g", "--edition=2021", "--emit=obj",
     "rust/shapes.rs"],
]


def make(folder):
    """The whole files, as bytes, by name."""
    out = []
    for number, words in enumerate(MADE):
        path = os.path.join(folder, "whole%d" % number)
        source = os.path.join(FIXTURES, words[-1])
        if words[0] != "rustc":
            words = words[:1] + ["-w", "-std=gnu11",
                                 "-fno-eliminate-unused-debug-types"] + \
                words[1:]
        if not shutil.which(words[0]) or not os.path.exists(source):
            continue
        found = [os.path.join(FIXTURES, word)
                 if word.endswith((".c", ".rs")) else word for word in words]
        subprocess.run(found + ["-o", path], check=True,
                       stderr=subprocess.DEVNULL)
        with open(path, "rb") as file:
            out.append((" ".join(words[:-1] + [os.path.basename(source)]),
                        file.read()))
        os.unlink(path)
    return out


def interesting(data):
    """[start, end) of debug sections and of the headers of a 64-bit ELF."""
    table, = struct.unpack_from("<Q", data, 0x28)
    size, count, names = struct.unpack_from("<HHH", data, 0x3a)
    headers = [struct.unpack_from("<IIQQQQ", data, table + i * size)
               for i in range(count)]
    texts = headers[names][4]
    out = [(0, 64), (table, table + count * size)]
    for name, kind, _, _, offset, length in headers:
        start = texts + name
        text = data[start:data.index(b"\0", start)]
        if b"debug" in text and kind != 8 and length:
            # Types first: most of what is read is .debug_info and _abbrev.
            times = 4 if b"info" in text or b"abbrev" in text else 1
            out += [(offset, offset + length)] * times
    return out


def broken(files, places, number, flips):
    """(what was done, bytes) of broken file NUMBER; cuts come after flips."""
    rng = random.Random(20_000 + number)
    at = rng.randrange(len(files))
    name, data = files[at]
    if number >= flips:
        length = rng.randrange(len(data))
        return "%s cut to %d" % (name, length), data[:length]
    out, words = bytearray(data), []
    for _ in range(rng.choice([1, 1, 1, 2, 8])):
        start, end = rng.choice(places[at])
        if rng.randrange(10) == 0:
            start, end = 0, len(data)
        where = rng.randrange(start, end)
        value = rng.choice([0, 0xff, 0x7f, 0x80, out[where] ^ 1 << rng.
                            randrange(8), rng.randrange(256)])
        words.append("%#x: %#04x to %#04x" % (where, out[where], value))
        out[where] = value
    return "%s with %s" % (name, ", ".join(words)), bytes(out)


def complaint(path, options):
    """What is wrong with the program's answer; None: nothing."""
    try:
        done = subprocess.run([PROGRAM] + options + [path],
                              stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return "ran for more than %d seconds" % SECONDS
    if done.returncode not in GOOD:
        return "ended with status %d: %s" % (
            done.returncode, done.stderr.decode(errors="replace")[-400:])
    if done.returncode == 0 and not done.stdout.strip():
        return "status 0, and nothing printed"
    if done.returncode == 0 and "--json" in options:
        try:
            json.loads(done.stdout.decode("utf-8"))
        except ValueError as why:
            return "status 0, but not JSON: %s" % why
    if done.returncode != 0 and not done.stderr.strip():
        return "ended with status %d and no word" % done.returncode
    return None


def one(folder, files, places, number, flips):
    text, data = broken(files, places, number, flips)
    path = os.path.join(folder, "broken%d" % number)
    with open(path, "wb") as file:
        file.write(data)
    options = ASKED[number % len(ASKED)]
    wrong = complaint(path, options)
    os.unlink(path)
    return wrong and "hostile: file %d (%s), %s: %s" % (
        number, text, " ".join(options), wrong)


# A file that gets shorter as soon as it is mapped.
SHRINK = r"""
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
void *mmap(void *at, size_t size, int prot, int flags, int fd, off_t offset)
{
    char link[64], path[4096] = "", *wanted = getenv("SHRINK");
    void *(*real)(void *, size_t, int, int, int, off_t) =
        (void *(*)(void *, size_t, int, int, int, off_t))
            dlsym(RTLD_NEXT, "mmap");
    void *got = real(at, size, prot, flags, fd, offset);
    sprintf(link, "/proc/self/fd/%d", fd);
    if (fd >= 0 && wanted && readlink(link, path, sizeof(path) - 1) > 0 &&
        strcmp(path, wanted) == 0 && truncate(path, 0) != 0)
        abort();
    return got;
}
void *mmap64(void *at, size_t size, int prot, int flags, int fd, off_t offset)
{ return mmap(at, size, prot, flags, fd, offset); }
"""


def shrinking(folder, data):
    """What is wrong where the input shrinks while it is read, if anything."""
    shim, path = (os.path.join(folder, n) for n in ("shrink.so", "shrinks"))
    with open(shim[:-2] + "c", "w") as file:
        file.write(SHRINK)
    with open(path, "wb") as file:
        file.write(data)
    subprocess.run(["gcc", "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", shim,
                    shim[:-2] + "c"], check=True)
    done = subprocess.run(
        [PROGRAM, "--json", path], capture_output=True, text=True,
        env=dict(os.environ, LD_PRELOAD=shim, SHRINK=os.path.realpath(path)))
    if "ASan runtime does not come first" in done.stderr:
        print("hostile: a shrinking input is skipped under ASan")
        return None
    if done.returncode == 3 and "changed while it was read" in done.stderr:
        return None
    return "hostile: a shrinking input: status %d: %s" % (
        done.returncode, done.stderr[-300:])


def main():
    with tempfile.TemporaryDirectory() as folder:
        files = make(folder)
        places = [interesting(data) for _, data in files]
        flips, cuts = 200, 200
        if os.environ.get("FULL"):
            flips, cuts = 2000 * len(files), 200 * len(files)
        count = flips + cuts
        if len(sys.argv) == 3:
            text, data = broken(files, places, int(sys.argv[1]), flips)
            print(text)
            with open(sys.argv[2], "wb") as file:
                file.write(data)
            return 0
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            wrong = [w for w in pool.map(
                lambda n: one(folder, files, places, n, flips), range(count))
                if w]
        count += 1
        wrong += [w for w in [shrinking(folder, files[0][1])] if w]
    for line in wrong:
        print(line)
    print("hostile: %d passed, %d failed, 0 skipped" % (count - len(wrong),
                                                       len(wrong)))
    return wrong != []


if __name__ == "__main__":
    sys.exit(main())
