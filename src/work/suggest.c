/*
 * suggest.c - smaller orders of members, of chosen types or of all.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/embed.h"
#include "analyse/rank.h"
#include "analyse/reorder/reorder_type.h"
#include "base/crew.h"
#include "base/sum.h"
#include "render/render.h"
#include "work/work.h"

static const struct ls_renderer *
suggest_renderer(const char *format, bool is_ranking)
{
	if (!format || strcmp(format, "text") == 0)
		return is_ranking ? &ls_render_savings : &ls_render_suggest;
	if (strcmp(format, "c") == 0)
		return &ls_render_proposed;
	if (strcmp(format, "rust") == 0)
		return &ls_render_rust_proposed;
	if (strcmp(format, "json") == 0)
		return &ls_render_json;
	return strcmp(format, "ndjson") == 0 ? &ls_render_ndjson : NULL;
}

struct saving_task {
	const struct ls_chosen *chosen;
	const struct ls_cost *cost;
	bool with_aligned;
	struct ls_ordered_how how;
	uint32_t max_moves; /* 0: as many as it takes */
	const bool *frozen; /* by index; NULL: none is */
};

struct saved {
	bool is_smaller;
	bool is_apart; /* aligned on purpose, and so left out */
	uint64_t bytes;
};

static struct ls_error *
begin_embed(void *context, void **ret)
{
	const struct saving_task *task = context;
	*ret = ls_embed_new(task->chosen->model);
	return *ret ? NULL : &ls_error_nomem;
}

static void
end_embed(void *own)
{
	ls_embed_free(own);
}

static struct ls_error *
find_saving(void *context, void *own, size_t index, void *item)
{
	const struct saving_task *task = context;
	const struct ls_model *model = task->chosen->model;
	struct saved *saved = item;
	ls_type_id id = task->chosen->roots[index];
	const struct ls_type *type = ls_model_type(model, id);
	bool is_proved;
	uint64_t best = ls_best_size(model, id, &is_proved);
	if (!type->has_size || best >= type->size_bits / 8 ||
	    (task->frozen && task->frozen[index]))
		return NULL;
	if (task->max_moves &&
	    !ls_best_size_within(model, id, task->how, task->max_moves, &best))
		return &ls_error_nomem;
	if (best >= type->size_bits / 8)
		return NULL;
	saved->is_apart = !task->with_aligned &&
	    ls_is_aligned_on_purpose(type);
	saved->is_smaller = !saved->is_apart;
	if (saved->is_smaller)
		saved->bytes = ls_embed_saving_at(own, id, best, task->cost);
	return NULL;
}

/* What each type's best order saves in all: 0 where there is none. */
struct ls_error *
ls_work_savings(struct ls_work *work, const struct ls_suggest_options *suggest,
    struct ls_saving **ret, size_t *ret_count)
{
	struct saving_task what = {
		.chosen = &work->chosen,
		.cost = &work->how.cost,
		.with_aligned = suggest->with_aligned,
		.how.line_bytes = work->how.cacheline_bytes,
		.max_moves = suggest->max_moves,
		.frozen = work->frozen,
	};
	const struct ls_crew_task task = {
		.count = work->chosen.found.count,
		.item_bytes = sizeof(struct saved),
		.jobs = work->session->how.jobs,
		.context = &what,
		.begin = begin_embed,
		.end = end_embed,
		.make = find_saving,
	};
	struct ls_crew *crew = NULL;
	struct saved saved;
	bool got = true;
	*ret = calloc(task.count + 1, sizeof(**ret));
	work->program_savings = calloc(
	    task.count + 1, sizeof(*work->program_savings));
	struct ls_error *err = *ret && work->program_savings
	    ? ls_crew_new(&task, &crew)
	    : &ls_error_nomem;
	for (uint32_t i = 0; !err; i++) {
		err = ls_crew_next(crew, &saved, &got);
		if (err || !got)
			break;
		work->report.summary.apart_count += saved.is_apart;
		work->report.summary.saving_count += saved.is_smaller;
		work->program_savings[i] = saved.bytes;
		if (saved.is_smaller &&
		    saved.bytes >= suggest->min_saving_bytes)
			(*ret)[(*ret_count)++] = (struct ls_saving){ i,
				saved.bytes };
	}
	ls_crew_free(crew);
	return err;
}

