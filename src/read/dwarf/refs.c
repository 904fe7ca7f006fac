/*
 * refs.c - which record stands where in one unit.
 */
#include "read/dwarf/refs.h"

#include <stdlib.h>

#include "read/dwarf/index.h"

void
ls_unit_refs_renumber(struct ls_unit_refs *refs, const uint32_t *values)
{
	for (uint32_t i = 0; i < refs->count; i++) {
		uint32_t bit = refs->values[i] & LS_REF_DECLARED;
		refs->values[i] = values[refs->values[i] ^ bit] | bit;
	}
}

/* All bits stand for no entry, whatever is set beside them. */
static uint32_t
value_of(uint32_t value)
{
	return value == LS_NO_ENTRY ? value : value & ~LS_REF_DECLARED;
}

uint32_t
ls_unit_refs_find(const struct ls_unit_refs *refs, uint32_t place)
{
	uint32_t low = 0, high = refs->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (refs->places[middle] == place)
			return value_of(refs->values[middle]);
		if (refs->places[middle] < place)
			low = middle + 1;
		else
			high = middle;
	}
	return LS_NO_ENTRY;
}

void
ls_unit_refs_mark(const struct ls_unit_refs *refs,
    const struct ls_catalog *catalog, bool *is_there)
{
	for (uint32_t i = 0; i < refs->count; i++) {
		uint32_t entry = value_of(refs->values[i]);
		bool is_declared = refs->values[i] & LS_REF_DECLARED;
		if (entry < catalog->count &&
		    is_declared == catalog->entries[entry].is_declaration)
			is_there[entry] = true;
	}
}

void
ls_unit_refs_free(struct ls_unit_refs *refs)
{
	free(refs->places);
	free(refs->values);
	*refs = (struct ls_unit_refs){ 0 };
}
