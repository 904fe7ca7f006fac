/*
 * unsized.c - Rust structs whose size only the run time knows.
 *
 * rustc describes struct Text { length: usize, bytes: [u8] } as if its tail
 * were one u8, and says nowhere that it is not.  But a pointer to such a type
 * is wide, and a wide pointer is a struct that is named as it is spelt, where
 * a thin one is a DW_TAG_pointer_type, which is not in the catalog:
 *
 *	struct "&m::Text" { data_ptr, length }	so m::Text is unsized
 *	struct "&[m::Text]" { data_ptr, length }	says nothing of m::Text
 *
 * A field that is a trait object itself, not behind a pointer, says it too.
 *
 * In: a struct's name and fields.  Out: its last field, marked.
 */
#include <string.h>

#include "base/error.h"
#include "base/out.h"
#include "read/dwarf/load.h"
#include "read/dwarf/record.h"
#include "read/dwarf/survey.h"

static const struct {
	const char *before, *after;
} spelling[] = {
	{ "&", "" },
	{ "&mut ", "" },
	{ "*const ", "" },
	{ "*mut ", "" },
	{ "alloc::boxed::Box<", ", alloc::alloc::Global>" },
};

/* A struct of that name that is more than an address. */
static bool
is_wide(const struct ls_loader *l, const char *name, uint64_t address_bytes)
{
	ls_entry_id id = ls_index_by_name(
	    l->index, ls_survey_hash_of_name(name));
	return id != LS_NO_ENTRY && id != LS_MANY_ENTRIES &&
	    l->catalog->entries[id].has_size &&
	    l->catalog->entries[id].size_bytes > address_bytes;
}

static struct ls_error *
has_wide_pointer(const struct ls_record *record, bool *ret)
{
	bool found = false;
	size_t count = sizeof(spelling) / sizeof(*spelling);
	for (size_t i = 0; i < count && !found; i++) {
		struct ls_out text = { 0 };
		ls_out_text(&text, spelling[i].before);
		ls_out_text(&text, record->type.name);
		ls_out_text(&text, spelling[i].after);
		struct ls_error *err = ls_out_finish(&text);
		if (!err)
			found = is_wide(record->loader, text.text,
			    record->spot->unit->address_bytes);
		ls_out_free(&text);
		if (err)
			return err;
	}
	*ret = found;
	return NULL;
}

static bool
is_trait_object(const struct ls_loader *l, const struct ls_field *field)
{
	const char *name = ls_load_strip(l, field->type)->name;
	return name &&
	    (strncmp(name, "dyn ", 4) == 0 || strncmp(name, "(dyn ", 5) == 0);
}

/* The tail is last in the source and in memory. */
static bool
is_tail(const struct ls_field_list *fields, const struct ls_field *last)
{
	for (uint32_t i = 0; i < fields->count; i++)
		if (!fields->items[i].has_offset ||
		    fields->items[i].offset_bits > last->offset_bits)
			return false;
	return true;
}

struct ls_error *
ls_record_mark_tail(struct ls_record *record)
{
	struct ls_field_list *fields = &record->fields;
	if (record->spot->lang != LS_LANG_RUST || !record->type.name ||
	    record->type.kind != LS_KIND_STRUCT || fields->count == 0)
		return NULL;
	struct ls_field *last = &fields->items[fields->count - 1];
	bool is_unsized = is_trait_object(record->loader, last);
	struct ls_error *err = NULL;
	if (!is_unsized)
		err = has_wide_pointer(record, &is_unsized);
	if (err || !is_unsized || !is_tail(fields, last))
		return err;
	last->is_flexible = true;
	last->is_bitfield = false;
	last->has_size = false;
	last->size_bits = 0;
	return NULL;
}
