/*
 * idea.h - what to change in the source for smaller types: `ideas` of JSON.
 *
 * Plain data, every number final, in the row's arena.  An idea is about the
 * row that it stands in; where it makes another type smaller (an id that can
 * be NonZero does so for Option<Id>), `type` names that one.
 */
#ifndef LS_REPORT_IDEA_H
#define LS_REPORT_IDEA_H

#include <stddef.h>
#include <stdint.h>

enum ls_idea_kind {
	LS_IDEA_BOX_VARIANT,  /* a variant far larger than the others */
	LS_IDEA_BOX_ERROR,    /* the same, of Result's Err */
	LS_IDEA_NONZERO,      /* an integer that is never 0 */
	LS_IDEA_JOIN_TAGS,    /* Options that each pay for a tag */
	LS_IDEA_JOIN_FLAGS,   /* bools and small enums to one integer */
	LS_IDEA_MERGE_ENUMS,  /* an enum inside an enum */
	LS_IDEA_DROP_REPR,    /* repr(C), repr(u8) that cost */
	LS_IDEA_SWAP_CELL,    /* Option<Cell<T>> to Cell<Option<T>> */
	LS_IDEA_RENUMBER,     /* a far value that costs the niche */
	LS_IDEA_DROP_VARIANT, /* one that has the last free value */
	LS_IDEA_BOX_SLICE,    /* String to Box<str>, Vec<T> to Box<[T]> */
	LS_IDEA_FOLD_FLAG,    /* C: a flag beside what could say it */
	LS_IDEA_POINTER_TAG,  /* C: a tag in the low bits of a pointer */
	LS_IDEA_TAG_IN_HOLE,  /* C: a tag in a hole of the union's */
	LS_IDEA_NARROW,       /* C: an enum in fewer bits */
	LS_IDEA_COUNT,
};

enum ls_certainty {
	LS_CERTAINTY_COMPUTED, /* the compiler's rules give this size */
	LS_CERTAINTY_HEURISTIC,
};

struct ls_idea {
	enum ls_idea_kind kind;
	enum ls_certainty certainty; /* of the sizes */
	const char *type;    /* what becomes smaller; NULL: the row's own */
	const char *member;  /* what to change, as the source calls it; NULL */
	const char *variant; /* the variant that it is about; NULL: none */
	uint64_t size_bytes; /* of that type, after */
	uint64_t saving_bytes;         /* of that type, net */
	uint64_t program_saving_bytes; /* in one of each type that there is,
	                                * those that hold it included, net */
	uint64_t total_saving_bytes;   /* the same in all objects that were
	                                * counted, and as they cost; else the
	                                * same */
	uint64_t class_bytes;        /* under an allocator: what size_bytes */
	uint64_t class_saving_bytes; /* take, and how much less that is */
	const char *text;            /* one sentence: what to do */
	const char *check; /* what it costs, and what to check first; NULL */
};

/* The words of JSON: "box-variant", "computed". */
const char *ls_idea_word(enum ls_idea_kind kind);
const char *ls_certainty_word(enum ls_certainty certainty);

#endif
