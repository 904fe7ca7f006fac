/*
 * future.c - what an async function keeps while it waits.
 *
 * In: a coroutine: its first state has the captured arguments, which each
 * later state has too, behind its own variables.  Out: for each place where
 * it waits what it keeps; what is kept twice; and the way down to what makes
 * it as large as it is.
 *
 *	Unresumed: r, d			captured
 *	Suspend0: r', a, __awaitee, r, d	r' is r, moved to where the
 *					function can change it: r is there
 *					twice
 */
#include "analyse/future.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/lines.h"
#include "base/error.h"
#include "base/limits.h"
#include "report/report.h"

static const char awaited[] = "__awaitee";

static const struct ls_type *
type_of(const struct ls_model *model, ls_type_id id)
{
	return ls_model_type(model, ls_model_strip(model, id));
}

static bool
is_kept(const struct ls_field *field)
{
	return field->has_size && field->size_bits > 0 &&
	    !field->is_unreliable;
}

/* Members of one state do not overlap, but who knows what a file says. */
static void
add(uint64_t *sum, const struct ls_field *field)
{
	if (__builtin_add_overflow(*sum, field->size_bits / 8, sum))
		*sum = UINT64_MAX;
}

/* The largest member, the first of equals; NULL: there is none. */
static const struct ls_field *
largest_of(const struct ls_variant *state)
{
	const struct ls_field *largest = NULL;
	for (uint32_t i = 0; i < state->field_count; i++) {
		const struct ls_field *field = &state->fields[i];
		if (is_kept(field) &&
		    (!largest || field->size_bits > largest->size_bits))
			largest = field;
	}
	return largest;
}

/* Rustc calls the places where it waits Suspend0, Suspend1, ... */
static bool
is_await(const struct ls_variant *state)
{
	return state->name && strncmp(state->name, "Suspend", 7) == 0;
}

static struct ls_error *
fill_await(struct ls_lines *lines, const struct ls_variant *state,
    const struct ls_variant_row *from, struct ls_await *ret)
{
	*ret = (struct ls_await){
		.state = state->name,
		.line = state->decl.line,
		.used_bytes = from->used_bytes,
		.is_least = from->is_least,
	};
	struct ls_error *err = NULL;
	for (uint32_t i = 0; i < state->field_count && !err; i++) {
		const struct ls_field *field = &state->fields[i];
		if (!field->name || strcmp(field->name, awaited) != 0 ||
		    field->is_unreliable)
			continue;
		ret->awaits_bytes = field->size_bits / 8;
		err = ls_lines_spell(lines, field->type, &ret->awaits);
	}
	const struct ls_field *largest = largest_of(state);
	if (err || !largest)
		return err;
	ret->largest = largest->name ? largest->name : "?";
	ret->largest_bytes = largest->size_bits / 8;
	return ls_lines_spell(lines, largest->type, &ret->largest_type);
}

static int
by_used(const void *a, const void *b)
{
	const struct ls_await *x = a, *y = b;
	if (x->used_bytes != y->used_bytes)
		return x->used_bytes > y->used_bytes ? -1 : 1;
	/* no two states have one name */
	return strcmp(x->state, y->state);
}

static struct ls_error *
fill_awaits(struct ls_lines *lines, const struct ls_type *type,
    const struct ls_row *row, struct ls_future *future)
{
	const struct ls_variants *variants = type->variants;
	struct ls_await *items = LS_NEW(
	    lines->arena, struct ls_await, (size_t)variants->count + 1);
	if (!items)
		return ls_row_out_of_room(lines->arena);
	for (uint32_t i = 0; i < variants->count; i++) {
		const struct ls_variant *state = &variants->items[i];
		for (uint32_t k = 0; k < state->field_count; k++)
			future->has_shadowed |= state->fields[k].is_unreliable;
		if (!is_await(state))
			continue;
		struct ls_error *err = fill_await(lines, state,
		    &row->variants[i], &items[future->await_count]);
		if (err)
			return err;
		future->await_count++;
	}
	if (future->await_count > 1)
		qsort(items, future->await_count, sizeof(*items), by_used);
	future->awaits = items;
	return NULL;
}

/* ---- what is there twice ---- */

/* Of a type that only one value can be of: a future, a closure. */
static bool
is_unique(const struct ls_type *type)
{
	return type->name && strchr(type->name, '{') &&
	    (ls_type_is_coroutine(type) || strstr(type->name, "{closure"));
}

