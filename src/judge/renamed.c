/*
 * renamed.c - types that have a new name and nothing else new.
 *
 *	struct buf { char *at; int size; }	gone
 *	struct slice { char *at; int size; }	new: buf, renamed
 *
 * Two structs with the same members may be two things, so one whose content
 * a second one has too stays new, and so does one with a single member.
 */
#include "judge/renamed.h"

#include <string.h>

#include "base/error.h"
#include "base/map.h"
#include "judge/compare.h"

/* Of the names, places and sizes of members; 0: too little to go by. */
static uint64_t
hash_of(const struct ls_row *row)
{
	uint64_t hash = ls_mix(row->size_bytes + 1);
	size_t members = 0;
	for (size_t i = 0; i < row->line_count; i++) {
		const struct ls_line *line = &row->lines[i];
		const uint64_t place[] = { line->offset_bits,
			line->size_bits };
		if (line->kind != LS_LINE_MEMBER)
			continue;
		members++;
		hash = ls_hash_bytes(place, sizeof(place), hash);
		if (line->name)
			hash = ls_hash_bytes(
			    line->name, strlen(line->name), hash);
	}
	return members < 2 || row->has_variants ? 0 : hash | 1;
}

/* By hash: where it stands, or AMBIGUOUS. */
enum { AMBIGUOUS = 0 };

static bool
gather(struct ls_map *map, const struct ls_keyed *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint64_t hash = items[i].partner ? 0 : hash_of(items[i].row);
		if (!hash)
			continue;
		uint64_t *known = ls_map_get(map, hash);
		if (known)
			*known = AMBIGUOUS;
		else if (!ls_map_put(map, hash, i + 1))
			return false;
	}
	return true;
}

static void
pair(struct ls_keyed *old, struct ls_keyed *new)
{
	if (old->row->kind != new->row->kind ||
	    old->row->lang != new->row->lang ||
	    old->row->hidden != new->row->hidden ||
	    !ls_same_layout(old->row, new->row))
		return;
	old->partner = new->row;
	new->partner = old->row;
}

struct ls_error *
ls_renamed_pair(struct ls_keyed *old, size_t old_count, struct ls_keyed *new,
    size_t new_count)
{
	struct ls_map was = { 0 }, is = { 0 };
	bool ok = gather(&was, old, old_count) && gather(&is, new, new_count);
	for (size_t i = 0; i < old_count && ok; i++) {
		uint64_t hash = old[i].partner ? 0 : hash_of(old[i].row);
		const uint64_t *here = hash ? ls_map_get(&was, hash) : NULL;
		const uint64_t *there = hash ? ls_map_get(&is, hash) : NULL;
		if (here && there && *here && *there)
			pair(&old[i], &new[*there - 1]);
	}
	ls_map_free(&was);
	ls_map_free(&is);
	return ok ? NULL : &ls_error_nomem;
}
