/*
 * reorder_moves.c - is there an order with at most so many moves?
 *
 * We go through the source item by item.  Each stays, or is taken out (it is
 * then pending), and before each anything pending may be put in, and also
 * what will be taken out only later (it is then owed).  A state is: which
 * item comes next, and for each kind of piece how many are pending (> 0) or
 * owed (< 0).  At the end all are 0.
 *
 *	char a; long b; char c;		24 bytes; 16 wanted, with one move
 *
 *	keep a, take "char" on credit, keep b, take out c: it pays the debt
 *	=  a c b
 *
 * What was placed follows from the state, so of two ways to one state with
 * equal moves the one with fewer bits of gaps is never worse (placing is
 * monotone), and the other is dropped: that is what keeps the search small.
 * Items that keep their offset undo this, then both are kept.  So do items
 * that are to be in one line, until the first of them is placed: where that
 * line ends depends on what stands before it.
 *
 * With a width only the most promising states of each step go on: whatever is
 * found is still true, but that nothing is found proves nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/reorder/reorder_search.h"

enum act { ACT_START, ACT_KEEP, ACT_TAKE, ACT_PUT };

/* 18 million bytes of states at most. */
enum { MAX_STATES = 200000, NO_STATE = 0 };

/*
 * Among equals: an order that keeps the first item, then fewer items across
 * lines that crossed none, then pieces that go less far.
 */
#define TIE_FIRST (UINT64_C(1) << 48)
#define TIE_LINE (UINT64_C(1) << 24)

static uint32_t
owed(const struct ls_state *state)
{
	return ((uint32_t)state->open + state->put - state->taken) / 2;
}

/* One search at work. */
struct run {
	struct ls_search *search;
	const struct ls_goal *goal;
	uint64_t most_gaps; /* that still end within the goal's size */
	enum ls_found_how how;
	uint32_t best; /* a state that reached the end */
	uint64_t best_size;
};

/* May one more piece be moved than is taken out or owed already? */
static bool
has_move_left(const struct run *run, const struct ls_state *state)
{
	return state->taken + owed(state) < run->goal->moves;
}

static uint32_t
hash_of(const struct ls_search *search, const struct ls_state *state)
{
	uint64_t hash = state->level;
	for (uint32_t k = 0; k < search->pieces.kind_count; k++)
		hash = (hash ^ (uint8_t)state->balance[k]) *
		    UINT64_C(0x9e3779b97f4a7c15);
	return (uint32_t)(hash >> 32) & (search->head_count - 1);
}

static bool
is_same_place(const struct ls_search *search, const struct ls_state *a,
    const struct ls_state *b)
{
	return a->level == b->level &&
	    memcmp(a->balance, b->balance, search->pieces.kind_count) == 0;
}

static bool
is_no_worse(const struct ls_search *search, const struct ls_state *a,
    const struct ls_state *b)
{
	if (a->taken > b->taken || a->gaps_bits > b->gaps_bits)
		return false;
	if (!ls_state_is_as_well(search, a, b))
		return false;
	if (a->taken < b->taken || a->gaps_bits < b->gaps_bits)
		return true;
	return a->tie <= b->tie;
}

/* Is there a better way to the same state?  Drops the worse ones. */
static bool
is_beaten(
    struct ls_search *search, const struct ls_state *state, uint32_t first)
{
	for (uint32_t at = first; at != NO_STATE;
	     at = search->states[at].chain) {
		struct ls_state *other = &search->states[at];
		if (!is_same_place(search, other, state))
			continue;
		if (is_no_worse(search, other, state))
			return true;
		if (is_no_worse(search, state, other))
			other->is_dropped = true;
	}
	return false;
}

static bool
make_room(struct ls_search *search)
{
	if (search->state_count < search->state_room)
		return true;
	uint32_t room = search->state_room ? search->state_room * 2 : 1024;
	struct ls_state *states = reallocarray(
	    search->states, room, sizeof(*states));
	if (!states)
		return false;
	search->states = states;
	search->state_room = room;
	return true;
}

static bool
is_hopeless(const struct run *run, const struct ls_state *state)
{
	const struct ls_search *search = run->search;
	if (state->taken + owed(state) > run->goal->moves)
		return true;
	uint64_t rest = ls_bound_gaps(search, state, run->goal->moves);
	return state->gaps_bits + rest > run->most_gaps;
}

