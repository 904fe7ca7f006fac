/*
 * die.c - what both back-ends have in common: finding units, and locations
 * that are plain numbers.
 */
#include "read/dwarf/die.h"

#include <dwarf.h>

#include "base/error.h"

const struct ls_unit *
ls_dies_unit_of(const struct ls_dies *dies, ls_die_ref at)
{
	/* The last unit whose root is not past the place. */
	size_t low = 0;
	size_t high = dies->unit_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (dies->units[middle].root <= at)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || at >= dies->units[low - 1].end)
		return NULL;
	return &dies->units[low - 1];
}

struct ls_error *
ls_dies_index(struct ls_dies *dies)
{
	for (size_t i = 0; i < dies->unit_count; i++) {
		const struct ls_unit *unit = &dies->units[i];
		if (!unit->is_type_unit ||
		    ls_map_get(&dies->signatures, unit->signature))
			continue;
		if (!ls_map_put(&dies->signatures, unit->signature, i))
			return &ls_error_nomem;
	}
	return NULL;
}

const struct ls_unit *
ls_dies_unit_by_signature(const struct ls_dies *dies, uint64_t signature)
{
	const uint64_t *index = ls_map_get(&dies->signatures, signature);
	return index ? &dies->units[*index] : NULL;
}

bool
ls_die_location(struct ls_bytes expression, uint64_t *ret)
{
	/* Only LEB128 and single bytes here: no byte order. */
	struct ls_cursor c = ls_cursor(expression, 0, false);
	uint8_t op = ls_read_u8(&c);
	if (op != DW_OP_plus_uconst && op != DW_OP_constu)
		return false;
	uint64_t bytes = ls_read_uleb(&c);
	if (op == DW_OP_constu && ls_cursor_left(&c) &&
	    ls_read_u8(&c) != DW_OP_plus)
		return false;
	if (c.failed || ls_cursor_left(&c))
		return false;
	*ret = bytes;
	return true;
}
