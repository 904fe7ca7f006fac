/*
 * reorder_best.h - `best` of a row: smaller orders of its members.
 */
#ifndef LS_ANALYSE_REORDER_BEST_H
#define LS_ANALYSE_REORDER_BEST_H

#include <stdbool.h>

struct ls_arena;
struct ls_error;
struct ls_lines;
struct ls_row;
struct ls_type;

/* Fill in `best` and `best_note` of `row`.  `lines` is its workplace. */
struct ls_error *ls_analyse_best(struct ls_lines *lines, struct ls_row *row);

/*
 * The type of `row` as it would be in the best order: `type` with its fields
 * elsewhere.  The fields are in the arena.  False: no memory.
 */
bool ls_best_as_type(const struct ls_row *row, const struct ls_type *type,
    struct ls_arena *arena, struct ls_type *ret)
    __attribute__((warn_unused_result));

#endif
