/*
 * ideas.c - the ideas on all chosen types, ranked by what they save in all.
 *
 * Rows are made once to find the savings and, of those that are shown, once
 * more for the page, so that memory does not grow with the program.
 */
#include <stdlib.h>

#include "analyse/rank.h"
#include "work/making.h"
#include "work/work.h"

struct gathering {
	uint64_t least;
	struct ls_saving *items;
	size_t count;
};

/* Under an allocator what stays in its class is none; and nor is what nobody
 * has, where objects were counted. */
static struct ls_error *
add_saving(void *context, const struct ls_made *made)
{
	struct gathering *all = context;
	const struct ls_row *row = &made->row;
	uint64_t saving = row->idea_count > 0
	    ? row->ideas[0].total_saving_bytes
	    : 0;
	if (saving > 0 && saving >= all->least)
		all->items[all->count++] = (struct ls_saving){ made->index,
			saving };
	return NULL;
}

struct ls_error *
ls_work_ideas(struct ls_work *work, const struct ls_suggest_options *suggest,
    struct ls_saving **ret, size_t *ret_count)
{
	struct ls_analyse_options how = work->how;
	const struct ls_make make = {
		.session = work->session,
		.chosen = &work->chosen,
		.how = &how,
		.with_niches = true,
		.with_ideas = true,
	};
	struct gathering all = { .least = suggest->min_saving_bytes,
		.items = calloc(
		    work->chosen.found.count + 1, sizeof(*all.items)) };
	how.with_best = how.with_proposed = false;
	struct ls_error *err = all.items
	    ? ls_making_each(&make, add_saving, &all)
	    : &ls_error_nomem;
	if (!err)
		ls_savings_sort(all.items, all.count);
	*ret = all.items;
	*ret_count = all.count;
	return err;
}
