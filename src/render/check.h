/*
 * check.h - the door through which findings go out.
 *
 * A page of findings is written at once: it is short beside what it judged.
 */
#ifndef LS_RENDER_CHECK_H
#define LS_RENDER_CHECK_H

#include "render/render.h"
#include "report/finding.h"

struct ls_map;

struct ls_check_renderer {
	const char *name;
	const char *help;
	void (*write)(
	    struct ls_page *page, const struct ls_check_report *report);
};

extern const struct ls_check_renderer ls_check_text;
extern const struct ls_check_renderer ls_check_json;
extern const struct ls_check_renderer ls_check_markdown;
extern const struct ls_check_renderer ls_check_github;
extern const struct ls_check_renderer ls_check_gitlab;
extern const struct ls_check_renderer ls_check_sarif;
extern const struct ls_check_renderer ls_check_junit;
extern const struct ls_check_renderer ls_check_tap;

/* NULL if there is no such format. */
const struct ls_check_renderer *ls_check_renderer_by_name(const char *name);

/* NULL past the last. */
const struct ls_check_renderer *ls_check_renderer_at(size_t index);

/* ---- what several of them need ---- */

/* How many files could not be read. */
uint64_t ls_check_unread_count(const struct ls_check_report *report);

/*
 * What a finding is, while lines move and numbers change:
 * "LS001:x86_64:c:struct conn".  Of several that are alike in all this, as of
 * two files with a type each, the second ends in ":2".  `seen` is for one
 * page: begin with nothing in it.
 */
void ls_check_fingerprint(
    struct ls_out *out, struct ls_map *seen, const struct ls_finding *finding);

/*
 * The lines below a finding's message, each with its '\n': of which file it
 * is, where there are several; what explains it; why the limit; how to accept.
 */
void ls_check_put_lines(struct ls_out *out,
    const struct ls_check_report *report, const struct ls_finding *finding);

/* The first `size` bytes of a text; of more than `most` the first characters,
 * and "...".  Free it; NULL: no memory. */
char *ls_check_cut(const char *text, size_t size, size_t most);

/* A path of the repository has no "./" before it. */
const char *ls_check_path(const char *path);

#endif
