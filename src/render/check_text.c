/*
 * check_text.c - findings, for a person to read.
 */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
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
put_head(
    struct ls_page *page, const struct ls_finding *finding, const char *word)
{
	struct ls_out name = { 0 };
	ls_text_name(page, &name, finding->type);
	size_t columns = ls_text_columns(name.text ? name.text : "");
	ls_put_styled(page, LS_STYLE_WASTE, word);
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
put_finding(struct ls_page *page, const struct ls_check_report *report,
    const struct ls_finding *finding)
{
	struct ls_out lines = { 0 };
	put_head(page, finding, word_of(finding));
	ls_check_put_lines(&lines, report, finding);
	put_details(page, lines.text ? lines.text : "");
	ls_out_free(&lines);
}

/* "rule  proto::*   max_padding_percent 12.5 does not hold for 2 of 31" */
static void
put_glob(struct ls_page *page, const struct ls_finding *finding)
{
	struct ls_out text = { 0 };
	struct ls_finding glob = *finding;
	if (finding->type_count < 2)
		return;
	ls_out_format(&text,
	    "%s%s%s does not hold for %" PRIu64 " of %" PRIu64 " types",
	    finding->key, *finding->limit ? " " : "", finding->limit,
	    finding->broken_count, finding->type_count);
	glob.type = finding->pattern;
	glob.message = text.text ? text.text : "";
	put_head(page, &glob, "rule");
	ls_out_free(&text);
}

static bool
is_same_check(const struct ls_finding *a, const struct ls_finding *b)
{
	return a->rule == b->rule && strcmp(a->key, b->key) == 0;
}

/* Findings of one key of one rule, from `at` on; of a glob only the first
 * few.  Returns where the next ones begin. */
static size_t
put_alike(
    struct ls_page *page, const struct ls_check_report *report, size_t at)
{
	const struct ls_finding *first = &report->findings[at];
	size_t told = 0;
	for (; at < report->finding_count &&
	     is_same_check(first, &report->findings[at]);
	     at++) {
		const struct ls_finding *finding = &report->findings[at];
		if (finding->status == LS_FINDING_PASSED)
			continue;
		if (told == 0)
			put_glob(page, finding);
		if (told++ < MOST_OF_A_GLOB)
			put_finding(page, report, finding);
	}
	if (told > MOST_OF_A_GLOB)
		ls_out_format(page->out,
		    "      and %zu more of the same kind (--json has all)\n",
		    told - MOST_OF_A_GLOB);
	return at;
}

/* All that did not pass. */
static void
put_findings(struct ls_page *page, const struct ls_check_report *report)
{
	size_t at = 0;
	while (at < report->finding_count)
		at = put_alike(page, report, at);
}

static uint64_t
key_of(const struct ls_finding *finding)
{
	return ls_hash_bytes(finding->type, strlen(finding->type), 0);
}

/* Types of which something is told already. */
static void
gather_told(const struct ls_check_report *report, struct ls_map *told)
{
	for (size_t i = 0; i < report->finding_count; i++)
		if (report->findings[i].status != LS_FINDING_PASSED &&
		    !ls_map_put(told, key_of(&report->findings[i]), 1))
			return; /* it says "ok" of some key then, which is so */
}

static void
put_passed(struct ls_page *page, const struct ls_check_report *report)
{
	const char *last = NULL;
	struct ls_map told = { 0 };
	gather_told(report, &told);
	for (size_t i = 0; i < report->finding_count; i++) {
		const struct ls_finding *finding = &report->findings[i];
		if (finding->status != LS_FINDING_PASSED ||
		    (last && strcmp(last, finding->type) == 0) ||
		    ls_map_get(&told, key_of(finding)))
			continue;
		ls_out_text(page->out, last ? ", " : "ok    ");
		ls_text_name(page, page->out, finding->type);
		last = finding->type;
	}
	if (last)
		ls_out_char(page->out, '\n');
	ls_map_free(&told);
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
	uint64_t unread = ls_check_unread_count(report);
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
	if (report->elsewhere > 0)
		ls_out_format(page->out,
		    report->elsewhere == 1
			? "; %zu rule is for other machines"
			: "; %zu rules are for other machines",
		    report->elsewhere);
	if (unread > 0)
		ls_out_format(page->out,
		    unread == 1 ? "; %" PRIu64 " file could not be checked"
				: "; %" PRIu64 " files could not be checked",
		    unread);
	ls_out_text(page->out, ".\n");
}

const struct ls_check_renderer ls_check_text = {
	.name = "text",
	.help = "for a person",
	.write = write,
};
