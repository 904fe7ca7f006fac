/*
 * scan_decode.c - one DIE of the fast back-end: run the steps of its
 * abbreviation.
 *
 * Millions of times, so there are two ways.  Where all values are as wide as
 * their forms say, the abbreviation has a plan: one look whether the DIE is
 * all there, then only the values that are wanted, each at its own place.
 * Else step follows step.
 */
#include "read/dwarf/scan_own.h"

/* DW_FORM_indirect: the form is written before each value. */
enum scan_form
scan_direct_form(struct scan_walk *walk)
{
	uint64_t code = ls_read_uleb(&walk->at);
	int form = scan_form_of(code, &walk->context.format);
	if (form < 0 || form == SCAN_INDIRECT || form == SCAN_IMPLICIT) {
		ls_cursor_fail(&walk->at);
		return SCAN_PRESENT;
	}
	return (enum scan_form)form;
}

static void
pass_any(struct ls_cursor *c, enum scan_form form,
    const struct scan_context *context)
{
	struct scan_value value;
	scan_read(c, form, 0, context, &value);
}

/* Pass over a value whose width stands in it. */
static void
pass_value(struct scan_walk *walk, enum scan_form form)
{
	struct ls_cursor *c = &walk->at;
	if (form == SCAN_BLOCK_LEB)
		ls_skip(c, ls_read_uleb(c));
	else if (form == SCAN_BLOCK1)
		ls_skip(c, ls_read_u8(c));
	else if (form == SCAN_STRING)
		(void)ls_read_string(c);
	else if (form == SCAN_ULEB || form == SCAN_STRX)
		(void)ls_read_uleb(c);
	else if (form == SCAN_SLEB)
		(void)ls_read_sleb(c);
	else
		pass_any(c, form, &walk->context);
}

/* A step that is not one of the usual. */
static void
decode_general(
    struct scan_walk *walk, const struct scan_step *step, struct ls_die *die)
{
	struct scan_value value;
	enum scan_form form = (enum scan_form)step->form;
	int64_t constant = 0;
	if (form == SCAN_INDIRECT)
		form = scan_direct_form(walk);
	else if (form == SCAN_IMPLICIT)
		constant = walk->table->stock->constants[step->constant];
	scan_read(&walk->at, form, constant, &walk->context, &value);
	if (step->slot != SLOT_SIBLING)
		scan_store(die, (enum scan_slot)step->slot, form, &value);
	else if (value.ref != LS_REF_NONE)
		walk->last_sibling = value.ref & ~LS_REF_TYPES;
}

static void
put_name(struct scan_walk *walk, struct ls_die *die, uint32_t offset)
{
	const struct scan_context *context = &walk->context;
	const char *text = scan_text_at(
	    context->str, context->str_ends, offset);
	if (text) {
		die->has |= LS_DIE_NAME;
		die->name = text;
	}
}

static void
put_name_here(struct scan_walk *walk, struct ls_die *die)
{
	die->name = ls_read_string(&walk->at);
	die->has |= LS_DIE_NAME;
	die->flags |= LS_DIE_NAME_HERE;
}

static void
put_ref(struct scan_walk *walk, const struct scan_step *step,
    struct ls_die *die, uint32_t offset)
{
	const struct scan_context *context = &walk->context;
	ls_die_ref *to = (ls_die_ref *)((char *)die + step->at);
	die->has |= step->has;
	*to = offset < context->unit_end - context->unit_start
	    ? context->section | (context->unit_start + offset)
	    : LS_REF_NONE;
}

static void
put_32(struct ls_die *die, const struct scan_step *step, uint32_t number)
{
	die->has |= step->has;
	*(uint32_t *)((char *)die + step->at) = number;
}

static void
put_64(struct ls_die *die, const struct scan_step *step, uint64_t number)
{
	die->has |= step->has;
	*(uint64_t *)((char *)die + step->at) = number;
}

static void
put_number(struct ls_die *die, const struct scan_step *step, uint64_t number)
{
	die->has |= LS_DIE_CONST_VALUE;
	die->const_value = (struct ls_die_const){
		.low = number,
		.width_bytes = step->width_bytes,
	};
}

/* Step after step, each from where the last one ended. */
static void
decode_step(
    struct scan_walk *walk, const struct scan_step *step, struct ls_die *die)
{
	struct ls_cursor *c = &walk->at;
	const int64_t *constants = walk->table->stock->constants;
	switch ((enum scan_op)step->op) {
	case SCAN_OP_GENERAL:
		decode_general(walk, step, die);
		break;
	case SCAN_OP_SKIP:
		ls_skip(c, step->skip);
		break;
	case SCAN_OP_PASS:
		pass_value(walk, (enum scan_form)step->form);
		break;
	case SCAN_OP_NAME4:
		put_name(walk, die, ls_read_u32(c));
		break;
	case SCAN_OP_NAME_HERE:
		put_name_here(walk, die);
		break;
	case SCAN_OP_REF4:
		put_ref(walk, step, die, ls_read_u32(c));
		break;
	case SCAN_OP_U1_32:
		put_32(die, step, ls_read_u8(c));
		break;
	case SCAN_OP_U2_32:
		put_32(die, step, ls_read_u16(c));
		break;
	case SCAN_OP_U1_64:
		put_64(die, step, ls_read_u8(c));
		break;
	case SCAN_OP_U2_64:
		put_64(die, step, ls_read_u16(c));
		break;
	case SCAN_OP_U4_64:
		put_64(die, step, ls_read_u32(c));
		break;
	case SCAN_OP_CONST_32:
		put_32(die, step, (uint32_t)constants[step->constant]);
		break;
	case SCAN_OP_CONST_64:
		put_64(die, step, (uint64_t)constants[step->constant]);
		break;
	case SCAN_OP_FLAG:
		die->flags |= step->has;
		break;
	case SCAN_OP_NUMBER:
		put_number(die, step, ls_read_uint(c, step->width_bytes));
		break;
	}
}

