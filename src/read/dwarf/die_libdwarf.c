/*
 * die_libdwarf.c - the stream of DIEs through libdwarf.
 *
 * Headers of units and the shape of abbreviation tables are checked first,
 * with our own cursor.  Then each unit is opened as a Dwarf_Debug of its own,
 * over its own bytes alone.  That keeps what a broken unit can do to itself,
 * makes libdwarf's search for the unit of an offset a search among one, and
 * gives back a unit's memory when the walk moves on.
 *
 * The walk asks for one DIE after the other by offset, and finds the next
 * offset where the last value ends:
 *
 *	0x0b  structure_type   depth 0, has children: the next is one deeper
 *	0x12    member         depth 1
 *	0x19    member         depth 1
 *	0x20    null           the children end: depth 0 again
 *
 * So nothing recurses, no DIE is read twice (dwarf_siblingof_b reads all of
 * a DIE's children where it has no DW_AT_sibling, as clang's and rustc's
 * have not), and each step leads on in the file, so that it ends.
 */
#include <dwarf.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/limits.h"
#include "object/object.h"
#include "read/dwarf/die.h"
#include "read/dwarf/libdwarf_attr.h"
#include "read/dwarf/libdwarf_die.h"
#include "read/dwarf/unit.h"

struct dies {
	struct ls_dies base;
	struct ls_bytes sections[LS_SECTION_COUNT];
	struct ls_unit_header *headers; /* one for each unit */
	size_t room;
	struct ls_map abbrevs; /* tables known to be sound: offset to end */
	uint64_t abbrev_bytes; /* of all of them */
	uint64_t abbrev_work;  /* of every unit's, however many share one */
};

struct walk {
	struct ls_walk base;
	enum ls_walk_scope scope;
	struct ls_libdwarf_unit unit; /* open, if `opened` */
	const struct ls_unit *opened;

	uint64_t at;    /* the next DIE or null entry, in its section */
	uint32_t depth; /* of the next DIE */
	bool is_over;

	/* Nothing at this depth or deeper is given; 0: all is. */
	uint32_t hidden_depth;

	/* Of the DIE given last. */
	uint32_t last_depth;
	bool last_has_children;
	uint64_t last_sibling; /* 0: not known */

	uint16_t tags[LS_MAX_DIE_DEPTH]; /* of the DIEs above the next one */
};

/* What a Dwarf_Debug is given: the unit, and what its forms may point to. */
static struct ls_error *
open_unit(const struct dies *dies, const struct ls_unit_header *header,
    enum ls_section which, struct ls_libdwarf_unit *ret)
{
	struct ls_bytes info = dies->sections[which];
	*ret = (struct ls_libdwarf_unit){
		.dies = &dies->base,
		.info = info,
		.which = which,
		.start = header->start,
		.root = header->root,
		.end = header->end,
		.widths = { header->version, header->address_bytes,
		    header->offset_bytes },
	};
	struct ls_libdwarf *libdwarf = &ret->libdwarf;
	libdwarf->is_big_endian = dies->base.is_big_endian;
	libdwarf->address_bytes = header->address_bytes;
	libdwarf->sections[which] = (struct ls_bytes){
		info.at + header->start,
		(size_t)(header->end - header->start),
	};
	static const enum ls_section others[] = {
		LS_SECTION_ABBREV, LS_SECTION_STR, LS_SECTION_LINE_STR,
		LS_SECTION_STR_OFFSETS,
		LS_SECTION_ADDR, /* for a unit's own DW_AT_low_pc */
	};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		libdwarf->sections[others[i]] = dies->sections[others[i]];
	struct ls_error *err = ls_libdwarf_open(libdwarf);
	if (err)
		return err;

	/* libdwarf knows of a unit only once it has come by its header. */
	Dwarf_Error error = NULL;
	Dwarf_Unsigned length, type, next;
	Dwarf_Off abbrevs;
	Dwarf_Half version, address, offset, extension, kind;
	Dwarf_Sig8 signature;
	int result = dwarf_next_cu_header_d(libdwarf->debug,
	    which == LS_SECTION_INFO, &length, &version, &abbrevs, &address,
	    &offset, &extension, &signature, &type, &next, &kind, &error);
	if (result == DW_DLV_OK)
		return NULL;
	err = result == DW_DLV_ERROR
	    ? ls_libdwarf_error(libdwarf, error, which, header->start)
	    : ls_error_new(LS_ERROR_FORMAT,
		  "%s+0x%" PRIx64 ": libdwarf finds no unit there",
		  ls_section_name(which), header->start);
	ls_libdwarf_close(libdwarf);
	return err;
}

