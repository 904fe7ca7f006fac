/*
 * gate_file.c - where layoutscope.yaml is, and what it freezes.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

const char cmd_gate_file[] = "layoutscope.yaml";

/* "", "../", "../../" and so on are tried. */
char *
cmd_find_gate_file(void)
{
	enum { MOST = 64 };
	char path[3 * MOST + 32] = "";
	for (size_t up = 0; up < MOST; up++) {
		size_t size = 3 * up;
		strcpy(path + size, cmd_gate_file);
		if (access(path, F_OK) == 0)
			return strdup(path);
		strcpy(path + size, ".git");
		if (access(path, F_OK) == 0)
			return NULL;
		strcpy(path + size, "../");
	}
	return NULL;
}

/*
 * Rules for a page that is no check: those that --budget names have to be
 * there and right; those that just lie about are told of if they are not.
 */
struct ls_error *
cmd_open_rules(
    const struct cmd_options *options, char **path, struct ls_check **ret)
{
	*path = options->budget ? strdup(options->budget)
				: cmd_find_gate_file();
	if (!*path)
		return NULL;
	const struct ls_check_options how = { .rules_file = *path };
	struct ls_error *err = cmd_input_keep(options, *path);
	if (err)
		return err;
	err = ls_check_open(&how, ret);
	if (!err || options->budget)
		return err;
	if (!options->quiet) {
		cmd_note(err->text);
		cmd_note("its rules are not read, so no type is taken as "
			 "frozen");
	}
	ls_error_free(err);
	return NULL;
}
