/*
 * spelling.h - types and members that two compilers spell in two ways.
 */
#ifndef LS_JUDGE_SPELLING_H
#define LS_JUDGE_SPELLING_H

#include <stdbool.h>

/*
 * The same type?  gcc writes "long unsigned int" where clang writes "unsigned
 * long", and both may stand inside "const long int *".
 */
bool ls_same_spelling(const char *a, const char *b);

/* The pointer to virtual functions: gcc's "_vptr.Base", clang's "_vptr$Base".
 */
bool ls_is_vptr_name(const char *name);

#endif
