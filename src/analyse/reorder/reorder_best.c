/*
 * reorder_best.c - `best` of a row: smaller orders of its members.
 *
 * In: a type of the model.  Out: the ladder from reorder_ladder.c in words of
 * members, or the reason why there is none.
 */
#include "analyse/reorder/reorder_best.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/lines.h"
#include "analyse/reorder/reorder_also.h"
#include "analyse/reorder/reorder_asked.h"
#include "analyse/reorder/reorder_header.h"
#include "analyse/reorder/reorder_type.h"
#include "base/error.h"
#include "report/best.h"
#include "report/report.h"

/* One type's proposal on its way. */
struct work {
	struct ls_lines *lines;
	struct ls_row *row;
	struct ls_ordered ordered;
	const char **names; /* by item, in the row's arena */
	const char **types;
	struct ls_out note; /* best_note, being gathered */
};

static struct ls_error *
no_room(const struct work *work)
{
	return ls_row_out_of_room(work->lines->arena);
}

static void
add_note(struct work *work, const char *text)
{
	if (work->note.size > 0)
		ls_out_text(&work->note, "; ");
	ls_out_text(&work->note, text);
}

static struct ls_error *
name_members(struct work *work)
{
	uint32_t count = work->ordered.set.count;
	struct ls_arena *arena = work->lines->arena;
	work->names = LS_NEW(arena, const char *, count + 1);
	work->types = LS_NEW(arena, const char *, count + 1);
	if (!work->names || !work->types)
		return no_room(work);
	for (uint32_t i = 0; i < count; i++) {
		const struct ls_field *field = work->ordered.fields[i];
		struct ls_error *err = ls_lines_spell(
		    work->lines, field->type, &work->types[i]);
		if (err)
			return err;
		char number[16];
		snprintf(number, sizeof(number), "#%" PRIu32, i);
		work->names[i] = field->name
		    ? field->name
		    : ls_arena_string(arena, number, strlen(number));
		if (!work->names[i])
			return no_room(work);
	}
	return NULL;
}

/* The members in that order; NULL: as they are now.  NULL: no memory. */
static struct ls_best_member *
place_members(
    const struct work *work, const uint16_t *order, const bool *moved)
{
	const struct ls_items *set = &work->ordered.set;
	struct ls_best_member *members = LS_NEW(
	    work->lines->arena, struct ls_best_member, set->count + 1);
	uint64_t *offsets = calloc((size_t)set->count + 1, sizeof(*offsets));
	if (!members || !offsets) {
		free(offsets);
		return NULL;
	}
	ls_items_layout(set, order, offsets);
	for (uint32_t k = 0; k < set->count; k++) {
		uint32_t i = order ? order[k] : k;
		const struct ls_field *field = work->ordered.fields[i];
		bool is_turned = order && work->ordered.turned &&
		    work->ordered.turned[i];
		members[k] = (struct ls_best_member){
			.name = work->names[i],
			.type = work->types[i],
			.type_id = ls_model_strip(
			    work->lines->model, field->type),
			.declared = i,
			.offset_bits = order ? offsets[i] : field->offset_bits,
			.size_bits = is_turned ? 1 : field->size_bits,
			.align_bits = field->align_bits,
			.stated_align_bits = field->stated_align_bits,
			.is_bitfield = field->is_bitfield || is_turned,
			.is_moved = moved && moved[i],
		};
	}
	free(offsets);
	return members;
}

/*
 * Runs of members that moved, each piece for itself: adjacent bit-fields that
 * stayed together are one.
 */
static struct ls_best_move *
describe_moves(const struct work *work, const struct ls_best_member *members,
    uint32_t moves)
{
	const struct ls_items *set = &work->ordered.set;
	struct ls_best_move *changes = LS_NEW(
	    work->lines->arena, struct ls_best_move, moves + 1);
	if (!changes)
		return NULL;
	uint32_t count = 0, last = ls_items_pinned_last(set);
	for (uint32_t k = 0; k < set->count && count < moves; k++) {
		if (!members[k].is_moved)
			continue;
		uint32_t first = k;
		while (k + 1 < set->count && members[k + 1].is_moved &&
		    members[k + 1].declared == members[k].declared + 1 &&
		    ls_items_same_run(set, members[k].declared))
			k++;
		changes[count++] = (struct ls_best_move){
			.first = members[first].name,
			.last = members[k].name,
			.after = first > 0 ? members[first - 1].name : NULL,
			.is_to_end = k + 1 == last,
		};
	}
	return changes;
}

