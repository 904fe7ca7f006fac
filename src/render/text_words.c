/*
 * text_words.c - sentences below a table, each with a word at its left.
 *
 *	 TAG         u8 @0, own byte.  Values 0-4 used, 251 free, so
 *	             Option<Event> is 80 bytes too.
 */
#include <string.h>

#include "render/text.h"

enum { INDENT = 13 };

/* Words of `text`, in lines that end where the page does. */
static void
put_words(struct ls_page *page, const char *text)
{
	size_t room = ls_page_columns(page), used = INDENT;
	struct ls_out word = { 0 };
	for (;;) {
		size_t blanks = strspn(text, " ");
		size_t size = strcspn(text + blanks, " ");
		if (size == 0)
			break;
		word.size = 0;
		ls_out_bytes(&word, text + blanks, size);
		size_t columns = word.text ? ls_text_columns(word.text) : 0;
		if (used > INDENT && used + blanks + columns > room) {
			ls_out_char(page->out, '\n');
			ls_out_repeat(page->out, ' ', INDENT);
			used = INDENT;
		} else if (used > INDENT) {
			ls_out_repeat(page->out, ' ', blanks);
			used += blanks;
		}
		ls_out_bytes(page->out, text + blanks, size);
		used += columns;
		text += blanks + size;
	}
	page->out->failed |= word.failed;
	ls_out_free(&word);
}

void
ls_text_words(struct ls_page *page, const char *head, struct ls_out *text)
{
	ls_out_char(page->out, ' ');
	if (*head)
		ls_put_styled(page, LS_STYLE_HEAD, head);
	size_t used = 1 + strlen(head);
	ls_out_repeat(page->out, ' ', used < INDENT ? INDENT - used : 1);
	if (text->text)
		put_words(page, text->text);
	ls_out_char(page->out, '\n');
	page->out->failed |= text->failed;
	ls_out_free(text);
}
