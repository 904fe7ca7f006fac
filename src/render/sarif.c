/*
 * sarif.c - findings as SARIF 2.1.0, for code scanning.
 *
 * The fingerprint names rule, machine, language and type, and neither lines
 * nor numbers, so that a finding stays the same one while code around it
 * moves.
 */
#include <string.h>

#include "base/out.h"
#include "render/check.h"
#include "render/json_out.h"

static void
put_text(struct ls_json *json, const char *key, const char *text)
{
	ls_json_open(json, key, '{');
	ls_json_string(json, "text", text);
	ls_json_close(json);
}

/* The first finding of each id stands for its rule. */
static bool
is_first(const struct ls_check_report *report, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(report->findings[i].id,
			report->findings[index].id) == 0)
			return false;
	return true;
}

static void
put_rules(struct ls_json *json, const struct ls_check_report *report)
{
	ls_json_open(json, "rules", '[');
	for (size_t i = 0; i < report->finding_count; i++) {
		const struct ls_finding *finding = &report->findings[i];
		if (!is_first(report, i))
			continue;
		ls_json_open(json, NULL, '{');
		ls_json_string(json, "id", finding->id);
		ls_json_string(json, "name", finding->key);
		put_text(json, "shortDescription", finding->title);
		put_text(json, "fullDescription", finding->help);
		put_text(json, "help",
		    "Run: layoutscope suggest FILE TYPE.  To accept, change "
		    "the rule in the gate file.");
		ls_json_open(json, "defaultConfiguration", '{');
		ls_json_string(json, "level", "error");
		ls_json_close(json);
		ls_json_close(json);
	}
	ls_json_close(json);
}

static void
put_location(struct ls_json *json, const struct ls_place_row *place)
{
	ls_json_open(json, "physicalLocation", '{');
	ls_json_open(json, "artifactLocation", '{');
	ls_json_uri(json, "uri", place->file);
	if (place->file[0] != '/')
		ls_json_string(json, "uriBaseId", "SRCROOT");
	ls_json_close(json);
	ls_json_open(json, "region", '{');
	ls_json_uint(json, "startLine", place->line ? place->line : 1);
	if (place->column)
		ls_json_uint(json, "startColumn", place->column);
	ls_json_close(json);
	ls_json_close(json);
}

static void
put_fingerprint(struct ls_json *json, const struct ls_finding *finding)
{
	struct ls_out out = { 0 };
	ls_out_format(&out, "%s:%s:%s:%s", finding->id, finding->target,
	    finding->lang, finding->type);
	ls_json_open(json, "partialFingerprints", '{');
	ls_json_string(json, "layoutscope/v1", out.text);
	ls_json_close(json);
	ls_out_free(&out);
}

static void
put_result(struct ls_json *json, const struct ls_finding *finding)
{
	struct ls_out text = { 0 };
	ls_out_format(&text, "%s: %s\n%s", finding->type, finding->message,
	    finding->details);
	ls_json_open(json, NULL, '{');
	ls_json_string(json, "ruleId", finding->id);
	ls_json_string(
	    json, "level", finding->is_warning ? "warning" : "error");
	put_text(json, "message", text.text ? text.text : "");
	ls_json_open(json, "locations", '[');
	ls_json_open(json, NULL, '{');
	put_location(json, &finding->at);
	ls_json_close(json);
	ls_json_close(json);
	put_fingerprint(json, finding);
	ls_json_close(json);
	ls_out_free(&text);
}

static void
put_invocation(struct ls_json *json, const struct ls_check_report *report)
{
	bool is_whole = true;
	for (size_t i = 0; i < report->input_count; i++)
		is_whole = is_whole && !report->inputs[i].error;
	ls_json_open(json, "invocations", '[');
	ls_json_open(json, NULL, '{');
	ls_json_bool(json, "executionSuccessful", is_whole);
	ls_json_open(json, "toolExecutionNotifications", '[');
	for (size_t i = 0; i < report->input_count; i++) {
		if (!report->inputs[i].error)
			continue;
		ls_json_open(json, NULL, '{');
		ls_json_string(json, "level", "error");
		put_text(json, "message", report->inputs[i].error);
		ls_json_close(json);
	}
	ls_json_close(json);
	ls_json_close(json);
	ls_json_close(json);
}

static void
put_tool(struct ls_json *json, const struct ls_check_report *report)
{
	ls_json_open(json, "tool", '{');
	ls_json_open(json, "driver", '{');
	ls_json_string(json, "name", "layoutscope");
	ls_json_string(json, "semanticVersion", report->tool_version);
	put_rules(json, report);
	ls_json_close(json);
	ls_json_close(json);
}

static void
write(struct ls_page *page, const struct ls_check_report *report)
{
	struct ls_json json = { .out = page->out, .line_depth = 4 };
	ls_json_open(&json, NULL, '{');
	ls_json_string(
	    &json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	ls_json_string(&json, "version", "2.1.0");
	ls_json_open(&json, "runs", '[');
	ls_json_open(&json, NULL, '{');
	put_tool(&json, report);
	put_invocation(&json, report);
	ls_json_string(&json, "columnKind", "utf16CodeUnits");
	ls_json_open(&json, "originalUriBaseIds", '{');
	ls_json_open(&json, "SRCROOT", '{');
	put_text(&json, "description", "the root of the sources");
	ls_json_close(&json);
	ls_json_close(&json);
	ls_json_open(&json, "results", '[');
	for (size_t i = 0; i < report->finding_count; i++)
		if (report->findings[i].status != LS_FINDING_PASSED)
			put_result(&json, &report->findings[i]);
	ls_json_close(&json);
	ls_json_close(&json);
	ls_json_close(&json);
	ls_json_close(&json);
	ls_out_char(page->out, '\n');
}

const struct ls_check_renderer ls_check_sarif = {
	.name = "sarif",
	.help = "SARIF 2.1.0, for code scanning",
	.write = write,
};
