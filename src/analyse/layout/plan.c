/*
 * plan.c - the parts of one type, and the repr that it was laid out by.
 *
 * DWARF has no word of a repr.  But the rules are known (layout.c), so each
 * repr that there is can be tried, and those that give the layout of the file,
 * to the last offset, are the ones that it may have:
 *
 *	{ a: u8, b: u64, c: u8 }	b @0, a @8, c @9	repr(Rust)
 *					a @0, b @8, c @16	repr(C)
 *	{ b: u64, a: u8 }		b @0, a @8	either
 *
 * rustc must be 1.85 or later: older ones sort by other rules.
 */
#include "analyse/layout/plan.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/layout/rules.h"
#include "analyse/layout/shape.h"
#include "analyse/niche/niche_enum.h"
#include "analyse/path.h"

/* ---- the parts ---- */

static const char *
why_not_field(const struct ls_field *field)
{
	if (field->is_flexible || !field->has_size)
		return "it ends in a part without a size of its own";
	if (!field->has_offset || field->is_unreliable)
		return "the place of a member is not told";
	if (field->is_bitfield || field->offset_bits % 8 ||
	    field->align_bits == 0)
		return "it is not laid out as rustc does";
	return NULL;
}

static bool
fill_list(struct ls_shapes *shapes, const struct ls_field *fields,
    uint32_t count, struct ls_plan *plan, uint32_t at)
{
	struct ls_part_list *list = &plan->lists[at];
	list->items = calloc((size_t)count + 1, sizeof(*list->items));
	plan->fields[at] = calloc((size_t)count + 1, sizeof(**plan->fields));
	if (!list->items || !plan->fields[at])
		return false;
	list->count = count;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t place = fields[i].declared;
		const char *why = why_not_field(&fields[i]);
		if (place >= count || plan->fields[at][place])
			why = "the order of its members is not told";
		if (why) {
			plan->why_not = why;
			continue;
		}
		plan->fields[at][place] = &fields[i];
		list->items[place] = ls_shape_part(shapes, &fields[i]);
	}
	return true;
}

static bool
fill(
    struct ls_shapes *shapes, const struct ls_type *type, struct ls_plan *plan)
{
	uint32_t count = type->variants ? type->variants->count : 1;
	plan->is_enum = type->variants != NULL;
	plan->lists = calloc((size_t)count + 1, sizeof(*plan->lists));
	plan->fields = calloc((size_t)count + 1, sizeof(*plan->fields));
	if (!plan->lists || !plan->fields)
		return false;
	plan->count = count;
	if (!type->variants)
		return fill_list(
		    shapes, type->fields, type->field_count, plan, 0);
	for (uint32_t i = 0; i < count; i++) {
		const struct ls_variant *variant = &type->variants->items[i];
		if (!fill_list(shapes, variant->fields, variant->field_count,
			plan, i))
			return false;
	}
	return true;
}

void
ls_plan_free(struct ls_plan *plan)
{
	for (uint32_t i = 0; i < plan->count; i++) {
		free(plan->lists[i].items);
		free(plan->fields[i]);
	}
	free(plan->lists);
	free(plan->fields);
	*plan = (struct ls_plan){ 0 };
}

bool
ls_plan_layout(
    struct ls_plan *plan, const struct ls_repr *repr, struct ls_layout *ret)
{
	enum ls_laid laid = plan->is_enum
	    ? ls_layout_enum(plan->lists, plan->count, repr, ret)
	    : ls_layout_struct(&plan->lists[0], repr, ret);
	return laid == LS_LAID_OUT;
}

/* ---- which repr ---- */

struct trial {
	const struct ls_model *model;
	const struct ls_type *type;
	struct ls_plan *plan;
	bool is_tag_signed;
};

static bool
stands_so(const struct ls_plan *plan, uint32_t at)
{
	const struct ls_part_list *list = &plan->lists[at];
	for (uint32_t i = 0; i < list->count; i++)
		if (list->items[i].offset_bytes !=
		    plan->fields[at][i]->offset_bits / 8)
			return false;
	return true;
}

