/*
 * exports.c - which types the exported symbols of a shared object lead to.
 *
 * A function leads to the types of its parameters and to what it returns, a
 * variable to its own; a pointer, an array, a typedef to what they are of; a
 * record to the types of its members.
 *
 *	int foo_open(struct ctx *);	struct ctx { struct conn *first; };
 *
 *	foo_open names ctx, and leads to conn through ctx
 *
 * Whether a header that others include says what is inside a type is not in
 * the file, so this says rather too much.
 */
#include "analyse/exports.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"

struct ls_exports {
	const struct ls_model *model;
	struct ls_export *items; /* by type of the model */
	struct ls_map by_name;   /* hash of a name to a type */
	struct ls_map counted;   /* type and symbol, mixed */
	ls_type_id *queue;       /* reached, and not yet looked into */
	size_t queue_count;
	bool *is_reached;
	uint32_t *seen; /* by type: a function, the last step that met it */
	uint32_t steps;
	bool is_nomem;
};

static void
reach(struct ls_exports *exports, ls_type_id id)
{
	const char *name = ls_model_type(exports->model, id)->name;
	if (exports->is_reached[id])
		return;
	exports->is_reached[id] = true;
	exports->queue[exports->queue_count++] = id;
	if (name &&
	    !ls_map_put(
		&exports->by_name, ls_hash_bytes(name, strlen(name), 0), id))
		exports->is_nomem = true;
}

static void
name_symbol(struct ls_exports *exports, ls_type_id id, const char *symbol)
{
	struct ls_export *item = &exports->items[id];
	uint64_t key = ls_hash_bytes(symbol, strlen(symbol), id);
	reach(exports, id);
	if (ls_map_get(&exports->counted, key))
		return;
	if (!ls_map_put(&exports->counted, key, 1))
		exports->is_nomem = true;
	if (item->count < LS_EXPORT_SYMBOLS)
		item->symbols[item->count] = symbol;
	item->count++;
}

/* It is seen through `from`, if not better. */
static void
pass_on(struct ls_exports *exports, ls_type_id id, ls_type_id from)
{
	const char *name = ls_model_type(exports->model, from)->name;
	if (exports->is_reached[id])
		return;
	exports->items[id] = exports->items[from];
	/* Through what has no name it is seen as that is. */
	if (name)
		exports->items[id].through = name;
	reach(exports, id);
}

/* Either a symbol that names types, or a record whose members do. */
struct step {
	const char *symbol; /* NULL: it is `from` */
	ls_type_id from;
	uint32_t number; /* from 1 */
};

static struct step
step_of(struct ls_exports *exports, const char *symbol, ls_type_id from)
{
	return (struct step){ symbol, from, ++exports->steps };
}

/* Functions that take functions that take functions lead to nothing new when
 * they are met again. */
static bool
is_seen(struct ls_exports *exports, const struct step *step, ls_type_id id)
{
	bool is_seen = exports->seen[id] == step->number;
	exports->seen[id] = step->number;
	return is_seen;
}

/* What is said by pointing, or by holding, down to records. */
static void
lead(struct ls_exports *exports, const struct step *step, ls_type_id id,
    unsigned depth)
{
	for (; depth < LS_MAX_DEPTH && id != LS_NO_TYPE; depth++) {
		const struct ls_type *type = ls_model_type(exports->model, id);
		if (type->kind == LS_KIND_FUNCTION &&
		    is_seen(exports, step, id))
			return;
		if (type->kind == LS_KIND_FUNCTION)
			for (uint32_t i = 0; i < type->parameter_count; i++)
				lead(exports, step, type->parameters[i],
				    depth + 1);
		switch (type->kind) {
		case LS_KIND_POINTER:
		case LS_KIND_FUNCTION:
		case LS_KIND_ALIAS:
		case LS_KIND_ARRAY:
			id = type->target;
			continue;
		case LS_KIND_STRUCT:
		case LS_KIND_CLASS:
		case LS_KIND_UNION:
		case LS_KIND_ENUM:
			if (step->symbol)
				name_symbol(exports, id, step->symbol);
			else
				pass_on(exports, id, step->from);
			return;
		case LS_KIND_UNKNOWN:
		case LS_KIND_SCALAR:
			return;
		}
	}
}

/* Breadth first, so that each is seen through the nearest. */
static void
look_into(struct ls_exports *exports)
{
	for (size_t at = 0; at < exports->queue_count; at++) {
		struct step step = step_of(exports, NULL, exports->queue[at]);
		struct ls_field_walk walk = { .type = ls_model_type(
						  exports->model, step.from) };
		const struct ls_field *field;
		while ((field = ls_field_walk_next(&walk)))
			lead(exports, &step, field->type, 0);
	}
}

struct ls_exports *
ls_exports_new(
    const struct ls_model *model, const struct ls_functions *functions)
{
	size_t end = ls_model_end(model);
	struct ls_exports *exports = calloc(1, sizeof(*exports));
	if (!exports)
		return NULL;
	exports->model = model;
	exports->items = calloc(end, sizeof(*exports->items));
	exports->queue = calloc(end, sizeof(*exports->queue));
	exports->is_reached = calloc(end, sizeof(*exports->is_reached));
	exports->seen = calloc(end, sizeof(*exports->seen));
	bool done = exports->items && exports->queue && exports->is_reached &&
	    exports->seen;
	for (size_t i = 0; done && i < functions->count; i++) {
		const struct ls_function *function = &functions->items[i];
		struct step step = step_of(
		    exports, function->name, LS_NO_TYPE);
		lead(exports, &step, function->type, 0);
		for (uint32_t p = 0; p < function->parameter_count; p++)
			lead(exports, &step, function->parameters[p], 0);
	}
	if (done)
		look_into(exports);
	if (!done || exports->is_nomem) {
		ls_exports_free(exports);
		return NULL;
	}
	return exports;
}

void
ls_exports_free(struct ls_exports *exports)
{
	if (!exports)
		return;
	ls_map_free(&exports->by_name);
	ls_map_free(&exports->counted);
	free(exports->items);
	free(exports->queue);
	free(exports->is_reached);
	free(exports->seen);
	free(exports);
}

const struct ls_export *
ls_exports_find(const struct ls_exports *exports, const char *name)
{
	if (!name)
		return NULL;
	const uint64_t *id = ls_map_get(
	    &exports->by_name, ls_hash_bytes(name, strlen(name), 0));
	return id ? &exports->items[*id] : NULL;
}
