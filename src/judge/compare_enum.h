/*
 * compare_enum.h - the enumerators and variants of two rows of one type.
 */
#ifndef LS_JUDGE_COMPARE_ENUM_H
#define LS_JUDGE_COMPARE_ENUM_H

#include "report/change.h"

struct ls_arena;
struct ls_error;

/*
 * Fill in `enumerators`, made in the arena, and their bit of `what`.  A side
 * without any, such as a baseline, does not tell them: that is no change.
 */
struct ls_error *ls_compare_enumerators(const struct ls_row *old,
    const struct ls_row *new, struct ls_arena *arena, struct ls_change *ret);

#endif
