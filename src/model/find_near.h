/*
 * find_near.h - the names that a misspelt one may have meant.
 */
#ifndef LS_MODEL_FIND_NEAR_H
#define LS_MODEL_FIND_NEAR_H

#include "model/catalog.h"

struct ls_error;

/*
 * Add "did you mean: a, b, c" to `err` and return it: at most three names,
 * the nearest first; nothing where nothing is near.  `has_keyword`: the user
 * wrote "struct x", so the names get theirs.
 */
struct ls_error *ls_near_add(struct ls_error *err,
    const struct ls_catalog *catalog, const char *pattern, bool has_keyword);

#endif
