/*
 * image.h - one ELF image of a file, as this room sees it.
 */
#ifndef LS_OBJECT_IMAGE_H
#define LS_OBJECT_IMAGE_H

#include "object/debugfile.h"
#include "object/sections.h"

struct ls_image {
	char *name; /* "a.out", or "libx.a(y.o)" */
	struct ls_sections *own;
	struct ls_debug_file debug; /* where its types are, if not here */
};

/*
 * Set up an image over bytes that the file holds.  Takes `name`, also when it
 * fails.  Error texts name the image.
 */
struct ls_error *ls_image_init(
    struct ls_image *image, char *name, struct ls_bytes bytes);

/* Look for the image's types elsewhere, if need be.  `path` is its file. */
struct ls_error *ls_image_find_debug(struct ls_image *image, const char *path,
    const struct ls_object_options *options);

void ls_image_drop(struct ls_image *image);

#endif
