/*
 * export.h - who outside sees a type.
 */
#ifndef LS_REPORT_EXPORT_H
#define LS_REPORT_EXPORT_H

#include <stdint.h>

enum { LS_EXPORT_SYMBOLS = 8 };

/* Functions and variables that a shared object exports and whose types lead to
 * a type, by their qualified names. */
struct ls_export {
	const char *symbols[LS_EXPORT_SYMBOLS]; /* the first of them */
	uint32_t count;      /* of all; with `through`: of the other's */
	const char *through; /* the type whose members lead to it; NULL: the
	                      * symbols name it themselves */
};

#endif
