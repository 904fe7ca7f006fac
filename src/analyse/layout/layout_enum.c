/*
 * layout_enum.c - how rustc tells the variants of an enum apart.
 *
 * Without a repr, rustc lays an enum out in two ways and keeps the better.
 * With the tag in a niche: all other variants have to fit before or after the
 * niche of the largest one, and it must have a value for each.  With a tag of
 * its own: as small as the values allow, then as wide as the first fields
 * leave room for.  The smaller wins, then the one that leaves more free, then
 * the tag.
 *
 *	Option<&u8>	niche: 8 bytes	tag: 16		niche
 *	Option<u64>	no niche	tag: 8 + 8	16, the tag is u64
 *	{ A(bool), B }	niche: 1	tag: 2		niche, 253 free
 *
 * A variant that no value exists of, and that takes no bytes, is absent: it
 * has no value of the tag.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/layout/layout.h"
#include "analyse/niche/niche_enum.h"

/* The widest tag of its own that there is. */
enum { MOST_TAG_BYTES = 16 };

struct enum_work {
	struct ls_part_list *variants;
	uint32_t count;
	const struct ls_repr *repr;
	struct ls_layout *layouts; /* of each variant, without a tag */
};

static bool
is_inhibited(const struct ls_repr *repr)
{
	return repr->is_c || repr->int_bytes > 0;
}

static bool
has_no_value(const struct ls_part_list *variant)
{
	for (uint32_t i = 0; i < variant->count; i++)
		if (variant->items[i].is_uninhabited)
			return true;
	return false;
}

static bool
is_bare(const struct ls_part *part)
{
	return part->size_bytes == 0 && part->align_bytes <= 1;
}

static bool
is_absent(const struct ls_part_list *variant)
{
	for (uint32_t i = 0; i < variant->count; i++)
		if (!is_bare(&variant->items[i]))
			return false;
	return has_no_value(variant);
}

static uint64_t
round_up(uint64_t bytes, uint64_t align)
{
	return (bytes + align - 1) / align * align;
}

static ls_u128
mask_of(uint64_t bytes)
{
	return bytes >= 16 ? ~(ls_u128)0 : ((ls_u128)1 << bytes * 8) - 1;
}

/* ---- the tag in a niche ---- */

/*
 * Take `count` values from the niche: beside its valid range, on the side
 * that is nearer to zero.  (Which ones they are never changes a size.)
 */
static bool
reserve(struct ls_niche *niche, ls_u128 count)
{
	ls_u128 mask = mask_of(niche->size_bits / 8);
	if (count > niche->available)
		return false;
	bool at_end = niche->first > niche->last;
	if (!at_end && niche->first <= mask - niche->last) {
		at_end = count > niche->first;
	} else if (!at_end) {
		ls_u128 end = (niche->last + count) & mask;
		at_end = !(end >= 1 && end <= niche->last);
	}
	if (at_end)
		niche->last = (niche->last + count) & mask;
	else
		niche->first = (niche->first - count) & mask;
	niche->available -= count;
	niche->most = niche->available;
	niche->has_niche = niche->available > 0;
	return true;
}

/* The largest; among equals the last. */
static uint32_t
find_host(const struct enum_work *work)
{
	uint32_t host = 0;
	for (uint32_t i = 1; i < work->count; i++)
		if (work->layouts[i].size_bytes >=
		    work->layouts[host].size_bytes)
			host = i;
	return host;
}

/* How many values: from the first variant that needs one to the last. */
static uint32_t
count_values(const struct enum_work *work, uint32_t host)
{
	uint32_t first = work->count, last = 0;
	for (uint32_t i = 0; i < work->count; i++) {
		if (i == host || is_absent(&work->variants[i]))
			continue;
		if (first == work->count)
			first = i;
		last = i;
	}
	return first == work->count ? 0 : last - first + 1;
}

/* Before the niche if it fits there, else right after. */
static bool
place_beside(const struct enum_work *work, uint32_t at,
    const struct ls_niche *niche, uint64_t size_bytes)
{
	const struct ls_layout *layout = &work->layouts[at];
	const struct ls_part_list *variant = &work->variants[at];
	uint64_t niche_at = niche->offset_bits / 8, shift = 0;
	if (layout->size_bytes > niche_at) {
		shift = round_up(
		    niche_at + niche->size_bits / 8, layout->align_bytes);
		if (shift > size_bytes ||
		    layout->size_bytes > size_bytes - shift)
			return false;
	}
	for (uint32_t i = 0; i < variant->count; i++)
		variant->items[i].offset_bytes += shift;
	return true;
}

