/*
 * table.h - columns that line up.
 *
 * A table is written in two passes over the same rows: first each row is
 * measured, then the columns are made to fit, then each row is written.
 * Nothing is kept but the widths, so a table may have a million rows.
 */
#ifndef LS_RENDER_TABLE_H
#define LS_RENDER_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/out.h"
#include "render/style.h"

enum { LS_TABLE_COLUMNS = 6 };

struct ls_page;

struct ls_column {
	const char *title;
	bool is_right;
	bool may_shrink; /* where the page is too narrow; cells are cut */
	size_t columns;  /* at first the usual, then no less than needed */
	size_t needed;   /* by what stands in it */
};

struct ls_table {
	struct ls_column columns[LS_TABLE_COLUMNS];
	size_t column_count;
};

/* The cells of one row; used again for each, freed once. */
struct ls_cells {
	struct ls_out text[LS_TABLE_COLUMNS];
	enum ls_style style[LS_TABLE_COLUMNS];
};

/* Empty all of them. */
void ls_cells_clear(struct ls_cells *cells);
void ls_cells_free(struct ls_cells *cells);

void ls_table_measure(struct ls_table *table, const struct ls_cells *cells);

/* Make the columns fit the page, if it has an end. */
void ls_table_fit(struct ls_table *table, const struct ls_page *page);

/* Of a whole row. */
size_t ls_table_columns(const struct ls_table *table);

void ls_table_put_head(struct ls_page *page, const struct ls_table *table);
void ls_table_put(struct ls_page *page, const struct ls_table *table,
    const struct ls_cells *cells);

/* How many columns of a terminal harmless text takes. */
size_t ls_text_columns(const char *text);

/*
 * Write the first `columns` columns of a text; if it has more, the last of
 * them are an ellipsis.  Returns how many were written.
 */
size_t ls_put_cut(const struct ls_page *page, struct ls_out *out,
    const char *text, size_t columns);

/* Where the i-th column begins. */
size_t ls_table_at(const struct ls_table *table, size_t index);

#endif
