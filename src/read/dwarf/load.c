/*
 * load.c - the loader's books: what is wanted, what is known by which id.
 *
 * Records are loaded from a queue, never by recursion, so that types may
 * hold each other as deep as they like.  Only what stands between a member
 * and a record (typedefs, arrays, pointers) is followed by recursion, and
 * that is bounded.
 */
#include "read/dwarf/load.h"

#include <dwarf.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/out.h"
#include "read/dwarf/refs.h"

/* Surveys are kept for units that come again; past this all are dropped. */
enum { MAX_SURVEYED_TYPES = 64 * 1024 };

struct ls_error *
ls_loader_new(const struct ls_dwarf_image *images, uint32_t image_count,
    const struct ls_index *index, const struct ls_catalog *catalog,
    struct ls_build *build, struct ls_loader *ret)
{
	*ret = (struct ls_loader){
		.images = images,
		.image_count = image_count,
		.index = index,
		.catalog = catalog,
		.build = build,
	};
	ret->states = calloc(image_count, sizeof(*ret->states));
	ret->of_entry = calloc(catalog->count + 1, sizeof(*ret->of_entry));
	ret->stage = calloc(catalog->count + 1, sizeof(*ret->stage));
	if (ret->states && ret->of_entry && ret->stage)
		return NULL;
	ls_loader_free(ret);
	return &ls_error_nomem;
}

static void
drop_surveys(struct ls_loader *l)
{
	for (uint32_t i = 0; i < l->image_count; i++) {
		struct ls_image_state *state = &l->states[i];
		if (!state->units)
			continue;
		for (size_t u = 0; u < l->images[i].dies->unit_count; u++) {
			struct ls_survey *survey = state->units[u].survey;
			if (survey)
				ls_survey_free(survey);
			free(survey);
			state->units[u].survey = NULL;
		}
	}
	l->surveyed_types = 0;
}

void
ls_loader_free(struct ls_loader *l)
{
	if (l->states)
		drop_surveys(l);
	for (uint32_t i = 0; l->states && i < l->image_count; i++) {
		struct ls_image_state *state = &l->states[i];
		struct ls_dies *dies = l->images[i].dies;
		for (size_t u = 0; state->units && u < dies->unit_count; u++)
			if (state->units[u].has_files)
				ls_files_free(&state->units[u].files);
		if (state->walk)
			dies->backend->walk_free(state->walk);
		if (state->peek)
			dies->backend->walk_free(state->peek);
		free(state->known_names);
		free(state->units);
	}
	free(l->states);
	free(l->of_entry);
	free(l->stage);
	free(l->queue);
	ls_map_free(&l->by_place);
	ls_map_free(&l->by_content);
	ls_map_free(&l->uninhabited);
	*l = (struct ls_loader){ 0 };
}

struct ls_error *
ls_load_image(struct ls_loader *l, uint32_t image)
{
	struct ls_image_state *state = &l->states[image];
	struct ls_dies *dies = l->images[image].dies;
	if (state->units)
		return NULL;
	state->units = calloc(dies->unit_count + 1, sizeof(*state->units));
	if (!state->units)
		return &ls_error_nomem;
	struct ls_error *err = dies->backend->walk_new(
	    dies, LS_WALK_TYPES, &state->walk);
	if (!err)
		err = dies->backend->walk_new(
		    dies, LS_WALK_TYPES, &state->peek);
	return err;
}

static struct ls_error *
survey_unit(struct ls_loader *l, uint32_t image, const struct ls_unit *unit,
    struct ls_survey **ret)
{
	struct ls_image_state *state = &l->states[image];
	struct ls_unit_state *kept = &state->units[unit->index];
	if (!kept->survey) {
		struct ls_survey *survey = malloc(sizeof(*survey));
		if (!survey)
			return &ls_error_nomem;
		*survey = ls_survey_new(
		    l->images[image].dies, image, state->peek);
		/* Only the making of a survey asks for them. */
		survey->known_names = state->known_names;
		struct ls_error *err = ls_survey_unit(
		    survey, state->walk, unit);
		state->known_names = survey->known_names;
		survey->known_names = NULL;
		if (err) {
			ls_survey_free(survey);
			free(survey);
			return err;
		}
		l->surveyed_types += survey->type_count;
		kept->survey = survey;
	}
	*ret = kept->survey;
	return NULL;
}

