/*
 * shape.c - what a type is to those who hold it, now and after a change.
 *
 *	struct Id(u64)				8 bytes, no niche
 *	Option<Id>				16
 *	struct Conn { id: Option<Id>, n: u8 }	24
 *
 * If Id had a niche, Option<Id> would have 8 bytes and Conn 16: one of each
 * wins 8 + 8.  What a holder's padding swallows is no saving.
 *
 * The holders are found upwards, from an index of who holds whom; their new
 * shapes are then reckoned downwards, each once.
 */
#include "analyse/layout/shape.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/layout/plan.h"
#include "base/limits.h"

enum answer { UNASKED, ASKING, NO, YES };

struct ls_shapes {
	const struct ls_model *model;
	struct ls_niches *niches;
	uint8_t *uninhabited; /* by type: enum answer */

	uint32_t *from;      /* by type: its first holder in `holders` */
	ls_type_id *holders; /* by held type */

	/* Of one change. */
	uint32_t *round; /* by type: the change that touched it last */
	uint32_t now;
	struct ls_shape *then; /* of the types that were touched */
	bool *is_known;        /* `then` is there */
	ls_type_id *touched;
	uint32_t touched_count;
};

const struct ls_model *
ls_shapes_model(const struct ls_shapes *shapes)
{
	return shapes->model;
}

/* ---- who holds whom ---- */

static bool
is_wrapper(const struct ls_type *type)
{
	return type->target != LS_NO_TYPE &&
	    (type->kind == LS_KIND_ARRAY || type->kind == LS_KIND_ALIAS);
}

typedef void visitor(struct ls_shapes *shapes, ls_type_id held, ls_type_id by);

static void
visit_all(struct ls_shapes *shapes, visitor *visit)
{
	ls_type_id end = ls_model_end(shapes->model);
	for (ls_type_id id = 1; id < end; id++) {
		const struct ls_type *type = ls_model_type(shapes->model, id);
		if (is_wrapper(type))
			visit(shapes, type->target, id);
		struct ls_field_walk walk = { .type = type };
		const struct ls_field *field;
		while ((field = ls_field_walk_next(&walk)))
			visit(shapes, field->type, id);
	}
}

static void
count_holder(struct ls_shapes *shapes, ls_type_id held, ls_type_id by)
{
	(void)by;
	shapes->from[held]++;
}

static void
put_holder(struct ls_shapes *shapes, ls_type_id held, ls_type_id by)
{
	shapes->holders[--shapes->from[held]] = by;
}

/* Count, sum up, and fill from the back: a counting sort. */
static bool
make_index(struct ls_shapes *shapes)
{
	ls_type_id end = ls_model_end(shapes->model);
	uint64_t total = 0;
	visit_all(shapes, count_holder);
	for (ls_type_id id = 0; id <= end; id++) {
		total += shapes->from[id];
		if (total >= UINT32_MAX)
			return false;
		shapes->from[id] = (uint32_t)total;
	}
	shapes->holders = calloc(total + 1, sizeof(*shapes->holders));
	if (!shapes->holders)
		return false;
	visit_all(shapes, put_holder);
	return true;
}

const ls_type_id *
ls_shape_holders(
    const struct ls_shapes *shapes, ls_type_id id, uint32_t *count)
{
	*count = shapes->from[id + 1] - shapes->from[id];
	return &shapes->holders[shapes->from[id]];
}

struct ls_shapes *
ls_shapes_new(const struct ls_model *model, struct ls_niches *niches)
{
	size_t end = (size_t)ls_model_end(model) + 1;
	struct ls_shapes *shapes = calloc(1, sizeof(*shapes));
	if (!shapes)
		return NULL;
	shapes->model = model;
	shapes->niches = niches;
	shapes->uninhabited = calloc(end, sizeof(*shapes->uninhabited));
	shapes->from = calloc(end, sizeof(*shapes->from));
	shapes->round = calloc(end, sizeof(*shapes->round));
	shapes->then = calloc(end, sizeof(*shapes->then));
	shapes->is_known = calloc(end, sizeof(*shapes->is_known));
	shapes->touched = calloc(end, sizeof(*shapes->touched));
	if (shapes->uninhabited && shapes->from && shapes->round &&
	    shapes->then && shapes->is_known && shapes->touched &&
	    make_index(shapes))
		return shapes;
	ls_shapes_free(shapes);
	return NULL;
}

void
ls_shapes_free(struct ls_shapes *shapes)
{
	if (!shapes)
		return;
	free(shapes->uninhabited);
	free(shapes->from);
	free(shapes->holders);
	free(shapes->round);
	free(shapes->then);
	free(shapes->is_known);
	free(shapes->touched);
	free(shapes);
}

