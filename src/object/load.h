/*
 * load.h - all bytes of a file.
 */
#ifndef LS_OBJECT_LOAD_H
#define LS_OBJECT_LOAD_H

#include "base/bytes.h"

struct ls_error;

/* Owned by whoever loaded it; zero-initialised it holds nothing. */
struct ls_loaded {
	struct ls_bytes bytes; /* read-only */
	bool is_mapped;        /* else from malloc */
};

/*
 * Load what `path` names; "-" is standard input.  Error texts do not name the
 * path, the caller wraps them.
 */
struct ls_error *ls_load(const char *path, struct ls_loaded *ret);

void ls_unload(struct ls_loaded *loaded);

#endif
