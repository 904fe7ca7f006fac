/*
 * patch_use.c - initialisers that count on the order of a type's members.
 *
 *	struct conn c = { 1, 2 };	counts on it
 *	struct conn c = { .id = 2 };	does not; in C++ it does
 *	struct conn c = { 0 };		does not
 *
 * Tokens come in, a line goes out.  Types that hold the type are not looked
 * at: what initialises them may be in any file.
 */
#include <string.h>

#include "analyse/patch_own.h"

/* Names that the file gives to the type, its own among them. */
enum { NAMES_MAX = 16 };

struct use {
	const struct ls_c_source *source;
	bool is_cpp;
	const char *tag;                  /* "struct TAG"; NULL: it has none */
	struct ls_token names[NAMES_MAX]; /* that need no "struct" */
	size_t name_count;
};

static const struct ls_token *
token_at(const struct use *use, size_t at)
{
	static const struct ls_token none = { .at = "", .size = 0 };
	return at < use->source->token_count ? &use->source->tokens[at]
					     : &none;
}

static size_t
next_code(const struct use *use, size_t at)
{
	return ls_c_source_code(use->source, at + 1);
}

/* Past a reference to the type that begins at `at`; `at` if none does. */
static size_t
pass_reference(const struct use *use, size_t at)
{
	const struct ls_token *token = token_at(use, at);
	if (token->kind != LS_TOKEN_WORD)
		return at;
	if (ls_token_is(token, "struct") || ls_token_is(token, "class")) {
		size_t next = next_code(use, at);
		return use->tag && ls_token_is(token_at(use, next), use->tag)
		    ? next_code(use, next)
		    : at;
	}
	for (size_t i = 0; i < use->name_count; i++)
		if (ls_token_is_same(token, &use->names[i]))
			return next_code(use, at);
	return at;
}

/* "typedef struct conn { .. } conn_t;": conn_t too. */
static void
gather_typedef(struct use *use, size_t at)
{
	const struct ls_token *last = NULL;
	bool is_ours = false, is_pointer = false;
	for (at = next_code(use, at); at < use->source->token_count;
	     at = next_code(use, at)) {
		const struct ls_token *token = token_at(use, at);
		if (ls_token_is(token, ";"))
			break;
		size_t after = pass_reference(use, at);
		if (after != at) {
			is_ours = true;
			at = after;
			token = token_at(use, at);
		}
		if (ls_token_opens(token)) {
			at = ls_c_source_close(use->source, at);
			continue;
		}
		is_pointer |= ls_token_is(token, "*");
		if (token->kind == LS_TOKEN_WORD)
			last = token;
		else if (ls_token_is(token, ";"))
			break;
	}
	if (is_ours && last && !is_pointer && use->name_count < NAMES_MAX)
		use->names[use->name_count++] = *last;
}

static bool
is_zero(const struct use *use, size_t at)
{
	return ls_token_is(token_at(use, at), "0") &&
	    ls_token_is(token_at(use, next_code(use, at)), "}");
}

/* Does what is in these braces, for one object, go by order? */
static bool
goes_by_order(const struct use *use, size_t open)
{
	size_t first = next_code(use, open);
	const struct ls_token *token = token_at(use, first);
	if (ls_token_is(token, "}") || is_zero(use, first))
		return false;
	return use->is_cpp || !ls_token_is(token, ".");
}

/* The same for an array of them: each element's braces, or none. */
static bool
elements_go_by_order(const struct use *use, size_t open)
{
	size_t end = ls_c_source_close(use->source, open);
	size_t at = next_code(use, open);
	if (is_zero(use, at))
		return false;
	bool is_start = true;
	for (; at < end; at = next_code(use, at)) {
		const struct ls_token *token = token_at(use, at);
		if (ls_token_is(token, "{") && goes_by_order(use, at))
			return true;
		if (is_start && token->kind == LS_TOKEN_LITERAL)
			return true; /* no braces of its own */
		is_start = ls_token_is(token, ",");
		if (ls_token_opens(token))
			at = ls_c_source_close(use->source, at);
	}
	return false;
}

static bool
check_braces(const struct use *use, size_t open, bool is_array)
{
	return is_array ? elements_go_by_order(use, open)
			: goes_by_order(use, open);
}

/*
 * What follows a reference: "name = {", "names[] = {", "){" of a compound
 * literal, in C++ "name{" and "{" too.
 */
static bool
is_followed(const struct use *use, size_t at)
{
	bool is_array = false;
	for (; at < use->source->token_count; at = next_code(use, at)) {
		const struct ls_token *token = token_at(use, at);
		if (token->kind == LS_TOKEN_WORD)
			continue;
		if (ls_token_is(token, "[")) {
			is_array = true;
			at = ls_c_source_close(use->source, at);
		} else if (ls_token_is(token, "=") ||
		    ls_token_is(token, ")")) {
			size_t next = next_code(use, at);
			if (ls_token_is(token_at(use, next), "{"))
				return check_braces(use, next, is_array);
			return false;
		} else if (ls_token_is(token, "{")) {
			return use->is_cpp && check_braces(use, at, is_array);
		} else if (ls_token_is(token, "(")) {
			at = ls_c_source_close(use->source, at);
		} else {
			return false;
		}
	}
	return false;
}

uint32_t
ls_patch_find_initialiser(
    const struct ls_c_source *source, const struct ls_row *row)
{
	struct use use = { .source = source,
		.is_cpp = row->lang == LS_LANG_CPP };
	const char *name = ls_patch_tag(row);
	if (!row->is_typedef_name)
		use.tag = name;
	if (name && (row->is_typedef_name || use.is_cpp))
		use.names[use.name_count++] = (struct ls_token){ LS_TOKEN_WORD,
			0, 0, name, strlen(name) };
	for (size_t i = ls_c_source_code(source, 0); i < source->token_count;
	     i = next_code(&use, i)) {
		if (ls_token_is(token_at(&use, i), "typedef")) {
			gather_typedef(&use, i);
			continue;
		}
		size_t after = pass_reference(&use, i);
		if (after == i)
			continue;
		/* The definition itself */
		bool is_body = ls_token_is(token_at(&use, after), "{") &&
		    i > 0 &&
		    (ls_token_is(token_at(&use, i), "struct") ||
			ls_token_is(token_at(&use, i), "class") ||
			ls_token_is(token_at(&use, i - 1), "struct") ||
			ls_token_is(token_at(&use, i - 1), "class"));
		if (is_body) {
			i = ls_c_source_close(source, after);
			if (is_followed(&use, next_code(&use, i)))
				return token_at(&use, i)->first_line;
			continue;
		}
		if (is_followed(&use, after))
			return token_at(&use, i)->first_line;
	}
	return 0;
}
