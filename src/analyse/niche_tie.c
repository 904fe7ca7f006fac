/*
 * niche_tie.c - which of two equally large niches rustc keeps.
 *
 * rustc (rustc_abi, layout.rs, 1.85 to 1.95 alike) lays a struct out so that
 * its largest niche comes near the start.  If that leaves it neither at the
 * start nor at the very end, it tries again with the niche near the end, and
 * takes that if the niche is then farther from the start than before from
 * either side.  The first try keeps the first of equal niches, the second
 * the last:
 *
 *	repr(C) { u8, bool, bool }	|u|b|b|  first: 1 before, 1 after
 *					         last: 2 before: it is taken
 *	repr(C) { u8, bool, bool, u8 }	|u|b|b|u|  1 before, 2 after; last: 2
 *					         before, not more than 2
 *
 * So the layout is made again, under each rule that it may have been made
 * by, and where it comes out as it stands the rule's niche is the answer.
 */
#include "analyse/niche_tie.h"

#include <stdlib.h>

enum rule { RULE_SIZED, RULE_PIN_LAST, RULE_SOURCE_ORDER, RULE_COUNT };

enum bias { BIAS_START, BIAS_END };

struct item {
	const struct ls_part *part;
	uint32_t index;
	unsigned group;
	ls_u128 free_count;
	uint64_t niche_place; /* the lesser comes first */
};

/* What one try gives. */
struct layout {
	bool is_as_it_stands;
	uint64_t niche_offset_bytes;
	uint64_t niche_size_bytes;
	bool has_niche;
};

static unsigned
log2_of(uint64_t number)
{
	return number ? (unsigned)__builtin_ctzll(number) : 0;
}

static uint64_t
align_of(const struct ls_parts *parts, const struct ls_part *part)
{
	uint64_t align = part->align_bytes ? part->align_bytes : 1;
	return parts->pack_bytes && align > parts->pack_bytes
	    ? parts->pack_bytes
	    : align;
}

/* Fields that are alike in size stand together, the largest first. */
static unsigned
group_of(const struct ls_parts *parts, const struct ls_part *part,
    enum bias bias, uint64_t most_align, ls_u128 most_free)
{
	uint64_t align = part->align_bytes ? part->align_bytes : 1;
	uint64_t larger = align > part->size_bytes ? align : part->size_bytes;
	unsigned group = log2_of(larger);
	if (parts->pack_bytes)
		return (unsigned)align_of(parts, part);
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
put_in_order(const struct ls_parts *parts, enum rule rule, enum bias bias,
    struct item *items)
{
	uint32_t count = parts->count - (rule == RULE_PIN_LAST);
	uint64_t most_align = 1;
	ls_u128 most_free = 0;
	for (uint32_t i = 0; i < count; i++) {
		const struct ls_part *part = &parts->items[i];
		if (most_align < part->align_bytes)
			most_align = part->align_bytes;
		if (most_free < part->niche.available)
			most_free = part->niche.available;
	}
	for (uint32_t i = 0; i < parts->count; i++) {
		const struct ls_part *part = &parts->items[i];
		items[i] = (struct item){
			.part = part,
			.index = i,
			.group = group_of(
			    parts, part, bias, most_align, most_free),
			.free_count = part->niche.available,
			.niche_place = niche_place(part, bias),
		};
	}
	if (rule != RULE_SOURCE_ORDER)
		qsort(items, count, sizeof(*items),
		    bias == BIAS_START ? by_start : by_end);
}

static struct layout
lay_out(const struct ls_parts *parts, enum rule rule, enum bias bias,
    struct item *items)
{
	struct layout layout = { .is_as_it_stands = true };
	uint64_t offset = 0;
	ls_u128 most = 0;
	put_in_order(parts, rule, bias, items);
	for (uint32_t i = 0; i < parts->count; i++) {
		const struct ls_part *part = items[i].part;
		uint64_t align = align_of(parts, part);
		offset = (offset + align - 1) / align * align;
		layout.is_as_it_stands &= offset == part->offset_bytes;
		if (part->niche.has_niche &&
		    (part->niche.available > most ||
			(bias == BIAS_END && part->niche.available == most))) {
			most = part->niche.available;
			layout.has_niche = true;
			layout.niche_offset_bytes = offset +
			    part->niche.offset_bits / 8;
			layout.niche_size_bytes = part->niche.size_bits / 8;
		}
		offset += part->size_bytes;
	}
	return layout;
}

static enum ls_tie
try_rule(const struct ls_parts *parts, enum rule rule, struct item *items)
{
	struct layout start = lay_out(parts, rule, BIAS_START, items);
	enum ls_tie tie = LS_TIE_FIRST;
	if (rule != RULE_PIN_LAST && start.has_niche && parts->count > 1) {
		uint64_t head = start.niche_offset_bytes;
		uint64_t end = head + start.niche_size_bytes;
		uint64_t tail = parts->size_bytes > end
		    ? parts->size_bytes - end
		    : 0;
		struct layout other = lay_out(parts, rule, BIAS_END, items);
		if (head > 0 && tail > 0 && other.niche_offset_bytes > head &&
		    other.niche_offset_bytes > tail) {
			start = other;
			tie = LS_TIE_LAST;
		}
	}
	return start.is_as_it_stands ? tie : LS_TIE_UNKNOWN;
}

enum ls_tie
ls_niche_tie(const struct ls_parts *parts)
{
	struct item *items = calloc(parts->count + 1, sizeof(*items));
	enum ls_tie answer = LS_TIE_UNKNOWN;
	if (!items)
		return LS_TIE_NOMEM;
	for (enum rule rule = RULE_SIZED; rule < RULE_COUNT; rule++) {
		if (rule == RULE_SIZED && parts->is_tuple)
			continue;
		if (rule == RULE_PIN_LAST && !parts->may_pin_last)
			continue;
		if (rule == RULE_SOURCE_ORDER && parts->is_tuple)
			continue;
		enum ls_tie tie = try_rule(parts, rule, items);
		if (tie == LS_TIE_UNKNOWN)
			continue;
		if (answer != LS_TIE_UNKNOWN && answer != tie) {
			answer = LS_TIE_UNKNOWN;
			break;
		}
		answer = tie;
	}
	free(items);
	return answer;
}
