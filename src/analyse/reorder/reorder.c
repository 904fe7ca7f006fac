/*
 * reorder.c - what a C compiler makes of an order of members.
 *
 * System V psABI.  An ordinary member stands at the next multiple of its
 * alignment.  A bit-field of width w and type T stays where it is if
 *
 *	pos % (8 * align(T)) + w <= 8 * size(T)
 *
 * and else goes to the next multiple of align(T); so it may share bytes with
 * an ordinary member before it.  On i386 align(T) can be less than size(T).
 *
 *	struct { char a; int b:20; int c:10; short d; }
 *
 *	a at bit 0; b: 8 % 32 + 20 <= 32, so it stays at 8; c: 28 % 32 + 10
 *	is more than 32, so it goes to 32; d at 48: 8 bytes in all
 *
 * Both rules are monotone: who begins later ends no earlier.  So of two ways
 * to place the same members the shorter one is never the worse one, on which
 * every search here rests.
 */
#include "analyse/reorder/reorder.h"

#include <stdlib.h>

/* Sums of what is sound stay far inside 64 bits. */
#define MOST_BITS (UINT64_C(1) << 60)

static uint64_t
round_up(uint64_t bits, uint64_t align_bits)
{
	return (bits + align_bits - 1) & ~(align_bits - 1);
}

static bool
is_align(uint64_t bits)
{
	return bits >= 8 && bits < MOST_BITS && (bits & (bits - 1)) == 0;
}

bool
ls_items_are_sound(const struct ls_items *set)
{
	uint64_t sum = 0;
	if (set->count > LS_REORDER_ITEMS || !is_align(set->align_bits))
		return false;
	for (uint32_t i = 0; i < set->count; i++) {
		const struct ls_item *item = &set->items[i];
		if (!is_align(item->align_bits) ||
		    item->align_bits > set->align_bits)
			return false;
		if (item->type_bits && item->size_bits > item->type_bits)
			return false;
		if (item->size_bits > MOST_BITS || item->type_bits > MOST_BITS)
			return false;
		sum += item->size_bits + item->align_bits;
		if (sum > MOST_BITS)
			return false;
	}
	return true;
}

uint64_t
ls_item_start(const struct ls_item *item, uint64_t end_bits)
{
	if (item->type_bits &&
	    (end_bits & (item->align_bits - 1)) + item->size_bits <=
		item->type_bits)
		return end_bits;
	return round_up(end_bits, item->align_bits);
}

uint64_t
ls_items_layout(
    const struct ls_items *set, const uint16_t *order, uint64_t *offsets)
{
	uint64_t end = 0;
	for (uint32_t i = 0; i < set->count; i++) {
		uint32_t at = order ? order[i] : i;
		const struct ls_item *item = &set->items[at];
		uint64_t start = ls_item_start(item, end);
		if (offsets)
			offsets[at] = start;
		end = start + item->size_bits;
	}
	end = round_up(end, set->align_bits);
	return end < set->least_bits ? set->least_bits : end;
}

/* The items that stay last, and the rounding, behind `end_bits`. */
uint64_t
ls_items_finish(const struct ls_items *set, uint64_t end_bits)
{
	for (uint32_t i = ls_items_pinned_last(set); i < set->count; i++) {
		const struct ls_item *item = &set->items[i];
		end_bits = ls_item_start(item, end_bits) + item->size_bits;
	}
	end_bits = round_up(end_bits, set->align_bits);
	return end_bits < set->least_bits ? set->least_bits : end_bits;
}

/* How many items at the front stay there. */
uint32_t
ls_items_pinned_first(const struct ls_items *set)
{
	uint32_t count = 0;
	while (count < set->count && set->items[count].pin == LS_PIN_FIRST)
		count++;
	return count;
}

/* The first of those that stay last; the count if none does. */
uint32_t
ls_items_pinned_last(const struct ls_items *set)
{
	uint32_t at = set->count;
	while (at > 0 && set->items[at - 1].pin == LS_PIN_LAST)
		at--;
	return at;
}

bool
ls_items_keep_places(const struct ls_items *set)
{
	for (uint32_t i = 0; i < set->count; i++)
		if (set->items[i].pin == LS_PIN_PLACE)
			return true;
	return false;
}

bool
ls_items_are_exact(const struct ls_items *set)
{
	return set->has_hot || ls_items_keep_places(set);
}

bool
ls_items_are_alike(const struct ls_item *a, const struct ls_item *b)
{
	return a->size_bits == b->size_bits &&
	    a->align_bits == b->align_bits && a->type_bits == b->type_bits &&
	    a->pin == b->pin && a->is_hot == b->is_hot;
}

/* Are `left` and the next item adjacent bit-fields, free to move? */
bool
ls_items_same_run(const struct ls_items *set, uint32_t left)
{
	if (left + 1 >= set->count)
		return false;
	const struct ls_item *a = &set->items[left], *b = a + 1;
	return a->type_bits && b->type_bits && a->pin == LS_PIN_NO &&
	    b->pin == LS_PIN_NO;
}

/*
 * What stays is a run of the new order that goes up in the old one; between
 * two that stay stand pieces that moved.  A piece begins wherever an item
 * does not simply follow its old neighbour of the same run of bit-fields.
 *
 *	old  a b c d e		best[k]: fewest pieces before place k, if
 *	new  b c e a d		the item there stays.  b, c, e stay, a and d
 *				are two pieces; or a, d stay and three move
 *
 * `starts[k]` counts the pieces that begin at or before place k, `from[k]` is
 * the place before it that stays too.
 */
struct stay {
	uint32_t starts, best, from;
};

static void
find_stays(const struct ls_items *set, const uint16_t *order, struct stay *at)
{
	uint32_t n = set->count;
	for (uint32_t k = 0; k < n; k++) {
		bool follows = k > 0 && order[k] == order[k - 1] + 1 &&
		    ls_items_same_run(set, order[k - 1]);
		at[k].starts = (k > 0 ? at[k - 1].starts : 0) + !follows;
	}
	for (uint32_t k = 0; k <= n; k++) {
		at[k].best = k > 0 ? at[k - 1].starts : 0;
		at[k].from = n;
		for (uint32_t from = 0; from < k; from++) {
			if (k < n && order[from] > order[k])
				continue;
			uint32_t between = 0;
			if (from + 1 < k)
				between = at[k - 1].starts -
				    at[from + 1].starts + 1;
			if (at[from].best + between < at[k].best) {
				at[k].best = at[from].best + between;
				at[k].from = from;
			}
		}
	}
}

uint32_t
ls_items_moves(const struct ls_items *set, const uint16_t *order, bool *moved)
{
	uint32_t n = set->count;
	struct stay *at = calloc((size_t)n + 1, sizeof(*at));
	if (!at)
		return n;
	find_stays(set, order, at);
	uint32_t fewest = at[n].best;
	for (uint32_t k = 0; moved && k < n; k++)
		moved[k] = true;
	for (uint32_t k = at[n].from; moved && k < n; k = at[k].from)
		moved[order[k]] = false;
	free(at);
	return fewest;
}
