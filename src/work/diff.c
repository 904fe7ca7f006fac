/*
 * diff.c - the order of work of a comparison: the rows of both sides, those
 * that are called the same beside each other, a page.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/out.h"
#include "judge/changes_findings.h"
#include "judge/compare.h"
#include "judge/renamed.h"
#include "model/find.h"
#include "render/check.h"
#include "render/diff.h"
#include "work/rows.h"
#include "work/work.h"

struct work {
	struct ls_rows old, new;
	struct ls_arena arena;
	struct ls_change *changes;
	struct ls_diff diff;
	unsigned what; /* of all changes */
	bool *is_met;  /* by name of the selection */
};

/* ---- which types ---- */

/* Which types of this side the names mean; one that none has may be the other
 * side's. */
static struct ls_error *
mark_named(struct work *work, const struct ls_catalog *catalog,
    const struct ls_selection *selection, bool *is_named)
{
	const struct ls_find_options options = {
		.ignore_case = selection->ignore_case,
		.with_hidden = selection->with_hidden,
	};
	for (size_t i = 0; i < selection->name_count; i++) {
		const struct ls_pattern pattern = { LS_PATTERN_NAME,
			selection->names[i] };
		struct ls_found found = { 0 };
		struct ls_error *err = ls_find(
		    catalog, &pattern, 1, &options, &found);
		if (err && err->code != LS_ERROR_NO_MATCH)
			return err;
		ls_error_free(err);
		for (size_t j = 0; j < found.count; j++)
			is_named[found.ids[j]] = work->is_met[i] = true;
		free(found.ids);
	}
	return NULL;
}

static bool
is_chosen(const struct ls_selection *selection, const struct ls_entry *entry,
    bool is_named)
{
	if (entry->kind == LS_KIND_ALIAS || entry->is_declaration ||
	    !entry->name || !ls_selection_wants(selection, entry))
		return false;
	if (selection->name_count > 0)
		return is_named;
	return selection->with_hidden || entry->hidden == LS_HIDDEN_NO;
}

static struct ls_error *
load_side(struct work *work, struct ls_session *session,
    const struct ls_selection *selection, struct ls_rows *ret)
{
	const struct ls_catalog *catalog = &session->source->catalog;
	struct ls_found found = { .ids = calloc((size_t)catalog->count + 1,
				      sizeof(ls_entry_id)) };
	bool *is_named = calloc((size_t)catalog->count + 1, sizeof(bool));
	struct ls_error *err = found.ids && is_named
	    ? mark_named(work, catalog, selection, is_named)
	    : &ls_error_nomem;
	for (ls_entry_id id = 0; id < catalog->count && !err; id++)
		if (is_chosen(selection, &catalog->entries[id], is_named[id]))
			found.ids[found.count++] = id;
	free(is_named);
	if (err) {
		free(found.ids);
		return err;
	}
	return ls_rows_load(session, found, ret);
}

static struct ls_error *
load(struct work *work, struct ls_session *old, struct ls_session *new,
    const struct ls_selection *selection)
{
	work->is_met = calloc(selection->name_count + 1, sizeof(bool));
	if (!work->is_met)
		return &ls_error_nomem;
	struct ls_error *err = load_side(work, old, selection, &work->old);
	if (!err)
		err = load_side(work, new, selection, &work->new);
	for (size_t i = 0; i < selection->name_count && !err; i++)
		if (!work->is_met[i])
			err = ls_error_new(LS_ERROR_NO_MATCH,
			    "neither side has a type '%s'",
			    selection->names[i]);
	return err;
}

/* ---- changes ---- */

static struct ls_error *
compare(struct work *work, const struct ls_row *old, const struct ls_row *new)
{
	const unsigned told = LS_CHANGE_GREW | LS_CHANGE_SHRANK |
	    LS_CHANGE_NEW | LS_CHANGE_GONE | LS_CHANGE_RENAMED;
	struct ls_diff *diff = &work->diff;
	struct ls_change *change = &work->changes[diff->change_count];
	struct ls_error *err = ls_compare(old, new, &work->arena, change);
	if (err)
		return err;
	if (change->what == 0) {
		diff->same++;
		return NULL;
	}
	for (unsigned bit = 0; bit < LS_CHANGE_BITS; bit++)
		diff->counts[bit] += change->what >> bit & 1;
	diff->otherwise += !(change->what & told);
	work->what |= change->what;
	diff->change_count++;
	return NULL;
}

