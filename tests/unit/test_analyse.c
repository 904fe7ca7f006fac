/*
 * test_analyse.c - from a model to a row: lines, totals, cache lines,
 * letters, variants and tags.
 *
 * Each test draws the type it means, |a---|bbbb|, a letter a byte.
 */
#include "page.h"

#include "analyse/niche/niche.h"

#include "analyse/decimal.h"
#include "base/limits.h"

static void
assert_line(const struct ls_row *row, size_t at, enum ls_line_kind kind,
    const char *name, uint64_t offset_bits, uint64_t size_bits)
{
	assert_true(at < row->line_count);
	const struct ls_line *line = &row->lines[at];
	assert_int_equal(line->kind, kind);
	assert_int_equal(line->offset_bits, offset_bits);
	assert_int_equal(line->size_bits, size_bits);
	if (name)
		assert_string_equal(line->name, name);
	else
		assert_null(line->name);
}

static void
the_example_of_the_manual(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	const struct ls_row *row = draft_row(&d, draft_conn(&d));
	assert_int_equal(row->size_bytes, 80);
	assert_int_equal(row->used_bytes, 56);
	assert_int_equal(row->hole_bytes, 18);
	assert_int_equal(row->hole_count, 4);
	assert_int_equal(row->tail_padding_bytes, 6);
	assert_int_equal(row->padding_bytes, 24);
	assert_int_equal(row->unused_bits, 3);
	assert_int_equal(row->bit_hole_count, 1);
	assert_int_equal(row->cachelines, 2);

	assert_int_equal(row->line_count, 17);
	assert_line(row, 0, LS_LINE_MEMBER, "flags", 0, 8);
	assert_line(row, 1, LS_LINE_HOLE, NULL, 8, 56);
	assert_line(row, 12, LS_LINE_MEMBER, "retries", 576, 3);
	assert_line(row, 13, LS_LINE_MEMBER, "mode", 579, 2);
	assert_line(row, 14, LS_LINE_UNUSED_BITS, NULL, 581, 3);
	assert_line(row, 15, LS_LINE_MEMBER, "last", 584, 8);
	assert_line(row, 16, LS_LINE_TAIL, NULL, 592, 48);
	assert_string_equal(row->lines[9].type, "char[6]");
	assert_string_equal(row->lines[11].type, "struct timer");
	assert_int_equal(row->lines[12].type_bytes, 4);

	/* retries and mode share the byte at 72, and so the letter i */
	assert_int_equal(row->lines[0].letter, 'a');
	assert_int_equal(row->lines[11].letter, 'h');
	assert_int_equal(row->lines[12].letter, 'i');
	assert_int_equal(row->lines[13].letter, 'i');
	assert_int_equal(row->lines[15].letter, 'j');
	assert_int_equal(row->lines[16].letter, 0);

	assert_int_equal(row->break_count, 1);
	assert_int_equal(row->breaks[0].line, 1);
	assert_int_equal(row->breaks[0].first, 1);
	assert_int_equal(row->breaks[0].byte, 64);
	assert_int_equal(row->breaks[0].at, 11);
	assert_int_equal(row->breaks[0].into_bytes, 16);
	draft_free(&d);
}

/* |aaaaaaa-| over |bbbb----|: both at the start, then the tail. */
static void
members_of_a_union_share_bytes(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id word = draft_scalar(
	    &d, "int", LS_LANG_C, LS_ENCODING_SIGNED, 4);
	const struct ls_field fields[] = { field_at("a", word, 0, 7),
		field_at("b", word, 0, 4) };
	struct ls_type type = draft_record("u", fields, COUNT(fields), 8, 4);
	type.kind = LS_KIND_UNION;
	const struct ls_row *row = draft_row(&d, draft_add(&d, type));
	assert_int_equal(row->line_count, 3);
	assert_line(row, 0, LS_LINE_MEMBER, "a", 0, 56);
	assert_line(row, 1, LS_LINE_MEMBER, "b", 0, 32);
	assert_line(row, 2, LS_LINE_TAIL, NULL, 56, 8);
	assert_int_equal(row->used_bytes, 7);
	assert_int_equal(row->hole_count, 0);
	assert_int_equal(row->lines[0].letter, 0);
	draft_free(&d);
}

