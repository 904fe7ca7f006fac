/*
 * baseline.c - the order of work of a baseline: the rows of the files, those
 * of the baseline that is there, which of them stay, a page.
 */
#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "judge/compare.h"
#include "model/find.h"
#include "render/render.h"
#include "work/check_own.h"
#include "work/rows.h"

/* A name to accept that is a typedef's, and the type behind it. */
struct behind {
	const char *name;
	const struct ls_entry *entry;
};

struct work {
	const struct ls_baseline_options *how;
	struct ls_rows *sides; /* one for each file, then the old baseline's */
	size_t side_count;
	struct ls_keyed *kept;
	size_t kept_count;
	struct behind *behind; /* of any file */
	size_t behind_count;
	const char **producers;
	uint32_t producer_count;
};

/* ---- which types ---- */

/* Of a file: all that lists show, and what a rule names besides. */
static struct ls_error *
load_file(
    struct ls_check *check, struct ls_session *session, struct ls_rows *ret)
{
	const struct ls_catalog *catalog = &session->source->catalog;
	struct ls_hits hits = { 0 };
	struct ls_found found = { .ids = calloc((size_t)catalog->count + 1,
				      sizeof(ls_entry_id)) };
	struct ls_error *err = found.ids ? ls_check_find(check, session, &hits)
					 : &ls_error_nomem;
	size_t at = 0;
	for (ls_entry_id id = 0; id < catalog->count && !err; id++) {
		const struct ls_entry *entry = &catalog->entries[id];
		bool is_hit = false;
		for (; at < hits.count && hits.items[at].entry <= id; at++)
			is_hit |= hits.items[at].entry == id;
		if (entry->kind == LS_KIND_ALIAS || entry->is_declaration ||
		    !entry->name)
			continue;
		if (is_hit || entry->hidden == LS_HIDDEN_NO)
			found.ids[found.count++] = id;
	}
	free(hits.items);
	if (err) {
		free(found.ids);
		return err;
	}
	return ls_rows_load(session, found, ret);
}

static struct ls_error *
load_sides(struct ls_check *check, struct work *work)
{
	const struct ls_baseline_options *how = work->how;
	work->sides = calloc(how->session_count + 1, sizeof(*work->sides));
	if (!work->sides)
		return &ls_error_nomem;
	for (size_t i = 0; i < how->session_count; i++) {
		struct ls_error *err = load_file(
		    check, how->sessions[i], &work->sides[i]);
		work->side_count = i + 1;
		if (err)
			return err;
	}
	if (!how->old)
		return NULL;
	struct ls_error *err = ls_rows_load_all(
	    how->old, &work->sides[work->side_count++]);
	/* What is written anew need not have been good. */
	if (err && !how->accept) {
		ls_error_free(err);
		ls_rows_free(&work->sides[how->session_count]);
		err = NULL;
	}
	return err;
}

/* A typedef's name means the type behind it. */
static struct ls_error *
find_behind(struct work *work, const struct ls_session *session)
{
	const struct ls_catalog *catalog = &session->source->catalog;
	for (ls_entry_id id = 0; id < catalog->count; id++) {
		const struct ls_entry *entry = &catalog->entries[id];
		const char *const *name = work->how->accept;
		if (entry->kind != LS_KIND_ALIAS || entry->alias_of == id)
			continue;
		while (*name && strcmp(*name, entry->name) != 0)
			name++;
		if (!*name)
			continue;
		struct behind *grown = reallocarray(
		    work->behind, work->behind_count + 1, sizeof(*grown));
		if (!grown)
			return &ls_error_nomem;
		work->behind = grown;
		grown[work->behind_count++] = (struct behind){ *name,
			&catalog->entries[entry->alias_of] };
	}
	return NULL;
}

static bool
is_behind(const struct work *work, const struct ls_row *row)
{
	for (size_t i = 0; i < work->behind_count; i++) {
		const struct ls_entry *entry = work->behind[i].entry;
		if (entry->name && entry->kind == row->kind &&
		    entry->lang == row->lang && row->name &&
		    strcmp(entry->name, row->name) == 0)
			return true;
	}
	return false;
}

