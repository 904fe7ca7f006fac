/*
 * rules.c - from the tree of a gate file to rules.
 *
 * Keys are a closed set, and every fault is told with the place it stands at:
 * a rule that is read wrong would measure nothing and say that all is well.
 */
#include "judge/rules.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/out.h"
#include "judge/nearest.h"
#include "judge/yaml.h"
#include "model/model.h"

struct reading {
	struct ls_rules *rules;
	const char *file;
};

static struct ls_error *
fault(const struct reading *reading, const struct ls_node *node,
    const char *what, const char *word)
{
	return ls_error_new(LS_ERROR_USAGE, "%s:%u:%u: %s'%s'", reading->file,
	    node->line, node->column, what, word);
}

static struct ls_error *
wrong_type(const struct reading *reading, const struct ls_node *node,
    const char *key, const char *wanted)
{
	const char *is = node->kind == LS_NODE_SCALAR ? node->text
	    : node->kind == LS_NODE_LIST              ? "a list"
						      : "a mapping";
	return ls_error_new(LS_ERROR_USAGE, "%s:%u:%u: %s: %s%s%s is not %s",
	    reading->file, node->line, node->column, key,
	    node->kind == LS_NODE_SCALAR ? "'" : "", is,
	    node->kind == LS_NODE_SCALAR ? "'" : "", wanted);
}

static struct ls_error *
unknown_key(const struct reading *reading, const struct ls_node *node,
    const char *const *names, size_t count)
{
	struct ls_error *err = fault(
	    reading, node, "no key is called ", node->text);
	const char *best = ls_nearest(node->text, names, count);
	if (best)
		return ls_error_detail(err, "did you mean: %s", best);
	if (strcmp(node->text, "<<") == 0)
		return ls_error_detail(err, "merge keys are not read here");
	for (size_t i = 0; i < count; i++)
		err = ls_error_detail(err, "%s", names[i]);
	return err;
}

/* ---- values ---- */

/* "64", "12.5", "5%" by thousandths of `scale`; false: no such number. */
static bool
take_decimal(const char *text, uint32_t scale, uint64_t *ret)
{
	uint64_t number = 0;
	uint32_t digits = 0;
	const char *at = text;
	bool is_fraction = false;
	for (; *at; at++) {
		if (*at == '.' && scale > 1 && !is_fraction && digits > 0) {
			is_fraction = true;
			continue;
		}
		if (*at < '0' || *at > '9' || (is_fraction && scale == 1))
			return false;
		if (number > (UINT64_MAX >> 12) / 10)
			return false;
		number = 10 * number + (uint64_t)(*at - '0');
		scale = is_fraction ? scale / 10 : scale;
		if (scale == 0)
			return false; /* finer than thousandths */
		digits++;
	}
	*ret = number * scale;
	return digits > 0 && at[-1] != '.';
}

/* "64" in quotes is a text, and 0100 is 64 to some readers of YAML. */
static bool
is_number(const struct ls_node *node)
{
	return node->kind == LS_NODE_SCALAR && !node->is_quoted &&
	    !(node->text[0] == '0' && node->text[1] >= '0' &&
		node->text[1] <= '9');
}

static struct ls_error *
take_growth(const struct reading *reading, const struct ls_node *node,
    struct ls_value *value)
{
	const char *text = node->text;
	size_t size = strlen(text);
	value->is_percent = size > 0 && text[size - 1] == '%';
	if (!value->is_percent)
		return take_decimal(text, 1, &value->number)
		    ? NULL
		    : wrong_type(reading, node, "max_growth",
			  "bytes (8) or a part of the size (5%)");
	char *number = ls_arena_string(&reading->rules->arena, text, size - 1);
	if (!number)
		return &ls_error_nomem;
	return take_decimal(number, 1000, &value->number)
	    ? NULL
	    : wrong_type(reading, node, "max_growth",
		  "bytes (8) or a part of the size (5%)");
}

static bool
is_word(const char *words, const char *text)
{
	size_t size = strlen(text);
	for (const char *at = words; at && size > 0; at = strchr(at, '|')) {
		at += *at == '|';
		if (strncmp(at, text, size) == 0 &&
		    (at[size] == '|' || at[size] == '\0'))
			return true;
	}
	return false;
}