/* The tag, where there is one, is the file's. */
static bool
has_its_tag(const struct trial *trial, const struct ls_layout *layout)
{
	const struct ls_variants *variants = trial->type->variants;
	bool has_tag = layout->coding == LS_CODING_TAG ||
	    layout->coding == LS_CODING_NICHE;
	const struct ls_variant *host = ls_dataful_variant(variants);
	if (has_tag != variants->has_tag)
		return false;
	if (!has_tag)
		return true;
	if (layout->tag_offset_bytes != variants->tag_offset_bits / 8 ||
	    layout->tag_size_bytes != variants->tag_size_bits / 8)
		return false;
	return layout->coding == LS_CODING_NICHE
	    ? host == &variants->items[layout->host]
	    : host == NULL;
}

static bool
is_as_it_stands(const struct trial *trial, const struct ls_layout *layout)
{
	const struct ls_type *type = trial->type;
	const struct ls_plan *plan = trial->plan;
	if (layout->size_bytes != type->size_bits / 8 ||
	    layout->align_bytes != type->align_bits / 8)
		return false;
	if (!plan->is_enum)
		return stands_so(plan, 0);
	if (!has_its_tag(trial, layout))
		return false;
	if (layout->coding == LS_CODING_NEVER)
		return true;
	if (layout->coding == LS_CODING_NONE)
		return stands_so(plan, layout->host);
	for (uint32_t i = 0; i < plan->count; i++)
		if (!stands_so(plan, i))
			return false;
	return true;
}

/* A tag that hides in a niche has values that nobody chose. */
static bool
is_numbered_by_rust(const struct ls_variants *variants)
{
	return !variants || ls_dataful_variant(variants) ||
	    !ls_has_chosen_values(variants);
}

static void
set_discrs(const struct trial *trial)
{
	const struct ls_variants *variants = trial->type->variants;
	for (uint32_t i = 0; i < variants->count; i++) {
		const struct ls_variant *variant = &variants->items[i];
		ls_u128 sign = 0, discr = variant->discr;
		if (trial->is_tag_signed && variants->tag_size_bits > 0)
			sign = (ls_u128)1 << (variants->tag_size_bits - 1);
		if (!variant->has_discr)
			discr = i;
		else if (discr & sign)
			discr |= ~(sign - 1);
		trial->plan->lists[i].discr = discr;
	}
}

static void
try_repr(struct trial *trial, const struct ls_repr *repr)
{
	struct ls_plan *plan = trial->plan;
	struct ls_layout layout;
	if (plan->repr_count == LS_MAX_REPRS)
		return;
	if (!repr->is_c && repr->int_bytes == 0 &&
	    !is_numbered_by_rust(trial->type->variants))
		return;
	if (ls_plan_layout(plan, repr, &layout) &&
	    is_as_it_stands(trial, &layout))
		plan->reprs[plan->repr_count++] = *repr;
}

static uint64_t
natural_align(const struct ls_plan *plan)
{
	uint64_t most = 1;
	for (uint32_t i = 0; i < plan->count; i++)
		for (uint32_t k = 0; k < plan->lists[i].count; k++)
			if (most < plan->lists[i].items[k].align_bytes)
				most = plan->lists[i].items[k].align_bytes;
	return most;
}

