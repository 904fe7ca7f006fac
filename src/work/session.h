/*
 * session.h - an opened file, and what was chosen from it: the beginning of
 * every order of work.
 */
#ifndef LS_SESSION_H
#define LS_SESSION_H

#include "layoutscope.h"
#include "model/find.h"
#include "object/object.h"
#include "read/reader.h"
#include "report/report.h"

struct ls_session {
	struct ls_file *file;
	struct ls_source *source;
	struct ls_read_options how; /* to open it again, without hints */
	struct ls_check *rules; /* borrowed: what is frozen; NULL: nothing */
};

/* By kind, language and how its name begins; not by its whole name. */
bool ls_selection_wants(
    const struct ls_selection *selection, const struct ls_entry *entry);

/* What was chosen, read in full.  Zero-initialise; free at the end. */
struct ls_chosen {
	struct ls_found found; /* entries of the catalog */
	ls_type_id *roots;     /* one for each of `found`, then of the extra */
	struct ls_model *model;
	uint32_t *document_ids; /* by type of the model */
	bool is_named; /* out: some names were asked for, not the program */
	bool with_holders; /* in: if any is of Rust, read the whole program,
	                         * as ideas are about what holds a type too */
};

/*
 * Find, load, and number in order of the page.  The `extra` entries (NULL:
 * none) are loaded too, and are not on the page; they are of no session that
 * was opened with a hint.  Free `chosen` also after a failure.
 */
struct ls_error *ls_session_choose(struct ls_session *session,
    const struct ls_selection *selection, const struct ls_found *extra,
    struct ls_chosen *chosen);

void ls_chosen_free(struct ls_chosen *chosen);

/* The head of a report; its tail fills while rows go by.  Free it also after
 * a failure. */
struct ls_error *ls_session_report(const struct ls_session *session,
    const struct ls_chosen *chosen, uint32_t cacheline_bytes,
    struct ls_report *ret);

/* The head alone, where no types are on the page. */
struct ls_report ls_session_head(const struct ls_session *session);

void ls_session_report_free(struct ls_report *report);

#endif
