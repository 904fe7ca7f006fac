/*
 * snapshot.c - a report saved earlier, as a file to read.
 *
 * Comes in: a JSON document of schema layoutscope/1, every byte of it
 * untrusted.  Goes out: a catalog and, on demand, the types, with alignment
 * and packing as the report had them.  Holes are not read: they follow from
 * the members.  What is no record has only a name, a size and an alignment
 * here, which is all that a page shows of it.
 */
#include "read/snapshot/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "object/object.h"

static bool
can_read(const struct ls_file *file)
{
	struct ls_bytes bytes = ls_file_bytes(file);
	size_t at = 0;
	while (at < bytes.size && strchr(" \t\r\n", bytes.at[at]))
		at++;
	return at < bytes.size && bytes.at[at] == '{';
}

/* Line and column of a place in the text, both from 1. */
static struct ls_error *
syntax_error(struct ls_bytes text, const char *stopped)
{
	size_t end = stopped ? (size_t)(stopped - (const char *)text.at) : 0;
	size_t line = 1, column = 1;
	for (size_t i = 0; i < end && i < text.size; i++) {
		column = text.at[i] == '\n' ? 1 : column + 1;
		line += text.at[i] == '\n';
	}
	return ls_error_new(LS_ERROR_FORMAT,
	    "%zu:%zu: this is not JSON, or it is cut short", line, column);
}

static struct ls_error *
check_schema(const cJSON *document)
{
	const char *schema = ls_json_text(document, "schema");
	if (!schema)
		return ls_error_new(
		    LS_ERROR_FORMAT, "no snapshot: it has no \"schema\"");
	if (strcmp(schema, "layoutscope/1") != 0)
		return ls_error_new(LS_ERROR_UNSUPPORTED,
		    "schema is '%.40s', and this program reads "
		    "layoutscope/1",
		    schema);
	if (!cJSON_IsArray(
		cJSON_GetObjectItemCaseSensitive(document, "types")))
		return ls_error_new(
		    LS_ERROR_FORMAT, "no snapshot: it has no \"types\"");
	return NULL;
}

static struct ls_error *
read_producers(struct snapshot *shot, const cJSON *input)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(
	    input, "producers");
	int count = cJSON_IsArray(list) ? cJSON_GetArraySize(list) : 0;
	shot->producers = calloc((size_t)count + 1, sizeof(*shot->producers));
	if (!shot->producers)
		return &ls_error_nomem;
	const cJSON *item;
	cJSON_ArrayForEach(item, list) if (cJSON_IsString(item))
	    shot->producers[shot->source.input.producer_count++] =
	    item->valuestring;
	shot->source.input.producers = shot->producers;
	return NULL;
}

static struct ls_error *
read_input(struct snapshot *shot, const struct ls_file *file)
{
	const cJSON *input = cJSON_GetObjectItemCaseSensitive(
	    shot->document, "input");
	const char *target = ls_json_text(input, "target");
	const char *endian = ls_json_text(input, "endian");
	struct ls_input *ret = &shot->source.input;
	uint64_t number;

	ret->file = ls_file_path(file);
	ret->build_id = ls_json_text(input, "build_id");
	ret->target = ls_target_by_name(target ? target : "unknown");
	if (ls_json_number(input, "pointer_bytes", &number) && number <= 16)
		ret->target.pointer_bytes = (uint8_t)number;
	if (ls_json_number(input, "cacheline_bytes", &number) && number >= 1 &&
	    number <= UINT32_MAX)
		ret->target.cacheline_bytes = (uint32_t)number;
	ret->target.is_big_endian = endian && strcmp(endian, "big") == 0;
	const cJSON *version;
	cJSON_ArrayForEach(version,
	    cJSON_GetObjectItemCaseSensitive(
		input, "dwarf_versions")) if (version->valuedouble >= 0 &&
	    version->valuedouble < 16) ret->dwarf_versions |= (uint16_t)(1u
	    << (unsigned)version->valuedouble);
	ret->reader = "snapshot";
	shot->is_baseline = ls_json_is_true(shot->document, "baseline");
	return read_producers(shot, input);
}

static struct ls_error *
bad_type(size_t index, const char *what)
{
	return ls_error_new(LS_ERROR_FORMAT, "types[%zu]: %s", index, what);
}

