/*
 * list.c - many types, a line each: for cut(1) and awk(1), for a comment in a
 * review, and in the columns of pahole --sizes.
 */
#include <stdio.h>
#include <string.h>

#include "base/out.h"
#include "render/escape.h"
#include "render/text.h"

enum { NUMBER_SIZE = 24 };

/* "conn.h:12": the file without its folders. */
static void
put_place(struct ls_out *out, const struct ls_row *row)
{
	if (!row->decl.file)
		return;
	const char *slash = strrchr(row->decl.file, '/');
	ls_escape_text(out, slash ? slash + 1 : row->decl.file);
	if (row->decl.line)
		ls_out_format(out, ":%" PRIu32, row->decl.line);
}

static void
number_or(
    char text[NUMBER_SIZE], bool has, uint64_t number, const char *otherwise)
{
	if (has)
		snprintf(text, NUMBER_SIZE, "%" PRIu64, number);
	else
		snprintf(text, NUMBER_SIZE, "%s", otherwise);
}

static void
nothing(struct ls_page *page, const struct ls_report *report)
{
	(void)page, (void)report;
}

/* ---- pahole --sizes: name, size, holes ---- */

static void
sizes_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	(void)report;
	ls_escape_text(page->out, row->name ? row->name : "(anonymous)");
	ls_out_format(page->out, "%s%" PRIu64 "%s%" PRIu64 "\n",
	    page->view->separator, row->size_bytes, page->view->separator,
	    row->hole_count);
}

const struct ls_renderer ls_render_sizes = {
	.name = "sizes",
	.help = "name, size and holes, as pahole --sizes",
	.begin = nothing,
	.row = sizes_row,
	.end = nothing,
};

/* ---- tab-separated ---- */

static void
begin_tsv(struct ls_page *page, const struct ls_report *report)
{
	ls_out_text(page->out,
	    "name\tkind\tlang\tsize_bytes\talign_bytes\tused_bytes\t"
	    "padding_bytes\tholes\thole_bytes\ttail_padding_bytes\t"
	    "unused_bits\tcachelines\tdefinitions\tdecl_file\tdecl_line");
	if (report->columns.has_niche)
		ls_out_text(page->out, "\tniche");
	if (report->columns.has_sharing)
		ls_out_text(page->out, "\tsharing");
	ls_out_char(page->out, '\n');
}

static void
tsv_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	struct ls_out *out = page->out;
	char size[NUMBER_SIZE], align[NUMBER_SIZE];
	number_or(size, row->has_size, row->size_bytes, "");
	number_or(
	    align, row->align_from != LS_HOW_UNKNOWN, row->align_bytes, "");
	ls_escape_text(out, row->name ? row->name : "");
	ls_out_format(out, "\t%s\t%s\t%s\t%s", ls_kind_word(row->kind),
	    ls_lang_word(row->lang), size, align);
	ls_out_format(out,
	    "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64
	    "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu32 "\t",
	    row->used_bytes, row->padding_bytes, row->hole_count,
	    row->hole_bytes, row->tail_padding_bytes, row->unused_bits,
	    row->cachelines, row->definition_count);
	if (row->decl.file)
		ls_escape_text(out, row->decl.file);
	ls_out_char(out, '\t');
	if (row->decl.line)
		ls_out_format(out, "%" PRIu32, row->decl.line);
	if (report->columns.has_niche)
		ls_out_format(out, "\t%s", ls_niche_word(row));
	if (report->columns.has_sharing)
		ls_out_format(out, "\t%" PRIu64,
		    row->sharing ? row->sharing->most_together : 0);
	ls_out_char(out, '\n');
}

const struct ls_renderer ls_render_tsv = {
	.name = "tsv",
	.help = "a line a type with a heading, for cut and awk",
	.begin = begin_tsv,
	.row = tsv_row,
	.end = nothing,
};

/* ---- Markdown ---- */

static void
begin_markdown(struct ls_page *page, const struct ls_report *report)
{
	ls_out_text(page->out, "<!-- layoutscope:");
	ls_escape_markdown_mark(page->out, report->input.target);
	bool has_niche = report->columns.has_niche;
	ls_out_format(page->out,
	    " -->\n| type | size | align | wasted | holes | lines |%s where |\n"
	    "|---|---:|---:|---:|---:|---:|%s---|\n",
	    has_niche ? " niche |" : "", has_niche ? "---:|" : "");
}

static void
markdown_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	char size[NUMBER_SIZE], align[NUMBER_SIZE];
	number_or(size, row->has_size, row->size_bytes, "?");
	number_or(
	    align, row->align_from != LS_HOW_UNKNOWN, row->align_bytes, "?");
	ls_out_text(page->out, "| ");
	ls_escape_markdown_code(
	    page->out, row->name ? row->name : "(anonymous)");
	ls_out_format(page->out,
	    " | %s | %s | %" PRIu64 " | %" PRIu64 " | %" PRIu64 " | ", size,
	    align, row->padding_bytes, row->hole_count, row->cachelines);
	if (report->columns.has_niche)
		ls_out_format(page->out, "%s | ", ls_niche_word(row));
	if (row->decl.file) {
		struct ls_out place = { 0 };
		put_place(&place, row);
		ls_escape_markdown_code(
		    page->out, place.text ? place.text : "");
		ls_out_free(&place);
	}
	ls_out_text(page->out, " |\n");
}

const struct ls_renderer ls_render_markdown = {
	.name = "markdown",
	.help = "a table for a comment in a review",
	.begin = begin_markdown,
	.row = markdown_row,
	.end = nothing,
};
