/*
 * proposed.c - the best order of a type as source that compiles, with the
 * size that it then has as a _Static_assert.
 *
 * The types that it names have to be there; static_assert is C++'s word.
 */
#include <inttypes.h>

#include "base/out.h"
#include "render/escape.h"
#include "render/render.h"
#include "render/source.h"
#include "report/report.h"

/* _Static_assert(sizeof(struct conn) == 56, "layoutscope"); */
static void
put_assert(struct ls_page *page, const struct ls_row *row)
{
	struct ls_out *out = page->out;
	if (!row->name || row->lang == LS_LANG_RUST)
		return;
	ls_out_text(out,
	    row->lang == LS_LANG_CPP ? "static_assert(sizeof("
				     : "_Static_assert(sizeof(");
	if (row->lang == LS_LANG_C && !row->is_typedef_name)
		ls_out_format(out, "%s ", ls_kind_word(row->kind));
	ls_escape_text(out, row->name);
	ls_out_format(out, ") == %" PRIu64 ", \"%" PRIu64 " bytes\");\n",
	    row->size_bytes, row->size_bytes);
}

static void
put_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	struct ls_source source = { .page = page, .row = row };
	struct ls_out *out = page->out;
	if (row->proposed && !row->proposed_note) {
		ls_render_c.row(page, report, row->proposed);
		put_assert(page, row->proposed);
		return;
	}
	if (page->rows_so_far > 0)
		ls_out_char(out, '\n');
	ls_out_text(out, "/* ");
	ls_source_put_comment(&source, row->name ? row->name : "(anonymous)");
	ls_out_text(out, ": ");
	ls_source_put_comment(&source,
	    row->proposed_note   ? row->proposed_note
		: row->best_note ? row->best_note
				 : "no order of its members is smaller");
	ls_out_text(out, " */\n");
}

static void
nothing(struct ls_page *page, const struct ls_report *report)
{
	(void)page, (void)report;
}

const struct ls_renderer ls_render_proposed = {
	.name = "c",
	.help = "the best order as source",
	.wants_best = true,
	.wants_proposed = true,
	.begin = nothing,
	.row = put_row,
	.end = nothing,
};
