/*
 * baseline.c - `layoutscope check --save-baseline` and `--update-baseline`.
 *
 * The files that share a baseline are written into one.  Where CI is set in
 * the environment nothing is written: a gate that changes its own measure
 * measures nothing.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cmd.h"

static bool
is_ci(void)
{
	const char *ci = getenv("CI");
	return ci && *ci && strcmp(ci, "false") != 0 && strcmp(ci, "0") != 0;
}

/* One baseline, and the files that are in it. */
struct group {
	const char *path;
	struct ls_session **sessions;
	size_t count;
};

/* What is there and is no document is somebody's mistake in a name: it stays
 * as it is. */
static struct ls_error *
check_document(const char *path)
{
	FILE *file = fopen(path, "r");
	int first = file ? getc(file) : EOF;
	while (first == ' ' || first == '\t' || first == '\r' || first == '\n')
		first = getc(file);
	if (file)
		fclose(file);
	if (first == '{' || first == EOF)
		return NULL;
	return ls_error_detail(
	    ls_error_new(LS_ERROR_USAGE,
		"baseline: %s is there and no baseline: it is not written over",
		path),
	    "hint: --baseline=layout-baseline.json");
}

static struct ls_error *
open_old(const struct cmd_options *options, const char *path,
    struct ls_session **ret)
{
	const struct ls_open_options how = { 0 };
	struct stat there;
	bool is_file = stat(path, &there) == 0 && S_ISREG(there.st_mode);
	if (!is_file && options->update_baseline.count == 0)
		return NULL;
	struct ls_error *err = is_file ? check_document(path) : NULL;
	if (err)
		return err;
	err = ls_session_open(path, &how, ret);
	if (err && options->update_baseline.count == 0) {
		/* What is saved anew need not have been good. */
		ls_error_free(err);
		return NULL;
	}
	if (!err)
		return NULL;
	struct ls_error *told = ls_error_detail(
	    ls_error_new(LS_ERROR_USAGE, "baseline: %s", err->text),
	    "hint: --save-baseline writes one");
	ls_error_free(err);
	return told;
}

/* Names to accept; none: all of them. */
static const char *const *
accepted(const struct cmd_options *options)
{
	const struct cmd_list *list = &options->update_baseline;
	return list->count > 0 && list->items[0][0]
	    ? (const char *const *)list->items
	    : NULL;
}

static void
tell(const char *path, const struct ls_baseline_counts *counts)
{
	char *text;
	if (asprintf(&text, "%s: %zu type%s (%zu new, %zu changed, %zu gone)",
		path, counts->types, counts->types == 1 ? "" : "s",
		counts->added, counts->changed, counts->removed) < 0)
		return;
	cmd_note(text);
	free(text);
}

static struct ls_error *
write_group(const struct cmd_options *options, struct ls_check *check,
    const struct group *group)
{
	struct cmd_output output = { 0 };
	struct ls_baseline_counts counts;
	struct ls_baseline_options how = {
		.sessions = group->sessions,
		.session_count = group->count,
		.accept = accepted(options),
	};
	struct ls_error *err = cmd_operands_keep(options, group->path);
	if (!err)
		err = open_old(options, group->path, &how.old);
	if (!err)
		err = cmd_output_open(group->path, &output);
	if (!err)
		err = ls_check_write_baseline(
		    check, &how, output.file, &counts);
	if (!err)
		err = cmd_output_commit(&output);
	if (!err && !options->quiet)
		tell(group->path, &counts);
	cmd_output_close(&output);
	ls_session_close(how.old);
	return err;
}

/* Those from `first` on whose baseline is the same as its own. */
static struct ls_error *
write_from(const struct cmd_options *options, struct ls_check *check,
    struct ls_session **sessions, char **paths, size_t first)
{
	size_t count = options->operand_count;
	for (size_t i = 0; i < first; i++)
		if (strcmp(paths[i], paths[first]) == 0)
			return NULL; /* it is in that one's */
	struct group group = { .path = paths[first],
		.sessions = calloc(count, sizeof(*group.sessions)) };
	if (!group.sessions)
		return &ls_error_nomem;
	for (size_t i = first; i < count; i++)
		if (strcmp(paths[i], paths[first]) == 0)
			group.sessions[group.count++] = sessions[i];
	struct ls_error *err = write_group(options, check, &group);
	free(group.sessions);
	return err;
}

static struct ls_error *
open_files(const struct cmd_options *options, struct ls_check *check,
    struct ls_session **sessions, char **paths)
{
	const struct ls_open_options how = {
		.debug_dirs = (const char *const *)options->debug_dirs.items,
		.reader = options->reader,
		.jobs = options->jobs,
	};
	for (size_t i = 0; i < options->operand_count; i++) {
		struct ls_error *err = cmd_session_open(
		    options, options->operands[i], &how, &sessions[i]);
		if (!err)
			err = ls_check_baseline_path(
			    check, sessions[i], &paths[i]);
		if (err)
			return err;
	}
	return NULL;
}

struct ls_error *
cmd_write_baselines(const struct cmd_options *options, struct ls_check *check)
{
	size_t count = options->operand_count;
	if (is_ci())
		return ls_error_detail(
		    ls_error_new(LS_ERROR_USAGE,
			"CI is set, and CI writes no baseline"),
		    "hint: write it where it is looked at, and commit it");
	struct ls_session **sessions = calloc(count, sizeof(*sessions));
	char **paths = calloc(count, sizeof(*paths));
	struct ls_error *err = sessions && paths
	    ? open_files(options, check, sessions, paths)
	    : &ls_error_nomem;
	for (size_t i = 0; i < count && !err; i++)
		err = write_from(options, check, sessions, paths, i);
	for (size_t i = 0; i < count; i++) {
		if (sessions)
			ls_session_close(sessions[i]);
		if (paths)
			free(paths[i]);
	}
	free(sessions);
	free(paths);
	return err;
}
