/*
 * future.h - what an async function keeps while it waits.
 */
#ifndef LS_ANALYSE_FUTURE_H
#define LS_ANALYSE_FUTURE_H

struct ls_error;
struct ls_lines;
struct ls_row;
struct ls_type;

/* Fill in `future` of `row`, whose variants are there; NULL: it is none. */
struct ls_error *ls_analyse_future(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row);

#endif
