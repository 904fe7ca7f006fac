/*
 * options.c - the words of the command line, taken apart.
 *
 * getopt_long(3) does the work, fed from options.def.
 */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "layoutscope.h"

#define OPTION(letter, name, member, kind, argument, commands, group, help)   \
	{ letter, name, OPTION_##kind, argument, CMD_##commands, group, help, \
		offsetof(struct cmd_options, member) },

const struct cmd_option cmd_option_table[] = {
#include "options.def"
};

enum { ROW_COUNT = sizeof(cmd_option_table) / sizeof(cmd_option_table[0]) };
const size_t cmd_option_count = ROW_COUNT;

/* What getopt_long answers for row i, so that it is no character. */
enum { FIRST_ROW = 256 };

static void *
value_of(struct cmd_options *options, const struct cmd_option *option)
{
	return (char *)options + option->at;
}

static struct ls_error *
bad_value(
    const struct cmd_option *option, const char *value, const char *wanted)
{
	return ls_error_new(LS_ERROR_USAGE, "--%s: '%s' is not %s",
	    option->name, value, wanted);
}

static struct ls_error *
take_number(const struct cmd_option *option, const char *value, unsigned least,
    unsigned *ret)
{
	char *end;
	errno = 0;
	unsigned long number = strtoul(value, &end, 10);
	if (errno || end == value || *end || *value == '-' || number < least ||
	    number > INT_MAX)
		return bad_value(option, value,
		    least ? "a number from 1 up" : "a number from 0 up");
	*ret = (unsigned)number;
	return NULL;
}

/* Is `value` one of the words of "a|b|c"? */
static bool
is_choice(const char *choices, const char *value)
{
	size_t size = strlen(value);
	for (const char *at = choices; at; at = strchr(at, '|')) {
		at += *at == '|';
		if (size > 0 && strncmp(at, value, size) == 0 &&
		    (at[size] == '|' || at[size] == '\0'))
			return true;
	}
	return false;
}

static bool
is_format(const char *value)
{
	for (size_t i = 0; ls_format_name(i); i++)
		if (strcmp(ls_format_name(i), value) == 0)
			return true;
	return false;
}

static struct ls_error *
bad_format(const struct cmd_option *option, const char *value)
{
	struct ls_error *err = bad_value(option, value, "a format");
	for (size_t i = 0; ls_format_name(i); i++)
		err = ls_error_detail(
		    err, "%-10s %s", ls_format_name(i), ls_format_help(i));
	return err;
}

static struct ls_error *
list_add(struct cmd_list *list, const char *item, size_t size)
{
	char **items = reallocarray(
	    list->items, list->count + 2, sizeof(*items));
	if (!items)
		return &ls_error_nomem;
	list->items = items;
	items[list->count] = strndup(item, size);
	if (!items[list->count])
		return &ls_error_nomem;
	items[++list->count] = NULL;
	return NULL;
}

/*
 * Commas split, but not those inside brackets: "a,b<c,d>" is a and b<c,d>.
 * Of "->" and "=>" the > closes nothing.
 */
static struct ls_error *
list_take(struct cmd_list *list, const char *text)
{
	const char *start = text;
	int depth = 0;
	for (const char *at = text;; at++) {
		if (*at == '\0' || (*at == ',' && depth == 0)) {
			struct ls_error *err = at > start
			    ? list_add(list, start, (size_t)(at - start))
			    : NULL;
			if (err || !*at)
				return err;
			start = at + 1;
		} else if (strchr("<([{", *at)) {
			depth++;
		} else if (strchr(">)]}", *at) && depth > 0 &&
		    !(*at == '>' && at > text && strchr("-=", at[-1]))) {
			depth--;
		}
	}
}

static struct ls_error *
take_list(
    const struct cmd_option *option, const char *value, struct cmd_list *list)
{
	/* -C '' is a name that is missing, not "every type". */
	if (value[strspn(value, ",")] == '\0')
		return ls_error_new(
		    LS_ERROR_USAGE, "--%s: nothing is named", option->name);
	return list_take(list, value);
}

