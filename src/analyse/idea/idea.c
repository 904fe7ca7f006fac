/*
 * idea.c - the ideas on one type: asked for one kind after another.
 */
#include "analyse/idea/idea.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/brief.h"
#include "analyse/layout/repr_row.h"
#include "base/error.h"

/* ---- what the kinds share ---- */

struct ls_error *
ls_ideas_add(struct ls_ideas *ideas, const struct ls_idea *idea)
{
	if (ideas->count == ideas->room) {
		size_t room = ideas->room ? ideas->room * 2 : 8;
		struct ls_idea *items = reallocarray(
		    ideas->items, room, sizeof(*items));
		if (!items)
			return &ls_error_nomem;
		ideas->items = items;
		ideas->room = room;
	}
	ideas->items[ideas->count++] = *idea;
	return NULL;
}

static struct ls_error *
keep_text(struct ls_ideas *ideas, struct ls_out *text, const char **ret)
{
	struct ls_error *err = NULL;
	if (text->failed || !text->text) {
		err = &ls_error_nomem;
	} else {
		*ret = ls_arena_string(
		    ideas->lines->arena, text->text, text->size);
		if (!*ret)
			err = ls_row_out_of_room(ideas->lines->arena);
	}
	ls_out_free(text);
	return err;
}

struct ls_error *
ls_ideas_say(struct ls_ideas *ideas, const char **ret, const char *format, ...)
{
	char *text = NULL;
	va_list list;
	va_start(list, format);
	int size = vasprintf(&text, format, list);
	va_end(list);
	if (size < 0)
		return &ls_error_nomem;
	*ret = ls_arena_string(ideas->lines->arena, text, (size_t)size);
	free(text);
	return *ret ? NULL : ls_row_out_of_room(ideas->lines->arena);
}

struct ls_error *
ls_ideas_brief(struct ls_ideas *ideas, ls_type_id id, const char **ret)
{
	const char *name;
	struct ls_out out = { 0 };
	struct ls_error *err = ls_lines_spell(ideas->lines, id, &name);
	if (err)
		return err;
	ls_put_brief(&out, name);
	return keep_text(ideas, &out, ret);
}

const struct ls_cost *
ls_ideas_cost(const struct ls_ideas *ideas)
{
	return &ideas->lines->options->cost;
}

struct ls_part
ls_ideas_box(const struct ls_ideas *ideas)
{
	uint64_t bytes = ls_model_target(ideas->lines->model)->pointer_bytes;
	struct ls_part part = {
		.size_bytes = bytes,
		.align_bytes = bytes,
		.niche = {
		    .has_niche = true,
		    .is_certain = true,
		    .size_bits = bytes * 8,
		    .first = 1,
		    .last = bytes >= 8 ? UINT64_MAX
		                       : ((ls_u128)1 << bytes * 8) - 1,
		    .available = 1,
		    .most = 1,
		},
	};
	return part;
}

static struct ls_shape
shape_of(const struct ls_ideas *ideas, const struct ls_layout *layout)
{
	struct ls_shape shape = {
		.size_bytes = layout->size_bytes,
		.align_bytes = layout->align_bytes,
		.niche = layout->niche,
		.is_uninhabited = layout->is_uninhabited,
	};
	if (ideas->type->valid)
		shape.niche = ideas->now.niche;
	return shape;
}

/* Would each repr that the type may have give the same? */
static bool
do_reprs_agree(struct ls_plan *changed, const struct ls_plan *plan,
    const struct ls_layout *as)
{
	struct ls_layout other;
	for (uint32_t i = 1; i < plan->repr_count; i++)
		if (!ls_plan_layout(changed, &plan->reprs[i], &other) ||
		    other.size_bytes != as->size_bytes)
			return false;
	return true;
}

