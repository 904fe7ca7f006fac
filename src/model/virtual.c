/*
 * virtual.c - where virtual bases stand in a complete object.
 *
 * In: classes whose sizes and alignments are known.  Out: offsets of their
 * virtual bases, those among them that they have from their bases, which
 * DWARF leaves out.  It gives an expression over the vtable for the others,
 * but Itanium C++ ABI, 2.4, III tells where they are: behind all the rest, in
 * the order in which one meets them.
 *
 *	struct V { long v; };              v 0..8
 *	struct L : virtual V { char l; };  vptr 0..8, l 8..9, V 16..24
 *	struct R : virtual V { char r; };  vptr 0..8, r 8..9, V 16..24
 *	struct D : L, R { int d; };        L 0..9, R 16..25, d 28..32, V 32..40
 *
 * DWARF does not say whether a class is a POD, whose tail nobody moves into,
 * nor which members are [[no_unique_address]].  So all is reckoned twice, as
 * closely and as loosely as can be.  Places only grow with what stands before
 * them; where both ways give the same, so do all between.  Where they do not,
 * or give another size than the file's, the place stays unknown.
 */
#include "model/virtual.h"

#include <stdlib.h>

#include "base/error.h"
#include "model/virtual_own.h"

/* Sizes are below 2^61; a sum of a few is no overflow. */
static uint64_t
align_up(uint64_t at, uint64_t align)
{
	return (at + align - 1) / align * align;
}

/* ---- one complete object ---- */

static struct root *
root_of(struct object *object, ls_type_id type)
{
	for (uint32_t i = 1; i < object->root_count; i++)
		if (object->roots[i].type == type)
			return &object->roots[i];
	return NULL;
}

static void
claim(struct object *object, ls_type_id primary, uint32_t root, uint64_t at)
{
	struct root *base = root_of(object, primary);
	if (!base)
		return;
	base->is_claimed = true;
	base->claimer = root;
	base->claimed_at = at;
}

/* Met already, and nobody's so far? */
static bool
is_free(struct object *object, ls_type_id primary)
{
	const struct root *base = root_of(object, primary);
	return base && !base->is_claimed;
}

/*
 * Meet all bases, parents first, and virtual ones once.  Of several classes
 * that share one virtual base's vptr, the first one has it; a class that is
 * the first to know of it has it before its own bases.
 */
static void
meet(struct object *object, ls_type_id class, uint32_t root, uint64_t at)
{
	const struct ls_type *type = &object->model->types[class];
	const struct shape *shape = &object->shapes[class];
	const struct ls_field *base = NULL;
	object->has_failed |= shape->is_unknown || !shape->is_class;
	bool is_first = shape->primary && !root_of(object, shape->primary);
	if (shape->primary && is_free(object, shape->primary))
		claim(object, shape->primary, root, at);
	while ((base = ls_class_next_base(object, type, base))) {
		if (!base->is_virtual_base) {
			meet(object, base->type, root,
			    at + base->offset_bits / BYTE);
			continue;
		}
		if (root_of(object, base->type))
			continue;
		if (object->root_count > LS_MAX_VIRTUAL_BASES) {
			object->has_failed = true;
			return;
		}
		uint32_t own = object->root_count++;
		object->roots[own] = (struct root){ .type = base->type };
		meet(object, base->type, own, 0);
	}
	if (is_first)
		claim(object, shape->primary, root, at);
}

static void
gather_empty(struct object *object, ls_type_id type, uint64_t at)
{
	if (object->empty_seen == LS_MAX_EMPTY_BASES) {
		object->has_failed = true;
		return;
	}
	object->empties[object->empty_seen++] = (struct empty){ type, at };
}

/* Empty classes within a class: two of one type may not be at one place. */
static void
gather(struct object *object, ls_type_id id, uint64_t at)
{
	const struct ls_model *model = object->model;
	const struct ls_type *type = &model->types[ls_model_strip(model, id)];
	uint64_t count = 1, size = 0;
	while (type->kind == LS_KIND_ARRAY && type->has_count) {
		count = type->count > LS_MAX_EMPTY_BASES ||
			count > LS_MAX_EMPTY_BASES
		    ? LS_MAX_EMPTY_BASES + 1
		    : count * type->count;
		id = type->target;
		type = &model->types[ls_model_strip(model, id)];
		size = type->size_bits / BYTE;
	}
	id = ls_model_strip(model, id);
	if (!object->shapes[id].is_class)
		return;
	for (uint64_t item = 0; item < count; item++) {
		uint64_t here = at + item * size;
		if (!ls_class_step(object))
			return;
		if (object->shapes[id].is_empty)
			gather_empty(object, id, here);
		for (uint32_t i = 0; i < type->field_count; i++)
			if (!type->fields[i].is_virtual_base &&
			    ls_class_step(object))
				gather(object, type->fields[i].type,
				    here + type->fields[i].offset_bits / BYTE);
	}
}

