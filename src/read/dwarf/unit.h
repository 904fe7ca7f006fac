/*
 * unit.h - the headers of units, and the shape of abbreviation tables.
 *
 * Read straight from the bytes and checked in full, so that whoever goes on
 * from here, libdwarf among them, never meets a length that lies.
 */
#ifndef LS_READ_DWARF_UNIT_H
#define LS_READ_DWARF_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "object/object.h"

struct ls_error;

/* Offsets are of the section, but for `type`. */
struct ls_unit_header {
	uint64_t start;        /* of the header */
	uint64_t root;         /* of the first DIE */
	uint64_t end;          /* of the unit */
	uint64_t abbrevs;      /* of its table in .debug_abbrev */
	uint64_t signature;    /* of a type unit; also a skeleton's dwo id */
	uint64_t type;         /* of a type unit: its type, from `start` */
	uint16_t version;      /* 2 to 5 */
	uint8_t kind;          /* DW_UT_..., for older versions too */
	uint8_t address_bytes; /* 2, 4 or 8 */
	uint8_t offset_bytes;  /* 4 or 8 */
};

/*
 * The header at `start` of .debug_info or .debug_types (DWARF 5, 7.5.1).
 * LS_ERROR_UNSUPPORTED for a version or a kind that is newer than we are.
 */
struct ls_error *ls_unit_header_read(struct ls_bytes section,
    enum ls_section which, uint64_t start, bool is_big_endian,
    struct ls_unit_header *ret);

/* No DIE in it: it ends with its header, or a null entry comes first. */
bool ls_unit_is_empty(
    const struct ls_unit_header *header, struct ls_bytes section);

/* Is nothing but zeros left from here?  Linkers pad sections so. */
bool ls_unit_is_padding(struct ls_bytes section, uint64_t start);

/*
 * Is the table at `offset` of .debug_abbrev well-formed to its end (DWARF 5,
 * 7.5.3)?  `ret` gets the offset of that end.
 */
struct ls_error *ls_abbrevs_check(
    struct ls_bytes abbrev, uint64_t offset, uint64_t *ret);

/*
 * Can the forms that stand before values of the root DIE be read?  Once the
 * abbreviations are checked.  Where they cannot, libdwarf leaves an error to
 * nobody; of all else that is broken it tells.
 */
bool ls_unit_root_has_forms(struct ls_bytes info, struct ls_bytes abbrev,
    const struct ls_unit_header *header, bool is_big_endian);

#endif
