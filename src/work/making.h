/*
 * making.h - the rows of what was chosen, one after another, whoever asks.
 *
 * Rows are made ahead on several threads and come in the order that was asked
 * for, so what is written does not depend on the threads, and memory not on
 * the number of rows.
 */
#ifndef LS_MAKING_H
#define LS_MAKING_H

#include "analyse/analyse.h"
#include "work/session.h"

struct ls_exports;
struct ls_making;
struct ls_units;

/* What to make; all of it borrowed until the end. */
struct ls_make {
	const struct ls_session *session;
	const struct ls_chosen *chosen;
	const struct ls_analyse_options *how; /* niches, shapes: made here */
	bool with_niches;
	bool with_ideas;                  /* needs niches too */
	const uint64_t *program_savings;  /* of each of the chosen; NULL */
	const struct ls_exports *exports; /* NULL: rows do not tell */
	const struct ls_units *units;     /* NULL: rows do not tell */
	const bool *frozen;    /* by index of the chosen; NULL: none is */
	const uint32_t *order; /* which of the chosen; NULL: all, as chosen */
	size_t count;          /* of `order` */
};

/* One row and whose it is.  Free the row. */
struct ls_made {
	struct ls_row row;
	uint32_t index; /* of `chosen` */
};

struct ls_error *ls_making_new(
    const struct ls_make *make, struct ls_making **ret);
struct ls_error *ls_making_next(
    struct ls_making *making, struct ls_made *ret, bool *got);
void ls_making_free(struct ls_making *making); /* NULL is fine; any time */

/* All of them, each to `visit`, which does not keep it; an error ends it. */
struct ls_error *ls_making_each(const struct ls_make *make,
    struct ls_error *(*visit)(void *context, const struct ls_made *made),
    void *context);

#endif
