#!/usr/bin/python3
"""Do the allocators hand out what analyse/allocator.c says they do?

A program asks each of them for blocks of many sizes and tells the usable size
of what it gets: glibc's own malloc, and jemalloc and mimalloc put before it.
A struct of each size is compiled and its class asked of layoutscope.  Of
glibc's chunk 8 bytes are the header, and 16 where it is pages of its own.
kmalloc has no oracle in user space: its table is held against the kernel's
own in the unit test.
"""

import glob
import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("LAYOUTSCOPE", ROOT / "build/layoutscope")
LIBRARIES = {"glibc": None, "jemalloc": "libjemalloc.so.2",
             "mimalloc": "libmimalloc.so.2"}
SIZES = [*range(1, 1100), *range(1100, 20000, 331), *range(20000, 600000, 7919),
         *range(600000, 45000000, 1299709)]
ASK = r"""
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
int main(void)
{
	size_t size;
	while (scanf("%zu", &size) == 1) {
		void *volatile block = malloc(size);
		if (!block)
			return 1;
		printf("%zu\n", malloc_usable_size(block));
		free(block);
	}
}
"""


def library(name):
    """Where it is; None if it is not here."""
    for found in glob.glob(f"/usr/lib/*/{name}"):
        return found
    return None


def usable(ask, path):
    env = {**os.environ, **({"LD_PRELOAD": path} if path else {})}
    # mmap_threshold: as it is at first, however many large blocks were freed
    env["GLIBC_TUNABLES"] = "glibc.malloc.mmap_threshold=131072"
    done = subprocess.run([ask], input="\n".join(map(str, SIZES)), text=True,
                          capture_output=True, check=True, env=env)
    return [int(word) for word in done.stdout.split()]


def told(file, allocator):
    """What layoutscope says that each size gets."""
    page = subprocess.run(
        [PROGRAM, "list", "--sort=file", "--json",
         f"--allocator={allocator}", file],
        capture_output=True, check=True).stdout
    classes = {row["size_bytes"]: row["allocator"]["class_bytes"]
               for row in json.loads(page)["types"]}
    return [classes[size] for size in SIZES]


def without_header(allocator, size):
    if allocator != "glibc":
        return size
    return size - 8 if size < 128 * 1024 else size - 16


def compile_c(path, source, *flags):
    path.with_suffix(".c").write_text(source)
    subprocess.run(["gcc", "-g", *flags, "-o", path, path.with_suffix(".c")],
                   check=True)


def main():
    passed = failed = skipped = 0
    if platform.machine() not in ("x86_64", "aarch64"):
        print("skipped: other machines have other classes")
        print("check_allocators: 0 passed, 0 failed, 1 skipped")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        ask, types = pathlib.Path(folder, "ask"), pathlib.Path(folder, "types")
        compile_c(ask, ASK)
        compile_c(types, "".join(f"struct s{n} {{ char c[{n}]; }} *p{n};\n"
                                 for n in SIZES), "-c")
        for allocator, name in LIBRARIES.items():
            path = library(name) if name else None
            if name and not path:
                print(f"skipped {allocator}: no {name} here")
                skipped += 1
                continue
            for size, real, ours in zip(SIZES, usable(ask, path),
                                        told(types, allocator)):
                if real == without_header(allocator, ours):
                    passed += 1
                    continue
                failed += 1
                print(f"FAILED {allocator}: {size} bytes get {real}, and "
                      f"the class is said to have {ours}")
    print(f"check_allocators: {passed} passed, {failed} failed, "
          f"{skipped} skipped")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
