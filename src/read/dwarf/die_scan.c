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
#include "object/object.h"
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

struct scan_walk {
	struct ls_walk walk;
	enum ls_walk_scope scope;
	struct scan_table tables[TABLES];
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

static const struct scan_dies *
dies_of(const struct scan_walk *walk)
{
	return (const struct scan_dies *)walk->walk.dies;
}

static struct ls_error *
broken(const struct scan_walk *walk, const char *what)
{
	return ls_error_new(LS_ERROR_FORMAT, "%s+0x%zx: %s",
	    walk->context.section ? ".debug_types" : ".debug_info",
	    ls_cursor_offset(&walk->at), what);
}

/* ---- headers ---- */

static struct ls_error *
bad_header(ls_die_ref section, uint64_t start, const char *what)
{
	return ls_error_new(LS_ERROR_FORMAT, "%s+0x%llx: unit header: %s",
	    section ? ".debug_types" : ".debug_info",
	    (unsigned long long)start, what);
}

/* DWARF 5, 7.5.1 and 7.4; .debug_types is DWARF 4, 7.5.1.2. */
static struct ls_error *
read_header(struct ls_cursor *c, ls_die_ref section, struct ls_unit *unit,
    struct scan_unit *more)
{
	uint64_t start = ls_cursor_offset(c);
	unit->offset_bytes = 4;
	uint64_t length = ls_read_u32(c);
	if (length == 0xffffffff) {
		unit->offset_bytes = 8;
		length = ls_read_u64(c);
	} else if (length >= 0xfffffff0) {
		return bad_header(section, start, "reserved length");
	}
	if (c->failed || length > ls_cursor_left(c))
		return bad_header(section, start, "ends past its section");
	uint64_t end = ls_cursor_offset(c) + length;

	unit->version = ls_read_u16(c);
	if (unit->version < 2 || unit->version > 5)
		return ls_error_new(LS_ERROR_UNSUPPORTED,
		    "%s+0x%llx: DWARF version %u",
		    section ? ".debug_types" : ".debug_info",
		    (unsigned long long)start, unit->version);
	uint8_t kind = section ? DW_UT_type : DW_UT_compile;
	if (unit->version == 5) {
		kind = ls_read_u8(c);
		unit->address_bytes = ls_read_u8(c);
	}
	more->abbrev_offset = ls_read_uint(c, unit->offset_bytes);
	if (unit->version < 5)
		unit->address_bytes = ls_read_u8(c);
	if (kind == DW_UT_skeleton || kind == DW_UT_split_compile)
		ls_skip(c, 8);
	unit->is_type_unit = kind == DW_UT_type || kind == DW_UT_split_type;
	uint64_t type = 0;
	if (unit->is_type_unit) {
		unit->signature = ls_read_u64(c);
		type = ls_read_uint(c, unit->offset_bytes);
	}
	if (c->failed || ls_cursor_offset(c) > end)
		return bad_header(section, start, "cut short");
	if (unit->address_bytes != 2 && unit->address_bytes != 4 &&
	    unit->address_bytes != 8)
		return bad_header(section, start, "odd address size");
	unit->root = section | ls_cursor_offset(c);
	unit->end = section | end;
	unit->type = type && type < end - start ? section | (start + type)
						: LS_REF_NONE;
	more->start = start;
	return NULL;
}

static struct ls_error *
add_unit(struct scan_dies *scan, const struct ls_unit *unit,
    const struct scan_unit *more)
{
	struct ls_dies *dies = &scan->dies;
	if (dies->unit_count == scan->unit_room) {
		size_t room = scan->unit_room ? scan->unit_room * 2 : 64;
		struct ls_unit *units = reallocarray(
		    dies->units, room, sizeof(*units));
		if (!units)
			return &ls_error_nomem;
		dies->units = units;
		struct scan_unit *mores = reallocarray(
		    scan->more, room, sizeof(*mores));
		if (!mores)
			return &ls_error_nomem;
		scan->more = mores;
		scan->unit_room = room;
	}
	if (dies->unit_count >= UINT32_MAX)
		return ls_error_new(LS_ERROR_LIMIT, "too many units");
	dies->units[dies->unit_count] = *unit;
	dies->units[dies->unit_count].index = (uint32_t)dies->unit_count;
	scan->more[dies->unit_count++] = *more;
	return NULL;
}

static struct ls_error *
read_headers(struct scan_dies *scan, struct ls_bytes bytes, ls_die_ref section)
{
	struct ls_cursor c = ls_cursor(bytes, 0, scan->dies.is_big_endian);
	while (ls_cursor_left(&c) > 0) {
		struct ls_unit unit = { 0 };
		struct scan_unit more = { 0 };
		struct ls_error *err = read_header(&c, section, &unit, &more);
		if (!err)
			err = add_unit(scan, &unit, &more);
		if (err)
			return err;
		uint64_t end = unit.end & ~LS_REF_TYPES;
		ls_skip(&c, end - ls_cursor_offset(&c));
	}
	return NULL;
}

/* ---- going through DIEs ---- */

/* The table of a unit, compiled now or still there. */
static struct ls_error *
find_table(struct scan_walk *walk, const struct scan_unit *more)
{
	const struct ls_unit *unit = walk->unit;
	uint64_t key = ls_mix(more->abbrev_offset + 1) ^
	    ((uint64_t)unit->version << 16 | unit->address_bytes << 8 |
		unit->offset_bytes);
	key += key == 0;
	struct scan_table *table = &walk->tables[key % TABLES];
	walk->table = table;
	if (table->key == key)
		return NULL;
	table->key = 0;
	struct ls_error *err = scan_table_compile(table, dies_of(walk)->abbrev,
	    more->abbrev_offset, &walk->context.format, 0);
	if (!err)
		table->key = key;
	return err;
}

static void
enter_unit(struct scan_walk *walk, const struct ls_unit *unit)
{
	const struct scan_dies *scan = dies_of(walk);
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
		.format = { unit->version, unit->address_bytes,
		    unit->offset_bytes },
	};
}

