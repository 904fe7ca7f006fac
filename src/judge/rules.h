/*
 * rules.h - what a gate file demands, taken apart.
 *
 * In: the text of layoutscope.yaml, or of one --rule.  Out: rules, each value
 * with the place it stands at.  What they mean for a type is for gate.c.
 */
#ifndef LS_JUDGE_RULES_H
#define LS_JUDGE_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "report/key.h"

struct ls_error;

/* In the order of the ids; what judges nothing comes after. */
enum ls_key {
	LS_KEY_MAX_SIZE,
	LS_KEY_MAX_CACHELINES,
	LS_KEY_FROZEN,
	LS_KEY_SIZE,
	LS_KEY_ALIGN,
	LS_KEY_MAX_PADDING,
	LS_KEY_OFFSETS,
	LS_KEY_MAX_PADDING_PERCENT,
	LS_KEY_SAME_SIZE_AS,
	LS_KEY_TAG,
	LS_KEY_MIN_FREE_NICHES,
	LS_KEY_MAX_VARIANT_SIZE,
	LS_KEY_MAX_GROWTH,
	LS_KEY_SAME_LINE,
	LS_KEY_SEPARATE_LINES,
	LS_KEY_TYPE,
	LS_KEY_EXCEPT,
	LS_KEY_LANG,
	LS_KEY_TARGET,
	LS_KEY_LEVEL,
	LS_KEY_IGNORE,
	LS_KEY_REASON,
};
enum { LS_KEY_JUDGING = LS_KEY_TYPE, LS_KEY_COUNT = LS_KEY_REASON + 1 };

/* Of the file itself. */
enum ls_top {
	LS_TOP_SCHEMA,
	LS_TOP_RULES,
	LS_TOP_BASELINE,
	LS_TOP_UNMATCHED,
	LS_TOP_STALE,
};
enum { LS_TOP_COUNT = LS_TOP_STALE + 1 };

extern const struct ls_key_info ls_top_table[LS_TOP_COUNT];
extern const struct ls_key_info ls_key_table[LS_KEY_COUNT];
extern const struct ls_key_tables ls_key_tables;

struct ls_value {
	bool is_given;
	uint32_t line;
	uint32_t column;
	uint64_t number; /* bytes, thousandths, or 0 and 1 */
	bool is_percent;
	const char *text; /* as it stands there; NULL for lists */
	const char **names;
	uint64_t *numbers; /* by name: an offset, or which group it is in */
	uint32_t count;
};

struct ls_rule {
	const char *file; /* "layoutscope.yaml", "--rule" */
	uint32_t line;
	uint32_t column;
	struct ls_value values[LS_KEY_COUNT];
};

enum ls_level { LS_LEVEL_ERROR, LS_LEVEL_WARNING, LS_LEVEL_IGNORE };

/* Zero-initialise; free at the end.  Texts live in the arena. */
struct ls_rules {
	struct ls_arena arena;
	struct ls_rule *items;
	size_t count;
	size_t option_count;  /* of --rule, that were read so far */
	const char *baseline; /* NULL; relative to the gate file */
	enum ls_level unmatched;
	enum ls_level stale;
};

/*
 * Add the rules of a gate file's text.  LS_ERROR_USAGE with
 * "file:line:column: ", LS_ERROR_LIMIT where it is larger or deeper than
 * limits.h allows.  `file` is kept.
 */
struct ls_error *ls_rules_read(
    struct ls_rules *rules, const char *file, const char *text, size_t size);

/* Add one rule: "struct conn: {max_size: 64}".  Its place is "--rule" and, as
 * the line, the how many-th it is. */
struct ls_error *ls_rules_read_one(struct ls_rules *rules, const char *text);

void ls_rules_free(struct ls_rules *rules);

#endif
