/*
 * finding.h - what the gate found: `results` of check --json; and what a
 * comparison found, for the formats of findings.
 *
 * Plain data, every text final but for the escapes of a format.
 */
#ifndef LS_REPORT_FINDING_H
#define LS_REPORT_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/change.h"

enum ls_finding_status {
	LS_FINDING_PASSED,
	LS_FINDING_FAILED,
	LS_FINDING_UNMATCHED, /* no type, or one that cannot be measured */
	LS_FINDING_AMBIGUOUS,
};

/* A place in a source, or in the gate file.  NULL and 0: not told. */
struct ls_place_row {
	const char *file;
	uint32_t line;
	uint32_t column;
};

/* One key of one rule, held against one type; or, of a glob that passed, of
 * all types that it matches. */
struct ls_finding {
	const char *id;  /* "LS001"; "diff-grew" */
	const char *key; /* "max_size"; "grew" */
	const char
	    *title; /* of the key: what is wrong where it does not hold */
	const char *help; /* of the key: what it demands */
	size_t rule;      /* of the gate file, from 0 */
	enum ls_finding_status status;
	bool is_warning;
	bool is_accept_option; /* `accept` is no line of the gate file */
	bool is_accept_rule;   /* `accept` is a rule of its own, as below a
	                        * glob, whose key is for other types too */

	const char *type;      /* "struct conn", or the rule's pattern */
	const char *pattern;   /* of the rule */
	const char *lang;      /* "c"; "" of a pattern */
	const char *target;    /* "x86_64"; "" of a pattern */
	bool is_of_glob;       /* one of the types that a pattern means */
	uint64_t type_count;   /* that a pattern matched; 1 */
	uint64_t broken_count; /* of those, for which the key does not hold */
	const char *file;      /* that was checked; "" of no one of them */
	uint64_t more_files;   /* of which the very same is to be said */
	bool has_now;          /* of one type, which `now` measures */
	bool has_was;          /* and `was` in the baseline */
	struct ls_measure now, was;
	const char *limit;      /* "64"; "" */
	const char *actual;     /* "72"; "" */
	const char *message;    /* "72 bytes, limit 64 (+8)" */
	const char *details;    /* lines that each end in '\n'; "" */
	const char *accept;     /* "max_size: 72"; NULL */
	const char *reason;     /* of the rule; NULL */
	struct ls_place_row at; /* the changed member, the type, the rule */
	struct ls_place_row type_at;  /* file NULL: not told */
	struct ls_place_row rule_at;  /* the rule's beginning; file NULL */
	struct ls_place_row value_at; /* the key's value */
};

/* A type with a rule, of another size than in the baseline, and nothing is
 * found against it. */
struct ls_moved_row {
	const char *type; /* "struct conn" */
	struct ls_measure was, now;
};

struct ls_checked_input {
	const char *file;
	const char *build_id;
	const char *target;
	const char *error;    /* why it could not be read; NULL */
	const char *note;     /* what to know of its findings; NULL */
	const char *baseline; /* the file it is held against; NULL */
};

struct ls_check_report {
	const char *tool_version;
	bool is_diff; /* of changes: there are no rules to speak of */
	const char *rules_file; /* "layoutscope.yaml"; NULL */
	size_t rule_count;
	size_t elsewhere; /* rules that are for none of the files' machines */
	const struct ls_checked_input *inputs;
	size_t input_count;
	const struct ls_finding *findings; /* in order of the rules */
	size_t finding_count;
	const struct ls_moved_row *moved; /* in order of the files */
	size_t moved_count;
	uint64_t passed, failed, warnings, unmatched, ambiguous;
};

#endif
