/*
 * uses.c - who holds a type, points to it, or passes it by value.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/by_value.h"
#include "analyse/holders.h"
#include "base/limits.h"
#include "model/function.h"
#include "render/uses.h"
#include "work/work.h"

/* On x86-64 what is larger goes through memory (psABI, 3.2.3), and on
 * AArch64 too but for a few floats. */
enum { REGISTER_BYTES = 16 };

struct job {
	struct ls_session *session;
	const struct ls_uses_renderer *renderer;
	enum ls_uses_about about;
	struct ls_uses uses;
	struct ls_functions functions;
	struct ls_chosen chosen; /* the targets: which entries */
	struct ls_model *model;
};

static struct ls_error *
find_targets(const struct job *job, const struct ls_uses_options *how,
    struct ls_found *ret)
{
	const struct ls_pattern pattern = {
		.text = how->contains ? how->contains : how->points_to,
	};
	const struct ls_find_options options = { .with_hidden = true };
	struct ls_source *source = job->session->source;
	return ls_error_wrap(
	    ls_find(&source->catalog, &pattern, 1, &options, ret), "%s",
	    source->input.file);
}

static struct ls_error *
look_at_all(struct job *job, const struct ls_chosen *chosen, ls_type_id target)
{
	enum ls_use_kind kind = job->about == LS_USES_CONTAINS ? LS_USE_HOLDS
							       : LS_USE_POINTS;
	struct ls_holders *holders = ls_holders_new(
	    chosen->model, target, kind);
	struct ls_error *err = holders ? NULL : &ls_error_nomem;
	for (size_t i = 0; i < chosen->found.count && !err; i++)
		err = ls_holders_look(holders, chosen->roots[i]);
	if (!err)
		err = ls_holders_take(holders, &job->uses.arena,
		    &job->uses.groups[job->uses.count++]);
	ls_holders_free(holders);
	return err;
}

static struct ls_error *
find_holders(struct job *job, const struct ls_selection *selection,
    const struct ls_uses_options *how)
{
	struct ls_found targets = { 0 };
	struct ls_chosen *chosen = &job->chosen;
	struct ls_error *err = find_targets(job, how, &targets);
	if (!err)
		err = ls_session_choose(
		    job->session, selection, &targets, chosen);
	if (!err) {
		job->uses.groups = calloc(
		    targets.count + 1, sizeof(*job->uses.groups));
		err = job->uses.groups ? NULL : &ls_error_nomem;
	}
	for (size_t i = 0; i < targets.count && !err; i++)
		err = look_at_all(
		    job, chosen, chosen->roots[chosen->found.count + i]);
	free(targets.ids);
	return err;
}

static struct ls_error *
find_by_value(struct job *job, const struct ls_uses_options *how)
{
	uint64_t over = how->min_bytes ? how->min_bytes - 1 : REGISTER_BYTES;
	const struct ls_function_query query = {
		.over_bytes = over,
		.ret = &job->functions,
	};
	ls_type_id root;
	struct ls_error *err = ls_source_load_functions(
	    job->session->source, NULL, 0, &query, &root, &job->model);
	return err
	    ? err
	    : ls_by_value(job->model, &job->functions, over, &job->uses);
}

static struct ls_error *
write(struct job *job, const struct ls_page_options *options, size_t top,
    FILE *file)
{
	struct ls_view view = ls_view_of(options);
	struct ls_out out = { .file = file };
	struct ls_page page = { .out = &out, .view = &view };
	struct ls_report report = ls_session_head(job->session);
	struct ls_uses shown = job->uses;
	if (top && shown.count > top)
		shown.count = top;
	job->renderer->put(&page, &report, job->about, &shown);
	struct ls_error *err = ls_out_finish(&out);
	ls_out_free(&out);
	return err;
}

struct ls_error *
ls_session_uses(struct ls_session *session,
    const struct ls_selection *selection, const struct ls_uses_options *how,
    const struct ls_page_options *options, FILE *file)
{
	const char *format = options->format ? options->format : "text";
	struct job job = {
		.session = session,
		.renderer = ls_uses_renderer_by_name(format),
		.about = how->contains ? LS_USES_CONTAINS
		    : how->points_to   ? LS_USES_POINTERS
				       : LS_USES_BY_VALUE,
	};
	if (!job.renderer)
		return ls_no_format(format);
	if (job.about != LS_USES_CONTAINS &&
	    session->source->reader == &ls_reader_snapshot)
		return ls_error_new(LS_ERROR_UNSUPPORTED,
		    "%s: a snapshot says neither what pointers point to nor "
		    "which functions there are",
		    session->source->input.file);
	job.uses.arena.limit_bytes = LS_MAX_MODEL_BYTES;
	job.functions.arena.limit_bytes = LS_MAX_MODEL_BYTES;
	struct ls_error *err = job.about == LS_USES_BY_VALUE
	    ? find_by_value(&job, how)
	    : find_holders(&job, selection, how);
	if (!err)
		err = write(&job, options,
		    job.about == LS_USES_BY_VALUE ? how->top : 0, file);
	free(job.uses.groups);
	ls_arena_free(&job.uses.arena);
	ls_functions_free(&job.functions);
	ls_chosen_free(&job.chosen);
	ls_model_free(job.model);
	return err;
}
