/*
 * find_many.h - many names at once, by the rules of find.h.
 *
 * ls_find() holds every name of a catalog against what is asked for.  Here
 * the catalog's names are put into tables first, so that a list of a million
 * names takes a second.
 */
#ifndef LS_MODEL_FIND_MANY_H
#define LS_MODEL_FIND_MANY_H

#include "model/find.h"

struct ls_finder;

/* The catalog is borrowed. */
struct ls_error *ls_finder_new(
    const struct ls_catalog *catalog, struct ls_finder **ret);

/*
 * The entries of one name or glob, in catalog order, none of them a typedef
 * or a mere declaration; free ret->ids.  None is no error.  LS_ERROR_LIMIT:
 * too many globs, or too many names that could be the end of too many.
 */
struct ls_error *ls_finder_find(
    struct ls_finder *finder, const char *text, struct ls_found *ret);

void ls_finder_free(struct ls_finder *finder); /* NULL is fine */

#endif
