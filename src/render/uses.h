/*
 * uses.h - who has to do with a type, as a page.
 */
#ifndef LS_RENDER_USES_H
#define LS_RENDER_USES_H

#include "report/use.h"

struct ls_page;
struct ls_report;

/* What a list of uses is about. */
enum ls_uses_about {
	LS_USES_CONTAINS, /* -i */
	LS_USES_POINTERS, /* -f */
	LS_USES_BY_VALUE,
};

struct ls_uses_renderer {
	const char *name;
	void (*put)(struct ls_page *page, const struct ls_report *report,
	    enum ls_uses_about about, const struct ls_uses *uses);
};

/* NULL if there is no such format for it. */
const struct ls_uses_renderer *ls_uses_renderer_by_name(const char *name);

/* uses_data.c */
extern const struct ls_uses_renderer ls_render_uses_tsv;
extern const struct ls_uses_renderer ls_render_uses_json;
extern const struct ls_uses_renderer ls_render_uses_ndjson;
extern const struct ls_uses_renderer ls_render_uses_markdown;

/* "holds", "points", "takes", "returns". */
const char *ls_use_word(enum ls_use_kind kind);

#endif
