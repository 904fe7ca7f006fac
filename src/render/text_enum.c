/*
 * text_enum.c - enums: variants and the data they carry, or enumerators.
 *
 *	 VARIANT     TAG   USED  UNUSED  PAYLOAD
 *	 Read          1     13      67  fd: i32 @4, len: u64 @8
 *	 Idle          0      1      79  -
 *
 *	 TAG         u8 @0, own byte
 */
#include <stdlib.h>
#include <string.h>

#include "render/text.h"

enum { VARIANT, TAG, USED, UNUSED, PAYLOAD };

enum { LEAST_PAYLOAD = 24 };

static const struct ls_table blank = {
	.columns = {
		{ "VARIANT", .may_shrink = true, .columns = 10 },
		{ "TAG", .is_right = true, .columns = 3 },
		{ "USED", .is_right = true, .columns = 5 },
		{ "UNUSED", .is_right = true, .columns = 6 },
		{ "PAYLOAD", .columns = LEAST_PAYLOAD },
	},
	.column_count = 5,
};

/* The most used first; among equals in order of the source. */
static int
by_used(const void *a, const void *b)
{
	const struct ls_variant_row *x = *(
	    const struct ls_variant_row *const *)a;
	const struct ls_variant_row *y = *(
	    const struct ls_variant_row *const *)b;
	if (x->used_bytes != y->used_bytes)
		return x->used_bytes < y->used_bytes ? 1 : -1;
	return (x > y) - (x < y);
}

/* A NULL-terminated list; free it. */
static const struct ls_variant_row **
sorted(const struct ls_row *row)
{
	const struct ls_variant_row **list = calloc(
	    row->variant_count + 1, sizeof(*list));
	if (!list)
		return NULL;
	for (size_t i = 0; i < row->variant_count; i++)
		list[i] = &row->variants[i];
	qsort(list, row->variant_count, sizeof(*list), by_used);
	return list;
}

/* Tuple fields have numbers for names: __0, __1. */
static bool
is_numbered(const char *name)
{
	return strncmp(name, "__", 2) == 0 && name[2] >= '0' && name[2] <= '9';
}

/* "fd: i32" */
static void
put_payload_type(
    const struct ls_page *page, struct ls_out *out, const struct ls_line *line)
{
	if (line->name && !is_numbered(line->name)) {
		ls_text_put_raw(page, out, line->name);
		ls_out_text(out, ": ");
	}
	ls_text_name(page, out, line->type);
}

/* "fd: i32 @4", cut before the place if it is wider than `room`. */
static void
put_payload_item(const struct ls_page *page, struct ls_out *out,
    const struct ls_line *line, size_t room)
{
	struct ls_out what = { 0 }, place = { 0 };
	put_payload_type(page, &what, line);
	ls_out_text(&place, " @");
	if (line->has_offset && !line->is_unreliable)
		ls_text_number(page, &place, line->offset_bits / 8);
	else
		ls_out_char(&place, '?');
	if (what.text && place.text) {
		size_t columns = ls_text_columns(place.text);
		ls_put_cut(
		    page, out, what.text, room > columns ? room - columns : 0);
		ls_out_text(out, place.text);
	}
	out->failed |= what.failed | place.failed;
	ls_out_free(&what);
	ls_out_free(&place);
}

static void
fill_tag(const struct ls_page *page, const struct ls_row *row,
    const struct ls_variant_row *variant, struct ls_out *out)
{
	(void)page;
	if (variant->discr)
		ls_out_text(out, variant->discr);
	else if (row->tag.encoding == LS_TAG_NICHE && !variant->is_uninhabited)
		ls_out_text(out, "other");
	else
		ls_out_char(out, '-');
}

