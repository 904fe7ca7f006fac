/*
 * test_model.c - the laying of the table, and what its seal refuses.
 *
 * Each test draws the type it means, |a---|bbbb|, a letter a byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/limits.h"
#include "model/build.h"
#include "model/model.h"
#include "model/target.h"

static struct ls_build *
begin(void)
{
	struct ls_target target = ls_target_by_name("x86_64");
	struct ls_build *build;
	assert_null(ls_build_begin(&target, &build));
	return build;
}

static ls_type_id
reserve(struct ls_build *build)
{
	ls_type_id id;
	assert_null(ls_build_reserve(build, &id));
	return id;
}

static ls_type_id
add(struct ls_build *build, struct ls_type type)
{
	ls_type_id id = reserve(build);
	assert_null(ls_build_describe(build, id, &type));
	return id;
}

static ls_type_id
add_int(struct ls_build *build)
{
	return add(build,
	    (struct ls_type){ .name = "int",
		.kind = LS_KIND_SCALAR,
		.has_size = true,
		.size_bits = 32,
		.encoding = LS_ENCODING_SIGNED });
}

static struct ls_model *
seal(struct ls_build *build)
{
	struct ls_model *model;
	assert_null(ls_build_seal(build, &model));
	return model;
}

/* A field of whole bytes. */
static struct ls_field
at(const char *name, ls_type_id type, uint64_t offset, uint64_t size)
{
	return (struct ls_field){ .name = name,
		.type = type,
		.offset_bits = offset * 8,
		.size_bits = size * 8,
		.has_offset = true,
		.has_size = true };
}

static struct ls_type
record(const char *name, const struct ls_field *fields, uint32_t count,
    uint64_t size)
{
	return (struct ls_type){ .name = name,
		.kind = LS_KIND_STRUCT,
		.lang = LS_LANG_C,
		.has_size = true,
		.size_bits = size * 8,
		.fields = fields,
		.field_count = count };
}

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))
#define RECORD(name, fields, size) record(name, fields, COUNT(fields), size)

/* It has lost its fields, and the first note of the model says why. */
static void
assert_broken(const struct ls_model *model, ls_type_id id)
{
	const struct ls_type *type = ls_model_type(model, id);
	assert_int_equal(type->field_count, 0);
	assert_null(type->variants);
	assert_non_null(type->note);
	assert_true(ls_model_note_count(model) >= 1);
	assert_string_equal(ls_model_note(model, 0)->what, type->note);
}

static void
names_are_kept_once(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	char text[] = "conn", other[] = "conn";
	ls_type_id a = add(build, (struct ls_type){ .name = text });
	ls_type_id b = add(build, (struct ls_type){ .name = other });
	memset(text, 'x', 4);
	struct ls_model *model = seal(build);
	assert_string_equal(ls_model_type(model, a)->name, "conn");
	assert_ptr_equal(
	    ls_model_type(model, a)->name, ls_model_type(model, b)->name);
	ls_model_free(model);
}

/* Declared b, z, a; |aaaa|bbbb|, z is empty and stands with b. */
static void
fields_go_by_offset_and_the_empty_first(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	ls_type_id integer = add_int(build);
	struct ls_field fields[] = { at("b", integer, 4, 4),
		at("z", integer, 4, 0), at("a", integer, 0, 4),
		at("v", integer, 0, 4) };
	fields[3].has_offset = false;
	ls_type_id id = add(build, RECORD("t", fields, 8));
	struct ls_model *model = seal(build);
	const struct ls_field *f = ls_model_type(model, id)->fields;
	assert_string_equal(f[0].name, "a");
	assert_int_equal(f[0].declared, 2);
	assert_string_equal(f[1].name, "z");
	assert_string_equal(f[2].name, "b");
	assert_int_equal(f[2].declared, 0);
	assert_string_equal(f[3].name, "v");
	ls_model_free(model);
}

/* A union stands in the order of its source, also its empty members. */
static void
a_union_keeps_its_order(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	ls_type_id integer = add_int(build);
	const struct ls_field fields[] = { at("b", integer, 0, 4),
		at("z", integer, 0, 0) };
	struct ls_type type = RECORD("u", fields, 4);
	type.kind = LS_KIND_UNION;
	ls_type_id id = add(build, type);
	struct ls_model *model = seal(build);
	assert_string_equal(ls_model_type(model, id)->fields[0].name, "b");
	ls_model_free(model);
}

