/*
 * reorder_asked.h - what the user asks of an order: --keep, --hot, --allow.
 */
#ifndef LS_ANALYSE_REORDER_ASKED_H
#define LS_ANALYSE_REORDER_ASKED_H

#include "analyse/reorder/reorder_type.h"

struct ls_error;

/*
 * Mark the members that are named (NULL-terminated; NULL: none); `name` is
 * the type's.  LS_ERROR_NO_MATCH: it has no such member.
 */
struct ls_error *ls_asked_keep(
    struct ls_ordered *ordered, const char *name, const char *const *members);
struct ls_error *ls_asked_hot(
    struct ls_ordered *ordered, const char *name, const char *const *members);

/*
 * Turn bools into bit-fields of one bit if that makes the type smaller than
 * any order alone does, no more of them than it takes; `turned` says which.
 * `ret_else`: the best size in bits without that, if there is any bool.
 * False: no memory.
 */
bool ls_asked_bitfields(const struct ls_model *model,
    struct ls_ordered *ordered, uint64_t *ret_else)
    __attribute__((warn_unused_result));

#endif