static struct ls_error *
take_flag(const struct reading *reading, const struct ls_node *node,
    const char *key, struct ls_value *value)
{
	value->number = strcmp(node->text, "true") == 0;
	return value->number || strcmp(node->text, "false") == 0
	    ? NULL
	    : wrong_type(reading, node, key, "true or false");
}

static bool
make_room(
    const struct reading *reading, struct ls_value *value, uint32_t count)
{
	struct ls_arena *arena = &reading->rules->arena;
	value->names = LS_NEW(arena, const char *, count + 1);
	value->numbers = LS_NEW(arena, uint64_t, count + 1);
	return value->names && value->numbers;
}

static struct ls_error *
take_names(const struct reading *reading, const struct ls_node *node,
    const struct ls_key_info *key, struct ls_value *value)
{
	const struct ls_node *first = node;
	uint32_t count = 1;
	if (node->kind == LS_NODE_MAP)
		return wrong_type(reading, node, key->name, "a list of names");
	if (node->kind == LS_NODE_LIST)
		first = node->first, count = node->count;
	if (count == 0 || count > LS_MAX_GATE_NAMES)
		return ls_error_new(LS_ERROR_USAGE,
		    "%s:%u:%u: %s: a list of 1 to %d names", reading->file,
		    node->line, node->column, key->name, LS_MAX_GATE_NAMES);
	if (!make_room(reading, value, count))
		return &ls_error_nomem;
	for (; value->count < count; first = first->next) {
		if (first->kind != LS_NODE_SCALAR || !first->text[0])
			return wrong_type(reading, first, key->name, "a name");
		if (key->words && !is_word(key->words, first->text))
			return wrong_type(
			    reading, first, key->name, key->words);
		value->names[value->count++] = first->text;
	}
	return NULL;
}

static struct ls_error *
take_offsets(const struct reading *reading, const struct ls_node *node,
    struct ls_value *value)
{
	if (node->kind != LS_NODE_MAP || node->count == 0)
		return wrong_type(
		    reading, node, "offsets", "a mapping: {magic: 0, len: 4}");
	if (!make_room(reading, value, node->count / 2))
		return &ls_error_nomem;
	for (const struct ls_node *n = node->first; n; n = n->next->next) {
		if (!is_number(n->next) ||
		    !take_decimal(
			n->next->text, 1, &value->numbers[value->count]))
			return wrong_type(
			    reading, n->next, "offsets", "an offset in bytes");
		value->names[value->count++] = n->text;
	}
	return NULL;
}

static struct ls_error *
take_groups(const struct reading *reading, const struct ls_node *node,
    const struct ls_key_info *key, struct ls_value *value)
{
	static const char wanted[] = "a list of lists: [[lock, count]]";
	uint32_t total = 0, group = 0;
	if (node->kind != LS_NODE_LIST || node->count == 0)
		return wrong_type(reading, node, key->name, wanted);
	for (const struct ls_node *n = node->first; n; n = n->next) {
		if (n->kind != LS_NODE_LIST || n->count < 2)
			return wrong_type(reading, n, key->name,
			    "a list of two members or more");
		total += n->count;
	}
	if (total > LS_MAX_GATE_NAMES)
		return wrong_type(reading, node, key->name, wanted);
	if (!make_room(reading, value, total))
		return &ls_error_nomem;
	for (const struct ls_node *n = node->first; n; n = n->next, group++) {
		for (const struct ls_node *m = n->first; m; m = m->next) {
			if (m->kind != LS_NODE_SCALAR)
				return wrong_type(
				    reading, m, key->name, "a member");
			value->numbers[value->count] = group;
			value->names[value->count++] = m->text;
		}
	}
	return NULL;
}

