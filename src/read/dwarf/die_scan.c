/*
 * die_scan.c - the stream of DIEs straight from the bytes: the fast one.
 *
 * Comes in: the sections of an image, untrusted and read through base/bytes
 * alone.  Goes out: what die.h promises.  It declines, with
 * LS_ERROR_UNSUPPORTED, what it does not know, and never guesses.
 *
 * Nothing is kept per DIE, and per unit only a header, so a walk takes the
 * memory of one table of abbreviations.  The opened struct never changes:
 * any number of walks may go over it in as many threads.
 */
#include <dwarf.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/map.h"
#include "read/dwarf/scan_own.h"

struct ls_error *
scan_broken(const struct scan_walk *walk, const char *what)
{
	return ls_error_new(LS_ERROR_FORMAT, "%s+0x%zx: %s",
	    walk->context.section ? ".debug_types" : ".debug_info",
	    ls_cursor_offset(&walk->at), what);
}

struct scan_stock *
scan_find_stock(struct scan_walk *walk)
{
	const struct scan_format *format = &walk->context.format;
	struct scan_stock *stock = &walk->stocks[format->version % STOCKS];
	if (scan_stock_fits(stock, format))
		return stock;
	for (size_t i = 0; i < TABLES; i++)
		if (walk->tables[i].stock == stock)
			walk->tables[i].key = 0;
	return scan_stock_begin(stock, format) ? stock : NULL;
}

/* The table of a unit, compiled now or still there. */
static struct ls_error *
find_table(struct scan_walk *walk, const struct scan_unit *more)
{
	const struct ls_unit *unit = walk->unit;
	uint64_t key = ls_mix(more->abbrev_offset + 1) ^
	    ((uint64_t)unit->version << 16 |
		(uint64_t)unit->address_bytes << 8 | unit->offset_bytes);
	key += key == 0;
	struct scan_table *table = &walk->tables[key % TABLES];
	walk->table = table;
	if (table->key == key)
		return NULL;
	table->key = 0;
	struct scan_stock *stock = scan_find_stock(walk);
	if (!stock)
		return &ls_error_nomem;
	struct ls_error *err = scan_table_compile(
	    table, stock, scan_dies_of(walk)->abbrev, more->abbrev_offset, 0);
	if (!err)
		table->key = key;
	return err;
}

void
scan_enter_unit(struct scan_walk *walk, const struct ls_unit *unit)
{
	const struct scan_dies *scan = scan_dies_of(walk);
	const struct scan_unit *more = &scan->more[unit->index];
	walk->unit = unit;
	walk->context = (struct scan_context){
		.dies = &scan->dies,
		.str = scan->str,
		.line_str = scan->line_str,
		.str_offsets = scan->str_offsets,
		.str_ends = scan->str_ends,
		.line_str_ends = scan->line_str_ends,
		.str_offsets_base = more->str_offsets_base,
		.unit_start = more->start,
		.unit_end = unit->end & ~LS_REF_TYPES,
		.section = unit->root & LS_REF_TYPES,
		.format = {
			.is_outline = walk->scope == LS_WALK_OUTLINE,
			.is_planned = walk->scope != LS_WALK_ALL,
			.with_linkage = walk->scope == LS_WALK_ALL,
			.version = unit->version,
			.address_bytes = unit->address_bytes,
			.offset_bytes = unit->offset_bytes,
		},
	};
}

void
scan_go_to(struct scan_walk *walk, uint64_t offset)
{
	const struct scan_dies *scan = scan_dies_of(walk);
	struct ls_bytes bytes = walk->context.section ? scan->types
						      : scan->info;
	/* The cursor ends where the unit does. */
	bytes.size = (size_t)walk->context.unit_end;
	walk->at = ls_cursor(bytes, offset, scan->dies.is_big_endian);
}

static struct ls_error *
seek(struct ls_walk *base, ls_die_ref at)
{
	struct scan_walk *walk = (struct scan_walk *)base;
	const struct ls_unit *unit = ls_dies_unit_of(base->dies, at);
	walk->is_over = true;
	if (!unit)
		return ls_error_new(LS_ERROR_FORMAT,
		    "a reference leads to no unit (0x%llx)",
		    (unsigned long long)(at & ~LS_REF_TYPES));
	if (unit != walk->unit || !walk->table || !walk->table->key) {
		scan_enter_unit(walk, unit);
		struct ls_error *err = find_table(
		    walk, &scan_dies_of(walk)->more[unit->index]);
		if (err)
			return err;
	}
	scan_go_to(walk, at & ~LS_REF_TYPES);
	walk->depth = 0;
	walk->parameter_depth = 0;
	walk->last_has_children = false;
	walk->is_over = false;
	return NULL;
}

/* The children of a DIE are at an end. */
static inline void
step_up(struct scan_walk *walk)
{
	if (walk->depth > 0)
		walk->depth--;
	if (walk->depth == 0)
		walk->is_over = true;
	if (walk->parameter_depth > walk->depth)
		walk->parameter_depth = 0;
}

