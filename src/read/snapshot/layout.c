/*
 * layout.c - the members of a type in a baseline.
 *
 * In: a list in which a member is its name and its size in bytes, and begins
 * where the one before it ends; a number before it moves that place.
 *
 *	["a", 1, 3, "b", 4]	a at 0, 1 byte; b at 4, 4 bytes
 *	[false, "v", 8]		v, whose place is not told
 *	[null, 4, ["i", 4, -4, "c", 1]]	an anonymous member, and what is in it
 *
 * Out: fields of types that have a size and no name.
 */
#include <stdlib.h>

#include "base/error.h"
#include "base/limits.h"
#include "model/build.h"
#include "read/snapshot/snapshot.h"

/* A walk along one list. */
struct walk {
	struct snapshot_loading *load;
	const cJSON *at;
	enum ls_lang lang;
	int64_t end_bits; /* where the next member begins */
	unsigned depth;
};

static struct ls_error *read_list(struct snapshot_loading *load,
    const cJSON *layout, enum ls_lang lang, unsigned depth,
    struct ls_field **ret, uint32_t *ret_count);

static struct ls_error *
bad(const char *what)
{
	return ls_error_new(LS_ERROR_FORMAT, "\"layout\": %s", what);
}

/* Eighths of a byte, nothing finer. */
static bool
bits_of(const cJSON *item, int64_t *ret)
{
	const double most = (double)LS_MAX_BASELINE_BITS / 8;
	if (!cJSON_IsNumber(item) || !(item->valuedouble > -most) ||
	    !(item->valuedouble < most))
		return false;
	*ret = (int64_t)(item->valuedouble * 8);
	return (double)*ret == item->valuedouble * 8;
}

/* What is inside a member whose type has no name. */
static struct ls_error *
inner_type(struct walk *walk, const cJSON *inner, struct ls_type *type,
    ls_type_id *ret)
{
	struct ls_field *fields = NULL;
	if (walk->depth >= LS_MAX_DEPTH)
		return bad("deeper than any type");
	struct ls_error *err = read_list(walk->load, inner, walk->lang,
	    walk->depth + 1, &fields, &type->field_count);
	bool is_union = type->field_count > 1;
	for (uint32_t i = 0; i < type->field_count; i++)
		is_union &= fields[i].offset_bits == 0;
	type->kind = is_union ? LS_KIND_UNION : LS_KIND_STRUCT;
	type->name = NULL;
	type->fields = fields;
	if (!err)
		err = ls_build_reserve(walk->load->build, ret);
	if (!err)
		err = ls_build_describe(walk->load->build, *ret, type);
	free(fields);
	return err;
}

static struct ls_error *
type_of(struct walk *walk, const struct ls_field *field, ls_type_id *ret)
{
	struct ls_type type = {
		.name = "?",
		.kind = LS_KIND_SCALAR,
		.lang = walk->lang,
		.has_size = field->has_size,
		.size_bits = (field->size_bits + 7) / 8 * 8,
		.definition_count = 1,
	};
	if (!cJSON_IsArray(walk->at))
		return ls_snapshot_plain(walk->load, &type, ret);
	const cJSON *inner = walk->at;
	walk->at = inner->next;
	return inner_type(walk, inner, &type, ret);
}

static struct ls_error *
read_field(struct walk *walk, struct ls_field *ret)
{
	int64_t bits = 0;
	struct ls_field field = { .has_offset = true };
	if (bits_of(walk->at, &bits)) {
		walk->end_bits += bits;
		walk->at = walk->at->next;
	} else if (cJSON_IsFalse(walk->at)) {
		field.has_offset = false;
		walk->at = walk->at->next;
	}
	if (!cJSON_IsString(walk->at) && !cJSON_IsNull(walk->at))
		return bad("a member has no name");
	field.name = cJSON_GetStringValue(walk->at);
	walk->at = walk->at->next;
	field.has_size = bits_of(walk->at, &bits);
	if ((field.has_size && bits < 0) ||
	    (!field.has_size && !cJSON_IsNull(walk->at)))
		return bad("a member has no size");
	if (walk->end_bits < 0 ||
	    walk->end_bits > (int64_t)LS_MAX_BASELINE_BITS)
		return bad("a member is outside of its type");
	walk->at = walk->at->next;
	field.size_bits = field.has_size ? (uint64_t)bits : 0;
	field.offset_bits = field.has_offset ? (uint64_t)walk->end_bits : 0;
	field.is_bitfield = field.size_bits % 8 || field.offset_bits % 8;
	struct ls_error *err = type_of(walk, &field, &field.type);
	if (field.has_offset && field.has_size)
		walk->end_bits += bits;
	*ret = field;
	return err;
}

static struct ls_error *
read_list(struct snapshot_loading *load, const cJSON *layout,
    enum ls_lang lang, unsigned depth, struct ls_field **ret,
    uint32_t *ret_count)
{
	struct walk walk = { load, layout->child, lang, 0, depth };
	struct ls_field *fields = calloc(
	    (size_t)cJSON_GetArraySize(layout) + 1, sizeof(*fields));
	struct ls_error *err = fields ? NULL : &ls_error_nomem;
	uint32_t count = 0;
	while (!err && walk.at)
		err = read_field(&walk, &fields[count++]);
	if (err) {
		free(fields);
		return err;
	}
	*ret = fields;
	*ret_count = count;
	return NULL;
}

struct ls_error *
ls_snapshot_layout(struct snapshot_loading *load, const cJSON *layout,
    enum ls_lang lang, struct ls_field **ret, uint32_t *ret_count)
{
	return read_list(load, layout, lang, 0, ret, ret_count);
}
