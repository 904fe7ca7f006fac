/*
 * diff.h - the door through which a comparison goes out.
 */
#ifndef LS_RENDER_DIFF_H
#define LS_RENDER_DIFF_H

#include "render/render.h"
#include "report/change.h"

/* The words of JSON and --fail-on, by bit: "grew"; NULL past the last. */
const char *ls_change_word(unsigned bit);

void ls_render_diff_text(struct ls_page *page, const struct ls_diff *diff);
void ls_render_diff_json(struct ls_page *page, const struct ls_diff *diff);

#endif
