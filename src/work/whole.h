/*
 * whole.h - all types of a file, where a page about a few needs to know more.
 */
#ifndef LS_WHOLE_H
#define LS_WHOLE_H

#include "model/function.h"
#include "work/session.h"

struct ls_exports;
struct ls_headers;

struct ls_whole {
	struct ls_source *own; /* opened for this; NULL: the session's */
	struct ls_model *model;
	struct ls_functions functions; /* that a shared object exports */
	struct ls_headers *headers;
	struct ls_exports *exports; /* NULL: the file is no shared object */
};

/* Is any image of the file a shared object, whose exports can be told? */
bool ls_session_is_shared(const struct ls_session *session);

/* Read it all.  Free it also after a failure. */
struct ls_error *ls_whole_load(
    struct ls_session *session, struct ls_whole *ret);
void ls_whole_free(struct ls_whole *whole);

#endif
