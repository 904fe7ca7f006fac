/*
 * scan_read.c - one value of one DIE: from its form to its slot.
 */
#include <dwarf.h>

#include "read/dwarf/scan.h"

static uint64_t
read_offset(struct ls_cursor *c, const struct scan_context *context)
{
	return context->format.offset_bytes == 8 ? ls_read_u64(c)
						 : ls_read_u32(c);
}

/* DWARF 5, 7.26: an index into this unit's part of .debug_str_offsets. */
static const char *
text_by_index(const struct scan_context *context, uint64_t index)
{
	uint64_t at;
	if (__builtin_mul_overflow(index, context->format.offset_bytes, &at) ||
	    __builtin_add_overflow(at, context->str_offsets_base, &at))
		return NULL;
	struct ls_cursor c = ls_cursor(
	    context->str_offsets, at, context->dies->is_big_endian);
	uint64_t offset = read_offset(&c, context);
	return c.failed
	    ? NULL
	    : scan_text_at(context->str, context->str_ends, offset);
}

/* A reference from the start of the unit; it must stay inside. */
static ls_die_ref
ref_in_unit(const struct scan_context *context, uint64_t offset)
{
	if (offset >= context->unit_end - context->unit_start)
		return LS_REF_NONE;
	return context->section | (context->unit_start + offset);
}

static ls_die_ref
ref_in_info(const struct scan_context *context, uint64_t offset)
{
	return ls_dies_unit_of(context->dies, offset) ? offset : LS_REF_NONE;
}

static ls_die_ref
ref_by_signature(const struct scan_context *context, uint64_t signature)
{
	const struct ls_unit *unit = ls_dies_unit_by_signature(
	    context->dies, signature);
	return unit ? unit->type : LS_REF_NONE;
}

/* A number in a block, as rustc writes 128 bits. */
static void
number_of_block(struct scan_value *value, bool is_big_endian)
{
	struct ls_cursor c = ls_cursor(value->bytes, 0, is_big_endian);
	size_t size = value->bytes.size;
	if (size > 16)
		return;
	value->width_bytes = (uint8_t)size;
	if (size <= 8) {
		value->low = ls_read_uint(&c, (unsigned)size);
	} else if (is_big_endian) {
		value->high = ls_read_uint(&c, (unsigned)size - 8);
		value->low = ls_read_u64(&c);
	} else {
		value->low = ls_read_u64(&c);
		value->high = ls_read_uint(&c, (unsigned)size - 8);
	}
}

static void
take_block(struct ls_cursor *c, uint64_t size, struct scan_value *ret)
{
	ret->bytes = ls_read_bytes(c, size);
	number_of_block(ret, c->is_big_endian);
}

static void
take_fixed(struct ls_cursor *c, unsigned width, struct scan_value *ret)
{
	ret->low = ls_read_uint(c, width);
	ret->width_bytes = (uint8_t)width;
}

static void
take_signed(int64_t number, struct scan_value *ret)
{
	ret->low = (uint64_t)number;
	ret->high = number < 0 ? UINT64_MAX : 0;
	ret->is_signed = true;
}

static void
read_text(struct ls_cursor *c, enum scan_form form,
    const struct scan_context *context, struct scan_value *ret)
{
	if (form == SCAN_STRING)
		ret->text = ls_read_string(c);
	else if (form == SCAN_STRP)
		ret->text = scan_text_at(
		    context->str, context->str_ends, read_offset(c, context));
	else if (form == SCAN_LINE_STRP)
		ret->text = scan_text_at(context->line_str,
		    context->line_str_ends, read_offset(c, context));
	else if (form == SCAN_STRX)
		ret->text = text_by_index(context, ls_read_uleb(c));
	else
		ret->text = text_by_index(context,
		    ls_read_uint(c, 1 + (unsigned)(form - SCAN_STRX1)));
}

static void
read_reference(struct ls_cursor *c, enum scan_form form,
    const struct scan_context *context, struct scan_value *ret)
{
	if (form == SCAN_REF4)
		ret->ref = ref_in_unit(context, ls_read_u32(c));
	else if (form == SCAN_REF1)
		ret->ref = ref_in_unit(context, ls_read_u8(c));
	else if (form == SCAN_REF2)
		ret->ref = ref_in_unit(context, ls_read_u16(c));
	else if (form == SCAN_REF8)
		ret->ref = ref_in_unit(context, ls_read_u64(c));
	else if (form == SCAN_REF_ULEB)
		ret->ref = ref_in_unit(context, ls_read_uleb(c));
	else if (form == SCAN_SIG8)
		ret->ref = ref_by_signature(context, ls_read_u64(c));
	else if (form == SCAN_REF_ADDR)
		ret->ref = ref_in_info(context, read_offset(c, context));
	else
		ret->ref = ref_in_info(
		    context, ls_read_uint(c, context->format.address_bytes));
}

