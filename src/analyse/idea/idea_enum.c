/*
 * idea_enum.c - enums that could be one, and values that cost a niche.
 *
 *	enum In { A(u32), B(u32) }  enum Out { In(In), C(u32, u16) }	12 bytes
 *	enum Out { A(u32), B(u32), C(u32, u16) }			8
 *
 *	#[repr(u8)] enum Kind { A, B, Unknown = 255 }	Option<Kind>: 2 bytes
 *	enum Kind { A, B, Unknown }			Option<Kind>: 1
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/idea/idea_own.h"
#include "analyse/niche/niche_enum.h"
#include "base/error.h"

/* ---- an enum inside an enum ---- */

/* `outer` with the variants of `inner` in the place of variant `at`; its
 * parts are borrowed from both. */
static struct ls_part_list *
merged(const struct ls_plan *outer, const struct ls_plan *inner, uint32_t at,
    uint32_t *count)
{
	*count = outer->count - 1 + inner->count;
	struct ls_part_list *lists = calloc(
	    (size_t)*count + 1, sizeof(*lists));
	if (!lists)
		return NULL;
	memcpy(lists, outer->lists, at * sizeof(*lists));
	memcpy(lists + at, inner->lists, inner->count * sizeof(*lists));
	memcpy(lists + at + inner->count, outer->lists + at + 1,
	    (outer->count - at - 1) * sizeof(*lists));
	return lists;
}

static bool
try_merged(struct ls_ideas *ideas, uint32_t at, struct ls_outcome *ret)
{
	const struct ls_field *field = ideas->plan->fields[at][0];
	const struct ls_model *model = ideas->lines->model;
	struct ls_plan inner, outer;
	*ret = (struct ls_outcome){ 0 };
	if (!ls_plan_make(
		ideas->shapes, ls_model_strip(model, field->type), &inner))
		return false;
	if (inner.repr_count == 0) {
		ls_plan_free(&inner);
		return true;
	}
	if (!ls_plan_copy(ideas->plan, &outer)) {
		ls_plan_free(&inner);
		return false;
	}
	struct ls_plan both = { .is_enum = true };
	both.lists = merged(&outer, &inner, at, &both.count);
	bool has_tried = both.lists && ls_ideas_try(ideas, &both, ret);
	free(both.lists);
	ls_plan_free(&outer);
	ls_plan_free(&inner);
	return has_tried;
}

static bool
is_own_enum(struct ls_ideas *ideas, uint32_t at)
{
	const struct ls_part_list *list = &ideas->plan->lists[at];
	if (list->count != 1)
		return false;
	const struct ls_type *type = ls_ideas_type(
	    ideas, ideas->plan->fields[at][0]->type);
	return type->variants && type->variants->count > 1 &&
	    type->hidden == LS_HIDDEN_NO && type->lang == LS_LANG_RUST;
}

/* Without a repr; and the values of neither are of the source's choice. */
static bool
is_plain(const struct ls_plan *plan)
{
	return plan->repr_count > 0 && !plan->reprs[0].is_c &&
	    plan->reprs[0].int_bytes == 0;
}

struct ls_error *
ls_idea_merge_enums(struct ls_ideas *ideas)
{
	const struct ls_plan *plan = ideas->plan;
	struct ls_outcome best = { 0 };
	uint32_t chosen = 0;
	if (!plan->is_enum || !is_plain(plan))
		return NULL;
	for (uint32_t i = 0; i < plan->count; i++) {
		struct ls_outcome outcome;
		if (!is_own_enum(ideas, i))
			continue;
		if (!try_merged(ideas, i, &outcome))
			return &ls_error_nomem;
		if (outcome.saving_bytes <= best.saving_bytes)
			continue;
		best = outcome;
		chosen = i;
	}
	if (best.saving_bytes == 0)
		return NULL;
	struct ls_idea idea = {
		.kind = LS_IDEA_MERGE_ENUMS,
		.certainty = best.certainty,
		.variant = ideas->type->variants->items[chosen].name,
		.size_bytes = best.shape.size_bytes,
		.saving_bytes = best.saving_bytes,
		.program_saving_bytes = best.program_saving_bytes,
		.total_saving_bytes = best.total_saving_bytes,
	};
	const char *inner, *outer;
	struct ls_error *err = ls_ideas_brief(
	    ideas, plan->fields[chosen][0]->type, &inner);
	if (!err)
		err = ls_ideas_brief(ideas, ideas->id, &outer);
	if (!err)
		err = ls_ideas_say(ideas, &idea.text,
		    "put the variants of %s into %s instead of %s: one tag "
		    "then does for both",
		    inner, outer, idea.variant ? idea.variant : "?");
	idea.check = "what takes the inner enum alone has to take the outer";
	return err ? err : ls_ideas_add(ideas, &idea);
}