static void
what_is_never_described_stays_unknown(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	ls_type_id id = reserve(build);
	struct ls_model *model = seal(build);
	assert_int_equal(ls_model_type(model, id)->kind, LS_KIND_UNKNOWN);
	assert_int_equal(ls_model_type(model, id)->definition_count, 1);
	assert_int_equal(ls_model_end(model), id + 1);
	ls_model_free(model);
}

/* |aaaa|bb and then bb outside. */
static void
a_field_past_the_end_breaks_its_type(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	ls_type_id integer = add_int(build);
	const struct ls_field fields[] = { at("a", integer, 0, 4),
		at("b", integer, 4, 4) };
	ls_type_id bad = add(build, RECORD("bad", fields, 6));
	ls_type_id good = add(build, RECORD("good", fields, 8));
	struct ls_model *model = seal(build);
	assert_broken(model, bad);
	assert_non_null(strstr(ls_model_type(model, bad)->note, "'b'"));
	assert_string_equal(ls_model_note(model, 0)->where, "bad");
	assert_int_equal(ls_model_type(model, good)->field_count, 2);
	assert_null(ls_model_type(model, good)->note);
	ls_model_free(model);
}

/* Offset and size of 2^63 bits each are 0 in 64 bits. */
static void
an_end_that_overflows_is_past_the_end(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	ls_type_id integer = add_int(build);
	struct ls_field fields[] = { at("a", integer, 0, 4) };
	fields[0].offset_bits = fields[0].size_bits = (uint64_t)1 << 63;
	struct ls_type type = RECORD("t", fields, 8);
	ls_type_id id = add(build, type);
	type.name = "dynamic";
	type.has_size = false;
	ls_type_id dynamic = add(build, type);
	struct ls_model *model = seal(build);
	assert_broken(model, id);
	assert_int_equal(ls_model_type(model, dynamic)->field_count, 0);
	ls_model_free(model);
}

static void
a_type_that_is_not_there_breaks_who_uses_it(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	const struct ls_field fields[] = { at("a", 77, 0, 4) };
	ls_type_id id = add(build, RECORD("t", fields, 4));
	ls_type_id alias = add(build,
	    (struct ls_type){
		.name = "x", .kind = LS_KIND_ALIAS, .target = 77 });
	struct ls_model *model = seal(build);
	assert_broken(model, id);
	assert_int_equal(ls_model_type(model, alias)->target, LS_NO_TYPE);
	assert_non_null(ls_model_type(model, alias)->note);
	ls_model_free(model);
}

/* h holds a, a holds b, b holds a: a and b cannot be, h can. */
static void
types_that_hold_each_other_are_broken(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	ls_type_id h = reserve(build), a = reserve(build), b = reserve(build);
	const struct ls_field h_fields[] = { at("x", a, 0, 8) };
	const struct ls_field a_fields[] = { at("b", b, 0, 8) };
	const struct ls_field b_fields[] = { at("a", a, 0, 8) };
	struct ls_type type = RECORD("h", h_fields, 8);
	assert_null(ls_build_describe(build, h, &type));
	type = RECORD("a", a_fields, 8);
	assert_null(ls_build_describe(build, a, &type));
	type = RECORD("b", b_fields, 8);
	assert_null(ls_build_describe(build, b, &type));
	struct ls_model *model = seal(build);
	assert_int_equal(ls_model_type(model, a)->field_count, 0);
	assert_int_equal(ls_model_type(model, b)->field_count, 0);
	assert_string_equal(ls_model_type(model, a)->note, "holds itself");
	assert_int_equal(ls_model_type(model, h)->field_count, 1);
	assert_int_equal(ls_model_note_count(model), 2);
	ls_model_free(model);
}

/* A list is no loop: its pointer holds nobody. */
static void
pointing_at_oneself_is_fine(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	ls_type_id list = reserve(build);
	ls_type_id pointer = add(build,
	    (struct ls_type){ .kind = LS_KIND_POINTER,
		.target = list,
		.has_size = true,
		.size_bits = 64 });
	const struct ls_field fields[] = { at("next", pointer, 0, 8) };
	struct ls_type type = RECORD("list", fields, 8);
	assert_null(ls_build_describe(build, list, &type));
	struct ls_model *model = seal(build);
	assert_int_equal(ls_model_note_count(model), 0);
	assert_int_equal(ls_model_type(model, list)->field_count, 1);
	ls_model_free(model);
}

