/*
 * progress.c - a line that says how far reading has come, and then is gone.
 *
 * Only on a terminal, only after half a second, and on standard error; the
 * reader calls from the thread that opened the file, whatever -j says.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"

enum { FIRST_MS = 500, NEXT_MS = 100 };

struct progress {
	long long next_ms; /* not before that */
	bool is_there;     /* a line that has to go */
};

static long long
now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool
is_wanted(const struct cmd_options *options)
{
	const char *choice = options->progress ? options->progress : "auto";
	const char *term = getenv("TERM");
	if (strcmp(choice, "auto") != 0)
		return strcmp(choice, "always") == 0;
	return !options->quiet && isatty(STDERR_FILENO) && term &&
	    strcmp(term, "dumb") != 0;
}

/* "\r" and "erase to the end of the line" (ECMA-48, 8.3.41). */
static void
erase(void)
{
	fputs("\r\033[K", stderr);
}

static void
show(void *context, size_t done, size_t total)
{
	struct progress *progress = context;
	long long now = now_ms();
	if (now < progress->next_ms || total == 0)
		return;
	erase();
	fprintf(stderr, "reading types: unit %zu of %zu (%zu%%)", done, total,
	    done * 100 / total);
	fflush(stderr);
	progress->is_there = true;
	progress->next_ms = now + NEXT_MS;
}

struct ls_error *
cmd_session_open(const struct cmd_options *options, const char *path,
    const struct ls_open_options *how, struct ls_session **ret)
{
	struct progress progress = { .next_ms = now_ms() + FIRST_MS };
	struct ls_open_options with_progress = *how;
	if (is_wanted(options)) {
		with_progress.progress = show;
		with_progress.progress_context = &progress;
	}
	struct ls_error *err = ls_session_open(path, &with_progress, ret);
	if (progress.is_there) {
		erase();
		fflush(stderr);
	}
	return err;
}
