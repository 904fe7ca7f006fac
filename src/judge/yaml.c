/*
 * yaml.c - libyaml's events to a small tree.
 *
 * Events and not libyaml's documents: a document is built whole, with its
 * aliases followed, before anybody could say that it is too deep.
 */
#include "judge/yaml.h"

#include <string.h>
#include <yaml.h>

#include "base/error.h"
#include "base/limits.h"

struct reading {
	const char *file;
	struct ls_arena *arena;
	yaml_parser_t parser;
	uint32_t depth;
	struct ls_node *open[LS_MAX_GATE_DEPTH];
	struct ls_node **tail[LS_MAX_GATE_DEPTH];
	struct ls_node *root;
	uint32_t documents;
};

static struct ls_error *
at(const struct reading *reading, const yaml_mark_t *mark, const char *what)
{
	return ls_error_new(LS_ERROR_USAGE, "%s:%zu:%zu: %s", reading->file,
	    mark->line + 1, mark->column + 1, what);
}

static const char
    star_hint[] = "hint: a pattern that begins with * needs quotes: \"*\"";

static struct ls_error *
syntax_error(const struct reading *reading)
{
	const yaml_parser_t *parser = &reading->parser;
	if (parser->error == YAML_MEMORY_ERROR)
		return &ls_error_nomem;
	if (parser->error == YAML_READER_ERROR)
		return ls_error_new(LS_ERROR_USAGE, "%s:1:1: %s at byte %zu",
		    reading->file, parser->problem, parser->problem_offset);
	struct ls_error *err = at(reading, &parser->problem_mark,
	    parser->problem ? parser->problem : "this is no YAML");
	if (parser->context)
		err = ls_error_detail(err, "%s, line %zu", parser->context,
		    parser->context_mark.line + 1);
	if (parser->context && strstr(parser->context, "alias"))
		err = ls_error_detail(err, "%s", star_hint);
	return err;
}

/* Same key, same mapping: one of the two would be passed over in silence. */
static struct ls_error *
check_duplicate(const struct reading *reading, const struct ls_node *map,
    const struct ls_node *key)
{
	for (const struct ls_node *other = map->first; other != key;
	     other = other->next->next)
		if (other->kind == LS_NODE_SCALAR &&
		    strcmp(other->text, key->text) == 0)
			return ls_error_new(LS_ERROR_USAGE,
			    "%s:%u:%u: '%s' stands here twice, first in line "
			    "%u",
			    reading->file, key->line, key->column, key->text,
			    other->line);
	return NULL;
}

static struct ls_error *
add(struct reading *reading, const yaml_event_t *event, enum ls_node_kind kind,
    const char *text, size_t size, struct ls_node **ret)
{
	struct ls_node *node = LS_NEW(reading->arena, struct ls_node, 1);
	if (!node)
		return &ls_error_nomem;
	node->kind = kind;
	node->line = (uint32_t)event->start_mark.line + 1;
	node->column = (uint32_t)event->start_mark.column + 1;
	if (text) {
		if (memchr(text, '\0', size))
			return at(reading, &event->start_mark,
			    "a NUL has no meaning here");
		node->text = ls_arena_string(reading->arena, text, size);
		if (!node->text)
			return &ls_error_nomem;
	}
	*ret = node;
	if (reading->depth == 0) {
		reading->root = node;
		return NULL;
	}
	struct ls_node *parent = reading->open[reading->depth - 1];
	bool key = parent->kind == LS_NODE_MAP && parent->count % 2 == 0;
	parent->count++;
	*reading->tail[reading->depth - 1] = node;
	reading->tail[reading->depth - 1] = &node->next;
	if (!key)
		return NULL;
	if (parent->count > 2 * LS_MAX_GATE_NAMES)
		return at(reading, &event->start_mark,
		    "more keys than anything here may have");
	if (kind != LS_NODE_SCALAR)
		return at(reading, &event->start_mark,
		    "a key is a word, not a list or mapping");
	return check_duplicate(reading, parent, node);
}

static struct ls_error *
open_node(
    struct reading *reading, const yaml_event_t *event, enum ls_node_kind kind)
{
	struct ls_node *node;
	if (reading->depth == LS_MAX_GATE_DEPTH)
		return at(reading, &event->start_mark,
		    "deeper than anything that has a meaning here");
	struct ls_error *err = add(reading, event, kind, NULL, 0, &node);
	if (err)
		return err;
	reading->open[reading->depth] = node;
	reading->tail[reading->depth] = &node->first;
	reading->depth++;
	return NULL;
}

static struct ls_error *
take_scalar(struct reading *reading, const yaml_event_t *event)
{
	struct ls_node *node;
	if (event->data.scalar.anchor || event->data.scalar.tag)
		return at(reading, &event->start_mark,
		    "anchors and tags are not read here");
	struct ls_error *err = add(reading, event, LS_NODE_SCALAR,
	    (const char *)event->data.scalar.value, event->data.scalar.length,
	    &node);
	if (!err)
		node->is_quoted = event->data.scalar.style !=
		    YAML_PLAIN_SCALAR_STYLE;
	return err;
}

static struct ls_error *
take_list(struct reading *reading, const yaml_event_t *event)
{
	if (event->data.sequence_start.anchor ||
	    event->data.sequence_start.tag)
		return at(reading, &event->start_mark,
		    "anchors and tags are not read here");
	return open_node(reading, event, LS_NODE_LIST);
}

static struct ls_error *
take_map(struct reading *reading, const yaml_event_t *event)
{
	if (event->data.mapping_start.anchor || event->data.mapping_start.tag)
		return at(reading, &event->start_mark,
		    "anchors and tags are not read here");
	return open_node(reading, event, LS_NODE_MAP);
}

static struct ls_error *
take(struct reading *reading, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (reading->documents++ > 0)
			return at(reading, &event->start_mark,
			    "a second document begins here");
		return NULL;
	case YAML_ALIAS_EVENT:
		return ls_error_detail(at(reading, &event->start_mark,
					   "aliases are not read here"),
		    "%s", star_hint);
	case YAML_SCALAR_EVENT:
		return take_scalar(reading, event);
	case YAML_SEQUENCE_START_EVENT:
		return take_list(reading, event);
	case YAML_MAPPING_START_EVENT:
		return take_map(reading, event);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		reading->depth--;
		return NULL;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		return NULL;
	}
	return NULL;
}

struct ls_error *
ls_yaml_read(const char *file, const char *text, size_t size,
    struct ls_arena *arena, struct ls_node **ret)
{
	struct reading reading = { .file = file, .arena = arena };
	struct ls_error *err = NULL;
	bool at_end = false;
	if (size > LS_MAX_GATE_BYTES)
		return ls_error_new(LS_ERROR_USAGE,
		    "%s:1:1: larger than %zu bytes, which no gate file is",
		    file, LS_MAX_GATE_BYTES);
	if (!yaml_parser_initialize(&reading.parser))
		return &ls_error_nomem;
	yaml_parser_set_input_string(
	    &reading.parser, (const unsigned char *)text, size);
	while (!at_end && !err) {
		yaml_event_t event;
		if (!yaml_parser_parse(&reading.parser, &event)) {
			err = syntax_error(&reading);
			break;
		}
		err = take(&reading, &event);
		at_end = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&reading.parser);
	if (!err)
		*ret = reading.root;
	return err;
}
