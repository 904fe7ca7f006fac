/*
 * diff_text.c - what changed, for a person to read.
 */
#include <string.h>

#include "render/diff.h"
#include "render/text.h"

enum { NAME_COLUMNS = 44, MEMBER_COLUMNS = 21, MOST_ENUMERATORS = 12 };

/* "    56 ->    72 +16  " */
static void
put_pair(struct ls_out *out, const struct ls_measure *old,
    const struct ls_measure *new)
{
	if (!old->has_size || !new->has_size)
		ls_out_format(out, "%6s %8s %-6s", "", "?", "");
	else if (old->size_bytes == new->size_bytes)
		ls_out_format(
		    out, "%6s   %6" PRIu64 " %-6s", "", new->size_bytes, "");
	else
		ls_out_format(out, "%6" PRIu64 " ->%6" PRIu64 " %+-6" PRId64,
		    old->size_bytes, new->size_bytes,
		    (int64_t)(new->size_bytes - old->size_bytes));
}

static void
put_change_of(struct ls_out *out, uint64_t old, uint64_t new, bool is_both)
{
	if (is_both && old != new)
		ls_out_format(out, "%4" PRIu64 " -> %-4" PRIu64, old, new);
	else
		ls_out_format(out, "%4" PRIu64 "        ", new);
}

/* "1->2", and nothing where there is nothing new. */
static void
put_cachelines(struct ls_out *out, const struct ls_change *change)
{
	char text[48] = "";
	if (!(change->what & (LS_CHANGE_NEW | LS_CHANGE_GONE)) &&
	    change->old.cachelines != change->new.cachelines)
		snprintf(text, sizeof(text), "%" PRIu64 "->%" PRIu64,
		    change->old.cachelines, change->new.cachelines);
	ls_out_format(out, " %-7s", text);
}

static void
put_numbers(struct ls_out *out, const struct ls_change *change)
{
	bool is_new = change->what & LS_CHANGE_NEW;
	bool is_gone = change->what & LS_CHANGE_GONE;
	if (is_new || is_gone) {
		const struct ls_measure *only = is_new ? &change->new
						       : &change->old;
		ls_out_format(out, "%6s   %6" PRIu64 " %-6s",
		    is_new ? "new" : "gone", only->size_bytes, "");
		put_change_of(out, 0, only->padding_bytes, false);
	} else {
		put_pair(out, &change->old, &change->new);
		put_change_of(out, change->old.padding_bytes,
		    change->new.padding_bytes, true);
	}
	put_cachelines(out, change);
}

static void
put_title(struct ls_page *page, const struct ls_change *change)
{
	struct ls_out *out = page->out, name = { 0 };
	if (change->lang == LS_LANG_C && !change->is_typedef_name)
		ls_out_format(&name, "%s ", ls_kind_word(change->kind));
	ls_text_name(page, &name, change->name ? change->name : "(anonymous)");
	ls_put_styled(page, LS_STYLE_TITLE, name.text ? name.text : "");
	if (change->decl.file) {
		size_t columns = ls_text_columns(name.text ? name.text : "");
		ls_out_repeat(out, ' ',
		    columns < NAME_COLUMNS ? NAME_COLUMNS - columns : 0);
		ls_out_text(out, "  ");
		ls_text_put_raw(page, out, change->decl.file);
		if (change->decl.line)
			ls_out_format(out, ":%" PRIu32, change->decl.line);
	}
	ls_out_char(out, '\n');
	ls_out_free(&name);
}

/* A line below the type, set in. */
static void
put_below(struct ls_page *page, const struct ls_out *text)
{
	ls_out_format(page->out, "%*s%s\n", MEMBER_COLUMNS, "",
	    text->text ? text->text : "");
}

static void
put_change(struct ls_page *page, const struct ls_change *change)
{
	struct ls_out text = { 0 };
	put_numbers(page->out, change);
	put_title(page, change);
	ls_diff_put_remarks(page, &text, change);
	if (text.size > 0)
		put_below(page, &text);
	for (size_t i = 0; i < change->member_count; i++) {
		text.size = 0;
		if (ls_diff_put_member(page, &text, change, i))
			put_below(page, &text);
	}
	for (size_t i = 0; i < change->enumerator_count; i++) {
		text.size = 0;
		if (i < MOST_ENUMERATORS) {
			ls_diff_put_enumerator(page, &text, change, i);
			put_below(page, &text);
		}
	}
	if (change->enumerator_count > MOST_ENUMERATORS) {
		text.size = 0;
		ls_out_format(&text, "and %zu more of them",
		    change->enumerator_count - MOST_ENUMERATORS);
		put_below(page, &text);
	}
	ls_out_free(&text);
}

static void
write(struct ls_page *page, const struct ls_diff *diff)
{
	if (diff->change_count > 0)
		ls_put_styled(page, LS_STYLE_HEAD,
		    "  SIZE                 PAD         LINES  TYPE\n");
	for (size_t i = 0; i < diff->change_count; i++)
		put_change(page, &diff->changes[i]);
	if (diff->change_count > 0)
		ls_out_char(page->out, '\n');
	ls_diff_put_counts(page->out, diff);
	ls_out_char(page->out, '\n');
}

const struct ls_diff_renderer ls_diff_text = { "text", write };
