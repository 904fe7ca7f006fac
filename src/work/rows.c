/*
 * rows.c - the rows of many types at once.
 */
#include "work/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/map.h"
#include "work/making.h"

static struct ls_error *
make_all(struct ls_rows *rows)
{
	const struct ls_analyse_options how = {
		.cacheline_bytes = rows->session->source->input.target
				       .cacheline_bytes,
	};
	const struct ls_make make = {
		.session = rows->session,
		.chosen = &rows->chosen,
		.how = &how,
		.with_niches = true,
	};
	struct ls_making *making = NULL;
	struct ls_made made;
	bool got = true;
	struct ls_error *err = ls_making_new(&make, &making);
	while (!err) {
		err = ls_making_next(making, &made, &got);
		if (err || !got)
			break;
		rows->items[rows->count++] = made.row;
	}
	ls_making_free(making);
	return err;
}

static struct ls_error *
analyse(struct ls_rows *rows)
{
	size_t count = rows->chosen.found.count;
	rows->items = calloc(count + 1, sizeof(*rows->items));
	rows->keyed = calloc(count + 1, sizeof(*rows->keyed));
	rows->by_index = calloc(count + 1, sizeof(struct ls_keyed *));
	if (!rows->items || !rows->keyed || !rows->by_index)
		return &ls_error_nomem;
	struct ls_error *err = make_all(rows);
	if (err)
		return err;
	for (size_t i = 0; i < count; i++)
		rows->keyed[i] = (struct ls_keyed){ .row = &rows->items[i],
			.index = i };
	ls_keyed_sort(rows->keyed, count);
	for (size_t i = 0; i < count; i++)
		rows->by_index[rows->keyed[i].index] = &rows->keyed[i];
	return NULL;
}

struct ls_error *
ls_rows_load(
    struct ls_session *session, struct ls_found found, struct ls_rows *ret)
{
	ret->session = session;
	ret->chosen.found = found;
	ret->chosen.roots = calloc(
	    found.count + 1, sizeof(*ret->chosen.roots));
	if (!ret->chosen.roots)
		return &ls_error_nomem;
	struct ls_error *err = ls_source_load(session->source, found.ids,
	    found.count, ret->chosen.roots, &ret->chosen.model);
	return err ? err : analyse(ret);
}

/* Two names of one hash only mean that a row is made that nobody needs. */
static uint64_t
hash_of(const char *name)
{
	return ls_hash_bytes(name, strlen(name), 0);
}

static bool
is_definition(const struct ls_entry *entry)
{
	return entry->kind != LS_KIND_ALIAS && !entry->is_declaration &&
	    entry->name;
}

/* Those whose names are in `wanted`; NULL: all. */
static struct ls_error *
load_named(struct ls_session *session, const struct ls_map *wanted,
    struct ls_rows *ret)
{
	const struct ls_catalog *catalog = &session->source->catalog;
	struct ls_found found = { .ids = calloc((size_t)catalog->count + 1,
				      sizeof(ls_entry_id)) };
	if (!found.ids)
		return &ls_error_nomem;
	for (ls_entry_id id = 0; id < catalog->count; id++) {
		const struct ls_entry *entry = &catalog->entries[id];
		if (is_definition(entry) &&
		    (!wanted || ls_map_get(wanted, hash_of(entry->name))))
			found.ids[found.count++] = id;
	}
	return ls_rows_load(session, found, ret);
}

struct ls_error *
ls_rows_load_all(struct ls_session *session, struct ls_rows *ret)
{
	return load_named(session, NULL, ret);
}

struct ls_error *
ls_rows_load_like(struct ls_session *session, const struct ls_rows *like,
    struct ls_rows *ret)
{
	struct ls_map wanted = { 0 };
	struct ls_error *err = NULL;
	for (size_t i = 0; i < like->count && !err; i++)
		if (like->items[i].name &&
		    !ls_map_put(&wanted, hash_of(like->items[i].name), 1))
			err = &ls_error_nomem;
	if (!err)
		err = load_named(session, &wanted, ret);
	ls_map_free(&wanted);
	return err;
}

void
ls_rows_free(struct ls_rows *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		ls_row_free(&rows->items[i]);
	free(rows->items);
	free(rows->keyed);
	free(rows->by_index);
	ls_chosen_free(&rows->chosen);
	*rows = (struct ls_rows){ 0 };
}
