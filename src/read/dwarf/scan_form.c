/*
 * scan_form.c - what an attribute and its form come to: which step reads it,
 * and how wide it is.
 */
#include <dwarf.h>

#include "read/dwarf/scan.h"

#ifndef DW_FORM_GNU_ref_alt
#define DW_FORM_GNU_ref_alt 0x1f20
#define DW_FORM_GNU_strp_alt 0x1f21
#endif
#ifndef DW_AT_GNU_dwo_name
#define DW_AT_GNU_dwo_name 0x2130
#endif
#ifndef DW_AT_GNU_vector
#define DW_AT_GNU_vector 0x2107
#endif

/* Values of the LLVM_addrx_offset kind and the like are simply not here:
 * what is not known is declined. */
int
scan_form_of(uint64_t form, const struct scan_format *format)
{
	/* Plus one, so that what is not here is 0. */
	static const uint8_t forms[] = {
		[DW_FORM_data1] = 1 + SCAN_U1,
		[DW_FORM_flag] = 1 + SCAN_U1,
		[DW_FORM_addrx1] = 1 + SCAN_U1,
		[DW_FORM_data2] = 1 + SCAN_U2,
		[DW_FORM_addrx2] = 1 + SCAN_U2,
		[DW_FORM_addrx3] = 1 + SCAN_U3,
		[DW_FORM_data4] = 1 + SCAN_U4,
		[DW_FORM_addrx4] = 1 + SCAN_U4,
		[DW_FORM_ref_sup4] = 1 + SCAN_U4,
		[DW_FORM_data8] = 1 + SCAN_U8,
		[DW_FORM_ref_sup8] = 1 + SCAN_U8,
		[DW_FORM_data16] = 1 + SCAN_U16,
		[DW_FORM_udata] = 1 + SCAN_ULEB,
		[DW_FORM_addrx] = 1 + SCAN_ULEB,
		[DW_FORM_loclistx] = 1 + SCAN_ULEB,
		[DW_FORM_rnglistx] = 1 + SCAN_ULEB,
		[DW_FORM_sdata] = 1 + SCAN_SLEB,
		[DW_FORM_implicit_const] = 1 + SCAN_IMPLICIT,
		[DW_FORM_flag_present] = 1 + SCAN_PRESENT,
		[DW_FORM_string] = 1 + SCAN_STRING,
		[DW_FORM_strp] = 1 + SCAN_STRP,
		[DW_FORM_line_strp] = 1 + SCAN_LINE_STRP,
		[DW_FORM_strp_sup] = 1 + SCAN_ALT,
		[DW_FORM_strx] = 1 + SCAN_STRX,
		[DW_FORM_strx1] = 1 + SCAN_STRX1,
		[DW_FORM_strx2] = 1 + SCAN_STRX2,
		[DW_FORM_strx3] = 1 + SCAN_STRX3,
		[DW_FORM_strx4] = 1 + SCAN_STRX4,
		[DW_FORM_ref1] = 1 + SCAN_REF1,
		[DW_FORM_ref2] = 1 + SCAN_REF2,
		[DW_FORM_ref4] = 1 + SCAN_REF4,
		[DW_FORM_ref8] = 1 + SCAN_REF8,
		[DW_FORM_ref_udata] = 1 + SCAN_REF_ULEB,
		[DW_FORM_ref_addr] = 1 + SCAN_REF_ADDR,
		[DW_FORM_ref_sig8] = 1 + SCAN_SIG8,
		[DW_FORM_sec_offset] = 1 + SCAN_OFFSET,
		[DW_FORM_block1] = 1 + SCAN_BLOCK1,
		[DW_FORM_block2] = 1 + SCAN_BLOCK2,
		[DW_FORM_block4] = 1 + SCAN_BLOCK4,
		[DW_FORM_block] = 1 + SCAN_BLOCK_LEB,
		[DW_FORM_exprloc] = 1 + SCAN_BLOCK_LEB,
		[DW_FORM_indirect] = 1 + SCAN_INDIRECT,
	};
	if (form == DW_FORM_addr)
		return format->address_bytes == 8 ? SCAN_U8
		    : format->address_bytes == 4  ? SCAN_U4
						  : SCAN_U2;
	/* DWARF 2, 7.5.4: as wide as an address of the target. */
	if (form == DW_FORM_ref_addr && format->version == 2)
		return SCAN_REF_ADDRESS;
	if (form == DW_FORM_GNU_ref_alt || form == DW_FORM_GNU_strp_alt)
		return SCAN_ALT;
	return form < sizeof(forms) ? forms[form] - 1 : -1;
}