/* |a--z|bbbb| and |z|bbbb|: z is empty; it stands at its place, once. */
static void
empty_members_make_no_hole(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id word = draft_scalar(
	    &d, "u32", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 4);
	const struct ls_field fields[] = { field_at("a", word, 0, 1),
		field_at("first", word, 1, 0), field_at("z", word, 3, 0),
		field_at("b", word, 4, 4), field_at("end", word, 8, 0) };
	const struct ls_row *row = draft_row(
	    &d, draft_add(&d, draft_record("t", fields, COUNT(fields), 8, 4)));
	assert_int_equal(row->line_count, 6);
	assert_line(row, 0, LS_LINE_MEMBER, "a", 0, 8);
	assert_line(row, 1, LS_LINE_MEMBER, "first", 8, 0);
	assert_line(row, 2, LS_LINE_HOLE, NULL, 8, 24);
	assert_line(row, 3, LS_LINE_MEMBER, "z", 24, 0);
	assert_line(row, 4, LS_LINE_MEMBER, "b", 32, 32);
	assert_line(row, 5, LS_LINE_MEMBER, "end", 64, 0);
	assert_int_equal(row->hole_count, 1);
	assert_int_equal(row->hole_bytes, 3);
	assert_int_equal(row->lines[1].letter, 0);
	assert_int_equal(row->lines[4].letter, 'b');
	draft_free(&d);
}

/*
 * |a---|b---cccc|dd--| where b and c are an anonymous struct's, and in `in`
 * there are |x-yy|: holes inside members are their own.
 */
static ls_type_id
add_nested(struct draft *d)
{
	ls_type_id word = draft_scalar(
	    d, "int", LS_LANG_C, LS_ENCODING_SIGNED, 4);
	const struct ls_field inner[] = { field_at("b", word, 0, 1),
		field_at("c", word, 4, 4) };
	ls_type_id anonymous = draft_add(
	    d, draft_record(NULL, inner, COUNT(inner), 8, 4));
	const struct ls_field named[] = { field_at("x", word, 0, 1),
		field_at("y", word, 2, 2) };
	ls_type_id in = draft_add(
	    d, draft_record("in", named, COUNT(named), 4, 2));
	const struct ls_field fields[] = { field_at("a", word, 0, 1),
		field_at(NULL, anonymous, 4, 8), field_at("d", in, 12, 4) };
	return draft_add(d, draft_record("t", fields, COUNT(fields), 16, 4));
}

static void
anonymous_members_have_lines_below(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	const struct ls_row *row = draft_row(&d, add_nested(&d));
	assert_int_equal(row->line_count, 7);
	assert_line(row, 2, LS_LINE_MEMBER, NULL, 32, 64);
	assert_int_equal(row->lines[2].below_count, 3);
	assert_line(row, 3, LS_LINE_MEMBER, "b", 32, 8);
	assert_line(row, 4, LS_LINE_HOLE, NULL, 40, 24);
	assert_int_equal(row->lines[4].depth, 1);
	assert_line(row, 5, LS_LINE_MEMBER, "c", 64, 32);
	assert_line(row, 6, LS_LINE_MEMBER, "d", 96, 32);
	assert_int_equal(row->lines[6].below_count, 0);
	assert_int_equal(row->hole_bytes, 3);
	draft_free(&d);
}

static void
with_expand_types_every_record_has(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	d.options.expand_types = true;
	d.options.relative = true;
	const struct ls_row *row = draft_row(&d, add_nested(&d));
	assert_int_equal(row->line_count, 10);
	assert_int_equal(row->lines[6].below_count, 3);
	assert_line(row, 6, LS_LINE_MEMBER, "d", 96, 32);
	assert_line(row, 7, LS_LINE_MEMBER, "x", 0, 8);
	assert_line(row, 8, LS_LINE_HOLE, NULL, 8, 8);
	assert_line(row, 9, LS_LINE_MEMBER, "y", 16, 16);
	assert_int_equal(row->hole_bytes, 3);
	draft_free(&d);
}

/* Two of two of two ..., 40 deep: 2^40 lines, were they all shown. */
static void
unfolding_has_an_end(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	d.options.expand_types = true;
	ls_type_id id = draft_scalar(
	    &d, "char", LS_LANG_C, LS_ENCODING_SIGNED, 0);
	for (int i = 0; i < 40; i++) {
		const struct ls_field fields[] = { field_at("a", id, 0, 0),
			field_at("b", id, 0, 0) };
		id = draft_add(&d, draft_record("t", fields, 2, 0, 1));
	}
	const struct ls_row *row = draft_row(&d, id);
	assert_true(row->line_count <= LS_MAX_NESTED_LINES + 2);
	assert_non_null(row->note);
	draft_free(&d);
}

