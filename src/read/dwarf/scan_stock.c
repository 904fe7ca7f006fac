/*
 * scan_stock.c - what compiled abbreviations are made of, and which
 * declarations were compiled before.
 *
 * Each unit has abbreviations of its own, numbered in its own way, but the
 * declarations are the same over and over: a kernel's 400,000 are 4,000.  One
 * that is met again is found by its bytes:
 *
 *	code 17			another number in each unit
 *	tag, has children	from here on the bytes are the key
 *	attribute, form ..
 *	0, 0
 */
#include <dwarf.h>
#include <stdlib.h>

#include "read/dwarf/scan_own.h"

/* A stock that has more begins anew: a file may make all of them different. */
enum { MOST_KNOWN = 1 << 14, MOST_STEPS = 1 << 18, MOST_CONSTANTS = 1 << 16 };

bool
scan_have_room(void **items, size_t count, size_t *room, size_t item_bytes)
{
	if (count < *room)
		return true;
	size_t wider = *room ? *room * 2 : 128;
	void *moved = reallocarray(*items, wider, item_bytes);
	if (!moved)
		return false;
	*items = moved;
	*room = wider;
	return true;
}

/* ---- patterns ---- */

const struct scan_pattern *
scan_stock_pattern(struct scan_stock *stock, uint64_t attribute, uint64_t form,
    struct scan_pattern *room)
{
	uint64_t key = attribute << 16 ^ form;
	struct scan_pattern *known =
	    &stock->patterns[(attribute * 31 + form * 7) % SCAN_PATTERNS];
	if (attribute > UINT16_MAX || form > UINT16_MAX)
		known = room; /* nobody writes such */
	else if (known->key == key + 1)
		return known;
	if (!scan_pattern_make(attribute, form, &stock->format, known))
		return NULL;
	known->key = key + 1;
	return known;
}

/* ---- declarations ---- */

/* An unsigned LEB128, or the bits of a signed one.  What is longer than a
 * number needs to be is of no use here: `at` is at the end then. */
static inline uint64_t
leb(const uint8_t **at, const uint8_t *end)
{
	uint64_t value = 0;
	for (unsigned shift = 0; *at < end && shift < 64; shift += 7) {
		uint8_t byte = *(*at)++;
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return value;
	}
	*at = end;
	return value;
}

/* The bytes up to the pair of zeroes; 0: they do not end, or are odd. */
static size_t
measure(const struct ls_cursor *c, uint64_t *hash)
{
	const uint8_t *at = c->at, *const end = c->end;
	uint64_t sum = leb(&at, end);
	if (at < end)
		at++; /* whether it has children */
	while (end - at >= 2) {
		uint64_t attribute = at[0], form = at[1];
		if ((attribute | form) < 0x80) {
			at += 2;
		} else {
			attribute = leb(&at, end);
			form = leb(&at, end);
		}
		sum = (sum ^ (attribute << 8 ^ form)) * 0x9e3779b97f4a7c15;
		if (form == DW_FORM_implicit_const)
			sum ^= leb(&at, end);
		if (attribute == 0 && form == 0) {
			*hash = sum ^ sum >> 32;
			return (size_t)(at - c->at);
		}
	}
	return 0;
}

bool
scan_pass_declaration(struct ls_cursor *c)
{
	uint64_t hash;
	size_t size = measure(c, &hash);
	ls_skip(c, size);
	return size > 0;
}

/* Twice as many slots, and all that is known in its own. */
static bool
have_slots(struct scan_stock *stock)
{
	if (2 * stock->known_count < stock->slot_count)
		return true;
	size_t wider = stock->slot_count ? 2 * stock->slot_count : 512;
	uint32_t *slots = calloc(wider, sizeof(*slots));
	if (!slots)
		return false;
	for (uint32_t i = 0; i < stock->known_count; i++) {
		size_t at = stock->known[i].hash & (wider - 1);
		while (slots[at])
			at = (at + 1) & (wider - 1);
		slots[at] = i + 1;
	}
	free(stock->slots);
	stock->slots = slots;
	stock->slot_count = wider;
	return true;
}

const struct scan_known *
scan_stock_find(const struct scan_stock *stock, struct ls_cursor *c,
    struct scan_known *ret)
{
	uint64_t hash;
	const uint8_t *at = c->at;
	size_t size = measure(c, &hash);
	ret->size = 0;
	if (size == 0 || size > SCAN_KNOWN_BYTES)
		return NULL;
	size_t mask = stock->slot_count - 1, slot = hash & mask;
	while (stock->slot_count > 0 && stock->slots[slot]) {
		const struct scan_known
		    *known = &stock->known[stock->slots[slot] - 1];
		if (known->hash == hash && known->size == size &&
		    memcmp(known->bytes, at, size) == 0) {
			c->at += size;
			return known;
		}
		slot = (slot + 1) & mask;
	}
	ret->hash = hash;
	ret->size = (uint8_t)size;
	memcpy(ret->bytes, at, size);
	return NULL;
}

bool
scan_stock_keep(struct scan_stock *stock, const struct scan_known *known)
{
	if (known->size == 0)
		return true;
	if (!scan_have_room((void **)&stock->known, stock->known_count,
		&stock->known_room, sizeof(*stock->known)))
		return false;
	if (!have_slots(stock))
		return false;
	size_t mask = stock->slot_count - 1, at = known->hash & mask;
	while (stock->slots[at])
		at = (at + 1) & mask;
	stock->known[stock->known_count++] = *known;
	stock->slots[at] = (uint32_t)stock->known_count;
	return true;
}

/* ---- a stock ---- */

static bool
is_same_format(const struct scan_format *a, const struct scan_format *b)
{
	return a->is_outline == b->is_outline &&
	    a->is_planned == b->is_planned &&
	    a->with_linkage == b->with_linkage && a->version == b->version &&
	    a->address_bytes == b->address_bytes &&
	    a->offset_bytes == b->offset_bytes;
}

bool
scan_stock_fits(
    const struct scan_stock *stock, const struct scan_format *format)
{
	return stock->patterns && is_same_format(&stock->format, format) &&
	    stock->known_count < MOST_KNOWN &&
	    stock->step_count < MOST_STEPS &&
	    stock->constant_count < MOST_CONSTANTS;
}

bool
scan_stock_begin(struct scan_stock *stock, const struct scan_format *format)
{
	scan_stock_free(stock);
	stock->format = *format;
	stock->patterns = calloc(SCAN_PATTERNS, sizeof(*stock->patterns));
	return stock->patterns != NULL;
}

void
scan_stock_free(struct scan_stock *stock)
{
	free(stock->patterns);
	free(stock->steps);
	free(stock->constants);
	free(stock->known);
	free(stock->slots);
	*stock = (struct scan_stock){ 0 };
}
