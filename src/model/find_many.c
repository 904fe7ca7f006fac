/*
 * find_many.c - many names at once.
 *
 * Two tables hold chains of entries: by the normal form of the whole name
 * without default arguments, and by its last word.
 *
 *	alloc::vec::Vec<u8, alloc::alloc::Global>
 *		whole	alloc::vec::Vec<u8>
 *		word	Vec
 *
 * What stands under its whole name is that; else only what has the same last
 * word can end in it.  A glob is looked for as if it were alone.
 */
#include "model/find_many.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/map.h"
#include "model/find_match.h"
#include "model/name.h"

struct ls_finder {
	const struct ls_catalog *catalog;
	struct ls_map whole, word; /* hash to one past the last entry */
	uint32_t *next_whole;      /* of each entry: one past; 0: none */
	uint32_t *next_word;
	struct ls_name asked, name;
	uint64_t looks; /* at names, so far */
	uint32_t globs;
};

static bool
put(struct ls_map *map, uint64_t key, uint32_t *next, ls_entry_id id)
{
	const uint64_t *last = ls_map_get(map, key);
	next[id] = last ? (uint32_t)*last : 0;
	return ls_map_put(map, key, (uint64_t)id + 1);
}

/* The keys of a name; the normal form is in finder->name then. */
static bool
keys_of(struct ls_finder *finder, const char *text, uint64_t *whole,
    uint64_t *word)
{
	if (!ls_name_normalise(&finder->name, text))
		return false;
	ls_name_drop_defaults(&finder->name);
	const char *normal = finder->name.text;
	struct ls_word last = ls_name_last_word(normal);
	/* a leading :: asks for the whole name */
	if (strncmp(normal, "::", 2) == 0)
		normal += 2;
	*whole = ls_hash_bytes(normal, strlen(normal), 0);
	*word = ls_hash_bytes(last.at, last.size, 1);
	return true;
}

static struct ls_error *
fill(struct ls_finder *finder)
{
	const struct ls_catalog *catalog = finder->catalog;
	for (ls_entry_id id = 0; id < catalog->count; id++) {
		uint64_t whole, word;
		if (!catalog->entries[id].name)
			continue;
		if (!keys_of(
			finder, catalog->entries[id].name, &whole, &word) ||
		    !put(&finder->whole, whole, finder->next_whole, id) ||
		    !put(&finder->word, word, finder->next_word, id))
			return &ls_error_nomem;
	}
	return NULL;
}

struct ls_error *
ls_finder_new(const struct ls_catalog *catalog, struct ls_finder **ret)
{
	size_t room = (size_t)catalog->count + 1;
	struct ls_finder *finder = calloc(1, sizeof(*finder));
	if (!finder)
		return &ls_error_nomem;
	finder->catalog = catalog;
	finder->next_whole = calloc(room, sizeof(*finder->next_whole));
	finder->next_word = calloc(room, sizeof(*finder->next_word));
	struct ls_error *err = finder->next_whole && finder->next_word
	    ? fill(finder)
	    : &ls_error_nomem;
	if (err)
		ls_finder_free(finder);
	else
		*ret = finder;
	return err;
}

void
ls_finder_free(struct ls_finder *finder)
{
	if (!finder)
		return;
	ls_map_free(&finder->whole);
	ls_map_free(&finder->word);
	ls_name_free(&finder->name);
	ls_name_free(&finder->asked);
	free(finder->next_whole);
	free(finder->next_word);
	free(finder);
}

static ls_entry_id
behind(const struct ls_catalog *catalog, ls_entry_id id)
{
	for (unsigned i = 0; i < LS_MAX_ALIASES; i++) {
		ls_entry_id next = catalog->entries[id].alias_of;
		if (catalog->entries[id].kind != LS_KIND_ALIAS || next == id)
			break;
		id = next;
	}
	return id;
}

static int
by_id(const void *left, const void *right)
{
	const ls_entry_id *a = left, *b = right;
	return *a < *b ? -1 : *a > *b;
}

static bool
add(struct ls_found *found, ls_entry_id id)
{
	/* grown at each power of two */
	if ((found->count & (found->count + 1)) == 0) {
		ls_entry_id *ids = reallocarray(
		    found->ids, found->count * 2 + 2, sizeof(*ids));
		if (!ids)
			return false;
		found->ids = ids;
	}
	found->ids[found->count++] = id;
	return true;
}

