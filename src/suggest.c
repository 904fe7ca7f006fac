/*
 * suggest.c - smaller orders of members, of chosen types or of all.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/embed.h"
#include "analyse/rank.h"
#include "analyse/reorder_type.h"
#include "render/render.h"
#include "work.h"

static const struct ls_renderer *
suggest_renderer(const char *format, bool is_ranking)
{
	if (!format || strcmp(format, "text") == 0)
		return is_ranking ? &ls_render_savings : &ls_render_suggest;
	if (strcmp(format, "c") == 0)
		return &ls_render_proposed;
	if (strcmp(format, "json") == 0)
		return &ls_render_json;
	return strcmp(format, "ndjson") == 0 ? &ls_render_ndjson : NULL;
}

static struct ls_error *
suggest_named(struct ls_work *work)
{
	for (size_t i = 0; i < work->chosen.found.count; i++) {
		struct ls_row row;
		struct ls_error *err = ls_work_row(work, i, &row);
		if (err)
			return err;
		ls_work_put(work, &row);
		ls_row_free(&row);
	}
	return NULL;
}

/* What each type's best order saves in all: 0 where there is none. */
struct ls_error *
ls_work_savings(struct ls_work *work, const struct ls_suggest_options *suggest,
    struct ls_saving **ret, size_t *ret_count)
{
	const struct ls_model *model = work->chosen.model;
	size_t count = work->chosen.found.count;
	struct ls_embed *embed = ls_embed_new(model);
	*ret = calloc(count + 1, sizeof(**ret));
	work->program_savings = calloc(
	    count + 1, sizeof(*work->program_savings));
	if (!embed || !*ret || !work->program_savings) {
		ls_embed_free(embed);
		return &ls_error_nomem;
	}
	for (size_t i = 0; i < count; i++) {
		ls_type_id id = work->chosen.roots[i];
		bool is_proved;
		uint64_t best = ls_best_size(model, id, &is_proved);
		const struct ls_type *type = ls_model_type(model, id);
		if (!type->has_size || best >= type->size_bits / 8)
			continue;
		if (!suggest->with_aligned && ls_is_aligned_on_purpose(type)) {
			work->report.summary.apart_count++;
			continue;
		}
		uint64_t bytes = ls_embed_saving(embed, id, best);
		work->program_savings[i] = bytes;
		if (bytes >= suggest->min_saving_bytes)
			(*ret)[(*ret_count)++] = (struct ls_saving){
				(uint32_t)i, bytes
			};
	}
	ls_embed_free(embed);
	return NULL;
}

static struct ls_error *
suggest_all(struct ls_work *work, const struct ls_suggest_options *suggest)
{
	struct ls_saving *savings = NULL;
	size_t count = 0;
	struct ls_error *err = ls_work_savings(
	    work, suggest, &savings, &count);
	ls_savings_sort(savings, count);
	for (size_t i = 0; i < count && !err; i++) {
		work->report.summary.saving_bytes += savings[i].bytes;
		if (suggest->top && i >= suggest->top)
			continue;
		struct ls_row row;
		err = ls_work_row(work, savings[i].index, &row);
		if (err)
			break;
		ls_work_put(work, &row);
		ls_row_free(&row);
	}
	free(savings);
	return err;
}

struct ls_error *
ls_session_suggest(struct ls_session *session,
    const struct ls_selection *selection,
    const struct ls_suggest_options *suggest,
    const struct ls_page_options *options, FILE *file, FILE *notes)
{
	bool is_ranking = selection->name_count == 0 && !selection->regex;
	const struct ls_renderer *renderer = suggest_renderer(
	    options->format, is_ranking);
	struct ls_work work;
	if (!renderer)
		return ls_no_format(options->format);
	struct ls_error *err = ls_work_begin(
	    &work, session, selection, options, renderer, file);
	if (err)
		goto done;
	work.how.best = (struct ls_best_options){
		.keep = suggest->keep,
		.hot = suggest->hot,
		.with_bitfields = suggest->allow_bitfields,
		.max_moves = suggest->max_moves,
	};
	work.report.summary.candidate_count = work.chosen.found.count;
	renderer->begin(&work.page, &work.report);
	err = is_ranking ? suggest_all(&work, suggest) : suggest_named(&work);
	if (!err)
		err = ls_work_finish(&work, notes);
done:
	ls_work_end(&work);
	return err;
}
