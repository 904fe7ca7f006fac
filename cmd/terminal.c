/*
 * terminal.c - how a page may look, where it goes.
 */
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd.h"
#include "layoutscope.h"

static bool
is_set(const char *variable)
{
	const char *value = getenv(variable);
	return value && *value;
}

/* https://no-color.org, and the CLICOLOR convention for forcing. */
static bool
wants_color(const char *choice, bool is_terminal)
{
	if (choice && strcmp(choice, "auto") != 0)
		return strcmp(choice, "always") == 0;
	if (is_set("NO_COLOR"))
		return false;
	const char *force = getenv("CLICOLOR_FORCE");
	if (is_set("FORCE_COLOR") || (force && *force && *force != '0'))
		return true;
	const char *term = getenv("TERM");
	return is_terminal && term && strcmp(term, "dumb") != 0;
}

static unsigned
terminal_width(FILE *file)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	long asked = columns ? strtol(columns, NULL, 10) : 0;
	if (asked > 0 && asked < 10000)
		return (unsigned)asked;
	if (ioctl(fileno(file), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return 80;
}

void
cmd_look(
    const struct cmd_options *options, FILE *file, struct ls_page_options *ret)
{
	bool is_terminal = isatty(fileno(file));
	ret->color = wants_color(options->color, is_terminal);
	ret->utf8 = !options->ascii &&
	    strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	ret->width = options->width;
	if (!ret->width && is_terminal)
		ret->width = terminal_width(file);
}