/*
 * What LS_WALK_OUTLINE leaves out: where the source declares things, and what
 * is no part of a type's digest.  Who walks so never calls skip().
 */
static bool
is_outlined(enum scan_slot slot)
{
	switch (slot) {
	case SLOT_DECL_FILE:
	case SLOT_DECL_LINE:
	case SLOT_DECL_COLUMN:
	case SLOT_CONTAINING_TYPE:
	case SLOT_DISCR:
	case SLOT_DISCR_LIST:
	case SLOT_BIT_STRIDE:
	case SLOT_ACCESSIBILITY:
	case SLOT_CALLING_CONVENTION:
	case SLOT_EXTERNAL:
	case SLOT_ENUM_CLASS:
	case SLOT_PROTOTYPED:
	case SLOT_EXPORT_SYMBOLS:
	case SLOT_SIBLING:
		return false;
	default:
		return true;
	}
}

static enum scan_slot
slot_of(uint64_t attribute)
{
	/* Less one, so that what is not here is 0. */
	static const uint8_t slots[0x90] = {
		[DW_AT_name] = 1 + SLOT_NAME,
		[DW_AT_type] = 1 + SLOT_TYPE,
		[DW_AT_data_member_location] = 1 + SLOT_MEMBER_LOCATION,
		[DW_AT_byte_size] = 1 + SLOT_BYTE_SIZE,
		[DW_AT_sibling] = 1 + SLOT_SIBLING,
		[DW_AT_decl_file] = 1 + SLOT_DECL_FILE,
		[DW_AT_decl_line] = 1 + SLOT_DECL_LINE,
		[DW_AT_decl_column] = 1 + SLOT_DECL_COLUMN,
		[DW_AT_upper_bound] = 1 + SLOT_UPPER_BOUND,
		[DW_AT_const_value] = 1 + SLOT_CONST_VALUE,
		[DW_AT_encoding] = 1 + SLOT_ENCODING,
		[DW_AT_declaration] = 1 + SLOT_DECLARATION,
		[DW_AT_bit_size] = 1 + SLOT_BIT_SIZE,
		[DW_AT_data_bit_offset] = 1 + SLOT_DATA_BIT_OFFSET,
		[DW_AT_bit_offset] = 1 + SLOT_BIT_OFFSET,
		[DW_AT_alignment] = 1 + SLOT_ALIGNMENT,
		[DW_AT_count] = 1 + SLOT_COUNT,
		[DW_AT_lower_bound] = 1 + SLOT_LOWER_BOUND,
		[DW_AT_abstract_origin] = 1 + SLOT_SPECIFICATION,
		[DW_AT_specification] = 1 + SLOT_SPECIFICATION,
		[DW_AT_signature] = 1 + SLOT_SIGNATURE,
		[DW_AT_containing_type] = 1 + SLOT_CONTAINING_TYPE,
		[DW_AT_discr] = 1 + SLOT_DISCR,
		[DW_AT_discr_value] = 1 + SLOT_DISCR_VALUE,
		[DW_AT_discr_list] = 1 + SLOT_DISCR_LIST,
		[DW_AT_byte_stride] = 1 + SLOT_BYTE_STRIDE,
		[DW_AT_bit_stride] = 1 + SLOT_BIT_STRIDE,
		[DW_AT_virtuality] = 1 + SLOT_VIRTUALITY,
		[DW_AT_accessibility] = 1 + SLOT_ACCESSIBILITY,
		[DW_AT_import] = 1 + SLOT_IMPORT,
		[DW_AT_calling_convention] = 1 + SLOT_CALLING_CONVENTION,
		[DW_AT_linkage_name] = 1 + SLOT_LINKAGE_NAME,
		[DW_AT_artificial] = 1 + SLOT_ARTIFICIAL,
		[DW_AT_external] = 1 + SLOT_EXTERNAL,
		[DW_AT_enum_class] = 1 + SLOT_ENUM_CLASS,
		[DW_AT_endianity] = 1 + SLOT_ENDIANITY,
		[DW_AT_prototyped] = 1 + SLOT_PROTOTYPED,
		[DW_AT_export_symbols] = 1 + SLOT_EXPORT_SYMBOLS,
		[DW_AT_language] = 1 + SLOT_LANGUAGE,
		[DW_AT_producer] = 1 + SLOT_PRODUCER,
		[DW_AT_comp_dir] = 1 + SLOT_COMP_DIR,
		[DW_AT_stmt_list] = 1 + SLOT_STMT_LIST,
		[DW_AT_dwo_name] = 1 + SLOT_DWO_NAME,
		[DW_AT_str_offsets_base] = 1 + SLOT_STR_OFFSETS_BASE,
	};
	if (attribute < sizeof(slots))
		return slots[attribute]
		    ? (enum scan_slot)(slots[attribute] - 1)
		    : SLOT_NOTHING;
	if (attribute == DW_AT_GNU_vector)
		return SLOT_VECTOR;
	if (attribute == DW_AT_MIPS_linkage_name)
		return SLOT_LINKAGE_NAME;
	if (attribute == DW_AT_GNU_dwo_name)
		return SLOT_DWO_NAME;
	return SLOT_NOTHING;
}

