/*
 * crew.h - a long row of like things, made by several threads and handed out
 * in order.
 *
 * Whoever asks gets thing after thing as if they were made one by one; so
 * what is done with them does not depend on how many threads there are.  Only
 * so many are made ahead, so memory does not grow with their number.
 */
#ifndef LS_BASE_CREW_H
#define LS_BASE_CREW_H

#include <stdbool.h>
#include <stddef.h>

struct ls_error;
struct ls_crew;

struct ls_crew_task {
	size_t count;      /* how many things there are */
	size_t item_bytes; /* of one of them */
	unsigned jobs;     /* threads at most; 0: as many as there are cores */
	bool are_large;    /* one is worth a thread; else several at a time */
	void *context;     /* of the calls below; they may only read it */

	/* What a thread needs for itself alone, or NULL; handed to make() as `own`. */
	struct ls_error *(*begin)(void *context, void **ret);
	void (*end)(void *own);

	/* Make the index-th thing, into zeroed room. */
	struct ls_error *(*make)(
	    void *context, void *own, size_t index, void *item);
	/* Free one that was made and that nobody came for; NULL: nothing. */
	void (*drop)(void *item);
};

/* The task is copied.  Free the crew also after a failure of the calls below,
 * at any time. */
struct ls_error *ls_crew_new(
    const struct ls_crew_task *task, struct ls_crew **ret);

/*
 * The next thing, copied to `item` and now the caller's; no: that was all.
 * The first thing whose making failed ends it, with its error.
 */
struct ls_error *ls_crew_next(struct ls_crew *crew, void *item, bool *got);

void ls_crew_free(struct ls_crew *crew); /* NULL is fine */

/* How many threads `jobs` asks for: 1 to LS_MAX_JOBS. */
unsigned ls_crew_size(unsigned jobs);

#endif
