/*
 * holders.c - which types hold a type, and which point to it.
 *
 *	struct in { char a; long b; };
 *	struct mid { struct in in[3]; int d; };
 *	struct out { int x; struct mid mid; struct in *p; };
 *
 *	who holds in: mid, by `in`, 3 of them; out, by `mid.in`, 3 of them
 *	who points to it: out, by `p`
 *
 * How many of the target a type has inside is found once for each type, from
 * the bottom up.  A type that is only declared in one unit, and so has a
 * number of its own, is known by its name.
 */
#include "analyse/holders.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/out.h"

struct ls_holders {
	const struct ls_model *model;
	ls_type_id target;
	enum ls_use_kind kind;
	uint64_t *counts; /* by type: how many of the target are inside */
	bool *is_known;
	struct ls_arena arena; /* of paths, until they are taken */
	struct ls_use *uses;
	size_t count, room;
	unsigned steps; /* left to look into the type that is looked at */
};

struct ls_holders *
ls_holders_new(
    const struct ls_model *model, ls_type_id target, enum ls_use_kind kind)
{
	size_t end = ls_model_end(model);
	struct ls_holders *holders = calloc(1, sizeof(*holders));
	if (!holders)
		return NULL;
	holders->model = model;
	holders->target = ls_model_strip(model, target);
	holders->kind = kind;
	holders->arena.limit_bytes = LS_MAX_MODEL_BYTES;
	holders->counts = calloc(end, sizeof(*holders->counts));
	holders->is_known = calloc(end, sizeof(*holders->is_known));
	if (holders->counts && holders->is_known)
		return holders;
	ls_holders_free(holders);
	return NULL;
}

void
ls_holders_free(struct ls_holders *holders)
{
	if (!holders)
		return;
	ls_arena_free(&holders->arena);
	free(holders->counts);
	free(holders->is_known);
	free(holders->uses);
	free(holders);
}

static uint64_t
times(uint64_t a, uint64_t b)
{
	uint64_t product;
	return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}

