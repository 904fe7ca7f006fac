/*
 * find_match.h - does this pattern mean this name?
 *
 * Both are in the normal form of name.h.
 */
#ifndef LS_MODEL_FIND_MATCH_H
#define LS_MODEL_FIND_MATCH_H

#include <stdbool.h>

#include "model/name.h"

/* How well: the better one wins over all of the lesser ones. */
enum ls_match {
	LS_MATCH_NONE,
	LS_MATCH_GLOB,   /* or a regular expression */
	LS_MATCH_SUFFIX, /* some path was completed at its front */
	LS_MATCH_EXACT,  /* but for default arguments */
	LS_MATCH_SAME,   /* letter by letter */
};

/* As a name: exact, or every path in it a suffix of the name's path. */
enum ls_match ls_match_name(const struct ls_name *pattern,
    const struct ls_name *name, bool ignore_case);

/*
 * As a glob, against the whole name and against what follows each :: outside
 * of brackets; with a leading :: only against the whole name.
 */
bool ls_match_glob(const char *pattern, const char *name, bool ignore_case);

#endif
