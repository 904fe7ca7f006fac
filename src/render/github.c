/*
 * github.c - findings as commands of GitHub Actions, which become annotations.
 *
 * A step shows ten of each level; the tenth says how many more there are.
 * Of a title 255 characters are shown, and of a message 4 KiB.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "base/utf8.h"
#include "render/check.h"

enum {
	MOST = 9,
	MOST_TITLE_BYTES = 200,
	MOST_PATH_BYTES = 1024,
	MOST_BYTES = 4000
};

/* %, CR and LF are %25, %0D, %0A; in a property : and , too. */
static void
put(struct ls_out *out, const char *text, bool is_property)
{
	while (*text) {
		uint32_t code;
		size_t size = ls_utf8_next(text, &code);
		if (code == LS_UTF8_BAD)
			ls_out_format(out, "\\x{%02x}", (unsigned char)*text);
		else if (code == '%' || code == '\r' || code == '\n' ||
		    (is_property && (code == ':' || code == ',')))
			ls_out_format(out, "%%%02X", (unsigned)code);
		else if (!ls_utf8_is_harmless(code))
			ls_out_format(out, "\\u{%x}", (unsigned)code);
		else
			ls_out_bytes(out, text, size);
		text += size;
	}
}

static void
put_cut(struct ls_out *out, const char *text, size_t most, bool is_property)
{
	char *copy = ls_check_cut(text, strlen(text), most);
	put(out, copy ? copy : "", is_property);
	free(copy);
}

/* A rule of the command line is in no file. */
static void
put_place(struct ls_out *out, const struct ls_place_row *at)
{
	if (strcmp(at->file, "--rule") == 0)
		return;
	ls_out_text(out, "file=");
	put_cut(out, ls_check_path(at->file), MOST_PATH_BYTES, true);
	if (at->line)
		ls_out_format(out, ",line=%" PRIu32, at->line);
	if (at->column)
		ls_out_format(out, ",col=%" PRIu32, at->column);
	ls_out_char(out, ',');
}

static void
put_finding(struct ls_out *out, const struct ls_check_report *report,
    const struct ls_finding *finding)
{
	struct ls_out lines = { 0 };
	ls_out_text(out, finding->is_warning ? "::warning " : "::error ");
	put_place(out, &finding->at);
	ls_out_text(out, "title=layout%3A ");
	put_cut(out, finding->type, MOST_TITLE_BYTES, true);
	ls_out_format(out, " %s::", finding->key);
	put_cut(out, finding->message, MOST_BYTES, false);
	ls_check_put_lines(&lines, report, finding);
	if (lines.size > 0) {
		ls_out_text(out, "%0A");
		put_cut(out, lines.text, MOST_BYTES, false);
	}
	ls_out_char(out, '\n');
	ls_out_free(&lines);
}

static void
put_unread(struct ls_out *out, const struct ls_checked_input *input)
{
	ls_out_text(out, "::error title=layout%3A not read::");
	put_cut(out, input->error, MOST_BYTES, false);
	ls_out_char(out, '\n');
}

static void
put_level(
    struct ls_out *out, const struct ls_check_report *report, bool is_warning)
{
	size_t count = 0;
	for (size_t i = 0; i < report->input_count && !is_warning; i++)
		if (report->inputs[i].error && count++ < MOST)
			put_unread(out, &report->inputs[i]);
	for (size_t i = 0; i < report->finding_count; i++) {
		const struct ls_finding *finding = &report->findings[i];
		if (finding->status == LS_FINDING_PASSED ||
		    finding->is_warning != is_warning)
			continue;
		if (count++ < MOST)
			put_finding(out, report, finding);
	}
	if (count > MOST)
		ls_out_format(out,
		    "::%s title=layout::%zu more findings of layoutscope %s\n",
		    is_warning ? "warning" : "error", count - MOST,
		    report->is_diff ? "diff" : "check");
}

static void
write(struct ls_page *page, const struct ls_check_report *report)
{
	put_level(page->out, report, false);
	put_level(page->out, report, true);
}

const struct ls_check_renderer ls_check_github = {
	.name = "github",
	.help = "check, diff: annotations of GitHub Actions",
	.write = write,
};
