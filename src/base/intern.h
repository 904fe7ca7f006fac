/*
 * intern.h - every name once.
 *
 * Equal texts get the same pointer, so a name is compared by address and kept
 * but once however many units repeat it.  Texts live as long as the table.
 */
#ifndef LS_BASE_INTERN_H
#define LS_BASE_INTERN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct ls_intern_slot {
	const char *text; /* NULL: free */
	uint32_t size;
	uint32_t hash;
};

/* Zero-initialise and set arena.limit_bytes. */
struct ls_intern {
	struct ls_arena arena;
	struct ls_intern_slot *slots;
	size_t room; /* a power of two, or 0 */
	size_t count;
};

/* The one copy of these bytes, NUL-terminated.  NULL if memory runs out. */
const char *ls_intern(struct ls_intern *table, const char *bytes, size_t size)
    __attribute__((warn_unused_result));

void ls_intern_free(struct ls_intern *table);

#endif
