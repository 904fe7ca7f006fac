/*
 * list_page.c - many types, a line each, for a person; and the page on a file
 * as a whole, which is such a list with a head and a foot.
 *
 * Lines go out as they come, so a column is as wide as what usually stands
 * in it; a longer number moves the rest of its line until a short one makes up.
 */
#include <stdio.h>
#include <string.h>

#include "render/text.h"

enum {
	NUMBER_SIZE = 48,   /* a niche has up to 39 digits */
	TYPE_COLUMNS = 31,  /* on paper; on a terminal what is left */
	WHERE_COLUMNS = 22, /* that are kept for it there */
	LEAST_TYPE_COLUMNS = 20,
	MOST_TYPE_COLUMNS = 120,
};

struct column {
	const char *title;
	int columns;
	bool (*is_shown)(const struct ls_columns *columns); /* NULL: always */
	void (*put)(const struct ls_report *report, const struct ls_row *row,
	    char text[NUMBER_SIZE]);
};

static void
number(char text[NUMBER_SIZE], bool is_there, uint64_t value)
{
	if (is_there)
		snprintf(text, NUMBER_SIZE, "%" PRIu64, value);
	else
		snprintf(text, NUMBER_SIZE, "-");
}

static bool
can_shrink(const struct ls_row *row)
{
	return row->has_size && row->best_size_bytes < row->size_bytes;
}

static bool
has_padding(const struct ls_columns *columns)
{
	return columns->has_padding;
}

static void
put_padding(const struct ls_report *report, const struct ls_row *row,
    char text[NUMBER_SIZE])
{
	(void)report;
	number(text, true, row->padding_bytes);
}

static bool
has_niche(const struct ls_columns *columns)
{
	return columns->has_niche;
}

static void
put_niche(const struct ls_report *report, const struct ls_row *row,
    char text[NUMBER_SIZE])
{
	(void)report;
	snprintf(text, NUMBER_SIZE, "%s", ls_niche_word(row));
}

static bool
has_sharing(const struct ls_columns *columns)
{
	return columns->has_sharing;
}

static void
put_sharing(const struct ls_report *report, const struct ls_row *row,
    char text[NUMBER_SIZE])
{
	(void)report;
	number(text, row->sharing && row->sharing->most_together,
	    row->sharing ? row->sharing->most_together : 0);
}

static void
put_saving(const struct ls_report *report, const struct ls_row *row,
    char text[NUMBER_SIZE])
{
	uint64_t bytes = report->columns.saves_in_holders
	    ? row->program_saving_bytes
	    : row->saving_bytes;
	number(text, can_shrink(row), bytes);
}

static void
put_size(const struct ls_report *report, const struct ls_row *row,
    char text[NUMBER_SIZE])
{
	(void)report;
	if (row->has_size)
		number(text, true, row->size_bytes);
	else
		snprintf(text, NUMBER_SIZE, "?");
}

static void
put_best(const struct ls_report *report, const struct ls_row *row,
    char text[NUMBER_SIZE])
{
	(void)report;
	if (row->is_frozen)
		snprintf(text, NUMBER_SIZE, "frozen");
	else
		number(text, can_shrink(row), row->best_size_bytes);
}

static void
put_holes(const struct ls_report *report, const struct ls_row *row,
    char text[NUMBER_SIZE])
{
	(void)report;
	number(text, true, row->hole_count);
}

static void
put_pad(const struct ls_report *report, const struct ls_row *row,
    char text[NUMBER_SIZE])
{
	(void)report;
	number(text, true, row->tail_padding_bytes);
}

static bool
has_weights(const struct ls_columns *columns)
{
	return columns->has_weights;
}

static void
put_lost(const struct ls_report *report, const struct ls_row *row,
    char text[NUMBER_SIZE])
{
	(void)report;
	number(text, row->has_weight && can_shrink(row), row->lost_bytes);
}

static void
put_weight(const struct ls_report *report, const struct ls_row *row,
    char text[NUMBER_SIZE])
{
	(void)report;
	number(text, row->has_weight, row->weight);
}

static bool
has_classes(const struct ls_columns *columns)
{
	return columns->allocator != NULL;
}

/* "96->64"; one number where the class is the same. */
static void
put_class(const struct ls_report *report, const struct ls_row *row,
    char text[NUMBER_SIZE])
{
	(void)report;
	if (row->best_class_bytes < row->class_bytes)
		snprintf(text, NUMBER_SIZE, "%" PRIu64 "->%" PRIu64,
		    row->class_bytes, row->best_class_bytes);
	else
		number(text, row->has_size, row->class_bytes);
}

