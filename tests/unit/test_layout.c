/*
 * test_layout.c - where rustc puts fields and tags, and which niche it keeps.
 *
 * Each type is drawn in the order that it comes out in; every expectation was
 * compiled with rustc 1.95.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "analyse/layout/layout.h"
#include "analyse/niche/niche_enum.h"
#include "analyse/niche/niche_tie.h"

static struct ls_part
plain(uint64_t size, uint64_t align)
{
	return (struct ls_part){ .size_bytes = size,
		.align_bytes = align,
		.niche = { .is_certain = true } };
}

/* With a number of so many bytes at its start that is first..=last. */
static struct ls_part
niched(
    uint64_t size, uint64_t align, uint64_t wide, ls_u128 first, ls_u128 last)
{
	struct ls_part part = plain(size, align);
	part.niche.size_bits = wide * 8;
	part.niche.first = first;
	part.niche.last = last;
	ls_niche_count(&part.niche);
	return part;
}

static struct ls_part
boolean(void)
{
	return niched(1, 1, 1, 0, 1);
}

static struct ls_part
reference(void)
{
	return niched(8, 8, 8, 1, UINT64_MAX);
}

static struct ls_part
never(void)
{
	struct ls_part part = plain(0, 1);
	part.is_uninhabited = true;
	return part;
}

static struct ls_layout
lay_struct(struct ls_part *items, uint32_t count, struct ls_repr repr)
{
	struct ls_part_list list = { items, count, 0 };
	struct ls_layout layout;
	assert_int_equal(ls_layout_struct(&list, &repr, &layout), LS_LAID_OUT);
	return layout;
}

/* |bbbb|cc|a|-| */
static void
fields_are_sorted_by_alignment(void **state)
{
	(void)state;
	struct ls_part f[] = { plain(1, 1), plain(4, 4), plain(2, 2) };
	struct ls_layout layout = lay_struct(f, 3, (struct ls_repr){ 0 });
	assert_int_equal(layout.size_bytes, 8);
	assert_int_equal(f[0].offset_bytes, 6);
	assert_int_equal(f[1].offset_bytes, 0);
	assert_int_equal(f[2].offset_bytes, 4);
}

/* |a|---|bbbb|cc|--| */
static void
c_keeps_the_order(void **state)
{
	(void)state;
	struct ls_part f[] = { plain(1, 1), plain(4, 4), plain(2, 2) };
	struct ls_layout layout = lay_struct(
	    f, 3, (struct ls_repr){ .is_c = true });
	assert_int_equal(layout.size_bytes, 12);
	assert_int_equal(f[1].offset_bytes, 4);
	assert_int_equal(f[2].offset_bytes, 8);
}

/* |aa|bbbb|cc|d|-| packed(2) */
static void
packed_still_sorts(void **state)
{
	(void)state;
	struct ls_part f[] = { plain(1, 1), plain(4, 4), plain(2, 2) };
	struct ls_layout layout = lay_struct(
	    f, 3, (struct ls_repr){ .pack_bytes = 2 });
	assert_int_equal(layout.size_bytes, 8);
	assert_int_equal(layout.align_bytes, 2);
	assert_int_equal(f[0].offset_bytes, 6);
}

/* |mm|a|-|tttt|: the tail of a type that may be unsized stays the last */
static void
a_pinned_tail_stays_last(void **state)
{
	(void)state;
	struct ls_part f[] = { plain(2, 2), plain(1, 1), plain(4, 4) };
	lay_struct(f, 3, (struct ls_repr){ .pins_last = true });
	assert_int_equal(f[2].offset_bytes, 4);
	lay_struct(f, 3, (struct ls_repr){ 0 });
	assert_int_equal(f[2].offset_bytes, 0);
}

/* |uuuuuuuu|b|-------|: the bool's niche, although it is not the first */
static void
the_largest_niche_counts(void **state)
{
	(void)state;
	struct ls_part f[] = { reference(), boolean() };
	struct ls_layout layout = lay_struct(f, 2, (struct ls_repr){ 0 });
	assert_int_equal(layout.niche.offset_bits, 64);
	assert_true(layout.niche.available == 254);
}

static struct ls_layout
lay_enum(struct ls_part_list *lists, uint32_t count, struct ls_repr repr)
{
	struct ls_layout layout;
	assert_int_equal(
	    ls_layout_enum(lists, count, &repr, &layout), LS_LAID_OUT);
	return layout;
}

/* Option<u64>: |tttttttt|uuuuuuuu|, the tag as wide as there is room */
static void
a_tag_widens_to_the_first_field(void **state)
{
	(void)state;
	struct ls_part some[] = { plain(8, 8) };
	struct ls_part_list lists[] = { { 0 }, { some, 1, 0 } };
	struct ls_layout layout = lay_enum(lists, 2, (struct ls_repr){ 0 });
	assert_int_equal(layout.coding, LS_CODING_TAG);
	assert_int_equal(layout.size_bytes, 16);
	assert_int_equal(layout.tag_size_bytes, 8);
	assert_int_equal(some[0].offset_bytes, 8);
	assert_true(layout.niche.available == UINT64_MAX - 1);
}

/* Option<&u8>: |rrrrrrrr|, and nothing is left; repr(u8) has a tag */
static void
a_reference_has_room_for_one(void **state)
{
	(void)state;
	struct ls_part some[] = { reference() };
	struct ls_part_list lists[] = { { 0 }, { some, 1, 0 }, { 0 } };
	struct ls_layout layout = lay_enum(lists, 2, (struct ls_repr){ 0 });
	assert_int_equal(layout.coding, LS_CODING_NICHE);
	assert_int_equal(layout.size_bytes, 8);
	assert_false(layout.niche.has_niche);
	layout = lay_enum(lists, 2, (struct ls_repr){ .int_bytes = 1 });
	assert_int_equal(layout.coding, LS_CODING_TAG);
	assert_int_equal(layout.size_bytes, 16);
	layout = lay_enum(lists, 3, (struct ls_repr){ 0 });
	assert_int_equal(layout.coding, LS_CODING_TAG);
}

