/*
 * find.c - from the words of a user to entries of a catalog.
 *
 * Each pattern is held against every name, and of all that it could mean only
 * the best kind of match is taken.  Most names are thrown out by one search
 * for a word that they must contain; only what is left is put into the
 * normal form (name.h) and compared (find_match.h).
 */
#include "model/find.h"

#include <regex.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "model/find_match.h"
#include "model/find_near.h"
#include "model/name.h"

/* One pattern, made ready. */
struct query {
	const char *text;     /* as the user wrote it */
	enum ls_kind keyword; /* LS_KIND_UNKNOWN: none */
	bool is_regex;
	bool is_glob;
	bool ignore_case;
	regex_t regex;
	struct ls_name normal;
	struct ls_name glob; /* also without default arguments */
	char *word;          /* every name that matches contains it */
	struct ls_name name; /* the one that is looked at */
};

/* What one pattern found. */
struct hits {
	uint8_t *how; /* enum ls_match, one an entry */
	enum ls_match best;
	bool has_plain;        /* one of the best is not the compiler's own */
	size_t left_out;       /* would match, but is hidden */
	ls_entry_id declared;  /* one past it; 0: none */
	ls_entry_id no_record; /* the same, for a typedef of something else */
};

static struct ls_error *
compile_regex(struct query *query)
{
	int flags = REG_EXTENDED | REG_NOSUB;
	if (query->ignore_case)
		flags |= REG_ICASE;
	int why = regcomp(&query->regex, query->text, flags);
	if (why == REG_ESPACE)
		return &ls_error_nomem;
	if (why) {
		char text[128];
		regerror(why, &query->regex, text, sizeof(text));
		return ls_error_new(LS_ERROR_USAGE,
		    "bad regular expression '%s': %s", query->text, text);
	}
	query->is_regex = true;
	return NULL;
}

static struct ls_error *
compile_name(struct query *query)
{
	const char *text = query->text;
	query->keyword = ls_name_keyword(&text);
	if (!ls_name_normalise(&query->normal, text) ||
	    !ls_name_normalise(&query->glob, text))
		return &ls_error_nomem;
	ls_name_drop_defaults(&query->glob);
	if (query->normal.size == 0)
		return ls_error_new(
		    LS_ERROR_USAGE, "the name of a type is empty");
	query->is_glob = strpbrk(text, "*?") != NULL;
	/* Not of what a name may lack: a default argument. */
	struct ls_word word = ls_name_longest_word(query->glob.text);
	query->word = strndup(word.at, word.size);
	return query->word ? NULL : &ls_error_nomem;
}

static struct ls_error *
query_begin(
    const struct ls_pattern *pattern, bool ignore_case, struct query *query)
{
	*query = (struct query){
		.text = pattern->text,
		.ignore_case = ignore_case,
	};
	switch (pattern->kind) {
	case LS_PATTERN_NAME:
		return compile_name(query);
	case LS_PATTERN_REGEX:
		return compile_regex(query);
	}
	return NULL;
}

static void
query_end(struct query *query)
{
	if (query->is_regex)
		regfree(&query->regex);
	ls_name_free(&query->normal);
	ls_name_free(&query->glob);
	ls_name_free(&query->name);
	free(query->word);
}

static bool
can_match(const struct query *query, const char *name)
{
	return query->ignore_case ? strcasestr(name, query->word) != NULL
				  : strstr(name, query->word) != NULL;
}

static struct ls_error *
match_name(struct query *query, const char *name, enum ls_match *ret)
{
	*ret = LS_MATCH_NONE;
	if (!can_match(query, name))
		return NULL;
	if (!ls_name_normalise(&query->name, name))
		return &ls_error_nomem;
	*ret = ls_match_name(&query->normal, &query->name, query->ignore_case);
	return NULL;
}

/* With all that the name says, and without its default arguments. */
static struct ls_error *
match_glob(struct query *query, const char *name, enum ls_match *ret)
{
	*ret = LS_MATCH_NONE;
	if (!can_match(query, name))
		return NULL;
	if (!ls_name_normalise(&query->name, name))
		return &ls_error_nomem;
	bool matches = ls_match_glob(
	    query->normal.text, query->name.text, query->ignore_case);
	size_t size = query->name.size;
	ls_name_drop_defaults(&query->name);
	if (!matches &&
	    (query->name.size != size ||
		query->glob.size != query->normal.size))
		matches = ls_match_glob(
		    query->glob.text, query->name.text, query->ignore_case);
	*ret = matches ? LS_MATCH_GLOB : LS_MATCH_NONE;
	return NULL;
}

