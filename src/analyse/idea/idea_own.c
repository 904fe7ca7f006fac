/*
 * idea_own.c - what the kinds of ideas share: members, and changing them.
 */
#include "analyse/idea/idea_own.h"

#include <string.h>

#include "base/error.h"

static bool
is_among(const char *arguments, const struct ls_type *type)
{
	return type->name && strstr(arguments, type->name);
}

/* Generic<String, bool>: its members may be the arguments, which the source
 * of the type does not name; or Options of them. */
static bool
may_be_argument(const struct ls_ideas *ideas, const struct ls_field *field)
{
	const char *arguments = ideas->type->name
	    ? strchr(ideas->type->name, '<')
	    : NULL;
	const struct ls_type *type = ls_ideas_type(ideas, field->type);
	const struct ls_field *payload = ls_ideas_payload(type);
	if (!arguments)
		return false;
	return is_among(arguments, type) ||
	    (payload &&
		is_among(arguments, ls_ideas_type(ideas, payload->type)));
}

void
ls_named_find(
    struct ls_ideas *ideas, ls_is_wanted *is_wanted, struct ls_named *ret)
{
	const struct ls_plan *plan = ideas->plan;
	ret->count = 0;
	for (uint32_t i = 0; i < plan->count; i++) {
		for (uint32_t k = 0; k < plan->lists[i].count; k++) {
			const struct ls_field *field = plan->fields[i][k];
			if (ret->count == LS_MAX_NAMED ||
			    !is_wanted(ideas, field) ||
			    may_be_argument(ideas, field))
				continue;
			ret->fields[ret->count] = field;
			ret->lists[ret->count] = i;
			ret->places[ret->count++] = k;
		}
	}
}

static void
put_name(struct ls_out *out, const struct ls_field *field)
{
	const char *name = field->name ? field->name : "?";
	if (strncmp(name, "__", 2) == 0 && name[2] >= '0' && name[2] <= '9')
		ls_out_format(out, "field %s", name + 2);
	else
		ls_out_text(out, name);
}

struct ls_error *
ls_named_say(
    struct ls_ideas *ideas, const struct ls_named *named, const char **ret)
{
	enum { MOST = 4 };
	struct ls_out out = { 0 };
	struct ls_error *err = &ls_error_nomem;
	uint32_t said = named->count > MOST ? MOST - 1 : named->count;
	for (uint32_t i = 0; i < said; i++) {
		bool is_last = i + 1 == named->count;
		if (i > 0)
			ls_out_text(&out, is_last ? " and " : ", ");
		put_name(&out, named->fields[i]);
	}
	if (said < named->count)
		ls_out_format(&out, " and %u more", named->count - said);
	if (!out.failed && out.text)
		err = ls_ideas_say(ideas, ret, "%s", out.text);
	ls_out_free(&out);
	return err;
}

bool
ls_named_try(struct ls_ideas *ideas, const struct ls_named *named,
    ls_change *change, struct ls_outcome *ret)
{
	struct ls_plan changed;
	if (!ls_plan_copy(ideas->plan, &changed))
		return false;
	for (uint32_t i = 0; i < named->count; i++)
		changed.lists[named->lists[i]]
		    .items[named->places[i]] = change(ideas, named->fields[i]);
	bool has_tried = ls_ideas_try(ideas, &changed, ret);
	ls_plan_free(&changed);
	return has_tried;
}

bool
ls_named_fewest(struct ls_ideas *ideas, struct ls_named *named,
    ls_change *change, struct ls_outcome *ret)
{
	if (!ls_named_try(ideas, named, change, ret))
		return false;
	if (ret->saving_bytes == 0 || named->count < 2)
		return true;
	for (uint32_t i = 0; i < named->count; i++) {
		struct ls_named one = { .count = 1 };
		struct ls_outcome outcome;
		one.fields[0] = named->fields[i];
		one.lists[0] = named->lists[i];
		one.places[0] = named->places[i];
		if (!ls_named_try(ideas, &one, change, &outcome))
			return false;
		if (outcome.saving_bytes < ret->saving_bytes)
			continue;
		*ret = outcome;
		*named = one;
		return true;
	}
	return true;
}

