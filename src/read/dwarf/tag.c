/*
 * tag.c - what a tag and a language of DWARF are to us.
 */
#include "read/dwarf/tag.h"

#include <dwarf.h>

const uint8_t ls_type_tags[LS_TYPE_TAGS] = {
	[DW_TAG_structure_type] = 2,
	[DW_TAG_class_type] = 2,
	[DW_TAG_interface_type] = 2,
	[DW_TAG_union_type] = 2,
	[DW_TAG_enumeration_type] = 2,
	[DW_TAG_base_type] = 1,
	[DW_TAG_unspecified_type] = 1,
	[DW_TAG_pointer_type] = 1,
	[DW_TAG_reference_type] = 1,
	[DW_TAG_rvalue_reference_type] = 1,
	[DW_TAG_ptr_to_member_type] = 1,
	[DW_TAG_const_type] = 1,
	[DW_TAG_volatile_type] = 1,
	[DW_TAG_restrict_type] = 1,
	[DW_TAG_atomic_type] = 1,
	[DW_TAG_immutable_type] = 1,
	[DW_TAG_shared_type] = 1,
	[DW_TAG_packed_type] = 1,
	[DW_TAG_typedef] = 1,
	[DW_TAG_template_alias] = 1,
	[DW_TAG_array_type] = 1,
	[DW_TAG_subroutine_type] = 1,
	[DW_TAG_string_type] = 1,
	[DW_TAG_set_type] = 1,
	[DW_TAG_file_type] = 1,
	[DW_TAG_subrange_type] = 1,
};

enum ls_lang
ls_lang_of_dwarf(uint32_t language)
{
	switch (language) {
	case DW_LANG_C89:
	case DW_LANG_C:
	case DW_LANG_C99:
	case DW_LANG_C11:
	case 0x2c: /* C17 */
	case 0x3e: /* C23 */
		return LS_LANG_C;
	case DW_LANG_C_plus_plus:
	case DW_LANG_C_plus_plus_03:
	case DW_LANG_C_plus_plus_11:
	case DW_LANG_C_plus_plus_14:
	case 0x2a: /* C++17; 2021's header says 0x2b, as no compiler does */
	case 0x2b: /* C++20 */
	case 0x3a: /* C++23 */
		return LS_LANG_CPP;
	case DW_LANG_Rust:
	case 0x9000: /* before it had a number */
		return LS_LANG_RUST;
	case DW_LANG_Mips_Assembler:
	case 0x31: /* Assembly */
		return LS_LANG_ASM;
	case 0:
		return LS_LANG_UNKNOWN;
	default:
		return LS_LANG_OTHER;
	}
}
