/*
 * suggest.c - what smaller orders of members save, a line a type.
 */
#include <string.h>

#include "render/escape.h"
#include "render/text.h"

static void
nothing(struct ls_page *page, const struct ls_report *report)
{
	(void)page, (void)report;
}

/* ---- a whole program ---- */

static void
savings_begin(struct ls_page *page, const struct ls_report *report)
{
	(void)report;
	ls_put_styled(
	    page, LS_STYLE_HEAD, "  SAVING    SIZE      BEST  MOVES  TYPE\n");
}

static void
savings_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	(void)report;
	struct ls_out *out = page->out;
	if (!row->best)
		return;
	const struct ls_best_step
	    *last = &row->best->steps[row->best->step_count - 1];
	ls_out_format(out,
	    "%8" PRIu64 " %7" PRIu64 " -> %6" PRIu64 " %6" PRIu32 "  ",
	    row->program_saving_bytes, row->size_bytes, last->size_bytes,
	    last->moves);
	ls_text_type(page, out, row);
	if (!row->best->is_proved)
		ls_out_text(out, " (not proved)");
	if (row->decl.file)
		ls_out_text(out, "  ");
	ls_text_place(page, out, &row->decl, row->source_path);
	ls_out_char(out, '\n');
}

static void
savings_end(struct ls_page *page, const struct ls_report *report)
{
	const struct ls_summary *summary = &report->summary;
	struct ls_out *out = page->out;
	const struct ls_columns *columns = &report->columns;
	ls_out_format(out,
	    "%" PRIu64 " of %" PRIu64
	    " types could be smaller; SAVING is the bytes that the best order "
	    "saves\nin %s, those that hold it included%s%s.\n",
	    summary->saving_count, summary->candidate_count,
	    columns->has_weights ? "all objects that were counted"
				 : "one of each type of the program",
	    columns->allocator ? ", as they cost under " : "",
	    columns->allocator ? columns->allocator : "");
	if (summary->type_count < summary->saving_count)
		ls_out_format(out, "%" PRIu64 " of them %s shown.\n",
		    summary->type_count,
		    summary->type_count == 1 ? "is" : "are");
	if (summary->apart_count > 0) {
		ls_text_count(out, summary->apart_count, "type");
		ls_out_text(out,
		    " aligned on purpose left out, as their holes are likely "
		    "wanted (--aligned).\n");
	}
}

const struct ls_renderer ls_render_savings = {
	.name = "savings",
	.help = "what smaller orders of members save, a line a type",
	.wants_best = true,
	.begin = savings_begin,
	.row = savings_row,
	.end = savings_end,
};

/* ---- pahole --packable: name, size, best size, saving ---- */

static void
packable_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	(void)report;
	const char *separator = page->view->separator;
	ls_escape_text(page->out, row->name ? row->name : "(anonymous)");
	ls_out_format(page->out, "%s%" PRIu64 "%s%" PRIu64 "%s%" PRIu64 "\n",
	    separator, row->size_bytes, separator, row->best_size_bytes,
	    separator, row->saving_bytes);
}

const struct ls_renderer ls_render_packable = {
	.name = "packable",
	.help = "name, size, best size and saving, as pahole --packable",
	.begin = nothing,
	.row = packable_row,
	.end = nothing,
};
