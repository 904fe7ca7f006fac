/*
 * crew.c - a long row of like things, made by several threads.
 *
 * Things are made a chunk at a time, in a ring of chunks that is as far as
 * anybody may run ahead of who asks for them:
 *
 *	chunk	 4      5      6      7      8
 *		 taken  ready  busy   busy   nobody's yet
 *		        ^ asked for next
 *
 * Who asks is one of the crew: while the chunk it needs is not there, it
 * makes one itself.  With one thread that is all that happens, and without
 * memory for threads too.
 */
#include "base/crew.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"

/* Enough that handing a chunk over costs nothing beside making it, and few
 * enough that the last one is not waited for. */
enum { CHUNK_ITEMS = 16 };

/* For each thread, so that none waits while one chunk takes long. */
enum { CHUNKS_PER_THREAD = 8 };

enum stage { EMPTY, BUSY, READY };

struct chunk {
	enum stage stage;
	size_t made;          /* items that are there */
	struct ls_error *err; /* of the one after them */
	char *items;
};

struct member {
	struct ls_crew *crew;
	void *own;
	bool has_begun;
	bool is_running;
	pthread_t thread;
};

struct ls_crew {
	struct ls_crew_task task;
	struct chunk *chunks; /* the ring */
	size_t ring;          /* chunks in it */
	size_t chunk_count;   /* in all */
	size_t chunk_items;
	struct member *members; /* the first is who asks */
	unsigned member_count;
	bool is_started;

	size_t at; /* the thing that is asked for next */
	bool is_over;

	pthread_mutex_t lock; /* of all below, and of the stages */
	pthread_cond_t change;
	size_t next;  /* the chunk that nobody has yet */
	size_t taken; /* chunks that were all handed out */
	bool is_stopped;
};

unsigned
ls_crew_size(unsigned jobs)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	if (jobs == 0)
		jobs = cores > 0 ? (unsigned)cores : 1;
	return jobs > LS_MAX_JOBS ? LS_MAX_JOBS : jobs;
}

static void *
item_at(const struct ls_crew *crew, const struct chunk *chunk, size_t i)
{
	return chunk->items + i * crew->task.item_bytes;
}

/* Things of the chunk with that number: the last one may be short. */
static size_t
items_in(const struct ls_crew *crew, size_t number)
{
	size_t left = crew->task.count - number * crew->chunk_items;
	return left < crew->chunk_items ? left : crew->chunk_items;
}

static struct ls_error *
begin(struct member *member)
{
	const struct ls_crew_task *task = &member->crew->task;
	if (member->has_begun || !task->begin)
		return NULL;
	struct ls_error *err = task->begin(task->context, &member->own);
	member->has_begun = !err;
	return err;
}

static void
make_chunk(struct member *member, struct chunk *chunk, size_t number)
{
	struct ls_crew *crew = member->crew;
	const struct ls_crew_task *task = &crew->task;
	size_t count = items_in(crew, number);
	chunk->made = 0;
	chunk->err = begin(member);
	memset(chunk->items, 0, count * task->item_bytes);
	while (!chunk->err && chunk->made < count) {
		chunk->err = task->make(task->context, member->own,
		    number * crew->chunk_items + chunk->made,
		    item_at(crew, chunk, chunk->made));
		chunk->made += !chunk->err;
	}
}

static bool
can_take(const struct ls_crew *crew)
{
	return crew->next < crew->chunk_count &&
	    crew->next < crew->taken + crew->ring;
}

/* Take the next chunk and make it.  The lock is held, but for the making. */
static void
take_chunk(struct member *member)
{
	struct ls_crew *crew = member->crew;
	size_t number = crew->next++;
	struct chunk *chunk = &crew->chunks[number % crew->ring];
	chunk->stage = BUSY;
	pthread_mutex_unlock(&crew->lock);
	make_chunk(member, chunk, number);
	pthread_mutex_lock(&crew->lock);
	chunk->stage = READY;
	/* what comes after an error is never asked for */
	if (chunk->err)
		crew->next = crew->chunk_count;
	pthread_cond_broadcast(&crew->change);
}

static void *
work(void *context)
{
	struct member *member = context;
	struct ls_crew *crew = member->crew;
	pthread_mutex_lock(&crew->lock);
	while (!crew->is_stopped && crew->next < crew->chunk_count)
		if (can_take(crew))
			take_chunk(member);
		else
			pthread_cond_wait(&crew->change, &crew->lock);
	pthread_mutex_unlock(&crew->lock);
	return NULL;
}

static void
start(struct ls_crew *crew)
{
	crew->is_started = true;
	for (unsigned i = 1; i < crew->member_count; i++)
		crew->members[i].is_running = pthread_create(
						  &crew->members[i].thread,
						  NULL, work,
						  &crew->members[i]) == 0;
}