/* The code of an abbreviation; 0 is a null entry.  `ret` is what follows. */
static uint64_t
read_code(const struct ls_libdwarf_unit *unit, uint64_t at, uint64_t *ret)
{
	struct ls_bytes until_end = { unit->info.at, unit->end };
	struct ls_cursor c = ls_cursor(until_end, at, false);
	uint64_t code = ls_read_uleb(&c);
	*ret = ls_cursor_offset(&c);
	return code;
}

static struct ls_error *
read_root(const struct dies *dies, const struct ls_unit_header *header,
    enum ls_section which, struct ls_unit *unit)
{
	struct ls_libdwarf_unit open;
	struct ls_error *err = open_unit(dies, header, which, &open);
	if (err)
		return err;
	struct ls_libdwarf_die die;
	uint64_t values;
	(void)read_code(&open, header->root, &values);
	err = ls_libdwarf_die_get(&open, header->root, values, &die);
	if (!err) {
		Dwarf_Half tag = 0;
		(void)dwarf_tag(die.die, &tag, NULL);
		unit->tag = tag;
		err = ls_libdwarf_decode_unit(&die, unit);
		ls_libdwarf_die_free(&die);
	}
	ls_libdwarf_close(&open.libdwarf);
	return err;
}

/*
 * A table is looked at once, however many units use it.  Those of compilers
 * do not overlap; if they could, a small section could hold any number.
 */
static struct ls_error *
check_table(struct dies *dies, uint64_t offset, uint64_t *end)
{
	struct ls_bytes abbrev = dies->sections[LS_SECTION_ABBREV];
	const uint64_t *known = ls_map_get(&dies->abbrevs, offset);
	if (known) {
		*end = *known;
		return NULL;
	}
	struct ls_error *err = ls_abbrevs_check(abbrev, offset, end);
	if (err)
		return err;
	dies->abbrev_bytes += *end - offset;
	if (dies->abbrev_bytes / 4 > abbrev.size)
		return ls_error_new(LS_ERROR_FORMAT,
		    "%s+0x%" PRIx64 ": tables of abbreviations overlap",
		    ls_section_name(LS_SECTION_ABBREV), offset);
	return ls_map_put(&dies->abbrevs, offset, *end) ? NULL
							: &ls_error_nomem;
}

static struct ls_error *
check_abbrevs(struct dies *dies, const struct ls_unit_header *header)
{
	uint64_t end;
	struct ls_error *err = check_table(dies, header->abbrevs, &end);
	if (err)
		return err;
	dies->abbrev_work += end - header->abbrevs;
	if (dies->abbrev_work > LS_MAX_ABBREV_WORK)
		return ls_error_new(LS_ERROR_LIMIT,
		    "the units have over %" PRIu64
		    " bytes of abbreviations to read",
		    LS_MAX_ABBREV_WORK);
	return NULL;
}

static struct ls_error *
reserve_unit(struct dies *dies)
{
	if (dies->base.unit_count < dies->room)
		return NULL;
	size_t room = dies->room ? dies->room * 2 : 16;
	struct ls_unit *units = reallocarray(
	    dies->base.units, room, sizeof(*units));
	if (!units)
		return &ls_error_nomem;
	dies->base.units = units;
	struct ls_unit_header *headers = reallocarray(
	    dies->headers, room, sizeof(*headers));
	if (!headers)
		return &ls_error_nomem;
	dies->headers = headers;
	dies->room = room;
	return NULL;
}

static struct ls_error *
add_unit(struct dies *dies, const struct ls_unit_header *header,
    enum ls_section which)
{
	struct ls_error *err = reserve_unit(dies);
	if (!err)
		err = check_abbrevs(dies, header);
	if (!err &&
	    !ls_unit_root_has_forms(dies->sections[which],
		dies->sections[LS_SECTION_ABBREV], header,
		dies->base.is_big_endian))
		err = ls_error_new(LS_ERROR_FORMAT,
		    "%s+0x%" PRIx64 ": a form is cut short",
		    ls_section_name(which), header->root);
	if (err)
		return err;
	ls_die_ref section = which == LS_SECTION_TYPES ? LS_REF_TYPES : 0;
	bool is_type_unit = header->kind == DW_UT_type ||
	    header->kind == DW_UT_split_type;
	struct ls_unit unit = {
		.root = section | header->root,
		.end = section | header->end,
		.index = (uint32_t)dies->base.unit_count,
		.version = header->version,
		.address_bytes = header->address_bytes,
		.offset_bytes = header->offset_bytes,
		.is_type_unit = is_type_unit,
		.signature = is_type_unit ? header->signature : 0,
		.type = LS_REF_NONE,
	};
	if (is_type_unit && header->type >= header->root - header->start &&
	    header->type < header->end - header->start)
		unit.type = section | (header->start + header->type);
	err = read_root(dies, header, which, &unit);
	if (err)
		return err;
	dies->base.units[dies->base.unit_count] = unit;
	dies->headers[dies->base.unit_count++] = *header;
	return NULL;
}

