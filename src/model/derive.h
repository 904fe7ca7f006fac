/*
 * derive.h - what derive.c, record.c, piece.c and rust.c share.
 */
#ifndef LS_MODEL_DERIVE_H
#define LS_MODEL_DERIVE_H

#include "model/place.h"
#include "model/table.h"

/* What is known of one type, beside what the type itself says. */
struct ls_known {
	ls_aligns can;      /* what the file allows */
	uint64_t data_bits; /* a C++ class: up to where nobody else may be */
	bool has_virtual;   /* a C++ class with virtual bases, or of such */
};

struct ls_derive {
	struct ls_model *model;
	struct ls_known *known;  /* by type */
	struct ls_piece *pieces; /* of the struct at hand */
	uint32_t piece_room;
};

/* Bit k of a set is 2^k bytes: read as a number, that bit is the bytes. */
static inline ls_aligns
ls_aligns_of_bits(uint64_t align_bits)
{
	return align_bits / 8;
}

static inline bool
ls_aligns_is_one(ls_aligns set)
{
	return set != 0 && (set & (set - 1)) == 0;
}

/* Nothing is known of what stands inside: what is stated, or no claim. */
void ls_derive_opaque(struct ls_type *type, struct ls_known *known);

bool ls_derive_is_gcc(
    const struct ls_model *model, const struct ls_type *type);

/* Does a typedef stand between a member and what it is made of? */
bool ls_derive_has_typedef(const struct ls_model *model, ls_type_id id);

/* What each field may ask for, into derive->pieces. */
struct ls_error *ls_derive_pieces(
    struct ls_derive *derive, const struct ls_type *type);

/* A struct, class or union of C or C++; its parts are known. */
struct ls_error *ls_derive_record(struct ls_derive *derive, ls_type_id id);

/* Any type with members, of Rust. */
void ls_derive_rust(struct ls_derive *derive, ls_type_id id);

#endif