static void
go_to(struct scan_walk *walk, uint64_t offset)
{
	const struct scan_dies *scan = dies_of(walk);
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
		enter_unit(walk, unit);
		struct ls_error *err = find_table(
		    walk, &dies_of(walk)->more[unit->index]);
		if (err)
			return err;
	}
	go_to(walk, at & ~LS_REF_TYPES);
	walk->depth = 0;
	walk->parameter_depth = 0;
	walk->last_has_children = false;
	walk->is_over = false;
	return NULL;
}

/* DW_FORM_indirect: the form is written before each value. */
static enum scan_form
direct_form(struct scan_walk *walk)
{
	uint64_t code = ls_read_uleb(&walk->at);
	int form = scan_form_of(code, &walk->context.format);
	if (form < 0 || form == SCAN_INDIRECT || form == SCAN_IMPLICIT) {
		ls_cursor_fail(&walk->at);
		return SCAN_PRESENT;
	}
	return (enum scan_form)form;
}

/* Run the steps of a DIE that nobody wants, but for where its sibling is. */
static void
pass_over(struct scan_walk *walk, const struct scan_abbrev *abbrev)
{
	walk->last_sibling = 0;
	if (abbrev->fixed_bytes >= 0 && !abbrev->has_sibling) {
		ls_skip(&walk->at, (uint64_t)abbrev->fixed_bytes);
		return;
	}
	const struct scan_step *step = &walk->table->steps[abbrev->first_step];
	for (uint32_t i = 0; i < abbrev->step_count; i++, step++) {
		struct scan_value value;
		if (step->form == SCAN_SKIP) {
			ls_skip(&walk->at, step->skip);
			continue;
		}
		enum scan_form form = (enum scan_form)step->form;
		if (form == SCAN_INDIRECT)
			form = direct_form(walk);
		scan_read(&walk->at, form, 0, &walk->context, &value);
		if (step->slot == SLOT_SIBLING && value.ref != LS_REF_NONE)
			walk->last_sibling = value.ref & ~LS_REF_TYPES;
	}
}

