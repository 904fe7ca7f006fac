/*
 * list.c - many types, ranked and filtered; and a file as a whole.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/rank.h"
#include "analyse/reorder/reorder_type.h"
#include "base/sum.h"
#include "render/render.h"
#include "work/work.h"

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
	if (words && !*words)
		return no_sort_key(words, 0);
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

static bool
is_sorted_by(const struct ls_rank_options *options, enum ls_sort_key key)
{
	for (size_t i = 0; i < options->key_count; i++)
		if (options->keys[i] == key)
			return true;
	return false;
}

/* A row that passed the filters, whether it is shown or not. */
static void
count_listed(struct ls_work *work, const struct ls_row *row)
{
	struct ls_summary *summary = &work->report.summary;
	summary->listed_count++;
	summary->packable_count += row->saving_bytes > 0;
	ls_sum_add(&summary->packable_bytes,
	    work->counts ? row->lost_bytes : row->saving_bytes);
}

static const struct ls_renderer *
list_renderer(const struct ls_list_options *list, const char *format)
{
	if (list->packable)
		return !format || strcmp(format, "text") == 0
		    ? &ls_render_packable
		    : NULL;
	if (list->futures && (!format || strcmp(format, "text") == 0))
		return &ls_render_futures;
	if (list->members || list->definitions || list->units)
		return format && strcmp(format, "text") != 0 ? NULL
		    : list->members ? &ls_render_member_counts
		    : list->units   ? &ls_render_units
				    : &ls_render_definitions;
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

/* A list on its way. */
struct listing {
	struct ls_work *work;
	struct ls_rank rank;
};

/* In order of the file nothing has to be kept: rows go straight out. */
static struct ls_error *
put_wanted(void *context, const struct ls_made *made)
{
	const struct listing *listing = context;
	const struct ls_rank_options *options = &listing->rank.options;
	struct ls_work *work = listing->work;
	if (!ls_rank_wants(options, &made->row))
		return NULL;
	count_listed(work, &made->row);
	if (!options->top || work->report.summary.type_count < options->top)
		ls_work_put(work, &made->row);
	return NULL;
}

static struct ls_error *
list_in_file_order(struct ls_work *work, const struct ls_rank_options *options)
{
	struct listing listing = { .work = work, .rank.options = *options };
	return ls_work_each(work, NULL, 0, put_wanted, &listing);
}

static struct ls_error *
rank_row(void *context, const struct ls_made *made)
{
	struct listing *listing = context;
	struct ls_work *work = listing->work;
	const struct ls_rank_options *options = &listing->rank.options;
	const struct ls_chosen *chosen = &work->chosen;
	const struct ls_type *type = ls_model_type(
	    chosen->model, chosen->roots[made->index]);
	bool is_wanted = ls_rank_wants(options, &made->row);
	if (options->aligned_apart && ls_is_aligned_on_purpose(type)) {
		work->report.summary.apart_count += is_wanted;
		return NULL;
	}
	ls_sum_add(&work->report.summary.candidate_padding_bytes,
	    made->row.padding_bytes);
	if (!is_wanted)
		return NULL;
	count_listed(work, &made->row);
	return ls_rank_add(&listing->rank, &made->row, made->index);
}

/* Else once for the keys and, in their order, once more for the page. */
static struct ls_error *
list_in_order(struct ls_work *work, const struct ls_rank_options *options)
{
	struct listing listing = { .work = work, .rank.options = *options };
	struct ls_rank *rank = &listing.rank;
	uint32_t *order = calloc(work->chosen.found.count + 1, sizeof(*order));
	struct ls_error *err = order
	    ? ls_work_each(work, NULL, 0, rank_row, &listing)
	    : &ls_error_nomem;
	if (!err)
		ls_rank_sort(rank);
	for (size_t i = 0; i < rank->count && !err; i++)
		order[i] = rank->items[i].index;
	if (!err)
		err = ls_work_put_all(work, order, rank->count);
	ls_rank_free(rank);
	free(order);
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
		.only_futures = list->futures,
		.only_sharing = list->sharing,
	};
	struct ls_error *err = take_sort_keys(list->sort, &rank);
	for (size_t i = 0; !err && i < rank.key_count; i++)
		if (rank.keys[i] == LS_SORT_WEIGHT && !list->cost.weights)
			err = ls_error_new(LS_ERROR_USAGE,
			    "sort key 'weight' needs --weights=FILE");
	if (err)
		return err;
	if (!renderer)
		return ls_no_format(options->format);

	struct ls_work work;
	err = ls_work_begin_cost(&work, session, selection, &list->cost,
	    options, renderer, file, notes);
	if (err)
		goto done;
	if (list->units)
		err = ls_units_find(
		    session->source, &work.chosen, &work.units);
	if (err)
		goto done;
	if (list->separator)
		work.view.separator = list->separator;
	work.report.summary.candidate_count = work.chosen.found.count;
	bool with_sharing = list->sharing ||
	    is_sorted_by(&rank, LS_SORT_SHARING);
	work.report.columns.has_sharing = with_sharing;
	work.how.with_sharing |= with_sharing;
	work.report.columns.has_niche = is_sorted_by(&rank, LS_SORT_NICHE);
	work.report.columns.has_padding = rank.key_count > 0 &&
	    rank.keys[0] == LS_SORT_PADDING;
	renderer->begin(&work.page, &work.report);
	err = rank.key_count == 0 || rank.keys[0] == LS_SORT_FILE
	    ? list_in_file_order(&work, &rank)
	    : list_in_order(&work, &rank);
	if (!err)
		err = ls_work_finish(&work, notes);
done:
	ls_work_end(&work);
	return err;
}

/* ---- a file as a whole ---- */

/* How many types could be smaller, and by how much in all. */
static struct ls_error *
sum_savings(struct ls_work *work)
{
	const struct ls_suggest_options all = { 0 };
	struct ls_summary *summary = &work->report.summary;
	struct ls_saving *savings = NULL;
	size_t count = 0;
	struct ls_error *err = ls_work_savings(work, &all, &savings, &count);
	summary->apart_count = 0; /* the list counts for itself */
	summary->saving_count = count;
	for (size_t i = 0; i < count; i++)
		ls_sum_add(&summary->saving_bytes, savings[i].bytes);
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
	struct ls_work work;
	struct ls_error *err = ls_work_begin(
	    &work, session, selection, options, &ls_render_overview, file);
	if (err)
		goto done;
	work.report.summary.candidate_count = work.chosen.found.count;
	work.report.columns = (struct ls_columns){
		.has_padding = true,
		.saves_in_holders = true,
	};
	err = sum_savings(&work);
	if (err)
		goto done;
	ls_render_overview.begin(&work.page, &work.report);
	err = list_in_order(&work, &rank);
	if (!err)
		err = ls_work_finish(&work, notes);
done:
	ls_work_end(&work);
	return err;
}
