/*
 * reorder_header.c - types that begin with the same struct.
 *
 * Casts are not in DWARF; that a struct is the first member of several types
 * is, and then some code most likely casts between them.
 *
 *	struct circle { struct shape base; ... }
 *	struct square { struct shape base; ... }	shape is a header
 *
 * By name, since the types that are asked for may be those of another model.
 */
#include "analyse/reorder/reorder_header.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"

struct ls_headers {
	struct ls_map counts; /* hash of a name: how many begin with it */
};

static uint64_t
key_of(const char *name)
{
	return ls_hash_bytes(name, strlen(name), 0);
}

ls_type_id
ls_header_of(const struct ls_model *model, const struct ls_type *type)
{
	if (type->kind != LS_KIND_STRUCT && type->kind != LS_KIND_CLASS)
		return LS_NO_TYPE;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		if (field->declared != 0 || !field->name)
			continue;
		ls_type_id id = ls_model_strip(model, field->type);
		const struct ls_type *of = ls_model_type(model, id);
		bool is_struct = of->kind == LS_KIND_STRUCT ||
		    of->kind == LS_KIND_CLASS;
		return is_struct && !field->is_base ? id : LS_NO_TYPE;
	}
	return LS_NO_TYPE;
}

static bool
count_header(struct ls_headers *headers, const char *name)
{
	uint64_t key = key_of(name);
	uint64_t *count = ls_map_get(&headers->counts, key);
	if (count)
		++*count;
	return count || ls_map_put(&headers->counts, key, 1);
}

struct ls_headers *
ls_headers_new(const struct ls_model *model)
{
	struct ls_headers *headers = calloc(1, sizeof(*headers));
	bool done = headers != NULL;
	for (ls_type_id id = 1; done && id < ls_model_end(model); id++) {
		ls_type_id of = ls_header_of(model, ls_model_type(model, id));
		const char *name = ls_model_type(model, of)->name;
		if (of != LS_NO_TYPE && name)
			done = count_header(headers, name);
	}
	if (done)
		return headers;
	ls_headers_free(headers);
	return NULL;
}

void
ls_headers_free(struct ls_headers *headers)
{
	if (headers)
		ls_map_free(&headers->counts);
	free(headers);
}

bool
ls_headers_has(const struct ls_headers *headers, const char *name)
{
	const uint64_t *count = name
	    ? ls_map_get(&headers->counts, key_of(name))
	    : NULL;
	return count && *count > 1;
}
