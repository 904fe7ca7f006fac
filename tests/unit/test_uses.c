/*
 * test_uses.c - who holds a type, who points to it, and who passes it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analyse/by_value.h"
#include "analyse/holders.h"
#include "base/error.h"
#include "base/limits.h"
#include "model/build.h"
#include "report/use.h"

static struct ls_build *build;
static ls_type_id ints;

static ls_type_id
add(struct ls_type type)
{
	ls_type_id id;
	type.lang = LS_LANG_C;
	assert_null(ls_build_reserve(build, &id));
	assert_null(ls_build_describe(build, id, &type));
	return id;
}

static void
begin(void)
{
	struct ls_target target = ls_target_by_name("x86_64");
	assert_null(ls_build_begin(&target, &build));
	ints = add((struct ls_type){ .name = "int",
	    .kind = LS_KIND_SCALAR,
	    .has_size = true,
	    .size_bits = 32 });
}

static struct ls_model *
seal(void)
{
	struct ls_model *model;
	assert_null(ls_build_derive(build));
	assert_null(ls_build_seal(build, &model));
	return model;
}

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

static ls_type_id
record(const char *name, const struct ls_field *fields, uint32_t count,
    uint64_t size)
{
	return add((struct ls_type){ .name = name,
	    .kind = LS_KIND_STRUCT,
	    .has_size = true,
	    .size_bits = size * 8,
	    .fields = fields,
	    .field_count = count });
}

static ls_type_id
array(ls_type_id of, uint64_t count, uint64_t size)
{
	return add((struct ls_type){ .kind = LS_KIND_ARRAY,
	    .target = of,
	    .has_count = true,
	    .count = count,
	    .has_size = true,
	    .size_bits = size * 8 });
}

static ls_type_id
alias(const char *name, ls_type_id of)
{
	return add((struct ls_type){ .name = name,
	    .kind = LS_KIND_ALIAS,
	    .alias = LS_ALIAS_TYPEDEF,
	    .target = of });
}

static ls_type_id
pointer(ls_type_id to)
{
	return add((struct ls_type){ .kind = LS_KIND_POINTER,
	    .target = to,
	    .has_size = true,
	    .size_bits = 64 });
}

/* What `id` has of `target`; free the arena. */
static struct ls_use_group
look(const struct ls_model *model, ls_type_id target, enum ls_use_kind kind,
    ls_type_id id, struct ls_arena *arena)
{
	struct ls_holders *holders = ls_holders_new(model, target, kind);
	struct ls_use_group group;
	*arena = (struct ls_arena){ .limit_bytes = LS_MAX_MODEL_BYTES };
	assert_non_null(holders);
	assert_null(ls_holders_look(holders, id));
	assert_null(ls_holders_take(holders, arena, &group));
	ls_holders_free(holders);
	return group;
}

/*
 * inner |int|
 * mid   |int x|inner in[3]        |
 * outer |int x|mid mids[2]                                      |inner t|
 */
static void
holders_are_found_at_any_depth(void **state)
{
	(void)state;
	begin();
	struct ls_field one[] = { at("x", ints, 0, 4) };
	ls_type_id inner = record("inner", one, 1, 4);
	struct ls_field two[] = { at("x", ints, 0, 4),
		at("in", array(inner, 3, 12), 4, 12) };
	ls_type_id mid = record("mid", two, 2, 16);
	struct ls_field three[] = { at("x", ints, 0, 4),
		at("mids", array(mid, 2, 32), 4, 32),
		at("t", alias("inner_t", inner), 36, 4) };
	ls_type_id outer = record("outer", three, 3, 40);
	struct ls_model *model = seal();
	struct ls_arena arena;
	struct ls_use_group group = look(
	    model, inner, LS_USE_HOLDS, outer, &arena);
	assert_string_equal(group.name, "inner");
	assert_int_equal(group.use_count, 2);
	assert_string_equal(group.uses[0].member, "mids.in");
	assert_int_equal(group.uses[0].count, 6);
	assert_int_equal(group.uses[0].offset_bytes, 8);
	assert_false(group.uses[0].is_direct);
	assert_string_equal(group.uses[1].member, "t");
	assert_int_equal(group.uses[1].count, 1);
	assert_int_equal(group.uses[1].offset_bytes, 36);
	assert_true(group.uses[1].is_direct);
	ls_arena_free(&arena);
	group = look(model, outer, LS_USE_HOLDS, mid, &arena);
	assert_int_equal(group.use_count, 0);
	ls_arena_free(&arena);
	ls_model_free(model);
}

