/*
 * sarif.c - findings as SARIF 2.1.0, for code scanning.
 *
 * The fingerprint names rule, machine, language and type, and neither lines
 * nor numbers, so that a finding stays the same one while code around it
 * moves.
 */
#include <ctype.h>
#include <string.h>

#include "base/map.h"
#include "base/out.h"
#include "render/check.h"
#include "render/json_out.h"

enum {
	MOST_RESULTS = 25000, /* GitHub refuses a run that has more */
	MOST_RULES = 64,      /* an id for each key that judges, LS000 */
};

static void
put_text(struct ls_json *json, const char *key, const char *text)
{
	ls_json_open(json, key, '{');
	ls_json_string(json, "text", text);
	ls_json_close(json);
}

/* The first finding of each id stands for its rule. */
struct rules {
	const struct ls_finding *first[MOST_RULES];
	size_t count;
};

/* Where the rule of a finding stands; the count: nowhere. */
static size_t
rule_index(const struct rules *rules, const char *id)
{
	size_t index = 0;
	while (
	    index < rules->count && strcmp(rules->first[index]->id, id) != 0)
		index++;
	return index;
}

static void
gather_rules(const struct ls_check_report *report, struct rules *rules)
{
	for (size_t i = 0; i < report->finding_count; i++) {
		const struct ls_finding *finding = &report->findings[i];
		if (rule_index(rules, finding->id) == rules->count &&
		    rules->count < MOST_RULES)
			rules->first[rules->count++] = finding;
	}
}

/* "max_size" is "MaxSize", "lost-niche" "LostNiche": SARIF wants a name that reads like a word. */
static void
put_name(struct ls_json *json, const char *key)
{
	struct ls_out name = { 0 };
	for (bool is_first_letter = true; *key; key++) {
		bool is_join = *key == '_' || *key == '-';
		if (!is_join)
			ls_out_char(&name,
			    is_first_letter ? (char)toupper(*key) : *key);
		is_first_letter = is_join;
	}
	ls_json_string(json, "name", name.text);
	ls_out_free(&name);
}

static void
put_help(struct ls_json *json, bool is_diff)
{
	if (is_diff) {
		ls_json_open(json, "help", '{');
		ls_json_string(
		    json, "text", "Run: layoutscope diff OLD NEW TYPE.");
		ls_json_string(
		    json, "markdown", "Run `layoutscope diff OLD NEW TYPE`.");
		ls_json_close(json);
		return;
	}
	ls_json_open(json, "help", '{');
	ls_json_string(json, "text",
	    "Run: layoutscope suggest FILE TYPE.  To accept, change the rule "
	    "in the gate file.");
	ls_json_string(json, "markdown",
	    "Run `layoutscope suggest FILE TYPE`.  To accept, change the rule "
	    "in the gate file.");
	ls_json_close(json);
}

static void
put_rule(struct ls_json *json, const struct ls_finding *finding, bool is_diff)
{
	ls_json_open(json, NULL, '{');
	ls_json_string(json, "id", finding->id);
	put_name(json, finding->key);
	put_text(json, "shortDescription", finding->title);
	put_text(json, "fullDescription", finding->help);
	put_help(json, is_diff);
	ls_json_open(json, "defaultConfiguration", '{');
	ls_json_string(json, "level", "error");
	ls_json_close(json);
	ls_json_open(json, "properties", '{');
	ls_json_string(json, "precision", "very-high");
	ls_json_string(json, "problem.severity", "error");
	ls_json_open(json, "tags", '[');
	ls_json_string(json, NULL, "performance");
	ls_json_string(json, NULL, "memory-layout");
	ls_json_close(json);
	ls_json_close(json);
	ls_json_close(json);
}

static void
put_rules(struct ls_json *json, const struct rules *rules, bool is_diff)
{
	ls_json_open(json, "rules", '[');
	for (size_t i = 0; i < rules->count; i++)
		put_rule(json, rules->first[i], is_diff);
	ls_json_close(json);
}

static void
put_location(struct ls_json *json, const struct ls_place_row *place)
{
	ls_json_open(json, "physicalLocation", '{');
	ls_json_open(json, "artifactLocation", '{');
	ls_json_uri(json, "uri", ls_check_path(place->file));
	if (place->file[0] != '/')
		ls_json_string(json, "uriBaseId", "SRCROOT");
	ls_json_close(json);
	ls_json_open(json, "region", '{');
	ls_json_uint(json, "startLine", place->line ? place->line : 1);
	if (place->line && place->column)
		ls_json_uint(json, "startColumn", place->column);
	ls_json_close(json);
	ls_json_close(json);
}

static void
put_fingerprint(struct ls_json *json, struct ls_map *seen,
    const struct ls_finding *finding)
{
	struct ls_out out = { 0 };
	ls_check_fingerprint(&out, seen, finding);
	json->out->failed |= out.failed;
	ls_json_open(json, "partialFingerprints", '{');
	ls_json_string(json, "layoutscope/v1", out.text);
	ls_json_close(json);
	ls_out_free(&out);
}

static void
put_related(struct ls_json *json, unsigned id, const char *what,
    const struct ls_place_row *place)
{
	ls_json_open(json, NULL, '{');
	ls_json_uint(json, "id", id);
	put_text(json, "message", what);
	put_location(json, place);
	ls_json_close(json);
}

/* The type and the rule, beside the member that is shown. */
static void
put_relateds(struct ls_json *json, const struct ls_finding *finding)
{
	ls_json_open(json, "relatedLocations", '[');
	if (finding->type_at.file)
		put_related(json, 1, finding->type, &finding->type_at);
	/* a rule of the command line is in no file */
	if (finding->rule_at.file &&
	    strcmp(finding->rule_at.file, "--rule") != 0)
		put_related(json, 2, "the rule", &finding->rule_at);
	ls_json_close(json);
}

