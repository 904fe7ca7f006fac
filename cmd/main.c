/*
 * main.c - find the command and run it.
 */
#include <errno.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "cmd.h"

/* clang-format off */
const struct cmd cmd_table[] = {
	{ "show", CMD_SHOW, "FILE [TYPE]...", "show layouts",
	    "layoutscope ./server conn", cmd_show },
	{ "list", CMD_LIST, "list FILE [TYPE]...", "rank types",
	    "layoutscope list --sort=saving ./server", cmd_list },
	{ "suggest", CMD_SUGGEST, "suggest FILE [TYPE]...",
	    "better field orders", "layoutscope suggest ./server conn",
	    cmd_suggest },
	{ "check", CMD_CHECK, "check FILE...",
	    "enforce layoutscope.yaml (for CI)", NULL, cmd_check },
	{ "diff", CMD_DIFF, "diff OLD NEW [TYPE]...", "what changed",
	    "layoutscope diff base.json ./server", cmd_diff },
	{ "init", CMD_INIT, "init FILE", "print a starter layoutscope.yaml",
	    NULL, cmd_init },
	{ "help", CMD_HELP, "help", "every option", NULL, cmd_help },
};
/* clang-format on */
const size_t cmd_count = sizeof(cmd_table) / sizeof(cmd_table[0]);

/*
 * The first operand decides; without a command's name it is a file to show.
 * "show" is no word of the command line: a file may be called that.
 */
static const struct cmd *
take_command(struct cmd_options *options)
{
	for (size_t i = 1; i < cmd_count && options->operand_count > 0; i++) {
		if (strcmp(cmd_table[i].name, options->operands[0]) != 0)
			continue;
		options->operands++;
		options->operand_count--;
		return &cmd_table[i];
	}
	return &cmd_table[0];
}

/* How a command is called; show by its file alone. */
static const char *
spelt(const struct cmd *command)
{
	return command == &cmd_table[0] ? "FILE" : command->name;
}

static enum cmd_status
refuse(const struct cmd *command, const struct cmd_option *option)
{
	struct ls_error *err = ls_error_new(LS_ERROR_USAGE,
	    "layoutscope %s takes no --%s", spelt(command), option->name);
	for (size_t i = 0; i < cmd_count; i++)
		if (option->commands & cmd_table[i].bit)
			err = ls_error_detail(err,
			    "hint: layoutscope %s takes it",
			    spelt(&cmd_table[i]));
	return cmd_fail(err);
}

static enum cmd_status
run(struct cmd_options *options, char **cargo_words)
{
	if (options->help) {
		cmd_write_help(stdout);
		return CMD_OK;
	}
	if (options->version) {
		cmd_write_version(stdout);
		return CMD_OK;
	}
	if (options->completions) {
		cmd_write_completions(options->completions, stdout);
		return CMD_OK;
	}
	if (options->explain || options->schema) {
		struct ls_error *err = options->explain
		    ? ls_explain(options->explain, stdout)
		    : ls_write_schema(
			  strcmp(options->schema, "gate") == 0, stdout);
		return err ? cmd_fail(err) : CMD_OK;
	}
	if (options->operand_count == 0 && !cargo_words) {
		cmd_write_overview(stderr);
		return CMD_USAGE;
	}
	const struct cmd *command = take_command(options);
	const struct cmd_option *foreign = cmd_options_foreign(
	    options, command->bit);
	if (foreign)
		return refuse(command, foreign);
	struct ls_error *err = cargo_words
	    ? cmd_cargo_build(options, command->bit, cargo_words)
	    : NULL;
	size_t files = command->bit == CMD_CHECK ? options->operand_count
	    : command->bit == CMD_DIFF           ? 2
						 : 1;
	if (!err)
		err = cmd_inputs_check(options, files);
	return err ? cmd_fail(err) : command->run(options);
}

/* A full disk shows only when the last of the output is flushed. */
static enum cmd_status
close_stdout(enum cmd_status status)
{
	if (fclose(stdout) == 0 || status == CMD_WRITE)
		return status;
	return cmd_fail(ls_error_new(
	    LS_ERROR_WRITE, "standard output: %s", strerror(errno)));
}

/* A mapped file became shorter while it was read: nothing can go on. */
static void
on_sigbus(int number)
{
	static const char text[] =
	    "layoutscope: error: the input changed while it was read\n";
	(void)number;
	cmd_output_abandon_all();
	ssize_t ignored = write(STDERR_FILENO, text, sizeof(text) - 1);
	(void)ignored;
	_exit(CMD_INPUT);
}

static void
on_interrupt(int number)
{
	cmd_output_abandon_all();
	signal(number, SIG_DFL);
	raise(number);
}

/*
 * Arrays grow by doubling, for a kernel to some megabytes: as mappings of
 * their own each of them would be given back and had anew, page by page.
 */
static void
keep_memory(void)
{
#ifdef M_MMAP_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, 256 * 1024 * 1024);
	mallopt(M_TRIM_THRESHOLD, 256 * 1024 * 1024);
#endif
}

int
main(int argc, char **argv)
{
	keep_memory();
	setlocale(LC_CTYPE, "");
	signal(SIGBUS, on_sigbus);
	signal(SIGINT, on_interrupt);
	signal(SIGTERM, on_interrupt);
	signal(SIGPIPE, SIG_DFL); /* a broken pipe ends quietly */

	struct cmd_options options;
	char **cargo_words = NULL;
	if (cmd_cargo_is_caller(argc, argv))
		argc = cmd_cargo_take_words(argc, argv, &cargo_words);
	struct ls_error *err = cmd_options_parse(argc, argv, &options);
	enum cmd_status status = err ? cmd_fail(err)
				     : run(&options, cargo_words);
	cmd_options_free(&options);
	return (int)close_stdout(status);
}