static void
read_number(struct ls_cursor *c, enum scan_form form, int64_t implicit,
    const struct scan_context *context, struct scan_value *ret)
{
	if (form == SCAN_U1)
		take_fixed(c, 1, ret);
	else if (form == SCAN_U2)
		take_fixed(c, 2, ret);
	else if (form == SCAN_U3)
		take_fixed(c, 3, ret);
	else if (form == SCAN_U4)
		take_fixed(c, 4, ret);
	else if (form == SCAN_U8)
		take_fixed(c, 8, ret);
	else if (form == SCAN_U16)
		take_block(c, 16, ret);
	else if (form == SCAN_ULEB)
		ret->low = ls_read_uleb(c);
	else if (form == SCAN_SLEB)
		take_signed(ls_read_sleb(c), ret);
	else if (form == SCAN_IMPLICIT)
		take_signed(implicit, ret);
	else if (form == SCAN_PRESENT)
		ret->low = 1;
	else
		ret->low = read_offset(c, context);
}

static void
read_block(struct ls_cursor *c, enum scan_form form, struct scan_value *ret)
{
	if (form == SCAN_BLOCK1)
		take_block(c, ls_read_u8(c), ret);
	else if (form == SCAN_BLOCK2)
		take_block(c, ls_read_u16(c), ret);
	else if (form == SCAN_BLOCK4)
		take_block(c, ls_read_u32(c), ret);
	else
		take_block(c, ls_read_uleb(c), ret);
}

static bool
is_block(enum scan_form form)
{
	return form >= SCAN_BLOCK1 && form <= SCAN_BLOCK_LEB;
}

static bool
is_reference(enum scan_form form)
{
	return form >= SCAN_REF1 && form <= SCAN_SIG8;
}

static bool
is_text(enum scan_form form)
{
	return form >= SCAN_STRING && form <= SCAN_STRX4;
}

void
scan_read(struct ls_cursor *c, enum scan_form form, int64_t implicit,
    const struct scan_context *context, struct scan_value *ret)
{
	*ret = (struct scan_value){ .ref = LS_REF_NONE };
	if (form == SCAN_SKIP || form == SCAN_INDIRECT)
		ls_cursor_fail(c);
	else if (is_text(form))
		read_text(c, form, context, ret);
	else if (is_reference(form))
		read_reference(c, form, context, ret);
	else if (is_block(form))
		read_block(c, form, ret);
	else
		read_number(c, form, implicit, context, ret);
}

static void
store_location(
    struct ls_die *die, enum scan_form form, const struct scan_value *value)
{
	uint64_t bytes = value->low;
	bool is_number = is_block(form)
	    ? ls_die_location(value->bytes, &bytes)
	    : !(value->is_signed && (int64_t)value->low < 0);
	if (is_number) {
		die->has |= LS_DIE_MEMBER_LOCATION;
		die->member_location = bytes;
	} else {
		die->has |= LS_DIE_MEMBER_EXPR;
		die->member_expr = value->bytes;
	}
}

/* A size, bound or count: a number, or something known at run time only. */
static void
store_bound(struct ls_die *die, uint32_t has, uint64_t *at,
    enum scan_form form, const struct scan_value *value)
{
	if (is_block(form) || is_reference(form) || form == SCAN_OFFSET) {
		die->has |= LS_DIE_BOUND_EXPR;
		return;
	}
	die->has |= has;
	*at = value->low;
}

/* Strings and long blocks are constants, but no numbers. */
static bool
is_number(enum scan_form form, const struct scan_value *value)
{
	if (is_block(form))
		return value->bytes.size > 0 && value->bytes.size <= 16;
	return form < SCAN_STRING;
}

static void
store_constant(struct ls_die *die, uint32_t has, struct ls_die_const *at,
    enum scan_form form, const struct scan_value *value)
{
	if (!is_number(form, value))
		return;
	die->has |= has;
	*at = (struct ls_die_const){
		.low = value->low,
		.high = value->high,
		.is_signed = value->is_signed,
		.width_bytes = value->width_bytes,
	};
}

static void
store_ref(struct ls_die *die, uint32_t has, ls_die_ref *at, ls_die_ref ref)
{
	die->has |= has;
	*at = ref;
}

static uint32_t
narrow(const struct scan_value *value)
{
	return value->low > UINT32_MAX ? 0 : (uint32_t)value->low;
}