struct ls_idea
ls_named_idea(struct ls_ideas *ideas, enum ls_idea_kind kind,
    const struct ls_named *named, const struct ls_outcome *outcome)
{
	struct ls_idea idea = {
		.kind = kind,
		.certainty = outcome->certainty,
		.size_bytes = outcome->shape.size_bytes,
		.saving_bytes = outcome->saving_bytes,
		.program_saving_bytes = outcome->program_saving_bytes,
		.total_saving_bytes = outcome->total_saving_bytes,
	};
	if (named->count == 1) {
		idea.member = named->fields[0]->name;
		if (ideas->plan->is_enum)
			idea.variant = ideas->type->variants
					   ->items[named->lists[0]]
					   .name;
	}
	return idea;
}

const struct ls_type *
ls_ideas_type(const struct ls_ideas *ideas, ls_type_id id)
{
	const struct ls_model *model = ideas->lines->model;
	return ls_model_type(model, ls_model_strip(model, id));
}

bool
ls_ideas_is_named(const struct ls_type *type, const char *begin)
{
	return type->name && strncmp(type->name, begin, strlen(begin)) == 0;
}

const struct ls_field *
ls_ideas_payload(const struct ls_type *type)
{
	const struct ls_variants *variants = type->variants;
	if (!variants || variants->count != 2 ||
	    !ls_ideas_is_named(type, "core::option::Option<"))
		return NULL;
	for (uint32_t i = 0; i < 2; i++)
		if (variants->items[i].field_count == 1)
			return &variants->items[i].fields[0];
	return NULL;
}

bool
ls_ideas_pays_tag(const struct ls_type *type)
{
	const struct ls_variants *variants = type->variants;
	return variants && variants->has_tag && variants->count == 2 &&
	    variants->items[0].has_discr && variants->items[1].has_discr;
}

bool
ls_ideas_is_integer(const struct ls_type *type)
{
	return type->kind == LS_KIND_SCALAR && type->has_size &&
	    type->size_bits > 0 && type->size_bits <= 128 && !type->valid &&
	    (type->encoding == LS_ENCODING_UNSIGNED ||
		type->encoding == LS_ENCODING_SIGNED);
}

struct ls_part
ls_ideas_plain(uint64_t size_bytes, uint64_t align_bytes)
{
	return (struct ls_part){
		.size_bytes = size_bytes,
		.align_bytes = align_bytes,
		.niche = { .is_certain = true },
	};
}

/* Does an Option that pays for a tag hold it, or what it is all there is in? */
static bool
has_payer(const struct ls_ideas *ideas, ls_type_id id, unsigned depth)
{
	enum { DEEPEST = 8 };
	const struct ls_model *model = ideas->lines->model;
	uint32_t count;
	const ls_type_id *holders = ls_shape_holders(
	    ideas->shapes, id, &count);
	for (uint32_t i = 0; i < count; i++) {
		const struct ls_type *holder = ls_model_type(
		    model, holders[i]);
		if (ls_ideas_pays_tag(holder))
			return true;
		if (depth < DEEPEST && !holder->variants &&
		    holder->field_count == 1 &&
		    has_payer(ideas, holders[i], depth + 1))
			return true;
	}
	return false;
}

bool
ls_ideas_has_payer(struct ls_ideas *ideas)
{
	return has_payer(ideas, ideas->id, 0);
}

bool
ls_ideas_name_winner(struct ls_ideas *ideas, struct ls_idea *idea)
{
	uint32_t count;
	const ls_type_id *touched = ls_shape_touched(ideas->shapes, &count);
	bool has_won = false;
	for (uint32_t i = 0; i < count; i++) {
		const struct ls_type *type = ls_model_type(
		    ideas->lines->model, touched[i]);
		uint64_t now = type->has_size ? type->size_bits / 8 : 0;
		uint64_t then = ls_shape_then(ideas->shapes, touched[i])
				    .size_bytes;
		if (!ls_ideas_pays_tag(type) || !type->name || then >= now ||
		    now - then <= idea->saving_bytes)
			continue;
		idea->type = type->name;
		idea->size_bytes = then;
		idea->saving_bytes = now - then;
		has_won = true;
	}
	return has_won;
}
