/*
 * show.c - `layoutscope FILE [TYPE]...`: the layout of types.
 */
#include <string.h>

#include "cmd.h"

enum cmd_status
cmd_show(const struct cmd_options *options)
{
	if (options->reorganize || options->reorganize_steps)
		return cmd_suggest(options);
	struct cmd_work work;
	struct ls_error *err = cmd_work_open(options, &work);
	bool whole = work.selection.name_count == 0 && !options->regex;
	const char *format = work.page.format;
	/* A document of the whole program holds all there is. */
	if (whole && format && strcmp(format, "json") == 0)
		work.selection.with_hidden = true;
	if (!err && whole && (!format || strcmp(format, "text") == 0))
		err = ls_session_overview(work.session, &work.selection,
		    &work.page, work.output.file, work.notes);
	else if (!err)
		err = ls_session_show(work.session, &work.selection,
		    &work.page, work.output.file, work.notes);
	if (!err)
		err = cmd_work_commit(&work);
	cmd_work_close(&work);
	return err ? cmd_fail(err) : CMD_OK;
}
