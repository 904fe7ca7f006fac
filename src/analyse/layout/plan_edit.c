/*
 * plan_edit.c - the parts of a type, as an idea would have them.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/layout/plan.h"

/* Room for one part more than there is: what an idea adds. */
static bool
copy_list(const struct ls_plan *plan, uint32_t at, struct ls_plan *ret)
{
	const struct ls_part_list *from = &plan->lists[at];
	struct ls_part_list *list = &ret->lists[at];
	size_t count = from->count;
	*list = *from;
	list->items = calloc(count + 1, sizeof(*list->items));
	ret->fields[at] = calloc(count + 1, sizeof(**ret->fields));
	if (!list->items || !ret->fields[at])
		return false;
	if (count > 0) {
		memcpy(list->items, from->items, count * sizeof(*list->items));
		memcpy(ret->fields[at], plan->fields[at],
		    count * sizeof(**ret->fields));
	}
	return true;
}

bool
ls_plan_copy(const struct ls_plan *plan, struct ls_plan *ret)
{
	*ret = *plan;
	ret->lists = calloc((size_t)plan->count + 1, sizeof(*ret->lists));
	ret->fields = calloc((size_t)plan->count + 1, sizeof(*ret->fields));
	if (!ret->lists || !ret->fields) {
		ret->count = 0;
		ls_plan_free(ret);
		return false;
	}
	for (uint32_t i = 0; i < plan->count; i++) {
		if (copy_list(plan, i, ret))
			continue;
		ret->count = i + 1;
		ls_plan_free(ret);
		return false;
	}
	return true;
}

void
ls_plan_remove(struct ls_plan *plan, uint32_t list, uint32_t at)
{
	struct ls_part_list *parts = &plan->lists[list];
	size_t after = parts->count - at - 1;
	memmove(&parts->items[at], &parts->items[at + 1],
	    after * sizeof(*parts->items));
	memmove(&plan->fields[list][at], &plan->fields[list][at + 1],
	    after * sizeof(**plan->fields));
	parts->count--;
}

void
ls_plan_append(struct ls_plan *plan, uint32_t list, const struct ls_part *part)
{
	struct ls_part_list *parts = &plan->lists[list];
	parts->items[parts->count] = *part;
	plan->fields[list][parts->count++] = NULL;
}
