/*
 * lines.h - the layout of a type as lines: members, holes, and what is
 * inside members.
 */
#ifndef LS_ANALYSE_LINES_H
#define LS_ANALYSE_LINES_H

#include "analyse/analyse.h"
#include "base/map.h"
#include "base/out.h"

/* The workplace of one row: what several questions on it need. */
struct ls_lines {
	const struct ls_model *model;
	const struct ls_analyse_options *options;
	struct ls_arena *arena; /* the row's */
	struct ls_line *items;  /* being gathered; in the heap */
	size_t count;
	size_t room;
	size_t nested_count; /* lines below members, of the whole row */
	bool is_cut;         /* LS_MAX_NESTED_LINES: some were left out */
	struct ls_map spelt; /* by type: its text in the arena */
	struct ls_out text;  /* scratch */
};

/*
 * Append the fields of `type` and, if `with_gaps`, what lies between them;
 * below each anonymous record (with expand_types: each record) its own, with
 * gaps.
 */
struct ls_error *ls_lines_add(struct ls_lines *lines,
    const struct ls_type *type, const struct ls_field *fields, uint32_t count,
    bool with_gaps);

/*
 * Move the gathered lines into the row's arena and begin anew.  With the
 * option `relative`, offsets become those in the type right around.
 */
struct ls_error *ls_lines_take(
    struct ls_lines *lines, const struct ls_line **ret, size_t *ret_count);

/* Memory ran out, or the cap on a row did: the error that says which. */
struct ls_error *ls_row_out_of_room(const struct ls_arena *arena);

/* The spelling of a type, in the row's arena. */
struct ls_error *ls_lines_spell(
    struct ls_lines *lines, ls_type_id id, const char **ret);

void ls_lines_free(struct ls_lines *lines);

#endif
