/*
 * function.h - functions and variables of a program, and the types they say.
 */
#ifndef LS_MODEL_FUNCTION_H
#define LS_MODEL_FUNCTION_H

#include "base/arena.h"
#include "model/model.h"

/* Types are those of the model that was loaded with it. */
struct ls_function {
	const char *name; /* qualified, as far as where it stands tells */
	const char *linkage_name; /* as the linker has it */
	struct ls_decl decl;
	bool is_variable;    /* not a function: `type` is what it is of */
	bool is_external;    /* seen by other units */
	bool is_declaration; /* only, as methods in classes are */
	ls_type_id type;     /* what it returns; LS_NO_TYPE: nothing */
	const ls_type_id *parameters;
	const char *const *parameter_names; /* each NULL where it has none */
	uint32_t parameter_count;
};

/* Zero-initialise and set arena.limit_bytes; free at the end.  One that
 * several units have is there several times. */
struct ls_functions {
	struct ls_arena arena; /* of all texts and parameters */
	struct ls_function *items;
	size_t count, room;
};

/* Which are wanted, and where to. */
struct ls_function_query {
	/* Asked before types are loaded; NULL: all. */
	bool (*wants)(void *context, const struct ls_function *function);
	void *context;
	/* If not 0: only functions that take or return by value a type of
	 * more bytes than that, or of a size that is not told. */
	uint64_t over_bytes;
	struct ls_functions *ret;
};

void ls_functions_free(struct ls_functions *functions);

#endif
