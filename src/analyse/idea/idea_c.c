/*
 * idea_c.c - a struct of C with one thing in it changed.
 *
 * In: a type whose layout our rules give again.  Out: its size with members
 * narrowed, made bit-fields, or left out, in their present order.  The sizes
 * are the compiler's rules; whether the change is allowed only the source can
 * tell, so all of these ideas are heuristic.
 */
#include "analyse/idea/idea_c.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/embed.h"
#include "base/error.h"

bool
ls_c_try_begin(struct ls_ideas *ideas, struct ls_c_try *ret)
{
	const struct ls_type *type = ideas->type;
	*ret = (struct ls_c_try){ 0 };
	if ((type->lang != LS_LANG_C && type->lang != LS_LANG_CPP) ||
	    (type->kind != LS_KIND_STRUCT && type->kind != LS_KIND_CLASS) ||
	    type->field_count < 2)
		return true;
	if (!ls_ordered_reproduce(
		ideas->lines->model, ideas->id, &ret->ordered))
		return false;
	if (ret->ordered.why_not)
		return true;
	uint32_t count = ret->ordered.set.count;
	ret->items = calloc((size_t)count + 1, sizeof(*ret->items));
	ret->is_gone = calloc((size_t)count + 1, sizeof(*ret->is_gone));
	if (!ret->items || !ret->is_gone)
		return false;
	ret->count = count;
	ls_c_try_undo(ret);
	return true;
}

void
ls_c_try_undo(struct ls_c_try *try)
{
	memcpy(try->items, try->ordered.set.items,
	    try->count * sizeof(*try->items));
	memset(try->is_gone, 0, try->count * sizeof(*try->is_gone));
}

void
ls_c_try_free(struct ls_c_try *try)
{
	ls_ordered_free(&try->ordered);
	free(try->items);
	free(try->is_gone);
}

bool
ls_c_try_size(
    struct ls_ideas *ideas, const struct ls_c_try *try, uint64_t *ret)
{
	struct ls_items set = try->ordered.set;
	struct ls_item *items = calloc((size_t)try->count + 1, sizeof(*items));
	uint64_t align = 8;
	if (!items)
		return false;
	set.items = items;
	set.count = 0;
	for (uint32_t i = 0; i < try->count; i++) {
		if (try->is_gone[i])
			continue;
		items[set.count++] = try->items[i];
		if (align < try->items[i].align_bits)
			align = try->items[i].align_bits;
	}
	if (!ideas->type->is_forced_align)
		set.align_bits = align;
	*ret = ideas->type->size_bits / 8;
	if (set.count > 0 && ls_items_are_sound(&set))
		*ret = ls_items_layout(&set, NULL, NULL) / 8;
	free(items);
	return true;
}

struct ls_error *
ls_c_try_add(struct ls_ideas *ideas, const struct ls_c_try *try,
    struct ls_idea *idea, bool *is_added)
{
	uint64_t now = ideas->type->size_bits / 8, after;
	if (!ls_c_try_size(ideas, try, &after))
		return &ls_error_nomem;
	*is_added = after < now;
	if (after >= now)
		return NULL;
	idea->certainty = LS_CERTAINTY_HEURISTIC;
	idea->size_bytes = after;
	idea->saving_bytes = now - after;
	struct ls_embed *embed = ideas->lines->options->embed;
	if (embed) {
		idea->program_saving_bytes = ls_embed_saving(
		    embed, ideas->id, after);
		idea->total_saving_bytes = ls_embed_saving_at(
		    embed, ideas->id, after, ls_ideas_cost(ideas));
	}
	return ls_ideas_add(ideas, idea);
}

const struct ls_type *
ls_c_type(
    const struct ls_ideas *ideas, const struct ls_c_try *try, uint32_t item)
{
	const struct ls_model *model = ideas->lines->model;
	return ls_model_type(
	    model, ls_model_strip(model, try->ordered.fields[item]->type));
}

bool
ls_c_enum_range(const struct ls_type *type, ls_i128 *least, ls_i128 *most)
{
	if (type->kind != LS_KIND_ENUM || type->enumerator_count == 0 ||
	    type->variants)
		return false;
	*least = *most = (ls_i128)type->enumerators[0].value;
	for (uint32_t i = 1; i < type->enumerator_count; i++) {
		ls_i128 value = (ls_i128)type->enumerators[i].value;
		*least = value < *least ? value : *least;
		*most = value > *most ? value : *most;
	}
	return true;
}

enum { MOST_NAMES = 5 };

struct ls_error *
ls_c_names(struct ls_ideas *ideas, const struct ls_c_try *try,
    const bool *marked, const char **ret)
{
	struct ls_out out = { 0 };
	uint32_t count = 0, at = 0;
	for (uint32_t i = 0; i < try->count; i++)
		count += marked[i];
	for (uint32_t i = 0; i < try->count; i++) {
		const char *name = try->ordered.fields[i]->name;
		if (!marked[i])
			continue;
		at++;
		if (count > MOST_NAMES && at == MOST_NAMES) {
			ls_out_format(
			    &out, " and %u more", count - MOST_NAMES + 1);
			break;
		}
		if (at > 1)
			ls_out_text(&out, at == count ? " and " : ", ");
		ls_out_text(&out, name ? name : "?");
	}
	struct ls_error *err = out.failed || !out.text
	    ? &ls_error_nomem
	    : ls_ideas_say(ideas, ret, "%s", out.text);
	ls_out_free(&out);
	return err;
}
