/*
 * compare_enum.c - the enumerators and variants of two rows of one type.
 *
 * They are the same that have the same name:
 *
 *	old  IDLE = 0, RUN = 1
 *	new  IDLE = 0, WAIT = 1, RUN = 2
 *	     WAIT is new, RUN is 2 and was 1
 *
 * The value of a variant counts where both sides tell their variants apart in
 * the same way; else all of them are other ones, and the tag says so.
 */
#include "judge/compare_enum.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"

struct item {
	const char *name;
	const char *value;
	size_t order;
	const struct item *partner;
};

struct items {
	struct item *items;
	struct item **by_name;
	size_t count;
};

static void
add(struct items *items, const char *name, const char *value)
{
	if (!name)
		return;
	items->items[items->count] = (struct item){
		.name = name, .value = value, .order = items->count
	};
	items->by_name[items->count] = &items->items[items->count];
	items->count++;
}

static int
by_name(const void *a, const void *b)
{
	const struct item *x = *(struct item *const *)a;
	const struct item *y = *(struct item *const *)b;
	int order = strcmp(x->name, y->name);
	return order ? order : (x->order > y->order) - (x->order < y->order);
}

static bool
gather(const struct ls_row *row, struct ls_arena *arena, struct items *items)
{
	size_t room = row->enumerator_count + row->variant_count + 1;
	items->items = LS_NEW(arena, struct item, room);
	items->by_name = LS_NEW(arena, struct item *, room);
	if (!items->items || !items->by_name)
		return false;
	for (size_t i = 0; i < row->enumerator_count; i++)
		add(items, row->enumerators[i].name,
		    row->enumerators[i].value);
	for (size_t i = 0; i < row->variant_count; i++)
		add(items, row->variants[i].name, row->variants[i].discr);
	if (items->count > 0)
		qsort(items->by_name, items->count, sizeof(*items->by_name),
		    by_name);
	return true;
}

/* Both are sorted by name, so partners are met in one walk. */
static void
pair_up(struct items *old, struct items *new)
{
	size_t i = 0, j = 0;
	while (i < old->count && j < new->count) {
		struct item *a = old->by_name[i], *b = new->by_name[j];
		int order = strcmp(a->name, b->name);
		if (order == 0) {
			a->partner = b;
			b->partner = a;
		}
		i += order <= 0;
		j += order >= 0;
	}
}

static bool
is_other_value(const struct item *old, const struct item *new, bool by_value)
{
	return by_value && old->value &&
	    new->value &&strcmp(old->value, new->value) != 0;
}

static void
put(struct ls_change *ret, const struct item *old, const struct item *new)
{
	ret->enumerators[ret->enumerator_count++] =
	    (struct ls_enumerator_change){ .name = new ? new->name : old->name,
		    .has_old = old != NULL,
		    .has_new = new != NULL,
		    .old_value = old ? old->value : NULL,
		    .new_value = new ? new->value : NULL };
}

struct ls_error *
ls_compare_enumerators(const struct ls_row *old_row,
    const struct ls_row *new_row, struct ls_arena *arena,
    struct ls_change *ret)
{
	struct items old = { 0 }, new = { 0 };
	bool by_value = old_row->has_variants == new_row->has_variants &&
	    old_row->tag.encoding == new_row->tag.encoding;
	if (old_row->enumerator_count + old_row->variant_count == 0 ||
	    new_row->enumerator_count + new_row->variant_count == 0)
		return NULL;
	if (!gather(old_row, arena, &old) || !gather(new_row, arena, &new))
		return &ls_error_nomem;
	pair_up(&old, &new);
	ret->enumerators = LS_NEW(
	    arena, struct ls_enumerator_change, old.count + new.count + 1);
	if (!ret->enumerators)
		return &ls_error_nomem;
	for (size_t i = 0; i < new.count; i++) {
		const struct item *item = &new.items[i];
		if (!item->partner ||
		    is_other_value(item->partner, item, by_value))
			put(ret, item->partner, item);
	}
	for (size_t i = 0; i < old.count; i++)
		if (!old.items[i].partner)
			put(ret, &old.items[i], NULL);
	if (ret->enumerator_count > 0)
		ret->what |= LS_CHANGE_ENUMERATORS;
	return NULL;
}
