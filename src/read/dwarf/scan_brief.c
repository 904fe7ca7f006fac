/*
 * scan_brief.c - runs of DIEs that say little, each read in a few loads.
 *
 *	DW_TAG_member		10 bytes: the name's offset at 0, the type's
 *	  name       strp	reference at 5, the location at 9
 *	  decl_line  data1
 *	  type       ref4
 *	  data_member_location data1
 *
 * Most DIEs of a C program are of such abbreviations, or are wanted by nobody
 * and of a fixed width, and a run of them is read without asking for each what
 * comes next.
 */
#include <dwarf.h>

#include "read/dwarf/scan_own.h"

#include "base/limits.h"

/* The step as one of the numbers; false: it is none such. */
static bool
take_number(const struct scan_stock *stock, const struct scan_step *step,
    unsigned *count, struct scan_brief *brief)
{
	static const uint8_t widths[] = {
		[SCAN_OP_U1_64] = 1,
		[SCAN_OP_U2_64] = 2,
		[SCAN_OP_U4_64] = 4,
	};
	struct scan_brief_number number = { 0 };
	uint16_t place = step->at;
	uint32_t has = step->has;
	unsigned width = 0;
	if (*count == LS_BRIEF_NUMBERS)
		return false;
	if (step->op == SCAN_OP_NUMBER) {
		has |= LS_DIE_CONST_VALUE;
		place = offsetof(struct ls_die, const_value.low);
		width = step->width_bytes;
	} else if (step->op == SCAN_OP_CONST_64) {
		int64_t constant = stock->constants[step->constant];
		if (constant > UINT32_MAX)
			return false;
		number.constant = (uint32_t)constant;
	} else if (step->op < sizeof(widths) && widths[step->op]) {
		width = widths[step->op];
	} else {
		return false;
	}
	if (width) {
		number.from = step->from;
		number.big_shift = (uint8_t)(32 - 8 * width);
		number.mask = UINT32_MAX >> number.big_shift;
	}
	brief->kind.has |= has;
	brief->kind.places[*count] = place;
	brief->numbers[(*count)++] = number;
	return true;
}

static bool
is_plain_member(const struct ls_brief_kind *kind)
{
	const uint32_t needs = LS_DIE_NAME | LS_DIE_TYPE;
	return kind->tag == DW_TAG_member && !kind->has_children &&
	    kind->flags == 0 &&
	    (kind->has & ~(uint32_t)LS_DIE_MEMBER_LOCATION) == needs;
}

struct scan_brief
scan_brief_plan(
    const struct scan_stock *stock, const struct scan_abbrev *abbrev)
{
	enum { REFS = LS_DIE_TYPE | LS_DIE_SPECIFICATION };
	const struct scan_brief no = { .way = SCAN_ASK };
	struct scan_brief brief = {
		.kind = {
			.has = abbrev->begins_with_name ? LS_DIE_NAME : 0,
			.flags = abbrev->begins_with_name ? LS_DIE_NAME_HERE
							  : 0,
			.tag = abbrev->tag,
			.has_children = abbrev->has_children,
		},
		.way = SCAN_PASS,
		.begins_with_name = abbrev->begins_with_name,
		.bytes = (uint16_t)abbrev->planned_bytes,
	};
	unsigned number_count = 0;
	if (abbrev->planned_bytes < 0)
		return no;
	if (!abbrev->is_wanted)
		return brief;
	brief.way = SCAN_TAKE;
	const struct scan_step *step = stock->steps
	    ? &stock->steps[abbrev->first_step]
	    : NULL;
	struct ls_brief_kind *kind = &brief.kind;
	for (uint32_t i = 0; i < abbrev->step_count; i++, step++) {
		if (step->slot == SLOT_SIBLING)
			continue; /* an outline has no skip() */
		if (step->op == SCAN_OP_NAME4 && !(kind->has & LS_DIE_NAME)) {
			brief.name_from = step->from;
			kind->has |= LS_DIE_NAME;
		} else if (step->op == SCAN_OP_REF4 && !(kind->has & REFS)) {
			brief.ref_from = step->from;
			kind->has |= step->has;
		} else if (step->op == SCAN_OP_FLAG) {
			kind->flags |= step->has;
		} else if (!take_number(stock, step, &number_count, &brief)) {
			return no;
		}
	}
	kind->is_plain_member = is_plain_member(kind);
	return brief;
}

/* What all DIEs of a unit have in common. */
struct whole {
	const char *str;
	size_t str_bytes;
	uint64_t unit_bytes;
	ls_die_ref unit;    /* the start of the unit's header */
	ls_die_ref section; /* of its section */
	bool is_big;
};

