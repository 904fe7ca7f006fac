/*
 * uses_data.c - who has to do with a type, for programs: TSV, JSON, Markdown.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/out.h"
#include "render/escape.h"
#include "render/json_out.h"
#include "render/json_row.h"
#include "render/render.h"
#include "render/uses.h"
#include "report/report.h"

/* Lines begin down to who uses a type: contains[] > type > uses[]. */
enum { LINE_DEPTH = 4 };

/* "struct"; a function has no kind of type. */
static const char *
kind_of(const struct ls_use *use)
{
	return use->kind == LS_USE_PARAMETER || use->kind == LS_USE_RETURN
	    ? "function"
	    : ls_kind_word(use->type_kind);
}

/* ---- TSV ---- */

static void
put_tsv_use(struct ls_out *out, const struct ls_use_group *group,
    const struct ls_use *use)
{
	ls_escape_text(out, group->name ? group->name : "");
	ls_out_char(out, '\t');
	if (group->has_size)
		ls_out_format(out, "%" PRIu64, group->size_bytes);
	ls_out_format(out, "\t%s\t", ls_use_word(use->kind));
	ls_escape_text(out, use->name ? use->name : "");
	ls_out_format(out, "\t%s\t", kind_of(use));
	ls_escape_text(out, use->member ? use->member : "");
	ls_out_char(out, '\t');
	if (use->has_offset)
		ls_out_format(out, "%" PRIu64, use->offset_bytes);
	ls_out_format(out, "\t%" PRIu64 "\t%s\t", use->count,
	    use->is_direct ? "true" : "false");
	ls_escape_text(out, use->decl.file ? use->decl.file : "");
	ls_out_char(out, '\t');
	if (use->decl.line)
		ls_out_format(out, "%" PRIu32, use->decl.line);
	ls_out_char(out, '\n');
}

static void
put_tsv(struct ls_page *page, const struct ls_report *report,
    enum ls_uses_about about, const struct ls_uses *uses)
{
	(void)report, (void)about;
	ls_out_text(page->out,
	    "type\tsize_bytes\tuse\tname\tkind\tmember\toffset_bytes\tcount\t"
	    "direct\tdecl_file\tdecl_line\n");
	for (size_t g = 0; g < uses->count; g++)
		for (size_t i = 0; i < uses->groups[g].use_count; i++)
			put_tsv_use(page->out, &uses->groups[g],
			    &uses->groups[g].uses[i]);
}

const struct ls_uses_renderer ls_render_uses_tsv = { "tsv", put_tsv };

/* ---- JSON ---- */

static void
put_json_use(struct ls_json *json, const struct ls_use *use)
{
	bool is_type = use->kind == LS_USE_HOLDS || use->kind == LS_USE_POINTS;
	ls_json_open(json, NULL, '{');
	ls_json_string(json, "use", ls_use_word(use->kind));
	ls_json_string(json, "name", use->name);
	ls_json_string(json, "kind", kind_of(use));
	ls_json_string(json, "lang", ls_lang_word(use->lang));
	ls_json_decl(json, &use->decl);
	if (is_type || use->kind == LS_USE_PARAMETER)
		ls_json_string(json, "member", use->member);
	if (is_type && use->has_offset)
		ls_json_uint(json, "offset_bytes", use->offset_bytes);
	else if (is_type)
		ls_json_null(json, "offset_bytes");
	if (is_type) {
		ls_json_uint(json, "count", use->count);
		ls_json_bool(json, "direct", use->is_direct);
	}
	ls_json_close(json);
}

static void
put_json_group(struct ls_json *json, const struct ls_use_group *group)
{
	ls_json_open(json, NULL, '{');
	ls_json_string(json, "name", group->name);
	ls_json_string(json, "kind", ls_kind_word(group->kind));
	ls_json_string(json, "lang", ls_lang_word(group->lang));
	ls_json_decl(json, &group->decl);
	if (group->has_size)
		ls_json_uint(json, "size_bytes", group->size_bytes);
	else
		ls_json_null(json, "size_bytes");
	ls_json_open(json, "uses", '[');
	for (size_t i = 0; i < group->use_count; i++)
		put_json_use(json, &group->uses[i]);
	ls_json_close(json);
	ls_json_close(json);
}

static void
put_json(struct ls_page *page, const struct ls_report *report,
    enum ls_uses_about about, const struct ls_uses *uses)
{
	static const char *const keys[] = { "contains", "pointers_to",
		"by_value" };
	struct ls_json json = { .out = page->out };
	uint64_t use_count = 0;
	ls_json_begin_document(&json, report);
	json.line_depth = LINE_DEPTH;
	ls_json_open(&json, keys[about], '[');
	for (size_t g = 0; g < uses->count; g++) {
		put_json_group(&json, &uses->groups[g]);
		use_count += uses->groups[g].use_count;
	}
	ls_json_close(&json);
	json.line_depth = 1;
	ls_json_open(&json, "summary", '{');
	ls_json_uint(&json, "types", uses->count);
	ls_json_uint(&json, "uses", use_count);
	ls_json_close(&json);
	ls_json_close(&json);
	ls_out_char(page->out, '\n');
}

const struct ls_uses_renderer ls_render_uses_json = { "json", put_json };

static void
put_ndjson(struct ls_page *page, const struct ls_report *report,
    enum ls_uses_about about, const struct ls_uses *uses)
{
	(void)report, (void)about;
	for (size_t g = 0; g < uses->count; g++) {
		struct ls_json json = { .out = page->out };
		put_json_group(&json, &uses->groups[g]);
		ls_out_char(page->out, '\n');
	}
}

const struct ls_uses_renderer ls_render_uses_ndjson = { "ndjson", put_ndjson };

/* ---- Markdown ---- */

static void
put_code_cell(struct ls_out *out, const char *text)
{
	ls_out_char(out, ' ');
	if (text)
		ls_escape_markdown_code(out, text);
	ls_out_text(out, " |");
}

static void
put_place_cell(struct ls_out *out, const struct ls_decl *decl)
{
	struct ls_out place = { 0 };
	if (decl->file)
		ls_out_text(&place, decl->file);
	if (decl->file && decl->line)
		ls_out_format(&place, ":%" PRIu32, decl->line);
	put_code_cell(out, place.text);
	out->failed |= place.failed;
	ls_out_free(&place);
}

static void
put_markdown(struct ls_page *page, const struct ls_report *report,
    enum ls_uses_about about, const struct ls_uses *uses)
{
	struct ls_out *out = page->out;
	(void)about;
	ls_out_text(out, "<!-- layoutscope:");
	ls_escape_markdown_mark(out, report->input.target);
	ls_out_text(out,
	    " -->\n| type | size | use | by | member | count | where |\n"
	    "|---|---:|---|---|---|---:|---|\n");
	for (size_t g = 0; g < uses->count; g++) {
		const struct ls_use_group *group = &uses->groups[g];
		for (size_t i = 0; i < group->use_count; i++) {
			const struct ls_use *use = &group->uses[i];
			ls_out_char(out, '|');
			put_code_cell(out, group->name);
			if (group->has_size)
				ls_out_format(
				    out, " %" PRIu64, group->size_bytes);
			ls_out_format(out, " | %s |", ls_use_word(use->kind));
			put_code_cell(out, use->name);
			put_code_cell(out, use->member);
			ls_out_format(out, " %" PRIu64 " |", use->count);
			put_place_cell(out, &use->decl);
			ls_out_char(out, '\n');
		}
	}
}

const struct ls_uses_renderer ls_render_uses_markdown = { "markdown",
	put_markdown };
