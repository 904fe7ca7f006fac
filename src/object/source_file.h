/*
 * source_file.h - the source file that a compiler spoke of, if it is here.
 */
#ifndef LS_OBJECT_SOURCE_FILE_H
#define LS_OBJECT_SOURCE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct ls_error;

/* Where to look.  Zero: where the compiler found it. */
struct ls_source_where {
	const char *root;        /* --source-root; NULL: none */
	const char *const *maps; /* --path-map: "OLD=NEW"; NULL-terminated, or
	                          * NULL */
};

struct ls_source_file {
	char *path;
	char *label; /* from the root, else from here, else from "/" */
	char *text;
	size_t size;
	struct timespec changed; /* the last time that it was written */
};

/*
 * Find and read the file at the path that the compiler told; a relative one
 * is from `folder`, which may be NULL.  With a root it
 * is looked for only there, by the longest end of that path which leads to a
 * file.  Only regular files of up to LS_MAX_SOURCE_BYTES are read.
 * LS_ERROR_SYSTEM: it is not there, or cannot be read; LS_ERROR_LIMIT.
 */
struct ls_error *ls_source_file_read(const char *folder, const char *told,
    const struct ls_source_where *where, struct ls_source_file *ret);

void ls_source_file_free(struct ls_source_file *source);

/* When a file was last written; false: no such file. */
bool ls_file_changed(const char *path, struct timespec *ret);

#endif
