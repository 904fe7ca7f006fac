/*
 * index_far.c - typedefs of what stands in another unit.
 *
 * A type unit holds one type, and the typedef that names it is elsewhere:
 *
 *	typedef struct { int a; } t;
 *
 *	type unit 0x745b    structure_type, 4 bytes, without a name
 *	compile unit        typedef "t" of type 0x745b
 *
 * Within one unit the survey sees both and makes one type "t" of them; here
 * the rows of all units are there, and the same is done with those.
 */

#include "base/error.h"
#include "read/dwarf/index_own.h"

/* Sections are shorter than 2^40 bytes; bit 63 says in which it is. */
static uint64_t
place_key(uint32_t image, ls_die_ref ref)
{
	return ref ^ (uint64_t)image << 40;
}

static bool
is_record(const struct ls_index_row *row)
{
	return row->kind != LS_KIND_ALIAS && !row->is_declaration;
}

static bool
note_places(const struct ls_index *index, struct ls_map *places)
{
	for (uint32_t i = 0; i < index->count; i++) {
		const struct ls_index_row *row = &index->rows[i];
		if (is_record(row) &&
		    !ls_map_put(places, place_key(row->image, row->ref), i))
			return false;
	}
	return true;
}

/* The typedef's row, and the one that it stands for. */
static bool
settle_one(struct ls_index *index, struct ls_index_row *row, uint32_t target)
{
	struct ls_index_row *behind = &index->rows[target];
	if (!behind->name && row->is_direct) {
		behind->name = row->name;
		behind->name_hash = row->name_hash;
		behind->hidden = row->hidden;
	}
	/* the name of what would have none is no entry of its own */
	if (behind->name_hash == row->name_hash) {
		row->is_dropped = true;
		row->aim = AIM_NOTHING;
		return ls_map_put(&index->by_key, row->key, target);
	}
	row->aim = AIM_KEY;
	row->target = behind->key;
	return true;
}

struct ls_error *
ls_index_settle_far(struct ls_index *index, struct ls_index_row **order)
{
	struct ls_map places = { 0 };
	bool has_far = false;
	for (uint32_t i = 0; i < index->count; i++)
		has_far |= index->rows[i].aim == AIM_PLACE;
	if (!has_far)
		return NULL;
	bool ok = note_places(index, &places);
	for (uint32_t n = 0; ok && n < index->count; n++) {
		struct ls_index_row *row = order[n];
		if (row->aim != AIM_PLACE)
			continue;
		const uint64_t *found = ls_map_get(
		    &places, place_key(row->image, row->target));
		if (found)
			ok = settle_one(index, row, (uint32_t)*found);
		else
			row->aim = AIM_NOTHING;
	}
	ls_map_free(&places);
	return ok ? NULL : &ls_error_nomem;
}
