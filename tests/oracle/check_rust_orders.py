#!/usr/bin/python3
"""check_rust_orders.py - smaller orders of repr(C) structs of Rust, compiled.

Random structs from a fixed seed; what `suggest --format=rust` prints is put
into a crate of its own beside the types that it names.  rustc holds the
assertions of the sizes, and every struct that repr(Rust) would make smaller
must have a proposal.
"""
import json
import os
import random
import re
import subprocess
import sys
import tempfile

PROGRAM = os.environ["LAYOUTSCOPE"]
COUNT = 600 if os.environ.get("FULL") else 120
TYPES = ["u8", "u16", "u32", "u64", "i128", "bool", "char", "f32", "f64",
         "usize", "[u8; 3]", "[u16; 5]", "(u8, u8)", "&'static str",
         "*const u8", "Option<&'static u8>", "Box<u32>", "Vec<u8>", "String",
         "Inner", "Option<u8>", "std::num::NonZeroU32", "[Inner; 2]",
         "Option<Box<Inner>>", "fn(u8) -> u32", "&'static mut u16"]
SHARED = """\
#![allow(dead_code)]
#[repr(C)]
pub struct Inner { pub a: u8, pub b: u32 }
"""


def random_struct(maker, name):
    members = [maker.choice(TYPES) for _ in range(maker.randint(2, 10))]
    attribute = "#[repr(C, align(32))]" if maker.random() < 0.1 else \
        "#[repr(C)]"
    if maker.random() < 0.2:
        body = "(%s);" % ", ".join("pub " + t for t in members)
    else:
        body = " { %s }" % ", ".join(
            "pub m%d: %s" % (k, t) for k, t in enumerate(members))
    free = "(%s,)" % ", ".join(members)
    return "%s\npub struct %s%s\n" % (attribute, name, body), free


def compile_rust(source, text, *options):
    with open(source, "w", encoding="ascii") as out:
        out.write(text)
    return subprocess.run(["rustc", "--edition=2021", "-Awarnings", *options,
                           source], capture_output=True, text=True,
                          cwd=os.path.dirname(source))


def main():
    passed = failed = 0
    if subprocess.run(["which", "rustc"], capture_output=True).returncode:
        print("rust_orders: 0 passed, 0 failed, 1 skipped")
        return 0
    maker = random.Random(77)
    texts, frees = {}, {}
    for i in range(COUNT):
        texts["S%d" % i], frees["S%d" % i] = random_struct(maker, "S%d" % i)
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "orders.rs")
        binary = os.path.join(folder, "orders")
        program = SHARED + "".join(texts.values()) + "fn main() {\n" + "".join(
            "    let s: Option<%s> = None;"
            " eprintln!(\"{:p}\", &s);\n"
            "    println!(\"%s {} {}\", std::mem::size_of::<%s>(),"
            " std::mem::size_of::<%s>());\n" % (n, n, n, frees[n])
            for n in texts) + "}\n"
        done = compile_rust(source, program, "-g", "-o", binary)
        assert done.returncode == 0, done.stderr[:2000]
        lines = subprocess.run([binary], capture_output=True, text=True,
                               check=True).stdout.splitlines()
        sizes = {n: (int(c), int(r)) for n, c, r in map(str.split, lines)}
        types = {t["name"].split("::")[-1]: t for t in json.loads(
            subprocess.run([PROGRAM, "suggest", "--json", "--aligned",
                            "-C", "orders::S*", binary], check=True,
                           capture_output=True, text=True).stdout)["types"]}
        # no more bytes than rustc's own order takes
        for name, (now, free) in sizes.items():
            best = types[name].get("best")
            align = types[name]["align_bytes"]
            free += -free % align
            least = best["size_bytes"] if best else now
            if types[name]["size_bytes"] == now and least <= free:
                passed += 1
            else:
                failed += 1
                print("%s: %d, best %d, rustc's order %d\n%s" % (
                    name, now, least, free, texts[name]))
        proposed = subprocess.run(
            [PROGRAM, "suggest", "--format=rust", "-C", "orders::S*", binary],
            check=True, capture_output=True, text=True).stdout
        names = re.findall(r"^pub struct (\w+)", proposed, re.M)
        done = compile_rust(source, SHARED + proposed, "--crate-type=lib",
                            "--emit=metadata")
        if done.returncode == 0 and len(names) > COUNT // 4 and \
                proposed.count("assert!") == len(names):
            passed += len(names)
        else:
            failed += 1
            print("%d structs\n%s" % (len(names), done.stderr[:3000]))
    print("rust_orders: %d passed, %d failed, 0 skipped" % (passed, failed))
    return failed > 0


sys.exit(main())