/* All but the payload. */
static void
fill_variant(const struct ls_page *page, const struct ls_row *row,
    const struct ls_variant_row *variant, struct ls_cells *cells)
{
	ls_cells_clear(cells);
	ls_text_put_raw(
	    page, &cells->text[VARIANT], variant->name ? variant->name : "?");
	fill_tag(page, row, variant, &cells->text[TAG]);
	ls_text_number(page, &cells->text[USED], variant->used_bytes);
	if (variant->is_least) {
		ls_out_char(&cells->text[USED], '+');
		ls_out_char(&cells->text[UNUSED], '?');
	} else {
		ls_text_number(
		    page, &cells->text[UNUSED], variant->unused_bytes);
	}
}

/*
 * Items from `*at` on into the payload cell, as many as fit there; at least
 * one.  On paper without an end all fit.
 */
static void
fill_payload(const struct ls_page *page, const struct ls_table *table,
    const struct ls_variant_row *variant, size_t *at, struct ls_cells *cells)
{
	struct ls_out *cell = &cells->text[PAYLOAD];
	size_t room = table->columns[PAYLOAD].columns;
	while (*at < variant->line_count) {
		const struct ls_line *line = &variant->lines[*at];
		size_t before = cell->size;
		if (before > 0)
			ls_out_text(cell, ", ");
		/* The comma that may follow has its place too. */
		put_payload_item(page, cell, line,
		    page->view->width > 0 ? room - 1 : SIZE_MAX);
		size_t next = *at + 1 + line->below_count;
		bool is_last = next >= variant->line_count;
		if (page->view->width > 0 && before > 0 && cell->text &&
		    ls_text_columns(cell->text) + !is_last > room) {
			cell->size = before;
			cell->text[before] = '\0';
			ls_out_char(cell, ',');
			return;
		}
		*at = next;
	}
	if (cell->size == 0)
		ls_out_text(
		    cell, variant->is_uninhabited ? "(never exists)" : "-");
}

static void
put_variant(struct ls_page *page, const struct ls_table *table,
    const struct ls_row *row, const struct ls_variant_row *variant,
    struct ls_cells *cells)
{
	size_t at = 0;
	fill_variant(page, row, variant, cells);
	fill_payload(page, table, variant, &at, cells);
	ls_table_put(page, table, cells);
	while (at < variant->line_count && !cells->text[PAYLOAD].failed) {
		ls_cells_clear(cells);
		fill_payload(page, table, variant, &at, cells);
		ls_table_put(page, table, cells);
	}
}

static void
put_tag_place(
    const struct ls_page *page, struct ls_out *out, const struct ls_tag *tag)
{
	if (tag->type)
		ls_text_name(page, out, tag->type);
	ls_out_text(out, " @");
	ls_text_number(page, out, tag->offset_bytes);
	ls_out_text(out, ", ");
}

/* "u8 @0, own byte." */
static void
put_own_tag(
    const struct ls_page *page, struct ls_out *out, const struct ls_tag *tag)
{
	put_tag_place(page, out, tag);
	if (tag->size_bytes == 1)
		ls_out_text(out, "own byte.");
	else
		ls_out_format(
		    out, "%" PRIu64 " bytes of its own.", tag->size_bytes);
}

/* "u8 @0, no byte of its own: values that Some.0 never has." */
static void
put_hidden_tag(
    const struct ls_page *page, struct ls_out *out, const struct ls_tag *tag)
{
	put_tag_place(page, out, tag);
	ls_out_text(out, "no byte of its own: values that ");
	if (tag->in)
		ls_text_path(page, out, tag->in);
	else
		ls_out_text(out, "the member there");
	ls_out_text(out, " never has.");
}

/* And what is left of its values, for an Option of it. */
static void
put_tag(struct ls_page *page, const struct ls_row *row)
{
	struct ls_out text = { 0 };
	ls_out_char(page->out, '\n');
	if (row->tag.encoding == LS_TAG_NONE) {
		ls_out_text(&text, "none: at most one variant can exist.");
		ls_text_words(page, "TAG", &text);
		ls_text_niche(page, row);
		return;
	}
	if (row->tag.encoding == LS_TAG_NICHE)
		put_hidden_tag(page, &text, &row->tag);
	else
		put_own_tag(page, &text, &row->tag);
	ls_text_rest_of_tag(page, &text, row);
	ls_text_words(page, "TAG", &text);
	ls_text_spares(page, row);
}

