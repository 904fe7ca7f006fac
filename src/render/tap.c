/*
 * tap.c - findings for a TAP harness (version 13): a test for each.
 *
 * A warning is "not ok" with TODO, a failure that is expected: harnesses let
 * it pass, while automake's takes an "ok" with TODO for a failure.
 */
#include <inttypes.h>

#include "base/out.h"
#include "base/utf8.h"
#include "render/check.h"

/*
 * Words of a test's line: a '#' would begin a directive, and is \#, as is \\.
 * What could end the line is spelt out.
 */
static void
put(struct ls_out *out, const char *text)
{
	while (*text) {
		uint32_t code;
		size_t size = ls_utf8_next(text, &code);
		if (code == LS_UTF8_BAD)
			ls_out_format(
			    out, "\\\\x{%02x}", (unsigned char)*text);
		else if (code == '#' || code == '\\')
			ls_out_format(out, "\\%c", (char)code);
		else if (!ls_utf8_is_harmless(code))
			ls_out_format(out, "\\\\u{%x}", (unsigned)code);
		else
			ls_out_bytes(out, text, size);
		text += size;
	}
}

/* A key of the YAML block, its text in quotes (YAML 1.2, 7.3.1). */
static void
put_text(struct ls_out *out, const char *key, const char *text)
{
	ls_out_format(out, "  %s: \"", key);
	while (*text) {
		uint32_t code;
		size_t size = ls_utf8_next(text, &code);
		if (code == LS_UTF8_BAD)
			ls_out_format(
			    out, "\\\\x{%02x}", (unsigned char)*text);
		else if (code == '"' || code == '\\')
			ls_out_format(out, "\\%c", (char)code);
		else if (code == '\n')
			ls_out_text(out, "\\n");
		else if (ls_utf8_is_harmless(code))
			ls_out_bytes(out, text, size);
		else
			ls_out_format(out, "\\U%08x", (unsigned)code);
		text += size;
	}
	ls_out_text(out, "\"\n");
}

static void
put_place(struct ls_out *out, const char *key, const struct ls_place_row *at)
{
	struct ls_out text = { 0 };
	ls_out_text(&text, at->file ? at->file : "");
	if (at->line)
		ls_out_format(&text, ":%" PRIu32, at->line);
	if (at->line && at->column)
		ls_out_format(&text, ":%" PRIu32, at->column);
	put_text(out, key, text.text ? text.text : "");
	ls_out_free(&text);
}

static void
put_block(struct ls_out *out, const struct ls_finding *finding)
{
	ls_out_format(out, "  ---\n  severity: %s\n",
	    finding->is_warning ? "warning" : "fail");
	put_text(out, "message", finding->message);
	ls_out_format(out, "  rule: %s\n", finding->id);
	if (*finding->file)
		put_text(out, "file", finding->file);
	if (*finding->actual)
		put_text(out, "actual", finding->actual);
	if (*finding->limit)
		put_text(out, "limit", finding->limit);
	put_place(out, "at", &finding->at);
	if (finding->rule_at.file)
		put_place(out, "rule_at", &finding->rule_at);
	if (*finding->details)
		put_text(out, "details", finding->details);
	if (finding->reason)
		put_text(out, "reason", finding->reason);
	if (finding->accept)
		put_text(out, "accept", finding->accept);
	ls_out_text(out, "  ...\n");
}

static void
put_finding(
    struct ls_out *out, size_t number, const struct ls_finding *finding)
{
	bool passed = finding->status == LS_FINDING_PASSED;
	ls_out_format(out, "%s %zu - ", passed ? "ok" : "not ok", number);
	put(out, finding->type);
	ls_out_format(out, " %s", finding->key);
	if (*finding->limit) {
		ls_out_char(out, ' ');
		put(out, finding->limit);
	}
	if (!passed && finding->is_warning) {
		ls_out_text(out, " # TODO level=warning: ");
		put(out, finding->message);
	}
	ls_out_char(out, '\n');
	if (!passed)
		put_block(out, finding);
}

static void
put_unread(
    struct ls_out *out, size_t number, const struct ls_checked_input *input)
{
	ls_out_format(out, "not ok %zu - ", number);
	put(out, input->file);
	ls_out_text(out, " is read\n  ---\n  severity: fail\n");
	put_text(out, "message", input->error);
	ls_out_text(out, "  ...\n");
}

static void
write(struct ls_page *page, const struct ls_check_report *report)
{
	size_t number = 0;
	ls_out_format(page->out, "TAP version 13\n1..%zu\n",
	    report->finding_count + (size_t)ls_check_unread_count(report));
	for (size_t i = 0; i < report->input_count; i++)
		if (report->inputs[i].error)
			put_unread(page->out, ++number, &report->inputs[i]);
	for (size_t i = 0; i < report->finding_count; i++)
		put_finding(page->out, ++number, &report->findings[i]);
}

const struct ls_check_renderer ls_check_tap = {
	.name = "tap",
	.help = "check, diff: TAP version 13, a test for each rule or change",
	.write = write,
};
