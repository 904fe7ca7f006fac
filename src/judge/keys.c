/*
 * keys.c - every key that a rule may have.
 *
 * The one table behind the reading of the gate file and the ids that other
 * programs see.  An id is a promise: it never moves
 * and is never used again.
 */
#include "judge/rules.h"

/* clang-format off */
const struct ls_key_info ls_key_table[LS_KEY_COUNT] = {
	[LS_KEY_MAX_SIZE] = { "max_size", "LS001", LS_VALUE_BYTES, NULL,
	    "A type is larger than its budget.",
	    "The type has at most so many bytes." },
	[LS_KEY_MAX_CACHELINES] = { "max_cachelines", "LS002",
	    LS_VALUE_BYTES, NULL,
	    "A type takes more cache lines than its budget.",
	    "The type takes at most so many cache lines, counted from its "
	    "start." },
	[LS_KEY_FROZEN] = { "frozen", "LS003", LS_VALUE_FLAG, NULL,
	    "A type whose layout is frozen has changed.",
	    "Size, alignment and the place of every member are those of the "
	    "baseline, and no other order is spoken of." },
	[LS_KEY_SIZE] = { "size", "LS004", LS_VALUE_BYTES, NULL,
	    "A type has not the size that it must have.",
	    "The type has exactly so many bytes." },
	[LS_KEY_ALIGN] = { "align", "LS005", LS_VALUE_BYTES, NULL,
	    "A type is not aligned as it must be.",
	    "The type is aligned to exactly so many bytes." },
	[LS_KEY_MAX_PADDING] = { "max_padding", "LS006", LS_VALUE_BYTES, NULL,
	    "A type has more padding than allowed.",
	    "Holes and tail padding are at most so many bytes." },
	[LS_KEY_OFFSETS] = { "offsets", "LS007", LS_VALUE_OFFSETS, NULL,
	    "A member is not where it must be.",
	    "These members are at these offsets, in bytes: "
	    "{magic: 0, len: 4}." },
	[LS_KEY_MAX_PADDING_PERCENT] = { "max_padding_percent", "LS008",
	    LS_VALUE_PERCENT, NULL,
	    "A type is padding to a larger part than allowed.",
	    "Padding is at most so many percent of the size." },
	[LS_KEY_SAME_SIZE_AS] = { "same_size_as", "LS009", LS_VALUE_TEXT, NULL,
	    "Two types that must be equally large are not.",
	    "The type is as large as this other one." },
	[LS_KEY_TAG] = { "tag", "LS010", LS_VALUE_WORD, "direct|niche|none",
	    "An enum tells its variants apart in another way than it must.",
	    "How an enum with data tells its variants apart." },
	[LS_KEY_MIN_FREE_NICHES] = { "min_free_niches", "LS011",
	    LS_VALUE_BYTES, NULL,
	    "A type has fewer free values left than it must keep.",
	    "So many bit patterns of the type are no value of it, so that an "
	    "enum around it needs no tag of its own." },
	[LS_KEY_MAX_VARIANT_SIZE] = { "max_variant_size", "LS012",
	    LS_VALUE_BYTES, NULL,
	    "A variant of an enum is larger than allowed.",
	    "No variant uses more bytes, its tag included." },
	[LS_KEY_MAX_GROWTH] = { "max_growth", "LS013", LS_VALUE_GROWTH, NULL,
	    "A type has grown against the baseline.",
	    "The type is larger than in the baseline by at most so many bytes, "
	    "or by at most so much of it: 5%." },
	[LS_KEY_SAME_LINE] = { "same_line", "LS014", LS_VALUE_GROUPS, NULL,
	    "Members that are used together are on different cache lines.",
	    "The members of each list lie on one cache line: "
	    "[[lock, count]]." },
	[LS_KEY_SEPARATE_LINES] = { "separate_lines", "LS015", LS_VALUE_NAMES,
	    NULL, "Members that must not share a cache line do.",
	    "No two of these members lie on one cache line." },
	[LS_KEY_TYPE] = { "type", NULL, LS_VALUE_TEXT, NULL, NULL,
	    "Which types, by name or glob.  Every rule has it." },
	[LS_KEY_EXCEPT] = { "except", NULL, LS_VALUE_NAMES, NULL, NULL,
	    "Not these of them, by name or glob." },
	[LS_KEY_LANG] = { "lang", NULL, LS_VALUE_NAMES,
	    "c|c++|rust|asm|other", NULL, "Only types of these languages." },
	[LS_KEY_TARGET] = { "target", NULL, LS_VALUE_NAMES, NULL, NULL,
	    "Only in files for these machines: x86_64, arm." },
	[LS_KEY_LEVEL] = { "level", NULL, LS_VALUE_WORD, "error|warning", NULL,
	    "A warning is told and leaves the exit status alone." },
	[LS_KEY_IGNORE] = { "ignore", NULL, LS_VALUE_FLAG, NULL, NULL,
	    "Globs do not judge these types." },
	[LS_KEY_REASON] = { "reason", NULL, LS_VALUE_TEXT, NULL, NULL,
	    "Why, for whoever meets the failure." },
};
/* clang-format on */
