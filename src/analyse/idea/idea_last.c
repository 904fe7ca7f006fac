/*
 * idea_last.c - an enum that has no free value left, and one variant too many.
 *
 *	enum Next { To(&Node), End }	Option<Next>: 16 bytes
 *	enum Next { To(&Node) }		Option<Next>: 8, and None is the end
 */
#include "analyse/idea/idea_own.h"
#include "base/error.h"

static struct ls_error *
add(struct ls_ideas *ideas, struct ls_idea *idea)
{
	idea->kind = LS_IDEA_DROP_VARIANT;
	if (!ls_ideas_name_winner(ideas, idea))
		return NULL;
	struct ls_error *err = ls_ideas_say(ideas, &idea->text,
	    "do without %s, or say it in another one: it has the last value, "
	    "and none is left for None",
	    idea->variant ? idea->variant : "one of its values");
	idea->check = "only if what it says can be said otherwise";
	return err ? err : ls_ideas_add(ideas, idea);
}

/* The last variant that holds nothing; plan->count: there is none. */
static uint32_t
last_empty(const struct ls_plan *plan)
{
	for (uint32_t i = plan->count; i > 0; i--)
		if (plan->lists[i - 1].count == 0)
			return i - 1;
	return plan->count;
}

static bool
try_without(struct ls_ideas *ideas, uint32_t at, struct ls_outcome *ret)
{
	struct ls_plan changed;
	if (!ls_plan_copy(ideas->plan, &changed))
		return false;
	struct ls_part_list dropped = changed.lists[at];
	for (uint32_t i = at; i + 1 < changed.count; i++)
		changed.lists[i] = changed.lists[i + 1];
	changed.lists[changed.count - 1] = dropped;
	changed.count--;
	bool has_tried = ls_ideas_try(ideas, &changed, ret);
	changed.count++;
	ls_plan_free(&changed);
	return has_tried;
}

static struct ls_error *
find_variant(struct ls_ideas *ideas)
{
	const struct ls_plan *plan = ideas->plan;
	uint32_t at = last_empty(plan);
	struct ls_outcome outcome;
	if (plan->repr_count == 0 || plan->reprs[0].is_c ||
	    plan->reprs[0].int_bytes > 0 || plan->count < 2 ||
	    at == plan->count)
		return NULL;
	if (!try_without(ideas, at, &outcome))
		return &ls_error_nomem;
	if (outcome.program_saving_bytes == 0)
		return NULL;
	struct ls_idea idea = {
		.certainty = outcome.certainty,
		.variant = ideas->type->variants->items[at].name,
		.program_saving_bytes = outcome.program_saving_bytes,
		.total_saving_bytes = outcome.total_saving_bytes,
	};
	return add(ideas, &idea);
}

/* Of values alone: as many as there can be. */
static struct ls_error *
find_value(struct ls_ideas *ideas)
{
	const struct ls_type *type = ideas->type;
	if (!type->has_size || type->size_bits > 16 || type->niche ||
	    type->enumerator_count != 1u << type->size_bits)
		return NULL;
	struct ls_shape shape = ideas->now;
	shape.niche = (struct ls_niche){
		.has_niche = true,
		.is_certain = true,
		.size_bits = type->size_bits,
		.last = type->enumerator_count - 2,
		.available = 1,
		.most = 1,
	};
	int64_t bytes = ls_shape_saving(ideas->shapes, ideas->id, &shape);
	if (bytes <= 0)
		return NULL;
	struct ls_idea idea = {
		.certainty = LS_CERTAINTY_COMPUTED,
		.variant = type->enumerators[type->enumerator_count - 1].name,
		.program_saving_bytes = (uint64_t)bytes,
		.total_saving_bytes = ls_shape_worth(
		    ideas->shapes, ls_ideas_cost(ideas)),
	};
	return add(ideas, &idea);
}

struct ls_error *
ls_idea_drop_variant(struct ls_ideas *ideas)
{
	const struct ls_type *type = ideas->type;
	if (type->kind != LS_KIND_ENUM || type->lang != LS_LANG_RUST ||
	    ideas->now.niche.available > 0 || !ideas->now.niche.is_certain ||
	    !ls_ideas_has_payer(ideas))
		return NULL;
	return type->variants ? find_variant(ideas) : find_value(ideas);
}
