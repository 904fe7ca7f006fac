/*
 * layoutscope.c - the order of work, and nothing else.
 *
 * The rooms do not know each other.  This page calls them in turn: choose
 * (see session.c), analyse, render.  If you want to see the whole house at
 * once, this is the window.
 */
#include "layoutscope.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/analyse.h"
#include "analyse/embed.h"
#include "analyse/niche.h"
#include "analyse/rank.h"
#include "analyse/reorder_type.h"
#include "base/out.h"
#include "render/render.h"
#include "session.h"

/* One page on its way. */
struct work {
	struct ls_session *session;
	struct ls_chosen chosen;
	struct ls_analyse_options how;
	const struct ls_renderer *renderer;
	struct ls_view view;
	struct ls_out out;
	struct ls_page page;
	struct ls_report report;
};

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

static struct ls_error *
begin_work(struct work *work, struct ls_session *session,
    const struct ls_selection *selection,
    const struct ls_page_options *options, const struct ls_renderer *renderer,
    FILE *file)
{
	const struct ls_input *input = &session->source->input;
	*work = (struct work){
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
	return ls_session_report(
	    session, &work->chosen, work->how.cacheline_bytes, &work->report);
}

static void
end_work(struct work *work)
{
	ls_session_report_free(&work->report);
	ls_out_free(&work->out);
	ls_niches_free(work->how.niches);
	ls_chosen_free(&work->chosen);
}

/* The row of the index-th chosen type. */
static struct ls_error *
make_row(struct work *work, size_t index, struct ls_row *row)
{
	const struct ls_chosen *chosen = &work->chosen;
	const struct ls_catalog *catalog = &work->session->source->catalog;
	*row = (struct ls_row){ 0 };
	struct ls_error *err = ls_analyse_type(
	    chosen->model, chosen->roots[index], &work->how, row);
	if (err)
		return err;
	row->id = chosen->document_ids[chosen->roots[index]];
	/* A person asks of a few types; of all it would be quadratic. */
	row->different_count = chosen->found.count > 64
	    ? 1
	    : count_different(
		  catalog, &catalog->entries[chosen->found.ids[index]]);
	return NULL;
}

static void
put_row(struct work *work, const struct ls_row *row)
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

static struct ls_error *
finish_page(struct work *work, FILE *notes)
{
	work->renderer->end(&work->page, &work->report);
	struct ls_error *err = ls_out_finish(&work->out);
	if (!err)
		write_notes(&work->report, notes);
	return err;
}

static struct ls_error *
no_format(const char *format)
{
	return ls_error_new(
	    LS_ERROR_USAGE, "no format is called '%s' here", format);
}

struct ls_error *
ls_session_show(struct ls_session *session,
    const struct ls_selection *selection,
    const struct ls_page_options *options, FILE *file, FILE *notes)
{
	const char *format = options->format ? options->format : "text";
	const struct ls_renderer *renderer = ls_renderer_by_name(format);
	struct work work;
	if (!renderer)
		return no_format(format);

	struct ls_error *err = begin_work(
	    &work, session, selection, options, renderer, file);
	if (err)
		goto done;
	renderer->begin(&work.page, &work.report);
	for (size_t i = 0; i < work.chosen.found.count; i++) {
		struct ls_row row;
		err = make_row(&work, i, &row);
		if (err)
			goto done;
		put_row(&work, &row);
		ls_row_free(&row);
	}
	err = finish_page(&work, notes);
done:
	end_work(&work);
	return err;
}

/* ---- list ---- */

static struct ls_error *
no_sort_key(const char *word, size_t size)
{
	struct ls_out keys = { 0 };
	struct ls_error *err = ls_error_new(
	    LS_ERROR_USAGE, "no sort key is called '%.*s'", (int)size, word);
	for (size_t i = 0; ls_sort_key_word(i); i++)
		ls_out_format(
		    &keys, "%s%s", i ? ", " : "", ls_sort_key_word(i));
	if (keys.text)
		err = ls_error_detail(err, "there are: %s", keys.text);
	ls_out_free(&keys);
	return err;
}

static struct ls_error *
take_sort_keys(const char *words, struct ls_rank_options *ret)
{
	while (words && *words) {
		char word[32];
		size_t size = strcspn(words, ",");
		snprintf(word, sizeof(word), "%.*s", (int)size, words);
		if (ret->key_count == LS_MAX_SORT_KEYS)
			return ls_error_new(LS_ERROR_USAGE,
			    "more than %d sort keys", LS_MAX_SORT_KEYS);
		if (size >= sizeof(word) ||
		    !ls_sort_key_by_word(word, &ret->keys[ret->key_count++]))
			return no_sort_key(words, size);
		words += size + (words[size] == ',');
	}
	return NULL;
}

static const struct ls_renderer *
list_renderer(const struct ls_list_options *list, const char *format)
{
	if (list->packable)
		return !format || strcmp(format, "text") == 0
		    ? &ls_render_packable
		    : NULL;
	if (!format || strcmp(format, "text") == 0)
		return list->sizes ? &ls_render_sizes : &ls_render_list;
	if (strcmp(format, "tsv") == 0)
		return &ls_render_tsv;
	if (strcmp(format, "markdown") == 0)
		return &ls_render_markdown;
	if (strcmp(format, "json") == 0)
		return &ls_render_json;
	return strcmp(format, "ndjson") == 0 ? &ls_render_ndjson : NULL;
}

/* In order of the file nothing has to be kept: rows go straight out. */
static struct ls_error *
list_in_file_order(struct work *work, const struct ls_rank_options *options)
{
	for (size_t i = 0; i < work->chosen.found.count; i++) {
		struct ls_row row;
		struct ls_error *err = make_row(work, i, &row);
		if (err)
			return err;
		if (ls_rank_wants(options, &row))
			put_row(work, &row);
		ls_row_free(&row);
		if (options->top &&
		    work->report.summary.type_count == options->top)
			break;
	}
	return NULL;
}

/* Else once for the keys and, in their order, once more for the page. */
static struct ls_error *
list_in_order(struct work *work, const struct ls_rank_options *options)
{
	struct ls_rank rank = { .options = *options };
	struct ls_row row;
	struct ls_error *err = NULL;
	for (size_t i = 0; i < work->chosen.found.count && !err; i++) {
		const struct ls_type *type = ls_model_type(
		    work->chosen.model, work->chosen.roots[i]);
		if (options->aligned_apart && ls_is_aligned_on_purpose(type)) {
			work->report.summary.apart_count++;
			continue;
		}
		err = make_row(work, i, &row);
		if (!err)
			err = ls_rank_add(&rank, &row, (uint32_t)i);
		work->report.summary
		    .candidate_padding_bytes += row.padding_bytes;
		ls_row_free(&row);
	}
	if (!err)
		ls_rank_sort(&rank);
	for (size_t i = 0; i < rank.count && !err; i++) {
		err = make_row(work, rank.items[i].index, &row);
		if (!err)
			put_row(work, &row);
		ls_row_free(&row);
	}
	ls_rank_free(&rank);
	return err;
}

struct ls_error *
ls_session_list(struct ls_session *session,
    const struct ls_selection *selection, const struct ls_list_options *list,
    const struct ls_page_options *options, FILE *file, FILE *notes)
{
	const struct ls_renderer *renderer = list_renderer(
	    list, options->format);
	struct ls_rank_options rank = {
		.top = list->top,
		.min_size_bytes = list->min_size_bytes,
		.min_saving_bytes = list->min_saving_bytes,
		.min_holes = list->min_holes,
		.min_hole_bytes = list->min_hole_bytes,
		.min_bit_holes = list->min_bit_holes,
		.aligned_apart = list->aligned_apart,
	};
	struct ls_error *err = take_sort_keys(list->sort, &rank);
	if (err)
		return err;
	if (!renderer)
		return no_format(options->format);

	struct work work;
	err = begin_work(&work, session, selection, options, renderer, file);
	if (err)
		goto done;
	if (list->separator)
		work.view.separator = list->separator;
	work.report.summary.candidate_count = work.chosen.found.count;
	renderer->begin(&work.page, &work.report);
	err = rank.key_count == 0 || rank.keys[0] == LS_SORT_FILE
	    ? list_in_file_order(&work, &rank)
	    : list_in_order(&work, &rank);
	if (!err)
		err = finish_page(&work, notes);
done:
	end_work(&work);
	return err;
}

/* ---- suggest ---- */

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
suggest_named(struct work *work)
{
	for (size_t i = 0; i < work->chosen.found.count; i++) {
		struct ls_row row;
		struct ls_error *err = make_row(work, i, &row);
		if (err)
			return err;
		put_row(work, &row);
		ls_row_free(&row);
	}
	return NULL;
}

/* What each type's best order saves in all: 0 where there is none. */
static struct ls_error *
find_savings(struct work *work, const struct ls_suggest_options *suggest,
    struct ls_saving **ret, size_t *ret_count)
{
	const struct ls_model *model = work->chosen.model;
	size_t count = work->chosen.found.count;
	struct ls_embed *embed = ls_embed_new(model);
	*ret = calloc(count + 1, sizeof(**ret));
	if (!embed || !*ret) {
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
		if (bytes >= suggest->min_saving_bytes)
			(*ret)[(*ret_count)++] = (struct ls_saving){
				(uint32_t)i, bytes
			};
	}
	ls_embed_free(embed);
	return NULL;
}

static struct ls_error *
suggest_all(struct work *work, const struct ls_suggest_options *suggest)
{
	struct ls_saving *savings = NULL;
	size_t count = 0;
	struct ls_error *err = find_savings(work, suggest, &savings, &count);
	ls_savings_sort(savings, count);
	for (size_t i = 0; i < count && !err; i++) {
		work->report.summary.saving_bytes += savings[i].bytes;
		if (suggest->top && i >= suggest->top)
			continue;
		struct ls_row row;
		err = make_row(work, savings[i].index, &row);
		if (err)
			break;
		row.program_saving_bytes = savings[i].bytes;
		put_row(work, &row);
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
	struct work work;
	if (!renderer)
		return no_format(options->format);
	struct ls_error *err = begin_work(
	    &work, session, selection, options, renderer, file);
	if (err)
		goto done;
	work.how.best = (struct ls_best_options){
		.keep = suggest->keep,
		.max_moves = suggest->max_moves,
	};
	work.report.summary.candidate_count = work.chosen.found.count;
	renderer->begin(&work.page, &work.report);
	err = is_ranking ? suggest_all(&work, suggest) : suggest_named(&work);
	if (!err)
		err = finish_page(&work, notes);
done:
	end_work(&work);
	return err;
}

/* ---- a file as a whole ---- */

/* How many types could be smaller, and by how much in all. */
static struct ls_error *
sum_savings(struct work *work)
{
	const struct ls_suggest_options all = { 0 };
	struct ls_summary *summary = &work->report.summary;
	struct ls_saving *savings = NULL;
	size_t count = 0;
	uint64_t apart_count = summary->apart_count;
	struct ls_error *err = find_savings(work, &all, &savings, &count);
	summary->apart_count = apart_count; /* counted by the list already */
	summary->saving_count = count;
	for (size_t i = 0; i < count; i++)
		summary->saving_bytes += savings[i].bytes;
	free(savings);
	return err;
}

struct ls_error *
ls_session_overview(struct ls_session *session,
    const struct ls_selection *selection,
    const struct ls_page_options *options, FILE *file, FILE *notes)
{
	const struct ls_rank_options rank = {
		.keys = { LS_SORT_PADDING, LS_SORT_SIZE },
		.key_count = 2,
		.top = 10,
		.aligned_apart = true,
	};
	struct work work;
	struct ls_error *err = begin_work(
	    &work, session, selection, options, &ls_render_overview, file);
	if (err)
		goto done;
	work.report.summary.candidate_count = work.chosen.found.count;
	ls_render_overview.begin(&work.page, &work.report);
	err = list_in_order(&work, &rank);
	if (!err)
		err = sum_savings(&work);
	if (!err)
		err = finish_page(&work, notes);
done:
	end_work(&work);
	return err;
}

const char *
ls_format_name(size_t index)
{
	const struct ls_renderer *renderer = ls_renderer_at(index);
	return renderer ? renderer->name : NULL;
}

const char *
ls_format_help(size_t index)
{
	const struct ls_renderer *renderer = ls_renderer_at(index);
	return renderer ? renderer->help : NULL;
}
