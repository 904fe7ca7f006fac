/*
 * fill.c - running text, broken between words to fit the page.
 */
#include "render/fill.h"

#include <string.h>

#include "render/render.h"
#include "render/style.h"
#include "render/table.h"

void
ls_fill_add(struct ls_fill *fill, const char *text)
{
	ls_out_text(&fill->word, text);
}

void
ls_fill_word(struct ls_page *page, struct ls_fill *fill)
{
	const char *word = fill->word.text;
	if (fill->word.size == 0)
		return;
	size_t columns = ls_text_columns(word), blank = fill->has_word;
	if (fill->has_word &&
	    fill->at + blank + columns > ls_page_columns(page)) {
		ls_out_format(page->out, "\n%*s", (int)fill->indent, "");
		fill->at = fill->indent;
		blank = 0;
	}
	ls_out_repeat(page->out, ' ', blank);
	ls_out_bytes(page->out, word, fill->word.size);
	fill->at += blank + columns;
	fill->has_word = true;
	fill->word.size = 0;
}

void
ls_fill_text(struct ls_page *page, struct ls_fill *fill, const char *text)
{
	while (*text) {
		size_t size = strcspn(text, " ");
		ls_out_bytes(&fill->word, text, size);
		ls_fill_word(page, fill);
		text += size + (text[size] == ' ');
	}
}

void
ls_fill_end(struct ls_page *page, struct ls_fill *fill)
{
	ls_fill_word(page, fill);
	ls_out_char(page->out, '\n');
	page->out->failed |= fill->word.failed;
	ls_out_free(&fill->word);
}
