/*
 * suggest_type.c - smaller orders of one type's members, for a person.
 *
 * The ladder, from the fewest moves to the best; the source's order beside
 * the best one; what to know before one follows it, and what else there is.
 */
#include <string.h>

#include "render/fill.h"
#include "render/text.h"

/* What is said once below all types: bits of ls_page.owed. */
enum { OWED_BREAKS = 1, OWED_RUST = 2 };

/* ---- what to move ---- */

static void
add_name(const struct ls_page *page, struct ls_fill *fill, const char *name)
{
	ls_text_put_raw(page, &fill->word, name);
}

/* "port after st,", or "retries..mode to the end" for bit-fields. */
static void
put_change(struct ls_page *page, struct ls_fill *fill,
    const struct ls_best_move *move, bool is_last)
{
	add_name(page, fill, move->first);
	if (strcmp(move->first, move->last) != 0) {
		ls_fill_add(fill, "..");
		add_name(page, fill, move->last);
	}
	ls_fill_word(page, fill);
	if (!move->after) {
		ls_fill_text(page, fill, "to the");
		ls_fill_add(fill, "front");
	} else if (move->is_to_end) {
		ls_fill_text(page, fill, "to the");
		ls_fill_add(fill, "end");
	} else {
		ls_fill_text(page, fill, "after");
		add_name(page, fill, move->after);
	}
	ls_fill_add(fill, is_last ? "" : ",");
	ls_fill_word(page, fill);
}

static void
put_changes(struct ls_page *page, struct ls_fill *fill,
    const struct ls_best_step *step)
{
	for (uint32_t i = 0; i < step->moves; i++)
		put_change(
		    page, fill, &step->changes[i], i + 1 == step->moves);
}

/* "a, b, c" */
static void
put_names(struct ls_page *page, struct ls_fill *fill, const char *const *names)
{
	for (; *names; names++) {
		add_name(page, fill, *names);
		ls_fill_add(fill, names[1] ? "," : "");
		ls_fill_word(page, fill);
	}
}

static void
put_step(struct ls_page *page, const struct ls_best *best,
    const struct ls_best_step *step)
{
	struct ls_fill fill = { .at = 24, .indent = 24 };
	bool is_last = step == &best->steps[best->step_count - 1];
	ls_out_format(page->out, "%6" PRIu32 " %7" PRIu64 " %7" PRIu64 "  ",
	    step->moves, step->size_bytes, step->cachelines);
	put_changes(page, &fill, step);
	if (step->moves == 0)
		ls_fill_text(page, &fill, "(bit-fields alone)");
	if (!step->is_fewest)
		ls_fill_text(page, &fill, "(fewer moves may do)");
	if (is_last) {
		ls_fill_add(&fill, " <-");
		ls_fill_word(page, &fill);
		ls_fill_text(page, &fill,
		    best->is_proved ? "best possible" : "best found");
	}
	ls_fill_end(page, &fill);
}

