/*
 * change.h - what became of a type: `changes` of diff --json.
 *
 * Plain data, every number final.  Texts are borrowed from the two rows that
 * were compared, or from the arena that the change was made in.
 */
#ifndef LS_REPORT_CHANGE_H
#define LS_REPORT_CHANGE_H

#include "report/report.h"

/* What changed; bits of ls_change.what. */
enum {
	LS_CHANGE_GREW = 1,
	LS_CHANGE_SHRANK = 2,
	LS_CHANGE_NEW = 4,
	LS_CHANGE_GONE = 8,
	LS_CHANGE_REORDERED = 16, /* members in another order */
	LS_CHANGE_TAG = 32,       /* variants are told apart in another way */
	LS_CHANGE_ALIGN = 64,
	LS_CHANGE_MEMBERS = 128,    /* added, removed, retyped, .. */
	LS_CHANGE_LOST_NICHE = 256, /* it has a tag now, or no free value */
	LS_CHANGE_WON_NICHE = 512,
	LS_CHANGE_RENAMED = 1024,     /* only the name; by content */
	LS_CHANGE_ENUMERATORS = 2048, /* or variants: which, or their values */
	LS_CHANGE_BITS = 12,
};

enum ls_member_what {
	LS_MEMBER_ADDED,
	LS_MEMBER_REMOVED,
	LS_MEMBER_RESIZED,
	LS_MEMBER_RETYPED, /* the same size */
	LS_MEMBER_MOVED,
};

struct ls_member_change {
	enum ls_member_what what;
	const char *name; /* "Big.0" in a variant, "#2" without a name */
	const char *type; /* the new one's; of a removed one, its own */
	const char *old_type;
	bool has_old;
	bool has_new;
	uint64_t old_offset_bits, new_offset_bits;
	uint64_t old_size_bits, new_size_bits;
	uint64_t new_hole_bytes; /* right after it, more than there was */
	uint32_t line;           /* of its declaration, 0: not told */
	uint32_t column;
	ls_type_id type_id; /* of `type`, behind typedefs; 0: of no new one */
	bool is_told_apart; /* the type's own change is on the page */
	uint32_t run; /* moved: so many in a row by the same distance, from
	               * this one on; 0: it is told by an earlier one */
};

/* An enumerator, or a variant of an enum with data. */
struct ls_enumerator_change {
	const char *name;
	bool has_old;
	bool has_new;
	const char *old_value, *new_value; /* decimal; NULL: it has none */
};

/* The numbers of one side. */
struct ls_measure {
	uint64_t size_bytes, align_bytes, padding_bytes, cachelines;
	bool has_size;
	bool has_align;
};

struct ls_change {
	unsigned what; /* 0: nothing */
	const char *name;
	enum ls_kind kind;
	enum ls_lang lang;
	bool is_typedef_name;
	struct ls_decl decl; /* the new one's; of a gone one, its own */
	struct ls_measure old, new;
	const char *old_tag, *new_tag; /* "niche"; NULL: has none */
	uint64_t old_tag_bytes, new_tag_bytes;
	const char *old_niche, *new_niche; /* free values; NULL: not known */
	const char *old_name;              /* of a renamed one; NULL */
	struct ls_member_change *members;
	size_t member_count;
	struct ls_enumerator_change *enumerators;
	size_t enumerator_count;
};

/* All that a page says of two inputs, changes in order. */
struct ls_diff {
	struct ls_input_row old, new;
	const struct ls_change *changes;
	size_t change_count;
	uint64_t same;
	uint64_t counts[LS_CHANGE_BITS]; /* types by bit of `what` */
	uint64_t otherwise; /* changed, and larger, smaller, new, gone or
	                     * renamed they are not */
};

/* The words of JSON and --fail-on, by bit: "grew"; NULL past the last. */
const char *ls_change_word(unsigned bit);

#endif
