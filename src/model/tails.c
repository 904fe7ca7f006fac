/*
 * tails.c - parts of a class in whose end something else stands.
 *
 * In: fields by offset, with their types' sizes.  Out: less of them where the
 * class shows that there is less.  A base that is no POD, and a member that is
 * [[no_unique_address]], have no more room than their data take; what follows
 * may begin right behind (Itanium C++ ABI, 2.4: nvsize and dsize).
 *
 *	struct A { A(); int n; char l; };  n 0..4, l 4..5, padding to 8
 *	struct B : A { char c; };          A 0..5, c 5..6, padding to 8
 *	struct C : A { int i; };           A 0..8, i 8..12
 *
 * DWARF does not say which class is a POD.  So this is not decided by rules:
 * a part is as wide as its type, and its padding its own, unless something
 * begins in that.
 */
#include "model/virtual.h"

#include "base/limits.h"

enum { BYTE = 8 };

/* How much more may be looked at, so that no file keeps us for long. */
struct walk {
	const struct ls_model *model;
	uint64_t steps;     /* left in this file */
	uint64_t own_steps; /* left in this class */
};

static bool
step(struct walk *walk)
{
	if (walk->steps == 0 || walk->own_steps == 0)
		return false;
	walk->steps--;
	walk->own_steps--;
	return true;
}

static bool
may_share(const struct ls_type *type)
{
	return type->kind == LS_KIND_STRUCT || type->kind == LS_KIND_CLASS ||
	    type->kind == LS_KIND_UNION;
}

static uint64_t end_of_data(struct walk *walk, const struct ls_type *type,
    uint64_t limit, unsigned depth);

/* Where a field ends if nothing of it stands past `limit`. */
static uint64_t
end_of_field(struct walk *walk, const struct ls_field *field, uint64_t limit,
    unsigned depth)
{
	const struct ls_model *model = walk->model;
	const struct ls_type
	    *of = &model->types[ls_model_strip(model, field->type)];
	uint64_t from = field->offset_bits;
	if (!field->has_offset || !field->has_size || !step(walk))
		return UINT64_MAX;
	uint64_t end = from + field->size_bits;
	if (end <= limit || from > limit || !may_share(of) ||
	    field->is_bitfield)
		return end;
	end = end_of_data(walk, of, limit - from, depth + 1);
	return end <= limit - from ? from + end : UINT64_MAX;
}

/*
 * Where the data of a type end if nothing of it stands past `limit`: parts of
 * it may have given up their ends too.  More than `limit` if that cannot be.
 */
static uint64_t
end_of_data(struct walk *walk, const struct ls_type *type, uint64_t limit,
    unsigned depth)
{
	if (depth == LS_MAX_DEPTH || type->note || type->is_declaration)
		return UINT64_MAX;
	/* An empty class has a byte, however it is aligned. */
	uint64_t most = type->field_count == 0 ? BYTE : 0;
	for (uint32_t i = 0; i < type->field_count && most <= limit; i++) {
		const struct ls_field *field = &type->fields[i];
		if (field->is_virtual_base)
			continue;
		uint64_t end = end_of_field(walk, field, limit, depth);
		most = end > most ? end : most;
	}
	return most <= limit ? most + (BYTE - most % BYTE) % BYTE : UINT64_MAX;
}

static bool
has_virtual_base(const struct ls_type *type)
{
	for (uint32_t i = 0; i < type->field_count; i++)
		if (type->fields[i].is_virtual_base)
			return true;
	return false;
}

/*
 * A base that has virtual bases is no POD, and these stand elsewhere: what is
 * here is known, and a pointer to the virtual table at least.
 */
static void
narrow_base(
    struct walk *walk, const struct ls_type *of, struct ls_field *field)
{
	uint64_t word = (uint64_t)walk->model->target.pointer_bytes * BYTE;
	uint64_t end = end_of_data(walk, of, field->size_bits, 0);
	end = end < word ? word : end;
	if (end < field->size_bits)
		field->size_bits = end;
}

/* `next_bits`: where, from the field's start, the next one begins. */
static void
share_tail(struct walk *walk, struct ls_field *field, uint64_t next_bits)
{
	const struct ls_model *model = walk->model;
	const struct ls_type
	    *of = &model->types[ls_model_strip(model, field->type)];
	if (!may_share(of) || field->is_bitfield || !field->has_size)
		return;
	if (field->is_base && has_virtual_base(of))
		narrow_base(walk, of, field);
	if (field->size_bits <= next_bits)
		return;
	uint64_t end = end_of_data(walk, of, next_bits, 0);
	if (end <= next_bits)
		field->size_bits = end;
}

/* From the last to the first: what stands behind is known by then. */
static void
share_tails(struct walk *walk, const struct ls_type *type)
{
	uint64_t here = UINT64_MAX, next = UINT64_MAX;
	for (uint32_t i = type->field_count; i-- > 0;) {
		struct ls_field *field = ls_fields_of(&type->fields[i]);
		if (!field->has_offset ||
		    (field->has_size && field->size_bits == 0))
			continue;
		if (field->offset_bits < here) {
			next = here;
			here = field->offset_bits;
		}
		share_tail(walk, field, next - here);
	}
}

void
ls_share_tails(struct ls_model *model, const struct ls_order *order)
{
	struct walk walk = { .model = model,
		.steps = LS_MAX_CLASS_STEPS * 256 };
	for (size_t i = 0; i < order->count; i++) {
		const struct ls_type *type = &model->types[order->ids[i]];
		walk.own_steps = LS_MAX_CLASS_STEPS;
		if (type->lang == LS_LANG_CPP &&
		    (type->kind == LS_KIND_STRUCT ||
			type->kind == LS_KIND_CLASS))
			share_tails(&walk, type);
	}
}
