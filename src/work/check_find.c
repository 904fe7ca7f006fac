/*
 * check_find.c - which types of a file the rules mean.
 */
#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "model/name.h"
#include "work/check_own.h"

static bool
names(const struct ls_value *value, const char *word)
{
	for (uint32_t i = 0; i < value->count; i++)
		if (strcmp(value->names[i], word) == 0)
			return true;
	return false;
}

static bool
is_excepted(const struct ls_value *except, const struct ls_entry *entry)
{
	for (uint32_t i = 0; i < except->count; i++)
		if (entry->name &&
		    ls_find_matches(
			except->names[i], entry->name, entry->kind))
			return true;
	return false;
}

/* Does the pattern stand in the name letter by letter? */
static bool
is_exact(const char *pattern, const char *name)
{
	struct ls_name a = { 0 }, b = { 0 };
	if (!strpbrk(pattern, "*?"))
		return true;
	ls_name_keyword(&pattern);
	bool is = name && ls_name_normalise(&a, pattern) &&
	    ls_name_normalise(&b, name) && a.text && b.text &&
	    a.size <= b.size &&
	    strcmp(b.text + (b.size - a.size), a.text) == 0;
	ls_name_free(&a);
	ls_name_free(&b);
	return is;
}

static bool
add_hit(struct ls_hits *hits, struct ls_hit hit)
{
	if (hits->count == hits->room) {
		size_t room = hits->room ? 2 * hits->room : 256;
		struct ls_hit *grown = reallocarray(
		    hits->items, room, sizeof(*grown));
		if (!grown)
			return false;
		hits->items = grown;
		hits->room = room;
	}
	hits->items[hits->count++] = hit;
	return true;
}

/* Keep the first word on why a rule found nothing. */
static void
keep_miss(struct ls_check *check, size_t rule, struct ls_error *err)
{
	if (check->misses[rule])
		ls_error_free(err);
	else
		check->misses[rule] = err;
}

static struct ls_error *
ambiguous(struct ls_check *check, uint32_t rule,
    const struct ls_catalog *catalog, const struct ls_found *found)
{
	struct ls_out lines = { 0 };
	for (size_t i = 0; i < found->count && i < 10; i++) {
		const struct ls_entry *entry = &catalog
						    ->entries[found->ids[i]];
		ls_out_format(&lines, "%s %s\n", ls_kind_word(entry->kind),
		    entry->name ? entry->name : "(anonymous)");
	}
	struct ls_error *err = ls_out_finish(&lines);
	if (!err)
		err = ls_gate_miss(&check->gate, rule, LS_FINDING_AMBIGUOUS,
		    "one name, and different types", lines.text);
	ls_out_free(&lines);
	return err;
}

/* Of those found, keep what `lang` and `except` allow. */
static void
filter(const struct ls_check *check, size_t rule,
    const struct ls_catalog *catalog, struct ls_found *found)
{
	const struct ls_value *lang = ls_check_value(check, rule, LS_KEY_LANG);
	const struct ls_value *except = ls_check_value(
	    check, rule, LS_KEY_EXCEPT);
	size_t kept = 0;
	for (size_t i = 0; i < found->count; i++) {
		const struct ls_entry *entry = &catalog
						    ->entries[found->ids[i]];
		if (entry->kind == LS_KIND_ALIAS || entry->is_declaration ||
		    (lang->is_given &&
			!names(lang, ls_lang_word(entry->lang))) ||
		    is_excepted(except, entry))
			continue;
		found->ids[kept++] = found->ids[i];
	}
	found->count = kept;
}

/* Two definitions of one name are one type that is told twice. */
static bool
is_one_name(const struct ls_catalog *catalog, const struct ls_found *found)
{
	for (size_t i = 1; i < found->count; i++) {
		const struct ls_entry *a = &catalog->entries[found->ids[0]];
		const struct ls_entry *b = &catalog->entries[found->ids[i]];
		if (a->name != b->name || a->kind != b->kind)
			return false;
	}
	return true;
}

static struct ls_error *
find(const struct ls_catalog *catalog, const char *text, struct ls_found *ret)
{
	const struct ls_pattern pattern = { LS_PATTERN_NAME, text };
	const struct ls_find_options options = { .is_rule = true };
	return ls_find(catalog, &pattern, 1, &options, ret);
}

