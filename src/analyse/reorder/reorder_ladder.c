/*
 * reorder_ladder.c - from the fewest moves to the smallest size.
 *
 * For one move, two, three, ... the smallest order that they reach, as long
 * as there is something to gain:
 *
 *	conn, 80 bytes		1 move 72, 2 moves 64, 3 moves 56: no less
 *
 * First with the first member where it is, then with it free to go too, so
 * that among equals the order wins that keeps it.
 *
 * When the steps are used up, the searches that follow keep only the best
 * few states (and prove nothing about moves); the last rung is then, if need
 * be, the order that reorder_size.c found.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/reorder/reorder_search.h"

enum {
	USUAL_STEPS = 45000,
	PLACES_STEPS = 1000000, /* asked for by hand, and much harder */
	FULL_STEPS = 2000,      /* without a choice of states */
	GUIDED_WIDTH = 12,
	FIRST_CELLS = 10000, /* of the bound, to begin with */
	MORE_CELLS = 80000,
	NARROW_STEPS = 20000, /* for what comes after those */
	NARROW_WIDTH = 24,
	LAST_STEPS = 20000, /* for each try at the last rung */
	LAST_WIDTH = 8,
	LAST_TRIES = 4,
};

struct ladder {
	const struct ls_items *set;
	struct ls_items first_kept; /* the same with the first item pinned */
	struct ls_item *items_kept;
	struct ls_search search, search_kept;
	bool can_keep_first; /* it is not pinned anyhow */

	uint64_t max_steps;
	uint64_t size_bits;  /* reached so far */
	uint64_t least_bits; /* no need to look for less */
	bool is_large;       /* too many states to look at all */
	bool is_narrow;      /* steps are used up */
	uint32_t width;      /* then */
	uint32_t tried;      /* moves, of the last search */
	bool is_nomem;
	uint16_t *order;

	struct ls_arena *arena;
	struct ls_rung rungs[LS_REORDER_MOVES + 2];
	uint32_t rung_count;
};

static uint64_t
steps_of(const struct ladder *ladder)
{
	return ladder->search.steps + ladder->search_kept.steps;
}

/* What is left of the steps of both. */
static void
share_steps(struct ladder *ladder, struct ls_search *search)
{
	uint64_t used = steps_of(ladder) - search->steps;
	search->max_steps = ladder->max_steps > used ? ladder->max_steps - used
						     : 0;
}

/*
 * Is there one within the goal?  First all states for some steps; then, as
 * where the bound is good nearly every way leads to one, and there are very
 * many, the few most promising ones.  LS_SEARCH_CUT: not so found.
 */
static enum ls_found_how
look_for(struct ladder *ladder, struct ls_search *search,
    const struct ls_goal *goal)
{
	struct ls_goal guided = *goal;
	guided.width = GUIDED_WIDTH;
	share_steps(ladder, search);
	enum ls_found_how how = LS_SEARCH_CUT;
	uint64_t most = search->max_steps;
	if (!ladder->is_large) {
		if (most > search->steps + FULL_STEPS)
			search->max_steps = search->steps + FULL_STEPS;
		how = ls_search_run(search, goal, ladder->order);
		search->max_steps = most;
	}
	if (how != LS_SEARCH_CUT)
		return how;
	ladder->is_large = true; /* nor will more moves do with so few */
	how = ls_search_run(search, &guided, ladder->order);
	return how == LS_SEARCH_NONE ? LS_SEARCH_CUT : how;
}

/*
 * The smallest order first that might be there, then larger ones: the less
 * room there is for gaps, the sooner a search comes to its end.  The bound is
 * made better when it has to be.
 */
static enum ls_found_how
look_for_all(struct ladder *ladder, struct ls_search *search, uint32_t moves,
    uint64_t size_bits)
{
	uint64_t unit = ladder->set->align_bits, least;
	struct ls_goal goal = { .moves = moves };
	if (!ls_bound_tune(search, moves, size_bits, FIRST_CELLS, &least))
		return LS_SEARCH_NOMEM;
	goal.size_bits = least < ladder->least_bits ? ladder->least_bits
						    : least;
	bool is_tuned = false;
	/* Of odd sizes, where C++ sets the least, one search will do. */
	if (goal.size_bits % unit && goal.size_bits < size_bits)
		goal.size_bits = size_bits;
	while (goal.size_bits <= size_bits) {
		enum ls_found_how how = look_for(ladder, search, &goal);
		if (how == LS_SEARCH_CUT && !is_tuned) {
			is_tuned = true;
			if (!ls_bound_tune(
				search, moves, size_bits, MORE_CELLS, &least))
				return LS_SEARCH_NOMEM;
			if (least > goal.size_bits) {
				goal.size_bits = least;
				continue;
			}
		}
		if (how == LS_SEARCH_CUT)
			how = ls_search_run(search, &goal, ladder->order);
		if (how != LS_SEARCH_NONE)
			return how;
		goal.size_bits += unit;
	}
	return LS_SEARCH_NONE;
}