/* A language that is misspelt has no types, and nobody would wonder. */
static struct ls_error *
take_langs(
    const struct cmd_option *option, const char *value, struct cmd_list *list)
{
	size_t i = list->count;
	struct ls_error *err = take_list(option, value, list);
	for (; !err && i < list->count; i++)
		if (!is_choice("c|c++|rust|asm|other", list->items[i]))
			err = bad_value(option, list->items[i],
			    "one of c, c++, rust, asm, other");
	return err;
}

static struct ls_error *
take(struct cmd_options *options, const struct cmd_option *option,
    const char *value)
{
	void *at = value_of(options, option);
	switch (option->kind) {
	case OPTION_FLAG:
	case OPTION_STOP:
		*(bool *)at = true;
		return NULL;
	case OPTION_TEXT:
		*(const char **)at = value;
		return NULL;
	case OPTION_NUMBER:
		return take_number(option, value, 1, at);
	case OPTION_COUNT:
		return take_number(option, value, 0, at);
	case OPTION_JOBS:
		if (!value) {
			*(unsigned *)at = 0;
			return NULL;
		}
		return take_number(option, value, 1, at);
	case OPTION_MAYBE:
		if (!value)
			value = "";
		else if (!is_choice(option->argument, value))
			return bad_value(option, value, option->argument);
		*(const char **)at = value;
		return NULL;
	case OPTION_CHOICE:
		if (!is_choice(option->argument, value))
			return bad_value(option, value, option->argument);
		*(const char **)at = value;
		return NULL;
	case OPTION_FORMAT:
		if (!is_format(value))
			return bad_format(option, value);
		*(const char **)at = value;
		return NULL;
	case OPTION_JSON:
		*(const char **)at = "json";
		return NULL;
	case OPTION_NAMES:
		if (!value)
			return list_add(at, "", 0);
		return take_list(option, value, at);
	case OPTION_LIST:
		return take_list(option, value, at);
	case OPTION_LANGS:
		return take_langs(option, value, at);
	case OPTION_EACH:
		return list_add(at, value, strlen(value));
	}
	return NULL;
}

bool
cmd_option_is_optional(const struct cmd_option *option)
{
	return option->kind == OPTION_JOBS || option->kind == OPTION_NAMES ||
	    option->kind == OPTION_MAYBE;
}

static int
has_arg(enum cmd_option_kind kind)
{
	switch (kind) {
	case OPTION_FLAG:
	case OPTION_STOP:
	case OPTION_JSON:
		return no_argument;
	case OPTION_JOBS:
	case OPTION_NAMES:
	case OPTION_MAYBE:
		return optional_argument;
	case OPTION_TEXT:
	case OPTION_NUMBER:
	case OPTION_COUNT:
	case OPTION_CHOICE:
	case OPTION_FORMAT:
	case OPTION_LIST:
	case OPTION_LANGS:
	case OPTION_EACH:
		return required_argument;
	}
	return no_argument;
}

/* getopt_long's two tables, made from ours. */
static void
make_tables(struct option longs[ROW_COUNT + 1], char shorts[3 * ROW_COUNT + 2])
{
	char *at = shorts;
	*at++ = ':'; /* tell a missing argument from an unknown option */
	for (size_t i = 0; i < ROW_COUNT; i++) {
		const struct cmd_option *option = &cmd_option_table[i];
		int arg = has_arg(option->kind);
		longs[i] = (struct option){
			.name = option->name,
			.has_arg = arg,
			.val = FIRST_ROW + (int)i,
		};
		if (!option->letter)
			continue;
		*at++ = option->letter;
		for (int colon = 0; colon < arg; colon++)
			*at++ = ':';
	}
	*at = '\0';
	longs[ROW_COUNT] = (struct option){ 0 };
}

/* "--class_name=a_b" becomes "--class-name=a_b"; in place. */
static void
fold_underscores(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strncmp(argv[i], "--", 2) != 0)
			continue;
		for (char *at = argv[i]; *at && *at != '='; at++)
			if (*at == '_')
				*at = '-';
	}
}

