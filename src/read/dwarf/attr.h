/*
 * attr.h - values of attributes, as their bytes have them.
 */
#ifndef LS_READ_DWARF_ATTR_H
#define LS_READ_DWARF_ATTR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

struct ls_die_const;

/* What the length of a form may hang on. */
struct ls_form_widths {
	uint16_t version;
	uint8_t address_bytes;
	uint8_t offset_bytes;
};

/*
 * Pass over a value.  False for a form that we do not know; a value that is
 * cut short makes the cursor fail.  DW_FORM_indirect counts as unknown: its
 * reader has the true form at hand.
 */
bool ls_form_skip(
    struct ls_cursor *c, uint16_t form, const struct ls_form_widths *widths);

/* Up to 16 bytes as a number; false if there are more, or none. */
bool ls_const_of_bytes(
    struct ls_bytes bytes, bool is_big_endian, struct ls_die_const *ret);

#endif
