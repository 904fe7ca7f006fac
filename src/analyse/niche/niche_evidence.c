/*
 * niche_evidence.c - types that never have some values, and do not say so.
 *
 * In: enums that hide their tag in a number.  Out: the struct around that
 * number, where all we know is that any value of it may be there:
 *
 *	#[rustc_layout_scalar_valid_range_end(100)] struct Percent(u8);
 *	Option<Percent>		one byte, None is 101
 *
 * So Percent has a niche of a value at the least, and how many more nobody can
 * tell from that.
 */
#include "analyse/niche/niche_evidence.h"

#include <inttypes.h>
#include <stdlib.h>

#include "analyse/decimal.h"
#include "analyse/path.h"
#include "base/limits.h"
#include "base/out.h"

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

/* The values of an enum's tag, each that of another variant. */
struct spared {
	uint32_t count;
	ls_u128 least, most;
};

static struct spared
spared_by(const struct ls_variants *variants)
{
	struct spared spared = { .least = ~(ls_u128)0 };
	for (uint32_t i = 0; i < variants->count; i++) {
		const struct ls_variant *variant = &variants->items[i];
		if (!variant->has_discr)
			continue;
		spared.count++;
		if (spared.least > variant->discr)
			spared.least = variant->discr;
		if (spared.most < variant->discr)
			spared.most = variant->discr;
	}
	return spared;
}

static void
put_value(struct ls_out *out, const char *join, ls_u128 value)
{
	char text[LS_DECIMAL_ROOM];
	ls_decimal(value, 128, false, text);
	ls_out_format(out, "%s%s", join, text);
}

/* ", as 101", ", as 101 to 103", or nothing where they are not in a row. */
static void
put_values(struct ls_out *out, const struct spared *spared)
{
	if (spared->most - spared->least + 1 != spared->count)
		return;
	put_value(out, ", as ", spared->least);
	if (spared->count > 1)
		put_value(out, " to ", spared->most);
}

static const char *
say(struct ls_arena *arena, const struct spared *spared)
{
	struct ls_out out = { 0 };
	const char *kept = NULL;
	ls_out_text(&out, "an enum hides its tag in it");
	put_values(&out, spared);
	ls_out_format(&out,
	    ": at least %" PRIu32 " of its values %s free, and how many more "
	    "is not in the file",
	    spared->count, spared->count == 1 ? "is" : "are");
	if (!out.failed && out.text)
		kept = ls_arena_string(arena, out.text, out.size);
	ls_out_free(&out);
	return kept;
}

const char **
ls_restricted_find(const struct ls_model *model, struct ls_arena *arena)
{
	ls_type_id end = ls_model_end(model);
	const char **why = LS_NEW(arena, const char *, end);
	uint32_t *most = calloc(end, sizeof(*most));
	bool ok = why && most;
	for (ls_type_id id = 1; ok && id < end; id++) {
		const struct ls_type *type = ls_model_type(model, id);
		if (type->lang != LS_LANG_RUST || !type->variants)
			continue;
		const struct ls_variant *dataful = ls_dataful_variant(
		    type->variants);
		ls_type_id at = dataful ? struct_around(model, dataful,
					      ls_tag_place(type->variants))
					: LS_NO_TYPE;
		struct spared spared = spared_by(type->variants);
		/* LS_NO_TYPE stands for there being none */
		if (at == LS_NO_TYPE || most[at] >= spared.count)
			continue;
		most[at] = spared.count;
		why[at] = say(arena, &spared);
		ok = why[at] != NULL;
	}
	free(most);
	return ok ? why : NULL;
}
