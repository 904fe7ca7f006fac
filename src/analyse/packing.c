/*
 * packing.c - which attribute `packed` of C puts members where they stand.
 */
#include "analyse/packing.h"

#include "model/model.h"

static uint64_t
round_up(uint64_t bits, uint64_t align_bits)
{
	uint64_t over = align_bits ? bits % align_bits : 0;
	return over ? bits + align_bits - over : bits;
}

/* Where a packed struct has the next member: attributes of its own hold. */
static uint64_t
place_after(uint64_t end_bits, const struct ls_field *field)
{
	if (field->is_bitfield)
		return end_bits;
	return round_up(
	    end_bits, field->stated_align_bits ? field->stated_align_bits : 8);
}

bool
ls_is_packed_whole(const struct ls_type *type)
{
	uint64_t end = 0, all = 0, align = 8;
	if (type->packed != LS_TRI_YES)
		return false;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		if (type->kind == LS_KIND_UNION)
			end = 0;
		if (!field->has_offset || !field->has_size ||
		    field->offset_bits != place_after(end, field))
			return false;
		if (align < field->stated_align_bits)
			align = field->stated_align_bits;
		end = field->offset_bits + field->size_bits;
		all = all < end ? end : all;
	}
	/* What is packed as a whole is aligned to what attributes ask for. */
	if (type->align_from != LS_HOW_UNKNOWN && type->is_forced_align)
		align = type->align_bits;
	if (type->align_from != LS_HOW_UNKNOWN && type->align_bits != align)
		return false;
	return type->has_size && round_up(all, align) == type->size_bits;
}

bool
ls_is_packed_member(const struct ls_type *type, const struct ls_field *field)
{
	uint64_t align = field->align_bits;
	if (type->packed != LS_TRI_YES || !field->has_offset || align <= 8)
		return false;
	if (type->align_from != LS_HOW_UNKNOWN && align > type->align_bits)
		return true;
	if (!field->is_bitfield)
		return field->offset_bits % align != 0;
	return field->offset_bits % align + field->size_bits > align;
}
