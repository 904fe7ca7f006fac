/*
 * variants.h - an enum with data: its variants, and what they leave unused.
 */
#ifndef LS_ANALYSE_VARIANTS_H
#define LS_ANALYSE_VARIANTS_H

struct ls_error;
struct ls_lines;
struct ls_row;
struct ls_type;

/*
 * Fill in the variants, the tag and the paddings of `row`.  The enum's own
 * lines have been taken already.
 */
struct ls_error *ls_analyse_variants(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row);

/* Fill in the enumerators of an enum without data. */
struct ls_error *ls_analyse_enumerators(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row);

#endif
