/*
 * idea_box.c - a variant that is far larger than the others: box it.
 *
 *	enum Event { Idle, Write(Vec<u8>), Big([u64; 9]) }	80 bytes
 *	with Big(Box<[u64; 9]>)					24
 *
 * Every value of the enum has room for its largest variant.  A box moves what
 * is large out of it, at the cost of an allocation each.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/idea/idea.h"
#include "base/error.h"

/* What a box saves has to be worth an allocation: more than the next larger
 * thing that people hold by value, a Vec. */
enum { LEAST_BOXED_BYTES = 32, LEAST_SAVING_BYTES = 16 };

struct sizes {
	uint32_t largest;
	uint32_t next;
	uint64_t largest_bytes; /* of the fields, without a tag */
	uint64_t next_bytes;
};

static bool
measure(const struct ls_plan *plan, struct sizes *ret)
{
	const struct ls_ordering how = { 0 };
	*ret = (struct sizes){ .largest = plan->count, .next = plan->count };
	for (uint32_t i = 0; i < plan->count; i++) {
		struct ls_layout layout;
		if (ls_layout_fields(&plan->lists[i], &how, &layout) !=
		    LS_LAID_OUT)
			return false;
		uint64_t bytes = layout.size_bytes;
		if (ret->largest == plan->count ||
		    bytes > ret->largest_bytes) {
			ret->next = ret->largest;
			ret->next_bytes = ret->largest_bytes;
			ret->largest = i;
			ret->largest_bytes = bytes;
		} else if (ret->next == plan->count ||
		    bytes > ret->next_bytes) {
			ret->next = i;
			ret->next_bytes = bytes;
		}
	}
	return ret->next < plan->count;
}

static uint32_t
largest_part(const struct ls_part_list *list)
{
	uint32_t at = 0;
	for (uint32_t i = 1; i < list->count; i++)
		if (list->items[i].size_bytes > list->items[at].size_bytes)
			at = i;
	return at;
}

/* With one field of the variant in a box, or all of them in one. */
static bool
try_boxed(struct ls_ideas *ideas, uint32_t variant, uint32_t part, bool whole,
    struct ls_outcome *ret)
{
	struct ls_plan *plan = ideas->plan;
	struct ls_part_list *list = &plan->lists[variant];
	const struct ls_part_list kept = *list;
	struct ls_part *items = calloc(
	    (size_t)list->count + 1, sizeof(*items));
	if (!items)
		return false;
	memcpy(items, list->items, list->count * sizeof(*items));
	list->items = items;
	if (whole) {
		list->count = 1;
		part = 0;
	}
	items[part] = ls_ideas_box(ideas);
	bool has_tried = ls_ideas_try(ideas, plan, ret);
	*list = kept;
	free(items);
	return has_tried;
}

/* Where the tag of the new layout hides, in words. */
static struct ls_error *
say_tag(struct ls_ideas *ideas, const struct ls_outcome *outcome,
    uint32_t boxed, const char **ret)
{
	const struct ls_layout *layout = &outcome->layout;
	const struct ls_variants *variants = ideas->type->variants;
	const struct ls_part_list *host = &ideas->plan->lists[layout->host];
	const char *name = NULL;
	*ret = "";
	if (layout->coding != LS_CODING_NICHE)
		return NULL;
	if (layout->host == boxed) {
		*ret = "; the tag then hides in the box's null";
		return NULL;
	}
	if (host->count == 1) {
		struct ls_error *err = ls_ideas_brief(
		    ideas, ideas->plan->fields[layout->host][0]->type, &name);
		if (err)
			return err;
	}
	bool is_capacity = layout->tag_size_bytes == 8 && host->count == 1 &&
	    host->items[0].niche.available == (ls_u128)1 << 63;
	if (!name)
		name = variants->items[layout->host].name;
	return ls_ideas_say(ideas, ret, "; the tag then fits in %s's %s",
	    name ? name : "another variant",
	    is_capacity ? "capacity niche" : "unused values");
}

static struct ls_error *
say(struct ls_ideas *ideas, const struct sizes *sizes,
    const struct ls_outcome *outcome, struct ls_idea *idea)
{
	const struct ls_variants *variants = ideas->type->variants;
	const char *name = variants->items[sizes->largest].name;
	const char *next = variants->items[sizes->next].name;
	const char *tag;
	struct ls_error *err = say_tag(ideas, outcome, sizes->largest, &tag);
	name = name ? name : "?";
	next = next ? next : "?";
	idea->variant = name;
	if (!err && idea->member)
		err = ls_ideas_say(ideas, &idea->text, "box %s of %s%s",
		    idea->member, name, tag);
	else if (!err)
		err = ls_ideas_say(ideas, &idea->text, "box %s's payload%s%s",
		    name,
		    ideas->plan->lists[sizes->largest].count > 1
			? ", all of it in one struct"
			: "",
		    tag);
	if (!err)
		err = ls_ideas_say(ideas, &idea->check,
		    "%s is %llu bytes larger than the next variant (%s); "
		    "check how often %s is built: each one will cost an "
		    "allocation",
		    name,
		    (unsigned long long)(sizes->largest_bytes -
			sizes->next_bytes),
		    next, name);
	return err;
}

static bool
is_worth_it(const struct ls_outcome *outcome)
{
	return outcome->saving_bytes >= LEAST_SAVING_BYTES;
}

struct ls_error *
ls_idea_box_variant(struct ls_ideas *ideas)
{
	const struct ls_plan *plan = ideas->plan;
	struct sizes sizes;
	if (!plan->is_enum || plan->repr_count == 0 ||
	    !measure(plan, &sizes) || sizes.largest_bytes < LEAST_BOXED_BYTES)
		return NULL;
	const struct ls_part_list *list = &plan->lists[sizes.largest];
	uint32_t part = largest_part(list);
	struct ls_outcome whole, one = { 0 };
	if (!try_boxed(ideas, sizes.largest, part, true, &whole) ||
	    (list->count > 1 &&
		!try_boxed(ideas, sizes.largest, part, false, &one)))
		return &ls_error_nomem;
	bool is_one = is_worth_it(&one) &&
	    one.saving_bytes >= whole.saving_bytes;
	const struct ls_outcome *best = is_one ? &one : &whole;
	if (!is_worth_it(best))
		return NULL;
	struct ls_idea idea = {
		.kind = LS_IDEA_BOX_VARIANT,
		.certainty = best->certainty,
		.size_bytes = best->shape.size_bytes,
		.saving_bytes = best->saving_bytes,
		.program_saving_bytes = best->program_saving_bytes,
		.total_saving_bytes = best->total_saving_bytes,
	};
	if (is_one)
		idea.member = plan->fields[sizes.largest][part]->name;
	struct ls_error *err = say(ideas, &sizes, best, &idea);
	return err ? err : ls_ideas_add(ideas, &idea);
}
