/*
 * virtual_own.h - what virtual.c and virtual_class.c share.
 */
#ifndef LS_MODEL_VIRTUAL_OWN_H
#define LS_MODEL_VIRTUAL_OWN_H

#include "base/limits.h"
#include "model/table.h"

enum { BYTE = 8, CLOSE = 0, LOOSE = 1, WAYS = 2 };

/* What a class is to those that hold it.  In bytes, without virtual bases. */
struct shape {
	uint64_t data[WAYS]; /* from where on a virtual base may begin */
	uint64_t size[WAYS]; /* what of it stands in a derived class */
	uint64_t align;      /* 0: not known */
	ls_type_id primary;  /* the virtual base whose vptr is its own */
	bool is_class;
	bool is_empty;
	bool is_dynamic;      /* has a vptr, of its own or a base's */
	bool is_nearly_empty; /* has nothing else */
	bool has_virtual;     /* virtual bases, of its own or a base's */
	bool is_unknown;      /* one of these could not be told */
};

/* The complete object, and each of its virtual bases. */
struct root {
	ls_type_id type;
	uint64_t at[WAYS];
	bool is_open;        /* what is not in DWARF may have moved it */
	bool is_claimed;     /* it is the primary base of some class... */
	uint32_t claimer;    /* ... in that root, ... */
	uint64_t claimed_at; /* ... there */
};

struct empty {
	ls_type_id type;
	uint64_t at;
};

struct object {
	struct ls_model *model;
	struct shape *shapes; /* by type */
	uint64_t steps;       /* left, in this file */
	uint64_t own_steps;   /* left, of this class */

	struct root roots[LS_MAX_VIRTUAL_BASES + 1];
	uint32_t root_count;
	struct empty empties[LS_MAX_EMPTY_BASES];
	uint32_t empty_count, empty_seen;
	uint64_t data[WAYS];
	uint64_t size[WAYS];
	bool has_failed;
};

static inline uint64_t
most(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* Account for one step of a walk; false once there were too many. */
bool ls_class_step(struct object *object);

/*
 * The base that the source names next, fields being sorted by offset: pass
 * NULL first.  Those that were added here are no news.
 */
const struct ls_field *ls_class_next_base(struct object *object,
    const struct ls_type *type, const struct ls_field *last);

/* Fill in the shape of `id`; those of its parts are there. */
void ls_class_measure(struct object *object, ls_type_id id);

#endif
