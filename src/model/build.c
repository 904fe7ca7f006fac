/*
 * build.c - laying the table.
 *
 * A reader's structs and texts may be gone as soon as a call returns, so all
 * of them are copied here: texts once each, arrays into the model's arena.
 */
#include "model/build.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "model/sync.h"
#include "model/table.h"

struct ls_error *
ls_model_full(const struct ls_model *model)
{
	size_t limit = LS_MAX_MODEL_BYTES - LS_MAX_MODEL_BYTES / 16;
	if (model->arena.total_bytes < limit &&
	    model->names.arena.total_bytes < limit)
		return &ls_error_nomem;
	return ls_error_new(LS_ERROR_LIMIT, "the types take more than %zu MiB",
	    LS_MAX_MODEL_BYTES / (1024 * 1024));
}

/* Room for one more of `item_bytes` each, the new ones zeroed; or NULL. */
static void *
grow(void *items, uint32_t count, uint32_t *room, size_t item_bytes)
{
	if (count < *room)
		return items;
	uint32_t larger = *room ? *room * 2 : 64;
	char *grown = reallocarray(items, larger, item_bytes);
	if (!grown)
		return NULL;
	memset(grown + *room * item_bytes, 0, (larger - *room) * item_bytes);
	*room = larger;
	return grown;
}

struct ls_error *
ls_build_begin(const struct ls_target *target, struct ls_build **ret)
{
	struct ls_build *build = calloc(1, sizeof(*build));
	struct ls_model *model = calloc(1, sizeof(*model));
	struct ls_type *types = NULL;
	if (model)
		types = grow(NULL, 0, &model->room, sizeof(*types));
	if (!build || !model || !types) {
		free(build);
		free(model);
		free(types);
		return &ls_error_nomem;
	}
	model->arena.limit_bytes = LS_MAX_MODEL_BYTES;
	model->names.arena.limit_bytes = LS_MAX_MODEL_BYTES;
	model->target = *target;
	model->types = types;
	model->end = LS_NO_TYPE + 1;
	build->model = model;
	*ret = build;
	return NULL;
}

void
ls_build_abandon(struct ls_build *build)
{
	if (!build)
		return;
	ls_model_free(build->model);
	ls_map_free(&build->producer_of_text);
	free(build);
}

struct ls_error *
ls_build_reserve(struct ls_build *build, ls_type_id *ret)
{
	struct ls_model *model = build->model;
	if (model->end >= LS_MAX_TYPES)
		return ls_error_new(
		    LS_ERROR_LIMIT, "more than %d types", LS_MAX_TYPES);
	struct ls_type *types = grow(
	    model->types, model->end, &model->room, sizeof(*types));
	if (!types)
		return &ls_error_nomem;
	model->types = types;
	types[model->end].definition_count = 1;
	*ret = model->end++;
	return NULL;
}

const struct ls_type *
ls_build_type(const struct ls_build *build, ls_type_id id)
{
	return ls_model_type(build->model, id);
}

/* Replace a text by our copy.  NULL stays NULL. */
static bool
keep_text(struct ls_model *model, const char **text)
{
	if (!*text)
		return true;
	*text = ls_intern(&model->names, *text, strlen(*text));
	return *text != NULL;
}

