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

/* C++ compilers must take as many; the rest of a longer list is not told. */
enum { PARAMETERS = 256 };

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
	const char *names[PARAMETERS]; /* borrowed from the sections */
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
	struct ls_arena *arena = &pass->query->ret->arena;
	ls_type_id *types = LS_NEW(arena, ls_type_id, count + 1);
	const char **names = LS_NEW(arena, const char *, count + 1);
	if (!types || !names)
		return no_room();
	for (uint32_t i = 0; i < count; i++) {
		if (!pass->names[i])
			continue;
		names[i] = keep_text(pass, pass->names[i]);
		if (!names[i])
			return no_room();
	}
	if (pass->die.has & LS_DIE_TYPE)
		err = ls_load_type(pass->loader, pass->image, pass->die.type,
		    LS_WANT_VALUE, &function->type);
	for (uint32_t i = 0; i < count && !err; i++)
		err = ls_load_type(pass->loader, pass->image,
		    pass->parameters[i], LS_WANT_VALUE, &types[i]);
	function->parameters = types;
	function->parameter_names = names;
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

/* Its texts; nothing that is qualified otherwise has gone by since. */
static struct ls_error *
keep(struct pass *pass)
{
	struct ls_spot spot = { .image = pass->image, .unit = pass->unit };
	struct ls_function *function = &pass->function;
	struct ls_decl *decl = &function->decl;
	function->name = qualify(pass, function->name);
	function->linkage_name = keep_text(pass, function->linkage_name);
	if (!function->name || !function->linkage_name)
		return no_room();
	struct ls_error *err = ls_load_decl(
	    pass->loader, &spot, &pass->die, decl);
	if (!err && decl->file)
		decl->file = keep_text(pass, decl->file);
	return err;
}

/* Is a value of that type large, or may it be?  Its name is enough to know
 * the size of most. */
static struct ls_error *
is_large(struct pass *pass, ls_die_ref ref, bool *ret)
{
	uint64_t bits;
	ls_type_id id;
	struct ls_error *err = ls_load_type(
	    pass->loader, pass->image, ref, LS_WANT_NAME, &id);
	if (err || id == LS_NO_TYPE)
		return err;
	*ret |= !ls_load_size(pass->loader, id, &bits) ||
	    bits / 8 > pass->query->over_bytes;
	return NULL;
}

static struct ls_error *
passes_enough(struct pass *pass, bool *ret)
{
	struct ls_error *err = NULL;
	if (pass->query->over_bytes == 0)
		return NULL;
	*ret = false;
	if (pass->die.has & LS_DIE_TYPE)
		err = is_large(pass, pass->die.type, ret);
	for (uint32_t i = 0;
	     i < pass->function.parameter_count && !err && !*ret; i++)
		err = is_large(pass, pass->parameters[i], ret);
	return err;
}

/* All its parameters have gone by. */
static struct ls_error *
finish(struct pass *pass)
{
	struct ls_function *function = &pass->function;
	if (!pass->is_open)
		return NULL;
	pass->is_open = false;
	bool is_wanted = true;
	struct ls_error *err = passes_enough(pass, &is_wanted);
	if (err || !is_wanted)
		return err;
	err = keep(pass);
	if (!err)
		err = load_types(pass, function->parameter_count);
	return err ? err : add(pass->query->ret, function);
}

static struct ls_error *
begin(struct pass *pass, const struct ls_die *die)
{
	const struct ls_function_query *query = pass->query;
	const char *linkage = die->has & LS_DIE_LINKAGE_NAME
	    ? die->linkage_name
	    : die->name;
	pass->function = (struct ls_function){
		.name = die->name,
		.linkage_name = linkage,
		.is_variable = die->tag != DW_TAG_subprogram,
		.is_external = die->flags & LS_DIE_EXTERNAL,
		.is_declaration = die->flags & LS_DIE_DECLARATION,
	};
	if (query->wants && !query->wants(query->context, &pass->function))
		return NULL;
	pass->die = *die;
	pass->depth = die->depth;
	pass->is_open = true;
	return NULL;
}

/* A child of the function that is open. */
static void
take_parameter(struct pass *pass, const struct ls_die *die)
{
	struct ls_function *function = &pass->function;
	if (die->depth == pass->depth + 1 &&
	    die->tag == DW_TAG_formal_parameter && die->has & LS_DIE_TYPE &&
	    function->parameter_count < PARAMETERS) {
		uint32_t at = function->parameter_count++;
		pass->parameters[at] = die->type;
		pass->names[at] = die->has & LS_DIE_NAME ? die->name : NULL;
	}
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
read_image(struct pass *pass, struct ls_dies *dies)
{
	struct ls_walk *walk;
	struct ls_error *err = dies->backend->walk_new(
	    dies, LS_WALK_ALL, &walk);
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