static struct ls_error *
take_found(struct ls_check *check, uint32_t rule,
    const struct ls_catalog *catalog, const struct ls_found *found,
    struct ls_hits *hits)
{
	const char *text = ls_check_value(check, rule, LS_KEY_TYPE)->text;
	check->is_met[rule] = true;
	if (!strpbrk(text, "*?") && !is_one_name(catalog, found))
		return ambiguous(check, rule, catalog, found);
	for (size_t i = 0; i < found->count; i++) {
		const char *name = catalog->entries[found->ids[i]].name;
		const struct ls_hit hit = { found->ids[i],
			{ rule, is_exact(text, name) } };
		if (!add_hit(hits, hit))
			return &ls_error_nomem;
	}
	return NULL;
}

static struct ls_error *
find_rule(struct ls_check *check, uint32_t rule,
    const struct ls_catalog *catalog, struct ls_hits *hits)
{
	struct ls_found found = { 0 };
	struct ls_error *err = find(
	    catalog, ls_check_value(check, rule, LS_KEY_TYPE)->text, &found);
	if (err && err->code != LS_ERROR_NO_MATCH)
		return err;
	if (err) {
		keep_miss(check, rule, err);
		return NULL;
	}
	filter(check, rule, catalog, &found);
	if (found.count == 0)
		keep_miss(check, rule,
		    ls_error_new(LS_ERROR_NO_MATCH,
			"'lang' and 'except' leave no type of this name"));
	else
		err = take_found(check, rule, catalog, &found, hits);
	free(found.ids);
	return err;
}

/* The size that another type has, for same_size_as. */
static struct ls_error *
find_other(
    struct ls_check *check, uint32_t rule, const struct ls_catalog *catalog)
{
	const struct ls_value *value = ls_check_value(
	    check, rule, LS_KEY_SAME_SIZE_AS);
	struct ls_found found = { 0 };
	check->other_bytes[rule] = UINT64_MAX;
	if (!value->is_given)
		return NULL;
	struct ls_error *err = find(catalog, value->text, &found);
	if (err && err->code == LS_ERROR_NO_MATCH) {
		struct ls_error *told = ls_gate_miss(&check->gate, rule,
		    LS_FINDING_UNMATCHED, err->text, err->details);
		ls_error_free(err);
		return told;
	}
	if (err)
		return err;
	bool same = true;
	for (size_t i = 0; i < found.count; i++) {
		const struct ls_entry *entry = &catalog->entries[found.ids[i]];
		same = same && entry->has_size &&
		    entry->size_bytes ==
			catalog->entries[found.ids[0]].size_bytes;
	}
	if (same)
		check->other_bytes[rule] = catalog->entries[found.ids[0]]
					       .size_bytes;
	else
		err = ambiguous(check, rule, catalog, &found);
	free(found.ids);
	return err;
}

static int
by_entry(const void *a, const void *b)
{
	const struct ls_hit *x = a, *y = b;
	if (x->entry != y->entry)
		return x->entry < y->entry ? -1 : 1;
	return (x->match.rule > y->match.rule) -
	    (x->match.rule < y->match.rule);
}

struct ls_error *
ls_check_find(
    struct ls_check *check, struct ls_session *session, struct ls_hits *hits)
{
	const struct ls_source *source = session->source;
	for (uint32_t rule = 0; rule < check->rules.count; rule++) {
		const struct ls_value *target = ls_check_value(
		    check, rule, LS_KEY_TARGET);
		if (target->is_given &&
		    !names(target, source->input.target.name)) {
			continue;
		}
		size_t before = hits->count;
		check->is_tried[rule] = true;
		struct ls_error *err = find_rule(
		    check, rule, &source->catalog, hits);
		/* of a file without the type nothing is asked */
		if (!err && hits->count > before)
			err = find_other(check, rule, &source->catalog);
		if (err)
			return err;
	}
	if (hits->count > 0)
		qsort(
		    hits->items, hits->count, sizeof(*hits->items), by_entry);
	return NULL;
}