/* |aaa...|bb.....| a long tail: several cache lines begin inside one line. */
static void
cache_lines_inside_one_line_are_told_once(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id word = draft_scalar(
	    &d, "int", LS_LANG_C, LS_ENCODING_SIGNED, 4);
	const struct ls_field fields[] = { field_at("a", word, 0, 64),
		field_at("b", word, 64, 200), field_at("c", word, 264, 4) };
	const struct ls_row *row = draft_row(&d,
	    draft_add(&d, draft_record("t", fields, COUNT(fields), 384, 4)));
	assert_int_equal(row->cachelines, 6);
	assert_int_equal(row->break_count, 3);
	assert_int_equal(row->breaks[0].line, 1);
	assert_int_equal(row->breaks[0].at, 1);
	assert_int_equal(row->breaks[0].into_bytes, 0);
	assert_int_equal(row->breaks[1].first, 2);
	assert_int_equal(row->breaks[1].line, 4);
	assert_int_equal(row->breaks[1].at, 1);
	assert_int_equal(row->breaks[1].into_bytes, 192);
	/* in the tail, which begins at 268; the type's end is no beginning */
	assert_int_equal(row->breaks[2].line, 5);
	assert_int_equal(row->breaks[2].at, 3);
	assert_int_equal(row->breaks[2].into_bytes, 52);
	draft_free(&d);
}

/* A virtual base stands nobody knows where: nothing is called a hole. */
static void
without_a_place_there_are_no_holes(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id word = draft_scalar(
	    &d, "int", LS_LANG_CPP, LS_ENCODING_SIGNED, 4);
	struct ls_field fields[] = { field_at("a", word, 0, 1),
		field_at("b", word, 8, 4), field_at("base", word, 0, 4) };
	fields[2].has_offset = false;
	fields[2].is_base = fields[2].is_virtual_base = true;
	const struct ls_row *row = draft_row(&d,
	    draft_add(&d, draft_record("t", fields, COUNT(fields), 16, 8)));
	assert_int_equal(row->line_count, 3);
	assert_int_equal(row->padding_bytes, 0);
	assert_string_equal(row->lines[2].name, "base");
	assert_non_null(row->note);
	draft_free(&d);
}

/*
 * struct base {}; struct v : virtual base {}; struct d : v { int a; };
 * d's DIE says |vvvvvvvv|aaaa|....|, and where base is only v's knows.
 */
static void
what_a_base_inherits_virtually_is_no_hole(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id word = draft_scalar(
	    &d, "int", LS_LANG_CPP, LS_ENCODING_SIGNED, 4);
	ls_type_id base = draft_add(&d, draft_record("base", NULL, 0, 4, 4));
	struct ls_field bases[] = { field_at("base", base, 8, 4) };
	bases[0].is_base = bases[0].is_virtual_base = true;
	ls_type_id v = draft_add(&d, draft_record("v", bases, 1, 16, 8));
	struct ls_field fields[] = { field_at("v", v, 0, 8),
		field_at("a", word, 8, 4) };
	fields[0].is_base = true;
	const struct ls_row *row = draft_row(&d,
	    draft_add(&d, draft_record("d", fields, COUNT(fields), 16, 8)));
	assert_int_equal(row->line_count, 2);
	assert_int_equal(row->padding_bytes, 0);
	assert_false(row->are_holes_known);
	assert_non_null(row->note);
	draft_free(&d);
}

static void
an_enum_in_c_is_a_list_of_numbers(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id word = draft_scalar(
	    &d, "int", LS_LANG_C, LS_ENCODING_SIGNED, 4);
	const struct ls_enumerator values[] = { { "LOW", (ls_u128)-5 },
		{ "HIGH", 7 } };
	const struct ls_row *row = draft_row(&d,
	    draft_add(&d,
		(struct ls_type){ .name = "e",
		    .kind = LS_KIND_ENUM,
		    .lang = LS_LANG_C,
		    .has_size = true,
		    .size_bits = 32,
		    .target = word,
		    .enumerators = values,
		    .enumerator_count = COUNT(values) }));
	assert_int_equal(row->enumerator_count, 2);
	assert_string_equal(row->enumerators[0].name, "LOW");
	assert_string_equal(row->enumerators[0].value, "-5");
	assert_string_equal(row->enumerators[1].value, "7");
	assert_string_equal(row->underlying, "int");
	assert_int_equal(row->line_count, 0);
	assert_int_equal(row->padding_bytes, 0);
	assert_int_equal(row->used_bytes, 4);
	assert_false(row->has_variants);
	draft_free(&d);
}

