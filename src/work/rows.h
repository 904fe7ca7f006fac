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
	struct ls_row *items; /* in order of the file; of names, see below */
	size_t item_count;    /* as many, or those that are kept */
	size_t count;
	struct ls_keyed *keyed;     /* sorted */
	struct ls_keyed **by_index; /* of each item */
};

/* Takes `found`. */
struct ls_error *ls_rows_load(
    struct ls_session *session, struct ls_found found, struct ls_rows *ret);

/*
 * The same without rows: what is called how, and the types behind it.  They
 * are paired with rows by ls_rows_pair(), which makes and keeps those that it
 * has to look into, and then made one by one.
 */
struct ls_error *ls_rows_load_names(
    struct ls_session *session, struct ls_found found, struct ls_rows *ret);
struct ls_error *ls_rows_pair(struct ls_rows *old, struct ls_rows *names);

struct ls_made;

/* Make them in order of the file, each to `visit`, which does not keep it. */
struct ls_error *ls_rows_each(const struct ls_rows *rows,
    struct ls_error *(*visit)(void *context, const struct ls_made *made),
    void *context);

/* Those that have one of the names; NULL among them is none. */
struct ls_error *ls_rows_load_called(struct ls_session *session,
    const char *const *names, size_t count, struct ls_rows *ret);

/* Every type with a layout and a name. */
struct ls_error *ls_rows_load_all(
    struct ls_session *session, struct ls_rows *ret);

void ls_rows_free(struct ls_rows *rows);

#endif