static struct ls_error *
match_regex(struct query *query, const char *name, enum ls_match *ret)
{
	int why = regexec(&query->regex, name, 0, NULL, 0);
	if (why == REG_ESPACE)
		return &ls_error_nomem;
	*ret = why ? LS_MATCH_NONE : LS_MATCH_GLOB;
	return NULL;
}

/* The entry behind typedefs of typedefs, or a typedef of no record. */
static ls_entry_id
behind(const struct ls_catalog *catalog, ls_entry_id id)
{
	for (unsigned i = 0; i < LS_MAX_ALIASES; i++) {
		const struct ls_entry *entry = &catalog->entries[id];
		if (entry->kind != LS_KIND_ALIAS || entry->alias_of == id)
			return id;
		id = entry->alias_of;
	}
	return id;
}

static void
add_hit(const struct ls_catalog *catalog, ls_entry_id id, enum ls_match how,
    bool with_hidden, struct hits *hits)
{
	ls_entry_id target = behind(catalog, id);
	const struct ls_entry *entry = &catalog->entries[target];
	if (entry->kind == LS_KIND_ALIAS) {
		hits->no_record = id + 1;
		return;
	}
	if (entry->is_declaration) {
		hits->declared = target + 1;
		return;
	}
	if (how == LS_MATCH_GLOB && !with_hidden && entry->hidden) {
		hits->left_out++;
		return;
	}
	if (how > hits->best) {
		hits->best = how;
		hits->has_plain = false;
	}
	if (how == hits->best && entry->hidden != LS_HIDDEN_COMPILER)
		hits->has_plain = true;
	hits->how[id] = (uint8_t)how;
}

static struct ls_error *
scan(struct query *query, const struct ls_catalog *catalog, bool with_hidden,
    struct ls_error *(*match)(struct query *, const char *, enum ls_match *),
    struct hits *hits)
{
	for (ls_entry_id id = 0; id < catalog->count; id++) {
		const struct ls_entry *entry = &catalog->entries[id];
		if (!entry->name ||
		    !ls_name_is_kind(query->keyword, entry->kind))
			continue;
		enum ls_match how = LS_MATCH_NONE;
		struct ls_error *err = match(query, entry->name, &how);
		if (err)
			return err;
		if (how != LS_MATCH_NONE)
			add_hit(catalog, id, how, with_hidden, hits);
	}
	return NULL;
}

/*
 * Types that the compiler made (a variant of an enum, a closure) have names
 * that end like those of the user's; they are meant only where nothing else
 * can be.
 */
static void
take(const struct ls_catalog *catalog, const struct hits *hits,
    bool with_hidden, bool *taken)
{
	for (ls_entry_id id = 0; id < catalog->count; id++) {
		if (hits->how[id] != hits->best)
			continue;
		ls_entry_id target = behind(catalog, id);
		bool is_made = catalog->entries[target].hidden ==
		    LS_HIDDEN_COMPILER;
		if (!is_made || !hits->has_plain || with_hidden ||
		    hits->best != LS_MATCH_SUFFIX)
			taken[target] = true;
	}
}

static struct ls_error *
only_declared(const struct ls_entry *entry)
{
	bool has_keyword = entry->kind != LS_KIND_UNKNOWN &&
	    (entry->lang == LS_LANG_C || entry->lang == LS_LANG_CPP);
	return ls_error_new(LS_ERROR_NO_MATCH,
	    "%s%s%s is only declared in this file (its definition was not "
	    "compiled with -g, or is in another file)",
	    has_keyword ? ls_kind_word(entry->kind) : "",
	    has_keyword ? " " : "", entry->name);
}

/* "4 types here, 0 hidden": what a wrong name could have been. */
static struct ls_error *
add_counts(struct ls_error *err, const struct ls_catalog *catalog)
{
	size_t types = 0, hidden = 0;
	for (ls_entry_id id = 0; id < catalog->count; id++) {
		const struct ls_entry *entry = &catalog->entries[id];
		if (entry->kind == LS_KIND_ALIAS || entry->is_declaration)
			continue;
		types++;
		if (entry->hidden != LS_HIDDEN_NO)
			hidden++;
	}
	return ls_error_detail(err,
	    "%zu type%s here, %zu hidden; unused types are not in DWARF "
	    "(gcc: -fno-eliminate-unused-debug-types)",
	    types, types == 1 ? "" : "s", hidden);
}

