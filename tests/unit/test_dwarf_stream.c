/*
 * test_dwarf_stream.c - DIEs by hand: what no compiler writes.
 *
 * A back-end of its own gives DIEs out of a table, so that types can hold
 * themselves, point nowhere, and nest as deep as a fuzzer likes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "model/build.h"
#include "read/dwarf/load.h"
#include "read/dwarf/refs.h"

struct table {
	struct ls_dies base;
	const struct ls_die *dies; /* the first is the unit's */
	size_t count;
	struct ls_unit unit;
};

struct table_walk {
	struct ls_walk base;
	size_t start, at;
	bool over;
};

static struct ls_error *
walk_new(struct ls_dies *dies, enum ls_walk_scope scope, struct ls_walk **ret)
{
	(void)scope;
	struct table_walk *walk = calloc(1, sizeof(*walk));
	assert_non_null(walk);
	walk->base.dies = dies;
	walk->over = true;
	*ret = &walk->base;
	return NULL;
}

static void
walk_free(struct ls_walk *walk)
{
	free(walk);
}

static struct ls_error *
seek(struct ls_walk *base, ls_die_ref at)
{
	struct table_walk *walk = (struct table_walk *)base;
	const struct table *table = (const struct table *)base->dies;
	for (size_t i = 0; i < table->count; i++) {
		if (table->dies[i].ref != at)
			continue;
		walk->start = walk->at = i;
		walk->over = false;
		return NULL;
	}
	walk->over = true;
	return ls_error_new(LS_ERROR_FORMAT, "no DIE there");
}

static struct ls_error *
next(struct ls_walk *base, struct ls_die *die, bool *got)
{
	struct table_walk *walk = (struct table_walk *)base;
	const struct table *table = (const struct table *)base->dies;
	uint32_t top = table->dies[walk->start].depth;
	*got = false;
	if (walk->over || walk->at == table->count ||
	    (walk->at > walk->start && table->dies[walk->at].depth <= top)) {
		walk->over = true;
		return NULL;
	}
	*die = table->dies[walk->at++];
	die->depth -= top;
	*got = true;
	return NULL;
}

static struct ls_error *
skip_children(struct ls_walk *base)
{
	struct table_walk *walk = (struct table_walk *)base;
	const struct table *table = (const struct table *)base->dies;
	uint32_t depth = table->dies[walk->at - 1].depth;
	while (walk->at < table->count && table->dies[walk->at].depth > depth)
		walk->at++;
	return NULL;
}

static const struct ls_die_backend table_backend = {
	.name = "table",
	.walk_new = walk_new,
	.walk_free = walk_free,
	.seek = seek,
	.next = next,
	.skip = skip_children,
};

static struct table
table_of(const struct ls_die *dies, size_t count)
{
	struct table table = {
		.base = { .backend = &table_backend, .unit_count = 1 },
		.dies = dies,
		.count = count,
		.unit = {
			.root = dies[0].ref,
			.end = dies[count - 1].ref + 1,
			.version = 5,
			.address_bytes = 8,
			.language = DW_LANG_C11,
			.tag = DW_TAG_compile_unit,
		},
	};
	return table;
}

/* Survey, index, load everything and seal: as dwarf.c does. */
static struct ls_model *
read_all(const struct ls_die *dies, size_t count)
{
	struct table table = table_of(dies, count);
	table.base.units = &table.unit;
	struct ls_walk *walk, *peek;
	assert_null(walk_new(&table.base, LS_WALK_TYPES, &walk));
	assert_null(walk_new(&table.base, LS_WALK_TYPES, &peek));
	struct ls_survey survey = ls_survey_new(&table.base, 0, peek);
	struct ls_index index = { 0 };
	index.names.arena.limit_bytes = LS_MAX_MODEL_BYTES;
	struct ls_catalog catalog = ls_catalog_new();
	assert_null(ls_survey_unit(&survey, walk, &table.unit));
	struct ls_unit_refs refs;
	assert_null(ls_index_add(&index, &survey, 0, &refs));
	ls_survey_free(&survey);
	walk_free(walk);
	walk_free(peek);
	struct ls_dies *all = &table.base;
	assert_null(ls_index_finish(&index, &all, &catalog));
	ls_unit_refs_renumber(&refs, index.entry_of_row);

	ls_entry_id *ids = calloc(catalog.count + 1, sizeof(*ids));
	ls_type_id *roots = calloc(catalog.count + 1, sizeof(*roots));
	assert_non_null(ids);
	assert_non_null(roots);
	for (ls_entry_id i = 0; i < catalog.count; i++)
		ids[i] = i;
	struct ls_target target = ls_target_of_elf(62, true, false);
	struct ls_dwarf_image image = { .dies = &table.base, .refs = &refs };
	struct ls_build *build;
	struct ls_loader loader;
	struct ls_model *model;
	assert_null(ls_build_begin(&target, &build));
	assert_null(
	    ls_loader_new(&image, 1, &index, &catalog, build, &loader));
	assert_null(ls_loader_run(&loader, ids, catalog.count, roots));
	ls_loader_free(&loader);
	assert_null(ls_build_derive(build));
	assert_null(ls_build_seal(build, &model));
	free(ids);
	free(roots);
	ls_unit_refs_free(&refs);
	ls_index_free(&index);
	ls_catalog_free(&catalog);
	return model;
}