static struct ls_error *
take_value(const struct reading *reading, const struct ls_node *node,
    const struct ls_key_info *key, struct ls_value *value)
{
	bool is_scalar = node->kind == LS_NODE_SCALAR;
	*value = (struct ls_value){ .is_given = true,
		.line = node->line,
		.column = node->column,
		.text = node->text };
	switch (key->kind) {
	case LS_VALUE_BYTES:
		return is_number(node) &&
			take_decimal(node->text, 1, &value->number)
		    ? NULL
		    : wrong_type(reading, node, key->name,
			  "a whole number from 0 to 4503599627370495");
	case LS_VALUE_PERCENT:
		return is_number(node) &&
			take_decimal(node->text, 1000, &value->number)
		    ? NULL
		    : wrong_type(reading, node, key->name,
			  "a number of percent, like 12.5");
	case LS_VALUE_GROWTH:
		return is_scalar ? take_growth(reading, node, value)
				 : wrong_type(reading, node, key->name,
				       "bytes (8) or a part (5%)");
	case LS_VALUE_FLAG:
		return is_scalar
		    ? take_flag(reading, node, key->name, value)
		    : wrong_type(reading, node, key->name, "true or false");
	case LS_VALUE_TEXT:
		return is_scalar && node->text[0]
		    ? NULL
		    : wrong_type(reading, node, key->name, "a text");
	case LS_VALUE_WORD:
		return is_scalar && is_word(key->words, node->text)
		    ? NULL
		    : wrong_type(reading, node, key->name, key->words);
	case LS_VALUE_MEMBERS:
		if (node->kind != LS_NODE_LIST || node->count < 2)
			return wrong_type(reading, node, key->name,
			    "a list of two members or more");
		return take_names(reading, node, key, value);
	case LS_VALUE_NAMES:
		return take_names(reading, node, key, value);
	case LS_VALUE_OFFSETS:
		return take_offsets(reading, node, value);
	case LS_VALUE_GROUPS:
		return take_groups(reading, node, key, value);
	case LS_VALUE_VERSION:
	case LS_VALUE_RULES:
		break; /* of the file itself */
	}
	return NULL;
}

/* A machine that is spelt wrong would never be met. */
static struct ls_error *
check_target(const struct reading *reading, const struct ls_value *value,
    const char *target)
{
	enum { ROOM = 64 };
	const char *names[ROOM];
	size_t count = 0;
	for (; count < ROOM && ls_target_name(count); count++) {
		names[count] = ls_target_name(count);
		if (strcmp(names[count], target) == 0)
			return NULL;
	}
	if (strncmp(target, "em-", 3) == 0)
		return NULL;
	struct ls_error *err = ls_error_new(LS_ERROR_USAGE,
	    "%s:%u:%u: target: '%s' is no machine that is known here",
	    reading->file, value->line, value->column, target);
	const char *best = ls_nearest(target, names, count);
	return best ? ls_error_detail(err, "did you mean: %s", best)
		    : ls_error_detail(
			  err, "hint: layoutscope --json FILE | grep target");
}

static struct ls_error *
check_targets(const struct reading *reading, const struct ls_value *value)
{
	struct ls_error *err = NULL;
	for (uint32_t i = 0; i < value->count && !err; i++)
		err = check_target(reading, value, value->names[i]);
	return err;
}

/* ---- rules ---- */

static struct ls_error *
take_pair(const struct reading *reading, const struct ls_node *key,
    const struct ls_node *node, struct ls_rule *rule)
{
	const char *names[LS_KEY_COUNT];
	for (size_t i = 0; i < LS_KEY_COUNT; i++) {
		names[i] = ls_key_table[i].name;
		if (strcmp(names[i], key->text) == 0)
			return take_value(
			    reading, node, &ls_key_table[i], &rule->values[i]);
	}
	return unknown_key(reading, key, names, LS_KEY_COUNT);
}

/* No member shares a line with itself, or is not on it. */
static struct ls_error *
check_members(const struct reading *reading, const struct ls_key_info *key,
    const struct ls_value *value)
{
	for (uint32_t i = 0; i < value->count; i++)
		for (uint32_t j = 0; j < i; j++)
			if (value->numbers[i] == value->numbers[j] &&
			    strcmp(value->names[i], value->names[j]) == 0)
				return ls_error_new(LS_ERROR_USAGE,
				    "%s:%u:%u: %s: '%s' stands there twice",
				    reading->file, value->line, value->column,
				    key->name, value->names[i]);
	return NULL;
}