/* Read the DIE at a place; ret->is_type is false if that is no type. */
static struct ls_error *
find_spot(
    struct ls_loader *l, uint32_t image, ls_die_ref ref, struct ls_spot *ret)
{
	struct ls_error *err = ls_load_image(l, image);
	struct ls_dies *dies = l->images[image].dies;
	ret->image = image;
	ret->is_type = false;
	ret->unit = ref == LS_REF_NONE ? NULL : ls_dies_unit_of(dies, ref);
	if (err || !ret->unit)
		return err;
	ret->lang = ls_lang_of_dwarf(ret->unit->language);
	bool got = false;
	/* no walk is ever left half-way, so one serves for all */
	struct ls_walk *walk = l->states[image].walk;
	err = dies->backend->seek(walk, ref);
	if (!err)
		err = dies->backend->next(walk, &ret->die, &got);
	if (err) {
		/* a reference into the middle of something */
		ls_error_free(err);
		return NULL;
	}
	ret->is_type = got && ls_tag_is_type(ret->die.tag);
	return NULL;
}

/* The entry at a place; LS_NO_ENTRY or LS_MANY_ENTRIES. */
static ls_entry_id
entry_at(struct ls_loader *l, uint32_t image, const struct ls_unit *unit,
    ls_die_ref ref)
{
	uint64_t place = ref - unit->root;
	if (ref < unit->root || place > UINT32_MAX)
		return LS_NO_ENTRY;
	const struct ls_unit_refs *refs = &l->images[image].refs[unit->index];
	l->has_missed |= refs->is_passed_over;
	return ls_unit_refs_find(refs, (uint32_t)place);
}

bool
ls_load_is_payload(
    struct ls_loader *l, const struct ls_spot *spot, ls_die_ref ref)
{
	const struct ls_unit *unit = ref == LS_REF_NONE
	    ? NULL
	    : ls_dies_unit_of(l->images[spot->image].dies, ref);
	return unit && spot->lang == LS_LANG_RUST &&
	    entry_at(l, spot->image, unit, ref) == LS_NO_ENTRY;
}

struct ls_error *
ls_load_note(
    struct ls_loader *l, const char *name, ls_die_ref ref, const char *what)
{
	char place[64];
	snprintf(place, sizeof(place), "%s+0x%" PRIx64,
	    ref != LS_REF_NONE && ref & LS_REF_TYPES ? ".debug_types"
						     : ".debug_info",
	    ref & ~LS_REF_TYPES);
	return ls_build_note(l->build, name ? name : place, "%s", what);
}

/* A number for what the file points to and does not have. */
static struct ls_error *
make_unknown(struct ls_loader *l, const char *name, ls_die_ref ref,
    const char *what, ls_type_id *ret)
{
	struct ls_type type = { .kind = LS_KIND_UNKNOWN, .note = what };
	type.name = name;
	struct ls_error *err = ls_load_keep(l, &type, ret);
	if (!err && what)
		err = ls_load_note(l, name, ref, what);
	return err;
}

static struct ls_error *
enqueue(struct ls_loader *l, ls_entry_id entry)
{
	if (l->queue_count == l->queue_room) {
		size_t room = l->queue_room ? l->queue_room * 2 : 64;
		ls_entry_id *queue = reallocarray(
		    l->queue, room, sizeof(*queue));
		if (!queue)
			return &ls_error_nomem;
		l->queue = queue;
		l->queue_room = room;
	}
	l->queue[l->queue_count++] = entry;
	l->stage[entry] = LS_STAGE_WANTED;
	return NULL;
}