static uint32_t
fixed_width(enum scan_form form, const struct scan_format *format)
{
	switch (form) {
	case SCAN_U1:
	case SCAN_STRX1:
	case SCAN_REF1:
		return 1;
	case SCAN_U2:
	case SCAN_STRX2:
	case SCAN_REF2:
		return 2;
	case SCAN_U3:
	case SCAN_STRX3:
		return 3;
	case SCAN_U4:
	case SCAN_STRX4:
	case SCAN_REF4:
		return 4;
	case SCAN_U8:
	case SCAN_REF8:
	case SCAN_SIG8:
		return 8;
	case SCAN_U16:
		return 16;
	case SCAN_STRP:
	case SCAN_LINE_STRP:
	case SCAN_REF_ADDR:
	case SCAN_OFFSET:
	case SCAN_ALT:
		return format->offset_bytes;
	case SCAN_REF_ADDRESS:
		return format->address_bytes;
	case SCAN_IMPLICIT:
	case SCAN_PRESENT:
	case SCAN_SKIP:
	case SCAN_ULEB:
	case SCAN_SLEB:
	case SCAN_STRING:
	case SCAN_STRX:
	case SCAN_REF_ULEB:
	case SCAN_BLOCK1:
	case SCAN_BLOCK2:
	case SCAN_BLOCK4:
	case SCAN_BLOCK_LEB:
	case SCAN_INDIRECT:
		break;
	}
	return 0;
}

/* Where a plain number goes; zero `has`: it is not that plain. */
struct place {
	uint16_t at; /* in struct ls_die */
	bool is_wide;
	uint32_t has;
};

#define WIDE(member, bit)                                  \
	{                                                  \
		offsetof(struct ls_die, member), true, bit \
	}
#define NARROW(member, bit)                                 \
	{                                                   \
		offsetof(struct ls_die, member), false, bit \
	}

static const struct place places[SLOT_NOTHING + 1] = {
	[SLOT_BYTE_SIZE] = WIDE(byte_size, LS_DIE_BYTE_SIZE),
	[SLOT_BIT_SIZE] = WIDE(bit_size, LS_DIE_BIT_SIZE),
	[SLOT_ALIGNMENT] = WIDE(alignment, LS_DIE_ALIGNMENT),
	[SLOT_MEMBER_LOCATION] = WIDE(member_location, LS_DIE_MEMBER_LOCATION),
	[SLOT_DATA_BIT_OFFSET] = WIDE(data_bit_offset, LS_DIE_DATA_BIT_OFFSET),
	[SLOT_UPPER_BOUND] = WIDE(upper_bound, LS_DIE_UPPER_BOUND),
	[SLOT_COUNT] = WIDE(count, LS_DIE_COUNT),
	[SLOT_ENCODING] = WIDE(encoding, LS_DIE_ENCODING),
	[SLOT_DECL_FILE] = NARROW(decl_file, LS_DIE_DECL_FILE),
	[SLOT_DECL_LINE] = NARROW(decl_line, LS_DIE_DECL_LINE),
	[SLOT_DECL_COLUMN] = NARROW(decl_column, LS_DIE_DECL_COLUMN),
};