/* Look in one of the two searches; true: found, and in `order`. */
static bool
look_in(struct ladder *ladder, struct ls_search *search, uint32_t moves,
    uint64_t size_bits)
{
	struct ls_goal goal = { .moves = moves, .size_bits = size_bits };
	if (!ladder->is_narrow) {
		switch (look_for_all(ladder, search, moves, size_bits)) {
		case LS_SEARCH_FOUND:
			return true;
		case LS_SEARCH_NONE:
			return false;
		case LS_SEARCH_NOMEM:
			ladder->is_nomem = true;
			return false;
		case LS_SEARCH_CUT:
			ladder->is_narrow = true;
			ladder->max_steps = steps_of(ladder) + NARROW_STEPS;
		}
	}
	share_steps(ladder, search);
	goal.width = ladder->width;
	switch (ls_search_run(search, &goal, ladder->order)) {
	case LS_SEARCH_FOUND:
		return true;
	case LS_SEARCH_NONE:
	case LS_SEARCH_CUT:
		return false;
	case LS_SEARCH_NOMEM:
		ladder->is_nomem = true;
	}
	return false;
}

/* Take `order` as the next rung if it is smaller than the last one. */
static bool
add_rung(struct ladder *ladder, bool is_fewest)
{
	const struct ls_items *set = ladder->set;
	uint64_t size = ls_items_layout(set, ladder->order, NULL);
	if (size >= ladder->size_bits ||
	    ladder->rung_count == LS_REORDER_MOVES + 2)
		return false;
	uint16_t *order = LS_NEW(ladder->arena, uint16_t, set->count + 1);
	if (!order) {
		ladder->is_nomem = true;
		return false;
	}
	memcpy(order, ladder->order, set->count * sizeof(*order));
	uint32_t moves = ls_items_moves(set, order, NULL);
	/* A narrow search may find late what took fewer moves. */
	while (ladder->rung_count > 0 &&
	    ladder->rungs[ladder->rung_count - 1].moves >= moves)
		ladder->rung_count--;
	ladder->rungs[ladder->rung_count++] = (struct ls_rung){
		.moves = moves,
		.size_bits = size,
		.order = order,
		.is_fewest = is_fewest,
	};
	ladder->size_bits = size;
	return true;
}

/* The best with so many moves, if better than with fewer. */
static void
climb(struct ladder *ladder, uint32_t moves)
{
	uint64_t unit = ladder->set->align_bits;
	uint64_t before = ladder->size_bits;
	uint16_t *kept = NULL;
	if (ladder->can_keep_first &&
	    look_in(ladder, &ladder->search_kept, moves, before - unit)) {
		uint64_t size = ls_items_layout(
		    ladder->set, ladder->order, NULL);
		if (size <= ladder->least_bits) {
			add_rung(ladder, !ladder->is_narrow);
			return;
		}
		kept = LS_NEW(ladder->arena, uint16_t, ladder->set->count + 1);
		if (kept)
			memcpy(kept, ladder->order,
			    ladder->set->count * sizeof(*kept));
		before = size;
	}
	bool is_better = look_in(
	    ladder, &ladder->search, moves, before - unit);
	if (!is_better && kept)
		memcpy(
		    ladder->order, kept, ladder->set->count * sizeof(*kept));
	if (is_better || kept)
		add_rung(ladder, !ladder->is_narrow);
}

static bool
pin_first(struct ladder *ladder)
{
	const struct ls_items *set = ladder->set;
	ladder->items_kept = calloc(
	    (size_t)set->count + 1, sizeof(*ladder->items_kept));
	if (!ladder->items_kept)
		return false;
	memcpy(
	    ladder->items_kept, set->items, set->count * sizeof(*set->items));
	ladder->first_kept = *set;
	ladder->first_kept.items = ladder->items_kept;
	if (set->count > 0 && set->items[0].pin == LS_PIN_NO) {
		ladder->items_kept[0].pin = LS_PIN_FIRST;
		ladder->can_keep_first = true;
	}
	return true;
}

static uint32_t
movable_count(const struct ls_items *set)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < set->count; i++)
		count += set->items[i].pin == LS_PIN_NO ||
		    set->items[i].pin == LS_PIN_PLACE;
	return count;
}

/* Every rung that can be found, up to `most` moves. */
static bool
climb_all(struct ladder *ladder, uint32_t most)
{
	uint32_t moves = 1;
	for (; moves <= most && ladder->size_bits > ladder->least_bits &&
	     !ladder->is_nomem;
	     moves++) {
		ladder->tried = moves;
		climb(ladder, moves);
		if (ladder->is_narrow && steps_of(ladder) >= ladder->max_steps)
			break;
	}
	/* Everything there is was tried. */
	return moves > most && !ladder->is_narrow &&
	    ladder->search.pieces.is_complete &&
	    most >= movable_count(ladder->set);
}

