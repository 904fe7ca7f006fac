/*
 * text_ideas.c - what to change for a smaller type.
 *
 *	 IDEAS       80 -> 24  box Big's payload; the tag then fits in ...
 *	                       Big is 48 bytes larger than the next ...
 */
#include <stdio.h>
#include <string.h>

#include "render/text.h"

enum { LABEL = 13, LEAST_TEXT = 40 };

/* Words from column `at` on; lines after the first begin there too. */
static void
put_wrapped(struct ls_page *page, const char *text, size_t at)
{
	size_t room = ls_page_columns(page), used = at;
	bool is_first = true;
	if (room < at + LEAST_TEXT)
		room = at + LEAST_TEXT;
	while (*text) {
		size_t size = strcspn(text, " ");
		struct ls_out word = { 0 }, shown = { 0 };
		ls_out_bytes(&word, text, size);
		if (word.text)
			ls_text_put_raw(page, &shown, word.text);
		size_t columns = shown.text ? ls_text_columns(shown.text) : 0;
		if (!is_first && used + 1 + columns > room) {
			ls_out_char(page->out, '\n');
			ls_out_repeat(page->out, ' ', at);
			used = at;
		} else if (!is_first) {
			ls_out_char(page->out, ' ');
			used++;
		}
		if (shown.text)
			ls_out_text(page->out, shown.text);
		page->out->failed |= word.failed | shown.failed;
		ls_out_free(&word);
		ls_out_free(&shown);
		used += columns;
		is_first = false;
		text += size + strspn(text + size, " ");
	}
	ls_out_char(page->out, '\n');
}

/* "80 -> 24" */
static int
put_sizes(const struct ls_idea *idea, char *room, size_t size)
{
	return snprintf(room, size, "%" PRIu64 " -> %" PRIu64,
	    idea->size_bytes + idea->saving_bytes, idea->size_bytes);
}

static void
put_idea(struct ls_page *page, const struct ls_idea *idea, int width)
{
	char sizes[64];
	struct ls_out text = { 0 };
	size_t at = LABEL + (size_t)width + 2;
	put_sizes(idea, sizes, sizeof(sizes));
	ls_out_format(page->out, "%*s  ", width, sizes);
	if (idea->type) {
		ls_text_name(page, &text, idea->type);
		ls_out_text(&text, ": ");
	}
	ls_out_text(&text, idea->text);
	if (text.text)
		put_wrapped(page, text.text, at);
	page->out->failed |= text.failed;
	ls_out_free(&text);
	if (!idea->check)
		return;
	ls_out_repeat(page->out, ' ', at);
	put_wrapped(page, idea->check, at);
}

void
ls_text_ideas(struct ls_page *page, const struct ls_row *row)
{
	int width = 0;
	char sizes[64];
	if (row->idea_count == 0)
		return;
	for (size_t i = 0; i < row->idea_count; i++) {
		int size = put_sizes(&row->ideas[i], sizes, sizeof(sizes));
		if (width < size)
			width = size;
	}
	ls_out_text(page->out, "\n ");
	ls_put_styled(page, LS_STYLE_HEAD, "IDEAS");
	ls_out_repeat(page->out, ' ', LABEL - 6);
	for (size_t i = 0; i < row->idea_count; i++) {
		if (i > 0)
			ls_out_repeat(page->out, ' ', LABEL);
		put_idea(page, &row->ideas[i], width);
	}
}
