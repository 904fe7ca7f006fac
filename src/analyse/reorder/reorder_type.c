/*
 * reorder_type.c - from a type of the model to items that can be ordered.
 *
 * First reproduce, then propose: the present layout is reckoned from the
 * members as the source has them.  Where it comes out otherwise, something is
 * at work that DWARF does not tell (an unnamed bit-field, #pragma pack,
 * ms_struct), and a proposal would be a guess.
 *
 *	struct { char a; int :20; int b:3; }	b at bit 32, but without what
 *						is not in DWARF at bit 8
 */
#include "analyse/reorder/reorder_type.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

static const char *const not_reproduced =
    "no order is proposed: its members alone do not explain its layout "
    "(unnamed bit-fields or a pragma may be at work)";

static const struct ls_type *
strip(const struct ls_model *model, ls_type_id id)
{
	return ls_model_type(model, ls_model_strip(model, id));
}

static bool
is_struct(const struct ls_type *type)
{
	return (type->kind == LS_KIND_STRUCT || type->kind == LS_KIND_CLASS) &&
	    !type->is_declaration && !type->variants;
}

static bool
may_be_ordered(const struct ls_type *type)
{
	switch (type->lang) {
	case LS_LANG_C:
	case LS_LANG_CPP:
		break;
	case LS_LANG_RUST:
		/* The parts of an enum or a closure are the compiler's. */
		if (type->hidden == LS_HIDDEN_COMPILER)
			return false;
		break;
	case LS_LANG_UNKNOWN:
	case LS_LANG_ASM:
	case LS_LANG_OTHER:
		return false;
	}
	return is_struct(type) && type->has_size && !type->is_dynamic &&
	    type->field_count >= 2;
}

/* Does it have bytes or bits that another order might save? */
static bool
has_slack(const struct ls_type *type)
{
	uint64_t used = 0;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		if (field->size_bits > type->size_bits - used)
			return false;
		used += field->size_bits;
	}
	uint64_t align = type->align_bits ? type->align_bits : 8;
	return type->size_bits - used >= align;
}

/* ---- arrays at the end ---- */

enum tail {
	TAIL_NONE,
	TAIL_ONE,  /* one element, as if it might go on */
	TAIL_OPEN, /* no length, or none at all */
};

/* What `id` ends in, if the next member would stand in its way. */
static enum tail
tail_of(const struct ls_model *model, ls_type_id id, unsigned depth)
{
	const struct ls_type *type = strip(model, id);
	enum tail worst = TAIL_NONE;
	if (depth == LS_MAX_DEPTH)
		return TAIL_OPEN;
	if (type->kind == LS_KIND_ARRAY && !type->is_vector) {
		if (!type->has_count || type->count == 0)
			return TAIL_OPEN;
		return type->count == 1 ? TAIL_ONE : TAIL_NONE;
	}
	if (!is_struct(type) && type->kind != LS_KIND_UNION)
		return TAIL_NONE;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		bool is_last = field->declared + 1 == type->field_count;
		if (type->kind != LS_KIND_UNION && !is_last)
			continue;
		enum tail tail = field->is_flexible
		    ? TAIL_OPEN
		    : tail_of(model, field->type, depth + 1);
		if (worst < tail)
			worst = tail;
	}
	return worst;
}

/* ---- bases ---- */

/* Is `wanted` a part of `id` that has an address of its own? */
static bool
holds(const struct ls_model *model, ls_type_id id,
    const struct ls_type *wanted, unsigned depth)
{
	const struct ls_type *type = strip(model, id);
	if (type == wanted || depth == LS_MAX_DEPTH)
		return true;
	if (type->kind == LS_KIND_ARRAY)
		return holds(model, type->target, wanted, depth + 1);
	if (!is_struct(type) && type->kind != LS_KIND_UNION)
		return false;
	for (uint32_t i = 0; i < type->field_count; i++)
		if (holds(model, type->fields[i].type, wanted, depth + 1))
			return true;
	return false;
}