/*
 * The smallest order that is known takes many moves, as nobody counted them
 * when it was made.  With a few more than were tried so far there is often
 * another one; each try allows for half as many again.
 */
static void
reach_least(struct ladder *ladder, const struct ls_least *least,
    const uint16_t *order, uint32_t most)
{
	const struct ls_items *set = ladder->set;
	uint32_t known = ls_items_moves(set, order, NULL);
	uint32_t moves = ladder->tried;
	ladder->width = LAST_WIDTH;
	for (uint32_t i = 0; i < LAST_TRIES && ladder->is_narrow; i++) {
		moves += 1 + moves / 2;
		if (moves >= known || moves > most)
			break;
		ladder->max_steps = steps_of(ladder) + LAST_STEPS;
		if (!look_in(ladder, &ladder->search, moves, least->size_bits))
			continue;
		add_rung(ladder, false);
		return;
	}
	if (known > most)
		return;
	memcpy(ladder->order, order, set->count * sizeof(*order));
	add_rung(ladder, false);
}

/*
 * Where the ladder begins: at the present order, or above all orders if that
 * one is not right.
 */
static uint64_t
first_size(const struct ls_items *set)
{
	uint64_t most = ls_items_layout(set, NULL, NULL);
	if (ls_items_are_right(set))
		return most;
	for (uint32_t i = 0; i < set->count; i++)
		most += set->items[i].align_bits;
	return most + set->align_bits - most % set->align_bits;
}

/* The smallest order that is known, and what no order is smaller than. */
static struct ls_least
find_least(const struct ls_items *set, uint16_t *order)
{
	struct ls_least least = ls_items_least(set, order);
	if (!set->has_hot)
		return least;
	least.size_bits = UINT64_MAX;
	least.is_proved = false;
	if (ls_items_make_hot(set, order))
		least.size_bits = ls_items_layout(set, order, NULL);
	return least;
}

static bool
begin(struct ladder *ladder)
{
	return ladder->order && pin_first(ladder) &&
	    ls_search_begin(ladder->set, &ladder->search) &&
	    ls_search_begin(&ladder->first_kept, &ladder->search_kept);
}

static void
end(struct ladder *ladder)
{
	ls_search_end(&ladder->search);
	ls_search_end(&ladder->search_kept);
	free(ladder->items_kept);
	free(ladder->order);
}

static bool
give(struct ladder *ladder, struct ls_ladder *ret)
{
	struct ls_rung *rungs = LS_NEW(
	    ladder->arena, struct ls_rung, ladder->rung_count + 1);
	if (ladder->is_nomem || !rungs)
		return false;
	memcpy(rungs, ladder->rungs, ladder->rung_count * sizeof(*rungs));
	bool is_complete = ladder->search.pieces.is_complete;
	for (uint32_t i = 0; i < ladder->rung_count; i++)
		rungs[i].is_fewest &= is_complete;
	ret->rungs = rungs;
	ret->count = ladder->rung_count;
	return true;
}

bool
ls_items_ladder(const struct ls_items *set,
    const struct ls_ladder_options *options, struct ls_arena *arena,
    struct ls_ladder *ret)
{
	*ret = (struct ls_ladder){ 0 };
	uint16_t least_order[LS_REORDER_ITEMS];
	struct ls_least least = find_least(set, least_order);
	struct ladder ladder = {
		.set = set,
		.arena = arena,
		.size_bits = first_size(set),
		.least_bits = least.bound_bits,
		.max_steps = options->max_steps,
		.width = NARROW_WIDTH,
	};
	if (ladder.size_bits == least.bound_bits) {
		ret->is_proved = true;
		return true;
	}
	uint32_t most = movable_count(set);
	if (most > LS_REORDER_MOVES)
		most = LS_REORDER_MOVES;
	if (options->max_moves && most > options->max_moves)
		most = options->max_moves;
	if (ladder.max_steps == 0)
		ladder.max_steps = ls_items_are_exact(set) ? PLACES_STEPS
							   : USUAL_STEPS;
	ladder.order = calloc((size_t)set->count + 1, sizeof(*ladder.order));
	bool done = begin(&ladder), tried_all = false;
	if (done)
		tried_all = climb_all(&ladder, most);
	if (done && ladder.size_bits > least.size_bits)
		reach_least(&ladder, &least, least_order,
		    options->max_moves ? options->max_moves : set->count);
	ret->is_proved = tried_all || ladder.size_bits == least.bound_bits;
	done = done && give(&ladder, ret);
	end(&ladder);
	return done;
}