static void
put_ladder(struct ls_page *page, const struct ls_row *row)
{
	const struct ls_best *best = row->best;
	ls_put_styled(
	    page, LS_STYLE_HEAD, "\n MOVES    SIZE   LINES  WHAT TO MOVE\n");
	ls_out_format(page->out, "%6d %7" PRIu64 " %7" PRIu64 "  (now)\n", 0,
	    row->size_bytes, row->cachelines);
	for (uint32_t i = 0; i < best->step_count; i++)
		put_step(page, best, &best->steps[i]);
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

/* Does the member that now stands there move? */
static bool
will_move(const struct ls_best *best, const struct ls_best_step *step,
    uint32_t declared)
{
	for (uint32_t k = 0; k < best->member_count; k++)
		if (step->members[k].declared == declared)
			return step->members[k].is_moved;
	return false;
}

static bool
is_hot(const struct ls_best *best, const char *name)
{
	for (size_t i = 0; best->hot && best->hot[i]; i++)
		if (strcmp(best->hot[i], name) == 0)
			return true;
	return false;
}

static void
set_cells(struct ls_page *page, const struct ls_best *best,
    const struct ls_best_step *step, uint32_t k, struct ls_cells *cells)
{
	const struct ls_best_member *now = &best->now[k];
	const struct ls_best_member *new = &step->members[k];
	ls_cells_clear(cells);
	add_offset(page, &cells->text[NOW_OFFSET], now);
	add_type(page, &cells->text[NOW_TYPE], now);
	ls_text_put_raw(page, &cells->text[NOW_NAME], now->name);
	if (will_move(best, step, now->declared)) {
		ls_out_text(&cells->text[NOW_NAME], "  -->");
		cells->style[NOW_NAME] = LS_STYLE_TITLE;
	}
	ls_out_text(&cells->text[NEW_OFFSET], "  ");
	add_offset(page, &cells->text[NEW_OFFSET], new);
	add_type(page, &cells->text[NEW_TYPE], new);
	ls_text_put_raw(page, &cells->text[NEW_NAME], new->name);
	if (new->is_moved) {
		ls_out_text(&cells->text[NEW_NAME], "  moved");
		cells->style[NEW_NAME] = LS_STYLE_TITLE;
	}
	if (is_hot(best, new->name))
		ls_out_text(&cells->text[NEW_NAME], "  hot");
}

/* "--- now, 80 bytes      +++ 3 moves, 56 bytes" */
static void
put_both_heads(struct ls_page *page, const struct ls_row *row,
    const struct ls_best_step *step, const struct ls_table *table)
{
	struct ls_out now = { 0 };
	ls_out_text(&now, " --- now, ");
	ls_text_count(&now, row->size_bytes, "byte");
	size_t at = ls_table_at(table, NEW_OFFSET) + 2;
	ls_out_repeat(&now, ' ', now.size < at ? at - now.size : 1);
	ls_out_text(&now, "+++ ");
	ls_text_count(&now, step->moves, "move");
	ls_out_text(&now, ", ");
	ls_text_count(&now, step->size_bytes, "byte");
	ls_out_text(&now, "\n");
	if (now.text)
		ls_put_styled(page, LS_STYLE_HEAD, now.text);
	page->out->failed |= now.failed;
	ls_out_free(&now);
}

static void
put_both(struct ls_page *page, const struct ls_row *row,
    const struct ls_best_step *step)
{
	const struct ls_best *best = row->best;
	struct ls_cells cells = { 0 };
	struct ls_table table = {
		.columns = {
		    { .title = "", .is_right = true, .columns = 4 },
		    { .title = "", .may_shrink = true, .columns = 12 },
		    { .title = "", .may_shrink = true, .columns = 12 },
		    { .title = "", .is_right = true, .columns = 6 },
		    { .title = "", .may_shrink = true, .columns = 12 },
		    { .title = "", .columns = 8 },
		},
		.column_count = 6,
	};
	for (uint32_t k = 0; k < best->member_count; k++) {
		set_cells(page, best, step, k, &cells);
		ls_table_measure(&table, &cells);
	}
	ls_table_fit(&table, page);
	ls_out_char(page->out, '\n');
	put_both_heads(page, row, step, &table);
	for (uint32_t k = 0; k < best->member_count; k++) {
		set_cells(page, best, step, k, &cells);
		ls_table_put(page, &table, &cells);
	}
	ls_cells_free(&cells);
}

/* ---- what to know ---- */

static const char *
file_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static void
begin_note(struct ls_page *page, struct ls_fill *fill, const char *text)
{
	*fill = (struct ls_fill){ .indent = 1, .at = 1 };
	ls_out_text(page->out, "\n ");
	ls_fill_text(page, fill, text);
}

static void
put_asked(struct ls_page *page, const struct ls_best *best)
{
	struct ls_fill fill;
	if (best->hot) {
		begin_note(page, &fill, "Hot:");
		put_names(page, &fill, best->hot);
		ls_out_format(
		    &fill.word, "in cache line %" PRIu64 ".", best->hot_line);
		ls_fill_end(page, &fill);
	}
	if (!best->turned)
		return;
	begin_note(page, &fill, "As bit-fields of one bit:");
	put_names(page, &fill, best->turned);
	ls_out_format(
	    &fill.word, "(without: %" PRIu64 " bytes).", best->unturned_bytes);
	ls_fill_word(page, &fill);
	ls_fill_text(page, &fill,
	    "A bit-field has no address: &p->member no longer compiles. "
	    "Threads that write two of one byte race.");
	ls_fill_end(page, &fill);
}

static void
put_keeping_first(struct ls_page *page, const struct ls_best_step *step)
{
	struct ls_fill fill;
	begin_note(page, &fill, "With the first member kept:");
	ls_out_format(&fill.word, "%" PRIu64, step->size_bytes);
	ls_fill_text(page, &fill, " bytes by");
	ls_text_count(&fill.word, step->moves, "move");
	ls_fill_add(&fill, ":");
	ls_fill_word(page, &fill);
	put_changes(page, &fill, step);
	ls_fill_end(page, &fill);
}

static void
put_note(struct ls_page *page, const struct ls_row *row)
{
	struct ls_fill fill;
	if (!row->best_note)
		return;
	ls_style_begin(page, LS_STYLE_NOTE);
	begin_note(page, &fill, "Note:");
	ls_text_put_raw(page, &fill.word, "");
	struct ls_out text = { 0 };
	ls_text_put_raw(page, &text, row->best_note);
	ls_out_char(&text, '.');
	if (text.text)
		ls_fill_text(page, &fill, text.text);
	ls_out_free(&text);
	ls_fill_end(page, &fill);
	ls_style_end(page, LS_STYLE_NOTE);
}

/* Objects begin where their alignment lets them. */
static void
put_line_note(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	struct ls_fill fill;
	uint64_t line = report->input.cacheline_bytes;
	bool is_asked = row->best && row->best->hot;
	bool is_due = is_asked || (row->best && row->cachelines > 1);
	if (!is_due ||
	    (row->align_from != LS_HOW_UNKNOWN && row->align_bytes >= line))
		return;
	ls_style_begin(page, LS_STYLE_DIM);
	begin_note(page, &fill, "Lines are counted from the type's start;");
	if (row->align_from != LS_HOW_UNKNOWN) {
		ls_out_format(&fill.word, "it is aligned to %" PRIu64 ",",
		    row->align_bytes);
		ls_fill_word(page, &fill);
		ls_fill_text(page, &fill, "so objects may begin inside one.");
	} else {
		ls_fill_text(page, &fill, "objects may begin inside one.");
	}
	ls_fill_end(page, &fill);
	ls_style_end(page, LS_STYLE_DIM);
}

/* "foo_open, foo_close and 3 more" */
static void
put_symbols(struct ls_page *page, struct ls_fill *fill,
    const struct ls_export *exported)
{
	enum { SHOWN = 3 };
	for (uint32_t i = 0; i < exported->count && i < SHOWN; i++) {
		ls_text_put_raw(page, &fill->word, exported->symbols[i]);
		ls_fill_add(
		    fill, i + 1 < exported->count && i + 1 < SHOWN ? "," : "");
		ls_fill_word(page, fill);
	}
	if (exported->count > SHOWN) {
		ls_fill_text(page, fill, "and");
		ls_out_format(
		    &fill->word, "%" PRIu32, exported->count - SHOWN);
		ls_fill_word(page, fill);
		ls_fill_text(page, fill, "more");
	}
}

static void
put_exported(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	struct ls_fill fill;
	const struct ls_export *exported = row->exported;
	if (!row->is_export_known)
		return;
	begin_note(page, &fill, exported ? "Exported by" : "No symbol that");
	ls_text_put_raw(page, &fill.word, file_name(report->input.file));
	ls_fill_add(&fill, exported ? ":" : "");
	ls_fill_word(page, &fill);
	if (!exported) {
		ls_fill_text(page, &fill, "exports leads to it.");
		ls_fill_end(page, &fill);
		return;
	}
	put_symbols(page, &fill, exported);
	if (exported->through) {
		ls_fill_text(page, &fill, "lead to it through");
		ls_text_name(page, &fill.word, exported->through);
		ls_fill_word(page, &fill);
	}
	ls_fill_text(page, &fill,
	    "(programs that were built with it rely on its layout).");
	ls_fill_end(page, &fill);
}

static void
put_also(struct ls_page *page, const struct ls_also *also)
{
	struct ls_fill fill;
	if (!also->bitfields_bytes && !also->inlined)
		return;
	begin_note(page, &fill, "Also possible:");
	if (also->bitfields_bytes) {
		ls_out_format(&fill.word, "--allow=bitfields, %" PRIu64,
		    also->bitfields_bytes);
		ls_fill_word(page, &fill);
		ls_fill_add(&fill, also->inlined ? "bytes;" : "bytes.");
		ls_fill_word(page, &fill);
	}
	if (also->inlined) {
		ls_fill_text(page, &fill, "the members of");
		add_name(page, &fill, also->inlined);
		ls_fill_word(page, &fill);
		ls_fill_text(page, &fill, "directly in it,");
		ls_out_format(
		    &fill.word, "%" PRIu64 " bytes.", also->inlined_bytes);
	}
	ls_fill_end(page, &fill);
}

/* ---- the page ---- */

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
	if (row->has_size) {
		ls_text_count(out, row->size_bytes, "byte");
		ls_out_text(out, ", ");
		ls_text_count(out, row->cachelines, "cache line");
	}
	if (row->best) {
		const struct ls_best_step
		    *last = &row->best->steps[row->best->step_count - 1];
		ls_out_format(out, " -> %" PRIu64 ", %" PRIu64,
		    last->size_bytes, last->cachelines);
	}
	ls_out_char(out, '\n');
	if (row->decl.file) {
		ls_text_place(page, out, &row->decl, row->source_path);
		ls_out_char(out, '\n');
	}
}

