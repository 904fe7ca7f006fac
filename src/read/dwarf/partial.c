/*
 * partial.c - what a partial unit is written in: its importer's language.
 *
 * dwz moves what several units share into partial units, which have neither
 * DW_AT_language nor DW_AT_producer of their own; they are where they are
 * imported (DWARF 5, 3.1.3).  Partial units import each other, so a language
 * is handed on until nothing changes:
 *
 *	main.c (C)  imports  P1      P1 is C
 *	P1          imports  P2      and so is P2
 */
#include <dwarf.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/limits.h"
#include "read/dwarf/load.h"

struct import {
	size_t by, of; /* units */
};

struct imports {
	struct import *items;
	size_t count, room;
};

static struct ls_error *
add(struct imports *list, size_t by, size_t of)
{
	if (list->count == list->room) {
		size_t room = list->room ? list->room * 2 : 64;
		struct import *items = reallocarray(
		    list->items, room, sizeof(*items));
		if (!items)
			return &ls_error_nomem;
		list->items = items;
		list->room = room;
	}
	list->items[list->count++] = (struct import){ by, of };
	return NULL;
}

/* The imports of one unit, which are children of its root. */
static struct ls_error *
find_imports(struct ls_dies *dies, struct ls_walk *walk, size_t unit,
    struct imports *list)
{
	struct ls_error *err = dies->backend->seek(
	    walk, dies->units[unit].root);
	while (!err) {
		struct ls_die die;
		bool got = false;
		err = dies->backend->next(walk, &die, &got);
		if (err || !got)
			break;
		if (die.depth == 1 && die.has_children)
			err = dies->backend->skip(walk);
		if (err || die.tag != DW_TAG_imported_unit ||
		    !(die.has & LS_DIE_IMPORT) || die.import == LS_REF_NONE)
			continue;
		const struct ls_unit *of = ls_dies_unit_of(dies, die.import);
		if (of)
			err = add(list, unit, (size_t)(of - dies->units));
	}
	return err;
}

static void
hand_on(struct ls_dies *dies, const struct imports *list)
{
	bool changed = true;
	for (int round = 0; changed && round < LS_MAX_DEPTH; round++) {
		changed = false;
		for (size_t i = 0; i < list->count; i++) {
			const struct ls_unit
			    *by = &dies->units[list->items[i].by];
			struct ls_unit *of = &dies->units[list->items[i].of];
			if (of->tag != DW_TAG_partial_unit)
				continue;
			if (!of->language && by->language) {
				of->language = by->language;
				changed = true;
			}
			if (!of->producer && by->producer) {
				of->producer = by->producer;
				changed = true;
			}
		}
	}
}

static bool
any_lacks_language(const struct ls_dies *dies)
{
	for (size_t i = 0; i < dies->unit_count; i++)
		if (dies->units[i].tag == DW_TAG_partial_unit &&
		    !dies->units[i].language)
			return true;
	return false;
}

struct ls_error *
ls_partial_units_settle(struct ls_dies *dies)
{
	if (!any_lacks_language(dies))
		return NULL;
	struct imports list = { 0 };
	struct ls_walk *walk;
	struct ls_error *err = dies->backend->walk_new(
	    dies, LS_WALK_TYPES, &walk);
	if (err)
		return err;
	for (size_t i = 0; !err && i < dies->unit_count; i++)
		err = find_imports(dies, walk, i, &list);
	if (!err)
		hand_on(dies, &list);
	dies->backend->walk_free(walk);
	free(list.items);
	return err;
}
