#!/usr/bin/python3
"""check_promises.py - every order that is proposed, compiled.

Random structs from fixed seeds, of plain scalars, of all kinds of members,
and with bit-fields.  Every step of every ladder is written out as C and must
have the size that was promised.  For structs of up to six members all orders
are tried: the least size and the fewest moves for each size must be ours.
For other machines every step is compiled too.

    check_promises.py PROGRAM    only the proposals for that program, a kernel,
                                 with opaque members
"""
import json
import os
import re
import subprocess
import sys
import tempfile

import promise_asked
import promise_structs

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.environ["LAYOUTSCOPE"]
FULL = bool(os.environ.get("FULL"))
COUNT = 3000 if FULL else 400
COMPILERS = ["gcc", "clang"]

# There is no __int128 on 32 bits.
NARROW = "-D__int128=long long"
TARGETS = [["gcc", "-m32", NARROW],
           ["clang", "-m32", NARROW],
           ["clang", "--target=arm-linux-gnueabihf", NARROW],
           ["clang", "--target=aarch64-linux-gnu"],
           ["clang", "--target=riscv64-linux-gnu"],
           ["clang", "--target=powerpc64le-linux-gnu"],
           ["clang", "--target=powerpc64-linux-gnu"],
           ["clang", "--target=mips64-linux-gnuabi64"]]

passed = failed = skipped = doubtful = 0


def check(good, text):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print(text)


def run(words):
    return subprocess.run(words, check=True, capture_output=True,
                          text=True).stdout


def types_of(path):
    found = json.loads(run([PROGRAM, "--json", path]))["types"]
    return {t["name"]: t for t in found if t["name"]}


def compile_sizes(compiler, folder, prelude, texts):
    """The sizes of structs, {name: text}, as the compiler has them."""
    source = os.path.join(folder, "sizes.c")
    program = os.path.join(folder, "sizes")
    with open(source, "w") as out:
        out.write(prelude)
        for text in texts.values():
            out.write(text)
        out.write("int printf(const char *, ...);\n"
                  "static const unsigned long sizes[] = {\n")
        for name in texts:
            out.write("\tsizeof(struct %s),\n" % name)
        out.write("\t0 };\nint main(void)\n{\n\tunsigned i;\n"
                  "\tfor (i = 0; i < %d; i++)\n"
                  '\t\tprintf("%%lu\\n", sizes[i]);\n\treturn 0;\n}\n'
                  % len(texts))
    run([compiler, "-w", "-o", program, source])
    return dict(zip(texts, map(int, run([program]).split())))


def order_of(struct, labels):
    """Indices again; a list that names each member once."""
    index = {struct.label(i): i for i in range(len(struct.members))}
    order = [index[label] for label in labels]
    assert sorted(order) == list(range(len(struct.members)))
    return order


def check_kind(kind, seed, compiler, folder):
    maker = promise_structs.Maker(seed)
    structs = [maker.struct(kind, "s%d" % i) for i in range(COUNT)]
    source = os.path.join(folder, kind + ".c")
    binary = os.path.join(folder, kind + ".o")
    with open(source, "w") as out:
        out.write(promise_structs.PRELUDE)
        for struct in structs:
            out.write(struct.text())
            out.write("struct %s v_%s;\n" % (struct.name, struct.name))
    run([compiler, "-w", "-g", "-c", "-o", binary, source])
    types = types_of(binary)

    orders = {}
    for struct in structs:
        orders[struct.name] = struct.text()
        best = types[struct.name].get("best")
        for k, step in enumerate(best["steps"] if best else []):
            name = "%s_%d" % (struct.name, k)
            orders[name] = struct.text(
                order_of(struct, step["order"]), name)
    sizes = compile_sizes(compiler, folder, promise_structs.PRELUDE, orders)
    check_source(compiler, binary, types, folder)
    for struct in structs:
        where = "%s %s %d: %s" % (compiler, kind, seed, struct.text())
        check_struct(struct, types[struct.name], sizes, kind, where)