static struct ls_error *
compare_all(struct work *work)
{
	const struct ls_rows *old = &work->old, *new = &work->new;
	work->changes = calloc(
	    old->count + new->count + 1, sizeof(*work->changes));
	if (!work->changes)
		return &ls_error_nomem;
	ls_keyed_pair(old->keyed, old->count, new->keyed, new->count);
	struct ls_error *err = ls_renamed_pair(
	    old->keyed, old->count, new->keyed, new->count);
	for (size_t i = 0; i < new->count && !err; i++)
		err = compare(work, new->keyed[i].partner, new->keyed[i].row);
	for (size_t i = 0; i < old->count && !err; i++)
		if (!old->keyed[i].partner)
			err = compare(work, old->keyed[i].row, NULL);
	return err;
}

/* Where a member is larger because of its type, the type says why. */
static struct ls_error *
refer(struct work *work)
{
	struct ls_map resized = { 0 };
	struct ls_error *err = NULL;
	for (size_t i = 0; i < work->diff.change_count && !err; i++) {
		const struct ls_change *change = &work->changes[i];
		struct ls_out text = { 0 };
		if (!(change->what & (LS_CHANGE_GREW | LS_CHANGE_SHRANK)))
			continue;
		if (change->lang == LS_LANG_C && !change->is_typedef_name)
			ls_out_format(
			    &text, "%s ", ls_kind_word(change->kind));
		ls_out_text(&text, change->name);
		err = ls_out_finish(&text);
		if (!err &&
		    !ls_map_put(
			&resized, ls_hash_bytes(text.text, text.size, 0), 1))
			err = &ls_error_nomem;
		ls_out_free(&text);
	}
	for (size_t i = 0; i < work->diff.change_count && !err; i++) {
		struct ls_change *change = &work->changes[i];
		for (size_t j = 0; j < change->member_count; j++) {
			struct ls_member_change *m = &change->members[j];
			m->is_told_apart = m->what == LS_MEMBER_RESIZED &&
			    m->type &&
			    ls_map_get(&resized,
				ls_hash_bytes(m->type, strlen(m->type), 0));
		}
	}
	ls_map_free(&resized);
	return err;
}

/* ---- order ---- */

static int
by_name(const void *a, const void *b)
{
	const struct ls_change *x = a, *y = b;
	int order = strcmp(x->name ? x->name : "", y->name ? y->name : "");
	return order
	    ? order
	    : (x->decl.line > y->decl.line) - (x->decl.line < y->decl.line);
}

/* What is new and gone stands last; else the one with more of it first. */
static int
by_difference(const struct ls_change *x, const struct ls_change *y,
    uint64_t x_by, uint64_t y_by)
{
	const unsigned one_sided = LS_CHANGE_NEW | LS_CHANGE_GONE;
	unsigned x_side = x->what & one_sided, y_side = y->what & one_sided;
	if (x_side != y_side)
		return x_side < y_side ? -1 : 1;
	if ((int64_t)x_by != (int64_t)y_by)
		return (int64_t)x_by > (int64_t)y_by ? -1 : 1;
	return by_name(x, y);
}

static int
by_size(const void *a, const void *b)
{
	const struct ls_change *x = a, *y = b;
	return by_difference(x, y, x->new.size_bytes - x->old.size_bytes,
	    y->new.size_bytes - y->old.size_bytes);
}

static int
by_padding(const void *a, const void *b)
{
	const struct ls_change *x = a, *y = b;
	return by_difference(x, y, x->new.padding_bytes - x->old.padding_bytes,
	    y->new.padding_bytes - y->old.padding_bytes);
}

static int
by_place(const void *a, const void *b)
{
	const struct ls_change *x = a, *y = b;
	const char *x_file = x->decl.file ? x->decl.file : "";
	int order = strcmp(x_file, y->decl.file ? y->decl.file : "");
	if (!order)
		order = (x->decl.line > y->decl.line) -
		    (x->decl.line < y->decl.line);
	return order ? order : by_name(x, y);
}

struct order {
	const char *word;
	int (*compare)(const void *, const void *);
};

static struct ls_error *
take_sort(const char *word, const struct order **ret)
{
	static const struct order orders[] = { { "size", by_size },
		{ "padding", by_padding }, { "name", by_name },
		{ "file", by_place } };
	for (size_t i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
		if (word && strcmp(orders[i].word, word) != 0)
			continue;
		*ret = &orders[i];
		return NULL;
	}
	return ls_error_detail(
	    ls_error_new(LS_ERROR_USAGE, "diff has no sort key '%s'", word),
	    "there are: size, padding, name, file");
}

