/*
 * fuzz.c - a file in memory, and every page that can be made of one.
 */
#include "fuzz.h"

#include <stdlib.h>
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

static void
show(struct ls_session *session, const struct ls_page_options *options)
{
	static const char *const globs[] = { "*", "a", "Option<*>" };
	struct ls_selection all = { .with_hidden = true };
	struct ls_selection some = { .names = globs, .name_count = 1 };
	FILE *file = fuzz_nowhere();
	ls_error_free(ls_session_show(session, &all, options, file, file));
	if (options->expand_types)
		ls_error_free(
		    ls_session_show(session, &some, options, file, file));
}

static void
list(struct ls_session *session, const struct ls_page_options *options,
    const char *sort)
{
	struct ls_selection all = { .with_hidden = true };
	struct ls_list_options how = { .sort = sort, .sizes = !sort };
	FILE *file = fuzz_nowhere();
	ls_error_free(
	    ls_session_list(session, &all, &how, options, file, file));
}

/* Of `choice`: bit 0 the reader, bits 1 to 3 the page, the rest its looks. */
void
fuzz_session(const char *path, unsigned choice)
{
	static const char *const none[] = { NULL };
	static const char *const lists[] = { "text", "tsv", "markdown",
		"json" };
	const struct ls_open_options how = {
		.debug_dirs = none,
		.reader = choice & 1 ? "libdwarf" : "scan",
		.jobs = 1,
	};
	struct ls_session *session;
	struct ls_error *err = ls_session_open(path, &how, &session);
	if (err) {
		ls_error_free(err);
		return;
	}
	unsigned page = choice >> 1 & 7;
	struct ls_page_options options = {
		.format = page < 4 ? ls_format_name(page) : lists[page - 4],
		.color = choice & 16,
		.utf8 = choice & 32,
		.width = choice & 64 ? 40 : 0,
		.hex = choice & 32,
		.map = choice & 16 ? "always" : "auto",
		.names = choice & 64 ? "full" : "short",
		.expand_types = choice & 128,
		.relative_offsets = choice & 64,
		.command = "layoutscope file",
	};
	if (page >= 4)
		list(session, &options, choice & 128 ? "size,name" : NULL);
	else if (options.format)
		show(session, &options);
	ls_session_close(session);
}