/*
 * What is known before a type is loaded, and all that is ever known of one
 * that is only pointed to: enough to spell it.
 */
static struct ls_error *
describe_named(struct ls_loader *l, ls_entry_id id)
{
	const struct ls_entry *entry = &l->catalog->entries[id];
	struct ls_type type = {
		.name = entry->name,
		.kind = entry->kind,
		.lang = entry->lang,
		.hidden = entry->hidden,
		.has_size = entry->has_size &&
		    entry->size_bytes <= LS_MAX_TYPE_BYTES,
		.definition_count = entry->definition_count,
		.is_declaration = true,
	};
	if (type.has_size)
		type.size_bits = entry->size_bytes * 8;
	return ls_build_describe(l->build, l->of_entry[id], &type);
}

static struct ls_error *
load_entry(
    struct ls_loader *l, ls_entry_id entry, enum ls_want want, ls_type_id *ret)
{
	if (l->of_entry[entry] == LS_NO_TYPE) {
		struct ls_error *err = ls_build_reserve(
		    l->build, &l->of_entry[entry]);
		if (!err)
			err = describe_named(l, entry);
		if (err)
			return err;
	}
	*ret = l->of_entry[entry];
	if (want == LS_WANT_VALUE && l->stage[entry] == LS_STAGE_NAMED)
		return enqueue(l, entry);
	return NULL;
}

/*
 * Where names are qualified, by what stands around a DIE, the unit has to be
 * looked at as a whole.  C has nothing to qualify them with, and rustc says
 * the whole name of what is no record.
 */
static bool
is_qualified(const struct ls_spot *spot)
{
	return spot->lang != LS_LANG_C &&
	    !(spot->lang == LS_LANG_RUST && !ls_tag_is_record(spot->die.tag));
}

struct ls_error *
ls_load_name(struct ls_loader *l, const struct ls_spot *spot,
    struct ls_out *out, const char **ret)
{
	const struct ls_die *die = &spot->die;
	struct ls_survey *survey;
	*ret = NULL;
	if (!is_qualified(spot)) {
		*ret = die->has & LS_DIE_NAME && *die->name ? die->name : NULL;
		return NULL;
	}
	if (!(die->has & (LS_DIE_NAME | LS_DIE_SPECIFICATION)) &&
	    !ls_tag_is_record(die->tag))
		return NULL;
	struct ls_error *err = survey_unit(
	    l, spot->image, spot->unit, &survey);
	if (err)
		return err;
	uint32_t at = ls_survey_find(survey, die->ref);
	if (at == LS_SURVEY_NONE || !ls_survey_name(survey, at, out))
		return NULL;
	*ret = out->text;
	return ls_out_finish(out);
}

/* Declared here, and defined several times or nowhere. */
static struct ls_error *
load_declared(struct ls_loader *l, const struct ls_spot *spot,
    ls_entry_id found, ls_type_id *ret)
{
	struct ls_type type = {
		.lang = spot->lang,
		.is_declaration = true,
	};
	switch (spot->die.tag) {
	case DW_TAG_union_type:
		type.kind = LS_KIND_UNION;
		break;
	case DW_TAG_enumeration_type:
		type.kind = LS_KIND_ENUM;
		break;
	case DW_TAG_class_type:
		type.kind = LS_KIND_CLASS;
		break;
	default:
		type.kind = LS_KIND_STRUCT;
		break;
	}
	struct ls_out out = { 0 };
	struct ls_error *err = ls_load_name(l, spot, &out, &type.name);
	if (!err)
		err = ls_load_producer(l, spot, &type.producer);
	if (!err && found == LS_MANY_ENTRIES && spot->want == LS_WANT_VALUE) {
		type.note = "is declared here, and this file has several "
			    "different definitions of that name";
		err = ls_load_note(l, type.name, spot->die.ref, type.note);
	}
	if (!err)
		err = ls_load_keep(l, &type, ret);
	ls_out_free(&out);
	return err;
}