/* t1 holds t0, t2 holds t1, ...: 64 deep is kept, deeper is broken. */
static void
nesting_has_a_bottom(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	ls_type_id inner = add_int(build), ids[LS_MAX_DEPTH + 2];
	for (int i = 0; i < LS_MAX_DEPTH + 2; i++) {
		const struct ls_field fields[] = { at("x", inner, 0, 4) };
		inner = ids[i] = add(build, RECORD("t", fields, 4));
	}
	struct ls_model *model = seal(build);
	/* The int is the first of the 64. */
	assert_int_equal(
	    ls_model_type(model, ids[LS_MAX_DEPTH - 2])->field_count, 1);
	assert_broken(model, ids[LS_MAX_DEPTH - 1]);
	assert_int_equal(
	    ls_model_type(model, ids[LS_MAX_DEPTH])->field_count, 1);
	ls_model_free(model);
}

static void
a_typedef_of_itself_ends(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	ls_type_id a = reserve(build), b = reserve(build);
	struct ls_type type = {
		.name = "a", .kind = LS_KIND_ALIAS, .target = b
	};
	assert_null(ls_build_describe(build, a, &type));
	type.target = a;
	assert_null(ls_build_describe(build, b, &type));
	ls_type_id integer = add_int(build);
	type.target = integer;
	ls_type_id sound = add(build, type);
	type.target = sound;
	ls_type_id twice = add(build, type);
	struct ls_model *model = seal(build);
	assert_int_equal(ls_model_strip(model, a), LS_NO_TYPE);
	assert_int_equal(ls_model_strip(model, b), LS_NO_TYPE);
	assert_int_equal(ls_model_strip(model, twice), integer);
	assert_int_equal(ls_model_strip(model, LS_NO_TYPE), LS_NO_TYPE);
	ls_model_free(model);
}

static void
an_alias_of_too_many_is_cut(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	ls_type_id integer = add_int(build), id = integer;
	ls_type_id longest = integer;
	for (int i = 0; i < LS_MAX_ALIASES + 1; i++) {
		longest = id;
		id = add(build,
		    (struct ls_type){
			.name = "x", .kind = LS_KIND_ALIAS, .target = id });
	}
	struct ls_model *model = seal(build);
	assert_int_equal(ls_model_strip(model, longest), integer);
	assert_int_equal(ls_model_strip(model, id), LS_NO_TYPE);
	assert_int_equal(ls_model_note_count(model), 1);
	ls_model_free(model);
}

/* A virtual base may stand where it likes, and have no place at all. */
static void
virtual_bases_need_no_place(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	ls_type_id integer = add_int(build);
	struct ls_field fields[] = { at("v", integer, 64, 4),
		at("w", integer, 0, 4) };
	fields[0].is_base = fields[0].is_virtual_base = true;
	fields[1].is_base = fields[1].is_virtual_base = true;
	fields[1].has_offset = false;
	ls_type_id id = add(build, RECORD("c", fields, 8));
	struct ls_model *model = seal(build);
	assert_int_equal(ls_model_type(model, id)->field_count, 2);
	ls_model_free(model);
}

/* |b-------|: a base of 8 bytes at 4 is cut to the 4 that are there. */
static void
a_base_is_cut_to_its_room(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	ls_type_id integer = add_int(build);
	struct ls_field fields[] = { at("b", integer, 4, 8) };
	fields[0].is_base = true;
	ls_type_id id = add(build, RECORD("c", fields, 8));
	struct ls_model *model = seal(build);
	assert_int_equal(ls_model_type(model, id)->fields[0].size_bits, 32);
	ls_model_free(model);
}

/* |nnnn|nnnn| and a flexible member at the very end. */
static void
a_flexible_member_stands_at_the_end(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	ls_type_id integer = add_int(build);
	struct ls_field fields[] = { at("n", integer, 0, 8),
		at("data", integer, 8, 0) };
	fields[1].has_size = false;
	fields[1].is_flexible = true;
	ls_type_id id = add(build, RECORD("c", fields, 8));
	struct ls_model *model = seal(build);
	assert_int_equal(ls_model_type(model, id)->field_count, 2);
	ls_model_free(model);
}