static uint64_t
plus(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* Behind typedefs and arrays, and how many elements these have in all. */
static ls_type_id
element_of(const struct ls_model *model, ls_type_id id, uint64_t *count)
{
	*count = 1;
	for (;;) {
		id = ls_model_strip(model, id);
		const struct ls_type *type = ls_model_type(model, id);
		if (id == LS_NO_TYPE || type->kind != LS_KIND_ARRAY ||
		    type->is_vector)
			return id;
		*count = times(*count, type->has_count ? type->count : 1);
		id = type->target;
	}
}

static bool
is_target(const struct ls_holders *holders, ls_type_id id)
{
	if (id == LS_NO_TYPE)
		return false;
	const struct ls_type *type = ls_model_type(holders->model, id);
	const struct ls_type *target = ls_model_type(
	    holders->model, holders->target);
	return id == holders->target ||
	    (type->is_declaration && type->name && target->name &&
		type->kind == target->kind &&
		strcmp(type->name, target->name) == 0);
}

/* How many of the target are in one of `id`; nesting is bounded. */
static uint64_t
count_inside(struct ls_holders *holders, ls_type_id id)
{
	const struct ls_type *type = ls_model_type(holders->model, id);
	struct ls_field_walk walk = { .type = type };
	const struct ls_field *field;
	uint64_t sum = 0, elements;
	if (is_target(holders, id))
		return 1;
	if (holders->is_known[id])
		return holders->counts[id];
	while ((field = ls_field_walk_next(&walk))) {
		ls_type_id inner = element_of(
		    holders->model, field->type, &elements);
		if (inner != LS_NO_TYPE)
			sum = plus(sum,
			    times(elements, count_inside(holders, inner)));
	}
	holders->is_known[id] = true;
	holders->counts[id] = sum;
	return sum;
}

/* A member on the way, and what it is in. */
struct step {
	const struct step *above; /* NULL: the type that is looked at */
	const struct ls_field *field;
	uint64_t offset_bits;
	bool has_offset;
	uint64_t count;
};

static void
put_path(struct ls_out *out, const struct step *step)
{
	if (step->above)
		put_path(out, step->above);
	if (!step->field || !step->field->name)
		return;
	if (out->size > 0)
		ls_out_char(out, '.');
	ls_out_text(out, step->field->name);
}

static struct step
step_into(
    const struct step *above, const struct ls_field *field, uint64_t count)
{
	return (struct step){
		.above = above,
		.field = field,
		.offset_bits = plus(above->offset_bits, field->offset_bits),
		.has_offset = above->has_offset && field->has_offset,
		.count = count,
	};
}

static struct ls_error *
add_use(struct ls_holders *holders, const struct ls_type *top,
    const struct step *step, bool is_direct)
{
	struct ls_out path = { 0 };
	if (holders->count == holders->room) {
		size_t room = holders->room * 2 + 64;
		struct ls_use *uses = reallocarray(
		    holders->uses, room, sizeof(*uses));
		if (!uses)
			return &ls_error_nomem;
		holders->uses = uses;
		holders->room = room;
	}
	put_path(&path, step);
	const char *member = path.size > 0
	    ? ls_arena_string(&holders->arena, path.text, path.size)
	    : NULL;
	bool has_failed = path.failed || (path.size > 0 && !member);
	ls_out_free(&path);
	if (has_failed)
		return ls_error_new(
		    LS_ERROR_LIMIT, "too many members to tell");
	holders->uses[holders->count++] = (struct ls_use){
		.kind = holders->kind,
		.name = top->name,
		.type_kind = top->kind,
		.lang = top->lang,
		.is_typedef_name = top->is_typedef_name,
		.decl = top->decl,
		.member = member,
		.count = step->count,
		.is_direct = is_direct,
		.has_offset = step->has_offset,
		.offset_bytes = step->offset_bits / 8,
	};
	return NULL;
}

/* The first place of the target in a type that has it somewhere inside. */
static struct ls_error *
add_nested(struct ls_holders *holders, const struct ls_type *top,
    const struct step *above, ls_type_id id, uint64_t count)
{
	struct ls_field_walk walk = { .type = ls_model_type(
					  holders->model, id) };
	const struct ls_field *field;
	uint64_t elements;
	while ((field = ls_field_walk_next(&walk))) {
		ls_type_id inner = element_of(
		    holders->model, field->type, &elements);
		if (inner == LS_NO_TYPE || elements == 0 ||
		    count_inside(holders, inner) == 0)
			continue;
		struct step step = step_into(above, field, count);
		return is_target(holders, inner)
		    ? add_use(holders, top, &step, false)
		    : add_nested(holders, top, &step, inner, count);
	}
	return NULL;
}

/* Into one more that has no name, and is part of what holds it. */
static struct ls_error *
step_inside(struct ls_holders *holders, const struct ls_type *top)
{
	if (holders->steps == 0)
		return ls_error_new(LS_ERROR_LIMIT,
		    "%s has more than %d types without a name inside it",
		    top->name ? top->name : "(anonymous)",
		    LS_MAX_UNNAMED_STEPS);
	holders->steps--;
	return NULL;
}

static struct ls_error *
look_for_values(struct ls_holders *holders, const struct ls_type *top,
    const struct step *above, ls_type_id id)
{
	struct ls_field_walk walk = { .type = ls_model_type(
					  holders->model, id) };
	const struct ls_field *field;
	struct ls_error *err = NULL;
	while (!err && (field = ls_field_walk_next(&walk))) {
		uint64_t elements;
		ls_type_id inner = element_of(
		    holders->model, field->type, &elements);
		if (inner == LS_NO_TYPE)
			continue;
		uint64_t count = times(elements, count_inside(holders, inner));
		if (count == 0)
			continue;
		struct step step = step_into(above, field, count);
		if (is_target(holders, inner))
			err = add_use(holders, top, &step, true);
		else if (!ls_model_type(holders->model, inner)->name &&
		    elements == 1) {
			err = step_inside(holders, top);
			if (!err)
				err = look_for_values(
				    holders, top, &step, inner);
		} else
			err = add_nested(holders, top, &step, inner, count);
	}
	return err;
}

static struct ls_error *
look_for_pointers(struct ls_holders *holders, const struct ls_type *top,
    const struct step *above, ls_type_id id)
{
	const struct ls_model *model = holders->model;
	struct ls_field_walk walk = { .type = ls_model_type(model, id) };
	const struct ls_field *field;
	struct ls_error *err = NULL;
	while (!err && (field = ls_field_walk_next(&walk))) {
		uint64_t elements;
		ls_type_id inner = element_of(model, field->type, &elements);
		if (inner == LS_NO_TYPE)
			continue;
		const struct ls_type *what = ls_model_type(model, inner);
		struct step step = step_into(above, field, elements);
		if (what->kind == LS_KIND_POINTER &&
		    is_target(holders, ls_model_strip(model, what->target)))
			err = add_use(
			    holders, top, &step, above->field == NULL);
		else if (ls_type_is_record(what) && !what->name) {
			err = step_inside(holders, top);
			if (!err)
				err = look_for_pointers(
				    holders, top, &step, inner);
		}
	}
	return err;
}

struct ls_error *
ls_holders_look(struct ls_holders *holders, ls_type_id id)
{
	const struct ls_type *top = ls_model_type(holders->model, id);
	const struct step from = { .has_offset = true };
	holders->steps = LS_MAX_UNNAMED_STEPS;
	return holders->kind == LS_USE_POINTS
	    ? look_for_pointers(holders, top, &from, id)
	    : look_for_values(holders, top, &from, id);
}

struct ls_error *
ls_holders_take(struct ls_holders *holders, struct ls_arena *arena,
    struct ls_use_group *ret)
{
	const struct ls_type *type = ls_model_type(
	    holders->model, holders->target);
	struct ls_use *uses = LS_NEW(arena, struct ls_use, holders->count + 1);
	if (!uses)
		return &ls_error_nomem;
	for (size_t i = 0; i < holders->count; i++) {
		const char *member = holders->uses[i].member;
		uses[i] = holders->uses[i];
		uses[i].member = member
		    ? ls_arena_string(arena, member, strlen(member))
		    : NULL;
		if (member && !uses[i].member)
			return &ls_error_nomem;
	}
	*ret = (struct ls_use_group){
		.name = type->name,
		.kind = type->kind,
		.lang = type->lang,
		.has_keyword = type->lang == LS_LANG_C &&
		    ls_type_is_record(type) && type->name &&
		    !type->is_typedef_name,
		.decl = type->decl,
		.has_size = type->has_size,
		.size_bytes = type->has_size ? type->size_bits / 8 : 0,
		.uses = uses,
		.use_count = holders->count,
	};
	return NULL;
}