static bool
looks_moved(const struct ls_model *model, const struct ls_field *argument,
    const struct ls_field *local)
{
	if (!is_kept(argument) || !is_kept(local) || !local->name ||
	    !argument->name || strcmp(local->name, awaited) == 0 ||
	    ls_model_strip(model, argument->type) !=
		ls_model_strip(model, local->type) ||
	    argument->offset_bits == local->offset_bits)
		return false;
	return strcmp(argument->name, local->name) == 0 ||
	    is_unique(type_of(model, local->type));
}

static bool
is_told(const struct ls_future *future, const struct ls_field *argument)
{
	for (size_t i = 0; i < future->twice_count; i++)
		if (future->twice[i].argument_offset_bytes ==
		    argument->offset_bits / 8)
			return true;
	return false;
}

/* The variables of a state come before its arguments in the source. */
static void
find_moved(const struct ls_model *model, const struct ls_variant *start,
    const struct ls_variant *state, struct ls_future *future,
    struct ls_twice *items)
{
	uint32_t locals = state->field_count - start->field_count;
	if ((uint64_t)start->field_count * state->field_count >
	    LS_MAX_MOVED_STEPS)
		return;
	for (uint32_t i = 0; i < start->field_count; i++) {
		const struct ls_field *argument = &start->fields[i];
		for (uint32_t k = 0; k < state->field_count; k++) {
			const struct ls_field *local = &state->fields[k];
			if (local->declared >= locals ||
			    !looks_moved(model, argument, local) ||
			    is_told(future, argument))
				continue;
			items[future->twice_count++] = (struct ls_twice){
				.argument = argument->name,
				.local = local->name,
				.argument_offset_bytes = argument
							     ->offset_bits /
				    8,
				.local_offset_bytes = local->offset_bits / 8,
				.size_bytes = local->size_bits / 8,
			};
			add(&future->twice_bytes, local);
		}
	}
}

static struct ls_error *
fill_twice(struct ls_lines *lines, const struct ls_type *type,
    struct ls_future *future)
{
	const struct ls_variants *variants = type->variants;
	const struct ls_variant *start = &variants->items[0];
	struct ls_twice *items = LS_NEW(
	    lines->arena, struct ls_twice, (size_t)start->field_count + 1);
	if (!items)
		return ls_row_out_of_room(lines->arena);
	future->twice = items;
	for (uint32_t i = 0; i < start->field_count; i++)
		if (is_kept(&start->fields[i]))
			add(&future->captured_bytes, &start->fields[i]);
	/* one for each argument at most, so more states add no more */
	for (uint32_t i = 1; i < variants->count; i++)
		if (is_await(&variants->items[i]) &&
		    variants->items[i].field_count >= start->field_count)
			find_moved(lines->model, start, &variants->items[i],
			    future, items);
	return NULL;
}

/* ---- the way down to what is large ---- */

static const struct ls_field *
largest_member(const struct ls_type *type, const struct ls_variant **ret)
{
	const struct ls_field *largest = NULL;
	for (uint32_t i = 0; i < type->variants->count; i++) {
		const struct ls_variant *state = &type->variants->items[i];
		const struct ls_field *field = largest_of(state);
		if (!field || !is_await(state) ||
		    (largest && field->size_bits <= largest->size_bits))
			continue;
		largest = field;
		*ret = state;
	}
	return largest;
}

static struct ls_error *
fill_links(struct ls_lines *lines, ls_type_id id, struct ls_future *future)
{
	struct ls_future_link *items = LS_NEW(
	    lines->arena, struct ls_future_link, LS_MAX_DEPTH);
	if (!items)
		return ls_row_out_of_room(lines->arena);
	future->links = items;
	for (int depth = 0; depth < LS_MAX_DEPTH; depth++) {
		const struct ls_type *type = type_of(lines->model, id);
		struct ls_future_link *link = &items[future->link_count++];
		link->size_bytes = type->has_size ? type->size_bits / 8 : 0;
		struct ls_error *err = ls_lines_spell(lines, id, &link->type);
		if (err || !ls_type_is_coroutine(type))
			return err;
		const struct ls_variant *state = NULL;
		const struct ls_field *field = largest_member(type, &state);
		if (!field)
			return NULL;
		link->state = state->name;
		link->member = field->name ? field->name : "?";
		id = field->type;
	}
	return NULL;
}

struct ls_error *
ls_analyse_future(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row)
{
	if (!ls_type_is_coroutine(type))
		return NULL;
	struct ls_future *future = LS_NEW(lines->arena, struct ls_future, 1);
	if (!future)
		return ls_row_out_of_room(lines->arena);
	struct ls_error *err = fill_awaits(lines, type, row, future);
	if (!err)
		err = fill_twice(lines, type, future);
	if (!err)
		err = fill_links(lines, row->type_id, future);
	row->future = future;
	return err;
}
