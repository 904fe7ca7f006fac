"""c_selftest.py - is wrong JSON caught?  A judge who never says no is none.

Below stands a source and the JSON that is right for it on x86_64, by hand.
The right one must pass; then each number, name and entry of it is made wrong,
one at a time, and each time the judge must say so.

    struct grown      |a|...|bbbb|cc|dddeeeee|....|     12 bytes, and an end
"""
import copy
import os
import tempfile

SOURCE = """\
enum sign { MINUS = -1, PLUS = 1 };
struct grown {
	char a;
	int b;
	unsigned short c : 9;
	const unsigned int d : 3;
	struct {
		char e;
		union {
			short f;
			char g;
		};
	};
	enum sign h;
};
struct packed {
	char a;
	struct grown b[2];
	char c[];
} __attribute__((packed));
struct naked {
	short a, b;
} __attribute__((packed));
int inside(void)
{
	struct local {
		long a : 33;
		union {
			char b;
			double c;
		} d;
	};
	struct local it = { 1, { 2 } };

	LOCAL_FACTS(inside);
	return (int)it.a;
}
"""


def member(name, type_, line, offset, size, declared, **more):
    return dict({"name": name, "type": type_, "offset_bytes": offset,
                 "size_bytes": size, "declared": declared,
                 "decl_line": line}, **more)


def hole(offset, size, **more):
    return dict({"hole": True, "offset_bytes": offset, "size_bytes": size},
                **more)


def bits(offset, size):
    return {"hole": True, "bit_offset": offset, "bit_size": size}


def record(id_, kind, name, line, size, align, members, **more):
    out = {"id": id_, "kind": kind, "name": name, "lang": "c",
           "decl": {"file": "self.c", "line": line}, "size_bytes": size,
           "align_bytes": align, "align_from": "members", "cachelines": 1,
           "packed": False, "forced_align": False, "used_bytes": size,
           "hole_bytes": 0, "holes": 0, "tail_padding_bytes": 0,
           "padding_bytes": 0, "unused_bits": 0, "definitions": 1,
           "members": members}
    out.update(more)
    return out


def document():
    """
    grown: a at 0, b at 4, c and d in bits 64..73 and 73..76, the anonymous
    struct at 10 (e at 10, f and g at 12), h at 16.
    """
    inner = [member("e", "char", 8, 10, 1, 0, align_bytes=1), hole(11, 1),
             member(None, "union", 9, 12, 2, 1, members=[
                 member("f", "short", 10, 12, 2, 0, align_bytes=2),
                 member("g", "char", 11, 12, 1, 1, align_bytes=1)])]
    own = [member("e", "char", 8, 0, 1, 0, align_bytes=1), hole(1, 1),
           member(None, "union", 9, 2, 2, 1, members=[
               member("f", "short", 10, 2, 2, 0, align_bytes=2),
               member("g", "char", 11, 2, 1, 1, align_bytes=1)])]
    return {
        "schema": "layoutscope/1",
        "input": {"cacheline_bytes": 64},
        "types": [
            {"id": 1, "kind": "enum", "name": "sign", "lang": "c",
             "decl": {"file": "self.c", "line": 1}, "size_bytes": 4,
             "align_bytes": 4, "align_from": "abi", "underlying": "int",
             "definitions": 1, "enumerators": [
                 {"name": "MINUS", "value": "-1"},
                 {"name": "PLUS", "value": "1"}]},
            record(2, "struct", "grown", 2, 20, 4, [
                member("a", "char", 3, 0, 1, 0, align_bytes=1), hole(1, 3),
                member("b", "int", 4, 4, 4, 1, align_bytes=4),
                member("c", "unsigned short", 5, 8, 2, 2, bit_offset=64,
                       bit_size=9),
                member("d", "unsigned int", 6, 9, 4, 3, bit_offset=73,
                       bit_size=3),
                bits(76, 4),
                member(None, "struct", 7, 10, 4, 4, members=inner),
                hole(14, 2),
                member("h", "enum sign", 14, 16, 4, 5, type_id=1,
                       align_bytes=4)],
                used_bytes=15, hole_bytes=5, holes=2, padding_bytes=5,
                unused_bits=4),
            record(3, "struct", None, 7, 4, 2, own, used_bytes=3,
                   hole_bytes=1, holes=1, padding_bytes=1),
            record(4, "union", None, 9, 2, 2, [
                member("f", "short", 10, 0, 2, 0, align_bytes=2),
                member("g", "char", 11, 0, 1, 1, align_bytes=1)]),
            record(5, "struct", "packed", 16, 41, None, [
                member("a", "char", 17, 0, 1, 0, align_bytes=1),
                member("b", "struct grown[2]", 18, 1, 40, 1,
                       align_bytes=4),
                member("c", "char[]", 19, 41, 0, 2, flexible=True,
                       align_bytes=1)],
                align_from="unknown", packed=True),
            record(6, "struct", "naked", 21, 4, 2, [
                member("a", "short", 22, 0, 2, 0, align_bytes=2),
                member("b", "short", 22, 2, 2, 1, align_bytes=2)]),
            record(7, "struct", "inside::local", 26, 16, 8, [
                member("a", "long", 27, 0, 8, 0, bit_offset=0,
                       bit_size=33),
                bits(33, 7), hole(5, 3),
                member("d", "union", 31, 8, 8, 1, type_id=8,
                       align_bytes=8)],
                used_bytes=13, hole_bytes=3, holes=1, padding_bytes=3,
                unused_bits=7),
            record(8, "union", None, 28, 8, 8, [
                member("b", "char", 29, 0, 1, 0, align_bytes=1),
                member("c", "double", 30, 0, 8, 1, align_bytes=8)]),
        ]}