static void
put_none(struct ls_page *page, const struct ls_row *row)
{
	if (!row->best_note && row->idea_count == 0 && !row->is_frozen)
		ls_out_text(page->out,
		    row->is_order_free
			? "\n rustc orders its members itself.\n"
			: "\n No order of its members is smaller.\n");
}

static void
suggest_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	if (page->rows_so_far > 0)
		ls_out_char(page->out, '\n');
	put_title(page, row);
	if (row->best) {
		page->owed |= row->lang == LS_LANG_RUST ? OWED_RUST
							: OWED_BREAKS;
		put_ladder(page, row);
		put_both(
		    page, row, &row->best->steps[row->best->step_count - 1]);
		put_asked(page, row->best);
	} else {
		put_none(page, row);
	}
	put_note(page, row);
	if (row->best && row->best->keeping_first)
		put_keeping_first(page, row->best->keeping_first);
	put_line_note(page, report, row);
	put_exported(page, report, row);
	put_also(page, &row->also);
	ls_text_ideas(page, row);
}

static void
suggest_end(struct ls_page *page, const struct ls_report *report)
{
	struct ls_fill fill;
	(void)report;
	if (!page->owed)
		return;
	ls_style_begin(page, LS_STYLE_DIM);
	begin_note(page, &fill, "Before you reorder: this changes the ABI;");
	if (page->owed & OWED_BREAKS)
		ls_fill_text(page, &fill,
		    "positional initialisers {1, 2, 3} must follow;");
	if (page->owed & OWED_RUST)
		ls_fill_text(page, &fill,
		    "declarations in other languages must follow;");
	ls_fill_text(page, &fill,
	    "offsets used by files, shared memory or the network must not "
	    "move. --keep=NAME,.. leaves members at their offsets, "
	    "--hot=NAME,.. puts them into one line, --max-moves=N stops "
	    "earlier.");
	ls_fill_end(page, &fill);
	ls_style_end(page, LS_STYLE_DIM);
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
	.wants_exports = true,
	.wants_ideas = true,
	.begin = nothing,
	.row = suggest_row,
	.end = suggest_end,
};
