/*
 * check.c - the list of those who write findings.
 */
#include "render/check.h"

#include <string.h>

static const struct ls_check_renderer *const renderers[] = {
	&ls_check_text,
	&ls_check_json,
	&ls_check_github,
	&ls_check_sarif,
	&ls_check_junit,
};

const struct ls_check_renderer *
ls_check_renderer_at(size_t index)
{
	size_t count = sizeof(renderers) / sizeof(renderers[0]);
	return index < count ? renderers[index] : NULL;
}

const struct ls_check_renderer *
ls_check_renderer_by_name(const char *name)
{
	for (size_t i = 0; ls_check_renderer_at(i); i++)
		if (strcmp(renderers[i]->name, name) == 0)
			return renderers[i];
	return NULL;
}
