/*
 * suggest.c - smaller orders of members, for a person to read.
 *
 * For one type the ladder, and the source's order beside the best one; for a
 * whole program a line a type.
 */
#include <string.h>

#include "render/escape.h"
#include "render/text.h"

/* ---- what to move ---- */

/* "port", or "retries..mode" for adjacent bit-fields. */
static void
put_moved(const struct ls_page *page, const struct ls_best_move *move)
{
	ls_text_put_raw(page, page->out, move->first);
	if (strcmp(move->first, move->last) == 0)
		return;
	ls_out_text(page->out, "..");
	ls_text_put_raw(page, page->out, move->last);
}

/* "t to the end, peer after st" */
static void
put_changes(const struct ls_page *page, const struct ls_best_step *step)
{
	struct ls_out *out = page->out;
	for (uint32_t i = 0; i < step->moves; i++) {
		const struct ls_best_move *move = &step->changes[i];
		if (i > 0)
			ls_out_text(out, ", ");
		put_moved(page, move);
		if (!move->after) {
			ls_out_text(out, " to the front");
		} else if (move->is_to_end) {
			ls_out_text(out, " to the end");
		} else {
			ls_out_text(out, " after ");
			ls_text_put_raw(page, out, move->after);
		}
	}
}

static void
put_ladder(struct ls_page *page, const struct ls_row *row)
{
	const struct ls_best *best = row->best;
	struct ls_out *out = page->out;
	ls_put_styled(
	    page, LS_STYLE_HEAD, "\n MOVES    SIZE   LINES  WHAT TO MOVE\n");
	ls_out_format(out, "%6d %7" PRIu64 " %7" PRIu64 "  (now)\n", 0,
	    row->size_bytes, row->cachelines);
	for (uint32_t i = 0; i < best->step_count; i++) {
		const struct ls_best_step *step = &best->steps[i];
		ls_out_format(out, "%6" PRIu32 " %7" PRIu64 " %7" PRIu64 "  ",
		    step->moves, step->size_bytes, step->cachelines);
		put_changes(page, step);
		if (!step->is_fewest)
			ls_out_text(out, "  (fewer moves may do)");
		if (i + 1 == best->step_count)
			ls_out_text(out,
			    best->is_proved ? "  <- best possible"
					    : "  <- best found");
		ls_out_char(out, '\n');
	}
}

/* ---- before and after ---- */

static void
add_offset(
    struct ls_page *page, struct ls_out *out, const struct ls_best_member *m)
{
	ls_text_number(page, out, m->offset_bits / 8);
	if (m->is_bitfield)
		ls_out_format(out, ":%" PRIu64, m->offset_bits % 8);
}

static void
add_type(
    struct ls_page *page, struct ls_out *out, const struct ls_best_member *m)
{
	ls_text_name(page, out, m->type);
	if (m->is_bitfield)
		ls_out_format(out, ":%" PRIu64, m->size_bits);
}

enum { NOW_OFFSET, NOW_TYPE, NOW_NAME, NEW_OFFSET, NEW_TYPE, NEW_NAME };

static void
set_cells(struct ls_page *page, const struct ls_best_member *now,
    const struct ls_best_member *new, struct ls_cells *cells)
{
	ls_cells_clear(cells);
	add_offset(page, &cells->text[NOW_OFFSET], now);
	add_type(page, &cells->text[NOW_TYPE], now);
	ls_text_put_raw(page, &cells->text[NOW_NAME], now->name);
	ls_out_text(&cells->text[NEW_OFFSET], "  ");
	add_offset(page, &cells->text[NEW_OFFSET], new);
	add_type(page, &cells->text[NEW_TYPE], new);
	ls_text_put_raw(page, &cells->text[NEW_NAME], new->name);
	if (new->is_moved)
		ls_out_text(&cells->text[NEW_NAME], "   moved");
}

