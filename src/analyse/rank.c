/*
 * rank.c - which types come first, and which not at all.
 */
#include "analyse/rank.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "report/report.h"

static const char *const words[LS_SORT_COUNT] = {
	[LS_SORT_SAVING] = "saving",
	[LS_SORT_PADDING] = "padding",
	[LS_SORT_SIZE] = "size",
	[LS_SORT_HOLES] = "holes",
	[LS_SORT_ALIGN] = "align",
	[LS_SORT_LINES] = "lines",
	[LS_SORT_NICHE] = "niche",
	[LS_SORT_SHARING] = "sharing",
	[LS_SORT_WEIGHT] = "weight",
	[LS_SORT_NAME] = "name",
	[LS_SORT_FILE] = "file",
};

bool
ls_sort_key_by_word(const char *word, enum ls_sort_key *ret)
{
	for (size_t i = 0; i < LS_SORT_COUNT; i++) {
		if (strcmp(words[i], word) != 0)
			continue;
		*ret = (enum ls_sort_key)i;
		return true;
	}
	return false;
}

const char *
ls_sort_key_word(size_t index)
{
	return index < LS_SORT_COUNT ? words[index] : NULL;
}

static bool
has_hole_of(const struct ls_row *row, uint64_t bytes)
{
	for (size_t i = 0; i < row->line_count; i++)
		if (row->lines[i].kind == LS_LINE_HOLE &&
		    row->lines[i].depth == 0 &&
		    row->lines[i].size_bits / 8 >= bytes)
			return true;
	return false;
}

static uint64_t
together_in(const struct ls_row *row)
{
	return row->sharing ? row->sharing->most_together : 0;
}

bool
ls_rank_wants(const struct ls_rank_options *options, const struct ls_row *row)
{
	if (options->only_futures && !row->future)
		return false;
	if (options->only_sharing && together_in(row) == 0)
		return false;
	if (options->min_size_bytes > 0 &&
	    (!row->has_size || row->size_bytes < options->min_size_bytes))
		return false;
	if (row->saving_bytes < options->min_saving_bytes)
		return false;
	if (row->hole_count < options->min_holes ||
	    row->bit_hole_count < options->min_bit_holes)
		return false;
	return options->min_hole_bytes == 0 ||
	    has_hole_of(row, options->min_hole_bytes);
}

/* Larger numbers come first; by name and by file there is no number. */
static uint64_t
number_of(enum ls_sort_key key, const struct ls_row *row)
{
	switch (key) {
	case LS_SORT_SAVING:
		return row->saving_bytes;
	case LS_SORT_PADDING:
		return row->padding_bytes;
	case LS_SORT_SIZE:
		return row->has_size ? row->size_bytes : 0;
	case LS_SORT_HOLES:
		return row->hole_count;
	case LS_SORT_ALIGN:
		return row->align_from == LS_HOW_UNKNOWN ? 0
							 : row->align_bytes;
	case LS_SORT_LINES:
		return row->has_size ? row->cachelines : 0;
	case LS_SORT_NICHE:
		return row->niche.available_most;
	case LS_SORT_SHARING:
		return together_in(row);
	case LS_SORT_WEIGHT:
		return row->lost_bytes;
	case LS_SORT_NAME:
	case LS_SORT_FILE:
	case LS_SORT_COUNT:
		break;
	}
	return 0;
}

struct ls_error *
ls_rank_add(struct ls_rank *rank, const struct ls_row *row, uint32_t index)
{
	if (!ls_rank_wants(&rank->options, row))
		return NULL;
	if (rank->count == rank->room) {
		size_t room = rank->room ? rank->room * 2 : 256;
		struct ls_ranked *items = reallocarray(
		    rank->items, room, sizeof(*items));
		if (!items)
			return &ls_error_nomem;
		rank->items = items;
		rank->room = room;
	}
	struct ls_ranked *item = &rank->items[rank->count++];
	*item = (struct ls_ranked){
		.index = index,
		.type = row->type_id,
		.name = row->name ? row->name : "",
	};
	for (size_t i = 0; i < rank->options.key_count; i++)
		item->keys[i] = number_of(rank->options.keys[i], row);
	return NULL;
}

static int
compare(const void *a, const void *b, void *context)
{
	const struct ls_ranked *x = a, *y = b;
	const struct ls_rank_options *options = context;
	for (size_t i = 0; i < options->key_count; i++) {
		if (options->keys[i] == LS_SORT_NAME) {
			int order = strcmp(x->name, y->name);
			if (order != 0)
				return order;
		}
		if (x->keys[i] != y->keys[i])
			return x->keys[i] > y->keys[i] ? -1 : 1;
	}
	return x->index < y->index ? -1 : x->index > y->index;
}

void
ls_rank_sort(struct ls_rank *rank)
{
	if (rank->count > 1)
		qsort_r(rank->items, rank->count, sizeof(*rank->items),
		    compare, &rank->options);
	if (rank->options.top > 0 && rank->count > rank->options.top)
		rank->count = rank->options.top;
}

void
ls_rank_free(struct ls_rank *rank)
{
	free(rank->items);
	rank->items = NULL;
	rank->count = rank->room = 0;
}

static int
by_saving(const void *left, const void *right)
{
	const struct ls_saving *a = left, *b = right;
	if (a->bytes != b->bytes)
		return a->bytes > b->bytes ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

void
ls_savings_sort(struct ls_saving *savings, size_t count)
{
	if (count > 1)
		qsort(savings, count, sizeof(*savings), by_saving);
}
