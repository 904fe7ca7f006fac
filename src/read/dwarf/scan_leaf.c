/*
 * scan_leaf.c - runs of DIEs that say little, each read in a few loads.
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
#include "read/dwarf/scan_own.h"

/* Which step gives the number of a leaf; false: none that a leaf has. */
static bool
take_number(const struct scan_table *table, const struct scan_step *step,
    struct scan_leaf *leaf)
{
	static const uint8_t widths[] = {
		[SCAN_OP_U1_64] = 1,
		[SCAN_OP_U2_64] = 2,
		[SCAN_OP_U4_64] = 4,
	};
	leaf->number_from = step->from;
	leaf->has |= step->has;
	if (step->op == SCAN_OP_NUMBER) {
		leaf->has |= LS_DIE_CONST_VALUE;
		leaf->number_width = step->width_bytes;
		return true;
	}
	if (step->op == SCAN_OP_CONST_64) {
		leaf->constant = (uint64_t)table->constants[step->constant];
		return true;
	}
	if (step->op >= sizeof(widths) || widths[step->op] == 0)
		return false;
	leaf->number_width = widths[step->op];
	return true;
}

void
scan_leaf_plan(const struct scan_table *table, struct scan_abbrev *abbrev)
{
	struct scan_leaf leaf = {
		.is_leaf = true,
		.has = abbrev->begins_with_name ? LS_DIE_NAME : 0,
	};
	bool has_number = false;
	if (abbrev->has_children || !abbrev->is_wanted)
		return;
	const struct scan_step *step = scan_table_steps(table, abbrev);
	for (uint32_t i = 0; i < abbrev->step_count; i++, step++) {
		if (step->op == SCAN_OP_NAME4 && !(leaf.has & LS_DIE_NAME)) {
			leaf.name_from = step->from;
			leaf.has |= LS_DIE_NAME;
		} else if (step->op == SCAN_OP_REF4 &&
		    step->slot == SLOT_TYPE) {
			leaf.type_from = step->from;
			leaf.has |= LS_DIE_TYPE;
		} else if (has_number || !take_number(table, step, &leaf)) {
			return;
		} else {
			has_number = true;
		}
	}
	abbrev->leaf = leaf;
}

static inline uint64_t
number_at(const uint8_t *at, unsigned width, bool is_big)
{
	return width == 1 ? *at
	    : width == 2  ? ls_peek_u16(at, is_big)
			  : ls_peek_u32(at, is_big);
}

/* The leaf whose values begin at `at`; no: its name leads nowhere. */
static inline bool
read_leaf(const struct scan_context *context, const struct scan_leaf *leaf,
    const uint8_t *at, bool is_big, struct ls_leaf *ret)
{
	ret->has = leaf->has;
	if (leaf->has & LS_DIE_NAME && !ret->is_name_here) {
		uint32_t offset = ls_peek_u32(at + leaf->name_from, is_big);
		if (offset >= context->str.size)
			return false;
		ret->name = (const char *)context->str.at + offset;
	}
	if (leaf->has & LS_DIE_TYPE) {
		uint32_t offset = ls_peek_u32(at + leaf->type_from, is_big);
		ret->type = offset < context->unit_end - context->unit_start
		    ? context->section | (context->unit_start + offset)
		    : LS_REF_NONE;
	}
	ret->number = leaf->number_width
	    ? number_at(at + leaf->number_from, leaf->number_width, is_big)
	    : leaf->constant;
	return true;
}

/* An abbreviation's code of one or two bytes; 0: not that plain. */
static inline uint64_t
read_code(const uint8_t **at, const uint8_t *end)
{
	const uint8_t *p = *at;
	if (end - p < 2)
		return 0;
	if (p[0] < 0x80) {
		*at = p + 1;
		return p[0];
	}
	if (p[1] >= 0x80)
		return 0;
	*at = p + 2;
	return (uint64_t)(p[0] & 0x7f) | (uint64_t)p[1] << 7;
}

size_t
scan_leaves(
    struct ls_walk *base, struct ls_leaf *ret, size_t room, uint32_t *depth)
{
	struct scan_walk *walk = (struct scan_walk *)base;
	const struct scan_context *context = &walk->context;
	const struct scan_table *table = walk->table;
	const uint8_t *at = walk->at.at, *end = walk->at.end;
	bool is_big = walk->at.is_big_endian;
	size_t count = 0;
	*depth = walk->depth;
	/* at depth 0 the first one is also the last */
	if (walk->is_over || walk->depth == 0 || !context->str_ends ||
	    !context->format.is_outline)
		return 0;
	while (count < room) {
		const uint8_t *start = at;
		uint64_t code = read_code(&at, end);
		const struct scan_abbrev *abbrev = scan_table_find(
		    table, code);
		if (code == 0 || !abbrev || abbrev->planned_bytes < 0 ||
		    abbrev->has_children)
			break;
		struct ls_leaf *leaf = &ret[count];
		leaf->is_name_here = abbrev->begins_with_name;
		if (leaf->is_name_here) {
			leaf->name = (const char *)at;
			at = memchr(at, 0, (size_t)(end - at));
			if (!at)
				break;
			at++;
		}
		if (abbrev->planned_bytes > end - at)
			break;
		if (abbrev->is_wanted) {
			if (!abbrev->leaf.is_leaf ||
			    !read_leaf(
				context, &abbrev->leaf, at, is_big, leaf))
				break;
			leaf->ref = context->section |
			    (uint64_t)(start - walk->at.start);
			leaf->tag = abbrev->tag;
			count++;
		}
		at += abbrev->planned_bytes;
		walk->at.at = at;
	}
	return count;
}
