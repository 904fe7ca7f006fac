/*
 * variant.c - the ways that a Rust enum or coroutine can be.
 *
 * rustc writes an enum with data as a struct that has a variant part; each
 * variant has one member, whose type is a struct of the payload's fields:
 *
 *	structure_type Ev, 16 bytes
 *	  variant_part, discr -> the member below
 *	    member (artificial, nameless) u8 at 0
 *	    variant, discr_value 0:  member Idle -> structure_type Idle
 *	    variant, discr_value 1:  member Read -> structure_type Read
 *	  structure_type Idle, 16 bytes
 *	  structure_type Read, 16 bytes: member fd at 4, member len at 8
 *
 * The payload's struct has the whole enum's size, so what a variant uses is
 * told by the fields alone.  Here they become fields of the variant.
 * Without discr_value: the variant whose data makes room for the others'
 * values (a niche), or the only one that any value is of.
 */
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "read/dwarf/record.h"

static const struct ls_die *
find_die(const struct ls_die_list *dies, ls_die_ref ref)
{
	for (size_t i = 1; i < dies->count; i++)
		if (dies->items[i].ref == ref)
			return &dies->items[i];
	return NULL;
}

static struct ls_error *
load_tag(struct ls_record *record, const struct ls_die *part)
{
	struct ls_variants *variants = &record->variants;
	const struct ls_die *die = NULL;
	if (part->has & LS_DIE_DISCR)
		die = find_die(&record->dies, part->discr);
	if (!die)
		return NULL;
	struct ls_field_list fields = { 0 };
	struct ls_error *err = ls_record_add_member(record, die, &fields);
	if (!err && fields.count == 1 && fields.items[0].has_offset) {
		const struct ls_field *field = &fields.items[0];
		variants->has_tag = true;
		variants->tag_type = field->type;
		variants->tag_offset_bits = field->offset_bits;
		if (field->has_size)
			variants->tag_size_bits = field->size_bits;
		else if (!ls_load_size(record->loader, field->type,
			     &variants->tag_size_bits))
			variants->tag_size_bits = 0;
	}
	free(fields.items);
	return err;
}

/* Does the tag's integer have a sign? */
static struct ls_error *
load_sign(struct ls_record *record, const struct ls_die *part, bool *ret)
{
	const struct ls_die *die = NULL;
	struct ls_die_list dies = { 0 };
	if (part->has & LS_DIE_DISCR)
		die = find_die(&record->dies, part->discr);
	if (!die || !(die->has & LS_DIE_TYPE))
		return NULL;
	struct ls_error *err = ls_load_dies(
	    record->loader, record->spot->image, die->type, &dies);
	if (!err && dies.count > 0)
		*ret = dies.items[0].has & LS_DIE_ENCODING &&
		    dies.items[0].encoding == DW_ATE_signed;
	free(dies.items);
	return err;
}

static ls_u128
discr_of(const struct ls_die *die, uint64_t tag_bits, bool is_signed)
{
	const struct ls_die_const *told = &die->discr_value;
	ls_u128 value = (ls_u128)told->high << 64 | told->low;
	/* LLVM takes the shortest form that holds a signed value: -39 of an
	 * i32 is data1 0xd9, and 217 would be data2. */
	if (is_signed && told->width_bytes > 0 && told->width_bytes < 16) {
		ls_u128 sign = (ls_u128)1 << (told->width_bytes * 8 - 1);
		value = (value ^ sign) - sign;
	}
	/* -1i8 comes as 0xff, or as -1: the tag's own bits are meant */
	if (tag_bits > 0 && tag_bits < 128)
		value &= ((ls_u128)1 << tag_bits) - 1;
	return value;
}

/* A list of fields hands its memory over to a variant. */
static void
give_fields(struct ls_variant *variant, struct ls_field_list *fields)
{
	variant->fields = fields->items;
	variant->field_count = fields->count;
}

/* The fields of a payload's struct, counted from the enum's start. */
static struct ls_error *
load_payload(struct ls_record *record, const struct ls_die *member,
    struct ls_variant *variant, struct ls_field_list *fields)
{
	struct ls_die_list dies = { 0 };
	struct ls_error *err = ls_load_dies(
	    record->loader, record->spot->image, member->type, &dies);
	if (!err && dies.count > 0 && dies.items[0].has & LS_DIE_NAME)
		variant->name = dies.items[0].name;
	for (size_t i = 1; !err && i < dies.count; i++)
		if (dies.items[i].depth == 1)
			err = ls_record_add_member(
			    record, &dies.items[i], fields);
	uint64_t start = member->has & LS_DIE_MEMBER_LOCATION
	    ? member->member_location
	    : 0;
	for (uint32_t i = 0; !err && i < fields->count; i++) {
		struct ls_field *field = &fields->items[i];
		if (field->has_offset &&
		    (start > LS_MAX_TYPE_BYTES ||
			__builtin_add_overflow(field->offset_bits, start * 8,
			    &field->offset_bits)))
			field->has_offset = false;
	}
	free(dies.items);
	return err;
}