def check_struct(struct, found, sizes, kind, where):
    now, best = sizes[struct.name], found.get("best")
    check(found["size_bytes"] == now, where + "size now")
    if struct.packed:
        # Nothing to gain, but for members that ask for alignment in it.
        aligned = any("_Alignas" in m.text for m in struct.members)
        check(not best or aligned, where + "a packed struct")
        for k, step in enumerate(best["steps"] if best else []):
            check(sizes["%s_%d" % (struct.name, k)] == step["size_bytes"],
                  where + "promised %s" % step)
        return
    check(struct.size() == now, where + "our own reading is wrong: %d, %d" %
          (struct.size(), now))
    if best is None and (found["align_bytes"] is None or
                         found["packed"] is None):
        global doubtful
        doubtful += 1       # DWARF does not say enough, and so do we
        return
    if best is None:
        check("no order" not in found.get("best_note", ""),
              where + found.get("best_note", ""))
        steps = []
    else:
        steps = best["steps"]
        check(best["size_bytes"] == steps[-1]["size_bytes"] and
              best["moves"] == steps[-1]["moves"] and
              best["order"] == steps[-1]["order"], where + "best is no step")
        if kind == "plain":
            check(best["proved"], where + "not proved")
    size, count = now, 0
    for k, step in enumerate(steps):
        order = order_of(struct, step["order"])
        check(sizes["%s_%d" % (struct.name, k)] == step["size_bytes"],
              where + "promised %s" % step)
        check(step["size_bytes"] < size and step["moves"] > count,
              where + "the ladder does not climb: %s" % step)
        size, count = step["size_bytes"], step["moves"]
        if len(order) <= 6:
            check(promise_structs.moves(order, struct.runs()) == count,
                  where + "other moves: %s" % step)
        for i, member in enumerate(struct.members):
            if member.last:
                check(order[-1] == i, where + "the last moved: %s" % step)
    if len(struct.members) <= 6:
        true = promise_structs.ladder(struct)
        ours = [(s["moves"], s["size_bytes"]) for s in steps]
        check(ours == true, where + "ladder %s, true is %s" % (ours, true))
        check(not best or best["proved"], where + "not proved")