#define READ(dies) read_all(dies, sizeof(dies) / sizeof((dies)[0]))

static const struct ls_type *
named(const struct ls_model *model, const char *name)
{
	for (ls_type_id id = 1; id < ls_model_end(model); id++) {
		const struct ls_type *type = ls_model_type(model, id);
		if (type->name && strcmp(type->name, name) == 0)
			return type;
	}
	fail_msg("no type %s", name);
	return NULL;
}

#define UNIT                                                                  \
	{                                                                     \
		.ref = 0x0b, .tag = DW_TAG_compile_unit, .has_children = true \
	}
#define STRUCT(at, its_name, bytes)                                          \
	{                                                                    \
		.ref = (at), .depth = 1, .tag = DW_TAG_structure_type,       \
		.has_children = true, .has = LS_DIE_NAME | LS_DIE_BYTE_SIZE, \
		.name = (its_name), .byte_size = (bytes)                     \
	}
#define MEMBER(at, its_name, of, place)                                      \
	{                                                                    \
		.ref = (at), .depth = 2, .tag = DW_TAG_member,               \
		.has = LS_DIE_NAME | LS_DIE_TYPE | LS_DIE_MEMBER_LOCATION,   \
		.name = (its_name), .type = (of), .member_location = (place) \
	}
#define INT(at)                                                          \
	{                                                                \
		.ref = (at), .depth = 1, .tag = DW_TAG_base_type,        \
		.has = LS_DIE_NAME | LS_DIE_BYTE_SIZE | LS_DIE_ENCODING, \
		.name = "int", .byte_size = 4, .encoding = DW_ATE_signed \
	}
#define ALIAS(at, its_tag, its_name, of)                             \
	{                                                            \
		.ref = (at), .depth = 1, .tag = (its_tag),           \
		.has = LS_DIE_TYPE | ((its_name) ? LS_DIE_NAME : 0), \
		.name = (its_name), .type = (of)                     \
	}

static void
a_good_stream_is_read(void **state)
{
	(void)state;
	static const struct ls_die dies[] = {
		UNIT,
		STRUCT(0x10, "s", 8),
		MEMBER(0x11, "a", 0x20, 0),
		MEMBER(0x12, "b", 0x20, 4),
		INT(0x20),
	};
	struct ls_model *model = READ(dies);
	assert_int_equal(named(model, "s")->field_count, 2);
	assert_int_equal(named(model, "s")->fields[1].size_bits, 32);
	assert_int_equal(ls_model_note_count(model), 0);
	ls_model_free(model);
}

#define RANGE(at, from, to)                                           \
	{                                                             \
		.ref = (at), .depth = 2, .tag = DW_TAG_subrange_type, \
		.has = LS_DIE_LOWER_BOUND | LS_DIE_UPPER_BOUND,       \
		.lower_bound = (from), .upper_bound = (uint64_t)(to)  \
	}
#define ARRAY(at, of)                                                  \
	{                                                              \
		.ref = (at), .depth = 1, .tag = DW_TAG_array_type,     \
		.has_children = true, .has = LS_DIE_TYPE, .type = (of) \
	}

/* As languages have them whose ranges begin where one likes. */
static void
ranges_begin_anywhere_and_may_be_empty(void **state)
{
	(void)state;
	static const struct ls_die dies[] = {
		UNIT,
		STRUCT(0x10, "s", 20),
		MEMBER(0x11, "below", 0x30, 0),
		MEMBER(0x12, "above", 0x50, 12),
		MEMBER(0x13, "empty", 0x40, 20),
		INT(0x20),
		ARRAY(0x30, 0x20),
		RANGE(0x31, -3, -1),
		ARRAY(0x40, 0x20),
		RANGE(0x41, 76, 5),
		ARRAY(0x50, 0x20),
		RANGE(0x51, 7, 8),
	};
	static const uint64_t counts[] = { 3, 2, 0 };
	struct ls_model *model = READ(dies);
	const struct ls_type *type = named(model, "s");
	assert_int_equal(type->field_count, 3);
	for (uint32_t i = 0; i < 3; i++) {
		const struct ls_type *array = ls_model_type(
		    model, type->fields[i].type);
		assert_true(array->has_count);
		assert_int_equal(array->count, counts[i]);
		assert_int_equal(type->fields[i].size_bits, counts[i] * 32);
	}
	ls_model_free(model);
}

static void
type_that_holds_itself_is_noted(void **state)
{
	(void)state;
	static const struct ls_die dies[] = {
		UNIT,
		STRUCT(0x10, "s", 8),
		MEMBER(0x11, "a", 0x20, 0),
		STRUCT(0x20, "t", 8),
		MEMBER(0x21, "b", 0x10, 0),
	};
	struct ls_model *model = READ(dies);
	assert_true(ls_model_note_count(model) > 0);
	ls_model_free(model);
}

