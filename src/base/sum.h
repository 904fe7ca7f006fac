/*
 * sum.h - sums of numbers that nobody vouches for.
 *
 * A total over all types of a file is for a person to look at, so it is no
 * error that it is too large: it stays at the largest number.
 */
#ifndef LS_BASE_SUM_H
#define LS_BASE_SUM_H

#include <stdint.h>

static inline void
ls_sum_add(uint64_t *sum, uint64_t more)
{
	if (__builtin_add_overflow(*sum, more, sum))
		*sum = UINT64_MAX;
}

#endif
