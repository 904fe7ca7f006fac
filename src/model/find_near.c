/*
 * find_near.c - the names that a misspelt one may have meant.
 *
 * What people get wrong is the last word of the path, so that is compared
 * first, and case counts for nothing.  Among equals ("Option" is the last word
 * of thousands) the short form of the whole name decides: its paths cut down
 * to their last words, and no more of it than a line.
 */
#include "model/find_near.h"

#include <string.h>

#include "base/error.h"
#include "base/out.h"
#include "model/name.h"

enum {
	NEAR_COUNT = 3,
	TEXT_MAX = 64, /* of a name, as far as it is compared */
	/* Short forms compared: a tenth of a second at the very worst. */
	SHORT_MAX = 20000,
};

struct near {
	ls_entry_id entry;
	unsigned word_distance;
	unsigned short_distance;
	bool is_hidden;
};

struct search {
	const struct ls_catalog *catalog;
	char word[TEXT_MAX]; /* of the pattern, in small letters */
	size_t word_size;
	char brief[TEXT_MAX]; /* the pattern's short form */
	size_t brief_size;
	unsigned word_limit;
	size_t short_count; /* short forms compared so far */
	struct ls_name normal;
	struct near best[NEAR_COUNT]; /* nearest first */
	size_t best_count;
};

