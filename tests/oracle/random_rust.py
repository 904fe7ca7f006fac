#!/usr/bin/python3
"""random_rust.py SEED COUNT - print a Rust source of COUNT random types.

The same seed gives the same text, on every machine: structs, tuple structs
and enums over every repr that rustc takes, whose fields are integers of all
widths, what has a niche, what hides one, what has no value, what has no
bytes, arrays, and types that came before.
"""

import random
import sys

SCALARS = ["u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "u128",
           "usize", "f32", "f64", "bool", "char"]
NICHED = ["&'static u8", "&'static [u16]", "&'static str", "Box<u32>",
          "String", "Vec<u64>", "NonZeroU8", "NonZeroU16", "NonZeroU32",
          "NonZeroU64", "Ordering", "fn(u8) -> u16",
          "&'static (dyn Debug + Sync)", "Duration", "Rc<u8>",
          "Box<[u8]>", "NonZeroI128"]
HIDDEN = ["Cell<bool>", "Cell<u32>", "MaybeUninit<bool>", "*const u8",
          "RefCell<bool>", "Mutex<char>", "AtomicBool", "Cell<&'static u8>"]
ALIGNED = ["Mutex<char>", "AtomicBool", "Wide0"]  # not in packed types
EMPTY = ["()", "PhantomData<u64>", "[u64; 0]", "Wide0", "[bool; 0]"]
NEVER = ["Never", "(Never, u16)"]
GENERIC = ["Option<{}>", "Option<{}>", "({}, u8)", "(bool, {}, u32)",
           "Result<{}, u8>", "[{}; 3]", "Poll<{}>", "Wrapped<{}>",
           "Tailed<{}>", "Result<{}, bool>"]

PRELUDE = """\
#![allow(dead_code, unused_imports, non_camel_case_types)]
use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::num::*;
use std::rc::Rc;
use std::sync::atomic::AtomicBool;
use std::sync::Mutex;
use std::task::Poll;
use std::time::Duration;
pub enum Never {}
#[repr(align(8))] pub struct Wide0;
pub struct Wrapped<T>(T);
pub struct Tailed<T: ?Sized> { head: u16, mark: bool, tail: T }
"""


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = []     # of types that a field may have
        self.packable = []  # of these, what may stand in a packed type

    def chance(self, share):
        return self.random.random() < share

    def field(self, plain=False):
        pick = self.random.random()
        pool = (SCALARS if pick < .35 else NICHED if pick < .6
                else HIDDEN if pick < .68 else EMPTY if pick < .74
                else self.packable if plain else self.names)
        if not pool:
            pool = SCALARS
        name = self.random.choice([p for p in pool if not plain
                                   or p not in ALIGNED])
        if self.chance(.2):
            name = self.random.choice(GENERIC).format(name)
        return name

    def fields(self, most, plain=False, never=0.0):
        found = [self.field(plain)
                 for _ in range(self.random.randint(0, most))]
        if self.chance(never):
            found.insert(self.random.randint(0, len(found)),
                         self.random.choice(NEVER))
        return found

    def body(self, fields, named, public="pub "):
        if not fields:
            return ""
        if named:
            return " { " + ", ".join(f"{public}f{i}: {f}" for i, f
                                     in enumerate(fields)) + " }"
        return "(" + ", ".join(public + f for f in fields) + ")"

    def struct(self, name):
        pick = self.random.random()
        repr_ = ""
        if pick < .2:
            repr_ = "C"
        elif pick < .3:
            repr_ = self.random.choice(["packed", "packed(2)", "packed(4)",
                                        "C, packed", "C, packed(2)"])
        elif pick < .38:
            repr_ = self.random.choice(["align(16)", "align(64)",
                                        "C, align(32)", "align(2)"])
        packed = "packed" in repr_
        # An aligned type may not stand in a packed one.
        fields = self.fields(6, packed, 0 if packed else .03)
        if "align" not in repr_ and all(
                f not in ALIGNED and f in
                SCALARS + NICHED + HIDDEN + self.packable
                for f in fields):
            self.packable.append(name)
        named = self.chance(.6)
        end = "" if named and fields else ";"
        return (repr_, f"pub struct {name}"
                f"{self.body(fields, named)}{end}")

    def discriminants(self, repr_, count):
        """Values of the variants, or None for each."""
        inte = [p for p in repr_.split(", ") if p[:1] in ("u", "i")]
        values = [None] * count
        if not inte or not self.chance(.5):
            return values
        bits = int(inte[0][1:]) if inte[0][1:].isdigit() else 64
        signed = inte[0][0] == "i"
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed \
            else (0, (1 << bits) - 1)
        span = min(high, max(
            count, self.random.choice([count, 40, 100, high])))
        pool = set()
        while len(pool) < count:
            pool.add(self.random.randint(max(low, -span if signed else 0),
                                         span))
        return self.random.sample(sorted(pool), count)

    def enum(self, name):
        pick = self.random.random()
        repr_ = ""
        if pick < .12:
            repr_ = self.random.choice(["u8", "i8", "u16", "i32", "u64",
                                        "usize"])
        elif pick < .2:
            repr_ = "C"
        elif pick < .26:
            repr_ = self.random.choice(["C, u8", "C, u16", "C, i32"])
        elif pick < .32:
            repr_ = self.random.choice(["align(16)", "align(32)"])
        count = self.random.choice([1, 2, 2, 3, 3, 4, 5, 7])
        if self.chance(.03) and "8" not in repr_:
            count = 300
        variants = []
        for i, value in enumerate(self.discriminants(repr_, count)):
            fields = [] if self.chance(.3) or (count > 9 and i % 90) \
                else self.fields(4, never=.06)
            variants.append(
                f"V{i}" + self.body(fields, self.chance(.5), "")
                + ("" if value is None else f" = {value}"))
        if all("(" not in v and "{" not in v for v in variants):
            # Without data it is no enum of variants.
            variants[0] = f"V0({self.field()})" + \
                variants[0].partition("V0")[2]
        return repr_, f"pub enum {name} {{ {', '.join(variants)} }}"

    def make(self, count):
        """[(name, repr, declaration)]"""
        made = []
        for i in range(count):
            name = f"T{i}"
            repr_, text = (self.enum if self.chance(.5)
                           else self.struct)(name)
            if repr_:
                text = f"#[repr({repr_})] {text}"
            made.append((name, repr_ or "Rust", text))
            self.names.append(name)
            # Types grow with each step: not too many, and not for ever.
            if len(self.names) > 24:
                self.names.pop(self.random.randrange(20))
            if i % 60 == 59:
                self.names, self.packable = [], []
        return made


def source(made):
    lines = [PRELUDE]
    for name, _, text in made:
        lines.append(text)
        lines.append(f"#[no_mangle] pub fn keep_{name}(it: &{name}) -> usize "
                     "{ std::mem::size_of_val(it) }")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(source(Maker(int(sys.argv[1])).make(int(sys.argv[2]))), end="")
