/*
 * work.c - one page on its way: begun, filled with rows, finished.
 */
#include "work/work.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/reorder/reorder_header.h"
#include "analyse/reorder/reorder_type.h"
#include "base/sum.h"
#include "render/render.h"
#include "work/frozen.h"
#include "work/weights.h"

struct ls_view
ls_view_of(const struct ls_page_options *options)
{
	struct ls_view view = {
		.color = options->color,
		.utf8 = options->utf8,
		.width = options->width,
		.hex = options->hex,
		.with_folders = options->places,
		.tree = options->tree,
		.separator = "\t",
		.command = options->command,
	};
	if (options->map && strcmp(options->map, "always") == 0)
		view.map = LS_MAP_ALWAYS;
	else if (options->map && strcmp(options->map, "never") == 0)
		view.map = LS_MAP_NEVER;
	if (options->names && strcmp(options->names, "full") == 0)
		view.names = LS_NAMES_FULL;
	return view;
}

/* Is there one that a smaller order might move the header of? */
static bool
may_move_headers(const struct ls_chosen *chosen)
{
	const struct ls_model *model = chosen->model;
	for (size_t i = 0; i < chosen->found.count; i++) {
		ls_type_id id = chosen->roots[i];
		const struct ls_type *type = ls_model_type(model, id);
		bool is_proved;
		if (ls_header_of(model, type) != LS_NO_TYPE &&
		    ls_best_size(model, id, &is_proved) * 8 < type->size_bits)
			return true;
	}
	return false;
}

/* Who begins with what: where all types were chosen these tell it. */
static struct ls_error *
find_headers(struct ls_work *work, const struct ls_selection *selection)
{
	if (selection->name_count == 0 && !selection->regex) {
		work->headers = ls_headers_new(work->chosen.model);
		work->how.headers = work->headers;
		return work->headers ? NULL : &ls_error_nomem;
	}
	return may_move_headers(&work->chosen) ? ls_work_whole(work) : NULL;
}

struct ls_error *
ls_work_whole(struct ls_work *work)
{
	if (work->whole.model)
		return NULL;
	struct ls_error *err = ls_whole_load(work->session, &work->whole);
	if (!err)
		work->how.headers = work->whole.headers;
	return err;
}

static struct ls_error *
begin(struct ls_work *work, struct ls_session *session,
    const struct ls_selection *selection, const struct ls_found *extra,
    const struct ls_page_options *options, const struct ls_renderer *renderer,
    FILE *file)
{
	const struct ls_input *input = &session->source->input;
	*work = (struct ls_work){
		.session = session,
		.how = {
		    .cacheline_bytes = options->cacheline_bytes
		        ? options->cacheline_bytes
		        : input->target.cacheline_bytes,
		    .expand_types = options->expand_types ||
		        (options->tree && renderer == &ls_render_text),
		    .with_tree = options->tree && renderer == &ls_render_text,
		    .relative = options->relative_offsets &&
		        renderer != &ls_render_json &&
		        renderer != &ls_render_ndjson,
		    .with_sharing = renderer->wants_sharing,
		    .with_best = renderer->wants_best,
		    .with_proposed = renderer->wants_proposed,
		},
		.renderer = renderer,
		.view = ls_view_of(options),
		.out = { .file = file },
	};
	work->page = (struct ls_page){ .out = &work->out,
		.view = &work->view };
	work->chosen.with_holders = renderer->wants_ideas ||
	    renderer == &ls_render_savings;
	struct ls_error *err = ls_session_choose(
	    session, selection, extra, &work->chosen);
	if (err)
		return err;
	work->how.with_hidden_ideas = selection->with_hidden_ideas;
	err = ls_frozen_find(session, &work->chosen.found, &work->frozen);
	if (!err && renderer->wants_best)
		err = find_headers(work, selection);
	if (err)
		return err;
	return ls_session_report(
	    session, &work->chosen, work->how.cacheline_bytes, &work->report);
}

struct ls_error *
ls_work_begin(struct ls_work *work, struct ls_session *session,
    const struct ls_selection *selection,
    const struct ls_page_options *options, const struct ls_renderer *renderer,
    FILE *file)
{
	return begin(work, session, selection, NULL, options, renderer, file);
}

/* ---- what a byte is worth ---- */

/* From entries of the catalog to types of the model. */
static struct ls_error *
take_counts(struct ls_work *work, const struct ls_weights *weights,
    const struct ls_found *counted)
{
	const struct ls_chosen *chosen = &work->chosen;
	size_t end = ls_model_end(chosen->model);
	work->counts = calloc(end, sizeof(*work->counts));
	work->is_counted = calloc(end, sizeof(*work->is_counted));
	if (!work->counts || !work->is_counted)
		return &ls_error_nomem;
	for (size_t i = 0; i < counted->count; i++) {
		ls_type_id id = chosen->roots[chosen->found.count + i];
		work->counts[id] = weights->counts[counted->ids[i]];
		work->is_counted[id] = true;
	}
	work->how.cost.counts = work->counts;
	work->how.cost.is_counted = work->is_counted;
	work->report.columns.has_weights = true;
	return NULL;
}

