/*
 * repr.h - by which repr a type of Rust was laid out: `repr` of JSON.
 *
 * It is never in the file: it is inferred from the layout.
 */
#ifndef LS_REPORT_REPR_H
#define LS_REPORT_REPR_H

#include <stdbool.h>
#include <stddef.h>

struct ls_repr_row {
	bool is_asked;    /* no: it has none, or nobody asks */
	const char *text; /* the likeliest: "Rust", "C", "packed(2)"; NULL:
	                   * none gives this layout, see `note` */
	const char *const *candidates; /* all that give it, with `text` */
	size_t candidate_count;
	const char *note; /* why there is none; NULL */
};

#endif
