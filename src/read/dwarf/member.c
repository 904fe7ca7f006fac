/*
 * member.c - members and bases, and where they lie.
 *
 * Three ways to say where a bit-field is, all met in the wild:
 *
 *	DWARF 4 and 5   data_bit_offset: bits from the start of the holder
 *	DWARF 2 and 3   bit_offset: bits from the most significant bit of a
 *	                storage unit of byte_size bytes at member_location
 *	clang           the same without byte_size, which is then the type's
 *
 * For `unsigned a:3, b:5` in four bytes on a little-endian machine, DWARF 2
 * says of b: location 0, size 4, bit_offset 24.  The storage unit's most
 * significant bit is its last in memory, so b starts 24 + 5 bits before the
 * end: 32 - 24 - 5 = bit 3.  On a big-endian machine the most significant
 * bit is the first, and bit_offset is the answer itself.
 */
#include <dwarf.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "read/dwarf/record.h"

/*
 * From the most significant bit of a storage unit.  All of it counts round
 * 2^64: bit_offset may be negative, and clang 14 loses a sign on the way, so
 * that an _Atomic struct of 3 bytes at the start of its holder is 32 bits in
 * a unit of 3 bytes at 2^61 - 2, with bit_offset -24:
 *
 *	-16 + 24 + 24 - 32 = bit 0
 */
static uint64_t
place_old_way(const struct ls_die *die, bool is_big_endian, uint64_t unit_bits,
    uint64_t width)
{
	uint64_t at = die->has & LS_DIE_MEMBER_LOCATION
	    ? die->member_location * 8
	    : 0;
	if (is_big_endian)
		return at + (uint64_t)die->bit_offset;
	return at + unit_bits - (uint64_t)die->bit_offset - width;
}

/* From the start of the holder, in bytes, bits or both. */
static bool
place_new_way(const struct ls_die *die, uint64_t *ret)
{
	uint64_t bytes = die->has & LS_DIE_MEMBER_LOCATION
	    ? die->member_location
	    : 0;
	uint64_t bits = die->has & LS_DIE_DATA_BIT_OFFSET
	    ? die->data_bit_offset
	    : 0;
	return bytes <= LS_MAX_TYPE_BYTES &&
	    !__builtin_add_overflow(bytes * 8, bits, ret);
}

static struct ls_place
no_place(struct ls_place place, const char *note)
{
	place.has_offset = false;
	place.note = note;
	return place;
}

struct ls_place
ls_place_member(const struct ls_die *die, bool is_big_endian,
    bool type_has_size, uint64_t type_bits, bool is_number)
{
	struct ls_place place = {
		.has_offset = true,
		.has_size = type_has_size,
		.size_bits = type_bits,
	};
	static const char beyond[] = "lies beyond any machine's memory";
	bool is_bits = die->has &
	    (LS_DIE_BIT_SIZE | LS_DIE_BIT_OFFSET | LS_DIE_DATA_BIT_OFFSET);
	if (die->has & LS_DIE_BIT_SIZE) {
		place.has_size = true;
		place.size_bits = die->bit_size;
	}
	if (die->has & LS_DIE_MEMBER_EXPR)
		return no_place(place, "lies where only an expression tells");

	uint64_t at = 0;
	if (die->has & LS_DIE_BIT_OFFSET) {
		bool has_unit = die->has & LS_DIE_BYTE_SIZE;
		if (!has_unit && !type_has_size)
			return no_place(
			    place, "is a bit-field of a type without size");
		at = place_old_way(die, is_big_endian,
		    has_unit ? die->byte_size * 8 : type_bits,
		    place.size_bits);
	} else if (!place_new_way(die, &at)) {
		return no_place(place, beyond);
	}
	if (at > INT64_MAX)
		return no_place(place, beyond);
	place.offset_bits = at;
	/* clang says "bits" of an atomic struct too; it is a whole member,
	 * and so is what fills whole bytes and is no number.  LLVM before 15
	 * says "0 bits" of what rustc knows to have no size of its own. */
	place.is_bitfield = is_bits &&
	    (at % 8 != 0 ||
		(die->has & LS_DIE_BIT_SIZE && is_number &&
		    die->bit_size > 0));
	return place;
}

static bool
is_number(const struct ls_type *type)
{
	return type->kind == LS_KIND_SCALAR || type->kind == LS_KIND_ENUM;
}

static bool
is_vptr(const struct ls_die *die)
{
	return die->flags & LS_DIE_ARTIFICIAL && die->has & LS_DIE_NAME &&
	    strncmp(die->name, "_vptr", 5) == 0;
}

static struct ls_error *
append(struct ls_field_list *list, const struct ls_field *field)
{
	if (list->count == list->room) {
		uint32_t room = list->room ? list->room * 2 : 16;
		struct ls_field *items = reallocarray(
		    list->items, room, sizeof(*items));
		if (!items)
			return &ls_error_nomem;
		list->items = items;
		list->room = room;
	}
	list->items[list->count++] = *field;
	return NULL;
}