static int
compare(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static bool
is_empty(const struct ls_field *field)
{
	return field->has_size && field->size_bits == 0;
}

/*
 * An empty field stands at the end of what comes before it, so it is shown
 * before what really stands at its offset.
 */
static int
by_place(const void *a, const void *b)
{
	const struct ls_field *f = a, *g = b;
	bool is_placed = f->has_offset && !f->is_unreliable;
	if (is_placed != (g->has_offset && !g->is_unreliable))
		return is_placed ? -1 : 1;
	int order = is_placed ? compare(f->offset_bits, g->offset_bits) : 0;
	if (order == 0)
		order = compare(!is_empty(f), !is_empty(g));
	return order ? order : compare(f->declared, g->declared);
}

/* In a union everything stands at one place, and the source says more. */
static int
by_declaration(const void *a, const void *b)
{
	const struct ls_field *f = a, *g = b;
	return compare(f->declared, g->declared);
}

void
ls_fields_sort(struct ls_field *fields, uint32_t count, enum ls_kind kind)
{
	if (count > 1)
		qsort(fields, count, sizeof(*fields),
		    kind == LS_KIND_UNION ? by_declaration : by_place);
}

/* Copy fields as they were declared, then sort them. */
static bool
keep_fields(struct ls_model *model, enum ls_kind kind,
    const struct ls_field **fields, uint32_t count)
{
	struct ls_field *kept = LS_NEW(&model->arena, struct ls_field, count);
	if (!kept)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		kept[i] = (*fields)[i];
		kept[i].declared = i;
		if (!keep_text(model, &kept[i].name) ||
		    !keep_text(model, &kept[i].decl.file))
			return false;
	}
	ls_fields_sort(kept, count, kind);
	*fields = kept;
	return true;
}

static bool
keep_variant(struct ls_model *model, struct ls_variant *variant)
{
	return keep_text(model, &variant->name) &&
	    keep_text(model, &variant->decl.file) &&
	    keep_fields(
		model, LS_KIND_STRUCT, &variant->fields, variant->field_count);
}

static bool
keep_variants(struct ls_model *model, const struct ls_variants **variants)
{
	if (!*variants)
		return true;
	struct ls_variants *kept = LS_NEW(
	    &model->arena, struct ls_variants, 1);
	struct ls_variant *items = LS_NEW(
	    &model->arena, struct ls_variant, (*variants)->count);
	if (!kept || !items)
		return false;
	*kept = **variants;
	for (uint32_t i = 0; i < kept->count; i++) {
		items[i] = kept->items[i];
		items[i].declared = i;
		if (!keep_variant(model, &items[i]))
			return false;
	}
	kept->items = items;
	*variants = kept;
	return true;
}

static bool
keep_enumerators(struct ls_model *model, struct ls_type *type)
{
	struct ls_enumerator *kept = LS_NEW(
	    &model->arena, struct ls_enumerator, type->enumerator_count);
	if (!kept)
		return false;
	for (uint32_t i = 0; i < type->enumerator_count; i++) {
		kept[i] = type->enumerators[i];
		if (!keep_text(model, &kept[i].name))
			return false;
	}
	type->enumerators = kept;
	return true;
}

static bool
keep_parameters(struct ls_model *model, struct ls_type *type)
{
	ls_type_id *kept = LS_NEW(
	    &model->arena, ls_type_id, type->parameter_count);
	if (!kept)
		return false;
	if (type->parameter_count > 0)
		memcpy(kept, type->parameters,
		    type->parameter_count * sizeof(*kept));
	type->parameters = kept;
	return true;
}

static bool
keep_valid(struct ls_model *model, const struct ls_valid **valid)
{
	if (!*valid)
		return true;
	struct ls_valid *kept = LS_NEW(&model->arena, struct ls_valid, 1);
	if (kept)
		*kept = **valid;
	*valid = kept;
	return kept != NULL;
}

static bool
keep_niche(struct ls_model *model, const struct ls_told_niche **niche)
{
	if (!*niche)
		return true;
	struct ls_told_niche *kept = LS_NEW(
	    &model->arena, struct ls_told_niche, 1);
	if (!kept)
		return false;
	*kept = **niche;
	*niche = kept;
	return keep_text(model, &kept->in) && keep_text(model, &kept->note) &&
	    keep_text(model, &kept->none);
}

