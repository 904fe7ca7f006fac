/*
 * sharing.h - atomics and locks that share a cache line: `sharing` of JSON.
 *
 * Plain data, in the row's arena.
 */
#ifndef LS_REPORT_SHARING_H
#define LS_REPORT_SHARING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ls_sharing_member {
	const char *name; /* a path: "wait.lock" */
	bool is_lock;
	uint64_t count; /* of an array: how many; else 1 */
	uint64_t offset_bytes;
	uint64_t size_bytes;
};

/* A line that one of them shares with another or with something else. */
struct ls_sharing_line {
	uint64_t line; /* from the type's start; 0 is the first */
	const struct ls_sharing_member *members; /* by offset */
	size_t member_count;
	uint64_t other_count; /* members there that are neither */
};

struct ls_sharing {
	bool is_aligned;        /* objects begin where a line begins */
	uint64_t most_together; /* atomics and locks in one line; 0: not two */
	const struct ls_sharing_line *lines;
	size_t line_count;
};

#endif
