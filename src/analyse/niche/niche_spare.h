/*
 * niche_spare.h - niches in bytes that only one variant of an enum uses.
 */
#ifndef LS_ANALYSE_NICHE_SPARE_H
#define LS_ANALYSE_NICHE_SPARE_H

struct ls_error;
struct ls_lines;
struct ls_niche_row;
struct ls_type;

/* The largest of each variant, for `row`; none for types without variants. */
struct ls_error *ls_niche_spares(struct ls_lines *lines,
    const struct ls_type *type, struct ls_niche_row *row);

#endif
