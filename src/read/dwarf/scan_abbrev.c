/*
 * scan_abbrev.c - abbreviations, compiled.
 *
 * Comes in: .debug_abbrev, untrusted.  Goes out: tables of steps, see scan.h.
 */
#include <dwarf.h>
#include <stdlib.h>

#include "base/error.h"
#include "read/dwarf/scan_own.h"

/*
 * See LS_WALK_TYPES.  What may hold types is wanted where it holds anything.
 * Formal parameters are wanted below function types only, which the walk sees
 * to.
 */
static bool
is_wanted_tag(uint64_t tag, bool has_children)
{
	switch (tag) {
	case DW_TAG_variable:
	case DW_TAG_constant:
	case DW_TAG_label:
	case DW_TAG_call_site:
	case DW_TAG_call_site_parameter:
	case DW_TAG_GNU_call_site:
	case DW_TAG_GNU_call_site_parameter:
	case DW_TAG_imported_declaration:
	case DW_TAG_imported_module:
	case DW_TAG_dwarf_procedure:
		return false;
	case DW_TAG_subprogram:
	case DW_TAG_lexical_block:
	case DW_TAG_inlined_subroutine:
	case DW_TAG_try_block:
	case DW_TAG_catch_block:
	case DW_TAG_with_stmt:
	case DW_TAG_common_block:
		return has_children;
	}
	return true;
}

static struct scan_step *
add_step(struct scan_stock *stock, struct scan_abbrev *abbrev)
{
	if (!scan_have_room((void **)&stock->steps, stock->step_count,
		&stock->step_room, sizeof(*stock->steps)))
		return NULL;
	abbrev->step_count++;
	return &stock->steps[stock->step_count++];
}

/* What nobody wants and has a fixed width joins the step before it. */
static bool
join_skip(
    struct scan_stock *stock, const struct scan_abbrev *abbrev, uint32_t width)
{
	if (abbrev->step_count == 0)
		return false;
	struct scan_step *last = &stock->steps[stock->step_count - 1];
	if (last->op != SCAN_OP_SKIP || last->skip + width > UINT16_MAX)
		return false;
	last->skip = (uint16_t)(last->skip + width);
	return true;
}

static bool
add_attribute(struct scan_stock *stock, struct scan_abbrev *abbrev,
    const struct scan_pattern *pattern, int64_t constant)
{
	uint32_t width = pattern->width_bytes;
	uint16_t from = (uint16_t)abbrev->planned_bytes;
	if (pattern->step.op == SCAN_OP_NAME_HERE && abbrev->is_empty)
		abbrev->begins_with_name = true;
	else if (!pattern->is_fixed)
		abbrev->planned_bytes = -1;
	else if (abbrev->planned_bytes >= 0)
		abbrev->planned_bytes += (int32_t)width;
	abbrev->is_empty = false;
	abbrev->has_sibling |= pattern->step.slot == SLOT_SIBLING;
	if (pattern->step.op == SCAN_OP_SKIP &&
	    (width == 0 || join_skip(stock, abbrev, width)))
		return true;
	struct scan_step *step = add_step(stock, abbrev);
	if (!step)
		return false;
	*step = pattern->step;
	step->from = from;
	if (step->form != SCAN_IMPLICIT)
		return true;
	step->op = (uint8_t)scan_op_of(
	    step, SCAN_IMPLICIT, (enum scan_slot)step->slot, constant);
	if (!scan_have_room((void **)&stock->constants, stock->constant_count,
		&stock->constant_room, sizeof(*stock->constants)))
		return false;
	step->constant = (uint32_t)stock->constant_count;
	stock->constants[stock->constant_count++] = constant;
	return true;
}

/* The attributes of one abbreviation, up to the pair of zeroes. */
static struct ls_error *
compile_attributes(
    struct scan_stock *stock, struct scan_abbrev *abbrev, struct ls_cursor *c)
{
	for (;;) {
		uint64_t attribute = ls_read_uleb(c);
		uint64_t code = ls_read_uleb(c);
		if (c->failed || (attribute == 0 && code == 0))
			return NULL;
		struct scan_pattern room;
		const struct scan_pattern *pattern = scan_stock_pattern(
		    stock, attribute, code, &room);
		if (!pattern)
			return ls_error_new(LS_ERROR_UNSUPPORTED,
			    ".debug_abbrev+0x%zx: form 0x%llx is not known",
			    ls_cursor_offset(c), (unsigned long long)code);
		int64_t constant = code == DW_FORM_implicit_const
		    ? ls_read_sleb(c)
		    : 0;
		if (!add_attribute(stock, abbrev, pattern, constant))
			return &ls_error_nomem;
		if (abbrev->planned_bytes > INT16_MAX)
			abbrev->planned_bytes = -1;
	}
}

