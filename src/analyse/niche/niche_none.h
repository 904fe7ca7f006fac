/*
 * niche_none.h - why a type has no niche.
 */
#ifndef LS_ANALYSE_NICHE_NONE_H
#define LS_ANALYSE_NICHE_NONE_H

struct ls_error;
struct ls_lines;
struct ls_type;

/* One phrase, in the row's arena or constant. */
struct ls_error *ls_niche_none(
    struct ls_lines *lines, const struct ls_type *type, const char **ret);

#endif