/* "542->541", the arrows below each other; "23" where there is nothing new */
static void
put_lines(const struct ls_report *report, const struct ls_row *row,
    char text[NUMBER_SIZE])
{
	(void)report;
	if (!row->has_size)
		snprintf(text, NUMBER_SIZE, "?     ");
	else if (can_shrink(row))
		snprintf(text, NUMBER_SIZE, "%" PRIu64 "->%-4" PRIu64,
		    row->cachelines, row->best_cachelines);
	else
		snprintf(
		    text, NUMBER_SIZE, "%" PRIu64 "      ", row->cachelines);
}

static const struct column columns[] = {
	{ "LOST", 11, has_weights, put_lost },
	{ "COUNT", 9, has_weights, put_weight },
	{ "WASTED", 7, has_padding, put_padding },
	{ "SHARING", 8, has_sharing, put_sharing },
	{ "NICHE", 21, has_niche, put_niche },
	{ "SAVING", 7, NULL, put_saving },
	{ "SIZE", 8, NULL, put_size },
	{ "-> BEST", 8, NULL, put_best },
	{ "CLASS", 10, has_classes, put_class },
	{ "HOLES", 6, NULL, put_holes },
	{ "PAD", 5, NULL, put_pad },
	{ "LINES  ", 11, NULL, put_lines },
};

enum { COLUMN_COUNT = sizeof(columns) / sizeof(*columns) };

static bool
is_shown(const struct column *column, const struct ls_report *report)
{
	return !column->is_shown || column->is_shown(&report->columns);
}

/* How wide the column of names may be. */
static size_t
type_room(const struct ls_page *page, const struct ls_report *report)
{
	size_t width = page->view->width, others = 1 + WHERE_COLUMNS;
	for (int i = 0; i < COLUMN_COUNT; i++)
		if (is_shown(&columns[i], report))
			others += (size_t)columns[i].columns;
	if (width == 0)
		return TYPE_COLUMNS;
	return width > others + LEAST_TYPE_COLUMNS ? width - others
						   : LEAST_TYPE_COLUMNS;
}

/* How wide it is: on a very wide page names are not pushed from places. */
static size_t
type_columns(const struct ls_page *page, const struct ls_report *report)
{
	size_t room = type_room(page, report);
	return room < MOST_TYPE_COLUMNS ? room : MOST_TYPE_COLUMNS;
}

static void
begin_list(struct ls_page *page, const struct ls_report *report)
{
	ls_style_begin(page, LS_STYLE_HEAD);
	for (int i = 0; i < COLUMN_COUNT; i++)
		if (is_shown(&columns[i], report))
			ls_out_format(page->out, "%*s", columns[i].columns,
			    columns[i].title);
	ls_out_format(page->out, " %-*s  WHERE",
	    (int)type_columns(page, report), "TYPE");
	ls_style_end(page, LS_STYLE_HEAD);
	ls_out_char(page->out, '\n');
}

static void
put_place(struct ls_page *page, const struct ls_row *row)
{
	ls_style_begin(page, LS_STYLE_DIM);
	ls_text_place(page, page->out, &row->decl, row->source_path);
	ls_style_end(page, LS_STYLE_DIM);
}

/* By how much a place is too long for its column, on a page with an end. */
static size_t
excess_of_place(struct ls_page *page, const struct ls_row *row)
{
	struct ls_out place = { 0 };
	if (page->view->width == 0)
		return 0;
	ls_text_place(page, &place, &row->decl, row->source_path);
	size_t needed = 2 + ls_text_columns(place.text ? place.text : "");
	ls_out_free(&place);
	return needed > WHERE_COLUMNS ? needed - WHERE_COLUMNS : 0;
}

/*
 * Cut on a terminal only: what is piped is read by programs too.  `moved` is
 * by how much the numbers before it are too long; and a place that is too
 * long begins before its column.
 */
static void
put_name(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row, size_t moved)
{
	struct ls_out name = { 0 };
	size_t width = type_columns(page, report), used;
	size_t room = type_room(page, report);
	moved += excess_of_place(page, row);
	if (!row->decl.file) /* and nothing stands behind it */
		room += WHERE_COLUMNS;
	room = room > LEAST_TYPE_COLUMNS + moved ? room - moved
						 : LEAST_TYPE_COLUMNS;
	width = width > moved ? width - moved : 0;
	if (room < width)
		width = room;
	ls_text_type(page, &name, row);
	const char *text = name.text ? name.text : "";
	if (page->view->width > 0) {
		used = ls_put_cut(page, page->out, text, room);
	} else {
		used = ls_text_columns(text);
		ls_out_text(page->out, text);
	}
	if (row->decl.file)
		ls_out_repeat(
		    page->out, ' ', 2 + (used < width ? width - used : 0));
	page->out->failed |= name.failed;
	ls_out_free(&name);
}

