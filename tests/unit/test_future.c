/*
 * test_future.c - what an async function keeps while it waits.
 */
#include "page.h"

static ls_type_id
draft_bytes(struct draft *d, const char *name, uint64_t bytes)
{
	return draft_scalar(
	    d, name, LS_LANG_RUST, LS_ENCODING_UNSIGNED, bytes);
}

static struct ls_type
draft_states(
    const char *name, const struct ls_variants *variants, uint64_t bytes)
{
	struct ls_type type = draft_record(name, NULL, 0, bytes, 8);
	type.kind = LS_KIND_ENUM;
	type.lang = LS_LANG_RUST;
	type.variants = variants;
	return type;
}

static struct ls_field
declared_at(uint32_t declared, const char *name, ls_type_id type,
    uint64_t offset, uint64_t bytes)
{
	struct ls_field field = field_at(name, type, offset, bytes);
	field.declared = declared;
	return field;
}

/*
 * Unresumed	|rrrrrrrr|........|s|			r captured
 * Suspend0	|rrrrrrrr|RRRRRRRR|s|-|aaaa|		r moved to 8, a kept
 */
static ls_type_id
draft_inner(struct draft *d)
{
	ls_type_id u8 = draft_bytes(d, "u8", 1);
	ls_type_id u32 = draft_bytes(d, "u32", 4);
	ls_type_id u64 = draft_bytes(d, "u64", 8);
	const struct ls_field start = declared_at(0, "r", u64, 0, 8);
	const struct ls_field later[] = { declared_at(2, "r", u64, 0, 8),
		declared_at(0, "r", u64, 8, 8),
		declared_at(1, "a", u32, 20, 4) };
	const struct ls_variant items[] = {
		{ "Unresumed", true, 0, .fields = &start, .field_count = 1 },
		{ "Returned", true, 1, .fields = &start, .field_count = 1 },
		{ "Suspend0", true, 3, .fields = later, .field_count = 3,
		    .decl = { NULL, 7, 0 } },
	};
	const struct ls_variants variants = { true, u8, 128, 8, items, 3 };
	return draft_add(
	    d, draft_states("f::{async_fn_env#0}", &variants, 24));
}

static void
an_argument_that_was_moved_is_there_twice(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	const struct ls_row *row = draft_row(&d, draft_inner(&d));
	const struct ls_future *future = row->future;
	assert_non_null(future);
	assert_int_equal(future->captured_bytes, 8);
	assert_int_equal(future->await_count, 1);
	assert_int_equal(future->awaits[0].line, 7);
	assert_int_equal(future->awaits[0].used_bytes, 21);
	assert_null(future->awaits[0].awaits);
	assert_int_equal(future->twice_count, 1);
	assert_int_equal(future->twice[0].local_offset_bytes, 8);
	assert_int_equal(future->twice_bytes, 8);
	assert_false(future->has_shadowed);
	assert_int_equal(future->link_count, 2);
	assert_string_equal(future->links[0].member, "r");
	draft_free(&d);
}

/*
 * Unresumed	|s|
 * Suspend0	|s|-------|ffffffffffffffffffffffff|	24 bytes of another
 * Suspend1	|s|uu|
 */
static void
the_way_goes_down_through_what_is_awaited(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id inner = draft_inner(&d);
	ls_type_id u8 = draft_bytes(&d, "u8", 1);
	ls_type_id u16 = draft_bytes(&d, "u16", 2);
	const struct ls_field first = field_at("__awaitee", inner, 8, 24);
	const struct ls_field second = field_at("u", u16, 2, 2);
	const struct ls_variant items[] = {
		{ "Unresumed", true, 0, .field_count = 0 },
		{ "Suspend1", true, 4, .fields = &second, .field_count = 1 },
		{ "Suspend0", true, 3, .fields = &first, .field_count = 1 },
	};
	const struct ls_variants variants = { true, u8, 0, 8, items, 3 };
	const struct ls_row *row = draft_row(&d,
	    draft_add(&d, draft_states("g::{async_fn_env#0}", &variants, 32)));
	const struct ls_future *future = row->future;
	assert_int_equal(future->await_count, 2);
	assert_string_equal(future->awaits[0].state, "Suspend0");
	assert_string_equal(future->awaits[0].awaits, "f::{async_fn_env#0}");
	assert_int_equal(future->awaits[0].awaits_bytes, 24);
	assert_int_equal(future->twice_count, 0);
	assert_int_equal(future->link_count, 3);
	assert_string_equal(future->links[0].member, "__awaitee");
	assert_string_equal(future->links[1].state, "Suspend0");
	assert_null(future->links[2].state);
	draft_free(&d);
}

/* An enum that only looks like one: its first variant has another name. */
static void
another_enum_is_no_future(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id u8 = draft_bytes(&d, "u8", 1);
	const struct ls_variant items[] = { { "A", true, 0, .field_count = 0 },
		{ "Suspend0", true, 1, .field_count = 0 },
		{ "B", true, 2, .field_count = 0 } };
	const struct ls_variants variants = { true, u8, 0, 8, items, 3 };
	assert_null(
	    draft_row(&d, draft_add(&d, draft_states("e", &variants, 8)))
		->future);
	draft_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_argument_that_was_moved_is_there_twice),
		cmocka_unit_test(the_way_goes_down_through_what_is_awaited),
		cmocka_unit_test(another_enum_is_no_future),
	};
	return cmocka_run_group_tests_name("future", tests, NULL, NULL);
}
