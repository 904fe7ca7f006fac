/*
 * test_reorder.c - orders of members, against every order there is.
 *
 * For structs of up to six members all orders are laid out here by a second,
 * slower reading of the ABI, and their moves are counted by trying every set
 * of members that could have stayed.  The search must agree on each.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analyse/reorder/reorder.h"

enum { MOST = 6 };

/* The same numbers on every machine. */
static uint64_t seed;

static uint32_t
random_below(uint32_t limit)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % limit;
}

static struct ls_item
ordinary(uint64_t size, uint64_t align)
{
	return (
	    struct ls_item){ .size_bits = size * 8, .align_bits = align * 8 };
}

static struct ls_item
bits(uint64_t width, uint64_t size, uint64_t align)
{
	return (struct ls_item){ .size_bits = width,
		.align_bits = align * 8,
		.type_bits = size * 8 };
}

static struct ls_items
set_of(const struct ls_item *items, uint32_t count)
{
	struct ls_items set = { .items = items,
		.count = count,
		.align_bits = 8,
		.line_bits = 512 };
	for (uint32_t i = 0; i < count; i++)
		if (items[i].align_bits > set.align_bits)
			set.align_bits = items[i].align_bits;
	return set;
}

/* Bit by bit: walk on until the item may begin here. */
static uint64_t
slow_size(const struct ls_items *set, const uint16_t *order)
{
	uint64_t end = 0;
	for (uint32_t i = 0; i < set->count; i++) {
		const struct ls_item *item = &set->items[order[i]];
		if (item->type_bits) {
			uint64_t unit = end - end % item->align_bits;
			if (end + item->size_bits > unit + item->type_bits)
				while (end % item->align_bits)
					end++;
		} else {
			while (end % item->align_bits)
				end++;
		}
		end += item->size_bits;
	}
	while (end % set->align_bits)
		end++;
	return end;
}

static bool
is_run(const struct ls_items *set, uint32_t left)
{
	return set->items[left].type_bits && set->items[left + 1].type_bits &&
	    set->items[left].pin == LS_PIN_NO &&
	    set->items[left + 1].pin == LS_PIN_NO;
}

/* Every set of items that stays: the others are pieces. */
static uint32_t
slow_moves(const struct ls_items *set, const uint16_t *order)
{
	uint32_t fewest = set->count;
	for (uint32_t stays = 0; stays < 1u << set->count; stays++) {
		uint32_t pieces = 0;
		int last = -1;
		bool is_good = true;
		for (uint32_t i = 0; i < set->count; i++) {
			if (stays >> order[i] & 1) {
				is_good &= (int)order[i] > last;
				last = order[i];
				continue;
			}
			bool follows = i > 0 && !(stays >> order[i - 1] & 1) &&
			    order[i] == order[i - 1] + 1 &&
			    is_run(set, order[i - 1]);
			pieces += !follows;
		}
		if (is_good && pieces < fewest)
			fewest = pieces;
	}
	return fewest;
}

static bool
next_order(uint16_t *order, uint32_t count)
{
	uint32_t i = count - 1;
	while (i > 0 && order[i - 1] >= order[i])
		i--;
	if (i == 0)
		return false;
	uint32_t j = count - 1;
	while (order[j] <= order[i - 1])
		j--;
	uint16_t swap = order[j];
	order[j] = order[i - 1], order[i - 1] = swap;
	for (uint32_t a = i, b = count - 1; a < b; a++, b--)
		swap = order[a], order[a] = order[b], order[b] = swap;
	return true;
}

static bool
respects_pins(const struct ls_items *set, const uint16_t *order)
{
	uint64_t offsets[MOST];
	bool lines[2 * MOST * 64] = { false };
	unsigned hot_lines = 0;
	ls_items_layout(set, order, offsets);
	for (uint32_t i = 0; i < set->count; i++) {
		const struct ls_item *item = &set->items[i];
		for (uint64_t bit = 0; item->is_hot && bit < item->size_bits;
		     bit++) {
			uint64_t line = (offsets[i] + bit) / set->line_bits;
			hot_lines += !lines[line];
			lines[line] = true;
		}
		if ((item->pin == LS_PIN_FIRST || item->pin == LS_PIN_LAST) &&
		    order[i] != i)
			return false;
		if (item->pin == LS_PIN_PLACE &&
		    offsets[i] != item->place_bits)
			return false;
	}
	return hot_lines <= 1;
}

/* The smallest size with at most so many moves, by trying all orders. */
static void
try_all(const struct ls_items *set, uint64_t best[MOST + 1])
{
	uint16_t order[MOST];
	for (uint32_t i = 0; i <= MOST; i++)
		best[i] = UINT64_MAX;
	for (uint32_t i = 0; i < set->count; i++)
		order[i] = (uint16_t)i;
	do {
		uint64_t size = slow_size(set, order);
		assert_int_equal(size, ls_items_layout(set, order, NULL));
		if (!respects_pins(set, order))
			continue;
		uint32_t moves = slow_moves(set, order);
		assert_int_equal(moves, ls_items_moves(set, order, NULL));
		for (uint32_t i = moves; i <= MOST; i++)
			if (size < best[i])
				best[i] = size;
	} while (next_order(order, set->count));
}

