/*
 * starter.h - the rules that a gate begins with: what init prints.
 */
#ifndef LS_REPORT_STARTER_H
#define LS_REPORT_STARTER_H

#include "report/report.h"

/* Why a type is worth a rule; bits. */
enum {
	LS_STARTER_WASTEFUL = 1,
	LS_STARTER_HELD = 2,
	LS_STARTER_LARGE = 4,
	LS_STARTER_NICHE = 8,
};

struct ls_starter_row {
	const struct ls_row *row;
	unsigned why;
	uint64_t held_count;      /* types that hold it by value */
	uint64_t best_size_bytes; /* of any order; the size if none is less */
};

/* All that the page says. */
struct ls_starter {
	const char *file; /* as it was typed */
	const struct ls_starter_row *rows;
	size_t row_count;
};

#endif
