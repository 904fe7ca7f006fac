/*
 * source_file.c - the source file that a compiler spoke of, if it is here.
 *
 * The path comes out of a binary, so anybody may have written it: nothing but
 * a regular file is opened, and below a root nothing leads out of it again.
 */
#include "object/source_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/out.h"

static struct ls_error *
finish(struct ls_out *out, char **ret)
{
	struct ls_error *err = ls_out_finish(out);
	if (err)
		ls_out_free(out);
	else
		*ret = out->text;
	return err;
}

/* Put NEW in the place of OLD at the beginning, where whole names end. */
static const char *
mapped_rest(const char *path, const char *map, const char **new_start)
{
	const char *equals = strchr(map, '=');
	size_t size = equals ? (size_t)(equals - map) : 0;
	if (size == 0 || strncmp(path, map, size) != 0)
		return NULL;
	if (path[size] && path[size] != '/' && path[size - 1] != '/')
		return NULL;
	*new_start = equals + 1;
	return path + size;
}

/* Take out what "." and ".." say; ".." of nothing is dropped. */
static void
put_clean(struct ls_out *out, const char *path)
{
	size_t floor = 0;
	if (*path == '/') {
		ls_out_char(out, '/');
		floor = 1;
	}
	while (*path) {
		size_t size = strcspn(path, "/");
		bool is_up = size == 2 && memcmp(path, "..", 2) == 0;
		if (is_up) {
			while (out->size > floor &&
			    out->text[out->size - 1] != '/')
				out->size--;
			if (out->size > floor)
				out->size--;
		} else if (size > 0 && !(size == 1 && *path == '.')) {
			if (out->size > floor)
				ls_out_char(out, '/');
			ls_out_bytes(out, path, size);
		}
		path += size + (path[size] == '/');
	}
	ls_out_bytes(out, "", 0);
}

static void
put_mapped(
    struct ls_out *out, const char *path, const struct ls_source_where *where)
{
	const char *start = "";
	const char *rest = NULL;
	for (size_t i = 0; where->maps && where->maps[i] && !rest; i++)
		rest = mapped_rest(path, where->maps[i], &start);
	ls_out_text(out, start);
	ls_out_text(out, rest ? rest : path);
}

/* Folder and file as one path, mapped, without dots. */
static struct ls_error *
clean_path(const char *folder, const char *told,
    const struct ls_source_where *where, char **ret)
{
	struct ls_out whole = { 0 }, mapped = { 0 }, out = { 0 };
	if (folder && *folder && *told != '/')
		ls_out_format(&whole, "%s/", folder);
	ls_out_text(&whole, told);
	struct ls_error *err = ls_out_finish(&whole);
	if (!err) {
		put_mapped(&mapped, whole.text, where);
		err = ls_out_finish(&mapped);
	}
	if (!err) {
		put_clean(&out, mapped.text);
		err = finish(&out, ret);
	}
	ls_out_free(&whole);
	ls_out_free(&mapped);
	return err;
}

static bool
is_regular(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* ROOT and the longest end of the path that is a file there. */
static struct ls_error *
find_below(const char *root, const char *path, struct ls_source_file *source,
    bool *found)
{
	for (const char *end = path; end; end = strchr(end, '/')) {
		end += *end == '/';
		struct ls_out out = { 0 };
		char *candidate = NULL;
		ls_out_format(&out, "%s/%s", root, end);
		struct ls_error *err = finish(&out, &candidate);
		if (err)
			return err;
		if (*end && is_regular(candidate)) {
			source->path = candidate;
			source->label = strdup(end);
			*found = true;
			return source->label ? NULL : &ls_error_nomem;
		}
		free(candidate);
	}
	return NULL;
}

/* "/home/me/src/a.c" seen from "/home/me" is "src/a.c". */
static struct ls_error *
label_from_here(struct ls_source_file *source)
{
	char *here = getcwd(NULL, 0);
	size_t size = here ? strlen(here) : 0;
	const char *label = source->path;
	if (size > 0 && strncmp(label, here, size) == 0 && label[size] == '/')
		label += size + 1;
	free(here);
	source->label = strdup(label + strspn(label, "/"));
	return source->label ? NULL : &ls_error_nomem;
}

static struct ls_error *
find(const char *folder, const char *told, const struct ls_source_where *where,
    struct ls_source_file *source)
{
	char *path = NULL;
	bool found = false;
	struct ls_error *err = clean_path(folder, told, where, &path);
	if (err)
		return err;
	if (where->root) {
		err = find_below(where->root, path, source, &found);
	} else if (is_regular(path)) {
		source->path = strdup(path);
		found = true;
		err = source->path ? label_from_here(source) : &ls_error_nomem;
	}
	if (!err && !found)
		err = where->root
		    ? ls_error_new(LS_ERROR_SYSTEM,
			  "its source %s is not below %s", path, where->root)
		    : ls_error_new(LS_ERROR_SYSTEM,
			  "its source %s is not here (--source-root=DIR, "
			  "--path-map=OLD=NEW)",
			  path);
	free(path);
	return err;
}

static struct ls_error *
read_text(int fd, struct ls_source_file *source)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return ls_error_new(LS_ERROR_SYSTEM, "%s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		return ls_error_new(LS_ERROR_SYSTEM, "is not a file");
	if (st.st_size < 0 || (uintmax_t)st.st_size > LS_MAX_SOURCE_BYTES)
		return ls_error_new(LS_ERROR_LIMIT, "has more than %zu bytes",
		    LS_MAX_SOURCE_BYTES);
	source->changed = st.st_mtim;
	size_t room = (size_t)st.st_size;
	source->text = malloc(room + 1);
	if (!source->text)
		return &ls_error_nomem;
	while (source->size < room) {
		ssize_t got = read(
		    fd, source->text + source->size, room - source->size);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return ls_error_new(
			    LS_ERROR_SYSTEM, "%s", strerror(errno));
		if (got == 0)
			break;
		source->size += (size_t)got;
	}
	return NULL;
}

struct ls_error *
ls_source_file_read(const char *folder, const char *told,
    const struct ls_source_where *where, struct ls_source_file *ret)
{
	struct ls_source_file source = { 0 };
	struct ls_error *err = find(folder, told, where, &source);
	if (!err) {
		/* what was a file may be a pipe by now */
		int fd = open(
		    source.path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
		err = fd < 0
		    ? ls_error_new(LS_ERROR_SYSTEM, "%s", strerror(errno))
		    : read_text(fd, &source);
		if (fd >= 0)
			close(fd);
		err = ls_error_wrap(err, "%s", source.path);
	}
	if (err)
		ls_source_file_free(&source);
	else
		*ret = source;
	return err;
}

void
ls_source_file_free(struct ls_source_file *source)
{
	free(source->path);
	free(source->label);
	free(source->text);
	*source = (struct ls_source_file){ 0 };
}

bool
ls_file_changed(const char *path, struct timespec *ret)
{
	struct stat st;
	if (stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return false;
	*ret = st.st_mtim;
	return true;
}