static void
assert_ladder(const struct ls_items *set)
{
	uint64_t best[MOST + 1], offsets[MOST];
	struct ls_arena arena = { .limit_bytes = 1 << 20 };
	struct ls_ladder ladder;
	const struct ls_ladder_options options = { 0 };
	assert_true(ls_items_are_sound(set));
	try_all(set, best);
	assert_true(ls_items_ladder(set, &options, &arena, &ladder));
	assert_true(ladder.is_proved);

	uint64_t size = ls_items_layout(set, NULL, offsets);
	if (!ls_items_are_right(set))
		size = UINT64_MAX;
	uint32_t rung = 0;
	for (uint32_t moves = 1; moves <= set->count; moves++) {
		if (rung < ladder.count && ladder.rungs[rung].moves == moves) {
			const struct ls_rung *r = &ladder.rungs[rung++];
			assert_true(r->size_bits < size);
			assert_true(r->is_fewest);
			assert_true(respects_pins(set, r->order));
			assert_int_equal(
			    r->size_bits, slow_size(set, r->order));
			assert_int_equal(moves, slow_moves(set, r->order));
			size = r->size_bits;
		}
		assert_int_equal(size, best[moves]);
	}
	assert_int_equal(rung, ladder.count);
	ls_arena_free(&arena);
}

static void
assert_least(const struct ls_items *set)
{
	uint64_t best[MOST + 1];
	uint16_t order[MOST];
	try_all(set, best);
	struct ls_least least = ls_items_least(set, order);
	assert_true(least.is_proved);
	assert_int_equal(least.size_bits, best[MOST]);
	assert_int_equal(slow_size(set, order), best[MOST]);
	assert_true(respects_pins(set, order));
}

static struct ls_item
random_plain(void)
{
	uint64_t size = UINT64_C(1) << random_below(4);
	return ordinary(size, size);
}

/* Arrays, nested structs, 16-byte scalars, members aligned on purpose. */
static struct ls_item
random_mixed(void)
{
	uint64_t align = UINT64_C(1) << random_below(5);
	switch (random_below(4)) {
	case 0:
		return ordinary(1 + random_below(9), align);
	case 1:
		return ordinary(align * random_below(4), align);
	default:
		return ordinary(align * (1 + random_below(5)), align);
	}
}

/* On i386 a long long is aligned to 4. */
static struct ls_item
random_bits(void)
{
	uint64_t size = UINT64_C(1) << random_below(4);
	uint64_t align = size == 8 && random_below(2) ? 4 : size;
	if (random_below(3) == 0)
		return random_plain();
	uint32_t most = random_below(2) ? (uint32_t)size * 8 : 6;
	uint64_t width = 1 + random_below(most);
	return bits(width > size * 8 ? size * 8 : width, size, align);
}

static void
try_random(struct ls_item (*make)(void), unsigned count)
{
	for (unsigned round = 0; round < count; round++) {
		struct ls_item items[MOST];
		uint32_t n = 2 + random_below(MOST - 1);
		for (uint32_t i = 0; i < n; i++)
			items[i] = make();
		struct ls_items set = set_of(items, n);
		assert_ladder(&set);
		assert_least(&set);
	}
}

static void
plain_members_against_all_orders(void **state)
{
	(void)state;
	seed = 1;
	try_random(random_plain, 300);
}

static void
mixed_members_against_all_orders(void **state)
{
	(void)state;
	seed = 2;
	try_random(random_mixed, 300);
}

static void
bitfields_against_all_orders(void **state)
{
	(void)state;
	seed = 3;
	try_random(random_bits, 400);
}

/* Some stay first, some last. */
static void
pinned_members_against_all_orders(void **state)
{
	(void)state;
	seed = 4;
	for (unsigned round = 0; round < 300; round++) {
		struct ls_item items[MOST];
		uint32_t n = 3 + random_below(MOST - 2);
		for (uint32_t i = 0; i < n; i++)
			items[i] = random_below(2) ? random_bits()
						   : random_mixed();
		if (random_below(2))
			items[0].pin = LS_PIN_FIRST;
		if (random_below(2))
			items[n - 1].pin = LS_PIN_LAST;
		struct ls_items set = set_of(items, n);
		assert_ladder(&set);
		assert_least(&set);
	}
}

/* Some keep their offsets. */
static void
kept_offsets_against_all_orders(void **state)
{
	(void)state;
	seed = 5;
	for (unsigned round = 0; round < 300; round++) {
		struct ls_item items[MOST];
		uint64_t offsets[MOST];
		uint32_t n = 3 + random_below(MOST - 2);
		for (uint32_t i = 0; i < n; i++)
			items[i] = random_below(2) ? random_bits()
						   : random_mixed();
		struct ls_items set = set_of(items, n);
		ls_items_layout(&set, NULL, offsets);
		uint32_t kept = random_below(n);
		items[kept].pin = LS_PIN_PLACE;
		items[kept].place_bits = offsets[kept];
		assert_ladder(&set);
	}
}