static void
put_numbers(struct ls_json *json, const struct ls_finding *finding)
{
	ls_json_open(json, "properties", '{');
	if (*finding->actual)
		ls_json_string(json, "actual", finding->actual);
	if (*finding->limit)
		ls_json_string(json, "limit", finding->limit);
	if (finding->has_now && finding->now.has_size)
		ls_json_uint(json, "size_bytes", finding->now.size_bytes);
	if (finding->has_was && finding->was.has_size)
		ls_json_uint(json, "baseline_bytes", finding->was.size_bytes);
	ls_json_close(json);
}

static void
put_result(struct ls_json *json, const struct rules *rules,
    struct ls_map *seen, const struct ls_check_report *report,
    const struct ls_finding *finding)
{
	struct ls_out text = { 0 };
	ls_out_format(&text, "%s: %s\n", finding->type, finding->message);
	ls_check_put_lines(&text, report, finding);
	ls_json_open(json, NULL, '{');
	ls_json_string(json, "ruleId", finding->id);
	ls_json_uint(json, "ruleIndex", rule_index(rules, finding->id));
	ls_json_string(
	    json, "level", finding->is_warning ? "warning" : "error");
	put_text(json, "message", text.text ? text.text : "");
	ls_json_open(json, "locations", '[');
	ls_json_open(json, NULL, '{');
	put_location(json, &finding->at);
	ls_json_close(json);
	ls_json_close(json);
	put_relateds(json, finding);
	put_fingerprint(json, seen, finding);
	put_numbers(json, finding);
	ls_json_close(json);
	ls_out_free(&text);
}

static void
put_notification(struct ls_json *json, const char *level, const char *text)
{
	ls_json_open(json, NULL, '{');
	ls_json_string(json, "level", level);
	put_text(json, "message", text);
	ls_json_close(json);
}

static size_t
broken_count(const struct ls_check_report *report)
{
	size_t count = 0;
	for (size_t i = 0; i < report->finding_count; i++)
		count += report->findings[i].status != LS_FINDING_PASSED;
	return count;
}

static void
put_invocation(struct ls_json *json, const struct ls_check_report *report)
{
	bool is_whole = ls_check_unread_count(report) == 0;
	ls_json_open(json, "invocations", '[');
	ls_json_open(json, NULL, '{');
	ls_json_bool(json, "executionSuccessful", is_whole);
	ls_json_open(json, "toolExecutionNotifications", '[');
	for (size_t i = 0; i < report->input_count; i++) {
		if (!report->inputs[i].error)
			continue;
		put_notification(json, "error", report->inputs[i].error);
	}
	if (broken_count(report) > MOST_RESULTS)
		put_notification(json, "warning",
		    "There are more than 25000 findings; the others are left "
		    "out.");
	ls_json_close(json);
	ls_json_close(json);
	ls_json_close(json);
}

static void
put_tool(struct ls_json *json, const struct ls_check_report *report,
    const struct rules *rules)
{
	ls_json_open(json, "tool", '{');
	ls_json_open(json, "driver", '{');
	ls_json_string(json, "name", "layoutscope");
	ls_json_string(json, "semanticVersion", report->tool_version);
	put_rules(json, rules, report->is_diff);
	ls_json_close(json);
	ls_json_close(json);
}

/* What tells the runs of one commit apart: what was done, their machine. */
static void
put_automation(struct ls_json *json, const struct ls_check_report *report)
{
	struct ls_out id = { 0 };
	const char *target = report->input_count > 0 ? report->inputs[0].target
						     : NULL;
	ls_out_format(&id, "layoutscope/%s%s/", report->is_diff ? "diff/" : "",
	    target ? target : "unknown");
	ls_json_open(json, "automationDetails", '{');
	ls_json_string(json, "id", id.text);
	ls_json_close(json);
	ls_out_free(&id);
}

static void
put_results(struct ls_json *json, const struct ls_check_report *report,
    const struct rules *rules)
{
	size_t count = 0;
	struct ls_map seen = { 0 };
	ls_json_open(json, "results", '[');
	for (size_t i = 0; i < report->finding_count; i++)
		if (report->findings[i].status != LS_FINDING_PASSED &&
		    count++ < MOST_RESULTS)
			put_result(
			    json, rules, &seen, report, &report->findings[i]);
	ls_json_close(json);
	ls_map_free(&seen);
}

static void
write(struct ls_page *page, const struct ls_check_report *report)
{
	struct ls_json json = { .out = page->out, .line_depth = 4 };
	struct rules rules = { .count = 0 };
	gather_rules(report, &rules);
	ls_json_open(&json, NULL, '{');
	ls_json_string(
	    &json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	ls_json_string(&json, "version", "2.1.0");
	ls_json_open(&json, "runs", '[');
	ls_json_open(&json, NULL, '{');
	put_tool(&json, report, &rules);
	put_invocation(&json, report);
	put_automation(&json, report);
	ls_json_string(&json, "columnKind", "utf16CodeUnits");
	ls_json_open(&json, "originalUriBaseIds", '{');
	ls_json_open(&json, "SRCROOT", '{');
	put_text(&json, "description", "the root of the sources");
	ls_json_close(&json);
	ls_json_close(&json);
	put_results(&json, report, &rules);
	ls_json_close(&json);
	ls_json_close(&json);
	ls_json_close(&json);
	ls_out_char(page->out, '\n');
}

const struct ls_check_renderer ls_check_sarif = {
	.name = "sarif",
	.help = "check, diff: SARIF 2.1.0, for code scanning",
	.write = write,
};
