/*
 * idea_repr.c - a repr that costs.
 *
 *	#[repr(C)] struct { a: u8, b: u64, c: u8 }	24 bytes; without: 16
 *	#[repr(u8)] enum { A(&'static u8), B }		16 bytes; without: 8
 *
 * repr(C) keeps the order of the source, and any repr of an enum with data
 * forbids that its tag hides in a niche.
 */
#include "analyse/idea/idea_own.h"
#include "analyse/layout/rules.h"
#include "base/error.h"

/* The same without C and without an integer. */
static struct ls_plan
without_repr(const struct ls_plan *plan)
{
	struct ls_plan plain = *plan;
	plain.reprs[0].is_c = false;
	plain.reprs[0].int_bytes = 0;
	plain.reprs[0].is_signed = false;
	plain.repr_count = 1;
	return plain;
}

static bool
is_costly(const struct ls_plan *plan)
{
	const struct ls_repr *repr = &plan->reprs[0];
	return plan->repr_count > 0 && (repr->is_c || repr->int_bytes) &&
	    repr->pack_bytes == 0;
}

static struct ls_error *
say(struct ls_ideas *ideas, const struct ls_outcome *outcome,
    struct ls_idea *idea)
{
	const struct ls_repr *repr = &ideas->plan->reprs[0];
	const char *what = "its repr";
	if (repr->is_c)
		what = "repr(C)";
	if (!ideas->plan->is_enum)
		return ls_ideas_say(ideas, &idea->text,
		    "drop %s: rustc then orders the members", what);
	return ls_ideas_say(ideas, &idea->text, "drop %s: %s", what,
	    outcome->layout.coding == LS_CODING_NICHE
		? "the tag then hides in values that a member never has"
		: "the tag then takes no more than it needs");
}

struct ls_error *
ls_idea_drop_repr(struct ls_ideas *ideas)
{
	struct ls_plan plain, *plan = ideas->plan;
	struct ls_plan changed;
	struct ls_outcome outcome;
	if (!is_costly(plan) || ls_has_chosen_values(ideas->type->variants))
		return NULL;
	if (!ls_plan_copy(plan, &changed))
		return &ls_error_nomem;
	plain = without_repr(plan);
	ideas->plan = &plain;
	bool has_tried = ls_ideas_try(ideas, &changed, &outcome);
	ideas->plan = plan;
	ls_plan_free(&changed);
	if (!has_tried)
		return &ls_error_nomem;
	if (outcome.saving_bytes == 0)
		return NULL;
	struct ls_idea idea = {
		.kind = LS_IDEA_DROP_REPR,
		.certainty = outcome.certainty,
		.size_bytes = outcome.shape.size_bytes,
		.saving_bytes = outcome.saving_bytes,
		.program_saving_bytes = outcome.program_saving_bytes,
		.total_saving_bytes = outcome.total_saving_bytes,
	};
	struct ls_error *err = say(ideas, &outcome, &idea);
	idea.check = "only if no C code, file or cast relies on the layout";
	return err ? err : ls_ideas_add(ideas, &idea);
}
