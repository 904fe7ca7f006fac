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

static struct ls_error *
add_saving(const struct ls_made *made, uint64_t least, struct ls_saving *items,
    size_t *count)
{
	const struct ls_row *row = &made->row;
	if (row->idea_count == 0 || row->ideas[0].program_saving_bytes < least)
		return NULL;
	items[(*count)++] = (struct ls_saving){ made->index,
		row->ideas[0].program_saving_bytes };
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
	struct ls_making *making = NULL;
	struct ls_made made;
	bool got = true;
	how.with_best = how.with_proposed = false;
	*ret_count = 0;
	*ret = calloc(work->chosen.found.count + 1, sizeof(**ret));
	struct ls_error *err = *ret ? ls_making_new(&make, &making)
				    : &ls_error_nomem;
	while (!err) {
		err = ls_making_next(making, &made, &got);
		if (err || !got)
			break;
		err = add_saving(
		    &made, suggest->min_saving_bytes, *ret, ret_count);
		ls_row_free(&made.row);
	}
	ls_making_free(making);
	if (!err)
		ls_savings_sort(*ret, *ret_count);
	return err;
}
