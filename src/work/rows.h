/*
 * rows.h - the rows of many types at once, to be looked up by what they are
 * called: for those who compare.
 */
#ifndef LS_ROWS_H
#define LS_ROWS_H

#include "judge/keyed.h"
#include "work/session.h"

/* Zero-initialise; free also after a failure.  The session is borrowed and
 * must live longer. */
struct ls_rows {
	struct ls_session *session;
	struct ls_chosen chosen;
	struct ls_row *items; /* in order of the file */
	size_t count;
	struct ls_keyed *keyed;           /* sorted */
	const struct ls_keyed **by_index; /* of each item */
};

/* Takes `found`. */
struct ls_error *ls_rows_load(
    struct ls_session *session, struct ls_found found, struct ls_rows *ret);

/* Those of `ret->session` that are called like one of `like`. */
struct ls_error *ls_rows_load_like(struct ls_session *session,
    const struct ls_rows *like, struct ls_rows *ret);

/* Every type with a layout and a name. */
struct ls_error *ls_rows_load_all(
    struct ls_session *session, struct ls_rows *ret);

void ls_rows_free(struct ls_rows *rows);

#endif
