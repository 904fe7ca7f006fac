/*
 * reorder_bound.c - how large the gaps to come are at least.
 *
 * The search is asked for orders within a size, so within so many bits of
 * gaps.  To give up early it has to know what the rest will cost.  Here the
 * rest may be mended with any pieces, as if there were always one of the
 * right kind at hand; that is never more than the truth.
 *
 *	rest: long a; char b; long c;	at phase 1 of 8
 *
 *	nothing left to move: 7 before a, 7 before c: 14
 *	one removal or insertion: 7 (b goes, or 7 bytes come behind b)
 *	two: 0
 *
 * Phases are counted in bytes, in bits where there are bit-fields.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/reorder_search.h"

/* Numbers in all layers together: 16 MiB. */
enum { MAX_CELLS = 8 << 20 };

/* What placing a piece at each phase does. */
struct step {
	uint16_t gaps;  /* in units */
	uint16_t phase; /* afterwards */
};

static bool
has_bitfields(const struct ls_search *search)
{
	for (uint32_t i = search->begin; i < search->end; i++)
		if (search->set->items[i].type_bits)
			return true;
	return false;
}

static size_t
layer_cells(const struct ls_search *search)
{
	size_t items = search->end - search->begin;
	return (items + 1) * search->bound.phase_count;
}

/* Is it small enough to be worth it? */
static void
set_up(struct ls_search *search)
{
	struct ls_gap_bound *bound = &search->bound;
	bound->unit_bits = has_bitfields(search) ? 1 : 8;
	uint64_t phases = search->set->align_bits / bound->unit_bits;
	if (phases > LS_REORDER_PHASES)
		return;
	bound->phase_count = (uint32_t)phases;
	size_t layers = 2 * LS_REORDER_MOVES + 1;
	if (layer_cells(search) * layers > MAX_CELLS)
		bound->phase_count = 0;
}

static struct step
step_of(const struct ls_search *search, const struct ls_stretch *piece,
    uint32_t phase)
{
	uint64_t unit = search->bound.unit_bits, gaps = 0;
	uint64_t end = ls_stretch_place(
	    search->set, piece, phase * unit, &gaps);
	uint64_t mask = search->set->align_bits - 1;
	return (struct step){ (uint16_t)(gaps / unit),
		(uint16_t)((end & mask) / unit) };
}

static void
lower(uint16_t *cell, uint32_t gaps, uint32_t rest)
{
	uint32_t sum = gaps + rest;
	if (sum < *cell)
		*cell = (uint16_t)sum;
}

/* Of one item: it stays, or one of its pieces goes. */
static void
fill_item(const struct ls_search *search, uint32_t i, uint16_t *here,
    const uint16_t *fewer)
{
	const struct ls_stretches *pieces = &search->pieces;
	uint32_t phases = search->bound.phase_count;
	const struct ls_stretch alone = { .first = (uint16_t)i, .count = 1 };
	const uint16_t *next = here + phases;
	for (uint32_t phase = 0; phase < phases; phase++) {
		struct step step = step_of(search, &alone, phase);
		lower(&here[phase], step.gaps, next[step.phase]);
		if (!fewer)
			continue;
		for (uint32_t p = pieces->from[i]; p < pieces->from[i + 1];
		     p++) {
			size_t skip = (size_t)pieces->items[p].count * phases;
			lower(&here[phase], 0, fewer[skip + phase]);
		}
	}
}

/* Something of some kind is put in. */
static void
fill_insertions(const struct ls_search *search, const struct step *steps,
    uint16_t *here, const uint16_t *fewer)
{
	uint32_t phases = search->bound.phase_count;
	for (uint32_t k = 0; k < search->pieces.kind_count; k++)
		for (uint32_t phase = 0; phase < phases; phase++) {
			struct step step = steps[k * phases + phase];
			lower(&here[phase], step.gaps, fewer[step.phase]);
		}
}

static void
fill_layer(struct ls_search *search, const struct step *steps, uint16_t *layer,
    const uint16_t *fewer)
{
	uint32_t phases = search->bound.phase_count;
	size_t last = (size_t)(search->end - search->begin) * phases;
	memset(layer, 0xff, last * sizeof(*layer));
	memset(layer + last, 0, phases * sizeof(*layer));
	for (uint32_t i = search->end; i-- > search->begin;) {
		size_t at = (size_t)(i - search->begin) * phases;
		const uint16_t *below = fewer ? fewer + at : NULL;
		fill_item(search, i, layer + at, below);
		if (below)
			fill_insertions(search, steps, layer + at, below);
	}
	search->steps += last;
}

static struct step *
make_steps(const struct ls_search *search)
{
	const struct ls_stretches *pieces = &search->pieces;
	uint32_t phases = search->bound.phase_count;
	struct step *steps = calloc(
	    (size_t)pieces->kind_count * phases + 1, sizeof(*steps));
	for (uint32_t k = 0; steps && k < pieces->kind_count; k++)
		for (uint32_t phase = 0; phase < phases; phase++)
			steps[k * phases + phase] = step_of(
			    search, &pieces->sample[k], phase);
	return steps;
}

bool
ls_bound_extend(struct ls_search *search, uint32_t left)
{
	struct ls_gap_bound *bound = &search->bound;
	if (bound->unit_bits == 0)
		set_up(search);
	if (bound->phase_count == 0 || left < bound->layer_count)
		return true;
	uint16_t **layers = reallocarray(
	    bound->layers, (size_t)left + 1, sizeof(*layers));
	if (!layers)
		return false;
	bound->layers = layers;
	struct step *steps = make_steps(search);
	bool done = steps != NULL;
	while (done && bound->layer_count <= left) {
		uint32_t at = bound->layer_count;
		layers[at] = calloc(layer_cells(search), sizeof(**layers));
		done = layers[at] != NULL;
		if (!done)
			break;
		fill_layer(
		    search, steps, layers[at], at ? layers[at - 1] : NULL);
		bound->layer_count++;
	}
	free(steps);
	return done;
}

void
ls_bound_free(struct ls_gap_bound *bound)
{
	for (uint32_t i = 0; i < bound->layer_count; i++)
		free(bound->layers[i]);
	free(bound->layers);
	*bound = (struct ls_gap_bound){ 0 };
}
