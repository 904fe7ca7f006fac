/*
 * cargo.c - `cargo layoutscope`: cargo builds, and what it made is the FILE.
 *
 *	cargo layoutscope check --report=sarif:layout.sarif -- --release
 *	                  ---------------------------------    ---------
 *	                  for this program                     for cargo build
 */
#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd.h"

extern char **environ;

bool
cmd_cargo_is_caller(int argc, char **argv)
{
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char *name = slash ? slash + 1 : argc > 0 ? argv[0] : "";
	return strcmp(name, "cargo-layoutscope") == 0;
}

int
cmd_cargo_take_words(int argc, char **argv, char ***cargo_words)
{
	int count = 1, at = 1;
	/* cargo says again how it was called */
	if (argc > 1 && strcmp(argv[1], "layoutscope") == 0)
		at++;
	for (; at < argc && strcmp(argv[at], "--") != 0; at++)
		argv[count++] = argv[at];
	*cargo_words = argv + at + (at < argc);
	return count;
}

/* ---- running cargo ---- */

/* The profile of `cargo build --release` or `--profile=NAME`. */
static const char *
profile_of(char *const *words)
{
	const char *profile = "dev";
	for (; *words; words++) {
		if (strcmp(*words, "--release") == 0 ||
		    strcmp(*words, "-r") == 0)
			profile = "release";
		else if (strncmp(*words, "--profile=", 10) == 0)
			profile = *words + 10;
		else if (strcmp(*words, "--profile") == 0 && words[1])
			profile = words[1];
	}
	return profile;
}

/* CARGO_PROFILE_RELEASE_DEBUG=2, which cargo calls full from 1.71 on: without
 * it there are no types.  What the user has set stays. */
static void
ask_for_types(char *const *words)
{
	static const char *const settings[][2] = { { "DEBUG", "2" },
		{ "STRIP", "none" } };
	for (size_t i = 0; i < 2; i++) {
		char name[128];
		snprintf(name, sizeof(name), "CARGO_PROFILE_%.80s_%s",
		    profile_of(words), settings[i][0]);
		for (char *at = name; *at; at++)
			*at = *at == '-' ? '_'
			    : *at >= 'a' && *at <= 'z'
			    ? (char)(*at - 'a' + 'A')
			    : *at;
		setenv(name, settings[i][1], 0);
	}
}

static struct ls_error *
no_cargo(const char *program, int number)
{
	return ls_error_new(
	    LS_ERROR_SYSTEM, "%s build: %s", program, strerror(number));
}

/* Start it; its messages come out of `ret`. */
static struct ls_error *
start(char *const *words, pid_t *pid, FILE **ret)
{
	size_t count = 0;
	const char *cargo = getenv("CARGO");
	char *program = cargo && *cargo ? (char *)cargo : "cargo";
	while (words[count])
		count++;
	char **argv = calloc(count + 4, sizeof(*argv));
	int ends[2];
	posix_spawn_file_actions_t actions;
	if (!argv)
		return &ls_error_nomem;
	argv[0] = program;
	argv[1] = "build";
	argv[2] = "--message-format=json-render-diagnostics";
	memcpy(argv + 3, words, count * sizeof(*argv));
	if (pipe(ends) != 0) {
		free(argv);
		return no_cargo(program, errno);
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclose(&actions, ends[0]);
	posix_spawn_file_actions_addclose(&actions, ends[1]);
	int failed = posix_spawnp(pid, program, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	free(argv);
	*ret = failed ? NULL : fdopen(ends[0], "r");
	if (!*ret)
		close(ends[0]);
	return failed ? no_cargo(program, failed)
	    : *ret    ? NULL
		      : &ls_error_nomem;
}

/* ---- what it made ---- */

/* Takes `path`, also when there is no memory for it. */
static bool
add(struct cmd_list *made, char *path)
{
	char **grown = reallocarray(
	    made->items, made->count + 1, sizeof(*grown));
	if (!grown) {
		free(path);
		return false;
	}
	made->items = grown;
	made->items[made->count++] = path;
	return true;
}

/* cargo's paths are absolute: from here on, where that is possible. */
static char *
from_here(char *path)
{
	char *here = getcwd(NULL, 0);
	size_t size = here ? strlen(here) : 0;
	if (size > 1 && strncmp(path, here, size) == 0 && path[size] == '/')
		memmove(path, path + size + 1, strlen(path + size + 1) + 1);
	free(here);
	return path;
}

/* Programs, or, where there is none, libraries. */
static struct ls_error *
read_messages(
    FILE *messages, struct cmd_list *programs, struct cmd_list *libraries)
{
	char *line = NULL;
	size_t room = 0;
	bool is_full = false;
	while (getline(&line, &room, messages) > 0) {
		char *path;
		enum ls_cargo_kind kind = ls_cargo_artifact(line, &path);
		struct cmd_list *made = kind == LS_CARGO_PROGRAM ? programs
								 : libraries;
		if (kind == LS_CARGO_NONE || is_full)
			free(path);
		else if (!add(made, from_here(path)))
			is_full = true;
	}
	free(line);
	return is_full ? &ls_error_nomem : NULL;
}

static struct ls_error *
run_cargo(
    char *const *words, struct cmd_list *programs, struct cmd_list *libraries)
{
	pid_t pid;
	FILE *messages;
	int status = 0;
	ask_for_types(words);
	struct ls_error *err = start(words, &pid, &messages);
	if (err)
		return err;
	err = read_messages(messages, programs, libraries);
	fclose(messages);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!err && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
		err = ls_error_new(LS_ERROR_SYSTEM, "cargo build has failed");
	return err;
}

static struct ls_error *
too_many(const struct cmd_list *made)
{
	struct ls_error *err = ls_error_new(LS_ERROR_USAGE,
	    "cargo made %zu programs, and this command takes one",
	    made->count);
	for (size_t i = 0; i < made->count; i++)
		err = ls_error_detail(err, "%s", made->items[i]);
	return ls_error_detail(
	    err, "hint: cargo layoutscope .. -- --bin NAME");
}

/* FILE comes first, but for diff, which has OLD before it; TYPEs follow. */
static struct ls_error *
put_operands(
    struct cmd_options *options, const struct cmd_list *made, bool has_old)
{
	size_t count = options->operand_count;
	const char **operands = calloc(
	    count + made->count + 1, sizeof(*operands));
	if (!operands)
		return &ls_error_nomem;
	size_t before = has_old && count > 0 ? 1 : 0;
	memcpy(operands, options->operands, before * sizeof(*operands));
	memcpy(
	    operands + before, made->items, made->count * sizeof(*operands));
	memcpy(operands + before + made->count, options->operands + before,
	    (count - before) * sizeof(*operands));
	free(options->own_operands);
	options->own_operands = operands;
	options->operands = operands;
	options->operand_count = count + made->count;
	return NULL;
}

struct ls_error *
cmd_cargo_build(struct cmd_options *options, unsigned command, char **words)
{
	struct cmd_list *programs = &options->cargo_programs;
	struct cmd_list *libraries = &options->cargo_libraries;
	struct ls_error *err = run_cargo(words, programs, libraries);
	const struct cmd_list *made = programs->count > 0 ? programs
							  : libraries;
	if (!err && made->count == 0)
		err = ls_error_new(
		    LS_ERROR_SYSTEM, "cargo build has made nothing to read");
	if (!err && made->count > 1 && command != CMD_CHECK)
		err = too_many(made);
	return err ? err : put_operands(options, made, command == CMD_DIFF);
}
