/*
 * path.c - the member that lies at some place of a type, however deep.
 *
 * In: a type, and where something lies in it.  Out: the names on the way to
 * the scalar there; nothing where two members share the place, or one has no
 * name.
 *
 *	struct S { a: u8, v: Vec<u8> }	v at 0, its buf too, its cap at 0, 8
 *					bytes: "v.buf.inner.cap.__0"
 */
#include "analyse/path.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/out.h"

/* The walk from an enum down to the scalar that holds its tag. */
struct path {
	const struct ls_model *model;
	struct ls_extent place; /* from the start of where we are */
	const struct ls_field *fields;
	uint32_t field_count;
	struct ls_out text;
	bool is_done;
};

static bool
covers(const struct ls_field *field, struct ls_extent place)
{
	return field->has_offset && field->has_size && !field->is_unreliable &&
	    field->offset_bits <= place.begin_bits &&
	    place.end_bits - field->offset_bits <= field->size_bits;
}

const struct ls_field *
ls_field_over(
    const struct ls_field *fields, uint32_t count, struct ls_extent place)
{
	const struct ls_field *found = NULL;
	for (uint32_t i = 0; i < count; i++) {
		if (!covers(&fields[i], place))
			continue;
		if (found)
			return NULL;
		found = &fields[i];
	}
	return found;
}

struct ls_extent
ls_tag_place(const struct ls_variants *variants)
{
	return (struct ls_extent){
		variants->tag_offset_bits,
		variants->tag_offset_bits + variants->tag_size_bits,
	};
}

const struct ls_variant *
ls_dataful_variant(const struct ls_variants *variants)
{
	struct ls_extent place = ls_tag_place(variants);
	if (!variants->has_tag || place.begin_bits == place.end_bits)
		return NULL;
	for (uint32_t i = 0; i < variants->count; i++) {
		const struct ls_variant *variant = &variants->items[i];
		if (variant->has_discr)
			continue;
		for (uint32_t k = 0; k < variant->field_count; k++)
			if (covers(&variant->fields[k], place))
				return variant;
	}
	return NULL;
}

static void
enter_variant(struct path *path, const struct ls_variant *variant)
{
	ls_out_text(&path->text, variant->name ? variant->name : "?");
	path->fields = variant->fields;
	path->field_count = variant->field_count;
}

/* The one variant that has values, of an enum without a tag. */
static const struct ls_variant *
only_variant(const struct ls_variants *variants)
{
	const struct ls_variant *only = NULL;
	for (uint32_t i = 0; i < variants->count && !variants->has_tag; i++) {
		if (variants->items[i].is_uninhabited)
			continue;
		if (only)
			return NULL;
		only = &variants->items[i];
	}
	return only;
}

static bool
enter_only(struct path *path, const struct ls_variants *variants)
{
	const struct ls_variant *only = only_variant(variants);
	if (!only)
		return false;
	ls_out_char(&path->text, '.');
	enter_variant(path, only);
	return true;
}

/* Into an enum: its own niche is ours too, or its tag is where we end. */
static bool
enter_enum(struct path *path, const struct ls_variants *variants)
{
	struct ls_extent tag = ls_tag_place(variants);
	if (!variants->has_tag)
		return enter_only(path, variants);
	if (tag.begin_bits != path->place.begin_bits ||
	    tag.end_bits != path->place.end_bits)
		return false;
	const struct ls_variant *dataful = ls_dataful_variant(variants);
	path->is_done = !dataful;
	if (dataful) {
		ls_out_char(&path->text, '.');
		enter_variant(path, dataful);
	}
	return true;
}

/* Into the item of an array that holds the place. */
static bool
enter_array(struct path *path, const struct ls_type *item)
{
	if (!item->has_size || item->size_bits == 0)
		return false;
	uint64_t index = path->place.begin_bits / item->size_bits;
	uint64_t skipped = index * item->size_bits;
	path->place.begin_bits -= skipped;
	path->place.end_bits -= skipped;
	ls_out_format(&path->text, "[%llu]", (unsigned long long)index);
	return path->place.end_bits <= item->size_bits;
}

/* Go into the type of a member, through arrays.  False: we do not know. */
static bool
enter_type(struct path *path, ls_type_id id)
{
	const struct ls_type *type = ls_model_type(
	    path->model, ls_model_strip(path->model, id));
	for (int depth = 0; type->kind == LS_KIND_ARRAY; depth++) {
		if (depth > LS_MAX_DEPTH)
			return false;
		type = ls_model_type(
		    path->model, ls_model_strip(path->model, type->target));
		if (!enter_array(path, type))
			return false;
	}
	if (type->variants)
		return enter_enum(path, type->variants);
	switch (type->kind) {
	case LS_KIND_STRUCT:
	case LS_KIND_CLASS:
		path->fields = type->fields;
		path->field_count = type->field_count;
		return true;
	case LS_KIND_SCALAR:
	case LS_KIND_POINTER:
	case LS_KIND_ENUM:
		path->is_done = true;
		return true;
	case LS_KIND_UNION: /* any member may be there: it has no niche */
	case LS_KIND_UNKNOWN:
	case LS_KIND_FUNCTION:
	case LS_KIND_ALIAS:
	case LS_KIND_ARRAY:
		return false;
	}
	return false;
}

static bool
walk(struct path *path)
{
	for (int depth = 0; depth <= 2 * LS_MAX_DEPTH; depth++) {
		const struct ls_field *field = ls_field_over(
		    path->fields, path->field_count, path->place);
		if (!field || !field->name)
			return false;
		path->place.begin_bits -= field->offset_bits;
		path->place.end_bits -= field->offset_bits;
		if (path->text.size > 0)
			ls_out_char(&path->text, '.');
		ls_out_text(&path->text, field->name);
		if (!enter_type(path, field->type))
			return false;
		if (path->is_done)
			return true;
	}
	return false;
}

static bool
begin(struct path *path, const struct ls_type *type)
{
	const struct ls_variant *variant = NULL;
	if (!type->variants) {
		path->fields = type->fields;
		path->field_count = type->field_count;
		return true;
	}
	variant = type->variants->has_tag ? ls_dataful_variant(type->variants)
					  : only_variant(type->variants);
	if (variant)
		enter_variant(path, variant);
	return variant != NULL;
}

struct ls_error *
ls_path_of(struct ls_lines *lines, const struct ls_type *type,
    struct ls_extent place, const char **ret)
{
	struct path path = { .model = lines->model, .place = place };
	bool is_known = begin(&path, type) && walk(&path);
	struct ls_error *err = NULL;
	if (path.text.failed) {
		err = &ls_error_nomem;
	} else if (is_known) {
		*ret = ls_arena_string(
		    lines->arena, path.text.text, path.text.size);
		if (!*ret)
			err = ls_row_out_of_room(lines->arena);
	}
	ls_out_free(&path.text);
	return err;
}