/* A step that is not one of the usual. */
static void
decode_general(
    struct scan_walk *walk, const struct scan_step *step, struct ls_die *die)
{
	struct scan_value value;
	enum scan_form form = (enum scan_form)step->form;
	int64_t constant = 0;
	if (form == SCAN_INDIRECT)
		form = direct_form(walk);
	else if (form == SCAN_IMPLICIT)
		constant = walk->table->constants[step->constant];
	scan_read(&walk->at, form, constant, &walk->context, &value);
	if (step->slot != SLOT_SIBLING)
		scan_store(die, (enum scan_slot)step->slot, form, &value);
	else if (value.ref != LS_REF_NONE)
		walk->last_sibling = value.ref & ~LS_REF_TYPES;
}

static void
decode_name(struct scan_walk *walk, struct ls_die *die)
{
	const struct scan_context *context = &walk->context;
	uint32_t offset = ls_read_u32(&walk->at);
	const char *text = scan_text_at(
	    context->str, context->str_ends, offset);
	if (text) {
		die->has |= LS_DIE_NAME;
		die->name = text;
	}
}

static void
decode_ref(
    struct scan_walk *walk, const struct scan_step *step, struct ls_die *die)
{
	const struct scan_context *context = &walk->context;
	uint32_t offset = ls_read_u32(&walk->at);
	ls_die_ref *to = (ls_die_ref *)((char *)die + step->at);
	die->has |= step->has;
	*to = offset < context->unit_end - context->unit_start
	    ? context->section | (context->unit_start + offset)
	    : LS_REF_NONE;
}

static void
put_32(struct ls_die *die, const struct scan_step *step, uint32_t number)
{
	die->has |= step->has;
	*(uint32_t *)((char *)die + step->at) = number;
}

static void
put_64(struct ls_die *die, const struct scan_step *step, uint64_t number)
{
	die->has |= step->has;
	*(uint64_t *)((char *)die + step->at) = number;
}

static void
decode_step(
    struct scan_walk *walk, const struct scan_step *step, struct ls_die *die)
{
	const int64_t *constants = walk->table->constants;
	switch ((enum scan_op)step->op) {
	case SCAN_OP_GENERAL:
		decode_general(walk, step, die);
		break;
	case SCAN_OP_SKIP:
		ls_skip(&walk->at, step->skip);
		break;
	case SCAN_OP_NAME4:
		decode_name(walk, die);
		break;
	case SCAN_OP_REF4:
		decode_ref(walk, step, die);
		break;
	case SCAN_OP_U1_32:
		put_32(die, step, ls_read_u8(&walk->at));
		break;
	case SCAN_OP_U2_32:
		put_32(die, step, ls_read_u16(&walk->at));
		break;
	case SCAN_OP_U1_64:
		put_64(die, step, ls_read_u8(&walk->at));
		break;
	case SCAN_OP_U2_64:
		put_64(die, step, ls_read_u16(&walk->at));
		break;
	case SCAN_OP_U4_64:
		put_64(die, step, ls_read_u32(&walk->at));
		break;
	case SCAN_OP_CONST_32:
		put_32(die, step, (uint32_t)constants[step->constant]);
		break;
	case SCAN_OP_CONST_64:
		put_64(die, step, (uint64_t)constants[step->constant]);
		break;
	case SCAN_OP_FLAG:
		die->flags |= step->has;
		break;
	}
}

static void
decode(struct scan_walk *walk, const struct scan_abbrev *abbrev,
    struct ls_die *die)
{
	const struct scan_step *step = &walk->table->steps[abbrev->first_step];
	die->tag = abbrev->tag;
	die->has_children = abbrev->has_children;
	die->has = 0;
	die->flags = 0;
	die->name = NULL;
	walk->last_sibling = 0;
	for (uint32_t i = 0; i < abbrev->step_count; i++, step++)
		decode_step(walk, step, die);
}