static struct ls_error *
load_record_at(
    struct ls_loader *l, const struct ls_spot *spot, ls_type_id *ret)
{
	const struct ls_die *die = &spot->die;
	ls_entry_id entry = entry_at(l, spot->image, spot->unit, die->ref);
	if (entry < l->catalog->count)
		return load_entry(l, entry, spot->want, ret);
	/* gcc stands for a type unit's type with nothing but its signature */
	if (die->has & LS_DIE_SIGNATURE && die->signature != LS_REF_NONE &&
	    die->signature != die->ref)
		return ls_load_type(
		    l, spot->image, die->signature, spot->want, ret);
	if (!(die->flags & LS_DIE_DECLARATION)) {
		/* the payload of a variant, met outside its enum */
		const char *name = die->has & LS_DIE_NAME ? die->name : NULL;
		return make_unknown(
		    l, name, die->ref, "is no type of its own", ret);
	}
	return load_declared(l, spot, entry, ret);
}

static struct ls_error *
load_new_type(struct ls_loader *l, uint32_t image, ls_die_ref ref,
    enum ls_want want, ls_type_id *ret)
{
	struct ls_spot spot;
	struct ls_error *err = find_spot(l, image, ref, &spot);
	if (err)
		return err;
	spot.want = want;
	if (!spot.is_type)
		return make_unknown(
		    l, NULL, ref, "a type is asked for where none is", ret);
	if (l->depth > LS_MAX_ALIASES)
		return make_unknown(l, spot.die.name, ref,
		    "is made of too many types, or of itself", ret);
	l->depth++;
	if (ls_tag_is_record(spot.die.tag))
		err = load_record_at(l, &spot, ret);
	else
		err = ls_load_simple(l, &spot, ret);
	l->depth--;
	return err;
}

/*
 * One number for a place: sections are shorter than 2^40 bytes, and archives
 * have fewer than 2^21 members.  A type that is named may be wanted in full
 * later, so the two are kept apart.
 */
static uint64_t
place_key(uint32_t image, ls_die_ref ref, enum ls_want want)
{
	uint64_t is_types = ref & LS_REF_TYPES ? 1 : 0;
	return (ref & ~LS_REF_TYPES) ^ (uint64_t)image << 40 ^ is_types << 62 ^
	    (uint64_t)(want == LS_WANT_VALUE) << 63;
}

struct ls_error *
ls_load_type(struct ls_loader *l, uint32_t image, ls_die_ref ref,
    enum ls_want want, ls_type_id *ret)
{
	*ret = LS_NO_TYPE;
	if (ref == LS_REF_VOID)
		return NULL;
	uint64_t key = place_key(image, ref, want);
	const uint64_t *known = ls_map_get(&l->by_place, key);
	if (known) {
		*ret = (ls_type_id)*known;
		return NULL;
	}
	struct ls_error *err = load_new_type(l, image, ref, want, ret);
	if (!err && !ls_map_put(&l->by_place, key, *ret))
		err = &ls_error_nomem;
	return err;
}

static bool
is_wanted(uint16_t tag)
{
	switch (tag) {
	case DW_TAG_member:
	case DW_TAG_inheritance:
	case DW_TAG_variant_part:
	case DW_TAG_variant:
	case DW_TAG_enumerator:
	case DW_TAG_subrange_type:
	case DW_TAG_generic_subrange:
	case DW_TAG_formal_parameter:
	case DW_TAG_unspecified_parameters:
		return true;
	default:
		return false;
	}
}

static struct ls_error *
append(struct ls_die_list *list, const struct ls_die *die)
{
	if (list->count == list->room) {
		size_t room = list->room ? list->room * 2 : 16;
		struct ls_die *items = reallocarray(
		    list->items, room, sizeof(*items));
		if (!items)
			return &ls_error_nomem;
		list->items = items;
		list->room = room;
	}
	list->items[list->count++] = *die;
	return NULL;
}

