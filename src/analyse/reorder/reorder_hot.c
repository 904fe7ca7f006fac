/*
 * reorder_hot.c - members that are used together, in one cache line.
 *
 * Lines are counted from the type's start.  What was placed before decides
 * where a line ends, so that "who ends earlier is never worse" no longer
 * holds before the first hot item is placed; reorder_moves.c knows that.
 * Here are orders that are made without a search: the hot items all in front,
 * or all at the end, the others as they are smallest beside that.
 *
 *	hot: a, c	char a; struct { char x[60]; } b; long c;
 *
 *	front		c a b: a and c in line 0, 72 bytes, as without hot
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/reorder/reorder_search.h"

uint64_t
ls_items_hot_line(const struct ls_items *set, const uint16_t *order)
{
	uint64_t end = 0, found = LS_NO_LINE, line = set->line_bits;
	for (uint32_t k = 0; k < set->count; k++) {
		const struct ls_item *item = &set->items[order ? order[k] : k];
		uint64_t start = ls_item_start(item, end);
		end = start + item->size_bits;
		if (!item->is_hot || item->size_bits == 0)
			continue;
		uint64_t first = start / line;
		if (first != (end - 1) / line ||
		    (found != LS_NO_LINE && found != first))
			return LS_NO_LINE;
		found = first;
	}
	return found == LS_NO_LINE ? 0 : found; /* none takes room */
}

bool
ls_items_are_right(const struct ls_items *set)
{
	uint64_t end = 0;
	for (uint32_t i = 0; i < set->count; i++) {
		const struct ls_item *item = &set->items[i];
		uint64_t start = ls_item_start(item, end);
		if (item->pin == LS_PIN_PLACE && start != item->place_bits)
			return false;
		end = start + item->size_bits;
	}
	return !set->has_hot || ls_items_hot_line(set, NULL) != LS_NO_LINE;
}

uint64_t
ls_items_hot_bytes(const struct ls_items *set)
{
	uint64_t bits = 0;
	for (uint32_t i = 0; i < set->count; i++)
		if (set->items[i].is_hot)
			bits += set->items[i].size_bits;
	return bits / 8 + !!(bits % 8);
}

/* The same items in another order, some of them pinned. */
struct pinned {
	struct ls_items set;
	struct ls_item *items;
	uint16_t *from; /* index in the source, by item */
	uint32_t count;
};

static void
add(struct pinned *pinned, const struct ls_items *set, uint32_t i,
    enum ls_pin pin)
{
	struct ls_item *item = &pinned->items[pinned->count];
	*item = set->items[i];
	item->is_hot = false;
	if (item->pin == LS_PIN_NO)
		item->pin = pin;
	pinned->from[pinned->count++] = (uint16_t)i;
}

/* The hot items that may move, by alignment, the largest first or last. */
static void
add_hot(struct pinned *pinned, const struct ls_items *set, bool is_falling,
    enum ls_pin pin)
{
	uint64_t align = is_falling ? set->align_bits : 8;
	while (align >= 8 && align <= set->align_bits) {
		for (uint32_t i = 0; i < set->count; i++)
			if (set->items[i].is_hot &&
			    set->items[i].pin == LS_PIN_NO &&
			    set->items[i].align_bits == align)
				add(pinned, set, i, pin);
		align = is_falling ? align / 2 : align * 2;
	}
}

static void
add_others(
    struct pinned *pinned, const struct ls_items *set, enum ls_pin which)
{
	for (uint32_t i = 0; i < set->count; i++) {
		const struct ls_item *item = &set->items[i];
		if (item->pin == which &&
		    !(item->is_hot && which == LS_PIN_NO))
			add(pinned, set, i, which);
	}
}

/* The hot items in front or at the end, the others as small as can be. */
static bool
make_one(const struct ls_items *set, struct pinned *pinned, bool is_front,
    bool is_falling, uint16_t *order)
{
	uint16_t least[LS_REORDER_ITEMS];
	pinned->count = 0;
	add_others(pinned, set, LS_PIN_FIRST);
	if (is_front)
		add_hot(pinned, set, is_falling, LS_PIN_FIRST);
	add_others(pinned, set, LS_PIN_NO);
	if (!is_front)
		add_hot(pinned, set, is_falling, LS_PIN_LAST);
	add_others(pinned, set, LS_PIN_LAST);
	if (pinned->count != set->count)
		return false;
	pinned->set = *set;
	pinned->set.items = pinned->items;
	pinned->set.has_hot = false;
	ls_items_least(&pinned->set, least);
	for (uint32_t k = 0; k < set->count; k++)
		order[k] = pinned->from[least[k]];
	return ls_items_hot_line(set, order) != LS_NO_LINE;
}

bool
ls_items_make_hot(const struct ls_items *set, uint16_t *order)
{
	uint16_t tried[LS_REORDER_ITEMS];
	struct pinned pinned = {
		.items = calloc(
		    (size_t)set->count + 1, sizeof(struct ls_item)),
		.from = calloc((size_t)set->count + 1, sizeof(uint16_t)),
	};
	uint64_t best = UINT64_MAX;
	bool can = pinned.items && pinned.from && !ls_items_keep_places(set);
	for (unsigned way = 0; can && way < 4; way++) {
		if (!make_one(set, &pinned, way < 2, way % 2 == 0, tried))
			continue;
		uint64_t size = ls_items_layout(set, tried, NULL);
		if (size >= best)
			continue;
		best = size;
		memcpy(order, tried, set->count * sizeof(*order));
	}
	free(pinned.items);
	free(pinned.from);
	return best != UINT64_MAX;
}

/* ---- in the search ---- */

bool
ls_state_is_as_well(const struct ls_search *search, const struct ls_state *a,
    const struct ls_state *b)
{
	uint64_t line = search->set->line_bits;
	if (search->keeps_places)
		return a->gaps_bits == b->gaps_bits &&
		    a->hot_line == b->hot_line;
	if (a->hot_bits == 0)
		return true;
	if (line % search->set->align_bits)
		return a->gaps_bits == b->gaps_bits &&
		    a->hot_line == b->hot_line;
	if (a->hot_line == LS_NO_LINE)
		return a->end_bits % line == b->end_bits % line;
	return a->end_bits - a->hot_line * line <=
	    b->end_bits - b->hot_line * line;
}

/* An item that is placed at `start`: are the hot ones still in one line, and
 * is there room in it for the others? */
static bool
is_in_line(const struct ls_search *search, const struct ls_item *item,
    uint64_t start, struct ls_state *state)
{
	uint64_t line = search->set->line_bits, end = start + item->size_bits;
	if (!search->set->has_hot || end == start)
		return true;
	if (item->is_hot) {
		if (start / line != (end - 1) / line ||
		    (state->hot_line != LS_NO_LINE &&
			state->hot_line != start / line))
			return false;
		state->hot_line = start / line;
		state->hot_bits -= item->size_bits;
	}
	return state->hot_bits == 0 || state->hot_line == LS_NO_LINE ||
	    end + state->hot_bits <= (state->hot_line + 1) * line;
}

bool
ls_state_place(const struct ls_search *search, uint32_t first, uint32_t count,
    struct ls_state *state)
{
	for (uint32_t i = first; i < first + count; i++) {
		const struct ls_item *item = &search->set->items[i];
		uint64_t start = ls_item_start(item, state->end_bits);
		if (item->pin == LS_PIN_PLACE && start != item->place_bits)
			return false;
		if (!is_in_line(search, item, start, state))
			return false;
		state->gaps_bits += start - state->end_bits;
		state->end_bits = start + item->size_bits;
	}
	return true;
}
