/*
 * load.c - all bytes of a file.
 *
 * A regular file is mapped, so that opening 600 MB takes no time and its
 * pages are shared with whoever else reads it.  Pipes, terminals and devices
 * are read to their end.
 *
 * A mapped file that another process cuts short raises SIGBUS where the
 * missing pages are touched; cmd/ turns that into an error, because nothing
 * here can tell in advance.
 */
#include "object/load.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"

#define FIRST_READ_BYTES ((size_t)64 * 1024)

static struct ls_error *
system_error(int number)
{
	return ls_error_new(LS_ERROR_SYSTEM, "%s", strerror(number));
}

/* Make `*buffer` twice as large, up to one byte more than is allowed. */
static struct ls_error *
widen(uint8_t **buffer, size_t *room)
{
	if (*room > LS_MAX_LOADED_BYTES)
		return ls_error_new(LS_ERROR_LIMIT,
		    "more than %zu bytes, and not a file to map",
		    LS_MAX_LOADED_BYTES);
	size_t wider = *room ? *room * 2 : FIRST_READ_BYTES;
	if (wider > LS_MAX_LOADED_BYTES)
		wider = LS_MAX_LOADED_BYTES + 1;
	uint8_t *moved = realloc(*buffer, wider);
	if (!moved)
		return &ls_error_nomem;
	*buffer = moved;
	*room = wider;
	return NULL;
}

/* Read to the end. */
static struct ls_error *
read_all(int fd, struct ls_loaded *ret)
{
	uint8_t *buffer = NULL;
	size_t size = 0, room = 0;
	struct ls_error *err = NULL;
	for (;;) {
		if (size == room && (err = widen(&buffer, &room)))
			break;
		ssize_t got = read(fd, buffer + size, room - size);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			err = system_error(errno);
		if (got <= 0)
			break;
		size += (size_t)got;
	}
	if (!err && size == 0)
		err = ls_error_new(LS_ERROR_FORMAT, "is empty");
	if (err) {
		free(buffer);
		return err;
	}
	*ret = (struct ls_loaded){ { buffer, size }, false };
	return NULL;
}

static struct ls_error *
load_fd(int fd, struct ls_loaded *ret)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return system_error(errno);
	if (S_ISDIR(st.st_mode))
		return ls_error_new(LS_ERROR_SYSTEM, "is a directory");
	/* Files in /proc are regular, have size 0, and have contents. */
	if (!S_ISREG(st.st_mode) || st.st_size <= 0)
		return read_all(fd, ret);
	if ((uintmax_t)st.st_size > SIZE_MAX)
		return ls_error_new(LS_ERROR_LIMIT, "is too large to map");

	size_t size = (size_t)st.st_size;
	void *at = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED)
		return read_all(fd, ret); /* a file system that maps nothing */
	*ret = (struct ls_loaded){ { at, size }, true };
	return NULL;
}

struct ls_error *
ls_load(const char *path, struct ls_loaded *ret)
{
	if (strcmp(path, "-") == 0)
		return read_all(STDIN_FILENO, ret);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return system_error(errno);
	struct ls_error *err = load_fd(fd, ret);
	close(fd);
	return err;
}

void
ls_unload(struct ls_loaded *loaded)
{
	if (loaded->is_mapped)
		munmap(
		    (void *)(uintptr_t)loaded->bytes.at, loaded->bytes.size);
	else
		free((void *)(uintptr_t)loaded->bytes.at);
	*loaded = (struct ls_loaded){ 0 };
}
