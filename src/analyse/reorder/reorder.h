/*
 * reorder.h - which order of members is smallest, and how few have to move.
 *
 * A pure calculation over sizes and alignments: in come items in the order of
 * the source, out come orders.  What a C compiler makes of an order stands in
 * reorder.c, the smallest size in reorder_size.c, the fewest moves for each
 * size in reorder_moves.c.  From a type of the model to items: best.c.
 *
 * Work is bounded by counted steps, never by the clock, so that every machine
 * gives the same answer.  Where a bound was hit, the answer says so.
 */
#ifndef LS_ANALYSE_REORDER_H
#define LS_ANALYSE_REORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* More members than this are left alone; task_struct has some 270. */
enum { LS_REORDER_ITEMS = 2048 };

enum ls_pin {
	LS_PIN_NO,
	LS_PIN_FIRST, /* a base, a vptr: it and all before it are such */
	LS_PIN_LAST,  /* a flexible array: it and all after it are such */
	LS_PIN_PLACE, /* it keeps its offset */
};

/* One member. */
struct ls_item {
	uint64_t size_bits;  /* of a bit-field: its width */
	uint64_t align_bits; /* a power of two, 8 at least */
	uint64_t type_bits;  /* bit-field: of the declared type; else 0 */
	uint64_t place_bits; /* LS_PIN_PLACE: its offset */
	enum ls_pin pin;
	bool is_hot; /* to be in one cache line with the others that are */
};

/* A struct, its members as the source declares them. */
struct ls_items {
	const struct ls_item *items; /* borrowed */
	uint32_t count;
	uint64_t align_bits; /* of the struct; at least each item's */
	uint64_t least_bits; /* C++: even an empty class has a byte */
	uint64_t line_bits;  /* a cache line, to choose among equals; 0 */
	bool has_hot; /* only orders that keep the hot ones in one line */
};

/*
 * Can it be reckoned with?  No: alignments that are no powers of two, sums
 * past 2^60, bit-fields wider than their type, too many items.
 */
bool ls_items_are_sound(const struct ls_items *set);

/* Where `item` begins if all before it end at `end_bits`.  Monotone. */
uint64_t ls_item_start(const struct ls_item *item, uint64_t end_bits);

/*
 * The size of the struct with its items in that order (NULL: the source's),
 * in bits.  `offsets`, if not NULL, gets each item's place, by item.
 */
uint64_t ls_items_layout(
    const struct ls_items *set, const uint16_t *order, uint64_t *offsets);

/*
 * How many moves make that order of the source's: the fewest pieces that have
 * to be taken out and put elsewhere.  A piece is one item, or several
 * adjacent bit-fields that stay together.  `moved`, if not NULL, gets which
 * items those are.
 */
uint32_t ls_items_moves(
    const struct ls_items *set, const uint16_t *order, bool *moved);

struct ls_least {
	uint64_t size_bits;  /* the smallest found */
	uint64_t bound_bits; /* no order is smaller than this */
	bool is_proved;      /* the two are equal, or all were tried */
};

/*
 * The smallest size of any order.  `order`, if not NULL, gets one that has
 * it.  Items with LS_PIN_PLACE are not for this: it answers with the present
 * size, unproved.
 */
struct ls_least ls_items_least(const struct ls_items *set, uint16_t *order);

/* ---- items that are hot: reorder_hot.c ---- */

/* No line holds them all. */
#define LS_NO_LINE UINT64_MAX

/* The number of the line that holds all hot items whole, in that order (NULL:
 * the source's). */
uint64_t ls_items_hot_line(const struct ls_items *set, const uint16_t *order);

/* How many bytes they need at least, without a gap. */
uint64_t ls_items_hot_bytes(const struct ls_items *set);

/*
 * An order that keeps them in one line, quickly made; often the smallest.
 * False: none was found (there may be one).
 */
bool ls_items_make_hot(const struct ls_items *set, uint16_t *order);

/* "With so many moves it can be as small as this." */
struct ls_rung {
	uint32_t moves;
	uint64_t size_bits;
	const uint16_t *order; /* in the arena */
	bool is_fewest; /* proved: no order of this size or less moves less */
};

/* From the fewest moves to the smallest size; strictly smaller each. */
struct ls_ladder {
	const struct ls_rung *rungs; /* in the arena */
	uint32_t count;
	bool is_proved; /* no order is smaller than the last rung; of a set
	                 * with hot items and no rung: no order is right */
};

struct ls_ladder_options {
	uint32_t max_moves; /* 0: as many as it takes */
	uint64_t max_steps; /* 0: the usual */
};

/* False: no memory. */
bool ls_items_ladder(const struct ls_items *set,
    const struct ls_ladder_options *options, struct ls_arena *arena,
    struct ls_ladder *ret) __attribute__((warn_unused_result));

/* For the files beside this one. */
bool ls_items_are_alike(const struct ls_item *a, const struct ls_item *b);
bool ls_items_keep_places(const struct ls_items *set);
/* Does the source's order keep them, and the hot ones in one line? */
bool ls_items_are_right(const struct ls_items *set);
/* Does it matter where an item stands, and not only its size? */
bool ls_items_are_exact(const struct ls_items *set);
uint64_t ls_items_finish(const struct ls_items *set, uint64_t end_bits);
bool ls_items_same_run(const struct ls_items *set, uint32_t left);
uint32_t ls_items_pinned_first(const struct ls_items *set);
uint32_t ls_items_pinned_last(const struct ls_items *set);

#endif
