/*
 * sweep.c - all units of an image into the index, on several threads.
 *
 * Units are handed out a few at a time from a counter.  Each thread has a
 * survey, walks and an index of its own, so that nothing is shared while
 * units are read; the indices are then merged one after another.
 */
#include "read/dwarf/sweep.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/crew.h"
#include "base/error.h"
#include "base/limits.h"
#include "read/dwarf/refs.h"

/* Units at a time: few enough that no thread ends long after the others. */
enum { UNITS_AT_ONCE = 4 };

/* Below this many bytes of DIEs a second thread costs more than it gives. */
enum { BYTES_FOR_THREADS = 1024 * 1024 };

struct worker {
	struct ls_sweep *sweep;
	struct ls_index *index;
	struct ls_walk *walk, *peek;
	struct ls_survey survey;
	atomic_size_t *next;  /* the unit that nobody has yet; shared */
	atomic_size_t *limit; /* units from here on are not wanted; shared */
	uint16_t *owner;      /* of each unit: which worker; shared */
	uint16_t number;
	struct ls_error *err;
	size_t failed_at; /* the unit of `err` */
	pthread_t thread;
	bool is_running;
	char apart[64]; /* two workers never write to one cache line */
};

static struct ls_error *
read_unit(struct worker *worker, size_t at)
{
	struct ls_sweep *sweep = worker->sweep;
	const struct ls_unit *unit = &sweep->image->dies->units[at];
	worker->owner[at] = worker->number;
	if (sweep->mention && !ls_mention_in(sweep->mention, unit)) {
		sweep->image->refs[at].is_passed_over = true;
		return NULL;
	}
	struct ls_error *err = ls_survey_unit(
	    &worker->survey, worker->walk, unit);
	if (!err)
		err = ls_index_add(worker->index, &worker->survey,
		    sweep->number, &sweep->image->refs[at]);
	return err;
}

/* The first in the file counts, so earlier units are still read. */
static void
fail(struct worker *worker, struct ls_error *err, size_t at)
{
	size_t limit = atomic_load(worker->limit);
	while (at < limit &&
	    !atomic_compare_exchange_weak(worker->limit, &limit, at))
		continue;
	worker->err = err;
	worker->failed_at = at;
}

static void
tell_progress(struct worker *worker, size_t done)
{
	const struct ls_read_options *options = worker->sweep->options;
	if (options->progress && worker->number == 0)
		options->progress(options->progress_context,
		    worker->sweep->units_done + done,
		    worker->sweep->units_total);
}

static void *
work(void *context)
{
	struct worker *worker = context;
	size_t count = worker->sweep->image->dies->unit_count;
	while (!worker->err) {
		size_t at = atomic_fetch_add(worker->next, UNITS_AT_ONCE);
		if (at >= count)
			break;
		tell_progress(worker, at);
		for (size_t end = at + UNITS_AT_ONCE; at < end && at < count;
		     at++) {
			if (at >= atomic_load(worker->limit))
				return NULL;
			struct ls_error *err = read_unit(worker, at);
			if (err) {
				fail(worker, err, at);
				return NULL;
			}
		}
	}
	return NULL;
}

static struct ls_error *
hire(struct worker *worker)
{
	struct ls_dies *dies = worker->sweep->image->dies;
	const struct ls_die_backend *backend = dies->backend;
	struct ls_error *err = backend->walk_new(
	    dies, LS_WALK_OUTLINE, &worker->walk);
	if (!err)
		err = backend->walk_new(dies, LS_WALK_TYPES, &worker->peek);
	worker->survey = ls_survey_new(
	    dies, worker->sweep->number, worker->peek);
	return err;
}

static void
dismiss(struct worker *worker)
{
	const struct ls_die_backend *backend = worker->sweep->image->dies
						   ->backend;
	ls_survey_free(&worker->survey);
	if (worker->walk)
		backend->walk_free(worker->walk);
	if (worker->peek)
		backend->walk_free(worker->peek);
}

