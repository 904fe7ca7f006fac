/*
 * gate_schema.c - the gate file as a JSON Schema (draft-07), for editors.
 *
 * `x-value` and `x-id` are our own: the value for a person, and the rule's id.
 */
#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "render/json_out.h"
#include "render/keys.h"

void
ls_schema_words(struct ls_json *json, const char *words)
{
	ls_json_open(json, "enum", '[');
	while (*words) {
		size_t size = strcspn(words, "|");
		char *word = strndup(words, size);
		ls_json_string(json, NULL, word);
		free(word);
		words += size + (words[size] == '|');
	}
	ls_json_close(json);
}

static void
put_type(struct ls_json *json, const char *type)
{
	ls_json_string(json, "type", type);
}

/* A number from 0, or its digits in quotes. */
static void
put_number(struct ls_json *json, const char *type, const char *pattern)
{
	ls_json_open(json, "type", '[');
	ls_json_string(json, NULL, type);
	ls_json_string(json, NULL, "string");
	ls_json_close(json);
	ls_json_uint(json, "minimum", 0);
	ls_json_string(json, "pattern", pattern);
}

static void
put_whole(struct ls_json *json)
{
	put_number(json, "integer", "^[0-9]+$");
}

/* A name that is one of `words`, or any. */
static void
put_name(struct ls_json *json, const char *words)
{
	put_type(json, "string");
	if (words)
		ls_schema_words(json, words);
	else
		ls_json_uint(json, "minLength", 1);
}

static void
put_list(struct ls_json *json, const char *words, uint64_t least)
{
	put_type(json, "array");
	ls_json_uint(json, "minItems", least);
	ls_json_open(json, "items", '{');
	put_name(json, words);
	ls_json_close(json);
}

static void
put_names(struct ls_json *json, const char *words)
{
	ls_json_open(json, "anyOf", '[');
	ls_json_open(json, NULL, '{');
	put_name(json, words);
	ls_json_close(json);
	ls_json_open(json, NULL, '{');
	put_list(json, words, 1);
	ls_json_close(json);
	ls_json_close(json);
}

static void
put_offsets(struct ls_json *json)
{
	put_type(json, "object");
	ls_json_uint(json, "minProperties", 1);
	ls_json_open(json, "additionalProperties", '{');
	put_whole(json);
	ls_json_close(json);
}

static void
put_groups(struct ls_json *json)
{
	put_type(json, "array");
	ls_json_uint(json, "minItems", 1);
	ls_json_open(json, "items", '{');
	put_list(json, NULL, 2);
	ls_json_close(json);
}

static void
put_rules(struct ls_json *json)
{
	put_type(json, "array");
	ls_json_uint(json, "minItems", 1);
	ls_json_open(json, "items", '{');
	ls_json_string(json, "$ref", "#/definitions/rule");
	ls_json_close(json);
}

static void
put_value(struct ls_json *json, const struct ls_key_info *key)
{
	switch (key->kind) {
	case LS_VALUE_BYTES:
		put_whole(json);
		break;
	case LS_VALUE_PERCENT:
		put_number(json, "number", "^[0-9]+(\\.[0-9]{1,3})?$");
		break;
	case LS_VALUE_GROWTH:
		put_number(json, "integer", "^[0-9]+((\\.[0-9]{1,3})?%)?$");
		break;
	case LS_VALUE_FLAG:
		put_type(json, "boolean");
		break;
	case LS_VALUE_TEXT:
	case LS_VALUE_WORD:
		put_name(json, key->words);
		break;
	case LS_VALUE_NAMES:
		put_names(json, key->words);
		break;
	case LS_VALUE_MEMBERS:
		put_list(json, NULL, 2);
		break;
	case LS_VALUE_OFFSETS:
		put_offsets(json);
		break;
	case LS_VALUE_GROUPS:
		put_groups(json);
		break;
	case LS_VALUE_VERSION:
		ls_json_uint(json, "const", 1);
		break;
	case LS_VALUE_RULES:
		put_rules(json);
		break;
	}
}

static void
put_keys(struct ls_json *json, const struct ls_key_info *keys, size_t count)
{
	put_type(json, "object");
	ls_json_bool(json, "additionalProperties", false);
	ls_json_open(json, "properties", '{');
	for (size_t i = 0; i < count; i++) {
		ls_json_open(json, keys[i].name, '{');
		ls_json_string(json, "description", keys[i].help);
		ls_json_string(json, "x-value", keys[i].shape);
		if (keys[i].id)
			ls_json_string(json, "x-id", keys[i].id);
		put_value(json, &keys[i]);
		ls_json_close(json);
	}
	ls_json_close(json);
}

static void
put_required(struct ls_json *json, const char *const *names)
{
	ls_json_open(json, "required", '[');
	for (; *names; names++)
		ls_json_string(json, NULL, *names);
	ls_json_close(json);
}

/* A rule has a type, and demands something or ignores it. */
static void
put_demands(struct ls_json *json, const struct ls_key_tables *tables)
{
	put_required(json, (const char *const[]){ "type", NULL });
	ls_json_open(json, "anyOf", '[');
	for (size_t i = 0; i < tables->rule_count; i++) {
		const struct ls_key_info *key = &tables->rule[i];
		if (!key->id && strcmp(key->name, "ignore") != 0)
			continue;
		ls_json_open(json, NULL, '{');
		put_required(json, (const char *const[]){ key->name, NULL });
		ls_json_close(json);
	}
	ls_json_close(json);
}

void
ls_render_gate_schema(struct ls_out *out, const struct ls_key_tables *tables)
{
	struct ls_json json = { .out = out, .line_depth = 4 };
	ls_json_open(&json, NULL, '{');
	ls_json_string(
	    &json, "$schema", "http://json-schema.org/draft-07/schema#");
	ls_json_string(&json, "title", "layoutscope.yaml, schema 1");
	put_keys(&json, tables->top, tables->top_count);
	put_required(&json, (const char *const[]){ "schema", "rules", NULL });
	ls_json_open(&json, "definitions", '{');
	ls_json_open(&json, "rule", '{');
	put_keys(&json, tables->rule, tables->rule_count);
	put_demands(&json, tables);
	ls_json_close(&json);
	ls_json_close(&json);
	ls_json_close(&json);
	ls_out_char(out, '\n');
}
