/*
 * check_judge.c - the rows of a file, one after another, before the gate; and
 * what it asks where one fails.
 */
#include <stdlib.h>

#include "analyse/analyse.h"
#include "analyse/reorder/reorder_also.h"
#include "analyse/reorder/reorder_type.h"
#include "base/map.h"
#include "judge/compare.h"
#include "work/check_own.h"
#include "work/making.h"
#include "work/rows.h"

/* What a failure may ask for. */
enum { MOST_LOOKS = 64 };

struct looking {
	struct ls_check *check;
	const struct ls_rows *rows, *baseline;
	const struct ls_hits *hits;
	const struct ls_match *matches; /* of the hits */
	size_t hit;                     /* the first of the next row */
	const struct ls_row *row;       /* at hand */
	ls_type_id id;                  /* its type */
	size_t look_count;
	struct ls_map known; /* by type: the place of its change; 0: none */
	struct ls_rows looked[MOST_LOOKS]; /* of the baseline */
	struct ls_row inner[MOST_LOOKS];
	struct ls_change changes[MOST_LOOKS];
};

/* What the members of a member, directly in the type, would make of it. */
static void
fit_inlined(const struct looking *looking, struct ls_fit *ret)
{
	struct ls_row row = { .lang = looking->row->lang,
		.has_size = true,
		.type_id = looking->id,
		.best_size_bytes = ret->least_bytes };
	if (!ls_analyse_also(looking->rows->chosen.model, &row))
		return; /* without memory there is one hint less */
	ret->inlined = row.also.inlined;
	ret->inlined_bytes = row.also.inlined_bytes;
}

/* How small the members could be, where another order may be spoken of. */
static bool
fit(void *context, struct ls_fit *ret)
{
	const struct looking *looking = context;
	const struct ls_row *row = looking->row;
	struct ls_ordered ordered;
	bool is_proved = false;
	if (row->is_order_free || row->kind == LS_KIND_UNION ||
	    row->kind == LS_KIND_ENUM)
		return false;
	if (ls_ordered_reproduce(
		looking->rows->chosen.model, looking->id, &ordered) &&
	    !ordered.why_not) {
		struct ls_least found = ls_items_least(&ordered.set, NULL);
		is_proved = found.is_proved;
		ret->least_bytes = found.size_bits / 8;
	}
	ls_ordered_free(&ordered);
	if (is_proved)
		fit_inlined(looking, ret);
	return is_proved;
}

/* The row of one type, and those of the baseline that are called like it. */
static struct ls_error *
look(struct looking *looking, ls_type_id id, size_t at)
{
	const struct ls_rows *rows = looking->rows;
	const struct ls_analyse_options how = { .cacheline_bytes = 64 };
	struct ls_row *row = &looking->inner[at];
	struct ls_keyed keyed;
	struct ls_rows *old = &looking->looked[at];
	struct ls_error *err = ls_analyse_type(
	    rows->chosen.model, id, &how, row);
	if (err)
		return err;
	keyed = ls_keyed_of(row, 0);
	err = ls_rows_load_called(
	    looking->baseline->session, &row->name, 1, old);
	if (!err)
		ls_keyed_pair(old->keyed, old->count, &keyed, 1);
	if (!err && keyed.partner)
		err = ls_compare(keyed.partner, row,
		    &looking->check->gate.arena, &looking->changes[at]);
	return err;
}

static const struct ls_change *
inside(void *context, ls_type_id id)
{
	struct looking *looking = context;
	const struct ls_type *type = ls_model_type(
	    looking->rows->chosen.model, id);
	const uint64_t *known = ls_map_get(&looking->known, id);
	if (known)
		return &looking->changes[*known];
	if (looking->look_count == MOST_LOOKS || !ls_type_is_record(type) ||
	    !type->name ||
	    !ls_map_put(&looking->known, id, looking->look_count))
		return NULL;
	/* Without an answer there is one reason less on the page. */
	size_t at = looking->look_count++;
	ls_error_free(look(looking, id, at));
	return &looking->changes[at];
}

static void
looking_free(struct looking *looking)
{
	for (size_t i = 0; i < looking->look_count; i++) {
		ls_row_free(&looking->inner[i]);
		ls_rows_free(&looking->looked[i]);
	}
	ls_map_free(&looking->known);
	free(looking);
}

/* A row, and the rules that mean it. */
static struct ls_error *
judge_row(void *context, const struct ls_made *made)
{
	struct looking *looking = context;
	const struct ls_rows *rows = looking->rows;
	const struct ls_hits *hits = looking->hits;
	const struct ls_input *input = &rows->session->source->input;
	const struct ls_target *target = &input->target;
	size_t first = looking->hit, end = first;
	while (end < hits->count &&
	    hits->items[end].entry == hits->items[first].entry)
		end++;
	looking->hit = end;
	looking->row = &made->row;
	looking->id = rows->chosen.roots[made->index];
	const struct ls_subject subject = {
		.row = looking->row,
		.baseline = rows->by_index[made->index]->partner,
		.has_baseline = looking->baseline->session != NULL,
		.asked = { fit, inside, looking },
		.file = input->file,
		.target = target->name,
		.cacheline_bytes = target->cacheline_bytes,
		.matches = looking->matches + first,
		.match_count = end - first,
		.other_bytes = looking->check->other_bytes,
	};
	return ls_gate_judge(&looking->check->gate, &subject);
}

struct ls_error *
ls_check_judge(struct ls_check *check, const struct ls_rows *rows,
    const struct ls_rows *baseline, const struct ls_hits *hits)
{
	struct ls_match *matches = calloc(hits->count + 1, sizeof(*matches));
	struct looking *looking = calloc(1, sizeof(*looking));
	struct ls_error *err = matches && looking ? NULL : &ls_error_nomem;
	for (size_t i = 0; i < hits->count && !err; i++)
		matches[i] = hits->items[i].match;
	if (!err) {
		looking->check = check;
		looking->rows = rows;
		looking->baseline = baseline;
		looking->hits = hits;
		looking->matches = matches;
		err = ls_rows_each(rows, judge_row, looking);
	}
	if (looking)
		looking_free(looking);
	free(matches);
	return err;
}
