/*
 * reorder_asked.c - what the user asks of an order: --keep, --hot, --allow.
 *
 * In: a type's members as items.  Out: the same items, marked, or turned into
 * bit-fields.
 */
#include "analyse/reorder/reorder_asked.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"

/* ---- members by name ---- */

static void
keep_place(struct ls_ordered *ordered, uint32_t i)
{
	struct ls_item *item = &ordered->items[i];
	if (item->pin != LS_PIN_NO)
		return;
	item->pin = LS_PIN_PLACE;
	item->place_bits = ordered->fields[i]->offset_bits;
}

static void
make_hot(struct ls_ordered *ordered, uint32_t i)
{
	ordered->items[i].is_hot = true;
	ordered->set.has_hot = true;
}

static struct ls_error *
mark(struct ls_ordered *ordered, const char *name, const char *const *members,
    const char *why, void (*how)(struct ls_ordered *, uint32_t))
{
	for (; members && *members; members++) {
		bool is_there = false;
		for (uint32_t i = 0; i < ordered->set.count; i++) {
			const char *member = ordered->fields[i]->name;
			if (!member || strcmp(member, *members) != 0)
				continue;
			is_there = true;
			how(ordered, i);
		}
		if (!is_there)
			return ls_error_new(LS_ERROR_NO_MATCH,
			    "%s has no member called '%s' %s",
			    name ? name : "(anonymous)", *members, why);
	}
	return NULL;
}

struct ls_error *
ls_asked_keep(
    struct ls_ordered *ordered, const char *name, const char *const *members)
{
	return mark(ordered, name, members, "to keep", keep_place);
}

struct ls_error *
ls_asked_hot(
    struct ls_ordered *ordered, const char *name, const char *const *members)
{
	return mark(ordered, name, members, "to be hot", make_hot);
}

/* ---- bools as bit-fields ---- */

/* A bool of one byte, and nothing that others may write at the same time. */
static bool
may_be_turned(
    const struct ls_model *model, const struct ls_ordered *ordered, uint32_t i)
{
	const struct ls_field *field = ordered->fields[i];
	const struct ls_type *type = ls_model_type(
	    model, ls_model_strip(model, field->type));
	return !ls_model_is_volatile(model, field->type) &&
	    type->kind == LS_KIND_SCALAR &&
	    type->encoding == LS_ENCODING_BOOL && type->size_bits == 8 &&
	    !field->is_bitfield && field->align_bits == 8 &&
	    !field->stated_align_bits && field->name &&
	    ordered->items[i].pin == LS_PIN_NO;
}

/* x86-64 psABI, 3.1.2: a bool may be a bit-field of one bit. */
static void
turn(struct ls_ordered *ordered, uint32_t i)
{
	ordered->items[i].size_bits = 1;
	ordered->items[i].type_bits = 8;
	ordered->turned[i] = true;
}

static void
turn_back(struct ls_ordered *ordered, uint32_t i)
{
	ordered->items[i].size_bits = 8;
	ordered->items[i].type_bits = 0;
	ordered->turned[i] = false;
}

/*
 * The smallest size of any order, as far as it is found.  Where members have
 * to stand at certain places only the ladder knows.
 */
static bool
find_least(const struct ls_items *set, uint64_t *ret)
{
	if (!ls_items_are_exact(set)) {
		*ret = ls_items_least(set, NULL).size_bits;
		return true;
	}
	struct ls_arena arena = { .limit_bytes = LS_MAX_ROW_BYTES };
	struct ls_ladder ladder;
	bool done = ls_items_ladder(
	    set, &(struct ls_ladder_options){ 0 }, &arena, &ladder);
	*ret = UINT64_MAX;
	if (done && ladder.count > 0)
		*ret = ladder.rungs[ladder.count - 1].size_bits;
	else if (done && ls_items_are_right(set))
		*ret = ls_items_layout(set, NULL, NULL);
	ls_arena_free(&arena);
	return done;
}

/* All but those that change nothing, the last first. */
static bool
turn_back_some(struct ls_ordered *ordered, uint64_t least)
{
	/* Each question would be a search. */
	if (ls_items_are_exact(&ordered->set))
		return true;
	for (uint32_t i = ordered->set.count; i-- > 0;) {
		uint64_t bits;
		if (!ordered->turned[i])
			continue;
		turn_back(ordered, i);
		if (!find_least(&ordered->set, &bits))
			return false;
		if (bits > least)
			turn(ordered, i);
	}
	return true;
}

static void
turn_all_back(struct ls_ordered *ordered)
{
	for (uint32_t i = 0; i < ordered->set.count; i++)
		if (ordered->turned[i])
			turn_back(ordered, i);
}

bool
ls_asked_bitfields(const struct ls_model *model, struct ls_ordered *ordered,
    uint64_t *ret_else)
{
	uint32_t count = ordered->set.count;
	uint64_t least;
	bool *can = calloc((size_t)count + 1, sizeof(*can));
	bool has_any = false;
	ordered->turned = calloc((size_t)count + 1, sizeof(bool));
	bool done = can && ordered->turned;
	for (uint32_t i = 0; done && i < count; i++)
		has_any |= can[i] = may_be_turned(model, ordered, i);
	if (done && has_any)
		done = find_least(&ordered->set, ret_else);
	for (uint32_t i = 0; done && i < count; i++)
		if (can[i])
			turn(ordered, i);
	free(can);
	if (!done || !has_any)
		return done;
	if (!find_least(&ordered->set, &least))
		return false;
	if (least < *ret_else)
		return turn_back_some(ordered, least);
	turn_all_back(ordered);
	return true;
}