/* A note on the type, for what is wrong with one of its members. */
static struct ls_error *
note_member(
    struct ls_record *record, const struct ls_die *die, const char *what)
{
	const char *name = die->has & LS_DIE_NAME ? die->name : "(anonymous)";
	char *text;
	if (asprintf(&text, "member '%s' %s", name, what) < 0)
		return &ls_error_nomem;
	struct ls_error *err = ls_load_note(
	    record->loader, record->type.name, die->ref, text);
	if (!record->type.note)
		record->type.note = "has a member whose place is not told";
	free(text);
	return err;
}

static struct ls_error *
set_place(
    struct ls_record *record, const struct ls_die *die, struct ls_field *field)
{
	struct ls_loader *l = record->loader;
	const struct ls_type *type = ls_load_strip(l, field->type);
	uint64_t bits = 0;
	bool has_size = ls_load_size(l, field->type, &bits);
	struct ls_place place = ls_place_member(die,
	    l->images[record->spot->image].dies->is_big_endian, has_size, bits,
	    is_number(type));
	field->has_offset = place.has_offset;
	field->offset_bits = place.offset_bits;
	field->is_bitfield = place.is_bitfield;
	/* A whole member's size is its type's, and derived from that. */
	if (place.is_bitfield || die->has & LS_DIE_BIT_SIZE) {
		field->has_size = place.has_size;
		field->size_bits = place.size_bits;
	}
	if (place.note && !field->is_virtual_base)
		return note_member(record, die, place.note);
	return NULL;
}

static void
set_flexible(const struct ls_record *record, struct ls_field *field)
{
	const struct ls_type *type = ls_load_strip(
	    record->loader, field->type);
	field->is_flexible = record->spot->lang != LS_LANG_RUST &&
	    type->kind == LS_KIND_ARRAY && !type->is_dynamic &&
	    !type->is_vector && (!type->has_count || type->count == 0);
	/* of an array without a bound nothing stands in the type */
	if (field->is_flexible) {
		field->has_size = true;
		field->size_bits = 0;
	}
}

/* The same member again?  Only the last of a struct can be flexible. */
static void
unset_flexible(const struct ls_record *record, struct ls_field_list *fields)
{
	if (record->type.kind == LS_KIND_UNION || fields->count == 0)
		return;
	struct ls_field *last = &fields->items[fields->count - 1];
	const struct ls_type *type = ls_load_strip(record->loader, last->type);
	if (type->has_count)
		last->is_flexible = false;
}

/*
 * clang writes a bit-field as wide as its type as a whole member of the byte
 * that it begins in, which in a packed struct may be half full.  What begins
 * in a byte of which the bit-field before it has bits begins after those.
 *
 *	unsigned char a : 6, b : 8;	b, at byte 0 it says, is at bit 6
 */
static void
mend_full_width(const struct ls_record *record,
    const struct ls_field_list *fields, struct ls_field *field)
{
	if (record->type.kind == LS_KIND_UNION || fields->count == 0)
		return;
	const struct ls_field *last = &fields->items[fields->count - 1];
	uint64_t end;
	if (!last->is_bitfield || !last->has_offset || field->is_bitfield ||
	    !field->has_offset ||
	    __builtin_add_overflow(last->offset_bits, last->size_bits, &end))
		return;
	struct ls_loader *l = record->loader;
	uint64_t bits;
	if (end % 8 == 0 || field->offset_bits != end - end % 8 ||
	    !is_number(ls_load_strip(l, field->type)) ||
	    !ls_load_size(l, field->type, &bits))
		return;
	field->is_bitfield = true;
	field->offset_bits = end;
	field->has_size = true;
	field->size_bits = bits;
}

static bool
is_static(const struct ls_die *die)
{
	/* DWARF 2 to 4 say of a static member that it is declared here */
	return die->flags & LS_DIE_DECLARATION ||
	    (die->flags & LS_DIE_EXTERNAL &&
		!(die->has & LS_DIE_MEMBER_LOCATION));
}

struct ls_error *
ls_record_add_member(struct ls_record *record, const struct ls_die *die,
    struct ls_field_list *fields)
{
	bool is_base = die->tag == DW_TAG_inheritance;
	if ((die->tag != DW_TAG_member && !is_base) || is_static(die))
		return NULL;

	struct ls_loader *l = record->loader;
	struct ls_field field = {
		.name = die->has & LS_DIE_NAME && *die->name ? die->name
							     : NULL,
		.is_base = is_base,
		.is_virtual_base = is_base && die->has & LS_DIE_VIRTUALITY &&
		    die->virtuality != DW_VIRTUALITY_none,
		.is_vptr = is_vptr(die),
		.is_artificial = die->flags & LS_DIE_ARTIFICIAL,
	};
	if (die->has & LS_DIE_ALIGNMENT && die->alignment <= LS_MAX_TYPE_BYTES)
		field.stated_align_bits = die->alignment * 8;
	struct ls_error *err = ls_load_type(l, record->spot->image,
	    die->has & LS_DIE_TYPE ? die->type : LS_REF_VOID, LS_WANT_VALUE,
	    &field.type);
	if (!err)
		err = ls_load_decl(l, record->spot, die, &field.decl);
	if (!err)
		err = set_place(record, die, &field);
	if (err)
		return err;
	if (is_base)
		field.name = ls_build_type(l->build, field.type)->name;
	unset_flexible(record, fields);
	set_flexible(record, &field);
	mend_full_width(record, fields, &field);
	return append(fields, &field);
}