/* False: it cannot be; `ret` is then not to be used. */
static bool
lay_in_niche(struct enum_work *work, struct ls_layout *ret)
{
	uint64_t align = 1;
	for (uint32_t i = 0; i < work->count; i++)
		if (align < work->layouts[i].align_bytes)
			align = work->layouts[i].align_bytes;
	uint32_t host = find_host(work);
	struct ls_niche niche = work->layouts[host].niche;
	const struct ls_niche whole = niche;
	uint32_t count = count_values(work, host);
	if (count == 0 || !niche.has_niche || !reserve(&niche, count))
		return false;
	*ret = (struct ls_layout){
		.size_bytes = round_up(work->layouts[host].size_bytes, align),
		.align_bytes = align,
		.niche = niche,
		.coding = LS_CODING_NICHE,
		.tag_offset_bytes = niche.offset_bits / 8,
		.tag_size_bytes = niche.size_bits / 8,
		.host = host,
	};
	for (uint32_t i = 0; i < work->count; i++)
		if (i != host &&
		    !place_beside(work, i, &whole, ret->size_bytes))
			return false;
	return true;
}

/* ---- a tag of its own ---- */

static bool
fits(ls_i128 low, ls_i128 high, uint64_t bytes)
{
	if (bytes >= 16)
		return true;
	if (low >= 0)
		return (ls_u128)high <= mask_of(bytes);
	ls_i128 most = (ls_i128)(mask_of(bytes) >> 1);
	return low >= -most - 1 && high <= most;
}

struct values {
	ls_i128 low;
	ls_i128 high;
	bool is_any;
};

/* Of the variants that have values; with repr(C) of all. */
static struct values
tag_values(const struct enum_work *work)
{
	struct values values = { 0, 0, false };
	for (uint32_t i = 0; i < work->count; i++) {
		ls_i128 value = is_inhibited(work->repr)
		    ? (ls_i128)work->variants[i].discr
		    : (ls_i128)i;
		if (!work->repr->is_c && has_no_value(&work->variants[i]))
			continue;
		if (!values.is_any || value < values.low)
			values.low = value;
		if (!values.is_any || value > values.high)
			values.high = value;
		values.is_any = true;
	}
	return values;
}

static uint64_t
least_tag(const struct enum_work *work, const struct values *values)
{
	uint64_t bytes = 1;
	ls_i128 low = values->low < 0 ? values->low : 0;
	ls_i128 high = values->high > 0 ? values->high : 0;
	if (work->repr->int_bytes)
		return work->repr->int_bytes;
	while (!fits(low, high, bytes))
		bytes *= 2;
	return work->repr->is_c && bytes < 4 ? 4 : bytes;
}

/* The alignment of the first field, in memory, that has bytes or an alignment
 * of its own. */
static uint64_t
first_align(const struct ls_part_list *variant, uint64_t most)
{
	const struct ls_part *first = NULL;
	for (uint32_t i = 0; i < variant->count; i++) {
		const struct ls_part *part = &variant->items[i];
		if (is_bare(part))
			continue;
		if (!first || part->offset_bytes < first->offset_bytes ||
		    (part->offset_bytes == first->offset_bytes &&
			part->size_bytes == 0 && first->size_bytes > 0))
			first = part;
	}
	return first && first->align_bytes < most ? first->align_bytes : most;
}

static uint64_t
tag_align(const struct enum_work *work, uint64_t tag_bytes)
{
	uint64_t align = tag_bytes;
	for (uint32_t i = 0; work->repr->is_c && i < work->count; i++)
		for (uint32_t k = 0; k < work->variants[i].count; k++)
			if (align < work->variants[i].items[k].align_bytes)
				align = work->variants[i].items[k].align_bytes;
	return align;
}

/* As wide as the first fields leave room for, without moving any. */
static uint64_t
widen_tag(struct enum_work *work, uint64_t tag_bytes, uint64_t room)
{
	if (is_inhibited(work->repr) || room <= tag_bytes ||
	    room > MOST_TAG_BYTES)
		return tag_bytes;
	for (uint32_t i = 0; i < work->count; i++) {
		const struct ls_part_list *variant = &work->variants[i];
		for (uint32_t k = 0; k < variant->count; k++)
			if (variant->items[k].offset_bytes <= tag_bytes)
				variant->items[k].offset_bytes = room;
	}
	return room;
}

