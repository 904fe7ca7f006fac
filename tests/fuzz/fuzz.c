/*
 * fuzz.c - a file in memory, and every page that can be made of one.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void
need(int is_true, const char *what)
{
	if (is_true)
		return;
	perror(what);
	_exit(1);
}

const char *
fuzz_file(const void *data, size_t size)
{
	static char path[32];
	static int fd = -1;
	if (fd < 0) {
		fd = memfd_create("fuzz", MFD_CLOEXEC);
		need(fd >= 0, "memfd_create");
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	need(ftruncate(fd, 0) == 0, "ftruncate");
	need(pwrite(fd, data, size, 0) == (ssize_t)size, "pwrite");
	return path;
}

const char *
fuzz_keep(const char *text)
{
	static char paths[4][32];
	static size_t count;
	char *path = paths[count++];
	size_t size = strlen(text);
	need(count <= sizeof(paths) / sizeof(*paths), "fuzz_keep");
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	need(fd >= 0, "memfd_create");
	need(write(fd, text, size) == (ssize_t)size, "write");
	snprintf(path, sizeof(paths[0]), "/proc/self/fd/%d", fd);
	return path;
}

static ssize_t
swallow(void *cookie, const char *bytes, size_t size)
{
	(void)cookie;
	(void)bytes;
	return (ssize_t)size;
}

FILE *
fuzz_nowhere(void)
{
	static FILE *file;
	if (!file)
		file = fopencookie(
		    NULL, "w", (cookie_io_functions_t){ .write = swallow });
	need(file != NULL, "fopencookie");
	return file;
}

enum command { SHOW, LIST, SUGGEST, OVERVIEW, DIFF, CHECK };

/* Every command and every renderer; the one of `choice` is at its bits 1 to
 * 4. */
static const struct page {
	enum command command;
	const char *format;
} pages[16] = {
	{ SHOW, "text" },
	{ SHOW, "json" },
	{ SHOW, "c" },
	{ SHOW, "ndjson" },
	{ LIST, "text" },
	{ LIST, "tsv" },
	{ LIST, "markdown" },
	{ LIST, "json" },
	{ SUGGEST, "text" },
	{ SUGGEST, "json" },
	{ SUGGEST, "c" },
	{ OVERVIEW, "text" },
	{ DIFF, "text" },
	{ DIFF, "json" },
	{ CHECK, "text" },
	{ CHECK, "sarif" },
};

struct job {
	const char *path;
	const struct ls_open_options *how;
	struct ls_session *session;
	const struct ls_page_options *options;
};

static struct ls_error *
show(const struct job *job)
{
	static const char *const globs[] = { "*", "a", "Option<*>" };
	struct ls_selection all = { .with_hidden = true };
	struct ls_selection some = { .names = globs, .name_count = 1 };
	FILE *file = fuzz_nowhere();
	struct ls_error *err = ls_session_show(
	    job->session, &all, job->options, file, file);
	if (!job->options->expand_types || err)
		return err;
	return ls_session_show(job->session, &some, job->options, file, file);
}

static struct ls_error *
list(const struct job *job)
{
	struct ls_selection all = { .with_hidden = true };
	const char *sort = job->options->expand_types ? "size,name" : NULL;
	struct ls_list_options how = { .sort = sort, .sizes = !sort };
	FILE *file = fuzz_nowhere();
	return ls_session_list(
	    job->session, &all, &how, job->options, file, file);
}

static struct ls_error *
suggest(const struct job *job)
{
	static const char *const keep[] = { "a", NULL };
	struct ls_selection all = { .with_hidden = true };
	struct ls_suggest_options how = {
		.keep = job->options->expand_types ? keep : NULL,
		.with_aligned = true,
	};
	FILE *file = fuzz_nowhere();
	return ls_session_suggest(
	    job->session, &all, &how, job->options, file, file);
}

static struct ls_error *
overview(const struct job *job)
{
	struct ls_selection all = { .with_hidden = true };
	FILE *file = fuzz_nowhere();
	return ls_session_overview(
	    job->session, &all, job->options, file, file);
}

static struct ls_error *
diff(const struct job *job)
{
	const struct ls_selection all = { .with_hidden = true };
	struct ls_diff_options how = { .any = true, .selection = &all };
	struct ls_session *again;
	bool is_failed;
	struct ls_error *err = ls_session_open(job->path, job->how, &again);
	if (err)
		return err;
	err = ls_session_diff(job->session, again, &how, job->options,
	    fuzz_nowhere(), &is_failed);
	ls_session_close(again);
	return err;
}

static struct ls_error *
check(const struct job *job)
{
	static const char *const rules[] = {
		"'*': {max_size: 8, max_padding: 0, max_cachelines: 1}",
		"'*': {tag: niche, max_variant_size: 4, align: 8}",
		"s: {offsets: {a: 0, b: 8}, same_size_as: t}",
		NULL,
	};
	const struct ls_check_options how = { .rules = rules };
	struct ls_check *gate;
	enum ls_check_result result;
	struct ls_error *err = ls_check_open(&how, &gate);
	if (err)
		abort(); /* the rules are ours */
	err = ls_check_file(gate, job->session);
	if (!err)
		err = ls_check_finish(gate, &result);
	if (!err)
		err = ls_check_write(gate, job->options, fuzz_nowhere());
	ls_check_close(gate);
	return err;
}

/* Of `choice`: bit 0 the reader, bits 1 to 4 the page, the rest its looks. */
void
fuzz_session(const char *path, unsigned choice)
{
	static struct ls_error *(*const commands[])(const struct job *) = {
		[SHOW] = show,
		[LIST] = list,
		[SUGGEST] = suggest,
		[OVERVIEW] = overview,
		[DIFF] = diff,
		[CHECK] = check,
	};
	static const char *const none[] = { NULL };
	const struct ls_open_options how = {
		.debug_dirs = none,
		.reader = choice & 1 ? "libdwarf" : "scan",
		.jobs = 1,
	};
	const struct page *page = &pages[choice >> 1 & 15];
	const struct ls_page_options options = {
		.format = page->format,
		.color = choice & 64,
		.utf8 = choice & 128,
		.width = choice & 64 ? 40 : 0,
		.hex = choice & 128,
		.map = choice & 64 ? "always" : "auto",
		.names = choice & 128 ? "full" : "short",
		.expand_types = choice & 32,
		.relative_offsets = choice & 64,
		.command = "layoutscope file",
	};
	struct job job = { path, &how, NULL, &options };
	struct ls_error *err = ls_session_open(path, &how, &job.session);
	if (!err) {
		err = commands[page->command](&job);
		ls_session_close(job.session);
	}
	ls_error_free(err);
}
