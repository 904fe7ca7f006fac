/*
 * functions.c - functions and variables, and the types that they say.
 *
 * One pass over all units, which nobody makes who does not ask for it.  What
 * stands inside functions is passed over.  A definition that stands apart
 * from its declaration, or an instance apart from what is inlined elsewhere,
 * has no name of its own; what it belongs to has the same types.
 */
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/out.h"
#include "model/function.h"
#include "read/dwarf/load.h"

enum {
	PARAMETERS = 256
}; /* C++ compilers must take as many; the rest of a
                            * longer list is not told */

/* One image's units going by. */
struct pass {
	struct ls_loader *loader;
	const struct ls_function_query *query;
	uint32_t image;
	const struct ls_unit *unit;
	struct ls_out scope;               /* "app::Server" */
	size_t ends[LS_MAX_DIE_DEPTH + 2]; /* of `scope`, by depth */

	bool is_open; /* a function that waits for its parameters */
	uint32_t depth;
	struct ls_die die;
	struct ls_function function;
	ls_die_ref parameters[PARAMETERS];
};

static struct ls_error *
no_room(void)
{
	return ls_error_new(LS_ERROR_LIMIT,
	    "the functions take more than %zu MiB", LS_MAX_MODEL_BYTES >> 20);
}

static bool
is_scope(uint16_t tag)
{
	return tag == DW_TAG_namespace || tag == DW_TAG_module ||
	    tag == DW_TAG_structure_type || tag == DW_TAG_class_type ||
	    tag == DW_TAG_union_type || tag == DW_TAG_compile_unit ||
	    tag == DW_TAG_partial_unit || tag == DW_TAG_type_unit;
}

static const char *
keep_text(struct pass *pass, const char *text)
{
	return ls_arena_string(&pass->query->ret->arena, text, strlen(text));
}

/* "app::Server::run" */
static const char *
qualify(struct pass *pass, const char *name)
{
	struct ls_out *scope = &pass->scope;
	size_t size = scope->size;
	if (size == 0)
		return keep_text(pass, name);
	ls_out_text(scope, "::");
	ls_out_text(scope, name);
	const char *text = scope->failed ? NULL : keep_text(pass, scope->text);
	scope->size = size;
	return text;
}

/* Below it names are qualified with its own. */
static void
enter(struct pass *pass, const struct ls_die *die)
{
	struct ls_out *scope = &pass->scope;
	bool is_unit = die->depth == 0;
	if (!is_unit && die->has & LS_DIE_NAME) {
		if (scope->size > 0)
			ls_out_text(scope, "::");
		ls_out_text(scope, die->name);
	}
	pass->ends[die->depth + 1] = scope->size;
}

static struct ls_error *
load_types(struct pass *pass, uint32_t count)
{
	struct ls_function *function = &pass->function;
	struct ls_error *err = NULL;
	ls_type_id *types = LS_NEW(
	    &pass->query->ret->arena, ls_type_id, count + 1);
	if (!types)
		return no_room();
	if (pass->die.has & LS_DIE_TYPE)
		err = ls_load_type(pass->loader, pass->image, pass->die.type,
		    LS_WANT_VALUE, &function->type);
	for (uint32_t i = 0; i < count && !err; i++)
		err = ls_load_type(pass->loader, pass->image,
		    pass->parameters[i], LS_WANT_VALUE, &types[i]);
	function->parameters = types;
	function->parameter_count = count;
	return err;
}

static struct ls_error *
add(struct ls_functions *functions, const struct ls_function *function)
{
	if (functions->count == functions->room) {
		size_t room = functions->room * 2 + 64;
		struct ls_function *items = reallocarray(
		    functions->items, room, sizeof(*items));
		if (!items)
			return &ls_error_nomem;
		functions->items = items;
		functions->room = room;
	}
	functions->items[functions->count++] = *function;
	return NULL;
}

/* All its parameters have gone by. */
static struct ls_error *
finish(struct pass *pass)
{
	struct ls_function *function = &pass->function;
	if (!pass->is_open)
		return NULL;
	pass->is_open = false;
	struct ls_error *err = load_types(pass, function->parameter_count);
	return err ? err : add(pass->query->ret, function);
}

