/*
 * niche_enum.c - what the tag of an enum leaves free.
 *
 * In: the values that variants with values have.  Out: the range that rustc
 * calls valid, and so what is free beside it.
 *
 * Which range that is has changed.  Up to 1.85 it goes from the least to the
 * greatest, in the sign of the discriminant; 1.95 to 1.97 take the shortest
 * range, which may wrap, for enums of repr(uN), and the old one for the
 * others.  Whether there is a repr the file does not tell, so where the two
 * differ, nobody can say:
 *
 *	#[repr(u8)] { 0, 1, 255 }	0..=255: none free
 *					255..=1: 253 free
 */
#include "analyse/niche/niche_enum.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/layout/rules.h"

static ls_u128
mask_of(uint64_t bits)
{
	return bits >= 128 ? ~(ls_u128)0 : ((ls_u128)1 << bits) - 1;
}

void
ls_niche_count(struct ls_niche *niche)
{
	niche->available = (niche->first - niche->last - 1) &
	    mask_of(niche->size_bits);
	niche->has_niche = niche->available > 0;
	niche->most = niche->available;
}

/* The values that mean something, masked, in any order. */
struct values {
	const struct ls_type *type;
	uint32_t count;
	uint64_t size_bits;
	bool with_uninhabited; /* also of variants that never exist */
};

static bool
value_at(const struct values *values, uint32_t at, ls_u128 *ret)
{
	const struct ls_type *type = values->type;
	if (!type->variants) {
		*ret = type->enumerators[at].value &
		    mask_of(values->size_bits);
		return true;
	}
	const struct ls_variant *variant = &type->variants->items[at];
	*ret = variant->discr & mask_of(values->size_bits);
	return variant->has_discr &&
	    (values->with_uninhabited || !variant->is_uninhabited);
}

/* One that never exists and holds nothing has no value of the tag, unless it
 * stands between two that do; the file gives it one all the same:
 *
 *	enum { A(Never), B(bool), C }	C is 2; A is told as 0, which is B's
 */
static bool
is_absent(const struct ls_variant *variant)
{
	if (!variant->is_uninhabited)
		return false;
	for (uint32_t i = 0; i < variant->field_count; i++)
		if (!variant->fields[i].has_size ||
		    variant->fields[i].size_bits > 0)
			return false;
	return true;
}

bool
ls_niche_claim(const struct ls_niche *host, const struct ls_type *type,
    struct ls_niche *ret)
{
	const struct ls_variants *variants = type->variants;
	ls_u128 mask = mask_of(host->size_bits), value;
	ls_u128 nearest_after = mask, nearest_before = mask;
	ls_u128 after = 0, before = 0;
	for (uint32_t i = 0; i < variants->count; i++) {
		if (!variants->items[i].has_discr ||
		    is_absent(&variants->items[i]))
			continue;
		value = variants->items[i].discr & mask;
		ls_u128 up = (value - host->last - 1) & mask;
		ls_u128 down = (host->first - 1 - value) & mask;
		if (up >= host->available || down >= host->available)
			return false;
		after = up > after ? up : after;
		before = down > before ? down : before;
		nearest_after = up < nearest_after ? up : nearest_after;
		nearest_before = down < nearest_before ? down : nearest_before;
	}
	*ret = *host;
	if (nearest_after == 0 && (nearest_before > 0 || after <= before))
		ret->last = (host->last + 1 + after) & mask;
	else if (nearest_before == 0)
		ret->first = (host->first - 1 - before) & mask;
	else
		return false;
	/* all of them taken looks like none */
	if (nearest_after == 0 && nearest_before == 0)
		ret->last = ret->first - 1;
	ls_niche_count(ret);
	return true;
}

struct range {
	ls_u128 first;
	ls_u128 last;
};

/* From the least to the greatest. */
static struct range
straight_range(const struct values *values, bool is_signed)
{
	ls_u128 mask = mask_of(values->size_bits);
	ls_u128 flip = is_signed ? (mask >> 1) + 1 : 0;
	struct range range = { 0, 0 };
	bool is_first = true;
	for (uint32_t i = 0; i < values->count; i++) {
		ls_u128 value;
		if (!value_at(values, i, &value))
			continue;
		value ^= flip; /* now they sort as numbers without sign */
		if (is_first || value < range.first)
			range.first = value;
		if (is_first || value > range.last)
			range.last = value;
		is_first = false;
	}
	if (is_first)
		return range;
	range.first ^= flip;
	range.last ^= flip;
	return range;
}

static int
by_number(const void *a, const void *b)
{
	const ls_u128 *x = a, *y = b;
	return *x < *y ? -1 : *x > *y;
}