static bool
is_wanted(const struct scan_walk *walk, const struct scan_abbrev *abbrev)
{
	if (walk->scope == LS_WALK_ALL)
		return true;
	if (abbrev->tag == DW_TAG_formal_parameter ||
	    abbrev->tag == DW_TAG_unspecified_parameters)
		return walk->depth == walk->parameter_depth;
	if (abbrev->tag == DW_TAG_subprogram)
		return abbrev->has_children;
	return abbrev->is_wanted;
}

/* The tree goes down, or ends where the walk began. */
static struct ls_error *
step_down(struct scan_walk *walk, const struct scan_abbrev *abbrev)
{
	walk->last_has_children = abbrev->has_children;
	if (abbrev->has_children) {
		walk->depth++;
		if (walk->depth > LS_MAX_DIE_DEPTH)
			return ls_error_new(LS_ERROR_LIMIT,
			    "DIEs nest deeper than %d", LS_MAX_DIE_DEPTH);
		if (abbrev->tag == DW_TAG_subroutine_type)
			walk->parameter_depth = walk->depth;
		else if (walk->parameter_depth >= walk->depth)
			walk->parameter_depth = 0;
	} else if (walk->depth == 0) {
		walk->is_over = true;
	}
	return NULL;
}

static void
step_up(struct scan_walk *walk)
{
	if (walk->depth > 0)
		walk->depth--;
	if (walk->depth == 0)
		walk->is_over = true;
	if (walk->parameter_depth > walk->depth)
		walk->parameter_depth = 0;
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
		if (!abbrev || walk->at.failed) {
			walk->is_over = true;
			return walk->at.failed
			    ? broken(walk, "DIE is cut short")
			    : broken(walk, "no such abbreviation");
		}
		bool wanted = is_wanted(walk, abbrev);
		uint32_t depth = walk->depth;
		if (wanted)
			decode(walk, abbrev, die);
		else
			pass_over(walk, abbrev);
		struct ls_error *err = walk->at.failed
		    ? broken(walk, "DIE is cut short")
		    : step_down(walk, abbrev);
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
		go_to(walk, walk->last_sibling);
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
		pass_over(walk, abbrev);
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

static struct ls_error *
walk_new(struct ls_dies *dies, enum ls_walk_scope scope, struct ls_walk **ret)
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

static void
walk_free(struct ls_walk *base)
{
	struct scan_walk *walk = (struct scan_walk *)base;
	if (!walk)
		return;
	for (size_t i = 0; i < TABLES; i++)
		scan_table_free(&walk->tables[i]);
	free(walk);
}

/* ---- opening ---- */

/* The attributes that only units have. */
static void
take_root_value(struct ls_unit *unit, struct scan_unit *more,
    enum scan_slot slot, const struct scan_value *value)
{
	switch (slot) {
	case SLOT_NAME:
		unit->name = value->text;
		break;
	case SLOT_LANGUAGE:
		unit->language = (uint32_t)value->low;
		break;
	case SLOT_PRODUCER:
		unit->producer = value->text;
		break;
	case SLOT_COMP_DIR:
		unit->comp_dir = value->text;
		break;
	case SLOT_DWO_NAME:
		unit->dwo_name = value->text;
		break;
	case SLOT_STMT_LIST:
		unit->has_line_table = true;
		unit->line_table = value->low;
		break;
	case SLOT_STR_OFFSETS_BASE:
		more->str_offsets_base = value->low;
		break;
	default:
		break;
	}
}

/*
 * Read the root DIE.  Twice where names go through .debug_str_offsets, since
 * its base may stand behind the first of them.
 */
static struct ls_error *
read_root(struct scan_walk *walk, struct ls_unit *unit, struct scan_unit *more)
{
	enter_unit(walk, unit);
	go_to(walk, unit->root & ~LS_REF_TYPES);
	uint64_t code = ls_read_uleb(&walk->at);
	size_t start = ls_cursor_offset(&walk->at);
	if (code == 0 || walk->at.failed)
		return NULL; /* an empty unit */
	walk->table = &walk->tables[0];
	struct ls_error *err = scan_table_compile(walk->table,
	    dies_of(walk)->abbrev, more->abbrev_offset, &walk->context.format,
	    code);
	const struct scan_abbrev *abbrev = err
	    ? NULL
	    : scan_table_find(walk->table, code);
	if (!abbrev)
		return err ? err : broken(walk, "no such abbreviation");
	unit->tag = abbrev->tag;
	for (int pass = 0; pass < 2; pass++) {
		go_to(walk, start);
		const struct scan_step
		    *step = &walk->table->steps[abbrev->first_step];
		for (uint32_t i = 0; i < abbrev->step_count; i++, step++) {
			struct scan_value value;
			enum scan_form form = (enum scan_form)step->form;
			if (form == SCAN_SKIP) {
				ls_skip(&walk->at, step->skip);
				continue;
			}
			if (form == SCAN_INDIRECT)
				form = direct_form(walk);
			scan_read(&walk->at, form,
			    form == SCAN_IMPLICIT
				? walk->table->constants[step->constant]
				: 0,
			    &walk->context, &value);
			take_root_value(
			    unit, more, (enum scan_slot)step->slot, &value);
		}
		walk->context.str_offsets_base = more->str_offsets_base;
	}
	return walk->at.failed ? broken(walk, "DIE is cut short") : NULL;
}

static struct ls_error *
read_roots(struct scan_dies *scan)
{
	struct ls_walk *base;
	struct ls_error *err = walk_new(&scan->dies, LS_WALK_ALL, &base);
	if (err)
		return err;
	for (size_t i = 0; i < scan->dies.unit_count && !err; i++)
		err = read_root((struct scan_walk *)base, &scan->dies.units[i],
		    &scan->more[i]);
	walk_free(base);
	return err;
}

static bool
ends_in_nul(struct ls_bytes bytes)
{
	return bytes.size > 0 && bytes.at[bytes.size - 1] == 0;
}

static struct ls_error *
take_sections(struct scan_dies *scan, const struct ls_image *image)
{
	const struct {
		enum ls_section section;
		struct ls_bytes *to;
	} wanted[] = {
		{ LS_SECTION_INFO, &scan->info },
		{ LS_SECTION_TYPES, &scan->types },
		{ LS_SECTION_ABBREV, &scan->abbrev },
		{ LS_SECTION_STR, &scan->str },
		{ LS_SECTION_LINE_STR, &scan->line_str },
		{ LS_SECTION_STR_OFFSETS, &scan->str_offsets },
	};
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		struct ls_error *err = ls_image_section(
		    image, wanted[i].section, wanted[i].to);
		if (err)
			return err;
	}
	scan->str_ends = ends_in_nul(scan->str);
	scan->line_str_ends = ends_in_nul(scan->line_str);
	return NULL;
}

