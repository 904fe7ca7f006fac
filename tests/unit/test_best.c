/*
 * test_best.c - from a type of the model to a proposal, or to why none.
 *
 * Each test draws the type it means, |a---|bbbb|, a letter a byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "analyse/analyse.h"
#include "analyse/embed.h"
#include "analyse/exports.h"
#include "analyse/reorder/reorder_header.h"
#include "analyse/reorder/reorder_type.h"
#include "base/error.h"
#include "model/build.h"
#include "report/best.h"
#include "report/report.h"

static struct ls_build *build;
static ls_type_id chars, ints, longs;

static ls_type_id
add(struct ls_type type)
{
	ls_type_id id;
	type.lang = LS_LANG_C;
	assert_null(ls_build_reserve(build, &id));
	assert_null(ls_build_describe(build, id, &type));
	return id;
}

static ls_type_id
scalar(const char *name, uint64_t bytes)
{
	return add((struct ls_type){ .name = name,
	    .kind = LS_KIND_SCALAR,
	    .has_size = true,
	    .size_bits = bytes * 8,
	    .encoding = LS_ENCODING_SIGNED });
}

static void
begin(void)
{
	struct ls_target target = ls_target_by_name("x86_64");
	assert_null(ls_build_begin(&target, &build));
	chars = scalar("char", 1);
	ints = scalar("int", 4);
	longs = scalar("long", 8);
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

static struct ls_field
bits_at(const char *name, uint64_t offset_bits, uint64_t width)
{
	return (struct ls_field){ .name = name,
		.type = ints,
		.offset_bits = offset_bits,
		.size_bits = width,
		.has_offset = true,
		.has_size = true,
		.is_bitfield = true };
}

static ls_type_id
record(const char *name, enum ls_kind kind, const struct ls_field *fields,
    uint32_t count, uint64_t size)
{
	return add((struct ls_type){ .name = name,
	    .kind = kind,
	    .has_size = true,
	    .size_bits = size * 8,
	    .fields = fields,
	    .field_count = count });
}

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))
#define STRUCT(name, fields, size) \
	record(name, LS_KIND_STRUCT, fields, COUNT(fields), size)
#define UNION(name, fields, size) \
	record(name, LS_KIND_UNION, fields, COUNT(fields), size)

static struct ls_model *
seal(void)
{
	struct ls_model *model;
	assert_null(ls_build_derive(build));
	assert_null(ls_build_seal(build, &model));
	return model;
}

static struct ls_row
row_of(const struct ls_model *model, ls_type_id id)
{
	const struct ls_analyse_options options = {
		.cacheline_bytes = 64,
		.with_best = true,
		.with_proposed = true,
	};
	struct ls_row row = { 0 };
	assert_null(ls_analyse_type(model, id, &options, &row));
	return row;
}

/* |a-------|bbbbbbbb|c-------| */
static ls_type_id
add_loose(const char *name)
{
	const struct ls_field fields[] = { at("a", chars, 0, 1),
		at("b", longs, 8, 8), at("c", chars, 16, 1) };
	return STRUCT(name, fields, 24);
}

static void
one_move_is_told_in_words(void **state)
{
	(void)state;
	begin();
	ls_type_id id = add_loose("loose");
	struct ls_model *model = seal();
	struct ls_row row = row_of(model, id);
	assert_non_null(row.best);
	assert_null(row.best_note);
	assert_int_equal(row.best_size_bytes, 16);
	assert_true(row.best->is_proved);
	assert_int_equal(row.best->step_count, 1);
	const struct ls_best_step *step = &row.best->steps[0];
	assert_int_equal(step->moves, 1);
	assert_int_equal(step->size_bytes, 16);
	assert_int_equal(step->cachelines, 1);
	assert_true(step->is_fewest);
	/* The first member stays among equals: a c b. */
	assert_string_equal(step->members[0].name, "a");
	assert_int_equal(row.proposed->size_bytes, 16);
	assert_int_equal(row.proposed->padding_bytes, 6);
	ls_row_free(&row);
	ls_model_free(model);
}

/* |a-|bits at 32|...: what pushed them there is not in DWARF. */
static void
what_is_not_explained_is_refused(void **state)
{
	(void)state;
	begin();
	const struct ls_field fields[] = { at("a", chars, 0, 1),
		bits_at("b", 32, 3), at("c", longs, 8, 8),
		at("d", chars, 16, 1) };
	ls_type_id id = STRUCT("hidden", fields, 24);
	struct ls_model *model = seal();
	struct ls_row row = row_of(model, id);
	assert_null(row.best);
	assert_non_null(row.best_note);
	assert_int_equal(row.best_size_bytes, 24);
	ls_row_free(&row);
	ls_model_free(model);
}