static struct ls_error *
take_step(
    const struct work *work, const uint16_t *order, struct ls_best_step *ret)
{
	const struct ls_items *set = &work->ordered.set;
	bool *moved = calloc((size_t)set->count + 1, sizeof(*moved));
	if (!moved)
		return &ls_error_nomem;
	ret->moves = ls_items_moves(set, order, moved);
	ret->size_bytes = ls_items_layout(set, order, NULL) / 8;
	uint32_t line = work->lines->options->cacheline_bytes;
	ret->cachelines = ret->size_bytes / line + !!(ret->size_bytes % line);
	ret->members = place_members(work, order, moved);
	free(moved);
	if (ret->members)
		ret->changes = describe_moves(work, ret->members, ret->moves);
	return ret->changes ? NULL : no_room(work);
}

/* What bit-fields save with every member where it is: no moves. */
static struct ls_error *
take_unmoved(const struct work *work, struct ls_best_step *ret)
{
	uint16_t *order = calloc(
	    (size_t)work->ordered.set.count + 1, sizeof(*order));
	if (!order)
		return &ls_error_nomem;
	for (uint32_t i = 0; i < work->ordered.set.count; i++)
		order[i] = (uint16_t)i;
	struct ls_error *err = take_step(work, order, ret);
	ret->is_fewest = true;
	free(order);
	return err;
}

static bool
is_smaller_unmoved(const struct work *work)
{
	const struct ls_items *set = &work->ordered.set;
	return ls_items_are_right(set) &&
	    ls_items_layout(set, NULL, NULL) / 8 < work->row->size_bytes;
}

static struct ls_error *
take_ladder(const struct work *work, const struct ls_ladder *ladder,
    struct ls_best *best)
{
	uint32_t count = 0;
	struct ls_best_step *steps = LS_NEW(
	    work->lines->arena, struct ls_best_step, ladder->count + 1);
	if (!steps)
		return no_room(work);
	struct ls_error *err = NULL;
	if (is_smaller_unmoved(work))
		err = take_unmoved(work, &steps[count++]);
	for (uint32_t i = 0; i < ladder->count && !err; i++) {
		err = take_step(work, ladder->rungs[i].order, &steps[count]);
		steps[count++].is_fewest = ladder->rungs[i].is_fewest;
	}
	if (err)
		return err;
	best->steps = steps;
	best->step_count = count;
	best->member_count = work->ordered.set.count;
	best->is_proved = ladder->is_proved;
	best->now = place_members(work, NULL, NULL);
	return best->now ? NULL : no_room(work);
}

/* ---- a first member that others may cast to ---- */

/* Casts are not in DWARF, but that another type begins so too is. */
static bool
begins_like_a_header(struct work *work)
{
	const struct ls_model *model = work->lines->model;
	const struct ls_headers *headers = work->lines->options->headers;
	ls_type_id header = ls_header_of(
	    model, ls_model_type(model, work->row->type_id));
	if (header == LS_NO_TYPE)
		return false;
	return headers &&
	    ls_headers_has(headers, ls_model_type(model, header)->name);
}

static struct ls_error *
keep_first(struct work *work, struct ls_best *best)
{
	const struct ls_best_step *last = &best->steps[best->step_count - 1];
	if (last->members[0].declared == 0 ||
	    work->ordered.items[0].pin != LS_PIN_NO ||
	    !begins_like_a_header(work))
		return NULL;
	ls_out_format(&work->note,
	    "%sits first member, %s, looks like a header that other types "
	    "begin with too: see that no cast relies on it",
	    work->note.size ? "; " : "", work->names[0]);

	struct ls_ladder ladder;
	work->ordered.items[0].pin = LS_PIN_FIRST;
	bool done = ls_items_ladder(&work->ordered.set,
	    &(struct ls_ladder_options){ 0 }, work->lines->arena, &ladder);
	struct ls_best_step *step = LS_NEW(
	    work->lines->arena, struct ls_best_step, 1);
	if (!done || !step)
		return no_room(work);
	if (ladder.count == 0)
		return NULL;
	struct ls_error *err = take_step(
	    work, ladder.rungs[ladder.count - 1].order, step);
	best->keeping_first = step;
	return err;
}

/* ---- anonymous members, looked into ---- */

/*
 * The smallest that a type can be when the order inside its anonymous
 * members may change too.
 *
 *	union { struct { char a; long b; char c; }; char d[18]; }
 *
 *	the struct can be 16; then the union is 24 all the same, for d
 */
