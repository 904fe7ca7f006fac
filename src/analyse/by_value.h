/*
 * by_value.h - functions that take or return large types by value.
 */
#ifndef LS_ANALYSE_BY_VALUE_H
#define LS_ANALYSE_BY_VALUE_H

#include "model/function.h"
#include "model/model.h"
#include "report/use.h"

struct ls_error;

/*
 * The types of more than `over_bytes` that functions take or return by value,
 * and these functions, each once; the types that cost most first, by size
 * times uses.
 */
struct ls_error *ls_by_value(const struct ls_model *model,
    const struct ls_functions *functions, uint64_t over_bytes,
    struct ls_uses *ret);

#endif