static inline bool
is_wanted(const struct scan_walk *walk, const struct scan_abbrev *abbrev)
{
	if (walk->scope == LS_WALK_OUTLINE)
		return abbrev->is_wanted;
	if (walk->scope == LS_WALK_ALL)
		return true;
	if (abbrev->tag == DW_TAG_formal_parameter ||
	    abbrev->tag == DW_TAG_unspecified_parameters)
		return walk->depth == walk->parameter_depth;
	return abbrev->is_wanted;
}

static struct ls_error *
go_deeper(struct scan_walk *walk, const struct scan_abbrev *abbrev)
{
	walk->depth++;
	if (walk->depth > LS_MAX_DIE_DEPTH)
		return ls_error_new(LS_ERROR_LIMIT, "DIEs nest deeper than %d",
		    LS_MAX_DIE_DEPTH);
	if (abbrev->tag == DW_TAG_subroutine_type)
		walk->parameter_depth = walk->depth;
	else if (walk->parameter_depth >= walk->depth)
		walk->parameter_depth = 0;
	return NULL;
}

/* The tree goes down, or ends where the walk began. */
static inline struct ls_error *
step_down(struct scan_walk *walk, const struct scan_abbrev *abbrev)
{
	walk->last_has_children = abbrev->has_children;
	if (abbrev->has_children)
		return go_deeper(walk, abbrev);
	if (walk->depth == 0)
		walk->is_over = true;
	return NULL;
}

static struct ls_error *
no_die(struct scan_walk *walk)
{
	walk->is_over = true;
	return walk->at.failed ? scan_broken(walk, "DIE is cut short")
			       : scan_broken(walk, "no such abbreviation");
}

static struct ls_error *
next(struct ls_walk *base, struct ls_die *die, bool *got)
{
	struct scan_walk *walk = (struct scan_walk *)base;
	*got = false;
	while (!walk->is_over) {
		uint64_t offset = ls_cursor_offset(&walk->at);
		if (ls_cursor_left(&walk->at) == 0 && walk->depth > 0) {
			/* Some producers leave out the last zeroes. */
			walk->is_over = true;
			return NULL;
		}
		uint64_t code = ls_read_uleb(&walk->at);
		if (code == 0 && !walk->at.failed) {
			step_up(walk);
			continue;
		}
		const struct scan_abbrev *abbrev = scan_table_find(
		    walk->table, code);
		if (!abbrev || walk->at.failed)
			return no_die(walk);
		bool wanted = is_wanted(walk, abbrev);
		uint32_t depth = walk->depth;
		if (wanted)
			scan_decode(walk, abbrev, die);
		else
			scan_pass_over(walk, abbrev);
		if (walk->at.failed)
			return no_die(walk);
		struct ls_error *err = step_down(walk, abbrev);
		if (err) {
			walk->is_over = true;
			return err;
		}
		if (!wanted)
			continue;
		die->ref = walk->context.section | offset;
		die->depth = depth;
		*got = true;
		return NULL;
	}
	return NULL;
}

static struct ls_error *
skip(struct ls_walk *base)
{
	struct scan_walk *walk = (struct scan_walk *)base;
	if (walk->is_over || !walk->last_has_children)
		return NULL;
	walk->last_has_children = false;
	uint64_t here = ls_cursor_offset(&walk->at);
	uint32_t depth = walk->depth - 1;
	/* Only forwards, so that no file can make us go in circles. */
	if (walk->last_sibling > here &&
	    walk->last_sibling <= walk->context.unit_end) {
		scan_go_to(walk, walk->last_sibling);
		step_up(walk);
		return NULL;
	}
	enum ls_walk_scope scope = walk->scope;
	while (!walk->is_over && walk->depth > depth) {
		uint64_t code = ls_read_uleb(&walk->at);
		if (code == 0) {
			if (walk->at.failed)
				break;
			step_up(walk);
			continue;
		}
		const struct scan_abbrev *abbrev = scan_table_find(
		    walk->table, code);
		if (!abbrev)
			break;
		scan_pass_over(walk, abbrev);
		struct ls_error *err = walk->at.failed
		    ? NULL
		    : step_down(walk, abbrev);
		if (err || walk->at.failed) {
			walk->is_over = true;
			return err;
		}
	}
	walk->scope = scope;
	walk->last_has_children = false;
	return NULL;
}

struct ls_error *
scan_walk_new(
    struct ls_dies *dies, enum ls_walk_scope scope, struct ls_walk **ret)
{
	struct scan_walk *walk = calloc(1, sizeof(*walk));
	if (!walk)
		return &ls_error_nomem;
	walk->walk.dies = dies;
	walk->scope = scope;
	walk->is_over = true;
	*ret = &walk->walk;
	return NULL;
}

void
scan_walk_free(struct ls_walk *base)
{
	struct scan_walk *walk = (struct scan_walk *)base;
	if (!walk)
		return;
	for (size_t i = 0; i < TABLES; i++)
		scan_table_free(&walk->tables[i]);
	for (size_t i = 0; i < STOCKS; i++)
		scan_stock_free(&walk->stocks[i]);
	free(walk);
}

const struct ls_die_backend ls_die_scan = {
	.name = "scan",
	.open = scan_open,
	.close = scan_close,
	.walk_new = scan_walk_new,
	.walk_free = scan_walk_free,
	.seek = seek,
	.next = next,
	.skip = skip,
	.briefs = scan_briefs,
};
