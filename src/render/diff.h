/*
 * diff.h - the door through which a comparison goes out.
 */
#ifndef LS_RENDER_DIFF_H
#define LS_RENDER_DIFF_H

#include "render/render.h"
#include "report/change.h"

struct ls_diff_renderer {
	const char *name;
	void (*write)(struct ls_page *page, const struct ls_diff *diff);
};

extern const struct ls_diff_renderer ls_diff_text;
extern const struct ls_diff_renderer ls_diff_json;
extern const struct ls_diff_renderer ls_diff_markdown;

/* NULL is text.  NULL if there is no such format. */
const struct ls_diff_renderer *ls_diff_renderer_by_name(const char *name);

struct ls_out;

/* What a row of numbers does not say: "reordered, align 4 -> 8". */
void ls_diff_put_remarks(
    struct ls_page *page, struct ls_out *out, const struct ls_change *change);

/* "+ rtt: uint16_t at 64, +6 padding"; false: an earlier one tells of it. */
bool ls_diff_put_member(struct ls_page *page, struct ls_out *out,
    const struct ls_change *change, size_t index);

/* "+ RETRY = 3", "~ RUN = 1 -> 2" */
void ls_diff_put_enumerator(struct ls_page *page, struct ls_out *out,
    const struct ls_change *change, size_t index);

/* "2 grew, 0 shrank, 1 new, 212 same.    (x86_64, same target)" */
void ls_diff_put_counts(struct ls_out *out, const struct ls_diff *diff);

#endif
