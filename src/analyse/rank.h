/*
 * rank.h - which types come first, and which not at all.
 *
 * A program may have a million types, so nothing is kept of a row but its
 * sort keys: rows go in one by one, and what comes out is their order.
 */
#ifndef LS_ANALYSE_RANK_H
#define LS_ANALYSE_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/model.h"

struct ls_error;
struct ls_row;

enum ls_sort_key {
	LS_SORT_SAVING,  /* what another order saves, most first */
	LS_SORT_PADDING, /* holes and tail, most first */
	LS_SORT_SIZE,    /* largest first */
	LS_SORT_HOLES,   /* most first */
	LS_SORT_ALIGN,   /* largest first */
	LS_SORT_LINES,   /* most cache lines first */
	LS_SORT_NICHE,   /* most free values first */
	LS_SORT_SHARING, /* most atomics and locks in one line first */
	LS_SORT_WEIGHT,  /* saving times objects, most first */
	LS_SORT_NAME,    /* alphabetical, by bytes */
	LS_SORT_FILE,    /* as the file has them */
	LS_SORT_COUNT,
};

enum { LS_MAX_SORT_KEYS = 8 };

/* Zero asks for everything, in order of the file. */
struct ls_rank_options {
	enum ls_sort_key keys[LS_MAX_SORT_KEYS];
	size_t key_count;
	size_t top; /* 0: all */

	bool only_futures;
	bool only_sharing; /* two atomics or locks in one line */
	uint64_t min_size_bytes;
	uint64_t min_saving_bytes; /* another order saves as much */
	uint64_t min_holes;        /* -H */
	uint64_t min_hole_bytes;   /* -z: some hole is as large */
	uint64_t min_bit_holes;    /* -B */
	bool aligned_apart; /* leave out what is aligned on purpose: its holes
	                     * are likely wanted */
};

/* What is kept of a row. */
struct ls_ranked {
	uint32_t index; /* the caller's number of it */
	ls_type_id type;
	uint64_t keys[LS_MAX_SORT_KEYS];
	const char *name; /* borrowed from the model; "" for none */
};

/* Zero-initialise and set options; free at the end. */
struct ls_rank {
	struct ls_rank_options options;
	struct ls_ranked *items;
	size_t count;
	size_t room;
};

/* The key of a word ("size"); false if there is none. */
bool ls_sort_key_by_word(const char *word, enum ls_sort_key *ret);

/* NULL past the last. */
const char *ls_sort_key_word(size_t index);

/* Does the row pass the filters? */
bool ls_rank_wants(
    const struct ls_rank_options *options, const struct ls_row *row);

/* Keep a row's keys, if it passes. */
struct ls_error *ls_rank_add(
    struct ls_rank *rank, const struct ls_row *row, uint32_t index);

/* Put them in order, equal ones as they came, and cut after `top`. */
void ls_rank_sort(struct ls_rank *rank);

void ls_rank_free(struct ls_rank *rank);

/* What a smaller order of one of the caller's types saves. */
struct ls_saving {
	uint32_t index;
	uint64_t bytes;
};

/* The most first, equal ones as the caller has them. */
void ls_savings_sort(struct ls_saving *savings, size_t count);

#endif
