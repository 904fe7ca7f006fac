/*
 * check_text.c - findings, for a person to read.
 */
#include <stdlib.h>
#include <string.h>

#include "render/check.h"
#include "render/text.h"

enum { TYPE_COLUMNS = 30, MOST_OF_A_GLOB = 10 };

/* "layoutscope.yaml:9" */
static void
put_place(struct ls_page *page, const struct ls_place_row *place)
{
	ls_text_put_raw(page, page->out, place->file);
	ls_out_format(page->out, ":%" PRIu32, place->line);
}

static const char *
word_of(const struct ls_finding *finding)
{
	switch (finding->status) {
	case LS_FINDING_PASSED:
		return "ok  ";
	case LS_FINDING_FAILED:
		return finding->is_warning ? "WARN" : "FAIL";
	case LS_FINDING_UNMATCHED:
		return finding->is_warning ? "WARN" : "NONE";
	case LS_FINDING_AMBIGUOUS:
		return "MANY";
	}
	return "";
}

/* Lines that each end in '\n', set in and made harmless one by one. */
static void
put_details(struct ls_page *page, const char *lines)
{
	while (*lines) {
		size_t size = strcspn(lines, "\n");
		char *line = strndup(lines, size);
		ls_out_text(page->out, "      ");
		ls_text_put_raw(page, page->out, line ? line : "");
		ls_out_char(page->out, '\n');
		free(line);
		lines += size + (lines[size] == '\n');
	}
}

static void
put_head(struct ls_page *page, const struct ls_finding *finding)
{
	struct ls_out name = { 0 };
	ls_text_name(page, &name, finding->type);
	size_t columns = ls_text_columns(name.text ? name.text : "");
	ls_put_styled(page, LS_STYLE_WASTE, word_of(finding));
	ls_out_text(page->out, "  ");
	ls_out_text(page->out, name.text ? name.text : "");
	ls_out_repeat(page->out, ' ',
	    columns < TYPE_COLUMNS ? TYPE_COLUMNS - columns : 0);
	ls_out_text(page->out, "  ");
	ls_text_put_raw(page, page->out, finding->message);
	ls_out_text(page->out, "  ");
	put_place(page, &finding->rule_at);
	ls_out_char(page->out, '\n');
	ls_out_free(&name);
}

static void
put_finding(struct ls_page *page, const struct ls_finding *finding)
{
	put_head(page, finding);
	if (finding->type_count > 1 && finding->status == LS_FINDING_FAILED)
		ls_out_format(page->out,
		    "      one of %" PRIu64 " that the rule matches\n",
		    finding->type_count);
	put_details(page, finding->details);
	if (finding->reason) {
		ls_out_text(page->out, "      why the limit: ");
		ls_text_put_raw(page, page->out, finding->reason);
		ls_out_char(page->out, '\n');
	}
	if (finding->accept) {
		ls_out_text(page->out, "      To accept: ");
		ls_text_put_raw(page, page->out, finding->accept);
		if (!finding->is_accept_option) {
			ls_out_text(page->out, " at ");
			put_place(page, &finding->value_at);
		}
		ls_out_char(page->out, '\n');
	}
}

static bool
is_same_check(const struct ls_finding *a, const struct ls_finding *b)
{
	return a->rule == b->rule && strcmp(a->key, b->key) == 0;
}

/* All that did not pass; of one key of a glob only the first few. */
static void
put_findings(struct ls_page *page, const struct ls_check_report *report)
{
	size_t alike = 0, hidden = 0;
	for (size_t i = 0; i < report->finding_count; i++) {
		const struct ls_finding *finding = &report->findings[i];
		bool more = i > 0 &&
		    is_same_check(finding, &report->findings[i - 1]);
		alike = more ? alike + 1 : 0;
		if (finding->status == LS_FINDING_PASSED)
			continue;
		if (alike < MOST_OF_A_GLOB)
			put_finding(page, finding);
		else
			hidden++;
	}
	if (hidden > 0)
		ls_out_format(page->out,
		    "      and %zu more of the same kind (--json has all)\n",
		    hidden);
}

static void
put_passed(struct ls_page *page, const struct ls_check_report *report)
{
	const char *last = NULL;
	for (size_t i = 0; i < report->finding_count; i++) {
		const struct ls_finding *finding = &report->findings[i];
		if (finding->status != LS_FINDING_PASSED ||
		    (last && strcmp(last, finding->type) == 0))
			continue;
		ls_out_text(page->out, last ? ", " : "ok    ");
		ls_text_name(page, page->out, finding->type);
		last = finding->type;
	}
	if (last)
		ls_out_char(page->out, '\n');
}

static void
put_notes(struct ls_page *page, const struct ls_check_report *report)
{
	for (size_t i = 0; i < report->input_count; i++) {
		const struct ls_checked_input *input = &report->inputs[i];
		if (!input->note)
			continue;
		ls_out_text(page->out, "note  ");
		ls_text_put_raw(page, page->out, input->file);
		ls_out_text(page->out, ": ");
		ls_text_put_raw(page, page->out, input->note);
		ls_out_char(page->out, '\n');
	}
}

static void
write(struct ls_page *page, const struct ls_check_report *report)
{
	put_findings(page, report);
	put_passed(page, report);
	put_notes(page, report);
	if (report->finding_count > 0)
		ls_out_char(page->out, '\n');
	ls_out_format(page->out, "%" PRIu64 " passed, %" PRIu64 " failed, ",
	    report->passed, report->failed);
	ls_text_count(page->out, report->warnings, "warning");
	ls_out_format(page->out, ", %" PRIu64 " unmatched", report->unmatched);
	if (report->ambiguous > 0)
		ls_out_format(
		    page->out, ", %" PRIu64 " ambiguous", report->ambiguous);
	ls_out_text(page->out, ".\n");
}

const struct ls_check_renderer ls_check_text = {
	.name = "text",
	.help = "for a person",
	.write = write,
};
