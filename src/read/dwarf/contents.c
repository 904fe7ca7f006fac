/*
 * contents.c - what a type consists of, wherever in the image its parts stand.
 *
 * The rules are those of digest.c: what is held counts by its contents, what
 * is pointed to by its name, and of a function nothing.
 */
#include "read/dwarf/contents.h"

#include <dwarf.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/limits.h"
#include "read/dwarf/survey_own.h"

/* The members and the like of one type. */
struct pieces {
	struct ls_piece *items;
	size_t count, room;
};

/* The name of a type where it is near or far, all the same. */
static uint64_t
outline_of(struct ls_survey *s, ls_die_ref ref, unsigned hops)
{
	if (ref == LS_REF_VOID)
		return HASH_VOID;
	uint32_t at = find_type(s, ref);
	struct ls_survey_type type = { 0 };
	struct ls_die die;
	if (at != LS_SURVEY_NONE) {
		type = s->types[at];
	} else if (ls_survey_peek(s, ref, &die)) {
		type.tag = die.tag;
		type.name = die.has & LS_DIE_NAME && *die.name ? die.name
							       : NULL;
		type.size_bytes = die.has & LS_DIE_BYTE_SIZE ? die.byte_size
							     : 0;
		type.target = die.has & LS_DIE_TYPE ? die.type : LS_REF_VOID;
	}
	if (type.name)
		return hash_pair(type.tag, hash_text(type.name));
	if (ls_tag_is_record(type.tag))
		return hash_pair(type.tag, type.size_bytes);
	if (type.tag == DW_TAG_subroutine_type || hops >= MAX_NAME_HOPS)
		return type.tag;
	return hash_pair(type.tag, outline_of(s, type.target, hops + 1));
}

uint64_t
ls_contents_outline(struct ls_survey *s, uint32_t at)
{
	const struct ls_survey_type *type = &s->types[at];
	uint64_t hash = type->size_bytes;
	for (uint32_t p = first_piece(s, type); p != LS_SURVEY_NONE;
	     p = next_piece(s, type, p)) {
		const struct ls_piece *piece = &s->pieces[p];
		hash = hash_pair(hash, piece->hash);
		if (piece->type != LS_REF_VOID)
			hash = hash_pair(hash, outline_of(s, piece->type, 0));
	}
	return hash;
}

static bool
add_piece(struct pieces *pieces, const struct ls_piece *piece)
{
	if (pieces->count == pieces->room) {
		size_t room = pieces->room ? pieces->room * 2 : 16;
		struct ls_piece *items = reallocarray(
		    pieces->items, room, sizeof(*items));
		if (!items)
			return false;
		pieces->items = items;
		pieces->room = room;
	}
	pieces->items[pieces->count++] = *piece;
	return true;
}

/* All pieces of the DIE that the walk gave last, those in its variants too. */
static struct ls_error *
gather(struct ls_contents *contents, uint16_t tag, struct pieces *pieces)
{
	struct ls_survey *s = &contents->survey;
	const struct ls_die_backend *backend = s->dies->backend;
	for (;;) {
		struct ls_die die;
		struct ls_piece piece;
		bool got = false;
		struct ls_error *err = backend->next(
		    contents->walk, &die, &got);
		if (err || !got)
			return err;
		bool is_own_type = die.tag == DW_TAG_subrange_type &&
		    tag != DW_TAG_array_type;
		if (!is_own_type && ls_survey_piece(s, &die, &piece) &&
		    !add_piece(pieces, &piece))
			return &ls_error_nomem;
		if (die.tag != DW_TAG_variant_part &&
		    die.tag != DW_TAG_variant && die.has_children)
			err = backend->skip(contents->walk);
		if (err)
			return err;
	}
}

/* The DIE at a place, and its pieces; false if none can be read there. */
static bool
read_type(struct ls_contents *contents, ls_die_ref ref, struct ls_die *die,
    struct pieces *pieces, struct ls_error **ret)
{
	const struct ls_die_backend *backend = contents->survey.dies->backend;
	bool got = false;
	if (ref == LS_REF_NONE)
		return false;
	struct ls_error *err = backend->seek(contents->walk, ref);
	if (!err)
		err = backend->next(contents->walk, die, &got);
	if (!err && got)
		err = gather(contents, die->tag, pieces);
	if (err && err->code == LS_ERROR_NOMEM)
		*ret = err;
	else
		ls_error_free(err);
	return !err && got;
}

static struct ls_error *hash_at(struct ls_contents *contents, ls_die_ref ref,
    unsigned depth, uint64_t *ret);

static inline uint64_t
even(uint64_t hash)
{
	return hash & ~UINT64_C(1);
}

