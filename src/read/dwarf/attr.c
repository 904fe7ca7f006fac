/*
 * attr.c - values of attributes, as their bytes have them.
 *
 * Knows how long each form is (DWARF 5, 7.5.6), and blocks that are numbers.
 * Resolves nothing: no string, no reference.
 */
#include "read/dwarf/attr.h"

#include <dwarf.h>

#include "read/dwarf/die.h"

static void
skip_leb(struct ls_cursor *c)
{
	while (ls_read_u8(c) & 0x80)
		;
}

/* Forms of as many bytes as their name says; -1 for others. */
static int
fixed_bytes(uint16_t form)
{
	switch (form) {
	case DW_FORM_flag_present:
	case DW_FORM_implicit_const:
		return 0;
	case DW_FORM_data1:
	case DW_FORM_ref1:
	case DW_FORM_flag:
	case DW_FORM_strx1:
	case DW_FORM_addrx1:
		return 1;
	case DW_FORM_data2:
	case DW_FORM_ref2:
	case DW_FORM_strx2:
	case DW_FORM_addrx2:
		return 2;
	case DW_FORM_strx3:
	case DW_FORM_addrx3:
		return 3;
	case DW_FORM_data4:
	case DW_FORM_ref4:
	case DW_FORM_strx4:
	case DW_FORM_addrx4:
	case DW_FORM_ref_sup4:
		return 4;
	case DW_FORM_data8:
	case DW_FORM_ref8:
	case DW_FORM_ref_sig8:
	case DW_FORM_ref_sup8:
		return 8;
	case DW_FORM_data16:
		return 16;
	}
	return -1;
}

bool
ls_form_skip(
    struct ls_cursor *c, uint16_t form, const struct ls_form_widths *widths)
{
	int bytes = fixed_bytes(form);
	if (bytes >= 0) {
		ls_skip(c, (uint64_t)bytes);
		return true;
	}
	switch (form) {
	case DW_FORM_addr:
		ls_skip(c, widths->address_bytes);
		return true;
	case DW_FORM_ref_addr: /* DWARF 2 had it as wide as an address */
		ls_skip(c,
		    widths->version < 3 ? widths->address_bytes
					: widths->offset_bytes);
		return true;
	case DW_FORM_strp:
	case DW_FORM_line_strp:
	case DW_FORM_sec_offset:
	case DW_FORM_strp_sup:
	case DW_FORM_GNU_ref_alt:
	case DW_FORM_GNU_strp_alt:
		ls_skip(c, widths->offset_bytes);
		return true;
	case DW_FORM_string:
		(void)ls_read_string(c);
		return true;
	case DW_FORM_block1:
		ls_skip(c, ls_read_u8(c));
		return true;
	case DW_FORM_block2:
		ls_skip(c, ls_read_u16(c));
		return true;
	case DW_FORM_block4:
		ls_skip(c, ls_read_u32(c));
		return true;
	case DW_FORM_block:
	case DW_FORM_exprloc:
		ls_skip(c, ls_read_uleb(c));
		return true;
	case DW_FORM_sdata:
	case DW_FORM_udata:
	case DW_FORM_ref_udata:
	case DW_FORM_strx:
	case DW_FORM_addrx:
	case DW_FORM_loclistx:
	case DW_FORM_rnglistx:
	case DW_FORM_GNU_addr_index:
	case DW_FORM_GNU_str_index:
		skip_leb(c);
		return true;
	}
	return false;
}

bool
ls_const_of_bytes(
    struct ls_bytes bytes, bool is_big_endian, struct ls_die_const *ret)
{
	if (bytes.size < 1 || bytes.size > 16)
		return false;
	unsigned size = (unsigned)bytes.size;
	unsigned first = size < 8 ? size : 8;
	struct ls_cursor c = ls_cursor(bytes, 0, is_big_endian);
	*ret = (struct ls_die_const){ .width_bytes = (uint8_t)size };
	if (is_big_endian) {
		ret->high = ls_read_uint(&c, size - first);
		ret->low = ls_read_uint(&c, first);
	} else {
		ret->low = ls_read_uint(&c, first);
		ret->high = ls_read_uint(&c, size - first);
	}
	return true;
}
