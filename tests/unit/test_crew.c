/*
 * test_crew.c - base/crew.c: in order, once each, whatever the threads do.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/crew.h"
#include "base/error.h"

struct shop {
	size_t bad; /* the thing that cannot be made */
	atomic_size_t made, dropped, begun, ended;
};

struct thing {
	struct shop *shop;
	size_t index;
	bool was_zero;
};

static struct ls_error *
begin(void *context, void **ret)
{
	struct shop *shop = context;
	atomic_fetch_add(&shop->begun, 1);
	*ret = shop;
	return NULL;
}

static void
end(void *own)
{
	atomic_fetch_add(&((struct shop *)own)->ended, 1);
}

static struct ls_error *
make(void *context, void *own, size_t index, void *item)
{
	struct shop *shop = context;
	struct thing *thing = item;
	assert_ptr_equal(own, shop);
	if (index == shop->bad)
		return ls_error_new(LS_ERROR_LIMIT, "no more");
	/* some take long, so that others come first */
	for (volatile size_t i = 0; i < index % 16 * 500; i++)
		continue;
	thing->was_zero = !thing->shop && thing->index == 0;
	thing->shop = shop;
	thing->index = index;
	atomic_fetch_add(&shop->made, 1);
	return NULL;
}

static void
drop(void *item)
{
	atomic_fetch_add(&((struct thing *)item)->shop->dropped, 1);
}

static struct ls_crew *
crew_of(struct shop *shop, size_t count, unsigned jobs)
{
	const struct ls_crew_task task = {
		.count = count,
		.item_bytes = sizeof(struct thing),
		.jobs = jobs,
		.context = shop,
		.begin = begin,
		.end = end,
		.make = make,
		.drop = drop,
	};
	struct ls_crew *crew = NULL;
	assert_null(ls_crew_new(&task, &crew));
	return crew;
}

/* Take up to `most`; every one must be the next. */
static size_t
take(struct ls_crew *crew, size_t most, struct ls_error **err)
{
	struct thing thing;
	bool got = true;
	size_t count = 0;
	while (count < most) {
		*err = ls_crew_next(crew, &thing, &got);
		if (*err || !got)
			break;
		assert_int_equal(thing.index, count);
		assert_true(thing.was_zero);
		count++;
	}
	return count;
}

static const unsigned jobs[] = { 1, 2, 3, 8 };

static void
all_come_in_order(void **state)
{
	(void)state;
	static const size_t counts[] = { 0, 1, 15, 16, 17, 33, 5000 };
	for (size_t j = 0; j < 4; j++)
		for (size_t c = 0; c < 7; c++) {
			struct shop shop = { .bad = SIZE_MAX };
			struct ls_error *err = NULL;
			struct ls_crew *crew = crew_of(
			    &shop, counts[c], jobs[j]);
			assert_int_equal(
			    take(crew, SIZE_MAX, &err), counts[c]);
			assert_null(err);
			ls_crew_free(crew);
			assert_int_equal(shop.made, counts[c]);
			assert_int_equal(shop.dropped, 0);
			assert_int_equal(shop.begun, shop.ended);
		}
}

static void
an_error_comes_after_all_before_it(void **state)
{
	(void)state;
	static const size_t bad[] = { 0, 1, 15, 16, 700 };
	for (size_t j = 0; j < 4; j++)
		for (size_t b = 0; b < 5; b++) {
			struct shop shop = { .bad = bad[b] };
			struct ls_error *err = NULL;
			struct ls_crew *crew = crew_of(&shop, 2000, jobs[j]);
			assert_int_equal(take(crew, SIZE_MAX, &err), bad[b]);
			assert_non_null(err);
			assert_string_equal(err->text, "no more");
			ls_error_free(err);
			/* and then nothing */
			assert_int_equal(take(crew, 1, &err), 0);
			assert_null(err);
			ls_crew_free(crew);
			assert_int_equal(shop.made, bad[b] + shop.dropped);
			assert_int_equal(shop.begun, shop.ended);
		}
}

static void
who_stops_early_leaves_nothing(void **state)
{
	(void)state;
	static const size_t taken[] = { 0, 1, 15, 16, 17, 400 };
	for (size_t j = 0; j < 4; j++)
		for (size_t t = 0; t < 6; t++) {
			struct shop shop = { .bad = SIZE_MAX };
			struct ls_error *err = NULL;
			struct ls_crew *crew = crew_of(&shop, 100000, jobs[j]);
			assert_int_equal(take(crew, taken[t], &err), taken[t]);
			assert_null(err);
			ls_crew_free(crew);
			assert_int_equal(shop.made, taken[t] + shop.dropped);
			/* far from all: only so many are made ahead */
			assert_true(shop.made < taken[t] + 16 * 8 * 8 + 32);
		}
}

/* Each waits for the other to have begun. */
static struct ls_error *
meet(void *context, void *own, size_t index, void *item)
{
	atomic_size_t *begun = context;
	(void)own;
	atomic_fetch_add(begun, 1);
	while (atomic_load(begun) < 2)
		continue;
	*(size_t *)item = index + 1;
	return NULL;
}

static void
large_ones_are_made_at_once(void **state)
{
	(void)state;
	atomic_size_t begun = 0;
	const struct ls_crew_task task = {
		.count = 2,
		.item_bytes = sizeof(size_t),
		.jobs = 2,
		.are_large = true,
		.context = &begun,
		.make = meet,
	};
	struct ls_crew *crew;
	size_t item;
	bool got;
	assert_null(ls_crew_new(&task, &crew));
	for (size_t i = 1; i <= 2; i++) {
		assert_null(ls_crew_next(crew, &item, &got));
		assert_true(got);
		assert_int_equal(item, i);
	}
	assert_null(ls_crew_next(crew, &item, &got));
	assert_false(got);
	ls_crew_free(crew);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_come_in_order),
		cmocka_unit_test(large_ones_are_made_at_once),
		cmocka_unit_test(an_error_comes_after_all_before_it),
		cmocka_unit_test(who_stops_early_leaves_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