/* |n-------|xxxxxxxx|m|data[]: data stays last, m may go. */
static void
a_flexible_array_stays_last(void **state)
{
	(void)state;
	begin();
	ls_type_id array = add(
	    (struct ls_type){ .kind = LS_KIND_ARRAY, .target = chars });
	struct ls_field fields[] = { at("n", chars, 0, 1),
		at("x", longs, 8, 8), at("m", chars, 16, 1),
		at("data", array, 17, 0) };
	fields[3].is_flexible = true;
	ls_type_id id = STRUCT("end", fields, 24);
	struct ls_model *model = seal();
	struct ls_row row = row_of(model, id);
	assert_non_null(row.best);
	const struct ls_best_step *step = &row.best->steps[0];
	assert_int_equal(step->size_bytes, 16);
	assert_string_equal(step->members[3].name, "data");
	ls_row_free(&row);
	ls_model_free(model);
}

/* Between others it marks a place: moving them would empty its meaning. */
static void
a_marker_between_members_is_refused(void **state)
{
	(void)state;
	begin();
	ls_type_id array = add((struct ls_type){ .kind = LS_KIND_ARRAY,
	    .target = chars,
	    .has_count = true,
	    .has_size = true });
	const struct ls_field fields[] = { at("n", chars, 0, 1),
		at("mark", array, 1, 0), at("x", longs, 8, 8),
		at("m", chars, 16, 1) };
	ls_type_id id = STRUCT("marked", fields, 24);
	struct ls_model *model = seal();
	struct ls_row row = row_of(model, id);
	assert_null(row.best);
	assert_non_null(strstr(row.best_note, "marks a place"));
	ls_row_free(&row);
	ls_model_free(model);
}

/* Past one cache line; under a sanitizer this shows what is not freed. */
static void
a_proposal_may_have_several_lines(void **state)
{
	(void)state;
	begin();
	ls_type_id array = add((struct ls_type){ .kind = LS_KIND_ARRAY,
	    .target = longs,
	    .has_count = true,
	    .count = 10,
	    .has_size = true,
	    .size_bits = 640 });
	const struct ls_field fields[] = { at("a", chars, 0, 1),
		at("b", array, 8, 80), at("c", chars, 88, 1) };
	ls_type_id id = STRUCT("long", fields, 96);
	struct ls_model *model = seal();
	struct ls_row row = row_of(model, id);
	assert_int_equal(row.proposed->size_bytes, 88);
	assert_int_equal(row.proposed->break_count, 1);
	ls_row_free(&row);
	ls_model_free(model);
}

/* Two types begin with `head`; in one of them it would have to go. */
static void
a_header_is_said(void **state)
{
	(void)state;
	begin();
	const struct ls_field inside[] = { at("x", ints, 0, 4) };
	ls_type_id head = STRUCT("head", inside, 4);
	const struct ls_field fields[] = { at("head", head, 0, 4),
		at("a", longs, 8, 8), at("b", ints, 16, 4) };
	ls_type_id id = STRUCT("one", fields, 24);
	const struct ls_field other[] = { at("head", head, 0, 4),
		at("y", ints, 4, 4) };
	STRUCT("two", other, 8);
	struct ls_model *model = seal();
	struct ls_row row = row_of(model, id);
	assert_non_null(row.best);
	const struct ls_best_step *step = &row.best->steps[0];
	assert_int_equal(step->size_bytes, 16);
	/* As small with the header first, so it stays. */
	assert_string_equal(step->members[0].name, "head");
	assert_null(row.best->keeping_first);
	ls_row_free(&row);
	ls_model_free(model);
}

/* |h|---|x   |c|---|y   |m..|-|n..|-| of 24 bytes, and 16 with m or n before
 * h; another type begins with h too. */