static inline void
read_number(const struct whole *whole, const struct scan_brief *brief,
    const uint8_t *at, int i, struct ls_brief *ret)
{
	const struct scan_brief_number *number = &brief->numbers[i];
	uint32_t read = ls_peek_u32(at + number->from, whole->is_big);
	if (whole->is_big)
		read >>= number->big_shift;
	ret->numbers[i] = (read & number->mask) | number->constant;
}

/*
 * The DIE whose values begin at `at`; false: its name leads nowhere.  What it
 * does not have is read all the same, from its first bytes: no test costs less
 * than one that is a coin's toss.  Few have a second number.
 */
static inline bool
read_brief(const struct whole *whole, const struct scan_brief *brief,
    const uint8_t *at, struct ls_brief *ret)
{
	uint32_t name = ls_peek_u32(at + brief->name_from, whole->is_big);
	uint32_t ref = ls_peek_u32(at + brief->ref_from, whole->is_big);
	ret->kind = &brief->kind;
	ret->leads_to = ref < whole->unit_bytes ? whole->unit + ref
						: LS_REF_NONE;
	read_number(whole, brief, at, 0, ret);
	if (brief->kind.places[1])
		read_number(whole, brief, at, 1, ret);
	if (brief->begins_with_name)
		return true;
	ret->name = whole->str + (name < whole->str_bytes ? name : 0);
	return name < whole->str_bytes || !(brief->kind.has & LS_DIE_NAME);
}

static struct whole
whole_of(const struct scan_walk *walk)
{
	const struct scan_context *context = &walk->context;
	return (struct whole){
		.str = (const char *)context->str.at,
		.str_bytes = context->str.size,
		.unit_bytes = context->unit_end - context->unit_start,
		.unit = context->section | context->unit_start,
		.section = context->section,
		.is_big = walk->at.is_big_endian,
	};
}

/* Are we where an outline has brief DIEs? */
static bool
may_be_brief(const struct scan_walk *walk)
{
	/* at depth 0 the first one is also the last */
	return !walk->is_over && walk->depth > 0 && walk->context.str_ends &&
	    walk->context.format.is_outline && walk->table->is_dense;
}

/* `whole` is a constant where its byte order is one. */
static inline __attribute__((always_inline)) size_t
run(struct scan_walk *walk, struct whole whole, struct ls_brief *ret,
    size_t room)
{
	/* as many may be read past the end of a DIE */
	enum { BEYOND = sizeof(uint32_t) };
	const struct scan_brief *briefs = walk->table->briefs;
	const size_t brief_count = walk->table->count;
	const uint8_t *const first = walk->at.start, *const end = walk->at.end;
	const uint8_t *at = walk->at.at;
	uint32_t depth = walk->depth;
	size_t count = 0;
	if (end - at <= BEYOND)
		return 0;
	const uint8_t *const last = end - BEYOND;
	while (count < room && depth > 0 && at < last) {
		const uint8_t *p = at + 1;
		uint32_t code = *at;
		if (code == 0) {
			at = p;
			depth--;
			continue;
		}
		if (code >= 0x80) {
			if (*p >= 0x80)
				break;
			code = (code & 0x7f) | (uint32_t)*p << 7;
			p++;
		}
		if (code - 1 >= brief_count)
			break;
		const struct scan_brief *brief = &briefs[code - 1];
		struct ls_brief *die = &ret[count];
		if (brief->begins_with_name) {
			die->name = (const char *)p;
			p = memchr(p, 0, (size_t)(end - p));
			if (!p)
				break;
			p++;
		}
		if (brief->way == SCAN_ASK || last - p < brief->bytes)
			break;
		if (brief->way == SCAN_TAKE) {
			if (!read_brief(&whole, brief, p, die))
				break;
			die->ref = whole.section | (uint64_t)(at - first);
			die->depth = depth;
			count++;
		}
		at = p + brief->bytes;
		depth += brief->kind.has_children;
		if (depth >= LS_MAX_DIE_DEPTH)
			break;
	}
	walk->at.at = at;
	walk->depth = depth;
	walk->is_over = depth == 0;
	return count;
}

size_t
scan_briefs(struct ls_walk *base, struct ls_brief *ret, size_t room)
{
	struct scan_walk *walk = (struct scan_walk *)base;
	struct whole whole = whole_of(walk);
	if (!may_be_brief(walk))
		return 0;
	/* two copies, each without a test of the byte order */
	if (whole.is_big) {
		whole.is_big = true;
		return run(walk, whole, ret, room);
	}
	whole.is_big = false;
	return run(walk, whole, ret, room);
}
