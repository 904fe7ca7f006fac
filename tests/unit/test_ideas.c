/*
 * test_ideas.c - reprs, what a change does to holders, and ideas.
 *
 * A small program of Rust:
 *
 *	struct Id(u64)				|uuuuuuuu|
 *	Option<Id>				|tttttttt|iiiiiiii|
 *	struct Conn { id: Option<Id>, n: u8 }	|oooooooooooooooo|n|-------|
 *	repr(C) struct Pad { u8, u64, u8 }	|a|-------|bbbbbbbb|c|-------|
 *	struct Percent(u8)			|p|
 *	Option<Percent>				|p|  None is 101
 */
#include "page.h"

#include "analyse/layout/plan.h"
#include "analyse/layout/shape.h"
#include "analyse/niche/niche.h"

static const char rustc[] = "clang LLVM (rustc version 1.95.0)";

struct program {
	struct draft draft;
	ls_type_id word, id, option, conn, pad, percent;
	struct ls_niches *niches;
	struct ls_shapes *shapes;
};

static ls_type_id
add_rust(struct program *p, struct ls_type type)
{
	type.lang = LS_LANG_RUST;
	type.align_from = LS_HOW_DWARF;
	type.stated_align_bits = type.align_bits;
	assert_null(ls_build_producer(p->draft.build, rustc, &type.producer));
	return draft_add(&p->draft, type);
}

static ls_type_id
add_option(struct program *p)
{
	const struct ls_field some = field_at("__0", p->id, 8, 8);
	const struct ls_variant items[] = {
		{ "None", true, 0, .field_count = 0 },
		{ "Some", true, 1, .fields = &some, .field_count = 1 },
	};
	const struct ls_variants variants = { true, p->word, 0, 64, items, 2 };
	struct ls_type type = draft_record(
	    "core::option::Option<app::Id>", NULL, 0, 16, 8);
	type.variants = &variants;
	return add_rust(p, type);
}

/* It has no tag of its own, so there are values that a percent never has. */
static void
add_optional_percent(struct program *p, ls_type_id byte)
{
	const struct ls_field percent = field_at("__0", byte, 0, 1);
	p->percent = add_rust(
	    p, draft_record("app::Percent", &percent, 1, 1, 1));
	const struct ls_field some = field_at("__0", p->percent, 0, 1);
	const struct ls_variant items[] = {
		{ "None", true, 101, .field_count = 0 },
		{ "Some", false, 0, .fields = &some, .field_count = 1 },
	};
	const struct ls_variants variants = { true, byte, 0, 8, items, 2 };
	struct ls_type type = draft_record(
	    "core::option::Option<app::Percent>", NULL, 0, 1, 1);
	type.variants = &variants;
	add_rust(p, type);
}

static int
setup(void **state)
{
	struct program *p = calloc(1, sizeof(*p));
	assert_non_null(p);
	p->draft = draft_begin();
	p->word = draft_scalar(
	    &p->draft, "u64", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 8);
	ls_type_id byte = draft_scalar(
	    &p->draft, "u8", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 1);
	const struct ls_field id = field_at("__0", p->word, 0, 8);
	p->id = add_rust(p, draft_record("app::Id", &id, 1, 8, 8));
	p->option = add_option(p);
	struct ls_field conn[] = { field_at("id", p->option, 0, 16),
		field_at("n", byte, 16, 1) };
	conn[0].align_bits = 64;
	p->conn = add_rust(p, draft_record("app::Conn", conn, 2, 24, 8));
	const struct ls_field pad[] = { field_at("a", byte, 0, 1),
		field_at("b", p->word, 8, 8), field_at("c", byte, 16, 1) };
	p->pad = add_rust(p, draft_record("app::Pad", pad, 3, 24, 8));
	add_optional_percent(p, byte);
	assert_null(ls_build_seal(p->draft.build, &p->draft.model));
	p->niches = ls_niches_new(p->draft.model);
	p->shapes = ls_shapes_new(p->draft.model, p->niches);
	p->draft.options.niches = p->niches;
	p->draft.options.shapes = p->shapes;
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct program *p = *state;
	ls_shapes_free(p->shapes);
	ls_niches_free(p->niches);
	draft_free(&p->draft);
	free(p);
	return 0;
}

static const struct ls_row *
row_of(struct program *p, ls_type_id id)
{
	assert_null(ls_analyse_type(
	    p->draft.model, id, &p->draft.options, &p->draft.row));
	return &p->draft.row;
}

static void
a_struct_that_hides_a_tag_has_values_to_spare(void **state)
{
	struct program *p = *state;
	struct ls_niche niche = ls_niche_of(p->niches, p->percent);
	assert_false(niche.is_certain);
	assert_non_null(niche.why);
	/* a plain number in a struct has none, and that is certain */
	niche = ls_niche_of(p->niches, p->id);
	assert_true(niche.is_certain);
	assert_false(niche.has_niche);
}

