/*
 * weights.h - how many of each type there are: the file of --weights.
 */
#ifndef LS_WEIGHTS_H
#define LS_WEIGHTS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct ls_catalog;
struct ls_error;

/* By entry of the catalog. */
struct ls_weights {
	uint64_t *counts;
	bool *is_told; /* no: the file does not name it */
};

/*
 * Read "type<TAB>count" lines.  LS_ERROR_USAGE: a line that is none
 * ("weights.tsv:3: ...").  A name that no type has, or that several have, is
 * passed over and told in `notes` (NULL: nobody reads them).
 */
struct ls_error *ls_weights_read(const char *path,
    const struct ls_catalog *catalog, FILE *notes, struct ls_weights *ret);

void ls_weights_free(struct ls_weights *weights);

#endif
