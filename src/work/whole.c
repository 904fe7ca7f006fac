/*
 * whole.c - all types of a file, where a page about a few needs to know more.
 */
#include "work/whole.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/exports.h"
#include "analyse/reorder/reorder_header.h"
#include "base/limits.h"
#include "base/map.h"

static uint64_t
key_of(const char *name)
{
	return ls_hash_bytes(name, strlen(name), 0);
}

static bool
is_exported(void *context, const struct ls_function *function)
{
	const struct ls_map *names = context;
	return function->is_external &&
	    ls_map_get(names, key_of(function->linkage_name));
}

static struct ls_error *
gather_exports(const struct ls_session *session, struct ls_map *ret)
{
	struct ls_error *err = NULL;
	size_t images = ls_file_image_count(session->file);
	for (size_t i = 0; i < images && !err; i++) {
		const char **names;
		size_t count;
		err = ls_image_exports(
		    ls_file_image(session->file, i), &names, &count);
		for (size_t n = 0; !err && n < count; n++)
			if (!ls_map_put(ret, key_of(names[n]), 1))
				err = &ls_error_nomem;
		free(names);
	}
	return err;
}

bool
ls_session_is_shared(const struct ls_session *session)
{
	size_t images = ls_file_image_count(session->file);
	for (size_t i = 0; i < images; i++)
		if (ls_image_is_shared(ls_file_image(session->file, i)))
			return true;
	return false;
}

/* The session's source may know a few types only. */
static struct ls_error *
whole_source(
    struct ls_session *session, struct ls_whole *whole, struct ls_source **ret)
{
	*ret = session->source;
	if (!session->source->is_partial)
		return NULL;
	struct ls_error *err = ls_source_open(
	    session->file, &session->how, &whole->own);
	*ret = whole->own;
	return err;
}

static struct ls_error *
load_all(struct ls_source *source, const struct ls_function_query *query,
    struct ls_model **ret)
{
	const struct ls_catalog *catalog = &source->catalog;
	size_t room = (size_t)catalog->count + 1, count = 0;
	ls_entry_id *ids = calloc(room, sizeof(*ids));
	ls_type_id *roots = calloc(room, sizeof(*roots));
	struct ls_error *err = ids && roots ? NULL : &ls_error_nomem;
	for (ls_entry_id id = 0; !err && id < catalog->count; id++) {
		const struct ls_entry *entry = &catalog->entries[id];
		if (entry->kind != LS_KIND_ALIAS && !entry->is_declaration)
			ids[count++] = id;
	}
	if (!err)
		err = ls_source_load_functions(
		    source, ids, count, query, roots, ret);
	free(ids);
	free(roots);
	return err;
}

struct ls_error *
ls_whole_load(struct ls_session *session, struct ls_whole *ret)
{
	struct ls_map names = { 0 }; /* hashes of what is exported */
	struct ls_source *source;
	*ret = (struct ls_whole){ 0 };
	ret->functions.arena.limit_bytes = LS_MAX_MODEL_BYTES;
	const struct ls_function_query query = {
		.wants = is_exported,
		.context = &names,
		.ret = &ret->functions,
	};
	bool is_shared = ls_session_is_shared(session);
	struct ls_error *err = whole_source(session, ret, &source);
	if (!err && is_shared)
		err = gather_exports(session, &names);
	if (!err)
		err = load_all(source, is_shared ? &query : NULL, &ret->model);
	ls_map_free(&names);
	if (err)
		return err;
	ret->headers = ls_headers_new(ret->model);
	if (is_shared)
		ret->exports = ls_exports_new(ret->model, &ret->functions);
	return ret->headers && (ret->exports || !is_shared) ? NULL
							    : &ls_error_nomem;
}

void
ls_whole_free(struct ls_whole *whole)
{
	ls_exports_free(whole->exports);
	ls_headers_free(whole->headers);
	ls_functions_free(&whole->functions);
	ls_model_free(whole->model);
	ls_source_close(whole->own);
	*whole = (struct ls_whole){ 0 };
}
