/*
 * rows.c - the rows of many types at once.
 */
#include "work/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/map.h"
#include "work/making.h"

/* `how` lives as long as the making. */
static struct ls_make
make_of(const struct ls_rows *rows, struct ls_analyse_options *how)
{
	*how = (struct ls_analyse_options){
		.cacheline_bytes = rows->session->source->input.target
				       .cacheline_bytes,
	};
	return (struct ls_make){
		.session = rows->session,
		.chosen = &rows->chosen,
		.how = how,
		.with_niches = true,
	};
}

/* Those of `order`, or all where that is NULL, to be kept. */
static struct ls_error *
make_kept(struct ls_rows *rows, const uint32_t *order, size_t count)
{
	struct ls_analyse_options how;
	struct ls_make make = make_of(rows, &how);
	struct ls_making *making = NULL;
	struct ls_made made;
	bool got = true;
	make.order = order;
	make.count = count;
	rows->items = calloc(count + 1, sizeof(*rows->items));
	struct ls_error *err = rows->items ? ls_making_new(&make, &making)
					   : &ls_error_nomem;
	while (!err) {
		err = ls_making_next(making, &made, &got);
		if (err || !got)
			break;
		rows->items[rows->item_count++] = made.row;
	}
	ls_making_free(making);
	return err;
}

struct ls_error *
ls_rows_each(const struct ls_rows *rows,
    struct ls_error *(*visit)(void *context, const struct ls_made *made),
    void *context)
{
	struct ls_analyse_options how;
	const struct ls_make make = make_of(rows, &how);
	return ls_making_each(&make, visit, context);
}

static void
sort(struct ls_rows *rows)
{
	ls_keyed_sort(rows->keyed, rows->count);
	for (size_t i = 0; i < rows->count; i++)
		rows->by_index[rows->keyed[i].index] = &rows->keyed[i];
}

static struct ls_error *
load(struct ls_session *session, struct ls_found found, struct ls_rows *ret)
{
	ret->session = session;
	ret->chosen.found = found;
	ret->chosen.roots = calloc(
	    found.count + 1, sizeof(*ret->chosen.roots));
	ret->keyed = calloc(found.count + 1, sizeof(*ret->keyed));
	ret->by_index = calloc(found.count + 1, sizeof(struct ls_keyed *));
	if (!ret->chosen.roots || !ret->keyed || !ret->by_index)
		return &ls_error_nomem;
	ret->count = found.count;
	return ls_source_load(session->source, found.ids, found.count,
	    ret->chosen.roots, &ret->chosen.model);
}

struct ls_error *
ls_rows_load(
    struct ls_session *session, struct ls_found found, struct ls_rows *ret)
{
	struct ls_error *err = load(session, found, ret);
	if (!err)
		err = make_kept(ret, NULL, ret->count);
	for (size_t i = 0; i < ret->count && !err; i++)
		ret->keyed[i] = ls_keyed_of(&ret->items[i], i);
	if (!err)
		sort(ret);
	return err;
}

struct ls_error *
ls_rows_load_names(
    struct ls_session *session, struct ls_found found, struct ls_rows *ret)
{
	struct ls_error *err = load(session, found, ret);
	for (size_t i = 0; i < ret->count && !err; i++) {
		const struct ls_type *type = ls_model_type(
		    ret->chosen.model, ret->chosen.roots[i]);
		ret->keyed[i] = (struct ls_keyed){ .name = type->name,
			.kind = type->kind,
			.lang = type->lang,
			.index = i };
	}
	if (!err)
		sort(ret);
	return err;
}

struct ls_error *
ls_rows_pair(struct ls_rows *old, struct ls_rows *names)
{
	struct ls_error *err = NULL;
	uint32_t *order = calloc(names->count + 1, sizeof(*order));
	bool *marks = calloc(names->count + 1, sizeof(*marks));
	size_t count = 0;
	if (!order || !marks)
		err = &ls_error_nomem;
	if (!err)
		ls_keyed_contested(
		    old->keyed, old->count, names->keyed, names->count, marks);
	for (size_t i = 0; i < names->count && !err; i++)
		if (marks[i])
			order[count++] = (uint32_t)i;
	if (!err && count > 0)
		err = make_kept(names, order, count);
	for (size_t i = 0, kept = 0; i < names->count && !err; i++)
		if (marks[i])
			names->by_index[i]->row = &names->items[kept++];
	if (!err)
		ls_keyed_pair(
		    old->keyed, old->count, names->keyed, names->count);
	free(order);
	free(marks);
	return err;
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
ls_rows_load_called(struct ls_session *session, const char *const *names,
    size_t count, struct ls_rows *ret)
{
	struct ls_map wanted = { 0 };
	struct ls_error *err = NULL;
	for (size_t i = 0; i < count && !err; i++)
		if (names[i] && !ls_map_put(&wanted, hash_of(names[i]), 1))
			err = &ls_error_nomem;
	if (!err)
		err = load_named(session, &wanted, ret);
	ls_map_free(&wanted);
	return err;
}

void
ls_rows_free(struct ls_rows *rows)
{
	for (size_t i = 0; i < rows->item_count; i++)
		ls_row_free(&rows->items[i]);
	free(rows->items);
	free(rows->keyed);
	free(rows->by_index);
	ls_chosen_free(&rows->chosen);
	*rows = (struct ls_rows){ 0 };
}
