/*
 * gate.h - rules held against types.
 *
 * In: rules, and rows with the rules that match each.  Out: findings.  Which
 * types a pattern means is told by whoever calls; nothing here looks for
 * names or reads a file.
 */
#ifndef LS_JUDGE_GATE_H
#define LS_JUDGE_GATE_H

#include "base/map.h"
#include "judge/rules.h"
#include "report/change.h"
#include "report/finding.h"

struct ls_error;

/* A rule that matches the type at hand. */
struct ls_match {
	uint32_t rule;
	bool is_exact; /* by its name, not by a glob */
};

/* How small other orders of the members are. */
struct ls_fit {
	uint64_t least_bytes;
	/* The member whose own members, directly in the type, would make the
	 * best order smaller, and the size then; NULL. */
	const char *inlined;
	uint64_t inlined_bytes;
};

/* What takes time to find out, and only a failure wants to know. */
struct ls_asked {
	/* false: there is no other order to speak of, or none is proved to be
	 * the smallest. */
	bool (*fit)(void *context, struct ls_fit *ret);
	/* What became of the type of a member; NULL: not known. */
	const struct ls_change *(*inside)(void *context, ls_type_id id);
	void *context;
};

/* A type, and what is known of it. */
struct ls_subject {
	const struct ls_row *row;
	const struct ls_row *baseline; /* NULL: it was not there */
	bool has_baseline;             /* there is one to be in */
	struct ls_asked asked;
	const char *file;
	const char *target;
	uint32_t cacheline_bytes;
	const struct ls_match *matches; /* in order of the rules */
	size_t match_count;
	/* for same_size_as: by rule; UINT64_MAX: not found */
	const uint64_t *other_bytes;
};

/* What was counted of a rule. */
struct ls_tally {
	uint64_t held[LS_KEY_JUDGING];   /* of a glob: types, each once */
	uint64_t broken[LS_KEY_JUDGING]; /* likewise */
	uint64_t judged;  /* types of all files that were held against it */
	uint64_t ignored; /* that another rule says to ignore */
};

/* Zero-initialise, set `rules` and the arena's limit; free at the end. */
struct ls_gate {
	const struct ls_rules *rules;
	struct ls_arena arena;
	struct ls_finding *findings;
	size_t count;
	size_t room;
	struct ls_tally *tallies; /* by rule */
	struct ls_map held;       /* of globs: what a type is, and for what */
	uint64_t failed;          /* findings, warnings too */
	struct ls_moved_row *moved;
	size_t moved_count;
	size_t moved_room;
};

struct ls_error *ls_gate_begin(struct ls_gate *gate);

struct ls_error *ls_gate_judge(
    struct ls_gate *gate, const struct ls_subject *subject);

/* A rule that found no type, or too many; `details` lines end in '\n'. */
struct ls_error *ls_gate_miss(struct ls_gate *gate, uint32_t rule,
    enum ls_finding_status status, const char *message, const char *details);

/* What globs hold, then all in order, then the counts. */
struct ls_error *ls_gate_finish(
    struct ls_gate *gate, struct ls_check_report *report);

/* Do the rules that match a type say that its order is not to change?  One
 * that names it exactly goes before globs. */
bool ls_gate_freezes(
    const struct ls_gate *gate, const struct ls_match *matches, size_t count);

void ls_gate_free(struct ls_gate *gate);

#endif