static struct ls_error *
read_entry(struct snapshot *shot, const cJSON *type, size_t index)
{
	uint64_t id, definitions, size;
	struct ls_entry entry = {
		.name = ls_json_text(type, "name"),
		.kind = ls_snapshot_kind(ls_json_text(type, "kind")),
		.lang = ls_snapshot_lang(ls_json_text(type, "lang")),
		.definition_count = 1,
		.key = { index, 0 },
		.alias_of = (ls_entry_id)index,
	};
	if (!cJSON_IsObject(type))
		return bad_type(index, "is no object");
	if (entry.kind == LS_KIND_UNKNOWN)
		return bad_type(
		    index, "\"kind\" is not struct, class, union or enum");
	if (ls_json_is_true(type, "hidden"))
		entry.hidden = entry.name ? LS_HIDDEN_STD
					  : LS_HIDDEN_ANONYMOUS;
	entry.has_size = ls_json_number(type, "size_bytes", &size);
	entry.size_bytes = entry.has_size ? size : 0;
	if (ls_json_number(type, "definitions", &definitions) &&
	    definitions <= UINT32_MAX)
		entry.definition_count = (uint32_t)definitions;
	shot->types[index] = type;
	if (!ls_catalog_add(&shot->source.catalog, &entry))
		return &ls_error_nomem;
	if (ls_json_number(type, "id", &id) &&
	    !ls_map_put(&shot->entry_by_id, id, index))
		return &ls_error_nomem;
	return NULL;
}

static struct ls_error *
read_typedefs(struct snapshot *shot)
{
	const cJSON *item;
	cJSON_ArrayForEach(
	    item, cJSON_GetObjectItemCaseSensitive(shot->document, "typedefs"))
	{
		uint64_t id;
		const char *name = ls_json_text(item, "name");
		const uint64_t *target = ls_json_number(item, "id", &id)
		    ? ls_map_get(&shot->entry_by_id, id)
		    : NULL;
		if (!name || !target)
			continue;
		const struct ls_entry entry = {
			.name = name,
			.kind = LS_KIND_ALIAS,
			.definition_count = 1,
			.alias_of = (ls_entry_id)*target,
		};
		if (!ls_catalog_add(&shot->source.catalog, &entry))
			return &ls_error_nomem;
	}
	return NULL;
}

static struct ls_error *
read_catalog(struct snapshot *shot)
{
	const cJSON *types = cJSON_GetObjectItemCaseSensitive(
	    shot->document, "types");
	size_t count = (size_t)cJSON_GetArraySize(types);
	if (count == 0)
		return ls_error_new(
		    LS_ERROR_NO_TYPES, "a snapshot without any type");
	shot->types = calloc(count, sizeof(*shot->types));
	shot->type_count = count;
	if (!shot->types)
		return &ls_error_nomem;
	size_t index = 0;
	const cJSON *type;
	cJSON_ArrayForEach(type, types)
	{
		struct ls_error *err = read_entry(shot, type, index++);
		if (err)
			return err;
	}
	return read_typedefs(shot);
}

static void
close_source(struct ls_source *source)
{
	struct snapshot *shot = (struct snapshot *)source;
	ls_catalog_free(&source->catalog);
	ls_map_free(&shot->entry_by_id);
	ls_arena_free(&shot->memory);
	free(shot->producers);
	free(shot->types);
	free(shot);
}

static struct ls_error *
open_source(const struct ls_file *file, const struct ls_read_options *options,
    struct ls_source **ret)
{
	(void)options;
	struct ls_bytes text = ls_file_bytes(file);
	struct snapshot *shot = calloc(1, sizeof(*shot));
	if (!shot)
		return &ls_error_nomem;
	shot->source = (struct ls_source){
		.reader = &ls_reader_snapshot,
		.catalog = ls_catalog_new(),
		.load = ls_snapshot_load,
		.close = close_source,
	};
	const char *stopped = NULL;
	shot->memory.limit_bytes = LS_MAX_LOADED_BYTES;
	shot->document = ls_snapshot_parse(text, &shot->memory, &stopped);
	struct ls_error *err = shot->document ? check_schema(shot->document)
					      : syntax_error(text, stopped);
	if (!err)
		err = read_input(shot, file);
	if (!err)
		err = read_catalog(shot);
	if (err) {
		close_source(&shot->source);
		return ls_error_wrap(err, "%s", ls_file_path(file));
	}
	*ret = &shot->source;
	return NULL;
}

const struct ls_reader ls_reader_snapshot = {
	.name = "snapshot",
	.can_read = can_read,
	.open = open_source,
};