static bool
is_empty_class(const struct ls_type *type)
{
	for (uint32_t i = 0; i < type->field_count; i++)
		if (!type->fields[i].is_base)
			return false;
	return type->field_count == 0;
}

/* Itanium C++ ABI 2.4: what follows a base may begin in its tail padding. */
static bool
has_tail_padding(const struct ls_type *type)
{
	uint64_t end = 0;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		if (field->is_base)
			return true; /* whose tail is the tail: not looked */
		if (end < field->offset_bits + field->size_bits)
			end = field->offset_bits + field->size_bits;
	}
	return end < type->size_bits;
}

static const char *
take_base(const struct ls_model *model, const struct ls_type *type,
    const struct ls_field *field, struct ls_item *item)
{
	const struct ls_type *base = strip(model, field->type);
	item->pin = LS_PIN_FIRST;
	if (field->is_virtual_base || !field->has_offset)
		return "no order is proposed: it has a virtual base";
	if (!is_empty_class(base))
		return has_tail_padding(base)
		    ? "no order is proposed: members may share the end of a "
		      "base"
		    : NULL;
	/* It takes no room, unless a member of its own type is beside it. */
	item->size_bits = 0;
	for (uint32_t i = 0; i < type->field_count; i++)
		if (&type->fields[i] != field &&
		    holds(model, type->fields[i].type, base, 0))
			return "no order is proposed: an empty base is also "
			       "part of a member";
	return NULL;
}

/* ---- bit-fields ---- */

/*
 * The rule is known for types that stand where their ABI puts them; what
 * aligned(N) does to a bit-field, compilers do not agree on.
 */
static const char *
take_bitfield(const struct ls_model *model, const struct ls_field *field,
    struct ls_item *item)
{
	const struct ls_type *type = strip(model, field->type);
	item->type_bits = type->has_size ? type->size_bits : 0;
	if (item->type_bits < item->size_bits || item->size_bits == 0)
		return "no order is proposed: a bit-field is wider than its "
		       "type";
	if (field->stated_align_bits || field->align_bits != type->align_bits)
		return "no order is proposed: a bit-field has an alignment of "
		       "its own";
	return NULL;
}

/* ---- all together ---- */

static const char *
take_field(const struct ls_model *model, const struct ls_type *type,
    const struct ls_field *field, struct ls_item *item)
{
	*item = (struct ls_item){ .size_bits = field->size_bits,
		.align_bits = field->align_bits };
	if (field->is_unreliable || !field->has_size)
		return "no order is proposed: the size of a member is not "
		       "known";
	if (field->align_bits == 0)
		return "no order is proposed: the alignment of a member is "
		       "not known";
	if (field->is_vptr || field->is_artificial)
		item->pin = LS_PIN_FIRST;
	if (field->is_base)
		return take_base(model, type, field, item);
	if (field->is_bitfield)
		return take_bitfield(model, field, item);
	return NULL;
}

/* What must not follow, and what must not move: arrays without a length. */
static const char *
pin_tails(const struct ls_model *model, struct ls_ordered *ordered)
{
	uint32_t count = ordered->set.count;
	for (uint32_t i = 0; i < count; i++) {
		const struct ls_field *field = ordered->fields[i];
		const struct ls_type *type = strip(model, field->type);
		enum tail tail = field->is_flexible
		    ? TAIL_OPEN
		    : tail_of(model, field->type, 0);
		if (tail == TAIL_NONE || field->is_base ||
		    ls_model_type(model, field->type)->lang == LS_LANG_RUST)
			continue;
		if (i + 1 == count)
			ordered->items[i].pin = LS_PIN_LAST;
		else if (tail == TAIL_OPEN && type->kind == LS_KIND_ARRAY)
			return "no order is proposed: an array without a "
			       "length marks a place among its members";
		else if (tail == TAIL_OPEN)
			return "no order is proposed: an array without a "
			       "length ends one of its members";
	}
	return NULL;
}