static void
add_state(struct run *run, const struct ls_state *state)
{
	struct ls_search *search = run->search;
	if (run->how != LS_SEARCH_NONE || is_hopeless(run, state))
		return;
	search->steps++;
	uint32_t *head = &search->heads[hash_of(search, state)];
	if (is_beaten(search, state, *head))
		return;
	if (search->steps > search->max_steps ||
	    search->state_count >= MAX_STATES) {
		run->how = LS_SEARCH_CUT;
		return;
	}
	if (!make_room(search)) {
		run->how = LS_SEARCH_NOMEM;
		return;
	}
	uint32_t at = search->state_count++;
	search->states[at] = *state;
	search->states[at].chain = *head;
	search->states[at].next = search->lists[state->level];
	search->lists[state->level] = at;
	*head = at;
}

static bool
crosses_line(const struct ls_search *search, uint64_t start, uint64_t size)
{
	uint64_t line = search->set->line_bits;
	return line && size && size <= line &&
	    start / line != (start + size - 1) / line;
}

static void
keep(struct run *run, uint32_t from)
{
	const struct ls_search *search = run->search;
	struct ls_state state = search->states[from];
	const struct ls_item *item = &search->set->items[state.level];
	uint64_t start = ls_item_start(item, state.end_bits);
	if (crosses_line(search, start, item->size_bits) &&
	    !search->straddled[state.level])
		state.tie += TIE_LINE;
	if (!ls_state_place(search, state.level, 1, &state))
		return;
	state.tie += state.open;
	state.level++;
	state.act = ACT_KEEP;
	state.parent = from;
	add_state(run, &state);
}

static void
take_out(struct run *run, uint32_t from, uint32_t p)
{
	const struct ls_search *search = run->search;
	const struct ls_stretch *piece = &search->pieces.items[p];
	const struct ls_state *parent = &search->states[from];
	if (parent->balance[piece->kind] >= 0 && !has_move_left(run, parent))
		return;
	struct ls_state state = *parent;
	if (state.level == 0)
		state.tie += TIE_FIRST;
	if (state.balance[piece->kind]++ < 0)
		state.open--;
	else
		state.open++;
	state.taken++;
	state.prices += search->bound.prices[piece->kind];
	state.tie += (uint64_t)state.open * piece->count;
	state.level = (uint16_t)(state.level + piece->count);
	state.act = ACT_TAKE;
	state.piece = p;
	state.parent = from;
	add_state(run, &state);
}

static void
put_in(struct run *run, uint32_t from, uint32_t kind)
{
	const struct ls_search *search = run->search;
	const struct ls_stretches *pieces = &search->pieces;
	const struct ls_state *parent = &search->states[from];
	if (parent->balance[kind] <= 0 &&
	    (-parent->balance[kind] >= pieces->left[kind][parent->level] ||
		!has_move_left(run, parent)))
		return;
	struct ls_state state = *parent;
	const struct ls_stretch *piece = &pieces->sample[kind];
	if (state.level == 0)
		state.tie += TIE_FIRST;
	if (state.balance[kind]-- > 0)
		state.open--;
	else
		state.open++;
	uint64_t start = ls_item_start(
	    &search->set->items[piece->first], state.end_bits);
	if (crosses_line(search, start, piece->size_bits))
		state.tie += TIE_LINE;
	if (!ls_state_place(search, piece->first, piece->count, &state))
		return;
	state.put++;
	state.prices -= search->bound.prices[kind];
	state.act = ACT_PUT;
	state.piece = kind;
	state.parent = from;
	add_state(run, &state);
}

/* At the end of the items: is all put back? */
static void
arrive(struct run *run, uint32_t at)
{
	const struct ls_search *search = run->search;
	const struct ls_state *state = &search->states[at];
	struct ls_state last = *state;
	if (state->open > 0 ||
	    !ls_state_place(
		search, search->end, search->set->count - search->end, &last))
		return;
	uint64_t size = ls_items_finish(search->set,
	    search->start_bits + search->total_bits + state->gaps_bits);
	const struct ls_state *best = &search->states[run->best];
	if (run->best != NO_STATE &&
	    (size > run->best_size ||
		(size == run->best_size &&
		    (state->taken > best->taken ||
			(state->taken == best->taken &&
			    state->tie >= best->tie)))))
		return;
	run->best = at;
	run->best_size = size;
}