static struct ls_error *
no_match(const struct query *query, const struct ls_catalog *catalog,
    const struct hits *hits, bool is_rule)
{
	if (hits->declared && !hits->left_out)
		return only_declared(&catalog->entries[hits->declared - 1]);

	bool is_pattern = query->is_regex || query->is_glob;
	if (hits->no_record && !is_pattern)
		return ls_error_new(LS_ERROR_NO_MATCH,
		    "'%s' is a typedef, but of no struct, union or enum",
		    catalog->entries[hits->no_record - 1].name);
	if (is_pattern) {
		struct ls_error *err = ls_error_new(LS_ERROR_NO_MATCH,
		    "no type%s matches '%s'",
		    hits->left_out ? " that is shown by default" : "",
		    query->text);
		err = add_counts(err, catalog);
		if (hits->left_out)
			err = ls_error_detail(err,
			    is_rule ? "hint: hidden types that match: %zu; a "
				      "rule finds one by its exact name"
				    : "hint: -a shows hidden types too; that "
				      "match: %zu",
			    hits->left_out);
		return err;
	}
	struct ls_error *err = ls_error_new(
	    LS_ERROR_NO_MATCH, "no type named '%s'", query->text);
	err = ls_near_add(err, catalog, query->normal.text,
	    query->keyword != LS_KIND_UNKNOWN);
	return add_counts(err, catalog);
}

static struct ls_error *
find_one(const struct ls_catalog *catalog, const struct ls_pattern *pattern,
    const struct ls_find_options *options, bool *taken)
{
	struct query query;
	struct hits hits = { .how = calloc((size_t)catalog->count + 1, 1) };
	struct ls_error *err = query_begin(
	    pattern, options->ignore_case, &query);
	if (!err && !hits.how)
		err = &ls_error_nomem;
	if (!err)
		err = scan(&query, catalog, options->with_hidden,
		    query.is_regex ? match_regex : match_name, &hits);
	if (!err && hits.best == LS_MATCH_NONE && query.is_glob)
		err = scan(
		    &query, catalog, options->with_hidden, match_glob, &hits);
	if (!err && hits.best == LS_MATCH_NONE)
		err = no_match(&query, catalog, &hits, options->is_rule);
	if (!err)
		take(catalog, &hits, options->with_hidden, taken);
	free(hits.how);
	query_end(&query);
	return err;
}

/* The ids of what was taken, in the catalog's order. */
static struct ls_error *
gather(ls_entry_id count, const bool *taken, struct ls_found *ret)
{
	ls_entry_id *ids = calloc((size_t)count + 1, sizeof(*ids));
	if (!ids)
		return &ls_error_nomem;
	size_t found = 0;
	for (ls_entry_id id = 0; id < count; id++)
		if (taken[id])
			ids[found++] = id;
	*ret = (struct ls_found){ ids, found };
	return NULL;
}

struct ls_error *
ls_find(const struct ls_catalog *catalog, const struct ls_pattern *patterns,
    size_t pattern_count, const struct ls_find_options *options,
    struct ls_found *ret)
{
	bool *taken = calloc((size_t)catalog->count + 1, sizeof(*taken));
	struct ls_error *err = taken ? NULL : &ls_error_nomem;
	for (size_t i = 0; i < pattern_count && !err; i++)
		err = find_one(catalog, &patterns[i], options, taken);
	if (!err)
		err = gather(catalog->count, taken, ret);
	free(taken);
	return err;
}

bool
ls_find_matches(const char *pattern, const char *name, enum ls_kind kind)
{
	struct query query = { .text = pattern };
	struct ls_error *err = compile_name(&query);
	(void)ls_name_keyword(&name);
	enum ls_match how = LS_MATCH_NONE;
	if (!err && ls_name_is_kind(query.keyword, kind)) {
		err = match_name(&query, name, &how);
		if (!err && how == LS_MATCH_NONE && query.is_glob)
			err = match_glob(&query, name, &how);
	}
	ls_error_free(err);
	query_end(&query);
	return how != LS_MATCH_NONE;
}

bool
ls_find_split(const char *list,
    bool (*take_part)(void *context, const char *part, size_t size),
    void *context)
{
	unsigned depth = 0;
	const char *part = list;
	for (const char *at = list;; at++) {
		depth = *at ? ls_name_depth(depth, at, list) : depth;
		if (*at && (*at != ',' || depth))
			continue;
		const char *end = at;
		while (part < end && *part == ' ')
			part++;
		while (end > part && end[-1] == ' ')
			end--;
		if (end > part &&
		    !take_part(context, part, (size_t)(end - part)))
			return false;
		if (!*at)
			return true;
		part = at + 1;
	}
}
