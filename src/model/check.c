/*
 * check.c - what a model promises, made true of what a file claimed.
 *
 * In: types as a reader described them.  Out: the same, without what cannot
 * be: each type that broke a rule has lost its fields and carries a note.
 * Run twice, it changes nothing the second time.
 */
#include <inttypes.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/limits.h"
#include "model/build.h"
#include "model/table.h"

static const char *
name_of(const struct ls_field *field)
{
	return field->name ? field->name : "(anonymous)";
}

/* Fields of the type itself (`at` 0) and of its variants (1 on). */
static struct ls_field *
fields_at(const struct ls_type *type, uint32_t at, uint32_t *count)
{
	if (at == 0) {
		*count = type->field_count;
		return ls_fields_of(type->fields);
	}
	const struct ls_variant *variant = &type->variants->items[at - 1];
	*count = variant->field_count;
	return ls_fields_of(variant->fields);
}

static uint32_t
field_lists(const struct ls_type *type)
{
	return type->variants ? 1 + type->variants->count : 1;
}

/* An alignment is a power of two and at least a byte. */
static bool
is_alignment(uint64_t bits)
{
	return bits >= 8 && (bits & (bits - 1)) == 0;
}

/* The first field whose type is no type; NULL if all are. */
static const struct ls_field *
find_dangling(const struct ls_type *type, ls_type_id end)
{
	for (uint32_t at = 0; at < field_lists(type); at++) {
		uint32_t count;
		const struct ls_field *fields = fields_at(type, at, &count);
		for (uint32_t i = 0; i < count; i++)
			if (fields[i].type >= end)
				return &fields[i];
	}
	return NULL;
}

static struct ls_error *
check_fields(struct ls_build *build, ls_type_id id)
{
	const struct ls_type *type = &build->model->types[id];
	ls_type_id end = build->model->end;
	const struct ls_field *field = find_dangling(type, end);
	if (field)
		return ls_break_type(build, id,
		    "member '%s' has a type that is not there",
		    name_of(field));
	if (type->variants && type->variants->tag_type >= end)
		return ls_break_type(
		    build, id, "its tag has a type that is not there");
	return NULL;
}

static struct ls_error *
check_targets(struct ls_build *build, ls_type_id id)
{
	struct ls_type *type = &build->model->types[id];
	ls_type_id end = build->model->end;
	bool dangles = type->target >= end || type->pointer_class >= end;
	for (uint32_t i = 0; i < type->parameter_count; i++)
		dangles |= type->parameters[i] >= end;
	if (!dangles)
		return NULL;
	if (type->target >= end)
		type->target = LS_NO_TYPE;
	if (type->pointer_class >= end)
		type->pointer_class = LS_NO_TYPE;
	type->parameter_count = 0;
	return ls_break_type(build, id, "is made of a type that is not there");
}

static bool
mend_field_alignments(const struct ls_type *type)
{
	bool is_sound = true;
	for (uint32_t at = 0; at < field_lists(type); at++) {
		uint32_t count;
		struct ls_field *fields = fields_at(type, at, &count);
		for (uint32_t i = 0; i < count; i++) {
			struct ls_field *f = &fields[i];
			if (f->align_bits && !is_alignment(f->align_bits))
				f->align_bits = 0;
			if (!f->stated_align_bits ||
			    is_alignment(f->stated_align_bits))
				continue;
			f->stated_align_bits = 0;
			is_sound = false;
		}
	}
	return is_sound;
}

/* Nothing divides by an alignment of 0 or 3 past this. */
static struct ls_error *
check_alignment(struct ls_build *build, ls_type_id id)
{
	struct ls_type *type = &build->model->types[id];
	bool is_sound = mend_field_alignments(type);
	if (type->stated_align_bits &&
	    !is_alignment(type->stated_align_bits)) {
		type->stated_align_bits = 0;
		is_sound = false;
	}
	if (type->align_from != LS_HOW_UNKNOWN &&
	    !is_alignment(type->align_bits)) {
		type->align_from = LS_HOW_UNKNOWN;
		is_sound = false;
	}
	if (type->align_from == LS_HOW_UNKNOWN)
		type->align_bits = 0;
	if (is_sound)
		return NULL;
	return ls_build_note(build, type->name ? type->name : "(anonymous)",
	    "an alignment that is no power of two is left out");
}

