/*
 * diff.c - the order of work of a comparison: the rows of both sides, those
 * that are called the same beside each other, a page.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/out.h"
#include "judge/compare.h"
#include "render/diff.h"
#include "rows.h"

struct work {
	struct ls_rows old, new;
	struct ls_arena arena;
	struct ls_change *changes;
	struct ls_diff diff;
	unsigned what; /* of all changes */
	bool with_hidden;
};

static bool
is_shown(const struct work *work, const struct ls_row *row)
{
	return !row || work->with_hidden || row->hidden == LS_HIDDEN_NO;
}

static struct ls_error *
compare(struct work *work, const struct ls_row *old, const struct ls_row *new)
{
	struct ls_diff *diff = &work->diff;
	struct ls_change *change = &work->changes[diff->change_count];
	if (!is_shown(work, old) || !is_shown(work, new))
		return NULL;
	struct ls_error *err = ls_compare(old, new, &work->arena, change);
	if (err)
		return err;
	if (change->what == 0) {
		diff->same++;
		return NULL;
	}
	if (change->what & LS_CHANGE_GREW)
		diff->grew++;
	else if (change->what & LS_CHANGE_SHRANK)
		diff->shrank++;
	else if (change->what & LS_CHANGE_NEW)
		diff->added++;
	else if (change->what & LS_CHANGE_GONE)
		diff->gone++;
	else
		diff->other++;
	work->what |= change->what;
	diff->change_count++;
	return NULL;
}

static struct ls_error *
compare_all(struct work *work)
{
	const struct ls_rows *old = &work->old, *new = &work->new;
	struct ls_error *err = NULL;
	work->changes = calloc(
	    old->count + new->count + 1, sizeof(*work->changes));
	if (!work->changes)
		return &ls_error_nomem;
	ls_keyed_pair(old->keyed, old->count, new->keyed, new->count);
	for (size_t i = 0; i < new->count && !err; i++)
		err = compare(work, new->keyed[i].partner, new->keyed[i].row);
	for (size_t i = 0; i < old->count && !err; i++)
		if (!old->keyed[i].partner)
			err = compare(work, old->keyed[i].row, NULL);
	return err;
}

/* How much larger it is; what is new and gone stands last. */
static int
by_growth(const void *a, const void *b)
{
	const struct ls_change *x = a, *y = b;
	const unsigned one_sided = LS_CHANGE_NEW | LS_CHANGE_GONE;
	unsigned x_side = x->what & one_sided, y_side = y->what & one_sided;
	if (x_side != y_side)
		return x_side < y_side ? -1 : 1;
	uint64_t x_by = x->new.size_bytes - x->old.size_bytes;
	uint64_t y_by = y->new.size_bytes - y->old.size_bytes;
	if ((int64_t)x_by != (int64_t)y_by)
		return (int64_t)x_by > (int64_t)y_by ? -1 : 1;
	int order = strcmp(x->name ? x->name : "", y->name ? y->name : "");
	return order
	    ? order
	    : (x->decl.line > y->decl.line) - (x->decl.line < y->decl.line);
}

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

static struct ls_error *
write_page(
    struct work *work, const struct ls_page_options *options, FILE *file)
{
	struct ls_view view = { .color = options->color,
		.utf8 = options->utf8,
		.width = options->width };
	struct ls_out out = { .file = file };
	struct ls_page page = { .out = &out, .view = &view };
	if (options->format && strcmp(options->format, "json") == 0)
		ls_render_diff_json(&page, &work->diff);
	else
		ls_render_diff_text(&page, &work->diff);
	struct ls_error *err = ls_out_finish(&out);
	ls_out_free(&out);
	return err;
}

struct ls_error *
ls_session_diff(struct ls_session *old, struct ls_session *new,
    const struct ls_diff_options *how, const struct ls_page_options *options,
    FILE *file, bool *is_failed)
{
	struct work work = { .arena.limit_bytes = LS_MAX_MODEL_BYTES,
		.with_hidden = how->with_hidden };
	unsigned fail_on;
	if (options->format && strcmp(options->format, "json") != 0 &&
	    strcmp(options->format, "text") != 0)
		return ls_error_new(LS_ERROR_USAGE, "diff has no format '%s'",
		    options->format);
	struct ls_error *err = take_fail_on(how->fail_on, &fail_on);
	if (!err)
		err = ls_rows_load_all(old, &work.old);
	if (!err)
		err = ls_rows_load_all(new, &work.new);
	if (!err)
		err = compare_all(&work);
	if (!err) {
		if (work.diff.change_count > 0)
			qsort(work.changes, work.diff.change_count,
			    sizeof(*work.changes), by_growth);
		work.diff.changes = work.changes;
		work.diff.old = input_of(old);
		work.diff.new = input_of(new);
		err = write_page(&work, options, file);
	}
	*is_failed = (work.what & fail_on) || (how->any && work.what);
	free(work.changes);
	ls_rows_free(&work.old);
	ls_rows_free(&work.new);
	ls_arena_free(&work.arena);
	return err;
}
