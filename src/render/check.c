/*
 * check.c - the list of those who write findings.
 */
#include "render/check.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "base/out.h"
#include "base/utf8.h"

static const struct ls_check_renderer *const renderers[] = {
	&ls_check_text,
	&ls_check_json,
	&ls_check_markdown,
	&ls_check_github,
	&ls_check_gitlab,
	&ls_check_sarif,
	&ls_check_junit,
	&ls_check_tap,
};

const struct ls_check_renderer *
ls_check_renderer_at(size_t index)
{
	size_t count = sizeof(renderers) / sizeof(renderers[0]);
	return index < count ? renderers[index] : NULL;
}

const struct ls_check_renderer *
ls_check_renderer_by_name(const char *name)
{
	for (size_t i = 0; ls_check_renderer_at(i); i++)
		if (strcmp(renderers[i]->name, name) == 0)
			return renderers[i];
	return NULL;
}

uint64_t
ls_check_unread_count(const struct ls_check_report *report)
{
	uint64_t count = 0;
	for (size_t i = 0; i < report->input_count; i++)
		count += report->inputs[i].error != NULL;
	return count;
}

void
ls_check_fingerprint(
    struct ls_out *out, struct ls_map *seen, const struct ls_finding *finding)
{
	size_t start = out->size;
	ls_out_format(out, "%s:%s:%s:%s", finding->id, finding->target,
	    finding->lang, finding->type);
	if (!out->text)
		return;
	uint64_t key = ls_hash_bytes(out->text + start, out->size - start, 0);
	const uint64_t *before = ls_map_get(seen, key);
	uint64_t count = before ? *before + 1 : 1;
	if (count > 1)
		ls_out_format(out, ":%" PRIu64, count);
	if (!ls_map_put(seen, key, count))
		out->failed = true;
}

void
ls_check_put_lines(struct ls_out *out, const struct ls_check_report *report,
    const struct ls_finding *finding)
{
	const struct ls_place_row *at = &finding->value_at;
	if (report->input_count > 1 && *finding->file) {
		ls_out_format(out, "in %s", finding->file);
		if (finding->more_files > 0)
			ls_out_format(out, " and %" PRIu64 " more file%s",
			    finding->more_files,
			    finding->more_files == 1 ? "" : "s");
		ls_out_char(out, '\n');
	}
	ls_out_text(out, finding->details);
	if (finding->reason)
		ls_out_format(out, "why the limit: %s\n", finding->reason);
	if (!finding->accept)
		return;
	ls_out_format(out, "To accept: %s", finding->accept);
	if (finding->is_accept_rule)
		ls_out_text(out, " as a rule of its own");
	else if (!finding->is_accept_option)
		ls_out_format(out, " at %s:%" PRIu32, at->file, at->line);
	ls_out_char(out, '\n');
}

char *
ls_check_cut(const char *text, size_t size, size_t most)
{
	size_t kept = 0;
	if (size <= most)
		return strndup(text, size);
	while (kept < most) {
		uint32_t code;
		kept += ls_utf8_next(text + kept, &code);
	}
	char *copy;
	return asprintf(&copy, "%.*s...", (int)kept, text) < 0 ? NULL : copy;
}

const char *
ls_check_path(const char *path)
{
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	return path;
}
