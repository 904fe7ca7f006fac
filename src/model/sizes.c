/*
 * sizes.c - sizes that the file leaves out, from what it does say.
 *
 * In: types in an order in which parts come first.  Out: the size of
 * pointers (which is the machine's), of arrays, typedefs and enums (which is
 * that of what they are made of), and of the fields that have such types.
 */
#include <string.h>

#include "model/abi.h"
#include "model/table.h"

static void
set_size(struct ls_type *type, uint64_t bits)
{
	type->has_size = true;
	type->size_bits = bits;
}

/*
 * Itanium C++ ABI, 2.3: a pointer to a member function is two words, one to
 * data a ptrdiff_t.  Neither compiler writes their size.
 */
static void
size_pointer(const struct ls_model *model, struct ls_type *type)
{
	uint64_t word = (uint64_t)model->target.pointer_bytes * 8;
	if (type->pointer != LS_POINTER_MEMBER) {
		set_size(type, word);
		return;
	}
	ls_type_id target = ls_model_strip(model, type->target);
	if (target != LS_NO_TYPE)
		set_size(type,
		    model->types[target].kind == LS_KIND_FUNCTION ? 2 * word
								  : word);
}

/* C++'s nullptr_t and C23's: as a pointer, and said without a size. */
static bool
is_nullptr(const struct ls_type *type)
{
	return type->encoding == LS_ENCODING_NOTHING &&
	    type->lang != LS_LANG_RUST && type->name &&
	    strstr(type->name, "nullptr") != NULL;
}

static void
size_array(const struct ls_model *model, struct ls_type *type)
{
	const struct ls_type *item = &model->types[type->target];
	uint64_t bits;
	if (type->has_count && type->target != LS_NO_TYPE && item->has_size &&
	    !__builtin_mul_overflow(item->size_bits, type->count, &bits))
		set_size(type, bits);
}

/* clang widens an atomic struct to a size that the machine can swap. */
static void
size_alias(const struct ls_model *model, struct ls_type *type)
{
	const struct ls_type *target = &model->types[type->target];
	if (type->target == LS_NO_TYPE || !target->has_size)
		return;
	set_size(type, target->size_bits);
	if (type->alias == LS_ALIAS_ATOMIC)
		type->size_bits = ls_abi_atomic_size(&model->target,
		    ls_model_producer(model, type->producer),
		    target->size_bits);
}

static void
size_enum(const struct ls_model *model, struct ls_type *type)
{
	const struct ls_type *integer = &model->types[type->target];
	if (type->target != LS_NO_TYPE && integer->has_size)
		set_size(type, integer->size_bits);
}

static void
size_type(const struct ls_model *model, struct ls_type *type)
{
	switch (type->kind) {
	case LS_KIND_POINTER:
		size_pointer(model, type);
		break;
	case LS_KIND_SCALAR:
		if (is_nullptr(type))
			set_size(
			    type, (uint64_t)model->target.pointer_bytes * 8);
		break;
	case LS_KIND_ARRAY:
		size_array(model, type);
		break;
	case LS_KIND_ALIAS:
		size_alias(model, type);
		break;
	case LS_KIND_ENUM:
		size_enum(model, type);
		break;
	case LS_KIND_UNKNOWN:
	case LS_KIND_FUNCTION:
	case LS_KIND_STRUCT:
	case LS_KIND_CLASS:
	case LS_KIND_UNION:
		break;
	}
}

/*
 * Rust writes a function item, which is empty, as the pointer that it can
 * become; only the alignment of the member tells.
 */
static bool
is_function_item(const struct ls_type *holder, const struct ls_field *field,
    const struct ls_type *type)
{
	return holder->lang == LS_LANG_RUST && type->kind == LS_KIND_POINTER &&
	    field->stated_align_bits == 8;
}

/*
 * What of a C++ class stands where it is a base.  Itanium C++ ABI, 2.4: its
 * virtual bases do not; they are placed by the class that is derived last.
 * A base that is less than its type shows that there are some further up.
 */
static uint64_t
bits_as_base(const struct ls_model *model, const struct ls_type *type)
{
	/* A class with a virtual base has a vptr, be it that of a base. */
	uint64_t end = (uint64_t)model->target.pointer_bytes * 8;
	bool has_virtual = false;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		uint64_t whole = model->types[field->type].size_bits;
		has_virtual |= field->is_virtual_base ||
		    (field->is_base && field->size_bits < whole);
		uint64_t here;
		if (field->is_virtual_base || !field->has_offset ||
		    __builtin_add_overflow(
			field->offset_bits, field->size_bits, &here))
			continue;
		if (end < here)
			end = here;
	}
	end += end % 8 ? 8 - end % 8 : 0;
	return has_virtual && end < type->size_bits ? end : type->size_bits;
}

static void
size_fields(const struct ls_model *model, const struct ls_type *holder,
    struct ls_field *fields, uint32_t count)
{
	bool changed = false;
	for (uint32_t i = 0; i < count; i++) {
		struct ls_field *field = &fields[i];
		const struct ls_type *type = &model->types[field->type];
		bool is_tail = holder->lang == LS_LANG_RUST &&
		    field->is_flexible;
		if (field->is_bitfield || is_tail || field->type == LS_NO_TYPE)
			continue;
		if (is_function_item(holder, field, type)) {
			changed |= !field->has_size || field->size_bits > 0;
			field->has_size = true;
			field->size_bits = 0;
		} else if (!field->has_size && type->has_size) {
			field->has_size = true;
			field->size_bits = type->size_bits;
			if (field->is_base && !field->is_virtual_base)
				field->size_bits = bits_as_base(model, type);
			changed = true;
		}
	}
	if (changed)
		ls_fields_sort(fields, count, holder->kind);
}

static void
size_variants(const struct ls_model *model, struct ls_type *type)
{
	struct ls_variants *variants = (struct ls_variants *)type->variants;
	const struct ls_type *tag = &model->types[variants->tag_type];
	if (variants->has_tag && variants->tag_size_bits == 0 && tag->has_size)
		variants->tag_size_bits = tag->size_bits;
	for (uint32_t i = 0; i < variants->count; i++)
		size_fields(model, type,
		    ls_fields_of(variants->items[i].fields),
		    variants->items[i].field_count);
}

void
ls_fill_sizes(struct ls_model *model, const struct ls_order *order)
{
	for (size_t i = 0; i < order->count; i++) {
		struct ls_type *type = &model->types[order->ids[i]];
		if (!type->has_size && !type->is_dynamic)
			size_type(model, type);
		size_fields(model, type, ls_fields_of(type->fields),
		    type->field_count);
		if (type->variants)
			size_variants(model, type);
	}
}