/* ---- the page ---- */

static struct ls_input_row
input_of(const struct ls_session *session)
{
	const struct ls_input *input = &session->source->input;
	return (struct ls_input_row){
		.file = input->file,
		.build_id = input->build_id,
		.target = input->target.name,
		.producers = input->producers,
		.producer_count = input->producer_count,
	};
}

static struct ls_error *
take_fail_on(const char *const *words, unsigned *ret)
{
	*ret = 0;
	for (; words && *words; words++) {
		unsigned bit = 0;
		while (ls_change_word(bit) &&
		    strcmp(ls_change_word(bit), *words) != 0)
			bit++;
		if (!ls_change_word(bit)) {
			struct ls_error *err = ls_error_new(LS_ERROR_USAGE,
			    "--fail-on: no change is called '%s'", *words);
			for (bit = 0; ls_change_word(bit); bit++)
				err = ls_error_detail(
				    err, "%s", ls_change_word(bit));
			return err;
		}
		*ret |= 1u << bit;
	}
	return NULL;
}

/* The format of findings that a comparison has too; NULL. */
static const struct ls_check_renderer *
findings_renderer(const char *format)
{
	return format && !ls_diff_renderer_by_name(format)
	    ? ls_check_renderer_by_name(format)
	    : NULL;
}

static struct ls_error *
write_findings(
    struct work *work, unsigned fail_on, struct ls_page *page, const char *as)
{
	const struct ls_diff *diff = &work->diff;
	const struct ls_checked_input input = { .file = diff->new.file,
		.build_id = diff->new.build_id,
		.target = diff->new.target };
	struct ls_check_report report = {
		.tool_version = LS_VERSION, .inputs = &input, .input_count = 1
	};
	struct ls_error *err = ls_changes_findings(
	    diff, fail_on, &work->arena, &report);
	if (!err)
		findings_renderer(as)->write(page, &report);
	return err;
}

static struct ls_error *
write_page(struct work *work, unsigned fail_on,
    const struct ls_page_options *options, FILE *file)
{
	struct ls_error *err = NULL;
	struct ls_view view = ls_view_of(options);
	struct ls_out out = { .file = file };
	struct ls_page page = { .out = &out, .view = &view };
	if (findings_renderer(options->format))
		err = write_findings(work, fail_on, &page, options->format);
	else
		ls_diff_renderer_by_name(options->format)
		    ->write(&page, &work->diff);
	if (!err)
		err = ls_out_finish(&out);
	ls_out_free(&out);
	return err;
}

/* What a side does not tell: a baseline has no types of members. */
static void
write_notes(const struct ls_model *model, FILE *notes)
{
	for (uint32_t i = 0; notes && i < ls_model_note_count(model); i++) {
		const struct ls_note *note = ls_model_note(model, i);
		fprintf(notes, "%s: %s\n", note->where, note->what);
	}
}

struct ls_error *
ls_session_diff(struct ls_session *old, struct ls_session *new,
    const struct ls_diff_options *how, const struct ls_page_options *options,
    FILE *file, bool *is_failed)
{
	static const struct ls_selection all = { 0 };
	struct work work = { .arena.limit_bytes = LS_MAX_MODEL_BYTES };
	unsigned fail_on;
	const struct order *order = NULL;
	if (!ls_diff_renderer_by_name(options->format) &&
	    !findings_renderer(options->format))
		return ls_error_new(LS_ERROR_USAGE, "diff has no format '%s'",
		    options->format);
	struct ls_error *err = take_fail_on(how->fail_on, &fail_on);
	if (!err)
		err = take_sort(how->sort, &order);
	if (!err)
		err = load(
		    &work, old, new, how->selection ? how->selection : &all);
	if (!err)
		err = compare_all(&work);
	if (!err)
		err = refer(&work);
	if (!err) {
		if (work.diff.change_count > 0)
			qsort(work.changes, work.diff.change_count,
			    sizeof(*work.changes), order->compare);
		work.diff.changes = work.changes;
		work.diff.old = input_of(old);
		work.diff.new = input_of(new);
		err = write_page(
		    &work, how->any ? UINT_MAX : fail_on, options, file);
	}
	if (!err) {
		write_notes(work.old.chosen.model, how->notes);
		write_notes(work.new.chosen.model, how->notes);
	}
	*is_failed = (work.what & fail_on) || (how->any && work.what);
	free(work.changes);
	free(work.is_met);
	ls_rows_free(&work.old);
	ls_rows_free(&work.new);
	ls_arena_free(&work.arena);
	return err;
}
