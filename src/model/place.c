/*
 * place.c - what the places of members tell of alignment.
 *
 * In: members with their places, and the alignments that each may have by
 * itself.  Out: the alignments that the whole may have.
 *
 * The method: lay the struct out again, member by member, and keep for each
 * the alignments that bring it where it stands.  The struct's alignment is
 * the largest that one of them needs, or may have; and it has to round the
 * end up to the struct's size.
 *
 * Worked example: |a|bbbb|c--|dddd|, size 12, where a, c are chars and b, d
 * ints.  At 1, b can only be aligned to 1: something is packed.  d stands at
 * 8 and not at 6, so it is aligned to 4, and not packed; hence so is the
 * struct.  It was b alone, then.  Without the hole, at |a|bbbb|c|dddd|--| it
 * might be either, and DWARF does not tell.
 *
 * Bit-fields follow the System V rule: one of w bits, of a type of s bits
 * aligned to a, stays at the next free bit p if p % a + w <= s, and else goes
 * to the next multiple of a.  A packed one stays in any case.
 */
#include "model/place.h"

enum { BYTE = 8, WIDEST = 62, NO_CAP = WIDEST, WIDEST_PACK = 4 };

/* The next free bit.  After a C++ base it may be one of two. */
struct position {
	uint64_t least;
	uint64_t most;
	bool is_known;
};

/*
 * Which alignments a member may take.  CAPPED is #pragma pack and nothing
 * else; PACKED adds the attribute, on the struct or on a member.
 */
enum mode { PRESUMED, NATURAL, CAPPED, PACKED };

/* What a hole is: made by alignment where that can be, or an unnamed
 * bit-field in any case. */
enum holes { ALIGNED, UNNAMED };

struct lay {
	const struct ls_placement *placement;
	enum mode mode;
	enum holes holes;
	unsigned cap; /* #pragma pack(2^cap) */
	struct position at;
	struct position end; /* of all so far */
	bool after_bits;     /* the last so far was a bit-field */
	unsigned lowest;     /* log2 of what the struct needs at least */
	ls_aligns all;
	ls_aligns lost;
	struct ls_placing result;
};

static ls_aligns
one(unsigned log2)
{
	return (ls_aligns)1 << log2;
}

static unsigned
log2_of_lowest(ls_aligns set)
{
	return (unsigned)__builtin_ctzll(set);
}

/* A multiple of 2^log2 bytes; places are below 2^63, so far from wrapping. */
static uint64_t
round_up(uint64_t bits, unsigned log2)
{
	if (log2 > WIDEST - 3)
		return bits ? UINT64_MAX : 0;
	uint64_t unit = (uint64_t)BYTE << log2;
	uint64_t up;
	if (__builtin_add_overflow(bits, unit - 1, &up))
		return UINT64_MAX;
	return up & ~(unit - 1);
}

static bool
is_multiple(uint64_t bits, unsigned log2)
{
	return round_up(bits, log2) == bits;
}

static bool
fits_unit(const struct ls_piece *piece, uint64_t bit, unsigned log2)
{
	uint64_t unit = log2 > WIDEST - 3 ? UINT64_MAX
					  : (uint64_t)BYTE << log2;
	return bit % unit + piece->size_bits <= piece->unit_bits;
}

/*
 * A packed bit-field stays at the next free bit, whatever its type.  With
 * clang, so does any under #pragma pack, and still asks for alignment.
 */
static bool
stays(const struct lay *lay, const struct ls_piece *piece, unsigned log2)
{
	return log2 == 0 || (piece->is_loose && lay->cap < NO_CAP);
}

/* May it stand where it stands, so aligned? */
static bool
is_legal(const struct lay *lay, const struct ls_piece *piece, unsigned log2)
{
	if (!piece->is_bitfield)
		return is_multiple(piece->offset_bits, log2);
	return stays(lay, piece, log2) ||
	    fits_unit(piece, piece->offset_bits, log2);
}