static enum ls_laid
lay_with_tag(struct enum_work *work, struct ls_layout *ret)
{
	struct values values = tag_values(work);
	uint64_t bytes = least_tag(work, &values), room = 256;
	const struct ls_ordering how = {
		.keeps_order = is_inhibited(work->repr),
		.align_bytes = work->repr->align_bytes,
		.tag_bytes = bytes,
		.tag_align_bytes = tag_align(work, bytes),
	};
	*ret = (struct ls_layout){ .align_bytes = 1,
		.coding = LS_CODING_TAG,
		.niche = { .is_certain = true } };
	for (uint32_t i = 0; i < work->count; i++) {
		struct ls_layout layout;
		enum ls_laid laid = ls_layout_fields(
		    &work->variants[i], &how, &layout);
		if (laid != LS_LAID_OUT)
			return laid;
		room = first_align(&work->variants[i], room);
		if (ret->size_bytes < layout.size_bytes)
			ret->size_bytes = layout.size_bytes;
		if (ret->align_bytes < layout.align_bytes)
			ret->align_bytes = layout.align_bytes;
	}
	ret->size_bytes = round_up(ret->size_bytes, ret->align_bytes);
	ret->tag_size_bytes = widen_tag(work, bytes, room);
	ret->niche.size_bits = ret->tag_size_bytes * 8;
	ls_u128 mask = mask_of(ret->tag_size_bytes);
	ret->niche.first = (ls_u128)values.low & mask;
	ret->niche.last = (ls_u128)values.high & mask;
	ls_niche_count(&ret->niche);
	return LS_LAID_OUT;
}

/* ---- which ---- */

static void
keep_offsets(struct enum_work *work, uint64_t *room)
{
	for (uint32_t i = 0; i < work->count; i++) {
		const struct ls_part_list *variant = &work->variants[i];
		for (uint32_t k = 0; k < variant->count; k++)
			*room++ = variant->items[k].offset_bytes;
	}
}

static void
give_offsets(struct enum_work *work, const uint64_t *room)
{
	for (uint32_t i = 0; i < work->count; i++) {
		const struct ls_part_list *variant = &work->variants[i];
		for (uint32_t k = 0; k < variant->count; k++)
			variant->items[k].offset_bytes = *room++;
	}
}

static bool
is_better(const struct ls_layout *niche, const struct ls_layout *tag)
{
	if (niche->size_bytes != tag->size_bytes)
		return niche->size_bytes < tag->size_bytes;
	return niche->niche.available > tag->niche.available;
}

/* Each variant as a struct of its own. */
static enum ls_laid
lay_apart(struct enum_work *work)
{
	const struct ls_ordering how = {
		.align_bytes = work->repr->align_bytes,
	};
	for (uint32_t i = 0; i < work->count; i++) {
		enum ls_laid laid = ls_layout_fields(
		    &work->variants[i], &how, &work->layouts[i]);
		if (laid != LS_LAID_OUT)
			return laid;
	}
	return LS_LAID_OUT;
}

static enum ls_laid
lay_best(struct enum_work *work, struct ls_layout *ret)
{
	struct ls_layout in_niche;
	size_t part_count = 0;
	if (is_inhibited(work->repr))
		return lay_with_tag(work, ret);
	enum ls_laid laid = lay_apart(work);
	if (laid != LS_LAID_OUT)
		return laid;
	bool can = lay_in_niche(work, &in_niche);
	for (uint32_t i = 0; i < work->count; i++)
		part_count += work->variants[i].count;
	uint64_t *kept = calloc(part_count + 1, sizeof(*kept));
	if (!kept)
		return LS_LAID_NOMEM;
	keep_offsets(work, kept);
	laid = lay_with_tag(work, ret);
	if (laid == LS_LAID_OUT && can && is_better(&in_niche, ret)) {
		*ret = in_niche;
		give_offsets(work, kept);
	}
	for (uint32_t i = 0; i < work->count; i++)
		ret->niche.is_certain &= work->layouts[i].niche.is_certain;
	free(kept);
	return laid;
}

static enum ls_laid
lay_only(struct ls_part_list *variant, const struct ls_repr *repr,
    struct ls_layout *ret)
{
	const struct ls_ordering how = { .align_bytes = repr->align_bytes };
	return ls_layout_fields(variant, &how, ret);
}

enum ls_laid
ls_layout_enum(struct ls_part_list *variants, uint32_t count,
    const struct ls_repr *repr, struct ls_layout *ret)
{
	uint32_t present = 0, only = 0;
	bool is_uninhabited = true;
	for (uint32_t i = 0; i < count; i++) {
		is_uninhabited &= has_no_value(&variants[i]);
		if (!repr->is_c && is_absent(&variants[i]))
			continue;
		only = i;
		present++;
	}
	if (present == 0) {
		*ret = (struct ls_layout){ .align_bytes = 1,
			.coding = LS_CODING_NEVER,
			.is_uninhabited = true,
			.niche = { .is_certain = true } };
		return LS_LAID_OUT;
	}
	if (present == 1 && !is_inhibited(repr)) {
		enum ls_laid laid = lay_only(&variants[only], repr, ret);
		ret->host = only;
		return laid;
	}
	struct enum_work work = {
		.variants = variants,
		.count = count,
		.repr = repr,
		.layouts = calloc((size_t)count + 1, sizeof(struct ls_layout)),
	};
	if (!work.layouts)
		return LS_LAID_NOMEM;
	enum ls_laid laid = lay_best(&work, ret);
	ret->is_uninhabited = is_uninhabited;
	free(work.layouts);
	return laid;
}