def check_source(compiler, binary, types, folder):
    """--format=c: the proposed source compiles, each with its assertion."""
    names = [name for name in types
             if "best" in types[name] and re.match(r"s\d+$", name)]
    source = os.path.join(folder, "proposed.c")
    text = run([PROGRAM, "suggest", "--format=c", binary] + names)
    with open(source, "w") as out:
        out.write(promise_structs.PRELUDE + text)
    check(len(names) > COUNT // 8, "%s: too few proposals" % compiler)
    check(text.count("_Static_assert(") == len(names),
          "%s: %d assertions of %d" % (
              compiler, text.count("_Static_assert("), len(names)))
    done = subprocess.run([compiler, "-w", "-c", "-o", os.devnull, source],
                          capture_output=True, text=True)
    check(done.returncode == 0, "%s, proposed source:\n%s" % (
        compiler, done.stderr[:2000]))


def check_all_orders(seed, compiler, folder):
    """Our own reading of the ABI, against the compiler on all orders."""
    maker = promise_structs.Maker(seed)
    texts, expected = {}, {}
    for i in range(60 if FULL else 12):
        kind = ["mixed", "bits"][i % 2]
        struct = maker.struct(kind, "t%d" % i)
        if struct.packed or len(struct.members) > 5:
            continue
        if any(m.last for m in struct.members):
            continue
        runs = struct.runs()
        for k, (order, _) in enumerate(
                promise_structs.all_moves(len(struct.members), runs)):
            name = "%s_%d" % (struct.name, k)
            texts[name] = struct.text(order, name)
            expected[name] = struct.size(order)
    sizes = compile_sizes(compiler, folder, promise_structs.PRELUDE, texts)
    for name in texts:
        check(sizes[name] == expected[name], "%s: %s is %d, not %d" % (
            compiler, texts[name], sizes[name], expected[name]))


def compiles(words, folder):
    """Can this compiler make objects for that machine here?"""
    source = os.path.join(folder, "empty.c")
    with open(source, "w") as out:
        out.write("int x;\n")
    return subprocess.run(words + ["-c", "-o", os.devnull, source],
                          capture_output=True).returncode == 0


def check_target(words, folder):
    """Sizes as promised on another machine, by _Static_assert."""
    global skipped
    if not compiles(words, folder):
        skipped += 1
        return
    source = os.path.join(folder, "cross.c")
    binary = os.path.join(folder, "cross.o")
    maker = promise_structs.Maker(31)
    structs = [maker.struct(["plain", "mixed", "bits"][i % 3], "s%d" % i)
               for i in range(COUNT // 2)]
    with open(source, "w") as out:
        out.write(promise_structs.PRELUDE)
        for struct in structs:
            out.write(struct.text() + "struct %s v_%s;\n" % (
                struct.name, struct.name))
    run(words + ["-w", "-g", "-c", "-o", binary, source])
    types = types_of(binary)
    count = 0
    with open(source, "w") as out:
        out.write(promise_structs.PRELUDE)
        for struct in structs:
            best = types[struct.name].get("best")
            for k, step in enumerate(best["steps"] if best else []):
                name = "%s_%d" % (struct.name, k)
                out.write(struct.text(order_of(struct, step["order"]), name))
                out.write('_Static_assert(sizeof(struct %s) == %d, "");\n' %
                          (name, step["size_bytes"]))
                count += 1
    limit = ["-ferror-limit=0"] if words[0] == "clang" else []
    done = subprocess.run(words + limit + ["-w", "-c", "-o", os.devnull,
                                           source],
                          capture_output=True, text=True)
    wrong = [line for line in done.stderr.splitlines() if "error" in line]
    check(count > COUNT // 8, "%s: only %d steps" % (words, count))
    check(done.returncode == 0 and not wrong,
          "%s: %d of %d wrong\n%s" % (words, len(wrong), count,
                                      "\n".join(wrong[:5])))
    global passed
    passed += count - len(wrong)


# fixtures/c/peers.c: the size now, the best size (0: none is proposed), and
# what the note has to say.
PEERS = {
    "tail_only": (8, 0, ""),
    "all_packed": (15, 0, ""),
    "one_aligned": (128, 64, ""),
    "flexible_end": (16, 0, ""),
    "flexible_inside": (40, 32, ""),
    "nine": (48, 40, ""),
    "shared_bits": (8, 4, ""),
    "two_runs": (24, 16, ""),
    "inside_anonymous": (32, 0, "can itself shrink from 24 to 16 bytes"),
    "hidden_bits": (24, 0, "no order is proposed"),
    "own_line": (192, 128, ""),
    "old_flexible": (24, 16, ""),
    "wide": (80, 48, ""),
}


def members_of(text):
    """{struct: [declaration]} of a source without inner structs."""
    found = {}
    for name, body in re.findall(r"^struct (\w+) \{\n(.*?)^\};", text,
                                 re.M | re.S):
        if "{" not in body:
            found[name] = re.findall(r"^\t(.*;)$", body, re.M)
    return found


def check_peers(compiler, folder):
    source = os.path.join(HERE, "../../fixtures/c/peers.c")
    binary = os.path.join(folder, "peers.o")
    run([compiler, "-w", "-g", "-c", "-o", binary, source])
    types = types_of(binary)
    with open(source) as file:
        text = file.read()
    declared = members_of(text)
    orders, expected = {}, {}
    for name, (now, size, note) in PEERS.items():
        found = types[name]
        best = found.get("best")
        where = "%s peers.c: %s: " % (compiler, name)
        check(found["size_bytes"] == now, where + "size now")
        check((best["size_bytes"] if best else 0) == size,
              where + "best is %s" % best)
        check(not best or best["proved"], where + "not proved")
        check(note in found.get("best_note", ""),
              where + str(found.get("best_note")))
        for k, step in enumerate(best["steps"] if best else []):
            order = "%s_%d" % (name, k)
            lines = {re.search(r"(\w+)( : \d+|\[\d*\]| __attr.*|\)\(void\))?;$",
                               line).group(1): line
                     for line in declared[name]}
            orders[order] = "struct %s {\n%s\n};\n" % (
                order, "\n".join(lines[m] for m in step["order"]))
            expected[order] = step["size_bytes"]
    sizes = compile_sizes(compiler, folder, text, orders)
    for order in orders:
        check(sizes[order] == expected[order],
              "%s: %s" % (compiler, orders[order]))
    ranking = run([PROGRAM, "suggest", binary])
    check("struct nine" in ranking and "struct own_line" not in ranking,
          "%s: aligned on purpose, and in the ranking\n%s" % (
              compiler, ranking))


BITS = {1: "unsigned char", 2: "unsigned short", 4: "unsigned int",
        8: "unsigned long long"}


def opaque(name, found, order):
    """A struct of nothing but sizes and alignments."""
    members = {m["name"]: m for m in found["members"] if "hole" not in m}
    out = "struct __attribute__((aligned(%d))) %s {\n" % (
        found["align_bytes"], name)
    for label in order:
        m = members[label]
        if "bit_size" in m:
            out += "\t%s %s : %d;\n" % (
                BITS[m["size_bytes"]], label, m["bit_size"])
        else:
            out += "\tchar %s[%d] __attribute__((aligned(%d)));\n" % (
                label, m["size_bytes"] or 0, m["align_bytes"])
    return out + "};\n"


def check_program(path, folder):
    """A real program's types: each proposal with opaque members."""
    found = json.loads(run([PROGRAM, "--json", path]))["types"]
    texts, expected = {}, {}
    for t in found:
        if "best" not in t or t["lang"] != "c":
            continue
        if any(label.startswith("#") for label in t["best"]["order"]):
            continue
        declared = sorted((m for m in t["members"] if "hole" not in m),
                          key=lambda m: m["declared"])
        orders = [[m["name"] for m in declared]]
        sizes = [t["size_bytes"]]
        for step in t["best"]["steps"]:
            orders.append(step["order"])
            sizes.append(step["size_bytes"])
        if "best_keeping_first" in t:
            orders.append(t["best_keeping_first"]["order"])
            sizes.append(t["best_keeping_first"]["size_bytes"])
        for k, order in enumerate(orders):
            name = "p%d_%d" % (t["id"], k)
            texts[name] = opaque(name, t, order)
            expected[name] = sizes[k]
    sizes = compile_sizes("gcc", folder, "", texts)
    for name in texts:
        check(sizes[name] == expected[name], "%s: %s is %d, not %d" % (
            path, texts[name], sizes[name], expected[name]))
    check(len(texts) > 400, "%s: only %d orders" % (path, len(texts)))


def main(arguments):
    with tempfile.TemporaryDirectory() as folder:
        if arguments:
            check_program(arguments[0], folder)
        else:
            check_all(folder)
    print("promises: %d passed, %d failed, %d skipped" % (
        passed, failed, skipped))
    return failed > 0


def check_all(folder):
    for compiler in COMPILERS:
        check_peers(compiler, folder)
        check_all_orders(7, compiler, folder)
        for seed, kind in enumerate(["plain", "mixed", "bits"]):
            check_kind(kind, 100 + seed, compiler, folder)
        promise_asked.check_bools(41, compiler, folder, check, COUNT // 2)
        promise_asked.check_hot(42, compiler, folder, check, COUNT // 8)
    for words in TARGETS:
        check_target(words, folder)
    structs = 2 * 3 * COUNT
    check(doubtful * 100 <= structs, "%d of %d structs are doubtful" % (
        doubtful, structs))


sys.exit(main(sys.argv[1:]))