/* Is it brought there, so aligned, from the next free bit `from`? */
static bool
is_brought(const struct lay *lay, const struct ls_piece *piece, unsigned log2,
    uint64_t from)
{
	if (!piece->is_bitfield)
		return piece->offset_bits == round_up(from, log2);
	if (fits_unit(piece, from, log2))
		return piece->offset_bits == from;
	return piece->offset_bits == round_up(from, log2) ||
	    (stays(lay, piece, log2) && piece->offset_bits == from);
}

static bool
is_explained(
    const struct lay *lay, const struct ls_piece *piece, unsigned log2)
{
	return !lay->at.is_known ||
	    is_brought(lay, piece, log2, lay->at.least) ||
	    is_brought(lay, piece, log2, lay->at.most);
}

/* #pragma pack: what asks for more gets the cap. */
static ls_aligns
capped(ls_aligns set, unsigned cap)
{
	ls_aligns below = set & (one(cap + 1) - 1);
	return set == below ? set : below | one(cap);
}

static ls_aligns
choices_of(const struct lay *lay, const struct ls_piece *piece)
{
	switch (lay->mode) {
	case PRESUMED:
		return piece->presumed ? piece->presumed : piece->natural;
	case NATURAL:
		return piece->natural;
	case CAPPED:
		if (piece->is_fixed)
			return piece->natural;
		return capped(
		    piece->presumed ? piece->presumed : piece->natural,
		    lay->cap);
	case PACKED:
		if (piece->is_fixed)
			return piece->natural;
		return capped(piece->natural | piece->own, lay->cap) | one(0);
	}
	return 0;
}

typedef bool keeps(
    const struct lay *lay, const struct ls_piece *piece, unsigned log2);

static ls_aligns
filter(const struct lay *lay, ls_aligns set, const struct ls_piece *piece,
    keeps *keep)
{
	ls_aligns kept = 0;
	for (unsigned k = 0; k < WIDEST && set >> k; k++)
		if (set & one(k) && keep(lay, piece, k))
			kept |= one(k);
	return kept;
}

static void
advance(struct lay *lay, const struct ls_piece *piece)
{
	struct position next = {
		.least = piece->offset_bits + piece->data_bits,
		.most = piece->offset_bits + piece->size_bits,
		.is_known = !piece->is_open,
	};
	/* clang writes a bit-field as wide as its type as no bit-field. */
	bool is_inside = next.least != 0 && piece->offset_bits < lay->at.least;
	/* What stands inside an earlier one (an empty base) moves nothing. */
	if (next.most >= lay->end.most || !next.is_known) {
		if (next.least < lay->end.least)
			next.least = lay->end.least;
		lay->end = next;
	}
	lay->at = lay->end;
	lay->after_bits = piece->is_bitfield || is_inside;
	if (lay->placement->is_union)
		lay->at = (struct position){ .is_known = true };
}

/*
 * A hole before the member is no evidence where an unnamed bit-field is as
 * good a reason for it, which in a packed struct takes no alignment.
 */
static bool
trusts_hole(const struct lay *lay, bool is_near_bits)
{
	bool is_packed = lay->mode == CAPPED || lay->mode == PACKED;
	return lay->holes == ALIGNED && !(is_packed && is_near_bits);
}

/* Is there a hole before it that its own attribute makes? */
static bool
makes_own_hole(const struct lay *lay, const struct ls_piece *piece)
{
	return piece->own != 0 &&
	    is_explained(lay, piece, log2_of_lowest(piece->own));
}

/* As if its own attribute, which was not written, had brought it there. */
static bool
is_carried(const struct lay *lay, const struct ls_piece *piece, unsigned log2)
{
	return piece->offset_bits == round_up(lay->at.least, log2) ||
	    piece->offset_bits == round_up(lay->at.most, log2);
}

/* What of `set` brings the piece to its place; all of it if nothing does. */
static ls_aligns
narrow(struct lay *lay, ls_aligns set, const struct ls_piece *piece)
{
	if (!is_explained(lay, piece, 0) && !makes_own_hole(lay, piece) &&
	    !trusts_hole(lay, piece->is_bitfield || lay->after_bits)) {
		lay->result.has_doubt = true;
		return set | filter(lay, piece->lost, piece, is_explained);
	}
	ls_aligns brought = filter(lay, set, piece, is_explained);
	if (brought)
		return brought;
	ls_aligns over = filter(lay, LS_ANY_ALIGN, piece, is_explained);
	if (piece->is_bitfield)
		over |= filter(lay, piece->lost, piece, is_carried);
	lay->result.has_gap = true;
	lay->result.over |= over;
	lay->result.lost |= over & piece->lost;
	return set;
}

