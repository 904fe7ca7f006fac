/*
 * keyed.c - rows of two inputs, brought together by what they are called.
 */
#include "judge/keyed.h"

#include <stdlib.h>
#include <string.h>

#include "judge/compare.h"

struct ls_keyed
ls_keyed_of(const struct ls_row *row, size_t index)
{
	return (struct ls_keyed){ .name = row->name,
		.kind = row->kind,
		.lang = row->lang,
		.row = row,
		.index = index };
}

static int
same_name_order(const struct ls_keyed *a, const struct ls_keyed *b)
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
	int order = same_name_order(x, y);
	return order ? order : (x->index > y->index) - (x->index < y->index);
}

void
ls_keyed_sort(struct ls_keyed *items, size_t count)
{
	if (count > 0)
		qsort(items, count, sizeof(*items), by_appearance);
	for (size_t i = 0; i < count; i++)
		items[i].nth = i > 0 &&
			same_name_order(&items[i - 1], &items[i]) == 0
		    ? items[i - 1].nth + 1
		    : 0;
}

bool
ls_keyed_is_alike(const struct ls_keyed *a, const struct ls_keyed *b)
{
	return same_name_order(a, b) == 0;
}

/* Those from `items` on that are called like the first. */
static size_t
alike(const struct ls_keyed *items, size_t count)
{
	size_t n = 1;
	while (n < count && items[n].nth > 0)
		n++;
	return n;
}

/* Above this, one name is a trap, and not a program's. */
enum { MOST_TO_TRY = 4096 };

static bool
is_contested(size_t old_count, size_t new_count)
{
	return old_count * new_count <= MOST_TO_TRY &&
	    old_count + new_count > 2;
}

static void
pair_group(struct ls_keyed *old, size_t old_count, struct ls_keyed *new,
    size_t new_count, bool *marks)
{
	(void)marks;
	bool is_small = is_contested(old_count, new_count);
	for (size_t i = 0; i < old_count && is_small; i++) {
		for (size_t j = 0; j < new_count; j++) {
			if (new[j].partner ||
			    !ls_same_layout(old[i].row, new[j].row))
				continue;
			old[i].partner = new[j].row;
			new[j].partner = old[i].row;
			break;
		}
	}
	size_t j = 0;
	for (size_t i = 0; i < old_count; i++) {
		if (old[i].partner)
			continue;
		while (j < new_count && new[j].partner)
			j++;
		if (j == new_count)
			break;
		old[i].partner = new[j].row;
		new[j].partner = old[i].row;
	}
}

static void
mark_group(struct ls_keyed *old, size_t old_count, struct ls_keyed *new,
    size_t new_count, bool *marks)
{
	(void)old;
	for (size_t j = 0; j < new_count; j++)
		marks[new[j].index] = is_contested(old_count, new_count);
}

/* Call `see` for what both sides have of one name. */
static void
each_group(struct ls_keyed *old, size_t old_count, struct ls_keyed *new,
    size_t new_count,
    void (*see)(struct ls_keyed *old, size_t old_count, struct ls_keyed *new,
	size_t new_count, bool *marks),
    bool *marks)
{
	size_t i = 0, j = 0;
	while (i < old_count && j < new_count) {
		int order = same_name_order(&old[i], &new[j]);
		size_t old_alike = alike(&old[i], old_count - i);
		size_t new_alike = alike(&new[j], new_count - j);
		if (order == 0)
			see(&old[i], old_alike, &new[j], new_alike, marks);
		i += order <= 0 ? old_alike : 0;
		j += order >= 0 ? new_alike : 0;
	}
}

void
ls_keyed_pair(struct ls_keyed *old, size_t old_count, struct ls_keyed *new,
    size_t new_count)
{
	each_group(old, old_count, new, new_count, pair_group, NULL);
}

void
ls_keyed_contested(struct ls_keyed *old, size_t old_count,
    struct ls_keyed *new, size_t new_count, bool *marks)
{
	each_group(old, old_count, new, new_count, mark_group, marks);
}