static uint64_t
least_inside(const struct ls_model *model, ls_type_id id, unsigned depth)
{
	const struct ls_type *type = ls_model_type(model, id);
	bool is_proved;
	if (type->kind != LS_KIND_UNION || depth > 8)
		return ls_best_size(model, id, &is_proved);
	uint64_t most = 0, align = type->align_bits / 8;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		ls_type_id of = ls_model_strip(model, field->type);
		uint64_t bytes = field->size_bits / 8 +
		    !!(field->size_bits % 8);
		if (!field->name && !field->is_bitfield)
			bytes = least_inside(model, of, depth + 1);
		if (most < bytes)
			most = bytes;
	}
	if (align == 0 || type->is_forced_align)
		return type->size_bits / 8;
	most += (align - most % align) % align;
	return most < type->size_bits / 8 ? most : type->size_bits / 8;
}

static void
look_inside(struct work *work)
{
	const struct ls_model *model = work->lines->model;
	const struct ls_type *type = ls_model_type(model, work->row->type_id);
	if (type->lang != LS_LANG_C && type->lang != LS_LANG_CPP)
		return;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		ls_type_id id = ls_model_strip(model, field->type);
		const struct ls_type *inner = ls_model_type(model, id);
		if (field->name || field->is_bitfield || field->is_base ||
		    !ls_type_is_record(inner) || !inner->has_size)
			continue;
		uint64_t least = least_inside(model, id, 0);
		if (least >= inner->size_bits / 8)
			continue;
		ls_out_format(&work->note,
		    "%sthe anonymous member #%" PRIu32 " can itself shrink "
		    "from %" PRIu64 " to %" PRIu64 " bytes by another order "
		    "inside it",
		    work->note.size ? "; " : "", field->declared,
		    inner->size_bits / 8, least);
	}
}

/* ---- the row ---- */

static struct ls_error *
ask(struct work *work, uint64_t *ret_unturned)
{
	const struct ls_best_options *asked = &work->lines->options->best;
	struct ls_ordered *ordered = &work->ordered;
	const char *name = work->row->name;
	struct ls_error *err = ls_asked_keep(ordered, name, asked->keep);
	if (!err)
		err = ls_asked_hot(ordered, name, asked->hot);
	if (!err && asked->with_bitfields && work->row->lang != LS_LANG_RUST &&
	    !ls_asked_bitfields(work->lines->model, ordered, ret_unturned))
		err = &ls_error_nomem;
	return err;
}

/* "id, peer and st" */
static void
note_hot(struct work *work, const char *before, const char *after)
{
	const char *const *hot = work->lines->options->best.hot;
	struct ls_out *note = &work->note;
	ls_out_format(note, "%s%s", note->size ? "; " : "", before);
	for (size_t i = 0; hot[i]; i++)
		ls_out_format(note, "%s%s",
		    i == 0           ? ""
			: hot[i + 1] ? ", "
				     : " and ",
		    hot[i]);
	ls_out_text(note, after);
}

/* There is no step: what of those that are to be in one line? */
static void
say_hot(struct work *work, bool is_proved)
{
	const struct ls_items *set = &work->ordered.set;
	uint64_t line = ls_items_hot_line(set, NULL);
	uint64_t bytes = ls_items_hot_bytes(set);
	char after[64];
	if (line != LS_NO_LINE) {
		snprintf(after, sizeof(after),
		    " stand in cache line %" PRIu64 " already", line);
		note_hot(work, "", after);
	} else if (bytes * 8 > set->line_bits) {
		snprintf(after, sizeof(after),
		    " into one cache line: they need %" PRIu64 " bytes",
		    bytes);
		note_hot(work, "no order gets ", after);
	} else {
		note_hot(work,
		    is_proved ? "no order gets "
			      : "no order was found that gets ",
		    " into one cache line");
	}
}

/* In the last step. */
static uint64_t
line_of_hot(const struct work *work, const struct ls_best *best)
{
	const struct ls_best_step *last = &best->steps[best->step_count - 1];
	const struct ls_items *set = &work->ordered.set;
	for (uint32_t k = 0; k < best->member_count; k++)
		if (set->items[last->members[k].declared].is_hot)
			return last->members[k].offset_bits / set->line_bits;
	return 0;
}

static const char *const *
names_of_turned(const struct work *work)
{
	const struct ls_ordered *ordered = &work->ordered;
	uint32_t count = 0;
	const char **names = LS_NEW(
	    work->lines->arena, const char *, ordered->set.count + 1);
	for (uint32_t i = 0; names && i < ordered->set.count; i++)
		if (ordered->turned[i])
			names[count++] = ordered->fields[i]->name;
	return names;
}

