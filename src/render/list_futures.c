/*
 * list_futures.c - the futures of a program, a line each, the largest first.
 */
#include "render/text.h"

static void
begin(struct ls_page *page, const struct ls_report *report)
{
	(void)report;
	ls_put_styled(page, LS_STYLE_HEAD,
	    "    SIZE AWAITS  ARGS  TWICE  LARGEST THAT IS KEPT            "
	    "          FUTURE");
	ls_out_char(page->out, '\n');
}

enum { KEPT_COLUMNS = 40 };

/* "Suspend1 1000 a: [u8; 1000]", cut: the page of the type has it whole */
static void
put_largest(struct ls_page *page, const struct ls_future *future)
{
	struct ls_out text = { 0 };
	if (future->link_count > 1) {
		const struct ls_future_link *link = future->links;
		ls_text_put_raw(page, &text, link->state);
		ls_out_format(&text, " %" PRIu64 " ", link[1].size_bytes);
		ls_text_path(page, &text, link->member);
		ls_out_text(&text, ": ");
		ls_text_name(page, &text, link[1].type);
	} else {
		ls_out_char(&text, '-');
	}
	size_t used = text.text
	    ? ls_put_cut(page, page->out, text.text, KEPT_COLUMNS)
	    : 0;
	ls_out_repeat(page->out, ' ', KEPT_COLUMNS + 2 - used);
	page->out->failed |= text.failed;
	ls_out_free(&text);
}

static void
put_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	const struct ls_future *future = row->future;
	(void)report;
	if (!future)
		return;
	ls_out_format(page->out,
	    "%8" PRIu64 " %6zu %5" PRIu64 " %6" PRIu64 "  ", row->size_bytes,
	    future->await_count, future->captured_bytes, future->twice_bytes);
	put_largest(page, future);
	ls_text_name(page, page->out, row->name ? row->name : "(anonymous)");
	ls_out_char(page->out, '\n');
}

static void
end(struct ls_page *page, const struct ls_report *report)
{
	const struct ls_summary *summary = &report->summary;
	ls_text_count(page->out, summary->listed_count, "future");
	ls_out_format(page->out,
	    " of %" PRIu64
	    " types; TWICE: bytes of arguments that are there as locals "
	    "too.\n",
	    summary->candidate_count);
}

const struct ls_renderer ls_render_futures = {
	.name = "futures",
	.help = "the futures of a program, a line each",
	.begin = begin,
	.row = put_row,
	.end = end,
};
