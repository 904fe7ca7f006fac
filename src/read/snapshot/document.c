/*
 * document.c - the text of a snapshot as cJSON's tree.
 *
 * A tree has a piece of memory for each number and word, hundreds of
 * thousands, of which none is ever freed alone; in an arena that takes half
 * the time.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "read/snapshot/snapshot.h"

/* cJSON hands no context to its hooks: a thread parses one text at a time. */
static _Thread_local struct ls_arena *parsing;

static void *
allocate(size_t size)
{
	return parsing ? ls_arena_alloc(parsing, 1, size) : malloc(size);
}

/* What is in an arena is freed with it. */
static void
release(void *memory)
{
	if (!parsing)
		free(memory);
}

cJSON *
ls_snapshot_parse(
    struct ls_bytes text, struct ls_arena *arena, const char **stopped)
{
	cJSON_Hooks hooks = { allocate, release };
	cJSON_InitHooks(&hooks);
	parsing = arena;
	cJSON *document = cJSON_ParseWithLengthOpts(
	    (const char *)text.at, text.size, stopped, false);
	parsing = NULL;
	return document;
}
