/*
 * niche_tie.c - which of two equally large niches rustc keeps.
 *
 * Where rustc lays a struct out with its niche near the start, it keeps the
 * first of equal ones, else the last (layout.c).  So the layout is made
 * again, under each rule that it may have been made by, and where it comes
 * out as it stands the rule's niche is the answer.
 */
#include "analyse/niche/niche_tie.h"

#include <stdlib.h>
#include <string.h>

enum rule { RULE_SIZED, RULE_PIN_LAST, RULE_SOURCE_ORDER, RULE_COUNT };

static enum ls_tie
try_rule(const struct ls_parts *parts, enum rule rule, struct ls_part *items)
{
	const struct ls_part_list fields = { .items = items,
		.count = parts->count };
	const struct ls_repr repr = {
		.is_c = rule == RULE_SOURCE_ORDER,
		.pins_last = rule == RULE_PIN_LAST,
		.pack_bytes = parts->pack_bytes,
		.align_bytes = parts->align_bytes,
	};
	struct ls_layout layout;
	memcpy(items, parts->items, parts->count * sizeof(*items));
	switch (ls_layout_struct(&fields, &repr, &layout)) {
	case LS_LAID_OUT:
		break;
	case LS_LAID_TOO_LARGE:
		return LS_TIE_UNKNOWN;
	case LS_LAID_NOMEM:
		return LS_TIE_NOMEM;
	}
	for (uint32_t i = 0; i < parts->count; i++)
		if (items[i].offset_bytes != parts->items[i].offset_bytes)
			return LS_TIE_UNKNOWN;
	return layout.is_end_biased ? LS_TIE_LAST : LS_TIE_FIRST;
}

enum ls_tie
ls_niche_tie(const struct ls_parts *parts)
{
	struct ls_part *items = calloc(
	    (size_t)parts->count + 1, sizeof(*items));
	enum ls_tie answer = LS_TIE_UNKNOWN;
	if (!items)
		return LS_TIE_NOMEM;
	for (enum rule rule = RULE_SIZED; rule < RULE_COUNT; rule++) {
		if (parts->is_tuple && rule != RULE_PIN_LAST)
			continue;
		if (rule == RULE_PIN_LAST && !parts->may_pin_last)
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