static struct ls_type
rust_enum(const char *name, const struct ls_variants *variants, uint64_t bytes)
{
	struct ls_type type = draft_record(name, NULL, 0, bytes, bytes);
	type.kind = LS_KIND_ENUM;
	type.lang = LS_LANG_RUST;
	type.is_order_free = true;
	type.variants = variants;
	return type;
}

/* |t|a|------|, |t|---|bbbb|, |t|-------|: tags -1, 0, 1; 2 bytes free. */
static void
a_tag_of_its_own(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id i8 = draft_scalar(
	    &d, "i8", LS_LANG_RUST, LS_ENCODING_SIGNED, 1);
	ls_type_id u32 = draft_scalar(
	    &d, "u32", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 4);
	const struct ls_field a = field_at("__0", i8, 1, 1);
	const struct ls_field b = field_at("__0", u32, 4, 4);
	const struct ls_variant items[] = {
		{ "A", true, 0xff, .fields = &a, .field_count = 1 },
		{ "B", true, 0, .fields = &b, .field_count = 1 },
		{ "C", true, 1, .field_count = 0 },
	};
	const struct ls_variants variants = { true, i8, 0, 8, items, 3 };
	const struct ls_row *row = draft_row(
	    &d, draft_add(&d, rust_enum("E", &variants, 8)));
	assert_true(row->has_variants);
	assert_int_equal(row->variant_count, 3);
	assert_int_equal(row->tag.encoding, LS_TAG_DIRECT);
	assert_int_equal(row->tag.offset_bytes, 0);
	assert_int_equal(row->tag.size_bytes, 1);
	assert_string_equal(row->tag.type, "i8");
	assert_string_equal(row->variants[0].discr, "-1");
	assert_string_equal(row->variants[1].discr, "0");
	assert_int_equal(row->variants[0].used_bytes, 2);
	assert_int_equal(row->variants[1].used_bytes, 5);
	assert_int_equal(row->variants[2].used_bytes, 1);
	assert_int_equal(row->variants[2].unused_bytes, 7);
	assert_int_equal(row->variants[1].line_count, 1);
	assert_int_equal(row->variants[1].lines[0].offset_bits, 32);
	assert_int_equal(row->hole_bytes, 2);
	assert_int_equal(row->hole_count, 1);
	assert_int_equal(row->padding_bytes, 2);
	assert_int_equal(row->used_bytes, 6);
	assert_int_equal(row->line_count, 0);
	draft_free(&d);
}

/* Option<Vec>: |pppppppp|cccccccc|, None in values cap never has. */
static void
a_niche_and_the_way_to_it(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id u64 = draft_scalar(
	    &d, "u64", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 8);
	const struct ls_field cap[] = { field_at("__0", u64, 0, 8) };
	ls_type_id high = draft_add(&d, draft_record("Cap", cap, 1, 8, 8));
	const struct ls_field raw[] = { field_at("ptr", u64, 0, 8),
		field_at("zst", u64, 8, 0), field_at("cap", high, 8, 8) };
	ls_type_id buf = draft_add(
	    &d, draft_record("RawVec", raw, COUNT(raw), 16, 8));
	const struct ls_field some = field_at("__0", buf, 0, 16);
	const struct ls_variant items[] = {
		{ "None", true, (ls_u128)1 << 63, .field_count = 0 },
		{ "Some", false, 0, .fields = &some, .field_count = 1 },
	};
	const struct ls_variants variants = { true, u64, 64, 64, items, 2 };
	const struct ls_row *row = draft_row(
	    &d, draft_add(&d, rust_enum("Option", &variants, 16)));
	assert_int_equal(row->tag.encoding, LS_TAG_NICHE);
	assert_int_equal(row->tag.offset_bytes, 8);
	assert_string_equal(row->tag.in, "Some.__0.cap.__0");
	assert_string_equal(row->variants[0].discr, "9223372036854775808");
	assert_null(row->variants[1].discr);
	assert_int_equal(row->variants[0].used_bytes, 8);
	assert_int_equal(row->variants[1].used_bytes, 16);
	assert_int_equal(row->padding_bytes, 0);
	draft_free(&d);
}

