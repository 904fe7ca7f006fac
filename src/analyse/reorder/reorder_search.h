/*
 * reorder_search.h - the search for the fewest moves, from inside.
 *
 * reorder_pieces.c says what may be moved, reorder_moves.c finds an order
 * with at most so many moves and at most such a size, reorder_ladder.c asks
 * it for one rung after another.
 */
#ifndef LS_ANALYSE_REORDER_SEARCH_H
#define LS_ANALYSE_REORDER_SEARCH_H

#include "analyse/reorder/reorder.h"

enum {
	LS_REORDER_KINDS = 40,  /* of pieces, that the search tells apart */
	LS_REORDER_RUN = 12,    /* bit-fields, of which each part may move */
	LS_REORDER_MOVES = 48,  /* at most, in one rung that is searched */
	LS_REORDER_PHASES = 512 /* places in a unit of alignment, at most */
};

/* What one move can take out: one item, or adjacent bit-fields. */
struct ls_stretch {
	uint16_t first;
	uint16_t count;
	uint8_t kind;
	uint64_t size_bits;
};

struct ls_stretches {
	struct ls_stretch *items; /* by first item, then by count */
	uint32_t count;
	uint32_t
	    *from; /* index of the first piece of each item, and one more */
	uint32_t kind_count;
	struct ls_stretch sample[LS_REORDER_KINDS]; /* one of each kind */
	uint16_t *left[LS_REORDER_KINDS]; /* how many begin at item i or on */
	bool is_complete; /* nothing that could move was left out */
};

/* Pieces of the items [begin, end).  False: no memory. */
bool ls_stretches_make(const struct ls_items *set, uint32_t begin,
    uint32_t end, struct ls_stretches *ret)
    __attribute__((warn_unused_result));
void ls_stretches_free(struct ls_stretches *pieces);

/* Where a piece ends that is placed behind `end_bits`; adds its gaps. */
uint64_t ls_stretch_place(const struct ls_items *set,
    const struct ls_stretch *piece, uint64_t end_bits, uint64_t *gaps);

/* What placing something at a phase does. */
struct ls_bound_step {
	int32_t cost;   /* its gaps, in parts */
	uint32_t phase; /* afterwards */
};

enum { LS_BOUND_PARTS = 16 }; /* of a unit: prices are that fine */

/*
 * How many bits of gaps are still to come at least, with the items from i on
 * to place, at a phase (place modulo the alignment), and with so many
 * removals and insertions left: reorder_bound.c.
 */
struct ls_gap_bound {
	int32_t *layers;      /* one after another, in parts */
	uint32_t side;        /* they are there for fewer moves than this */
	bool is_square;       /* removals and insertions are told apart */
	uint32_t phase_count; /* 0: there is no bound */
	uint32_t unit_bits;   /* 1 where there are bit-fields, else 8 */
	int32_t prices[LS_REORDER_KINDS];
	struct ls_bound_step *keeps; /* by item and phase */
	struct ls_bound_step *puts;  /* by kind and phase */
};

/* The whole search for one struct; see reorder_moves.c. */
struct ls_search {
	const struct ls_items *set;
	uint32_t begin, end;   /* the items that are not pinned */
	uint64_t start_bits;   /* where the pinned ones before end */
	uint64_t total_bits;   /* of the items that are not pinned */
	bool keeps_places;     /* some items keep their offset */
	const bool *straddled; /* by item: it crossed a line before */
	uint64_t hot_line;     /* of hot ones that are pinned first */
	uint64_t hot_bits;     /* of the hot ones that are not */
	bool is_impossible;    /* pinned hot ones are in two lines */
	struct ls_stretches pieces;

	uint64_t steps, max_steps; /* taken, and of all searches together */

	struct ls_gap_bound bound;

	struct ls_state *states;
	uint32_t state_count, state_room;
	uint32_t *heads; /* of the hash table, by hash of level and balance */
	uint32_t head_count;
	uint32_t *lists; /* the newest state of each level not yet expanded */
};

/* What one search is asked for. */
struct ls_goal {
	uint32_t moves;     /* at most */
	uint64_t size_bits; /* at most */
	uint32_t width;     /* states kept in each step; 0: all */
};

