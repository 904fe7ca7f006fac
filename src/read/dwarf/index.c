/*
 * index.c - equal types once, different ones apart, by what they consist of.
 *
 * A row is known by a key that hashes name and contents.  While units come
 * in, a type whose key is there already is counted and no more.  At the end
 *
 *	0. typedefs of what stands in another unit find it (index_far.c);
 *	1. a type that some unit could tell only in part, since what it holds
 *	   is declared there or stands elsewhere, is found to be another row
 *	   (index_fold.c);
 *	2. declarations of what is defined anywhere are dropped;
 *	3. typedefs learn which entry they stand for;
 *	4. rows are put in the order of the file and become the catalog.
 */
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/out.h"
#include "read/dwarf/contents.h"
#include "read/dwarf/index_own.h"
#include "read/dwarf/refs.h"
#include "read/dwarf/survey.h"

static uint64_t
key_of(const struct ls_survey *survey, uint32_t type)
{
	const struct ls_survey_type *t = &survey->types[type];
	return ls_mix(t->digest + ls_mix(t->name_hash + t->tag));
}

static enum ls_kind
kind_of(const struct ls_survey *survey, const struct ls_survey_type *type)
{
	switch (type->tag) {
	case DW_TAG_structure_type:
		/* Rust's enum with data; an Ada record stays a record. */
		return survey->lang == LS_LANG_RUST &&
			type->flags & LS_SURVEY_HAS_VARIANTS
		    ? LS_KIND_ENUM
		    : LS_KIND_STRUCT;
	case DW_TAG_class_type:
	case DW_TAG_interface_type:
		return LS_KIND_CLASS;
	case DW_TAG_union_type:
		return LS_KIND_UNION;
	case DW_TAG_enumeration_type:
		return LS_KIND_ENUM;
	default:
		return LS_KIND_ALIAS;
	}
}

/* The full name and what follows from it; only for what was not seen yet. */
static struct ls_error *
name_row(struct ls_index *index, struct ls_survey *survey, uint32_t type,
    struct ls_index_row *row)
{
	struct ls_out text = { 0 };
	struct ls_error *err = NULL;
	if (ls_survey_name(survey, type, &text)) {
		err = ls_out_finish(&text);
		if (!err) {
			row->name = ls_intern(
			    &index->names, text.text, text.size);
			if (!row->name)
				err = &ls_error_nomem;
		}
	}
	ls_out_free(&text);
	row->hidden = (uint8_t)ls_hidden_of_name(
	    row->name, (enum ls_lang)row->lang);
	if (row->hidden == LS_HIDDEN_NO &&
	    survey->types[type].flags & LS_SURVEY_ARTIFICIAL)
		row->hidden = LS_HIDDEN_COMPILER;
	return err;
}

static void
aim_typedef(const struct ls_survey *survey, struct ls_index_row *row,
    const struct ls_survey_type *type)
{
	ls_die_ref ref = ls_survey_strip(survey, type->target);
	uint32_t at = ls_survey_find(survey, ref);
	row->is_direct = ref == type->target;
	if (at != LS_SURVEY_NONE &&
	    ls_survey_more(survey, at)->signature != LS_REF_VOID) {
		ref = ls_survey_more(survey, at)->signature;
		at = LS_SURVEY_NONE;
	}
	if (at == LS_SURVEY_NONE) {
		row->aim = ref == LS_REF_VOID || ref == LS_REF_NONE
		    ? AIM_NOTHING
		    : AIM_PLACE;
		row->target = ref;
		return;
	}
	const struct ls_survey_type *behind = &survey->types[at];
	if (!(behind->flags & LS_SURVEY_RECORD))
		return;
	bool is_declared = behind->flags & LS_SURVEY_DECLARATION;
	row->aim = is_declared ? AIM_NAME : AIM_KEY;
	row->target = is_declared ? behind->name_hash : key_of(survey, at);
}

static struct ls_error *
append_row(struct ls_index *index, const struct ls_index_row *row)
{
	if (index->count >= LS_MAX_TYPES)
		return ls_error_new(LS_ERROR_LIMIT,
		    "more than %d different types", LS_MAX_TYPES);
	if (index->count == index->room) {
		uint32_t room = index->room ? index->room * 2 : 1024;
		struct ls_index_row *rows = reallocarray(
		    index->rows, room, sizeof(*rows));
		if (!rows)
			return &ls_error_nomem;
		index->rows = rows;
		index->room = room;
	}
	index->rows[index->count++] = *row;
	return NULL;
}

