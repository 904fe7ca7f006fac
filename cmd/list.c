/*
 * list.c - `layoutscope list FILE`: all types, ranked and filtered.
 */
#include <string.h>

#include "cmd.h"

enum cmd_status
cmd_list(const struct cmd_options *options)
{
	if (options->operand_count == 0)
		return cmd_fail(ls_error_new(
		    LS_ERROR_USAGE, "layoutscope list needs a FILE"));

	bool is_page = !options->json &&
	    (!options->format || strcmp(options->format, "text") == 0);
	/* pahole's habit: what is listed by size comes as the file has it. */
	bool in_file_order = options->sizes || options->packable;
	const struct ls_list_options list = {
		.sort = options->sort || in_file_order ? options->sort
						       : "saving,padding,size",
		.top = options->top,
		.sizes = options->sizes,
		.packable = options->packable,
		.separator = options->separator,
		.min_size_bytes = options->min_size,
		.min_saving_bytes = options->packable && !options->min_saving
		    ? 1
		    : options->min_saving,
		.min_holes = options->holes,
		.min_hole_bytes = options->hole_bytes,
		.min_bit_holes = options->bit_holes,
		/* of what a person reads; a program gets all */
		.aligned_apart = is_page && !options->sort &&
		    !in_file_order && !options->aligned,
	};
	struct cmd_work work;
	struct ls_error *err = cmd_work_open(options, &work);
	if (options->sizes && !options->all && !options->enums) {
		work.selection.structs = !options->unions;
		work.selection.unions = !options->structs;
	}
	if (!err)
		err = ls_session_list(work.session, &work.selection, &list,
		    &work.page, work.output.file, work.notes);
	if (!err)
		err = cmd_work_commit(&work);
	cmd_work_close(&work);
	return err ? cmd_fail(err) : CMD_OK;
}
