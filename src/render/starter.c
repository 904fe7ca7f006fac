/*
 * starter.c - a first gate file, with comments.
 */
#include "render/starter.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/out.h"
#include "base/utf8.h"
#include "render/escape.h"

/* What is not read, or would be shown as something else, cannot be
 * written so that it is read back. */
bool
ls_starter_can_name(const struct ls_row *row)
{
	const char *text = row->name;
	/* A key of YAML may have 1024 characters (7.4.2), and a number of a
	 * rule has 15 digits for certain. */
	if (strlen(text) > 1000 || !text[strspn(text, " ")] ||
	    row->size_bytes > UINT64_C(999999999999999))
		return false;
	while (*text) {
		uint32_t code;
		text += ls_utf8_next(text, &code);
		if (code == LS_UTF8_BAD || !ls_utf8_is_harmless(code))
			return false;
	}
	return true;
}

/* "struct conn" and net::Conn as they are, others in quotes. */
static bool
is_plain(const char *text, bool has_keyword)
{
	size_t size = strlen(text);
	for (const char *at = text; *at; at++)
		if (!isalnum((unsigned char)*at) && !strchr("_:", *at))
			return false;
	return isalpha((unsigned char)text[0]) && text[size - 1] != ':' &&
	    (has_keyword || strstr(text, "::"));
}

static void
put_name(struct ls_out *out, const struct ls_row *row)
{
	bool has_keyword = row->lang == LS_LANG_C && !row->is_typedef_name;
	bool plain = is_plain(row->name, has_keyword);
	if (!plain)
		ls_out_char(out, '"');
	if (has_keyword)
		ls_out_format(out, "%s ", ls_kind_word(row->kind));
	for (const char *at = row->name; *at; at++) {
		if (*at == '"' || *at == '\\')
			ls_out_char(out, '\\');
		ls_out_char(out, *at);
	}
	if (!plain)
		ls_out_char(out, '"');
}

/* The demands, each after `join`. */
static void
put_demands(
    struct ls_out *out, const struct ls_starter_row *starter, const char *join)
{
	const struct ls_row *row = starter->row;
	ls_out_format(out, "max_size: %" PRIu64, row->size_bytes);
	if (starter->why & LS_STARTER_WASTEFUL)
		ls_out_format(
		    out, "%smax_padding: %" PRIu64, join, row->padding_bytes);
	if (starter->why & LS_STARTER_HELD)
		ls_out_format(
		    out, "%smax_cachelines: %" PRIu64, join, row->cachelines);
	if (starter->why & LS_STARTER_NICHE)
		ls_out_format(out, "%stag: niche", join);
}

void
ls_render_starter_rule(struct ls_out *out, const struct ls_starter_row *row)
{
	put_name(out, row->row);
	ls_out_text(out, ": {");
	put_demands(out, row, ", ");
	ls_out_char(out, '}');
}

/* Why this type, and what could be done about it. */
static void
put_comment(struct ls_out *out, const struct ls_starter *starter,
    const struct ls_starter_row *row)
{
	uint64_t size = row->row->size_bytes;
	ls_out_text(out, "\n  # ");
	if (row->row->padding_bytes > 0)
		ls_out_format(out, "%" PRIu64 " of %" PRIu64 " bytes padding",
		    row->row->padding_bytes, size);
	else
		ls_out_format(out, "%" PRIu64 " byte%s, no padding", size,
		    size == 1 ? "" : "s");
	if (row->why & LS_STARTER_HELD)
		ls_out_format(
		    out, "; held by %" PRIu64 " types", row->held_count);
	if (row->why & LS_STARTER_NICHE)
		ls_out_text(out, "; its tag takes no bytes");
	ls_out_char(out, '\n');
	/* a quote would end the shell's */
	if (row->best_size_bytes >= size || strchr(row->row->name, '\''))
		return;
	ls_out_format(out, "  # %" PRIu64 " are enough: layoutscope suggest ",
	    row->best_size_bytes);
	ls_escape_text(out, starter->file);
	ls_out_text(out, " '");
	ls_escape_text(out, row->row->name);
	ls_out_text(out, "'\n");
}

void
ls_render_starter(struct ls_out *out, const struct ls_starter *starter)
{
	ls_out_text(out,
	    "# What layoutscope check holds these types to: "
	    "layoutscope.yaml(5).\n# Made by layoutscope init ");
	ls_escape_text(out, starter->file);
	ls_out_text(out,
	    "; every rule holds today.\n"
	    "# Make them tighter, and take out what does not matter.\n"
	    "schema: 1\n\n"
	    "# What types were; layoutscope check --save-baseline FILE "
	    "writes it:\n"
	    "# baseline: layout-baseline.json\n\n"
	    "rules:");
	for (size_t i = 0; i < starter->row_count; i++) {
		put_comment(out, starter, &starter->rows[i]);
		ls_out_text(out, "  - type: ");
		put_name(out, starter->rows[i].row);
		ls_out_text(out, "\n    ");
		put_demands(out, &starter->rows[i], "\n    ");
		ls_out_text(out, "\n    # reason: told with each failure\n");
	}
	ls_out_text(out,
	    "\n  # With a baseline: no type grows unseen.\n"
	    "  # - type: \"*\"\n"
	    "  #   max_growth: 0\n");
}
