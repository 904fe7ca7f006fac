/*
 * tree.h - which values mean which variant, down to enums inside enums.
 */
#ifndef LS_ANALYSE_TREE_H
#define LS_ANALYSE_TREE_H

struct ls_error;
struct ls_lines;
struct ls_row;
struct ls_type;

/* Fill in `tree` of `row`, if it is an enum; its niche is there. */
struct ls_error *ls_analyse_tree(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row);

#endif
