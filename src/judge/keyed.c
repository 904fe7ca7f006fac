/*
 * keyed.c - rows of two inputs, brought together by what they are called.
 */
#include "judge/keyed.h"

#include <stdlib.h>
#include <string.h>

static int
same_name_order(const struct ls_row *a, const struct ls_row *b)
{
	int order = strcmp(a->name ? a->name : "", b->name ? b->name : "");
	/* A class and a struct are one thing in C++. */
	enum ls_kind x = a->kind == LS_KIND_CLASS ? LS_KIND_STRUCT : a->kind;
	enum ls_kind y = b->kind == LS_KIND_CLASS ? LS_KIND_STRUCT : b->kind;
	if (!order)
		order = (x > y) - (x < y);
	return order ? order : (a->lang > b->lang) - (a->lang < b->lang);
}

static int
by_appearance(const void *a, const void *b)
{
	const struct ls_keyed *x = a, *y = b;
	int order = same_name_order(x->row, y->row);
	return order ? order : (x->index > y->index) - (x->index < y->index);
}

void
ls_keyed_sort(struct ls_keyed *items, size_t count)
{
	if (count > 0)
		qsort(items, count, sizeof(*items), by_appearance);
	for (size_t i = 0; i < count; i++)
		items[i].nth = i > 0 &&
			same_name_order(items[i - 1].row, items[i].row) == 0
		    ? items[i - 1].nth + 1
		    : 0;
}

int
ls_keyed_order(const struct ls_keyed *a, const struct ls_keyed *b)
{
	int order = same_name_order(a->row, b->row);
	return order ? order : (a->nth > b->nth) - (a->nth < b->nth);
}

static int
by_key(const void *a, const void *b)
{
	return ls_keyed_order(a, b);
}

const struct ls_keyed *
ls_keyed_find(
    const struct ls_keyed *items, size_t count, const struct ls_keyed *key)
{
	return count > 0 ? bsearch(key, items, count, sizeof(*items), by_key)
			 : NULL;
}
