/*
 * escape.c - names that nobody vouches for, on a page.
 */
#include "render/escape.h"

#include <ctype.h>
#include <string.h>

#include "base/out.h"
#include "base/utf8.h"

/* One character; how many bytes it took. */
static size_t
put_character_upto(struct ls_out *out, const char *text, uint32_t highest)
{
	uint32_t code;
	size_t size = ls_utf8_next(text, &code);
	if (code == LS_UTF8_BAD)
		ls_out_format(out, "\\x{%02x}", (unsigned char)*text);
	else if (code <= highest && ls_utf8_is_harmless(code))
		ls_out_bytes(out, text, size);
	else
		ls_out_format(out, "\\u{%x}", (unsigned)code);
	return size;
}

static size_t
put_character(struct ls_out *out, const char *text)
{
	return put_character_upto(out, text, UINT32_MAX);
}

/*
 * The log of a job of GitHub Actions is read for commands: "::error::" at the
 * beginning of a line, and "##[error]" anywhere.  No name gives one.
 */
static bool
is_command(const char *text)
{
	return text[0] == '#' && text[1] == '#' && text[2] == '[';
}

static const char *
put_start(struct ls_out *out, const char *text)
{
	if (text[0] != ':' || text[1] != ':')
		return text;
	ls_out_text(out, "\\u{3a}");
	return text + 1;
}

void
ls_escape_ascii(struct ls_out *out, const char *text)
{
	text = put_start(out, text);
	while (*text) {
		if (is_command(text)) {
			ls_out_text(out, "\\u{23}");
			text++;
		} else {
			text += put_character_upto(out, text, 0x7f);
		}
	}
}

void
ls_escape_text(struct ls_out *out, const char *text)
{
	text = put_start(out, text);
	while (*text) {
		size_t plain = 0;
		while (text[plain] >= ' ' && text[plain] < 0x7f &&
		    !is_command(text + plain))
			plain++;
		ls_out_bytes(out, text, plain);
		text += plain;
		if (is_command(text)) {
			ls_out_text(out, "\\u{23}");
			text++;
		} else if (*text) {
			text += put_character(out, text);
		}
	}
}

static size_t
longest_run(const char *text, char of)
{
	size_t longest = 0, run = 0;
	for (; *text; text++) {
		run = *text == of ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

void
ls_escape_markdown_code(struct ls_out *out, const char *text)
{
	size_t quotes = longest_run(text, '`') + 1;
	const char *space = quotes > 1 ? " " : "";
	ls_out_repeat(out, '`', quotes);
	ls_out_text(out, space);
	while (*text) {
		if (*text == '|') {
			ls_out_text(out, "\\|");
			text++;
		} else if (*text == '\\' && text[strspn(text, "\\")] == '|') {
			/* "\\|" would be a backslash and the cell's end */
			ls_out_text(out, "\\u{5c}");
			text++;
		} else if (is_command(text)) {
			ls_out_text(out, "\\u{23}");
			text++;
		} else {
			text += put_character(out, text);
		}
	}
	ls_out_text(out, space);
	ls_out_repeat(out, '`', quotes);
}

/* Words that Markdown, as GitHub and GitLab read it, leaves as they are. */
static bool
is_plain_markdown(const char *text)
{
	if (strstr(text, "://") || strstr(text, "www."))
		return false;
	for (const char *at = text; *at; at++) {
		bool is_inside = at > text && isalnum((unsigned char)at[-1]) &&
		    isalnum((unsigned char)at[1]);
		if (!isalnum((unsigned char)*at) &&
		    !strchr(" ,.;:()+%'=/>-", *at) &&
		    !(*at == '_' && is_inside))
			return false;
	}
	return true;
}

void
ls_escape_markdown(struct ls_out *out, const char *text)
{
	if (is_plain_markdown(text))
		ls_out_text(out, text);
	else
		ls_escape_markdown_code(out, text);
}

void
ls_escape_markdown_mark(struct ls_out *out, const char *text)
{
	char last = '-';
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		bool is_plain = (c < 0x80 && isalnum(c)) || c == '_' ||
		    c == '.' || (c == '-' && last != '-');
		last = is_plain ? (char)c : '_';
		ls_out_char(out, last);
	}
}
