/*
 * patch_own.h - what the files that read a type's body share.
 */
#ifndef LS_ANALYSE_PATCH_OWN_H
#define LS_ANALYSE_PATCH_OWN_H

#include "analyse/patch/patch.h"

#define LS_NO_MEMBER UINT32_MAX

/* One declaration between a type's braces. */
struct ls_declaration {
	size_t first; /* tokens; the last one is its ';' or '}' */
	size_t last;
	uint32_t first_line; /* with its comments, once they are found */
	uint32_t last_line;
	uint32_t member; /* `declared` of the one it declares */
	bool is_label;   /* "public:" */
};

struct ls_body {
	const struct ls_c_source *source;
	const struct ls_row *row;
	size_t open; /* the braces */
	size_t close;
	struct ls_declaration *items;
	size_t count;
	size_t room;
	bool is_refused;
	char *why_not; /* the first reason; NULL: no memory for it */
};

/* Keep the first reason. */
void ls_body_refuse(struct ls_body *body, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Find the type's braces and what stands between them. */
struct ls_error *ls_body_read(struct ls_body *body);

/* Which of them declares which member. */
void ls_body_match(struct ls_body *body);

/* The comments that go with each.  False: no memory. */
bool ls_body_take_comments(struct ls_body *body)
    __attribute__((warn_unused_result));

/* What may not change its order, although lines could be moved. */
void ls_body_check_order(struct ls_body *body);

/* The name that the source calls the type by: behind the last "::". */
const char *ls_patch_tag(const char *name);

static inline const struct ls_token *
ls_body_token(const struct ls_body *body, size_t at)
{
	return &body->source->tokens[at];
}

#endif
