/*
 * scan_open.c - the units of the fast back-end: their headers, and what
 * their root DIEs say.
 */
#include <dwarf.h>
#include <stdlib.h>

#include "base/crew.h"
#include "base/error.h"
#include "object/object.h"
#include "read/dwarf/scan_own.h"
#include "read/dwarf/unit.h"

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

static struct ls_unit
unit_of(const struct ls_unit_header *header, ls_die_ref section)
{
	bool is_type_unit = header->kind == DW_UT_type ||
	    header->kind == DW_UT_split_type;
	bool has_type = header->type > 0 &&
	    header->type < header->end - header->start;
	return (struct ls_unit){
		.root = section | header->root,
		.end = section | header->end,
		.version = header->version,
		.address_bytes = header->address_bytes,
		.offset_bytes = header->offset_bytes,
		.is_type_unit = is_type_unit,
		.signature = is_type_unit ? header->signature : 0,
		.type = is_type_unit && has_type
		    ? section | (header->start + header->type)
		    : LS_REF_NONE,
	};
}

static struct ls_error *
read_headers(struct scan_dies *scan, struct ls_bytes bytes,
    enum ls_section which, ls_die_ref section)
{
	uint64_t start = 0;
	while (start < bytes.size && !ls_unit_is_padding(bytes, start)) {
		struct ls_unit_header header;
		struct ls_error *err = ls_unit_header_read(
		    bytes, which, start, scan->dies.is_big_endian, &header);
		if (err)
			return err;
		const struct ls_unit unit = unit_of(&header, section);
		const struct scan_unit more = {
			.start = header.start,
			.abbrev_offset = header.abbrevs,
		};
		if (!ls_unit_is_empty(&header, bytes))
			err = add_unit(scan, &unit, &more);
		if (err)
			return err;
		start = header.end;
	}
	return NULL;
}

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
		if (value->low <= UINT32_MAX)
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
	scan_enter_unit(walk, unit);
	scan_go_to(walk, unit->root & ~LS_REF_TYPES);
	uint64_t code = ls_read_uleb(&walk->at);
	size_t start = ls_cursor_offset(&walk->at);
	if (code == 0 || walk->at.failed)
		return NULL; /* an empty unit */
	walk->table = &walk->tables[0];
	struct scan_stock *stock = scan_find_stock(walk);
	if (!stock)
		return &ls_error_nomem;
	struct ls_error *err = scan_table_compile(walk->table, stock,
	    scan_dies_of(walk)->abbrev, more->abbrev_offset, code);
	const struct scan_abbrev *abbrev = err
	    ? NULL
	    : scan_table_find(walk->table, code);
	if (!abbrev)
		return err ? err : scan_broken(walk, "no such abbreviation");
	unit->tag = abbrev->tag;
	for (int pass = 0; pass < 2; pass++) {
		scan_go_to(walk, start);
		const struct scan_step *step = scan_table_steps(
		    walk->table, abbrev);
		for (uint32_t i = 0; i < abbrev->step_count; i++, step++) {
			struct scan_value value;
			enum scan_form form = (enum scan_form)step->form;
			if (form == SCAN_SKIP) {
				ls_skip(&walk->at, step->skip);
				continue;
			}
			if (form == SCAN_INDIRECT)
				form = scan_direct_form(walk);
			scan_read(&walk->at, form,
			    form == SCAN_IMPLICIT
				? stock->constants[step->constant]
				: 0,
			    &walk->context, &value);
			take_root_value(
			    unit, more, (enum scan_slot)step->slot, &value);
		}
		walk->context.str_offsets_base = more->str_offsets_base;
	}
	return walk->at.failed ? scan_broken(walk, "DIE is cut short") : NULL;
}

static struct ls_error *
read_roots(struct scan_dies *scan)
{
	struct ls_walk *base;
	struct ls_error *err = scan_walk_new(&scan->dies, LS_WALK_ALL, &base);
	if (err)
		return err;
	for (size_t i = 0; i < scan->dies.unit_count && !err; i++)
		err = read_root((struct scan_walk *)base, &scan->dies.units[i],
		    &scan->more[i]);
	scan_walk_free(base);
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

void
scan_close(struct ls_dies *dies)
{
	struct scan_dies *scan = (struct scan_dies *)dies;
	ls_map_free(&dies->signatures);
	free(dies->units);
	free(scan->more);
	free(scan);
}

enum {
	TOUCHED_AT_ONCE = 1024 * 1024,
	/* a fault brings as many with it (fault_around_bytes) */
	TOUCHED_EACH = 64 * 1024,
	/* below, a thread costs more than it gives */
	MANY_BYTES = 16 * 1024 * 1024,
};

static struct ls_error *
touch(void *context, void *own, size_t index, void *item)
{
	const struct ls_bytes *bytes = context;
	uint8_t *sum = item;
	(void)own;
	for (size_t i = 0; i < TOUCHED_AT_ONCE; i += TOUCHED_EACH)
		*sum ^= bytes->at[index * TOUCHED_AT_ONCE + i];
	return NULL;
}

/*
 * The headers of units are a chain, which one thread follows, and nearly each
 * is the first byte that anyone reads of its pages.  To map those is most of
 * the time that it takes, and that is done by all threads beforehand.
 */
static struct ls_error *
bring_near(struct ls_bytes bytes, unsigned jobs)
{
	const struct ls_crew_task task = {
		.count = bytes.size / TOUCHED_AT_ONCE,
		.item_bytes = 1,
		.jobs = jobs,
		.context = &bytes,
		.make = touch,
	};
	struct ls_crew *crew = NULL;
	uint8_t sum;
	bool got = true;
	if (bytes.size < MANY_BYTES || ls_crew_size(jobs) == 1)
		return NULL;
	struct ls_error *err = ls_crew_new(&task, &crew);
	while (!err && got)
		err = ls_crew_next(crew, &sum, &got);
	ls_crew_free(crew);
	return err;
}

struct ls_error *
scan_open(const struct ls_image *image, const struct ls_dies_options *options,
    struct ls_dies **ret)
{
	struct scan_dies *scan = calloc(1, sizeof(*scan));
	if (!scan)
		return &ls_error_nomem;
	scan->dies.backend = &ls_die_scan;
	scan->dies.image = image;
	scan->dies.is_big_endian = ls_image_is_big_endian(image);
	struct ls_error *err = take_sections(scan, image);
	if (!err)
		err = bring_near(scan->info, options->jobs);
	if (!err)
		err = read_headers(scan, scan->info, LS_SECTION_INFO, 0);
	if (!err)
		err = read_headers(
		    scan, scan->types, LS_SECTION_TYPES, LS_REF_TYPES);
	if (!err)
		err = ls_dies_index(&scan->dies);
	if (!err)
		err = read_roots(scan);
	if (err) {
		scan_close(&scan->dies);
		return err;
	}
	*ret = &scan->dies;
	return NULL;
}