static void
rings_of_typedefs_end(void **state)
{
	(void)state;
	static const struct ls_die dies[] = {
		UNIT,
		ALIAS(0x10, DW_TAG_typedef, "a", 0x20),
		ALIAS(0x20, DW_TAG_typedef, "b", 0x30),
		ALIAS(0x30, DW_TAG_const_type, (const char *)NULL, 0x10),
		ALIAS(0x38, DW_TAG_pointer_type, (const char *)NULL, 0x38),
		STRUCT(0x40, "s", 16),
		MEMBER(0x41, "a", 0x10, 0),
		MEMBER(0x42, "p", 0x38, 8),
	};
	struct ls_model *model = READ(dies);
	assert_true(ls_model_note_count(model) > 0);
	assert_int_equal(named(model, "s")->size_bits, 128);
	ls_model_free(model);
}

static void
references_to_nowhere_are_noted(void **state)
{
	(void)state;
	static const struct ls_die dies[] = {
		UNIT,
		STRUCT(0x10, "s", 8),
		MEMBER(0x11, "none", LS_REF_NONE, 0),
		MEMBER(0x12, "far", 0x1000, 2),
		MEMBER(0x13, "between", 0x21, 4),
		MEMBER(0x14, "member", 0x11, 6),
		INT(0x20),
	};
	struct ls_model *model = READ(dies);
	const struct ls_type *s = named(model, "s");
	assert_int_equal(s->field_count, 4);
	for (int i = 0; i < 4; i++)
		assert_false(s->fields[i].has_size);
	assert_true(ls_model_note_count(model) >= 4);
	ls_model_free(model);
}

/* A specification of a specification of ... itself. */
static void
rings_of_specifications_end(void **state)
{
	(void)state;
	static const struct ls_die dies[] = {
		UNIT,
		{ .ref = 0x10,
		    .depth = 1,
		    .tag = DW_TAG_structure_type,
		    .has = LS_DIE_SPECIFICATION | LS_DIE_BYTE_SIZE,
		    .byte_size = 4,
		    .specification = 0x20 },
		{ .ref = 0x20,
		    .depth = 1,
		    .tag = DW_TAG_structure_type,
		    .has = LS_DIE_SPECIFICATION | LS_DIE_SIGNATURE,
		    .signature = 0x30,
		    .specification = 0x10 },
		{ .ref = 0x30,
		    .depth = 1,
		    .tag = DW_TAG_structure_type,
		    .has = LS_DIE_SIGNATURE,
		    .signature = 0x20 },
		STRUCT(0x40, "s", 8),
		MEMBER(0x41, "a", 0x20, 0),
	};
	struct ls_model *model = READ(dies);
	assert_true(ls_model_note_count(model) > 0);
	ls_model_free(model);
}

/* Ten thousand typedefs of one another, and then an int. */
static void
chains_are_bounded(void **state)
{
	(void)state;
	enum { LENGTH = 10000 };
	struct ls_die *dies = calloc(LENGTH + 4, sizeof(*dies));
	assert_non_null(dies);
	static const struct ls_die ends[] = { UNIT, STRUCT(0x10, "s", 4),
		MEMBER(0x11, "a", 0x100, 0), INT(0x100 + LENGTH) };
	memcpy(dies, ends, 3 * sizeof(*dies));
	for (uint32_t i = 0; i < LENGTH; i++)
		dies[3 + i] = (struct ls_die){
			.ref = 0x100 + i,
			.depth = 1,
			.tag = DW_TAG_volatile_type,
			.has = LS_DIE_TYPE,
			.type = 0x101 + i,
		};
	dies[3 + LENGTH] = ends[3];
	struct ls_model *model = read_all(dies, LENGTH + 4);
	assert_true(ls_model_note_count(model) > 0);
	ls_model_free(model);
	free(dies);
}

static void
impossible_sizes_are_noted(void **state)
{
	(void)state;
	static const struct ls_die dies[] = {
		UNIT,
		STRUCT(0x10, "huge", UINT64_C(1) << 62),
		STRUCT(0x20, "small", 4),
		MEMBER(0x21, "past", 0x30, 2),
		INT(0x30),
	};
	struct ls_model *model = READ(dies);
	assert_false(named(model, "huge")->has_size);
	assert_non_null(named(model, "huge")->note);
	assert_int_equal(named(model, "small")->field_count, 0);
	assert_int_equal(ls_model_note_count(model), 2);
	ls_model_free(model);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_stream_is_read),
		cmocka_unit_test(ranges_begin_anywhere_and_may_be_empty),
		cmocka_unit_test(type_that_holds_itself_is_noted),
		cmocka_unit_test(rings_of_typedefs_end),
		cmocka_unit_test(references_to_nowhere_are_noted),
		cmocka_unit_test(rings_of_specifications_end),
		cmocka_unit_test(chains_are_bounded),
		cmocka_unit_test(impossible_sizes_are_noted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
