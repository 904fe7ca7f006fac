/*
 * show.c - `layoutscope FILE [TYPE]...`: the layout of types.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "cmd.h"
#include "layoutscope.h"

/* "layoutscope ./server", for hints that can be pasted. */
static char *
command_line(const char *path)
{
	char *text;
	return asprintf(&text, "layoutscope %s", path) < 0 ? NULL : text;
}

/* TYPE operands and --type are the same thing.  Free the array alone. */
static const char **
gather_names(const struct cmd_options *options, size_t *ret)
{
	size_t typed = options->operand_count - 1;
	*ret = typed + options->types.count;
	const char **names = calloc(*ret + 1, sizeof(*names));
	if (!names)
		return NULL;
	memcpy(names, options->operands + 1, typed * sizeof(*names));
	for (size_t i = 0; i < options->types.count; i++)
		names[typed + i] = options->types.items[i];
	return names;
}

/* Notes come as lines of a stream; they are told one by one at the end. */
static void
tell(char *lines)
{
	for (char *line = lines, *end; *line; line = end + 1) {
		end = strchrnul(line, '\n');
		bool last = *end == '\0';
		*end = '\0';
		cmd_note(line);
		if (last)
			break;
	}
}

static struct ls_error *
write_page(struct ls_session *session, const struct cmd_options *options,
    const struct ls_selection *selection, struct cmd_output *output)
{
	char *command = command_line(options->operands[0]);
	struct ls_page_options page = {
		.format = options->json ? "json" : options->format,
		.hex = options->hex,
		.map = options->map,
		.names = options->names,
		.expand_types = options->expand_types,
		.relative_offsets = options->relative_offsets,
		.cacheline_bytes = options->cacheline_bytes,
		.command = command,
	};
	cmd_look(options, output->file, &page);

	char *lines = NULL;
	size_t size = 0;
	FILE *notes = options->quiet ? NULL : open_memstream(&lines, &size);
	struct ls_error *err = ls_session_show(
	    session, selection, &page, output->file, notes);
	if (notes)
		fclose(notes);
	if (!err)
		err = cmd_output_commit(output);
	if (!err && lines)
		tell(lines);
	free(lines);
	free(command);
	return err;
}

static struct ls_error *
show(const struct cmd_options *options, const struct ls_selection *selection)
{
	const struct ls_open_options how = {
		.debug_file = options->debug_file,
		.debug_dirs = (const char *const *)options->debug_dirs.items,
		.reader = options->reader,
		.jobs = options->jobs,
	};
	struct ls_session *session;
	struct ls_error *err = ls_session_open(
	    options->operands[0], &how, &session);
	if (err)
		return err;

	struct cmd_output output;
	err = cmd_output_open(options->output, &output);
	if (!err) {
		err = write_page(session, options, selection, &output);
		cmd_output_close(&output);
	}
	ls_session_close(session);
	return err;
}

enum cmd_status
cmd_show(const struct cmd_options *options)
{
	struct ls_selection selection = {
		.regex = options->regex,
		.ignore_case = options->ignore_case,
		.with_hidden = options->all,
		.structs = options->structs,
		.unions = options->unions,
		.enums = options->enums,
	};
	const char **names = gather_names(options, &selection.name_count);
	if (!names)
		return cmd_fail(&ls_error_nomem);
	selection.names = names;
	/* A document of the whole program holds all there is. */
	if (selection.name_count == 0 && !selection.regex && options->json)
		selection.with_hidden = true;
	struct ls_error *err = show(options, &selection);
	free(names);
	return err ? cmd_fail(err) : CMD_OK;
}
