"""promise_asked.py - orders that were asked for: --hot and --allow=bitfields.

For check_promises.py, which calls it with its own check().  Every step is
compiled with the size that was promised; hot members must share a cache line,
and for structs of up to six members no other order may be smaller.
"""
import itertools
import json
import os
import random
import subprocess

import promise_structs

PROGRAM = os.environ["LAYOUTSCOPE"]
LINE = 64
PLAIN = [("char", 1), ("short", 2), ("int", 4), ("long", 8), ("_Bool", 1)]
LARGE = [("char", 40), ("int", 9), ("long", 6)]


def struct_of(maker, name, count, with_arrays):
    members = []
    for k in range(count):
        if with_arrays and maker.random() < 0.3:
            spelling, length = maker.choice(LARGE)
            size = dict(PLAIN)[spelling]
            members.append(promise_structs.Member(
                "m%d" % k, "%s m%d[%d]" % (spelling, k, length),
                size * length, size))
            continue
        spelling, size = maker.choice(PLAIN)
        if not with_arrays and maker.random() < 0.5:
            spelling, size = "_Bool", 1
        members.append(promise_structs.Member(
            "m%d" % k, "%s m%d" % (spelling, k), size, size))
    return promise_structs.Struct(name, members)


def compile_objects(structs, compiler, folder):
    source = os.path.join(folder, "asked.c")
    binary = os.path.join(folder, "asked.o")
    with open(source, "w") as out:
        for struct in structs:
            out.write(struct.text() + "struct %s v_%s;\n" % (
                struct.name, struct.name))
    subprocess.run([compiler, "-w", "-g", "-c", "-o", binary, source],
                   check=True)
    return binary


def suggest(binary, *options):
    page = subprocess.run([PROGRAM, "suggest", "--json", *options, binary],
                          check=True, capture_output=True, text=True).stdout
    return {t["name"]: t for t in json.loads(page)["types"]}


def compile_asserts(texts, compiler, folder):
    """The lines that do not hold."""
    source = os.path.join(folder, "asserts.c")
    with open(source, "w") as out:
        out.write("#include <stddef.h>\n" + "".join(texts))
    limit = ["-ferror-limit=0"] if compiler == "clang" else []
    done = subprocess.run([compiler, *limit, "-w", "-c", "-o", os.devnull,
                           source], capture_output=True, text=True)
    return [line for line in done.stderr.splitlines() if "error" in line]


def size_assert(name, size):
    return '_Static_assert(sizeof(struct %s) == %d, "%s");\n' % (
        name, size, name)


def reordered(struct, name, step, turned=()):
    index = {m.name: m for m in struct.members}
    return "struct %s {\n%s};\n%s" % (name, "".join(
        "\t%s%s;\n" % (index[m].text, " : 1" if m in turned else "")
        for m in step["order"]), size_assert(name, step["size_bytes"]))


def check_bools(seed, compiler, folder, check, count):
    maker = random.Random(seed)
    structs = [struct_of(maker, "b%d" % i, maker.randint(2, 14), False)
               for i in range(count)]
    binary = compile_objects(structs, compiler, folder)
    with_bits = suggest(binary, "--allow=bitfields", "--aligned",
                        *["--type=" + s.name for s in structs])
    without = suggest(binary, *["--type=" + s.name for s in structs])
    texts, turned_count = [], 0
    for struct in structs:
        best = with_bits[struct.name].get("best")
        plain = without[struct.name]
        least = plain.get("best", plain)["size_bytes"]
        now = plain["size_bytes"]
        where = "%s bools: %s" % (compiler, struct.text())
        turned = best.get("bitfields", []) if best else []
        turned_count += bool(turned)
        size = best["size_bytes"] if best else now
        check(size < least if turned else size == least,
              where + "%d with bit-fields, %d without" % (size, least))
        check(plain.get("best_with_bitfields") == (
            size if turned else None), where + "not told")
        for k, step in enumerate(best["steps"] if best else []):
            texts.append(reordered(struct, "%s_%d" % (struct.name, k), step,
                                   turned))
    wrong = compile_asserts(texts, compiler, folder)
    check(not wrong, "%s bools: %d wrong\n%s" % (
        compiler, len(wrong), "\n".join(wrong[:5])))
    check(len(texts) > count // 4 and turned_count > count // 8,
          "%s bools: only %d steps, %d turned" % (
              compiler, len(texts), turned_count))


def offsets(struct, order):
    at, found = 0, {}
    for i in order:
        member = struct.members[i]
        at += -at % member.align
        found[i] = at
        at += member.size
    return found


def is_in_line(struct, order, hot):
    found = offsets(struct, order)
    lines = {byte // LINE for i in hot
             for byte in range(found[i], found[i] + struct.members[i].size)}
    return len(lines) == 1


def least_hot(struct, hot):
    """The smallest size of all orders that keep them in one line, or None."""
    return min((struct.size(order) for order in itertools.permutations(
        range(len(struct.members))) if is_in_line(struct, order, hot)),
        default=None)


def check_hot(seed, compiler, folder, check, count):
    maker = random.Random(seed)
    structs = [struct_of(maker, "h%d" % i, maker.randint(3, 12), True)
               for i in range(count)]
    binary = compile_objects(structs, compiler, folder)
    texts, none = [], 0
    for struct in structs:
        size = len(struct.members)
        hot = sorted(maker.sample(range(size), maker.randint(2, size // 2 + 1)))
        names = ["m%d" % i for i in hot]
        found = suggest(binary, "--hot=" + ",".join(names),
                        "--type=" + struct.name)[struct.name]
        best, note = found.get("best"), found.get("best_note", "")
        where = "%s hot %s: %s%s\n" % (compiler, names, struct.text(), note)
        is_now = is_in_line(struct, range(size), hot)
        none += not best and not is_now
        check(best or is_now or "no order" in note, where + "nothing is said")
        check(best or not is_now or "already" in note, where + "not there?")
        for k, step in enumerate(best["steps"] if best else []):
            name = "%s_%d" % (struct.name, k)
            texts.append(reordered(struct, name, step))
            texts += ["_Static_assert(offsetof(struct %s, %s) / %d == "
                      "offsetof(struct %s, %s) / %d && "
                      "offsetof(struct %s, %s) / %d == (offsetof(struct %s, "
                      "%s) + %d) / %d, \"%s\");\n" % (
                          name, m, LINE, name, names[0], LINE, name, m, LINE,
                          name, m, struct.members[i].size - 1, LINE, name)
                      for i, m in zip(hot, names)]
        if size > 6:
            continue
        least = least_hot(struct, hot)
        ours = best["size_bytes"] if best else (
            found["size_bytes"] if is_now else None)
        check(ours == least, where + "%s, true is %s" % (ours, least))
        check(not best or best["proved"], where + "not proved")
    wrong = compile_asserts(texts, compiler, folder)
    check(not wrong, "%s hot: %d wrong\n%s" % (
        compiler, len(wrong), "\n".join(wrong[:5])))
    check(len(texts) > count and none > 0, "%s hot: only %d lines" % (
        compiler, len(texts)))