/* How well the name asked for, in finder->asked, means that of an entry. */
static struct ls_error *
match(struct ls_finder *finder, enum ls_kind keyword,
    const struct ls_entry *entry, enum ls_match *ret)
{
	*ret = LS_MATCH_NONE;
	if (++finder->looks > LS_MAX_WEIGHT_LOOKS)
		return ls_error_new(LS_ERROR_LIMIT,
		    "too many names are the ends of too many others");
	if (!ls_name_is_kind(keyword, entry->kind))
		return NULL;
	if (!ls_name_normalise(&finder->name, entry->name))
		return &ls_error_nomem;
	*ret = ls_match_name(&finder->asked, &finder->name, false);
	return NULL;
}

/* Of a chain those that are meant best, by what is behind them. */
static struct ls_error *
take_chain(struct ls_finder *finder, enum ls_kind keyword, uint32_t first,
    const uint32_t *next, struct ls_found *found)
{
	const struct ls_catalog *catalog = finder->catalog;
	enum ls_match best = LS_MATCH_NONE, how;
	for (uint32_t at = first; at; at = next[at - 1]) {
		ls_entry_id id = behind(catalog, at - 1);
		const struct ls_entry *target = &catalog->entries[id];
		struct ls_error *err = match(
		    finder, keyword, &catalog->entries[at - 1], &how);
		if (err)
			return err;
		if (how == LS_MATCH_NONE || how < best ||
		    target->kind == LS_KIND_ALIAS || target->is_declaration)
			continue;
		if (how > best)
			found->count = 0;
		best = how;
		if (!add(found, id))
			return &ls_error_nomem;
	}
	return NULL;
}

/* In order, each once; what the compiler made gives way to the others. */
static void
settle(
    const struct ls_catalog *catalog, bool is_suffix, struct ls_found *found)
{
	size_t kept = 0;
	bool has_plain = false;
	if (found->count > 1)
		qsort(found->ids, found->count, sizeof(*found->ids), by_id);
	for (size_t i = 0; i < found->count; i++)
		has_plain |= catalog->entries[found->ids[i]].hidden !=
		    LS_HIDDEN_COMPILER;
	for (size_t i = 0; i < found->count; i++) {
		ls_entry_id id = found->ids[i];
		bool is_made = catalog->entries[id].hidden ==
		    LS_HIDDEN_COMPILER;
		if ((kept > 0 && found->ids[kept - 1] == id) ||
		    (is_suffix && has_plain && is_made))
			continue;
		found->ids[kept++] = id;
	}
	found->count = kept;
}

static struct ls_error *
find_glob(struct ls_finder *finder, const char *text, struct ls_found *ret)
{
	const struct ls_pattern pattern = { .text = text };
	const struct ls_find_options options = { 0 };
	if (++finder->globs > LS_MAX_WEIGHT_GLOBS)
		return ls_error_new(LS_ERROR_LIMIT, "more than %d patterns",
		    LS_MAX_WEIGHT_GLOBS);
	struct ls_error *err = ls_find(
	    finder->catalog, &pattern, 1, &options, ret);
	if (!err || err->code != LS_ERROR_NO_MATCH)
		return err;
	ls_error_free(err);
	*ret = (struct ls_found){ 0 };
	return NULL;
}

struct ls_error *
ls_finder_find(
    struct ls_finder *finder, const char *text, struct ls_found *ret)
{
	struct ls_found found = { 0 };
	const char *name = text;
	uint64_t whole, word;
	bool is_suffix = false;
	enum ls_kind keyword = ls_name_keyword(&name);
	if (!keys_of(finder, name, &whole, &word) ||
	    !ls_name_normalise(&finder->asked, name))
		return &ls_error_nomem;
	const uint64_t *first = ls_map_get(&finder->whole, whole);
	struct ls_error *err = NULL;
	if (first)
		err = take_chain(finder, keyword, (uint32_t)*first,
		    finder->next_whole, &found);
	if (!err && found.count == 0 && strpbrk(text, "*?")) {
		err = find_glob(finder, text, &found);
	} else if (!err && found.count == 0) {
		first = ls_map_get(&finder->word, word);
		is_suffix = true;
		if (first)
			err = take_chain(finder, keyword, (uint32_t)*first,
			    finder->next_word, &found);
	}
	if (err) {
		free(found.ids);
		return err;
	}
	settle(finder->catalog, is_suffix, &found);
	*ret = found;
	return NULL;
}
