/*
 * init.c - `layoutscope init FILE`: a layoutscope.yaml to start from.
 */
#include "cmd.h"

enum cmd_status
cmd_init(const struct cmd_options *options)
{
	const struct ls_open_options how = {
		.debug_file = options->debug_file,
		.debug_dirs = (const char *const *)options->debug_dirs.items,
		.reader = options->reader,
		.jobs = options->jobs,
	};
	struct cmd_output output = { 0 };
	struct ls_session *session = NULL;
	struct ls_error *err = options->operand_count == 1
	    ? ls_session_open(options->operands[0], &how, &session)
	    : ls_error_new(LS_ERROR_USAGE, "layoutscope init needs one FILE");
	if (!err)
		err = cmd_output_open(options->output, &output);
	if (!err)
		err = ls_session_init(session, output.file);
	if (!err)
		err = cmd_output_commit(&output);
	cmd_output_close(&output);
	ls_session_close(session);
	return err ? cmd_fail(err) : CMD_OK;
}
