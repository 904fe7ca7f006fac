/*
 * derive.c - the alignment of every type, from the bottom up.
 *
 * In: types with their sizes, parts before what holds them.  Out: alignment,
 * `packed` and `is_forced_align` of types, and the alignment of fields.
 *
 * What a type is aligned to is decided by what the file says of that type
 * and of its parts, never by who holds it: the answer must not depend on
 * which other types were loaded.
 *
 * Each type has a set of alignments that the file allows, and perhaps one
 * that we take it to have.  A struct that stands naturally is taken to be
 * natural, though a packed one may look the same; but where a holder shows
 * that something is packed, the set says what else the part may be.
 */
#include "model/derive.h"

#include <stdlib.h>

#include "base/error.h"
#include "model/abi.h"
#include "model/build.h"
#include "model/virtual.h"

/* `bits`: 0 is unknown. */
static void
settle(struct ls_derive *derive, ls_type_id id, uint64_t bits, enum ls_how how)
{
	struct ls_type *type = &derive->model->types[id];
	type->align_bits = bits;
	type->align_from = bits ? how : LS_HOW_UNKNOWN;
	derive->known[id].can = bits ? ls_aligns_of_bits(bits) : LS_ANY_ALIGN;
}

/* Whatever the part is known to be, and no more. */
static void
settle_as(struct ls_derive *derive, ls_type_id id, ls_type_id part)
{
	struct ls_type *type = &derive->model->types[id];
	const struct ls_type *of = &derive->model->types[part];
	type->align_bits = of->align_bits;
	type->align_from = of->align_from;
	derive->known[id] = derive->known[part];
}

static void
derive_atomic(struct ls_derive *derive, ls_type_id id)
{
	const struct ls_model *model = derive->model;
	const struct ls_type *type = &model->types[id];
	const struct ls_type *of = &model->types[type->target];
	const struct ls_producer *producer = ls_model_producer(
	    model, type->producer);
	if (!of->has_size) {
		settle(derive, id, 0, LS_HOW_UNKNOWN);
		return;
	}
	uint64_t bits = ls_abi_atomic(
	    &model->target, producer, of->size_bits, of->align_bits);
	settle(derive, id, bits,
	    bits == of->align_bits ? of->align_from : LS_HOW_ABI);
}

static void
derive_alias(struct ls_derive *derive, ls_type_id id)
{
	const struct ls_type *type = &derive->model->types[id];
	if (type->stated_align_bits)
		settle(derive, id, type->stated_align_bits, LS_HOW_DWARF);
	else if (type->target == LS_NO_TYPE)
		settle(derive, id, 0, LS_HOW_UNKNOWN);
	else if (type->alias == LS_ALIAS_ATOMIC)
		derive_atomic(derive, id);
	else
		settle_as(derive, id, type->target);
}

/*
 * What an array is aligned as: its items.  But gcc forgets that they are
 * _Atomic, where that is more than their type: structs and complex numbers.
 */
static ls_type_id
item_of(const struct ls_model *model, const struct ls_type *array)
{
	if (ls_model_producer(model, array->producer)->compiler !=
	    LS_COMPILER_GCC)
		return array->target;
	ls_type_id id = array->target;
	while (model->types[id].kind == LS_KIND_ALIAS &&
	    model->types[id].alias != LS_ALIAS_ATOMIC)
		id = model->types[id].target;
	const struct ls_type *bare = &model->types[ls_model_strip(model, id)];
	bool is_scalar = bare->kind != LS_KIND_STRUCT &&
	    bare->kind != LS_KIND_UNION &&
	    bare->encoding != LS_ENCODING_COMPLEX;
	if (model->types[id].kind != LS_KIND_ALIAS || is_scalar)
		return array->target;
	return model->types[id].target;
}

static void
derive_array(struct ls_derive *derive, ls_type_id id)
{
	const struct ls_model *model = derive->model;
	const struct ls_type *type = &model->types[id];
	if (type->stated_align_bits)
		settle(derive, id, type->stated_align_bits, LS_HOW_DWARF);
	else if (type->is_vector)
		settle(derive, id,
		    type->has_size
			? ls_abi_vector(&model->target,
			      ls_model_producer(model, type->producer),
			      type->size_bits)
			: 0,
		    LS_HOW_ABI);
	else if (type->target == LS_NO_TYPE)
		settle(derive, id, 0, LS_HOW_UNKNOWN);
	else
		settle_as(derive, id, item_of(model, type));
	/* Nothing moves into an array. */
	derive->known[id].data_bits = UINT64_MAX;
}