static void
a_header_that_moves_is_told_of(void **state)
{
	(void)state;
	begin();
	const struct ls_field inside[] = { at("h", chars, 0, 1) };
	ls_type_id head = STRUCT("head", inside, 1);
	ls_type_id three = add((struct ls_type){ .kind = LS_KIND_ARRAY,
	    .target = chars,
	    .has_count = true,
	    .count = 3 });
	struct ls_field fields[] = { at("head", head, 0, 1),
		at("x", ints, 4, 4), at("c", chars, 8, 1),
		at("y", ints, 12, 4), at("m", three, 16, 3),
		at("n", three, 20, 3) };
	fields[4].stated_align_bits = fields[5].stated_align_bits = 32;
	ls_type_id id = STRUCT("one", fields, 24);
	const struct ls_field other[] = { at("head", head, 0, 1) };
	STRUCT("two", other, 1);
	struct ls_model *model = seal();
	struct ls_headers *headers = ls_headers_new(model);
	assert_non_null(headers);
	assert_true(ls_headers_has(headers, "head"));
	assert_false(ls_headers_has(headers, "one"));
	assert_false(ls_headers_has(headers, NULL));
	const struct ls_analyse_options options = {
		.cacheline_bytes = 64, .with_best = true, .headers = headers
	};
	struct ls_row row = { 0 };
	assert_null(ls_analyse_type(model, id, &options, &row));
	assert_non_null(row.best);
	assert_int_equal(
	    row.best->steps[row.best->step_count - 1].size_bytes, 16);
	assert_non_null(row.best->keeping_first);
	assert_int_equal(row.best->keeping_first->size_bytes, 20);
	assert_non_null(strstr(row.best_note, "looks like a header"));
	ls_row_free(&row);
	ls_headers_free(headers);
	ls_model_free(model);
}

/* What rules freeze has no other order. */
static void
a_frozen_type_stays(void **state)
{
	(void)state;
	begin();
	ls_type_id id = add_loose("loose");
	struct ls_model *model = seal();
	const struct ls_analyse_options options = {
		.cacheline_bytes = 64, .with_best = true, .is_frozen = true
	};
	struct ls_row row = { 0 };
	assert_null(ls_analyse_type(model, id, &options, &row));
	assert_true(row.is_frozen);
	assert_null(row.best);
	assert_int_equal(row.best_size_bytes, 24);
	assert_int_equal(row.saving_bytes, 0);
	ls_row_free(&row);
	ls_model_free(model);
}

/* |k|---|text: 60|k2  |: both k share no line; k, k2, text do. */
static void
hot_members_come_together(void **state)
{
	(void)state;
	begin();
	ls_type_id text = add((struct ls_type){ .kind = LS_KIND_ARRAY,
	    .target = chars,
	    .has_count = true,
	    .count = 61 });
	const struct ls_field fields[] = { at("k", chars, 0, 1),
		at("text", text, 1, 61), at("k2", ints, 64, 4) };
	ls_type_id id = STRUCT("spread", fields, 68);
	struct ls_model *model = seal();
	const char *const near[] = { "k", "k2", NULL };
	const char *const far[] = { "text", "k2", NULL };
	struct ls_analyse_options options = { .cacheline_bytes = 64,
		.with_best = true,
		.best = { .hot = near } };
	struct ls_row row = { 0 };
	assert_null(ls_analyse_type(model, id, &options, &row));
	assert_non_null(row.best);
	assert_true(row.best->is_proved);
	assert_int_equal(row.best->steps[0].moves, 1);
	assert_int_equal(row.best->steps[0].size_bytes, 68);
	assert_ptr_equal(row.best->hot, near);
	ls_row_free(&row);
	options.best.hot = far;
	row = (struct ls_row){ 0 };
	assert_null(ls_analyse_type(model, id, &options, &row));
	assert_null(row.best);
	assert_non_null(strstr(row.best_note, "they need 65 bytes"));
	ls_row_free(&row);
	ls_model_free(model);
}

/* |n-------|kkkkkkkk|p-------|m-------|: the padding of `in` is nobody's,
 * unless k and p stand in the outer struct themselves. */
static void
a_nested_struct_may_be_unfolded(void **state)
{
	(void)state;
	begin();
	const struct ls_field inside[] = { at("k", longs, 0, 8),
		at("p", chars, 8, 1) };
	ls_type_id in = STRUCT("in", inside, 16);
	const struct ls_field fields[] = { at("n", chars, 0, 1),
		at("in", in, 8, 16), at("m", chars, 24, 1) };
	ls_type_id id = STRUCT("out", fields, 32);
	struct ls_model *model = seal();
	struct ls_row row = row_of(model, id);
	assert_int_equal(row.best_size_bytes, 24);
	assert_string_equal(row.also.inlined, "in");
	assert_int_equal(row.also.inlined_bytes, 16);
	assert_int_equal(row.also.bitfields_bytes, 0);
	ls_row_free(&row);
	ls_model_free(model);
}

