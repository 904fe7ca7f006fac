/*
 * text_future.c - what an async function keeps while it waits.
 *
 *	 AWAIT     LINE  BYTES  WAITS FOR        LARGEST OF WHAT IT KEEPS
 *	 Suspend1   513   2145  128 bytes: a::b  1000 bytes: d: [u8; 1000]
 *
 *	 LARGEST     Suspend1 keeps d: [u8; 1000], 1000 bytes
 *	 TWICE       r, 8 bytes, as the argument @0 and the local r @1008.
 */
#include "render/text.h"

#include <string.h>

enum { AWAIT, LINE, BYTES, AWAITED, LARGEST };

enum { MOST_TWICE = 4 };

static const struct ls_table blank = {
	.columns = {
		{ "AWAIT", .columns = 10 },
		{ "LINE", .is_right = true, .columns = 5 },
		{ "BYTES", .is_right = true, .columns = 6 },
		{ "WAITS FOR", .may_shrink = true, .columns = 20 },
		{ "LARGEST OF WHAT IT KEEPS", .may_shrink = true,
		    .columns = 24 },
	},
	.column_count = 5,
};

/* "a: [u8; 1000], 1000 bytes" */
static void
put_kept(const struct ls_page *page, struct ls_out *out, const char *name,
    const char *type, uint64_t bytes)
{
	ls_text_path(page, out, name);
	ls_out_text(out, ": ");
	if (type)
		ls_text_name(page, out, type);
	ls_out_text(out, ", ");
	ls_text_count(out, bytes, "byte");
}

static void
fill(const struct ls_page *page, const struct ls_await *await,
    struct ls_cells *cells)
{
	ls_cells_clear(cells);
	ls_text_put_raw(page, &cells->text[AWAIT], await->state);
	if (await->line)
		ls_out_format(&cells->text[LINE], "%" PRIu32, await->line);
	ls_text_number(page, &cells->text[BYTES], await->used_bytes);
	if (await->is_least)
		ls_out_char(&cells->text[BYTES], '+');
	/* numbers first: what does not fit is cut */
	if (await->awaits) {
		ls_text_count(
		    &cells->text[AWAITED], await->awaits_bytes, "byte");
		ls_out_text(&cells->text[AWAITED], ": ");
		ls_text_name(page, &cells->text[AWAITED], await->awaits);
	}
	if (await->largest) {
		struct ls_out *largest = &cells->text[LARGEST];
		ls_text_count(largest, await->largest_bytes, "byte");
		ls_out_text(largest, ": ");
		ls_text_path(page, largest, await->largest);
		ls_out_text(largest, ": ");
		ls_text_name(page, largest, await->largest_type);
	}
}

static void
put_awaits(struct ls_page *page, const struct ls_future *future)
{
	struct ls_table table = blank;
	struct ls_cells cells = { 0 };
	for (size_t i = 0; i < future->await_count; i++) {
		fill(page, &future->awaits[i], &cells);
		ls_table_measure(&table, &cells);
	}
	ls_table_fit(&table, page);
	ls_out_char(page->out, '\n');
	ls_table_put_head(page, &table);
	for (size_t i = 0; i < future->await_count; i++) {
		fill(page, &future->awaits[i], &cells);
		ls_table_put(page, &table, &cells);
	}
	for (size_t i = 0; i < LS_TABLE_COLUMNS; i++)
		page->out->failed |= cells.text[i].failed;
	ls_cells_free(&cells);
	ls_out_char(page->out, '\n');
}

/* "Suspend1 keeps f: b, 64 bytes, whose Suspend0 keeps x: u64, 8 bytes" */
static void
put_links(struct ls_page *page, const struct ls_future *future)
{
	struct ls_out text = { 0 };
	for (size_t i = 0; i + 1 < future->link_count; i++) {
		const struct ls_future_link *link = &future->links[i];
		const struct ls_future_link *next = link + 1;
		if (i > 0)
			ls_out_text(&text, ", whose ");
		ls_text_put_raw(page, &text, link->state);
		ls_out_text(&text, " keeps ");
		put_kept(
		    page, &text, link->member, next->type, next->size_bytes);
	}
	ls_text_words(page, "LARGEST", &text);
}

static void
put_twice(struct ls_page *page, const struct ls_future *future)
{
	size_t count = future->twice_count;
	size_t shown = count > MOST_TWICE ? MOST_TWICE : count;
	struct ls_out text = { 0 };
	for (size_t i = 0; i < shown; i++) {
		const struct ls_twice *twice = &future->twice[i];
		ls_out_text(&text, i ? "; " : "");
		ls_text_put_raw(page, &text, twice->argument);
		ls_out_text(&text, ", ");
		ls_text_count(&text, twice->size_bytes, "byte");
		ls_out_text(&text, ", as the argument @");
		ls_text_number(page, &text, twice->argument_offset_bytes);
		ls_out_text(&text, " and the local ");
		ls_text_put_raw(page, &text, twice->local);
		ls_out_text(&text, " @");
		ls_text_number(page, &text, twice->local_offset_bytes);
	}
	if (count > shown)
		ls_out_format(&text, "; and %zu more", count - shown);
	if (count > 1)
		ls_out_format(
		    &text, ": %" PRIu64 " bytes in all", future->twice_bytes);
	ls_out_char(&text, '.');
	ls_text_words(page, "TWICE", &text);
}

void
ls_text_future(struct ls_page *page, const struct ls_row *row)
{
	const struct ls_future *future = row->future;
	struct ls_out text = { 0 };
	if (future->await_count == 0) {
		ls_out_text(&text, "it never waits");
		ls_text_words(page, "AWAIT", &text);
		return;
	}
	put_awaits(page, future);
	if (future->link_count > 1)
		put_links(page, future);
	if (future->twice_count > 0)
		put_twice(page, future);
	if (!future->has_shadowed)
		return;
	ls_out_text(&text,
	    "variables that have one name in one state: rustc "
	    "describes the first of them twice, so that the place and size of "
	    "the others is not known");
	ls_text_words(page, "SHADOWED", &text);
}
