/*
 * rust.c - a Rust struct as source that compiles, with its size asserted.
 *
 *	#[repr(C)]
 *	pub struct InC {
 *	    pub a: u8, // 0
 *	    ...
 *	}
 *	const _: () = assert!(core::mem::size_of::<InC>() == 16);
 *
 * The members stand by offset, so repr(C) gives just that layout.  Types are
 * named as the file has them: paths of the crate itself begin with crate::,
 * those of the standard library with std::; a reference lives forever, as its
 * lifetime is not in the file.
 */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/out.h"
#include "render/escape.h"
#include "render/render.h"
#include "render/shorten.h"
#include "report/report.h"

/* ---- names ---- */

static bool
is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c > 127;
}

/* "app::net" of "app::net::Conn<u8>": the crate. */
static size_t
crate_size(const char *name)
{
	size_t size = 0;
	while (is_word(name[size]))
		size++;
	return strncmp(name + size, "::", 2) == 0 ? size : 0;
}

/* "Conn" of "app::net::Conn<a::B>" */
static void
put_own_name(struct ls_out *out, const char *name)
{
	size_t begin = 0, end = 0;
	for (; name[end] && name[end] != '<'; end++)
		if (name[end] == ':')
			begin = end + 1;
	struct ls_out part = { 0 };
	ls_out_bytes(&part, name + begin, end - begin);
	if (part.text)
		ls_escape_text(out, part.text);
	out->failed |= part.failed;
	ls_out_free(&part);
}

/* What a path that begins here is called by those who use it; its first part
 * is `size` bytes.  NULL: as it stands. */
static const char *
known_crate(const char *path, size_t size, const char *own, size_t own_size)
{
	static const char *const library[] = { "alloc", "core" };
	if (own_size && size == own_size && strncmp(path, own, size) == 0)
		return "crate";
	for (size_t i = 0; i < sizeof(library) / sizeof(library[0]); i++)
		if (strlen(library[i]) == size &&
		    strncmp(path, library[i], size) == 0)
			return "std";
	return NULL;
}

/* The module in which a type of the library is written may not be public. */
static size_t
hidden_module(const char *path)
{
	static const char hidden[] = "::num::nonzero";
	size_t size = strlen(hidden);
	return strncmp(path, hidden, size) == 0 ? size : 0;
}

/* "&" is "&'static ", "core::num::NonZero<u8>" is "std::..." */
static void
put_type(struct ls_out *out, const char *type, const char *own)
{
	struct ls_out brief = { 0 };
	size_t own_size = own ? crate_size(own) : 0;
	ls_shorten(&brief, type);
	const char *text = brief.text ? brief.text : "";
	for (const char *at = text; *at;) {
		bool begins = at == text ||
		    !(is_word(at[-1]) || at[-1] == ':');
		size_t size = begins ? crate_size(at) : 0;
		const char *crate = known_crate(at, size, own, own_size);
		if (size > 0 && crate) {
			size_t hidden = hidden_module(at + size);
			ls_out_text(out, crate);
			ls_out_text(out, hidden ? "::num" : "");
			at += size + hidden;
		} else {
			ls_out_char(out, *at);
			ls_out_text(out, *at == '&' ? "'static " : "");
			at++;
		}
	}
	out->failed |= brief.failed;
	ls_out_free(&brief);
}

/* A name that is a word of the language has to be marked as none. */
static bool
is_keyword(const char *name)
{
	static const char *const words[] = { "as", "async", "await", "box",
		"break", "const", "continue", "dyn", "else", "enum", "extern",
		"false", "fn", "for", "if", "impl", "in", "let", "loop",
		"match", "mod", "move", "mut", "pub", "ref", "return",
		"static", "struct", "trait", "true", "try", "type", "unsafe",
		"use", "where", "while", "yield" };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], name) == 0)
			return true;
	return false;
}

/* ---- a struct ---- */

/* "__0": of a tuple struct. */
static bool
is_tuple(const struct ls_row *row)
{
	for (size_t i = 0; i < row->line_count; i++)
		if (row->lines[i].kind == LS_LINE_MEMBER)
			return row->lines[i].name &&
			    strncmp(row->lines[i].name, "__", 2) == 0 &&
			    isdigit((unsigned char)row->lines[i].name[2]);
	return false;
}