enum ls_found_how {
	LS_SEARCH_FOUND,
	LS_SEARCH_NONE, /* there is none; with a width: none was found */
	LS_SEARCH_CUT,  /* ran out of steps */
	LS_SEARCH_NOMEM,
};

/* One way to place some of the items: reorder_moves.c. */
struct ls_state {
	uint64_t end_bits;  /* of what was placed; right modulo alignment */
	uint64_t gaps_bits; /* before and between what was placed */
	uint64_t tie;       /* less is nicer, see below */
	uint64_t hot_line;  /* of the hot items placed; LS_NO_LINE: none is */
	uint64_t hot_bits;  /* of those still to place */
	uint32_t parent;
	uint32_t next;  /* of those not yet expanded in its level */
	uint32_t chain; /* of equal hash */
	uint32_t piece; /* that was taken out; ACT_PUT: a kind */
	uint16_t level; /* the item that comes next */
	uint16_t taken, put;
	uint16_t open; /* pieces pending or owed */
	uint8_t act;
	bool is_dropped;
	int32_t prices; /* of what is pending, less what is owed */
	int8_t balance[LS_REORDER_KINDS];
};

/* Make layers for up to so many removals and as many insertions.  False: no
 * memory. */
bool ls_bound_extend(struct ls_search *search, uint32_t moves)
    __attribute__((warn_unused_result));

/*
 * The same, with prices that make the bound of the whole struct as large as
 * can be, but no more than just above `enough_bits`, and for at most so many
 * numbers to fill in.  `ret`: no order with at most so many moves is smaller.
 */
bool ls_bound_tune(struct ls_search *search, uint32_t moves,
    uint64_t enough_bits, size_t most_cells, uint64_t *ret)
    __attribute__((warn_unused_result));
void ls_bound_free(struct ls_gap_bound *bound);

static inline uint32_t
ls_bound_phase(const struct ls_search *search, uint64_t end_bits)
{
	return (uint32_t)((end_bits & (search->set->align_bits - 1)) /
	    search->bound.unit_bits);
}

/* Which layer: squares are one shell around another, so that more can be
 * added. */
static inline uint32_t
ls_bound_number(
    const struct ls_search *search, uint32_t removals, uint32_t insertions)
{
	if (!search->bound.is_square)
		return removals + insertions;
	return removals < insertions
	    ? insertions * insertions + removals
	    : removals * removals + removals + insertions;
}

/* The least gaps behind `state` if there are at most so many moves in all. */
static inline uint64_t
ls_bound_gaps(const struct ls_search *search, const struct ls_state *state,
    uint32_t moves)
{
	const struct ls_gap_bound *bound = &search->bound;
	if (bound->phase_count == 0)
		return 0;
	size_t number = ls_bound_number(
	    search, moves - state->taken, moves - state->put);
	size_t items = search->end - search->begin + 1;
	size_t at = (number * items + (state->level - search->begin)) *
	    bound->phase_count;
	int32_t parts = bound->layers[at +
			    ls_bound_phase(search, state->end_bits)] -
	    state->prices;
	if (parts <= 0)
		return 0;
	/* Gaps are whole units: a part of one more is one more. */
	return (uint64_t)(parts + LS_BOUND_PARTS - 1) / LS_BOUND_PARTS *
	    bound->unit_bits;
}

/*
 * Place items behind one another, from where the state ends.  False: one does
 * not keep its offset, a hot one is not in the line of the others, or they
 * have no room in it.
 */
bool ls_state_place(const struct ls_search *search, uint32_t first,
    uint32_t count, struct ls_state *state);

/* Can what is still to come be placed behind `a` if it can behind `b`, which
 * has as many gaps or more? */
bool ls_state_is_as_well(const struct ls_search *search,
    const struct ls_state *a, const struct ls_state *b);

bool ls_search_begin(const struct ls_items *set, struct ls_search *ret)
    __attribute__((warn_unused_result));
void ls_search_end(struct ls_search *search);

/* The smallest order within `goal`; among equals the nearest. */
enum ls_found_how ls_search_run(
    struct ls_search *search, const struct ls_goal *goal, uint16_t *order);

#endif
