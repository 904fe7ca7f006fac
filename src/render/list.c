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

/* "conn.h:12": the file without its folders, unless they are asked for. */
static void
put_place(struct ls_page *page, struct ls_out *out, const struct ls_row *row)
{
	if (!row->decl.file)
		return;
	ls_escape_text(out, ls_place_file(page, &row->decl, row->source_path));
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

/* ---- pahole --nr_members and --nr_definitions: name, number ---- */

static void
counted_row(struct ls_page *page, const struct ls_row *row, uint64_t count)
{
	ls_escape_text(page->out, row->name ? row->name : "(anonymous)");
	ls_out_format(
	    page->out, "%s%" PRIu64 "\n", page->view->separator, count);
}

static void
members_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	(void)report;
	counted_row(page, row, row->member_count);
}

static void
definitions_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	(void)report;
	counted_row(page, row, row->definition_count);
}

/* A line for each unit: a list of them has no end in a large program. */
static void
units_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	(void)report;
	for (size_t i = 0; i < row->unit_count; i++) {
		ls_escape_text(
		    page->out, row->name ? row->name : "(anonymous)");
		ls_out_text(page->out, page->view->separator);
		ls_escape_text(page->out, row->units[i]);
		ls_out_char(page->out, '\n');
	}
}

const struct ls_renderer ls_render_units = {
	.name = "defined-in",
	.help = "name and unit, for each unit that has it",
	.begin = nothing,
	.row = units_row,
	.end = nothing,
};

const struct ls_renderer ls_render_member_counts = {
	.name = "nr-members",
	.help = "name and number of members, as pahole --nr_members",
	.begin = nothing,
	.row = members_row,
	.end = nothing,
};

const struct ls_renderer ls_render_definitions = {
	.name = "nr-definitions",
	.help = "name and definitions, as pahole --nr_definitions",
	.begin = nothing,
	.row = definitions_row,
	.end = nothing,
};

/* ---- tab-separated ---- */

/* Columns that stand there only where somebody asked for them, around those
 * of the best order. */
static void
put_more_titles(struct ls_out *out, const struct ls_columns *columns)
{
	if (columns->has_niche)
		ls_out_text(out, "\tniche");
	if (columns->has_sharing)
		ls_out_text(out, "\tsharing");
	ls_out_text(out, "\tbest_size_bytes\tsaving_bytes");
	if (columns->has_weights)
		ls_out_text(out, "\tweight\tlost_bytes");
	if (columns->allocator)
		ls_out_text(out, "\tclass_bytes\tbest_class_bytes");
	ls_out_char(out, '\n');
}

/* Two numbers, or two empty cells. */
static void
put_two(struct ls_out *out, bool are_there, uint64_t a, uint64_t b)
{
	if (are_there)
		ls_out_format(out, "\t%" PRIu64 "\t%" PRIu64, a, b);
	else
		ls_out_text(out, "\t\t");
}

static void
put_more(struct ls_out *out, const struct ls_columns *columns,
    const struct ls_row *row)
{
	if (columns->has_niche)
		ls_out_format(out, "\t%s", ls_niche_word(row));
	if (columns->has_sharing)
		ls_out_format(out, "\t%" PRIu64,
		    row->sharing ? row->sharing->most_together : 0);
	put_two(out, row->has_size, row->best_size_bytes, row->saving_bytes);
	if (columns->has_weights)
		put_two(out, row->has_weight, row->weight, row->lost_bytes);
	if (columns->allocator)
		put_two(out, row->has_size, row->class_bytes,
		    row->best_class_bytes);
	ls_out_char(out, '\n');
}

static void
begin_tsv(struct ls_page *page, const struct ls_report *report)
{
	ls_out_text(page->out,
	    "name\tkind\tlang\tsize_bytes\talign_bytes\tused_bytes\t"
	    "padding_bytes\tholes\thole_bytes\ttail_padding_bytes\t"
	    "unused_bits\tcachelines\tdefinitions\tdecl_file\tdecl_line");
	put_more_titles(page->out, &report->columns);
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
	put_more(out, &report->columns, row);
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
	const struct ls_columns *columns = &report->columns;
	struct ls_out *out = page->out;
	ls_out_text(out, "<!-- layoutscope:");
	ls_escape_markdown_mark(out, report->input.target);
	ls_out_text(out, " -->\n| type |");
	if (columns->has_niche)
		ls_out_text(out, " niche |");
	if (columns->has_weights)
		ls_out_text(out, " lost | count |");
	ls_out_text(out, " saving | size | best |");
	if (columns->allocator)
		ls_out_text(out, " class | best class |");
	ls_out_text(out, " align | wasted | holes | lines | where |\n|---|");
	int numbers = 7 + (columns->has_weights ? 2 : 0) +
	    (columns->allocator ? 2 : 0) + columns->has_niche;
	for (int i = 0; i < numbers; i++)
		ls_out_text(out, "---:|");
	ls_out_text(out, "---|\n");
}

static void
put_number_cell(struct ls_out *out, bool is_there, uint64_t number)
{
	char text[NUMBER_SIZE];
	number_or(text, is_there, number, "");
	ls_out_format(out, " %s |", text);
}

static void
put_number_cells(struct ls_out *out, const struct ls_columns *columns,
    const struct ls_row *row)
{
	bool shrinks = row->has_size && row->best_size_bytes < row->size_bytes;
	if (columns->has_niche)
		ls_out_format(out, " %s |", ls_niche_word(row));
	if (columns->has_weights) {
		put_number_cell(
		    out, row->has_weight && shrinks, row->lost_bytes);
		put_number_cell(out, row->has_weight, row->weight);
	}
	put_number_cell(out, shrinks, row->saving_bytes);
	put_number_cell(out, row->has_size, row->size_bytes);
	put_number_cell(out, shrinks, row->best_size_bytes);
	if (columns->allocator) {
		put_number_cell(out, row->has_size, row->class_bytes);
		put_number_cell(out, shrinks, row->best_class_bytes);
	}
	put_number_cell(
	    out, row->align_from != LS_HOW_UNKNOWN, row->align_bytes);
	put_number_cell(out, true, row->padding_bytes);
	put_number_cell(out, true, row->hole_count);
	put_number_cell(out, row->has_size, row->cachelines);
}

static void
markdown_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	ls_out_text(page->out, "| ");
	ls_escape_markdown_code(
	    page->out, row->name ? row->name : "(anonymous)");
	ls_out_text(page->out, " |");
	put_number_cells(page->out, &report->columns, row);
	ls_out_char(page->out, ' ');
	if (row->decl.file) {
		struct ls_out place = { 0 };
		put_place(page, &place, row);
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