/* Would one of those that were just gathered meet its like at `at`? */
static bool
collides(struct object *object, uint64_t at)
{
	for (uint32_t i = object->empty_count; i < object->empty_seen; i++)
		for (uint32_t k = 0; k < object->empty_count; k++) {
			const struct empty *one = &object->empties[i];
			const struct empty *other = &object->empties[k];
			if (!ls_class_step(object))
				return true;
			if (one->type == other->type &&
			    one->at + at == other->at)
				return true;
		}
	return false;
}

static void
keep_empties(struct object *object, uint64_t at)
{
	for (; object->empty_count < object->empty_seen; object->empty_count++)
		object->empties[object->empty_count].at += at;
}

static void
place(struct object *object, struct root *root)
{
	const struct shape *shape = &object->shapes[root->type];
	object->empty_seen = object->empty_count;
	gather(object, root->type, 0);
	bool has_empties = object->empty_seen > object->empty_count;
	for (int way = 0; way < WAYS; way++) {
		uint64_t at = align_up(object->data[way], shape->align);
		if (shape->is_empty && !collides(object, 0))
			at = 0;
		root->at[way] = at;
		uint64_t end = at + (shape->is_empty ? 1 : shape->size[way]);
		if (!shape->is_empty)
			object->data[way] = end;
		object->size[way] = most(object->size[way], end);
	}
	if (has_empties &&
	    (root->at[CLOSE] != root->at[LOOSE] ||
		collides(object, root->at[CLOSE])))
		object->has_failed = true;
	keep_empties(object, root->at[CLOSE]);
}

/*
 * How large the object is if a virtual base stands one step further than
 * what we see asks for, and where the others are then.
 */
static uint64_t
size_if_moved(struct object *object, uint32_t moved, uint64_t *at)
{
	const struct shape *whole = &object->shapes[object->roots[0].type];
	uint64_t data = whole->data[CLOSE], size = whole->size[CLOSE];
	for (uint32_t i = 1; i < object->root_count; i++) {
		const struct root *root = &object->roots[i];
		const struct shape *shape = &object->shapes[root->type];
		at[i] = root->at[CLOSE];
		if (root->is_claimed || !ls_class_step(object))
			continue;
		bool stays = shape->is_empty && i != moved;
		if (!stays)
			at[i] = align_up(data, shape->align);
		if (i == moved && at[i] == root->at[CLOSE])
			at[i] += shape->align;
		uint64_t end = at[i] +
		    (shape->is_empty ? 1 : shape->size[CLOSE]);
		if (!stays)
			data = end;
		size = most(size, end);
	}
	return size;
}

/*
 * An unnamed bit-field at the end of a class is not in DWARF, and what
 * follows would stand behind it.  A place is known where there is no room
 * for that.
 */
static void
doubt(struct object *object, const struct ls_type *type)
{
	uint64_t at[LS_MAX_VIRTUAL_BASES + 1];
	for (uint32_t moved = 1; moved < object->root_count; moved++) {
		if (object->roots[moved].is_claimed)
			continue;
		uint64_t size = size_if_moved(object, moved, at);
		if (align_up(size, type->align_bits / BYTE) >
		    type->size_bits / BYTE)
			continue;
		for (uint32_t i = moved; i < object->root_count; i++)
			object->roots[i].is_open |= at[i] !=
			    object->roots[i].at[CLOSE];
	}
}

/* A claimed base is where its claimer is, and that may be claimed too. */
static void
place_claimed(struct object *object, uint32_t index)
{
	struct root *root = &object->roots[index];
	uint64_t at = 0;
	uint32_t hops = 0;
	const struct root *top = root;
	for (; top->is_claimed && hops <= object->root_count; hops++) {
		at += top->claimed_at;
		top = &object->roots[top->claimer];
	}
	object->has_failed |= top->is_claimed;
	root->is_open = top->is_open;
	for (int way = 0; way < WAYS; way++)
		root->at[way] = top->at[way] + at;
}

static bool
has_right_size(const struct object *object, const struct ls_type *type)
{
	uint64_t align = type->align_bits / BYTE;
	uint64_t size = type->size_bits / BYTE;
	return align && align_up(object->size[CLOSE], align) <= size &&
	    size <= align_up(object->size[LOOSE], align);
}

