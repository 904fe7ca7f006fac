/*
 * reorder_best.h - `best` of a row: smaller orders of its members.
 */
#ifndef LS_ANALYSE_REORDER_BEST_H
#define LS_ANALYSE_REORDER_BEST_H

#include <stdint.h>

struct ls_error;
struct ls_lines;
struct ls_row;

/* Fill in `best` and `best_note` of `row`.  `lines` is its workplace. */
struct ls_error *ls_analyse_best(struct ls_lines *lines, struct ls_row *row);

#endif