static void
put_member(
    struct ls_out *out, const struct ls_row *row, const struct ls_line *line)
{
	struct ls_out text = { 0 };
	const char *name = line->name ? line->name : "_unnamed";
	ls_out_text(&text, "    pub ");
	if (!is_tuple(row)) {
		ls_out_text(&text, is_keyword(name) ? "r#" : "");
		ls_escape_text(&text, name);
		ls_out_text(&text, ": ");
	}
	if (line->type)
		put_type(&text, line->type, row->name);
	ls_out_char(&text, ',');
	if (text.text)
		ls_out_format(out, "%-48s // %" PRIu64, text.text,
		    line->offset_bits / 8);
	if (is_tuple(row))
		ls_out_format(out, ", now .%s", name + 2);
	ls_out_char(out, '\n');
	out->failed |= text.failed;
	ls_out_free(&text);
}

static void
put_struct(struct ls_out *out, const struct ls_row *row)
{
	ls_out_text(out, "#[repr(C");
	if (row->is_forced_align)
		ls_out_format(out, ", align(%" PRIu64 ")", row->align_bytes);
	if (row->packed == LS_TRI_YES)
		ls_out_text(out, ", packed");
	ls_out_text(out, ")]\npub struct ");
	put_own_name(out, row->name);
	ls_out_text(out, is_tuple(row) ? "(\n" : " {\n");
	for (size_t i = 0; i < row->line_count;
	     i += 1 + row->lines[i].below_count)
		if (row->lines[i].kind == LS_LINE_MEMBER)
			put_member(out, row, &row->lines[i]);
	ls_out_text(out, is_tuple(row) ? ");\n" : "}\n");
	ls_out_text(out, "const _: () = assert!(core::mem::size_of::<");
	put_own_name(out, row->name);
	ls_out_format(out, ">() == %" PRIu64 ");\n", row->size_bytes);
}

static void
put_comment(struct ls_out *out, const char *name, const char *what)
{
	ls_out_text(out, "// ");
	ls_escape_text(out, name ? name : "(anonymous)");
	ls_out_format(out, ": %s\n", what);
}

static bool
is_struct(const struct ls_row *row)
{
	return row->lang == LS_LANG_RUST && row->name && row->has_size &&
	    row->kind == LS_KIND_STRUCT && !row->has_variants;
}

static void
put_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	(void)report;
	if (page->rows_so_far > 0)
		ls_out_char(page->out, '\n');
	if (!is_struct(row)) {
		put_comment(page->out, row->name, "is no struct of Rust");
		return;
	}
	put_comment(page->out, row->name, "as its members stand in memory");
	put_struct(page->out, row);
}

static void
put_proposed(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	(void)report;
	struct ls_out *out = page->out;
	char what[64];
	if (page->rows_so_far > 0)
		ls_out_char(out, '\n');
	if (!is_struct(row)) {
		put_comment(out, row->name, "is no struct of Rust");
	} else if (!row->proposed) {
		put_comment(out, row->name,
		    row->best_note ? row->best_note
			: row->is_order_free
			? "rustc orders its members itself"
			: "no order of its members is smaller");
	} else {
		snprintf(what, sizeof(what), "%" PRIu64 " bytes, now %" PRIu64,
		    row->proposed->size_bytes, row->size_bytes);
		put_comment(out, row->name, what);
		put_struct(out, row->proposed);
	}
}

static void
nothing(struct ls_page *page, const struct ls_report *report)
{
	(void)page, (void)report;
}

const struct ls_renderer ls_render_rust = {
	.name = "rust",
	.help = "structs of Rust as source, with the size asserted",
	.begin = nothing,
	.row = put_row,
	.end = nothing,
};

const struct ls_renderer ls_render_rust_proposed = {
	.name = "rust",
	.help = "the best order as source",
	.wants_best = true,
	.wants_proposed = true,
	.begin = nothing,
	.row = put_proposed,
	.end = nothing,
};
