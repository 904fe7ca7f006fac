/*
 * junit.c - findings as JUnit's XML: a case for each.
 */
#include <inttypes.h>

#include "base/out.h"
#include "base/utf8.h"
#include "render/check.h"

/*
 * Text for XML 1.0: what it cannot hold at all (2.2: most control characters)
 * and what could deceive is spelt out.
 */
static void
put(struct ls_out *out, const char *text)
{
	while (*text) {
		uint32_t code;
		size_t size = ls_utf8_next(text, &code);
		if (code == LS_UTF8_BAD)
			ls_out_format(out, "\\x{%02x}", (unsigned char)*text);
		else if (code == '\n')
			ls_out_text(out, "&#10;");
		else if (code == '<' || code == '>' || code == '&' ||
		    code == '"' || code == '\'')
			ls_out_format(out, "&#%u;", (unsigned)code);
		else if (!ls_utf8_is_harmless(code) || code == 0xfffe ||
		    code == 0xffff)
			ls_out_format(out, "\\u{%x}", (unsigned)code);
		else
			ls_out_bytes(out, text, size);
		text += size;
	}
}

static void
put_attribute(struct ls_out *out, const char *name, const char *text)
{
	ls_out_format(out, " %s=\"", name);
	put(out, text);
	ls_out_char(out, '"');
}

static void
put_case(struct ls_out *out, const struct ls_check_report *report,
    const struct ls_finding *finding)
{
	struct ls_out lines = { 0 };
	bool is_broken = finding->status != LS_FINDING_PASSED &&
	    !finding->is_warning;
	ls_out_format(
	    out, "    <testcase classname=\"layoutscope.%s\"", finding->key);
	put_attribute(out, "name", finding->type);
	put_attribute(out, "file", finding->at.file);
	if (finding->at.line)
		ls_out_format(out, " line=\"%" PRIu32 "\"", finding->at.line);
	if (finding->status == LS_FINDING_PASSED) {
		ls_out_text(out, "/>\n");
		return;
	}
	ls_out_text(out, ">\n      ");
	if (is_broken) {
		ls_out_format(out, "<failure type=\"%s\"", finding->key);
		put_attribute(out, "message", finding->message);
		ls_out_char(out, '>');
	} else {
		ls_out_text(out, "<system-out>warning: ");
	}
	put(out, finding->at.file);
	if (finding->at.line)
		ls_out_format(out, ":%" PRIu32, finding->at.line);
	ls_out_text(out, ": ");
	put(out, finding->type);
	ls_out_text(out, ": ");
	put(out, finding->message);
	ls_out_text(out, "&#10;");
	ls_check_put_lines(&lines, report, finding);
	put(out, lines.text ? lines.text : "");
	ls_out_free(&lines);
	ls_out_text(out, is_broken ? "</failure>\n" : "</system-out>\n");
	ls_out_text(out, "    </testcase>\n");
}

static void
put_unread(struct ls_out *out, const struct ls_checked_input *input)
{
	ls_out_text(out, "    <testcase classname=\"layoutscope.input\"");
	put_attribute(out, "name", input->file);
	ls_out_text(out, "><error");
	put_attribute(out, "message", input->error);
	ls_out_text(out, " type=\"input\">");
	put(out, input->error);
	ls_out_text(out, "</error></testcase>\n");
}

static void
write(struct ls_page *page, const struct ls_check_report *report)
{
	struct ls_out *out = page->out;
	uint64_t failures = report->failed + report->unmatched +
	    report->ambiguous;
	uint64_t errors = ls_check_unread_count(report);
	uint64_t tests = report->finding_count + errors;
	ls_out_format(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<testsuites tests=\"%" PRIu64 "\" failures=\"%" PRIu64
	    "\" errors=\"%" PRIu64 "\">\n"
	    "  <testsuite name=\"layoutscope\" tests=\"%" PRIu64
	    "\" failures=\"%" PRIu64 "\" errors=\"%" PRIu64
	    "\" skipped=\"0\">\n",
	    tests, failures, errors, tests, failures, errors);
	for (size_t i = 0; i < report->finding_count; i++)
		put_case(out, report, &report->findings[i]);
	for (size_t i = 0; i < report->input_count; i++)
		if (report->inputs[i].error)
			put_unread(out, &report->inputs[i]);
	ls_out_text(out, "  </testsuite>\n</testsuites>\n");
}

const struct ls_check_renderer ls_check_junit = {
	.name = "junit",
	.help = "check, diff: JUnit's XML, a case for each rule or change",
	.write = write,
};