/* False: it cannot stand there. */
static bool
lay_piece(struct lay *lay, const struct ls_piece *piece)
{
	ls_aligns set = choices_of(lay, piece);
	if (piece->has_place) {
		set = filter(lay, set, piece, is_legal);
		set = narrow(lay, set, piece);
		advance(lay, piece);
	} else {
		lay->at.is_known = lay->end.is_known = false;
	}
	if (!set)
		return false;
	if (lay->lowest < log2_of_lowest(set))
		lay->lowest = log2_of_lowest(set);
	lay->all |= set;
	lay->lost |= piece->lost;
	return true;
}

/* Does rounding up the end give the size?  An empty class has a byte. */
static bool
makes_size(const struct lay *lay, unsigned log2)
{
	uint64_t size = lay->placement->size_bits;
	return !lay->end.is_known || round_up(lay->end.least, log2) == size ||
	    round_up(lay->end.most, log2) == size;
}

/* There is a tail, and it may be that of an unnamed bit-field. */
static bool
doubts_tail(const struct lay *lay)
{
	const struct ls_placement *placement = lay->placement;
	return placement->has_size && !placement->has_open_end &&
	    !makes_size(lay, 0) && !trusts_hole(lay, lay->after_bits);
}

/* The alignments that divide the size, and those that make it, too. */
static void
ends_of(const struct lay *lay, ls_aligns *legal, ls_aligns *made)
{
	const struct ls_placement *placement = lay->placement;
	bool is_known = placement->has_size && !placement->has_open_end &&
	    !doubts_tail(lay);
	*legal = *made = 0;
	for (unsigned k = 0; k < WIDEST; k++) {
		if (placement->has_size &&
		    !is_multiple(placement->size_bits, k))
			continue;
		*legal |= one(k);
		if (!is_known || makes_size(lay, k))
			*made |= one(k);
	}
}

/* A tail that is no evidence may still be that of an unsaid alignment. */
static ls_aligns
unsaid_tail(const struct lay *lay, ls_aligns legal)
{
	ls_aligns unsaid = 0;
	for (unsigned k = 1; k < WIDEST; k++)
		if (lay->lost & legal & one(k) && makes_size(lay, k))
			unsaid |= one(k);
	return unsaid;
}

static void
lay_end(struct lay *lay)
{
	/* The struct needs the lowest; any member may raise it. */
	ls_aligns set = one(lay->lowest) |
	    (lay->all & ~(one(lay->lowest + 1) - 1));
	ls_aligns legal, made;
	ends_of(lay, &legal, &made);
	struct ls_placing *result = &lay->result;
	if (set & made) {
		result->can = set & made;
	} else {
		result->has_gap = true;
		result->over |= made;
		result->lost |= made & lay->lost;
		result->can = set & legal;
	}
	if (doubts_tail(lay)) {
		result->has_doubt = true;
		if (result->can)
			result->can |= unsaid_tail(lay, legal);
	}
	result->over &= legal;
	result->lost &= legal;
}

static struct ls_placing
lay_out(const struct ls_placement *placement, enum mode mode, enum holes holes,
    unsigned cap)
{
	struct lay lay = {
		.placement = placement,
		.mode = mode,
		.holes = holes,
		.cap = cap,
		.at = { .is_known = true },
		.end = { .is_known = true },
		.lowest = log2_of_lowest(placement->least),
	};
	for (uint32_t i = 0; i < placement->count; i++)
		if (!lay_piece(&lay, &placement->pieces[i]))
			return (struct ls_placing){ 0 };
	lay_end(&lay);
	return lay.result;
}

