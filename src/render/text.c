/*
 * text.c - the show page: layouts for a person to read.
 */
#include "render/text.h"

#include <string.h>

#include "render/escape.h"
#include "render/shorten.h"

void
ls_text_put_raw(
    const struct ls_page *page, struct ls_out *out, const char *text)
{
	if (page->view->utf8)
		ls_escape_text(out, text);
	else
		ls_escape_ascii(out, text);
}

void
ls_text_name(const struct ls_page *page, struct ls_out *out, const char *name)
{
	if (page->view->names == LS_NAMES_FULL) {
		ls_text_put_raw(page, out, name);
		return;
	}
	struct ls_out brief = { 0 };
	ls_shorten(&brief, name);
	if (brief.text)
		ls_text_put_raw(page, out, brief.text);
	out->failed |= brief.failed;
	ls_out_free(&brief);
}

void
ls_text_type(
    const struct ls_page *page, struct ls_out *out, const struct ls_row *row)
{
	if (row->lang == LS_LANG_C && !row->is_typedef_name)
		ls_out_format(out, "%s ", ls_kind_word(row->kind));
	ls_text_name(page, out, row->name ? row->name : "(anonymous)");
}

const char *
ls_place_file(const struct ls_page *page, const struct ls_decl *decl,
    const char *source_path)
{
	if (page->view->with_folders)
		return source_path ? source_path : decl->file;
	const char *slash = strrchr(decl->file, '/');
	return slash ? slash + 1 : decl->file;
}

void
ls_text_place(const struct ls_page *page, struct ls_out *out,
    const struct ls_decl *decl, const char *source_path)
{
	if (!decl->file)
		return;
	ls_text_put_raw(page, out, ls_place_file(page, decl, source_path));
	if (decl->line)
		ls_out_format(out, ":%" PRIu32, decl->line);
}

void
ls_text_number(const struct ls_page *page, struct ls_out *out, uint64_t number)
{
	ls_out_format(
	    out, page->view->hex ? "0x%" PRIx64 : "%" PRIu64, number);
}

void
ls_text_count(struct ls_out *out, uint64_t number, const char *what)
{
	ls_out_format(
	    out, "%" PRIu64 " %s%s", number, what, number == 1 ? "" : "s");
}

/* Can it stand in a shell's command as it is? */
static bool
is_plain_word(const char *text)
{
	for (; *text; text++)
		if (!strchr(
			"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			"0123456789_:",
			*text))
			return false;
	return true;
}

/* "56 bytes possible: layoutscope suggest ./server conn" */
static void
put_possible(struct ls_page *page, const struct ls_row *row)
{
	static const char program[] = "layoutscope ";
	const char *command = page->view->command;
	ls_out_format(
	    page->out, "  %" PRIu64 " bytes possible", row->best_size_bytes);
	if (!command || !row->name || !is_plain_word(row->name) ||
	    strncmp(command, program, strlen(program)) != 0)
		return;
	ls_out_format(page->out, ": %ssuggest ", program);
	ls_text_put_raw(page, page->out, command + strlen(program));
	ls_out_format(page->out, " %s", row->name);
}

/* "80 = 56 used + 18 in 4 holes + 6 padding." */
static void
put_sum(struct ls_page *page, const struct ls_row *row)
{
	struct ls_out *out = page->out;
	const char *users = row->has_variants ? " by variants" : "";
	ls_out_format(out, "\n%" PRIu64 " = %" PRIu64 " used%s",
	    row->size_bytes, row->used_bytes, users);
	if (row->hole_count > 0) {
		ls_out_format(out, " + %" PRIu64 " in ", row->hole_bytes);
		ls_text_count(out, row->hole_count, "hole");
	}
	if (row->tail_padding_bytes > 0)
		ls_out_format(
		    out, " + %" PRIu64 " padding", row->tail_padding_bytes);
	ls_out_char(out, '.');
	if (row->best_size_bytes < row->size_bytes)
		put_possible(page, row);
	ls_out_char(out, '\n');
}

static void
put_niche(struct ls_page *page, const struct ls_row *row)
{
	if (row->niche.is_asked)
		ls_out_char(page->out, '\n');
	ls_text_niche(page, row);
}

static void
put_sharing(struct ls_page *page, const struct ls_row *row)
{
	if (row->sharing && !row->niche.is_asked)
		ls_out_char(page->out, '\n');
	if (row->sharing)
		ls_text_sharing(page, row);
}

/* Values and members only, as deep as they go. */
static void
put_tree(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	ls_text_head(page, report, row);
	if (row->tree)
		ls_text_values(page, row);
	else if (row->line_count > 0)
		ls_text_members_tree(page, row);
	if (row->kind != LS_KIND_ENUM || row->tag.encoding == LS_TAG_NONE)
		put_niche(page, row);
	if (row->padding_bytes > 0)
		put_sum(page, row);
}

static void
put_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	if (page->rows_so_far > 0)
		ls_out_char(page->out, '\n');
	if (page->view->tree) {
		put_tree(page, report, row);
		return;
	}
	ls_text_head(page, report, row);
	if (row->line_count > 0)
		ls_text_members(page, row->lines, row->line_count, row->breaks,
		    row->break_count);
	if (row->has_variants)
		ls_text_variants(page, row);
	else if (row->kind == LS_KIND_ENUM)
		ls_text_enumerators(page, row);
	ls_text_map(page, row);
	if (!row->has_variants && row->kind != LS_KIND_ENUM)
		put_niche(page, row);
	put_sharing(page, row);
	if (row->padding_bytes > 0)
		put_sum(page, row);
	/* Of C they are guesses at what the source means: for suggest. */
	if (row->lang == LS_LANG_RUST)
		ls_text_ideas(page, row);
}

static void
begin(struct ls_page *page, const struct ls_report *report)
{
	(void)page, (void)report;
}

static void
end(struct ls_page *page, const struct ls_report *report)
{
	(void)report;
	if (page->owed & LS_OWED_RUST_LINES)
		ls_put_styled(page, LS_STYLE_DIM,
		    "\n[1] rustc writes no file:line for types (nightly: "
		    "-Zdebug-info-type-line-numbers).\n");
}

const struct ls_renderer ls_render_text = {
	.name = "text",
	.help = "tables for people (the default)",
	.wants_ideas = true,
	.wants_sharing = true,
	.begin = begin,
	.row = put_row,
	.end = end,
};
