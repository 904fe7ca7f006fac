/*
 * formats.c - what pages can be written in which formats.
 */
#include "layoutscope.h"
#include "render/check.h"
#include "render/diff.h"
#include "render/uses.h"

/* The formats of all commands: those that list findings come last. */
static const struct ls_check_renderer *
check_only_at(size_t index)
{
	const struct ls_check_renderer *renderer;
	for (size_t i = 0; (renderer = ls_check_renderer_at(i)); i++)
		if (!ls_renderer_by_name(renderer->name) && index-- == 0)
			return renderer;
	return NULL;
}

static size_t
renderer_count(void)
{
	size_t count = 0;
	while (ls_renderer_at(count))
		count++;
	return count;
}

const char *
ls_format_name(size_t index)
{
	const struct ls_renderer *renderer = ls_renderer_at(index);
	if (renderer)
		return renderer->name;
	const struct ls_check_renderer *only = check_only_at(
	    index - renderer_count());
	return only ? only->name : NULL;
}

const char *
ls_format_help(size_t index)
{
	const struct ls_renderer *renderer = ls_renderer_at(index);
	if (renderer)
		return renderer->help;
	const struct ls_check_renderer *only = check_only_at(
	    index - renderer_count());
	return only ? only->help : NULL;
}

bool
ls_has_format(enum ls_pages pages, const char *format)
{
	switch (pages) {
	case LS_PAGES_LAYOUTS:
		return ls_renderer_by_name(format) != NULL;
	case LS_PAGES_USES:
		return ls_uses_renderer_by_name(format) != NULL;
	case LS_PAGES_PATCH:
		return false;
	case LS_PAGES_CHANGES:
		return ls_diff_renderer_by_name(format) ||
		    ls_check_renderer_by_name(format);
	case LS_PAGES_FINDINGS:
		return ls_check_renderer_by_name(format) != NULL;
	}
	return false;
}
