/*
 * check.c - `layoutscope check FILE...`: rules, and whether they hold.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

static const char gate_file[] = "layoutscope.yaml";

/*
 * The gate file here or above, up to the root of the repository: "", "../",
 * "../../" and so on are tried.  NULL: there is none.
 */
static char *
find_gate_file(void)
{
	enum { MOST = 64 };
	char path[3 * MOST + 32] = "";
	for (size_t up = 0; up < MOST; up++) {
		size_t size = 3 * up;
		strcpy(path + size, gate_file);
		if (access(path, F_OK) == 0)
			return strdup(path);
		strcpy(path + size, ".git");
		if (access(path, F_OK) == 0)
			return NULL;
		strcpy(path + size, "../");
	}
	return NULL;
}

static struct ls_error *
open_check(
    const struct cmd_options *options, char **path, struct ls_check **ret)
{
	bool has_rules = options->rules.count > 0;
	if (options->budget)
		*path = strdup(options->budget);
	else if (!has_rules)
		*path = find_gate_file();
	if (!*path && !has_rules)
		return ls_error_detail(
		    ls_error_detail(ls_error_new(LS_ERROR_USAGE,
					"no %s here or above, up to the root "
					"of the repository",
					gate_file),
			"hint: --budget=FILE names one"),
		    "hint: --rule='struct conn: {max_size: 64}' is one rule");
	const struct ls_check_options how = {
		.rules_file = *path,
		.rules = (const char *const *)options->rules.items,
		.baseline = options->baseline,
	};
	return ls_check_open(&how, ret);
}

/* One file more; what goes wrong is told, and the others go on. */
static enum cmd_status
check_file(const struct cmd_options *options, const char *path,
    struct ls_check *check)
{
	const struct ls_open_options how = {
		.debug_dirs = (const char *const *)options->debug_dirs.items,
		.reader = options->reader,
		.jobs = options->jobs,
	};
	struct ls_session *session = NULL;
	struct ls_error *err = ls_session_open(path, &how, &session);
	if (err) {
		struct ls_error *more = ls_check_unread(
		    check, path, err->text);
		enum cmd_status status = cmd_fail(err);
		return more ? cmd_worse(status, cmd_fail(more)) : status;
	}
	err = ls_check_file(check, session);
	ls_session_close(session);
	return err ? cmd_fail(err) : CMD_OK;
}

static enum cmd_status
status_of(enum ls_check_result result, bool warn_only)
{
	switch (result) {
	case LS_CHECK_HELD:
		return CMD_OK;
	case LS_CHECK_BROKEN:
		return warn_only ? CMD_OK : CMD_FINDING;
	case LS_CHECK_UNMEASURED:
		return CMD_NO_MATCH;
	}
	return CMD_INTERNAL;
}

static struct ls_error *
write_page(const struct cmd_options *options, struct ls_check *check)
{
	struct ls_page_options page = {
		.format = options->json ? "json" : options->format,
	};
	struct cmd_output output;
	struct ls_error *err = cmd_output_open(options->output, &output);
	if (err)
		return err;
	cmd_look(options, output.file, &page);
	err = ls_check_write(check, &page, output.file);
	if (!err)
		err = cmd_output_commit(&output);
	cmd_output_close(&output);
	return err;
}

enum cmd_status
cmd_check(const struct cmd_options *options)
{
	char *path = NULL;
	struct ls_check *check = NULL;
	enum ls_check_result result;
	enum cmd_status status = CMD_OK;
	if (options->operand_count == 0)
		return cmd_fail(ls_error_new(
		    LS_ERROR_USAGE, "layoutscope check needs a FILE"));

	struct ls_error *err = open_check(options, &path, &check);
	for (size_t i = 0; i < options->operand_count && !err; i++)
		status = cmd_worse(
		    status, check_file(options, options->operands[i], check));
	if (!err)
		err = ls_check_finish(check, &result);
	if (!err) {
		status = cmd_worse(
		    status, status_of(result, options->warn_only));
		err = write_page(options, check);
	}
	ls_check_close(check);
	free(path);
	return err ? cmd_worse(status, cmd_fail(err)) : status;
}