struct ls_error *
ls_check_numbers(struct ls_build *build)
{
	struct ls_model *model = build->model;
	for (ls_type_id id = 1; id < model->end; id++) {
		struct ls_type *type = &model->types[id];
		if (type->producer >= model->producer_count)
			type->producer = 0;
		struct ls_error *err = check_fields(build, id);
		if (!err)
			err = check_targets(build, id);
		if (!err)
			err = check_alignment(build, id);
		if (err)
			return err;
	}
	return NULL;
}

static bool
stays_inside(const struct ls_type *type, const struct ls_field *field)
{
	return ls_fits(field->offset_bits,
	    field->has_size ? field->size_bits : 0,
	    type->has_size ? type->size_bits : UINT64_MAX);
}

/*
 * The last member of a Rust type that has no size of its own ([u8], str):
 * its DIE names one element, which need not fit.  Up to 1.63 rustc's LLVM
 * adds that it takes 0 bits of that.
 */
static bool
is_unsized_tail(const struct ls_model *model, const struct ls_type *type,
    const struct ls_field *field)
{
	const struct ls_type *of = &model->types[field->type];
	bool is_last = type->lang == LS_LANG_RUST &&
	    type->kind == LS_KIND_STRUCT && !type->variants &&
	    field == &type->fields[type->field_count - 1] &&
	    field->offset_bits <= type->size_bits;
	bool is_empty = field->has_size && field->size_bits == 0 &&
	    of->kind != LS_KIND_POINTER && of->has_size && of->size_bits > 0;
	return is_last &&
	    (field->is_flexible || is_empty || !stays_inside(type, field));
}

/*
 * Does the field stay inside?  A base may be said with its full size, though
 * less of it stands here (Itanium C++ ABI, 2.4: its tail padding and its
 * virtual bases are placed elsewhere); it is cut to what there is room for.
 */
static bool
settle_field(
    const struct ls_model *model, struct ls_type *type, struct ls_field *field)
{
	if (!field->has_offset)
		return true;
	if (is_unsized_tail(model, type, field)) {
		field->is_flexible = true;
		field->has_size = false;
		field->size_bits = 0;
		type->is_dynamic = true;
		return true;
	}
	if (stays_inside(type, field))
		return true;
	if (field->is_virtual_base)
		return ls_fits(field->offset_bits,
		    field->has_size ? field->size_bits : 0, UINT64_MAX);
	if (!field->is_base || !type->has_size ||
	    field->offset_bits > type->size_bits)
		return false;
	field->size_bits = type->size_bits - field->offset_bits;
	return true;
}

static struct ls_error *
check_type_places(struct ls_build *build, ls_type_id id)
{
	struct ls_type *type = &build->model->types[id];
	for (uint32_t at = 0; at < field_lists(type); at++) {
		uint32_t count;
		struct ls_field *fields = fields_at(type, at, &count);
		for (uint32_t i = 0; i < count; i++)
			if (!settle_field(build->model, type, &fields[i]))
				return ls_break_type(build, id,
				    "member '%s' ends past its type",
				    name_of(&fields[i]));
	}
	const struct ls_variants *variants = type->variants;
	if (variants && variants->has_tag && type->has_size &&
	    !ls_fits(variants->tag_offset_bits, variants->tag_size_bits,
		type->size_bits))
		return ls_break_type(build, id, "its tag ends past its type");
	return NULL;
}

struct ls_error *
ls_check_places(struct ls_build *build)
{
	struct ls_error *err = NULL;
	for (ls_type_id id = 1; id < build->model->end && !err; id++)
		err = check_type_places(build, id);
	return err;
}
