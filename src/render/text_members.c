/*
 * text_members.c - the table of members and holes.
 *
 *	 OFFSET  SIZE  MEMBER    TYPE            ALIGN
 *	     46     2  ~~~ hole
 *	     48    24  t         struct timer        8
 *	 ----- cache line 1 (byte 64) begins 16 bytes into t -----
 *	   72:0    :3  retries   unsigned int:3      4
 */
#include "render/text.h"

enum { OFFSET, SIZE, MEMBER, TYPE, ALIGN };

/* Long enough for what most types have, so that pages look alike. */
static const struct ls_table blank = {
	.columns = {
		{ "OFFSET", .is_right = true, .columns = 6 },
		{ "SIZE", .is_right = true, .columns = 4 },
		{ "MEMBER", .may_shrink = true, .columns = 18 },
		{ "TYPE", .may_shrink = true, .columns = 42 },
		{ "ALIGN", .is_right = true, .columns = 5 },
	},
	.column_count = 5,
};

static const char *
waste_word(enum ls_line_kind kind)
{
	switch (kind) {
	case LS_LINE_HOLE:
		return "~~~ hole";
	case LS_LINE_TAIL:
		return "~~~ padding";
	case LS_LINE_UNUSED_BITS:
		return "~~~ unused bits";
	case LS_LINE_MEMBER:
		return "";
	}
	return "";
}

static bool
is_in_bits(const struct ls_line *line)
{
	return line->is_bitfield || line->kind == LS_LINE_UNUSED_BITS;
}

static void
put_line_place(const struct ls_page *page, const struct ls_line *line,
    struct ls_out *offset, struct ls_out *size)
{
	if (!line->has_offset || line->is_unreliable)
		ls_out_char(offset, '?');
	else
		ls_text_number(page, offset, line->offset_bits / 8);
	if (is_in_bits(line)) {
		ls_out_format(
		    offset, ":%u", (unsigned)(line->offset_bits % 8));
		ls_out_format(size, ":%" PRIu64, line->size_bits);
	} else if (line->has_size || line->is_flexible) {
		ls_text_number(
		    page, size, line->has_size ? line->size_bits / 8 : 0);
	} else {
		ls_out_char(size, '?');
	}
}

static void
put_member_name(
    const struct ls_page *page, struct ls_out *out, const struct ls_line *line)
{
	if (line->is_virtual_base)
		ls_out_text(out, "(virtual base)");
	else if (line->is_base)
		ls_out_text(out, "(base)");
	else if (line->name)
		ls_text_put_raw(page, out, line->name);
	else
		ls_out_text(out, "(anonymous)");
}

bool
ls_text_begin_line(const struct ls_page *page, const struct ls_line *line,
    struct ls_cells *cells)
{
	struct ls_out *member = &cells->text[MEMBER];
	ls_cells_clear(cells);
	put_line_place(page, line, &cells->text[OFFSET], &cells->text[SIZE]);
	ls_out_repeat(member, ' ', (size_t)line->depth * 2);
	if (line->kind == LS_LINE_MEMBER)
		return true;
	ls_out_text(member, waste_word(line->kind));
	for (size_t i = 0; i < LS_TABLE_COLUMNS; i++)
		cells->style[i] = LS_STYLE_WASTE;
	return false;
}

static void
fill(const struct ls_page *page, const struct ls_line *line,
    struct ls_cells *cells)
{
	struct ls_out *member = &cells->text[MEMBER];
	if (!ls_text_begin_line(page, line, cells))
		return;
	put_member_name(page, member, line);
	ls_text_name(page, &cells->text[TYPE], line->type);
	if (line->is_bitfield)
		ls_out_format(
		    &cells->text[TYPE], ":%" PRIu64, line->size_bits);
	if (line->endian)
		ls_out_format(&cells->text[TYPE], " %s-endian", line->endian);
	if (line->align_bytes)
		ls_out_format(
		    &cells->text[ALIGN], "%" PRIu64, line->align_bytes);
	else
		ls_out_char(&cells->text[ALIGN], '?');
}

