/*
 * check.c - `layoutscope check FILE...`: rules, and whether they hold.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

static bool
writes_baseline(const struct cmd_options *options)
{
	return options->save_baseline || options->update_baseline.count > 0;
}

/* What became of all files together. */
struct outcome {
	enum cmd_status status;
	size_t file_count;
	size_t no_types_count; /* of those, that have none */
	bool is_output_input;  /* nothing is to be written */
};

/* The baseline that the gate file names is an input too. */
static struct ls_error *
keep_baseline(const struct cmd_options *options, struct ls_check *check,
    struct ls_session *session, struct outcome *ret)
{
	char *path = NULL;
	struct ls_error *err = ls_check_baseline_path(check, session, &path);
	if (err) { /* there is none; who needs it says so */
		ls_error_free(err);
		return NULL;
	}
	err = cmd_input_keep(options, path);
	ret->is_output_input |= err != NULL;
	free(path);
	return err;
}

static struct ls_error *
open_check(const struct cmd_options *options, struct outcome *outcome,
    char **path, struct ls_check **ret)
{
	bool has_rules = options->rules.count > 0;
	if (options->budget)
		*path = strdup(options->budget);
	else if (!has_rules)
		*path = cmd_find_gate_file();
	if (!*path && !has_rules &&
	    !(writes_baseline(options) && options->baseline))
		return ls_error_detail(
		    ls_error_detail(ls_error_new(LS_ERROR_USAGE,
					"no %s here or above, up to the root "
					"of the repository",
					cmd_gate_file),
			"hint: --budget=FILE names one"),
		    "hint: --rule='struct conn: {max_size: 64}' is one rule");
	struct ls_error *err = cmd_input_keep(options, *path);
	outcome->is_output_input = err != NULL;
	if (err)
		return err;
	const struct ls_check_options how = {
		.rules_file = *path,
		.rules = (const char *const *)options->rules.items,
		.baseline = options->baseline,
	};
	return ls_check_open(&how, ret);
}

/* One file more; what goes wrong is told, and the others go on. */
static void
check_file(const struct cmd_options *options, const char *path,
    struct ls_check *check, struct outcome *ret)
{
	const struct ls_open_options how = {
		.debug_dirs = (const char *const *)options->debug_dirs.items,
		.reader = options->reader,
		.jobs = options->jobs,
	};
	struct ls_session *session = NULL;
	struct ls_error *err = cmd_session_open(options, path, &how, &session);
	if (err) {
		ret->no_types_count += err->code == LS_ERROR_NO_TYPES;
		struct ls_error *more = ls_check_unread(
		    check, path, err->text);
		if (more)
			ret->status = cmd_worse(ret->status, cmd_fail(more));
	} else {
		err = keep_baseline(options, check, session, ret);
		if (!err)
			err = ls_check_file(check, session);
		ls_session_close(session);
	}
	if (err)
		ret->status = cmd_worse(ret->status, cmd_fail(err));
}

static enum cmd_status
status_of(enum ls_check_result result, bool warn_only)
{
	switch (result) {
	case LS_CHECK_HELD:
		return CMD_OK;
	case LS_CHECK_BROKEN:
		return warn_only ? CMD_OK : CMD_FINDING;
	case LS_CHECK_UNMEASURED:
		return CMD_NO_MATCH;
	}
	return CMD_INTERNAL;
}

static struct ls_page_options
page_of(const struct cmd_options *options)
{
	return (struct ls_page_options){
		.format = options->format,
	};
}

static struct ls_error *
write_findings(void *context, const struct ls_page_options *page, FILE *file)
{
	return ls_check_write(context, page, file);
}

/* The page, those of --report, and what GitHub Actions gets. */
static enum cmd_status
write_pages(const struct cmd_options *options, struct ls_check *check)
{
	const struct cmd_writer writer = { page_of(options), write_findings,
		check };
	struct ls_error *err = cmd_page_write(options, &writer);
	enum cmd_status status = err ? cmd_fail(err) : CMD_OK;
	status = cmd_worse(status, cmd_reports_write(options, &writer));
	return cmd_worse(status, cmd_github_write(options, &writer));
}

static void
check_files(const struct cmd_options *options, struct ls_check *check,
    struct outcome *ret)
{
	for (size_t i = 0; i < options->operand_count && !ret->is_output_input;
	     i++) {
		if (ls_check_is_met(check, options->operands[i]))
			continue;
		ret->file_count++;
		check_file(options, options->operands[i], check, ret);
	}
}

/*
 * --exit-skip is for a build without -g, which has nothing to measure.  One
 * file with types, or any other fault, and the status is what it is.
 */
static enum cmd_status
final_status(const struct cmd_options *options, const struct outcome *outcome)
{
	if (options->exit_skip && outcome->status == CMD_INPUT &&
	    outcome->no_types_count == outcome->file_count) {
		cmd_note("nothing was measured, and --exit-skip is given");
		return (enum cmd_status)options->exit_skip;
	}
	return outcome->status;
}

static struct ls_error *
check_words(const struct cmd_options *options)
{
	if (options->operand_count == 0)
		return ls_error_new(
		    LS_ERROR_USAGE, "layoutscope check needs a FILE");
	if (writes_baseline(options) &&
	    (options->output || options->reports.count > 0))
		return ls_error_detail(
		    ls_error_new(LS_ERROR_USAGE,
			"a baseline is written where --baseline or the gate "
			"file says, and no page beside it"),
		    "hint: --save-baseline --baseline=FILE");
	if (options->exit_skip > 255)
		return ls_error_new(LS_ERROR_USAGE,
		    "--exit-skip: '%u' is not a status from 1 to 255",
		    options->exit_skip);
	return cmd_formats_check(options, LS_PAGES_FINDINGS);
}

enum cmd_status
cmd_check(const struct cmd_options *options)
{
	char *path = NULL;
	struct ls_check *check = NULL;
	enum ls_check_result result;
	struct outcome outcome = { CMD_OK, 0, 0, false };
	struct ls_error *err = check_words(options);
	if (err)
		return cmd_fail(err);

	err = open_check(options, &outcome, &path, &check);
	if (!err && writes_baseline(options)) {
		err = cmd_write_baselines(options, check);
		ls_check_close(check);
		free(path);
		return err ? cmd_fail(err) : CMD_OK;
	}
	if (!err) {
		check_files(options, check, &outcome);
		err = ls_check_finish(check, &result);
	}
	if (err && outcome.is_output_input) {
		outcome.status = cmd_fail(err);
	} else if (err) {
		outcome.status = cmd_worse(outcome.status,
		    cmd_fail_pages(options, "layoutscope check", err));
	} else if (!outcome.is_output_input) {
		enum cmd_status written = write_pages(options, check);
		outcome.status = cmd_worse(
		    outcome.status, status_of(result, options->warn_only));
		outcome.status = cmd_worse(outcome.status, written);
	}
	ls_check_close(check);
	free(path);
	return final_status(options, &outcome);
}