static const struct cmd_option *
option_by_letter(int letter)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (letter && cmd_option_table[i].letter == letter)
			return &cmd_option_table[i];
	return NULL;
}

/* Letters in the same place: enough to guess what was meant. */
static size_t
likeness(const char *a, const char *b)
{
	size_t same = 0;
	while (a[same] && a[same] == b[same])
		same++;
	return same;
}

static struct ls_error *
unknown_option(const char *word)
{
	struct ls_error *err = ls_error_new(
	    LS_ERROR_USAGE, "no option is called '%s'", word);
	const char *best = NULL;
	size_t best_likeness = 2;
	for (size_t i = 0; i < ROW_COUNT && word[1] == '-'; i++) {
		const char *name = cmd_option_table[i].name;
		size_t like = likeness(name, word + 2);
		if (like > best_likeness)
			best = name, best_likeness = like;
	}
	if (best)
		err = ls_error_detail(err, "did you mean: --%s", best);
	return ls_error_detail(err, "hint: layoutscope --help");
}

static struct ls_error *
bad_option(int answer, char **argv)
{
	char letter[3] = { '-', (char)optopt, '\0' };
	const char *word = optopt > 0 && optopt < FIRST_ROW ? letter
							    : argv[optind - 1];
	if (answer == ':')
		return ls_error_new(
		    LS_ERROR_USAGE, "%s needs an argument", word);
	if (optopt >= FIRST_ROW)
		return ls_error_new(
		    LS_ERROR_USAGE, "%s takes no argument", word);
	return unknown_option(word);
}

struct ls_error *
cmd_options_parse(int argc, char **argv, struct cmd_options *ret)
{
	struct option longs[ROW_COUNT + 1];
	char shorts[3 * ROW_COUNT + 2];

	*ret = (struct cmd_options){ 0 };
	make_tables(longs, shorts);
	fold_underscores(argc, argv);
	opterr = 0;
	int answer;
	while ((answer = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		const struct cmd_option *option = answer >= FIRST_ROW
		    ? &cmd_option_table[answer - FIRST_ROW]
		    : option_by_letter(answer);
		struct ls_error *err = option ? take(ret, option, optarg)
					      : bad_option(answer, argv);
		if (err)
			return err;
		if (option->kind == OPTION_STOP)
			break;
	}
	ret->operands = (const char *const *)&argv[optind];
	ret->operand_count = (size_t)(argc - optind);
	return NULL;
}

static bool
is_given(const struct cmd_options *options, const struct cmd_option *option)
{
	const void *at = (const char *)options + option->at;
	switch (option->kind) {
	case OPTION_FLAG:
	case OPTION_STOP:
		return *(const bool *)at;
	case OPTION_NUMBER:
	case OPTION_COUNT:
	case OPTION_JOBS:
		return *(const unsigned *)at != 0;
	case OPTION_TEXT:
	case OPTION_CHOICE:
	case OPTION_MAYBE:
	case OPTION_FORMAT:
	case OPTION_JSON:
		return *(const char *const *)at != NULL;
	case OPTION_LIST:
	case OPTION_LANGS:
	case OPTION_EACH:
	case OPTION_NAMES:
		return ((const struct cmd_list *)at)->count > 0;
	}
	return false;
}

const struct cmd_option *
cmd_options_foreign(const struct cmd_options *options, unsigned command)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (!(cmd_option_table[i].commands & command) &&
		    is_given(options, &cmd_option_table[i]))
			return &cmd_option_table[i];
	return NULL;
}

static void
list_free(struct cmd_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
}

void
cmd_options_free(struct cmd_options *options)
{
	for (size_t i = 0; i < cmd_option_count; i++)
		if (cmd_option_table[i].kind == OPTION_LIST ||
		    cmd_option_table[i].kind == OPTION_LANGS ||
		    cmd_option_table[i].kind == OPTION_EACH ||
		    cmd_option_table[i].kind == OPTION_NAMES)
			list_free(value_of(options, &cmd_option_table[i]));
	list_free(&options->cargo_programs);
	list_free(&options->cargo_libraries);
	free(options->own_operands);
}
