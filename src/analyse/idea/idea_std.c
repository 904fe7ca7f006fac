/*
 * idea_std.c - types of the standard library that cost more than others.
 *
 *	Option<Cell<bool>>	2 bytes		Cell<Option<bool>>	1
 *	Option<RefCell<&u8>>	24		RefCell<Option<&u8>>	16
 *	String, Vec<T>		24 bytes	Box<str>, Box<[T]>	16
 *	Result<u8, [u64; 40]>	328 bytes	Result<u8, Box<..>>	16
 *
 * A cell hides what is in it, so an Option around it needs a tag, and one
 * inside does not.  What does not grow any more needs no capacity.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/idea/idea_own.h"
#include "base/error.h"

/* ---- Option<Cell<T>>, and of what else hides its T ---- */

static const char
    borrows[] = "to see whether it is None will then take a borrow",
    locks[] = "to see whether it is None will then take the lock";

/* What hides its T in an UnsafeCell, beside what it counts and locks with. */
static const struct cell {
	const char *begin;
	const char *word;
	const char *why;
	const char *check; /* NULL: nothing to weigh */
} cells[] = {
	{ "core::cell::Cell<", "Cell",
	    "cell hides the values that None could be", NULL },
	{ "core::cell::RefCell<", "RefCell",
	    "RefCell hides where None would fit", borrows },
	{ "std::sync::poison::mutex::Mutex<", "Mutex",
	    "Mutex hides where None would fit", locks },
	{ "std::sync::poison::rwlock::RwLock<", "RwLock",
	    "RwLock hides where None would fit", locks },
};

static const struct cell *
cell_named(const struct ls_type *type)
{
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
		if (ls_ideas_is_named(type, cells[i].begin))
			return &cells[i];
	return NULL;
}

/* Which cell the T of Option<T> is; NULL: none, or no tag is paid for. */
static const struct cell *
cell_of(struct ls_ideas *ideas, const struct ls_field *field)
{
	const struct ls_type *type = ls_ideas_type(ideas, field->type);
	const struct ls_field *payload = ls_ideas_payload(type);
	if (!payload || !ls_ideas_pays_tag(type))
		return NULL;
	return cell_named(ls_ideas_type(ideas, payload->type));
}

static bool
is_optional_cell(struct ls_ideas *ideas, const struct ls_field *field)
{
	return cell_of(ideas, field) != NULL;
}

/* UnsafeCell<T> to UnsafeCell<Option<T>>: as large as the Option, and what is
 * left of its niche is hidden.  False: it is no such member. */
static bool
make_optional(
    struct ls_ideas *ideas, const struct ls_field *field, struct ls_part *part)
{
	const struct ls_type *type = ls_ideas_type(ideas, field->type);
	if (!ls_ideas_is_named(type, "core::cell::UnsafeCell<") ||
	    type->field_count != 1)
		return false;
	struct ls_part inside = ls_shape_part(ideas->shapes, &type->fields[0]);
	struct ls_part_list variants[2] = { { 0 }, { &inside, 1, 1 } };
	const struct ls_repr repr = { 0 };
	struct ls_layout layout;
	if (ls_layout_enum(variants, 2, &repr, &layout) != LS_LAID_OUT)
		return false;
	*part = ls_ideas_plain(layout.size_bytes, layout.align_bytes);
	part->niche.is_certain = layout.niche.is_certain;
	return true;
}

/* The cell with the Option in it.  False: it has not one place for it, or its
 * layout is not known. */
static bool
lay_out_cell(struct ls_ideas *ideas, struct ls_plan *plan, struct ls_part *ret)
{
	struct ls_part_list *list = plan->lists;
	struct ls_layout layout;
	uint32_t made = 0;
	if (plan->repr_count == 0 || plan->is_enum)
		return false;
	for (uint32_t i = 0; i < list->count; i++)
		made += make_optional(
		    ideas, plan->fields[0][i], &list->items[i]);
	if (made != 1 || !ls_plan_layout(plan, &plan->reprs[0], &layout))
		return false;
	*ret = ls_ideas_plain(layout.size_bytes, layout.align_bytes);
	ret->niche = layout.niche;
	for (uint32_t i = 1; i < plan->repr_count; i++) {
		struct ls_layout other;
		if (!ls_plan_layout(plan, &plan->reprs[i], &other) ||
		    other.size_bytes != layout.size_bytes)
			ret->niche.is_certain = false;
	}
	return true;
}

