/*
 * idea_c_tag.c - where the tag of a tagged union of C could be instead.
 *
 * In: a struct with one enum and one union.  Out: its size without room for
 * the enum, if that fits in the low bits of the union's pointers, which their
 * alignment leaves 0, or in bytes that no member of the union uses.
 *
 *	struct { enum kind k; union { struct a *a; struct b *b; } u; }
 *						16 -> 8, k in the low bits
 *	struct { enum kind k;			24 -> 16, k at byte 12 of u
 *	    union { struct { long x; int y; } a; struct { long z; } b; } u; }
 */
#include <stdlib.h>

#include "analyse/idea/idea_c.h"
#include "base/error.h"
#include "base/limits.h"

struct tagged {
	const struct ls_model *model;
	uint32_t tag; /* items */
	const struct ls_type *enumeration;
	const struct ls_type *body_type;
	unsigned steps; /* left to look into the union */
};

/* One enum, one union, whatever else. */
static bool
find_tagged(const struct ls_ideas *ideas, const struct ls_c_try *try,
    struct tagged *ret)
{
	uint32_t tags = 0, bodies = 0;
	*ret = (struct tagged){ .model = ideas->lines->model,
		.steps = LS_MAX_HIDDEN_STEPS };
	for (uint32_t i = 0; i < try->count; i++) {
		const struct ls_field *field = try->ordered.fields[i];
		const struct ls_type *type = ls_c_type(ideas, try, i);
		ls_i128 least, most;
		if (type->kind == LS_KIND_UNION && type->field_count > 0) {
			bodies++;
			ret->body_type = type;
		} else if (field->name && !field->is_bitfield &&
		    ls_c_enum_range(type, &least, &most)) {
			tags++;
			ret->tag = i;
			ret->enumeration = type;
		}
	}
	return tags == 1 && bodies == 1;
}

/*
 * What a pointer's target is aligned to at least; 0: not known.  What is only
 * pointed to is known by its name alone, unless something else asked for it:
 * where all types are asked for, as for a whole program.  There may be several
 * of a name, and any of them may be meant.
 */
static uint64_t
least_align_bits(const struct ls_model *model, const struct ls_type *type)
{
	ls_type_id end = ls_model_end(model);
	uint64_t least = 0;
	if (type->kind == LS_KIND_FUNCTION)
		return 0;
	if (!type->name || type->align_from != LS_HOW_UNKNOWN)
		return type->align_from == LS_HOW_UNKNOWN ? 0
							  : type->align_bits;
	for (ls_type_id id = 1; id < end; id++) {
		const struct ls_type *other = ls_model_type(model, id);
		if (other->name != type->name || other->kind != type->kind ||
		    !other->has_size || other->align_from == LS_HOW_UNKNOWN)
			continue;
		if (least == 0 || other->align_bits < least)
			least = other->align_bits;
	}
	return least;
}

/* What the pointers of the union are aligned to at least; 0: not all are
 * pointers to something whose alignment is known. */
static uint64_t
pointee_align_bytes(const struct tagged *tagged)
{
	uint64_t least = 0;
	for (uint32_t i = 0; i < tagged->body_type->field_count; i++) {
		const struct ls_type *type = ls_model_type(tagged->model,
		    ls_model_strip(
			tagged->model, tagged->body_type->fields[i].type));
		if (type->kind != LS_KIND_POINTER ||
		    type->target == LS_NO_TYPE)
			return 0;
		ls_type_id to = ls_model_strip(tagged->model, type->target);
		uint64_t align = least_align_bits(tagged->model,
				     ls_model_type(tagged->model, to)) /
		    8;
		if (align == 0)
			return 0;
		if (i == 0 || align < least)
			least = align;
	}
	return least;
}

static struct ls_error *
try_pointer(struct ls_ideas *ideas, struct ls_c_try *try,
    const struct tagged *tagged, bool *is_added)
{
	struct ls_idea idea = { .kind = LS_IDEA_POINTER_TAG };
	uint64_t align = pointee_align_bytes(tagged);
	ls_i128 least, most;
	ls_c_enum_range(tagged->enumeration, &least, &most);
	if (align < 2 || least < 0 || most >= (ls_i128)align)
		return NULL;
	idea.member = try->ordered.fields[tagged->tag]->name;
	struct ls_error *err = ls_ideas_say(ideas, &idea.text,
	    "keep %s in the low bits of the union's pointers: all point to "
	    "what is aligned to %llu",
	    idea.member, (unsigned long long)align);
	idea.check = "every use of the pointers has to mask them";
	return err ? err : ls_c_try_add(ideas, try, &idea, is_added);
}

