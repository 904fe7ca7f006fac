/*
 * text_map.c - one letter a byte, a dot where nothing is.
 *
 *	        0       8       16      24
 *	     0  a.......bbbbbbbbcc......dddddddd
 *	        a flags  b id  c port  d peer
 */
#include <string.h>

#include "render/text.h"

enum {
	INDENT = 8,
	ROW_BYTES = 64,
	RULER_BYTES = 8,
	AUTO_LINES = 16, /* cache lines; a longer map says little */
	AUTO_LETTERS = 52,
};

/* As many bytes as there is room for: 64, 32, 16, 8. */
static uint64_t
row_bytes(const struct ls_page *page)
{
	uint64_t bytes = ROW_BYTES;
	while (bytes > RULER_BYTES && INDENT + bytes > ls_page_columns(page))
		bytes /= 2;
	return bytes;
}

/* The next line of the type itself that has a letter. */
static const struct ls_line *
next_lettered(const struct ls_row *row, size_t *at)
{
	while (*at < row->line_count) {
		const struct ls_line *line = &row->lines[*at];
		*at += 1 + (size_t)line->below_count;
		if (line->letter)
			return line;
	}
	return NULL;
}

static bool
is_wanted(const struct ls_page *page, const struct ls_row *row)
{
	size_t at = 0, letters = 0;
	while (next_lettered(row, &at))
		letters++;
	switch (page->view->map) {
	case LS_MAP_NEVER:
		return false;
	case LS_MAP_ALWAYS:
		return letters > 0 && row->has_size;
	case LS_MAP_AUTO:
		break;
	}
	return letters > 0 && letters <= AUTO_LETTERS &&
	    row->padding_bytes > 0 && row->cachelines <= AUTO_LINES;
}

static void
put_ruler(struct ls_page *page, uint64_t bytes, uint64_t size_bytes)
{
	if (bytes > size_bytes)
		bytes = size_bytes;
	ls_style_begin(page, LS_STYLE_HEAD);
	ls_out_repeat(page->out, ' ', INDENT);
	for (uint64_t at = 0; at < bytes; at += RULER_BYTES) {
		bool is_last = at + RULER_BYTES >= bytes;
		ls_out_format(
		    page->out, is_last ? "%" PRIu64 : "%-8" PRIu64, at);
	}
	ls_style_end(page, LS_STYLE_HEAD);
	ls_out_char(page->out, '\n');
}

static uint64_t
end_byte(const struct ls_line *line)
{
	return (line->offset_bits + line->size_bits + 7) / 8;
}

/*
 * The letters of bytes [begin, end); `at` is the first line that can be in.
 * Where members overlap, one that begins later stands in what the other
 * leaves; one that begins at the same byte is an empty class.
 */
static void
fill_row(const struct ls_row *row, size_t at, uint64_t begin, uint64_t end,
    char *letters)
{
	uint64_t owners[ROW_BYTES];
	memset(letters, '.', (size_t)(end - begin));
	letters[end - begin] = '\0';
	const struct ls_line *line;
	while ((line = next_lettered(row, &at))) {
		uint64_t from = line->offset_bits / 8, to = end_byte(line);
		if (from >= end)
			break;
		uint64_t i = from > begin ? from : begin;
		for (; i < to && i < end; i++) {
			if (letters[i - begin] != '.' &&
			    owners[i - begin] == from && !line->is_bitfield)
				continue;
			letters[i - begin] = line->letter;
			owners[i - begin] = from;
		}
	}
}

/* Up to where the bytes from `begin` on are one member's, or nobody's. */
static uint64_t
same_until(const struct ls_row *row, size_t at, uint64_t begin)
{
	const struct ls_line *line = next_lettered(row, &at);
	if (!line)
		return row->size_bytes;
	uint64_t from = line->offset_bits / 8;
	return from > begin ? from : end_byte(line);
}

/*
 * Of rows that are all the same one is written, then "*", then the last, as
 * od(1) does: an array of a gigabyte is three lines.
 */
