/*
 * refs.h - which record stands where in one unit.
 *
 * The index fills it, the loader asks; nobody else sees what it looks like.
 */
#ifndef LS_READ_DWARF_REFS_H
#define LS_READ_DWARF_REFS_H

#include <stdbool.h>
#include <stdint.h>

struct ls_catalog;

/* Set in a value where the unit declares the type and no more. */
#define LS_REF_DECLARED (UINT32_C(1) << 31)

/*
 * With these the loader need not look at the unit as a whole again.  By
 * place, ascending, from the unit's root; the values are rows while units
 * come in, and entries afterwards.
 */
struct ls_unit_refs {
	uint32_t *places;
	uint32_t *values;
	uint32_t count;
	bool is_passed_over; /* nobody has looked at the unit */
};

/* Put new values in place of rows: of a merge, or of the finished index. */
void ls_unit_refs_renumber(struct ls_unit_refs *refs, const uint32_t *values);

/* The value at a place of the unit; LS_NO_ENTRY. */
uint32_t ls_unit_refs_find(const struct ls_unit_refs *refs, uint32_t place);

/* Mark the entries that the unit defines; and what no unit does, if it
 * declares that. */
void ls_unit_refs_mark(const struct ls_unit_refs *refs,
    const struct ls_catalog *catalog, bool *is_there);

void ls_unit_refs_free(struct ls_unit_refs *refs);

#endif