/* Is this type one of those to take from the files? */
static bool
is_accepted(const struct work *work, const struct ls_row *row)
{
	const char *const *names = work->how->accept;
	if (!names)
		return true;
	for (; *names; names++)
		if (ls_find_matches(*names, row->name, row->kind))
			return true;
	return is_behind(work, row);
}

static size_t
side_of(const struct work *work, const struct ls_row *row)
{
	size_t side = 0;
	while (row < work->sides[side].items ||
	    row >= work->sides[side].items + work->sides[side].count)
		side++;
	return side;
}

/* Another file has it already, just so?  One file means what it says twice. */
static bool
is_told(const struct work *work, const struct ls_keyed *item)
{
	enum { MOST = 64 }; /* of one name; above it, all are kept */
	for (size_t back = 1; back <= work->kept_count && back <= MOST;
	     back++) {
		const struct ls_keyed
		    *other = &work->kept[work->kept_count - back];
		if (!ls_keyed_is_alike(other, item))
			return false;
		if (ls_same_layout(other->row, item->row) &&
		    side_of(work, other->row) != side_of(work, item->row))
			return true;
	}
	return false;
}

static struct ls_error *
choose(struct work *work)
{
	size_t room = 1, count = 0;
	for (size_t i = 0; i < work->side_count; i++)
		room += work->sides[i].count;
	work->kept = calloc(room, sizeof(*work->kept));
	if (!work->kept)
		return &ls_error_nomem;
	for (size_t i = 0; i < work->side_count; i++) {
		const struct ls_rows *side = &work->sides[i];
		bool is_old = i == work->how->session_count;
		for (size_t j = 0; j < side->count; j++) {
			const struct ls_row *row = &side->items[j];
			if (is_accepted(work, row) == is_old)
				continue;
			work->kept[count] = ls_keyed_of(row, count);
			count++;
		}
	}
	ls_keyed_sort(work->kept, count);
	for (size_t i = 0; i < count; i++)
		if (!is_told(work, &work->kept[i]))
			work->kept[work->kept_count++] = work->kept[i];
	/* Some are gone: number again, in the same order. */
	ls_keyed_sort(work->kept, work->kept_count);
	return NULL;
}

/* A name that neither side has would be a silence. */
static struct ls_error *
check_accepted(const struct work *work)
{
	for (const char *const *name = work->how->accept; name && *name;
	     name++) {
		bool is_there = false;
		for (size_t i = 0; i < work->behind_count; i++)
			is_there |= work->behind[i].name == *name;
		for (size_t i = 0; i < work->side_count; i++)
			for (size_t j = 0; j < work->sides[i].count; j++)
				is_there |= ls_find_matches(*name,
				    work->sides[i].items[j].name,
				    work->sides[i].items[j].kind);
		if (!is_there)
			return ls_error_new(LS_ERROR_NO_MATCH,
			    "neither the baseline nor a file has a type '%s'",
			    *name);
	}
	return NULL;
}

/* ---- the page ---- */

static void
count_changes(struct work *work, struct ls_baseline_counts *ret)
{
	struct ls_rows *old = &work->sides[work->how->session_count];
	*ret = (struct ls_baseline_counts){ .types = work->kept_count };
	if (!work->how->old) {
		ret->added = work->kept_count;
		return;
	}
	ls_keyed_pair(old->keyed, old->count, work->kept, work->kept_count);
	for (size_t i = 0; i < work->kept_count; i++) {
		const struct ls_keyed *item = &work->kept[i];
		if (!item->partner)
			ret->added++;
		else if (!ls_same_layout(item->partner, item->row))
			ret->changed++;
	}
	for (size_t i = 0; i < old->count; i++)
		ret->removed += !old->keyed[i].partner;
}

