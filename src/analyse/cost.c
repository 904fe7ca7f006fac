/*
 * cost.c - what a smaller type is worth.
 *
 *	struct conn, 80 bytes, 56 are possible, a million of them
 *		as such		24 bytes each, 24,000,000 in all
 *		under glibc	chunks of 96 and 64: 32 each
 */
#include "analyse/cost.h"

#include "report/report.h"

uint64_t
ls_cost_saving(
    const struct ls_cost *cost, uint64_t old_bytes, uint64_t new_bytes)
{
	uint64_t old = ls_allocator_class(cost->allocator, old_bytes);
	uint64_t new = ls_allocator_class(cost->allocator, new_bytes);
	return new < old ? old - new : 0;
}

/* More than there can be is as good as the most there can be. */
static uint64_t
times(uint64_t bytes, uint64_t count)
{
	uint64_t product;
	return __builtin_mul_overflow(bytes, count, &product) ? UINT64_MAX
							      : product;
}

uint64_t
ls_cost_total(const struct ls_cost *cost, ls_type_id id, uint64_t saving_bytes)
{
	return cost->counts ? times(saving_bytes, cost->counts[id])
			    : saving_bytes;
}

uint64_t
ls_cost_sum(uint64_t a, uint64_t b)
{
	return b > UINT64_MAX - a ? UINT64_MAX : a + b;
}

void
ls_cost_row(const struct ls_cost *cost, struct ls_row *row)
{
	if (!row->has_size)
		return;
	row->saving_bytes = ls_cost_saving(
	    cost, row->size_bytes, row->best_size_bytes);
	if (cost->allocator != LS_ALLOCATOR_NONE) {
		row->class_bytes = ls_allocator_class(
		    cost->allocator, row->size_bytes);
		row->best_class_bytes = ls_allocator_class(
		    cost->allocator, row->best_size_bytes);
	}
	if (!cost->counts || !cost->is_counted[row->type_id])
		return;
	row->has_weight = true;
	row->weight = cost->counts[row->type_id];
	row->lost_bytes = times(row->saving_bytes, row->weight);
}
