/*
 * work.h - one page on its way: begun, filled with rows, finished.
 */
#ifndef LS_WORK_H
#define LS_WORK_H

#include "base/out.h"
#include "render/render.h"
#include "work/making.h"
#include "work/session.h"
#include "work/units.h"
#include "work/whole.h"

struct ls_saving;

struct ls_work {
	struct ls_session *session;
	struct ls_chosen chosen;
	struct ls_analyse_options how;
	const struct ls_renderer *renderer;
	struct ls_view view;
	struct ls_out out;
	struct ls_page page;
	struct ls_report report;
	struct ls_whole whole;      /* read when first asked for */
	bool *frozen;               /* by index of the chosen; NULL: none is */
	struct ls_headers *headers; /* of the chosen types, if they are all */
	struct ls_units units;      /* of the chosen; no names: not asked */
	uint64_t *program_savings;  /* of each chosen; NULL: not asked */
	uint64_t *counts; /* of objects, by type; NULL: nobody counted */
	bool *is_counted;
};

/* Choose, and set up the page.  End it also after a failure. */
struct ls_error *ls_work_begin(struct ls_work *work,
    struct ls_session *session, const struct ls_selection *selection,
    const struct ls_page_options *options, const struct ls_renderer *renderer,
    FILE *file);

/* The same, and read what a byte is worth. */
struct ls_error *ls_work_begin_cost(struct ls_work *work,
    struct ls_session *session, const struct ls_selection *selection,
    const struct ls_cost_options *cost, const struct ls_page_options *options,
    const struct ls_renderer *renderer, FILE *file, FILE *notes);
void ls_work_end(struct ls_work *work);

/* Read all types of the file too, if that is not done. */
struct ls_error *ls_work_whole(struct ls_work *work);

/* The rows of all that was chosen, or of `order` alone, each to `visit`. */
struct ls_error *ls_work_each(const struct ls_work *work,
    const uint32_t *order, size_t count,
    struct ls_error *(*visit)(void *context, const struct ls_made *made),
    void *context);

/* Onto the page with it. */
void ls_work_put(struct ls_work *work, const struct ls_row *row);

/* Both for each, in that order; NULL is all that was chosen. */
struct ls_error *ls_work_put_all(
    struct ls_work *work, const uint32_t *order, size_t count);

/* The tail of the page; `notes` is NULL where nobody wants any. */
struct ls_error *ls_work_finish(struct ls_work *work, FILE *notes);

/*
 * What the first idea on each chosen type saves in all, the most first; the
 * caller frees `ret`.  ideas.c.
 */
struct ls_error *ls_work_ideas(struct ls_work *work,
    const struct ls_suggest_options *suggest, struct ls_saving **ret,
    size_t *ret_count);

struct ls_view ls_view_of(const struct ls_page_options *options);

struct ls_error *ls_no_format(const char *format);

/*
 * What the best order of each chosen type saves in all, as far as `suggest`
 * asks for it; the caller frees `ret`.  The summary counts what is left out
 * because it is aligned on purpose.  suggest.c.
 */
struct ls_error *ls_work_savings(struct ls_work *work,
    const struct ls_suggest_options *suggest, struct ls_saving **ret,
    size_t *ret_count);

#endif
