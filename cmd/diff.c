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
write_first(void *context, const struct ls_page_options *page, FILE *file)
{
	struct sides *sides = context;
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

/* The page, and those of --report: one that cannot be written takes no other
 * with it. */
static enum cmd_status
write_pages(struct sides *sides, struct ls_error **ret)
{
	const struct cmd_options *options = sides->options;
	struct cmd_writer writer = {
		.page = { .format = options->format, .names = options->names },
		.write = write_first,
		.context = sides,
	};
	enum cmd_status status = CMD_OK;
	struct ls_error *err = cmd_page_write(options, &writer);
	writer.write = write_diff;
	if (err && err->code != LS_ERROR_WRITE) {
		*ret = err;
		return CMD_OK;
	}
	if (err)
		status = cmd_fail(err);
	return cmd_worse(status, cmd_reports_write(options, &writer));
}

static struct ls_error *
check_words(const struct cmd_options *options)
{
	if (options->operand_count < 2)
		return ls_error_new(
		    LS_ERROR_USAGE, "layoutscope diff needs OLD and NEW");
	return cmd_formats_check(options, LS_PAGES_CHANGES);
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
	struct ls_session **const both[] = { &sides.old, &sides.new };
	const char *what = "layoutscope diff";
	enum cmd_status status = CMD_OK;
	struct ls_error *err = check_words(options);
	if (err)
		return cmd_fail(err);
	err = cmd_names(options, 2, &sides.names);
	for (size_t i = 0; i < 2 && !err; i++) {
		err = cmd_session_open(
		    options, options->operands[i], &how, both[i]);
		if (err)
			what = options->operands[i];
	}
	if (!err)
		status = write_pages(&sides, &err);
	if (err)
		status = cmd_fail_pages(options, what, err);
	ls_session_close(sides.old);
	ls_session_close(sides.new);
	free(sides.names);
	return cmd_worse(status, sides.is_failed ? CMD_FINDING : CMD_OK);
}
