/*
 * by_value.c - functions that take or return large types by value.
 *
 *	struct big { long x[5]; };
 *	struct big add(struct big a, struct big b);
 *
 * is three uses of 40 bytes: `add` returns one and takes a and b.  Each unit
 * that has the function says so; equal uses are told once, and a declaration
 * not at all where the function itself is there.
 */
#include "analyse/by_value.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/out.h"
#include "model/spell.h"

/* One use on its way. */
struct item {
	ls_type_id type; /* behind typedefs and qualifiers */
	uint32_t order;  /* which function, so that ties are as in the file */
	uint32_t parameter;  /* from 1; 0: what it returns */
	bool is_declaration; /* another unit may have the function itself */
	struct ls_use use;
};

struct items {
	const struct ls_model *model;
	uint64_t over_bytes;
	struct item *items;
	size_t count, room;
};

static bool
is_large(const struct items *items, ls_type_id id)
{
	if (id == LS_NO_TYPE)
		return false;
	const struct ls_type *type = ls_model_type(items->model, id);
	return type->has_size && !type->is_vector &&
	    type->size_bits / 8 > items->over_bytes;
}

static struct ls_error *
add(struct items *items, const struct ls_function *function, uint32_t order,
    ls_type_id type, uint32_t parameter)
{
	type = ls_model_strip(items->model, type);
	if (!is_large(items, type))
		return NULL;
	if (items->count == items->room) {
		size_t room = items->room * 2 + 256;
		struct item *grown = reallocarray(
		    items->items, room, sizeof(*grown));
		if (!grown)
			return &ls_error_nomem;
		items->items = grown;
		items->room = room;
	}
	items->items[items->count++] = (struct item){
		.type = type,
		.order = order,
		.parameter = parameter,
		.is_declaration = function->is_declaration,
		.use = {
		    .kind = parameter ? LS_USE_PARAMETER : LS_USE_RETURN,
		    .name = function->name,
		    .lang = ls_model_type(items->model, type)->lang,
		    .decl = function->decl,
		    .member = parameter && function->parameter_names
			? function->parameter_names[parameter - 1]
			: NULL,
		    .count = 1,
		    .is_direct = true,
		},
	};
	return NULL;
}

static int
compare_texts(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

/* By type, then the same function of several units side by side. */
static int
by_type(const void *left, const void *right)
{
	const struct item *a = left, *b = right;
	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	int order = compare_texts(a->use.name, b->use.name);
	if (order == 0 && a->is_declaration != b->is_declaration)
		order = a->is_declaration ? 1 : -1;
	if (order == 0)
		order = compare_texts(a->use.decl.file, b->use.decl.file);
	if (order == 0 && a->use.decl.line != b->use.decl.line)
		order = a->use.decl.line < b->use.decl.line ? -1 : 1;
	if (order == 0 && a->parameter != b->parameter)
		order = a->parameter < b->parameter ? -1 : 1;
	if (order == 0 && a->order != b->order)
		order = a->order < b->order ? -1 : 1;
	return order;
}

static bool
is_same_name(const struct item *a, const struct item *b)
{
	return a->type == b->type &&
	    compare_texts(a->use.name, b->use.name) == 0;
}

static bool
is_same_function(const struct item *a, const struct item *b)
{
	return is_same_name(a, b) &&
	    compare_texts(a->use.decl.file, b->use.decl.file) == 0 &&
	    a->use.decl.line == b->use.decl.line;
}

static void
drop_equal(struct items *items)
{
	size_t kept = 0;
	if (items->count > 1)
		qsort(items->items, items->count, sizeof(*items->items),
		    by_type);
	for (size_t i = 0; i < items->count; i++) {
		const struct item *last = kept > 0 ? &items->items[kept - 1]
						   : NULL;
		const struct item *item = &items->items[i];
		bool is_told = last && is_same_name(last, item) &&
		    item->is_declaration && !last->is_declaration;
		if (!is_told &&
		    (!last || !is_same_function(last, item) ||
			last->parameter != item->parameter))
			items->items[kept++] = *item;
	}
	items->count = kept;
}

/* [first, end) of the items are of one type. */
static struct ls_error *
fill_group(const struct items *items, size_t first, size_t end,
    struct ls_arena *arena, struct ls_use_group *ret)
{
	const struct ls_type *type = ls_model_type(
	    items->model, items->items[first].type);
	struct ls_use *uses = LS_NEW(arena, struct ls_use, end - first);
	struct ls_out spelt = { 0 };
	ls_spell_type(items->model, items->items[first].type, &spelt);
	*ret = (struct ls_use_group){
		.name = type->name ? type->name
		    : spelt.text
		    ? ls_arena_string(arena, spelt.text, spelt.size)
		    : NULL,
		.kind = type->kind,
		.lang = type->lang,
		.has_keyword = type->lang == LS_LANG_C &&
		    ls_type_is_record(type) && type->name &&
		    !type->is_typedef_name,
		.decl = type->decl,
		.has_size = true,
		.size_bytes = type->size_bits / 8,
		.uses = uses,
		.use_count = end - first,
	};
	ls_out_free(&spelt);
	if (!uses)
		return &ls_error_nomem;
	for (size_t i = first; i < end; i++) {
		const struct item *item = &items->items[i];
		uses[i - first] = item->use;
		ret->function_count += i == first ||
		    !is_same_function(item - 1, item);
	}
	return NULL;
}

static int
by_cost(const void *left, const void *right)
{
	const struct ls_use_group *a = left, *b = right;
	__extension__ typedef unsigned __int128 wide;
	wide x = (wide)a->size_bytes * a->use_count;
	wide y = (wide)b->size_bytes * b->use_count;
	if (x != y)
		return x > y ? -1 : 1;
	if (a->size_bytes != b->size_bytes)
		return a->size_bytes > b->size_bytes ? -1 : 1;
	int order = compare_texts(a->name, b->name);
	if (order == 0)
		order = compare_texts(a->decl.file, b->decl.file);
	if (order == 0 && a->decl.line != b->decl.line)
		order = a->decl.line < b->decl.line ? -1 : 1;
	return order;
}

static struct ls_error *
group(const struct items *items, struct ls_uses *ret)
{
	struct ls_error *err = NULL;
	ret->groups = calloc(items->count + 1, sizeof(*ret->groups));
	if (!ret->groups)
		return &ls_error_nomem;
	for (size_t at = 0, end; at < items->count && !err; at = end) {
		for (end = at + 1; end < items->count &&
		     items->items[end].type == items->items[at].type;
		     end++)
			continue;
		err = fill_group(
		    items, at, end, &ret->arena, &ret->groups[ret->count++]);
	}
	if (!err && ret->count > 1)
		qsort(ret->groups, ret->count, sizeof(*ret->groups), by_cost);
	return err;
}

struct ls_error *
ls_by_value(const struct ls_model *model, const struct ls_functions *functions,
    uint64_t over_bytes, struct ls_uses *ret)
{
	struct items items = { .model = model, .over_bytes = over_bytes };
	struct ls_error *err = NULL;
	for (size_t i = 0; i < functions->count && !err; i++) {
		const struct ls_function *function = &functions->items[i];
		if (function->is_variable)
			continue;
		err = add(&items, function, (uint32_t)i, function->type, 0);
		for (uint32_t p = 0; p < function->parameter_count && !err;
		     p++)
			err = add(&items, function, (uint32_t)i,
			    function->parameters[p], p + 1);
	}
	if (!err) {
		drop_equal(&items);
		err = group(&items, ret);
	}
	free(items.items);
	return err;
}