/* Bases and the like stand before all others. */
static bool
pins_are_in_front(const struct ls_items *set)
{
	uint32_t front = ls_items_pinned_first(set);
	for (uint32_t i = front; i < set->count; i++)
		if (set->items[i].pin == LS_PIN_FIRST)
			return false;
	return true;
}

static bool
is_reproduced(const struct ls_ordered *ordered, const struct ls_type *type,
    uint64_t *offsets)
{
	if (!ls_items_are_sound(&ordered->set) ||
	    !pins_are_in_front(&ordered->set))
		return false;
	if (ls_items_layout(&ordered->set, NULL, offsets) != type->size_bits)
		return false;
	for (uint32_t i = 0; i < ordered->set.count; i++)
		if (!ordered->fields[i]->has_offset ||
		    ordered->fields[i]->offset_bits != offsets[i])
			return false;
	return true;
}

static const char *
fill(const struct ls_model *model, const struct ls_type *type,
    struct ls_ordered *ordered, uint64_t *offsets)
{
	const char *why_not = NULL;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		if (field->declared >= type->field_count ||
		    ordered->fields[field->declared])
			return not_reproduced;
		ordered->fields[field->declared] = field;
	}
	for (uint32_t i = 0; i < type->field_count && !why_not; i++)
		why_not = take_field(
		    model, type, ordered->fields[i], &ordered->items[i]);
	if (!why_not)
		why_not = pin_tails(model, ordered);
	if (!why_not && !is_reproduced(ordered, type, offsets))
		why_not = not_reproduced;
	return why_not;
}

/* Without looking at its members. */
static const char *
refuse(const struct ls_type *type)
{
	if (type->packed == LS_TRI_YES)
		return "no order is proposed: it is packed, or members of it "
		       "are";
	if (type->align_from == LS_HOW_UNKNOWN)
		return "no order is proposed: its alignment is not known";
	if (type->packed == LS_TRI_UNKNOWN)
		return "no order is proposed: it cannot be told whether it is "
		       "packed";
	if (type->field_count > LS_REORDER_ITEMS)
		return "no order is proposed: it has too many members";
	return NULL;
}

static bool
make(const struct ls_model *model, ls_type_id id, struct ls_ordered *ret)
{
	const struct ls_type *type = ls_model_type(model, id);
	ret->why_not = refuse(type);
	if (ret->why_not) {
		if (type->lang == LS_LANG_RUST && type->packed == LS_TRI_YES)
			ret->why_not = "";
		return true;
	}
	size_t count = type->field_count;
	ret->items = calloc(count + 1, sizeof(*ret->items));
	ret->fields = calloc(count + 1, sizeof(*ret->fields));
	uint64_t *offsets = calloc(count + 1, sizeof(*offsets));
	if (!ret->items || !ret->fields || !offsets) {
		free(offsets);
		return false;
	}
	ret->set = (struct ls_items){
		.items = ret->items,
		.count = (uint32_t)count,
		.align_bits = type->align_bits,
		.least_bits = type->lang == LS_LANG_CPP ? 8 : 0,
	};
	ret->why_not = fill(model, type, ret, offsets);
	/* rustc orders members itself; what it does is no surprise. */
	if (ret->why_not && type->lang == LS_LANG_RUST)
		ret->why_not = "";
	free(offsets);
	return true;
}

bool
ls_ordered_reproduce(
    const struct ls_model *model, ls_type_id id, struct ls_ordered *ret)
{
	*ret = (struct ls_ordered){ 0 };
	return make(model, id, ret);
}

