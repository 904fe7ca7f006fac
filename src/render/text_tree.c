/*
 * text_tree.c - a type as a tree: the values of an enum's variants, or the
 * members of members.
 *
 *	 X(Inner)             byte 0 = 0..=3   niche-filled: no tag of its own
 *	   Inner::A(bool)              0..=1
 *	 Y                             4
 *	 free                          6..=255  250 values: Option<Outer> ...
 */
#include <string.h>

#include "render/text.h"

enum { LABEL, PLACE, VALUES, NOTE };

static const struct ls_table blank = {
	.columns = {
		{ "VARIANT", .may_shrink = true, .columns = 18 },
		{ "", .is_right = true, .columns = 8 },
		{ "VALUES", .columns = 7 },
		{ "", .columns = 8 },
	},
	.column_count = 4,
};

static void
put_place(
    const struct ls_page *page, struct ls_out *out, const struct ls_tree *tree)
{
	ls_out_text(out, tree->size_bytes == 1 ? "byte " : "bytes ");
	ls_text_number(page, out, tree->offset_bytes);
	if (tree->size_bytes > 1) {
		ls_out_char(out, '-');
		ls_text_number(
		    page, out, tree->offset_bytes + tree->size_bytes - 1);
	}
	ls_out_text(out, " =");
}

static void
fill(const struct ls_page *page, const struct ls_row *row, size_t at,
    struct ls_cells *cells)
{
	const struct ls_tree_line *line = &row->tree->lines[at];
	ls_cells_clear(cells);
	ls_out_repeat(&cells->text[LABEL], ' ', (size_t)line->depth * 2);
	ls_text_name(page, &cells->text[LABEL], line->label);
	if (at == 0 && row->tree->has_place)
		put_place(page, &cells->text[PLACE], row->tree);
	if (line->values)
		ls_out_text(&cells->text[VALUES], line->values);
	if (line->is_uninhabited)
		ls_out_text(&cells->text[NOTE], "never exists");
	if (line->is_free)
		cells->style[LABEL] = LS_STYLE_DIM;
}

static void
put_note(const struct ls_page *page, struct ls_out *out,
    const struct ls_row *row, size_t at)
{
	const struct ls_tree_line *line = &row->tree->lines[at];
	if (line->is_uninhabited)
		return;
	if (line->is_host && line->depth == 0)
		ls_out_text(out, "niche-filled: no tag of its own");
	else if (line->is_free)
		ls_text_left(page, out, row);
}

static void
measure(const struct ls_page *page, const struct ls_row *row, bool is_below,
    struct ls_cells *cells, struct ls_table *ret)
{
	*ret = blank;
	for (size_t i = 0; i < row->tree->line_count; i++) {
		fill(page, row, i, cells);
		if (!is_below)
			put_note(page, &cells->text[NOTE], row, i);
		ls_table_measure(ret, cells);
	}
	ls_table_fit(ret, page);
}

/* Values of 8 bytes leave no room beside them for more than the names. */
static void
put_note_below(struct ls_page *page, const struct ls_row *row, size_t at,
    const struct ls_table *table)
{
	struct ls_out note = { 0 };
	put_note(page, &note, row, at);
	if (note.text) {
		ls_out_repeat(page->out, ' ', ls_table_at(table, VALUES));
		ls_out_text(page->out, note.text);
		ls_out_char(page->out, '\n');
	}
	page->out->failed |= note.failed;
	ls_out_free(&note);
}

void
ls_text_values(struct ls_page *page, const struct ls_row *row)
{
	struct ls_table table;
	struct ls_cells cells = { 0 };
	if (row->tree->line_count == 0)
		return;
	measure(page, row, false, &cells, &table);
	size_t width = page->view->width;
	bool is_below = width > 0 &&
	    (ls_table_columns(&table) > width ||
		table.columns[LABEL].columns < table.columns[LABEL].needed);
	if (is_below)
		measure(page, row, true, &cells, &table);
	ls_out_char(page->out, '\n');
	for (size_t i = 0; i < row->tree->line_count; i++) {
		fill(page, row, i, &cells);
		if (!is_below)
			put_note(page, &cells.text[NOTE], row, i);
		ls_table_put(page, &table, &cells);
		if (is_below)
			put_note_below(page, row, i, &table);
	}
	for (size_t i = 0; i < LS_TABLE_COLUMNS; i++)
		page->out->failed |= cells.text[i].failed;
	ls_cells_free(&cells);
}

/* ---- members of members ---- */

enum { OFFSET, SIZE, MEMBER, MARK };

static const struct ls_table members = {
	.columns = {
		{ "OFFSET", .is_right = true, .columns = 6 },
		{ "SIZE", .is_right = true, .columns = 4 },
		{ "MEMBER", .may_shrink = true, .columns = 40 },
		{ "", .columns = 1 },
	},
	.column_count = 4,
};

static void
fill_member(const struct ls_page *page, const struct ls_row *row, size_t at,
    struct ls_cells *cells)
{
	const struct ls_line *line = &row->lines[at];
	struct ls_out *member = &cells->text[MEMBER];
	if (!ls_text_begin_line(page, line, cells))
		return;
	if (line->name) {
		ls_text_path(page, member, line->name);
		ls_out_text(member, ": ");
	}
	ls_text_name(page, member, line->type);
	if (row->has_niche_line && at == row->niche_line)
		ls_out_format(&cells->text[MARK], "<- niche: %s free",
		    row->niche.available);
}

void
ls_text_members_tree(struct ls_page *page, const struct ls_row *row)
{
	struct ls_table table = members;
	struct ls_cells cells = { 0 };
	for (size_t i = 0; i < row->line_count; i++) {
		fill_member(page, row, i, &cells);
		ls_table_measure(&table, &cells);
	}
	ls_table_fit(&table, page);
	ls_out_char(page->out, '\n');
	ls_table_put_head(page, &table);
	for (size_t i = 0; i < row->line_count; i++) {
		fill_member(page, row, i, &cells);
		ls_table_put(page, &table, &cells);
	}
	for (size_t i = 0; i < LS_TABLE_COLUMNS; i++)
		page->out->failed |= cells.text[i].failed;
	ls_cells_free(&cells);
}