/* Start all but the first, which is this thread itself, and wait for them. */
static void
run_all(struct worker *workers, size_t count)
{
	for (size_t i = 1; i < count; i++)
		workers[i].is_running = pthread_create(&workers[i].thread,
					    NULL, work, &workers[i]) == 0;
	/* One that could not be started is not missed: others take its share */
	work(&workers[0]);
	for (size_t i = 1; i < count; i++)
		if (workers[i].is_running)
			pthread_join(workers[i].thread, NULL);
}

/* The error of the first unit that has one; the others are freed. */
static struct ls_error *
first_error(struct worker *workers, size_t count)
{
	struct worker *first = NULL;
	for (size_t i = 0; i < count; i++)
		if (workers[i].err &&
		    (!first || workers[i].failed_at < first->failed_at))
			first = &workers[i];
	for (size_t i = 0; i < count; i++)
		if (&workers[i] != first)
			ls_error_free(workers[i].err);
	return first ? first->err : NULL;
}

static struct ls_error *
merge_one(struct ls_sweep *sweep, const struct worker *worker)
{
	uint32_t *rows = NULL;
	struct ls_error *err = ls_index_merge(
	    sweep->index, worker->index, &rows);
	size_t count = sweep->image->dies->unit_count;
	for (size_t i = 0; i < count && !err; i++)
		if (worker->owner[i] == worker->number)
			ls_unit_refs_renumber(&sweep->image->refs[i], rows);
	free(rows);
	return err;
}

static size_t
threads_for(const struct ls_sweep *sweep)
{
	const struct ls_dies *dies = sweep->image->dies;
	uint64_t bytes = 0;
	for (size_t i = 0; i < dies->unit_count; i++)
		bytes += dies->units[i].end - dies->units[i].root;
	size_t threads = ls_crew_size(sweep->options->jobs);
	if (dies->backend != &ls_die_scan || bytes < BYTES_FOR_THREADS)
		threads = 1; /* libdwarf's handles are for one thread */
	if (threads > dies->unit_count / UNITS_AT_ONCE + 1)
		threads = dies->unit_count / UNITS_AT_ONCE + 1;
	return threads;
}

static struct ls_error *
run_threads(struct ls_sweep *sweep, struct worker *workers, size_t count,
    uint16_t *owner)
{
	atomic_size_t next = 0, limit = SIZE_MAX;
	struct ls_error *err = NULL;
	for (size_t i = 0; i < count && !err; i++) {
		workers[i] = (struct worker){
			.sweep = sweep,
			.index = count > 1 ? &sweep->parts[i] : sweep->index,
			.next = &next,
			.limit = &limit,
			.owner = owner,
			.number = (uint16_t)i,
		};
		workers[i].index->names.arena.limit_bytes = LS_MAX_MODEL_BYTES;
		err = hire(&workers[i]);
	}
	if (!err) {
		run_all(workers, count);
		err = first_error(workers, count);
	}
	for (size_t i = 0; i < count && !err && count > 1; i++)
		err = merge_one(sweep, &workers[i]);
	for (size_t i = 0; i < count; i++) {
		sweep->imports_elsewhere |= workers[i]
						.survey.imports_elsewhere;
		if (workers[i].sweep)
			dismiss(&workers[i]);
	}
	return err;
}

struct ls_error *
ls_sweep_run(struct ls_sweep *sweep)
{
	size_t count = threads_for(sweep);
	size_t units = sweep->image->dies->unit_count;
	struct worker *workers = calloc(count, sizeof(*workers));
	uint16_t *owner = calloc(units + 1, sizeof(*owner));
	sweep->parts = calloc(count, sizeof(*sweep->parts));
	sweep->part_count = sweep->parts ? count : 0;
	struct ls_error *err = &ls_error_nomem;
	if (workers && owner && sweep->parts)
		err = run_threads(sweep, workers, count, owner);
	sweep->units_done += units;
	free(workers);
	free(owner);
	return err;
}

void
ls_sweep_free(struct ls_sweep *sweep)
{
	for (size_t i = 0; i < sweep->part_count; i++)
		ls_index_free(&sweep->parts[i]);
	free(sweep->parts);
	sweep->parts = NULL;
	sweep->part_count = 0;
}
