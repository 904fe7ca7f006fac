/*
 * catalog.c - which types a file has, by name.
 *
 * The names of one catalog share an interner; its arena has the cap of a
 * whole model, because a hostile file may well be nothing but names.
 */
#include "model/catalog.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

struct ls_catalog
ls_catalog_new(void)
{
	struct ls_catalog catalog = { .entries = NULL };
	catalog.names.arena.limit_bytes = LS_MAX_MODEL_BYTES;
	return catalog;
}

static bool
grow(struct ls_catalog *catalog)
{
	ls_entry_id room = catalog->room ? catalog->room * 2 : 64;
	if (room > LS_MAX_TYPES)
		room = LS_MAX_TYPES;
	struct ls_entry *entries = reallocarray(
	    catalog->entries, room, sizeof(*entries));
	if (!entries)
		return false;
	catalog->entries = entries;
	catalog->room = room;
	return true;
}

bool
ls_catalog_add(struct ls_catalog *catalog, const struct ls_entry *entry)
{
	if (catalog->count == LS_MAX_TYPES)
		return false;
	if (catalog->count == catalog->room && !grow(catalog))
		return false;

	struct ls_entry copy = *entry;
	if (copy.name) {
		size_t size = strlen(copy.name);
		copy.name = ls_intern(&catalog->names, copy.name, size);
		if (!copy.name)
			return false;
	}
	catalog->entries[catalog->count++] = copy;
	return true;
}

void
ls_catalog_free(struct ls_catalog *catalog)
{
	free(catalog->entries);
	ls_intern_free(&catalog->names);
	*catalog = ls_catalog_new();
}
