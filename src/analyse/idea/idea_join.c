/*
 * idea_join.c - what can share bytes: flags, and the tags of Options.
 *
 *	{ at: u32, a: bool, b: bool, c: bool, d: bool, e: bool }   12 bytes
 *	with one u8 for the five					8
 *
 *	{ a: Option<f64>, b: Option<f64>, c: Option<f64> }	   48 bytes
 *	{ a: f64, b: f64, c: f64, has: u8 }			   32
 *
 * What padding swallows, or a holder pays for a niche that is gone, is taken
 * off; where nothing is left there is no idea.
 */
#include "analyse/idea/idea_own.h"
#include "base/error.h"

/* Bits for one value less than `count`. */
static unsigned
bits_for(ls_u128 most)
{
	unsigned bits = 0;
	for (; most > 0; most >>= 1)
		bits++;
	return bits;
}

static bool
is_bool(struct ls_ideas *ideas, const struct ls_field *field)
{
	const struct ls_type *type = ls_ideas_type(ideas, field->type);
	return type->kind == LS_KIND_SCALAR && type->has_size &&
	    type->size_bits == 8 && type->encoding == LS_ENCODING_BOOL;
}

/* How many bits the values of a member take; 0: it is no flag. */
static unsigned
flag_bits(struct ls_ideas *ideas, const struct ls_field *field)
{
	const struct ls_type *type = ls_ideas_type(ideas, field->type);
	ls_u128 most = 0;
	if (is_bool(ideas, field))
		return 1;
	if (type->kind != LS_KIND_ENUM || type->variants || !type->has_size ||
	    type->size_bits != 8 || type->enumerator_count < 2)
		return 0;
	for (uint32_t i = 0; i < type->enumerator_count; i++)
		if (most < (type->enumerators[i].value & 0xff))
			most = type->enumerators[i].value & 0xff;
	return most < 16 ? bits_for(most) : 0;
}

static bool
is_flag(struct ls_ideas *ideas, const struct ls_field *field)
{
	return flag_bits(ideas, field) > 0;
}

static uint64_t
bytes_for(uint64_t bits)
{
	uint64_t bytes = 1;
	while (bytes * 8 < bits)
		bytes *= 2;
	return bytes;
}

/* The named members out, one integer of so many bytes in. */
static bool
try_joined(struct ls_ideas *ideas, const struct ls_named *named,
    uint64_t bytes, struct ls_outcome *ret)
{
	struct ls_plan changed;
	const struct ls_part joined = ls_ideas_plain(bytes, bytes);
	if (!ls_plan_copy(ideas->plan, &changed))
		return false;
	for (uint32_t i = named->count; i-- > 0;)
		ls_plan_remove(&changed, 0, named->places[i]);
	ls_plan_append(&changed, 0, &joined);
	bool has_tried = ls_ideas_try(ideas, &changed, ret);
	ls_plan_free(&changed);
	return has_tried;
}

static struct ls_error *
join_flags(struct ls_ideas *ideas, ls_is_wanted *is_wanted, bool *has_found)
{
	struct ls_named named;
	struct ls_outcome outcome;
	uint64_t bits = 0;
	const char *names;
	ls_named_find(ideas, is_wanted, &named);
	for (uint32_t i = 0; i < named.count; i++)
		bits += flag_bits(ideas, named.fields[i]);
	*has_found = false;
	if (named.count < 2 || bits > 64)
		return NULL;
	if (!try_joined(ideas, &named, bytes_for(bits), &outcome))
		return &ls_error_nomem;
	if (outcome.saving_bytes == 0)
		return NULL;
	*has_found = true;
	struct ls_idea idea = ls_named_idea(
	    ideas, LS_IDEA_JOIN_FLAGS, &named, &outcome);
	struct ls_error *err = ls_named_say(ideas, &named, &names);
	if (!err)
		err = ls_ideas_say(ideas, &idea.text,
		    "keep %s as bits of one u%u", names,
		    (unsigned)bytes_for(bits) * 8);
	idea.check = "each is then read and written with a mask, and no "
		     "reference to one alone can be had";
	return err ? err : ls_ideas_add(ideas, &idea);
}

struct ls_error *
ls_idea_join_flags(struct ls_ideas *ideas)
{
	bool has_found;
	if (ideas->plan->is_enum || ideas->plan->repr_count == 0)
		return NULL;
	struct ls_error *err = join_flags(ideas, is_bool, &has_found);
	if (!err && !has_found)
		err = join_flags(ideas, is_flag, &has_found);
	return err;
}

/* ---- the tags of Options ---- */

static bool
is_tagged_option(struct ls_ideas *ideas, const struct ls_field *field)
{
	const struct ls_type *type = ls_ideas_type(ideas, field->type);
	const struct ls_field *payload = ls_ideas_payload(type);
	return payload && ls_ideas_pays_tag(type) && payload->has_size &&
	    payload->size_bits > 0 && payload->align_bits > 0 &&
	    ls_ideas_type(ideas, payload->type)->kind == LS_KIND_SCALAR;
}

struct ls_error *
ls_idea_join_tags(struct ls_ideas *ideas)
{
	struct ls_named named;
	struct ls_outcome outcome;
	struct ls_plan changed;
	const char *names;
	if (ideas->plan->is_enum || ideas->plan->repr_count == 0)
		return NULL;
	ls_named_find(ideas, is_tagged_option, &named);
	if (named.count < 2)
		return NULL;
	if (!ls_plan_copy(ideas->plan, &changed))
		return &ls_error_nomem;
	for (uint32_t i = 0; i < named.count; i++) {
		const struct ls_field *payload = ls_ideas_payload(
		    ls_ideas_type(ideas, named.fields[i]->type));
		changed.lists[0].items[named.places[i]] = ls_shape_part(
		    ideas->shapes, payload);
	}
	uint64_t bytes = bytes_for(named.count);
	const struct ls_part flags = ls_ideas_plain(bytes, bytes);
	ls_plan_append(&changed, 0, &flags);
	bool has_tried = ls_ideas_try(ideas, &changed, &outcome);
	ls_plan_free(&changed);
	if (!has_tried)
		return &ls_error_nomem;
	if (outcome.saving_bytes == 0)
		return NULL;
	struct ls_idea idea = ls_named_idea(
	    ideas, LS_IDEA_JOIN_TAGS, &named, &outcome);
	struct ls_error *err = ls_named_say(ideas, &named, &names);
	if (!err)
		err = ls_ideas_say(ideas, &idea.text,
		    "keep %s without Option, and which of them are there as "
		    "bits of one u%u",
		    names, (unsigned)bytes * 8);
	idea.check = "whoever reads one has to ask its bit first";
	return err ? err : ls_ideas_add(ideas, &idea);
}