static void
lay(struct object *object, ls_type_id id)
{
	const struct ls_type *type = &object->model->types[id];
	const struct shape *shape = &object->shapes[id];
	object->own_steps = LS_MAX_CLASS_STEPS;
	object->has_failed = false;
	object->empty_count = object->empty_seen = 0;
	object->root_count = 1;
	object->roots[0] = (struct root){ .type = id };
	meet(object, id, 0, 0);
	/* The object's own class comes before any of its bases. */
	claim(object, shape->primary, 0, 0);
	for (int way = 0; way < WAYS; way++) {
		object->data[way] = shape->data[way];
		object->size[way] = shape->size[way];
	}
	gather(object, id, 0);
	keep_empties(object, 0);
	for (uint32_t i = 1; i < object->root_count; i++)
		if (!object->roots[i].is_claimed && !object->has_failed)
			place(object, &object->roots[i]);
	object->has_failed |= !has_right_size(object, type);
	if (!object->has_failed)
		doubt(object, type);
	for (uint32_t i = 1; i < object->root_count; i++)
		if (object->roots[i].is_claimed)
			place_claimed(object, i);
}

/* ---- into the model ---- */

static void
settle_field(const struct object *object, const struct ls_type *holder,
    const struct root *root, struct ls_field *field)
{
	const struct ls_type *type = &object->model->types[root->type];
	const struct shape *shape = &object->shapes[root->type];
	field->has_offset = !object->has_failed && !root->is_open &&
	    root->at[CLOSE] == root->at[LOOSE];
	field->offset_bits = field->has_offset ? root->at[CLOSE] * BYTE : 0;
	field->has_size = type->has_size;
	field->size_bits = type->size_bits;
	if (shape->has_virtual && !shape->is_unknown)
		field->size_bits = shape->size[LOOSE] * BYTE;
	if (!field->has_offset)
		return;
	uint64_t room = holder->size_bits - field->offset_bits;
	if (field->offset_bits > holder->size_bits)
		field->has_offset = false;
	else if (field->size_bits > room)
		field->size_bits = room;
}

static struct ls_field *
field_of_base(const struct ls_type *type, ls_type_id base)
{
	for (uint32_t i = 0; i < type->field_count; i++)
		if (type->fields[i].is_virtual_base &&
		    type->fields[i].type == base)
			return ls_fields_of(&type->fields[i]);
	return NULL;
}

/* The fields, and one for each virtual base that only the bases name. */
static struct ls_error *
write_down(struct object *object, ls_type_id id)
{
	struct ls_model *model = object->model;
	struct ls_type *type = &model->types[id];
	if (object->root_count == 1) {
		/* what we cannot list would look like holes */
		type->note = "has more bases than we follow";
		type->field_count = 0;
		return NULL;
	}
	uint32_t count = type->field_count;
	struct ls_field *fields = LS_NEW(&model->arena, struct ls_field,
	    (size_t)count + object->root_count);
	if (!fields)
		return ls_model_full(model);
	for (uint32_t i = 0; i < count; i++)
		fields[i] = type->fields[i];
	type->fields = fields;
	for (uint32_t i = 1; i < object->root_count; i++) {
		const struct root *root = &object->roots[i];
		const struct ls_type *of = &model->types[root->type];
		struct ls_field *field = field_of_base(type, root->type);
		if (!field) {
			field = &fields[count];
			*field = (struct ls_field){
				.name = of->name,
				.type = root->type,
				.align_bits = of->align_bits,
				.declared = count++,
				.is_base = true,
				.is_virtual_base = true,
				.is_artificial = true,
			};
		}
		settle_field(object, type, root, field);
	}
	type->field_count = count;
	ls_fields_sort(fields, count, type->kind);
	return NULL;
}

static bool
is_class(const struct ls_type *type)
{
	return type->lang == LS_LANG_CPP &&
	    (type->kind == LS_KIND_STRUCT || type->kind == LS_KIND_CLASS ||
		type->kind == LS_KIND_UNION);
}

struct ls_error *
ls_place_virtual_bases(struct ls_model *model, const struct ls_order *order)
{
	struct object *object = calloc(1, sizeof(*object));
	if (!object)
		return &ls_error_nomem;
	struct ls_error *err = NULL;
	*object = (struct object){ .model = model,
		.steps = LS_MAX_CLASS_STEPS * 256 };
	object->shapes = calloc(model->end, sizeof(*object->shapes));
	if (!object->shapes)
		err = &ls_error_nomem;
	for (size_t i = 0; i < order->count && !err; i++) {
		ls_type_id id = order->ids[i];
		if (!is_class(&model->types[id]))
			continue;
		object->own_steps = LS_MAX_CLASS_STEPS;
		ls_class_measure(object, id);
		if (!object->shapes[id].has_virtual)
			continue;
		lay(object, id);
		err = write_down(object, id);
	}
	free(object->shapes);
	free(object);
	return err;
}
