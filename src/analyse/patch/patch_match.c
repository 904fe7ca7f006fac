/*
 * patch_match.c - which declaration in the source is which member.
 *
 * The compiler told the line of each member.  Exactly one member must be
 * declared there, by its name, and without a macro that could hide others.
 */
#include <string.h>

#include "analyse/patch/patch_own.h"

static struct ls_declaration *
declaration_at(struct ls_body *body, uint32_t line)
{
	size_t low = 0, high = body->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (body->items[middle].last_line < line)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == body->count || body->items[low].first_line > line)
		return NULL;
	return &body->items[low];
}

static bool
has_word(const struct ls_body *body, const struct ls_declaration *item,
    const char *word)
{
	for (size_t i = item->first; i <= item->last; i++) {
		const struct ls_token *token = ls_body_token(body, i);
		if (token->kind == LS_TOKEN_WORD && ls_token_is(token, word))
			return true;
	}
	return false;
}

static void
match(struct ls_body *body, const struct ls_line *member)
{
	const struct ls_decl *decl = &member->decl;
	const char *name = member->name ? member->name : "(anonymous)";
	struct ls_declaration *item = declaration_at(body, decl->line);
	if (!decl->line) {
		ls_body_refuse(body, "no line is told for member '%s'", name);
	} else if (!decl->file || !body->row->decl.file ||
	    strcmp(decl->file, body->row->decl.file) != 0) {
		ls_body_refuse(body, "member '%s' is declared in %s", name,
		    decl->file ? decl->file : "another file");
	} else if (!item ||
	    (member->name && !has_word(body, item, member->name)) ||
	    (!member->name && !has_word(body, item, "struct") &&
		!has_word(body, item, "union"))) {
		ls_body_refuse(body,
		    "line %u does not declare '%s': the source is not the one "
		    "that was compiled, or a macro declares it",
		    decl->line, name);
	} else if (item->member != LS_NO_MEMBER) {
		ls_body_refuse(body, "line %u declares several members",
		    item->first_line);
	} else {
		item->member = member->declared;
	}
}

/* ---- macros ---- */

static bool
may_have_arguments(const struct ls_token *word)
{
	static const char *const known[] = { "__attribute__", "__attribute",
		"_Alignas", "alignas", "__declspec", "typeof", "__typeof__",
		"__typeof", "decltype", "_Atomic", "sizeof", "_Alignof",
		"alignof", "__alignof__", "offsetof", "__builtin_offsetof",
		"static_cast" };
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (ls_token_is(word, known[i]))
			return true;
	return false;
}

/*
 * int (*f)(void) has a type before its bracket; LIST_HEAD(f) has a macro's
 * name there.  What is inside of brackets says nothing of members.
 */
static void
check_macros(struct ls_body *body, const struct ls_declaration *item)
{
	for (size_t i = item->first; i < item->last; i++) {
		const struct ls_token *token = ls_body_token(body, i);
		size_t next = ls_c_source_code(body->source, i + 1);
		const struct ls_token *after = ls_body_token(body, next);
		if (ls_token_opens(token)) {
			i = ls_c_source_close(body->source, i);
			continue;
		}
		if (token->kind != LS_TOKEN_WORD || !ls_token_is(after, "("))
			continue;
		const struct ls_token *inner = ls_body_token(
		    body, ls_c_source_code(body->source, next + 1));
		if (may_have_arguments(token) || ls_token_is(inner, "*") ||
		    ls_token_is(inner, "&") || ls_token_is(inner, "^"))
			continue;
		ls_body_refuse(body, "line %u: %.*s(..) may be a macro",
		    token->first_line,
		    token->size < 64 ? (int)token->size : 64, token->at);
		return;
	}
}

/* ---- what is no member ---- */

/* A ':' outside of brackets that is no "::". */
static bool
has_colon(const struct ls_body *body, const struct ls_declaration *item)
{
	for (size_t i = item->first; i < item->last; i++) {
		const struct ls_token *token = ls_body_token(body, i);
		if (ls_token_opens(token))
			i = ls_c_source_close(body->source, i);
		else if (ls_token_is(token, ":") &&
		    !ls_token_is(ls_body_token(body, i + 1), ":") &&
		    !(i > item->first &&
			ls_token_is(ls_body_token(body, i - 1), ":")))
			return true;
	}
	return false;
}

static bool
may_stay(const struct ls_body *body, const struct ls_declaration *item)
{
	const struct ls_token *first = ls_body_token(body, item->first);
	if (ls_token_is(first, "_Static_assert") ||
	    ls_token_is(first, "static_assert"))
		return true;
	if (body->row->lang != LS_LANG_CPP)
		return false;
	static const char *const words[] = { "static", "typedef", "using",
		"friend", "template", "enum", "struct", "class", "union",
		"inline", "constexpr" };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (ls_token_is(first, words[i]))
			return !has_colon(body, item);
	return has_word(body, item, "operator") ||
	    ls_token_is(ls_body_token(body, item->last), "}") ||
	    (!has_colon(body, item) &&
		memchr(first->at, '(',
		    (size_t)(ls_body_token(body, item->last)->at -
			first->at)) != NULL);
}

void
ls_body_match(struct ls_body *body)
{
	const struct ls_row *row = body->row;
	for (size_t i = 0; i < row->line_count && !body->is_refused;
	     i += 1 + row->lines[i].below_count) {
		const struct ls_line *line = &row->lines[i];
		if (line->kind == LS_LINE_MEMBER && !line->is_base &&
		    !line->is_vptr && !line->is_artificial)
			match(body, line);
	}
	for (size_t i = 0; i < body->count && !body->is_refused; i++) {
		const struct ls_declaration *item = &body->items[i];
		if (item->is_label)
			continue;
		if (item->member != LS_NO_MEMBER)
			check_macros(body, item);
		else if (!may_stay(body, item))
			ls_body_refuse(body,
			    "line %u is no member that the debugging "
			    "information knows",
			    item->first_line);
	}
}
