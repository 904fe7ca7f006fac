/*
 * session.c - an opened file, and what was chosen from it.
 */
#include "work/session.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static struct ls_error *
read_options(
    const struct ls_open_options *options, struct ls_read_options *ret)
{
	const char *reader = options->reader ? options->reader : "auto";
	*ret = (struct ls_read_options){
		.jobs = options->jobs,
		.progress = options->progress,
		.progress_context = options->progress_context,
		.only_names = options->only_names,
	};
	if (strcmp(reader, "auto") == 0)
		ret->backend = LS_BACKEND_AUTO;
	else if (strcmp(reader, "scan") == 0)
		ret->backend = LS_BACKEND_SCAN;
	else if (strcmp(reader, "libdwarf") == 0)
		ret->backend = LS_BACKEND_LIBDWARF;
	else
		return ls_error_new(
		    LS_ERROR_USAGE, "no reader is called '%s'", reader);
	return NULL;
}

struct ls_error *
ls_session_open(const char *path, const struct ls_open_options *options,
    struct ls_session **ret)
{
	struct ls_read_options how;
	struct ls_error *err = read_options(options, &how);
	if (err)
		return err;

	struct ls_session *session = calloc(1, sizeof(*session));
	if (!session)
		return &ls_error_nomem;
	const struct ls_object_options where = {
		.debug_file = options->debug_file,
		.debug_dirs = options->debug_dirs,
	};
	session->how = how;
	session->how.only_names = NULL;
	err = ls_file_open(path, &where, &session->file);
	if (!err)
		err = ls_source_open(session->file, &how, &session->source);
	if (err) {
		ls_session_close(session);
		return err;
	}
	*ret = session;
	return NULL;
}

void
ls_session_close(struct ls_session *session)
{
	if (!session)
		return;
	ls_source_close(session->source);
	ls_file_close(session->file);
	free(session);
}

static bool
is_wanted_kind(const struct ls_selection *selection, enum ls_kind kind)
{
	if (!selection->structs && !selection->unions && !selection->enums)
		return true;
	return (selection->structs &&
		   (kind == LS_KIND_STRUCT || kind == LS_KIND_CLASS)) ||
	    (selection->unions && kind == LS_KIND_UNION) ||
	    (selection->enums && kind == LS_KIND_ENUM);
}

static bool
begins_with_any(
    const char *name, const char *const *prefixes, bool ignore_case)
{
	for (; *prefixes; prefixes++) {
		size_t size = strlen(*prefixes);
		if (ignore_case ? strncasecmp(name, *prefixes, size) == 0
				: strncmp(name, *prefixes, size) == 0)
			return true;
	}
	return false;
}

