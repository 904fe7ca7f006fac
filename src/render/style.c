/*
 * style.c - the few colours of a page.
 */
#include "render/style.h"

#include "base/out.h"
#include "render/render.h"

/* Lines longer than this are no longer read as one. */
enum { PAPER_COLUMNS = 97 };

/* ECMA-48, 8.3.117: select graphic rendition. */
static const char *
sequence(enum ls_style style)
{
	switch (style) {
	case LS_STYLE_PLAIN:
		return "";
	case LS_STYLE_TITLE:
		return "\033[1m";
	case LS_STYLE_HEAD:
	case LS_STYLE_DIM:
		return "\033[2m";
	case LS_STYLE_WASTE:
		return "\033[33m";
	case LS_STYLE_NOTE:
		return "\033[31m";
	}
	return "";
}

void
ls_style_begin(struct ls_page *page, enum ls_style style)
{
	if (page->view->color)
		ls_out_text(page->out, sequence(style));
}

void
ls_style_end(struct ls_page *page, enum ls_style style)
{
	if (page->view->color && style != LS_STYLE_PLAIN)
		ls_out_text(page->out, "\033[0m");
}

void
ls_put_styled(struct ls_page *page, enum ls_style style, const char *text)
{
	ls_style_begin(page, style);
	ls_out_text(page->out, text);
	ls_style_end(page, style);
}

const char *
ls_dot(const struct ls_page *page)
{
	return page->view->utf8 ? " \u00b7 " : " - ";
}

size_t
ls_page_columns(const struct ls_page *page)
{
	unsigned width = page->view->width;
	return width > 0 && width < PAPER_COLUMNS ? width : PAPER_COLUMNS;
}