static struct ls_error *
read_units(struct dies *dies, enum ls_section which)
{
	struct ls_bytes section = dies->sections[which];
	uint64_t at = 0;
	while (at < section.size && !ls_unit_is_padding(section, at)) {
		struct ls_unit_header header;
		struct ls_error *err = ls_unit_header_read(
		    section, which, at, dies->base.is_big_endian, &header);
		if (!err && dies->base.unit_count >= LS_MAX_UNITS)
			err = ls_error_new(LS_ERROR_LIMIT,
			    "%s+0x%" PRIx64 ": more than %d units",
			    ls_section_name(which), at, LS_MAX_UNITS);
		if (!err && !ls_unit_is_empty(&header, section))
			err = add_unit(dies, &header, which);
		if (err)
			return err;
		at = header.end;
	}
	return NULL;
}

static void
close_dies(struct ls_dies *base)
{
	if (!base)
		return;
	struct dies *dies = (struct dies *)base;
	ls_map_free(&base->signatures);
	ls_map_free(&dies->abbrevs);
	free(base->units);
	free(dies->headers);
	free(dies);
}

static struct ls_error *
read_sections(struct dies *dies)
{
	static const enum ls_section wanted[] = {
		LS_SECTION_INFO,
		LS_SECTION_TYPES,
		LS_SECTION_ABBREV,
		LS_SECTION_STR,
		LS_SECTION_LINE_STR,
		LS_SECTION_STR_OFFSETS,
		LS_SECTION_ADDR,
	};
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		struct ls_error *err = ls_image_section(
		    dies->base.image, wanted[i], &dies->sections[wanted[i]]);
		if (err)
			return err;
	}
	return NULL;
}

static struct ls_error *
open_dies(const struct ls_image *image, const struct ls_dies_options *options,
    struct ls_dies **ret)
{
	(void)options; /* nothing is prepared in parallel */
	struct dies *dies = calloc(1, sizeof(*dies));
	if (!dies)
		return &ls_error_nomem;
	dies->base.backend = &ls_die_libdwarf;
	dies->base.image = image;
	dies->base.is_big_endian = ls_image_is_big_endian(image);
	struct ls_error *err = read_sections(dies);
	if (!err)
		err = read_units(dies, LS_SECTION_INFO);
	if (!err)
		err = read_units(dies, LS_SECTION_TYPES);
	if (!err)
		err = ls_dies_index(&dies->base);
	if (err) {
		close_dies(&dies->base);
		return err;
	}
	*ret = &dies->base;
	return NULL;
}

static struct ls_error *
new_walk(struct ls_dies *dies, enum ls_walk_scope scope, struct ls_walk **ret)
{
	struct walk *walk = calloc(1, sizeof(*walk));
	if (!walk)
		return &ls_error_nomem;
	walk->base.dies = dies;
	walk->scope = scope;
	walk->is_over = true;
	*ret = &walk->base;
	return NULL;
}

static void
close_unit(struct walk *walk)
{
	if (walk->opened)
		ls_libdwarf_close(&walk->unit.libdwarf);
	walk->opened = NULL;
}

static void
free_walk(struct ls_walk *base)
{
	if (!base)
		return;
	struct walk *walk = (struct walk *)base;
	close_unit(walk);
	free(walk);
}

static struct ls_error *
seek(struct ls_walk *base, ls_die_ref at)
{
	struct walk *walk = (struct walk *)base;
	const struct dies *dies = (const struct dies *)base->dies;
	enum ls_section which = at & LS_REF_TYPES ? LS_SECTION_TYPES
						  : LS_SECTION_INFO;
	walk->is_over = true;
	const struct ls_unit *unit = ls_dies_unit_of(base->dies, at);
	if (unit && unit != walk->opened) {
		close_unit(walk);
		struct ls_error *err = open_unit(
		    dies, &dies->headers[unit->index], which, &walk->unit);
		if (err)
			return err;
		walk->opened = unit;
	}
	walk->at = at & ~LS_REF_TYPES;
	uint64_t values;
	if (!unit || !read_code(&walk->unit, walk->at, &values))
		return ls_error_new(LS_ERROR_FORMAT,
		    "%s+0x%" PRIx64 ": no DIE is there",
		    ls_section_name(which), at & ~LS_REF_TYPES);
	walk->is_over = false;
	walk->depth = 0;
	walk->hidden_depth = 0;
	walk->last_has_children = false;
	return NULL;
}

/*
 * May a walk over types pass over this DIE and all below it?  gcc puts types
 * into functions, blocks and the inlined copies of both.
 */
