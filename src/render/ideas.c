/*
 * ideas.c - what else would make a program's types smaller, a line a type.
 *
 *	  SAVING    SIZE      THEN  IDEA         TYPE
 *	      56      80 ->     24  box-variant  shapes::Event, Big
 */
#include "render/text.h"

enum { IDEA_COLUMNS = 11 };

static void
begin(struct ls_page *page, const struct ls_report *report)
{
	(void)report;
	page->owed = 0;
	ls_put_styled(page, LS_STYLE_HEAD,
	    "\n  SAVING    SIZE      THEN  IDEA         TYPE\n");
}

/* Where in the type: ", Big", ", id" */
static void
put_place(struct ls_page *page, const struct ls_idea *idea)
{
	const char *place[] = { idea->variant, idea->member };
	for (size_t i = 0; i < 2; i++) {
		if (!place[i])
			continue;
		ls_out_text(page->out, ", ");
		ls_text_put_raw(page, page->out, place[i]);
	}
}

/* The idea that saves most; the others are on the type's own page. */
static void
put_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	(void)report;
	if (row->idea_count == 0)
		return;
	const struct ls_idea *idea = &row->ideas[0];
	ls_out_format(page->out,
	    "%8" PRIu64 " %7" PRIu64 " -> %6" PRIu64 "  %-*s  ",
	    idea->total_saving_bytes, idea->size_bytes + idea->saving_bytes,
	    idea->size_bytes, IDEA_COLUMNS, ls_idea_word(idea->kind));
	ls_text_type(page, page->out, row);
	put_place(page, idea);
	if (idea->type) {
		ls_out_text(page->out, ": ");
		ls_text_name(page, page->out, idea->type);
	}
	if (idea->certainty == LS_CERTAINTY_HEURISTIC)
		ls_out_text(page->out, " (not certain)");
	ls_out_char(page->out, '\n');
	page->owed++;
}

static void
end(struct ls_page *page, const struct ls_report *report)
{
	const struct ls_columns *columns = &report->columns;
	ls_out_format(page->out,
	    "%u of %" PRIu64 " types with ideas shown, one each; SAVING is "
	    "net, in %s,\nthose that hold it included%s%s.  suggest with a "
	    "TYPE says what to do.\n",
	    page->owed, report->summary.idea_count,
	    columns->has_weights ? "all objects that were counted"
				 : "one of each type of the program",
	    columns->allocator ? ", as they cost under " : "",
	    columns->allocator ? columns->allocator : "");
}

const struct ls_renderer ls_render_ideas = {
	.name = "ideas",
	.help = "what else would make types smaller, a line a type",
	.wants_ideas = true,
	.begin = begin,
	.row = put_row,
	.end = end,
};