/* Numbers that stand as they are: which bit, and where. */
static void
store_number(
    struct ls_die *die, enum scan_slot slot, const struct scan_value *value)
{
	switch (slot) {
	case SLOT_ALIGNMENT:
		die->has |= LS_DIE_ALIGNMENT;
		die->alignment = value->low;
		return;
	case SLOT_DATA_BIT_OFFSET:
		die->has |= LS_DIE_DATA_BIT_OFFSET;
		die->data_bit_offset = value->low;
		return;
	case SLOT_BIT_OFFSET:
		die->has |= LS_DIE_BIT_OFFSET;
		die->bit_offset = (int64_t)value->low;
		return;
	case SLOT_LOWER_BOUND:
		die->has |= LS_DIE_LOWER_BOUND;
		die->lower_bound = (int64_t)value->low;
		return;
	case SLOT_BYTE_STRIDE:
		die->has |= LS_DIE_BYTE_STRIDE;
		die->byte_stride = value->low;
		return;
	case SLOT_BIT_STRIDE:
		die->has |= LS_DIE_BIT_STRIDE;
		die->bit_stride = value->low;
		return;
	case SLOT_ENCODING:
		die->has |= LS_DIE_ENCODING;
		die->encoding = value->low;
		return;
	case SLOT_DECL_FILE:
		die->has |= LS_DIE_DECL_FILE;
		die->decl_file = narrow(value);
		return;
	case SLOT_DECL_LINE:
		die->has |= LS_DIE_DECL_LINE;
		die->decl_line = narrow(value);
		return;
	case SLOT_DECL_COLUMN:
		die->has |= LS_DIE_DECL_COLUMN;
		die->decl_column = narrow(value);
		return;
	case SLOT_ENDIANITY:
		die->has |= LS_DIE_ENDIANITY;
		die->endianity = (uint8_t)value->low;
		return;
	case SLOT_VIRTUALITY:
		die->has |= LS_DIE_VIRTUALITY;
		die->virtuality = (uint8_t)value->low;
		return;
	case SLOT_ACCESSIBILITY:
		die->has |= LS_DIE_ACCESSIBILITY;
		die->accessibility = (uint8_t)value->low;
		return;
	case SLOT_CALLING_CONVENTION:
		die->has |= LS_DIE_CALLING_CONVENTION;
		die->calling_convention = (uint8_t)value->low;
		return;
	default:
		return; /* scan_store() sees to all others */
	}
}

/* Each reference has a bit and a member of its own; false: it is none. */
static bool
store_reference(struct ls_die *die, enum scan_slot slot, ls_die_ref ref)
{
	switch (slot) {
	case SLOT_TYPE:
		store_ref(die, LS_DIE_TYPE, &die->type, ref);
		return true;
	case SLOT_SPECIFICATION:
		store_ref(die, LS_DIE_SPECIFICATION, &die->specification, ref);
		return true;
	case SLOT_SIGNATURE:
		store_ref(die, LS_DIE_SIGNATURE, &die->signature, ref);
		return true;
	case SLOT_CONTAINING_TYPE:
		store_ref(
		    die, LS_DIE_CONTAINING_TYPE, &die->containing_type, ref);
		return true;
	case SLOT_DISCR:
		store_ref(die, LS_DIE_DISCR, &die->discr, ref);
		return true;
	case SLOT_IMPORT:
		store_ref(die, LS_DIE_IMPORT, &die->import, ref);
		return true;
	default:
		return false;
	}
}

/* What is there or not; false: it is none such. */
static bool
store_presence(
    struct ls_die *die, enum scan_slot slot, const struct scan_value *value)
{
	static const uint32_t flags[SLOT_NOTHING + 1] = {
		[SLOT_DECLARATION] = LS_DIE_DECLARATION,
		[SLOT_ARTIFICIAL] = LS_DIE_ARTIFICIAL,
		[SLOT_EXTERNAL] = LS_DIE_EXTERNAL,
		[SLOT_VECTOR] = LS_DIE_VECTOR,
		[SLOT_ENUM_CLASS] = LS_DIE_ENUM_CLASS,
		[SLOT_PROTOTYPED] = LS_DIE_PROTOTYPED,
		[SLOT_EXPORT_SYMBOLS] = LS_DIE_EXPORT_SYMBOLS,
	};
	if (slot == SLOT_DISCR_LIST)
		die->has |= LS_DIE_DISCR_LIST;
	else if (flags[slot] && value->low)
		die->flags |= flags[slot];
	return slot == SLOT_DISCR_LIST || flags[slot];
}

void
scan_store(struct ls_die *die, enum scan_slot slot, enum scan_form form,
    const struct scan_value *value)
{
	if (store_reference(die, slot, value->ref) ||
	    store_presence(die, slot, value))
		return;
	switch (slot) {
	case SLOT_NAME:
		if (value->text) {
			die->has |= LS_DIE_NAME;
			die->name = value->text;
		}
		return;
	case SLOT_LINKAGE_NAME:
		if (value->text) {
			die->has |= LS_DIE_LINKAGE_NAME;
			die->linkage_name = value->text;
		}
		return;
	case SLOT_MEMBER_LOCATION:
		store_location(die, form, value);
		return;
	case SLOT_BYTE_SIZE:
		store_bound(
		    die, LS_DIE_BYTE_SIZE, &die->byte_size, form, value);
		return;
	case SLOT_BIT_SIZE:
		store_bound(die, LS_DIE_BIT_SIZE, &die->bit_size, form, value);
		return;
	case SLOT_UPPER_BOUND:
		store_bound(
		    die, LS_DIE_UPPER_BOUND, &die->upper_bound, form, value);
		return;
	case SLOT_COUNT:
		store_bound(die, LS_DIE_COUNT, &die->count, form, value);
		return;
	case SLOT_DISCR_VALUE:
		store_constant(
		    die, LS_DIE_DISCR_VALUE, &die->discr_value, form, value);
		return;
	case SLOT_CONST_VALUE:
		store_constant(
		    die, LS_DIE_CONST_VALUE, &die->const_value, form, value);
		return;
	default:
		store_number(die, slot, value);
		return;
	}
}
