/*
 * reorder_pieces.c - what one move can take out of a struct.
 *
 * One item, or a stretch of adjacent bit-fields: a person cuts such lines in
 * one go.  Pieces whose items are alike, one by one, are of one kind: which
 * of them goes where makes no difference to any size.  For that it is enough
 * that sizes agree but for multiples of the struct's alignment, where no
 * member has to stand at a certain place.
 *
 *	char a; int x:3, y:3, z:5; char b, c[9];	aligned to 4
 *
 *	a, b and c are one kind, x and y another; then z, xy, yz, xyz
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/reorder/reorder_search.h"

static bool
is_interchangeable(const struct ls_items *set, const struct ls_item *a,
    const struct ls_item *b)
{
	uint64_t differ = a->size_bits - b->size_bits;
	if (a->align_bits != b->align_bits || a->type_bits != b->type_bits ||
	    a->is_hot != b->is_hot || a->pin != b->pin ||
	    a->place_bits != b->place_bits)
		return false;
	return differ == 0 ||
	    (!a->type_bits && !ls_items_are_exact(set) &&
		(differ & (set->align_bits - 1)) == 0);
}

static bool
is_same_kind(const struct ls_items *set, const struct ls_stretch *a,
    const struct ls_stretch *b)
{
	if (a->count != b->count)
		return false;
	for (uint32_t i = 0; i < a->count; i++)
		if (!is_interchangeable(set, &set->items[a->first + i],
			&set->items[b->first + i]))
			return false;
	return true;
}

static struct ls_stretch
stretch_of(const struct ls_items *set, uint32_t first, uint32_t count)
{
	struct ls_stretch piece = { .first = (uint16_t)first,
		.count = (uint16_t)count };
	for (uint32_t i = 0; i < count; i++)
		piece.size_bits += set->items[first + i].size_bits;
	return piece;
}

/* Find or make the kind of `piece`.  False: there are too many already. */
static bool
take_kind(const struct ls_items *set, struct ls_stretches *pieces,
    struct ls_stretch *piece)
{
	uint32_t kind = 0;
	while (kind < pieces->kind_count &&
	    !is_same_kind(set, &pieces->sample[kind], piece))
		kind++;
	if (kind == LS_REORDER_KINDS)
		return false;
	piece->kind = (uint8_t)kind;
	if (kind == pieces->kind_count)
		pieces->sample[pieces->kind_count++] = *piece;
	return true;
}

static void
add_piece(const struct ls_items *set, struct ls_stretches *pieces,
    uint32_t first, uint32_t count)
{
	struct ls_stretch piece = stretch_of(set, first, count);
	if (take_kind(set, pieces, &piece))
		pieces->items[pieces->count++] = piece;
	else
		pieces->is_complete = false;
}

/* What keeps its offset may have another place among the members. */
static bool
may_move(const struct ls_item *item)
{
	return item->pin == LS_PIN_NO || item->pin == LS_PIN_PLACE;
}

/* So that single items get kinds before stretches use them all up. */
static void
take_single_kinds(const struct ls_items *set, struct ls_stretches *pieces,
    uint32_t begin, uint32_t end)
{
	for (uint32_t i = begin; i < end; i++) {
		struct ls_stretch piece = stretch_of(set, i, 1);
		if (may_move(&set->items[i]))
			(void)take_kind(set, pieces, &piece);
	}
}

/* How many items from `at` on are one run; 1 for an ordinary one. */
static uint32_t
run_length(const struct ls_items *set, uint32_t at, uint32_t end)
{
	uint32_t count = 1;
	while (at + count < end && ls_items_same_run(set, at + count - 1))
		count++;
	return count;
}

/* The pieces that begin at item `at`, of which `run` are one run. */
static void
add_pieces_at(const struct ls_items *set, struct ls_stretches *pieces,
    uint32_t at, uint32_t run, bool begins_run)
{
	if (!may_move(&set->items[at]))
		return;
	add_piece(set, pieces, at, 1);
	if (run <= LS_REORDER_RUN) {
		for (uint32_t count = 2; count <= run; count++)
			add_piece(set, pieces, at, count);
		return;
	}
	pieces->is_complete = false;
	if (begins_run)
		add_piece(set, pieces, at, run);
}

/* left[kind][i]: pieces of the kind whose first item is i or later. */
static bool
count_left(struct ls_stretches *pieces, uint32_t count)
{
	size_t row = (size_t)count + 1;
	uint16_t *all = calloc(row * (pieces->kind_count + 1), sizeof(*all));
	if (!all)
		return false;
	for (uint32_t k = 0; k <= pieces->kind_count; k++)
		if (k < LS_REORDER_KINDS)
			pieces->left[k] = all + k * row;
	for (uint32_t i = count; i-- > 0;) {
		for (uint32_t k = 0; k < pieces->kind_count; k++)
			pieces->left[k][i] = pieces->left[k][i + 1];
		for (uint32_t p = pieces->from[i]; p < pieces->from[i + 1];
		     p++)
			pieces->left[pieces->items[p].kind][i]++;
	}
	return true;
}

bool
ls_stretches_make(const struct ls_items *set, uint32_t begin, uint32_t end,
    struct ls_stretches *ret)
{
	*ret = (struct ls_stretches){ .is_complete = true };
	ret->from = calloc((size_t)set->count + 2, sizeof(*ret->from));
	ret->items = calloc(((size_t)set->count + 1) * (LS_REORDER_RUN + 1),
	    sizeof(*ret->items));
	if (!ret->from || !ret->items)
		return false;
	take_single_kinds(set, ret, begin, end);
	uint32_t run_end = begin;
	for (uint32_t i = 0; i < set->count; i++) {
		ret->from[i] = ret->count;
		if (i < begin || i >= end)
			continue;
		bool begins = i >= run_end;
		if (begins)
			run_end = i + run_length(set, i, end);
		add_pieces_at(set, ret, i, run_end - i, begins);
	}
	ret->from[set->count] = ret->count;
	return count_left(ret, set->count);
}

void
ls_stretches_free(struct ls_stretches *pieces)
{
	free(pieces->items);
	free(pieces->from);
	free(pieces->left[0]);
	*pieces = (struct ls_stretches){ 0 };
}

uint64_t
ls_stretch_place(const struct ls_items *set, const struct ls_stretch *piece,
    uint64_t end_bits, uint64_t *gaps)
{
	for (uint32_t i = 0; i < piece->count; i++) {
		const struct ls_item *item = &set->items[piece->first + i];
		uint64_t start = ls_item_start(item, end_bits);
		*gaps += start - end_bits;
		end_bits = start + item->size_bits;
	}
	return end_bits;
}
