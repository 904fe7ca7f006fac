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

/*
 * There is one for each record of each unit, so it is as small as it can be:
 * the upper half of its place is told by `blocks`.
 */
struct ls_ref {
	uint64_t value : 23;
	uint64_t is_declared : 1; /* the unit declares it and no more */
	uint64_t place : 16;      /* the lower half */
} __attribute__((packed));

#define LS_REF_NOTHING ((1u << 23) - 1) /* the value of no entry */

/*
 * With these the loader need not look at the unit as a whole again.  By
 * place, ascending, from the unit's root; the values are rows while units
 * come in, and entries afterwards.
 *
 *	places	0x00010 0x0fff0 0x20004		blocks	0 2 2
 */
struct ls_unit_refs {
	struct ls_ref *items;
	uint32_t *blocks; /* by upper half: the first that is not before it */
	uint32_t count;
	uint32_t block_count, block_room;
	bool is_passed_over; /* nobody has looked at the unit */
};

/* Room for so many, with places up to `last`.  False: no memory. */
bool ls_unit_refs_begin(
    struct ls_unit_refs *refs, uint32_t room, uint32_t last);

/* One more, in order of places, with the row it leads to. */
void ls_unit_refs_add(
    struct ls_unit_refs *refs, uint32_t place, uint32_t row, bool is_declared);

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