static size_t
lower(char *to, const char *from, size_t size)
{
	if (size > TEXT_MAX)
		size = TEXT_MAX;
	for (size_t i = 0; i < size; i++) {
		char c = from[i];
		to[i] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
	}
	return size;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/*
 * How many letters have to be put in, taken out, changed, or swapped with
 * their neighbour (optimal string alignment); `limit + 1` for any more than
 * `limit`.  Neither text is longer than TEXT_MAX.
 *
 *	       c  o  n  n
 *	    0  1  2  3  4
 *	c   1  0  1  2  3
 *	n   2  1  1  1  2	con -> conn: put in, 1
 *	o   3  2  1 (1) 2	cno -> con: swap, 1 (the corner two back, + 1)
 */
static unsigned
distance(
    const char *a, size_t a_size, const char *b, size_t b_size, unsigned limit)
{
	unsigned rows[3][TEXT_MAX + 1];
	unsigned *before = rows[0], *last = rows[1], *row = rows[2];
	for (unsigned j = 0; j <= b_size; j++)
		last[j] = j;
	for (unsigned i = 1; i <= a_size; i++) {
		unsigned nearest = row[0] = i;
		for (unsigned j = 1; j <= b_size; j++) {
			unsigned cost = a[i - 1] != b[j - 1];
			row[j] = least(last[j - 1] + cost,
			    least(last[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
			nearest = least(nearest, row[j]);
		}
		if (nearest > limit)
			return limit + 1;
		unsigned *spare = before;
		before = last;
		last = row;
		row = spare;
	}
	return last[b_size] > limit ? limit + 1 : last[b_size];
}

/* Vec<(u8,app::Id)> is vec<(u8,id)>: each word after a :: goes in front. */
static size_t
shorten(char *to, const char *from)
{
	size_t size = 0, path = 0;
	for (const char *at = from; *at && size < TEXT_MAX; at++) {
		if (at[0] == ':' && at[1] == ':') {
			size = path;
			at++;
			continue;
		}
		if (!ls_name_is_letter(*at))
			path = size + 1;
		size += lower(to + size, at, 1);
	}
	return size;
}

static bool
is_nearer(
    const struct search *search, const struct near *a, const struct near *b)
{
	if (a->word_distance != b->word_distance)
		return a->word_distance < b->word_distance;
	if (a->short_distance != b->short_distance)
		return a->short_distance < b->short_distance;
	if (a->is_hidden != b->is_hidden)
		return b->is_hidden;
	const struct ls_entry *entries = search->catalog->entries;
	const char *a_name = entries[a->entry].name;
	const char *b_name = entries[b->entry].name;
	size_t a_size = strlen(a_name), b_size = strlen(b_name);
	if (a_size != b_size)
		return a_size < b_size;
	return strcmp(a_name, b_name) < 0;
}

/* Keep the nearest few; definitions that share a name count once. */
static void
keep(struct search *search, const struct near *found)
{
	const struct ls_entry *entries = search->catalog->entries;
	for (size_t i = 0; i < search->best_count; i++)
		if (entries[search->best[i].entry].name ==
		    entries[found->entry].name)
			return;
	size_t at = search->best_count;
	while (at > 0 && is_nearer(search, found, &search->best[at - 1]))
		at--;
	if (at == NEAR_COUNT)
		return;
	if (search->best_count < NEAR_COUNT)
		search->best_count++;
	memmove(&search->best[at + 1], &search->best[at],
	    (search->best_count - 1 - at) * sizeof(search->best[0]));
	search->best[at] = *found;
}

static unsigned
short_distance(struct search *search, const char *name)
{
	if (search->short_count++ >= SHORT_MAX ||
	    !ls_name_normalise(&search->normal, name))
		return TEXT_MAX + 1;
	ls_name_drop_defaults(&search->normal);
	char brief[TEXT_MAX];
	size_t size = shorten(brief, search->normal.text);
	return distance(
	    search->brief, search->brief_size, brief, size, TEXT_MAX);
}

static void
look_at(struct search *search, ls_entry_id id)
{
	const struct ls_entry *entry = &search->catalog->entries[id];
	const struct ls_entry *behind = &search->catalog
					     ->entries[entry->alias_of];
	if (!entry->name || entry->is_declaration)
		return;
	/* Details are lines: such a name could forge one. */
	if (strchr(entry->name, '\n'))
		return;
	if (entry->kind == LS_KIND_ALIAS && behind->kind == LS_KIND_ALIAS)
		return;
	struct ls_word word = ls_name_last_word(entry->name);
	if (word.size == 0 || word.size > TEXT_MAX ||
	    word.size > search->word_size + search->word_limit ||
	    word.size + search->word_limit < search->word_size)
		return;
	char text[TEXT_MAX];
	size_t size = lower(text, word.at, word.size);
	unsigned limit = search->word_limit;
	unsigned far = distance(
	    search->word, search->word_size, text, size, limit);
	if (far > limit || far >= search->word_size)
		return;
	struct near near = { id, far, short_distance(search, entry->name),
		entry->hidden != LS_HIDDEN_NO };
	keep(search, &near);
}

/* One slip in three letters is a slip; more is another word. */
static unsigned
limit_of(size_t size)
{
	unsigned limit = (unsigned)(size / 3);
	return limit < 1 ? 1 : limit > 4 ? 4 : limit;
}

static struct ls_error *
add_names(struct ls_error *err, const struct search *search, bool has_keyword)
{
	struct ls_out names = { .text = NULL };
	for (size_t i = 0; i < search->best_count; i++) {
		const struct ls_entry
		    *entry = &search->catalog->entries[search->best[i].entry];
		ls_out_text(&names, i ? ", " : "");
		if (has_keyword && entry->kind != LS_KIND_ALIAS)
			ls_out_format(
			    &names, "%s ", ls_kind_word(entry->kind));
		ls_out_text(&names, entry->name);
	}
	struct ls_error *failed = ls_out_finish(&names);
	if (!failed)
		err = ls_error_detail(err, "did you mean: %s", names.text);
	ls_error_free(failed);
	ls_out_free(&names);
	return err;
}

struct ls_error *
ls_near_add(struct ls_error *err, const struct ls_catalog *catalog,
    const char *pattern, bool has_keyword)
{
	struct search search = { .catalog = catalog };
	struct ls_word word = ls_name_last_word(pattern);
	if (word.size == 0 || word.size > TEXT_MAX)
		return err;
	search.word_size = lower(search.word, word.at, word.size);
	search.word_limit = limit_of(word.size);
	search.brief_size = shorten(search.brief, pattern);
	for (ls_entry_id id = 0; id < catalog->count; id++)
		look_at(&search, id);
	ls_name_free(&search.normal);
	return search.best_count ? add_names(err, &search, has_keyword) : err;
}
