/*
 * suggest.c - `layoutscope suggest FILE [TYPE]...`: smaller orders of members.
 */
#include "cmd.h"

enum cmd_status
cmd_suggest(const struct cmd_options *options)
{
	if (options->operand_count == 0)
		return cmd_fail(ls_error_new(
		    LS_ERROR_USAGE, "layoutscope suggest needs a FILE"));

	const struct ls_suggest_options suggest = {
		.keep = (const char *const *)options->keep.items,
		.max_moves = options->max_moves,
		.top = options->top,
		.min_saving_bytes = options->min_saving ? options->min_saving
							: 1,
		.with_aligned = options->aligned,
	};
	struct cmd_work work;
	struct ls_error *err = cmd_work_open(options, &work);
	if (!err)
		err = ls_session_suggest(work.session, &work.selection,
		    &suggest, &work.page, work.output.file, work.notes);
	if (!err)
		err = cmd_work_commit(&work);
	cmd_work_close(&work);
	return err ? cmd_fail(err) : CMD_OK;
}
