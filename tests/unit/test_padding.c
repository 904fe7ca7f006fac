/*
 * test_padding.c - analyse/padding.c, held against layouts done by hand.
 *
 * Each test draws the type it means; if the drawing and the numbers agree,
 * the test is right, whatever the code says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analyse/padding.h"
#include "model/model.h"
#include "report/report.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct ls_extent gaps[8];

static void
assert_gap(size_t at, uint64_t begin_bits, uint64_t end_bits)
{
	assert_int_equal(gaps[at].begin_bits, begin_bits);
	assert_int_equal(gaps[at].end_bits, end_bits);
}

/* |a---|bbbb|cc--| */
static void
gap_and_tail_are_both_found(void **state)
{
	(void)state;
	struct ls_extent used[] = { { 0, 8 }, { 32, 64 }, { 64, 80 } };
	assert_int_equal(ls_gaps(used, COUNT(used), 96, gaps), 2);
	assert_gap(0, 8, 32);
	assert_gap(1, 80, 96);
}

/* A union: |aaaaaaa-| over |b-------|.  b hides nothing of a. */
static void
overlapping_fields_hide_nothing(void **state)
{
	(void)state;
	struct ls_extent used[] = { { 0, 56 }, { 0, 8 } };
	assert_int_equal(ls_gaps(used, COUNT(used), 64, gaps), 1);
	assert_gap(0, 56, 64);
}

/* Variants come one after the other: |--bb----| and |a-----cc|. */
static void
extents_may_come_in_any_order(void **state)
{
	(void)state;
	struct ls_extent used[] = { { 16, 32 }, { 0, 8 }, { 48, 64 } };
	assert_int_equal(ls_gaps(used, COUNT(used), 64, gaps), 2);
	assert_gap(0, 8, 16);
	assert_gap(1, 32, 48);
}

/* |a--z|bbbb| where z is empty: one hole, not two. */
static void
an_empty_field_cuts_no_hole(void **state)
{
	(void)state;
	struct ls_extent used[] = { { 0, 8 }, { 24, 24 }, { 32, 64 } };
	assert_int_equal(ls_gaps(used, COUNT(used), 64, gaps), 1);
	assert_gap(0, 8, 32);
}

/* |a-??|bbbb|--|: how long ? is nobody knows; after b it is known again. */
static void
nothing_is_said_after_an_open_extent(void **state)
{
	(void)state;
	struct ls_extent used[] = { { 0, 8 }, { 16, LS_EXTENT_OPEN },
		{ 32, 64 } };
	assert_int_equal(ls_gaps(used, COUNT(used), 80, gaps), 2);
	assert_gap(0, 8, 16);
	assert_gap(1, 64, 80);
}

/* Rust's () and C's empty struct; C++'s has one byte. */
static void
nothing_has_no_gaps(void **state)
{
	(void)state;
	assert_int_equal(ls_gaps(NULL, 0, 0, gaps), 0);
	assert_int_equal(ls_gaps(NULL, 0, 8, gaps), 1);
	assert_gap(0, 0, 8);
}

/* The largest type there can be, its last byte used. */
static void
huge_types_are_counted_right(void **state)
{
	(void)state;
	uint64_t size = UINT64_MAX - 7;
	struct ls_extent used[] = { { size - 8, size } };
	assert_int_equal(ls_gaps(used, 1, size, gaps), 1);
	assert_gap(0, 0, size - 8);
}

/* Bits |aaa.....|........|......bb| are 5 bits, a byte, 6 bits. */
static void
a_gap_is_cut_at_bytes(void **state)
{
	(void)state;
	const struct ls_extent gap = { 3, 22 };
	assert_int_equal(ls_gap_split(gap, gaps), 3);
	assert_gap(0, 3, 8);
	assert_gap(1, 8, 16);
	assert_gap(2, 16, 22);
}

/* |aaa..bbb|, and |aa......|bbbbbbbb|, and |aaaaaaaa|........|. */
static void
small_gaps_are_cut_no_further(void **state)
{
	(void)state;
	assert_int_equal(ls_gap_split((struct ls_extent){ 3, 5 }, gaps), 1);
	assert_gap(0, 3, 5);
	assert_int_equal(ls_gap_split((struct ls_extent){ 2, 8 }, gaps), 1);
	assert_gap(0, 2, 8);
	assert_int_equal(ls_gap_split((struct ls_extent){ 8, 16 }, gaps), 1);
	assert_gap(0, 8, 16);
}

/* |aaa.....|........|bbbbbbbb|........|: 5 bits, a hole, a tail. */
static void
pieces_are_counted_by_their_kind(void **state)
{
	(void)state;
	struct ls_row row = { .has_size = true, .size_bytes = 4 };
	ls_count_gap(&row, (struct ls_extent){ 3, 16 });
	ls_count_gap(&row, (struct ls_extent){ 24, 32 });
	assert_int_equal(row.unused_bits, 5);
	assert_int_equal(row.bit_hole_count, 1);
	assert_int_equal(row.hole_bytes, 1);
	assert_int_equal(row.hole_count, 1);
	assert_int_equal(row.tail_padding_bytes, 1);
	assert_int_equal(row.padding_bytes, 2);
	assert_int_equal(row.used_bytes, 2);
}

/* C's `char bytes[]` takes nothing; Rust's [u8] at the end goes on. */
static void
fields_without_a_size(void **state)
{
	(void)state;
	struct ls_type c = { .lang = LS_LANG_C };
	struct ls_type rust = { .lang = LS_LANG_RUST, .is_dynamic = true };
	const struct ls_field tail = {
		.has_offset = true, .offset_bits = 72, .is_flexible = true
	};
	assert_int_equal(ls_extent_of(&c, &tail).end_bits, 72);
	assert_int_equal(ls_extent_of(&rust, &tail).end_bits, LS_EXTENT_OPEN);
	const struct ls_field unknown = { .has_offset = true };
	assert_int_equal(ls_extent_of(&c, &unknown).end_bits, LS_EXTENT_OPEN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gap_and_tail_are_both_found),
		cmocka_unit_test(overlapping_fields_hide_nothing),
		cmocka_unit_test(extents_may_come_in_any_order),
		cmocka_unit_test(an_empty_field_cuts_no_hole),
		cmocka_unit_test(nothing_is_said_after_an_open_extent),
		cmocka_unit_test(nothing_has_no_gaps),
		cmocka_unit_test(huge_types_are_counted_right),
		cmocka_unit_test(a_gap_is_cut_at_bytes),
		cmocka_unit_test(small_gaps_are_cut_no_further),
		cmocka_unit_test(pieces_are_counted_by_their_kind),
		cmocka_unit_test(fields_without_a_size),
	};
	return cmocka_run_group_tests_name("padding", tests, NULL, NULL);
}
