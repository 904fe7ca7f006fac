/*
 * list.c - `layoutscope list FILE`: all types, ranked and filtered.
 */
#include <string.h>

#include "cmd.h"

static struct ls_error *
write(struct cmd_work *work, const struct ls_page_options *page, FILE *file,
    FILE *notes)
{
	const struct cmd_options *options = work->options;
	bool is_page = !page->format || strcmp(page->format, "text") == 0;
	/* pahole's habit: what is listed by size comes as the file has it. */
	bool in_file_order = options->sizes || options->packable ||
	    options->members || options->definitions || options->defined_in;
	const char *usual = options->futures ? "size,name"
	    : options->sharing               ? "sharing,size"
	    : options->weights               ? "weight,saving,padding,size"
					     : "saving,padding,size";
	const struct ls_list_options list = {
		.sort = options->sort || in_file_order ? options->sort : usual,
		.top = options->top,
		.sizes = options->sizes,
		.packable = options->packable,
		.members = options->members,
		.definitions = options->definitions,
		.units = options->defined_in,
		.separator = options->separator,
		.min_size_bytes = options->min_size,
		.min_saving_bytes = options->packable && !options->min_saving
		    ? 1
		    : options->min_saving,
		.cost = { options->weights, options->allocator },
		.min_holes = options->holes,
		.min_hole_bytes = options->hole_bytes,
		.min_bit_holes = options->bit_holes,
		/* of what a person reads; a program gets all */
		.aligned_apart = is_page && !options->sort && !in_file_order &&
		    !options->aligned && !options->sharing,
		.sharing = options->sharing,
		.futures = options->futures,
	};
	struct ls_selection selection = work->selection;
	if ((options->sizes || options->members || options->definitions) &&
	    !options->all && !options->enums) {
		selection.structs = !options->unions;
		selection.unions = !options->structs;
	}
	return ls_session_list(
	    work->session, &selection, &list, page, file, notes);
}

static struct ls_error *
write_uses(struct cmd_work *work, const struct ls_page_options *page,
    FILE *file, FILE *notes)
{
	const struct cmd_options *options = work->options;
	const struct ls_uses_options uses = {
		.contains = options->contains,
		.points_to = options->points_to,
		.by_value = options->by_value,
		.min_bytes = options->min_size,
		.top = options->top,
	};
	(void)notes;
	return ls_session_uses(
	    work->session, &work->selection, &uses, page, file);
}

static bool
is_about_uses(const struct cmd_options *options)
{
	return options->contains || options->points_to || options->by_value;
}

enum cmd_status
cmd_list(const struct cmd_options *options)
{
	if (options->operand_count == 0)
		return cmd_fail(ls_error_new(
		    LS_ERROR_USAGE, "layoutscope list needs a FILE"));
	if (!!options->contains + !!options->points_to + options->by_value > 1)
		return cmd_fail(ls_error_new(LS_ERROR_USAGE,
		    "--contains, --find-pointers-to and --by-value are "
		    "questions of their own"));
	return cmd_work_run(
	    options, is_about_uses(options) ? write_uses : write);
}
