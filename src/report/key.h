/*
 * key.h - the keys of a gate file, for those who tell of them: --explain,
 * --schema=gate, the manual.
 *
 * Plain data, all of it constant.
 */
#ifndef LS_REPORT_KEY_H
#define LS_REPORT_KEY_H

#include <stddef.h>

enum ls_value_kind {
	LS_VALUE_BYTES,   /* a whole number */
	LS_VALUE_PERCENT, /* 12.5, in thousandths */
	LS_VALUE_GROWTH,  /* 8, or 5% */
	LS_VALUE_FLAG,
	LS_VALUE_TEXT,
	LS_VALUE_WORD,    /* one of the words of `words` */
	LS_VALUE_NAMES,   /* a name, or a list of names */
	LS_VALUE_OFFSETS, /* name: number, .. */
	LS_VALUE_GROUPS,  /* a list of lists of names */
	LS_VALUE_MEMBERS, /* a list of names, two or more */
	LS_VALUE_VERSION, /* 1 */
	LS_VALUE_RULES,   /* a list of rules */
};

/* One row of the table of keys. */
struct ls_key_info {
	const char *name;
	const char *id; /* "LS001"; NULL: judges nothing */
	enum ls_value_kind kind;
	const char *words;   /* "direct|niche|none" */
	const char *shape;   /* of the value, for a person */
	const char *title;   /* what is wrong where it does not hold */
	const char *help;    /* sentences; of a key that judges: its demand */
	const char *example; /* of a key that judges: "max_size: 64" */
};

/* All of them: those of the file, and those of a rule. */
struct ls_key_tables {
	const struct ls_key_info *top;
	size_t top_count;
	const struct ls_key_info *rule; /* those that judge come first */
	size_t rule_count;
};

#endif
