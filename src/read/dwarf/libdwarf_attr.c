/*
 * libdwarf_attr.c - the attributes of one DIE, read through libdwarf.
 *
 * libdwarf finds the attributes and reads their values.  References come out
 * as places, whatever form they had.  Nothing here knows what an attribute
 * means, nor how DIEs hang together.
 */
#include "read/dwarf/libdwarf_attr.h"

#include <inttypes.h>

#include "base/error.h"

/* What went wrong with the DIE, in libdwarf's words. */
static struct ls_error *
failed(const struct ls_libdwarf_die *die, int result, Dwarf_Error error)
{
	struct ls_libdwarf_unit *unit = die->unit;
	if (result == DW_DLV_ERROR)
		return ls_libdwarf_error(
		    &unit->libdwarf, error, unit->which, die->at);
	return ls_error_new(LS_ERROR_FORMAT,
	    "%s+0x%" PRIx64 ": libdwarf finds nothing there",
	    ls_section_name(unit->which), die->at);
}

struct ls_error *
ls_libdwarf_die_get(struct ls_libdwarf_unit *unit, uint64_t at,
    uint64_t values, struct ls_libdwarf_die *ret)
{
	struct ls_libdwarf_die die = {
		.unit = unit,
		.at = at,
		.values = values,
	};
	Dwarf_Error error = NULL;
	int result = dwarf_offdie_b(unit->libdwarf.debug, at - unit->start,
	    unit->which == LS_SECTION_INFO, &die.die, &error);
	if (result != DW_DLV_OK)
		return failed(&die, result, error);
	result = dwarf_attrlist(
	    die.die, &die.attributes, &die.attribute_count, &error);
	if (result == DW_DLV_ERROR) {
		struct ls_error *err = failed(&die, result, error);
		dwarf_dealloc_die(die.die);
		return err;
	}
	/* 2021's makes an error of a form behind DW_FORM_indirect, goes on without
	 * a word, and leaves it to whoever looks. */
	if (error)
		dwarf_dealloc_error(unit->libdwarf.debug, error);
	if (result == DW_DLV_NO_ENTRY) {
		die.attributes = NULL;
		die.attribute_count = 0;
	}
	*ret = die;
	return NULL;
}

void
ls_libdwarf_die_free(struct ls_libdwarf_die *die)
{
	for (Dwarf_Signed i = 0; i < die->attribute_count; i++)
		dwarf_dealloc_attribute(die->attributes[i]);
	if (die->attributes)
		dwarf_dealloc(
		    die->unit->libdwarf.debug, die->attributes, DW_DLA_LIST);
	dwarf_dealloc_die(die->die);
}

struct ls_error *
ls_libdwarf_attr_get(const struct ls_libdwarf_die *die, Dwarf_Signed index,
    struct ls_libdwarf_attr *ret)
{
	struct ls_libdwarf_attr attr = {
		.die = die,
		.raw = die->attributes[index],
	};
	Dwarf_Error error = NULL;
	int result = dwarf_whatattr(attr.raw, &attr.number, &error);
	if (result == DW_DLV_OK)
		result = dwarf_whatform(attr.raw, &attr.form, &error);
	if (result != DW_DLV_OK)
		return failed(die, result, error);
	*ret = attr;
	return NULL;
}

/* From the value on to the end of the unit. */
static struct ls_error *
value_bytes(const struct ls_libdwarf_attr *attr, struct ls_cursor *ret)
{
	const struct ls_libdwarf_unit *unit = attr->die->unit;
	Dwarf_Error error = NULL;
	Dwarf_Off offset = 0;
	int result = dwarf_attr_offset(
	    attr->die->die, attr->raw, &offset, &error);
	if (result != DW_DLV_OK)
		return failed(attr->die, result, error);
	struct ls_bytes until_end = { unit->info.at, unit->end };
	if (offset > unit->end - unit->start)
		offset = unit->end - unit->start;
	*ret = ls_cursor(
	    until_end, unit->start + offset, unit->dies->is_big_endian);
	return NULL;
}

struct ls_error *
ls_libdwarf_die_end(const struct ls_libdwarf_die *die, uint64_t *ret)
{
	if (!die->attribute_count) {
		*ret = die->values;
		return NULL;
	}
	/* Values stand in the order of the list: the last one ends the DIE. */
	struct ls_libdwarf_attr attr;
	struct ls_cursor c;
	struct ls_error *err = ls_libdwarf_attr_get(
	    die, die->attribute_count - 1, &attr);
	if (!err)
		err = value_bytes(&attr, &c);
	if (err)
		return err;
	const char *section = ls_section_name(die->unit->which);
	if (!ls_form_skip(&c, attr.form, &die->unit->widths))
		return ls_error_new(LS_ERROR_UNSUPPORTED,
		    "%s+0x%" PRIx64 ": a value of form 0x%x", section, die->at,
		    attr.form);
	if (c.failed || ls_cursor_offset(&c) < die->values)
		return ls_error_new(LS_ERROR_FORMAT,
		    "%s+0x%" PRIx64 ": a DIE ends past its unit", section,
		    die->at);
	*ret = ls_cursor_offset(&c);
	return NULL;
}