/* ---- enumerators ---- */

static bool
is_enumeration(const struct ls_ideas *ideas)
{
	const struct ls_type *type = ideas->type;
	return type->kind == LS_KIND_ENUM && !type->variants &&
	    type->lang == LS_LANG_RUST && type->has_size && !type->niche &&
	    type->size_bits > 0 && type->size_bits <= 64 &&
	    type->enumerator_count > 1;
}

struct ls_error *
ls_idea_renumber(struct ls_ideas *ideas)
{
	const struct ls_type *type = ideas->type;
	if (!is_enumeration(ideas) || ideas->now.niche.available > 0 ||
	    !ls_ideas_has_payer(ideas))
		return NULL;
	struct ls_shape shape = ideas->now;
	shape.niche = (struct ls_niche){ .is_certain = true,
		.size_bits = type->size_bits,
		.last = type->enumerator_count - 1 };
	ls_niche_count(&shape.niche);
	if (type->size_bits < 32 &&
	    type->enumerator_count >= 1u << type->size_bits)
		return NULL;
	int64_t bytes = ls_shape_saving(ideas->shapes, ideas->id, &shape);
	if (bytes <= 0)
		return NULL;
	struct ls_idea idea = {
		.kind = LS_IDEA_RENUMBER,
		.certainty = LS_CERTAINTY_COMPUTED,
		.program_saving_bytes = (uint64_t)bytes,
		.total_saving_bytes = ls_shape_worth(
		    ideas->shapes, ls_ideas_cost(ideas)),
	};
	if (!ls_ideas_name_winner(ideas, &idea))
		return NULL;
	struct ls_error *err = ls_ideas_say(ideas, &idea.text,
	    "number its %u values from 0 on: as they are, none is left for "
	    "None",
	    type->enumerator_count);
	idea.check = "only if no file, protocol or C code knows the numbers";
	return err ? err : ls_ideas_add(ideas, &idea);
}

static uint64_t
needed_bytes(const struct ls_type *type)
{
	uint64_t bytes = 1;
	for (uint32_t i = 0; i < type->enumerator_count; i++) {
		ls_i128 value = (ls_i128)type->enumerators[i].value;
		while (bytes < 8 &&
		    (value >= (ls_i128)1 << (bytes * 8) ||
			value < -((ls_i128)1 << (bytes * 8 - 1))))
			bytes *= 2;
	}
	return bytes;
}

static bool
has_negative(const struct ls_type *type)
{
	for (uint32_t i = 0; i < type->enumerator_count; i++)
		if ((ls_i128)type->enumerators[i].value < 0)
			return true;
	return false;
}

/* Wider than its values need: only a repr does that. */
struct ls_error *
ls_idea_narrow_enum(struct ls_ideas *ideas)
{
	const struct ls_type *type = ideas->type;
	if (!is_enumeration(ideas) || has_negative(type))
		return NULL;
	uint64_t bytes = needed_bytes(type);
	if (bytes * 8 >= type->size_bits)
		return NULL;
	struct ls_shape shape = { .size_bytes = bytes, .align_bytes = bytes };
	shape.niche = (struct ls_niche){ .is_certain = true,
		.size_bits = bytes * 8 };
	for (uint32_t i = 0; i < type->enumerator_count; i++)
		if (shape.niche.last < type->enumerators[i].value)
			shape.niche.last = type->enumerators[i].value;
	shape.niche.first = shape.niche.last;
	for (uint32_t i = 0; i < type->enumerator_count; i++)
		if (shape.niche.first > type->enumerators[i].value)
			shape.niche.first = type->enumerators[i].value;
	ls_niche_count(&shape.niche);
	int64_t saved = ls_shape_saving(ideas->shapes, ideas->id, &shape);
	if (saved <= 0)
		return NULL;
	struct ls_idea idea = {
		.kind = LS_IDEA_DROP_REPR,
		.certainty = LS_CERTAINTY_COMPUTED,
		.size_bytes = bytes,
		.saving_bytes = type->size_bits / 8 - bytes,
		.program_saving_bytes = (uint64_t)saved,
		.total_saving_bytes = ls_shape_worth(
		    ideas->shapes, ls_ideas_cost(ideas)),
	};
	struct ls_error *err = ls_ideas_say(ideas, &idea.text,
	    "let rustc choose how wide it is: without its repr %u byte%s "
	    "hold%s all its values",
	    (unsigned)bytes, bytes == 1 ? "" : "s", bytes == 1 ? "s" : "");
	idea.check = "only if no file, protocol or C code knows its width";
	return err ? err : ls_ideas_add(ideas, &idea);
}
