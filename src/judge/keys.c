/*
 * keys.c - every key that a gate file may have.
 *
 * The one table behind the reading of the gate file, its JSON Schema, the
 * manual's lists, --explain, and the ids that other programs see.  An id is a
 * promise: it never moves and is never used again.
 */
#include "judge/rules.h"

/* clang-format off */
const struct ls_key_info ls_top_table[LS_TOP_COUNT] = {
	[LS_TOP_SCHEMA] = { "schema", NULL, LS_VALUE_VERSION, NULL, "1",
	    NULL, "Must be there.", NULL },
	[LS_TOP_RULES] = { "rules", NULL, LS_VALUE_RULES, NULL, "[rule, ..]",
	    NULL, "Must be there; see below.", NULL },
	[LS_TOP_BASELINE] = { "baseline", NULL, LS_VALUE_TEXT, NULL, "file",
	    NULL,
	    "What layoutscope check --save-baseline wrote, or a document of "
	    "layoutscope --json, relative to the gate file.  {target} in it is replaced by the machine, so "
	    "that each has one of its own.",
	    NULL },
	[LS_TOP_UNMATCHED] = { "unmatched", NULL, LS_VALUE_WORD,
	    "error|warn", "error | warn", NULL,
	    "What a rule is that matches no type; error if not stated.",
	    NULL },
	[LS_TOP_STALE] = { "stale", NULL, LS_VALUE_WORD, "error|warn|ignore",
	    "error | warn | ignore", NULL,
	    "What it is that a type under max_growth is smaller than in the "
	    "baseline; warn if not stated.", NULL },
};

