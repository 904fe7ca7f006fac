/*
 * libdwarf_die.c - what the attributes of a DIE say, in our terms.
 *
 * One table says for each attribute what kind of value it is and where it
 * goes.  A value of a form that its kind does not have is passed over, or
 * marked as an expression where that is what it must be.
 */
#include "read/dwarf/libdwarf_die.h"

#include <dwarf.h>
#include <stddef.h>

#include "base/error.h"
#include "read/dwarf/die.h"
#include "read/dwarf/libdwarf_attr.h"

enum kind {
	KIND_NONE,
	KIND_TEXT,
	KIND_U64,
	KIND_I64,
	KIND_U32, /* a larger value is not taken */
	KIND_U8,  /* nor here */
	KIND_CONST,
	KIND_REF,
	KIND_FLAG,
	KIND_MEMBER, /* a number of bytes or an expression */
	KIND_THERE,  /* that it is there is all we want to know */
};

struct meaning {
	enum kind kind;
	uint32_t bit;       /* of enum ls_die_has, or ls_die_flag */
	uint32_t otherwise; /* the same, for what is not a number; or 0 */
	size_t field;       /* where in struct ls_die */
};

#define INTO(member) offsetof(struct ls_die, member)

/* clang-format off */
static const struct meaning meanings[] = {
[DW_AT_name] = { KIND_TEXT, LS_DIE_NAME, 0, INTO(name) },
[DW_AT_linkage_name] = { KIND_TEXT, LS_DIE_LINKAGE_NAME, 0, INTO(linkage_name) },
[DW_AT_byte_size] = { KIND_U64, LS_DIE_BYTE_SIZE, LS_DIE_BOUND_EXPR, INTO(byte_size) },
[DW_AT_bit_size] = { KIND_U64, LS_DIE_BIT_SIZE, LS_DIE_BOUND_EXPR, INTO(bit_size) },
[DW_AT_alignment] = { KIND_U64, LS_DIE_ALIGNMENT, 0, INTO(alignment) },
[DW_AT_data_member_location] = { KIND_MEMBER, LS_DIE_MEMBER_LOCATION, LS_DIE_MEMBER_EXPR, INTO(member_location) },
[DW_AT_data_bit_offset] = { KIND_U64, LS_DIE_DATA_BIT_OFFSET, LS_DIE_MEMBER_EXPR, INTO(data_bit_offset) },
[DW_AT_bit_offset] = { KIND_I64, LS_DIE_BIT_OFFSET, LS_DIE_MEMBER_EXPR, INTO(bit_offset) },
[DW_AT_type] = { KIND_REF, LS_DIE_TYPE, 0, INTO(type) },
[DW_AT_specification] = { KIND_REF, LS_DIE_SPECIFICATION, 0, INTO(specification) },
[DW_AT_abstract_origin] = { KIND_REF, LS_DIE_SPECIFICATION, 0, INTO(specification) },
[DW_AT_signature] = { KIND_REF, LS_DIE_SIGNATURE, 0, INTO(signature) },
[DW_AT_containing_type] = { KIND_REF, LS_DIE_CONTAINING_TYPE, 0, INTO(containing_type) },
[DW_AT_discr] = { KIND_REF, LS_DIE_DISCR, 0, INTO(discr) },
[DW_AT_discr_value] = { KIND_CONST, LS_DIE_DISCR_VALUE, 0, INTO(discr_value) },
[DW_AT_discr_list] = { KIND_THERE, LS_DIE_DISCR_LIST, 0, 0 },
[DW_AT_const_value] = { KIND_CONST, LS_DIE_CONST_VALUE, 0, INTO(const_value) },
[DW_AT_encoding] = { KIND_U64, LS_DIE_ENCODING, 0, INTO(encoding) },
[DW_AT_endianity] = { KIND_U8, LS_DIE_ENDIANITY, 0, INTO(endianity) },
[DW_AT_upper_bound] = { KIND_U64, LS_DIE_UPPER_BOUND, LS_DIE_BOUND_EXPR, INTO(upper_bound) },
[DW_AT_count] = { KIND_U64, LS_DIE_COUNT, LS_DIE_BOUND_EXPR, INTO(count) },
[DW_AT_lower_bound] = { KIND_I64, LS_DIE_LOWER_BOUND, LS_DIE_BOUND_EXPR, INTO(lower_bound) },
[DW_AT_byte_stride] = { KIND_U64, LS_DIE_BYTE_STRIDE, LS_DIE_BOUND_EXPR, INTO(byte_stride) },
[DW_AT_bit_stride] = { KIND_U64, LS_DIE_BIT_STRIDE, LS_DIE_BOUND_EXPR, INTO(bit_stride) },
[DW_AT_decl_file] = { KIND_U32, LS_DIE_DECL_FILE, 0, INTO(decl_file) },
[DW_AT_decl_line] = { KIND_U32, LS_DIE_DECL_LINE, 0, INTO(decl_line) },
[DW_AT_decl_column] = { KIND_U32, LS_DIE_DECL_COLUMN, 0, INTO(decl_column) },
[DW_AT_virtuality] = { KIND_U8, LS_DIE_VIRTUALITY, 0, INTO(virtuality) },
[DW_AT_accessibility] = { KIND_U8, LS_DIE_ACCESSIBILITY, 0, INTO(accessibility) },
[DW_AT_calling_convention] = { KIND_U8, LS_DIE_CALLING_CONVENTION, 0, INTO(calling_convention) },
[DW_AT_import] = { KIND_REF, LS_DIE_IMPORT, 0, INTO(import) },
[DW_AT_declaration] = { KIND_FLAG, LS_DIE_DECLARATION, 0, 0 },
[DW_AT_artificial] = { KIND_FLAG, LS_DIE_ARTIFICIAL, 0, 0 },
[DW_AT_external] = { KIND_FLAG, LS_DIE_EXTERNAL, 0, 0 },
[DW_AT_enum_class] = { KIND_FLAG, LS_DIE_ENUM_CLASS, 0, 0 },
[DW_AT_prototyped] = { KIND_FLAG, LS_DIE_PROTOTYPED, 0, 0 },
[DW_AT_export_symbols] = { KIND_FLAG, LS_DIE_EXPORT_SYMBOLS, 0, 0 },
};
/* clang-format on */

