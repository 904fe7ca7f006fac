/*
 * scan_own.h - the structs of the fast back-end, for its own files.
 */
#ifndef LS_READ_DWARF_SCAN_OWN_H
#define LS_READ_DWARF_SCAN_OWN_H

#include "read/dwarf/scan.h"

/* What is known of a unit beside struct ls_unit. */
struct scan_unit {
	uint64_t start; /* of the header, in its section */
	uint64_t abbrev_offset;
	uint64_t str_offsets_base;
};

struct scan_dies {
	struct ls_dies dies;
	struct ls_bytes info, types, abbrev, str, line_str, str_offsets;
	bool str_ends, line_str_ends;
	struct scan_unit *more; /* by unit */
	size_t unit_room;
};

/* Tables that a walk keeps, since types are looked up in several units by
 * turns: a power of two. */
enum { TABLES = 8 };

/* One for each version of DWARF, since a file has units of several: a power of
 * two. */
enum { STOCKS = 4 };

struct scan_walk {
	struct ls_walk walk;
	enum ls_walk_scope scope;
	struct scan_table tables[TABLES];
	struct scan_stock stocks[STOCKS];
	struct scan_table *table;
	const struct ls_unit *unit;
	struct scan_context context;
	struct ls_cursor at;
	uint32_t depth; /* of the DIE that comes next */
	bool is_over;
	bool last_has_children;
	uint64_t last_sibling;    /* in the section; 0: not told */
	uint32_t parameter_depth; /* formal parameters there are wanted */
};

static inline const struct scan_dies *
scan_dies_of(const struct scan_walk *walk)
{
	return (const struct scan_dies *)walk->walk.dies;
}

/* Be in a unit: what its values mean. */
void scan_enter_unit(struct scan_walk *walk, const struct ls_unit *unit);

/* The stock for tables of that unit; NULL: no memory. */
struct scan_stock *scan_find_stock(struct scan_walk *walk);

/* Be at an offset of the unit's section; the cursor ends where it does. */
void scan_go_to(struct scan_walk *walk, uint64_t offset);

/* The form that DW_FORM_indirect writes before a value. */
enum scan_form scan_direct_form(struct scan_walk *walk);

/* Read a DIE of that abbreviation; see at.failed. */
void scan_decode(struct scan_walk *walk, const struct scan_abbrev *abbrev,
    struct ls_die *die);

/* Pass over one, but for where its sibling is. */
void scan_pass_over(struct scan_walk *walk, const struct scan_abbrev *abbrev);

/* "WHERE: what", for the place that the walk is at. */
struct ls_error *scan_broken(const struct scan_walk *walk, const char *what);

/* scan_brief.c: what an outline does with DIEs of that abbreviation. */
struct scan_brief scan_brief_plan(
    const struct scan_stock *stock, const struct scan_abbrev *abbrev);
size_t scan_briefs(struct ls_walk *base, struct ls_brief *ret, size_t room);

struct ls_error *scan_walk_new(
    struct ls_dies *dies, enum ls_walk_scope scope, struct ls_walk **ret);
void scan_walk_free(struct ls_walk *base);

/* scan_open.c */
struct ls_error *scan_open(const struct ls_image *image,
    const struct ls_dies_options *options, struct ls_dies **ret);
void scan_close(struct ls_dies *dies);

#endif
