/*
 * machines.h - the relocation types of machines.
 */
#ifndef LS_OBJECT_MACHINES_H
#define LS_OBJECT_MACHINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a relocation does with V = symbol + addend. */
enum ls_fix {
	LS_FIX_NOTHING,
	LS_FIX_SET,  /* store V */
	LS_FIX_ADD,  /* add V to what is there */
	LS_FIX_SUB,  /* take V from what is there */
	LS_FIX_SET6, /* the same in the low six bits of a byte */
	LS_FIX_SUB6,
	LS_FIX_SET_ULEB, /* the same in a LEB128 that keeps its length */
	LS_FIX_SUB_ULEB,
};

struct ls_fix_kind {
	uint32_t type; /* R_... of its machine */
	enum ls_fix fix;
	uint8_t width_bytes; /* 0 for LEB128 and LS_FIX_NOTHING */
};

struct ls_machine {
	uint16_t machine; /* EM_... */
	const char *name;
	const struct ls_fix_kind *kinds;
	size_t kind_count;
};

/* NULL if we do not know it. */
const struct ls_machine *ls_machine_find(uint16_t machine);
const struct ls_fix_kind *ls_machine_fix(
    const struct ls_machine *machine, uint32_t type);

#endif