/* It alone is far from the others: a vendor's. */
static const struct meaning vector_meaning = {
	KIND_FLAG,
	LS_DIE_VECTOR,
	0,
	0,
};

static const struct meaning *
meaning_of(Dwarf_Half number)
{
	if (number == DW_AT_MIPS_linkage_name) /* before DWARF 4 */
		number = DW_AT_linkage_name;
	if (number == DW_AT_GNU_vector)
		return &vector_meaning;
	if (number >= sizeof(meanings) / sizeof(meanings[0]))
		return NULL;
	return &meanings[number];
}

/* Nothing in the upper half but what the sign puts there. */
static bool
fits_64_bits(const struct ls_die_const *value)
{
	return !value->high || value->is_signed;
}

static bool
is_negative(const struct ls_die_const *value)
{
	return value->is_signed && value->high;
}

/* Put a number where it belongs; false if it does not fit there. */
static bool
store_number(
    const struct meaning *meaning, const struct ls_die_const *value, char *ret)
{
	switch (meaning->kind) {
	case KIND_CONST:
		*(struct ls_die_const *)(void *)ret = *value;
		return true;
	case KIND_U64:
		if (!fits_64_bits(value))
			return false;
		*(uint64_t *)(void *)ret = value->low;
		return true;
	case KIND_I64:
		/* Unsigned forms too: clang writes -4 as data8 0xff...fc. */
		if (!fits_64_bits(value))
			return false;
		*(int64_t *)(void *)ret = (int64_t)value->low;
		return true;
	case KIND_MEMBER:
		if (!fits_64_bits(value) || is_negative(value))
			return false;
		*(uint64_t *)(void *)ret = value->low;
		return true;
	case KIND_U32:
		if (value->high || value->low > UINT32_MAX)
			return false;
		*(uint32_t *)(void *)ret = (uint32_t)value->low;
		return true;
	case KIND_U8:
		if (value->high || value->low > UINT8_MAX)
			return false;
		*(uint8_t *)ret = (uint8_t)value->low;
		return true;
	case KIND_NONE:
	case KIND_TEXT:
	case KIND_REF:
	case KIND_FLAG:
	case KIND_THERE:
		break;
	}
	return false;
}

/*
 * A block where a number was looked for: a location that is one in disguise,
 * or rustc's 128-bit value.
 */
static struct ls_error *
take_block(const struct ls_libdwarf_attr *attr, const struct meaning *meaning,
    struct ls_die *ret, bool *is_number)
{
	bool is_big_endian = attr->die->unit->dies->is_big_endian;
	struct ls_bytes bytes;
	bool is_block;
	*is_number = false;
	if (meaning->kind != KIND_MEMBER && meaning->kind != KIND_CONST)
		return NULL;
	struct ls_error *err = ls_libdwarf_block(attr, &bytes, &is_block);
	if (err || !is_block)
		return err;
	if (meaning->kind == KIND_MEMBER) {
		*is_number = ls_die_location(bytes, &ret->member_location);
		if (!*is_number)
			ret->member_expr = bytes;
	} else if (attr->form != DW_FORM_exprloc) {
		struct ls_die_const value;
		*is_number = ls_const_of_bytes(bytes, is_big_endian, &value);
		if (*is_number)
			(void)store_number(
			    meaning, &value, (char *)ret + meaning->field);
	}
	return NULL;
}