/* What the '+' beside a number means. */
static void
put_least(struct ls_page *page, const struct ls_row *row)
{
	bool is_least = false;
	for (size_t i = 0; i < row->variant_count; i++)
		is_least |= row->variants[i].is_least;
	if (is_least)
		ls_put_styled(page, LS_STYLE_NOTE,
		    " +           at least: not every member's place is told\n");
}

/* With -E: the variants whose members have lines of their own below them. */
static void
put_inside(struct ls_page *page, const struct ls_variant_row *variant)
{
	size_t i = 0;
	while (i < variant->line_count && variant->lines[i].below_count == 0)
		i++;
	if (i == variant->line_count)
		return;
	ls_out_text(page->out, "\n ");
	ls_put_styled(page, LS_STYLE_HEAD, "VARIANT ");
	if (variant->name)
		ls_text_put_raw(page, page->out, variant->name);
	ls_text_members(page, variant->lines, variant->line_count, NULL, 0);
}

void
ls_text_variants(struct ls_page *page, const struct ls_row *row)
{
	const struct ls_variant_row **list = sorted(row);
	struct ls_table table = blank;
	struct ls_cells cells = { 0 };
	if (!list) {
		page->out->failed = true;
		return;
	}
	for (size_t i = 0; list[i]; i++) {
		fill_variant(page, row, list[i], &cells);
		ls_table_measure(&table, &cells);
	}
	ls_table_fit(&table, page);
	size_t at = ls_table_at(&table, PAYLOAD);
	if (page->view->width > at + LEAST_PAYLOAD)
		table.columns[PAYLOAD].columns = page->view->width - at;

	if (row->variant_count > 0) {
		ls_out_char(page->out, '\n');
		ls_table_put_head(page, &table);
	}
	for (size_t i = 0; list[i]; i++)
		put_variant(page, &table, row, list[i], &cells);
	put_tag(page, row);
	if (row->future)
		ls_text_future(page, row);
	put_least(page, row);
	for (size_t i = 0; list[i]; i++)
		put_inside(page, list[i]);
	for (size_t i = 0; i < LS_TABLE_COLUMNS; i++)
		page->out->failed |= cells.text[i].failed;
	ls_cells_free(&cells);
	free(list);
}

void
ls_text_enumerators(struct ls_page *page, const struct ls_row *row)
{
	struct ls_table table = {
		.columns = { { "VALUE", .is_right = true, .columns = 6 },
		    { "ENUMERATOR", .may_shrink = true, .columns = 10 } },
		.column_count = 2,
	};
	struct ls_cells cells = { 0 };
	if (row->enumerator_count == 0)
		return;
	for (int pass = 0; pass < 2; pass++) {
		if (pass == 1) {
			ls_table_fit(&table, page);
			ls_out_char(page->out, '\n');
			ls_table_put_head(page, &table);
		}
		for (size_t i = 0; i < row->enumerator_count; i++) {
			const struct ls_enumerator_row
			    *item = &row->enumerators[i];
			ls_cells_clear(&cells);
			ls_out_text(&cells.text[0], item->value);
			ls_text_put_raw(page, &cells.text[1],
			    item->name ? item->name : "?");
			if (pass == 0)
				ls_table_measure(&table, &cells);
			else
				ls_table_put(page, &table, &cells);
		}
	}
	page->out->failed |= cells.text[0].failed | cells.text[1].failed;
	ls_cells_free(&cells);
	if (row->niche.is_asked)
		ls_out_char(page->out, '\n');
	ls_text_niche(page, row);
}
