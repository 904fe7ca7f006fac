/*
 * check_own.h - what the files of the gate's order of work share.
 */
#ifndef LS_CHECK_OWN_H
#define LS_CHECK_OWN_H

#include "judge/gate.h"
#include "work/session.h"

/* One type of the catalog that one rule matches. */
struct ls_hit {
	ls_entry_id entry;
	struct ls_match match;
};

struct ls_hits {
	struct ls_hit *items;
	size_t count;
	size_t room;
};

struct ls_check {
	struct ls_rules rules;
	struct ls_gate gate;
	const char *rules_file;
	const char *baseline;
	struct ls_check_report report;
	struct ls_checked_input *inputs;
	struct ls_map met;        /* files: device and number */
	uint64_t *other_bytes;    /* by rule: see struct ls_subject */
	bool *is_tried;           /* by rule: some file is for its target */
	bool *is_met;             /* by rule: some file has a type for it */
	struct ls_error **misses; /* by rule: what the first file said */
};

static inline const struct ls_value *
ls_check_value(const struct ls_check *check, size_t rule, enum ls_key key)
{
	return &check->rules.items[rule].values[key];
}

/* Which types of a file the rules mean, by entry, then by rule.  What finds
 * nothing is noted in `misses`.  Free the items also after a failure. */
struct ls_error *ls_check_find(
    struct ls_check *check, struct ls_session *session, struct ls_hits *hits);

struct ls_rows;

/* Hold each row against the rules that mean it; `baseline` has no session
 * where there is none. */
struct ls_error *ls_check_judge(struct ls_check *check,
    const struct ls_rows *rows, const struct ls_rows *baseline,
    const struct ls_hits *hits);

#endif