static struct ls_error *
add_producers(struct work *work, const struct ls_session *session)
{
	const struct ls_input *input = &session->source->input;
	const char **grown = reallocarray(work->producers,
	    work->producer_count + input->producer_count + 1, sizeof(*grown));
	if (!grown)
		return &ls_error_nomem;
	work->producers = grown;
	for (uint32_t i = 0; i < input->producer_count; i++) {
		uint32_t j = 0;
		while (j < work->producer_count &&
		    strcmp(grown[j], input->producers[i]) != 0)
			j++;
		if (j == work->producer_count)
			grown[work->producer_count++] = input->producers[i];
	}
	return NULL;
}

static struct ls_error *
fill_head(struct work *work, struct ls_report *report)
{
	const struct ls_baseline_options *how = work->how;
	const struct ls_target *target = &how->sessions[0]
					      ->source->input.target;
	struct ls_error *err = how->old && how->accept
	    ? add_producers(work, how->old)
	    : NULL;
	for (size_t i = 0; i < how->session_count && !err; i++)
		err = add_producers(work, how->sessions[i]);
	report->tool_version = LS_VERSION;
	report->input = (struct ls_input_row){
		.target = target->name,
		.pointer_bytes = target->pointer_bytes,
		.is_big_endian = target->is_big_endian,
		.cacheline_bytes = target->cacheline_bytes,
		.producers = work->producers,
		.producer_count = work->producer_count,
	};
	return err;
}

static struct ls_error *
write_page(struct work *work, FILE *file)
{
	const struct ls_renderer *renderer = &ls_render_baseline;
	const struct ls_view view = { 0 };
	struct ls_out out = { .file = file };
	struct ls_page page = { .out = &out, .view = &view };
	struct ls_report report = { 0 };
	struct ls_error *err = fill_head(work, &report);
	if (err)
		return err;
	renderer->begin(&page, &report);
	for (size_t i = 0; i < work->kept_count; i++) {
		struct ls_row row = *work->kept[i].row;
		bool has_more = i + 1 < work->kept_count &&
		    work->kept[i + 1].nth > 0;
		row.nth = work->kept[i].nth > 0 || has_more
		    ? work->kept[i].nth + 1
		    : 0;
		renderer->row(&page, &report, &row);
		page.rows_so_far++;
	}
	renderer->end(&page, &report);
	err = ls_out_finish(&out);
	ls_out_free(&out);
	return err;
}

/* One machine a baseline: sizes of two say nothing of each other. */
static struct ls_error *
check_targets(const struct ls_baseline_options *how)
{
	const char *target = how->sessions[0]->source->input.target.name;
	for (size_t i = 1; i <= how->session_count; i++) {
		const struct ls_session *other = i < how->session_count
		    ? how->sessions[i]
		    : how->old;
		if (other && strcmp(other->source->input.target.name, target))
			return ls_error_detail(
			    ls_error_new(LS_ERROR_USAGE,
				"one baseline for files of %s and %s", target,
				other->source->input.target.name),
			    "hint: baseline: layout-baseline.{target}.json");
	}
	return NULL;
}

struct ls_error *
ls_check_write_baseline(struct ls_check *check,
    const struct ls_baseline_options *how, FILE *file,
    struct ls_baseline_counts *ret)
{
	struct work work = { .how = how };
	struct ls_error *err = check_targets(how);
	if (!err)
		err = load_sides(check, &work);
	for (size_t i = 0; how->accept && i < how->session_count && !err; i++)
		err = find_behind(&work, how->sessions[i]);
	if (!err)
		err = check_accepted(&work);
	if (!err)
		err = choose(&work);
	if (!err && work.kept_count == 0)
		err = ls_error_new(LS_ERROR_NO_TYPES,
		    "there is no type with a name for a baseline");
	if (!err)
		err = write_page(&work, file);
	if (!err)
		count_changes(&work, ret);
	for (size_t i = 0; i < work.side_count; i++)
		ls_rows_free(&work.sides[i]);
	free(work.sides);
	free(work.kept);
	free(work.behind);
	free(work.producers);
	return err;
}
