/*
 * debugfile.h - the separate debug file of an image without types.
 */
#ifndef LS_OBJECT_DEBUGFILE_H
#define LS_OBJECT_DEBUGFILE_H

#include "object/load.h"
#include "object/sections.h"

/* Zero-initialised: none, and none was looked for. */
struct ls_debug_file {
	struct ls_sections *sections; /* NULL: there is none */
	struct ls_loaded loaded;
	char *path; /* for messages; NULL if there is none */

	/*
	 * Places that were tried in vain, each line with the reasons; NULL
	 * where the image does not say what to look for:
	 *
	 *	looked for debuglink 'a.debug' in ./, ./.debug/ (absent)
	 */
	char *tried_build_id;
	char *tried_link;
};

/*
 * Open the debug file that the user named.  One that belongs to another
 * image, or has no types, is an error.  `image_name` is for that message.
 */
struct ls_error *ls_debug_file_open(const char *path, const char *image_name,
    const struct ls_sections *image, struct ls_debug_file *ret);

/*
 * Look where debug files are kept: by build-id, then by .gnu_debuglink.
 * `path` is the image's file; `dirs` NULL is /usr/lib/debug.  Not to find one
 * is no error; the lines of `ret` then say where it was not.
 */
struct ls_error *ls_debug_file_search(const char *path,
    const struct ls_sections *image, const char *const *dirs,
    struct ls_debug_file *ret);

void ls_debug_file_close(struct ls_debug_file *debug);

#endif