static bool
is_any_of(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

bool
ls_selection_wants(
    const struct ls_selection *selection, const struct ls_entry *entry)
{
	const char *name = entry->name ? entry->name : "";
	const char *lang = ls_lang_word(entry->lang);
	if (!is_wanted_kind(selection, entry->kind))
		return false;
	bool ignore_case = selection->ignore_case;
	if (selection->exclude &&
	    begins_with_any(name, selection->exclude, ignore_case))
		return false;
	if (selection->prefixes &&
	    !begins_with_any(name, selection->prefixes, ignore_case))
		return false;
	if (selection->langs && !is_any_of(lang, selection->langs))
		return false;
	return !selection->not_langs || !is_any_of(lang, selection->not_langs);
}

/* Every definition that has a layout. */
static struct ls_error *
find_all(
    const struct ls_catalog *catalog, bool with_hidden, struct ls_found *ret)
{
	ret->ids = calloc((size_t)catalog->count + 1, sizeof(*ret->ids));
	ret->count = 0;
	if (!ret->ids)
		return &ls_error_nomem;
	for (ls_entry_id id = 0; id < catalog->count; id++) {
		const struct ls_entry *entry = &catalog->entries[id];
		if (entry->kind == LS_KIND_ALIAS || entry->is_declaration)
			continue;
		if (with_hidden || entry->hidden == LS_HIDDEN_NO)
			ret->ids[ret->count++] = id;
	}
	return NULL;
}

static struct ls_error *
find_named(const struct ls_catalog *catalog,
    const struct ls_selection *selection, struct ls_found *ret)
{
	size_t count = selection->name_count + (selection->regex ? 1 : 0);
	struct ls_pattern *patterns = calloc(count, sizeof(*patterns));
	if (!patterns)
		return &ls_error_nomem;
	for (size_t i = 0; i < selection->name_count; i++)
		patterns[i].text = selection->names[i];
	if (selection->regex)
		patterns[count - 1] = (struct ls_pattern){ LS_PATTERN_REGEX,
			selection->regex };
	const struct ls_find_options options = {
		.ignore_case = selection->ignore_case,
		.with_hidden = selection->with_hidden,
	};
	struct ls_error *err = ls_find(
	    catalog, patterns, count, &options, ret);
	free(patterns);
	return err;
}

static struct ls_error *
find(const struct ls_catalog *catalog, const struct ls_selection *selection,
    struct ls_found *ret)
{
	bool all = selection->name_count == 0 && !selection->regex;
	struct ls_error *err = all
	    ? find_all(catalog, selection->with_hidden, ret)
	    : find_named(catalog, selection, ret);
	if (err)
		return err;

	size_t kept = 0;
	for (size_t i = 0; i < ret->count; i++)
		if (ls_selection_wants(
			selection, &catalog->entries[ret->ids[i]]))
			ret->ids[kept++] = ret->ids[i];
	ret->count = kept;
	return NULL;
}

/* Leave out what nothing but such units describes. */
static struct ls_error *
drop_units(const struct ls_source *source, const char *const *prefixes,
    struct ls_found *found)
{
	struct ls_unit_row unit;
	size_t kept = 0;
	if (!source->mark)
		return ls_error_new(LS_ERROR_USAGE,
		    "--cu-exclude: %s does not say of its types in which "
		    "units they are",
		    source->input.file);
	bool *is_outside = calloc(
	    (size_t)source->catalog.count + 1, sizeof(*is_outside));
	if (!is_outside)
		return &ls_error_nomem;
	for (size_t i = 0; ls_source_unit(source, i, &unit); i++)
		if (!unit.name || !begins_with_any(unit.name, prefixes, false))
			source->mark(source, i, is_outside);
	for (size_t i = 0; i < found->count; i++)
		if (is_outside[found->ids[i]])
			found->ids[kept++] = found->ids[i];
	found->count = kept;
	free(is_outside);
	return NULL;
}

/* Leave out what such files declare: by their name, with folders or without.
 * That is known of loaded types only.  `more` roots stand behind. */
static void
drop_files(const char *const *prefixes, struct ls_chosen *chosen, size_t more)
{
	size_t kept = 0, count = chosen->found.count;
	for (size_t i = 0; i < count; i++) {
		const struct ls_type *type = ls_model_type(
		    chosen->model, chosen->roots[i]);
		const char *file = type->decl.file, *path = type->source_path;
		if ((file && begins_with_any(file, prefixes, false)) ||
		    (path && begins_with_any(path, prefixes, false)))
			continue;
		chosen->found.ids[kept] = chosen->found.ids[i];
		chosen->roots[kept++] = chosen->roots[i];
	}
	memmove(&chosen->roots[kept], &chosen->roots[count],
	    more * sizeof(*chosen->roots));
	chosen->found.count = kept;
}

void
ls_chosen_free(struct ls_chosen *chosen)
{
	free(chosen->found.ids);
	free(chosen->roots);
	free(chosen->document_ids);
	ls_model_free(chosen->model);
}

static bool
has_rust(const struct ls_catalog *catalog, const struct ls_chosen *chosen)
{
	for (size_t i = 0; i < chosen->found.count; i++)
		if (catalog->entries[chosen->found.ids[i]].lang ==
		    LS_LANG_RUST)
			return true;
	return false;
}

static bool
is_of_rust(const struct ls_entry *entry)
{
	return entry->lang == LS_LANG_RUST && entry->kind != LS_KIND_ALIAS &&
	    !entry->is_declaration;
}

/* What was found, the extra, and where holders are wanted every other type
 * of Rust.  NULL: no memory. */
static ls_entry_id *
ids_to_load(const struct ls_catalog *catalog, const struct ls_chosen *chosen,
    const struct ls_found *extra, size_t *count)
{
	const struct ls_found *found = &chosen->found;
	size_t room = (size_t)catalog->count + 1;
	size_t extra_count = extra ? extra->count : 0;
	bool *is_found = calloc(room, sizeof(*is_found));
	ls_entry_id *ids = calloc(
	    room + found->count + extra_count, sizeof(*ids));
	*count = 0;
	for (size_t i = 0; is_found && ids && i < found->count; i++) {
		ids[(*count)++] = found->ids[i];
		is_found[found->ids[i]] = true;
	}
	for (size_t i = 0; ids && i < extra_count; i++)
		ids[(*count)++] = extra->ids[i];
	bool with_rest = chosen->with_holders && has_rust(catalog, chosen);
	for (ls_entry_id id = 0;
	     is_found && ids && with_rest && id < catalog->count; id++)
		if (!is_found[id] && is_of_rust(&catalog->entries[id]))
			ids[(*count)++] = id;
	if (!is_found) {
		free(ids);
		return NULL;
	}
	free(is_found);
	return ids;
}

static struct ls_error *
find_and_load(struct ls_source *source, const struct ls_selection *selection,
    const struct ls_found *extra, struct ls_chosen *chosen)
{
	struct ls_error *err = find(
	    &source->catalog, selection, &chosen->found);
	if (err)
		return ls_error_wrap(err, "%s", source->input.file);
	chosen->is_named = selection->name_count > 0 || selection->regex;
	if (selection->not_units)
		err = drop_units(source, selection->not_units, &chosen->found);
	if (err)
		return err;
	size_t count;
	ls_entry_id *ids = ids_to_load(
	    &source->catalog, chosen, extra, &count);
	chosen->roots = calloc(count + 1, sizeof(*chosen->roots));
	err = !ids || !chosen->roots ? &ls_error_nomem
				     : ls_source_load(source, ids, count,
					   chosen->roots, &chosen->model);
	if (!err && selection->not_files)
		drop_files(
		    selection->not_files, chosen, count - chosen->found.count);
	free(ids);
	return err;
}

/* A hint has misled: not all that is needed was looked at. */
static struct ls_error *
open_whole(struct ls_session *session, struct ls_chosen *chosen)
{
	ls_chosen_free(chosen);
	*chosen = (struct ls_chosen){ .with_holders = chosen->with_holders };
	ls_source_close(session->source);
	session->source = NULL;
	return ls_source_open(session->file, &session->how, &session->source);
}

struct ls_error *
ls_session_choose(struct ls_session *session,
    const struct ls_selection *selection, const struct ls_found *extra,
    struct ls_chosen *chosen)
{
	struct ls_error *err = find_and_load(
	    session->source, selection, extra, chosen);
	if (session->source->is_partial &&
	    (err || session->source->has_missed ||
		(chosen->with_holders &&
		    has_rust(&session->source->catalog, chosen)))) {
		ls_error_free(err);
		err = open_whole(session, chosen);
		if (!err)
			err = find_and_load(
			    session->source, selection, extra, chosen);
	}
	if (err)
		return err;

	/* Numbers in order of the page. */
	size_t count = chosen->found.count;
	chosen->document_ids = calloc(
	    ls_model_end(chosen->model), sizeof(*chosen->document_ids));
	if (!chosen->document_ids)
		return &ls_error_nomem;
	for (size_t i = 0; i < count; i++)
		chosen->document_ids[chosen->roots[i]] = (uint32_t)i + 1;
	return NULL;
}

/* The notes of the model, as warnings of the page. */
static struct ls_error *
gather_warnings(const struct ls_model *model, struct ls_report *report)
{
	size_t count = ls_model_note_count(model);
	struct ls_warning *warnings = calloc(count + 1, sizeof(*warnings));
	if (!warnings)
		return &ls_error_nomem;
	for (uint32_t i = 0; i < count; i++) {
		const struct ls_note *note = ls_model_note(model, i);
		warnings[i] = (struct ls_warning){ note->where, note->what };
	}
	report->warnings = warnings;
	report->warning_count = count;
	return NULL;
}

/*
 * The names that typedefs give to what was chosen, so that a snapshot can be
 * asked for them too.  Free them.
 */
static struct ls_error *
gather_typedefs(const struct ls_catalog *catalog,
    const struct ls_chosen *chosen, struct ls_report *report)
{
	uint32_t *ids = calloc((size_t)catalog->count + 1, sizeof(*ids));
	struct ls_typedef_row *rows = calloc(
	    (size_t)catalog->count + 1, sizeof(*rows));
	if (!ids || !rows) {
		free(ids);
		free(rows);
		return &ls_error_nomem;
	}
	for (size_t i = 0; i < chosen->found.count; i++)
		ids[chosen->found.ids[i]] =
		    chosen->document_ids[chosen->roots[i]];
	for (ls_entry_id id = 0; id < catalog->count; id++) {
		const struct ls_entry *entry = &catalog->entries[id];
		if (entry->kind == LS_KIND_ALIAS && ids[entry->alias_of])
			rows[report->typedef_count++] =
			    (struct ls_typedef_row){ entry->name,
				    ids[entry->alias_of] };
	}
	free(ids);
	report->typedefs = rows;
	return NULL;
}

static struct ls_input_row
input_row(const struct ls_input *input, uint32_t cacheline_bytes)
{
	return (struct ls_input_row){
		.file = input->file,
		.build_id = input->build_id,
		.target = input->target.name,
		.pointer_bytes = input->target.pointer_bytes,
		.is_big_endian = input->target.is_big_endian,
		.cacheline_bytes = cacheline_bytes,
		.producers = input->producers,
		.producer_count = input->producer_count,
		.dwarf_versions = input->dwarf_versions,
		.reader = input->reader,
	};
}

struct ls_report
ls_session_head(const struct ls_session *session)
{
	const struct ls_input *input = &session->source->input;
	return (struct ls_report){
		.tool_version = LS_VERSION,
		.input = input_row(input, input->target.cacheline_bytes),
	};
}

struct ls_error *
ls_session_report(const struct ls_session *session,
    const struct ls_chosen *chosen, uint32_t cacheline_bytes,
    struct ls_report *ret)
{
	*ret = (struct ls_report){
		.tool_version = LS_VERSION,
		.input = input_row(&session->source->input, cacheline_bytes),
		.document_ids = chosen->document_ids,
	};
	struct ls_error *err = gather_warnings(chosen->model, ret);
	if (!err)
		err = gather_typedefs(&session->source->catalog, chosen, ret);
	return err;
}

void
ls_session_report_free(struct ls_report *report)
{
	free((void *)report->typedefs);
	free((void *)report->warnings);
}
