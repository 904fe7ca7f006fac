/*
 * unit.c - the headers of units, and the shape of abbreviation tables.
 *
 * Bytes come in, checked numbers go out.  Of DIEs nothing here looks at more
 * than the forms of a root.
 */
#include "read/dwarf/unit.h"

#include <dwarf.h>
#include <inttypes.h>

#include "base/error.h"
#include "read/dwarf/attr.h"

/* DWARF 5, 7.4: what announces the 64-bit format, and what is reserved. */
#define ESCAPE_64_BIT 0xffffffffu
#define FIRST_RESERVED 0xfffffff0u

static struct ls_error *
broken(enum ls_section which, uint64_t at, const char *what)
{
	return ls_error_new(LS_ERROR_FORMAT, "%s+0x%" PRIx64 ": %s",
	    ls_section_name(which), at, what);
}

/* unit_length; the cursor then stands behind it. */
static struct ls_error *
read_length(
    struct ls_cursor *c, enum ls_section which, struct ls_unit_header *header)
{
	uint64_t length = ls_read_u32(c);
	header->offset_bytes = 4;
	if (length == ESCAPE_64_BIT) {
		length = ls_read_u64(c);
		header->offset_bytes = 8;
	} else if (length >= FIRST_RESERVED) {
		return broken(which, header->start,
		    "the length of a unit has a reserved value");
	}
	if (c->failed)
		return broken(
		    which, header->start, "the header of a unit is cut short");
	if (length > ls_cursor_left(c))
		return broken(
		    which, header->start, "a unit ends past its section");
	header->end = ls_cursor_offset(c) + length;
	return NULL;
}

/* What follows the version: once in 5's order, once in that before. */
static void
read_fields(
    struct ls_cursor *c, enum ls_section which, struct ls_unit_header *header)
{
	if (header->version >= 5) {
		header->kind = ls_read_u8(c);
		header->address_bytes = ls_read_u8(c);
		header->abbrevs = ls_read_uint(c, header->offset_bytes);
	} else {
		header->kind = which == LS_SECTION_TYPES ? DW_UT_type
							 : DW_UT_compile;
		header->abbrevs = ls_read_uint(c, header->offset_bytes);
		header->address_bytes = ls_read_u8(c);
	}
	switch (header->kind) {
	case DW_UT_type:
	case DW_UT_split_type:
		header->signature = ls_read_u64(c);
		header->type = ls_read_uint(c, header->offset_bytes);
		break;
	case DW_UT_skeleton:
	case DW_UT_split_compile:
		header->signature = ls_read_u64(c);
		break;
	}
	header->root = ls_cursor_offset(c);
}

static struct ls_error *
check_version(enum ls_section which, const struct ls_unit_header *header)
{
	if (header->version < 2)
		return broken(which, header->start,
		    "a unit has a version that DWARF never had");
	if (header->version > 5)
		return ls_error_new(LS_ERROR_UNSUPPORTED,
		    "%s+0x%" PRIx64 ": a unit of DWARF version %u",
		    ls_section_name(which), header->start, header->version);
	if (which == LS_SECTION_TYPES && header->version != 4)
		return broken(which, header->start,
		    "a type unit is not of DWARF version 4");
	return NULL;
}

static struct ls_error *
check_fields(enum ls_section which, const struct ls_unit_header *header)
{
	if (header->kind < DW_UT_compile || header->kind > DW_UT_split_type)
		return ls_error_new(LS_ERROR_UNSUPPORTED,
		    "%s+0x%" PRIx64 ": a unit of kind 0x%x",
		    ls_section_name(which), header->start, header->kind);
	if (header->address_bytes != 2 && header->address_bytes != 4 &&
	    header->address_bytes != 8)
		return ls_error_new(LS_ERROR_UNSUPPORTED,
		    "%s+0x%" PRIx64 ": addresses of %u bytes",
		    ls_section_name(which), header->start,
		    header->address_bytes);
	return NULL;
}

