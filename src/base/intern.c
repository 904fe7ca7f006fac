/*
 * intern.c - every name once.
 */
#include "base/intern.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"

static bool
is_text(const struct ls_intern_slot *slot, const char *bytes, size_t size,
    uint32_t hash)
{
	return slot->hash == hash && slot->size == size &&
	    (size == 0 || memcmp(slot->text, bytes, size) == 0);
}

static struct ls_intern_slot *
slot_of(const struct ls_intern *table, const char *bytes, size_t size,
    uint32_t hash)
{
	size_t mask = table->room - 1;
	size_t at = hash & mask;
	while (table->slots[at].text &&
	    !is_text(&table->slots[at], bytes, size, hash))
		at = (at + 1) & mask;
	return &table->slots[at];
}

static bool
grow(struct ls_intern *table)
{
	size_t room = table->room ? table->room * 2 : 256;
	struct ls_intern_slot *old = table->slots;
	struct ls_intern_slot *slots = calloc(room, sizeof(*slots));
	if (!slots)
		return false;
	for (size_t i = 0; i < table->room; i++) {
		if (!old[i].text)
			continue;
		size_t at = old[i].hash & (room - 1);
		while (slots[at].text)
			at = (at + 1) & (room - 1);
		slots[at] = old[i];
	}
	free(old);
	table->slots = slots;
	table->room = room;
	return true;
}

const char *
ls_intern(struct ls_intern *table, const char *bytes, size_t size)
{
	if (size > UINT32_MAX)
		return NULL;
	if (table->count + 1 > table->room / 4 * 3 && !grow(table))
		return NULL;

	uint32_t hash = (uint32_t)ls_hash_bytes(bytes, size, 0);
	struct ls_intern_slot *slot = slot_of(table, bytes, size, hash);
	if (slot->text)
		return slot->text;
	const char *text = ls_arena_string(&table->arena, bytes, size);
	if (!text)
		return NULL;
	*slot = (struct ls_intern_slot){ text, (uint32_t)size, hash };
	table->count++;
	return text;
}

void
ls_intern_free(struct ls_intern *table)
{
	ls_arena_free(&table->arena);
	free(table->slots);
	*table = (struct ls_intern){ 0 };
}