static struct ls_part
swapped(struct ls_ideas *ideas, const struct ls_field *field)
{
	const struct ls_field *payload = ls_ideas_payload(
	    ls_ideas_type(ideas, field->type));
	ls_type_id cell = ls_model_strip(ideas->lines->model, payload->type);
	struct ls_part part;
	struct ls_plan plan;
	if (!ls_plan_make(ideas->shapes, cell, &plan) ||
	    !lay_out_cell(ideas, &plan, &part))
		part = ls_shape_part(ideas->shapes, field);
	ls_plan_free(&plan);
	return part;
}

/* The one kind of cell that all of them are; NULL: there are several. */
static const struct cell *
common_cell(struct ls_ideas *ideas, const struct ls_named *named)
{
	const struct cell *cell = cell_of(ideas, named->fields[0]);
	for (uint32_t i = 1; i < named->count; i++)
		if (cell_of(ideas, named->fields[i]) != cell)
			return NULL;
	return cell;
}

static struct ls_error *
say_swapped(
    struct ls_ideas *ideas, const struct ls_named *named, struct ls_idea *idea)
{
	const struct cell *cell = common_cell(ideas, named);
	const char *names;
	struct ls_error *err = ls_named_say(ideas, named, &names);
	if (err)
		return err;
	if (!cell) {
		idea->check = "to see whether one is None may then take a "
			      "borrow or a lock";
		return ls_ideas_say(ideas, &idea->text,
		    "put the Options of %s inside the cells: a cell hides "
		    "where None would fit",
		    names);
	}
	idea->check = cell->check;
	return ls_ideas_say(ideas, &idea->text,
	    "make %s %s<Option<..>> instead of Option<%s<..>>: a %s", names,
	    cell->word, cell->word, cell->why);
}

struct ls_error *
ls_idea_swap_cell(struct ls_ideas *ideas)
{
	struct ls_named named;
	struct ls_outcome outcome;
	if (ideas->plan->repr_count == 0)
		return NULL;
	ls_named_find(ideas, is_optional_cell, &named);
	if (named.count == 0)
		return NULL;
	if (!ls_named_fewest(ideas, &named, swapped, &outcome))
		return &ls_error_nomem;
	if (outcome.saving_bytes == 0)
		return NULL;
	struct ls_idea idea = ls_named_idea(
	    ideas, LS_IDEA_SWAP_CELL, &named, &outcome);
	struct ls_error *err = say_swapped(ideas, &named, &idea);
	return err ? err : ls_ideas_add(ideas, &idea);
}

/* ---- String and Vec ---- */

static bool
is_growing(const struct ls_type *type)
{
	return ls_ideas_is_named(type, "alloc::string::String") ||
	    ls_ideas_is_named(type, "alloc::vec::Vec<") ||
	    ls_ideas_is_named(type, "std::path::PathBuf") ||
	    ls_ideas_is_named(type, "std::ffi::os_str::OsString");
}

static bool
is_growing_member(struct ls_ideas *ideas, const struct ls_field *field)
{
	const struct ls_type *type = ls_ideas_type(ideas, field->type);
	const struct ls_field *payload = ls_ideas_payload(type);
	if (payload)
		type = ls_ideas_type(ideas, payload->type);
	return is_growing(type) && field->has_size &&
	    field->size_bits ==
	    3 * 8 *
		(uint64_t)ls_model_target(ideas->lines->model)->pointer_bytes;
}

static struct ls_part
boxed_slice(struct ls_ideas *ideas, const struct ls_field *field)
{
	struct ls_part part = ls_ideas_box(ideas);
	part.size_bytes *= 2;
	/* None is the null that the box never is. */
	if (ls_ideas_payload(ls_ideas_type(ideas, field->type)))
		part = ls_ideas_plain(part.size_bytes, part.align_bytes);
	return part;
}

