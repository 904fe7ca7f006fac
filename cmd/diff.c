/*
 * diff.c - `layoutscope diff OLD NEW`: what changed.
 */
#include <stdlib.h>

#include "cmd.h"

/* The two sides, and whether the change was one to fail on. */
struct sides {
	const struct cmd_options *options;
	const char **names; /* of types, as operands and with --type */
	struct ls_session *old, *new;
	FILE *notes; /* NULL: nobody wants any, or they are told already */
	bool is_failed;
};

static struct ls_error *
write_diff(void *context, const struct ls_page_options *page, FILE *file)
{
	struct sides *sides = context;
	struct ls_selection selection = cmd_selection(sides->options);
	selection.names = sides->names;
	selection.name_count = sides->options->operand_count - 2 +
	    sides->options->types.count;
	const struct ls_diff_options how = {
		.selection = &selection,
		.sort = sides->options->sort,
		.fail_on = (const char *const *)sides->options->fail_on.items,
		.any = sides->options->exit_code,
		.notes = sides->notes,
	};
	return ls_session_diff(
	    sides->old, sides->new, &how, page, file, &sides->is_failed);
}

/* Of several pages the first alone tells notes. */
static struct ls_error *
write_first(
    struct sides *sides, const struct ls_page_options *page, FILE *file)
{
	char *lines = NULL;
	size_t size;
	if (!sides->options->quiet)
		sides->notes = open_memstream(&lines, &size);
	struct ls_error *err = write_diff(sides, page, file);
	if (sides->notes && fclose(sides->notes) == 0 && !err)
		cmd_tell(lines);
	sides->notes = NULL;
	free(lines);
	return err;
}

static enum cmd_status
write_pages(struct sides *sides)
{
	const struct cmd_options *options = sides->options;
	struct cmd_writer writer = {
		.page = { .format = options->format, .names = options->names },
		.write = write_diff,
		.context = sides,
	};
	struct ls_page_options page = writer.page;
	struct cmd_output output;
	struct ls_error *err = cmd_output_open(options->output, &output);
	if (err)
		return cmd_fail(err);
	cmd_look(options, output.file, &page);
	err = write_first(sides, &page, output.file);
	if (!err)
		err = cmd_output_commit(&output);
	cmd_output_close(&output);
	return err ? cmd_fail(err) : cmd_reports_write(options, &writer);
}

enum cmd_status
cmd_diff(const struct cmd_options *options)
{
	const struct ls_open_options how = {
		.debug_dirs = (const char *const *)options->debug_dirs.items,
		.reader = options->reader,
		.jobs = options->jobs,
	};
	struct sides sides = { .options = options };
	enum cmd_status status = CMD_OK;
	struct ls_error *err = options->operand_count >= 2
	    ? cmd_formats_check(options, LS_PAGES_CHANGES)
	    : ls_error_new(
		  LS_ERROR_USAGE, "layoutscope diff needs OLD and NEW");
	if (!err)
		err = cmd_names(options, 2, &sides.names);
	if (!err)
		err = cmd_session_open(
		    options, options->operands[0], &how, &sides.old);
	if (!err)
		err = cmd_session_open(
		    options, options->operands[1], &how, &sides.new);
	if (!err)
		status = write_pages(&sides);
	ls_session_close(sides.old);
	ls_session_close(sides.new);
	free(sides.names);
	if (err)
		return cmd_fail(err);
	return cmd_worse(status, sides.is_failed ? CMD_FINDING : CMD_OK);
}
