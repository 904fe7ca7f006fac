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
 *	one removal: 7, b goes; one insertion: 7, 7 bytes come behind b
 *	one of each: 0
 *
 * Phases are counted in bytes, in bits where there are bit-fields.  There is
 * a layer of numbers for each pair of removals and insertions that are left;
 * for larger structs one for each sum of the two, which says less.
 *
 * What is put in must have been taken out.  So that this is not forgotten
 * altogether each kind of piece has a price: taking one out earns it, putting
 * one in costs it.  Where as many are put in as are taken out the prices add
 * up to nothing, so the bound stays true whatever they are.  They are tuned
 * until the cheapest way of mending does nearly that of itself: kinds that it
 * puts in too often become dearer, those that it takes out too often cheaper
 * (Lagrangian relaxation and the subgradient method; in whole numbers, so
 * that every machine does the same).  For plain scalars the bound is then
 * almost always the truth.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/reorder/reorder_search.h"

enum {
	/* Numbers in all layers together: 32 MiB. */
	MAX_CELLS = 8 << 20,
	/* Up to so many in a layer, removals and insertions are told apart
	 * and prices are tuned. */
	SQUARE_CELLS = 1024,
	/* Filling one takes as much less time than a step of the search. */
	CELLS_A_STEP = 16,
	MAX_TUNINGS = 24,
	/* Of a byte, in the parts of LS_BOUND_PARTS: the first change of a
	 * price, which then shrinks by a fifth each time. */
	FIRST_CHANGE = 24,
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

static struct ls_bound_step
step_of(const struct ls_search *search, const struct ls_stretch *piece,
    uint32_t phase)
{
	uint64_t unit = search->bound.unit_bits, gaps = 0;
	uint64_t end = ls_stretch_place(
	    search->set, piece, phase * unit, &gaps);
	uint64_t mask = search->set->align_bits - 1;
	return (struct ls_bound_step){
		.cost = (int32_t)(gaps / unit * LS_BOUND_PARTS),
		.phase = (uint32_t)((end & mask) / unit),
	};
}

/* What each item and one of each kind does at each phase. */
static bool
make_steps(struct ls_search *search)
{
	struct ls_gap_bound *bound = &search->bound;
	const struct ls_stretches *pieces = &search->pieces;
	uint32_t phases = bound->phase_count;
	bound->keeps = calloc(layer_cells(search), sizeof(*bound->keeps));
	bound->puts = calloc(
	    (size_t)pieces->kind_count * phases + 1, sizeof(*bound->puts));
	if (!bound->keeps || !bound->puts)
		return false;
	for (uint32_t i = search->begin; i < search->end; i++) {
		const struct ls_stretch alone = { .first = (uint16_t)i,
			.count = 1 };
		for (uint32_t phase = 0; phase < phases; phase++)
			bound->keeps[(i - search->begin) * phases +
			    phase] = step_of(search, &alone, phase);
	}
	for (uint32_t k = 0; k < pieces->kind_count; k++)
		for (uint32_t phase = 0; phase < phases; phase++)
			bound->puts[k * phases + phase] = step_of(
			    search, &pieces->sample[k], phase);
	return true;
}

/* Is it small enough to be worth it? */
static bool
set_up(struct ls_search *search)
{
	struct ls_gap_bound *bound = &search->bound;
	bound->unit_bits = has_bitfields(search) ? 1 : 8;
	uint64_t phases = search->set->align_bits / bound->unit_bits;
	if (phases > LS_REORDER_PHASES)
		return true;
	bound->phase_count = (uint32_t)phases;
	bound->is_square = layer_cells(search) <= SQUARE_CELLS;
	size_t layers = 2 * LS_REORDER_MOVES + 1;
	if (layer_cells(search) * layers > MAX_CELLS)
		bound->phase_count = 0;
	return bound->phase_count == 0 || make_steps(search);
}

static uint32_t
layer_count(const struct ls_gap_bound *bound)
{
	return bound->is_square ? bound->side * bound->side
				: 2 * bound->side - 1;
}

/* A layer with one removal, and one with one insertion, less; NULL: none. */
static void
fill_layer(const struct ls_search *search, int32_t *layer,
    const int32_t *removed, const int32_t *inserted)
{
	const struct ls_gap_bound *bound = &search->bound;
	const struct ls_stretches *pieces = &search->pieces;
	uint32_t phases = bound->phase_count, end = search->end;
	for (uint32_t i = end + 1; i-- > search->begin;) {
		size_t at = (size_t)(i - search->begin) * phases;
		const struct ls_bound_step *keeps = bound->keeps + at;
		for (uint32_t phase = 0; phase < phases; phase++) {
			int32_t least = 0;
			if (i < end)
				least = keeps[phase].cost +
				    layer[at + phases + keeps[phase].phase];
			layer[at + phase] = least;
		}
		for (uint32_t p = removed && i < end ? pieces->from[i] : 0;
		     removed && i < end && p < pieces->from[i + 1]; p++) {
			const struct ls_stretch *piece = &pieces->items[p];
			const int32_t *from = removed + at +
			    (size_t)piece->count * phases;
			int32_t price = bound->prices[piece->kind];
			for (uint32_t phase = 0; phase < phases; phase++)
				if (from[phase] - price < layer[at + phase])
					layer[at + phase] = from[phase] -
					    price;
		}
		for (uint32_t k = 0; inserted && k < pieces->kind_count; k++) {
			const struct ls_bound_step *puts = bound->puts +
			    k * phases;
			int32_t price = bound->prices[k];
			for (uint32_t phase = 0; phase < phases; phase++) {
				int32_t cost = puts[phase].cost + price +
				    inserted[at + puts[phase].phase];
				if (cost < layer[at + phase])
					layer[at + phase] = cost;
			}
		}
	}
}

static int32_t *
layer_at(const struct ls_search *search, uint32_t number)
{
	return search->bound.layers + number * layer_cells(search);
}

/* One, from those with one removal and one insertion less. */
static void
fill_number(struct ls_search *search, uint32_t removals, uint32_t insertions)
{
	fill_layer(search,
	    layer_at(search, ls_bound_number(search, removals, insertions)),
	    removals ? layer_at(search,
			   ls_bound_number(search, removals - 1, insertions))
		     : NULL,
	    insertions ? layer_at(search,
			     ls_bound_number(search, removals, insertions - 1))
		       : NULL);
}

/* The layers for so many moves that fewer moves have not. */
static void
fill_shell(struct ls_search *search, uint32_t moves)
{
	for (uint32_t r = 0; r < moves; r++)
		fill_number(search, r, moves);
	for (uint32_t p = 0; p <= moves; p++)
		fill_number(search, moves, p);
}

/* Those that `from` moves need, and more. */
static void
fill(struct ls_search *search, uint32_t from)
{
	struct ls_gap_bound *bound = &search->bound;
	uint32_t sums = from > 0 ? 2 * from - 1 : 0;
	uint32_t before = bound->is_square ? from * from : sums;
	for (uint32_t m = from; bound->is_square && m < bound->side; m++)
		fill_shell(search, m);
	for (; !bound->is_square && sums < 2 * bound->side - 1; sums++)
		fill_layer(search, layer_at(search, sums),
		    sums ? layer_at(search, sums - 1) : NULL,
		    sums ? layer_at(search, sums - 1) : NULL);
	search->steps += (layer_count(bound) - before) * layer_cells(search) /
	    CELLS_A_STEP;
}

bool
ls_bound_extend(struct ls_search *search, uint32_t moves)
{
	struct ls_gap_bound *bound = &search->bound;
	if (bound->unit_bits == 0 && !set_up(search))
		return false;
	if (bound->phase_count == 0 || moves < bound->side)
		return true;
	uint32_t from = bound->side;
	bound->side = moves + 1;
	int32_t *layers = reallocarray(bound->layers,
	    layer_count(bound) * layer_cells(search), sizeof(*layers));
	if (!layers)
		return false;
	bound->layers = layers;
	fill(search, from);
	return true;
}

/* ---- prices ---- */

/* Where the cheapest way of mending is at. */
struct way {
	uint32_t removals, insertions, item, phase;
	int32_t net[LS_REORDER_KINDS]; /* put in less taken out */
};

static int32_t
cost_at(const struct ls_search *search, uint32_t removals, uint32_t insertions,
    uint32_t item, uint32_t phase)
{
	const struct ls_gap_bound *bound = &search->bound;
	uint32_t number = ls_bound_number(search, removals, insertions);
	size_t at = (size_t)(item - search->begin) * bound->phase_count;
	return layer_at(search, number)[at + phase];
}

/* The next step of it is one that takes something out. */
static bool
goes_on_without(const struct ls_search *search, struct way *way, int32_t cost)
{
	const struct ls_stretches *pieces = &search->pieces;
	if (way->removals == 0 || way->item == search->end)
		return false;
	for (uint32_t p = pieces->from[way->item];
	     p < pieces->from[way->item + 1]; p++) {
		const struct ls_stretch *piece = &pieces->items[p];
		if (cost_at(search, way->removals - 1, way->insertions,
			way->item + piece->count, way->phase) -
			search->bound.prices[piece->kind] !=
		    cost)
			continue;
		way->removals--;
		way->item += piece->count;
		way->net[piece->kind]--;
		return true;
	}
	return false;
}

static bool
goes_on_with(const struct ls_search *search, struct way *way, int32_t cost)
{
	const struct ls_gap_bound *bound = &search->bound;
	for (uint32_t k = 0;
	     way->insertions > 0 && k < search->pieces.kind_count; k++) {
		struct ls_bound_step
		    step = bound->puts[k * bound->phase_count + way->phase];
		if (cost_at(search, way->removals, way->insertions - 1,
			way->item, step.phase) +
			step.cost + bound->prices[k] !=
		    cost)
			continue;
		way->insertions--;
		way->phase = step.phase;
		way->net[k]++;
		return true;
	}
	return false;
}

/* How much more of each kind the cheapest way puts in than it takes out. */
static void
follow(const struct ls_search *search, uint32_t moves, struct way *way)
{
	const struct ls_gap_bound *bound = &search->bound;
	*way = (struct way){
		.removals = moves, .insertions = moves, .item = search->begin
	};
	way->phase = ls_bound_phase(search, search->start_bits);
	for (;;) {
		int32_t cost = cost_at(search, way->removals, way->insertions,
		    way->item, way->phase);
		if (goes_on_without(search, way, cost) ||
		    goes_on_with(search, way, cost))
			continue;
		if (way->item == search->end)
			return;
		size_t at = (size_t)(way->item - search->begin) *
		    bound->phase_count;
		way->phase = bound->keeps[at + way->phase].phase;
		way->item++;
	}
}

static int32_t
square_root(int64_t square)
{
	int32_t root = 0;
	while ((int64_t)(root + 1) * (root + 1) <= square)
		root++;
	return root;
}

/* Towards a balance.  False: there is one already. */
static bool
change_prices(
    struct ls_gap_bound *bound, const struct way *way, int32_t change)
{
	int64_t square = 0;
	for (uint32_t k = 0; k < LS_REORDER_KINDS; k++)
		square += (int64_t)way->net[k] * way->net[k];
	int32_t length = square_root(square);
	for (uint32_t k = 0; length && k < LS_REORDER_KINDS; k++)
		bound->prices[k] += change * way->net[k] / length;
	return length > 0;
}

static uint32_t
tuning_count(const struct ls_search *search, size_t most_cells)
{
	const struct ls_gap_bound *bound = &search->bound;
	size_t cells = layer_count(bound) * layer_cells(search);
	size_t count = most_cells / cells;
	return count > MAX_TUNINGS ? MAX_TUNINGS : (uint32_t)count;
}

/* In parts, of the whole struct; whole numbers of units are less exact. */
static int32_t
root_cost(const struct ls_search *search, uint32_t moves)
{
	return cost_at(search, moves, moves, search->begin,
	    ls_bound_phase(search, search->start_bits));
}

static uint64_t
size_of_bound(const struct ls_search *search, uint32_t moves)
{
	struct ls_state state = { .end_bits = search->start_bits,
		.level = (uint16_t)search->begin };
	return ls_items_finish(search->set,
	    search->start_bits + search->total_bits +
		ls_bound_gaps(search, &state, moves));
}

bool
ls_bound_tune(struct ls_search *search, uint32_t moves, uint64_t enough_bits,
    size_t most_cells, uint64_t *ret)
{
	struct ls_gap_bound *bound = &search->bound;
	if (!ls_bound_extend(search, moves))
		return false;
	*ret = size_of_bound(search, moves);
	if (bound->phase_count == 0 || !bound->is_square)
		return true;
	int32_t best[LS_REORDER_KINDS], most = root_cost(search, moves);
	int32_t change = FIRST_CHANGE * 8 / (int32_t)bound->unit_bits;
	uint32_t left = tuning_count(search, most_cells);
	memcpy(best, bound->prices, sizeof(best));
	bool is_best = true;
	for (; left > 0 && size_of_bound(search, moves) <= enough_bits &&
	     change > 0;
	     left--, change -= (change + 4) / 5) {
		struct way way;
		follow(search, moves, &way);
		if (!change_prices(bound, &way, change))
			break;
		fill(search, 0);
		int32_t cost = root_cost(search, moves);
		is_best = cost > most;
		if (is_best) {
			most = cost;
			memcpy(best, bound->prices, sizeof(best));
		}
	}
	if (!is_best) {
		memcpy(bound->prices, best, sizeof(best));
		fill(search, 0);
	}
	*ret = size_of_bound(search, moves);
	return true;
}

void
ls_bound_free(struct ls_gap_bound *bound)
{
	free(bound->layers);
	free(bound->keeps);
	free(bound->puts);
	*bound = (struct ls_gap_bound){ 0 };
}
