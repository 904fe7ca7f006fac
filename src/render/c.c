/*
 * c.c - types as their source, with what the compiler made of them beside
 * it: the look of pahole(1).
 *
 *	struct packet {
 *		char            kind;   // 0  1, in C's comments
 *
 *		// XXX 3 bytes hole, try to pack
 *
 *		int             size;   // 4  4
 *	};
 *
 * Without its comments it is the language of the type again, as far as the
 * types that it names are known.
 */
#include <inttypes.h>
#include <string.h>

#include "base/out.h"
#include "render/escape.h"
#include "render/render.h"
#include "render/source.h"
#include "report/report.h"

/* What stands before the members: "struct conn", "typedef struct". */
static void
put_opening(struct ls_source *source, const struct ls_row *row)
{
	struct ls_out *out = source->page->out;
	if (row->is_typedef_name)
		ls_out_text(out, "typedef ");
	ls_out_text(out, ls_kind_word(row->kind));
	if (row->name && !row->is_typedef_name) {
		ls_out_char(out, ' ');
		ls_escape_text(out, row->name);
	}
	ls_out_text(out, " {\n");
}

/* "} __attribute__((__packed__));" */
static void
put_closing(struct ls_source *source, const struct ls_row *row)
{
	struct ls_out *out = source->page->out;
	ls_out_char(out, '}');
	if (row->lang == LS_LANG_RUST) {
		ls_out_char(out, '\n');
		return;
	}
	bool is_small_enum = row->kind == LS_KIND_ENUM &&
	    row->lang == LS_LANG_C && row->has_size && row->size_bytes < 4;
	if (row->is_packed_whole || is_small_enum)
		ls_out_text(out, " __attribute__((__packed__))");
	if (row->is_forced_align && row->align_from != LS_HOW_UNKNOWN)
		ls_out_format(out,
		    " __attribute__((__aligned__(%" PRIu64 ")))",
		    row->align_bytes);
	if (row->is_typedef_name && row->name) {
		ls_out_char(out, ' ');
		ls_escape_text(out, row->name);
	}
	ls_out_text(out, ";\n");
}

static size_t
count_members(const struct ls_row *row)
{
	size_t count = 0;
	for (size_t i = 0; i < row->line_count;
	     i += 1 + row->lines[i].below_count)
		count += row->lines[i].kind == LS_LINE_MEMBER;
	return count;
}

static void
put_last_cacheline(struct ls_out *out, const struct ls_report *report,
    const struct ls_row *row)
{
	uint32_t line_bytes = report->input.cacheline_bytes;
	if (line_bytes && row->size_bytes % line_bytes)
		ls_out_format(out,
		    "\t/* last cacheline: %" PRIu64 " bytes */\n",
		    row->size_bytes % line_bytes);
}

/* "size: 80, cachelines: 2, members: 11", and what is wasted of it. */
static void
put_totals(struct ls_source *source, const struct ls_report *report,
    const struct ls_row *row)
{
	struct ls_out *out = source->page->out;
	ls_source_blank(source);
	if (!row->has_size) {
		ls_out_text(out, "\t/* size: not known */\n");
		return;
	}
	ls_out_format(out, "\t/* size: %" PRIu64 ", cachelines: %" PRIu64,
	    row->size_bytes, row->cachelines);
	if (row->has_variants)
		ls_out_format(out, ", variants: %zu */\n", row->variant_count);
	else
		ls_out_format(out, ", members: %zu */\n", count_members(row));
	if (row->hole_count > 0)
		ls_out_format(out,
		    "\t/* sum members: %" PRIu64 ", holes: %" PRIu64
		    ", sum holes: %" PRIu64 " */\n",
		    row->used_bytes, row->hole_count, row->hole_bytes);
	if (row->bit_hole_count > 0)
		ls_out_format(out,
		    "\t/* bit holes: %" PRIu64 ", sum bit holes: %" PRIu64
		    " bits */\n",
		    row->bit_hole_count, row->unused_bits);
	if (row->tail_padding_bytes > 0)
		ls_out_format(out, "\t/* padding: %" PRIu64 " */\n",
		    row->tail_padding_bytes);
	put_last_cacheline(out, report, row);
}

static void
put_enumerators(struct ls_source *source, const struct ls_row *row)
{
	for (size_t i = 0; i < row->enumerator_count; i++) {
		const struct ls_enumerator_row *item = &row->enumerators[i];
		ls_out_char(source->page->out, '\t');
		ls_escape_text(
		    source->page->out, item->name ? item->name : "?");
		ls_out_format(source->page->out, " = %s,\n", item->value);
	}
}

/* "tag: 4, used: 73": beside the end of a variant. */
static void
put_variant_facts(struct ls_source *source, const struct ls_variant_row *item)
{
	struct ls_out *out = source->page->out;
	ls_out_text(out, "/* ");
	if (item->discr)
		ls_out_format(out, "tag: %s, ", item->discr);
	ls_out_format(out, "used: %" PRIu64 "%s */\n", item->used_bytes,
	    item->is_least ? " or more" : "");
}

static void
put_variant(struct ls_source *source, const struct ls_variant_row *item)
{
	struct ls_out text = { 0 };
	ls_escape_text(&text, item->name ? item->name : "_");
	if (item->line_count > 0 && text.text) {
		ls_out_format(source->page->out, "\t%s {\n", text.text);
		ls_source_put_lines(source, item->lines, item->line_count, 2);
		text.size = 0;
		ls_out_char(&text, '}');
	}
	ls_out_char(&text, ',');
	if (text.text)
		ls_source_put_line(source, text.text, 1);
	put_variant_facts(source, item);
	source->page->out->failed |= text.failed;
	ls_out_free(&text);
}

static void
put_tag(struct ls_source *source, const struct ls_tag *tag)
{
	struct ls_out *out = source->page->out;
	ls_source_blank(source);
	if (tag->encoding == LS_TAG_NONE) {
		ls_out_text(out, "\t/* no tag */\n");
		return;
	}
	ls_out_format(out, "\t/* tag: %" PRIu64 " byte%s at %" PRIu64,
	    tag->size_bytes, tag->size_bytes == 1 ? "" : "s",
	    tag->offset_bytes);
	if (tag->encoding == LS_TAG_NICHE) {
		ls_out_text(out, ", in values that ");
		ls_source_put_comment(
		    source, tag->in ? tag->in : "the member there");
		ls_out_text(out, " never has");
	}
	ls_out_text(out, " */\n");
}

static void
put_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	struct ls_source source = { .page = page, .row = row };
	if (page->rows_so_far > 0)
		ls_out_char(page->out, '\n');
	if (row->note) {
		ls_out_text(page->out, "/* note: ");
		ls_source_put_comment(&source, row->note);
		ls_out_text(page->out, " */\n");
	}
	put_opening(&source, row);
	ls_source_put_lines(&source, row->lines, row->line_count, 1);
	if (row->has_variants) {
		for (size_t i = 0; i < row->variant_count; i++)
			put_variant(&source, &row->variants[i]);
		put_tag(&source, &row->tag);
		source.is_blank = true;
	} else if (row->kind == LS_KIND_ENUM) {
		put_enumerators(&source, row);
	}
	if (row->kind != LS_KIND_ENUM || row->has_variants)
		put_totals(&source, report, row);
	put_closing(&source, row);
}

static void
nothing(struct ls_page *page, const struct ls_report *report)
{
	(void)page, (void)report;
}

const struct ls_renderer ls_render_c = {
	.name = "c",
	.help = "as source with comments, in the manner of pahole",
	.begin = nothing,
	.row = put_row,
	.end = nothing,
};
