/*
 * niche_spare.c - niches in bytes that only one variant of an enum uses.
 *
 * In: variants whose fields are placed.  Out: for each variant its largest
 * run of free values in a number that neither the tag nor any other field
 * touches.  The compiler cannot count it for the enum, since another variant
 * may leave anything there; but a tag could live in it.
 *
 *	enum Event { Read(u64), Close(Option<bool>) }
 *		|t|.......|rrrrrrrr|
 *		|t|c|.............|	c at 1: 253 free
 */
#include "analyse/niche/niche_spare.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/decimal.h"
#include "analyse/lines.h"
#include "analyse/niche/niche.h"
#include "analyse/path.h"
#include "base/error.h"
#include "base/limits.h"

/* How many fields cover each byte: first as steps up and down. */
struct cover {
	int32_t *items;
	uint64_t count;
};

/* Whole bytes that an extent touches, cut at the type's end. */
static void
add_extent(struct cover *cover, struct ls_extent extent)
{
	uint64_t begin = extent.begin_bits / 8;
	uint64_t end = extent.end_bits / 8 + (extent.end_bits % 8 > 0);
	end = end > cover->count ? cover->count : end;
	if (begin >= end)
		return;
	cover->items[begin]++;
	cover->items[end]--;
}

static void
add_fields(struct cover *cover, const struct ls_type *type,
    const struct ls_field *fields, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		add_extent(cover, ls_extent_of(type, &fields[i]));
}

static struct ls_error *
cover_of(const struct ls_type *type, struct cover *ret)
{
	const struct ls_variants *variants = type->variants;
	ret->count = type->size_bits / 8;
	ret->items = calloc(ret->count + 1, sizeof(*ret->items));
	if (!ret->items)
		return &ls_error_nomem;
	add_fields(ret, type, type->fields, type->field_count);
	for (uint32_t i = 0; i < variants->count; i++)
		add_fields(ret, type, variants->items[i].fields,
		    variants->items[i].field_count);
	if (variants->has_tag)
		add_extent(ret, ls_tag_place(variants));
	for (uint64_t i = 0; i < ret->count; i++)
		ret->items[i + 1] += ret->items[i];
	return NULL;
}

static bool
is_alone(const struct cover *cover, const struct ls_niche *niche)
{
	uint64_t begin = niche->offset_bits / 8;
	uint64_t end = begin + niche->size_bits / 8;
	if (end > cover->count)
		return false;
	for (uint64_t i = begin; i < end; i++)
		if (cover->items[i] != 1)
			return false;
	return true;
}

static struct ls_niche
best_alone(struct ls_lines *lines, const struct cover *cover,
    const struct ls_variant *variant)
{
	struct ls_niche best = { 0 };
	for (uint32_t i = 0; i < variant->field_count; i++) {
		const struct ls_field *field = &variant->fields[i];
		if (!field->has_offset || field->is_unreliable)
			continue;
		struct ls_niche niche = ls_niche_of(
		    lines->options->niches, field->type);
		niche.offset_bits += field->offset_bits;
		if (niche.is_certain && niche.available > best.available &&
		    is_alone(cover, &niche))
			best = niche;
	}
	return best;
}

/* The path inside one variant: as if it were all there is. */
static struct ls_error *
path_in_variant(struct ls_lines *lines, const struct ls_type *type,
    const struct ls_variant *variant, const struct ls_niche *niche,
    const char **ret)
{
	const struct ls_variants only = { .items = variant, .count = 1 };
	struct ls_type alone = *type;
	alone.variants = &only;
	return ls_path_of(lines, &alone,
	    (struct ls_extent){
		niche->offset_bits, niche->offset_bits + niche->size_bits },
	    ret);
}

static struct ls_error *
put_spare(struct ls_lines *lines, const struct ls_type *type,
    const struct ls_variant *variant, const struct ls_niche *niche,
    struct ls_spare_niche *ret)
{
	char text[LS_DECIMAL_ROOM];
	ls_decimal(niche->available, 128, false, text);
	*ret = (struct ls_spare_niche){
		.variant = variant->name,
		.offset_bytes = niche->offset_bits / 8,
		.size_bytes = niche->size_bits / 8,
		.available = ls_arena_string(lines->arena, text, strlen(text)),
	};
	if (!ret->available)
		return ls_row_out_of_room(lines->arena);
	return path_in_variant(lines, type, variant, niche, &ret->in);
}

/* The longer number is the larger; equal ones by place. */
static int
by_available(const void *a, const void *b)
{
	const struct ls_spare_niche *x = a, *y = b;
	size_t left = strlen(x->available), right = strlen(y->available);
	if (left != right)
		return left > right ? -1 : 1;
	int order = strcmp(y->available, x->available);
	if (order != 0)
		return order;
	return x->offset_bytes < y->offset_bytes
	    ? -1
	    : x->offset_bytes > y->offset_bytes;
}

static struct ls_error *
fill(struct ls_lines *lines, const struct ls_type *type,
    const struct cover *cover, struct ls_niche_row *row)
{
	const struct ls_variants *variants = type->variants;
	struct ls_spare_niche *items = LS_NEW(
	    lines->arena, struct ls_spare_niche, (size_t)variants->count + 1);
	if (!items)
		return ls_row_out_of_room(lines->arena);
	for (uint32_t i = 0; i < variants->count; i++) {
		const struct ls_variant *variant = &variants->items[i];
		struct ls_niche niche = best_alone(lines, cover, variant);
		if (niche.available == 0 || variant->is_uninhabited)
			continue;
		struct ls_error *err = put_spare(
		    lines, type, variant, &niche, &items[row->spare_count++]);
		if (err)
			return err;
	}
	if (row->spare_count > 1)
		qsort(items, row->spare_count, sizeof(*items), by_available);
	row->spares = items;
	return NULL;
}

/* A future's states are the compiler's, and one variant alone is all. */
static bool
is_asked(const struct ls_type *type)
{
	return type->variants && type->variants->has_tag &&
	    type->variants->count > 1 && !type->valid && type->has_size &&
	    type->size_bits / 8 <= LS_MAX_SPARE_BYTES;
}

struct ls_error *
ls_niche_spares(struct ls_lines *lines, const struct ls_type *type,
    struct ls_niche_row *row)
{
	struct cover cover;
	if (!is_asked(type))
		return NULL;
	struct ls_error *err = cover_of(type, &cover);
	if (err)
		return err;
	err = fill(lines, type, &cover, row);
	free(cover.items);
	return err;
}
