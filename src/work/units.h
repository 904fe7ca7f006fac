/*
 * units.h - which units describe which of the chosen types: list -u.
 */
#ifndef LS_UNITS_H
#define LS_UNITS_H

#include <stddef.h>

struct ls_chosen;
struct ls_error;
struct ls_source;

/* By index of the chosen; names are borrowed from the source. */
struct ls_units {
	size_t *begin;      /* one more than there are chosen */
	const char **names; /* from begin[i] to begin[i + 1] */
};

/* LS_ERROR_USAGE: the source does not know. */
struct ls_error *ls_units_find(const struct ls_source *source,
    const struct ls_chosen *chosen, struct ls_units *ret);

void ls_units_free(struct ls_units *units);

#endif
