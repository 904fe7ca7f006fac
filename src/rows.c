/*
 * rows.c - the rows of many types at once.
 */
#include "rows.h"

#include <stdlib.h>

#include "analyse/analyse.h"
#include "analyse/niche.h"
#include "base/error.h"

static struct ls_error *
analyse_with(struct ls_rows *rows, struct ls_niches *niches)
{
	const struct ls_analyse_options how = {
		.cacheline_bytes = rows->session->source->input.target
				       .cacheline_bytes,
		.niches = niches,
	};
	size_t count = rows->chosen.found.count;
	rows->items = calloc(count + 1, sizeof(*rows->items));
	rows->keyed = calloc(count + 1, sizeof(*rows->keyed));
	rows->by_index = calloc(count + 1, sizeof(struct ls_keyed *));
	if (!rows->items || !rows->keyed || !rows->by_index)
		return &ls_error_nomem;
	for (size_t i = 0; i < count; i++) {
		struct ls_error *err = ls_analyse_type(rows->chosen.model,
		    rows->chosen.roots[i], &how, &rows->items[i]);
		rows->count = i + 1;
		if (err)
			return err;
		rows->keyed[i] = (struct ls_keyed){ .row = &rows->items[i],
			.index = i };
	}
	ls_keyed_sort(rows->keyed, count);
	for (size_t i = 0; i < count; i++)
		rows->by_index[rows->keyed[i].index] = &rows->keyed[i];
	return NULL;
}

static struct ls_error *
analyse(struct ls_rows *rows)
{
	struct ls_niches *niches = ls_niches_new(rows->chosen.model);
	struct ls_error *err = niches ? analyse_with(rows, niches)
				      : &ls_error_nomem;
	ls_niches_free(niches);
	return err;
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

struct ls_error *
ls_rows_load_all(struct ls_session *session, struct ls_rows *ret)
{
	const struct ls_catalog *catalog = &session->source->catalog;
	struct ls_found found = { .ids = calloc((size_t)catalog->count + 1,
				      sizeof(ls_entry_id)) };
	if (!found.ids)
		return &ls_error_nomem;
	for (ls_entry_id id = 0; id < catalog->count; id++) {
		const struct ls_entry *entry = &catalog->entries[id];
		if (entry->kind != LS_KIND_ALIAS && !entry->is_declaration &&
		    entry->name)
			found.ids[found.count++] = id;
	}
	return ls_rows_load(session, found, ret);
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