static struct ls_error *
add_row(struct ls_index *index, struct ls_survey *survey, uint32_t image,
    uint32_t at, uint64_t key)
{
	const struct ls_survey_type *type = &survey->types[at];
	struct ls_index_row row = {
		.key = key,
		.name_hash = type->name_hash,
		.ref = type->ref,
		.image = image,
		.definition_count = 1,
		.entry = LS_NO_ENTRY,
		.kind = (uint8_t)kind_of(survey, type),
		.lang = (uint8_t)survey->lang,
		.size_bytes = type->size_bytes,
		.has_size = type->flags & LS_SURVEY_HAS_SIZE,
		.is_declaration = type->flags & LS_SURVEY_DECLARATION,
		.is_incomplete = type->flags & LS_SURVEY_INCOMPLETE,
	};
	if (row.kind == LS_KIND_ALIAS)
		aim_typedef(survey, &row, type);
	else if (!row.is_declaration)
		row.outline = ls_contents_outline(survey, at);
	struct ls_error *err = name_row(index, survey, at, &row);
	return err ? err : append_row(index, &row);
}

/* Does this type get a row, and in which table is it looked up? */
static struct ls_map *
table_of(struct ls_index *index, const struct ls_survey *survey, uint32_t at)
{
	const struct ls_survey_type *type = &survey->types[at];
	if (type->tag == DW_TAG_typedef ||
	    type->tag == DW_TAG_template_alias) {
		uint32_t behind = ls_survey_find(survey, type->target);
		/* the name of what would have none is no entry of its own */
		if (behind != LS_SURVEY_NONE &&
		    ls_survey_more(survey, behind)->named_by == at)
			return NULL;
		return type->name ? &index->by_key : NULL;
	}
	if (!(type->flags & LS_SURVEY_RECORD) ||
	    type->flags & LS_SURVEY_PAYLOAD)
		return NULL;
	if (!(type->flags & LS_SURVEY_DECLARATION))
		return &index->by_key;
	if (!type->name_hash ||
	    ls_survey_more(survey, at)->signature != LS_REF_VOID)
		return NULL;
	return &index->declared;
}

/* From the unit's root; that a unit is no larger is seen to before. */
static uint32_t
place_of(const struct ls_survey *survey, uint32_t at)
{
	return (uint32_t)(survey->types[at].ref - survey->unit->root);
}

/* Room for a pair for each type that may be a record. */
static bool
begin_refs(const struct ls_survey *survey, struct ls_unit_refs *refs)
{
	uint32_t records = 0, last = 0;
	for (uint32_t i = 0; i < survey->type_count; i++) {
		if (!(survey->types[i].flags & LS_SURVEY_RECORD))
			continue;
		records++;
		last = i;
	}
	return ls_unit_refs_begin(
	    refs, records, records ? place_of(survey, last) : 0);
}

/* A type that gets a row, and under which key. */
struct wanted {
	uint32_t type;
	bool is_declared;
	uint64_t key;
};

/* The next of them from `*at` on, and their slots brought near: a table of all
 * types is larger than what a processor has at hand. */
static size_t
find_wanted(struct ls_index *index, const struct ls_survey *survey,
    uint32_t *at, struct wanted *ret, size_t room)
{
	size_t count = 0;
	for (; *at < survey->type_count && count < room; ++*at) {
		struct ls_map *table = table_of(index, survey, *at);
		if (!table)
			continue;
		struct wanted *wanted = &ret[count++];
		wanted->type = *at;
		wanted->is_declared = table == &index->declared;
		wanted->key = wanted->is_declared
		    ? survey->types[*at].name_hash
		    : key_of(survey, *at);
		ls_map_expect(table, wanted->key);
	}
	return count;
}

static struct ls_error *
count_wanted(struct ls_index *index, struct ls_survey *survey, uint32_t image,
    const struct wanted *wanted, struct ls_unit_refs *refs)
{
	struct ls_map *table = wanted->is_declared ? &index->declared
						   : &index->by_key;
	const uint64_t *seen = ls_map_get(table, wanted->key);
	uint32_t row = seen ? (uint32_t)*seen : index->count;
	if (seen) {
		index->rows[row].definition_count++;
	} else {
		struct ls_error *err = add_row(
		    index, survey, image, wanted->type, wanted->key);
		if (err)
			return err;
		if (!ls_map_put(table, wanted->key, row))
			return &ls_error_nomem;
	}
	if (survey->types[wanted->type].flags & LS_SURVEY_RECORD)
		ls_unit_refs_add(refs, place_of(survey, wanted->type), row,
		    wanted->is_declared);
	return NULL;
}

struct ls_error *
ls_index_add(struct ls_index *index, struct ls_survey *survey, uint32_t image,
    struct ls_unit_refs *refs)
{
	enum { ROOM = 32 };
	struct wanted wanted[ROOM];
	size_t count = ROOM;
	struct ls_error *err = NULL;
	index->type_count += survey->type_count;
	if (!begin_refs(survey, refs))
		return &ls_error_nomem;
	for (uint32_t at = 0; count == ROOM && !err;) {
		count = find_wanted(index, survey, &at, wanted, ROOM);
		for (size_t i = 0; i < count && !err; i++)
			err = count_wanted(
			    index, survey, image, &wanted[i], refs);
	}
	return err;
}