/* Option<Option<bool>> and Option<[bool; 2]>. */
static void
a_niche_of_a_niche_and_in_an_array(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id u8 = draft_scalar(
	    &d, "u8", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 1);
	ls_type_id truth = draft_scalar(
	    &d, "bool", LS_LANG_RUST, LS_ENCODING_BOOL, 1);
	ls_type_id pair = draft_add(&d,
	    (struct ls_type){ .kind = LS_KIND_ARRAY,
		.lang = LS_LANG_RUST,
		.target = truth,
		.has_count = true,
		.count = 2,
		.has_size = true,
		.size_bits = 16 });
	const struct ls_field held = field_at("__0", pair, 0, 2);
	const struct ls_variant inner[] = {
		{ "None", true, 2, .field_count = 0 },
		{ "Some", false, 0, .fields = &held, .field_count = 1 },
	};
	const struct ls_variants first = { true, u8, 0, 8, inner, 2 };
	ls_type_id option = draft_add(&d, rust_enum("In", &first, 2));
	const struct ls_field outer_held = field_at("__0", option, 0, 2);
	const struct ls_variant outer[] = {
		{ "None", true, 3, .field_count = 0 },
		{ "Some", false, 0, .fields = &outer_held, .field_count = 1 },
	};
	const struct ls_variants second = { true, u8, 0, 8, outer, 2 };
	const struct ls_row *row = draft_row(
	    &d, draft_add(&d, rust_enum("Out", &second, 2)));
	assert_string_equal(row->tag.in, "Some.__0.Some.__0[0]");
	draft_free(&d);
}

/* As a cell of std has it: any value, whatever is inside. */
static ls_type_id
draft_cell(struct draft *d, ls_type_id inside)
{
	static const struct ls_valid any = { .is_any = true };
	const struct ls_field value = field_at("value", inside, 0, 1);
	struct ls_type cell = draft_record("Cell<bool>", &value, 1, 1, 1);
	cell.lang = LS_LANG_RUST;
	cell.valid = &any;
	return draft_add(d, cell);
}

static ls_type_id
draft_bool(struct draft *d)
{
	static const struct ls_valid zero_or_one = { .size_bits = 8,
		.last = 1 };
	return draft_add(d,
	    (struct ls_type){ .name = "bool",
		.kind = LS_KIND_SCALAR,
		.lang = LS_LANG_RUST,
		.encoding = LS_ENCODING_BOOL,
		.has_size = true,
		.size_bits = 8,
		.align_bits = 8,
		.align_from = LS_HOW_ABI,
		.valid = &zero_or_one });
}

/* |wwww|c|---| c: Cell<bool>, of which nothing may be used. */
static void
what_hides_a_niche_is_told(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id word = draft_scalar(
	    &d, "u32", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 4);
	ls_type_id cell = draft_cell(&d, draft_bool(&d));
	const struct ls_field fields[] = { field_at("w", word, 0, 4),
		field_at("on", cell, 4, 1) };
	struct ls_type type = draft_record("S", fields, 2, 8, 4);
	type.lang = LS_LANG_RUST;
	ls_type_id id = draft_add(&d, type);
	assert_null(ls_build_seal(d.build, &d.model));
	d.options.niches = ls_niches_new(d.model);
	assert_null(ls_analyse_type(d.model, id, &d.options, &d.row));
	assert_false(d.row.niche.has_niche);
	assert_string_equal(d.row.niche.none,
	    "on is a cell, which hides the 254 free values in it");
	/* |t|---|wwww|c|---| */
	assert_true(d.row.niche.has_option);
	assert_int_equal(d.row.niche.option_bytes, 12);
	ls_niches_free(d.options.niches);
	draft_free(&d);
}

/*
 * A(u8, u32)	|0|a|--|wwww|
 * B(bool)	|1|b|------|	at 1 A has something too
 * C(bool)	|2|-|c|----|	at 2 nobody has
 */
static void
a_niche_of_one_variant_is_spare(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id byte = draft_scalar(
	    &d, "u8", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 1);
	ls_type_id word = draft_scalar(
	    &d, "u32", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 4);
	ls_type_id truth = draft_bool(&d);
	const struct ls_field a[] = { field_at("__0", byte, 1, 1),
		field_at("__1", word, 4, 4) };
	const struct ls_field b = field_at("__0", truth, 1, 1);
	const struct ls_field c = field_at("__0", truth, 2, 1);
	const struct ls_variant items[] = {
		{ "A", true, 0, .fields = a, .field_count = 2 },
		{ "B", true, 1, .fields = &b, .field_count = 1 },
		{ "C", true, 2, .fields = &c, .field_count = 1 },
	};
	const struct ls_variants variants = { true, byte, 0, 8, items, 3 };
	struct ls_type type = draft_record("E", NULL, 0, 8, 4);
	type.kind = LS_KIND_ENUM;
	type.lang = LS_LANG_RUST;
	type.variants = &variants;
	ls_type_id id = draft_add(&d, type);
	assert_null(ls_build_seal(d.build, &d.model));
	d.options.niches = ls_niches_new(d.model);
	assert_null(ls_analyse_type(d.model, id, &d.options, &d.row));
	assert_string_equal(d.row.niche.used, "0-2");
	assert_int_equal(d.row.niche.option_bytes, 8);
	assert_int_equal(d.row.niche.spare_count, 1);
	assert_string_equal(d.row.niche.spares[0].in, "C.__0");
	assert_string_equal(d.row.niche.spares[0].available, "254");
	assert_int_equal(d.row.niche.spares[0].offset_bytes, 2);
	ls_niches_free(d.options.niches);
	draft_free(&d);
}