/*
 * The numbers of a line and the blank behind them.  One that is too long for
 * its column moves what follows, but never touches it; those that are short
 * make up for it.  Returns by how much the end of the last one was moved.
 */
static size_t
put_numbers(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	size_t at = 0, end = 0; /* where we are, where the column ends */
	for (int i = 0; i < COLUMN_COUNT; i++) {
		char text[NUMBER_SIZE];
		if (!is_shown(&columns[i], report))
			continue;
		columns[i].put(report, row, text);
		size_t size = strlen(text), least = at > 0;
		end += (size_t)columns[i].columns;
		if (at + least + size < end)
			least = end - size - at;
		while (size > 0 && text[size - 1] == ' ')
			size--;
		ls_out_repeat(page->out, ' ', least);
		ls_out_bytes(page->out, text, size);
		at += least + size;
	}
	size_t gap = at < end + 1 ? end + 1 - at : 1;
	ls_out_repeat(page->out, ' ', gap);
	return at + gap - end - 1;
}

static void
list_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	size_t moved = put_numbers(page, report, row);
	put_name(page, report, row, moved);
	if (row->decl.file)
		put_place(page, row);
	ls_out_char(page->out, '\n');
}

static void
put_apart(struct ls_out *out, const struct ls_summary *summary)
{
	if (summary->apart_count == 0)
		return;
	ls_text_count(out, summary->apart_count, "type");
	ls_out_text(out,
	    summary->apart_count == 1
		? " with aligned members is ranked apart (--aligned): its "
		  "holes are there on purpose.\n"
		: " with aligned members are ranked apart (--aligned): their "
		  "holes are there on purpose.\n");
}

static void
end_list(struct ls_page *page, const struct ls_report *report)
{
	const struct ls_summary *summary = &report->summary;
	struct ls_out *out = page->out;
	put_apart(out, summary);
	ls_out_format(out, "%" PRIu64, summary->listed_count);
	if (summary->candidate_count != summary->listed_count)
		ls_out_format(out, " of %" PRIu64, summary->candidate_count);
	ls_out_text(out, summary->candidate_count == 1 ? " type" : " types");
	ls_out_format(out, ", %" PRIu64 " packable, %" PRIu64 " bytes",
	    summary->packable_count, summary->packable_bytes);
	if (report->columns.has_weights)
		ls_out_text(out, " in all that there are");
	ls_out_text(out, ".");
	if (summary->packable_count > 0 && !report->columns.has_weights)
		ls_out_text(out,
		    "  --weights=FILE (type<TAB>count) ranks by bytes really "
		    "lost.");
	ls_out_char(out, '\n');
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

/* ", GNU C17 12.2.0": without the options that gcc lists behind it. */
static void
put_producer(struct ls_page *page, const char *producer)
{
	const char *end = strstr(producer, " -");
	struct ls_out text = { 0 };
	ls_out_bytes(&text, producer,
	    end ? (size_t)(end - producer) : strlen(producer));
	ls_out_text(page->out, ", ");
	ls_text_put_raw(page, page->out, text.text ? text.text : "");
	ls_out_free(&text);
}

static void
begin_overview(struct ls_page *page, const struct ls_report *report)
{
	const struct ls_input_row *input = &report->input;
	struct ls_out *out = page->out;
	ls_text_put_raw(page, out, input->file);
	ls_out_text(out, ": ");
	ls_text_put_raw(page, out, input->target);
	if (input->dwarf_versions) {
		ls_out_text(out, ", DWARF ");
		put_versions(out, input->dwarf_versions);
	}
	if (input->producer_count > 0)
		put_producer(page, input->producers[0]);
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
	ls_out_char(out, '\n');
	ls_text_count(out, summary->candidate_count, "type");
	ls_out_format(out,
	    ", %" PRIu64
	    " bytes of padding in one of each; these waste most.\n",
	    summary->candidate_padding_bytes);
	put_apart(out, summary);
	if (summary->saving_count > 0)
		ls_out_format(out,
		    "%" PRIu64 " could be smaller, by %" PRIu64
		    " bytes with all that hold them: layoutscope suggest ",
		    summary->saving_count, summary->saving_bytes);
	else
		ls_out_text(out, "All of them: layoutscope list ");
	ls_text_put_raw(page, out, report->input.file);
	ls_out_char(out, '\n');
}

const struct ls_renderer ls_render_overview = {
	.name = "overview",
	.help = "a file as a whole: the types that waste most",
	.begin = begin_overview,
	.row = list_row,
	.end = end_overview,
};