static uint32_t
flag_of(enum scan_slot slot)
{
	switch (slot) {
	case SLOT_DECLARATION:
		return LS_DIE_DECLARATION;
	case SLOT_ARTIFICIAL:
		return LS_DIE_ARTIFICIAL;
	case SLOT_EXTERNAL:
		return LS_DIE_EXTERNAL;
	case SLOT_PROTOTYPED:
		return LS_DIE_PROTOTYPED;
	default:
		return 0;
	}
}

/* Which short cut serves this step. */
enum scan_op
scan_op_of(struct scan_step *step, enum scan_form form, enum scan_slot slot,
    int64_t constant)
{
	if (form == SCAN_SKIP)
		return SCAN_OP_SKIP;
	if (slot == SLOT_NOTHING)
		return form == SCAN_INDIRECT ? SCAN_OP_GENERAL : SCAN_OP_PASS;
	if (slot == SLOT_NAME && form == SCAN_STRP)
		return SCAN_OP_NAME4;
	if (slot == SLOT_NAME && form == SCAN_STRING)
		return SCAN_OP_NAME_HERE;
	if (slot == SLOT_CONST_VALUE &&
	    (form == SCAN_U1 || form == SCAN_U2 || form == SCAN_U4)) {
		step->width_bytes = (uint8_t)(form == SCAN_U1 ? 1
			: form == SCAN_U2                     ? 2
							      : 4);
		return SCAN_OP_NUMBER;
	}
	if (slot == SLOT_TYPE && form == SCAN_REF4) {
		step->at = offsetof(struct ls_die, type);
		step->has = LS_DIE_TYPE;
		return SCAN_OP_REF4;
	}
	if (slot == SLOT_SPECIFICATION && form == SCAN_REF4) {
		step->at = offsetof(struct ls_die, specification);
		step->has = LS_DIE_SPECIFICATION;
		return SCAN_OP_REF4;
	}
	if (form == SCAN_PRESENT) {
		step->has = flag_of(slot);
		return step->has ? SCAN_OP_FLAG : SCAN_OP_GENERAL;
	}
	bool is_wide = places[slot].is_wide;
	step->at = places[slot].at;
	step->has = places[slot].has;
	if (!step->has)
		return SCAN_OP_GENERAL;
	if (form == SCAN_U1)
		return is_wide ? SCAN_OP_U1_64 : SCAN_OP_U1_32;
	if (form == SCAN_U2)
		return is_wide ? SCAN_OP_U2_64 : SCAN_OP_U2_32;
	if (form == SCAN_U4 && is_wide)
		return SCAN_OP_U4_64;
	if (form == SCAN_IMPLICIT && constant >= 0 && is_wide)
		return SCAN_OP_CONST_64;
	if (form == SCAN_IMPLICIT && constant >= 0 && constant <= UINT32_MAX)
		return SCAN_OP_CONST_32;
	return SCAN_OP_GENERAL;
}

bool
scan_pattern_make(uint64_t attribute, uint64_t code,
    const struct scan_format *format, struct scan_pattern *ret)
{
	int form = scan_form_of(code, format);
	enum scan_slot slot = slot_of(attribute);
	if (form < 0)
		return false;
	if (format->is_outline && !is_outlined(slot))
		slot = SLOT_NOTHING;
	if (!format->with_linkage && slot == SLOT_LINKAGE_NAME)
		slot = SLOT_NOTHING;
	uint32_t width = fixed_width((enum scan_form)form, format);
	bool is_fixed = width > 0 || form == SCAN_IMPLICIT ||
	    form == SCAN_PRESENT;
	if (slot == SLOT_NOTHING && is_fixed)
		form = SCAN_SKIP;
	*ret = (struct scan_pattern){
		.is_fixed = is_fixed,
		.width_bytes = (uint8_t)width,
		.step = {
		    .form = (uint8_t)form,
		    .slot = (uint8_t)slot,
		    .skip = form == SCAN_SKIP ? (uint16_t)width : 0,
		},
	};
	struct scan_step *step = &ret->step;
	step->op = (uint8_t)scan_op_of(step, (enum scan_form)form, slot, 0);
	if (step->op == SCAN_OP_NAME4 && format->offset_bytes != 4)
		step->op = SCAN_OP_GENERAL;
	return true;
}
