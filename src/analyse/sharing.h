/*
 * sharing.h - atomics and locks of one type that share a cache line.
 */
#ifndef LS_ANALYSE_SHARING_H
#define LS_ANALYSE_SHARING_H

struct ls_error;
struct ls_lines;
struct ls_row;
struct ls_type;

/* Fill in `sharing` of `row`, whose size is there; NULL where nothing does. */
struct ls_error *ls_analyse_sharing(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row);

#endif
