/*
 * starter.c - which types a gate begins with.
 *
 * Four questions, and the first few of each answer:
 *
 *	who wastes most, who is held by most, who is largest, whose tag is in
 *	a niche
 */
#include "judge/starter.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/map.h"

enum { MOST_OF_EACH = 3 };

/* _IO_FILE: such names are the C library's (C11, 7.1.3), and so is the size. */
static bool
is_reserved(const struct ls_row *row)
{
	bool is_c = row->lang == LS_LANG_C || row->lang == LS_LANG_CPP;
	return is_c && row->name[0] == '_' &&
	    (row->name[1] == '_' || isupper((unsigned char)row->name[1]));
}

/* What a rule can be about: a name of the program's own, a size. */
static bool
is_fit(const struct ls_row *row)
{
	bool is_number = row->kind == LS_KIND_ENUM && !row->has_variants;
	return row->name && !is_reserved(row) && row->hidden == LS_HIDDEN_NO &&
	    row->has_size && row->size_bytes > 0 && !is_number;
}

static bool
count_one(struct ls_map *held, struct ls_map *seen, ls_type_id id,
    const struct ls_row *holder)
{
	const uint64_t *last = ls_map_get(seen, id);
	if (!id || (last && *last == holder->type_id))
		return true;
	const uint64_t *before = ls_map_get(held, id);
	return ls_map_put(held, id, before ? *before + 1 : 1) &&
	    ls_map_put(seen, id, holder->type_id);
}

/* How many types have a member of each type, or an array of it. */
static bool
count_holders(const struct ls_row *rows, size_t count, struct ls_map *held)
{
	struct ls_map seen = { 0 };
	bool is_counted = true;
	for (size_t i = 0; i < count && is_counted; i++) {
		for (size_t j = 0; j < rows[i].line_count && is_counted; j++) {
			const struct ls_line *line = &rows[i].lines[j];
			if (line->kind == LS_LINE_MEMBER && line->depth == 0)
				is_counted = count_one(held, &seen,
				    line->is_array ? line->element_id
						   : line->type_id,
				    &rows[i]);
		}
	}
	ls_map_free(&seen);
	return is_counted;
}

/* Holes of what is aligned on purpose are wanted. */
static bool
is_aligned_on_purpose(const struct ls_row *row)
{
	bool is = row->is_forced_align;
	for (size_t i = 0; i < row->line_count; i++)
		is = is || row->lines[i].stated_align_bytes > 0;
	return is;
}

/* How much of an answer a row is to one question; 0: none. */
static uint64_t
weight(const struct ls_row *row, unsigned why, const struct ls_map *held)
{
	const uint64_t *holders = ls_map_get(held, row->type_id);
	switch (why) {
	case LS_STARTER_WASTEFUL:
		return is_aligned_on_purpose(row) ? 0 : row->padding_bytes;
	case LS_STARTER_HELD:
		return holders && *holders > 1 ? *holders : 0;
	case LS_STARTER_LARGE:
		return row->size_bytes;
	case LS_STARTER_NICHE:
		return row->has_variants && row->tag.encoding == LS_TAG_NICHE
		    ? row->size_bytes
		    : 0;
	}
	return 0;
}

/* The row that answers best of those not taken for this; NULL: none. */
static const struct ls_row *
best_of(const struct ls_row *rows, size_t count, unsigned why,
    const struct ls_map *held, const struct ls_row *const *taken,
    size_t taken_count)
{
	const struct ls_row *best = NULL;
	uint64_t most = 0;
	for (size_t i = 0; i < count; i++) {
		uint64_t own = is_fit(&rows[i]) ? weight(&rows[i], why, held)
						: 0;
		bool is_new = own > most;
		for (size_t j = 0; j < taken_count && is_new; j++)
			is_new = taken[j] != &rows[i];
		if (is_new)
			best = &rows[i], most = own;
	}
	return best;
}

static void
add(const struct ls_row *row, unsigned why, const struct ls_map *held,
    struct ls_starter_row *ret, size_t *ret_count)
{
	const uint64_t *holders = ls_map_get(held, row->type_id);
	size_t at = 0;
	while (at < *ret_count && ret[at].row != row)
		at++;
	if (at == *ret_count) {
		ret[at] = (struct ls_starter_row){ .row = row,
			.held_count = holders ? *holders : 0,
			.best_size_bytes = row->size_bytes };
		++*ret_count;
	}
	ret[at].why |= why;
}

bool
ls_starter_choose(const struct ls_row *rows, size_t count,
    struct ls_starter_row ret[LS_STARTER_MOST], size_t *ret_count)
{
	static const unsigned questions[] = { LS_STARTER_WASTEFUL,
		LS_STARTER_HELD, LS_STARTER_LARGE, LS_STARTER_NICHE };
	struct ls_map held = { 0 };
	bool is_counted = count_holders(rows, count, &held);
	*ret_count = 0;
	for (size_t q = 0; q < 4 && is_counted; q++) {
		const struct ls_row *taken[MOST_OF_EACH];
		for (size_t n = 0; n < MOST_OF_EACH; n++) {
			taken[n] = best_of(
			    rows, count, questions[q], &held, taken, n);
			if (!taken[n])
				break;
			add(taken[n], questions[q], &held, ret, ret_count);
		}
	}
	ls_map_free(&held);
	return is_counted;
}
