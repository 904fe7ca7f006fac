/*
 * layout.c - where rustc puts the fields of a struct.
 *
 * rustc orders fields by alignment and size, the largest first, and among
 * equals so that the largest niche comes near the start.  If that leaves it
 * neither at the start nor at the very end, it tries again with the niche
 * near the end, and takes that if the niche is then farther from the start
 * than before from either side: an enum around it can then put the fields of
 * other variants on the longer side.  The first try keeps the first of equal
 * niches, the second the last.
 *
 *	(u8, u32, u16)		|u32-|u16|u8|-|	8 bytes
 *	repr(C) (u8, u32, u16)	|u8|---|u32-|u16|--|	12 bytes
 *
 *	repr(C) { u8, bool, bool }	|u|b|b|  first: 1 before, 1 after
 *					         last: 2 before: it is taken
 *	repr(C) { u8, bool, bool, u8 }	|u|b|b|u|  1 before, 2 after; last: 2
 *					         before, not more than 2
 */
#include "analyse/layout/layout.h"

#include <stdlib.h>

#include "base/limits.h"

enum bias { BIAS_START, BIAS_END };

struct item {
	struct ls_part *part;
	uint32_t index;
	uint64_t group;
	ls_u128 free_count;
	uint64_t niche_place; /* the lesser comes first */
	uint64_t offset_bytes;
};

static unsigned
log2_of(uint64_t number)
{
	return number ? (unsigned)__builtin_ctzll(number) : 0;
}

static uint64_t
align_of(const struct ls_ordering *how, const struct ls_part *part)
{
	uint64_t align = part->align_bytes ? part->align_bytes : 1;
	return how->pack_bytes && align > how->pack_bytes ? how->pack_bytes
							  : align;
}

/* Fields that are alike in size stand together, the largest first. */
static uint64_t
group_of(const struct ls_ordering *how, const struct ls_part *part,
    enum bias bias, uint64_t most_align, ls_u128 most_free)
{
	uint64_t align = part->align_bytes ? part->align_bytes : 1;
	uint64_t larger = align > part->size_bytes ? align : part->size_bytes;
	unsigned group = log2_of(larger);
	if (how->pack_bytes)
		return align_of(how, part);
	if (most_free == 0)
		return group;
	if (bias == BIAS_START)
		return group < log2_of(most_align) ? group
						   : log2_of(most_align);
	return part->niche.available == most_free ? log2_of(align) : group;
}

