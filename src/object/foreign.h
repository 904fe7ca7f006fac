/*
 * foreign.h - types in a form that is named, not read.
 */
#ifndef LS_OBJECT_FOREIGN_H
#define LS_OBJECT_FOREIGN_H

#include <stdbool.h>

struct ls_foreign {
	const char *section; /* where it is; a '*' ends a prefix */
	const char *what;    /* as ls_image_foreign() */
	const char *hint;    /* what the user can do */
	bool beside;         /* named where there is a .debug_info too */
	bool alone;          /* named where there is none */
};

/* One bit for a section's name; 0 if it is nothing to name. */
unsigned ls_foreign_bit(const char *section);

/* What to name in an image with such sections; NULL if nothing. */
const struct ls_foreign *ls_foreign_first(unsigned bits, bool have_types);

#endif
