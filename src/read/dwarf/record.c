/*
 * record.c - a struct, class, union or enum, from its DIE and its children.
 */
#include <dwarf.h>
#include <stdlib.h>

#include "base/error.h"
#include "read/dwarf/load.h"
#include "read/dwarf/record.h"

/*
 * Members are the children of the record; those one level down, in its
 * variants, are variant.c's.
 */
static struct ls_error *
load_fields(struct ls_record *record)
{
	const struct ls_die_list *dies = &record->dies;
	for (size_t i = 1; i < dies->count; i++) {
		const struct ls_die *die = &dies->items[i];
		if (die->depth != 1)
			continue;
		struct ls_error *err = ls_record_add_member(
		    record, die, &record->fields);
		if (err)
			return err;
	}
	return NULL;
}

static bool
has_variants(const struct ls_record *record)
{
	for (size_t i = 1; i < record->dies.count; i++)
		if (record->dies.items[i].tag == DW_TAG_variant_part &&
		    record->dies.items[i].depth == 1)
			return true;
	return false;
}

static struct ls_error *
fill(struct ls_record *record)
{
	struct ls_type *type = &record->type;
	const struct ls_die *die = &record->dies.items[0];
	struct ls_error *err = ls_load_common(
	    record->loader, record->spot, die, type);
	if (!err)
		err = ls_load_decl(
		    record->loader, record->spot, die, &type->decl);
	if (!err)
		err = ls_load_source_path(
		    record->loader, record->spot, die, &type->source_path);
	if (err)
		return err;
	if (die->tag == DW_TAG_enumeration_type)
		return ls_record_add_enumerators(record);
	err = load_fields(record);
	if (err)
		return err;
	return has_variants(record) ? ls_record_add_variants(record)
				    : ls_record_mark_tail(record);
}

static void
free_variants(struct ls_variants *variants)
{
	for (uint32_t i = 0; i < variants->count; i++)
		free((void *)variants->items[i].fields);
	free((void *)variants->items);
}

struct ls_error *
ls_load_record(struct ls_loader *l, const struct ls_spot *spot,
    const struct ls_entry *entry, ls_type_id id)
{
	struct ls_record record = {
		.loader = l,
		.spot = spot,
		.type = {
			.name = entry->name,
			.kind = entry->kind,
			.hidden = entry->hidden,
			.definition_count = entry->definition_count,
			.is_typedef_name = !(spot->die.has &
				(LS_DIE_NAME | LS_DIE_SPECIFICATION)) &&
			    entry->name,
			.is_order_free = spot->lang == LS_LANG_RUST &&
			    entry->kind != LS_KIND_UNION,
		},
	};
	struct ls_error *err = ls_load_dies(
	    l, spot->image, spot->die.ref, &record.dies);
	if (!err && record.dies.count == 0)
		err = ls_error_new(LS_ERROR_INTERNAL,
		    "a back-end finds no DIE where it gave one");
	if (!err)
		err = fill(&record);
	record.type.fields = record.fields.items;
	record.type.field_count = record.fields.count;
	record.type.enumerators = record.enumerators;
	if (record.has_variants)
		record.type.variants = &record.variants;
	struct ls_valid valid;
	ls_load_valid(spot, &record.type, &valid);
	if (!err)
		err = ls_build_describe(l->build, id, &record.type);
	free_variants(&record.variants);
	free(record.fields.items);
	free(record.enumerators);
	free(record.dies.items);
	return err;
}
