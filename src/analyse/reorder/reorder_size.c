/*
 * reorder_size.c - the smallest size that any order of members has.
 *
 * Three tries, cheap ones first, until one meets the lower bound (all members
 * without a gap):
 *
 *  1. by alignment, the largest first: reaches the bound for ordinary members
 *     whose sizes are multiples of their alignments;
 *  2. always the member that fits best where we are: behind a pinned member,
 *     and for those whose sizes are not such multiples;
 *  3. all orders at once, by how many of each kind have been placed.  Since
 *     placing is monotone, the shortest way to each such set is enough:
 *
 *	{ char a; _Alignas(64) int b; char c; }   2 chars and 1 int: 3 * 2 sets
 *
 *	chars/ints   0/0  1/0  2/0  0/1  1/1  2/1
 *	ends at        0    1    2    4    5    6     so 64 bytes, not 128
 *
 * The third is tried only where there are few enough sets.
 */
#include "analyse/reorder/reorder.h"

#include <stdlib.h>
#include <string.h>

enum {
	MAX_KINDS = 32,
	MAX_SETS = 1 << 16, /* of the third try: half a megabyte */
};

/* The items that may move, by kind; those of one kind as in the source. */
struct kinds {
	const struct ls_items *set;
	uint32_t begin, end; /* the items that are not pinned */
	uint64_t start_bits; /* where the pinned ones before end */
	uint32_t count;
	uint16_t first[MAX_KINDS]; /* an item of the kind */
	uint16_t total[MAX_KINDS];
	uint8_t of[LS_REORDER_ITEMS];
};

/* False: too many kinds. */
static bool
sort_into_kinds(const struct ls_items *set, struct kinds *kinds)
{
	kinds->set = set;
	kinds->begin = ls_items_pinned_first(set);
	kinds->end = ls_items_pinned_last(set);
	kinds->count = 0;
	for (uint32_t i = kinds->begin; i < kinds->end; i++) {
		uint32_t k = 0;
		while (k < kinds->count &&
		    !ls_items_are_alike(
			&set->items[kinds->first[k]], &set->items[i]))
			k++;
		if (k == MAX_KINDS)
			return false;
		if (k == kinds->count) {
			kinds->first[kinds->count++] = (uint16_t)i;
			kinds->total[k] = 0;
		}
		kinds->total[k]++;
		kinds->of[i] = (uint8_t)k;
	}
	return true;
}

static uint64_t
pinned_end(const struct ls_items *set)
{
	uint64_t end = 0;
	uint32_t count = ls_items_pinned_first(set);
	for (uint32_t i = 0; i < count; i++)
		end = ls_item_start(&set->items[i], end) +
		    set->items[i].size_bits;
	return end;
}

static uint64_t
lower_bound(const struct ls_items *set)
{
	uint64_t end = pinned_end(set);
	uint32_t last = ls_items_pinned_last(set);
	for (uint32_t i = ls_items_pinned_first(set); i < last; i++)
		end += set->items[i].size_bits;
	return ls_items_finish(set, end);
}

struct ranked {
	uint64_t align_bits;
	uint64_t size_bits;
	bool is_bitfield;
	uint16_t item;
};

/* Large alignment first; ordinary before bit-fields; then as declared. */
static int
by_align(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	if (a->align_bits != b->align_bits)
		return a->align_bits > b->align_bits ? -1 : 1;
	if (a->is_bitfield != b->is_bitfield)
		return a->is_bitfield ? 1 : -1;
	if (a->is_bitfield && a->size_bits != b->size_bits)
		return a->size_bits > b->size_bits ? -1 : 1;
	return a->item < b->item ? -1 : a->item > b->item;
}

static void
order_by_align(const struct ls_items *set, uint16_t *order)
{
	struct ranked ranked[LS_REORDER_ITEMS];
	uint32_t begin = ls_items_pinned_first(set);
	uint32_t end = ls_items_pinned_last(set);
	for (uint32_t i = 0; i < set->count; i++) {
		const struct ls_item *item = &set->items[i];
		order[i] = (uint16_t)i;
		ranked[i] = (struct ranked){ item->align_bits, item->size_bits,
			item->type_bits != 0, (uint16_t)i };
	}
	qsort(ranked + begin, end - begin, sizeof(*ranked), by_align);
	for (uint32_t i = begin; i < end; i++)
		order[i] = ranked[i].item;
}

/* Is `a` the better one to place at `end`: less gap, then more align? */
static bool
fits_better(const struct ls_item *a, const struct ls_item *b, uint64_t end)
{
	uint64_t gap_a = ls_item_start(a, end), gap_b = ls_item_start(b, end);
	if (gap_a != gap_b)
		return gap_a < gap_b;
	if (a->align_bits != b->align_bits)
		return a->align_bits > b->align_bits;
	return a->size_bits > b->size_bits;
}

