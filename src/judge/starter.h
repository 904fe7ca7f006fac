/*
 * starter.h - which types a gate begins with.
 */
#ifndef LS_JUDGE_STARTER_H
#define LS_JUDGE_STARTER_H

#include "report/starter.h"

enum { LS_STARTER_MOST = 12 };

/*
 * The few rows that waste most, that most others hold, that are largest, and
 * that keep a niche; each once.  How many were put into `ret`.
 * False: no memory.
 */
bool ls_starter_choose(const struct ls_row *rows, size_t count,
    struct ls_starter_row ret[LS_STARTER_MOST], size_t *ret_count);

#endif
