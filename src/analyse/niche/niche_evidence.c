/*
 * niche_evidence.c - types that never have some values, and do not say so.
 *
 * In: enums that hide their tag in a number.  Out: the struct around that
 * number, where all we know is that any value of it may be there:
 *
 *	#[rustc_layout_scalar_valid_range_end(100)] struct Percent(u8);
 *	Option<Percent>		one byte, None is 101
 *
 * So Percent has a niche, but how large it is nobody can tell from that.
 */
#include "analyse/niche/niche_evidence.h"

#include <stdlib.h>

#include "analyse/path.h"
#include "base/limits.h"

/* Through aliases, and into the item of an array that holds the place. */
static ls_type_id
item_at(const struct ls_model *model, ls_type_id id, struct ls_extent *place)
{
	for (int depth = 0; depth <= LS_MAX_DEPTH; depth++) {
		id = ls_model_strip(model, id);
		const struct ls_type *type = ls_model_type(model, id);
		if (id == LS_NO_TYPE || type->kind != LS_KIND_ARRAY)
			return id;
		id = ls_model_strip(model, type->target);
		const struct ls_type *item = ls_model_type(model, id);
		if (!item->has_size || item->size_bits == 0)
			return LS_NO_TYPE;
		uint64_t skipped = place->begin_bits / item->size_bits *
		    item->size_bits;
		place->begin_bits -= skipped;
		place->end_bits -= skipped;
	}
	return LS_NO_TYPE;
}

static bool
is_plain_number(const struct ls_type *type, struct ls_extent place)
{
	return (type->kind == LS_KIND_SCALAR ||
		   type->kind == LS_KIND_POINTER) &&
	    type->has_size && place.begin_bits == 0 &&
	    place.end_bits == type->size_bits;
}

/* The innermost struct around the number there; LS_NO_TYPE: there is none,
 * or something on the way says which values it has. */
static ls_type_id
struct_around(const struct ls_model *model, const struct ls_variant *dataful,
    struct ls_extent place)
{
	const struct ls_field *fields = dataful->fields;
	uint32_t count = dataful->field_count;
	ls_type_id around = LS_NO_TYPE;
	for (int depth = 0; depth <= 2 * LS_MAX_DEPTH; depth++) {
		const struct ls_field *field = ls_field_over(
		    fields, count, place);
		if (!field)
			return LS_NO_TYPE;
		place.begin_bits -= field->offset_bits;
		place.end_bits -= field->offset_bits;
		ls_type_id id = item_at(model, field->type, &place);
		const struct ls_type *type = ls_model_type(model, id);
		if (id == LS_NO_TYPE || type->valid || type->niche)
			return LS_NO_TYPE;
		if (is_plain_number(type, place))
			return around;
		if (type->kind != LS_KIND_STRUCT)
			return LS_NO_TYPE;
		const struct ls_variant *inner = NULL;
		if (type->variants)
			inner = ls_dataful_variant(type->variants);
		if (type->variants && !inner)
			return LS_NO_TYPE;
		around = inner ? around : id;
		fields = inner ? inner->fields : type->fields;
		count = inner ? inner->field_count : type->field_count;
	}
	return LS_NO_TYPE;
}

bool *
ls_restricted_find(const struct ls_model *model)
{
	ls_type_id end = ls_model_end(model);
	bool *is_restricted = calloc(end, sizeof(*is_restricted));
	for (ls_type_id id = 1; is_restricted && id < end; id++) {
		const struct ls_type *type = ls_model_type(model, id);
		if (type->lang != LS_LANG_RUST || !type->variants)
			continue;
		const struct ls_variant *dataful = ls_dataful_variant(
		    type->variants);
		if (dataful)
			is_restricted[struct_around(model, dataful,
			    ls_tag_place(type->variants))] = true;
	}
	/* that stands for there being none */
	if (is_restricted)
		is_restricted[LS_NO_TYPE] = false;
	return is_restricted;
}
