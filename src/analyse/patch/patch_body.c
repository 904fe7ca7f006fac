/*
 * patch_body.c - what stands between the braces of a type in its source.
 *
 * The debugging information says which lines declare members; what else is
 * there must be something that is known to stay where it is.  Everything
 * that is not plainly one member on lines of its own is a reason to decline.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/patch/patch_own.h"
#include "base/error.h"

void
ls_body_refuse(struct ls_body *body, const char *format, ...)
{
	va_list ap;
	if (body->is_refused)
		return;
	body->is_refused = true;
	va_start(ap, format);
	if (vasprintf(&body->why_not, format, ap) < 0)
		body->why_not = NULL;
	va_end(ap);
}

const char *
ls_patch_tag(const char *name)
{
	const char *colons = name ? strrchr(name, ':') : NULL;
	return colons ? colons + 1 : name;
}

static bool
is_record_word(const struct ls_token *token)
{
	return ls_token_is(token, "struct") || ls_token_is(token, "class");
}

/* ---- the braces ---- */

/* From the type's name or keyword to its '{'; the end if a ';' is nearer. */
static size_t
find_open(const struct ls_c_source *source, size_t at)
{
	for (; at < source->token_count; at++) {
		const struct ls_token *token = &source->tokens[at];
		if (token->kind != LS_TOKEN_MARK)
			continue;
		if (*token->at == '{')
			return at;
		if (*token->at == '(' || *token->at == '[')
			at = ls_c_source_close(source, at);
		else if (*token->at != ':' && *token->at != ',' &&
		    *token->at != '<' && *token->at != '>')
			break;
	}
	return source->token_count;
}

/*
 * Is this the token that the type's line is told for?  Compilers mean the
 * tag, or the keyword of a type without one.
 */
static bool
is_declared_at(const struct ls_body *body, size_t at)
{
	const struct ls_row *row = body->row;
	const struct ls_token *token = ls_body_token(body, at);
	if (token->kind != LS_TOKEN_WORD)
		return false;
	if (row->is_typedef_name || !row->name)
		return is_record_word(token);
	return ls_token_is(token, ls_patch_tag(row->name));
}

static void
find_braces(struct ls_body *body)
{
	const struct ls_c_source *source = body->source;
	uint32_t line = body->row->decl.line;
	for (size_t i = 0; i < source->token_count; i++) {
		const struct ls_token *token = &source->tokens[i];
		if (token->first_line > line)
			break;
		if (token->first_line < line || !is_declared_at(body, i))
			continue;
		body->open = find_open(source, i);
		if (body->open == source->token_count)
			continue;
		body->close = ls_c_source_close(source, body->open);
		if (body->close != source->token_count)
			return;
	}
	ls_body_refuse(body,
	    "line %u does not declare it: the source is not the one that was "
	    "compiled",
	    line);
}

/* ---- between them ---- */

static struct ls_error *
add(struct ls_body *body, size_t first, size_t last, bool is_label)
{
	if (body->count == body->room) {
		size_t room = body->room ? body->room * 2 : 32;
		struct ls_declaration *wider = reallocarray(
		    body->items, room, sizeof(*wider));
		if (!wider)
			return &ls_error_nomem;
		body->items = wider;
		body->room = room;
	}
	body->items[body->count++] = (struct ls_declaration){
		.first = first,
		.last = last,
		.first_line = ls_body_token(body, first)->first_line,
		.last_line = ls_body_token(body, last)->last_line,
		.member = LS_NO_MEMBER,
		.is_label = is_label,
	};
	return NULL;
}

static bool
is_access(const struct ls_token *token)
{
	return ls_token_is(token, "public") || ls_token_is(token, "private") ||
	    ls_token_is(token, "protected");
}

/* Does this '{' begin the body of a function? */
static bool
is_function_body(const struct ls_body *body, size_t first, size_t brace)
{
	while (brace > first) {
		const struct ls_token *token = ls_body_token(body, --brace);
		if (token->kind == LS_TOKEN_COMMENT)
			continue;
		return ls_token_is(token, ")") ||
		    ls_token_is(token, "const") ||
		    ls_token_is(token, "override") ||
		    ls_token_is(token, "final") ||
		    ls_token_is(token, "noexcept");
	}
	return false;
}

/* The last token of the declaration that begins at `first`. */
static size_t
declaration_end(const struct ls_body *body, size_t first)
{
	const struct ls_c_source *source = body->source;
	for (size_t i = first; i < body->close; i++) {
		const struct ls_token *token = &source->tokens[i];
		if (token->kind != LS_TOKEN_MARK)
			continue;
		if (*token->at == ';')
			return i;
		if (!ls_token_opens(token))
			continue;
		bool is_body = *token->at == '{' &&
		    is_function_body(body, first, i);
		i = ls_c_source_close(source, i);
		if (is_body)
			return i;
	}
	return body->close;
}

static struct ls_error *
read_declarations(struct ls_body *body)
{
	size_t at = ls_c_source_code(body->source, body->open + 1);
	struct ls_error *err = NULL;
	while (at < body->close && !err) {
		size_t next = ls_c_source_code(body->source, at + 1);
		if (is_access(ls_body_token(body, at)) && next < body->close &&
		    ls_token_is(ls_body_token(body, next), ":")) {
			err = add(body, at, next, true);
			at = next;
		} else {
			size_t end = declaration_end(body, at);
			if (end >= body->close) {
				ls_body_refuse(body, "line %u does not end",
				    ls_body_token(body, at)->first_line);
				break;
			}
			/* the ';' that some put behind a function */
			if (end != at ||
			    !ls_token_is(ls_body_token(body, at), ";"))
				err = add(body, at, end, false);
			at = end;
		}
		at = ls_c_source_code(body->source, at + 1);
	}
	return err;
}

static void
check_directives(struct ls_body *body)
{
	for (size_t i = body->open; i < body->close; i++) {
		const struct ls_token *token = ls_body_token(body, i);
		if (token->kind != LS_TOKEN_DIRECTIVE)
			continue;
		int size = 1;
		while ((size_t)size < token->size && size < 40 &&
		    token->at[size] != '\r' && token->at[size] != '\n')
			size++;
		ls_body_refuse(body, "line %u: %.*s between its members",
		    token->first_line, size, token->at);
		return;
	}
}

/* Lines of its own for each, and for the braces. */
static void
check_lines(struct ls_body *body)
{
	uint32_t taken = ls_body_token(body, body->open)->last_line;
	for (size_t i = 0; i < body->count; i++) {
		const struct ls_declaration *item = &body->items[i];
		if (item->first_line <= taken)
			ls_body_refuse(body,
			    i == 0 ? "line %u: a member beside the brace"
				   : "line %u: several members on a line",
			    item->first_line);
		taken = item->last_line;
	}
	if (ls_body_token(body, body->close)->first_line <= taken)
		ls_body_refuse(
		    body, "line %u: a member beside the brace", taken);
}

struct ls_error *
ls_body_read(struct ls_body *body)
{
	if (body->source->is_broken)
		ls_body_refuse(
		    body, "its source has a comment that does not end");
	else
		find_braces(body);
	if (body->is_refused)
		return NULL;
	check_directives(body);
	struct ls_error *err = read_declarations(body);
	if (!err)
		check_lines(body);
	return err;
}
