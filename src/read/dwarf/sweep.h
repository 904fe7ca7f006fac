/*
 * sweep.h - all units of an image into the index, on several threads.
 *
 * What comes out does not depend on how many there are, nor on which thread
 * met which unit: equal types are joined under the first of them in the file.
 */
#ifndef LS_READ_DWARF_SWEEP_H
#define LS_READ_DWARF_SWEEP_H

#include "read/dwarf/load.h"
#include "read/dwarf/mention.h"
#include "read/reader.h"

struct ls_error;

struct ls_sweep {
	struct ls_index *index;
	struct ls_dwarf_image *image; /* its refs are filled, with rows */
	uint32_t number;              /* of the image */
	const struct ls_read_options *options;
	const struct ls_mention *mention; /* NULL: all units are wanted */
	size_t units_done, units_total;   /* of the whole file, for progress */

	/*
	 * The indices of the threads: the index has names of theirs until it
	 * is finished.  Free them with ls_sweep_free().
	 */
	struct ls_index *parts;
	size_t part_count;
	bool imports_elsewhere; /* some unit imports one of another file */
};

/* An error is that of the first unit in the file that has one. */
struct ls_error *ls_sweep_run(struct ls_sweep *sweep);

void ls_sweep_free(struct ls_sweep *sweep);

#endif