/* Of two hashes, odd where one of them is. */
static inline uint64_t
join(uint64_t a, uint64_t b)
{
	return even(hash_pair(a, b)) | ((a | b) & 1);
}

static struct ls_error *
add_part(struct ls_contents *contents, ls_die_ref ref, unsigned depth,
    uint64_t *hash)
{
	uint64_t part;
	struct ls_error *err = hash_at(contents, ref, depth + 1, &part);
	if (!err)
		*hash = join(*hash, part);
	return err;
}

static struct ls_error *
hash_parts(struct ls_contents *contents, const struct ls_die *die,
    const struct pieces *pieces, unsigned depth, uint64_t *hash)
{
	struct ls_survey *s = &contents->survey;
	struct ls_error *err = NULL;
	bool has_target = die->has & LS_DIE_TYPE &&
	    die->tag != DW_TAG_subroutine_type;
	if (has_target && is_pointer(die->tag))
		*hash = join(*hash, even(outline_of(s, die->type, 0)));
	else if (has_target)
		err = add_part(contents, die->type, depth, hash);
	for (size_t i = 0; i < pieces->count && !err; i++) {
		const struct ls_piece *piece = &pieces->items[i];
		*hash = join(*hash, even(piece->hash));
		if (piece->type != LS_REF_VOID)
			err = add_part(contents, piece->type, depth, hash);
	}
	return err;
}

static struct ls_error *
hash_type(struct ls_contents *contents, const struct ls_die *die,
    const struct pieces *pieces, unsigned depth, uint64_t *ret)
{
	bool is_record = ls_tag_is_record(die->tag);
	const char *name = die->has & LS_DIE_NAME ? die->name : NULL;
	if (is_record) /* it may stand in the declaration */
		name = ls_survey_peek_name(&contents->survey, die->ref);
	uint64_t name_hash = hash_text(name);
	if (is_record && die->has & LS_DIE_SIGNATURE)
		return hash_at(contents, die->signature, depth + 1, ret);
	if (is_record && die->flags & LS_DIE_DECLARATION) {
		*ret = hash_pair(die->tag, name_hash) | 1;
		return NULL;
	}
	*ret = even(hash_pair(ls_survey_header(die, name_hash), name_hash));
	return hash_parts(contents, die, pieces, depth, ret);
}

static struct ls_error *
hash_at(struct ls_contents *contents, ls_die_ref ref, unsigned depth,
    uint64_t *ret)
{
	const uint64_t *known = ls_map_get(&contents->known, ref);
	*ret = even(HASH_FAR);
	if (known)
		*ret = *known;
	if (known || ref == LS_REF_VOID || depth > 2 * LS_MAX_ALIASES)
		return NULL;
	/* who comes here again before it is known went in a ring */
	if (!ls_map_put(&contents->known, ref, even(HASH_RING)))
		return &ls_error_nomem;
	struct ls_die die;
	struct pieces pieces = { 0 };
	struct ls_error *err = NULL;
	*ret = even(HASH_NOWHERE);
	if (read_type(contents, ref, &die, &pieces, &err))
		err = hash_type(contents, &die, &pieces, depth, ret);
	free(pieces.items);
	if (!err && !ls_map_put(&contents->known, ref, *ret))
		err = &ls_error_nomem;
	return err;
}

struct ls_error *
ls_contents_hash(struct ls_contents *contents, ls_die_ref ref, uint64_t *ret)
{
	return hash_at(contents, ref, 0, ret);
}

struct ls_error *
ls_contents_new(struct ls_dies *dies, uint32_t image, struct ls_contents *ret)
{
	static const struct ls_unit none;
	*ret = (struct ls_contents){ 0 };
	struct ls_error *err = dies->backend->walk_new(
	    dies, LS_WALK_TYPES, &ret->walk);
	if (!err)
		err = dies->backend->walk_new(dies, LS_WALK_TYPES, &ret->peek);
	ret->survey = ls_survey_new(dies, image, ret->peek);
	ret->survey.unit = &none;
	ret->survey.known_names = calloc(
	    LS_KNOWN_NAMES, sizeof(*ret->survey.known_names));
	if (!err && !ret->survey.known_names)
		err = &ls_error_nomem;
	return err;
}

void
ls_contents_free(struct ls_contents *contents)
{
	const struct ls_dies *dies = contents->survey.dies;
	if (contents->walk)
		dies->backend->walk_free(contents->walk);
	if (contents->peek)
		dies->backend->walk_free(contents->peek);
	ls_survey_free(&contents->survey);
	ls_map_free(&contents->known);
}