static struct ls_error *
put_savings(
    struct ls_work *work, const struct ls_saving *savings, size_t count)
{
	uint32_t *order = calloc(count + 1, sizeof(*order));
	if (!order)
		return &ls_error_nomem;
	for (size_t i = 0; i < count; i++)
		order[i] = savings[i].index;
	struct ls_error *err = ls_work_put_all(work, order, count);
	free(order);
	return err;
}

/* On a page for a person ideas have a part of their own, below. */
static struct ls_error *
put_ideas(struct ls_work *work, const struct ls_suggest_options *suggest)
{
	struct ls_saving *savings = NULL;
	size_t count = 0;
	struct ls_error *err = ls_work_ideas(work, suggest, &savings, &count);
	work->report.summary.idea_count = count;
	if (!err && count > 0) {
		if (suggest->top && suggest->top < count)
			count = suggest->top;
		work->renderer->end(&work->page, &work->report);
		work->renderer = &ls_render_ideas;
		work->renderer->begin(&work->page, &work->report);
		err = put_savings(work, savings, count);
	}
	free(savings);
	return err;
}

/* In a document a type stands once, by the larger of what it could save. */
static struct ls_error *
add_ideas(struct ls_work *work, const struct ls_suggest_options *suggest,
    struct ls_saving *savings, size_t *count)
{
	size_t all = work->chosen.found.count, idea_count = 0;
	struct ls_saving *ideas = NULL;
	uint64_t *bytes = calloc(all + 1, sizeof(*bytes));
	struct ls_error *err = bytes
	    ? ls_work_ideas(work, suggest, &ideas, &idea_count)
	    : &ls_error_nomem;
	for (size_t i = 0; !err && i < *count; i++)
		bytes[savings[i].index] = savings[i].bytes;
	for (size_t i = 0; !err && i < idea_count; i++)
		if (bytes[ideas[i].index] < ideas[i].bytes)
			bytes[ideas[i].index] = ideas[i].bytes;
	*count = err ? *count : 0;
	for (size_t i = 0; !err && i < all; i++)
		if (bytes[i] > 0)
			savings[(*count)++] = (struct ls_saving){ (uint32_t)i,
				bytes[i] };
	free(ideas);
	free(bytes);
	return err;
}

static struct ls_error *
suggest_all(struct ls_work *work, const struct ls_suggest_options *suggest)
{
	struct ls_saving *savings = NULL;
	size_t count = 0;
	struct ls_error *err = ls_work_savings(
	    work, suggest, &savings, &count);
	bool is_document = work->renderer->wants_ideas;
	if (!err && is_document)
		err = add_ideas(work, suggest, savings, &count);
	if (!err) {
		ls_savings_sort(savings, count);
		for (size_t i = 0; i < count; i++)
			ls_sum_add(&work->report.summary.saving_bytes,
			    savings[i].bytes);
		if (suggest->top && suggest->top < count)
			count = suggest->top;
		err = put_savings(work, savings, count);
	}
	if (!err && work->renderer == &ls_render_savings)
		err = put_ideas(work, suggest);
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
	if (is_ranking && suggest->allow_bitfields)
		return ls_error_new(LS_ERROR_USAGE,
		    "bit-fields are allowed in one type: name it behind the "
		    "file");
	if (is_ranking && (suggest->keep || suggest->hot))
		return ls_error_new(LS_ERROR_USAGE,
		    "members are kept or hot in one type: name it behind the "
		    "file");
	struct ls_error *err = ls_work_begin_cost(&work, session, selection,
	    &suggest->cost, options, renderer, file, notes);
	if (err)
		goto done;
	work.how.best = (struct ls_best_options){
		.keep = suggest->keep,
		.hot = suggest->hot,
		.with_bitfields = suggest->allow_bitfields,
		.max_moves = suggest->max_moves,
	};
	if (renderer->wants_exports && ls_session_is_shared(session))
		err = ls_work_whole(&work);
	if (err)
		goto done;
	work.report.summary.candidate_count = work.chosen.found.count;
	renderer->begin(&work.page, &work.report);
	err = is_ranking ? suggest_all(&work, suggest)
			 : ls_work_put_all(&work, NULL, 0);
	if (!err)
		err = ls_work_finish(&work, notes);
done:
	ls_work_end(&work);
	return err;
}
