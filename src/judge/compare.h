/*
 * compare.h - two rows of one type: what became of it.
 */
#ifndef LS_JUDGE_COMPARE_H
#define LS_JUDGE_COMPARE_H

#include "report/change.h"

struct ls_error;

/*
 * Either may be NULL: then it is new, or gone.  What `ret` holds lives in
 * `arena` and in the two rows.
 */
struct ls_error *ls_compare(const struct ls_row *old, const struct ls_row *new,
    struct ls_arena *arena, struct ls_change *ret);

/* The numbers of one type. */
struct ls_measure ls_measure_of(const struct ls_row *row);

/* Size, alignment, and the name, place and size of each member are the same:
 * quicker than ls_compare(), and without types. */
bool ls_same_layout(const struct ls_row *a, const struct ls_row *b);

#endif
