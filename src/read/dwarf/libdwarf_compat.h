/*
 * libdwarf_compat.h - libdwarf as we use it, whatever its version.
 *
 * Debian 12 has the library of 2021, which names versions by date; its
 * successors count 0.1 to 2.x and changed what we need: opening, closing and
 * local references.  Everything that differs is behind this header.
 *
 * libdwarf is given our own sections and nothing else, so it never opens,
 * maps or relocates anything.
 */
#ifndef LS_READ_DWARF_LIBDWARF_COMPAT_H
#define LS_READ_DWARF_LIBDWARF_COMPAT_H

#include <dwarf.h> /* before libdwarf.h, as its newer versions ask */

#include <libdwarf.h>
#include <stdbool.h>

#include "base/bytes.h"
#include "object/object.h"

struct ls_error;

#ifdef DW_LIBDWARF_VERSION_MAJOR
typedef Dwarf_Obj_Access_Interface_a ls_libdwarf_interface;
#else
typedef Dwarf_Obj_Access_Interface ls_libdwarf_interface;
#endif

/*
 * One opened Dwarf_Debug.  It points into itself, so it must stay where it
 * is.  The bytes are borrowed.
 */
struct ls_libdwarf {
	struct ls_bytes sections[LS_SECTION_COUNT]; /* empty: not there */
	bool is_big_endian;
	uint8_t address_bytes;
	ls_libdwarf_interface interface;
	Dwarf_Debug debug;
};

/*
 * Open over the sections that the caller has filled in, with byte order and
 * width.  May be called by several threads at once.
 */
struct ls_error *ls_libdwarf_open(struct ls_libdwarf *libdwarf);
void ls_libdwarf_close(struct ls_libdwarf *libdwarf);

/* One of libdwarf's errors as one of ours; frees `error`.  `where` and `at`
 * are the section and the offset in it that we were reading. */
struct ls_error *ls_libdwarf_error(struct ls_libdwarf *libdwarf,
    Dwarf_Error error, enum ls_section where, uint64_t at);

/* dwarf_formref(): an offset from the start of the attribute's own unit. */
int ls_libdwarf_formref(
    Dwarf_Attribute attr, Dwarf_Off *ret, Dwarf_Error *error);

#endif