/* What was asked for, beside the steps. */
static struct ls_error *
take_asked(const struct work *work, struct ls_best *best, uint64_t unturned)
{
	const struct ls_ordered *ordered = &work->ordered;
	if (ordered->set.has_hot) {
		best->hot = work->lines->options->best.hot;
		best->hot_line = line_of_hot(work, best);
	}
	for (uint32_t i = 0; ordered->turned && i < ordered->set.count; i++)
		if (ordered->turned[i] && !best->turned) {
			best->turned = names_of_turned(work);
			best->unturned_bytes = unturned / 8;
			if (!best->turned)
				return no_room(work);
		}
	return NULL;
}

/* Without what was asked there may well be one. */
static void
say_none(struct work *work)
{
	const struct ls_best_options *asked = &work->lines->options->best;
	if (!asked->max_moves && !asked->keep)
		return;
	add_note(work, "no order ");
	if (asked->max_moves)
		ls_out_format(&work->note, "with at most %u move%s ",
		    asked->max_moves, asked->max_moves == 1 ? "" : "s");
	if (asked->keep)
		ls_out_text(&work->note,
		    asked->max_moves ? "and with these members kept "
				     : "with these members kept ");
	ls_out_text(&work->note, "is smaller");
}

static struct ls_error *
propose(struct work *work)
{
	struct ls_ladder ladder;
	const struct ls_ladder_options options = {
		.max_moves = work->lines->options->best.max_moves,
	};
	const struct ls_items *set = &work->ordered.set;
	uint64_t unturned = 0;
	struct ls_error *err = ask(work, &unturned);
	if (err)
		return err;
	struct ls_best *best = LS_NEW(work->lines->arena, struct ls_best, 1);
	if (!best ||
	    !ls_items_ladder(set, &options, work->lines->arena, &ladder))
		return no_room(work);
	if (ladder.count == 0 && set->has_hot)
		say_hot(work, ladder.is_proved);
	if (ladder.count == 0 && !is_smaller_unmoved(work)) {
		if (!set->has_hot)
			say_none(work);
		return NULL;
	}
	err = name_members(work);
	if (!err)
		err = take_ladder(work, &ladder, best);
	if (!err)
		err = take_asked(work, best, unturned);
	if (!err)
		err = keep_first(work, best);
	if (!err)
		work->row->best = best;
	return err;
}

static struct ls_error *
take_note(struct work *work)
{
	if (work->note.failed)
		return &ls_error_nomem;
	if (work->note.size == 0)
		return NULL;
	work->row->best_note = ls_arena_string(
	    work->lines->arena, work->note.text, work->note.size);
	return work->row->best_note ? NULL : no_room(work);
}

struct ls_error *
ls_analyse_best(struct ls_lines *lines, struct ls_row *row)
{
	struct work work = { .lines = lines, .row = row };
	struct ls_error *err = NULL;
	const struct ls_best_options *asked = &lines->options->best;
	const struct ls_ordered_how how = {
		.line_bytes = lines->options->cacheline_bytes,
		.with_full = asked->hot || asked->with_bitfields,
	};
	if (!ls_ordered_make(lines->model, row->type_id, how, &work.ordered))
		err = &ls_error_nomem;
	else if (!work.ordered.why_not)
		err = propose(&work);
	else if (work.ordered.why_not[0])
		add_note(&work, work.ordered.why_not);
	if (!err && !ls_analyse_also(lines->model, row))
		err = &ls_error_nomem;
	if (!err)
		look_inside(&work);
	if (!err)
		err = take_note(&work);
	ls_out_free(&work.note);
	ls_ordered_free(&work.ordered);
	return err;
}

bool
ls_best_as_type(const struct ls_row *row, const struct ls_type *type,
    struct ls_arena *arena, struct ls_type *ret)
{
	const struct ls_best *best = row->best;
	const struct ls_best_step *last = &best->steps[best->step_count - 1];
	struct ls_field *fields = LS_NEW(
	    arena, struct ls_field, type->field_count + 1);
	if (!fields)
		return false;
	for (uint32_t k = 0; k < best->member_count; k++) {
		const struct ls_best_member *member = &last->members[k];
		for (uint32_t i = 0; i < type->field_count; i++)
			if (type->fields[i].declared == member->declared)
				fields[k] = type->fields[i];
		fields[k].offset_bits = member->offset_bits;
		fields[k].size_bits = member->size_bits;
		fields[k].is_bitfield = member->is_bitfield;
		fields[k].declared = k;
	}
	*ret = *type;
	ret->fields = fields;
	ret->size_bits = last->size_bytes * 8;
	return true;
}
