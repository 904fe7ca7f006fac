/*
 * path.h - the member that lies at some place of a type, however deep.
 */
#ifndef LS_ANALYSE_PATH_H
#define LS_ANALYSE_PATH_H

#include "analyse/lines.h"
#include "analyse/padding.h"

/* Where the tag of an enum lies; empty: nowhere. */
struct ls_extent ls_tag_place(const struct ls_variants *variants);

/* The one field that covers the place; NULL if none or several do. */
const struct ls_field *ls_field_over(
    const struct ls_field *fields, uint32_t count, struct ls_extent place);

/*
 * The variant that a niche is borrowed from: it has no discriminant of its
 * own, and a member of it lies where the tag does.  NULL: there is none.
 */
const struct ls_variant *ls_dataful_variant(
    const struct ls_variants *variants);

/*
 * The names down to the scalar at `place` of `type`, in the row's arena;
 * `ret` is left alone where they cannot be told.
 */
struct ls_error *ls_path_of(struct ls_lines *lines, const struct ls_type *type,
    struct ls_extent place, const char **ret);

#endif
