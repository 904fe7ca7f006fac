/*
 * idea_nonzero.c - an integer that is never 0, and says so.
 *
 *	struct Arg { index: Option<u64>, short: u8 }	24 bytes
 *	with index: Option<NonZeroU64>			16
 *
 *	struct Id(u64)		Option<Id>: 16 bytes
 *	struct Id(NonZeroU64)	Option<Id>: 8
 *
 * Whether 0 is unused only the programmer knows.
 */
#include <string.h>

#include "analyse/idea/idea_own.h"
#include "base/error.h"

static const char
    check[] = "only if it is never 0, which nobody but its author knows";

/* ---- Option<u64> as a member ---- */

/* What the member is, or an array of so many; 0: of none, or too many. */
static const struct ls_type *
element_of(const struct ls_ideas *ideas, const struct ls_field *field,
    uint64_t *times)
{
	const struct ls_type *type = ls_ideas_type(ideas, field->type);
	*times = 1;
	for (int i = 0; i < LS_MAX_ALIASES && type->kind == LS_KIND_ARRAY &&
	     type->has_count && !type->is_vector;
	     i++) {
		if (__builtin_mul_overflow(*times, type->count, times))
			*times = 0;
		type = ls_ideas_type(ideas, type->target);
	}
	return type;
}

static bool
is_optional_integer(struct ls_ideas *ideas, const struct ls_field *field)
{
	uint64_t times;
	const struct ls_type *type = element_of(ideas, field, &times);
	const struct ls_field *payload = ls_ideas_payload(type);
	return payload && times > 0 && ls_ideas_pays_tag(type) &&
	    ls_ideas_is_integer(ls_ideas_type(ideas, payload->type));
}

static struct ls_part
without_tag(struct ls_ideas *ideas, const struct ls_field *field)
{
	uint64_t times;
	const struct ls_field *payload = ls_ideas_payload(
	    element_of(ideas, field, &times));
	/* an array has more bytes now */
	return ls_ideas_plain(
	    payload->size_bits / 8 * times, payload->align_bits / 8);
}

/* "NonZeroU64" */
static struct ls_error *
say_nonzero(
    struct ls_ideas *ideas, const struct ls_field *field, const char **ret)
{
	const struct ls_type *type = ls_ideas_type(ideas, field->type);
	const char *name = type->name ? type->name : "?";
	char first = *name >= 'a' && *name <= 'z' ? (char)(*name - 'a' + 'A')
						  : *name;
	return ls_ideas_say(
	    ideas, ret, "NonZero%c%s", first, *name ? name + 1 : name);
}

static struct ls_error *
find_optional(struct ls_ideas *ideas)
{
	struct ls_named named;
	struct ls_outcome outcome;
	const char *names, *nonzero = "NonZero";
	ls_named_find(ideas, is_optional_integer, &named);
	if (named.count == 0)
		return NULL;
	if (!ls_named_fewest(ideas, &named, without_tag, &outcome))
		return &ls_error_nomem;
	if (outcome.saving_bytes == 0)
		return NULL;
	struct ls_idea idea = ls_named_idea(
	    ideas, LS_IDEA_NONZERO, &named, &outcome);
	struct ls_error *err = ls_named_say(ideas, &named, &names);
	uint64_t times = 1;
	if (!err && named.count == 1)
		err = say_nonzero(ideas,
		    ls_ideas_payload(
			element_of(ideas, named.fields[0], &times)),
		    &nonzero);
	if (!err)
		err = ls_ideas_say(ideas, &idea.text,
		    "make %s%s Option<%s>: 0 then stands for None, and no tag "
		    "is paid for",
		    times > 1 ? "each item of " : "", names, nonzero);
	idea.check = check;
	return err ? err : ls_ideas_add(ideas, &idea);
}

/* ---- an integer inside what is optional ---- */

static bool
is_integer(struct ls_ideas *ideas, const struct ls_field *field)
{
	return ls_ideas_is_integer(ls_ideas_type(ideas, field->type));
}

