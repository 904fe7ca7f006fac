/*
 * options.h - the words of the command line, taken apart.
 */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct ls_error;

/* All the values that an option was given, in order; commas split. */
struct cmd_list {
	char **items; /* NULL-terminated once there is one */
	size_t count;
};

/* One member for each row of options.def; zero means not given. */
struct cmd_options {
	struct cmd_list types;
	const char *regex;
	bool ignore_case, all, structs, unions, enums;
	struct cmd_list exclude, prefixes, langs, not_langs;
	struct cmd_list not_units, not_files;
	bool members, definitions, defined_in, places;
	unsigned holes, hole_bytes, bit_holes, min_size, top;
	struct cmd_list keep, hot;
	const char *allow;
	unsigned max_moves, min_saving;
	bool patch;
	const char *source_root;
	struct cmd_list path_maps;
	bool aligned, reorganize, reorganize_steps;
	bool sizes, packable, sharing, futures;
	const char *separator, *sort;
	bool tree, expand_types, relative_offsets, hex;
	const char *weights, *allocator;
	const char *contains, *points_to, *progress;
	bool by_value;
	unsigned cacheline_bytes;
	const char *map, *names;
	const char *format, *output, *color;
	struct cmd_list reports;
	bool ascii, quiet;
	unsigned width;
	const char *debug_file;
	struct cmd_list debug_dirs;
	const char *reader;
	const char *budget, *baseline;
	bool save_baseline;
	struct cmd_list update_baseline;
	struct cmd_list rules;
	bool warn_only, exit_code;
	unsigned exit_skip;
	struct cmd_list fail_on;
	unsigned jobs;
	bool help, version;
	const char *completions, *explain, *schema;

	const char *const *operands; /* borrowed from argv; without the
	                              * command's name */
	size_t operand_count;

	/* What cargo made; the operands then are these and those of argv. */
	struct cmd_list cargo_programs, cargo_libraries;
	const char **own_operands; /* NULL: the operands are argv's */
};

/* Commands as bits, for the table. */
enum {
	CMD_SHOW = 1,
	CMD_HELP = 2,
	CMD_LIST = 4,
	CMD_SUGGEST = 8,
	CMD_CHECK = 16,
	CMD_DIFF = 32,
	CMD_INIT = 64,
	/* all that choose types */
	CMD_ANY_TYPES = CMD_SHOW | CMD_LIST | CMD_SUGGEST,
	CMD_RANKING = CMD_LIST | CMD_SUGGEST,
	CMD_REORDER = CMD_SHOW | CMD_SUGGEST, /* show: with -R */
	/* all that read a file and write a page */
	CMD_PAGES = CMD_ANY_TYPES | CMD_CHECK | CMD_DIFF,
	CMD_EVERY = 0xff,
};

enum cmd_option_kind {
	OPTION_FLAG,
	OPTION_TEXT,
	OPTION_NUMBER,
	OPTION_COUNT,
	OPTION_JOBS,
	OPTION_NAMES,
	OPTION_MAYBE,
	OPTION_CHOICE,
	OPTION_FORMAT,
	OPTION_JSON, /* a format without saying so: the last one counts */
	OPTION_LIST,
	OPTION_LANGS, /* a list of languages */
	OPTION_EACH,
	OPTION_STOP,
};

struct cmd_option {
	char letter; /* 0: none */
	const char *name;
	enum cmd_option_kind kind;
	const char *argument; /* NULL: takes none */
	unsigned commands;
	const char *group;
	const char *help;
	size_t at; /* of the value in struct cmd_options */
};

/* May it go without its argument? */
bool cmd_option_is_optional(const struct cmd_option *option);

extern const struct cmd_option cmd_option_table[];
extern const size_t cmd_option_count;

/*
 * Take `argv` apart.  Fails with LS_ERROR_USAGE.  Free `ret` also then.
 * Options may stand anywhere, "--" ends them, and "_" in a long name is "-".
 */
struct ls_error *cmd_options_parse(
    int argc, char **argv, struct cmd_options *ret);

/* The first option given that `command` (a bit) does not take; or NULL. */
const struct cmd_option *cmd_options_foreign(
    const struct cmd_options *options, unsigned command);

void cmd_options_free(struct cmd_options *options);

#endif