static void
put_both(struct ls_page *page, const struct ls_row *row,
    const struct ls_best_step *step)
{
	const struct ls_best *best = row->best;
	struct ls_cells cells = { 0 };
	struct ls_table table = {
		.columns = {
		    { .title = "NOW", .is_right = true, .columns = 5 },
		    { .title = "TYPE", .may_shrink = true, .columns = 12 },
		    { .title = "MEMBER", .may_shrink = true, .columns = 8 },
		    { .title = "NEW", .is_right = true, .columns = 7 },
		    { .title = "TYPE", .may_shrink = true, .columns = 12 },
		    { .title = "MEMBER", .columns = 8 },
		},
		.column_count = 6,
	};
	for (uint32_t i = 0; i < best->member_count; i++) {
		set_cells(page, &best->now[i], &step->members[i], &cells);
		ls_table_measure(&table, &cells);
	}
	ls_table_fit(&table, page);
	ls_out_char(page->out, '\n');
	ls_table_put_head(page, &table);
	for (uint32_t i = 0; i < best->member_count; i++) {
		set_cells(page, &best->now[i], &step->members[i], &cells);
		ls_table_put(page, &table, &cells);
	}
	ls_cells_free(&cells);
}

/* ---- one type ---- */

static void
put_size(struct ls_page *page, uint64_t bytes, uint64_t lines)
{
	ls_text_count(page->out, bytes, "byte");
	ls_out_text(page->out, ", ");
	ls_text_count(page->out, lines, "cache line");
}

static void
put_title(struct ls_page *page, const struct ls_row *row)
{
	struct ls_out *out = page->out;
	ls_style_begin(page, LS_STYLE_TITLE);
	if (row->is_typedef_name)
		ls_out_text(out, "typedef ");
	ls_out_format(out, "%s ", ls_kind_word(row->kind));
	ls_text_name(page, out, row->name ? row->name : "(anonymous)");
	ls_style_end(page, LS_STYLE_TITLE);
	ls_out_text(out, "   ");
	if (row->has_size)
		put_size(page, row->size_bytes, row->cachelines);
	if (row->best) {
		const struct ls_best_step
		    *last = &row->best->steps[row->best->step_count - 1];
		ls_out_text(out, " -> ");
		put_size(page, last->size_bytes, last->cachelines);
	}
	ls_out_char(out, '\n');
	if (row->decl.file) {
		ls_text_put_raw(page, out, row->decl.file);
		if (row->decl.line)
			ls_out_format(out, ":%" PRIu32, row->decl.line);
		ls_out_char(out, '\n');
	}
}

static void
put_note(struct ls_page *page, const struct ls_row *row)
{
	const struct ls_best *best = row->best;
	if (row->best_note) {
		ls_style_begin(page, LS_STYLE_NOTE);
		ls_out_text(page->out, "\nNote: ");
		ls_text_put_raw(page, page->out, row->best_note);
		ls_out_text(page->out, ".\n");
		ls_style_end(page, LS_STYLE_NOTE);
	}
	if (best && best->keeping_first) {
		const struct ls_best_step *step = best->keeping_first;
		ls_out_format(page->out,
		    "With the first member kept: %" PRIu64 " bytes by ",
		    step->size_bytes);
		ls_text_count(page->out, step->moves, "move");
		ls_out_text(page->out, ": ");
		put_changes(page, step);
		ls_out_text(page->out, ".\n");
	}
	if (row->align_from != LS_HOW_UNKNOWN && best && row->cachelines > 1 &&
	    row->align_bytes < 64)
		ls_put_styled(page, LS_STYLE_DIM,
		    "\nLines are counted from the type's start; objects may "
		    "begin inside one.\n");
}

static void
suggest_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	(void)report;
	if (page->rows_so_far > 0)
		ls_out_char(page->out, '\n');
	put_title(page, row);
	if (!row->best) {
		if (!row->best_note && row->idea_count == 0)
			ls_out_text(page->out,
			    row->is_order_free
				? "\nrustc orders its members itself.\n"
				: "\nNo order of its members is smaller.\n");
		put_note(page, row);
		ls_text_ideas(page, row);
		return;
	}
	page->owed = 1;
	put_ladder(page, row);
	put_both(page, row, &row->best->steps[row->best->step_count - 1]);
	put_note(page, row);
	ls_text_ideas(page, row);
}