static struct ls_error *
begin(struct pass *pass, const struct ls_die *die)
{
	const struct ls_function_query *query = pass->query;
	const char *linkage = die->has & LS_DIE_LINKAGE_NAME
	    ? die->linkage_name
	    : die->name;
	struct ls_spot spot = { .image = pass->image, .unit = pass->unit };
	pass->function = (struct ls_function){
		.name = die->name,
		.linkage_name = linkage,
		.is_variable = die->tag != DW_TAG_subprogram,
		.is_external = die->flags & LS_DIE_EXTERNAL,
		.is_declaration = die->flags & LS_DIE_DECLARATION,
	};
	if (query->wants && !query->wants(query->context, &pass->function))
		return NULL;
	pass->function.name = qualify(pass, die->name);
	pass->function.linkage_name = keep_text(pass, linkage);
	if (!pass->function.name || !pass->function.linkage_name)
		return no_room();
	pass->die = *die;
	pass->depth = die->depth;
	pass->is_open = true;
	struct ls_decl *decl = &pass->function.decl;
	struct ls_error *err = ls_load_decl(pass->loader, &spot, die, decl);
	if (!err && decl->file)
		decl->file = keep_text(pass, decl->file);
	return err;
}

/* A child of the function that is open. */
static void
take_parameter(struct pass *pass, const struct ls_die *die)
{
	struct ls_function *function = &pass->function;
	if (die->depth == pass->depth + 1 &&
	    die->tag == DW_TAG_formal_parameter && die->has & LS_DIE_TYPE &&
	    function->parameter_count < PARAMETERS)
		pass->parameters[function->parameter_count++] = die->type;
}

static struct ls_error *
take(struct pass *pass, struct ls_walk *walk, const struct ls_die *die)
{
	const struct ls_die_backend *backend = walk->dies->backend;
	if (pass->is_open && die->depth > pass->depth) {
		take_parameter(pass, die);
		return backend->skip(walk);
	}
	struct ls_error *err = finish(pass);
	if (err)
		return err;
	pass->scope.size = die->depth > 0 ? pass->ends[die->depth] : 0;
	if (is_scope(die->tag)) {
		enter(pass, die);
		return NULL;
	}
	if ((die->tag == DW_TAG_subprogram || die->tag == DW_TAG_variable) &&
	    die->has & LS_DIE_NAME)
		err = begin(pass, die);
	if (!err && !(pass->is_open && die->tag == DW_TAG_subprogram))
		err = backend->skip(walk);
	return err;
}

static struct ls_error *
read_unit(struct pass *pass, struct ls_walk *walk)
{
	const struct ls_die_backend *backend = walk->dies->backend;
	struct ls_error *err = backend->seek(walk, pass->unit->root);
	for (bool got = true; got && !err;) {
		struct ls_die die;
		err = backend->next(walk, &die, &got);
		if (!err && got)
			err = take(pass, walk, &die);
	}
	return err ? err : finish(pass);
}

static struct ls_error *
read_image(struct pass *pass, const struct ls_dies *dies)
{
	struct ls_walk *walk;
	struct ls_error *err = dies->backend->walk_new(
	    (struct ls_dies *)dies, LS_WALK_ALL, &walk);
	if (err)
		return err;
	for (size_t i = 0; i < dies->unit_count && !err; i++) {
		pass->unit = &dies->units[i];
		err = read_unit(pass, walk);
	}
	dies->backend->walk_free(walk);
	return err;
}

struct ls_error *
ls_load_functions(
    struct ls_loader *loader, const struct ls_function_query *query)
{
	struct ls_error *err = NULL;
	struct pass *pass = calloc(1, sizeof(*pass));
	if (!pass)
		return &ls_error_nomem;
	pass->loader = loader;
	pass->query = query;
	for (uint32_t i = 0; i < loader->image_count && !err; i++) {
		pass->image = i;
		err = ls_load_image(loader, i);
		if (!err)
			err = read_image(pass, loader->images[i].dies);
	}
	ls_out_free(&pass->scope);
	free(pass);
	return err;
}
