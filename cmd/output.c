/*
 * output.c - where the page goes: standard output, or a file that appears
 * only when it is whole.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "cmd.h"

/* The file being written aside, for a signal handler to take away. */
static const char *volatile aside_now;

static struct ls_error *
cannot(const char *what, const char *path)
{
	return ls_error_new(
	    LS_ERROR_WRITE, "%s: %s: %s", path, what, strerror(errno));
}

/*
 * A new file beside `path`, with the rights of the one that is `there`, else
 * those that a plain file would get.
 */
static struct ls_error *
open_aside(const char *path, const struct stat *there, struct cmd_output *ret)
{
	char *aside;
	if (asprintf(&aside, "%s.XXXXXX", path) < 0)
		return &ls_error_nomem;
	int fd = mkstemp(aside);
	if (fd < 0) {
		struct ls_error *err = cannot("cannot write", path);
		free(aside);
		return err;
	}
	mode_t mask = umask(0);
	umask(mask);
	fchmod(fd, there ? there->st_mode & 0777 : 0666 & ~mask);
	ret->file = fdopen(fd, "w");
	if (!ret->file) {
		close(fd);
		unlink(aside);
		free(aside);
		return &ls_error_nomem;
	}
	ret->aside = aside;
	aside_now = aside;
	return NULL;
}

/* Links that lead to links: as many as Linux follows (path_resolution(7)). */
enum { MOST_LINKS = 40 };

/* A name beside a file: "b" of "a/c" is "a/b". */
static char *
beside(const char *file, const char *name)
{
	const char *slash = strrchr(file, '/');
	char *joined;
	if (!slash || name[0] == '/')
		return strdup(name);
	return asprintf(
		   &joined, "%.*s%s", (int)(slash - file) + 1, file, name) < 0
	    ? NULL
	    : joined;
}

/* The folder of a file that is not there, with no links in it. */
static char *
in_real_folder(const char *file)
{
	const char *slash = strrchr(file, '/');
	char *folder = slash ? strndup(file, (size_t)(slash - file) + 1)
			     : strdup("."),
	     *real = folder ? realpath(folder, NULL) : NULL, *joined = NULL;
	if (real &&
	    asprintf(&joined, "%s/%s", real, slash ? slash + 1 : file) < 0)
		joined = NULL;
	free(folder);
	free(real);
	return joined ? joined : strdup(file);
}

char *
cmd_place_of(const char *file)
{
	char *at = strdup(file), *real = realpath(file, NULL);
	for (int hop = 0; at && !real && hop < MOST_LINKS; hop++) {
		char name[PATH_MAX];
		ssize_t size = readlink(at, name, sizeof(name) - 1);
		if (size < 0)
			break;
		name[size] = '\0';
		char *next = beside(at, name);
		free(at);
		at = next;
		real = at ? realpath(at, NULL) : NULL;
	}
	if (!real && at)
		real = in_real_folder(at);
	free(at);
	return real;
}

/* A link stays one: what it leads to is written, and aside of that, also where
 * it leads to nothing so far. */
static struct ls_error *
open_real(const char *path, const struct stat *there, struct cmd_output *ret)
{
	struct stat link;
	bool is_plain = !there && lstat(path, &link) != 0;
	ret->real = is_plain ? NULL : cmd_place_of(path);
	if (!is_plain && !ret->real)
		return cannot("cannot write", path);
	bool is_ring = ret->real && lstat(ret->real, &link) == 0 &&
	    S_ISLNK(link.st_mode);
	if (is_ring)
		errno = ELOOP;
	struct ls_error *err = is_ring
	    ? cannot("cannot write", path)
	    : open_aside(ret->real ? ret->real : path, there, ret);
	if (err) {
		free(ret->real);
		ret->real = NULL;
	}
	return err;
}

struct ls_error *
cmd_output_open(const char *path, struct cmd_output *ret)
{
	*ret = (struct cmd_output){ .file = stdout };
	if (!path || strcmp(path, "-") == 0)
		return NULL;

	ret->path = path;
	struct stat there;
	bool exists = stat(path, &there) == 0;
	if (exists && !S_ISREG(there.st_mode)) {
		ret->file = fopen(path, "w");
		return ret->file ? NULL : cannot("cannot write", path);
	}
	ret->file = NULL;
	return open_real(path, exists ? &there : NULL, ret);
}

struct ls_error *
cmd_output_commit(struct cmd_output *output)
{
	if (!output->path) {
		if (fflush(stdout) == 0 && !ferror(stdout))
			return NULL;
		return ls_error_new(
		    LS_ERROR_WRITE, "standard output: %s", strerror(errno));
	}
	FILE *file = output->file;
	output->file = NULL;
	bool bad = ferror(file);
	if (fclose(file) != 0 || bad)
		return cannot("cannot write", output->path);
	const char *place = output->real ? output->real : output->path;
	if (output->aside && rename(output->aside, place) != 0)
		return cannot("cannot put in place", output->path);
	free(output->aside);
	output->aside = NULL;
	aside_now = NULL;
	return NULL;
}

void
cmd_output_close(struct cmd_output *output)
{
	if (output->path && output->file)
		fclose(output->file);
	if (output->aside) {
		unlink(output->aside);
		aside_now = NULL;
		free(output->aside);
	}
	free(output->real);
	*output = (struct cmd_output){ 0 };
}

void
cmd_output_abandon_all(void)
{
	if (aside_now)
		unlink(aside_now);
}