/* Some have to share a line, of 16 or 32 bytes. */
static void
hot_members_against_all_orders(void **state)
{
	(void)state;
	seed = 7;
	unsigned impossible = 0, moved = 0;
	for (unsigned round = 0; round < 600; round++) {
		struct ls_item items[MOST];
		uint16_t order[MOST];
		uint32_t n = 3 + random_below(MOST - 2);
		for (uint32_t i = 0; i < n; i++) {
			items[i] = random_below(3) ? random_mixed()
						   : random_bits();
			items[i].is_hot = random_below(2);
		}
		if (random_below(4) == 0)
			items[0].pin = LS_PIN_FIRST;
		if (random_below(4) == 0)
			items[n - 1].pin = LS_PIN_LAST;
		struct ls_items set = set_of(items, n);
		set.has_hot = true;
		set.line_bits = random_below(2) ? 128 : 256;
		assert_ladder(&set);
		if (ls_items_make_hot(&set, order))
			assert_true(respects_pins(&set, order));
		impossible += ls_items_hot_bytes(&set) * 8 > set.line_bits;
		moved += !ls_items_are_right(&set);
	}
	assert_true(impossible > 50 && moved > 200);
}

/* Of equals the one that keeps the first member: |c---|llll| and so on. */
static void
the_first_member_stays_among_equals(void **state)
{
	(void)state;
	struct ls_item items[] = { ordinary(1, 1), ordinary(8, 8),
		ordinary(1, 1), ordinary(8, 8), ordinary(4, 4) };
	struct ls_items set = set_of(items, 5);
	struct ls_arena arena = { .limit_bytes = 1 << 20 };
	struct ls_ladder ladder;
	assert_true(ls_items_ladder(
	    &set, &(struct ls_ladder_options){ 0 }, &arena, &ladder));
	assert_true(ladder.count > 0);
	for (uint32_t i = 0; i < ladder.count; i++)
		assert_int_equal(ladder.rungs[i].order[0], 0);
	assert_int_equal(ladder.rungs[ladder.count - 1].size_bits, 24 * 8);
	ls_arena_free(&arena);
}

/* 40 plain scalars: the smallest size is proved, the orders are true. */
static void
forty_scalars_are_proved(void **state)
{
	(void)state;
	seed = 6;
	for (unsigned round = 0; round < 20; round++) {
		struct ls_item items[40];
		uint64_t sum = 0;
		for (uint32_t i = 0; i < 40; i++) {
			items[i] = random_plain();
			sum += items[i].size_bits;
		}
		struct ls_items set = set_of(items, 40);
		struct ls_arena arena = { .limit_bytes = 1 << 20 };
		struct ls_ladder ladder;
		assert_true(ls_items_ladder(
		    &set, &(struct ls_ladder_options){ 0 }, &arena, &ladder));
		assert_true(ladder.is_proved);
		assert_true(ladder.count > 0);
		uint64_t size = UINT64_MAX;
		uint32_t moves = 0;
		for (uint32_t i = 0; i < ladder.count; i++) {
			const struct ls_rung *rung = &ladder.rungs[i];
			assert_true(rung->moves > moves);
			assert_true(rung->size_bits < size);
			assert_int_equal(
			    rung->size_bits, slow_size(&set, rung->order));
			moves = rung->moves;
			size = rung->size_bits;
		}
		assert_int_equal(size, (sum + 63) / 64 * 64);
		ls_arena_free(&arena);
	}
}

static void
what_is_not_sound_is_refused(void **state)
{
	(void)state;
	struct ls_item item = ordinary(4, 3);
	struct ls_items set = { .items = &item, .count = 1, .align_bits = 64 };
	assert_false(ls_items_are_sound(&set));
	item = ordinary(UINT64_C(1) << 60, 4);
	assert_false(ls_items_are_sound(&set));
	item = bits(9, 1, 1);
	assert_false(ls_items_are_sound(&set));
	item = ordinary(16, 16);
	assert_false(ls_items_are_sound(&set));
	item = ordinary(8, 8);
	assert_true(ls_items_are_sound(&set));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_members_against_all_orders),
		cmocka_unit_test(mixed_members_against_all_orders),
		cmocka_unit_test(bitfields_against_all_orders),
		cmocka_unit_test(pinned_members_against_all_orders),
		cmocka_unit_test(kept_offsets_against_all_orders),
		cmocka_unit_test(hot_members_against_all_orders),
		cmocka_unit_test(the_first_member_stays_among_equals),
		cmocka_unit_test(forty_scalars_are_proved),
		cmocka_unit_test(what_is_not_sound_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
