/*
 * find.h - from the words of a user to entries of a catalog.
 *
 * The rules are those of layoutscope(1), FINDING A TYPE:
 *
 * 1. Both sides are normalised: spaces; a leading "struct ", "class ",
 *    "union " or "enum " is taken off and filters by kind; the default
 *    allocator and hasher are dropped (Vec<u8, alloc::alloc::Global> is
 *    Vec<u8>).
 * 2. An exact qualified name wins; else a suffix at a :: boundary, also
 *    inside generics: Vec<u8> finds alloc::vec::Vec<u8, ...>, and
 *    Option<Id> finds core::option::Option<app::Id>.  A leading :: anchors.
 * 3. * and ? are globs, * crosses ::, brackets are literal.  An exact match
 *    is tried first, so Vec<*const u8> finds itself.  A glob is held against
 *    the qualified name and against what follows each :: outside of
 *    brackets: conn* finds conn_pool and net::conn, ::conn* only the first.
 * 4. A typedef's name finds the type behind it.
 *
 * Hidden entries are found by an exact or suffix name, and by globs and
 * regular expressions only when asked for.  Of several suffixes those that
 * the compiler made (app::Event::Id, a variant) give way to the others
 * (app::Id), unless hidden ones are asked for.
 */
#ifndef LS_MODEL_FIND_H
#define LS_MODEL_FIND_H

#include "model/catalog.h"

struct ls_error;

enum ls_pattern_kind {
	LS_PATTERN_NAME,  /* exact, suffix or glob */
	LS_PATTERN_REGEX, /* POSIX extended, anywhere in the name */
};

struct ls_pattern {
	enum ls_pattern_kind kind;
	const char *text; /* borrowed; one name, commas already split */
};

struct ls_find_options {
	bool ignore_case;
	bool with_hidden; /* -a */
	bool is_rule;     /* a gate asks, which has no -a: for hints */
};

/* Entries in catalog order, none twice.  Free `ids`. */
struct ls_found {
	ls_entry_id *ids;
	size_t count;
};

/*
 * All entries that any of the patterns names.  LS_ERROR_NO_MATCH names the
 * first pattern that found nothing, with the nearest names in its details
 * ("did you mean: conn") and how many types there are and how many of them
 * hidden; a type that is only declared gets words of its own.
 * LS_ERROR_USAGE: a broken regular expression.
 */
struct ls_error *ls_find(const struct ls_catalog *catalog,
    const struct ls_pattern *patterns, size_t pattern_count,
    const struct ls_find_options *options, struct ls_found *ret);

/*
 * Does one pattern (a name or glob, not a regex) match one name?  For gates
 * and filters; `kind` is the entry's, for a leading keyword.
 */
bool ls_find_matches(const char *pattern, const char *name, enum ls_kind kind);

/*
 * Split "a,b<c,d>,e" into "a", "b<c,d>", "e": commas inside <>()[] and {}
 * do not split.  Calls `take` for each; empty parts are passed over.
 */
bool ls_find_split(const char *list,
    bool (*take)(void *context, const char *part, size_t size), void *context);

#endif