/* { A(bool, u8, u16, u32, u64), B(u16) }: A is full, B goes before its bool */
static void
other_data_stand_beside_the_niche(void **state)
{
	(void)state;
	struct ls_part a[] = { boolean(), plain(1, 1), plain(2, 2),
		plain(4, 4), plain(8, 8) };
	struct ls_part b[] = { plain(2, 2) };
	struct ls_part_list lists[] = { { a, 5, 0 }, { b, 1, 0 } };
	struct ls_layout layout = lay_enum(lists, 2, (struct ls_repr){ 0 });
	assert_int_equal(layout.coding, LS_CODING_NICHE);
	assert_int_equal(layout.host, 0);
	assert_int_equal(b[0].offset_bytes, 0);
	assert_int_equal(layout.size_bytes, 16);
	assert_true(layout.niche.available == 253);
}

/* Result<u64, !>: |uuuuuuuu| */
static void
what_never_exists_takes_no_value(void **state)
{
	(void)state;
	struct ls_part ok[] = { plain(8, 8) }, err[] = { never() };
	struct ls_part_list lists[] = { { ok, 1, 0 }, { err, 1, 0 } };
	struct ls_layout layout = lay_enum(lists, 2, (struct ls_repr){ 0 });
	assert_int_equal(layout.coding, LS_CODING_NONE);
	assert_int_equal(layout.size_bytes, 8);
	layout = lay_enum(&lists[1], 1, (struct ls_repr){ 0 });
	assert_int_equal(layout.coding, LS_CODING_NEVER);
	assert_true(layout.is_uninhabited);
	layout = lay_enum(lists, 2, (struct ls_repr){ .is_c = true });
	assert_int_equal(layout.size_bytes, 16);
}

static void
sizes_past_all_numbers_are_refused(void **state)
{
	(void)state;
	struct ls_part f[] = { plain(UINT64_MAX - 3, 1), plain(8, 8) };
	struct ls_part_list list = { f, 2, 0 };
	const struct ls_repr repr = { 0 };
	struct ls_layout layout;
	assert_int_equal(
	    ls_layout_struct(&list, &repr, &layout), LS_LAID_TOO_LARGE);
}

static enum ls_tie
tie_of(struct ls_part *items, uint32_t count, bool pins)
{
	const struct ls_parts parts = {
		.items = items, .count = count, .may_pin_last = pins
	};
	return ls_niche_tie(&parts);
}

/* repr(C) |u|b|b|: the last, as two bytes are before it and one after the
 * first; |u|b|b|u|: the first. */
static void
of_equal_niches_one_is_kept(void **state)
{
	(void)state;
	struct ls_part f[] = { plain(1, 1), boolean(), boolean(),
		plain(1, 1) };
	for (uint32_t i = 0; i < 4; i++)
		f[i].offset_bytes = i;
	assert_int_equal(tie_of(f, 3, false), LS_TIE_LAST);
	assert_int_equal(tie_of(f, 4, false), LS_TIE_FIRST);
	f[0].offset_bytes = 9; /* no rule puts it there */
	assert_int_equal(tie_of(f, 4, true), LS_TIE_UNKNOWN);
}

static struct ls_niche
claim(uint64_t first, uint64_t last, const ls_u128 *discrs, uint32_t count,
    bool *is_beside)
{
	struct ls_variant items[4] = { { .name = "host" } };
	struct ls_niche host = { .size_bits = 8,
		.first = first,
		.last = last },
			rest = { 0 };
	for (uint32_t i = 0; i < count; i++)
		items[i + 1] = (struct ls_variant){
			.name = "other", .has_discr = true, .discr = discrs[i]
		};
	const struct ls_variants variants = { true, 0, 0, 8, items,
		count + 1 };
	const struct ls_type type = { .variants = &variants };
	ls_niche_count(&host);
	*is_beside = ls_niche_claim(&host, &type, &rest);
	return rest;
}

static void
values_are_claimed_beside_the_valid_ones(void **state)
{
	(void)state;
	const ls_u128 after[] = { 2, 3 }, before[] = { 0 }, far[] = { 77 };
	bool is_beside;
	/* bool and two more: 0..=3 */
	assert_true(claim(0, 1, after, 2, &is_beside).available == 252);
	assert_true(is_beside);
	/* a reference and None: all are taken */
	assert_false(claim(1, 255, before, 1, &is_beside).has_niche);
	assert_true(is_beside);
	claim(0, 1, far, 1, &is_beside);
	assert_false(is_beside);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_sorted_by_alignment),
		cmocka_unit_test(c_keeps_the_order),
		cmocka_unit_test(packed_still_sorts),
		cmocka_unit_test(a_pinned_tail_stays_last),
		cmocka_unit_test(the_largest_niche_counts),
		cmocka_unit_test(a_tag_widens_to_the_first_field),
		cmocka_unit_test(a_reference_has_room_for_one),
		cmocka_unit_test(other_data_stand_beside_the_niche),
		cmocka_unit_test(what_never_exists_takes_no_value),
		cmocka_unit_test(sizes_past_all_numbers_are_refused),
		cmocka_unit_test(of_equal_niches_one_is_kept),
		cmocka_unit_test(values_are_claimed_beside_the_valid_ones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
