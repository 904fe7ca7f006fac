/*
 * analyse.h - from a type to its row: the analyses, called in turn.
 *
 * Each question has a file of its own beside this one and fills in its own
 * members of struct ls_row.
 */
#ifndef LS_ANALYSE_ANALYSE_H
#define LS_ANALYSE_ANALYSE_H

#include "analyse/cost.h"
#include "model/model.h"
#include "report/report.h"

struct ls_error;
struct ls_embed;
struct ls_niches;
struct ls_headers;
struct ls_shapes;

/* What smaller orders have to respect.  Zero: nothing but the type. */
struct ls_best_options {
	const char *const
	    *keep;              /* members at their offsets; NULL-terminated */
	const char *const *hot; /* members to be in one cache line; likewise */
	uint32_t max_moves;     /* 0: as many as it takes */
	bool with_bitfields;    /* bools may become bit-fields of one bit */
};

struct ls_analyse_options {
	uint32_t cacheline_bytes;
	bool expand_types;  /* -E: lines below every record member */
	bool relative;      /* -r: inner offsets count from the inner type */
	bool with_tree;     /* the values of an enum's variants, as a tree */
	bool with_sharing;  /* look for atomics and locks in one line */
	bool with_best;     /* look for smaller orders of the members */
	bool with_proposed; /* and lay out the best as a row of its own */
	struct ls_best_options best;
	bool is_frozen;      /* its order must not change: none is proposed */
	struct ls_cost cost; /* what a saved byte is worth */
	const struct ls_headers *headers; /* of the whole file; NULL: not known
	                                   */
	struct ls_niches *niches;         /* of the model; NULL: do not ask */
	struct ls_shapes *shapes;         /* of the model; NULL: no ideas */
	struct ls_embed *embed; /* NULL: what holds types of C is not known */
	bool with_hidden_ideas; /* also on what lists leave out */
};

/*
 * Fill in a zeroed row for one record of the model.  The row's arena is set
 * up here; free the row with ls_row_free().  `id` and `different_count` of
 * the row are the caller's.
 */
struct ls_error *ls_analyse_type(const struct ls_model *model, ls_type_id id,
    const struct ls_analyse_options *options, struct ls_row *row);

void ls_row_free(struct ls_row *row);

#endif
