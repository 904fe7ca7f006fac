/*
 * endian.c - members in the other byte order.
 *
 * gcc's scalar_storage_order is said of each scalar type, but for enums.  It
 * is a whole struct's, so an enum goes by the numbers beside it; without any
 * it is not told.
 */
#include "base/limits.h"
#include "model/derive.h"

/* Behind typedefs and arrays. */
static const struct ls_type *
element_of(const struct ls_model *model, ls_type_id id)
{
	const struct ls_type *type = &model->types[ls_model_strip(model, id)];
	for (int i = 0; i < LS_MAX_ALIASES && type->kind == LS_KIND_ARRAY; i++)
		type = &model->types[ls_model_strip(model, type->target)];
	return type;
}

static void
fill_type(const struct ls_model *model, const struct ls_type *type)
{
	struct ls_field *fields = ls_fields_of(type->fields);
	bool is_reversed = false;
	for (uint32_t i = 0; i < type->field_count; i++) {
		fields[i].is_reversed |= element_of(model, fields[i].type)
					     ->is_reversed;
		is_reversed |= fields[i].is_reversed;
	}
	for (uint32_t i = 0; is_reversed && i < type->field_count; i++)
		fields[i].is_reversed |= element_of(model, fields[i].type)
					     ->kind == LS_KIND_ENUM;
}

void
ls_fill_endian(struct ls_model *model)
{
	for (ls_type_id id = 1; id < model->end; id++)
		if (model->types[id].field_count > 0)
			fill_type(model, &model->types[id]);
}
