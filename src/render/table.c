/*
 * table.c - columns that line up.
 */
#include "render/table.h"

#include <wchar.h>

#include "base/utf8.h"
#include "render/render.h"

enum {
	GAP = 2,
	MARGIN = 1,
	/* Not cut below this: one could not tell two names apart. */
	LEAST_COLUMNS = 12,
	/* One endless name shall not push all the others' cells aside. */
	MOST_COLUMNS = 120,
};

/* Where the locale does not know, a character is taken for one column. */
static size_t
columns_of(uint32_t code)
{
	int columns = code < 0x80 ? 1 : wcwidth((wchar_t)code);
	return columns < 0 ? 1 : (size_t)columns;
}

size_t
ls_text_columns(const char *text)
{
	size_t columns = 0;
	while (*text) {
		uint32_t code;
		text += ls_utf8_next(text, &code);
		columns += columns_of(code);
	}
	return columns;
}

size_t
ls_put_cut(const struct ls_page *page, struct ls_out *out, const char *text,
    size_t columns)
{
	const char *ellipsis = page->view->utf8 ? "\u2026" : "...";
	size_t reserved = page->view->utf8 ? 1 : 3, used = 0;
	size_t whole = ls_text_columns(text);
	if (whole <= columns) {
		ls_out_text(out, text);
		return whole;
	}
	while (*text && columns >= reserved) {
		uint32_t code;
		size_t size = ls_utf8_next(text, &code);
		if (used + columns_of(code) > columns - reserved)
			break;
		ls_out_bytes(out, text, size);
		used += columns_of(code);
		text += size;
	}
	ls_out_text(out, ellipsis);
	return used + reserved;
}

void
ls_cells_clear(struct ls_cells *cells)
{
	for (size_t i = 0; i < LS_TABLE_COLUMNS; i++) {
		cells->text[i].size = 0;
		ls_out_text(&cells->text[i], "");
		cells->style[i] = LS_STYLE_PLAIN;
	}
}

void
ls_cells_free(struct ls_cells *cells)
{
	for (size_t i = 0; i < LS_TABLE_COLUMNS; i++)
		ls_out_free(&cells->text[i]);
}

static const char *
text_of(const struct ls_cells *cells, size_t index)
{
	const struct ls_out *text = &cells->text[index];
	return text->text ? text->text : "";
}

static void
need(struct ls_column *column, size_t columns)
{
	if (columns > MOST_COLUMNS)
		columns = MOST_COLUMNS;
	if (column->needed < columns)
		column->needed = columns;
	if (column->columns < column->needed)
		column->columns = column->needed;
}

void
ls_table_measure(struct ls_table *table, const struct ls_cells *cells)
{
	for (size_t i = 0; i < table->column_count; i++) {
		struct ls_column *column = &table->columns[i];
		need(column, ls_text_columns(column->title));
		need(column, ls_text_columns(text_of(cells, i)));
	}
}

size_t
ls_table_at(const struct ls_table *table, size_t index)
{
	size_t at = MARGIN;
	for (size_t i = 0; i < index; i++)
		at += table->columns[i].columns + GAP;
	return at;
}

size_t
ls_table_columns(const struct ls_table *table)
{
	return ls_table_at(table, table->column_count) - GAP;
}

/* The widest column that may give one away; NULL if none may. */
static struct ls_column *
find_widest(struct ls_table *table, bool is_cut)
{
	struct ls_column *widest = NULL;
	for (size_t i = 0; i < table->column_count; i++) {
		struct ls_column *column = &table->columns[i];
		size_t least = is_cut && column->needed > LEAST_COLUMNS
		    ? LEAST_COLUMNS
		    : column->needed;
		if (column->may_shrink && column->columns > least &&
		    (!widest || column->columns > widest->columns))
			widest = column;
	}
	return widest;
}

/* First what nothing stands in, then what cells have to be cut for. */
void
ls_table_fit(struct ls_table *table, const struct ls_page *page)
{
	size_t room = page->view->width;
	while (room > 0 && ls_table_columns(table) > room) {
		struct ls_column *widest = find_widest(table, false);
		if (!widest)
			widest = find_widest(table, true);
		if (!widest)
			return;
		widest->columns--;
	}
}

static void
put_cell(struct ls_page *page, const struct ls_column *column,
    const char *text, enum ls_style style, bool is_last)
{
	size_t columns = ls_text_columns(text);
	size_t missing = columns < column->columns ? column->columns - columns
						   : 0;
	if (column->is_right)
		ls_out_repeat(page->out, ' ', missing);
	ls_style_begin(page, style);
	if (page->view->width > 0)
		columns = ls_put_cut(page, page->out, text, column->columns);
	else
		ls_out_text(page->out, text);
	ls_style_end(page, style);
	if (!column->is_right && !is_last && columns < column->columns)
		ls_out_repeat(page->out, ' ', column->columns - columns);
}

/* Cells past the last that has something in it are not padded. */
void
ls_table_put(struct ls_page *page, const struct ls_table *table,
    const struct ls_cells *cells)
{
	size_t count = table->column_count;
	while (count > 0 && !*text_of(cells, count - 1))
		count--;
	ls_out_repeat(page->out, ' ', MARGIN);
	for (size_t i = 0; i < count; i++) {
		put_cell(page, &table->columns[i], text_of(cells, i),
		    cells->style[i], i + 1 == count);
		if (i + 1 < count)
			ls_out_repeat(page->out, ' ', GAP);
	}
	ls_out_char(page->out, '\n');
}

void
ls_table_put_head(struct ls_page *page, const struct ls_table *table)
{
	ls_out_repeat(page->out, ' ', MARGIN);
	for (size_t i = 0; i < table->column_count; i++) {
		put_cell(page, &table->columns[i], table->columns[i].title,
		    LS_STYLE_HEAD, i + 1 == table->column_count);
		if (i + 1 < table->column_count)
			ls_out_repeat(page->out, ' ', GAP);
	}
	ls_out_char(page->out, '\n');
}