/* ---- as it stands ---- */

static bool is_uninhabited(struct ls_shapes *shapes, ls_type_id id);

static bool
any_uninhabited(
    struct ls_shapes *shapes, const struct ls_field *fields, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (is_uninhabited(shapes, fields[i].type))
			return true;
	return false;
}

static bool
has_no_value(struct ls_shapes *shapes, const struct ls_type *type)
{
	if (type->variants) {
		for (uint32_t i = 0; i < type->variants->count; i++)
			if (!type->variants->items[i].is_uninhabited)
				return false;
		return type->lang == LS_LANG_RUST;
	}
	if (is_wrapper(type))
		return !(type->has_count && type->count == 0) &&
		    is_uninhabited(shapes, type->target);
	if (type->kind == LS_KIND_SCALAR)
		return type->name && strcmp(type->name, "!") == 0;
	return type->kind == LS_KIND_STRUCT &&
	    any_uninhabited(shapes, type->fields, type->field_count);
}

/* Nesting is bounded by the model. */
static bool
is_uninhabited(struct ls_shapes *shapes, ls_type_id id)
{
	const struct ls_type *type = ls_model_type(shapes->model, id);
	if (id == LS_NO_TYPE || type->lang != LS_LANG_RUST ||
	    shapes->uninhabited[id] == ASKING)
		return false;
	if (shapes->uninhabited[id] == UNASKED) {
		shapes->uninhabited[id] = ASKING;
		shapes->uninhabited[id] = has_no_value(shapes, type) ? YES
								     : NO;
	}
	return shapes->uninhabited[id] == YES;
}

static struct ls_niche
niche_of(struct ls_shapes *shapes, ls_type_id id)
{
	if (!shapes->niches)
		return (struct ls_niche){ .is_certain = true };
	return ls_niche_of(shapes->niches, id);
}

struct ls_shape
ls_shape_now(struct ls_shapes *shapes, ls_type_id id)
{
	const struct ls_type *type = ls_model_type(shapes->model, id);
	return (struct ls_shape){
		.size_bytes = type->has_size ? type->size_bits / 8 : 0,
		.align_bytes = type->align_from == LS_HOW_UNKNOWN
		    ? 1
		    : type->align_bits / 8,
		.niche = niche_of(shapes, id),
		.is_uninhabited = is_uninhabited(shapes, id),
	};
}

struct ls_part
ls_shape_part(struct ls_shapes *shapes, const struct ls_field *field)
{
	struct ls_part part = {
		.offset_bytes = field->offset_bits / 8,
		.size_bytes = field->has_size ? field->size_bits / 8 : 0,
		.align_bytes = field->align_bits / 8,
		.niche = { .is_certain = true },
		.is_uninhabited = is_uninhabited(shapes, field->type),
	};
	if (part.size_bytes > 0)
		part.niche = niche_of(shapes, field->type);
	return part;
}

/* ---- after a change ---- */

static void
touch(struct ls_shapes *shapes, ls_type_id id)
{
	if (shapes->round[id] == shapes->now)
		return;
	shapes->round[id] = shapes->now;
	shapes->is_known[id] = false;
	shapes->touched[shapes->touched_count++] = id;
}

static bool
is_touched(const struct ls_shapes *shapes, ls_type_id id)
{
	return shapes->now > 0 && shapes->round[id] == shapes->now;
}

static void
change_part(struct ls_shapes *shapes, const struct ls_field *field,
    struct ls_part *part)
{
	if (!is_touched(shapes, field->type))
		return;
	struct ls_shape shape = ls_shape_then(shapes, field->type);
	part->size_bytes = shape.size_bytes;
	part->align_bytes = shape.align_bytes;
	part->niche = shape.niche;
	part->is_uninhabited = shape.is_uninhabited;
}

/* What the standard library restricts, or hides, it does so still. */
static struct ls_niche
niche_then(struct ls_shapes *shapes, ls_type_id id, struct ls_niche niche)
{
	return ls_model_type(shapes->model, id)->valid ? niche_of(shapes, id)
						       : niche;
}

static struct ls_shape
then_record(struct ls_shapes *shapes, ls_type_id id)
{
	struct ls_shape shape = ls_shape_now(shapes, id);
	struct ls_plan plan;
	struct ls_layout layout;
	if (!ls_plan_make(shapes, id, &plan) || plan.repr_count == 0) {
		ls_plan_free(&plan);
		return shape;
	}
	for (uint32_t i = 0; i < plan.count; i++)
		for (uint32_t k = 0; k < plan.lists[i].count; k++)
			change_part(shapes, plan.fields[i][k],
			    &plan.lists[i].items[k]);
	if (ls_plan_layout(&plan, &plan.reprs[0], &layout)) {
		shape.size_bytes = layout.size_bytes;
		shape.align_bytes = layout.align_bytes;
		shape.is_uninhabited = layout.is_uninhabited;
		shape.niche = niche_then(shapes, id, layout.niche);
	}
	ls_plan_free(&plan);
	return shape;
}

