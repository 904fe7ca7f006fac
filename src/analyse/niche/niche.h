/*
 * niche.h - the largest niche of a type: bit patterns that no value has.
 */
#ifndef LS_ANALYSE_NICHE_H
#define LS_ANALYSE_NICHE_H

#include "model/model.h"

/*
 * A number inside a type that is first..=last, in so many bits (up to 128),
 * and wraps where first > last.  What is left of it is free.
 */
struct ls_niche {
	bool has_niche;
	bool is_certain; /* no: `why`, and no more than `most` are free */
	const char *why; /* a constant text, or NULL */
	uint64_t offset_bits;
	uint64_t size_bits;
	ls_u128 first;
	ls_u128 last;
	ls_u128 available; /* at least; 0 without a niche */
	ls_u128 most;      /* where that is not certain */
};

/* What was found so far, by type.  It borrows the model. */
struct ls_niches;

struct ls_niches *ls_niches_new(const struct ls_model *model); /* or NULL */
struct ls_niche ls_niche_of(struct ls_niches *niches, ls_type_id id);
void ls_niches_free(struct ls_niches *niches); /* NULL is fine */

#endif