static bool
is_payload(const struct ls_record *record, const struct ls_die *member)
{
	return member->has & LS_DIE_TYPE &&
	    ls_load_is_payload(record->loader, record->spot, member->type);
}

/* The variant at items[at]; its members follow until one is not below it. */
static struct ls_error *
load_variant(struct ls_record *record, size_t at, struct ls_variant *variant)
{
	const struct ls_die_list *dies = &record->dies;
	const struct ls_die *die = &dies->items[at];
	struct ls_field_list fields = { 0 };
	struct ls_error *err = NULL;
	if (die->has & LS_DIE_DISCR_VALUE && record->variants.has_tag) {
		variant->has_discr = true;
		variant->discr = discr_of(die, record->variants.tag_size_bits,
		    record->is_tag_signed);
	}
	if (die->has & LS_DIE_DISCR_LIST)
		err = ls_load_note(record->loader, record->type.name, die->ref,
		    "a variant has a list of discriminants, which "
		    "is not shown");
	for (size_t i = at + 1; !err && i < dies->count; i++) {
		const struct ls_die *member = &dies->items[i];
		if (member->depth <= die->depth)
			break;
		if (member->depth != die->depth + 1 ||
		    member->tag != DW_TAG_member)
			continue;
		err = ls_load_decl(
		    record->loader, record->spot, member, &variant->decl);
		if (!err && member->has & LS_DIE_NAME)
			variant->name = member->name;
		if (!err && is_payload(record, member))
			err = load_payload(record, member, variant, &fields);
		else if (!err)
			err = ls_record_add_member(record, member, &fields);
	}
	give_fields(variant, &fields);
	return err;
}

static bool
same_name(const struct ls_field *a, const struct ls_field *b)
{
	return a->name && b->name && strcmp(a->name, b->name) == 0;
}

/*
 * LLVM makes two members of one name in one state of a coroutine into one,
 * so that the second is told with the place and type of the first.  The last
 * members of each state are the captured arguments, which stand where they
 * stood at the start: in Unresumed, where no local can hide them.  Of locals
 * that share a name only the first can be trusted.
 *
 *	Unresumed: a @0           true
 *	Suspend0:  a @24, a @24   the local at 24 is true; the captured one
 *	                          is at 0, as in Unresumed
 */
static void
repair_state(const struct ls_variant *start, struct ls_variant *state)
{
	struct ls_field *fields = (struct ls_field *)state->fields;
	uint32_t captured = start->field_count;
	if (state->field_count < captured)
		return;
	uint32_t locals = state->field_count - captured;
	for (uint32_t i = 0; i < captured; i++)
		if (!same_name(&start->fields[i], &fields[locals + i]))
			return;
	for (uint32_t i = 0; i < captured; i++) {
		struct ls_decl decl = fields[locals + i].decl;
		fields[locals + i] = start->fields[i];
		fields[locals + i].decl = decl;
	}
	for (uint32_t i = 1; i < locals; i++)
		for (uint32_t k = 0; k < i; k++)
			if (same_name(&fields[i], &fields[k]))
				fields[i].is_unreliable = true;
}

static void
repair_coroutine(struct ls_variants *variants)
{
	const struct ls_variant *start = &variants->items[0];
	if (variants->count < 3 || !start->name ||
	    strcmp(start->name, "Unresumed") != 0)
		return;
	for (uint32_t i = 1; i < variants->count; i++)
		repair_state(start, (struct ls_variant *)&variants->items[i]);
}

static size_t
find_part(const struct ls_die_list *dies)
{
	size_t at = 1;
	while (at < dies->count && dies->items[at].tag != DW_TAG_variant_part)
		at++;
	return at;
}

struct ls_error *
ls_record_add_variants(struct ls_record *record)
{
	const struct ls_die_list *dies = &record->dies;
	struct ls_variants *variants = &record->variants;
	size_t part = find_part(dies), end = part + 1;
	uint32_t depth = dies->items[part].depth;
	struct ls_variant *items = calloc(dies->count, sizeof(*items));
	if (!items)
		return &ls_error_nomem;
	record->has_variants = true;
	variants->items = items;
	struct ls_error *err = load_tag(record, &dies->items[part]);
	if (!err)
		err = load_sign(
		    record, &dies->items[part], &record->is_tag_signed);
	for (; !err && end < dies->count && dies->items[end].depth > depth;
	     end++)
		if (dies->items[end].tag == DW_TAG_variant &&
		    dies->items[end].depth == depth + 1)
			err = load_variant(
			    record, end, &items[variants->count++]);
	for (; !err && end < dies->count; end++)
		if (dies->items[end].tag == DW_TAG_variant_part)
			err = ls_load_note(record->loader, record->type.name,
			    dies->items[end].ref,
			    "has a second variant part, which is not shown");
	if (!err && record->type.lang == LS_LANG_RUST)
		repair_coroutine(variants);
	return err;
}