struct ls_error *
ls_load_dies(struct ls_loader *l, uint32_t image, ls_die_ref ref,
    struct ls_die_list *list)
{
	struct ls_walk *walk = l->states[image].walk;
	const struct ls_die_backend *backend = l->images[image].dies->backend;
	struct ls_error *err = backend->seek(walk, ref);
	while (!err) {
		struct ls_die die;
		bool got = false;
		err = backend->next(walk, &die, &got);
		if (err || !got)
			break;
		if (die.depth == 0 || is_wanted(die.tag))
			err = append(list, &die);
		else if (die.has_children)
			err = backend->skip(walk);
	}
	return err;
}

struct ls_error *
ls_load_producer(
    struct ls_loader *l, const struct ls_spot *spot, uint32_t *ret)
{
	struct ls_unit_state *unit = &l->states[spot->image]
					  .units[spot->unit->index];
	struct ls_error *err = NULL;
	if (!unit->has_producer) {
		const char *text = spot->unit->producer;
		/* gcc's type units do not say who wrote them */
		if (!text)
			text = l->images[spot->image].producer;
		err = ls_build_producer(
		    l->build, text ? text : "", &unit->producer);
		unit->has_producer = !err;
	}
	*ret = unit->producer;
	return err;
}

bool
ls_load_size(const struct ls_loader *l, ls_type_id id, uint64_t *bits)
{
	for (int hop = 0; hop < LS_MAX_ALIASES && id != LS_NO_TYPE; hop++) {
		const struct ls_type *type = ls_build_type(l->build, id);
		*bits = type->size_bits;
		if (type->has_size)
			return true;
		if (type->kind != LS_KIND_ALIAS && type->kind != LS_KIND_ENUM)
			return false;
		id = type->target;
	}
	return false;
}

const struct ls_type *
ls_load_strip(const struct ls_loader *l, ls_type_id id)
{
	const struct ls_type *type = ls_build_type(l->build, id);
	for (int hop = 0; hop < LS_MAX_ALIASES; hop++) {
		if (type->kind != LS_KIND_ALIAS || type->target == LS_NO_TYPE)
			break;
		type = ls_build_type(l->build, type->target);
	}
	return type;
}

static struct ls_error *
load_wanted(struct ls_loader *l, ls_entry_id id)
{
	const struct ls_entry *entry = &l->catalog->entries[id];
	struct ls_spot spot;
	l->stage[id] = LS_STAGE_LOADED;
	if (l->surveyed_types > MAX_SURVEYED_TYPES)
		drop_surveys(l);
	if (entry->is_declaration)
		return ls_load_note(l, entry->name, entry->key[1],
		    "is held by value, and only declared in this file");
	struct ls_error *err = find_spot(
	    l, (uint32_t)entry->key[0], entry->key[1], &spot);
	if (err)
		return err;
	spot.want = LS_WANT_VALUE;
	if (!spot.is_type)
		return ls_error_new(LS_ERROR_INTERNAL,
		    "the index names a type that is not there");
	return ls_load_record(l, &spot, entry, l->of_entry[id]);
}

struct ls_error *
ls_loader_run(struct ls_loader *l, const ls_entry_id *ids, size_t count,
    ls_type_id *roots)
{
	struct ls_error *err = NULL;
	for (size_t i = 0; !err && i < count; i++) {
		ls_entry_id id = l->catalog->entries[ids[i]].alias_of;
		const struct ls_entry *entry = &l->catalog->entries[id];
		if (entry->kind == LS_KIND_ALIAS)
			err = ls_load_type(l, (uint32_t)entry->key[0],
			    entry->key[1], LS_WANT_VALUE, &roots[i]);
		else
			err = load_entry(l, id, LS_WANT_VALUE, &roots[i]);
	}
	/* First come, first served: numbers follow the order of asking. */
	for (size_t at = 0; !err && at < l->queue_count; at++)
		err = load_wanted(l, l->queue[at]);
	for (size_t at = 0; !err && at < l->queue_count; at++)
		err = ls_load_uninhabited(l, l->of_entry[l->queue[at]]);
	return err;
}