/* bool x 3, |lllllllll|, bool x 6: 24 bytes, 16 as bit-fields. */
static void
bools_become_bitfields(void **state)
{
	(void)state;
	begin();
	ls_type_id bools = add((struct ls_type){ .name = "_Bool",
	    .kind = LS_KIND_SCALAR,
	    .has_size = true,
	    .size_bits = 8,
	    .encoding = LS_ENCODING_BOOL });
	ls_type_id wild = add((struct ls_type){ .kind = LS_KIND_ALIAS,
	    .alias = LS_ALIAS_VOLATILE,
	    .target = bools });
	struct ls_field fields[10];
	for (uint64_t i = 0; i < 9; i++)
		fields[i] = at("b", i == 4 ? wild : bools, i, 1);
	fields[9] = at("l", longs, 16, 8);
	ls_type_id id = STRUCT("bools", fields, 24);
	struct ls_model *model = seal();
	struct ls_row row = row_of(model, id);
	assert_null(row.best);
	assert_int_equal(row.also.bitfields_bytes, 16);
	ls_row_free(&row);
	const struct ls_analyse_options options = { .cacheline_bytes = 64,
		.with_best = true,
		.best = { .with_bitfields = true } };
	row = (struct ls_row){ 0 };
	assert_null(ls_analyse_type(model, id, &options, &row));
	assert_non_null(row.best);
	assert_int_equal(row.best->steps[0].moves, 0);
	assert_int_equal(row.best->steps[0].size_bytes, 16);
	assert_int_equal(row.best->unturned_bytes, 24);
	/* Two are enough; the volatile one stays. */
	assert_non_null(row.best->turned[1]);
	assert_null(row.best->turned[2]);
	ls_row_free(&row);
	ls_model_free(model);
}

/* int f(struct first *);  first -> struct second * -> struct third */
static void
exports_lead_on(void **state)
{
	(void)state;
	begin();
	const struct ls_field plain[] = { at("c", chars, 0, 1) };
	ls_type_id third = STRUCT("third", plain, 1);
	ls_type_id alone = STRUCT("alone", plain, 1);
	(void)alone;
	const struct ls_field holds[] = { at("third", third, 0, 1) };
	ls_type_id second = STRUCT("second", holds, 1);
	ls_type_id to_second = add((struct ls_type){ .kind = LS_KIND_POINTER,
	    .has_size = true,
	    .size_bits = 64,
	    .target = second });
	const struct ls_field points[] = { at("second", to_second, 0, 8) };
	ls_type_id first = STRUCT("first", points, 8);
	ls_type_id to_first = add((struct ls_type){ .kind = LS_KIND_POINTER,
	    .has_size = true,
	    .size_bits = 64,
	    .target = first });
	struct ls_model *model = seal();
	struct ls_function items[] = {
		{ .name = "f",
		    .linkage_name = "f",
		    .type = ints,
		    .parameters = &to_first,
		    .parameter_count = 1 },
		{ .name = "f", /* another unit's */
		    .linkage_name = "f",
		    .type = ints,
		    .parameters = &to_first,
		    .parameter_count = 1 },
		{ .name = "v",
		    .linkage_name = "v",
		    .is_variable = true,
		    .type = to_first },
	};
	const struct ls_functions functions = { .items = items, .count = 3 };
	struct ls_exports *exports = ls_exports_new(model, &functions);
	assert_non_null(exports);
	const struct ls_export *found = ls_exports_find(exports, "first");
	assert_int_equal(found->count, 2);
	assert_string_equal(found->symbols[0], "f");
	assert_string_equal(found->symbols[1], "v");
	assert_null(found->through);
	found = ls_exports_find(exports, "second");
	assert_string_equal(found->through, "first");
	found = ls_exports_find(exports, "third");
	assert_string_equal(found->through, "second");
	assert_string_equal(found->symbols[0], "f");
	assert_null(ls_exports_find(exports, "alone"));
	assert_null(ls_exports_find(exports, NULL));
	ls_exports_free(exports);
	ls_model_free(model);
}