/* A place in the attribute's own unit; libdwarf refuses any other. */
static ls_die_ref
local_ref(const struct ls_libdwarf_die *die, Dwarf_Attribute raw)
{
	const struct ls_libdwarf_unit *unit = die->unit;
	Dwarf_Error error = NULL;
	Dwarf_Off offset = 0;
	int result = ls_libdwarf_formref(raw, &offset, &error);
	if (result == DW_DLV_ERROR)
		dwarf_dealloc_error(unit->libdwarf.debug, error);
	if (result != DW_DLV_OK || offset < unit->root - unit->start ||
	    offset >= unit->end - unit->start)
		return LS_REF_NONE;
	ls_die_ref section = unit->which == LS_SECTION_TYPES ? LS_REF_TYPES
							     : 0;
	return section | (unit->start + offset);
}

uint64_t
ls_libdwarf_die_sibling(const struct ls_libdwarf_die *die, uint64_t end)
{
	for (Dwarf_Signed i = 0; i < die->attribute_count; i++) {
		Dwarf_Half number = 0;
		Dwarf_Error error = NULL;
		int result = dwarf_whatattr(
		    die->attributes[i], &number, &error);
		if (result == DW_DLV_ERROR)
			dwarf_dealloc_error(die->unit->libdwarf.debug, error);
		if (result != DW_DLV_OK || number != DW_AT_sibling)
			continue;
		ls_die_ref ref = local_ref(die, die->attributes[i]);
		uint64_t offset = ref & ~LS_REF_TYPES;
		return ref == LS_REF_NONE || offset < end ? 0 : offset;
	}
	return 0;
}

/* An offset in .debug_info from anywhere. */
static struct ls_error *
global_ref(const struct ls_libdwarf_attr *attr, ls_die_ref *ret)
{
	const struct ls_libdwarf_unit *unit = attr->die->unit;
	struct ls_cursor c;
	struct ls_error *err = value_bytes(attr, &c);
	if (err)
		return err;
	/* DWARF 2 had it as wide as an address. */
	ls_die_ref ref = ls_read_uint(&c,
	    unit->widths.version < 3 ? unit->widths.address_bytes
				     : unit->widths.offset_bytes);
	bool is_there = !c.failed && !(ref & LS_REF_TYPES) &&
	    ls_dies_unit_of(unit->dies, ref);
	*ret = is_there ? ref : LS_REF_NONE;
	return NULL;
}

/* The type of the type unit with that signature. */
static struct ls_error *
signature_ref(const struct ls_libdwarf_attr *attr, ls_die_ref *ret)
{
	const struct ls_dies *dies = attr->die->unit->dies;
	Dwarf_Error error = NULL;
	Dwarf_Sig8 signature;
	int result = dwarf_formsig8(attr->raw, &signature, &error);
	if (result != DW_DLV_OK)
		return failed(attr->die, result, error);
	struct ls_bytes bytes = { (const uint8_t *)&signature,
		sizeof(signature) };
	struct ls_cursor c = ls_cursor(bytes, 0, dies->is_big_endian);
	const struct ls_unit *unit = ls_dies_unit_by_signature(
	    dies, ls_read_u64(&c));
	*ret = unit ? unit->type : LS_REF_NONE;
	return NULL;
}

struct ls_error *
ls_libdwarf_ref(const struct ls_libdwarf_attr *attr, ls_die_ref *ret, bool *is)
{
	*is = true;
	switch (attr->form) {
	case DW_FORM_ref1:
	case DW_FORM_ref2:
	case DW_FORM_ref4:
	case DW_FORM_ref8:
	case DW_FORM_ref_udata:
		*ret = local_ref(attr->die, attr->raw);
		return NULL;
	case DW_FORM_ref_addr:
		return global_ref(attr, ret);
	case DW_FORM_ref_sig8:
		return signature_ref(attr, ret);
	case DW_FORM_GNU_ref_alt:
	case DW_FORM_ref_sup4:
	case DW_FORM_ref_sup8:
		*ret = LS_REF_NONE; /* in a supplementary file */
		return NULL;
	}
	*is = false;
	return NULL;
}

/* 0 for LEB128 and others. */
static uint8_t
data_width(Dwarf_Half form)
{
	switch (form) {
	case DW_FORM_data1:
		return 1;
	case DW_FORM_data2:
		return 2;
	case DW_FORM_data4:
		return 4;
	case DW_FORM_data8:
		return 8;
	}
	return 0;
}

static struct ls_error *
unsigned_const(const struct ls_libdwarf_attr *attr, struct ls_die_const *ret)
{
	Dwarf_Error error = NULL;
	Dwarf_Unsigned number = 0;
	int result = dwarf_formudata(attr->raw, &number, &error);
	if (result != DW_DLV_OK)
		return failed(attr->die, result, error);
	*ret = (struct ls_die_const){
		.low = number,
		.width_bytes = data_width(attr->form),
	};
	return NULL;
}

