/*
 * keyed.h - rows of two inputs, brought together by what they are called.
 *
 * A type is known by its name, kind and language; several of one name by
 * which of them in order of appearance.
 */
#ifndef LS_JUDGE_KEYED_H
#define LS_JUDGE_KEYED_H

#include <stddef.h>

#include "report/report.h"

struct ls_keyed {
	const char *name; /* borrowed; NULL: it has none */
	enum ls_kind kind;
	enum ls_lang lang;
	const struct ls_row *row; /* NULL: not made, or no longer there */
	size_t index;             /* in order of the file */
	uint32_t nth;             /* of its name, from 0; by ls_keyed_sort() */
	/* Of the other side: by ls_keyed_pair().  NULL: none. */
	const struct ls_row *partner;
};

struct ls_keyed ls_keyed_of(const struct ls_row *row, size_t index);

/* Sort by name, kind, language and appearance, and number. */
void ls_keyed_sort(struct ls_keyed *items, size_t count);

/* Are both called alike, but for their numbers? */
bool ls_keyed_is_alike(const struct ls_keyed *a, const struct ls_keyed *b);

/*
 * Bring together what two sorted sides call alike.  Of several definitions of
 * one name those that are equal find each other, and the others go in order of
 * appearance, so that one more in front of them does not change them all.
 * All of that need no row but those of several definitions, see below.
 */
void ls_keyed_pair(struct ls_keyed *old, size_t old_count,
    struct ls_keyed *new, size_t new_count);

/* Mark those of the new side, by index, whose partner is found by what is in
 * the rows of both sides. */
void ls_keyed_contested(struct ls_keyed *old, size_t old_count,
    struct ls_keyed *new, size_t new_count, bool *marks);

#endif