static void
expand(struct run *run, uint32_t from)
{
	const struct ls_search *search = run->search;
	uint32_t level = search->states[from].level;
	for (uint32_t k = 0; k < search->pieces.kind_count; k++)
		put_in(run, from, k);
	if (level == search->end) {
		arrive(run, from);
		return;
	}
	keep(run, from);
	for (uint32_t p = search->pieces.from[level];
	     p < search->pieces.from[level + 1]; p++)
		take_out(run, from, p);
}

/* What a state may come to, for choosing among many. */
struct hope {
	uint64_t gaps_bits;
	uint64_t tie;
	uint32_t moves;
	uint32_t state;
};

static int
by_hope(const void *left, const void *right)
{
	const struct hope *a = left, *b = right;
	if (a->gaps_bits != b->gaps_bits)
		return a->gaps_bits < b->gaps_bits ? -1 : 1;
	if (a->moves != b->moves)
		return a->moves < b->moves ? -1 : 1;
	if (a->tie != b->tie)
		return a->tie < b->tie ? -1 : 1;
	return a->state < b->state ? -1 : a->state > b->state;
}

static struct hope
hope_of(const struct run *run, uint32_t at)
{
	const struct ls_state *state = &run->search->states[at];
	return (struct hope){
		.gaps_bits = state->gaps_bits +
		    ls_bound_gaps(run->search, state, run->goal->moves),
		.moves = state->taken + owed(state),
		.tie = state->tie,
		.state = at,
	};
}

/* Take the list of a level, the best first; free it. */
static struct hope *
take_list(struct run *run, uint32_t level, size_t *ret)
{
	struct ls_search *search = run->search;
	size_t count = 0;
	uint32_t first = search->lists[level];
	for (uint32_t at = first; at; at = search->states[at].next)
		count += !search->states[at].is_dropped;
	struct hope *list = calloc(count + 1, sizeof(*list));
	if (!list) {
		run->how = LS_SEARCH_NOMEM;
		return NULL;
	}
	*ret = count;
	for (uint32_t at = first; at; at = search->states[at].next)
		if (!search->states[at].is_dropped)
			list[--count] = hope_of(run, at);
	search->lists[level] = NO_STATE;
	if (run->goal->width && *ret > run->goal->width) {
		qsort(list, *ret, sizeof(*list), by_hope);
		*ret = run->goal->width;
	}
	return list;
}

static void
run_level(struct run *run, uint32_t level)
{
	struct ls_search *search = run->search;
	while (
	    run->how == LS_SEARCH_NONE && search->lists[level] != NO_STATE) {
		size_t count = 0;
		struct hope *list = take_list(run, level, &count);
		for (size_t i = 0; i < count; i++)
			if (!search->states[list[i].state].is_dropped)
				expand(run, list[i].state);
		free(list);
	}
}