/* gcc ignores an attribute on an enum, and does not state it. */
static void
derive_scalar(struct ls_derive *derive, ls_type_id id)
{
	const struct ls_model *model = derive->model;
	const struct ls_type *type = &model->types[id];
	uint64_t bits = ls_abi_scalar(
	    &model->target, ls_model_producer(model, type->producer), type);
	if (type->stated_align_bits > bits)
		settle(derive, id, type->stated_align_bits, LS_HOW_DWARF);
	else
		settle(derive, id, bits, LS_HOW_ABI);
}

/* Each field's own: what is stated, else its type's. */
static void
derive_fields(struct ls_derive *derive, const struct ls_type *type)
{
	uint32_t lists = type->variants ? 1 + type->variants->count : 1;
	for (uint32_t list = 0; list < lists; list++) {
		const struct ls_field *fields = type->fields;
		uint32_t count = type->field_count;
		if (list > 0) {
			fields = type->variants->items[list - 1].fields;
			count = type->variants->items[list - 1].field_count;
		}
		for (uint32_t i = 0; i < count; i++) {
			struct ls_field *field = ls_fields_of(&fields[i]);
			field->align_bits = field->stated_align_bits;
			if (!field->align_bits)
				field->align_bits = derive->model
							->types[field->type]
							.align_bits;
		}
	}
}

static struct ls_error *
derive_type(struct ls_derive *derive, ls_type_id id)
{
	const struct ls_model *model = derive->model;
	const struct ls_type *type = &model->types[id];
	derive->known[id].data_bits = UINT64_MAX;
	switch (type->kind) {
	case LS_KIND_ALIAS:
		derive_alias(derive, id);
		return NULL;
	case LS_KIND_ARRAY:
		derive_array(derive, id);
		return NULL;
	case LS_KIND_POINTER:
		settle(derive, id, ls_abi_pointer(&model->target), LS_HOW_ABI);
		return NULL;
	case LS_KIND_SCALAR:
		derive_scalar(derive, id);
		return NULL;
	case LS_KIND_ENUM:
		if (!type->variants && type->field_count == 0) {
			derive_scalar(derive, id);
			return NULL;
		}
		break;
	case LS_KIND_UNKNOWN:
	case LS_KIND_FUNCTION:
		settle(derive, id, 0, LS_HOW_UNKNOWN);
		return NULL;
	case LS_KIND_STRUCT:
	case LS_KIND_CLASS:
	case LS_KIND_UNION:
		break;
	}
	derive_fields(derive, type);
	if (type->lang != LS_LANG_RUST)
		return ls_derive_record(derive, id);
	ls_derive_rust(derive, id);
	return NULL;
}

void
ls_derive_opaque(struct ls_type *type, struct ls_known *known)
{
	type->packed = LS_TRI_UNKNOWN;
	type->align_bits = type->stated_align_bits;
	type->align_from = type->align_bits ? LS_HOW_DWARF : LS_HOW_UNKNOWN;
	known->can = type->align_bits ? ls_aligns_of_bits(type->align_bits)
				      : LS_ANY_ALIGN;
}

static struct ls_error *
fill_alignments(struct ls_model *model, const struct ls_order *order)
{
	struct ls_derive derive = { .model = model };
	struct ls_error *err = NULL;
	derive.known = calloc(model->end, sizeof(*derive.known));
	if (!derive.known)
		return &ls_error_nomem;
	derive.known[LS_NO_TYPE].can = LS_ANY_ALIGN;
	for (size_t i = 0; i < order->count && !err; i++)
		err = derive_type(&derive, order->ids[i]);
	free(derive.known);
	free(derive.pieces);
	return err;
}

struct ls_error *
ls_build_derive(struct ls_build *build)
{
	struct ls_order order = { 0 };
	struct ls_error *err = ls_check_numbers(build);
	if (!err)
		err = ls_check_nesting(build, &order);
	if (!err) {
		ls_fill_sizes(build->model, &order);
		err = ls_check_places(build);
	}
	if (!err)
		err = fill_alignments(build->model, &order);
	if (!err)
		ls_fill_endian(build->model);
	if (!err)
		err = ls_place_virtual_bases(build->model, &order);
	if (!err)
		ls_share_tails(build->model, &order);
	free(order.ids);
	return err;
}
