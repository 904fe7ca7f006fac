/*
 * diff_markdown.c - what changed, as a table for a comment in a review.
 *
 * The first line lets a script find the comment that it wrote before.
 */
#include <string.h>

#include "render/diff.h"
#include "render/escape.h"
#include "render/text.h"

/* A comment of GitHub may have 65,536 characters. */
enum { MOST_ROWS = 60, MOST_MEMBERS = 6 };

static void
put_pair(struct ls_out *out, const struct ls_change *change, uint64_t old,
    uint64_t new)
{
	if (change->what & LS_CHANGE_NEW)
		ls_out_format(out, " **%" PRIu64 "** (new) |", new);
	else if (change->what & LS_CHANGE_GONE)
		ls_out_format(out, " %" PRIu64 " (gone) |", old);
	else if (old == new)
		ls_out_format(out, " %" PRIu64 " |", new);
	else
		ls_out_format(out,
		    " %" PRIu64 " → **%" PRIu64 "** (%+" PRId64 ") |", old,
		    new, (int64_t)(new - old));
}

static void
put_words(struct ls_out *out, const struct ls_out *text, size_t *lines)
{
	if (text->size == 0)
		return;
	ls_out_text(out, *lines ? "<br>" : " ");
	ls_escape_markdown(out, text->text);
	++*lines;
}

static void
put_what(struct ls_page *page, const struct ls_change *change)
{
	struct ls_out text = { 0 };
	size_t lines = 0, more = 0;
	ls_diff_put_remarks(page, &text, change);
	put_words(page->out, &text, &lines);
	for (size_t i = 0; i < change->member_count; i++) {
		text.size = 0;
		if (!ls_diff_put_member(page, &text, change, i))
			continue;
		if (lines < MOST_MEMBERS)
			put_words(page->out, &text, &lines);
		else
			more++;
	}
	for (size_t i = 0; i < change->enumerator_count; i++) {
		text.size = 0;
		ls_diff_put_enumerator(page, &text, change, i);
		if (lines < MOST_MEMBERS)
			put_words(page->out, &text, &lines);
		else
			more++;
	}
	if (more > 0)
		ls_out_format(page->out, "<br>and %zu more", more);
	ls_out_free(&text);
}

static void
put_change(struct ls_page *page, const struct ls_change *change)
{
	struct ls_out *out = page->out, name = { 0 };
	if (change->lang == LS_LANG_C && !change->is_typedef_name)
		ls_out_format(&name, "%s ", ls_kind_word(change->kind));
	ls_text_name(page, &name, change->name ? change->name : "(anonymous)");
	ls_out_text(out, "| ");
	ls_escape_markdown_code(out, name.text ? name.text : "");
	ls_out_text(out, " |");
	put_pair(out, change, change->old.size_bytes, change->new.size_bytes);
	put_pair(
	    out, change, change->old.padding_bytes, change->new.padding_bytes);
	put_pair(out, change, change->old.cachelines, change->new.cachelines);
	put_what(page, change);
	ls_out_text(out, " |\n");
	ls_out_free(&name);
}

static void
write(struct ls_page *page, const struct ls_diff *diff)
{
	size_t count = diff->change_count;
	ls_out_text(page->out, "<!-- layoutscope:");
	ls_text_put_raw(page, page->out, diff->new.target);
	ls_out_text(page->out, " -->\n### Layout changes\n\n");
	if (count > 0)
		ls_out_text(page->out,
		    "| Type | Size | Padding | Lines | What |\n"
		    "|---|---:|---:|---:|---|\n");
	for (size_t i = 0; i < count && i < MOST_ROWS; i++)
		put_change(page, &diff->changes[i]);
	if (count > MOST_ROWS)
		ls_out_format(
		    page->out, "\nand %zu more types.\n", count - MOST_ROWS);
	if (count > 0)
		ls_out_char(page->out, '\n');
	ls_diff_put_counts(page->out, diff);
	ls_out_char(page->out, '\n');
}

const struct ls_diff_renderer ls_diff_markdown = { "markdown", write };
