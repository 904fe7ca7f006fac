/*
 * declare.c - a spelt type and a name, made a declaration of C.
 *
 * The name goes where spell.c turned from the left half to the right: into
 * the innermost "(*", or else before the first "[" or "(" that is not part of
 * a name.
 *
 *	char[6]             char|[6]
 *	int (*)(int)        int (*|)(int)
 *	int (*(*)(int))[3]  int (*(*|)(int))[3]
 *	char *(int)         char *|(int)
 */
#include <string.h>

#include "base/out.h"
#include "model/name.h"
#include "model/spell.h"

static bool
is_star(char c)
{
	return c == '*' || c == '&';
}

/* One past a path such as "ns::A<int>::" that a '*' may follow. */
static const char *
skip_class(const char *at, const char *end)
{
	const char *after = at;
	while (at < end) {
		if (ls_name_is_letter(*at))
			at++;
		else if (*at == '<')
			at = ls_name_skip_group(at, end);
		else if (at[0] == ':' && at[1] == ':')
			after = at += 2;
		else
			break;
	}
	return after;
}

/* Does a '(' open a declarator: "(*", "(&", "(A::*"? */
static bool
is_declarator(const char *paren, const char *end)
{
	return *paren == '(' && is_star(*skip_class(paren + 1, end));
}

/* Stars and what may stand between them: "*const *". */
static const char *
skip_stars(const char *at, const char *end)
{
	at = skip_class(at, end);
	while (at < end &&
	    (is_star(*at) || *at == ' ' || *at == ':' ||
		ls_name_is_letter(*at)))
		at++;
	return at;
}

/*
 * A bracket that is part of a name: <...> and {...}, "(anonymous
 * namespace)::", and "__attribute__((...))", which no space sets apart.
 */
static bool
is_of_name(const char *text, const char *at, const char *end)
{
	if (*at == '<' || *at == '{')
		return true;
	if (*at != '(')
		return false;
	const char *after = ls_name_skip_group(at, end);
	if (after[0] == ':' && after < end)
		return true;
	return at > text && ls_name_is_letter(at[-1]);
}

static const char *
place_of_name(const char *text, const char *end)
{
	const char *at = text;
	while (at < end) {
		if (is_of_name(text, at, end))
			at = ls_name_skip_group(at, end);
		else if (*at == '[' || *at == '(')
			break;
		else
			at++;
	}
	if (at == end || !is_declarator(at, end))
		return at;
	while (at < end && is_declarator(at, end))
		at = skip_stars(at + 1, end);
	return at;
}

void
ls_spell_declaration(const char *type, const char *name, struct ls_out *out)
{
	const char *end = type + strlen(type);
	if (!name || !*name) {
		ls_out_bytes(out, type, (size_t)(end - type));
		return;
	}
	const char *place = place_of_name(type, end);
	const char *before = place;
	while (before > type && before[-1] == ' ')
		before--;
	ls_out_bytes(out, type, (size_t)(before - type));
	if (before > type && !is_star(before[-1]))
		ls_out_char(out, ' ');
	ls_out_text(out, name);
	ls_out_bytes(out, place, (size_t)(end - place));
}