static void
close_dies(struct ls_dies *dies)
{
	struct scan_dies *scan = (struct scan_dies *)dies;
	ls_map_free(&dies->signatures);
	free(dies->units);
	free(scan->more);
	free(scan);
}

static struct ls_error *
open_dies(const struct ls_image *image, const struct ls_dies_options *options,
    struct ls_dies **ret)
{
	(void)options;
	struct scan_dies *scan = calloc(1, sizeof(*scan));
	if (!scan)
		return &ls_error_nomem;
	scan->dies.backend = &ls_die_scan;
	scan->dies.image = image;
	scan->dies.is_big_endian = ls_image_is_big_endian(image);
	struct ls_error *err = take_sections(scan, image);
	if (!err)
		err = read_headers(scan, scan->info, 0);
	if (!err)
		err = read_headers(scan, scan->types, LS_REF_TYPES);
	if (!err)
		err = ls_dies_index(&scan->dies);
	if (!err)
		err = read_roots(scan);
	if (err) {
		close_dies(&scan->dies);
		return err;
	}
	*ret = &scan->dies;
	return NULL;
}

const struct ls_die_backend ls_die_scan = {
	.name = "scan",
	.open = open_dies,
	.close = close_dies,
	.walk_new = walk_new,
	.walk_free = walk_free,
	.seek = seek,
	.next = next,
	.skip = skip,
};
