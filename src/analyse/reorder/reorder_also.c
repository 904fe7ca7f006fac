/*
 * reorder_also.c - what beside another order makes a type smaller.
 *
 * Bools as bit-fields; and the members of a nested struct directly in the one
 * that holds it, since what follows a struct cannot use its padding:
 *
 *	struct { struct { long a; char b; } in; char c; }	24 bytes
 *	long a; char b; char c;					16 bytes
 *
 * Both are told as the size that the best order then has, and only where it
 * is less than that of the best order without.
 */
#include "analyse/reorder/reorder_also.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/reorder/reorder_asked.h"
#include "analyse/reorder/reorder_type.h"
#include "report/report.h"

static const struct ls_ordered_how in_full = { .with_full = true };

static bool
try_bitfields(
    const struct ls_model *model, ls_type_id id, uint64_t least, uint64_t *ret)
{
	struct ls_ordered ordered;
	uint64_t without;
	bool done = ls_ordered_make(model, id, in_full, &ordered);
	if (done && !ordered.why_not) {
		done = ls_asked_bitfields(model, &ordered, &without);
		uint64_t bits = ls_items_least(&ordered.set, NULL).size_bits;
		if (bits < least)
			*ret = bits / 8;
	}
	ls_ordered_free(&ordered);
	return done;
}

/*
 * May the members of `type` stand in another struct as they are, and would
 * they leave room there?
 */
static bool
may_be_inlined(const struct ls_type *type)
{
	uint64_t used = 0;
	for (uint32_t i = 0; i < type->field_count; i++)
		used += type->fields[i].size_bits;
	if (used >= type->size_bits)
		return false;
	return type->kind == LS_KIND_STRUCT && type->has_size &&
	    type->lang == LS_LANG_C && !type->is_forced_align &&
	    type->field_count > 1 && type->field_count < LS_REORDER_ITEMS;
}

/* The size with the items of `inner` in place of the at-th of `outer`. */
static bool
try_inlined(const struct ls_items *outer, uint32_t at,
    const struct ls_items *inner, uint64_t *ret)
{
	uint32_t count = outer->count - 1 + inner->count;
	struct ls_item *items = calloc((size_t)count + 1, sizeof(*items));
	if (!items)
		return false;
	memcpy(items, outer->items, at * sizeof(*items));
	memcpy(items + at, inner->items, inner->count * sizeof(*items));
	memcpy(items + at + inner->count, outer->items + at + 1,
	    (outer->count - at - 1) * sizeof(*items));
	struct ls_items set = *outer;
	set.items = items;
	set.count = count;
	*ret = UINT64_MAX;
	if (ls_items_are_sound(&set))
		*ret = ls_items_least(&set, NULL).size_bits;
	free(items);
	return true;
}

static bool
try_member(const struct ls_model *model, const struct ls_ordered *outer,
    uint32_t at, uint64_t *ret)
{
	ls_type_id id = ls_model_strip(model, outer->fields[at]->type);
	struct ls_ordered inner;
	*ret = UINT64_MAX;
	if (!outer->fields[at]->name || outer->items[at].pin != LS_PIN_NO ||
	    !may_be_inlined(ls_model_type(model, id)))
		return true;
	bool done = ls_ordered_make(model, id, in_full, &inner);
	bool is_free = done && !inner.why_not;
	for (uint32_t i = 0; is_free && i < inner.set.count; i++)
		is_free = inner.items[i].pin == LS_PIN_NO;
	if (is_free)
		done = try_inlined(&outer->set, at, &inner.set, ret);
	ls_ordered_free(&inner);
	return done;
}

static bool
try_members(const struct ls_model *model, struct ls_row *row, uint64_t least)
{
	struct ls_ordered outer;
	bool done = ls_ordered_make(model, row->type_id, in_full, &outer);
	if (done && !outer.why_not)
		for (uint32_t i = 0; done && i < outer.set.count; i++) {
			uint64_t bits;
			done = try_member(model, &outer, i, &bits);
			if (bits >= least)
				continue;
			least = bits;
			row->also.inlined = outer.fields[i]->name;
			row->also.inlined_bytes = bits / 8;
		}
	ls_ordered_free(&outer);
	return done;
}

bool
ls_analyse_also(const struct ls_model *model, struct ls_row *row)
{
	uint64_t least = row->best_size_bytes * 8;
	bool has_turned = row->best && row->best->turned;
	if (!row->has_size || row->lang == LS_LANG_RUST)
		return true;
	return (has_turned ||
		   try_bitfields(model, row->type_id, least,
		       &row->also.bitfields_bytes)) &&
	    try_members(model, row, least);
}
