/*
 * test_dwarf_place.c - where a member lies, in each of the ways of DWARF.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "read/dwarf/record.h"

/* unsigned a:3, b:5 in 4 bytes: |aaabbbbb|........|........|........| */
static void
three_encodings_agree(void **state)
{
	(void)state;
	struct ls_die v4 = {
		.has = LS_DIE_BIT_SIZE | LS_DIE_DATA_BIT_OFFSET,
		.bit_size = 5,
		.data_bit_offset = 3,
	};
	struct ls_die v2 = {
		.has = LS_DIE_BIT_SIZE | LS_DIE_BIT_OFFSET | LS_DIE_BYTE_SIZE |
		    LS_DIE_MEMBER_LOCATION,
		.bit_size = 5,
		.byte_size = 4,
		.bit_offset = 24,
	};
	struct ls_die clang = v2;
	clang.has &= ~(uint32_t)LS_DIE_BYTE_SIZE;
	const struct ls_die *all[] = { &v4, &v2, &clang };
	for (int i = 0; i < 3; i++) {
		struct ls_place place = ls_place_member(
		    all[i], false, true, 32, true);
		assert_true(place.has_offset);
		assert_true(place.is_bitfield);
		assert_int_equal(place.offset_bits, 3);
		assert_int_equal(place.size_bits, 5);
	}
}

/* On a big-endian machine bit_offset is from the first bit in memory. */
static void
big_endian_counts_from_the_start(void **state)
{
	(void)state;
	struct ls_die die = {
		.has = LS_DIE_BIT_SIZE | LS_DIE_BIT_OFFSET | LS_DIE_BYTE_SIZE |
		    LS_DIE_MEMBER_LOCATION,
		.bit_size = 5,
		.byte_size = 4,
		.bit_offset = 3,
		.member_location = 8,
	};
	struct ls_place place = ls_place_member(&die, true, true, 32, true);
	assert_int_equal(place.offset_bits, 67);
}

/* Packed, a field may lie across the end of the unit: 8 + 32 + 4 - 7. */
static void
bit_offset_may_be_negative(void **state)
{
	(void)state;
	struct ls_die die = {
		.has = LS_DIE_BIT_SIZE | LS_DIE_BIT_OFFSET | LS_DIE_BYTE_SIZE |
		    LS_DIE_MEMBER_LOCATION,
		.bit_size = 7,
		.byte_size = 4,
		.bit_offset = -4,
		.member_location = 1,
	};
	struct ls_place place = ls_place_member(&die, false, true, 32, true);
	assert_true(place.has_offset);
	assert_int_equal(place.offset_bits, 37);
}

/* _Atomic struct { char a[3]; } is 32 bits of 24 to clang. */
static void
atomic_struct_is_no_bitfield(void **state)
{
	(void)state;
	struct ls_die die = {
		.has = LS_DIE_BIT_SIZE | LS_DIE_DATA_BIT_OFFSET,
		.bit_size = 32,
		.data_bit_offset = 64,
	};
	struct ls_place place = ls_place_member(&die, false, true, 24, false);
	assert_false(place.is_bitfield);
	assert_int_equal(place.offset_bits, 64);
	assert_int_equal(place.size_bits, 32);

	/* the same at the start of its holder, in clang 14's own words */
	struct ls_die first = {
		.has = LS_DIE_BIT_SIZE | LS_DIE_BIT_OFFSET | LS_DIE_BYTE_SIZE |
		    LS_DIE_MEMBER_LOCATION,
		.bit_size = 32,
		.byte_size = 3,
		.bit_offset = -24,
		.member_location = (UINT64_C(1) << 61) - 2,
	};
	place = ls_place_member(&first, false, true, 24, false);
	assert_true(place.has_offset);
	assert_int_equal(place.offset_bits, 0);
}

static void
plain_member_lies_at_bytes(void **state)
{
	(void)state;
	struct ls_die die = { .has = LS_DIE_MEMBER_LOCATION,
		.member_location = UINT64_C(1) << 40 };
	struct ls_place place = ls_place_member(&die, false, true, 32, true);
	assert_false(place.is_bitfield);
	assert_int_equal(place.offset_bits, UINT64_C(1) << 43);
	assert_int_equal(place.size_bits, 32);

	struct ls_die in_union = { 0 };
	place = ls_place_member(&in_union, false, false, 0, true);
	assert_true(place.has_offset);
	assert_int_equal(place.offset_bits, 0);
	assert_false(place.has_size);
}

/* What no machine has is said, not shown wrapped around. */
static void
impossible_places_are_noted(void **state)
{
	(void)state;
	struct ls_die far = { .has = LS_DIE_MEMBER_LOCATION,
		.member_location = UINT64_C(1) << 61 };
	struct ls_die expression = { .has = LS_DIE_MEMBER_EXPR };
	struct ls_die before = {
		.has = LS_DIE_BIT_SIZE | LS_DIE_BIT_OFFSET | LS_DIE_BYTE_SIZE,
		.bit_size = 8,
		.byte_size = 4,
		.bit_offset = 31,
	};
	struct ls_die overflow = {
		.has = LS_DIE_MEMBER_LOCATION | LS_DIE_DATA_BIT_OFFSET,
		.member_location = UINT64_MAX / 8,
		.data_bit_offset = UINT64_MAX - 8,
	};
	struct ls_die unit = {
		.has = LS_DIE_BIT_SIZE | LS_DIE_BIT_OFFSET | LS_DIE_BYTE_SIZE,
		.bit_size = 8,
		.byte_size = UINT64_MAX,
	};
	const struct ls_die *all[] = { &far, &expression, &before, &overflow,
		&unit };
	for (int i = 0; i < 5; i++) {
		struct ls_place place = ls_place_member(
		    all[i], false, true, 32, true);
		assert_false(place.has_offset);
		assert_non_null(place.note);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_encodings_agree),
		cmocka_unit_test(big_endian_counts_from_the_start),
		cmocka_unit_test(bit_offset_may_be_negative),
		cmocka_unit_test(atomic_struct_is_no_bitfield),
		cmocka_unit_test(plain_member_lies_at_bytes),
		cmocka_unit_test(impossible_places_are_noted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
