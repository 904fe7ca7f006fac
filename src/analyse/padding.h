/*
 * padding.h - the bits of a type that belong to no field.
 */
#ifndef LS_ANALYSE_PADDING_H
#define LS_ANALYSE_PADDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ls_field;
struct ls_model;
struct ls_row;
struct ls_type;

/* Bits from `begin_bits` up to, not including, `end_bits`. */
struct ls_extent {
	uint64_t begin_bits;
	uint64_t end_bits;
};

/* An `end_bits`: how long it is nobody knows. */
#define LS_EXTENT_OPEN UINT64_MAX

/*
 * The bits that a field of `type` takes: none if it has no place, an open
 * extent if it has no size.  C's flexible array takes none, as sizeof has it.
 */
struct ls_extent ls_extent_of(
    const struct ls_type *type, const struct ls_field *field);

/*
 * The gaps that `used` (which it sorts; extents may overlap) leaves in a
 * type of `size_bits`.  `gaps` has room for one more than `count`; returns
 * how many there are.  What follows an open extent is no gap.
 */
size_t ls_gaps(struct ls_extent *used, size_t count, uint64_t size_bits,
    struct ls_extent *gaps);

/*
 * Cut a gap at the borders of whole bytes: odd bits, bytes, odd bits.
 * Returns how many pieces there are, at most 3.
 */
size_t ls_gap_split(struct ls_extent gap, struct ls_extent pieces[3]);

static inline bool
ls_is_whole_bytes(struct ls_extent piece)
{
	return piece.begin_bits % 8 == 0 && piece.end_bits % 8 == 0;
}

/*
 * Can it be told what no field covers?  No: a size or a place is missing, a
 * virtual base stands somewhere, or a note says that something is wrong.
 */
bool ls_holes_are_known(
    const struct ls_model *model, const struct ls_type *type);

/* Count the gap into the totals of `row`, whose size is there. */
void ls_count_gap(struct ls_row *row, struct ls_extent gap);

#endif
