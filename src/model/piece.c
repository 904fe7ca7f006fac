/*
 * piece.c - what each member of a struct may ask for.
 *
 * In: a field, and what is known of its type.  Out: a piece for place.c to
 * lay.  All that compilers write about a member, and do not, is settled here.
 */
#include <stdlib.h>

#include "base/error.h"
#include "base/limits.h"
#include "model/abi.h"
#include "model/derive.h"

enum { BYTE = 8 };

bool
ls_derive_is_gcc(const struct ls_model *model, const struct ls_type *type)
{
	return ls_model_producer(model, type->producer)->compiler ==
	    LS_COMPILER_GCC;
}

bool
ls_derive_has_typedef(const struct ls_model *model, ls_type_id id)
{
	for (int i = 0; i < LS_MAX_ALIASES; i++) {
		const struct ls_type *type = &model->types[id];
		if (type->kind == LS_KIND_ALIAS &&
		    type->alias == LS_ALIAS_TYPEDEF)
			return true;
		if (type->kind != LS_KIND_ALIAS && type->kind != LS_KIND_ARRAY)
			return false;
		id = type->target;
	}
	return true;
}

/*
 * The attribute that a member carries.  gcc writes what the member ended up
 * with.  clang writes the number of the member's own attribute, which cannot
 * lower its type's alignment, or else that of its type's, and a typedef's
 * can.  It does not say which of the two, but DWARF 5 has the typedef's.
 */
static void
state(const struct ls_derive *derive, const struct ls_type *holder,
    const struct ls_field *field, struct ls_piece *piece)
{
	ls_aligns stated = ls_aligns_of_bits(field->stated_align_bits);
	piece->is_fixed = ls_derive_is_gcc(derive->model, holder);
	piece->own = stated;
	/* Of a bit-field it says where to begin; its type asks as well. */
	if (piece->is_fixed && piece->is_bitfield) {
		if (stated > piece->presumed)
			piece->natural = piece->presumed = stated;
		return;
	}
	if (piece->is_fixed || piece->presumed == stated) {
		piece->natural = piece->presumed = stated;
		return;
	}
	bool may_lower = !holder->is_fully_stated &&
	    ls_derive_has_typedef(derive->model, field->type);
	bool raises = (piece->natural & (stated - 1)) != 0;
	piece->natural &= ~(stated - 1);
	if (may_lower || raises)
		piece->natural |= stated;
	if (piece->presumed < stated && piece->presumed)
		piece->natural = piece->presumed = stated;
	else if (may_lower)
		piece->presumed = 0;
}

/* Is it aligned to less than its size where it is not _Atomic? */
static bool
may_gain_by_atomic(const struct ls_model *model, const struct ls_type *type)
{
	switch (type->kind) {
	case LS_KIND_STRUCT:
	case LS_KIND_UNION:
		return true;
	case LS_KIND_SCALAR:
	case LS_KIND_ENUM:
		return type->encoding == LS_ENCODING_COMPLEX ||
		    model->target.machine == LS_MACHINE_I386;
	case LS_KIND_UNKNOWN:
	case LS_KIND_POINTER:
	case LS_KIND_FUNCTION:
	case LS_KIND_ALIAS:
	case LS_KIND_ARRAY:
	case LS_KIND_CLASS:
		return false;
	}
	return false;
}

/*
 * What DWARF does not say of a member.  Before version 5 it has no _Atomic,
 * and what is as wide as an integer is then aligned as that: a struct, a
 * complex number, and on i386 a long long.  clang never writes the attribute
 * of a bit-field.
 */
static ls_aligns
unsaid(const struct ls_model *model, const struct ls_type *holder,
    const struct ls_field *field)
{
	if (field->is_bitfield)
		return ls_derive_is_gcc(model, holder) ? 0 : LS_ANY_ALIGN;
	if (holder->is_fully_stated || !field->name || field->is_base)
		return 0;
	const struct ls_type
	    *type = &model->types[ls_model_strip(model, field->type)];
	uint64_t bytes = type->size_bits / BYTE;
	if (!may_gain_by_atomic(model, type) || !type->has_size ||
	    bytes > 16 || (bytes & (bytes - 1)) != 0)
		return 0;
	return bytes;
}

/*
 * clang widens an _Atomic struct of three bytes to four, and writes it as a
 * bit-field of 32 bits; before DWARF 5 with the struct's own type.
 */
static bool
is_widened(const struct ls_model *model, const struct ls_field *field)
{
	const struct ls_type *of = &model->types[field->type];
	const struct ls_type
	    *bare = &model->types[ls_model_strip(model, field->type)];
	bool is_struct = bare->kind == LS_KIND_STRUCT ||
	    bare->kind == LS_KIND_UNION;
	return is_struct && !field->is_base && field->has_size &&
	    of->has_size &&
	    (field->is_bitfield || field->size_bits > of->size_bits);
}

/* Its own attribute is not written either, so it may ask for any more. */
static void
widen(const struct ls_derive *derive, const struct ls_type *holder,
    const struct ls_field *field, struct ls_piece *piece)
{
	const struct ls_model *model = derive->model;
	const struct ls_type *of = &model->types[field->type];
	uint64_t bits = ls_abi_atomic(&model->target,
	    ls_model_producer(model, holder->producer), of->size_bits,
	    of->align_bits);
	piece->presumed = ls_aligns_of_bits(bits);
	piece->natural = LS_ANY_ALIGN & -(piece->presumed | 1);
	piece->unit_bits = field->size_bits;
}

static struct ls_piece
piece_of(const struct ls_derive *derive, const struct ls_type *holder,
    const struct ls_field *field)
{
	const struct ls_type *of = &derive->model->types[field->type];
	const struct ls_known *known = &derive->known[field->type];
	uint64_t size = field->has_size ? field->size_bits : 0;
	bool is_class = holder->lang == LS_LANG_CPP && !field->is_bitfield;
	struct ls_piece piece = {
		.natural = known->can,
		.presumed = ls_aligns_of_bits(of->align_bits),
		.is_bitfield = field->is_bitfield,
		.has_place = field->has_offset && !field->is_virtual_base &&
		    !(field->is_base && known->has_virtual),
		.is_open = !field->has_size && !field->is_flexible,
		.offset_bits = field->offset_bits,
		.size_bits = size,
		.data_bits = is_class && known->data_bits < size
		    ? known->data_bits
		    : size,
		.unit_bits = of->size_bits,
		.is_loose = !ls_derive_is_gcc(derive->model, holder),
		.lost = unsaid(derive->model, holder, field),
	};
	if (field->stated_align_bits)
		state(derive, holder, field, &piece);
	else if (is_widened(derive->model, field))
		widen(derive, holder, field, &piece);
	if (field->is_bitfield && !of->has_size)
		piece.has_place = false;
	return piece;
}

struct ls_error *
ls_derive_pieces(struct ls_derive *derive, const struct ls_type *type)
{
	if (type->field_count > derive->piece_room) {
		struct ls_piece *pieces = reallocarray(
		    derive->pieces, type->field_count, sizeof(*pieces));
		if (!pieces)
			return &ls_error_nomem;
		derive->pieces = pieces;
		derive->piece_room = type->field_count;
	}
	for (uint32_t i = 0; i < type->field_count; i++)
		derive->pieces[i] = piece_of(derive, type, &type->fields[i]);
	return NULL;
}
