/*
 * gitlab.c - findings as a Code Quality report of GitLab: one array.
 *
 * GitLab takes two entries of one fingerprint for one, and holds the
 * fingerprints of two branches against each other to say what is new: so
 * there are rule, machine, language and type in it, and neither lines nor
 * numbers.
 */
#include <inttypes.h>
#include <string.h>

#include "base/map.h"
#include "base/out.h"
#include "render/check.h"
#include "render/json_out.h"

/* 64-bit FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv: the same on every
 * machine, which a fingerprint has to be. */
static uint64_t
fnv(const char *text, uint64_t hash)
{
	for (; *text; text++) {
		hash ^= (unsigned char)*text;
		hash *= UINT64_C(0x100000001b3);
	}
	return hash;
}

/* 128 bits, so that no two of a program's types meet. */
static void
put_fingerprint(struct ls_json *json, struct ls_map *seen,
    const struct ls_finding *finding)
{
	struct ls_out text = { 0 }, hex = { 0 };
	ls_check_fingerprint(&text, seen, finding);
	const char *words = text.text ? text.text : "";
	uint64_t high = fnv(words, UINT64_C(0xcbf29ce484222325));
	uint64_t low = fnv(words, ls_mix(high));
	json->out->failed |= text.failed;
	ls_out_format(&hex, "%016" PRIx64 "%016" PRIx64, high, ls_mix(low));
	ls_json_string(json, "fingerprint", hex.text);
	ls_out_free(&text);
	ls_out_free(&hex);
}

static void
put_place(struct ls_json *json, const struct ls_place_row *place)
{
	ls_json_open(json, "location", '{');
	ls_json_string(json, "path", ls_check_path(place->file));
	ls_json_open(json, "lines", '{');
	ls_json_uint(json, "begin", place->line ? place->line : 1);
	ls_json_close(json);
	ls_json_close(json);
}

/* A merge request shows one line: what it is, and the first that explains. */
static void
put_description(struct ls_json *json, const struct ls_finding *finding)
{
	enum { MOST_REASONS = 2 };
	struct ls_out text = { 0 };
	const char *line = finding->details;
	/* what could not be read says so itself */
	if (*finding->target || *finding->pattern)
		ls_out_format(&text, "%s: ", finding->type);
	ls_out_text(&text, finding->message);
	for (int i = 0; i < MOST_REASONS && *line; i++) {
		size_t size = strcspn(line, "\n");
		bool has_stop = size > 0 && line[size - 1] == '.';
		ls_out_text(&text, "; ");
		ls_out_bytes(&text, line, size - has_stop);
		line += size + (line[size] == '\n');
	}
	ls_json_string(json, "description", text.text);
	ls_out_free(&text);
}

static void
put_finding(struct ls_json *json, struct ls_map *seen,
    const struct ls_finding *finding)
{
	struct ls_out text = { 0 };
	ls_json_open(json, NULL, '{');
	put_description(json, finding);
	ls_out_format(&text, "layoutscope/%s", finding->key);
	ls_json_string(json, "check_name", text.text);
	ls_out_free(&text);
	put_fingerprint(json, seen, finding);
	ls_json_string(
	    json, "severity", finding->is_warning ? "minor" : "major");
	put_place(json, &finding->at);
	ls_json_close(json);
}

/* It has no place for what could not be read but the file itself. */
static void
put_unread(struct ls_json *json, struct ls_map *seen,
    const struct ls_checked_input *input)
{
	const struct ls_finding finding = {
		.id = "unread",
		.key = "unread",
		.type = input->file,
		.pattern = "",
		.message = input->error,
		.details = "",
		.lang = "",
		.target = "",
		.at = { .file = input->file },
	};
	put_finding(json, seen, &finding);
}

static void
write(struct ls_page *page, const struct ls_check_report *report)
{
	struct ls_json json = { .out = page->out, .line_depth = 1 };
	struct ls_map seen = { 0 };
	ls_json_open(&json, NULL, '[');
	for (size_t i = 0; i < report->input_count; i++)
		if (report->inputs[i].error)
			put_unread(&json, &seen, &report->inputs[i]);
	for (size_t i = 0; i < report->finding_count; i++)
		if (report->findings[i].status != LS_FINDING_PASSED)
			put_finding(&json, &seen, &report->findings[i]);
	ls_json_close(&json);
	ls_out_char(page->out, '\n');
	ls_map_free(&seen);
}

const struct ls_check_renderer ls_check_gitlab = {
	.name = "gitlab",
	.help = "check, diff: a Code Quality report of GitLab",
	.write = write,
};
