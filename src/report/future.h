/*
 * future.h - what an async function keeps while it waits: `future` of JSON.
 *
 * Plain data, in the row's arena.
 */
#ifndef LS_REPORT_FUTURE_H
#define LS_REPORT_FUTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A place where it waits. */
struct ls_await {
	const char *state; /* "Suspend0" */
	uint32_t line;     /* of the source; 0: not told */
	uint64_t used_bytes;
	bool is_least;      /* it may use more: a place is not told */
	const char *awaits; /* the type of what is awaited; NULL: not told */
	uint64_t awaits_bytes;
	const char *largest; /* member that is kept; NULL: none */
	const char *largest_type;
	uint64_t largest_bytes;
};

/* An argument, and a local that looks like the same value moved. */
struct ls_twice {
	const char *argument;
	const char *local;
	uint64_t argument_offset_bytes;
	uint64_t local_offset_bytes;
	uint64_t size_bytes;
};

/* From a future to the largest thing in it, and so on where that is one. */
struct ls_future_link {
	const char *type;
	uint64_t size_bytes;
	const char *state;  /* its largest; NULL: the end, no future */
	const char *member; /* the largest in that; NULL with `state` */
};

struct ls_future {
	uint64_t captured_bytes;       /* its arguments, in every state */
	const struct ls_await *awaits; /* the most used first */
	size_t await_count;
	const struct ls_twice *twice;
	size_t twice_count;
	uint64_t twice_bytes;
	const struct ls_future_link *links; /* the type itself is the first */
	size_t link_count;
	bool has_shadowed; /* members whose place is not told */
};

#endif
