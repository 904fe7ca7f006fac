/*
 * use.h - who has to do with a type: holds it, points to it, passes it.
 *
 * Plain data, every number final, in an arena of its own.
 */
#ifndef LS_REPORT_USE_H
#define LS_REPORT_USE_H

#include "base/arena.h"
#include "model/model.h"

enum ls_use_kind {
	LS_USE_HOLDS,     /* a type has it inside, at any depth */
	LS_USE_POINTS,    /* a member is a pointer or reference to it */
	LS_USE_PARAMETER, /* a function takes it by value */
	LS_USE_RETURN,    /* a function returns it */
};

struct ls_use {
	enum ls_use_kind kind;
	const char *name;       /* of the type or function; NULL: anonymous */
	enum ls_kind type_kind; /* of a type */
	enum ls_lang lang;
	bool is_typedef_name;
	struct ls_decl decl;
	const char *member; /* "a.b"; of a function the parameter's name; NULL:
	                     * it has none, or is not told */
	uint64_t count;     /* how many of it are there: arrays, nesting */
	bool is_direct;     /* held by a member, not by what a member holds */
	bool has_offset;
	uint64_t offset_bytes; /* of the first */
};

/* A type and all its uses. */
struct ls_use_group {
	const char *name;
	enum ls_kind kind;
	enum ls_lang lang;
	bool has_keyword; /* a person writes "struct" before its name */
	struct ls_decl decl;
	bool has_size;
	uint64_t size_bytes;
	uint64_t function_count; /* by value: different ones */
	const struct ls_use *uses;
	size_t use_count;
};

/* Zero-initialise and set arena.limit_bytes; free the arena and groups. */
struct ls_uses {
	struct ls_arena arena;
	struct ls_use_group *groups;
	size_t count;
};

#endif