/* The most gaps with which the struct is still within `size_bits`. */
static uint64_t
most_gaps(const struct ls_search *search, uint64_t size_bits, bool *ret)
{
	uint64_t low = 0, high = size_bits;
	uint64_t base = search->start_bits + search->total_bits;
	*ret = ls_items_finish(search->set, base) <= size_bits;
	while (low < high) {
		uint64_t middle = low + (high - low + 1) / 2;
		if (ls_items_finish(search->set, base + middle) <= size_bits)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

/* The k-th piece of a kind that is put in is the k-th that was taken out. */
static void
emit(const struct ls_search *search, const uint32_t *path, uint32_t count,
    uint16_t *order)
{
	const struct ls_stretches *pieces = &search->pieces;
	uint32_t next[LS_REORDER_KINDS] = { 0 };
	uint32_t at = search->begin;
	for (uint32_t s = count; s-- > 0;) {
		const struct ls_state *state = &search->states[path[s]];
		if (state->act == ACT_KEEP)
			order[at++] = (uint16_t)(state->level - 1);
		if (state->act != ACT_PUT)
			continue;
		uint32_t kind = state->piece, seen = 0;
		for (uint32_t t = count; t-- > 0;) {
			const struct ls_state *other = &search
							    ->states[path[t]];
			if (other->act != ACT_TAKE)
				continue;
			const struct ls_stretch
			    *piece = &pieces->items[other->piece];
			if (piece->kind != kind || seen++ != next[kind])
				continue;
			for (uint32_t i = 0; i < piece->count; i++)
				order[at++] = (uint16_t)(piece->first + i);
			next[kind]++;
			break;
		}
	}
}

static bool
write_order(const struct run *run, uint16_t *order)
{
	const struct ls_search *search = run->search;
	uint32_t count = 0;
	for (uint32_t at = run->best; at; at = search->states[at].parent)
		count++;
	uint32_t *path = calloc((size_t)count + 1, sizeof(*path));
	if (!path)
		return false;
	count = 0;
	for (uint32_t at = run->best; at; at = search->states[at].parent)
		path[count++] = at;
	for (uint32_t i = 0; i < search->set->count; i++)
		order[i] = (uint16_t)i;
	emit(search, path, count, order);
	free(path);
	return true;
}

enum ls_found_how
ls_search_run(
    struct ls_search *search, const struct ls_goal *goal, uint16_t *order)
{
	struct run run = {
		.search = search, .goal = goal, .how = LS_SEARCH_NONE
	};
	bool is_possible;
	run.most_gaps = most_gaps(search, goal->size_bits, &is_possible);
	if (!is_possible || search->is_impossible)
		return LS_SEARCH_NONE;
	if (!ls_bound_extend(search, goal->moves))
		return LS_SEARCH_NOMEM;
	memset(search->heads, 0, search->head_count * sizeof(uint32_t));
	memset(search->lists, 0,
	    ((size_t)search->set->count + 1) * sizeof(uint32_t));
	search->state_count = 1; /* 0 is no state */
	struct ls_state start = { .end_bits = search->start_bits,
		.hot_line = search->hot_line,
		.hot_bits = search->hot_bits,
		.level = (uint16_t)search->begin };
	if (!make_room(search))
		return LS_SEARCH_NOMEM;
	search->states[0] = (struct ls_state){ 0 };
	add_state(&run, &start);
	for (uint32_t level = search->begin; level <= search->end; level++)
		run_level(&run, level);
	if (run.how != LS_SEARCH_NONE || run.best == NO_STATE)
		return run.how;
	return write_order(&run, order) ? LS_SEARCH_FOUND : LS_SEARCH_NOMEM;
}

/* The items that stay first. */
static void
place_pinned(struct ls_search *search)
{
	struct ls_state state = { .hot_line = LS_NO_LINE,
		.hot_bits = search->hot_bits };
	search->is_impossible = !ls_state_place(
	    search, 0, search->begin, &state);
	search->start_bits = state.end_bits;
	search->hot_line = state.hot_line;
	search->hot_bits = state.hot_bits;
}

bool
ls_search_begin(const struct ls_items *set, struct ls_search *ret)
{
	bool *straddled = calloc((size_t)set->count + 1, sizeof(*straddled));
	uint64_t *offsets = calloc((size_t)set->count + 1, sizeof(*offsets));
	*ret = (struct ls_search){
		.set = set,
		.begin = ls_items_pinned_first(set),
		.end = ls_items_pinned_last(set),
		.keeps_places = ls_items_keep_places(set),
		.straddled = straddled,
		.head_count = 1 << 14,
	};
	ret->heads = calloc(ret->head_count, sizeof(*ret->heads));
	ret->lists = calloc((size_t)set->count + 2, sizeof(*ret->lists));
	bool done = straddled && offsets && ret->heads && ret->lists &&
	    ls_stretches_make(set, ret->begin, ret->end, &ret->pieces);
	if (done)
		ls_items_layout(set, NULL, offsets);
	for (uint32_t i = 0; done && i < set->count; i++) {
		const struct ls_item *item = &set->items[i];
		straddled[i] = crosses_line(ret, offsets[i], item->size_bits);
		if (i >= ret->begin && i < ret->end)
			ret->total_bits += item->size_bits;
		if (item->is_hot)
			ret->hot_bits += item->size_bits;
	}
	if (done)
		place_pinned(ret);
	free(offsets);
	return done;
}

void
ls_search_end(struct ls_search *search)
{
	ls_stretches_free(&search->pieces);
	ls_bound_free(&search->bound);
	free((void *)search->straddled);
	free(search->heads);
	free(search->lists);
	free(search->states);
}