# What nobody but the reader of the file knows, or what may be spelt freely.
NOT_JUDGED = {"type", "lang", "schema", "underlying", "hole"}
# Only one way of being wrong can be seen.
ONE_WAY = {"definitions", "id", "cacheline_bytes"}


def paths_of(value, path=()):
    """Each leaf and entry of a document, as a way to it."""
    if isinstance(value, dict):
        for key in value:
            if key not in NOT_JUDGED | ONE_WAY and key not in (
                    "tail", "type_id"):
                yield from paths_of(value[key], path + (key,))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield path + (index,)
            yield from paths_of(value[index], path + (index,))
    else:
        yield path


def altered(right, path):
    """A copy in which what `path` leads to is wrong."""
    wrong = copy.deepcopy(right)
    holder = wrong
    for key in path[:-1]:
        holder = holder[key]
    key, old = path[-1], holder[path[-1]]
    if isinstance(old, (dict, list)):
        del holder[key]
    elif isinstance(old, bool):
        holder[key] = not old
    elif isinstance(old, int):
        holder[key] = old + (8 if key == "align_bytes" else 1)
    elif old is None:
        # An alignment that is not known made one that is wrong.
        holder[key] = 8 if key == "align_bytes" else "named"
    elif key == "align_from":
        holder[key] = "members" if old == "unknown" else "unknown"
    else:
        holder[key] = "7" if key == "value" else old + "x"
    return wrong


def run(judge, make_compiler):
    """(passed, failed, skipped)"""
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "self.c")
        with open(source, "w") as file:
            file.write("#ifndef LOCAL_FACTS\n#define LOCAL_FACTS(f) "
                       "(void)0\n#endif\n#line 1 \"self.c\"\n" + SOURCE)
        compiler = make_compiler("gcc", 5, "-O0", folder)
        right = document()
        result = judge(compiler, "self.c", [source], right)
        if result.problems:
            print("self-test: the right JSON is refused")
            print("\n".join(result.problems))
            return 0, 1, 0
        for path in paths_of({"types": right["types"]}):
            if right["types"][path[1]].get("name") == "naked" and \
                    path[2:] == ("packed",):
                continue        # made true, it is true
            if not judge(compiler, "self.c", [source],
                         altered(right, path), True).problems:
                print("self-test: not caught: %s" % (path,))
                failed += 1
            else:
                passed += 1
    return passed + 1, failed, 0
