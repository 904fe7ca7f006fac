/*
 * archive.h - the members of an ar archive.
 */
#ifndef LS_OBJECT_ARCHIVE_H
#define LS_OBJECT_ARCHIVE_H

#include "base/bytes.h"

struct ls_error;

struct ls_archive {
	struct ls_cursor c;         /* at the next member's header */
	struct ls_bytes long_names; /* GNU's "//" */
	size_t member_count;        /* so far */
};

struct ls_member {
	struct ls_bytes name; /* borrowed; no NUL at its end */
	struct ls_bytes bytes;
};

bool ls_bytes_are_archive(struct ls_bytes bytes);

/* LS_ERROR_UNSUPPORTED for a thin archive, whose members are elsewhere. */
struct ls_error *ls_archive_open(
    struct ls_bytes bytes, struct ls_archive *ret);

/*
 * The next member; *got is false behind the last.  Symbol tables and tables
 * of names are passed over.
 */
struct ls_error *ls_archive_next(
    struct ls_archive *archive, struct ls_member *member, bool *got);

#endif
