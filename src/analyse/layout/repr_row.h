/*
 * repr_row.h - by which repr a type was laid out, for its row.
 */
#ifndef LS_ANALYSE_REPR_ROW_H
#define LS_ANALYSE_REPR_ROW_H

struct ls_error;
struct ls_lines;
struct ls_plan;
struct ls_row;

/* Fill in the repr of `row`, as the plan of its type has it. */
struct ls_error *ls_analyse_repr(
    struct ls_lines *lines, const struct ls_plan *plan, struct ls_row *row);

#endif
