/*
 * renamed.h - types that have a new name and nothing else new.
 */
#ifndef LS_JUDGE_RENAMED_H
#define LS_JUDGE_RENAMED_H

#include "judge/keyed.h"

struct ls_error;

/*
 * Pair those that ls_keyed_pair() left alone, where one of each side alone has
 * this content: two members or more, of the same names, places and sizes.
 */
struct ls_error *ls_renamed_pair(struct ls_keyed *old, size_t old_count,
    struct ls_keyed *new, size_t new_count);

#endif