/* The shortest range, which may wrap: what it leaves free is the most. */
static bool
shortest_range(const struct values *values, struct ls_niche *ret)
{
	ls_u128 *sorted = calloc((size_t)values->count + 1, sizeof(*sorted));
	ls_u128 mask = mask_of(values->size_bits), most = 0;
	uint32_t count = 0;
	if (!sorted)
		return false;
	for (uint32_t i = 0; i < values->count; i++)
		if (value_at(values, i, &sorted[count]))
			count++;
	qsort(sorted, count, sizeof(*sorted), by_number);
	for (uint32_t i = 0; i < count; i++) {
		ls_u128 next = sorted[i + 1 < count ? i + 1 : 0];
		ls_u128 gap = (next - sorted[i] - 1) & mask;
		/* the same value twice has no gap */
		if (gap <= most || (next == sorted[i] && count > 1))
			continue;
		most = gap;
		ret->first = next;
		ret->last = sorted[i];
	}
	free(sorted);
	ret->available = ret->most = most;
	ret->has_niche = most > 0;
	return true;
}

const char ls_niche_sparse[] =
    "the values of its tag have a gap that is larger than what is left "
    "beside them, and whether rustc uses that depends on a repr, which is "
    "not in the file";

static struct ls_niche
niche_of_values(const struct ls_model *model, const struct ls_type *type,
    const struct values *values, ls_type_id integer, uint64_t offset_bits)
{
	const struct ls_type *number = ls_model_type(
	    model, ls_model_strip(model, integer));
	const struct ls_producer *producer = ls_model_producer(
	    model, type->producer);
	bool is_signed = number->encoding == LS_ENCODING_SIGNED;
	struct range range = straight_range(values, is_signed);
	struct ls_niche niche = {
		.is_certain = true,
		.offset_bits = offset_bits,
		.size_bits = values->size_bits,
		.first = range.first,
		.last = range.last,
	};
	ls_niche_count(&niche);
	bool is_straight = producer->compiler == LS_COMPILER_RUSTC &&
	    producer->major == 1 &&
	    (producer->minor <= 85 || (is_signed && producer->minor <= 97));
	/* More than half of all values are free: no gap is as large. */
	if (is_straight || niche.available > mask_of(values->size_bits) >> 1)
		return niche;
	struct ls_niche shortest = niche;
	if (!shortest_range(values, &shortest))
		shortest.available = mask_of(values->size_bits);
	else if (producer->compiler == LS_COMPILER_RUSTC &&
	    producer->minor >= 95 && ls_has_chosen_values(type->variants))
		return shortest;
	if (shortest.available > niche.available) {
		niche.is_certain = false;
		niche.why = ls_niche_sparse;
		niche.most = shortest.available;
	}
	return niche;
}

static bool
has_uninhabited(const struct ls_variants *variants)
{
	for (uint32_t i = 0; i < variants->count; i++)
		if (variants->items[i].is_uninhabited &&
		    variants->items[i].has_discr)
			return true;
	return false;
}

/* repr(C) keeps all variants in one union after the tag, so none of them
 * begins before what the most aligned member of any allows. */
static bool
may_be_c(const struct ls_variants *variants)
{
	uint64_t most = 8, first = UINT64_MAX;
	for (uint32_t i = 0; i < variants->count; i++) {
		const struct ls_variant *variant = &variants->items[i];
		for (uint32_t k = 0; k < variant->field_count; k++) {
			const struct ls_field *field = &variant->fields[k];
			if (most < field->align_bits)
				most = field->align_bits;
			if (field->has_offset && field->size_bits > 0 &&
			    first > field->offset_bits)
				first = field->offset_bits;
		}
	}
	uint64_t over = variants->tag_size_bits % most;
	return first >= variants->tag_size_bits + (over > 0 ? most - over : 0);
}

struct ls_niche
ls_niche_of_tag(const struct ls_model *model, const struct ls_type *type)
{
	const struct ls_variants *variants = type->variants;
	const struct values values = {
		.type = type,
		.count = variants->count,
		.size_bits = variants->tag_size_bits,
	};
	if (values.size_bits == 0 || values.size_bits > 128)
		return (struct ls_niche){ .is_certain = true };
	struct ls_niche niche = niche_of_values(model, type, &values,
	    variants->tag_type, variants->tag_offset_bits);
	if (!has_uninhabited(variants) || !may_be_c(variants))
		return niche;
	struct values all = values;
	all.with_uninhabited = true;
	struct ls_niche least = niche_of_values(
	    model, type, &all, variants->tag_type, variants->tag_offset_bits);
	if (least.available == niche.available)
		return niche;
	least.is_certain = false;
	least.why = "a variant that never exists has a value of the tag if "
		    "the type is repr(C), which is not in the file";
	least.most = niche.most;
	return least;
}

struct ls_niche
ls_niche_of_enumerators(
    const struct ls_model *model, const struct ls_type *type)
{
	const struct values values = {
		.type = type,
		.count = type->enumerator_count,
		.size_bits = type->size_bits,
	};
	if (!type->has_size || values.size_bits == 0 ||
	    values.size_bits > 128 || values.count == 0)
		return (struct ls_niche){ .is_certain = true };
	return niche_of_values(model, type, &values, type->target, 0);
}
