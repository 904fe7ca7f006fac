/*
 * patch_order.c - what may not change its order, although lines could move.
 */
#include <string.h>

#include "analyse/patch/patch_own.h"

/* The new place of each declaration's member; those that stay keep theirs. */
static size_t
new_place(const struct ls_body *body, const struct ls_declaration *item)
{
	const struct ls_best *best = body->row->best;
	const struct ls_best_step *step = &best->steps[best->step_count - 1];
	for (size_t i = 0; i < best->member_count; i++)
		if (step->members[i].declared == item->member)
			return i;
	return 0;
}

/* "public:" between members: who moves over it is seen by others. */
static void
check_labels(struct ls_body *body)
{
	const struct ls_declaration *label = NULL;
	bool has_member = false;
	for (size_t i = 0; i < body->count; i++) {
		const struct ls_declaration *item = &body->items[i];
		if (item->is_label && has_member)
			label = item;
		if (item->member == LS_NO_MEMBER)
			continue;
		has_member = true;
		if (label)
			ls_body_refuse(body,
			    "line %u: an access specifier between its members",
			    label->first_line);
	}
}

/* The tag that "struct tag { .. } x;" defines; NULL: none. */
static const struct ls_token *
defined_tag(const struct ls_body *body, const struct ls_declaration *item)
{
	const struct ls_token *tag = NULL;
	for (size_t i = item->first; i < item->last; i++) {
		const struct ls_token *token = ls_body_token(body, i);
		if (ls_token_is(token, "{"))
			return tag;
		if (token->kind == LS_TOKEN_WORD)
			tag = ls_token_is(token, "struct") ||
				ls_token_is(token, "union") ||
				ls_token_is(token, "enum") ||
				ls_token_is(token, "class")
			    ? NULL
			    : token;
	}
	return NULL;
}

static bool
mentions(const struct ls_body *body, const struct ls_declaration *item,
    const struct ls_token *word)
{
	for (size_t i = item->first; i <= item->last; i++)
		if (ls_token_is_same(ls_body_token(body, i), word))
			return true;
	return false;
}

/* A type that one member defines and another one uses. */
static void
check_tags(struct ls_body *body)
{
	for (size_t i = 0; i < body->count; i++) {
		const struct ls_declaration *item = &body->items[i];
		const struct ls_token *tag = item->member == LS_NO_MEMBER
		    ? NULL
		    : defined_tag(body, item);
		for (size_t k = i + 1; tag && k < body->count; k++) {
			const struct ls_declaration *other = &body->items[k];
			if (other->member != LS_NO_MEMBER &&
			    mentions(body, other, tag) &&
			    new_place(body, other) < new_place(body, item))
				ls_body_refuse(body,
				    "line %u uses what line %u defines",
				    other->first_line, item->first_line);
		}
	}
}

/* "int b = a + 1;": evaluated in the order of the members. */
static void
check_defaults(struct ls_body *body)
{
	for (size_t i = 0; i < body->count; i++) {
		const struct ls_declaration *item = &body->items[i];
		if (item->member == LS_NO_MEMBER)
			continue;
		for (size_t k = item->first; k <= item->last; k++)
			if (ls_token_is(ls_body_token(body, k), "="))
				ls_body_refuse(body,
				    "line %u: a default, evaluated in the "
				    "order of the members",
				    item->first_line);
	}
}

void
ls_body_check_order(struct ls_body *body)
{
	check_tags(body);
	if (body->row->lang != LS_LANG_CPP)
		return;
	check_labels(body);
	check_defaults(body);
}