/* void f(g, g), where void g(h, h), ...: 2^40 ways to one struct */
static void
functions_that_take_functions_come_to_an_end(void **state)
{
	(void)state;
	begin();
	const struct ls_field one[] = { at("a", chars, 0, 1) };
	ls_type_id id = STRUCT("last", one, 1);
	for (int i = 0; i < 40; i++) {
		const ls_type_id both[] = { id, id };
		id = add((struct ls_type){ .kind = LS_KIND_FUNCTION,
		    .parameters = both,
		    .parameter_count = 2 });
	}
	struct ls_model *model = seal();
	struct ls_function item = { .name = "f",
		.linkage_name = "f",
		.parameters = &id,
		.parameter_count = 1 };
	const struct ls_functions functions = { .items = &item, .count = 1 };
	struct ls_exports *exports = ls_exports_new(model, &functions);
	assert_non_null(exports);
	assert_non_null(ls_exports_find(exports, "last"));
	ls_exports_free(exports);
	ls_model_free(model);
}

/* |union { |a-------|bbbbbbbb|c-------| ; long }| 24, inside it 16. */
static void
anonymous_members_are_looked_into(void **state)
{
	(void)state;
	begin();
	ls_type_id inner = add_loose(NULL);
	const struct ls_field either[] = { at(NULL, inner, 0, 24),
		at("d", longs, 0, 8) };
	ls_type_id both = UNION(NULL, either, 24);
	const struct ls_field fields[] = { at(NULL, both, 0, 24),
		at("e", longs, 24, 8) };
	ls_type_id id = STRUCT("outer", fields, 32);
	struct ls_model *model = seal();
	struct ls_row row = row_of(model, id);
	assert_null(row.best);
	assert_non_null(strstr(row.best_note, "#0"));
	assert_non_null(strstr(row.best_note, "24 to 16"));
	ls_row_free(&row);
	ls_model_free(model);
}

/* in: 24, or 16; out has three of it and an int: 80, or 56. */
static void
savings_go_through_holders(void **state)
{
	(void)state;
	begin();
	ls_type_id in = add_loose("in");
	ls_type_id array = add((struct ls_type){ .kind = LS_KIND_ARRAY,
	    .target = in,
	    .has_count = true,
	    .count = 3,
	    .has_size = true,
	    .size_bits = 72 * 8 });
	const struct ls_field fields[] = { at("in", array, 0, 72),
		at("d", ints, 72, 4) };
	STRUCT("out", fields, 80);
	const struct ls_field either[] = { at("in", in, 0, 24),
		at("c", array, 0, 72) };
	UNION("some", either, 72);
	struct ls_model *model = seal();
	bool is_proved;
	assert_int_equal(ls_best_size(model, in, &is_proved), 16);
	assert_true(is_proved);
	struct ls_embed *embed = ls_embed_new(model);
	assert_non_null(embed);
	assert_int_equal(ls_embed_saving(embed, in, 16), 8 + 24 + 24);
	/* The same again: one question leaves nothing for the next. */
	assert_int_equal(ls_embed_saving(embed, in, 16), 8 + 24 + 24);
	ls_embed_free(embed);
	ls_model_free(model);
}

static void
a_member_to_keep_has_to_be_there(void **state)
{
	(void)state;
	begin();
	ls_type_id id = add_loose("loose");
	struct ls_model *model = seal();
	const char *const keep[] = { "nope", NULL };
	const struct ls_analyse_options options = { .cacheline_bytes = 64,
		.with_best = true,
		.best = { .keep = keep } };
	struct ls_row row = { 0 };
	struct ls_error *err = ls_analyse_type(model, id, &options, &row);
	assert_non_null(err);
	assert_int_equal(err->code, LS_ERROR_NO_MATCH);
	ls_error_free(err);
	ls_model_free(model);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_move_is_told_in_words),
		cmocka_unit_test(what_is_not_explained_is_refused),
		cmocka_unit_test(a_flexible_array_stays_last),
		cmocka_unit_test(a_marker_between_members_is_refused),
		cmocka_unit_test(a_proposal_may_have_several_lines),
		cmocka_unit_test(a_header_is_said),
		cmocka_unit_test(a_header_that_moves_is_told_of),
		cmocka_unit_test(a_frozen_type_stays),
		cmocka_unit_test(hot_members_come_together),
		cmocka_unit_test(a_nested_struct_may_be_unfolded),
		cmocka_unit_test(bools_become_bitfields),
		cmocka_unit_test(exports_lead_on),
		cmocka_unit_test(functions_that_take_functions_come_to_an_end),
		cmocka_unit_test(anonymous_members_are_looked_into),
		cmocka_unit_test(savings_go_through_holders),
		cmocka_unit_test(a_member_to_keep_has_to_be_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
