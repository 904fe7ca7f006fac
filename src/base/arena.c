/*
 * arena.c - memory that is freed all at once.
 *
 * A singly linked list of chunks, of which only the newest is written to.
 * When a request does not fit, the rest of that chunk is given up: chunks are
 * so much larger than a type that little is lost, and there is no free list
 * to keep.
 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* A row of a small struct fits in the first, and a model soon has the last. */
enum { FIRST_CHUNK_BYTES = 4000, CHUNK_BYTES = 256 * 1024 };

struct ls_chunk {
	struct ls_chunk *older;
	size_t size_bytes; /* of `bytes` */
	alignas(max_align_t) char bytes[];
};

static struct ls_chunk *
add_chunk(struct ls_arena *arena, size_t at_least)
{
	size_t size = arena->chunks ? 2 * arena->chunks->size_bytes
				    : FIRST_CHUNK_BYTES;
	size_t whole;
	if (size > CHUNK_BYTES)
		size = CHUNK_BYTES;
	if (size < at_least)
		size = at_least;
	if (__builtin_add_overflow(size, sizeof(struct ls_chunk), &whole) ||
	    whole > arena->limit_bytes - arena->total_bytes)
		return NULL;

	/* calloc, since fresh pages are zero already and cost nothing. */
	struct ls_chunk *chunk = calloc(1, whole);
	if (!chunk)
		return NULL;
	chunk->older = arena->chunks;
	chunk->size_bytes = size;
	arena->chunks = chunk;
	arena->used_bytes = 0;
	arena->total_bytes += whole;
	return chunk;
}

/* `align` is a power of two, at most max_align_t's. */
static void *
take(struct ls_arena *arena, size_t size, size_t align)
{
	struct ls_chunk *chunk = arena->chunks;
	size_t at = (arena->used_bytes + align - 1) & ~(align - 1);
	if (!chunk || at > chunk->size_bytes ||
	    size > chunk->size_bytes - at) {
		chunk = add_chunk(arena, size);
		at = 0;
	}
	if (!chunk)
		return NULL;
	arena->used_bytes = at + size;
	return chunk->bytes + at;
}

void *
ls_arena_alloc(struct ls_arena *arena, size_t count, size_t item_bytes)
{
	size_t size;
	if (__builtin_mul_overflow(count, item_bytes, &size))
		return NULL;
	return take(arena, size, alignof(max_align_t));
}

char *
ls_arena_string(struct ls_arena *arena, const char *bytes, size_t size)
{
	size_t room;
	if (__builtin_add_overflow(size, 1, &room))
		return NULL;
	char *copy = take(arena, room, 1);
	if (copy && size > 0)
		memcpy(copy, bytes, size);
	return copy;
}

void
ls_arena_free(struct ls_arena *arena)
{
	while (arena->chunks) {
		struct ls_chunk *older = arena->chunks->older;
		free(arena->chunks);
		arena->chunks = older;
	}
	arena->used_bytes = 0;
	arena->total_bytes = 0;
}
