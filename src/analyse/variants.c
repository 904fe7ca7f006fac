/*
 * variants.c - an enum with data: its variants, and what they leave unused.
 *
 * In: variants whose fields are placed from the enum's start, and a tag.
 * Out: for each the bytes that its members and the tag take, each byte once;
 * the enum's padding is what none of them takes.
 *
 *	enum E { A(u8), B(u32) }	|t|a|..|....|	A uses 2 of 8
 *					|t|...|bbbb|	B uses 5
 *					   ^^		no variant: 2 bytes
 */
#include "analyse/variants.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/lines.h"
#include "analyse/padding.h"
#include "analyse/tag.h"
#include "base/error.h"
#include "report/report.h"

/* Room for all extents of a type: fields, variants' fields, tags. */
struct places {
	struct ls_extent *used;
	struct ls_extent *gaps;
	size_t count;
	bool is_least; /* some field is missing */
};

static struct ls_error *
places_begin(const struct ls_type *type, struct places *ret)
{
	size_t most = (size_t)type->field_count + 1;
	for (uint32_t i = 0; i < type->variants->count; i++)
		most += type->variants->items[i].field_count;
	*ret = (struct places){ 0 };
	ret->used = calloc(2 * most + 1, sizeof(*ret->used));
	if (!ret->used)
		return &ls_error_nomem;
	ret->gaps = ret->used + most;
	return NULL;
}

static void
add_fields(struct places *places, const struct ls_type *type,
    const struct ls_field *fields, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		if (!fields[i].has_offset || fields[i].is_unreliable ||
		    !fields[i].has_size)
			places->is_least = true;
		if (!fields[i].is_unreliable)
			places->used[places->count++] = ls_extent_of(
			    type, &fields[i]);
	}
}

static void
add_tag(struct places *places, const struct ls_variants *variants)
{
	if (!variants->has_tag)
		return;
	places->used[places->count++] = (struct ls_extent){
		variants->tag_offset_bits,
		variants->tag_offset_bits + variants->tag_size_bits,
	};
}

/* A byte of which a bit is used is used. */
static uint64_t
used_bytes(struct places *places, uint64_t size_bits)
{
	uint64_t unused = 0;
	size_t count = ls_gaps(
	    places->used, places->count, size_bits, places->gaps);
	for (size_t i = 0; i < count; i++) {
		uint64_t begin = (places->gaps[i].begin_bits + 7) / 8;
		uint64_t end = places->gaps[i].end_bits / 8;
		unused += end > begin ? end - begin : 0;
	}
	return size_bits / 8 - unused;
}

static struct ls_error *
fill_discr(struct ls_lines *lines, const struct ls_type *type,
    const struct ls_variant *variant, struct ls_variant_row *row)
{
	char text[LS_DECIMAL_ROOM];
	if (!variant->has_discr)
		return NULL;
	ls_discr_text(lines->model, type, variant->discr, text);
	row->discr = ls_arena_string(lines->arena, text, strlen(text));
	return row->discr ? NULL : ls_row_out_of_room(lines->arena);
}

static struct ls_error *
fill_variant(struct ls_lines *lines, const struct ls_type *type,
    const struct ls_variant *variant, struct places *places,
    struct ls_variant_row *row)
{
	row->name = variant->name;
	row->decl = variant->decl;
	row->is_uninhabited = variant->is_uninhabited;

	places->count = 0;
	places->is_least = false;
	add_fields(places, type, type->fields, type->field_count);
	add_fields(places, type, variant->fields, variant->field_count);
	add_tag(places, type->variants);
	row->is_least = places->is_least || !type->has_size;
	if (type->has_size) {
		row->used_bytes = used_bytes(places, type->size_bits);
		row->unused_bytes = type->size_bits / 8 - row->used_bytes;
	}
	struct ls_error *err = fill_discr(lines, type, variant, row);
	if (!err)
		err = ls_lines_add(
		    lines, type, variant->fields, variant->field_count, false);
	if (!err)
		err = ls_lines_take(lines, &row->lines, &row->line_count);
	return err;
}

/* What no variant uses; nothing is said where a place is missing. */
static void
count_padding(
    const struct ls_type *type, struct places *places, struct ls_row *row)
{
	const struct ls_variants *variants = type->variants;
	bool is_known = type->has_size && !type->note &&
	    (variants->count > 0 || type->size_bits == 0);
	places->count = 0;
	places->is_least = false;
	add_fields(places, type, type->fields, type->field_count);
	for (uint32_t i = 0; i < variants->count; i++)
		add_fields(places, type, variants->items[i].fields,
		    variants->items[i].field_count);
	add_tag(places, variants);
	row->are_holes_known = is_known && !places->is_least;
	if (!row->are_holes_known)
		return;
	size_t count = ls_gaps(
	    places->used, places->count, type->size_bits, places->gaps);
	for (size_t i = 0; i < count; i++)
		ls_count_gap(row, places->gaps[i]);
}

struct ls_error *
ls_analyse_variants(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row)
{
	uint32_t count = type->variants->count;
	struct places places;
	struct ls_error *err = places_begin(type, &places);
	if (err)
		return err;

	struct ls_variant_row *rows = LS_NEW(
	    lines->arena, struct ls_variant_row, (size_t)count + 1);
	if (!rows)
		err = ls_row_out_of_room(lines->arena);
	for (uint32_t i = 0; i < count && !err; i++)
		err = fill_variant(
		    lines, type, &type->variants->items[i], &places, &rows[i]);
	if (!err) {
		row->has_variants = true;
		row->variants = rows;
		row->variant_count = count;
		count_padding(type, &places, row);
		err = ls_analyse_tag(lines, type, row);
	}
	free(places.used);
	return err;
}

struct ls_error *
ls_analyse_enumerators(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row)
{
	struct ls_enumerator_row *rows = LS_NEW(lines->arena,
	    struct ls_enumerator_row, (size_t)type->enumerator_count + 1);
	if (!rows)
		return ls_row_out_of_room(lines->arena);
	for (uint32_t i = 0; i < type->enumerator_count; i++) {
		char text[LS_DECIMAL_ROOM];
		ls_enumerator_text(
		    lines->model, type, type->enumerators[i].value, text);
		rows[i].name = type->enumerators[i].name;
		rows[i].value = ls_arena_string(
		    lines->arena, text, strlen(text));
		if (!rows[i].value)
			return ls_row_out_of_room(lines->arena);
	}
	row->enumerators = rows;
	row->enumerator_count = type->enumerator_count;
	if (type->target == LS_NO_TYPE)
		return NULL;
	return ls_lines_spell(lines, type->target, &row->underlying);
}