static struct ls_part
never_zero(struct ls_ideas *ideas, const struct ls_field *field)
{
	(void)ideas;
	struct ls_part part = ls_ideas_plain(
	    field->size_bits / 8, field->align_bits / 8);
	uint64_t bits = field->size_bits;
	part.niche = (struct ls_niche){
		.has_niche = true,
		.is_certain = true,
		.size_bits = bits,
		.first = 1,
		.last = bits >= 128 ? ~(ls_u128)0 : ((ls_u128)1 << bits) - 1,
		.available = 1,
		.most = 1,
	};
	return part;
}

/* Does its name say that 0 may well be unused? */
static bool
is_likely(const struct ls_field *field)
{
	static const char *const words[] = { "id", "key", "handle", "serial",
		"generation", "fd", "pid", "tid", "uid" };
	const char *name = field->name ? field->name : "";
	const char *last = strrchr(name, '_');
	last = last && last > name + 1 ? last + 1 : name;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(last, words[i]) == 0)
			return true;
	return false;
}

static bool
try_field(struct ls_ideas *ideas, const struct ls_named *all, uint32_t at,
    struct ls_outcome *best, struct ls_idea *ret, bool *is_better)
{
	struct ls_named one = { .count = 1 };
	struct ls_outcome outcome;
	one.fields[0] = all->fields[at];
	one.lists[0] = all->lists[at];
	one.places[0] = all->places[at];
	*is_better = false;
	if (!ls_named_try(ideas, &one, never_zero, &outcome))
		return false;
	if (outcome.shape.size_bytes > ideas->now.size_bytes ||
	    outcome.program_saving_bytes == 0)
		return true;
	struct ls_idea idea = ls_named_idea(
	    ideas, LS_IDEA_NONZERO, &one, &outcome);
	idea.saving_bytes = 0;
	if (!ls_ideas_name_winner(ideas, &idea))
		return true;
	*is_better = outcome.total_saving_bytes > best->total_saving_bytes ||
	    (outcome.total_saving_bytes == best->total_saving_bytes &&
		outcome.program_saving_bytes > best->program_saving_bytes);
	if (*is_better) {
		*best = outcome;
		*ret = idea;
	}
	return true;
}

static struct ls_error *
find_inside(struct ls_ideas *ideas)
{
	struct ls_named named;
	struct ls_idea idea = { 0 };
	struct ls_outcome best = { 0 };
	const struct ls_field *chosen = NULL;
	const char *brief, *nonzero;
	if (ideas->plan->is_enum || ideas->now.niche.available > 0 ||
	    !ideas->now.niche.is_certain || !ls_ideas_has_payer(ideas))
		return NULL;
	ls_named_find(ideas, is_integer, &named);
	/* First those that look like it; the first that wins as much stays. */
	for (int pass = 0; pass < 2; pass++) {
		for (uint32_t i = 0; i < named.count; i++) {
			bool is_better;
			if (is_likely(named.fields[i]) != (pass == 0))
				continue;
			if (!try_field(
				ideas, &named, i, &best, &idea, &is_better))
				return &ls_error_nomem;
			if (is_better)
				chosen = named.fields[i];
		}
	}
	if (!chosen)
		return NULL;
	struct ls_named one = { .fields = { chosen }, .count = 1 };
	const char *name;
	struct ls_error *err = ls_named_say(ideas, &one, &name);
	if (!err)
		err = say_nonzero(ideas, chosen, &nonzero);
	if (!err)
		err = ls_ideas_brief(ideas, ideas->id, &brief);
	if (!err)
		err = ls_ideas_say(ideas, &idea.text,
		    "make %s of %s a %s: its 0 then stands for None, and no "
		    "tag is paid for",
		    name, brief, nonzero);
	idea.check = check;
	return err ? err : ls_ideas_add(ideas, &idea);
}

struct ls_error *
ls_idea_nonzero(struct ls_ideas *ideas)
{
	if (ideas->plan->repr_count == 0)
		return NULL;
	struct ls_error *err = find_optional(ideas);
	return err ? err : find_inside(ideas);
}