const struct ls_key_info ls_key_table[LS_KEY_COUNT] = {
	[LS_KEY_MAX_SIZE] = { "max_size", "LS001", LS_VALUE_BYTES, NULL,
	    "bytes", "A type is larger than its budget.",
	    "The type has at most so many bytes.", "max_size: 64" },
	[LS_KEY_MAX_CACHELINES] = { "max_cachelines", "LS002",
	    LS_VALUE_BYTES, NULL, "number",
	    "A type takes more cache lines than its budget.",
	    "The type takes at most so many cache lines, counted from its "
	    "start.", "max_cachelines: 1" },
	[LS_KEY_FROZEN] = { "frozen", "LS003", LS_VALUE_FLAG, NULL, "true",
	    "A type whose layout is frozen has changed.",
	    "Size, alignment and the place of every member are those of the "
	    "baseline, and no other order is proposed.  Without a baseline "
	    "it only says that, and a rule with nothing else is unmatched.", "frozen: true" },
	[LS_KEY_SIZE] = { "size", "LS004", LS_VALUE_BYTES, NULL, "bytes",
	    "A type has not the size that it must have.",
	    "The type has exactly so many bytes.", "size: 24" },
	[LS_KEY_ALIGN] = { "align", "LS005", LS_VALUE_BYTES, NULL, "bytes",
	    "A type is not aligned as it must be.",
	    "The type is aligned to exactly so many bytes.", "align: 8" },
	[LS_KEY_MAX_PADDING] = { "max_padding", "LS006", LS_VALUE_BYTES, NULL,
	    "bytes", "A type has more padding than allowed.",
	    "Holes and tail padding are at most so many bytes.",
	    "max_padding: 0" },
	[LS_KEY_OFFSETS] = { "offsets", "LS007", LS_VALUE_OFFSETS, NULL,
	    "{member: bytes, ..}", "A member is not where it must be.",
	    "These members are at these offsets, in bytes.",
	    "offsets: {magic: 0, len: 4}" },
	[LS_KEY_MAX_PADDING_PERCENT] = { "max_padding_percent", "LS008",
	    LS_VALUE_PERCENT, NULL, "12.5",
	    "A type is padding to a larger part than allowed.",
	    "Padding is at most so many percent of the size.",
	    "max_padding_percent: 12.5" },
	[LS_KEY_SAME_SIZE_AS] = { "same_size_as", "LS009", LS_VALUE_TEXT,
	    NULL, "type", "Two types that must be equally large are not.",
	    "The type is as large as this other one: an option that must "
	    "keep its niche.", "same_size_as: app::Id" },
	[LS_KEY_TAG] = { "tag", "LS010", LS_VALUE_WORD, "direct|niche|none",
	    "direct | niche | none",
	    "An enum tells its variants apart in another way than it must.",
	    "How an enum with data tells its variants apart.",
	    "tag: niche" },
	[LS_KEY_MIN_FREE_NICHES] = { "min_free_niches", "LS011",
	    LS_VALUE_BYTES, NULL, "number",
	    "A type has fewer free values left than it must keep.",
	    "So many bit patterns of a Rust type are no value of it, so that "
	    "an enum around it needs no tag of its own.  Where the file does "
	    "not settle them, the rule is unmatched.",
	    "min_free_niches: 1" },
	[LS_KEY_MAX_VARIANT_SIZE] = { "max_variant_size", "LS012",
	    LS_VALUE_BYTES, NULL, "bytes",
	    "A variant of an enum is larger than allowed.",
	    "No variant uses more bytes, its tag included.",
	    "max_variant_size: 32" },
	[LS_KEY_MAX_GROWTH] = { "max_growth", "LS013", LS_VALUE_GROWTH, NULL,
	    "bytes | 5%", "A type has grown against the baseline.",
	    "The type is larger than in the baseline by at most so many "
	    "bytes, or by at most so much of it.  A type that is not in the "
	    "baseline is new, and passes.", "max_growth: 0" },
	[LS_KEY_SAME_LINE] = { "same_line", "LS014", LS_VALUE_GROUPS, NULL,
	    "[[a, b], ..]",
	    "Members that are used together are on different cache lines.",
	    "The members of each list lie on one cache line.",
	    "same_line: [[lock, count]]" },
	[LS_KEY_SEPARATE_LINES] = { "separate_lines", "LS015",
	    LS_VALUE_MEMBERS, NULL, "[a, b, ..]",
	    "Members that must not share a cache line do.",
	    "No two of these members lie on one cache line.",
	    "separate_lines: [producer, consumer]" },
	[LS_KEY_TYPE] = { "type", NULL, LS_VALUE_TEXT, NULL, "name", NULL,
	    "Which types, by name or glob.  Every rule has it.", NULL },
	[LS_KEY_EXCEPT] = { "except", NULL, LS_VALUE_NAMES, NULL,
	    "[name, ..]", NULL, "Not these of them, by name or glob.", NULL },
	[LS_KEY_LANG] = { "lang", NULL, LS_VALUE_NAMES,
	    "c|c++|rust|asm|other", "[c, c++, rust, asm, other]", NULL,
	    "Only types of these languages.", NULL },
	[LS_KEY_TARGET] = { "target", NULL, LS_VALUE_NAMES, NULL,
	    "[x86_64, arm, ..]", NULL,
	    "Only in files for these machines.  If no rule is for the files' "
	    "machines, nothing was measured, and all are unmatched.",
	    NULL },
	[LS_KEY_LEVEL] = { "level", NULL, LS_VALUE_WORD, "error|warning",
	    "error | warning", NULL,
	    "A warning is told and leaves the exit status alone.", NULL },
	[LS_KEY_IGNORE] = { "ignore", NULL, LS_VALUE_FLAG, NULL, "true", NULL,
	    "Globs do not judge these types; with an exact name, nothing "
	    "does.  Another rule that is left with no type at all is "
	    "unmatched; to switch off a rule, say it in the rule itself.",
	    NULL },
	[LS_KEY_REASON] = { "reason", NULL, LS_VALUE_TEXT, NULL, "text", NULL,
	    "Why, for whoever meets the failure.", NULL },
};
/* clang-format on */

const struct ls_key_tables ls_key_tables = {
	.top = ls_top_table,
	.top_count = LS_TOP_COUNT,
	.rule = ls_key_table,
	.rule_count = LS_KEY_COUNT,
};