/* Rust's struct { len: usize, data: [u8] }: its DIE names one u8 at 8. */
static void
an_unsized_tail_has_no_size(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	ls_type_id integer = add_int(build);
	const struct ls_field fields[] = { at("len", integer, 0, 8),
		at("data", integer, 8, 1) };
	struct ls_type type = RECORD("t", fields, 8);
	type.lang = LS_LANG_RUST;
	ls_type_id id = add(build, type);
	struct ls_model *model = seal(build);
	const struct ls_type *got = ls_model_type(model, id);
	assert_int_equal(got->field_count, 2);
	assert_true(got->is_dynamic);
	assert_false(got->fields[1].has_size);
	assert_true(got->fields[1].is_flexible);
	ls_model_free(model);
}

static struct ls_type
choice(const struct ls_variants *variants)
{
	return (struct ls_type){ .name = "e",
		.kind = LS_KIND_ENUM,
		.lang = LS_LANG_RUST,
		.has_size = true,
		.size_bits = 64,
		.variants = variants };
}

/* |t---|xxxx|: variants are copied, sorted, and held to the same rules. */
static void
variants_are_kept_and_checked(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	ls_type_id integer = add_int(build);
	const struct ls_field in[] = { at("y", integer, 6, 2),
		at("x", integer, 4, 2) };
	const struct ls_field out[] = { at("x", integer, 4, 8) };
	struct ls_variant items[] = { { .name = "None" },
		{ .name = "Some", .fields = in, .field_count = 2 } };
	struct ls_variants variants = { .has_tag = true,
		.tag_type = integer,
		.tag_size_bits = 32,
		.items = items,
		.count = 2 };
	ls_type_id good = add(build, choice(&variants));
	items[1].fields = out;
	items[1].field_count = 1;
	ls_type_id bad = add(build, choice(&variants));
	items[1].field_count = 0;
	variants.tag_offset_bits = 64;
	ls_type_id bad_tag = add(build, choice(&variants));
	struct ls_model *model = seal(build);
	const struct ls_variants *kept = ls_model_type(model, good)->variants;
	assert_int_equal(kept->count, 2);
	assert_string_equal(kept->items[1].fields[0].name, "x");
	assert_int_equal(kept->items[1].fields[0].declared, 1);
	assert_int_equal(kept->items[1].declared, 1);
	assert_broken(model, bad);
	assert_null(ls_model_type(model, bad_tag)->variants);
	ls_model_free(model);
}

static void
an_alignment_of_three_is_left_out(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	struct ls_type type = record("t", NULL, 0, 8);
	type.stated_align_bits = 24;
	type.align_bits = 0;
	type.align_from = LS_HOW_DWARF;
	ls_type_id id = add(build, type);
	struct ls_model *model = seal(build);
	assert_int_equal(ls_model_type(model, id)->stated_align_bits, 0);
	assert_int_equal(ls_model_type(model, id)->align_from, LS_HOW_UNKNOWN);
	assert_int_equal(ls_model_note_count(model), 1);
	ls_model_free(model);
}

static void
assert_producer(const char *text, enum ls_compiler compiler, uint32_t major,
    uint32_t minor)
{
	struct ls_build *build = begin();
	uint32_t first, index, again;
	assert_null(ls_build_producer(build, "GNU AS 2.40", &first));
	assert_null(ls_build_producer(build, text, &index));
	assert_null(ls_build_producer(build, text, &again));
	assert_int_equal(index, 1);
	assert_int_equal(again, 1);
	struct ls_model *model = seal(build);
	assert_int_equal(ls_model_producer_count(model), 2);
	assert_int_equal(
	    ls_model_producer(model, first)->compiler, LS_COMPILER_UNKNOWN);
	const struct ls_producer *producer = ls_model_producer(model, index);
	assert_string_equal(producer->text, text);
	assert_int_equal(producer->compiler, compiler);
	assert_int_equal(producer->major, major);
	assert_int_equal(producer->minor, minor);
	ls_model_free(model);
}

static void
producers_are_taken_apart(void **state)
{
	(void)state;
	assert_producer("GNU C17 12.2.0 -mtune=generic -march=x86-64 -g",
	    LS_COMPILER_GCC, 12, 2);
	assert_producer("GNU C++14 4.9", LS_COMPILER_GCC, 4, 9);
	assert_producer(
	    "GNU C 4.4.7 20120313 (Red Hat 4.4.7-4)", LS_COMPILER_GCC, 4, 4);
	assert_producer("GNU GIMPLE 12.2.0 -flto", LS_COMPILER_GCC, 12, 2);
	assert_producer("GNU C", LS_COMPILER_GCC, 0, 0);
	assert_producer(
	    "Debian clang version 14.0.6", LS_COMPILER_CLANG, 14, 0);
	assert_producer(
	    "clang version 19.1.7 (https://x 12.0)", LS_COMPILER_CLANG, 19, 1);
	assert_producer("Apple LLVM version 9.0.0 (clang-900.0.39.2)",
	    LS_COMPILER_CLANG, 0, 0);
	assert_producer("clang LLVM (rustc version 1.95.0 (59807616e))",
	    LS_COMPILER_RUSTC, 1, 95);
	assert_producer("Go cmd/compile go1.21", LS_COMPILER_UNKNOWN, 0, 0);
	assert_producer("", LS_COMPILER_UNKNOWN, 0, 0);
	assert_producer(
	    "GNU C99999999999999999999.1 1.2", LS_COMPILER_GCC, 1, 2);
}