static bool is_uninhabited(struct ls_loader *l, ls_type_id id, int depth);

static bool
any_uninhabited(struct ls_loader *l, const struct ls_field *fields,
    uint32_t count, int depth)
{
	for (uint32_t i = 0; i < count; i++)
		if (is_uninhabited(l, fields[i].type, depth + 1))
			return true;
	return false;
}

static bool
has_no_value(struct ls_loader *l, const struct ls_type *type, int depth)
{
	const struct ls_variants *variants = type->variants;
	if (variants) {
		for (uint32_t i = 0; i < variants->count; i++)
			if (!any_uninhabited(l, variants->items[i].fields,
				variants->items[i].field_count, depth))
				return false;
		return true;
	}
	switch (type->kind) {
	case LS_KIND_SCALAR:
		return type->name && strcmp(type->name, "!") == 0;
	case LS_KIND_ARRAY:
		return type->has_count && type->count > 0 &&
		    is_uninhabited(l, type->target, depth + 1);
	case LS_KIND_STRUCT:
		return any_uninhabited(
		    l, type->fields, type->field_count, depth);
	case LS_KIND_ENUM:
	case LS_KIND_UNION:
	case LS_KIND_CLASS:
	case LS_KIND_POINTER:
	case LS_KIND_ALIAS:
	case LS_KIND_FUNCTION:
	case LS_KIND_UNKNOWN:
		return false;
	}
	return false;
}

static bool
is_uninhabited(struct ls_loader *l, ls_type_id id, int depth)
{
	const struct ls_type *type = ls_build_type(l->build, id);
	if (id == LS_NO_TYPE || type->lang != LS_LANG_RUST ||
	    depth > LS_MAX_DEPTH)
		return false;
	const uint64_t *known = ls_map_get(&l->uninhabited, id);
	if (known)
		return *known;
	/* While it is being asked for, a type that holds itself has values:
	 * the seal breaks such a one anyway.  Without memory: ask again. */
	bool kept = ls_map_put(&l->uninhabited, id, false);
	bool answer = has_no_value(l, type, depth);
	kept = kept && ls_map_put(&l->uninhabited, id, answer);
	return answer;
}

static int
by_declared(const void *a, const void *b)
{
	const struct ls_field *f = a, *g = b;
	return f->declared < g->declared ? -1 : f->declared > g->declared;
}

/* A build wants fields as they were declared, and gives them by offset. */
static struct ls_error *
copy_in_order(struct ls_variant *variant)
{
	size_t count = variant->field_count;
	struct ls_field *fields = calloc(count + 1, sizeof(*fields));
	if (!fields)
		return &ls_error_nomem;
	if (count > 0)
		memcpy(fields, variant->fields, count * sizeof(*fields));
	qsort(fields, count, sizeof(*fields), by_declared);
	variant->fields = fields;
	return NULL;
}

static struct ls_error *
describe_again(struct ls_loader *l, ls_type_id id, const bool *marks)
{
	struct ls_type type = *ls_build_type(l->build, id);
	struct ls_variants variants = *type.variants;
	struct ls_variant *items = calloc(variants.count, sizeof(*items));
	struct ls_error *err = items ? NULL : &ls_error_nomem;
	uint32_t copied = 0;
	for (; !err && copied < variants.count; copied++) {
		items[copied] = type.variants->items[copied];
		items[copied].is_uninhabited = marks[copied];
		err = copy_in_order(&items[copied]);
		if (err)
			break;
	}
	variants.items = items;
	type.variants = &variants;
	/* Rust's enums have no fields beside their variants. */
	if (!err && type.field_count == 0)
		err = ls_build_describe(l->build, id, &type);
	for (uint32_t i = 0; i < copied; i++)
		free((void *)items[i].fields);
	free(items);
	return err;
}

struct ls_error *
ls_load_uninhabited(struct ls_loader *l, ls_type_id id)
{
	const struct ls_type *type = ls_build_type(l->build, id);
	const struct ls_variants *variants = type->variants;
	if (!variants || type->lang != LS_LANG_RUST)
		return NULL;
	bool *marks = calloc(variants->count + 1, sizeof(*marks));
	if (!marks)
		return &ls_error_nomem;
	bool any = false;
	for (uint32_t i = 0; i < variants->count; i++) {
		marks[i] = any_uninhabited(l, variants->items[i].fields,
		    variants->items[i].field_count, 0);
		any |= marks[i];
	}
	struct ls_error *err = any ? describe_again(l, id, marks) : NULL;
	free(marks);
	return err;
}