struct ls_error *
ls_unit_header_read(struct ls_bytes section, enum ls_section which,
    uint64_t start, bool is_big_endian, struct ls_unit_header *ret)
{
	struct ls_unit_header header = { .start = start };
	struct ls_cursor c = ls_cursor(section, start, is_big_endian);
	struct ls_error *err = read_length(&c, which, &header);
	if (err)
		return err;
	c.end = c.start + header.end;
	header.version = ls_read_u16(&c);
	if (c.failed)
		return broken(
		    which, start, "the header of a unit is cut short");
	err = check_version(which, &header);
	if (err)
		return err;
	read_fields(&c, which, &header);
	if (c.failed)
		return broken(
		    which, start, "the header of a unit is cut short");
	err = check_fields(which, &header);
	if (err)
		return err;
	*ret = header;
	return NULL;
}

bool
ls_unit_is_empty(const struct ls_unit_header *header, struct ls_bytes section)
{
	return header->root == header->end || !section.at[header->root];
}

bool
ls_unit_is_padding(struct ls_bytes section, uint64_t start)
{
	for (uint64_t i = start; i < section.size; i++) {
		if (section.at[i])
			return false;
	}
	return true;
}

/* The pairs of attribute and form of one abbreviation, ended by 0, 0. */
static bool
skip_specs(struct ls_cursor *c)
{
	for (;;) {
		uint64_t attribute = ls_read_uleb(c);
		uint64_t form = ls_read_uleb(c);
		if (form == DW_FORM_implicit_const)
			(void)ls_read_sleb(c);
		if (c->failed || attribute > UINT16_MAX || form > UINT16_MAX)
			return false;
		if (!attribute || !form)
			return !attribute && !form;
	}
}

struct ls_error *
ls_abbrevs_check(struct ls_bytes abbrev, uint64_t offset, uint64_t *ret)
{
	/* LEB128 and single bytes have no byte order. */
	struct ls_cursor c = ls_cursor(abbrev, offset, false);
	if (c.failed)
		return broken(LS_SECTION_ABBREV, offset,
		    "a unit's abbreviations are past the section's end");
	for (;;) {
		size_t at = ls_cursor_offset(&c);
		uint64_t code = ls_read_uleb(&c);
		if (!c.failed && !code)
			break;
		uint64_t tag = ls_read_uleb(&c);
		uint8_t children = ls_read_u8(&c);
		if (c.failed || !tag || tag > UINT16_MAX || children > 1 ||
		    !skip_specs(&c))
			return broken(LS_SECTION_ABBREV, at,
			    "an abbreviation is malformed");
	}
	*ret = ls_cursor_offset(&c);
	return NULL;
}

/* To the attributes of an abbreviation of a table that was checked. */
static bool
find_specs(struct ls_cursor *c, uint64_t wanted)
{
	for (uint64_t code; (code = ls_read_uleb(c)) != 0 && !c->failed;) {
		(void)ls_read_uleb(c); /* the tag */
		(void)ls_read_u8(c);   /* whether it has children */
		if (code == wanted)
			return true;
		if (!skip_specs(c))
			return false;
	}
	return false;
}

bool
ls_unit_root_has_forms(struct ls_bytes info, struct ls_bytes abbrev,
    const struct ls_unit_header *header, bool is_big_endian)
{
	const struct ls_form_widths widths = { header->version,
		header->address_bytes, header->offset_bytes };
	struct ls_bytes until_end = { info.at, (size_t)header->end };
	struct ls_cursor die = ls_cursor(
	    until_end, header->root, is_big_endian);
	struct ls_cursor specs = ls_cursor(abbrev, header->abbrevs, false);
	if (!find_specs(&specs, ls_read_uleb(&die)))
		return true;
	for (;;) {
		uint64_t attribute = ls_read_uleb(&specs);
		uint64_t form = ls_read_uleb(&specs);
		if (form == DW_FORM_implicit_const)
			(void)ls_read_sleb(&specs);
		if (specs.failed || (!attribute && !form) || die.failed)
			return true;
		while (form == DW_FORM_indirect && !die.failed)
			form = ls_read_uleb(&die);
		if (die.failed)
			return false;
		if (form > UINT16_MAX ||
		    !ls_form_skip(&die, (uint16_t)form, &widths))
			return true;
	}
}