static bool
is_before(const struct ls_index_row *a, const struct ls_index_row *b)
{
	return a->image != b->image ? a->image < b->image : a->ref < b->ref;
}

/* The same type of other units: the first in the file stands for all. */
static void
join_rows(struct ls_index_row *row, const struct ls_index_row *other)
{
	uint32_t count = row->definition_count + other->definition_count;
	if (is_before(other, row))
		*row = *other;
	row->definition_count = count;
}

struct ls_error *
ls_index_merge(
    struct ls_index *index, struct ls_index *other, uint32_t **renumber)
{
	uint32_t *numbers = calloc(other->count + 1, sizeof(*numbers));
	if (!numbers)
		return &ls_error_nomem;
	*renumber = numbers;
	index->type_count += other->type_count;
	for (uint32_t i = 0; i < other->count; i++) {
		const struct ls_index_row *row = &other->rows[i];
		bool by_name = row->is_declaration &&
		    row->kind != LS_KIND_ALIAS;
		struct ls_map *table = by_name ? &index->declared
					       : &index->by_key;
		uint64_t key = by_name ? row->name_hash : row->key;
		const uint64_t *seen = ls_map_get(table, key);
		numbers[i] = seen ? (uint32_t)*seen : index->count;
		if (seen) {
			join_rows(&index->rows[*seen], row);
			continue;
		}
		struct ls_error *err = append_row(index, row);
		if (err)
			return err;
		if (!ls_map_put(table, key, numbers[i]))
			return &ls_error_nomem;
	}
	return NULL;
}

bool
ls_index_put_only(struct ls_map *map, uint64_t key, uint32_t row)
{
	return ls_map_put(
	    map, key, ls_map_get(map, key) ? LS_MANY_ENTRIES : row);
}

static int
by_place(const void *a, const void *b)
{
	const struct ls_index_row *r = *(struct ls_index_row *const *)a;
	const struct ls_index_row *s = *(struct ls_index_row *const *)b;
	return is_before(r, s) ? -1 : is_before(s, r);
}

/* All rows in order of the file, whichever thread met them first. */
static struct ls_index_row **
rows_in_order(const struct ls_index *index)
{
	struct ls_index_row **order = calloc(
	    (size_t)index->count + 1, sizeof(struct ls_index_row *));
	for (uint32_t i = 0; order && i < index->count; i++)
		order[i] = &index->rows[i];
	if (order && index->count > 1)
		qsort(order, index->count, sizeof(struct ls_index_row *),
		    by_place);
	return order;
}

/* Step 2. */
static struct ls_error *
drop_declarations(struct ls_index *index)
{
	for (uint32_t i = 0; i < index->count; i++) {
		const struct ls_index_row *row = &index->rows[i];
		if (row->kind != LS_KIND_ALIAS && !row->is_declaration &&
		    !row->is_dropped && row->name_hash &&
		    !ls_index_put_only(&index->by_name, row->name_hash, i))
			return &ls_error_nomem;
	}
	for (uint32_t i = 0; i < index->count; i++) {
		struct ls_index_row *row = &index->rows[i];
		if (row->is_declaration && row->kind != LS_KIND_ALIAS &&
		    ls_map_get(&index->by_name, row->name_hash))
			row->is_dropped = true;
	}
	return NULL;
}

/* The row that a typedef stands for; LS_NO_ENTRY or LS_MANY_ENTRIES. */
static uint32_t
row_behind(const struct ls_index *index, const struct ls_index_row *row)
{
	const uint64_t *found = NULL;
	if (row->aim == AIM_KEY)
		found = ls_map_get(&index->by_key, row->target);
	if (row->aim == AIM_NAME) {
		found = ls_map_get(&index->by_name, row->target);
		if (!found)
			found = ls_map_get(&index->declared, row->target);
	}
	return found ? (uint32_t)*found : LS_NO_ENTRY;
}

/*
 * Step 3.  One name for one thing is one entry: the typedef in a unit that
 * only declares what it stands for is the same as in a unit that defines it.
 */
