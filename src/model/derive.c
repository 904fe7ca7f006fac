/*
 * derive.c - what the file does not say and the machine's ABI does.
 */
#include <stdlib.h>

#include "base/error.h"
#include "model/abi.h"
#include "model/build.h"
#include "model/table.h"

static void
set_align(struct ls_type *type, uint64_t bits, enum ls_how how)
{
	type->align_bits = bits;
	type->align_from = bits ? how : LS_HOW_UNKNOWN;
}

static void
align_record(const struct ls_model *model, struct ls_type *type)
{
	uint64_t align = 8;
	for (uint32_t i = 0; i < type->field_count; i++) {
		struct ls_field *field = &ls_fields_of(type->fields)[i];
		const struct ls_type *of = &model->types[field->type];
		field->align_bits = field->stated_align_bits
		    ? field->stated_align_bits
		    : of->align_bits;
		if (field->align_bits == 0)
			return;
		if (!field->is_bitfield && field->has_offset &&
		    field->offset_bits % field->align_bits != 0)
			return;
		if (align < field->align_bits)
			align = field->align_bits;
	}
	if (!type->has_size || type->size_bits % align != 0)
		return;
	type->packed = LS_TRI_NO;
	set_align(type, align, LS_HOW_MEMBERS);
}

static void
align_type(const struct ls_model *model, struct ls_type *type)
{
	const struct ls_target *target = &model->target;
	const struct ls_producer *producer = ls_model_producer(
	    model, type->producer);
	const struct ls_type *part = &model->types[type->target];
	switch (type->kind) {
	case LS_KIND_SCALAR:
		set_align(
		    type, ls_abi_scalar(target, producer, type), LS_HOW_ABI);
		break;
	case LS_KIND_POINTER:
		set_align(type, ls_abi_pointer(target), LS_HOW_ABI);
		break;
	case LS_KIND_ARRAY:
		if (type->is_vector)
			set_align(type,
			    ls_abi_vector(target, producer, type->size_bits),
			    LS_HOW_ABI);
		else
			set_align(type, part->align_bits, part->align_from);
		break;
	case LS_KIND_ALIAS:
		set_align(type, part->align_bits, part->align_from);
		if (type->alias == LS_ALIAS_ATOMIC && part->has_size)
			set_align(type,
			    ls_abi_atomic(target, producer, part->size_bits,
				part->align_bits),
			    LS_HOW_ABI);
		break;
	case LS_KIND_ENUM:
		if (!type->variants)
			set_align(type, ls_abi_scalar(target, producer, type),
			    LS_HOW_ABI);
		break;
	case LS_KIND_STRUCT:
	case LS_KIND_CLASS:
	case LS_KIND_UNION:
		if (!type->variants && !type->is_declaration)
			align_record(model, type);
		break;
	case LS_KIND_UNKNOWN:
	case LS_KIND_FUNCTION:
		break;
	}
	if (type->stated_align_bits)
		set_align(type, type->stated_align_bits, LS_HOW_DWARF);
}

struct ls_error *
ls_build_derive(struct ls_build *build)
{
	struct ls_order order = { 0 };
	struct ls_error *err = ls_check_numbers(build);
	if (!err)
		err = ls_check_nesting(build, &order);
	if (err)
		return err;
	ls_fill_sizes(build->model, &order);
	for (size_t i = 0; i < order.count; i++)
		align_type(build->model, &build->model->types[order.ids[i]]);
	free(order.ids);
	return NULL;
}
