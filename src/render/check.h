/*
 * check.h - the door through which findings go out.
 *
 * A page of findings is written at once: it is short beside what it judged.
 */
#ifndef LS_RENDER_CHECK_H
#define LS_RENDER_CHECK_H

#include "render/render.h"
#include "report/finding.h"

struct ls_check_renderer {
	const char *name;
	const char *help;
	void (*write)(
	    struct ls_page *page, const struct ls_check_report *report);
};

extern const struct ls_check_renderer ls_check_text;
extern const struct ls_check_renderer ls_check_json;
extern const struct ls_check_renderer ls_check_github;
extern const struct ls_check_renderer ls_check_sarif;
extern const struct ls_check_renderer ls_check_junit;

/* NULL if there is no such format. */
const struct ls_check_renderer *ls_check_renderer_by_name(const char *name);

/* NULL past the last. */
const struct ls_check_renderer *ls_check_renderer_at(size_t index);

#endif