/* Mark the bytes that some member of the union has something in. */
static bool
mark(struct tagged *tagged, const struct ls_type *type, uint64_t base_bits,
    bool *used, uint64_t size, unsigned depth)
{
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		const struct ls_type *inner = ls_model_type(
		    tagged->model, ls_model_strip(tagged->model, field->type));
		uint64_t begin = base_bits + field->offset_bits;
		if (!field->has_offset || !field->has_size ||
		    depth == LS_MAX_DEPTH || tagged->steps-- == 0)
			return false;
		if (!field->is_bitfield &&
		    (inner->kind == LS_KIND_STRUCT ||
			inner->kind == LS_KIND_UNION)) {
			if (!mark(tagged, inner, begin, used, size, depth + 1))
				return false;
			continue;
		}
		for (uint64_t at = begin / 8;
		     at < size && at * 8 < begin + field->size_bits; at++)
			used[at] = true;
	}
	return true;
}

/* Where the tag could be in the union; its size: nowhere. */
static uint64_t
find_room(const struct tagged *tagged, const bool *used, uint64_t bytes)
{
	uint64_t size = tagged->body_type->size_bits / 8;
	for (uint64_t at = 0; at + bytes <= size; at += bytes) {
		uint64_t free = 0;
		while (free < bytes && !used[at + free])
			free++;
		if (free == bytes)
			return at;
	}
	return size;
}

/* Each member of the union is a struct, which can take the tag in. */
static bool
are_structs(const struct tagged *tagged)
{
	for (uint32_t i = 0; i < tagged->body_type->field_count; i++) {
		const struct ls_type *type = ls_model_type(tagged->model,
		    ls_model_strip(
			tagged->model, tagged->body_type->fields[i].type));
		if (type->kind != LS_KIND_STRUCT ||
		    tagged->body_type->fields[i].is_bitfield)
			return false;
	}
	return true;
}

static struct ls_error *
try_hole(struct ls_ideas *ideas, struct ls_c_try *try, struct tagged *tagged,
    bool *is_added)
{
	struct ls_idea idea = { .kind = LS_IDEA_TAG_IN_HOLE };
	uint64_t size = tagged->body_type->size_bits / 8;
	uint64_t bytes = tagged->enumeration->size_bits / 8;
	if (size > LS_MAX_SPARE_BYTES || bytes == 0 || !are_structs(tagged))
		return NULL;
	bool *used = calloc(size + 1, sizeof(*used));
	if (!used)
		return &ls_error_nomem;
	uint64_t room = mark(tagged, tagged->body_type, 0, used, size, 0)
	    ? find_room(tagged, used, bytes)
	    : size;
	free(used);
	if (room == size)
		return NULL;
	idea.member = try->ordered.fields[tagged->tag]->name;
	struct ls_error *err = ls_ideas_say(ideas, &idea.text,
	    "move %s into the members of the union, to byte %llu, which none "
	    "of them uses",
	    idea.member, (unsigned long long)room);
	idea.check = "only where these structs are not copied whole by "
		     "others";
	return err ? err : ls_c_try_add(ideas, try, &idea, is_added);
}

struct ls_error *
ls_idea_c_tag(struct ls_ideas *ideas)
{
	struct ls_c_try try;
	struct tagged tagged;
	struct ls_error *err = NULL;
	bool is_added = false;
	if (!ls_c_try_begin(ideas, &try)) {
		err = &ls_error_nomem;
	} else if (try.count > 0 && find_tagged(ideas, &try, &tagged)) {
		try.is_gone[tagged.tag] = true;
		err = try_pointer(ideas, &try, &tagged, &is_added);
		if (!err && !is_added)
			err = try_hole(ideas, &try, &tagged, &is_added);
	}
	ls_c_try_free(&try);
	return err;
}