/* The entries that have a count: they are loaded, shown or not, since they
 * may hold what is. */
static struct ls_error *
gather_counted(const struct ls_catalog *catalog,
    const struct ls_weights *weights, struct ls_found *ret)
{
	ret->ids = calloc((size_t)catalog->count + 1, sizeof(*ret->ids));
	if (!ret->ids)
		return &ls_error_nomem;
	for (ls_entry_id id = 0; id < catalog->count; id++)
		if (weights->is_told[id])
			ret->ids[ret->count++] = id;
	return NULL;
}

static struct ls_error *
take_allocator(
    const struct ls_session *session, const char *word, enum ls_allocator *ret)
{
	const struct ls_input *input = &session->source->input;
	*ret = LS_ALLOCATOR_NONE;
	if (!word)
		return NULL;
	if (!ls_allocator_by_word(word, ret))
		return ls_error_new(
		    LS_ERROR_USAGE, "no allocator is called '%s'", word);
	if (input->target.pointer_bytes != 8)
		return ls_error_new(LS_ERROR_USAGE,
		    "%s: the classes of %s are known for 64-bit machines, "
		    "and this is for %s",
		    input->file, word, input->target.name);
	return NULL;
}

struct ls_error *
ls_work_begin_cost(struct ls_work *work, struct ls_session *session,
    const struct ls_selection *selection, const struct ls_cost_options *cost,
    const struct ls_page_options *options, const struct ls_renderer *renderer,
    FILE *file, FILE *notes)
{
	const struct ls_catalog *catalog = &session->source->catalog;
	struct ls_weights weights = { 0 };
	struct ls_found counted = { 0 };
	enum ls_allocator allocator;
	*work = (struct ls_work){ 0 };
	struct ls_error *err = take_allocator(
	    session, cost->allocator, &allocator);
	if (!err && cost->weights)
		err = ls_weights_read(cost->weights, catalog, notes, &weights);
	if (!err && cost->weights)
		err = gather_counted(catalog, &weights, &counted);
	if (!err)
		err = begin(work, session, selection, &counted, options,
		    renderer, file);
	work->how.cost.allocator = allocator;
	work->report.columns.allocator = ls_allocator_word(allocator);
	if (!err && cost->weights)
		err = take_counts(work, &weights, &counted);
	ls_weights_free(&weights);
	free(counted.ids);
	return err;
}

void
ls_work_end(struct ls_work *work)
{
	ls_session_report_free(&work->report);
	ls_out_free(&work->out);
	free(work->program_savings);
	free(work->counts);
	free(work->is_counted);
	ls_chosen_free(&work->chosen);
	free(work->frozen);
	ls_units_free(&work->units);
	ls_headers_free(work->headers);
	ls_whole_free(&work->whole);
}

struct ls_error *
ls_work_each(const struct ls_work *work, const uint32_t *order, size_t count,
    struct ls_error *(*visit)(void *context, const struct ls_made *made),
    void *context)
{
	const struct ls_make make = {
		.session = work->session,
		.chosen = &work->chosen,
		.how = &work->how,
		.with_niches = true,
		.with_ideas = work->renderer->wants_ideas,
		.program_savings = work->program_savings,
		.exports = work->whole.exports,
		.units = work->units.names ? &work->units : NULL,
		.frozen = work->frozen,
		.order = order,
		.count = count,
	};
	return ls_making_each(&make, visit, context);
}

void
ls_work_put(struct ls_work *work, const struct ls_row *row)
{
	struct ls_summary *summary = &work->report.summary;
	work->renderer->row(&work->page, &work->report, row);
	work->page.rows_so_far++;
	summary->type_count++;
	ls_sum_add(&summary->padding_bytes, row->padding_bytes);
	summary->hidden_count += row->hidden != LS_HIDDEN_NO;
}

static struct ls_error *
put_made(void *context, const struct ls_made *made)
{
	ls_work_put(context, &made->row);
	return NULL;
}

struct ls_error *
ls_work_put_all(struct ls_work *work, const uint32_t *order, size_t count)
{
	return ls_work_each(work, order, count, put_made, work);
}

/* What a person should know that is no data. */
static void
write_notes(const struct ls_report *report, FILE *notes)
{
	if (!notes)
		return;
	for (size_t i = 0; i < report->warning_count; i++)
		fprintf(notes, "%s: %s\n", report->warnings[i].where,
		    report->warnings[i].what);
}

struct ls_error *
ls_work_finish(struct ls_work *work, FILE *notes)
{
	work->renderer->end(&work->page, &work->report);
	struct ls_error *err = ls_out_finish(&work->out);
	if (!err)
		write_notes(&work->report, notes);
	return err;
}

struct ls_error *
ls_no_format(const char *format)
{
	return ls_error_new(
	    LS_ERROR_USAGE, "no format is called '%s' here", format);
}