struct ls_error *
ls_idea_box_slice(struct ls_ideas *ideas)
{
	struct ls_named named;
	struct ls_outcome outcome;
	const char *names;
	/* The library's own grow, or they would not be there. */
	if (ideas->plan->repr_count == 0 ||
	    ideas->type->hidden == LS_HIDDEN_STD)
		return NULL;
	ls_named_find(ideas, is_growing_member, &named);
	if (named.count == 0)
		return NULL;
	if (!ls_named_fewest(ideas, &named, boxed_slice, &outcome))
		return &ls_error_nomem;
	if (outcome.saving_bytes == 0)
		return NULL;
	struct ls_idea idea = ls_named_idea(
	    ideas, LS_IDEA_BOX_SLICE, &named, &outcome);
	struct ls_error *err = ls_named_say(ideas, &named, &names);
	if (!err)
		err = ls_ideas_say(ideas, &idea.text,
		    "keep %s as Box<str> or Box<[..]>, which have no "
		    "capacity",
		    names);
	idea.check = "only if it no longer grows once it is there; to box it "
		     "may copy it once";
	return err ? err : ls_ideas_add(ideas, &idea);
}

/* ---- a large error ---- */

/* As clippy has it for large_enum_variant's cousin, result_large_err. */
enum { LARGE_ERROR_BYTES = 128 };

/* Which variant of a Result holds it as its error, alone; -1: none does. */
static int
error_variant(const struct ls_ideas *ideas, const struct ls_type *type)
{
	const struct ls_variants *variants = type->variants;
	if (!variants || variants->count != 2 ||
	    !ls_ideas_is_named(type, "core::result::Result<"))
		return -1;
	const struct ls_variant *variant = &variants->items[1];
	if (variant->field_count != 1 ||
	    ls_model_strip(ideas->lines->model, variant->fields[0].type) !=
		ideas->id)
		return -1;
	return 1;
}

/* The size of that Result with the error in a box, 0 if it is not known.
 * False: no memory. */
static bool
boxed_result(
    struct ls_ideas *ideas, ls_type_id id, int variant, uint64_t *size_bytes)
{
	struct ls_plan plan;
	struct ls_layout layout;
	*size_bytes = 0;
	if (!ls_plan_make(ideas->shapes, id, &plan))
		return false;
	if (plan.repr_count > 0) {
		plan.lists[variant].items[0] = ls_ideas_box(ideas);
		if (ls_plan_layout(&plan, &plan.reprs[0], &layout))
			*size_bytes = layout.size_bytes;
	}
	ls_plan_free(&plan);
	return true;
}

struct ls_error *
ls_idea_box_error(struct ls_ideas *ideas)
{
	const struct ls_model *model = ideas->lines->model;
	const struct ls_cost *cost = ls_ideas_cost(ideas);
	struct ls_idea idea = { .kind = LS_IDEA_BOX_ERROR };
	uint32_t count;
	const char *brief;
	if (ideas->now.size_bytes < LARGE_ERROR_BYTES)
		return NULL;
	const ls_type_id *holders = ls_shape_holders(
	    ideas->shapes, ideas->id, &count);
	for (uint32_t i = 0; i < count; i++) {
		const struct ls_type *type = ls_model_type(model, holders[i]);
		int variant = error_variant(ideas, type);
		uint64_t then, now = type->size_bits / 8;
		if (variant < 0)
			continue;
		if (!boxed_result(ideas, holders[i], variant, &then))
			return &ls_error_nomem;
		if (then == 0 || then >= now)
			continue;
		idea.program_saving_bytes += now - then;
		idea.total_saving_bytes = ls_cost_sum(idea.total_saving_bytes,
		    ls_cost_total(
			cost, holders[i], ls_cost_saving(cost, now, then)));
		if (now - then <= idea.saving_bytes)
			continue;
		idea.type = type->name;
		idea.size_bytes = then;
		idea.saving_bytes = now - then;
	}
	if (idea.saving_bytes == 0)
		return NULL;
	struct ls_error *err = ls_ideas_brief(ideas, ideas->id, &brief);
	if (!err)
		err = ls_ideas_say(ideas, &idea.text,
		    "return Box<%s> as the error: a Result has room for it "
		    "also where all is well",
		    brief);
	idea.check = "each error will then cost an allocation";
	return err ? err : ls_ideas_add(ideas, &idea);
}