/* What is passed over needs no step of its own. */
static void
plan(struct scan_stock *stock, struct scan_abbrev *abbrev)
{
	abbrev->is_planned = true;
	if (abbrev->step_count == 0)
		return;
	struct scan_step *steps = &stock->steps[abbrev->first_step];
	uint32_t kept = 0;
	for (uint32_t i = 0; i < abbrev->step_count; i++)
		if (steps[i].op != SCAN_OP_SKIP &&
		    steps[i].op != SCAN_OP_NAME_HERE)
			steps[kept++] = steps[i];
	stock->step_count -= abbrev->step_count - kept;
	abbrev->step_count = kept;
}

static int
by_code(const void *a, const void *b)
{
	const struct scan_abbrev *x = a, *y = b;
	return x->code < y->code ? -1 : x->code > y->code;
}

static void
put_in_order(struct scan_table *table)
{
	bool sorted = true;
	table->is_dense = true;
	for (size_t i = 0; i < table->count; i++) {
		table->is_dense &= table->abbrevs[i].code == i + 1;
		sorted &= i == 0 ||
		    table->abbrevs[i - 1].code < table->abbrevs[i].code;
	}
	if (!sorted)
		qsort(table->abbrevs, table->count, sizeof(*table->abbrevs),
		    by_code);
}

/* One declaration, from the tag on. */
static struct ls_error *
compile_declaration(struct scan_stock *stock, struct ls_cursor *c,
    struct scan_abbrev *abbrev, struct scan_brief *brief)
{
	const struct scan_format *format = &stock->format;
	uint64_t tag = ls_read_uleb(c);
	*abbrev = (struct scan_abbrev){
		.tag = tag > UINT16_MAX ? 0 : (uint16_t)tag,
		.has_children = ls_read_u8(c) != 0,
		.is_empty = true,
		.first_step = (uint32_t)stock->step_count,
	};
	abbrev->is_wanted = is_wanted_tag(tag, abbrev->has_children);
	if (format->is_outline &&
	    (tag == DW_TAG_formal_parameter ||
		tag == DW_TAG_unspecified_parameters))
		abbrev->is_wanted = false;
	struct ls_error *err = compile_attributes(stock, abbrev, c);
	abbrev->fixed_bytes = abbrev->begins_with_name ? -1
						       : abbrev->planned_bytes;
	if (!err && format->is_planned && abbrev->planned_bytes >= 0)
		plan(stock, abbrev);
	if (!err)
		*brief = scan_brief_plan(stock, abbrev);
	return err;
}

static struct ls_error *
compile_one(struct scan_table *table, uint64_t code, struct ls_cursor *c)
{
	struct scan_stock *stock = table->stock;
	struct scan_known made;
	struct ls_error *err = NULL;
	if (!scan_have_room((void **)&table->abbrevs, table->count,
		&table->room, sizeof(*table->abbrevs)) ||
	    !scan_have_room((void **)&table->briefs, table->count,
		&table->brief_room, sizeof(*table->briefs)))
		return &ls_error_nomem;
	const struct scan_known *known = scan_stock_find(stock, c, &made);
	if (!known) {
		err = compile_declaration(stock, c, &made.abbrev, &made.brief);
		if (!err && !scan_stock_keep(stock, &made))
			err = &ls_error_nomem;
		known = &made;
	}
	if (err)
		return err;
	table->abbrevs[table->count] = known->abbrev;
	table->abbrevs[table->count].code = code;
	table->briefs[table->count++] = known->brief;
	return NULL;
}

struct ls_error *
scan_table_compile(struct scan_table *table, struct scan_stock *stock,
    struct ls_bytes bytes, uint64_t offset, uint64_t only)
{
	struct ls_cursor c = ls_cursor(bytes, offset, false);
	struct ls_error *err = NULL;
	table->stock = stock;
	table->count = 0;
	table->is_dense = false;
	for (uint64_t code;
	     !err && (code = ls_read_uleb(&c)) != 0 && !c.failed;) {
		if (!only || code == only)
			err = compile_one(table, code, &c);
		else if (!scan_pass_declaration(&c))
			ls_cursor_fail(&c);
		if (code == only)
			break;
	}
	if (!err && c.failed)
		err = ls_error_new(LS_ERROR_FORMAT,
		    ".debug_abbrev+0x%llx: cut short",
		    (unsigned long long)offset);
	if (!err)
		put_in_order(table);
	return err;
}

void
scan_table_free(struct scan_table *table)
{
	free(table->abbrevs);
	free(table->briefs);
	*table = (struct scan_table){ 0 };
}
