/*
 * work.c - one page on its way: begun, filled with rows, finished.
 */
#include "work.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/niche.h"
#include "analyse/shape.h"
#include "render/render.h"

static uint32_t
count_different(const struct ls_catalog *catalog, const struct ls_entry *entry)
{
	uint32_t count = 0;
	if (!entry->name)
		return 1;
	for (ls_entry_id id = 0; id < catalog->count; id++) {
		const struct ls_entry *other = &catalog->entries[id];
		if (other->name == entry->name && !other->is_declaration &&
		    other->kind == entry->kind)
			count++;
	}
	return count;
}

static struct ls_view
view_of(const struct ls_page_options *options)
{
	struct ls_view view = {
		.color = options->color,
		.utf8 = options->utf8,
		.width = options->width,
		.hex = options->hex,
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

struct ls_error *
ls_work_begin(struct ls_work *work, struct ls_session *session,
    const struct ls_selection *selection,
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
		    .expand_types = options->expand_types,
		    .relative = options->relative_offsets &&
		        renderer != &ls_render_json &&
		        renderer != &ls_render_ndjson,
		    .with_best = renderer->wants_best,
		    .with_proposed = renderer->wants_proposed,
		},
		.renderer = renderer,
		.view = view_of(options),
		.out = { .file = file },
	};
	work->page = (struct ls_page){ .out = &work->out,
		.view = &work->view };
	struct ls_error *err = ls_session_choose(
	    session, selection, &work->chosen);
	if (err)
		return err;
	work->how.niches = ls_niches_new(work->chosen.model);
	if (!work->how.niches)
		return &ls_error_nomem;
	work->how.with_hidden_ideas = selection->with_hidden;
	if (renderer->wants_ideas) {
		work->how.shapes = ls_shapes_new(
		    work->chosen.model, work->how.niches);
		if (!work->how.shapes)
			return &ls_error_nomem;
	}
	return ls_session_report(
	    session, &work->chosen, work->how.cacheline_bytes, &work->report);
}

void
ls_work_end(struct ls_work *work)
{
	ls_session_report_free(&work->report);
	ls_out_free(&work->out);
	ls_shapes_free(work->how.shapes);
	ls_niches_free(work->how.niches);
	free(work->program_savings);
	ls_chosen_free(&work->chosen);
}

/* The row of the index-th chosen type. */
struct ls_error *
ls_work_row(struct ls_work *work, size_t index, struct ls_row *row)
{
	const struct ls_chosen *chosen = &work->chosen;
	const struct ls_catalog *catalog = &work->session->source->catalog;
	*row = (struct ls_row){ 0 };
	struct ls_error *err = ls_analyse_type(
	    chosen->model, chosen->roots[index], &work->how, row);
	if (err)
		return err;
	row->id = chosen->document_ids[chosen->roots[index]];
	if (work->program_savings)
		row->program_saving_bytes = work->program_savings[index];
	/* A person asks of a few types; of all it would be quadratic. */
	row->different_count = chosen->found.count > 64
	    ? 1
	    : count_different(
		  catalog, &catalog->entries[chosen->found.ids[index]]);
	return NULL;
}

void
ls_work_put(struct ls_work *work, const struct ls_row *row)
{
	struct ls_summary *summary = &work->report.summary;
	work->renderer->row(&work->page, &work->report, row);
	work->page.rows_so_far++;
	summary->type_count++;
	summary->padding_bytes += row->padding_bytes;
	summary->hidden_count += row->hidden != LS_HIDDEN_NO;
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
