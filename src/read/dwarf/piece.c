/*
 * piece.c - what a member, enumerator or subrange adds to its type's digest.
 */
#include <dwarf.h>

#include "read/dwarf/record.h"
#include "read/dwarf/survey_own.h"

/* What a member has that does not lie at just so many bytes. */
enum {
	ODD_PLACE = LS_DIE_BYTE_SIZE | LS_DIE_BIT_SIZE | LS_DIE_ALIGNMENT |
	    LS_DIE_MEMBER_EXPR | LS_DIE_DATA_BIT_OFFSET | LS_DIE_BIT_OFFSET,
};

static uint64_t
hash_of_const(const struct ls_die_const *value)
{
	return hash_pair(value->low, value->high);
}

/* Where a member lies: the same in whichever way the file says it. */
static uint64_t
hash_of_odd_place(
    const struct ls_survey *s, const struct ls_die *die, uint64_t hash)
{
	struct ls_place place = ls_place_member(
	    die, s->dies->is_big_endian, false, 0, true);
	hash = hash_pair(hash, place.has_offset ? place.offset_bits : 1);
	if (place.has_size)
		hash = hash_pair(hash, place.size_bits);
	/* clang's, where the storage unit is as large as a type further on */
	if (die->has & LS_DIE_BIT_OFFSET && !(die->has & LS_DIE_BYTE_SIZE))
		hash = hash_pair(hash, (uint64_t)die->bit_offset);
	if (die->has & LS_DIE_ALIGNMENT)
		hash = hash_pair(hash, die->alignment);
	if (die->has & LS_DIE_MEMBER_EXPR)
		hash = hash_pair(hash,
		    ls_hash_bytes(
			die->member_expr.at, die->member_expr.size, 0));
	return hash;
}

static inline uint64_t
hash_of_place(
    const struct ls_survey *s, const struct ls_die *die, uint64_t hash)
{
	uint64_t bytes = die->has & LS_DIE_MEMBER_LOCATION
	    ? die->member_location
	    : 0;
	/* nearly all of them */
	if (!(die->has & ODD_PLACE) && bytes <= INT64_MAX / 8)
		return hash_pair(hash, bytes * 8);
	return hash_of_odd_place(s, die, hash);
}

bool
ls_survey_piece(
    struct ls_survey *s, const struct ls_die *die, struct ls_piece *ret)
{
	uint64_t hash = hash_pair(die->tag, hash_die_name(s, die));
	bool has_type = die->has & LS_DIE_TYPE;

	switch (die->tag) {
	case DW_TAG_member:
		if (die->flags & LS_DIE_DECLARATION)
			return false; /* static: no part of the layout */
		hash = hash_of_place(s, die, hash);
		break;
	case DW_TAG_inheritance:
		if (die->has & LS_DIE_VIRTUALITY)
			hash = hash_pair(hash, die->virtuality);
		hash = hash_of_place(s, die, hash);
		break;
	case DW_TAG_variant_part:
	case DW_TAG_variant:
		if (die->has & LS_DIE_DISCR_VALUE)
			hash = hash_pair(
			    hash, hash_of_const(&die->discr_value));
		has_type = false;
		break;
	case DW_TAG_enumerator:
		if (die->has & LS_DIE_CONST_VALUE)
			hash = hash_pair(
			    hash, hash_of_const(&die->const_value));
		has_type = false;
		break;
	case DW_TAG_subrange_type:
	case DW_TAG_generic_subrange:
		if (die->has & LS_DIE_UPPER_BOUND)
			hash = hash_pair(hash, die->upper_bound + 1);
		if (die->has & LS_DIE_COUNT)
			hash = hash_pair(hash, die->count);
		if (die->has & LS_DIE_LOWER_BOUND)
			hash = hash_pair(hash, (uint64_t)die->lower_bound);
		hash = hash_pair(hash,
		    die->has &
			    (LS_DIE_UPPER_BOUND | LS_DIE_COUNT |
				LS_DIE_BOUND_EXPR)
			? 1
			: 0);
		has_type = false;
		break;
	default:
		return false;
	}
	*ret = (struct ls_piece){
		.hash = hash,
		.type = has_type ? die->type : LS_REF_VOID,
	};
	return true;
}
