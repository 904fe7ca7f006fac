/*
 * cost.h - what a smaller type is worth: in the allocator's bytes, and times
 * the objects that there are.
 */
#ifndef LS_ANALYSE_COST_H
#define LS_ANALYSE_COST_H

#include "analyse/allocator.h"
#include "model/model.h"

struct ls_row;

/* Zero: a byte is a byte, and nobody has counted. */
struct ls_cost {
	enum ls_allocator allocator;
	const uint64_t *counts; /* of objects, by type; NULL: not counted */
	const bool *is_counted; /* by type: it was named at all */
};

/* What one object costs less: 0 where it stays in its class. */
uint64_t ls_cost_saving(
    const struct ls_cost *cost, uint64_t old_bytes, uint64_t new_bytes);

/* The same for all objects of that type; of one where nobody counted. */
uint64_t ls_cost_total(
    const struct ls_cost *cost, ls_type_id id, uint64_t saving_bytes);

/* More than there can be is as good as the most there can be. */
uint64_t ls_cost_sum(uint64_t a, uint64_t b);

/* Fill in the row's saving, weight and classes. */
void ls_cost_row(const struct ls_cost *cost, struct ls_row *row);

#endif