static struct ls_error *
settle_typedefs(struct ls_index *index, struct ls_index_row **order)
{
	struct ls_map seen = { 0 };
	bool ok = true;
	/* those in units with the definition first: they know which it is */
	for (uint32_t n = 0; ok && n < index->count * 2; n++) {
		struct ls_index_row *row = order[n % index->count];
		uint32_t i = (uint32_t)(row - index->rows);
		if (row->kind != LS_KIND_ALIAS ||
		    row->aim != (n < index->count ? AIM_KEY : AIM_NAME))
			continue;
		uint32_t behind = row_behind(index, row);
		if (behind == LS_NO_ENTRY)
			continue;
		uint64_t key = ls_mix(row->name_hash + ls_mix(behind));
		if (ok && row->aim == AIM_KEY)
			ok = ls_map_put(&seen,
			    ls_mix(row->name_hash + ls_mix(LS_MANY_ENTRIES)),
			    i);
		const uint64_t *first = ls_map_get(&seen, key);
		if (!first) {
			ok = ls_map_put(&seen, key, i);
			continue;
		}
		index->rows[*first].definition_count += row->definition_count;
		row->is_dropped = true;
		ok = ls_map_put(&index->by_key, row->key, *first);
	}
	ls_map_free(&seen);
	return ok ? NULL : &ls_error_nomem;
}

/* Step 4. */
static struct ls_error *
fill(struct ls_index *index, struct ls_catalog *catalog,
    struct ls_index_row **order)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < index->count; i++)
		if (!order[i]->is_dropped)
			order[kept++] = order[i];
	for (uint32_t i = 0; i < kept; i++)
		order[i]->entry = i;
	for (uint32_t i = 0; i < kept; i++) {
		const struct ls_index_row *row = order[i];
		struct ls_entry entry = {
			.name = row->name,
			.kind = (enum ls_kind)row->kind,
			.lang = (enum ls_lang)row->lang,
			.hidden = (enum ls_hidden)row->hidden,
			.is_declaration = row->is_declaration,
			.has_size = row->has_size,
			.size_bytes = row->size_bytes,
			.definition_count = row->definition_count,
			.key = { row->image, row->ref },
			.alias_of = i,
		};
		if (row->kind == LS_KIND_ALIAS) {
			uint32_t behind = row_behind(index, row);
			if (behind < index->count)
				entry.alias_of = index->rows[behind].entry;
		}
		if (!ls_catalog_add(catalog, &entry))
			return &ls_error_nomem;
	}
	return NULL;
}

/* From now on the table leads to entries. */
static void
point_at_entries(struct ls_index *index, struct ls_map *map)
{
	for (size_t i = 0; i < map->room; i++) {
		struct ls_map_slot *slot = &map->slots[i];
		if (slot->used && slot->value < index->count)
			slot->value = index->rows[slot->value].entry;
	}
}

/* What a reference to a row leads to: an entry, LS_NO or LS_MANY_ENTRIES. */
static ls_entry_id
entry_of(const struct ls_index *index, const struct ls_index_row *row)
{
	const uint64_t *found = NULL;
	if (row->kind != LS_KIND_ALIAS && row->is_declaration)
		found = ls_map_get(&index->by_name, row->name_hash);
	else
		found = ls_map_get(&index->by_key, row->key);
	if (!found)
		return row->entry;
	return *found < index->count ? index->rows[*found].entry
				     : LS_MANY_ENTRIES;
}

static struct ls_error *
settle(struct ls_index *index, struct ls_dies *const *images,
    struct ls_catalog *catalog, struct ls_index_row **order)
{
	struct ls_error *err = ls_index_settle_far(index, order);
	if (!err)
		err = ls_index_fold(index, images, order);
	if (!err)
		err = drop_declarations(index);
	if (!err)
		err = settle_typedefs(index, order);
	if (!err)
		err = fill(index, catalog, order);
	if (err)
		return err;
	index->entry_of_row = calloc(
	    (size_t)index->count + 1, sizeof(*index->entry_of_row));
	if (!index->entry_of_row)
		return &ls_error_nomem;
	for (uint32_t i = 0; i < index->count; i++)
		index->entry_of_row[i] = entry_of(index, &index->rows[i]);
	return NULL;
}

struct ls_error *
ls_index_finish(struct ls_index *index, struct ls_dies *const *images,
    struct ls_catalog *catalog)
{
	struct ls_index_row **order = rows_in_order(index);
	if (!order)
		return &ls_error_nomem;
	struct ls_error *err = settle(index, images, catalog, order);
	free(order);
	if (err)
		return err;
	point_at_entries(index, &index->by_name);
	ls_map_free(&index->by_key);
	ls_map_free(&index->declared);
	free(index->rows);
	index->rows = NULL;
	ls_intern_free(&index->names);
	return NULL;
}

ls_entry_id
ls_index_by_name(const struct ls_index *index, uint64_t name_hash)
{
	const uint64_t *found = ls_map_get(&index->by_name, name_hash);
	return found ? (ls_entry_id)*found : LS_NO_ENTRY;
}

void
ls_index_free(struct ls_index *index)
{
	free(index->rows);
	free(index->entry_of_row);
	ls_map_free(&index->by_key);
	ls_map_free(&index->by_name);
	ls_map_free(&index->declared);
	ls_intern_free(&index->names);
	*index = (struct ls_index){ 0 };
}
