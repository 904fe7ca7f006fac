/*
 * virtual_class.c - what a class is to those that hold it.
 *
 * In: its fields, and the shapes of what they are made of.  Out: from where
 * on a virtual base may begin, how much of it stands in a derived class, how
 * that is aligned, and which virtual base lends it its vptr.
 */
#include "model/virtual_own.h"

bool
ls_class_step(struct object *object)
{
	if (object->steps == 0 || object->own_steps == 0) {
		object->has_failed = true;
		return false;
	}
	object->steps--;
	object->own_steps--;
	return true;
}

const struct ls_field *
ls_class_next_base(struct object *object, const struct ls_type *type,
    const struct ls_field *last)
{
	const struct ls_field *best = NULL;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		if (!ls_class_step(object))
			return NULL;
		if (field->is_base && !field->is_artificial &&
		    (!last || field->declared > last->declared) &&
		    (!best || field->declared < best->declared))
			best = field;
	}
	return best;
}

static void
add_extent(struct shape *shape, const struct ls_field *field, uint64_t close,
    uint64_t loose)
{
	uint64_t at = field->offset_bits / BYTE;
	shape->data[CLOSE] = most(shape->data[CLOSE], at + close);
	shape->data[LOOSE] = most(shape->data[LOOSE], at + loose);
}

static void
add_size(struct shape *shape, uint64_t end)
{
	shape->size[CLOSE] = most(shape->size[CLOSE], end);
	shape->size[LOOSE] = most(shape->size[LOOSE], end);
}

static void
add_base(struct shape *shape, const struct ls_field *field,
    const struct shape *base)
{
	uint64_t at = field->offset_bits / BYTE;
	shape->is_unknown |= !base->is_class || base->is_unknown ||
	    !field->has_offset;
	shape->is_dynamic |= base->is_dynamic;
	shape->has_virtual |= base->has_virtual;
	shape->align = shape->align && base->align
	    ? most(shape->align, base->align)
	    : 0;
	if (base->is_empty) {
		add_size(shape, at + 1);
		return;
	}
	shape->is_empty = false;
	shape->is_nearly_empty &= base->is_nearly_empty;
	add_extent(shape, field, base->size[CLOSE], base->size[LOOSE]);
}

/* A class as a member may be [[no_unique_address]], and then closer. */
static void
add_member(
    struct shape *shape, const struct ls_field *field, const struct shape *of)
{
	uint64_t end = (field->offset_bits % BYTE + field->size_bits + BYTE -
			   1) /
	    BYTE;
	shape->is_unknown |= !field->has_offset ||
	    (!field->has_size && !field->is_flexible);
	shape->align = shape->align && field->align_bits
	    ? most(shape->align, field->align_bits / BYTE)
	    : 0;
	shape->is_dynamic |= field->is_vptr;
	shape->is_nearly_empty &= field->is_vptr;
	shape->is_empty = false;
	uint64_t close = end;
	if (of->is_class && of->is_empty)
		close = 0;
	else if (of->is_class && of->size[CLOSE] < end)
		close = of->size[CLOSE];
	add_extent(shape, field, close, end);
	add_size(shape, field->offset_bits / BYTE + end);
}

/* Does some base, at any depth, share the vptr of that virtual base? */
static bool
is_taken(struct object *object, ls_type_id class, ls_type_id wanted)
{
	const struct ls_type *type = &object->model->types[class];
	const struct ls_field *base = NULL;
	while ((base = ls_class_next_base(object, type, base))) {
		const struct shape *shape = &object->shapes[base->type];
		if (shape->primary == wanted ||
		    (shape->has_virtual &&
			is_taken(object, base->type, wanted)))
			return true;
	}
	return false;
}

/* The first nearly empty virtual base that nobody else has as primary; else
 * the first of all, in `fallback`. */
static ls_type_id
find_primary(struct object *object, ls_type_id whole, ls_type_id class,
    ls_type_id *fallback)
{
	const struct ls_type *type = &object->model->types[class];
	const struct ls_field *base = NULL;
	while ((base = ls_class_next_base(object, type, base))) {
		const struct shape *shape = &object->shapes[base->type];
		if (base->is_virtual_base && shape->is_nearly_empty) {
			if (!is_taken(object, whole, base->type))
				return base->type;
			if (!*fallback)
				*fallback = base->type;
		}
		ls_type_id found = shape->has_virtual
		    ? find_primary(object, whole, base->type, fallback)
		    : LS_NO_TYPE;
		if (found)
			return found;
	}
	return LS_NO_TYPE;
}

/* A dynamic class without a vptr of its own shares that of its first dynamic
 * base, or else of a virtual one.  Itanium C++ ABI, 2.4, II. */
static void
set_primary(struct object *object, ls_type_id id, struct shape *shape)
{
	const struct ls_type *type = &object->model->types[id];
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		if (field->is_vptr ||
		    (field->is_base && !field->is_virtual_base &&
			object->shapes[field->type].is_dynamic))
			return;
	}
	ls_type_id fallback = LS_NO_TYPE;
	shape->primary = find_primary(object, id, id, &fallback);
	if (!shape->primary)
		shape->primary = fallback;
	uint64_t word = object->model->target.pointer_bytes;
	for (int way = 0; way < WAYS; way++) {
		shape->data[way] = most(shape->data[way], word);
		shape->size[way] = most(shape->size[way], word);
	}
	shape->align = shape->align ? most(shape->align, word) : 0;
	shape->is_unknown |= !shape->primary;
}

/* A POD's tail is its own: no base, no vptr, no such member. */
static void
settle_shape(const struct ls_type *type, struct shape *shape, bool has_base)
{
	for (int way = 0; way < WAYS; way++)
		shape->size[way] = most(shape->size[way], shape->data[way]);
	uint64_t whole = type->size_bits / BYTE;
	if (!shape->is_empty && !has_base && !shape->is_dynamic) {
		shape->size[CLOSE] = shape->data[CLOSE];
		shape->size[LOOSE] = shape->data[LOOSE] = whole;
	}
	if (!shape->has_virtual)
		shape->align = type->align_bits / BYTE;
	else if (type->packed == LS_TRI_YES)
		shape->align = 0;
	else if (type->is_forced_align && shape->align)
		shape->align = most(
		    shape->align, type->stated_align_bits / BYTE);
	shape->is_unknown |= !type->has_size || type->is_declaration ||
	    type->note || shape->align == 0;
}

void
ls_class_measure(struct object *object, ls_type_id id)
{
	const struct ls_model *model = object->model;
	const struct ls_type *type = &model->types[id];
	struct shape shape = {
		.align = 1,
		.is_class = true,
		.is_empty = type->kind != LS_KIND_UNION,
		.is_nearly_empty = true,
	};
	bool has_base = false;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		const struct shape
		    *of = &object->shapes[ls_model_strip(model, field->type)];
		has_base |= field->is_base;
		if (field->is_virtual_base) {
			shape.has_virtual = shape.is_dynamic = true;
			shape.is_empty = false;
		} else if (field->is_base) {
			add_base(&shape, field, of);
		} else {
			add_member(&shape, field, of);
		}
	}
	if (shape.has_virtual)
		set_primary(object, id, &shape);
	settle_shape(type, &shape, has_base);
	shape.is_nearly_empty &= shape.is_dynamic &&
	    shape.size[LOOSE] == model->target.pointer_bytes;
	object->shapes[id] = shape;
}
