/*
 * work.c - what commands that look at one file have in common.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

/* "layoutscope ./server", for hints that can be pasted. */
static char *
command_line(const char *path)
{
	char *text;
	return asprintf(&text, "layoutscope %s", path) < 0 ? NULL : text;
}

struct ls_error *
cmd_names(
    const struct cmd_options *options, size_t file_count, const char ***ret)
{
	size_t typed = options->operand_count - file_count;
	size_t count = typed + options->types.count;
	const char **names = calloc(count + 1, sizeof(*names));
	if (!names)
		return &ls_error_nomem;
	memcpy(names, options->operands + file_count, typed * sizeof(*names));
	for (size_t i = 0; i < options->types.count; i++)
		names[typed + i] = options->types.items[i];
	*ret = names;
	return NULL;
}

static const char *const *
words_of(const struct cmd_list *list)
{
	return (const char *const *)list->items;
}

struct ls_selection
cmd_selection(const struct cmd_options *options)
{
	return (struct ls_selection){
		.names = words_of(&options->types),
		.name_count = options->types.count,
		.regex = options->regex,
		.ignore_case = options->ignore_case,
		.with_hidden = options->all,
		.with_hidden_ideas = options->all,
		.structs = options->structs,
		.unions = options->unions,
		.enums = options->enums,
		.exclude = words_of(&options->exclude),
		.prefixes = words_of(&options->prefixes),
		.langs = words_of(&options->langs),
		.not_langs = words_of(&options->not_langs),
		.not_units = words_of(&options->not_units),
		.not_files = words_of(&options->not_files),
	};
}

static struct ls_page_options
page_of(const struct cmd_options *options)
{
	return (struct ls_page_options){
		.format = options->format,
		.hex = options->hex,
		.places = options->places,
		.map = options->map,
		.names = options->names,
		.expand_types = options->expand_types,
		.tree = options->tree,
		.relative_offsets = options->relative_offsets,
		.cacheline_bytes = options->cacheline_bytes,
	};
}

static enum ls_pages
pages_of(const struct cmd_options *options)
{
	if (options->patch)
		return LS_PAGES_PATCH;
	return options->contains || options->points_to || options->by_value
	    ? LS_PAGES_USES
	    : LS_PAGES_LAYOUTS;
}

static struct ls_error *
open_work(const struct cmd_options *options, struct cmd_work *ret)
{
	struct ls_open_options how = {
		.debug_file = options->debug_file,
		.debug_dirs = words_of(&options->debug_dirs),
		.reader = options->reader,
		.jobs = options->jobs,
	};
	*ret = (struct cmd_work){
		.options = options,
		.selection = cmd_selection(options),
		.page = page_of(options),
		.command = command_line(options->operands[0]),
	};
	ret->page.command = ret->command;
	struct ls_error *err = cmd_names(options, 1, &ret->names);
	ret->selection.names = ret->names;
	ret->selection.name_count = options->operand_count - 1 +
	    options->types.count;
	/* what is counted, or looked for, may be any type */
	if (ret->selection.name_count > 0 && !options->regex &&
	    !options->ignore_case && !options->weights && !options->contains &&
	    !options->points_to && !options->by_value)
		how.only_names = ret->names;
	if (!err)
		err = cmd_formats_check(options, pages_of(options));
	if (!err)
		err = cmd_session_open(
		    options, options->operands[0], &how, &ret->session);
	if (!err)
		err = cmd_open_rules(options, &ret->rules_path, &ret->rules);
	if (!err && ret->rules)
		ls_session_use_rules(ret->session, ret->rules);
	if (!err)
		err = cmd_output_open(options->output, &ret->output);
	if (err)
		return err;
	cmd_look(options, ret->output.file, &ret->page);
	if (!options->quiet)
		ret->notes = open_memstream(&ret->note_lines, &ret->note_size);
	return NULL;
}

void
cmd_tell(char *lines)
{
	while (*lines) {
		char *end = strchrnul(lines, '\n');
		char *next = *end ? end + 1 : end;
		*end = '\0';
		cmd_note(lines);
		lines = next;
	}
}

/* The page is whole: put it in its place and tell the notes. */
static struct ls_error *
commit(struct cmd_work *work)
{
	struct ls_error *err = cmd_output_commit(&work->output);
	if (err || !work->notes)
		return err;
	fflush(work->notes);
	cmd_tell(work->note_lines);
	return NULL;
}

static void
close_work(struct cmd_work *work)
{
	if (work->notes)
		fclose(work->notes);
	free(work->note_lines);
	cmd_output_close(&work->output);
	ls_session_close(work->session);
	ls_check_close(work->rules);
	free(work->rules_path);
	free(work->names);
	free(work->command);
}

/* What a --report asks of a command. */
struct page_writer {
	struct cmd_work *work;
	struct ls_error *(*write)(struct cmd_work *work,
	    const struct ls_page_options *page, FILE *file, FILE *notes);
};

static struct ls_error *
write_report(void *context, const struct ls_page_options *page, FILE *file)
{
	const struct page_writer *writer = context;
	return writer->write(writer->work, page, file, NULL);
}

enum cmd_status
cmd_work_run(const struct cmd_options *options,
    struct ls_error *(*write)(struct cmd_work *work,
	const struct ls_page_options *page, FILE *file, FILE *notes))
{
	struct cmd_work work;
	enum cmd_status status = CMD_OK;
	struct ls_error *err = open_work(options, &work);
	if (!err)
		err = write(&work, &work.page, work.output.file, work.notes);
	if (!err)
		err = commit(&work);
	if (err) {
		status = cmd_fail(err);
	} else {
		struct page_writer own = { &work, write };
		const struct cmd_writer writer = { work.page, write_report,
			&own };
		status = cmd_reports_write(options, &writer);
	}
	close_work(&work);
	return status;
}
