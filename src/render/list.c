/*
 * list.c - many types, a line each: for a person, for cut(1) and awk(1), for
 * a comment in a review, and in the columns of pahole --sizes.
 *
 * Lines go out as they come, so a column is as wide as what usually stands
 * in it; a longer number moves the rest of its line.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/out.h"
#include "render/escape.h"
#include "render/render.h"
#include "report/report.h"

enum { NUMBER_SIZE = 24 };

/* "struct conn"; Rust and C++ have no keyword. */
static void
put_name(struct ls_out *out, const struct ls_row *row)
{
	if (row->lang == LS_LANG_C && !row->is_typedef_name)
		ls_out_format(out, "%s ", ls_kind_word(row->kind));
	if (row->name)
		ls_escape_text(out, row->name);
	else
		ls_out_text(out, "(anonymous)");
}

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

/* ---- for a person ---- */

static void
begin_list(struct ls_page *page, const struct ls_report *report)
{
	(void)report;
	ls_out_text(
	    page->out, "    SIZE  ALIGN  WASTED  HOLES    PAD  LINES  TYPE\n");
}

static void
list_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	(void)report;
	char size[NUMBER_SIZE], align[NUMBER_SIZE], lines[NUMBER_SIZE];
	number_or(size, row->has_size, row->size_bytes, "?");
	number_or(
	    align, row->align_from != LS_HOW_UNKNOWN, row->align_bytes, "?");
	number_or(lines, row->has_size, row->cachelines, "?");
	ls_out_format(page->out,
	    "%8s %6s %7" PRIu64 " %6" PRIu64 " %6" PRIu64 " %6s  ", size,
	    align, row->padding_bytes, row->hole_count,
	    row->tail_padding_bytes, lines);
	put_name(page->out, row);
	if (row->decl.file)
		ls_out_text(page->out, "  ");
	put_place(page->out, row);
	ls_out_char(page->out, '\n');
}

static void
put_apart(struct ls_out *out, const struct ls_summary *summary)
{
	if (summary->apart_count > 0)
		ls_out_format(out,
		    "%" PRIu64 " aligned on purpose are left out: their "
		    "holes are likely wanted (list --aligned).\n",
		    summary->apart_count);
}

static void
end_list(struct ls_page *page, const struct ls_report *report)
{
	const struct ls_summary *summary = &report->summary;
	ls_out_format(page->out, "%" PRIu64, summary->type_count);
	if (summary->candidate_count != summary->type_count)
		ls_out_format(
		    page->out, " of %" PRIu64, summary->candidate_count);
	ls_out_text(
	    page->out, summary->candidate_count == 1 ? " type" : " types");
	ls_out_format(page->out, ", %" PRIu64 " bytes wasted in one of each\n",
	    summary->padding_bytes);
	put_apart(page->out, summary);
}

const struct ls_renderer ls_render_list = {
	.name = "list",
	.help = "a line a type, for a person",
	.begin = begin_list,
	.row = list_row,
	.end = end_list,
};

/* ---- a file as a whole ---- */

static void
put_versions(struct ls_out *out, uint16_t versions)
{
	const char *join = "";
	for (unsigned version = 0; version < 16; version++) {
		if (!(versions >> version & 1))
			continue;
		ls_out_format(out, "%s%u", join, version);
		join = ", ";
	}
}

static void
begin_overview(struct ls_page *page, const struct ls_report *report)
{
	const struct ls_input_row *input = &report->input;
	struct ls_out *out = page->out;
	ls_escape_text(out, input->file);
	ls_out_text(out, ": ");
	ls_escape_text(out, input->target);
	if (input->dwarf_versions) {
		ls_out_text(out, ", DWARF ");
		put_versions(out, input->dwarf_versions);
	}
	if (input->producer_count > 0) {
		ls_out_text(out, ", ");
		ls_escape_text(out, input->producers[0]);
	}
	if (input->producer_count > 1)
		ls_out_format(
		    out, " and %" PRIu32 " more", input->producer_count - 1);
	ls_out_text(out, "\n\n");
	begin_list(page, report);
}

static void
end_overview(struct ls_page *page, const struct ls_report *report)
{
	const struct ls_summary *summary = &report->summary;
	struct ls_out *out = page->out;
	ls_out_format(out,
	    "\n%" PRIu64 " types, %" PRIu64
	    " bytes of padding in one of each; these waste most.\n",
	    summary->candidate_count, summary->candidate_padding_bytes);
	put_apart(out, summary);
	if (summary->saving_count > 0)
		ls_out_format(out,
		    "%" PRIu64 " could be smaller, by %" PRIu64
		    " bytes with all that hold them: layoutscope suggest ",
		    summary->saving_count, summary->saving_bytes);
	else
		ls_out_text(out, "All of them: layoutscope list ");
	ls_escape_text(out, report->input.file);
	ls_out_char(out, '\n');
}

const struct ls_renderer ls_render_overview = {
	.name = "overview",
	.help = "a file as a whole: the types that waste most",
	.begin = begin_overview,
	.row = list_row,
	.end = end_overview,
};

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
	(void)report;
	ls_out_text(page->out,
	    "name\tkind\tlang\tsize_bytes\talign_bytes\tused_bytes\t"
	    "padding_bytes\tholes\thole_bytes\ttail_padding_bytes\t"
	    "unused_bits\tcachelines\tdefinitions\tdecl_file\tdecl_line\n");
}

static void
tsv_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	(void)report;
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
	ls_out_text(page->out,
	    " -->\n| type | size | align | wasted | holes | lines | where |\n"
	    "|---|---:|---:|---:|---:|---:|---|\n");
}

static void
markdown_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	(void)report;
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