/* Until the chunk is there, do not just wait. */
static struct chunk *
await_chunk(struct ls_crew *crew, size_t number)
{
	struct chunk *chunk = &crew->chunks[number % crew->ring];
	pthread_mutex_lock(&crew->lock);
	while (chunk->stage != READY)
		if (can_take(crew))
			take_chunk(&crew->members[0]);
		else
			pthread_cond_wait(&crew->change, &crew->lock);
	pthread_mutex_unlock(&crew->lock);
	return chunk;
}

static void
release_chunk(struct ls_crew *crew, struct chunk *chunk)
{
	pthread_mutex_lock(&crew->lock);
	chunk->stage = EMPTY;
	chunk->made = 0;
	crew->taken++;
	pthread_cond_broadcast(&crew->change);
	pthread_mutex_unlock(&crew->lock);
}

struct ls_error *
ls_crew_next(struct ls_crew *crew, void *item, bool *got)
{
	*got = false;
	if (crew->is_over || crew->at == crew->task.count)
		return NULL;
	if (!crew->is_started)
		start(crew);
	size_t number = crew->at / crew->chunk_items,
	       i = crew->at % crew->chunk_items;
	/* Once it was waited for, nobody else touches it. */
	struct chunk *chunk = i == 0 ? await_chunk(crew, number)
				     : &crew->chunks[number % crew->ring];
	if (i == chunk->made) {
		struct ls_error *err = chunk->err;
		chunk->err = NULL;
		crew->is_over = true;
		return err;
	}
	memcpy(item, item_at(crew, chunk, i), crew->task.item_bytes);
	crew->at++;
	*got = true;
	if (i + 1 == items_in(crew, number))
		release_chunk(crew, chunk);
	return NULL;
}

/* Room for the ring; the things of all its chunks stand in one piece. */
static struct ls_error *
make_ring(struct ls_crew *crew)
{
	size_t bytes = crew->chunk_items * crew->task.item_bytes;
	crew->chunks = calloc(crew->ring + 1, sizeof(*crew->chunks));
	crew->members = calloc(crew->member_count, sizeof(*crew->members));
	char *items = calloc(crew->ring + 1, bytes);
	if (!crew->chunks || !crew->members || !items) {
		free(items);
		return &ls_error_nomem;
	}
	for (size_t i = 0; i <= crew->ring; i++)
		crew->chunks[i].items = items + i * bytes;
	for (unsigned i = 0; i < crew->member_count; i++)
		crew->members[i].crew = crew;
	return NULL;
}

struct ls_error *
ls_crew_new(const struct ls_crew_task *task, struct ls_crew **ret)
{
	struct ls_crew *crew = calloc(1, sizeof(*crew));
	if (!crew)
		return &ls_error_nomem;
	crew->task = *task;
	crew->chunk_items = task->are_large ? 1 : CHUNK_ITEMS;
	crew->chunk_count = (task->count + crew->chunk_items - 1) /
	    crew->chunk_items;
	crew->member_count = ls_crew_size(task->jobs);
	if (crew->member_count > crew->chunk_count)
		crew->member_count = crew->chunk_count
		    ? (unsigned)crew->chunk_count
		    : 1;
	crew->ring = (size_t)crew->member_count * CHUNKS_PER_THREAD;
	/* Alone, nothing is made ahead of who asks. */
	if (crew->member_count == 1)
		crew->ring = 1;
	pthread_mutex_init(&crew->lock, NULL);
	pthread_cond_init(&crew->change, NULL);
	struct ls_error *err = make_ring(crew);
	if (err)
		ls_crew_free(crew);
	else
		*ret = crew;
	return err;
}

static void
stop(struct ls_crew *crew)
{
	pthread_mutex_lock(&crew->lock);
	crew->is_stopped = true;
	pthread_cond_broadcast(&crew->change);
	pthread_mutex_unlock(&crew->lock);
	for (unsigned i = 1; i < crew->member_count; i++)
		if (crew->members[i].is_running)
			pthread_join(crew->members[i].thread, NULL);
}

/* What was made and not asked for; of a chunk begun, from `at` on. */
static void
drop_rest(struct ls_crew *crew)
{
	size_t begun = crew->at % crew->chunk_items;
	for (size_t i = 0; i < crew->ring; i++) {
		struct chunk *chunk = &crew->chunks[i];
		bool is_begun = begun > 0 &&
		    i == crew->at / crew->chunk_items % crew->ring;
		for (size_t n = is_begun ? begun : 0;
		     crew->task.drop && n < chunk->made; n++)
			crew->task.drop(item_at(crew, chunk, n));
		ls_error_free(chunk->err);
	}
}

void
ls_crew_free(struct ls_crew *crew)
{
	if (!crew)
		return;
	if (crew->members)
		stop(crew);
	if (crew->chunks && crew->chunks[0].items)
		drop_rest(crew);
	for (unsigned i = 0; crew->members && i < crew->member_count; i++)
		if (crew->members[i].has_begun && crew->task.end)
			crew->task.end(crew->members[i].own);
	if (crew->chunks)
		free(crew->chunks[0].items);
	free(crew->chunks);
	free(crew->members);
	pthread_cond_destroy(&crew->change);
	pthread_mutex_destroy(&crew->lock);
	free(crew);
}