static void
machines_have_rows(void **state)
{
	(void)state;
	struct ls_target t = ls_target_of_elf(62, true, false);
	assert_string_equal(t.name, "x86_64");
	assert_int_equal(t.machine, LS_MACHINE_X86_64);
	assert_int_equal(t.pointer_bytes, 8);
	assert_int_equal(t.cacheline_bytes, 64);
	t = ls_target_of_elf(21, true, false);
	assert_string_equal(t.name, "ppc64le");
	assert_int_equal(t.cacheline_bytes, 128);
	t = ls_target_of_elf(22, true, true);
	assert_string_equal(t.name, "s390x");
	assert_int_equal(t.cacheline_bytes, 256);
	assert_true(t.is_big_endian);
	t = ls_target_of_elf(62, false, false);
	assert_string_equal(t.name, "x32");
	assert_int_equal(t.pointer_bytes, 4);
	t = ls_target_of_elf(65535, false, true);
	assert_string_equal(t.name, "em-65535");
	assert_int_equal(t.machine, LS_MACHINE_OTHER);
	assert_int_equal(t.pointer_bytes, 4);
	assert_true(t.is_big_endian);
}

static void
machines_have_names(void **state)
{
	(void)state;
	struct ls_target t = ls_target_by_name("mips64el");
	assert_int_equal(t.machine, LS_MACHINE_MIPS);
	assert_int_equal(t.pointer_bytes, 8);
	assert_false(t.is_big_endian);
	t = ls_target_by_name("em-1234");
	assert_string_equal(t.name, "em-1234");
	assert_int_equal(t.machine, LS_MACHINE_OTHER);
	t = ls_target_by_name("a name that is far longer than its room");
	assert_int_equal(strlen(t.name), sizeof(t.name) - 1);
}

static void
notes_are_kept(void **state)
{
	(void)state;
	struct ls_build *build = begin();
	for (int i = 0; i < 100; i++)
		assert_null(
		    ls_build_note(build, ".debug_info+0x2d", "bad %d", i));
	struct ls_model *model = seal(build);
	assert_int_equal(ls_model_note_count(model), 100);
	assert_string_equal(ls_model_note(model, 99)->what, "bad 99");
	assert_string_equal(
	    ls_model_note(model, 99)->where, ".debug_info+0x2d");
	ls_model_free(model);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_kept_once),
		cmocka_unit_test(fields_go_by_offset_and_the_empty_first),
		cmocka_unit_test(a_union_keeps_its_order),
		cmocka_unit_test(what_is_never_described_stays_unknown),
		cmocka_unit_test(a_field_past_the_end_breaks_its_type),
		cmocka_unit_test(an_end_that_overflows_is_past_the_end),
		cmocka_unit_test(a_type_that_is_not_there_breaks_who_uses_it),
		cmocka_unit_test(types_that_hold_each_other_are_broken),
		cmocka_unit_test(pointing_at_oneself_is_fine),
		cmocka_unit_test(nesting_has_a_bottom),
		cmocka_unit_test(a_typedef_of_itself_ends),
		cmocka_unit_test(an_alias_of_too_many_is_cut),
		cmocka_unit_test(virtual_bases_need_no_place),
		cmocka_unit_test(a_base_is_cut_to_its_room),
		cmocka_unit_test(a_flexible_member_stands_at_the_end),
		cmocka_unit_test(an_unsized_tail_has_no_size),
		cmocka_unit_test(variants_are_kept_and_checked),
		cmocka_unit_test(an_alignment_of_three_is_left_out),
		cmocka_unit_test(producers_are_taken_apart),
		cmocka_unit_test(machines_have_rows),
		cmocka_unit_test(machines_have_names),
		cmocka_unit_test(notes_are_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