/* Two members at the tag's place: who lends the niche is not said. */
static void
an_uncertain_way_is_not_told(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id u8 = draft_scalar(
	    &d, "u8", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 1);
	const struct ls_field both[] = { field_at("__0", u8, 0, 1),
		field_at("__1", u8, 0, 1) };
	const struct ls_variant items[] = {
		{ "A", true, 2, .field_count = 0 },
		{ "B", false, 0, .fields = both, .field_count = 2 },
	};
	const struct ls_variants variants = { true, u8, 0, 8, items, 2 };
	const struct ls_row *row = draft_row(
	    &d, draft_add(&d, rust_enum("E", &variants, 1)));
	assert_int_equal(row->tag.encoding, LS_TAG_NICHE);
	assert_null(row->tag.in);
	draft_free(&d);
}

/* Result<u32, !>: no tag at all. */
static void
one_variant_needs_no_tag(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id u32 = draft_scalar(
	    &d, "u32", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 4);
	const struct ls_field held = field_at("__0", u32, 0, 4);
	const struct ls_variant items[] = {
		{ "Ok", false, 0, .fields = &held, .field_count = 1 },
		{ "Err", false, 0, .is_uninhabited = true },
	};
	const struct ls_variants variants = { .items = items, .count = 2 };
	const struct ls_row *row = draft_row(
	    &d, draft_add(&d, rust_enum("E", &variants, 4)));
	assert_int_equal(row->tag.encoding, LS_TAG_NONE);
	assert_null(row->variants[0].discr);
	assert_int_equal(row->variants[0].used_bytes, 4);
	assert_int_equal(row->variants[1].used_bytes, 0);
	assert_true(row->variants[1].is_uninhabited);
	draft_free(&d);
}

static void
numbers_of_128_bits(void **state)
{
	(void)state;
	char text[LS_DECIMAL_ROOM];
	ls_decimal(0, 128, true, text);
	assert_string_equal(text, "0");
	ls_decimal(~(ls_u128)0, 128, false, text);
	assert_string_equal(text, "340282366920938463463374607431768211455");
	ls_decimal((ls_u128)1 << 127, 128, true, text);
	assert_string_equal(text, "-170141183460469231731687303715884105728");
	ls_decimal(0x1ff, 8, false, text);
	assert_string_equal(text, "255");
	ls_decimal(0x80, 8, true, text);
	assert_string_equal(text, "-128");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_example_of_the_manual),
		cmocka_unit_test(members_of_a_union_share_bytes),
		cmocka_unit_test(empty_members_make_no_hole),
		cmocka_unit_test(anonymous_members_have_lines_below),
		cmocka_unit_test(with_expand_types_every_record_has),
		cmocka_unit_test(unfolding_has_an_end),
		cmocka_unit_test(cache_lines_inside_one_line_are_told_once),
		cmocka_unit_test(without_a_place_there_are_no_holes),
		cmocka_unit_test(what_a_base_inherits_virtually_is_no_hole),
		cmocka_unit_test(an_enum_in_c_is_a_list_of_numbers),
		cmocka_unit_test(a_tag_of_its_own),
		cmocka_unit_test(a_niche_and_the_way_to_it),
		cmocka_unit_test(a_niche_of_a_niche_and_in_an_array),
		cmocka_unit_test(what_hides_a_niche_is_told),
		cmocka_unit_test(a_niche_of_one_variant_is_spare),
		cmocka_unit_test(an_uncertain_way_is_not_told),
		cmocka_unit_test(one_variant_needs_no_tag),
		cmocka_unit_test(numbers_of_128_bits),
	};
	return cmocka_run_group_tests_name("analyse", tests, NULL, NULL);
}