static int
by_start(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	if (x->group != y->group)
		return x->group > y->group ? -1 : 1;
	if (x->free_count != y->free_count)
		return x->free_count > y->free_count ? -1 : 1;
	if (x->niche_place != y->niche_place)
		return x->niche_place < y->niche_place ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static int
by_end(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	if (x->group == y->group && x->free_count != y->free_count)
		return x->free_count < y->free_count ? -1 : 1;
	return by_start(a, b);
}

/* After a tag the small ones come first, to fill what it leaves. */
static int
by_prefix(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (x->free_count != y->free_count)
		return x->free_count < y->free_count ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static uint64_t
niche_place(const struct ls_part *part, enum bias bias)
{
	uint64_t at = part->niche.offset_bits / 8;
	if (!part->niche.has_niche)
		return 0;
	if (bias == BIAS_START)
		return at;
	return UINT64_MAX -
	    (part->size_bytes - part->niche.size_bits / 8 - at);
}

static void
put_in_order(const struct ls_part_list *fields, const struct ls_ordering *how,
    enum bias bias, struct item *items)
{
	uint32_t count = fields->count;
	uint64_t most_align = 1;
	ls_u128 most_free = 0;
	if (how->pins_last && count > 0)
		count--;
	for (uint32_t i = 0; i < count; i++) {
		const struct ls_part *part = &fields->items[i];
		if (most_align < part->align_bytes)
			most_align = part->align_bytes;
		if (most_free < part->niche.available)
			most_free = part->niche.available;
	}
	for (uint32_t i = 0; i < fields->count; i++) {
		struct ls_part *part = &fields->items[i];
		items[i] = (struct item){
			.part = part,
			.index = i,
			.group = group_of(
			    how, part, bias, most_align, most_free),
			.free_count = part->niche.available,
			.niche_place = niche_place(part, bias),
		};
	}
	if (how->keeps_order || count < 2)
		return;
	if (how->tag_bytes)
		qsort(items, count, sizeof(*items), by_prefix);
	else
		qsort(items, count, sizeof(*items),
		    bias == BIAS_START ? by_start : by_end);
}

static bool
round_up(uint64_t *bytes, uint64_t align)
{
	uint64_t over = *bytes % align;
	return over == 0 ||
	    !__builtin_add_overflow(*bytes, align - over, bytes);
}

static void
keep_niche(struct ls_layout *layout, const struct item *item, enum bias bias)
{
	const struct ls_niche *niche = &item->part->niche;
	ls_u128 most = layout->niche.available;
	if (!niche->has_niche || niche->available < most ||
	    (bias == BIAS_START && niche->available == most))
		return;
	bool is_certain = layout->niche.is_certain;
	layout->niche = *niche;
	layout->niche.offset_bits += item->offset_bytes * 8;
	layout->niche.is_certain = is_certain;
}

static enum ls_laid
lay_out(const struct ls_part_list *fields, const struct ls_ordering *how,
    enum bias bias, struct item *items, struct ls_layout *layout)
{
	uint64_t offset = 0;
	*layout = (struct ls_layout){ .align_bytes = 1,
		.niche = { .is_certain = true } };
	if (how->tag_bytes) {
		layout->align_bytes = how->tag_align_bytes;
		offset = how->tag_bytes;
		if (!round_up(&offset, how->tag_align_bytes))
			return LS_LAID_TOO_LARGE;
	}
	put_in_order(fields, how, bias, items);
	for (uint32_t i = 0; i < fields->count; i++) {
		const struct ls_part *part = items[i].part;
		uint64_t align = align_of(how, part);
		if (!round_up(&offset, align))
			return LS_LAID_TOO_LARGE;
		if (layout->align_bytes < align)
			layout->align_bytes = align;
		items[i].offset_bytes = offset;
		layout->is_uninhabited |= part->is_uninhabited;
		layout->niche.is_certain &= part->niche.is_certain;
		keep_niche(layout, &items[i], bias);
		if (__builtin_add_overflow(offset, part->size_bytes, &offset))
			return LS_LAID_TOO_LARGE;
	}
	if (layout->align_bytes < how->align_bytes)
		layout->align_bytes = how->align_bytes;
	layout->is_end_biased = bias == BIAS_END;
	layout->size_bytes = offset;
	return round_up(&layout->size_bytes, layout->align_bytes) &&
		layout->size_bytes <= LS_MAX_TYPE_BYTES
	    ? LS_LAID_OUT
	    : LS_LAID_TOO_LARGE;
}

/* Is the niche that is near the start badly placed, and better near the end? */
static bool
is_end_better(const struct ls_layout *start, const struct ls_layout *end)
{
	uint64_t head = start->niche.offset_bits / 8;
	uint64_t tail = start->size_bytes - head - start->niche.size_bits / 8;
	uint64_t end_head = end->niche.offset_bits / 8;
	return end->niche.has_niche && end_head > head && end_head > tail;
}

static bool
wants_second_try(const struct ls_part_list *fields,
    const struct ls_ordering *how, const struct ls_layout *start)
{
	uint64_t head = start->niche.offset_bits / 8;
	uint64_t after = head + start->niche.size_bits / 8;
	return !how->pins_last && start->niche.has_niche &&
	    fields->count > 1 && head > 0 && after < start->size_bytes;
}

enum ls_laid
ls_layout_fields(const struct ls_part_list *fields,
    const struct ls_ordering *how, struct ls_layout *ret)
{
	size_t count = fields->count;
	struct item *items = calloc(2 * count + 1, sizeof(*items));
	struct item *taken = items;
	if (!items)
		return LS_LAID_NOMEM;
	enum ls_laid laid = lay_out(fields, how, BIAS_START, items, ret);
	if (laid == LS_LAID_OUT && wants_second_try(fields, how, ret)) {
		struct ls_layout end;
		laid = lay_out(fields, how, BIAS_END, items + count, &end);
		if (laid == LS_LAID_OUT && is_end_better(ret, &end)) {
			*ret = end;
			taken = items + count;
		}
	}
	for (size_t i = 0; laid == LS_LAID_OUT && i < count; i++)
		taken[i].part->offset_bytes = taken[i].offset_bytes;
	free(items);
	return laid;
}

enum ls_laid
ls_layout_struct(const struct ls_part_list *fields, const struct ls_repr *repr,
    struct ls_layout *ret)
{
	const struct ls_ordering how = {
		.keeps_order = repr->is_c,
		.pins_last = repr->pins_last,
		.pack_bytes = repr->pack_bytes,
		.align_bytes = repr->align_bytes,
	};
	return ls_layout_fields(fields, &how, ret);
}