static struct ls_error *
take_number(const struct ls_libdwarf_attr *attr, const struct meaning *meaning,
    struct ls_die *ret)
{
	struct ls_die_const value;
	bool is_number;
	struct ls_error *err = ls_libdwarf_const(attr, &value, &is_number);
	if (err)
		return err;
	if (is_number)
		is_number = store_number(
		    meaning, &value, (char *)ret + meaning->field);
	else
		err = take_block(attr, meaning, ret, &is_number);
	if (!err)
		ret->has |= is_number ? meaning->bit : meaning->otherwise;
	return err;
}

static struct ls_error *
take_ref(const struct ls_libdwarf_attr *attr, const struct meaning *meaning,
    struct ls_die *ret)
{
	/* A DIE with both means the specification. */
	if (attr->number == DW_AT_abstract_origin &&
	    (ret->has & LS_DIE_SPECIFICATION))
		return NULL;
	bool is_ref;
	ls_die_ref ref;
	struct ls_error *err = ls_libdwarf_ref(attr, &ref, &is_ref);
	if (!err && is_ref) {
		char *field = (char *)ret + meaning->field;
		*(ls_die_ref *)(void *)field = ref;
		ret->has |= meaning->bit;
	}
	return err;
}

static struct ls_error *
take_attr(const struct ls_libdwarf_attr *attr, struct ls_die *ret)
{
	const struct meaning *meaning = meaning_of(attr->number);
	struct ls_error *err = NULL;
	bool is = false;
	bool flag;
	if (!meaning)
		return NULL;
	switch (meaning->kind) {
	case KIND_NONE:
		break;
	case KIND_TEXT:
		err = ls_libdwarf_text(attr,
		    (const char **)(void *)((char *)ret + meaning->field),
		    &is);
		if (!err && is)
			ret->has |= meaning->bit;
		break;
	case KIND_FLAG:
		err = ls_libdwarf_flag(attr, &flag, &is);
		if (!err && is && flag)
			ret->flags |= meaning->bit;
		break;
	case KIND_THERE:
		ret->has |= meaning->bit;
		break;
	case KIND_REF:
		return take_ref(attr, meaning, ret);
	case KIND_U64:
	case KIND_I64:
	case KIND_U32:
	case KIND_U8:
	case KIND_CONST:
	case KIND_MEMBER:
		return take_number(attr, meaning, ret);
	}
	return err;
}

struct ls_error *
ls_libdwarf_decode(const struct ls_libdwarf_die *die, struct ls_die *ret)
{
	for (Dwarf_Signed i = 0; i < die->attribute_count; i++) {
		struct ls_libdwarf_attr attr;
		struct ls_error *err = ls_libdwarf_attr_get(die, i, &attr);
		if (!err)
			err = take_attr(&attr, ret);
		if (err)
			return err;
	}
	return NULL;
}

static struct ls_error *
take_unit_attr(const struct ls_libdwarf_attr *attr, struct ls_unit *ret)
{
	bool is;
	struct ls_die_const value;
	struct ls_error *err = NULL;
	switch (attr->number) {
	case DW_AT_name:
		return ls_libdwarf_text(attr, &ret->name, &is);
	case DW_AT_producer:
		return ls_libdwarf_text(attr, &ret->producer, &is);
	case DW_AT_comp_dir:
		return ls_libdwarf_text(attr, &ret->comp_dir, &is);
	case DW_AT_dwo_name:
	case DW_AT_GNU_dwo_name:
		return ls_libdwarf_text(attr, &ret->dwo_name, &is);
	case DW_AT_stmt_list:
		err = ls_libdwarf_offset(attr, &ret->line_table, &is);
		ret->has_line_table = !err && is;
		return err;
	case DW_AT_language:
		err = ls_libdwarf_const(attr, &value, &is);
		if (!err && is && !value.high && value.low <= UINT32_MAX)
			ret->language = (uint32_t)value.low;
		return err;
	}
	return NULL;
}

struct ls_error *
ls_libdwarf_decode_unit(const struct ls_libdwarf_die *die, struct ls_unit *ret)
{
	for (Dwarf_Signed i = 0; i < die->attribute_count; i++) {
		struct ls_libdwarf_attr attr;
		struct ls_error *err = ls_libdwarf_attr_get(die, i, &attr);
		if (!err)
			err = take_unit_attr(&attr, ret);
		if (err)
			return err;
	}
	return NULL;
}
