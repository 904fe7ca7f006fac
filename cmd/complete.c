/*
 * complete.c - completion scripts, made from the tables of options and
 * commands.
 *
 * The first word is a command or a file, the others are files; which types a
 * file has is not asked, since a large one would make the shell wait.
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
	return option->kind == OPTION_CHOICE || option->kind == OPTION_MAYBE ||
	    option->kind == OPTION_FORMAT;
}

/* The names of all commands that have one, between blanks. */
static void
write_commands(FILE *file)
{
	for (size_t i = 1; i < cmd_count; i++)
		fprintf(file, "%s%s", i > 1 ? " " : "", cmd_table[i].name);
}

/* Must a word follow it, if no "=" does? */
static bool
wants_word(const struct cmd_option *option)
{
	return option->argument && !cmd_option_is_optional(option);
}

/* What bash does after an option. */
static void
write_bash_option(const struct cmd_option *option, FILE *file)
{
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

static void
write_bash(FILE *file)
{
	fputs("# bash completion for layoutscope\n"
	      "_layoutscope()\n{\n"
	      "\tlocal cur prev words cword split\n"
	      "\t_init_completion -s || return\n"
	      "\tcase $prev in\n",
	    file);
	for (size_t i = 0; i < cmd_option_count; i++)
		if (wants_word(&cmd_option_table[i]))
			write_bash_option(&cmd_option_table[i], file);
	fputs("\tesac\n\t$split && return\n\tif [[ $cur == -* ]]; then\n"
	      "\t\tCOMPREPLY=($(compgen -W \"",
	    file);
	for (size_t i = 0; i < cmd_option_count; i++)
		fprintf(file, "%s--%s%s", i ? " " : "",
		    cmd_option_table[i].name,
		    cmd_option_table[i].argument ? "=" : "");
	fputs("\" -- \"$cur\"))\n"
	      "\t\t[[ ${COMPREPLY-} == *= ]] && compopt -o nospace\n"
	      "\t\treturn\n\tfi\n\t_filedir\n"
	      "\t[[ $cword -eq 1 ]] && COMPREPLY+=($(compgen -W \"",
	    file);
	write_commands(file);
	fputs("\" -- \"$cur\"))\n} &&\n"
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

/*
 * zsh's words for where an argument stands: -o+ in the same or the next word,
 * -o- in the same one.
 */
static void
write_zsh_option(const struct cmd_option *option, FILE *file)
{
	bool is_optional = cmd_option_is_optional(option);
	const char *after_letter = is_optional ? "-"
	    : option->argument                 ? "+"
					       : "";
	const char *after_name = is_optional ? "=-"
	    : option->argument               ? "="
					     : "";
	fputs("\t", file);
	if (option->letter)
		fprintf(file, "'(-%c --%s)'{-%c%s,--%s%s}'[", option->letter,
		    option->name, option->letter, after_letter, option->name,
		    after_name);
	else
		fprintf(file, "'--%s%s[", option->name, after_name);
	write_plain(option->help, file);
	fputs("]", file);
	if (option->argument) {
		fprintf(file, "%s%s:", is_optional ? "::" : ":", option->name);
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
	fputs("\t'1: :{ _alternative \"commands:command:(", file);
	write_commands(file);
	fputs(")\" \"files:file:_files\" }' '*:file:_files'\n", file);
}

static void
write_fish(FILE *file)
{
	fputs("# fish completion for layoutscope\n", file);
	for (size_t i = 1; i < cmd_count; i++)
		fprintf(file,
		    "complete -c layoutscope -n __fish_use_subcommand -a %s "
		    "-d '%s'\n",
		    cmd_table[i].name, cmd_table[i].summary);
	for (size_t i = 0; i < cmd_option_count; i++) {
		const struct cmd_option *option = &cmd_option_table[i];
		fprintf(file, "complete -c layoutscope -l %s", option->name);
		if (option->letter)
			fprintf(file, " -s %c", option->letter);
		if (option->argument && takes_file(option))
			fputs(" -r -F", file);
		else if (wants_word(option))
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