/* A rule that demands nothing looks like one that holds. */
static struct ls_error *
check_rule(const struct reading *reading, const struct ls_rule *rule)
{
	struct ls_error *err = check_targets(
	    reading, &rule->values[LS_KEY_TARGET]);
	if (err)
		return err;
	if (!rule->values[LS_KEY_TYPE].is_given)
		return ls_error_new(LS_ERROR_USAGE,
		    "%s:%u:%u: this rule has no 'type'", reading->file,
		    rule->line, rule->column);
	for (size_t i = LS_KEY_SAME_LINE; i <= LS_KEY_SEPARATE_LINES; i++) {
		err = check_members(
		    reading, &ls_key_table[i], &rule->values[i]);
		if (err)
			return err;
	}
	if (rule->values[LS_KEY_IGNORE].number)
		return NULL;
	for (size_t i = 0; i < LS_KEY_JUDGING; i++)
		if (rule->values[i].is_given)
			return NULL;
	return ls_error_new(LS_ERROR_USAGE,
	    "%s:%u:%u: this rule demands nothing", reading->file, rule->line,
	    rule->column);
}

static struct ls_error *
take_rule(const struct reading *reading, const struct ls_node *node,
    struct ls_rule *rule)
{
	if (node->kind != LS_NODE_MAP)
		return wrong_type(reading, node, "rules",
		    "a rule: {type: .., max_size: ..}");
	rule->file = reading->file;
	rule->line = node->line;
	rule->column = node->column;
	for (const struct ls_node *n = node->first; n; n = n->next->next) {
		struct ls_error *err = take_pair(reading, n, n->next, rule);
		if (err)
			return err;
	}
	return check_rule(reading, rule);
}

/* Room for `count` more; those that were there move along. */
static struct ls_rule *
grow(struct ls_rules *rules, size_t count)
{
	struct ls_rule *items = LS_NEW(
	    &rules->arena, struct ls_rule, rules->count + count);
	if (!items)
		return NULL;
	if (rules->count > 0)
		memcpy(items, rules->items, rules->count * sizeof(*items));
	rules->items = items;
	return items + rules->count;
}

static struct ls_error *
take_rules(const struct reading *reading, const struct ls_node *node)
{
	if (node->kind != LS_NODE_LIST)
		return wrong_type(reading, node, "rules", "a list of rules");
	if (node->count == 0)
		return ls_error_new(LS_ERROR_USAGE,
		    "%s:%u:%u: rules: there is none", reading->file,
		    node->line, node->column);
	struct ls_rule *rule = grow(reading->rules, node->count);
	if (!rule)
		return &ls_error_nomem;
	for (const struct ls_node *n = node->first; n; n = n->next, rule++) {
		struct ls_error *err = take_rule(reading, n, rule);
		if (err)
			return err;
		reading->rules->count++;
	}
	return NULL;
}

/* ---- the top of the file ---- */

static struct ls_error *
take_level(const struct reading *reading, const struct ls_node *node,
    enum ls_top key, enum ls_level *ret)
{
	const struct ls_key_info *info = &ls_top_table[key];
	if (node->kind != LS_NODE_SCALAR || !is_word(info->words, node->text))
		return wrong_type(reading, node, info->name, info->words);
	*ret = node->text[0] == 'e' ? LS_LEVEL_ERROR
	    : node->text[0] == 'w'  ? LS_LEVEL_WARNING
				    : LS_LEVEL_IGNORE;
	return NULL;
}

static struct ls_error *
take_top_value(
    const struct reading *reading, enum ls_top key, const struct ls_node *node)
{
	struct ls_rules *rules = reading->rules;
	bool is_scalar = node->kind == LS_NODE_SCALAR;
	switch (key) {
	case LS_TOP_SCHEMA:
		return is_scalar && strcmp(node->text, "1") == 0
		    ? NULL
		    : wrong_type(reading, node, "schema",
			  "1, the only schema that there is");
	case LS_TOP_RULES:
		return take_rules(reading, node);
	case LS_TOP_BASELINE:
		rules->baseline = node->text;
		return is_scalar && node->text[0]
		    ? NULL
		    : wrong_type(reading, node, "baseline", "a file's name");
	case LS_TOP_UNMATCHED:
		return take_level(reading, node, key, &rules->unmatched);
	case LS_TOP_STALE:
		return take_level(reading, node, key, &rules->stale);
	}
	return NULL;
}

