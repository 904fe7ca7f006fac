/*
 * text_head.c - the head of a type's page: what it is, how large, from where.
 *
 *	struct conn                         80 bytes · align 8 · 2 cache lines
 *	conn.c:6 · C · x86_64
 */
#include <string.h>

#include "render/text.h"

static const char *
language(enum ls_lang lang)
{
	switch (lang) {
	case LS_LANG_C:
		return "C";
	case LS_LANG_CPP:
		return "C++";
	case LS_LANG_RUST:
		return "Rust";
	case LS_LANG_ASM:
		return "assembly";
	case LS_LANG_UNKNOWN:
	case LS_LANG_OTHER:
		return NULL;
	}
	return NULL;
}

static void
put_alignment(
    struct ls_page *page, struct ls_out *out, const struct ls_row *row)
{
	ls_out_text(out, ls_dot(page));
	if (row->align_from == LS_HOW_UNKNOWN)
		ls_out_text(out, "align ?");
	else
		ls_out_format(out, "align %" PRIu64, row->align_bytes);
	if (row->is_forced_align)
		ls_out_text(out, " (forced)");
	if (row->is_frozen)
		ls_out_format(out, "%sfrozen", ls_dot(page));
	if (row->packed == LS_TRI_YES)
		ls_out_format(out, "%spacked", ls_dot(page));
	if (row->packed == LS_TRI_UNKNOWN && row->kind != LS_KIND_ENUM)
		ls_out_format(out, "%spacked?", ls_dot(page));
}

/* "80 bytes · align 8 · 2 cache lines · 24 wasted (30%)" */
static void
put_facts(struct ls_page *page, struct ls_out *out, const struct ls_row *row)
{
	if (row->has_size)
		ls_text_count(out, row->size_bytes, "byte");
	else
		ls_out_text(out, "size ?");
	put_alignment(page, out, row);
	if (row->cachelines > 1) {
		ls_out_text(out, ls_dot(page));
		ls_text_count(out, row->cachelines, "cache line");
	}
	if (row->padding_bytes == 0)
		return;
	double percent = 100.0 * (double)row->padding_bytes /
	    (double)row->size_bytes;
	ls_out_format(
	    out, "%s%" PRIu64 " wasted ", ls_dot(page), row->padding_bytes);
	ls_out_format(out, percent < 1 ? "(<1%%)" : "(%.0f%%)", percent);
}

/* Language and keyword, the name in bold, and the facts to the right. */
static void
put_title(struct ls_page *page, const struct ls_row *row)
{
	struct ls_out name = { 0 }, facts = { 0 };
	if (row->is_typedef_name)
		ls_out_text(&name, "typedef ");
	ls_out_format(&name, "%s ", ls_kind_word(row->kind));
	ls_text_name(page, &name, row->name ? row->name : "(anonymous)");
	put_facts(page, &facts, row);
	if (!name.text || !facts.text) {
		page->out->failed = true;
		goto done;
	}

	size_t used = ls_text_columns(name.text);
	size_t needed = ls_text_columns(facts.text) + 2;
	size_t room = ls_page_columns(page);
	ls_put_styled(page, LS_STYLE_TITLE, name.text);
	if (used + needed <= room)
		ls_out_repeat(page->out, ' ', room - used - needed + 2);
	else if (page->view->width == 0)
		ls_out_text(page->out, "  ");
	else
		ls_out_text(page->out, "\n  ");
	ls_out_format(page->out, "%s\n", facts.text);
done:
	ls_out_free(&name);
	ls_out_free(&facts);
}

static void
put_part(struct ls_page *page, size_t *parts, const char *text)
{
	if ((*parts)++ > 0)
		ls_out_text(page->out, ls_dot(page));
	ls_text_put_raw(page, page->out, text);
}

static void
put_place(struct ls_page *page, size_t *parts, const struct ls_row *row)
{
	put_part(page, parts,
	    row->decl.file ? ls_place_file(page, &row->decl, row->source_path)
			   : "?");
	if (row->decl.line)
		ls_out_format(page->out, ":%" PRIu32, row->decl.line);
}

static bool
has_fields(const struct ls_row *row)
{
	size_t lines = row->line_count;
	for (size_t i = 0; i < row->variant_count; i++)
		lines += row->variants[i].line_count;
	return lines > 0;
}

/*
 * "repr(Rust): rustc chooses the field order".  An enum of which that may be
 * said has seldom another, though a repr(u8) may look the same.
 */
static void
put_repr(struct ls_page *page, size_t *parts, const struct ls_row *row)
{
	static const char chooses[] = "rustc chooses the field order";
	const struct ls_repr_row *repr = &row->repr;
	struct ls_out *out = page->out;
	bool is_rust = repr->text && strcmp(repr->text, "Rust") == 0;
	size_t count = row->has_variants && is_rust ? 1
						    : repr->candidate_count;
	if (!repr->text) {
		if (row->is_order_free)
			put_part(page, parts, chooses);
		return;
	}
	put_part(page, parts, "");
	for (size_t i = 0; i < count; i++) {
		ls_out_text(out, i > 0 ? " or repr(" : "repr(");
		ls_text_put_raw(page, out, repr->candidates[i]);
		ls_out_char(out, ')');
	}
	if (count > 1)
		ls_out_text(out, ", ambiguous");
	else if (is_rust)
		ls_out_format(out, ": %s", chooses);
	else
		ls_out_text(out, ", inferred");
}

/* "conn.c:6 · C · x86_64 · 2 different definitions" */
static void
put_origin(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	bool has_place = row->decl.file || row->decl.line;
	const char *lang = language(row->lang);
	size_t parts = 0;
	ls_style_begin(page, LS_STYLE_DIM);
	if (has_place)
		put_place(page, &parts, row);
	if (lang)
		put_part(page, &parts, lang);
	if (report->input.target)
		put_part(page, &parts, report->input.target);
	if (row->underlying) {
		put_part(page, &parts, "stored as ");
		ls_text_name(page, page->out, row->underlying);
	}
	if (has_fields(row))
		put_repr(page, &parts, row);
	if (!has_place) {
		put_part(page, &parts, "no source line in this DWARF");
		if (row->lang == LS_LANG_RUST) {
			ls_out_text(page->out, " [1]");
			page->owed |= LS_OWED_RUST_LINES;
		}
	}
	ls_style_end(page, LS_STYLE_DIM);
	if (row->different_count > 1)
		ls_out_format(page->out, "%s%" PRIu32 " different definitions",
		    ls_dot(page), row->different_count);
	ls_out_char(page->out, '\n');
}

static void
put_note(struct ls_page *page, const char *note)
{
	ls_style_begin(page, LS_STYLE_NOTE);
	ls_out_text(page->out, "note: ");
	ls_text_put_raw(page, page->out, note);
	ls_style_end(page, LS_STYLE_NOTE);
	ls_out_char(page->out, '\n');
}

void
ls_text_head(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	put_title(page, row);
	put_origin(page, report, row);
	if (row->note)
		put_note(page, row->note);
}
