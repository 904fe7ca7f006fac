/*
 * orders.c - how long smaller orders take, and how many are proved: random
 * structs of plain scalars from a fixed seed.
 *
 *	orders MEMBERS COUNT	one line: proved sizes, proved moves, and
 *				seconds a type, mean and worst
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "analyse/reorder/reorder.h"

static uint64_t seed = 40;

static uint32_t
random_below(uint32_t limit)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % limit;
}

/* Of this thread: others on the machine do not count. */
static double
now(void)
{
	struct timespec at;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
	return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

struct tally {
	unsigned proved, improvable, fewest, rungs, all_fewest;
	double sum, worst;
};

static void
try_one(uint32_t members, struct tally *tally)
{
	struct ls_item items[LS_REORDER_ITEMS];
	struct ls_items set = { .items = items,
		.count = members,
		.align_bits = 8,
		.line_bits = 512 };
	for (uint32_t i = 0; i < members; i++) {
		uint64_t bits = UINT64_C(8) << random_below(4);
		items[i] = (struct ls_item){ .size_bits = bits,
			.align_bits = bits };
		if (set.align_bits < bits)
			set.align_bits = bits;
	}
	struct ls_arena arena = { .limit_bytes = 1 << 24 };
	struct ls_ladder ladder;
	double begin = now();
	if (!ls_items_ladder(
		&set, &(struct ls_ladder_options){ 0 }, &arena, &ladder))
		exit(1);
	double took = now() - begin;
	tally->sum += took;
	tally->worst = took > tally->worst ? took : tally->worst;
	tally->proved += ladder.is_proved;
	unsigned fewest = 0;
	for (uint32_t i = 0; i < ladder.count; i++)
		fewest += ladder.rungs[i].is_fewest;
	tally->improvable += ladder.count > 0;
	tally->rungs += ladder.count;
	tally->fewest += fewest;
	tally->all_fewest += ladder.count > 0 && fewest == ladder.count;
	ls_arena_free(&arena);
}

int
main(int argc, char **argv)
{
	uint32_t members = argc > 1 ? (uint32_t)atoi(argv[1]) : 40;
	unsigned count = argc > 2 ? (unsigned)atoi(argv[2]) : 1000;
	struct tally tally = { 0 };
	if (members > LS_REORDER_ITEMS || count == 0)
		return 2;
	for (unsigned i = 0; i < count; i++)
		try_one(members, &tally);
	printf("members %u types %u size-proved %u improvable %u "
	       "all-moves-proved %u rungs %u rungs-proved %u "
	       "mean-ms %.3f worst-ms %.3f\n",
	    members, count, tally.proved, tally.improvable, tally.all_fewest,
	    tally.rungs, tally.fewest, tally.sum / count * 1e3,
	    tally.worst * 1e3);
	return 0;
}
