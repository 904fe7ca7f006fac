/*
 * plan.h - the parts of one type, and the repr that it was laid out by.
 *
 * In: a type of the model.  Out: its fields as parts, in order of the source,
 * and every repr under which rustc would lay it out exactly as it stands.
 * Ideas change parts and lay out again.
 */
#ifndef LS_ANALYSE_PLAN_H
#define LS_ANALYSE_PLAN_H

#include "analyse/layout/layout.h"
#include "model/model.h"

struct ls_shapes;

enum { LS_MAX_REPRS = 6 };

struct ls_plan {
	bool is_enum; /* else one list */
	struct ls_part_list *lists;
	const struct ls_field ***fields; /* by list and part */
	uint32_t count;

	/* The likeliest first.  None: `why_not`. */
	struct ls_repr reprs[LS_MAX_REPRS];
	uint32_t repr_count;
	const char *why_not;
};

/*
 * The parts of a struct, or of an enum with data, of Rust.  False: no memory.
 * Free it in any case.
 */
bool ls_plan_make(struct ls_shapes *shapes, ls_type_id id, struct ls_plan *ret)
    __attribute__((warn_unused_result));
/* Is it a struct or an enum of Rust, which a repr may lay out? */
bool ls_plan_is_asked(const struct ls_type *type);

void ls_plan_free(struct ls_plan *plan);

/* A copy to be changed.  False: no memory; then there is nothing to free. */
bool ls_plan_copy(const struct ls_plan *plan, struct ls_plan *ret)
    __attribute__((warn_unused_result));

/* Take a part out; append one, of which a copy has room for one a list. */
void ls_plan_remove(struct ls_plan *plan, uint32_t list, uint32_t at);
void ls_plan_append(
    struct ls_plan *plan, uint32_t list, const struct ls_part *part);

/* Lay the parts out by one of the reprs.  False: too large, or no memory. */
bool ls_plan_layout(
    struct ls_plan *plan, const struct ls_repr *repr, struct ls_layout *ret);

#endif
