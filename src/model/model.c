/*
 * model.c - looking at the table.
 *
 * Everything here only reads; build.c lays the table and check.c vouches for
 * it.
 */
#include "model/model.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "model/table.h"

ls_type_id
ls_model_end(const struct ls_model *model)
{
	return model->end;
}

const struct ls_type *
ls_model_type(const struct ls_model *model, ls_type_id id)
{
	assert(id < model->end);
	return &model->types[id];
}

ls_type_id
ls_model_strip(const struct ls_model *model, ls_type_id id)
{
	for (int i = 0; i <= LS_MAX_ALIASES; i++) {
		const struct ls_type *type = ls_model_type(model, id);
		if (type->kind != LS_KIND_ALIAS)
			return id;
		id = type->target;
	}
	/* Only in a build that was not sealed. */
	return LS_NO_TYPE;
}

bool
ls_model_is_volatile(const struct ls_model *model, ls_type_id id)
{
	for (int i = 0; i <= LS_MAX_ALIASES; i++) {
		const struct ls_type *type = ls_model_type(model, id);
		if (type->kind != LS_KIND_ALIAS)
			return false;
		if (type->alias == LS_ALIAS_VOLATILE ||
		    type->alias == LS_ALIAS_ATOMIC)
			return true;
		id = type->target;
	}
	return false;
}

const struct ls_target *
ls_model_target(const struct ls_model *model)
{
	return &model->target;
}

uint32_t
ls_model_producer_count(const struct ls_model *model)
{
	return model->producer_count;
}

const struct ls_producer *
ls_model_producer(const struct ls_model *model, uint32_t index)
{
	static const struct ls_producer nobody = { .text = "" };
	return index < model->producer_count ? &model->producers[index]
					     : &nobody;
}

uint32_t
ls_model_note_count(const struct ls_model *model)
{
	return model->note_count;
}

const struct ls_note *
ls_model_note(const struct ls_model *model, uint32_t index)
{
	assert(index < model->note_count);
	return &model->notes[index];
}

void
ls_model_free(struct ls_model *model)
{
	if (!model)
		return;
	ls_arena_free(&model->arena);
	ls_intern_free(&model->names);
	free(model->types);
	free(model->producers);
	free(model->notes);
	free(model);
}

bool
ls_type_is_record(const struct ls_type *type)
{
	switch (type->kind) {
	case LS_KIND_STRUCT:
	case LS_KIND_CLASS:
	case LS_KIND_UNION:
	case LS_KIND_ENUM:
		return true;
	case LS_KIND_UNKNOWN:
	case LS_KIND_SCALAR:
	case LS_KIND_POINTER:
	case LS_KIND_FUNCTION:
	case LS_KIND_ALIAS:
	case LS_KIND_ARRAY:
		return false;
	}
	return false;
}

const struct ls_field *
ls_field_walk_next(struct ls_field_walk *walk)
{
	const struct ls_type *type = walk->type;
	uint32_t lists = type->variants ? type->variants->count : 0;
	for (; walk->list <= lists; walk->list++, walk->index = 0) {
		const struct ls_field *fields = type->fields;
		uint32_t count = type->field_count;
		if (walk->list > 0) {
			const struct ls_variant
			    *variant = &type->variants->items[walk->list - 1];
			fields = variant->fields;
			count = variant->field_count;
		}
		if (walk->index < count)
			return &fields[walk->index++];
	}
	return NULL;
}

bool
ls_type_is_coroutine(const struct ls_type *type)
{
	const struct ls_variants *variants = type->variants;
	return type->lang == LS_LANG_RUST && variants &&
	    variants->count >= 3 && variants->items[0].name &&
	    strcmp(variants->items[0].name, "Unresumed") == 0;
}

const char *
ls_kind_word(enum ls_kind kind)
{
	switch (kind) {
	case LS_KIND_UNKNOWN:
		return "unknown";
	case LS_KIND_SCALAR:
		return "scalar";
	case LS_KIND_POINTER:
		return "pointer";
	case LS_KIND_FUNCTION:
		return "function";
	case LS_KIND_ALIAS:
		return "alias";
	case LS_KIND_ARRAY:
		return "array";
	case LS_KIND_STRUCT:
		return "struct";
	case LS_KIND_CLASS:
		return "class";
	case LS_KIND_UNION:
		return "union";
	case LS_KIND_ENUM:
		return "enum";
	}
	return "unknown";
}

const char *
ls_lang_word(enum ls_lang lang)
{
	switch (lang) {
	case LS_LANG_UNKNOWN:
		return "unknown";
	case LS_LANG_C:
		return "c";
	case LS_LANG_CPP:
		return "c++";
	case LS_LANG_RUST:
		return "rust";
	case LS_LANG_ASM:
		return "asm";
	case LS_LANG_OTHER:
		return "other";
	}
	return "unknown";
}

const char *
ls_how_word(enum ls_how how)
{
	switch (how) {
	case LS_HOW_UNKNOWN:
		return "unknown";
	case LS_HOW_DWARF:
		return "dwarf";
	case LS_HOW_MEMBERS:
		return "members";
	case LS_HOW_ABI:
		return "abi";
	}
	return "unknown";
}
