/*
 * check_markdown.c - findings as a table, for a comment in a review and for
 * the summary of a job.
 *
 * The first line lets a script find the comment that it wrote before.  A
 * comment of GitHub may have 65,536 characters: rows end before that, and
 * the last one says how many more there are.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "render/check.h"
#include "render/escape.h"

enum { MOST_ROWS = 60, MOST_CELL_BYTES = 240, MOST_LINES = 3 };

static void
put_code(struct ls_out *out, const char *text)
{
	char *copy = ls_check_cut(text, strlen(text), MOST_CELL_BYTES);
	ls_escape_markdown_code(out, copy ? copy : "");
	free(copy);
}

static void
put_words(struct ls_out *out, const char *text, size_t size)
{
	char *copy = ls_check_cut(text, size, MOST_CELL_BYTES);
	ls_escape_markdown(out, copy ? copy : "");
	free(copy);
}

/* "56 → **72** (+16)" */
static void
put_growth(struct ls_out *out, const struct ls_measure *was,
    const struct ls_measure *now)
{
	uint64_t old = was->size_bytes, new = now->size_bytes;
	ls_out_format(out, "%" PRIu64 " → **%" PRIu64 "** (%c%" PRIu64 ")",
	    old, new, new > old ? '+' : '-',
	    new > old ? new - old : old - new);
}

static void
put_size(struct ls_out *out, const struct ls_finding *finding)
{
	const struct ls_measure *was = &finding->was, *now = &finding->now;
	if (!finding->has_now || !now->has_size)
		return;
	if (finding->has_was && was->has_size &&
	    was->size_bytes != now->size_bytes)
		put_growth(out, was, now);
	else
		ls_out_format(out, "%" PRIu64, now->size_bytes);
}

static void
put_lines(struct ls_out *out, const struct ls_finding *finding)
{
	if (!finding->has_now || !finding->now.has_size)
		return;
	if (finding->has_was && finding->was.has_size &&
	    finding->was.cachelines != finding->now.cachelines)
		ls_out_format(out, "%" PRIu64 " → ", finding->was.cachelines);
	ls_out_format(out, "%" PRIu64, finding->now.cachelines);
}

/* Of which file it is, where there are several. */
static void
put_files(struct ls_out *out, const struct ls_check_report *report,
    const struct ls_finding *finding, const char *before)
{
	if (report->input_count < 2 || !*finding->file)
		return;
	ls_out_text(out, before);
	put_words(out, finding->file, strlen(finding->file));
	if (finding->more_files > 0)
		ls_out_format(out, " and %" PRIu64 " more file%s",
		    finding->more_files, finding->more_files == 1 ? "" : "s");
}

/* What is said of it, then the first few lines of what explains it. */
static void
put_why(struct ls_out *out, const struct ls_check_report *report,
    const struct ls_finding *finding)
{
	const char *line = finding->details;
	put_words(out, finding->message, strlen(finding->message));
	put_files(out, report, finding, "<br>in ");
	for (size_t i = 0; *line && i < MOST_LINES; i++) {
		size_t size = strcspn(line, "\n");
		ls_out_text(out, "<br>");
		put_words(out, line, size);
		line += size + (line[size] == '\n');
	}
	if (finding->reason) {
		ls_out_text(out, "<br>");
		put_words(out, finding->reason, strlen(finding->reason));
	}
	if (finding->accept) {
		ls_out_text(out, "<br>To accept: ");
		put_code(out, finding->accept);
	}
}

static const char *
mark_of(const struct ls_finding *finding)
{
	if (finding->is_warning)
		return "⚠️";
	return finding->status == LS_FINDING_FAILED ? "❌" : "❓";
}

static void
put_finding(struct ls_out *out, const struct ls_check_report *report,
    const struct ls_finding *finding)
{
	ls_out_format(out, "| %s | ", mark_of(finding));
	put_code(out, finding->type);
	ls_out_text(out, " | ");
	put_size(out, finding);
	ls_out_format(out, " | %s", finding->key);
	if (*finding->limit) {
		ls_out_char(out, ' ');
		put_words(out, finding->limit, strlen(finding->limit));
	}
	ls_out_text(out, " | ");
	put_lines(out, finding);
	ls_out_text(out, " | ");
	put_why(out, report, finding);
	ls_out_text(out, " |\n");
}

static void
put_rows(struct ls_out *out, const struct ls_check_report *report)
{
	size_t count = 0;
	ls_out_text(out,
	    "\n| | type | size | limit | lines | why |\n"
	    "|---|---|---:|---:|---:|---|\n");
	for (size_t i = 0; i < report->input_count; i++) {
		const struct ls_checked_input *input = &report->inputs[i];
		if (!input->error || count++ >= MOST_ROWS)
			continue;
		ls_out_text(out, "| ❓ | ");
		put_code(out, input->file);
		ls_out_text(out, " | | | | ");
		put_words(out, input->error, strlen(input->error));
		ls_out_text(out, " |\n");
	}
	for (size_t i = 0; i < report->finding_count; i++)
		if (report->findings[i].status != LS_FINDING_PASSED &&
		    count++ < MOST_ROWS)
			put_finding(out, report, &report->findings[i]);
	if (count > MOST_ROWS)
		ls_out_format(
		    out, "\n%zu more are not shown.\n", count - MOST_ROWS);
}