/* Put the items of a list of kinds into `order`, each kind's in turn. */
static void
take_in_turn(
    const struct kinds *kinds, const uint8_t *sequence, uint16_t *order)
{
	uint32_t next[MAX_KINDS];
	for (uint32_t k = 0; k < kinds->count; k++)
		next[k] = kinds->first[k];
	for (uint32_t i = 0; i < kinds->set->count; i++)
		order[i] = (uint16_t)i;
	for (uint32_t i = kinds->begin; i < kinds->end; i++) {
		uint32_t k = sequence[i];
		while (kinds->of[next[k]] != k)
			next[k]++;
		order[i] = (uint16_t)next[k]++;
	}
}

static void
order_by_fit(const struct kinds *kinds, uint16_t *order)
{
	const struct ls_item *items = kinds->set->items;
	uint8_t sequence[LS_REORDER_ITEMS];
	uint16_t left[MAX_KINDS];
	uint64_t end = kinds->start_bits;
	memcpy(left, kinds->total, sizeof(left));
	for (uint32_t i = kinds->begin; i < kinds->end; i++) {
		uint32_t best = MAX_KINDS;
		for (uint32_t k = 0; k < kinds->count; k++)
			if (left[k] > 0 &&
			    (best == MAX_KINDS ||
				fits_better(&items[kinds->first[k]],
				    &items[kinds->first[best]], end)))
				best = k;
		const struct ls_item *item = &items[kinds->first[best]];
		left[best]--;
		sequence[i] = (uint8_t)best;
		end = ls_item_start(item, end) + item->size_bits;
	}
	take_in_turn(kinds, sequence, order);
}

/* How many sets of items there are, or 0 if more than we look at. */
static uint32_t
set_count(const struct kinds *kinds)
{
	uint32_t count = 1;
	for (uint32_t k = 0; k < kinds->count; k++) {
		count *= (uint32_t)kinds->total[k] + 1;
		if (count > MAX_SETS)
			return 0;
	}
	return count;
}

/* The third try: sets by number, each digit the count of one kind. */
static bool
order_by_sets(const struct kinds *kinds, uint32_t sets, uint16_t *order)
{
	const struct ls_item *items = kinds->set->items;
	uint64_t *ends = calloc(sets, sizeof(*ends));
	uint8_t *last = calloc(sets, sizeof(*last));
	uint8_t sequence[LS_REORDER_ITEMS];
	bool done = ends && last;
	if (done)
		ends[0] = kinds->start_bits;
	for (uint32_t s = 1; done && s < sets; s++) {
		uint32_t step = 1;
		ends[s] = UINT64_MAX;
		for (uint32_t k = 0; k < kinds->count; k++) {
			uint32_t base = (uint32_t)kinds->total[k] + 1;
			const struct ls_item *item = &items[kinds->first[k]];
			if (s / step % base > 0) {
				uint64_t from = ends[s - step];
				uint64_t end = ls_item_start(item, from) +
				    item->size_bits;
				if (end < ends[s])
					ends[s] = end, last[s] = (uint8_t)k;
			}
			step *= base;
		}
	}
	for (uint32_t s = sets - 1, i = kinds->end; done && s > 0;) {
		uint32_t k = last[s], step = 1;
		for (uint32_t j = 0; j < k; j++)
			step *= (uint32_t)kinds->total[j] + 1;
		sequence[--i] = (uint8_t)k;
		s -= step;
	}
	if (done)
		take_in_turn(kinds, sequence, order);
	free(ends);
	free(last);
	return done;
}

/* Keep `order` if it is the smallest so far. */
static void
consider(const struct ls_items *set, const uint16_t *order,
    struct ls_least *least, uint16_t *ret)
{
	uint64_t size = ls_items_layout(set, order, NULL);
	if (size >= least->size_bits)
		return;
	least->size_bits = size;
	if (ret)
		memcpy(ret, order, set->count * sizeof(*ret));
}

static bool
is_reached(const struct ls_least *least)
{
	return least->size_bits == least->bound_bits;
}

/* The tries that need the kinds. */
static void
try_kinds(const struct ls_items *set, struct ls_least *least, uint16_t *ret)
{
	struct kinds kinds;
	uint16_t order[LS_REORDER_ITEMS];
	if (!sort_into_kinds(set, &kinds))
		return;
	kinds.start_bits = pinned_end(set);
	order_by_fit(&kinds, order);
	consider(set, order, least, ret);
	if (is_reached(least))
		return;
	uint32_t sets = set_count(&kinds);
	if (sets > 0 && order_by_sets(&kinds, sets, order)) {
		consider(set, order, least, ret);
		least->bound_bits = least->size_bits;
	}
}

struct ls_least
ls_items_least(const struct ls_items *set, uint16_t *order)
{
	struct ls_least least = {
		.size_bits = ls_items_layout(set, NULL, NULL),
		.bound_bits = lower_bound(set),
	};
	for (uint32_t i = 0; order && i < set->count; i++)
		order[i] = (uint16_t)i;
	if (!is_reached(&least) && !ls_items_keep_places(set)) {
		uint16_t tried[LS_REORDER_ITEMS];
		order_by_align(set, tried);
		consider(set, tried, &least, order);
		if (!is_reached(&least))
			try_kinds(set, &least, order);
	}
	least.is_proved = is_reached(&least);
	return least;
}
