/*
 * complete.c - completion scripts, made from the option table.
 */
#include <ctype.h>
#include <string.h>

#include "cmd.h"
#include "layoutscope.h"

static bool
takes_file(const struct cmd_option *option)
{
	return option->argument &&
	    (strcmp(option->argument, "FILE") == 0 ||
		strncmp(option->argument, "DIR", 3) == 0);
}

/* The words that may follow an option, between `join`s. */
static void
write_words(const struct cmd_option *option, char join, FILE *file)
{
	if (option->kind == OPTION_FORMAT) {
		for (size_t i = 0; ls_format_name(i); i++)
			fprintf(file, "%s%s", i ? (char[]){ join, '\0' } : "",
			    ls_format_name(i));
		return;
	}
	for (const char *at = option->argument; *at; at++)
		fputc(*at == '|' ? join : *at, file);
}

static bool
has_words(const struct cmd_option *option)
{
	return option->kind == OPTION_CHOICE || option->kind == OPTION_FORMAT;
}

static void
write_bash(FILE *file)
{
	fputs("# bash completion for layoutscope\n"
	      "_layoutscope()\n{\n"
	      "\tlocal cur prev words cword split\n"
	      "\t_init_completion -s || return\n"
	      "\tcase $prev in\n",
	    file);
	for (size_t i = 0; i < cmd_option_count; i++) {
		const struct cmd_option *option = &cmd_option_table[i];
		if (!option->argument)
			continue;
		fprintf(file, "\t--%s", option->name);
		if (option->letter)
			fprintf(file, "|-%c", option->letter);
		fputs(")\n\t\t", file);
		if (has_words(option)) {
			fputs("COMPREPLY=($(compgen -W \"", file);
			write_words(option, ' ', file);
			fputs("\" -- \"$cur\"))", file);
		} else if (takes_file(option)) {
			fputs("_filedir", file);
		} else {
			fputs(":", file);
		}
		fputs("\n\t\treturn\n\t\t;;\n", file);
	}
	fputs("\tesac\n\t$split && return\n\tif [[ $cur == -* ]]; then\n"
	      "\t\tCOMPREPLY=($(compgen -W \"",
	    file);
	for (size_t i = 0; i < cmd_option_count; i++)
		fprintf(file, "%s--%s%s", i ? " " : "",
		    cmd_option_table[i].name,
		    cmd_option_table[i].argument ? "=" : "");
	fputs("\" -- \"$cur\"))\n"
	      "\t\t[[ ${COMPREPLY-} == *= ]] && compopt -o nospace\n"
	      "\t\treturn\n\tfi\n\t_filedir\n} &&\n"
	      "\tcomplete -F _layoutscope layoutscope\n",
	    file);
}

/* Inside '[...]' of zsh and '...' of fish: no quote and no bracket. */
static void
write_plain(const char *text, FILE *file)
{
	for (; *text; text++)
		if (!strchr("'[]:\\", *text))
			fputc(*text, file);
}

static void
write_zsh_option(const struct cmd_option *option, FILE *file)
{
	fputs("\t", file);
	if (option->letter)
		fprintf(file, "'(-%c --%s)'{-%c%s,--%s%s}'[", option->letter,
		    option->name, option->letter, option->argument ? "+" : "",
		    option->name, option->argument ? "=" : "");
	else
		fprintf(file, "'--%s%s[", option->name,
		    option->argument ? "=" : "");
	write_plain(option->help, file);
	fputs("]", file);
	if (option->argument) {
		fprintf(file, ":%s:", option->name);
		if (has_words(option)) {
			fputs("(", file);
			write_words(option, ' ', file);
			fputs(")", file);
		} else if (takes_file(option)) {
			fputs("_files", file);
		}
	}
	fputs("' \\\n", file);
}

static void
write_zsh(FILE *file)
{
	fputs("#compdef layoutscope\n_arguments -s -S \\\n", file);
	for (size_t i = 0; i < cmd_option_count; i++)
		write_zsh_option(&cmd_option_table[i], file);
	fputs("\t'1:file:_files' '*:type:'\n", file);
}

static void
write_fish(FILE *file)
{
	fputs("# fish completion for layoutscope\n", file);
	for (size_t i = 0; i < cmd_option_count; i++) {
		const struct cmd_option *option = &cmd_option_table[i];
		fprintf(file, "complete -c layoutscope -l %s", option->name);
		if (option->letter)
			fprintf(file, " -s %c", option->letter);
		if (option->argument && takes_file(option))
			fputs(" -r -F", file);
		else if (option->argument)
			fputs(" -x", file);
		if (has_words(option)) {
			fputs(" -a '", file);
			write_words(option, ' ', file);
			fputs("'", file);
		}
		fputs(" -d '", file);
		write_plain(option->help, file);
		fputs("'\n", file);
	}
}

void
cmd_write_completions(const char *shell, FILE *file)
{
	if (strcmp(shell, "bash") == 0)
		write_bash(file);
	else if (strcmp(shell, "zsh") == 0)
		write_zsh(file);
	else
		write_fish(file);
}