struct ls_error *
ls_build_describe(
    struct ls_build *build, ls_type_id id, const struct ls_type *type)
{
	struct ls_model *model = build->model;
	assert(id != LS_NO_TYPE && id < model->end);
	struct ls_type kept = *type;
	kept.sync = ls_sync_of(type);
	if (kept.definition_count == 0)
		kept.definition_count = 1;
	if (!keep_text(model, &kept.name) || !keep_text(model, &kept.note) ||
	    !keep_text(model, &kept.decl.file) ||
	    !keep_text(model, &kept.source_path) ||
	    !keep_fields(model, kept.kind, &kept.fields, kept.field_count) ||
	    !keep_variants(model, &kept.variants) ||
	    !keep_enumerators(model, &kept) ||
	    !keep_parameters(model, &kept) ||
	    !keep_valid(model, &kept.valid) || !keep_niche(model, &kept.niche))
		return ls_model_full(model);
	model->types[id] = kept;
	return NULL;
}

struct ls_error *
ls_build_producer(struct ls_build *build, const char *text, uint32_t *ret)
{
	struct ls_model *model = build->model;
	const char *kept = ls_intern(&model->names, text, strlen(text));
	if (!kept)
		return ls_model_full(model);
	const uint64_t *known = ls_map_get(
	    &build->producer_of_text, (uintptr_t)kept);
	if (known) {
		*ret = (uint32_t)*known;
		return NULL;
	}

	struct ls_producer *producers = grow(model->producers,
	    model->producer_count, &model->producer_room, sizeof(*producers));
	if (!producers)
		return &ls_error_nomem;
	model->producers = producers;
	if (!ls_map_put(&build->producer_of_text, (uintptr_t)kept,
		model->producer_count))
		return &ls_error_nomem;
	producers[model->producer_count] = ls_producer_parse(kept);
	*ret = model->producer_count++;
	return NULL;
}

/* The text of a note, kept in `ret`. */
static struct ls_error *
add_note(struct ls_model *model, const char *where, const char *format,
    va_list ap, const char **ret)
{
	struct ls_note *notes = grow(model->notes, model->note_count,
	    &model->note_room, sizeof(*notes));
	if (!notes)
		return &ls_error_nomem;
	model->notes = notes;

	char *what;
	if (vasprintf(&what, format, ap) < 0)
		return &ls_error_nomem;
	struct ls_note note = { where, what };
	bool is_kept = keep_text(model, &note.where) &&
	    keep_text(model, &note.what);
	free(what);
	if (!is_kept)
		return ls_model_full(model);
	notes[model->note_count++] = note;
	*ret = note.what;
	return NULL;
}

struct ls_error *
ls_build_note(
    struct ls_build *build, const char *where, const char *format, ...)
{
	const char *kept;
	va_list ap;
	va_start(ap, format);
	struct ls_error *err = add_note(
	    build->model, where, format, ap, &kept);
	va_end(ap);
	return err;
}

struct ls_error *
ls_break_type(struct ls_build *build, ls_type_id id, const char *format, ...)
{
	struct ls_type *type = &build->model->types[id];
	const char *where = type->name;
	if (!where)
		where = type->kind == LS_KIND_ARRAY ? "(array)"
						    : "(anonymous)";
	const char *kept;
	va_list ap;
	va_start(ap, format);
	struct ls_error *err = add_note(
	    build->model, where, format, ap, &kept);
	va_end(ap);
	if (err)
		return err;
	if (!type->note)
		type->note = kept;
	type->field_count = 0;
	type->variants = NULL;
	return NULL;
}

struct ls_error *
ls_build_seal(struct ls_build *build, struct ls_model **ret)
{
	struct ls_order order = { 0 };
	struct ls_error *err = ls_check_numbers(build);
	if (!err)
		err = ls_check_nesting(build, &order);
	free(order.ids);
	if (!err)
		err = ls_check_places(build);
	if (err) {
		ls_build_abandon(build);
		return err;
	}
	*ret = build->model;
	ls_map_free(&build->producer_of_text);
	free(build);
	return NULL;
}
