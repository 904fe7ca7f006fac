/*
 * niche_tie.h - which of two equally large niches rustc keeps.
 */
#ifndef LS_ANALYSE_NICHE_TIE_H
#define LS_ANALYSE_NICHE_TIE_H

#include "analyse/layout/layout.h"

/* A struct or variant whose fields rustc has placed. */
struct ls_parts {
	const struct ls_part *items; /* in order of the source */
	uint32_t count;
	uint64_t align_bytes; /* align(N); 0: none */
	uint64_t pack_bytes;  /* packed(N); 0: not packed */
	bool is_tuple;        /* its last field is always kept last */
	bool may_pin_last;    /* its last field may be kept last */
};

enum ls_tie {
	LS_TIE_UNKNOWN, /* no rule gives this layout, or two disagree */
	LS_TIE_FIRST,   /* the first in memory */
	LS_TIE_LAST,
	LS_TIE_NOMEM,
};

enum ls_tie ls_niche_tie(const struct ls_parts *parts);

#endif
