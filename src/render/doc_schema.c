/*
 * doc_schema.c - our documents as a JSON Schema (draft-07).
 *
 * Objects may have further keys, since later versions may add some.
 */
#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "render/json_out.h"
#include "render/keys.h"

struct schema_key {
	const char *object;
	const char *name;
	const char *value;
	bool is_required;
};

#define KEY(object, name, value, is_required) \
	{ object, name, value, is_required },

static const struct schema_key keys[] = {
#include "render/schema.def"
};

enum { KEY_COUNT = sizeof(keys) / sizeof(keys[0]) };

static void
put_ref(struct ls_json *json, const char *object)
{
	struct ls_out path = { 0 };
	ls_out_text(&path, "#/definitions/");
	for (; *object; object++)
		ls_out_char(&path, *object == ' ' ? '_' : *object);
	ls_json_string(json, "$ref", path.text);
	ls_out_free(&path);
}

/* One value that is no list and not null. */
static void
put_one(struct ls_json *json, const char *value)
{
	if (value[0] == '@') {
		put_ref(json, value + 1);
	} else if (strcmp(value, "count") == 0) {
		ls_json_string(json, "type", "integer");
		ls_json_uint(json, "minimum", 0);
	} else if (strcmp(value, "flag") == 0) {
		ls_json_string(json, "type", "boolean");
	} else if (strcmp(value, "true") == 0) {
		ls_json_bool(json, "const", true);
	} else if (strcmp(value, "decimal") == 0) {
		ls_json_string(json, "type", "string");
		ls_json_string(json, "pattern", "^-?[0-9]+$");
	} else if (strchr(value, '|')) {
		ls_schema_words(json, value);
	} else {
		ls_json_string(json, "type", value);
	}
}

static void
put_value(struct ls_json *json, const char *value)
{
	size_t size = strlen(value);
	bool is_list = value[0] == '[', or_null = value[size - 1] == '?';
	char *one = strndup(value + is_list, size - or_null - 2 * is_list);
	if (!one) {
		json->out->failed = true;
	} else if (is_list) {
		ls_json_string(json, "type", "array");
		ls_json_open(json, "items", '{');
		put_one(json, one);
		ls_json_close(json);
	} else if (or_null) {
		ls_json_open(json, "anyOf", '[');
		ls_json_open(json, NULL, '{');
		put_one(json, one);
		ls_json_close(json);
		ls_json_open(json, NULL, '{');
		ls_json_string(json, "type", "null");
		ls_json_close(json);
		ls_json_close(json);
	} else {
		put_one(json, one);
	}
	free(one);
}

/* The keys of one object, which stand together in the table; where they end.
 */
static size_t
put_object(struct ls_json *json, size_t first)
{
	struct ls_out name = { 0 };
	const char *object = keys[first].object;
	size_t end = first;
	while (end < KEY_COUNT && strcmp(keys[end].object, object) == 0)
		end++;
	for (const char *at = object; *at; at++)
		ls_out_char(&name, *at == ' ' ? '_' : *at);
	ls_json_open(json, name.text, '{');
	ls_out_free(&name);
	ls_json_string(json, "type", "object");
	ls_json_open(json, "properties", '{');
	for (size_t i = first; i < end; i++) {
		ls_json_open(json, keys[i].name, '{');
		put_value(json, keys[i].value);
		ls_json_close(json);
	}
	ls_json_close(json);
	ls_json_open(json, "required", '[');
	for (size_t i = first; i < end; i++)
		if (keys[i].is_required)
			ls_json_string(json, NULL, keys[i].name);
	ls_json_close(json);
	ls_json_close(json);
	return end;
}

static void
put_either(struct ls_json *json, const char *const *objects)
{
	ls_json_open(json, "anyOf", '[');
	for (; *objects; objects++) {
		ls_json_open(json, NULL, '{');
		put_ref(json, *objects);
		ls_json_close(json);
	}
	ls_json_close(json);
}

void
ls_render_document_schema(struct ls_out *out)
{
	static const char *const documents[] = { "document", "baseline",
		"comparison", "document of uses", "check document", NULL };
	/* A hole first: it says what it is. */
	static const char *const lines[] = { "hole", "member", NULL };
	struct ls_json json = { .out = out, .line_depth = 4 };
	ls_json_open(&json, NULL, '{');
	ls_json_string(
	    &json, "$schema", "http://json-schema.org/draft-07/schema#");
	ls_json_string(&json, "title", "layoutscope/1");
	ls_json_string(&json, "description", "See layoutscope-json(5).");
	put_either(&json, documents);
	ls_json_open(&json, "definitions", '{');
	ls_json_open(&json, "line", '{');
	put_either(&json, lines);
	ls_json_close(&json);
	for (size_t i = 0; i < KEY_COUNT;)
		i = put_object(&json, i);
	ls_json_close(&json);
	ls_json_close(&json);
	ls_out_char(out, '\n');
}
