/*
 * map.h - numbers by number: an open-addressed hash table.
 *
 * Keys are 64-bit and any value is allowed; values are 64-bit.  The table
 * grows by doubling at three quarters full.  Zero-initialise, free at the end.
 */
#ifndef LS_BASE_MAP_H
#define LS_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ls_map_slot {
	uint64_t key;
	uint64_t value;
	bool used;
};

struct ls_map {
	struct ls_map_slot *slots;
	size_t room; /* a power of two, or 0 */
	size_t count;
};

/* A good scattering of 64 bits (the finaliser of MurmurHash3, public domain). */
static inline uint64_t
ls_mix(uint64_t x)
{
	x ^= x >> 33;
	x *= UINT64_C(0xff51afd7ed558ccd);
	x ^= x >> 33;
	x *= UINT64_C(0xc4ceb9fe1a85ec53);
	return x ^ x >> 33;
}

/* NULL if there is none.  Good until the next ls_map_put(). */
uint64_t *ls_map_get(const struct ls_map *map, uint64_t key);

/* It will be asked for soon: bring its slot near. */
static inline void
ls_map_expect(const struct ls_map *map, uint64_t key)
{
	if (map->room > 0)
		__builtin_prefetch(
		    &map->slots[(size_t)ls_mix(key) & (map->room - 1)]);
}

/* Set, replacing what was there.  False if memory runs out. */
bool ls_map_put(struct ls_map *map, uint64_t key, uint64_t value)
    __attribute__((warn_unused_result));

void ls_map_free(struct ls_map *map);

/* Hash of bytes, eight at a time; `seed` chains several.  Never written to a
 * file: it is not the same on every machine. */
uint64_t ls_hash_bytes(const void *bytes, size_t size, uint64_t seed);

#endif