static void
put_passed(struct ls_out *out, const struct ls_check_report *report)
{
	size_t count = 0;
	ls_out_format(out,
	    "\n<details><summary>%" PRIu64 " passed</summary>\n\n",
	    report->passed);
	for (size_t i = 0; i < report->finding_count; i++) {
		const struct ls_finding *finding = &report->findings[i];
		if (finding->status != LS_FINDING_PASSED ||
		    count++ >= MOST_ROWS)
			continue;
		ls_out_text(out, "- ");
		put_code(out, finding->type);
		ls_out_format(out, " %s", finding->key);
		if (*finding->limit) {
			ls_out_char(out, ' ');
			put_words(out, finding->limit, strlen(finding->limit));
		}
		put_files(out, report, finding, " in ");
		ls_out_char(out, '\n');
	}
	if (count > MOST_ROWS)
		ls_out_format(out, "- and %zu more\n", count - MOST_ROWS);
	ls_out_text(out, "\n</details>\n");
}

/* What became larger or smaller and may. */
static void
put_moved(struct ls_out *out, const struct ls_check_report *report)
{
	size_t count = report->moved_count;
	if (count == 0)
		return;
	ls_out_format(out,
	    "\n<details><summary>%zu other type%s changed, and no rule is "
	    "against it</summary>\n\n",
	    count, count == 1 ? "" : "s");
	for (size_t i = 0; i < count && i < MOST_ROWS; i++) {
		ls_out_text(out, "- ");
		put_code(out, report->moved[i].type);
		ls_out_char(out, ' ');
		put_growth(out, &report->moved[i].was, &report->moved[i].now);
		ls_out_char(out, '\n');
	}
	if (count > MOST_ROWS)
		ls_out_format(out, "- and %zu more\n", count - MOST_ROWS);
	ls_out_text(out, "\n</details>\n");
}

/* What to know of the findings of a file. */
static void
put_notes(struct ls_out *out, const struct ls_check_report *report)
{
	for (size_t i = 0; i < report->input_count; i++) {
		const struct ls_checked_input *input = &report->inputs[i];
		if (!input->note)
			continue;
		ls_out_text(out, "\n");
		put_code(out, input->file);
		ls_out_text(out, ": ");
		put_words(out, input->note, strlen(input->note));
		ls_out_char(out, '\n');
	}
}

static bool
is_new_target(const struct ls_check_report *report, size_t index)
{
	if (!report->inputs[index].target)
		return false;
	for (size_t i = 0; i < index; i++)
		if (report->inputs[i].target &&
		    strcmp(report->inputs[i].target,
			report->inputs[index].target) == 0)
			return false;
	return true;
}

/* "x86_64", or "arm_i386" of files for two machines. */
static void
put_targets(struct ls_out *out, const struct ls_check_report *report)
{
	const char *join = "";
	for (size_t i = 0; i < report->input_count; i++) {
		if (!is_new_target(report, i))
			continue;
		ls_out_text(out, join);
		ls_escape_markdown_mark(out, report->inputs[i].target);
		join = ".";
	}
	if (!*join)
		ls_out_text(out, "unknown");
}

/* ", base layout-baseline.json" */
static void
put_baselines(struct ls_out *out, const struct ls_check_report *report)
{
	const char *last = "", *join = ", base ";
	for (size_t i = 0; i < report->input_count; i++) {
		const char *baseline = report->inputs[i].baseline;
		if (!baseline || strcmp(baseline, last) == 0)
			continue;
		ls_out_text(out, join);
		put_words(out, baseline, strlen(baseline));
		last = baseline;
		join = ", ";
	}
}

static void
put_count(
    struct ls_out *out, const char **join, uint64_t count, const char *what)
{
	if (count == 0)
		return;
	ls_out_format(out, "%s%" PRIu64 " %s", *join, count, what);
	*join = ", ";
}

static void
put_heading(
    struct ls_out *out, const struct ls_check_report *report, uint64_t unread)
{
	const char *join = "";
	ls_out_text(out, "### layoutscope: ");
	put_count(out, &join, unread, "not read");
	put_count(out, &join, report->failed, "failed");
	put_count(out, &join, report->unmatched, "unmatched");
	put_count(out, &join, report->ambiguous, "ambiguous");
	put_count(out, &join, report->warnings,
	    report->warnings == 1 ? "warning" : "warnings");
	if (!*join)
		put_count(out, &join, report->passed, "passed");
	if (!*join)
		ls_out_text(out, "nothing was checked");
	ls_out_text(out, " (");
	put_targets(out, report);
	put_baselines(out, report);
	ls_out_text(out, ")\n");
}

static void
write(struct ls_page *page, const struct ls_check_report *report)
{
	struct ls_out *out = page->out;
	uint64_t unread = ls_check_unread_count(report);
	ls_out_text(out, "<!-- layoutscope:");
	put_targets(out, report);
	ls_out_text(out, " -->\n");
	put_heading(out, report, unread);
	if (unread + report->failed + report->warnings + report->unmatched +
		report->ambiguous >
	    0)
		put_rows(out, report);
	put_notes(out, report);
	put_moved(out, report);
	if (report->passed > 0)
		put_passed(out, report);
}

const struct ls_check_renderer ls_check_markdown = {
	.name = "markdown",
	.help = "a table for a comment in a review",
	.write = write,
};
