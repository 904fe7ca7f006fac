/*
 * tag.h - how an enum with data tells its variants apart.
 */
#ifndef LS_ANALYSE_TAG_H
#define LS_ANALYSE_TAG_H

#include "analyse/decimal.h"

struct ls_error;
struct ls_lines;
struct ls_row;
struct ls_type;

/* Fill in the tag of `row`. */
struct ls_error *ls_analyse_tag(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row);

/* A discriminant of `type`, whose bits are as wide as its tag. */
void ls_discr_text(const struct ls_model *model, const struct ls_type *type,
    ls_u128 discr, char text[LS_DECIMAL_ROOM]);

/* The value of an enumerator, sign-extended where its enum is signed. */
void ls_enumerator_text(const struct ls_model *model,
    const struct ls_type *type, ls_u128 value, char text[LS_DECIMAL_ROOM]);

#endif
