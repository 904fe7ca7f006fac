/*
 * render.c - the list of renderers.
 */
#include "render/render.h"

#include <string.h>

static const struct ls_renderer *const renderers[] = {
	&ls_render_text,
	&ls_render_json,
	&ls_render_ndjson,
	&ls_render_tsv,
	&ls_render_markdown,
	&ls_render_c,
	&ls_render_rust,
};

const struct ls_renderer *
ls_renderer_at(size_t index)
{
	size_t count = sizeof(renderers) / sizeof(renderers[0]);
	return index < count ? renderers[index] : NULL;
}

const struct ls_renderer *
ls_renderer_by_name(const char *name)
{
	for (size_t i = 0; ls_renderer_at(i); i++)
		if (strcmp(renderers[i]->name, name) == 0)
			return renderers[i];
	return NULL;
}
