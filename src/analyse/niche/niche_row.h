/*
 * niche_row.h - the niche of a type, for its row.
 */
#ifndef LS_ANALYSE_NICHE_ROW_H
#define LS_ANALYSE_NICHE_ROW_H

struct ls_error;
struct ls_lines;
struct ls_row;
struct ls_type;

/* Fill in the niche of `row`, if it is of a language that uses niches. */
struct ls_error *ls_analyse_niche(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row);

#endif
