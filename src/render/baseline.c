/*
 * baseline.c - a report cut down to what a later one is held against.
 *
 * A document of schema layoutscope/1 with one type a line, so that version
 * control merges it.  In place of `members` each type has `layout`, a list in
 * which a member is its name and its size in bytes.  It begins where the one
 * before it ends; a number before the name is how much farther on, or back:
 *
 *	struct { char a; int b; union { int i; char c; }; int f:3; }
 *	["a", 1, 3, "b", 4, null, 4, ["i", 4, -4, "c", 1], "f", 0.375]
 *
 * Bits are eighths.  A list after the size is what is inside a member whose
 * type has no name, from its own start.  `false` before a member: its place
 * is not told, and the next one counts from where this one did.  null as a
 * size: that is not told, or more than a number in JSON holds.
 */
#include "base/limits.h"
#include "base/out.h"
#include "render/json_out.h"
#include "render/json_row.h"
#include "render/render.h"
#include "report/report.h"

static void
put_layout(struct ls_json *json, const char *key, const struct ls_line *lines,
    size_t count, uint64_t from_bits)
{
	const uint64_t most = LS_MAX_BASELINE_BITS;
	uint64_t end = from_bits;
	ls_json_open(json, key, '[');
	for (size_t i = 0; i < count; i += 1 + lines[i].below_count) {
		const struct ls_line *line = &lines[i];
		bool has_size = line->has_size && line->size_bits < most;
		bool is_placed = line->has_offset && !line->is_unreliable &&
		    line->offset_bits < most;
		if (line->kind != LS_LINE_MEMBER)
			continue;
		if (!is_placed)
			ls_json_bool(json, NULL, false);
		else if (line->offset_bits != end)
			ls_json_bits(
			    json, NULL, (int64_t)(line->offset_bits - end));
		ls_json_string(json, NULL, line->name);
		if (has_size)
			ls_json_bits(json, NULL, (int64_t)line->size_bits);
		else
			ls_json_null(json, NULL);
		if (line->below_count > 0)
			put_layout(json, NULL, line + 1, line->below_count,
			    line->offset_bits);
		if (is_placed)
			end = line->offset_bits +
			    (has_size ? line->size_bits : 0);
	}
	ls_json_close(json);
}

static void
put_variants(struct ls_json *json, const struct ls_row *row)
{
	ls_json_tag(json, &row->tag);
	ls_json_open(json, "variants", '[');
	for (size_t i = 0; i < row->variant_count; i++) {
		const struct ls_variant_row *variant = &row->variants[i];
		ls_json_open(json, NULL, '{');
		ls_json_string(json, "name", variant->name);
		ls_json_string(json, "discr", variant->discr);
		if (variant->is_uninhabited)
			ls_json_bool(json, "uninhabited", true);
		put_layout(
		    json, "layout", variant->lines, variant->line_count, 0);
		ls_json_close(json);
	}
	ls_json_close(json);
}

static void
put_niche(struct ls_json *json, const struct ls_niche_row *niche)
{
	if (!niche->is_asked)
		return;
	ls_json_niche(json, niche);
	if (niche->is_certain)
		return;
	ls_json_bool(json, "niche_certain", false);
	ls_json_string(json, "niche_note", niche->note);
}

static void
put_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	struct ls_json json = { .out = page->out };
	(void)report;
	ls_out_text(page->out, page->rows_so_far > 0 ? ",\n" : "\n");
	ls_json_open(&json, NULL, '{');
	ls_json_string(&json, "name", row->name);
	if (row->is_typedef_name)
		ls_json_bool(&json, "typedef", true);
	ls_json_string(&json, "kind", ls_kind_word(row->kind));
	ls_json_string(&json, "lang", ls_lang_word(row->lang));
	/* The place of a different definition among those of its name. */
	if (row->nth > 0)
		ls_json_uint(&json, "nth", row->nth);
	if (row->hidden != LS_HIDDEN_NO)
		ls_json_bool(&json, "hidden", true);
	if (row->has_size && row->size_bytes < LS_MAX_BASELINE_BITS)
		ls_json_uint(&json, "size_bytes", row->size_bytes);
	if (row->align_from != LS_HOW_UNKNOWN)
		ls_json_uint(&json, "align_bytes", row->align_bytes);
	put_niche(&json, &row->niche);
	if (row->has_variants)
		put_variants(&json, row);
	if (row->line_count > 0)
		put_layout(&json, "layout", row->lines, row->line_count, 0);
	ls_json_close(&json);
}

static void
begin(struct ls_page *page, const struct ls_report *report)
{
	struct ls_json json = { .out = page->out };
	ls_out_text(page->out,
	    "{\"schema\": \"layoutscope/1\", \"baseline\": true,\n"
	    "\"input\": ");
	ls_json_open(&json, NULL, '{');
	ls_json_machine(&json, &report->input);
	ls_json_close(&json);
	ls_out_text(page->out, ",\n\"types\": [");
}

static void
end(struct ls_page *page, const struct ls_report *report)
{
	(void)report;
	ls_out_text(page->out, "\n]}\n");
}

const struct ls_renderer ls_render_baseline = {
	.name = "baseline",
	.help = "what check compares with; written by check --save-baseline",
	.begin = begin,
	.row = put_row,
	.end = end,
};
