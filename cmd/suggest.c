/*
 * suggest.c - `layoutscope suggest FILE [TYPE]...`: smaller orders of members.
 */
#include "cmd.h"

static struct ls_error *
write(struct cmd_work *work, const struct ls_page_options *page, FILE *file,
    FILE *notes)
{
	const struct cmd_options *options = work->options;
	const struct ls_suggest_options suggest = {
		.keep = (const char *const *)options->keep.items,
		.hot = (const char *const *)options->hot.items,
		.allow_bitfields = options->allow != NULL,
		.max_moves = options->max_moves,
		.top = options->top,
		.min_saving_bytes = options->min_saving ? options->min_saving
							: 1,
		.cost = { options->weights, options->allocator },
		.with_aligned = options->aligned,
	};
	const struct ls_patch_options where = {
		.source_root = options->source_root,
		.path_maps = (const char *const *)options->path_maps.items,
	};
	if (options->patch)
		return ls_session_patch(work->session, &work->selection,
		    &suggest, &where, page, file, notes);
	return ls_session_suggest(
	    work->session, &work->selection, &suggest, page, file, notes);
}

enum cmd_status
cmd_suggest(const struct cmd_options *options)
{
	if (options->operand_count == 0)
		return cmd_fail(ls_error_new(
		    LS_ERROR_USAGE, "layoutscope suggest needs a FILE"));
	return cmd_work_run(options, write);
}