static uint64_t
skip_same(const struct ls_row *row, size_t at, uint64_t begin, uint64_t bytes)
{
	uint64_t end = same_until(row, at, begin) / bytes * bytes;
	return end > begin && end - begin > 3 * bytes ? end - 2 * bytes
						      : begin;
}

/* The first lettered line that ends after `byte`. */
static size_t
skip_lines(const struct ls_row *row, size_t at, uint64_t byte)
{
	for (;;) {
		size_t next = at;
		const struct ls_line *line = next_lettered(row, &next);
		if (!line || end_byte(line) > byte)
			return at;
		at = next;
	}
}

/* Dots look like what they stand for. */
static void
put_letters(struct ls_page *page, const char *letters)
{
	while (*letters) {
		size_t used = strcspn(letters, ".");
		size_t unused = strspn(letters + used, ".");
		ls_out_bytes(page->out, letters, used);
		if (unused > 0) {
			ls_style_begin(page, LS_STYLE_WASTE);
			ls_out_repeat(page->out, '.', unused);
			ls_style_end(page, LS_STYLE_WASTE);
		}
		letters += used + unused;
	}
	ls_out_char(page->out, '\n');
}

static void
put_rows(struct ls_page *page, const struct ls_row *row, uint64_t bytes)
{
	char letters[ROW_BYTES + 1];
	size_t at = 0;
	for (uint64_t begin = 0; begin < row->size_bytes; begin += bytes) {
		uint64_t left = row->size_bytes - begin;
		at = skip_lines(row, at, begin);
		fill_row(row, at, begin, begin + (left < bytes ? left : bytes),
		    letters);
		ls_style_begin(page, LS_STYLE_DIM);
		ls_out_format(page->out, "%6" PRIu64 "  ", begin);
		ls_style_end(page, LS_STYLE_DIM);
		put_letters(page, letters);
		uint64_t last = skip_same(row, at, begin, bytes);
		if (last > begin)
			ls_out_format(page->out, "%6s\n", "*");
		begin = last;
	}
}

static void
put_legend_item(const struct ls_page *page, struct ls_out *out,
    const struct ls_line *line, bool is_first)
{
	if (is_first)
		ls_out_format(out, "%c ", line->letter);
	else
		ls_out_char(out, ',');
	if (line->name)
		ls_text_put_raw(page, out, line->name);
	else
		ls_out_text(out, "(anonymous)");
}

/* One item: a letter and the names of all that have it in common. */
static bool
next_item(const struct ls_page *page, const struct ls_row *row, size_t *at,
    struct ls_out *out)
{
	const struct ls_line *line = next_lettered(row, at);
	if (!line)
		return false;
	char letter = line->letter;
	out->size = 0;
	put_legend_item(page, out, line, true);
	for (;;) {
		size_t next = *at;
		line = next_lettered(row, &next);
		if (!line || line->letter != letter)
			return true;
		put_legend_item(page, out, line, false);
		*at = next;
	}
}

static void
put_legend(struct ls_page *page, const struct ls_row *row)
{
	struct ls_out item = { 0 };
	size_t room = ls_page_columns(page), used = INDENT, at = 0;
	ls_out_repeat(page->out, ' ', INDENT);
	while (next_item(page, row, &at, &item) && item.text) {
		size_t columns = ls_text_columns(item.text);
		if (used > INDENT && used + 2 + columns > room) {
			ls_out_char(page->out, '\n');
			ls_out_repeat(page->out, ' ', INDENT);
			used = INDENT;
		} else if (used > INDENT) {
			ls_out_text(page->out, "  ");
			used += 2;
		}
		ls_out_text(page->out, item.text);
		used += columns;
	}
	ls_out_char(page->out, '\n');
	page->out->failed |= item.failed;
	ls_out_free(&item);
}

void
ls_text_map(struct ls_page *page, const struct ls_row *row)
{
	if (!is_wanted(page, row))
		return;
	uint64_t bytes = row_bytes(page);
	ls_out_char(page->out, '\n');
	put_ruler(page, bytes, row->size_bytes);
	put_rows(page, row, bytes);
	put_legend(page, row);
}
