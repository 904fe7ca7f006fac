/*
 * diff.c - `layoutscope diff OLD NEW`: what changed.
 */
#include "cmd.h"

static struct ls_error *
write_diff(const struct cmd_options *options, struct ls_session *old,
    struct ls_session *new, bool *is_failed)
{
	const struct ls_diff_options how = {
		.fail_on = (const char *const *)options->fail_on.items,
		.any = options->exit_code,
		.with_hidden = options->all,
	};
	struct ls_page_options page = {
		.format = options->json ? "json" : options->format,
	};
	struct cmd_output output;
	struct ls_error *err = cmd_output_open(options->output, &output);
	if (err)
		return err;
	cmd_look(options, output.file, &page);
	err = ls_session_diff(old, new, &how, &page, output.file, is_failed);
	if (!err)
		err = cmd_output_commit(&output);
	cmd_output_close(&output);
	return err;
}

enum cmd_status
cmd_diff(const struct cmd_options *options)
{
	const struct ls_open_options how = {
		.debug_dirs = (const char *const *)options->debug_dirs.items,
		.reader = options->reader,
		.jobs = options->jobs,
	};
	struct ls_session *old = NULL, *new = NULL;
	bool is_failed = false;
	if (options->operand_count != 2)
		return cmd_fail(ls_error_new(
		    LS_ERROR_USAGE, "layoutscope diff needs OLD and NEW"));
	struct ls_error *err = ls_session_open(
	    options->operands[0], &how, &old);
	if (!err)
		err = ls_session_open(options->operands[1], &how, &new);
	if (!err)
		err = write_diff(options, old, new, &is_failed);
	ls_session_close(old);
	ls_session_close(new);
	if (err)
		return cmd_fail(err);
	return is_failed ? CMD_FINDING : CMD_OK;
}