static void
an_order_that_is_not_rustcs_is_cs(void **state)
{
	struct program *p = *state;
	const struct ls_row *row = row_of(p, p->pad);
	assert_string_equal(row->repr.text, "C");
	assert_int_equal(row->repr.candidate_count, 1);
	assert_int_equal(row->idea_count, 1);
	assert_int_equal(row->ideas[0].kind, LS_IDEA_DROP_REPR);
	assert_int_equal(row->ideas[0].size_bytes, 16);
	assert_int_equal(row->ideas[0].saving_bytes, 8);
}

/* |oooooooooooooooo|n|: sorted by rustc, and in order of the source */
static void
an_order_that_both_give_is_ambiguous(void **state)
{
	struct program *p = *state;
	const struct ls_row *row = row_of(p, p->conn);
	assert_string_equal(row->repr.text, "Rust");
	assert_int_equal(row->repr.candidate_count, 2);
	assert_string_equal(row->repr.candidates[1], "C");
}

static void
what_is_not_told_has_no_repr(void **state)
{
	struct program *p = *state;
	struct ls_plan plan;
	assert_true(ls_plan_make(p->shapes, p->word, &plan));
	assert_int_equal(plan.repr_count, 0);
	assert_non_null(plan.why_not);
	ls_plan_free(&plan);
}

/* Id never 0: Option<Id> 16 -> 8, and Conn 24 -> 16. */
static void
a_niche_goes_up_through_all_holders(void **state)
{
	struct program *p = *state;
	struct ls_shape never_zero = ls_shape_now(p->shapes, p->id);
	never_zero.niche = (struct ls_niche){ .has_niche = true,
		.is_certain = true,
		.size_bits = 64,
		.first = 1,
		.last = UINT64_MAX,
		.available = 1,
		.most = 1 };
	assert_int_equal(ls_shape_saving(p->shapes, p->id, &never_zero), 16);
	assert_int_equal(ls_shape_then(p->shapes, p->option).size_bytes, 8);
	assert_int_equal(ls_shape_then(p->shapes, p->conn).size_bytes, 16);
	/* and without the change nothing is won */
	struct ls_shape now = ls_shape_now(p->shapes, p->id);
	assert_int_equal(ls_shape_saving(p->shapes, p->id, &now), 0);
}

/* Seven Conn of 24 bytes and two Option<Id> of 16: 8 less each, and 16 and 8
 * are classes of jemalloc, but 24 is in that of 32. */
static void
what_is_won_is_counted_in_all_objects(void **state)
{
	struct program *p = *state;
	uint64_t counts[64] = { 0 };
	struct ls_cost cost = { .counts = counts };
	struct ls_shape never_zero = ls_shape_now(p->shapes, p->id);
	assert_in_range(p->pad, 1, 63);
	never_zero.niche = (struct ls_niche){ .has_niche = true,
		.is_certain = true,
		.size_bits = 64,
		.first = 1,
		.last = UINT64_MAX,
		.available = 1,
		.most = 1 };
	counts[p->conn] = 7;
	counts[p->option] = 2;
	ls_shape_saving(p->shapes, p->id, &never_zero);
	assert_int_equal(ls_shape_worth(p->shapes, &cost), 7 * 8 + 2 * 8);
	cost.allocator = LS_ALLOCATOR_JEMALLOC;
	assert_int_equal(ls_shape_worth(p->shapes, &cost), 7 * 16 + 2 * 8);
	counts[p->conn] = UINT64_MAX;
	assert_true(ls_shape_worth(p->shapes, &cost) == UINT64_MAX);
	/* and what all of that lose is no gain */
	never_zero.size_bytes = 24;
	ls_shape_saving(p->shapes, p->id, &never_zero);
	assert_int_equal(ls_shape_worth(p->shapes, &cost), 0);
}

static void
what_grows_is_a_loss(void **state)
{
	struct program *p = *state;
	struct ls_shape larger = ls_shape_now(p->shapes, p->id);
	larger.size_bytes = 16;
	/* itself, its Option, and Conn */
	assert_int_equal(ls_shape_saving(p->shapes, p->id, &larger), -24);
}

static void
an_id_that_is_never_zero_is_an_idea(void **state)
{
	struct program *p = *state;
	const struct ls_row *row = row_of(p, p->id);
	assert_int_equal(row->idea_count, 1);
	const struct ls_idea *idea = &row->ideas[0];
	assert_int_equal(idea->kind, LS_IDEA_NONZERO);
	assert_string_equal(idea->type, "core::option::Option<app::Id>");
	assert_int_equal(idea->size_bytes, 8);
	assert_int_equal(idea->program_saving_bytes, 16);
	assert_int_equal(idea->certainty, LS_CERTAINTY_COMPUTED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_struct_that_hides_a_tag_has_values_to_spare, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    an_order_that_is_not_rustcs_is_cs, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    an_order_that_both_give_is_ambiguous, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_is_not_told_has_no_repr, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_niche_goes_up_through_all_holders, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_is_won_is_counted_in_all_objects, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_grows_is_a_loss, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    an_id_that_is_never_zero_is_an_idea, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
