/*
 * help.c - what the program says of itself.
 */
#include <string.h>

#include "cmd.h"
#include "layoutscope.h"

static int
widest(int so_far, const char *text)
{
	int size = (int)strlen(text);
	return size > so_far ? size : so_far;
}

void
cmd_write_overview(FILE *file)
{
	int operands = 0, summary = 0;
	fputs("layoutscope - inspect, improve and gate the memory layout of "
	      "compiled types\n\n",
	    file);
	for (size_t i = 0; i < cmd_count; i++) {
		operands = widest(operands, cmd_table[i].operands);
		if (cmd_table[i].example)
			summary = widest(summary, cmd_table[i].summary);
	}
	for (size_t i = 0; i < cmd_count; i++) {
		const struct cmd *cmd = &cmd_table[i];
		fprintf(file, "  layoutscope %-*s  ", operands, cmd->operands);
		if (cmd->example)
			fprintf(file, "%-*s  %s\n", summary, cmd->summary,
			    cmd->example);
		else
			fprintf(file, "%s\n", cmd->summary);
	}
	fputs(
	    "\nFILE is an ELF file with DWARF (-g), an archive of them, or a "
	    "snapshot made with --json.\n"
	    "Coming from pahole?  -C -s -i -f -n -T -u -I -H -P -R -c -E -r "
	    "-x -X -D mean the same.\n"
	    "Every option: layoutscope --help.  Examples and a tutorial: man "
	    "layoutscope\n",
	    file);
}

enum { HELP_COLUMN = 35, HELP_WIDTH = 100 };

/* Two columns; what is too long for the first has a line of its own, and the
 * second goes on below itself. */
static void
write_columns(const char *left, const char *help, FILE *file)
{
	int column = fprintf(file, "  %s", left);
	if (column >= HELP_COLUMN) {
		fputc('\n', file);
		column = 0;
	}
	column += fprintf(file, "%*s", HELP_COLUMN - column, "");
	for (const char *word = help; *word;) {
		int size = (int)strcspn(word, " ");
		if (word != help && column + 1 + size > HELP_WIDTH)
			column = fprintf(file, "\n%*s", HELP_COLUMN, "") - 1;
		else if (word != help)
			column += fprintf(file, " ");
		column += fprintf(file, "%.*s", size, word);
		word += size;
		word += strspn(word, " ");
	}
	fputc('\n', file);
}

static void
write_option(const struct cmd_option *option, FILE *file)
{
	char left[64];
	const char *join = option->argument ? "=" : "";
	const char *argument = option->argument ? option->argument : "";
	char letter[5] = "    ";
	if (option->letter)
		snprintf(letter, sizeof(letter), "-%c, ", option->letter);
	if (cmd_option_is_optional(option))
		snprintf(left, sizeof(left), "%s--%s[=%s]", letter,
		    option->name, argument);
	else
		snprintf(left, sizeof(left), "%s--%s%s%s", letter,
		    option->name, join, argument);
	write_columns(left, option->help, file);
}

static void
write_formats(FILE *file)
{
	fputs("\nFormats\n", file);
	for (size_t i = 0; ls_format_name(i); i++)
		fprintf(file, "  %-10s %s\n", ls_format_name(i),
		    ls_format_help(i));
}

void
cmd_write_help(FILE *file)
{
	cmd_write_overview(file);
	const char *group = "";
	for (size_t i = 0; i < cmd_option_count; i++) {
		const struct cmd_option *option = &cmd_option_table[i];
		if (strcmp(group, option->group) != 0)
			fprintf(file, "\n%s\n", option->group);
		group = option->group;
		write_option(option, file);
	}
	write_formats(file);
	fputs("\nExit status\n"
	      "  0   done; every rule held\n"
	      "  1   a rule was broken, or diff saw what it was to fail on\n"
	      "  2   wrong command line, gate file or baseline\n"
	      "  3   an input could not be read, or has no types\n"
	      "  4   a named type, or a rule, matched nothing or too much\n"
	      "  70  internal error\n"
	      "  74  writing the output failed\n"
	      "\nThe whole story: man layoutscope, man layoutscope-json\n",
	    file);
}

void
cmd_write_version(FILE *file)
{
	fputs("layoutscope " LS_VERSION "\n", file);
}

enum cmd_status
cmd_help(const struct cmd_options *options)
{
	(void)options;
	cmd_write_help(stdout);
	return CMD_OK;
}
