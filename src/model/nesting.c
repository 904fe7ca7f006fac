/*
 * nesting.c - which types hold which by value: no loops, and not too deep.
 *
 * A walk from each type down to what it is made of, without recursion, since
 * a file can nest as deep as it is long.  A type on a loop, one nested more
 * than LS_MAX_DEPTH deep, and an alias of more than LS_MAX_ALIASES aliases
 * are broken, so whoever walks a sealed model by recursion comes back.
 *
 * A loop shows as a part that is still being walked.  Worked example, where
 * a holds b, b holds c, and c holds b again:
 *
 *	walking   a b c    c's part b stands at place 1, so c's `low` is 1
 *	finish c  a b      place 2 >= low: c is on the loop; b's `low` is 1
 *	finish b  a        place 1 >= low: b too; it goes no further down
 *	finish a           place 0 < its `low`: a is sound, and holds a b
 *	                   that has no fields any more
 */
#include <stdlib.h>

#include "base/error.h"
#include "base/limits.h"
#include "model/table.h"

enum { UNSEEN, WALKING, DONE };

struct mark {
	uint8_t state;
	uint8_t depth;    /* how deep it nests: a scalar 1 */
	uint16_t aliases; /* in a row, from here on */
	uint32_t place;   /* in the stack, while WALKING */
};

/* A type that is being walked, and how far its parts are. */
struct frame {
	ls_type_id id;
	bool target_given;
	uint32_t list; /* 0: its fields, then its variants' */
	uint32_t index;
	uint32_t low;  /* the lowest place that a loop through here reaches */
	uint8_t depth; /* of its parts */
};

struct walk {
	struct ls_build *build;
	struct mark *marks;
	struct frame *stack;
	size_t size;
	size_t room;
	struct ls_order order;
};

/* Do values of this kind hold what `target` says? */
static bool
holds_target(enum ls_kind kind)
{
	return kind == LS_KIND_ALIAS || kind == LS_KIND_ARRAY ||
	    kind == LS_KIND_ENUM;
}

/* The next part that `frame`'s type holds, LS_NO_TYPE if it has no more. */
static ls_type_id
next_part(const struct ls_type *type, struct frame *frame)
{
	if (!frame->target_given) {
		frame->target_given = true;
		if (holds_target(type->kind) && type->target)
			return type->target;
	}
	uint32_t lists = type->variants ? 1 + type->variants->count : 1;
	for (; frame->list < lists; frame->list++, frame->index = 0) {
		const struct ls_field *fields = type->fields;
		uint32_t count = type->field_count;
		if (frame->list > 0) {
			const struct ls_variant
			    *variant = &type->variants->items[frame->list - 1];
			fields = variant->fields;
			count = variant->field_count;
		}
		while (frame->index < count) {
			ls_type_id part = fields[frame->index++].type;
			if (part != LS_NO_TYPE)
				return part;
		}
	}
	return LS_NO_TYPE;
}

static struct ls_error *
push(struct walk *walk, ls_type_id id)
{
	if (walk->size == walk->room) {
		size_t room = walk->room ? walk->room * 2 : 256;
		struct frame *stack = reallocarray(
		    walk->stack, room, sizeof(*stack));
		if (!stack)
			return &ls_error_nomem;
		walk->stack = stack;
		walk->room = room;
	}
	walk->marks[id].state = WALKING;
	walk->marks[id].place = (uint32_t)walk->size;
	walk->stack[walk->size++] = (struct frame){ .id = id,
		.low = UINT32_MAX };
	return NULL;
}

/* What is wrong with a type whose parts have all been walked, or NULL. */
static const char *
fault_of(const struct walk *walk, const struct frame *frame, struct mark *mark)
{
	const struct ls_type *type = &walk->build->model->types[frame->id];
	if (frame->low <= mark->place)
		return "holds itself";
	if (type->kind == LS_KIND_ALIAS) {
		mark->depth = frame->depth ? frame->depth : 1;
		mark->aliases = 1;
		if (type->target)
			mark->aliases = (uint16_t)(1 +
			    walk->marks[type->target].aliases);
		return mark->aliases > LS_MAX_ALIASES
		    ? "is an alias of too many aliases"
		    : NULL;
	}
	mark->depth = (uint8_t)(frame->depth + 1);
	return mark->depth > LS_MAX_DEPTH ? "is nested too deep" : NULL;
}

static void
reach_down(struct walk *walk, uint8_t depth, uint32_t low)
{
	struct frame *frame = &walk->stack[walk->size - 1];
	if (frame->depth < depth)
		frame->depth = depth;
	if (frame->low > low)
		frame->low = low;
}

static struct ls_error *
finish(struct walk *walk)
{
	struct frame frame = walk->stack[--walk->size];
	struct mark *mark = &walk->marks[frame.id];
	struct ls_type *type = &walk->build->model->types[frame.id];
	struct ls_error *err = NULL;
	const char *fault = fault_of(walk, &frame, mark);
	if (fault) {
		err = ls_break_type(walk->build, frame.id, "%s", fault);
		if (holds_target(type->kind))
			type->target = LS_NO_TYPE;
		mark->depth = 1;
		mark->aliases = 0;
	}
	mark->state = DONE;
	walk->order.ids[walk->order.count++] = frame.id;
	/* A loop that ends here does not go through what holds this type. */
	if (walk->size > 0)
		reach_down(walk, mark->depth,
		    frame.low < mark->place ? frame.low : UINT32_MAX);
	return err;
}

static struct ls_error *
walk_from(struct walk *walk, ls_type_id root)
{
	struct ls_error *err = push(walk, root);
	while (!err && walk->size > 0) {
		struct frame *frame = &walk->stack[walk->size - 1];
		ls_type_id part = next_part(
		    &walk->build->model->types[frame->id], frame);
		const struct mark *mark = &walk->marks[part];
		if (part == LS_NO_TYPE)
			err = finish(walk);
		else if (mark->state == UNSEEN)
			err = push(walk, part);
		else if (mark->state == WALKING)
			reach_down(walk, 0, mark->place);
		else
			reach_down(walk, mark->depth, UINT32_MAX);
	}
	return err;
}

struct ls_error *
ls_check_nesting(struct ls_build *build, struct ls_order *ret)
{
	ls_type_id end = build->model->end;
	struct walk walk = { .build = build };
	struct ls_error *err = NULL;
	walk.marks = calloc(end, sizeof(*walk.marks));
	walk.order.ids = calloc(end, sizeof(*walk.order.ids));
	if (!walk.marks || !walk.order.ids)
		err = &ls_error_nomem;
	for (ls_type_id id = 1; id < end && !err; id++)
		if (walk.marks[id].state == UNSEEN)
			err = walk_from(&walk, id);
	free(walk.marks);
	free(walk.stack);
	if (err) {
		free(walk.order.ids);
		return err;
	}
	*ret = walk.order;
	return NULL;
}