/* An alignment that makes the holes may not divide the size. */
static struct ls_placing
lay_out_unpacked(const struct ls_placement *placement, enum mode mode)
{
	struct ls_placing result = lay_out(placement, mode, ALIGNED, NO_CAP);
	if (result.can)
		return result;
	result = lay_out(placement, mode, UNNAMED, NO_CAP);
	result.has_gap = true;
	return result;
}

struct ls_placing
ls_place_presumed(const struct ls_placement *placement)
{
	return lay_out_unpacked(placement, PRESUMED);
}

struct ls_placing
ls_place_natural(const struct ls_placement *placement)
{
	return lay_out_unpacked(placement, NATURAL);
}

/* The least cap of #pragma pack that no member minds, as 2^cap. */
static unsigned
idle_cap(const struct ls_placement *placement)
{
	ls_aligns all = 1;
	for (uint32_t i = 0; i < placement->count; i++) {
		const struct ls_piece *piece = &placement->pieces[i];
		all |= piece->natural | piece->presumed | piece->own;
		if (piece->is_loose)
			return NO_CAP; /* any cap tells there */
	}
	return (unsigned)(63 - __builtin_clzll(all));
}

/*
 * The ways to pack are many, and an explanation without unnamed bit-fields
 * or forgotten attributes beats one with them.
 */
static struct ls_placing
lay_out_packed(
    const struct ls_placement *placement, enum mode mode, enum holes holes)
{
	struct ls_placing best = lay_out(placement, mode, holes, NO_CAP);
	unsigned idle = idle_cap(placement);
	for (unsigned cap = 0; cap <= WIDEST_PACK && cap < idle; cap++) {
		struct ls_placing one_way = lay_out(
		    placement, mode, holes, cap);
		if (!one_way.can ||
		    (one_way.has_gap && best.can && !best.has_gap))
			continue;
		if (!best.can || (best.has_gap && !one_way.has_gap))
			best = one_way;
		else
			best.can |= one_way.can;
		best.has_doubt |= one_way.has_doubt;
	}
	return best;
}

/* Members that stand where their type could not, less holes in the whole. */
static int64_t
misplaced_less_holes(const struct ls_placement *placement)
{
	int64_t balance = 0;
	struct lay lay = {
		.placement = placement,
		.cap = NO_CAP,
		.at = { .is_known = true },
		.end = { .is_known = true },
	};
	for (uint32_t i = 0; i < placement->count; i++) {
		const struct ls_piece *piece = &placement->pieces[i];
		if (!piece->has_place) {
			lay.at.is_known = lay.end.is_known = false;
			continue;
		}
		ls_aligns set = piece->presumed ? piece->presumed
						: piece->natural;
		balance += !filter(&lay, set, piece, is_legal);
		balance -= !is_explained(&lay, piece, 0);
		advance(&lay, piece);
	}
	return balance - (placement->has_size && !makes_size(&lay, 0));
}

static bool
has_bitfields(const struct ls_placement *placement)
{
	for (uint32_t i = 0; i < placement->count; i++)
		if (placement->pieces[i].is_bitfield)
			return true;
	return false;
}

/*
 * A hole in a packed struct shows that not all of it is packed; or else it
 * is an unnamed bit-field, which is not in DWARF.  We believe the first if
 * there is no bit-field with a name, and #pragma pack alone explains all
 * places, or it takes no more packed members than bit-fields otherwise.
 *
 *	|a|-|bbbb|--|      pack(2), and aligned to 2
 *	|a|bbbb|---|cccc|  a packed b, and aligned to 4
 *	|a|bb|cccc|-|dd|   b and c packed; or all, with `int : 8` before d
 */
struct ls_placing
ls_place_packed(const struct ls_placement *placement)
{
	if (has_bitfields(placement))
		return lay_out_packed(placement, PACKED, UNNAMED);
	struct ls_placing packed = lay_out_packed(placement, PACKED, ALIGNED);
	if (misplaced_less_holes(placement) <= 0)
		return packed;
	struct ls_placing capped_only = lay_out_packed(
	    placement, CAPPED, ALIGNED);
	if (capped_only.can && !capped_only.has_gap)
		return packed;
	return lay_out_packed(placement, PACKED, UNNAMED);
}
