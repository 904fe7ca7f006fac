/*
 * tag.c - how an enum with data tells its variants apart.
 *
 * In: the place of the tag.  Out: whether it is a tag of its own or lies in
 * a member of the variant that has no discriminant (the values that mean
 * other variants are ones that this member never has), and the path of that
 * member:
 *
 *	enum E { Idle, Write(Vec<u8>) }	tag at 0, 8 bytes; Write's __0 is at
 *					0, its buf too, its cap too:
 *					"Write.__0.buf.inner.cap.__0"
 */
#include "analyse/tag.h"

#include "analyse/lines.h"
#include "analyse/padding.h"
#include "base/error.h"
#include "base/limits.h"
#include "report/report.h"

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

/* The one field that covers the place; NULL if none or several do. */
static const struct ls_field *
find_cover(
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

static struct ls_extent
tag_place(const struct ls_variants *variants)
{
	return (struct ls_extent){
		variants->tag_offset_bits,
		variants->tag_offset_bits + variants->tag_size_bits,
	};
}

/*
 * The variant that a niche is borrowed from: it has no discriminant of its
 * own, and a member of it lies where the tag does.
 */
static const struct ls_variant *
find_dataful(const struct ls_variants *variants)
{
	struct ls_extent place = tag_place(variants);
	if (!variants->has_tag || place.begin_bits == place.end_bits)
		return NULL;
	for (uint32_t i = 0; i < variants->count; i++) {
		const struct ls_variant *variant = &variants->items[i];
		if (variant->has_discr || variant->is_uninhabited)
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

/* Into an enum: its own niche is ours too, or its tag is where we end. */
static bool
enter_enum(struct path *path, const struct ls_variants *variants)
{
	struct ls_extent tag = tag_place(variants);
	if (!variants->has_tag || tag.begin_bits != path->place.begin_bits ||
	    tag.end_bits != path->place.end_bits)
		return false;
	const struct ls_variant *dataful = find_dataful(variants);
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
		const struct ls_field *field = find_cover(
		    path->fields, path->field_count, path->place);
		if (!field || !field->name)
			return false;
		path->place.begin_bits -= field->offset_bits;
		path->place.end_bits -= field->offset_bits;
		ls_out_char(&path->text, '.');
		ls_out_text(&path->text, field->name);
		if (!enter_type(path, field->type))
			return false;
		if (path->is_done)
			return true;
	}
	return false;
}

static struct ls_error *
fill_path(struct ls_lines *lines, const struct ls_variants *variants,
    const struct ls_variant *dataful, struct ls_tag *tag)
{
	struct path path = {
		.model = lines->model,
		.place = tag_place(variants),
	};
	enter_variant(&path, dataful);
	bool is_known = walk(&path);
	struct ls_error *err = NULL;
	if (path.text.failed) {
		err = &ls_error_nomem;
	} else if (is_known) {
		tag->in = ls_arena_string(
		    lines->arena, path.text.text, path.text.size);
		if (!tag->in)
			err = ls_row_out_of_room(lines->arena);
	}
	ls_out_free(&path.text);
	return err;
}

struct ls_error *
ls_analyse_tag(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row)
{
	const struct ls_variants *variants = type->variants;
	row->tag.encoding = LS_TAG_NONE;
	if (!variants->has_tag)
		return NULL;

	const struct ls_variant *dataful = find_dataful(variants);
	row->tag.encoding = dataful ? LS_TAG_NICHE : LS_TAG_DIRECT;
	row->tag.offset_bytes = variants->tag_offset_bits / 8;
	row->tag.size_bytes = variants->tag_size_bits / 8;
	struct ls_error *err = ls_lines_spell(
	    lines, variants->tag_type, &row->tag.type);
	if (!err && dataful)
		err = fill_path(lines, variants, dataful, &row->tag);
	return err;
}

void
ls_discr_text(const struct ls_model *model, const struct ls_type *type,
    ls_u128 discr, char text[LS_DECIMAL_ROOM])
{
	const struct ls_variants *variants = type->variants;
	const struct ls_type *tag = ls_model_type(
	    model, ls_model_strip(model, variants->tag_type));
	uint64_t size_bits = variants->has_tag ? variants->tag_size_bits : 128;
	if (size_bits == 0 || size_bits > 128)
		size_bits = 128;
	/* A niche is a bit pattern: rustc gives it an unsigned type. */
	ls_decimal(discr, (unsigned)size_bits,
	    tag->encoding == LS_ENCODING_SIGNED && !find_dataful(variants),
	    text);
}

void
ls_enumerator_text(const struct ls_model *model, const struct ls_type *type,
    ls_u128 value, char text[LS_DECIMAL_ROOM])
{
	const struct ls_type *integer = ls_model_type(
	    model, ls_model_strip(model, type->target));
	bool is_unsigned = integer->encoding == LS_ENCODING_UNSIGNED ||
	    integer->encoding == LS_ENCODING_BOOL ||
	    integer->encoding == LS_ENCODING_CHAR;
	/* Where its integer is not told, the extended sign tells. */
	ls_decimal(value, 128, !is_unsigned, text);
}