static void
try_struct(struct trial *trial)
{
	const struct ls_type *type = trial->type;
	uint64_t natural = natural_align(trial->plan);
	uint64_t align = type->align_bits / 8;
	bool is_tuple = type->name && type->name[0] == '(';
	struct ls_repr repr = { 0 };
	if (align < natural)
		repr.pack_bytes = align;
	if (align > natural)
		repr.align_bytes = align;
	if (!is_tuple)
		try_repr(trial, &repr);
	if (is_tuple || ls_may_pin_last(type)) {
		repr.pins_last = true;
		try_repr(trial, &repr);
		repr.pins_last = false;
	}
	/* packed(1) of bytes sorts by niche alone. */
	if (!is_tuple && trial->plan->repr_count == 0 && align == natural) {
		repr.pack_bytes = align;
		try_repr(trial, &repr);
		repr.pack_bytes = 0;
	}
	repr.is_c = true;
	if (!is_tuple)
		try_repr(trial, &repr);
}

static void
try_tags(struct trial *trial, struct ls_repr repr)
{
	const struct ls_variants *variants = trial->type->variants;
	try_repr(trial, &repr);
	if (!variants->has_tag)
		return;
	repr.is_c = true;
	try_repr(trial, &repr);
	repr.int_bytes = variants->tag_size_bits / 8;
	repr.is_signed = trial->is_tag_signed;
	try_repr(trial, &repr);
	repr.is_c = false;
	try_repr(trial, &repr);
}

static void
try_enum(struct trial *trial)
{
	const struct ls_type *type = trial->type;
	const struct ls_variants *variants = type->variants;
	uint64_t most = natural_align(trial->plan);
	uint64_t tag = variants->tag_size_bits / 8;
	set_discrs(trial);
	struct ls_repr repr = { 0 };
	if (variants->has_tag && tag > most)
		most = tag;
	if (type->align_bits / 8 > most)
		repr.align_bytes = type->align_bits / 8;
	try_tags(trial, repr);
	/* What one variant needs anyway, align(N) gives to the others too. */
	uint64_t align = 2;
	for (; trial->plan->repr_count == 0 && align <= type->align_bits / 8;
	     align *= 2) {
		repr.align_bytes = align;
		try_tags(trial, repr);
	}
}

bool
ls_plan_is_asked(const struct ls_type *type)
{
	return type->lang == LS_LANG_RUST &&
	    (type->kind == LS_KIND_STRUCT || type->variants);
}

static const char *
why_not(const struct ls_model *model, const struct ls_type *type)
{
	if (!ls_plan_is_asked(type))
		return "it is no struct of Rust, and no enum with data";
	if (type->niche)
		return "a saved report does not have what it needs";
	if (!ls_has_known_rules(model, type))
		return "it was laid out by a rustc before 1.85, or by another "
		       "compiler";
	if (type->variants && type->variants->has_tag &&
	    (type->variants->tag_size_bits == 0 ||
		type->variants->tag_size_bits > 128 ||
		type->variants->tag_size_bits % 8))
		return "its tag is no whole number of bytes";
	if (type->variants && type->valid && type->valid->is_any)
		return "the state of a future is not laid out by its fields "
		       "alone";
	if (type->is_dynamic || type->is_declaration || !type->has_size ||
	    type->note || type->align_from == LS_HOW_UNKNOWN)
		return "its size or alignment is not told";
	return NULL;
}

bool
ls_plan_make(struct ls_shapes *shapes, ls_type_id id, struct ls_plan *ret)
{
	const struct ls_model *model = ls_shapes_model(shapes);
	const struct ls_type *type = ls_model_type(model, id);
	struct trial trial = { .model = model, .type = type, .plan = ret };
	*ret = (struct ls_plan){ .why_not = why_not(model, type) };
	if (ret->why_not)
		return true;
	if (!fill(shapes, type, ret)) {
		ls_plan_free(ret);
		return false;
	}
	if (ret->why_not)
		return true;
	if (type->variants && type->variants->has_tag)
		trial.is_tag_signed = ls_model_type(model,
					  ls_model_strip(
					      model, type->variants->tag_type))
					  ->encoding == LS_ENCODING_SIGNED;
	if (ret->is_enum)
		try_enum(&trial);
	else
		try_struct(&trial);
	if (ret->repr_count == 0)
		ret->why_not = "no repr gives the layout that it has";
	return true;
}
