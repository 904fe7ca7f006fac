/*
 * refs.c - which record stands where in one unit.
 */
#include "read/dwarf/refs.h"

#include <stdlib.h>

#include "base/limits.h"
#include "read/dwarf/index.h"

_Static_assert(LS_MAX_TYPES < LS_REF_NOTHING, "a value has room for a type");

bool
ls_unit_refs_begin(struct ls_unit_refs *refs, uint32_t room, uint32_t last)
{
	*refs = (struct ls_unit_refs){ 0 };
	if (room == 0)
		return true;
	refs->items = calloc(room, sizeof(*refs->items));
	refs->block_room = (last >> 16) + 1;
	refs->blocks = calloc(refs->block_room, sizeof(*refs->blocks));
	return refs->items && refs->blocks;
}

void
ls_unit_refs_add(
    struct ls_unit_refs *refs, uint32_t place, uint32_t row, bool is_declared)
{
	if (place >> 16 >= refs->block_room)
		return; /* a unit of more than 4 GiB */
	while (refs->block_count <= place >> 16)
		refs->blocks[refs->block_count++] = refs->count;
	refs->items[refs->count++] = (struct ls_ref){ .value = row &
		    LS_REF_NOTHING,
		.is_declared = is_declared,
		.place = place & 0xffff };
}

void
ls_unit_refs_renumber(struct ls_unit_refs *refs, const uint32_t *values)
{
	for (uint32_t i = 0; i < refs->count; i++) {
		uint32_t value = values[refs->items[i].value];
		refs->items[i].value = value == LS_NO_ENTRY
		    ? LS_REF_NOTHING
		    : value & LS_REF_NOTHING;
	}
}

static uint32_t
value_of(const struct ls_ref *ref)
{
	return ref->value == LS_REF_NOTHING ? LS_NO_ENTRY
					    : (uint32_t)ref->value;
}

uint32_t
ls_unit_refs_find(const struct ls_unit_refs *refs, uint32_t place)
{
	uint32_t block = place >> 16;
	if (block >= refs->block_count)
		return LS_NO_ENTRY;
	uint32_t low = refs->blocks[block];
	uint32_t high = block + 1 < refs->block_count ? refs->blocks[block + 1]
						      : refs->count;
	place &= 0xffff;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (refs->items[middle].place == place)
			return value_of(&refs->items[middle]);
		if (refs->items[middle].place < place)
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
		uint32_t entry = value_of(&refs->items[i]);
		bool is_declared = refs->items[i].is_declared;
		if (entry < catalog->count &&
		    is_declared == catalog->entries[entry].is_declaration)
			is_there[entry] = true;
	}
}

void
ls_unit_refs_free(struct ls_unit_refs *refs)
{
	free(refs->items);
	free(refs->blocks);
	*refs = (struct ls_unit_refs){ 0 };
}
