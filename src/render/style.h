/*
 * style.h - the few colours of a page.
 *
 * The 16 colours of the terminal's own theme, and never a colour alone: what
 * it says also stands there in words.
 */
#ifndef LS_RENDER_STYLE_H
#define LS_RENDER_STYLE_H

#include <stddef.h>

struct ls_page;

enum ls_style {
	LS_STYLE_PLAIN,
	LS_STYLE_TITLE, /* the type that the page is about */
	LS_STYLE_HEAD,  /* of columns */
	LS_STYLE_DIM,   /* what one may pass over */
	LS_STYLE_WASTE, /* holes and padding */
	LS_STYLE_NOTE,  /* something is wrong, or not known */
};

void ls_style_begin(struct ls_page *page, enum ls_style style);
void ls_style_end(struct ls_page *page, enum ls_style style);
void ls_put_styled(
    struct ls_page *page, enum ls_style style, const char *text);

/* " · ", or " - " where that cannot be shown. */
const char *ls_dot(const struct ls_page *page);

/* How wide a page is laid out: the terminal, but never wider than paper. */
size_t ls_page_columns(const struct ls_page *page);

#endif