static bool
is_passed_over(const struct walk *walk, Dwarf_Half tag)
{
	switch (tag) {
	case DW_TAG_formal_parameter:
		/* Of a function no; of a function's type it tells the type. */
		return walk->depth > 0 &&
		    walk->tags[walk->depth - 1] != DW_TAG_subroutine_type;
	case DW_TAG_variable:
	case DW_TAG_constant:
	case DW_TAG_label:
	case DW_TAG_call_site:
	case DW_TAG_GNU_call_site:
	case DW_TAG_call_site_parameter:
	case DW_TAG_GNU_call_site_parameter:
	case DW_TAG_GNU_formal_parameter_pack:
	case DW_TAG_dwarf_procedure:
		return walk->depth > 0;
	}
	return false;
}

/* Go on behind the children of the DIE at `depth`. */
static void
pass_over_children(struct walk *walk, uint32_t depth, uint64_t sibling)
{
	if (!sibling) {
		walk->hidden_depth = depth + 1;
		return;
	}
	walk->at = sibling;
	walk->depth = depth;
	walk->is_over = !depth;
}

static struct ls_error *
descend(struct walk *walk, Dwarf_Half tag)
{
	if (walk->depth >= LS_MAX_DIE_DEPTH)
		return ls_error_new(LS_ERROR_LIMIT,
		    "%s+0x%" PRIx64 ": DIEs are nested over %d deep",
		    ls_section_name(walk->unit.which), walk->at,
		    LS_MAX_DIE_DEPTH);
	walk->tags[walk->depth++] = tag;
	return NULL;
}

/*
 * Take the DIE at walk->at, which is none of the null ones, and step behind
 * it.  *got says whether it is one to give.
 */
static struct ls_error *
take(struct walk *walk, const struct ls_libdwarf_die *raw, struct ls_die *ret,
    bool *got)
{
	uint64_t end;
	struct ls_error *err = ls_libdwarf_die_end(raw, &end);
	if (err)
		return err;
	Dwarf_Half tag = 0;
	Dwarf_Half has_children = 0;
	(void)dwarf_tag(raw->die, &tag, NULL);
	(void)dwarf_die_abbrev_children_flag(raw->die, &has_children);

	bool is_hidden = walk->hidden_depth != 0;
	bool is_passed = !is_hidden && walk->scope != LS_WALK_ALL &&
	    is_passed_over(walk, tag);
	uint32_t depth = walk->depth;
	uint64_t sibling = has_children ? ls_libdwarf_die_sibling(raw, end)
					: 0;
	*got = !is_hidden && !is_passed;
	if (*got) {
		bool in_types = walk->unit.which == LS_SECTION_TYPES;
		struct ls_die die = {
			.ref = (in_types ? LS_REF_TYPES : 0) | walk->at,
			.depth = depth,
			.tag = tag,
			.has_children = has_children,
		};
		err = ls_libdwarf_decode(raw, &die);
		if (err)
			return err;
		*ret = die;
		walk->last_depth = depth;
		walk->last_has_children = has_children;
		walk->last_sibling = sibling;
	}
	walk->at = end;
	walk->is_over = !depth && !has_children;
	if (has_children)
		err = descend(walk, tag);
	/* What is hidden already need not be read where it can be jumped. */
	if (!err && has_children && (is_passed || (is_hidden && sibling)))
		pass_over_children(walk, depth, sibling);
	return err;
}

/* A null entry: the children of one DIE end. */
static void
ascend(struct walk *walk)
{
	walk->depth--;
	if (walk->hidden_depth > walk->depth)
		walk->hidden_depth = 0;
	walk->is_over = !walk->depth;
}

static struct ls_error *
next(struct ls_walk *base, struct ls_die *ret, bool *got)
{
	struct walk *walk = (struct walk *)base;
	bool is_given = false;
	while (!is_given && !walk->is_over) {
		/* Some producers leave out the last null entries. */
		if (walk->at >= walk->unit.end)
			break;
		uint64_t values;
		if (!read_code(&walk->unit, walk->at, &values)) {
			walk->at = values;
			ascend(walk);
			continue;
		}
		struct ls_libdwarf_die raw;
		struct ls_error *err = ls_libdwarf_die_get(
		    &walk->unit, walk->at, values, &raw);
		if (!err) {
			err = take(walk, &raw, ret, &is_given);
			ls_libdwarf_die_free(&raw);
		}
		if (err) {
			walk->is_over = true;
			return err;
		}
	}
	walk->is_over |= !is_given;
	*got = is_given;
	return NULL;
}

static struct ls_error *
skip(struct ls_walk *base)
{
	struct walk *walk = (struct walk *)base;
	if (!walk->is_over && walk->last_has_children)
		pass_over_children(walk, walk->last_depth, walk->last_sibling);
	walk->last_has_children = false;
	return NULL;
}

const struct ls_die_backend ls_die_libdwarf = {
	.name = "libdwarf",
	.open = open_dies,
	.close = close_dies,
	.walk_new = new_walk,
	.walk_free = free_walk,
	.seek = seek,
	.next = next,
	.skip = skip,
};