/* |inner *p|anonymous |inner *q||inner **r|other *s| */
static void
pointers_are_found(void **state)
{
	(void)state;
	begin();
	struct ls_field one[] = { at("x", ints, 0, 4) };
	ls_type_id inner = record("inner", one, 1, 4);
	ls_type_id other = record("other", one, 1, 4);
	struct ls_field in[] = { at("q", pointer(inner), 0, 8) };
	ls_type_id anonymous = record(NULL, in, 1, 8);
	struct ls_field all[] = {
		at("p", array(pointer(inner), 2, 16), 0, 16),
		at(NULL, anonymous, 16, 8),
		at("r", pointer(pointer(inner)), 24, 8),
		at("s", pointer(other), 32, 8),
	};
	ls_type_id id = record("all", all, 4, 40);
	struct ls_model *model = seal();
	struct ls_arena arena;
	struct ls_use_group group = look(
	    model, inner, LS_USE_POINTS, id, &arena);
	assert_int_equal(group.use_count, 2);
	assert_string_equal(group.uses[0].member, "p");
	assert_int_equal(group.uses[0].count, 2);
	assert_string_equal(group.uses[1].member, "q");
	assert_int_equal(group.uses[1].offset_bytes, 16);
	ls_arena_free(&arena);
	ls_model_free(model);
}

/* |pair a|pair b|, each |pair a|pair b|, ...: 2^40 pointers to another type */
static void
doubling_comes_to_an_end(void **state)
{
	(void)state;
	begin();
	struct ls_field one[] = { at("x", ints, 0, 4) };
	ls_type_id inner = record("inner", one, 1, 4);
	ls_type_id id = pointer(record("other", one, 1, 4));
	uint64_t size = 8;
	for (int i = 0; i < 40; i++, size *= 2) {
		const struct ls_field pair[] = { at("a", id, 0, size),
			at("b", id, size, size) };
		id = record(i < 39 ? NULL : "all", pair, 2, 2 * size);
	}
	struct ls_model *model = seal();
	struct ls_holders *holders = ls_holders_new(
	    model, inner, LS_USE_POINTS);
	assert_non_null(holders);
	struct ls_error *err = ls_holders_look(holders, id);
	assert_non_null(err);
	assert_int_equal(err->code, LS_ERROR_LIMIT);
	ls_error_free(err);
	ls_holders_free(holders);
	ls_model_free(model);
}

static void
functions_that_pass_large_types(void **state)
{
	(void)state;
	begin();
	struct ls_field x[] = { at("x", ints, 0, 4) };
	ls_type_id at_limit = record("at_limit", x, 1, 16);
	ls_type_id large = record("large", x, 1, 20);
	ls_type_id larger = record("larger", x, 1, 24);
	ls_type_id large_t = alias("large_t", large);
	ls_type_id to_large = pointer(large);
	struct ls_model *model = seal();
	const ls_type_id some[] = { at_limit, large_t, to_large, large };
	const char *const names[] = { "a", "b", "c", NULL };
	struct ls_function items[] = {
		{ .name = "f",
		    .parameters = some,
		    .parameter_names = names,
		    .parameter_count = 4 },
		{ .name = "g", .type = larger, .decl = { "g.c", 3, 0 } },
		/* the same in another unit, and only declared in a third */
		{ .name = "g", .type = larger, .decl = { "g.c", 3, 0 } },
		{ .name = "g",
		    .type = larger,
		    .decl = { "g.h", 1, 0 },
		    .is_declaration = true },
		{ .name = "v", .type = larger, .is_variable = true },
	};
	const struct ls_functions functions = { .items = items, .count = 5 };
	struct ls_uses uses = { 0 };
	uses.arena.limit_bytes = LS_MAX_MODEL_BYTES;
	assert_null(ls_by_value(model, &functions, 16, &uses));
	assert_int_equal(uses.count, 2);
	/* two uses of 20 bytes before one of 24 */
	assert_string_equal(uses.groups[0].name, "large");
	assert_int_equal(uses.groups[0].use_count, 2);
	assert_string_equal(uses.groups[0].uses[0].member, "b");
	assert_null(uses.groups[0].uses[1].member);
	assert_int_equal(uses.groups[0].function_count, 1);
	assert_string_equal(uses.groups[1].name, "larger");
	assert_int_equal(uses.groups[1].use_count, 1);
	assert_int_equal(uses.groups[1].uses[0].kind, LS_USE_RETURN);
	assert_string_equal(uses.groups[1].uses[0].decl.file, "g.c");
	free(uses.groups);
	ls_arena_free(&uses.arena);
	ls_model_free(model);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holders_are_found_at_any_depth),
		cmocka_unit_test(pointers_are_found),
		cmocka_unit_test(doubling_comes_to_an_end),
		cmocka_unit_test(functions_that_pass_large_types),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