bool
ls_ideas_try(
    struct ls_ideas *ideas, struct ls_plan *changed, struct ls_outcome *ret)
{
	const struct ls_plan *plan = ideas->plan;
	*ret = (struct ls_outcome){ .certainty = LS_CERTAINTY_HEURISTIC };
	/* An enum that rustc would lay out so is taken to have no repr: few
	 * have one, and those that have seldom look as if they had none. */
	bool is_sure = plan->is_enum;
	if (!ls_plan_layout(changed, &plan->reprs[0], &ret->layout))
		return true;
	if (!plan->is_enum)
		is_sure = do_reprs_agree(changed, plan, &ret->layout);
	ret->shape = shape_of(ideas, &ret->layout);
	/* What a member asks for hides an align(N) of the type's own, or a
	 * packed(N) that had nothing to do; it may be there. */
	if (ret->shape.align_bytes < ideas->now.align_bytes ||
	    (!plan->is_enum &&
		ret->shape.align_bytes > ideas->now.align_bytes))
		is_sure = false;
	if (is_sure && ret->layout.niche.is_certain)
		ret->certainty = LS_CERTAINTY_COMPUTED;
	if (ret->shape.size_bytes < ideas->now.size_bytes)
		ret->saving_bytes = ideas->now.size_bytes -
		    ret->shape.size_bytes;
	int64_t bytes = ls_shape_saving(ideas->shapes, ideas->id, &ret->shape);
	if (bytes > 0) {
		ret->program_saving_bytes = (uint64_t)bytes;
		ret->total_saving_bytes = ls_shape_worth(
		    ideas->shapes, ls_ideas_cost(ideas));
	} else {
		ret->saving_bytes = 0;
	}
	return true;
}

/* ---- all of them ---- */

typedef struct ls_error *find_ideas(struct ls_ideas *ideas);

static find_ideas *const kinds[] = {
	ls_idea_box_variant,
	ls_idea_nonzero,
	ls_idea_join_tags,
	ls_idea_join_flags,
	ls_idea_merge_enums,
	ls_idea_drop_repr,
	ls_idea_swap_cell,
	ls_idea_renumber,
	ls_idea_drop_variant,
	ls_idea_narrow_enum,
	ls_idea_box_slice,
	ls_idea_box_error,
	ls_idea_c_bits,
	ls_idea_c_tag,
};

static int
by_saving(const void *a, const void *b)
{
	const struct ls_idea *x = a, *y = b;
	/* Nearly all that has a String could have this, and few want it. */
	if ((x->kind == LS_IDEA_BOX_SLICE) != (y->kind == LS_IDEA_BOX_SLICE))
		return x->kind == LS_IDEA_BOX_SLICE ? 1 : -1;
	if (x->total_saving_bytes != y->total_saving_bytes)
		return x->total_saving_bytes > y->total_saving_bytes ? -1 : 1;
	if (x->program_saving_bytes != y->program_saving_bytes)
		return x->program_saving_bytes > y->program_saving_bytes ? -1
									 : 1;
	if (x->saving_bytes != y->saving_bytes)
		return x->saving_bytes > y->saving_bytes ? -1 : 1;
	return x->kind < y->kind ? -1 : x->kind > y->kind;
}

static void
tell_class(const struct ls_cost *cost, struct ls_idea *idea)
{
	idea->class_bytes = ls_allocator_class(
	    cost->allocator, idea->size_bytes);
	idea->class_saving_bytes = ls_cost_saving(
	    cost, idea->size_bytes + idea->saving_bytes, idea->size_bytes);
}

static struct ls_error *
take_items(struct ls_ideas *ideas, struct ls_row *row)
{
	struct ls_idea *items;
	if (ideas->count == 0)
		return NULL;
	items = LS_NEW(ideas->lines->arena, struct ls_idea, ideas->count);
	if (!items)
		return ls_row_out_of_room(ideas->lines->arena);
	memcpy(items, ideas->items, ideas->count * sizeof(*items));
	for (size_t i = 0; i < ideas->count; i++)
		tell_class(ls_ideas_cost(ideas), &items[i]);
	qsort(items, ideas->count, sizeof(*items), by_saving);
	row->ideas = items;
	row->idea_count = ideas->count;
	return NULL;
}

struct ls_error *
ls_analyse_ideas(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row)
{
	const struct ls_analyse_options *options = lines->options;
	struct ls_plan plan;
	struct ls_ideas ideas = {
		.lines = lines,
		.shapes = options->shapes,
		.id = row->type_id,
		.type = type,
		.plan = &plan,
	};
	struct ls_error *err = NULL;
	bool wants = row->hidden == LS_HIDDEN_NO || options->with_hidden_ideas;
	if (!options->shapes)
		return NULL;
	if (!ls_plan_make(ideas.shapes, ideas.id, &plan))
		return &ls_error_nomem;
	if (ls_plan_is_asked(type))
		err = ls_analyse_repr(lines, &plan, row);
	ideas.now = ls_shape_now(ideas.shapes, ideas.id);
	for (size_t i = 0;
	     i < sizeof(kinds) / sizeof(kinds[0]) && !err && wants; i++)
		err = kinds[i](&ideas);
	if (!err)
		err = take_items(&ideas, row);
	free(ideas.items);
	ls_plan_free(&plan);
	return err;
}
