/*
 * shorten.c - type names without what nobody needs to read.
 */
#include "render/shorten.h"

#include <stddef.h>
#include <string.h>

#include "base/out.h"

/* What std's own types take where the source names nothing. */
static const char *const defaults[] = {
	"alloc::alloc::Global",
	"std::hash::random::RandomState",
	"std::collections::hash::map::RandomState",
	"std::allocator<",
	"std::char_traits<",
	"std::default_delete<",
};

/* Arguments longer than this are no default that anybody would miss. */
enum { MOST_SKIPPED = 4096 };

/* The end of "<...>" after its '<'; NULL if it is not near. */
static const char *
skip_brackets(const char *at)
{
	const char *begin = at;
	for (size_t depth = 1; *at && at - begin < MOST_SKIPPED; at++) {
		if (*at == '<')
			depth++;
		else if (*at == '>' && at[-1] != '-' && --depth == 0)
			return at + 1;
	}
	return NULL;
}

/* At ", std::allocator<int> >": where the argument ends.  NULL: keep it. */
static const char *
skip_default(const char *at)
{
	if (strncmp(at, ", ", 2) != 0)
		return NULL;
	at += 2;
	for (size_t i = 0; i < sizeof(defaults) / sizeof(defaults[0]); i++) {
		size_t size = strlen(defaults[i]);
		if (strncmp(at, defaults[i], size) != 0)
			continue;
		const char *end = at + size;
		if (defaults[i][size - 1] == '<')
			end = skip_brackets(end);
		if (!end)
			return NULL;
		if (end[0] == ' ' && end[1] == '>')
			end++;
		return *end == '>' || *end == ',' ? end : NULL;
	}
	return NULL;
}

void
ls_shorten(struct ls_out *out, const char *name)
{
	const char *from = name;
	for (const char *at = name; *at;) {
		const char *end = *at == ',' ? skip_default(at) : NULL;
		if (!end) {
			at++;
			continue;
		}
		ls_out_bytes(out, from, (size_t)(at - from));
		at = from = end;
	}
	ls_out_text(out, from);
}