/* The same where the DIE is all there, and the value known to be at `at`. */
static void
decode_planned_step(struct scan_walk *walk, const struct scan_step *step,
    const uint8_t *at, struct ls_die *die)
{
	bool is_big = walk->at.is_big_endian;
	const int64_t *constants = walk->table->stock->constants;
	switch ((enum scan_op)step->op) {
	case SCAN_OP_SKIP:
	case SCAN_OP_PASS:
	case SCAN_OP_NAME_HERE:
	case SCAN_OP_GENERAL:
	case SCAN_OP_NUMBER:
		walk->at.at = at;
		decode_step(walk, step, die);
		break;
	case SCAN_OP_NAME4:
		put_name(walk, die, ls_peek_u32(at, is_big));
		break;
	case SCAN_OP_REF4:
		put_ref(walk, step, die, ls_peek_u32(at, is_big));
		break;
	case SCAN_OP_U1_32:
		put_32(die, step, *at);
		break;
	case SCAN_OP_U2_32:
		put_32(die, step, ls_peek_u16(at, is_big));
		break;
	case SCAN_OP_U1_64:
		put_64(die, step, *at);
		break;
	case SCAN_OP_U2_64:
		put_64(die, step, ls_peek_u16(at, is_big));
		break;
	case SCAN_OP_U4_64:
		put_64(die, step, ls_peek_u32(at, is_big));
		break;
	case SCAN_OP_CONST_32:
		put_32(die, step, (uint32_t)constants[step->constant]);
		break;
	case SCAN_OP_CONST_64:
		put_64(die, step, (uint64_t)constants[step->constant]);
		break;
	case SCAN_OP_FLAG:
		die->flags |= step->has;
		break;
	}
}

static void
decode_planned(struct scan_walk *walk, const struct scan_abbrev *abbrev,
    struct ls_die *die)
{
	if (abbrev->begins_with_name)
		put_name_here(walk, die);
	const uint8_t *start = walk->at.at;
	size_t size = (size_t)abbrev->planned_bytes;
	if (size > ls_cursor_left(&walk->at)) {
		ls_cursor_fail(&walk->at);
		return;
	}
	const struct scan_step *step = scan_table_steps(walk->table, abbrev);
	for (uint32_t i = 0; i < abbrev->step_count; i++, step++)
		decode_planned_step(walk, step, start + step->from, die);
	walk->at.at = start + size;
}

void
scan_decode(struct scan_walk *walk, const struct scan_abbrev *abbrev,
    struct ls_die *die)
{
	die->tag = abbrev->tag;
	die->has_children = abbrev->has_children;
	die->has = 0;
	die->flags = 0;
	die->name = NULL;
	die->linkage_name = NULL;
	/* Only what must be 0, see struct ls_die. */
	if (!walk->context.format.is_outline)
		memset(&die->byte_size, 0,
		    offsetof(struct ls_die, member_expr) -
			offsetof(struct ls_die, byte_size));
	walk->last_sibling = 0;
	if (abbrev->is_planned) {
		decode_planned(walk, abbrev, die);
		return;
	}
	const struct scan_step *step = scan_table_steps(walk->table, abbrev);
	for (uint32_t i = 0; i < abbrev->step_count; i++, step++)
		decode_step(walk, step, die);
}

static void
take_sibling(struct scan_walk *walk, const struct scan_step *step)
{
	struct scan_value value;
	enum scan_form form = (enum scan_form)step->form;
	if (form == SCAN_INDIRECT)
		form = scan_direct_form(walk);
	scan_read(&walk->at, form, 0, &walk->context, &value);
	if (step->slot == SLOT_SIBLING && value.ref != LS_REF_NONE)
		walk->last_sibling = value.ref & ~LS_REF_TYPES;
}

/* One of the values may be the sibling. */
static void
pass_planned(struct scan_walk *walk, const struct scan_abbrev *abbrev)
{
	if (abbrev->begins_with_name)
		(void)ls_read_string(&walk->at);
	const uint8_t *start = walk->at.at;
	const struct scan_step *step = scan_table_steps(walk->table, abbrev);
	ls_skip(&walk->at, (uint64_t)abbrev->planned_bytes);
	const uint8_t *end = walk->at.at;
	for (uint32_t i = 0; i < abbrev->step_count; i++, step++) {
		if (step->slot != SLOT_SIBLING || walk->at.failed)
			continue;
		walk->at.at = start + step->from;
		take_sibling(walk, step);
		walk->at.at = end;
	}
}

void
scan_pass_over(struct scan_walk *walk, const struct scan_abbrev *abbrev)
{
	walk->last_sibling = 0;
	if (abbrev->fixed_bytes >= 0 && !abbrev->has_sibling) {
		ls_skip(&walk->at, (uint64_t)abbrev->fixed_bytes);
		return;
	}
	if (abbrev->is_planned) {
		pass_planned(walk, abbrev);
		return;
	}
	const struct scan_step *step = scan_table_steps(walk->table, abbrev);
	for (uint32_t i = 0; i < abbrev->step_count; i++, step++) {
		if (step->op == SCAN_OP_SKIP)
			ls_skip(&walk->at, step->skip);
		else if (step->form == SCAN_INDIRECT ||
		    step->slot == SLOT_SIBLING)
			take_sibling(walk, step);
		else
			pass_value(walk, (enum scan_form)step->form);
	}
}
