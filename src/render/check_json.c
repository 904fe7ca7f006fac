/*
 * check_json.c - findings for a program: `results` of schema layoutscope/1.
 */
#include "base/out.h"
#include "render/check.h"
#include "render/json_out.h"

static void
put_place(
    struct ls_json *json, const char *key, const struct ls_place_row *place)
{
	if (!place->file && !place->line) {
		ls_json_null(json, key);
		return;
	}
	ls_json_open(json, key, '{');
	ls_json_string(json, "file", place->file);
	if (place->line)
		ls_json_uint(json, "line", place->line);
	if (place->column)
		ls_json_uint(json, "column", place->column);
	ls_json_close(json);
}

static const char *
status_word(enum ls_finding_status status)
{
	static const char *const words[] = {
		[LS_FINDING_PASSED] = "passed",
		[LS_FINDING_FAILED] = "failed",
		[LS_FINDING_UNMATCHED] = "unmatched",
		[LS_FINDING_AMBIGUOUS] = "ambiguous",
	};
	return words[status];
}

static void
put_finding(struct ls_json *json, const struct ls_finding *finding)
{
	ls_json_open(json, NULL, '{');
	ls_json_string(json, "rule", finding->id);
	ls_json_string(json, "key", finding->key);
	ls_json_string(
	    json, "level", finding->is_warning ? "warning" : "error");
	ls_json_string(json, "status", status_word(finding->status));
	ls_json_string(json, "type", finding->type);
	ls_json_string(json, "pattern", finding->pattern);
	ls_json_uint(json, "types", finding->type_count);
	if (finding->broken_count > 0)
		ls_json_uint(json, "types_broken", finding->broken_count);
	if (*finding->lang)
		ls_json_string(json, "lang", finding->lang);
	if (*finding->target)
		ls_json_string(json, "target", finding->target);
	if (*finding->file)
		ls_json_string(json, "file", finding->file);
	if (finding->more_files > 0)
		ls_json_uint(json, "more_files", finding->more_files);
	ls_json_string(json, "limit", *finding->limit ? finding->limit : NULL);
	ls_json_string(
	    json, "actual", *finding->actual ? finding->actual : NULL);
	ls_json_string(json, "message", finding->message);
	if (*finding->details)
		ls_json_string(json, "details", finding->details);
	if (finding->reason)
		ls_json_string(json, "reason", finding->reason);
	if (finding->accept)
		ls_json_string(json, "accept", finding->accept);
	put_place(json, "at", &finding->at);
	put_place(json, "rule_at", &finding->rule_at);
	ls_json_close(json);
}

static void
put_inputs(struct ls_json *json, const struct ls_check_report *report)
{
	ls_json_open(json, "inputs", '[');
	for (size_t i = 0; i < report->input_count; i++) {
		const struct ls_checked_input *input = &report->inputs[i];
		ls_json_open(json, NULL, '{');
		ls_json_string(json, "file", input->file);
		if (input->build_id)
			ls_json_string(json, "build_id", input->build_id);
		if (input->target)
			ls_json_string(json, "target", input->target);
		if (input->error)
			ls_json_string(json, "error", input->error);
		if (input->note)
			ls_json_string(json, "note", input->note);
		ls_json_close(json);
	}
	ls_json_close(json);
}

static void
write(struct ls_page *page, const struct ls_check_report *report)
{
	struct ls_json json = { .out = page->out, .line_depth = 2 };
	ls_json_open(&json, NULL, '{');
	ls_json_string(&json, "schema", "layoutscope/1");
	put_inputs(&json, report);
	ls_json_open(&json, "results", '[');
	for (size_t i = 0; i < report->finding_count; i++)
		put_finding(&json, &report->findings[i]);
	ls_json_close(&json);
	json.line_depth = 1;
	ls_json_open(&json, "summary", '{');
	ls_json_uint(&json, "rules", report->rule_count);
	ls_json_uint(&json, "passed", report->passed);
	ls_json_uint(&json, "failed", report->failed);
	ls_json_uint(&json, "warnings", report->warnings);
	ls_json_uint(&json, "unmatched", report->unmatched);
	ls_json_uint(&json, "ambiguous", report->ambiguous);
	ls_json_uint(&json, "rules_elsewhere", report->elsewhere);
	ls_json_close(&json);
	ls_json_close(&json);
	ls_out_char(page->out, '\n');
}

const struct ls_check_renderer ls_check_json = {
	.name = "json",
	.help = "one document, for programs",
	.write = write,
};
