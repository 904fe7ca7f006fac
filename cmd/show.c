/*
 * show.c - `layoutscope FILE [TYPE]...`: the layout of types.
 */
#include <string.h>

#include "cmd.h"

static struct ls_error *
write(struct cmd_work *work, const struct ls_page_options *page, FILE *file,
    FILE *notes)
{
	struct ls_selection selection = work->selection;
	bool whole = selection.name_count == 0 && !selection.regex;
	if (whole && (!page->format || strcmp(page->format, "text") == 0))
		return ls_session_overview(
		    work->session, &selection, page, file, notes);
	/* A document of the whole program holds all there is. */
	if (whole && strcmp(page->format, "json") == 0)
		selection.with_hidden = true;
	return ls_session_show(work->session, &selection, page, file, notes);
}

enum cmd_status
cmd_show(const struct cmd_options *options)
{
	if (options->reorganize || options->reorganize_steps)
		return cmd_suggest(options);
	if (options->contains || options->points_to || options->defined_in)
		return cmd_list(options);
	return cmd_work_run(options, write);
}
