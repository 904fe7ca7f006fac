/*
 * show.c - `layoutscope FILE [TYPE]...`: the layout of types.
 */
#include "cmd.h"

enum cmd_status
cmd_show(const struct cmd_options *options)
{
	if (options->reorganize || options->reorganize_steps)
		return cmd_suggest(options);
	struct cmd_work work;
	struct ls_error *err = cmd_work_open(options, &work);
	/* A document of the whole program holds all there is. */
	if (work.selection.name_count == 0 && !options->regex && options->json)
		work.selection.with_hidden = true;
	if (!err)
		err = ls_session_show(work.session, &work.selection,
		    &work.page, work.output.file, work.notes);
	if (!err)
		err = cmd_work_commit(&work);
	cmd_work_close(&work);
	return err ? cmd_fail(err) : CMD_OK;
}