static struct ls_error *
take_top(const struct reading *reading, const struct ls_node *key,
    const struct ls_node *node)
{
	const char *names[LS_TOP_COUNT];
	for (unsigned i = 0; i < LS_TOP_COUNT; i++) {
		names[i] = ls_top_table[i].name;
		if (strcmp(key->text, names[i]) == 0)
			return take_top_value(reading, (enum ls_top)i, node);
	}
	return unknown_key(reading, key, names, LS_TOP_COUNT);
}

static const struct ls_node *
value_of(const struct ls_node *map, const char *key)
{
	for (const struct ls_node *n = map->first; n; n = n->next->next)
		if (strcmp(n->text, key) == 0)
			return n->next;
	return NULL;
}

static struct ls_error *
missing(const char *file, const char *what, const char *hint)
{
	return ls_error_detail(
	    ls_error_new(LS_ERROR_USAGE, "%s:1:1: %s", file, what), "hint: %s",
	    hint);
}

static void
begin(struct ls_rules *rules)
{
	if (rules->arena.limit_bytes > 0)
		return;
	rules->arena.limit_bytes = LS_MAX_MODEL_BYTES;
	rules->stale = LS_LEVEL_WARNING;
}

struct ls_error *
ls_rules_read(
    struct ls_rules *rules, const char *file, const char *text, size_t size)
{
	const struct reading reading = { rules, file };
	struct ls_node *root = NULL;
	begin(rules);
	struct ls_error *err = ls_yaml_read(
	    file, text, size, &rules->arena, &root);
	if (err)
		return err;
	if (!root || (root->kind == LS_NODE_SCALAR && !root->text[0]))
		return missing(file, "this file is empty",
		    "see layoutscope.yaml(5) for one to start from");
	if (root->kind != LS_NODE_MAP)
		return wrong_type(
		    &reading, root, "the file", "a mapping with 'rules'");
	for (const struct ls_node *n = root->first; n; n = n->next->next) {
		err = take_top(&reading, n, n->next);
		if (err)
			return err;
	}
	if (!value_of(root, "schema"))
		return missing(file, "no 'schema' is stated", "schema: 1");
	if (!value_of(root, "rules"))
		return missing(file, "there are no 'rules'",
		    "rules: [{type: struct conn, max_size: 64}]");
	return NULL;
}

struct ls_error *
ls_rules_read_one(struct ls_rules *rules, const char *text)
{
	const struct reading reading = { rules, "--rule" };
	struct ls_node *root = NULL;
	struct ls_out lines = { 0 };
	begin(rules);
	/* The second is told as line 2, as if all stood in one file. */
	ls_out_repeat(&lines, '\n', rules->option_count++);
	ls_out_text(&lines, text);
	struct ls_error *err = ls_out_finish(&lines);
	if (!err)
		err = ls_yaml_read("--rule", lines.text ? lines.text : "",
		    lines.size, &rules->arena, &root);
	ls_out_free(&lines);
	if (err)
		return err;
	if (!root || root->kind != LS_NODE_MAP || root->count != 2 ||
	    root->first->next->kind != LS_NODE_MAP)
		return ls_error_detail(
		    ls_error_new(LS_ERROR_USAGE, "--rule:%zu: this is no rule",
			rules->option_count),
		    "hint: --rule='struct conn: {max_size: 64}'");
	/* The name stands before the colon instead of under `type`. */
	struct ls_rule *rule = grow(rules, 1);
	if (!rule)
		return &ls_error_nomem;
	struct ls_node *type = LS_NEW(&rules->arena, struct ls_node, 1);
	if (!type)
		return &ls_error_nomem;
	*type = (struct ls_node){ .kind = LS_NODE_SCALAR,
		.text = "type",
		.line = root->line,
		.column = 1,
		.next = root->first };
	struct ls_node *body = root->first->next;
	if (value_of(body, "type"))
		return fault(
		    &reading, body, "the type stands before: ", "type");
	root->first->next = body->first;
	body->first = type;
	err = take_rule(&reading, body, rule);
	rules->count += !err;
	return err;
}

void
ls_rules_free(struct ls_rules *rules)
{
	ls_arena_free(&rules->arena);
	*rules = (struct ls_rules){ 0 };
}