static struct ls_error *
signed_const(const struct ls_libdwarf_attr *attr, struct ls_die_const *ret)
{
	Dwarf_Error error = NULL;
	Dwarf_Signed number = 0;
	int result = dwarf_formsdata(attr->raw, &number, &error);
	if (result != DW_DLV_OK)
		return failed(attr->die, result, error);
	*ret = (struct ls_die_const){
		.low = (uint64_t)number,
		.high = number < 0 ? UINT64_MAX : 0,
		.is_signed = true,
	};
	return NULL;
}

static struct ls_error *
data16_const(const struct ls_libdwarf_attr *attr, struct ls_die_const *ret)
{
	Dwarf_Error error = NULL;
	Dwarf_Form_Data16 data;
	int result = dwarf_formdata16(attr->raw, &data, &error);
	if (result != DW_DLV_OK)
		return failed(attr->die, result, error);
	struct ls_bytes bytes = { (const uint8_t *)&data, sizeof(data) };
	(void)ls_const_of_bytes(
	    bytes, attr->die->unit->dies->is_big_endian, ret);
	return NULL;
}

struct ls_error *
ls_libdwarf_const(
    const struct ls_libdwarf_attr *attr, struct ls_die_const *ret, bool *is)
{
	*is = true;
	switch (attr->form) {
	case DW_FORM_data1:
	case DW_FORM_data2:
	case DW_FORM_data4:
	case DW_FORM_data8:
	case DW_FORM_udata:
		return unsigned_const(attr, ret);
	case DW_FORM_sdata:
	case DW_FORM_implicit_const:
		return signed_const(attr, ret);
	case DW_FORM_data16:
		return data16_const(attr, ret);
	}
	*is = false;
	return NULL;
}

struct ls_error *
ls_libdwarf_block(
    const struct ls_libdwarf_attr *attr, struct ls_bytes *ret, bool *is)
{
	*is = attr->form == DW_FORM_exprloc || attr->form == DW_FORM_block ||
	    attr->form == DW_FORM_block1 || attr->form == DW_FORM_block2 ||
	    attr->form == DW_FORM_block4;
	if (!*is)
		return NULL;
	Dwarf_Error error = NULL;
	Dwarf_Block *block = NULL;
	int result;
	if (attr->form == DW_FORM_exprloc) {
		Dwarf_Unsigned size = 0;
		Dwarf_Ptr bytes = NULL;
		result = dwarf_formexprloc(attr->raw, &size, &bytes, &error);
		if (result == DW_DLV_OK)
			*ret = (struct ls_bytes){ bytes, size };
	} else {
		result = dwarf_formblock(attr->raw, &block, &error);
		if (result == DW_DLV_OK) {
			*ret = (struct ls_bytes){ block->bl_data,
				block->bl_len };
			/* The bytes themselves are the section's. */
			dwarf_dealloc(attr->die->unit->libdwarf.debug, block,
			    DW_DLA_BLOCK);
		}
	}
	return result == DW_DLV_OK ? NULL : failed(attr->die, result, error);
}

struct ls_error *
ls_libdwarf_text(
    const struct ls_libdwarf_attr *attr, const char **ret, bool *is)
{
	switch (attr->form) {
	case DW_FORM_string:
	case DW_FORM_strp:
	case DW_FORM_line_strp:
	case DW_FORM_strx:
	case DW_FORM_strx1:
	case DW_FORM_strx2:
	case DW_FORM_strx3:
	case DW_FORM_strx4:
	case DW_FORM_GNU_str_index:
		break;
	default: /* also those of supplementary files, which are not here */
		*is = false;
		return NULL;
	}
	Dwarf_Error error = NULL;
	char *text = NULL;
	int result = dwarf_formstring(attr->raw, &text, &error);
	*is = result == DW_DLV_OK;
	if (*is)
		*ret = text;
	/* A name that leads nowhere is none; the DIE is still worth having. */
	if (result != DW_DLV_ERROR)
		return NULL;
	struct ls_error *err = failed(attr->die, result, error);
	if (err->code == LS_ERROR_NOMEM)
		return err;
	ls_error_free(err);
	return NULL;
}

struct ls_error *
ls_libdwarf_flag(const struct ls_libdwarf_attr *attr, bool *ret, bool *is)
{
	*is = attr->form == DW_FORM_flag || attr->form == DW_FORM_flag_present;
	if (!*is)
		return NULL;
	Dwarf_Error error = NULL;
	Dwarf_Bool flag = 0;
	int result = dwarf_formflag(attr->raw, &flag, &error);
	if (result != DW_DLV_OK)
		return failed(attr->die, result, error);
	*ret = flag != 0;
	return NULL;
}

struct ls_error *
ls_libdwarf_offset(
    const struct ls_libdwarf_attr *attr, uint64_t *ret, bool *is)
{
	unsigned width = data_width(attr->form);
	if (attr->form == DW_FORM_sec_offset)
		width = attr->die->unit->widths.offset_bytes;
	*is = width >= 4;
	if (!*is)
		return NULL;
	struct ls_cursor c;
	struct ls_error *err = value_bytes(attr, &c);
	if (!err)
		*ret = ls_read_uint(&c, width);
	*is = !err && !c.failed;
	return err;
}
