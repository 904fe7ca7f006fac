/*
 * map.c - numbers by number: an open-addressed hash table.
 */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

/* The slot of `key`, or the empty one where it belongs. */
static struct ls_map_slot *
slot_of(const struct ls_map *map, uint64_t key)
{
	size_t mask = map->room - 1;
	size_t at = (size_t)ls_mix(key) & mask;
	while (map->slots[at].used && map->slots[at].key != key)
		at = (at + 1) & mask;
	return &map->slots[at];
}

uint64_t *
ls_map_get(const struct ls_map *map, uint64_t key)
{
	if (map->count == 0)
		return NULL;
	struct ls_map_slot *slot = slot_of(map, key);
	return slot->used ? &slot->value : NULL;
}

static bool
grow(struct ls_map *map)
{
	size_t room = map->room ? map->room * 2 : 64;
	struct ls_map wider = { .room = room };
	wider.slots = calloc(room, sizeof(*wider.slots));
	if (!wider.slots)
		return false;
	for (size_t i = 0; i < map->room; i++)
		if (map->slots[i].used)
			*slot_of(&wider, map->slots[i].key) = map->slots[i];
	wider.count = map->count;
	free(map->slots);
	*map = wider;
	return true;
}

bool
ls_map_put(struct ls_map *map, uint64_t key, uint64_t value)
{
	if (map->count + 1 > map->room / 4 * 3 && !grow(map))
		return false;
	struct ls_map_slot *slot = slot_of(map, key);
	if (!slot->used)
		map->count++;
	*slot = (struct ls_map_slot){ key, value, true };
	return true;
}

void
ls_map_free(struct ls_map *map)
{
	free(map->slots);
	*map = (struct ls_map){ 0 };
}

uint64_t
ls_hash_bytes(const void *bytes, size_t size, uint64_t seed)
{
	const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
	const unsigned char *at = bytes;
	uint64_t hash = seed ^ size * odd, word;
	for (; size >= sizeof(word); size -= sizeof(word)) {
		memcpy(&word, at, sizeof(word));
		at += sizeof(word);
		hash = (hash ^ word) * odd;
		hash ^= hash >> 32;
	}
	word = 0;
	if (size > 0)
		memcpy(&word, at, size);
	return ls_mix((hash ^ word) * odd);
}
