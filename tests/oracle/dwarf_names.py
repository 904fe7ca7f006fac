"""The Rust types that a file's debug information describes, by readelf.

A second pair of eyes: it shares no code with the program, so that a type
which the program passes over is missed.  Only names, sizes and alignments
are looked at.
"""

import collections
import os
import re
import subprocess

TYPES = {"DW_TAG_structure_type": "struct", "DW_TAG_union_type": "union",
         "DW_TAG_enumeration_type": "enum", "DW_TAG_class_type": "class"}
HEAD = re.compile(r" <(\d+)><\w+>: Abbrev Number: \d+ \((\w+)\)")
NAME = re.compile(r"(?:\((?:indirect|indexed|alt)[^)]*\): )?(.*)")

Described = collections.namedtuple("Described", "name kind size align")


class Die:
    def __init__(self, tag, parent):
        self.tag = tag
        self.parent = parent
        self.name = None
        self.size = self.align = None
        self.is_declaration = False
        self.language = parent.language if parent is not None else None

    def qualified(self):
        words, die = [], self
        while die is not None and die.tag != "DW_TAG_compile_unit":
            if die.name is not None:
                words.append(die.name)
            die = die.parent
        return "::".join(reversed(words))

    def is_variant(self):
        """One of an enum's variants, which rustc nests in the enum."""
        return self.parent is not None and self.parent.tag in TYPES


def read(path):
    """The set of Described types; the same one in many units counts once."""
    dump = subprocess.Popen(["readelf", "--debug-dump=info", path],
                            stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True,
                            errors="replace",
                            env={**os.environ, "LC_ALL": "C"})
    found, above, die = set(), [], None
    for line in dump.stdout:
        if line.startswith(" <"):
            keep(die, found)
            die = None
            m = HEAD.match(line)
            if m and (m[2] in TYPES or m[2] in
                      ("DW_TAG_namespace", "DW_TAG_compile_unit",
                       "DW_TAG_subprogram", "DW_TAG_variant_part")):
                depth = int(m[1])
                while above and above[-1][0] >= depth:
                    above.pop()
                die = Die(m[2], above[-1][1] if above else None)
                above.append((depth, die))
        elif die is not None and "DW_AT_" in line:
            attribute(die, line)
    keep(die, found)
    dump.wait()
    return found


def attribute(die, line):
    name, _, value = line.split("DW_AT_", 1)[1].partition(":")
    name, value = name.strip(), value.strip()
    if name == "name":
        die.name = NAME.match(value)[1]
    elif name == "byte_size":
        die.size = int(value, 0)
    elif name == "alignment":
        die.align = int(value, 0)
    elif name == "language":
        die.language = value
    elif name == "declaration":
        die.is_declaration = True


def keep(die, found):
    if die is not None and die.tag in TYPES and die.size is not None \
            and die.language is not None and "Rust" in die.language \
            and not die.is_declaration and not die.is_variant():
        found.add(Described(die.qualified(), TYPES[die.tag], die.size,
                            die.align))