static void
suggest_end(struct ls_page *page, const struct ls_report *report)
{
	(void)report;
	if (!page->owed)
		return;
	ls_put_styled(page, LS_STYLE_DIM,
	    "\nBefore you reorder: this changes the ABI; positional "
	    "initialisers {1, 2, 3} must\nfollow; offsets used by files, "
	    "shared memory or the network must not move.\n"
	    "--keep=NAME,.. leaves members at their offsets, --max-moves=N "
	    "stops earlier.\n");
}

static void
nothing(struct ls_page *page, const struct ls_report *report)
{
	(void)page, (void)report;
}

const struct ls_renderer ls_render_suggest = {
	.name = "suggest",
	.help = "smaller orders of members, each in full",
	.wants_best = true,
	.wants_ideas = true,
	.begin = nothing,
	.row = suggest_row,
	.end = suggest_end,
};

/* ---- a whole program ---- */

static void
savings_begin(struct ls_page *page, const struct ls_report *report)
{
	(void)report;
	ls_put_styled(
	    page, LS_STYLE_HEAD, "  SAVING    SIZE      BEST  MOVES  TYPE\n");
}

static void
savings_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	(void)report;
	struct ls_out *out = page->out;
	if (!row->best)
		return;
	const struct ls_best_step
	    *last = &row->best->steps[row->best->step_count - 1];
	ls_out_format(out,
	    "%8" PRIu64 " %7" PRIu64 " -> %6" PRIu64 " %6" PRIu32 "  ",
	    row->program_saving_bytes, row->size_bytes, last->size_bytes,
	    last->moves);
	if (row->lang == LS_LANG_C && !row->is_typedef_name)
		ls_out_format(out, "%s ", ls_kind_word(row->kind));
	ls_text_name(page, out, row->name ? row->name : "(anonymous)");
	if (!row->best->is_proved)
		ls_out_text(out, " (not proved)");
	if (row->decl.file) {
		const char *slash = strrchr(row->decl.file, '/');
		ls_out_text(out, "  ");
		ls_text_put_raw(page, out, slash ? slash + 1 : row->decl.file);
		if (row->decl.line)
			ls_out_format(out, ":%" PRIu32, row->decl.line);
	}
	ls_out_char(out, '\n');
}

static void
savings_end(struct ls_page *page, const struct ls_report *report)
{
	const struct ls_summary *summary = &report->summary;
	struct ls_out *out = page->out;
	ls_out_format(out,
	    "%" PRIu64 " of %" PRIu64
	    " types could be smaller; SAVING is the bytes that the best order "
	    "saves\nin one of each type of the program, those that hold it "
	    "included.\n",
	    summary->type_count, summary->candidate_count);
	if (summary->apart_count > 0) {
		ls_text_count(out, summary->apart_count, "type");
		ls_out_text(out,
		    " aligned on purpose left out, as their holes are likely "
		    "wanted (--aligned).\n");
	}
}

const struct ls_renderer ls_render_savings = {
	.name = "savings",
	.help = "what smaller orders of members save, a line a type",
	.wants_best = true,
	.begin = savings_begin,
	.row = savings_row,
	.end = savings_end,
};

/* ---- pahole --packable: name, size, best size, saving ---- */

static void
packable_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	(void)report;
	const char *separator = page->view->separator;
	ls_escape_text(page->out, row->name ? row->name : "(anonymous)");
	ls_out_format(page->out, "%s%" PRIu64 "%s%" PRIu64 "%s%" PRIu64 "\n",
	    separator, row->size_bytes, separator, row->best_size_bytes,
	    separator, row->saving_bytes);
}

const struct ls_renderer ls_render_packable = {
	.name = "packable",
	.help = "name, size, best size and saving, as pahole --packable",
	.begin = nothing,
	.row = packable_row,
	.end = nothing,
};
