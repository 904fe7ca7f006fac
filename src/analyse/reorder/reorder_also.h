/*
 * reorder_also.h - what beside another order makes a type smaller.
 */
#ifndef LS_ANALYSE_REORDER_ALSO_H
#define LS_ANALYSE_REORDER_ALSO_H

#include <stdbool.h>

struct ls_model;
struct ls_row;

/* Fill in `also` of `row`, after its `best`.  False: no memory. */
bool ls_analyse_also(const struct ls_model *model, struct ls_row *row)
    __attribute__((warn_unused_result));

#endif
