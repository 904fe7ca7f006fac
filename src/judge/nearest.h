/*
 * nearest.h - the word that was meant.
 */
#ifndef LS_JUDGE_NEAREST_H
#define LS_JUDGE_NEAREST_H

#include <stddef.h>

/* The name that takes the fewest letters to change; NULL: none is near. */
const char *ls_nearest(
    const char *text, const char *const *names, size_t count);

#endif