/* What a field is made of, if that has no name of its own; else NULL. */
static const struct ls_type *
nameless_part(
    const struct ls_model *model, const struct ls_field *field, ls_type_id *id)
{
	*id = ls_model_strip(model, field->type);
	while (ls_model_type(model, *id)->kind == LS_KIND_ARRAY)
		*id = ls_model_strip(model, ls_model_type(model, *id)->target);
	const struct ls_type *part = ls_model_type(model, *id);
	return part->name || !(is_struct(part) || part->kind == LS_KIND_UNION)
	    ? NULL
	    : part;
}

static bool
is_explained(const struct ls_model *model, ls_type_id id, bool *ret)
{
	const struct ls_type *type = ls_model_type(model, id);
	struct ls_ordered ordered;
	*ret = true;
	if (type->kind == LS_KIND_UNION || type->packed == LS_TRI_YES)
		return true;
	bool done = ls_ordered_reproduce(model, id, &ordered);
	*ret = done && !ordered.why_not;
	ls_ordered_free(&ordered);
	return done;
}

/* Nesting is bounded when a model is sealed. */
bool
ls_ordered_explains_inside(
    const struct ls_model *model, ls_type_id id, bool *ret)
{
	const struct ls_type *type = ls_model_type(model, id);
	*ret = true;
	for (uint32_t i = 0; i < type->field_count && *ret; i++) {
		ls_type_id part;
		if (!nameless_part(model, &type->fields[i], &part))
			continue;
		if (!is_explained(model, part, ret))
			return false;
		if (*ret && !ls_ordered_explains_inside(model, part, ret))
			return false;
	}
	return true;
}

bool
ls_ordered_make(const struct ls_model *model, ls_type_id id,
    struct ls_ordered_how how, struct ls_ordered *ret)
{
	const struct ls_type *type = ls_model_type(model, id);
	*ret = (struct ls_ordered){ .why_not = "" };
	if (!may_be_ordered(type) || (!how.with_full && !has_slack(type)))
		return true;
	bool done = make(model, id, ret);
	ret->set.line_bits = (uint64_t)how.line_bytes * 8;
	return done;
}

void
ls_ordered_free(struct ls_ordered *ordered)
{
	free(ordered->items);
	free(ordered->fields);
	free(ordered->turned);
	*ordered = (struct ls_ordered){ 0 };
}

bool
ls_is_aligned_on_purpose(const struct ls_type *type)
{
	return type->is_forced_align ||
	    (type->align_from != LS_HOW_UNKNOWN && type->align_bits > 16 * 8);
}

uint64_t
ls_best_size(const struct ls_model *model, ls_type_id id, bool *is_proved)
{
	const struct ls_type *type = ls_model_type(model, id);
	struct ls_ordered ordered;
	uint64_t bits = type->has_size ? type->size_bits : 0;
	*is_proved = false;
	const struct ls_ordered_how how = { 0 };
	if (ls_ordered_make(model, id, how, &ordered) && !ordered.why_not) {
		struct ls_least least = ls_items_least(&ordered.set, NULL);
		*is_proved = least.is_proved;
		bits = least.size_bits;
	}
	ls_ordered_free(&ordered);
	return bits / 8;
}

bool
ls_best_size_within(const struct ls_model *model, ls_type_id id,
    struct ls_ordered_how how, uint32_t max_moves, uint64_t *ret)
{
	const struct ls_type *type = ls_model_type(model, id);
	const struct ls_ladder_options options = { .max_moves = max_moves };
	struct ls_arena arena = { .limit_bytes = LS_MAX_MODEL_BYTES };
	struct ls_ordered ordered;
	struct ls_ladder ladder = { 0 };
	bool done = ls_ordered_make(model, id, how, &ordered);
	if (done && !ordered.why_not)
		done = ls_items_ladder(
		    &ordered.set, &options, &arena, &ladder);
	uint64_t bits = type->has_size ? type->size_bits : 0;
	if (ladder.count > 0)
		bits = ladder.rungs[ladder.count - 1].size_bits;
	*ret = bits / 8;
	ls_ordered_free(&ordered);
	ls_arena_free(&arena);
	return done;
}