static struct ls_shape
then_array(
    struct ls_shapes *shapes, const struct ls_type *type, struct ls_shape now)
{
	struct ls_shape item = ls_shape_then(shapes, type->target);
	uint64_t bytes;
	if (!type->has_count || type->count == 0 || type->is_vector ||
	    __builtin_mul_overflow(type->count, item.size_bytes, &bytes) ||
	    bytes > LS_MAX_TYPE_BYTES)
		return now;
	item.size_bytes = bytes;
	return item;
}

static struct ls_shape
then_union(
    struct ls_shapes *shapes, const struct ls_type *type, struct ls_shape now)
{
	struct ls_shape shape = { .align_bytes = 1, .niche = now.niche };
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		struct ls_part part = ls_shape_part(shapes, field);
		change_part(shapes, field, &part);
		if (shape.size_bytes < part.size_bytes)
			shape.size_bytes = part.size_bytes;
		if (shape.align_bytes < part.align_bytes)
			shape.align_bytes = part.align_bytes;
	}
	uint64_t over = shape.size_bytes % shape.align_bytes;
	if (over > 0)
		shape.size_bytes += shape.align_bytes - over;
	/* packed(N), or align(N): nothing is known of what it would be */
	return type->packed == LS_TRI_NO && !type->is_forced_align ? shape
								   : now;
}

struct ls_shape
ls_shape_then(struct ls_shapes *shapes, ls_type_id id)
{
	const struct ls_type *type = ls_model_type(shapes->model, id);
	struct ls_shape shape = ls_shape_now(shapes, id);
	if (!is_touched(shapes, id))
		return shape;
	if (shapes->is_known[id])
		return shapes->then[id];
	if (type->kind == LS_KIND_ARRAY)
		shape = then_array(shapes, type, shape);
	else if (type->kind == LS_KIND_ALIAS)
		shape = ls_shape_then(shapes, type->target);
	else if (type->kind == LS_KIND_UNION)
		shape = then_union(shapes, type, shape);
	else
		shape = then_record(shapes, id);
	shapes->is_known[id] = true;
	shapes->then[id] = shape;
	return shape;
}

const ls_type_id *
ls_shape_touched(const struct ls_shapes *shapes, uint32_t *count)
{
	*count = shapes->touched_count;
	return shapes->touched;
}

/* What has no name is counted in what holds it; so are arrays. */
static bool
is_counted(const struct ls_type *type)
{
	return ls_type_is_record(type) && type->name && type->has_size;
}

static int64_t
win_of(struct ls_shapes *shapes, ls_type_id id)
{
	const struct ls_type *type = ls_model_type(shapes->model, id);
	if (!is_counted(type))
		return 0;
	return (int64_t)(type->size_bits / 8) -
	    (int64_t)ls_shape_then(shapes, id).size_bytes;
}

int64_t
ls_shape_saving(
    struct ls_shapes *shapes, ls_type_id id, const struct ls_shape *changed)
{
	int64_t saving = 0;
	shapes->now++;
	shapes->touched_count = 0;
	touch(shapes, id);
	shapes->is_known[id] = true;
	shapes->then[id] = *changed;
	for (uint32_t i = 0; i < shapes->touched_count; i++) {
		uint32_t count;
		const ls_type_id *holders = ls_shape_holders(
		    shapes, shapes->touched[i], &count);
		for (uint32_t h = 0; h < count; h++)
			touch(shapes, holders[h]);
	}
	for (uint32_t i = 0; i < shapes->touched_count; i++)
		if (__builtin_add_overflow(
			saving, win_of(shapes, shapes->touched[i]), &saving))
			return 0;
	return saving;
}

uint64_t
ls_shape_worth(struct ls_shapes *shapes, const struct ls_cost *cost)
{
	uint64_t won = 0, lost = 0;
	for (uint32_t i = 0; i < shapes->touched_count; i++) {
		ls_type_id id = shapes->touched[i];
		const struct ls_type *type = ls_model_type(shapes->model, id);
		if (!is_counted(type))
			continue;
		uint64_t now = type->size_bits / 8;
		uint64_t then = ls_shape_then(shapes, id).size_bytes;
		won = ls_cost_sum(won,
		    ls_cost_total(cost, id, ls_cost_saving(cost, now, then)));
		lost = ls_cost_sum(lost,
		    ls_cost_total(cost, id, ls_cost_saving(cost, then, now)));
	}
	return won > lost ? won - lost : 0;
}