static void
put_break_name(
    const struct ls_page *page, struct ls_out *out, const struct ls_line *line)
{
	if (line->kind == LS_LINE_MEMBER)
		put_member_name(page, out, line);
	else
		ls_out_text(
		    out, line->kind == LS_LINE_TAIL ? "padding" : "the hole");
}

/*
 * "cache line 1 (byte 64) begins 16 bytes into t", "cache lines 3-5 begin in
 * se, the last (byte 320) 192 bytes into it"
 */
static void
put_break_words(const struct ls_page *page, struct ls_out *out,
    const struct ls_line *line, const struct ls_break *item)
{
	bool is_one = item->first == item->line;
	if (is_one) {
		ls_out_format(out, "cache line %" PRIu64, item->line);
	} else {
		ls_out_format(out,
		    "cache lines %" PRIu64 "-%" PRIu64 " begin in ",
		    item->first, item->line);
		put_break_name(page, out, line);
		ls_out_text(out, ", the last");
	}
	ls_out_text(out, " (byte ");
	ls_text_number(page, out, item->byte);
	ls_out_char(out, ')');
	if (item->into_bytes == 0)
		return;
	ls_out_text(out, is_one ? " begins " : " ");
	ls_text_count(out, item->into_bytes, "byte");
	ls_out_text(out, " into ");
	if (is_one)
		put_break_name(page, out, line);
	else
		ls_out_text(out, "it");
}

/* A rule across the table, with the words in it. */
static void
put_break(struct ls_page *page, const struct ls_table *table,
    const struct ls_line *line, const struct ls_break *item)
{
	struct ls_out words = { 0 };
	put_break_words(page, &words, line, item);
	size_t whole = ls_table_columns(table);
	size_t lead = ls_table_at(table, MEMBER) - 1;
	size_t needed = words.text ? ls_text_columns(words.text) + 2 : 0;
	if (lead + needed > whole)
		lead = whole > needed + 2 ? whole - needed : 2;
	size_t used = lead + needed;
	ls_style_begin(page, LS_STYLE_DIM);
	ls_out_char(page->out, ' ');
	ls_out_repeat(page->out, '-', lead - 1);
	ls_out_format(page->out, " %s", words.text ? words.text : "");
	if (whole > used) {
		ls_out_char(page->out, ' ');
		ls_out_repeat(page->out, '-', whole - used);
	}
	ls_style_end(page, LS_STYLE_DIM);
	ls_out_char(page->out, '\n');
	page->out->failed |= words.failed;
	ls_out_free(&words);
}

static void
measure(const struct ls_page *page, const struct ls_line *lines, size_t count,
    struct ls_cells *cells, struct ls_table *table)
{
	for (size_t i = 0; i < count; i++) {
		fill(page, &lines[i], cells);
		ls_table_measure(table, cells);
	}
	ls_table_fit(table, page);
}

/* Where a line begins a cache line it is said before, otherwise after it. */
void
ls_text_members(struct ls_page *page, const struct ls_line *lines,
    size_t count, const struct ls_break *breaks, size_t break_count)
{
	struct ls_table table = blank;
	struct ls_cells cells = { 0 };
	const struct ls_break *next = breaks;
	const struct ls_break *end = breaks ? breaks + break_count : NULL;
	measure(page, lines, count, &cells, &table);

	ls_out_char(page->out, '\n');
	ls_table_put_head(page, &table);
	for (size_t i = 0; i < count; i++) {
		for (; next < end && next->at == i && !next->into_bytes;
		     next++)
			put_break(page, &table, &lines[i], next);
		fill(page, &lines[i], &cells);
		ls_table_put(page, &table, &cells);
		for (; next < end && next->at == i && next->into_bytes; next++)
			put_break(page, &table, &lines[i], next);
	}
	for (size_t i = 0; i < LS_TABLE_COLUMNS; i++)
		page->out->failed |= cells.text[i].failed;
	ls_cells_free(&cells);
}
