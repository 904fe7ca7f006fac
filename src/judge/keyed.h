/*
 * keyed.h - rows of two inputs, brought together by what they are called.
 *
 * A type is known by its name, kind and language; several of one name by
 * which of them in order of appearance.
 */
#ifndef LS_JUDGE_KEYED_H
#define LS_JUDGE_KEYED_H

#include <stddef.h>

#include "report/report.h"

struct ls_keyed {
	const struct ls_row *row;
	size_t index; /* in order of the file */
	uint32_t nth; /* of its name, from 0; by ls_keyed_sort() */
};

/* Sort by name, kind, language and appearance, and number. */
void ls_keyed_sort(struct ls_keyed *items, size_t count);

/* Less than 0, 0, more: as strcmp(). */
int ls_keyed_order(const struct ls_keyed *a, const struct ls_keyed *b);

/* The one of sorted `items` that is called like `key`; NULL: none. */
const struct ls_keyed *ls_keyed_find(
    const struct ls_keyed *items, size_t count, const struct ls_keyed *key);

#endif
