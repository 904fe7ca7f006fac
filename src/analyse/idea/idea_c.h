/*
 * idea_c.h - a struct of C with one thing in it changed.
 */
#ifndef LS_ANALYSE_IDEA_C_H
#define LS_ANALYSE_IDEA_C_H

#include "analyse/idea/idea.h"
#include "analyse/reorder/reorder_type.h"

/* A struct whose layout our rules give again, and a copy to change. */
struct ls_c_try {
	struct ls_ordered ordered; /* as it is */
	struct ls_item *items;     /* to be changed; one for each of those */
	bool *is_gone;             /* by item: left out */
	uint32_t count;            /* 0: nothing may be said of this type */
};

/* False: no memory.  Free `ret` also then. */
bool ls_c_try_begin(struct ls_ideas *ideas, struct ls_c_try *ret)
    __attribute__((warn_unused_result));
void ls_c_try_free(struct ls_c_try *try);

/* As it was. */
void ls_c_try_undo(struct ls_c_try *try);

/* The size with the changes, in bytes, members in their present order; the
 * present size where that cannot be told. */
bool ls_c_try_size(struct ls_ideas *ideas, const struct ls_c_try *try,
    uint64_t *ret) __attribute__((warn_unused_result));

/* Add the idea, if what was tried is smaller; it has no sizes yet. */
struct ls_error *ls_c_try_add(struct ls_ideas *ideas,
    const struct ls_c_try *try, struct ls_idea *idea, bool *is_added);

/* The type of an item behind typedefs and qualifiers. */
const struct ls_type *ls_c_type(
    const struct ls_ideas *ideas, const struct ls_c_try *try, uint32_t item);

/* The least and the greatest value; false: not an enum with names. */
bool ls_c_enum_range(
    const struct ls_type *type, ls_i128 *least, ls_i128 *most);

/* "a, b and c": names of the items that are marked. */
struct ls_error *ls_c_names(struct ls_ideas *ideas, const struct ls_c_try *try,
    const bool *marked, const char **ret);

#endif
