/*
 * patch_comment.c - the comments that go with each member.
 *
 *	// above it: goes along, as there is no blank line between
 *	char a; // behind it, and wherever this ends
 *	///< below it, as doxygen has it
 *
 *	// a blank line follows: stays
 *
 *	long b;
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/patch/patch_own.h"

/* Comments by line of the body. */
struct comments {
	const struct ls_token **on; /* the last one on it; NULL */
	uint32_t first;
	uint32_t count;
};

static const struct ls_token *
comment_on(const struct comments *comments, uint32_t line)
{
	return line >= comments->first &&
		line - comments->first < comments->count
	    ? comments->on[line - comments->first]
	    : NULL;
}

/* Doxygen's word that a comment is about what stands before it. */
static bool
is_about_before(const struct ls_token *comment)
{
	return comment->size > 3 && comment->at[3] == '<' &&
	    (memcmp(comment->at, "/**", 3) == 0 ||
		memcmp(comment->at, "/*!", 3) == 0 ||
		memcmp(comment->at, "///", 3) == 0 ||
		memcmp(comment->at, "//!", 3) == 0);
}

/* Comments that stand behind code, or below it for what is before them. */
static void
take_after(struct ls_body *body, const struct comments *comments, size_t index)
{
	struct ls_declaration *item = &body->items[index];
	uint32_t limit = index + 1 < body->count
	    ? item[1].first_line
	    : ls_body_token(body, body->close)->first_line;
	const struct ls_token *comment = comment_on(comments, item->last_line);
	if (comment && comment->last_line > item->last_line)
		item->last_line = comment->last_line;
	while (item->last_line + 1 < limit) {
		comment = comment_on(comments, item->last_line + 1);
		if (!comment || !is_about_before(comment))
			break;
		item->last_line = comment->last_line;
	}
	if (item->last_line >= limit)
		ls_body_refuse(body, "line %u: a comment ends beside code",
		    item->last_line);
}

static void
take_before(
    struct ls_body *body, const struct comments *comments, size_t index)
{
	struct ls_declaration *item = &body->items[index];
	uint32_t limit = index > 0
	    ? item[-1].last_line
	    : ls_body_token(body, body->open)->last_line;
	while (item->first_line - 1 > limit) {
		const struct ls_token *comment = comment_on(
		    comments, item->first_line - 1);
		if (!comment || comment->first_line <= limit)
			break;
		item->first_line = comment->first_line;
	}
}

/* A line of the body that holds a comment and no code is the comment's. */
static bool
read_comments(const struct ls_body *body, struct comments *ret)
{
	uint32_t last = ls_body_token(body, body->close)->first_line;
	ret->first = ls_body_token(body, body->open)->last_line;
	ret->count = last - ret->first + 1;
	ret->on = calloc(ret->count, sizeof(struct ls_token *));
	for (size_t i = body->open; ret->on && i < body->close; i++) {
		const struct ls_token *token = ls_body_token(body, i);
		if (token->kind != LS_TOKEN_COMMENT)
			continue;
		for (uint32_t line = token->first_line;
		     line <= token->last_line && line <= last; line++)
			ret->on[line - ret->first] = token;
	}
	return ret->on != NULL;
}

bool
ls_body_take_comments(struct ls_body *body)
{
	struct comments comments;
	if (!read_comments(body, &comments))
		return false;
	for (size_t i = 0; i < body->count; i++)
		take_after(body, &comments, i);
	for (size_t i = 0; i < body->count; i++)
		take_before(body, &comments, i);
	free(comments.on);
	return true;
}
