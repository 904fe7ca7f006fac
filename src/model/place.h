/*
 * place.h - what the places of members tell of alignment.
 *
 * DWARF seldom says how a struct is aligned, or that it is packed.  But its
 * members stand somewhere, and a compiler that aligned them would have put
 * them at certain places only.
 */
#ifndef LS_MODEL_PLACE_H
#define LS_MODEL_PLACE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A set of alignments: bit k is 2^k bytes.  So 1 is "a byte", 5 "a byte or
 * four bytes", and 0 "none is possible".
 */
typedef uint64_t ls_aligns;

#define LS_ANY_ALIGN (~(ls_aligns)0 >> 1)

/* A member: where it stands, and what it may ask for. */
struct ls_piece {
	ls_aligns natural;  /* what its type or its attribute may ask for */
	ls_aligns presumed; /* the one that we take it to be; 0: no idea */
	ls_aligns own; /* its own attribute's, which `packed` leaves; or 0 */
	bool is_fixed; /* asks for that also in a packed struct */
	bool is_bitfield;
	bool is_loose;  /* a bit-field that #pragma pack lets stay anywhere */
	bool has_place; /* `offset` was chosen by alignment */
	bool is_open;   /* we do not know where it ends */
	ls_aligns
	    lost; /* what an _Atomic that is not in DWARF would ask for */
	uint64_t offset_bits;
	uint64_t size_bits;
	uint64_t data_bits; /* what of it a later member cannot share */
	uint64_t unit_bits; /* of a bit-field: its type's size */
};

/* A struct, class or union. */
struct ls_placement {
	const struct ls_piece *pieces; /* by offset */
	uint32_t count;
	bool is_union;
	bool has_size;
	bool has_open_end; /* more stands in it than its pieces */
	uint64_t size_bits;
	ls_aligns least; /* one alignment: an attribute asks for as much */
};

/* What a struct may be aligned to, under some assumption. */
struct ls_placing {
	ls_aligns can; /* 0: it cannot stand like this */
	/* A gap or tail that no alignment of these members makes: unnamed
	 * bit-fields, or an attribute that was not written down... */
	bool has_gap;
	bool has_doubt; /* some hole was not held for evidence */
	ls_aligns over; /* ... and which one it could have been; */
	ls_aligns lost; /* or was, of those that DWARF does not say */
};

/* Each member at what it is presumed (or may be) aligned to. */
struct ls_placing ls_place_presumed(const struct ls_placement *placement);

/* Each member at whatever its type may be aligned to. */
struct ls_placing ls_place_natural(const struct ls_placement *placement);

/* The struct, some of its members, or the types of these packed. */
struct ls_placing ls_place_packed(const struct ls_placement *placement);

#endif
