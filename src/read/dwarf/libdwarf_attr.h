/*
 * libdwarf_attr.h - the attributes of one DIE, read through libdwarf.
 *
 * Values only; libdwarf_die.c knows what they mean.
 */
#ifndef LS_READ_DWARF_LIBDWARF_ATTR_H
#define LS_READ_DWARF_LIBDWARF_ATTR_H

#include <stdbool.h>
#include <stdint.h>

#include "read/dwarf/attr.h"
#include "read/dwarf/die.h"
#include "read/dwarf/libdwarf_compat.h"

/*
 * One unit, opened as if it were the whole section: libdwarf's offset 0 is
 * the unit's first byte, and ours are the section's.
 */
struct ls_libdwarf_unit {
	struct ls_libdwarf libdwarf;
	const struct ls_dies *dies;
	struct ls_bytes info; /* the section that it is in, whole */
	enum ls_section which;
	uint64_t start; /* of the header */
	uint64_t root;  /* of the first DIE */
	uint64_t end;
	struct ls_form_widths widths;
};

/* One DIE and its attributes, as libdwarf hands them out. */
struct ls_libdwarf_die {
	struct ls_libdwarf_unit *unit;
	uint64_t at;     /* in its section */
	uint64_t values; /* where its abbreviation code ends */
	Dwarf_Die die;
	Dwarf_Attribute *attributes; /* NULL if there are none */
	Dwarf_Signed attribute_count;
};

/* Get the DIE at `at`.  Free it, unless it fails. */
struct ls_error *ls_libdwarf_die_get(struct ls_libdwarf_unit *unit,
    uint64_t at, uint64_t values, struct ls_libdwarf_die *ret);
void ls_libdwarf_die_free(struct ls_libdwarf_die *die);

/* Where it ends and the next one begins. */
struct ls_error *ls_libdwarf_die_end(
    const struct ls_libdwarf_die *die, uint64_t *ret);

/* DW_AT_sibling; 0 if there is none that leads on, past `end`. */
uint64_t ls_libdwarf_die_sibling(
    const struct ls_libdwarf_die *die, uint64_t end);

/* One attribute.  What it points to is its DIE's. */
struct ls_libdwarf_attr {
	const struct ls_libdwarf_die *die;
	Dwarf_Attribute raw;
	Dwarf_Half number; /* DW_AT_... */
	Dwarf_Half form;   /* the true one, behind DW_FORM_indirect */
};

struct ls_error *ls_libdwarf_attr_get(const struct ls_libdwarf_die *die,
    Dwarf_Signed index, struct ls_libdwarf_attr *ret);

/*
 * The value, where its form is of the kind asked for; `*is` says whether,
 * and if not, `*ret` is left alone.
 */
struct ls_error *ls_libdwarf_ref(
    const struct ls_libdwarf_attr *attr, ls_die_ref *ret, bool *is);
struct ls_error *ls_libdwarf_const(
    const struct ls_libdwarf_attr *attr, struct ls_die_const *ret, bool *is);
struct ls_error *ls_libdwarf_block(
    const struct ls_libdwarf_attr *attr, struct ls_bytes *ret, bool *is);
struct ls_error *ls_libdwarf_text(
    const struct ls_libdwarf_attr *attr, const char **ret, bool *is);
struct ls_error *ls_libdwarf_flag(
    const struct ls_libdwarf_attr *attr, bool *ret, bool *is);
/* An offset in another section. */
struct ls_error *ls_libdwarf_offset(
    const struct ls_libdwarf_attr *attr, uint64_t *ret, bool *is);

#endif
