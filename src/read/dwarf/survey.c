/*
 * survey.c - one pass over a unit's DIEs.
 *
 * In come DIEs, parents before children; out goes a row for each type, with
 * its members as pieces of a digest that digest.c puts together once all
 * names are known.  A piece is kept rather than digested at once because a
 * member's type may stand later in the unit than the member.
 *
 *	struct A { struct B b; };  A is row 0, with a piece "b at bit 0" -> B
 *	struct B { int x; };       B is row 1, ...
 */
#include "read/dwarf/survey.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "read/dwarf/survey_own.h"

/* Make room for one more item in an array; false without memory. */
static inline bool
room_for_one(void **items, size_t item_bytes, uint32_t count, uint32_t *room)
{
	if (count < *room)
		return true;
	if (count >= UINT32_MAX / 2)
		return false;
	uint32_t wider = *room ? *room * 2 : 16;
	void *moved = reallocarray(*items, wider, item_bytes);
	if (!moved)
		return false;
	*items = moved;
	*room = wider;
	return true;
}

static bool
add_scope(struct ls_survey *s, const struct ls_scope *scope, uint32_t *ret)
{
	if (!room_for_one((void **)&s->scopes, sizeof(*s->scopes),
		s->scope_count, &s->scope_room))
		return false;
	*ret = s->scope_count;
	s->scopes[s->scope_count++] = *scope;
	return true;
}

/* The class of a function that is defined outside it. */
static uint32_t
scope_of_method(const struct ls_survey *s, ls_die_ref ref)
{
	uint32_t low = 0, high = s->method_count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (s->methods[middle].ref < ref)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < s->method_count && s->methods[low].ref == ref)
		return s->methods[low].scope;
	return LS_SURVEY_NONE;
}

/*
 * The scope that the DIE at `depth` makes for what is inside it.  Most DIEs
 * never hold a type, so scopes are made only when one is met.
 */
static bool
make_scope(struct ls_survey *s, uint32_t depth, uint32_t *ret)
{
	uint32_t first = depth;
	while (first > 0 && s->frames[first].scope == LS_SURVEY_NONE)
		first--;
	for (uint32_t d = first; d <= depth; d++) {
		struct ls_scope_frame *f = &s->frames[d];
		if (f->scope != LS_SURVEY_NONE)
			continue;
		struct ls_scope scope = {
			.parent = s->frames[d - 1].scope,
			.type = f->type,
			.name = f->name,
		};
		if (f->tag == DW_TAG_namespace && !f->name)
			scope.name = "(anonymous namespace)";
		if (f->tag == DW_TAG_subprogram && f->origin) {
			uint32_t class = scope_of_method(s, f->origin);
			if (class != LS_SURVEY_NONE)
				scope.parent = class;
			scope.origin = f->origin;
		}
		if (f->type == LS_SURVEY_NONE && !scope.name && !scope.origin)
			f->scope = scope.parent;
		else if (!add_scope(s, &scope, &f->scope))
			return false;
	}
	*ret = s->frames[depth].scope;
	return true;
}

static inline bool
scope_at(struct ls_survey *s, uint32_t depth, uint32_t *ret)
{
	*ret = 0;
	/* C has one name space for all tags, wherever they stand. */
	return depth == 0 || s->lang == LS_LANG_C || make_scope(s, depth, ret);
}

uint64_t
ls_survey_header(const struct ls_die *die, uint64_t name_hash)
{
	enum {
		RARE = LS_DIE_BIT_SIZE | LS_DIE_ALIGNMENT | LS_DIE_ENCODING |
		    LS_DIE_ENDIANITY | LS_DIE_BYTE_STRIDE
	};
	/* A record's name may stand elsewhere: digest.c adds it, qualified. */
	uint64_t hash = die->tag;
	if (!ls_tag_is_record(die->tag) && die->has & LS_DIE_NAME)
		hash = hash_pair(hash, name_hash);
	if (die->has & LS_DIE_BYTE_SIZE)
		hash = hash_pair(hash, die->byte_size);
	if (!(die->has & RARE) && !(die->flags & LS_DIE_VECTOR))
		return hash;
	if (die->has & LS_DIE_BIT_SIZE)
		hash = hash_pair(hash, die->bit_size);
	if (die->has & LS_DIE_ALIGNMENT)
		hash = hash_pair(hash, die->alignment);
	if (die->has & LS_DIE_ENCODING)
		hash = hash_pair(hash, die->encoding);
	if (die->has & LS_DIE_ENDIANITY)
		hash = hash_pair(hash, die->endianity);
	if (die->has & LS_DIE_BYTE_STRIDE)
		hash = hash_pair(hash, die->byte_stride);
	if (die->flags & LS_DIE_VECTOR)
		hash = hash_pair(hash, 1);
	return hash;
}

/* File the row under its bytes of the unit, unless one is there already. */
static bool
add_bucket(struct ls_survey *s, ls_die_ref ref)
{
	size_t bucket = (size_t)((ref - s->unit->root) / LS_BUCKET_BYTES);
	if (bucket >= s->bucket_room) {
		size_t room = bucket + bucket / 2 + 256;
		uint32_t *moved = reallocarray(
		    s->buckets, room, sizeof(*moved));
		if (!moved)
			return false;
		memset(moved + s->bucket_room, 0,
		    (room - s->bucket_room) * sizeof(*moved));
		s->buckets = moved;
		s->bucket_room = room;
	}
	if (s->type_count == 0 ||
	    (s->types[s->type_count - 1].ref - s->unit->root) /
		    LS_BUCKET_BYTES !=
		bucket)
		s->buckets[bucket] = s->type_count;
	return true;
}

uint32_t
ls_survey_find(const struct ls_survey *s, ls_die_ref ref)
{
	return s->unit ? find_type(s, ref) : LS_SURVEY_NONE;
}

static uint16_t
flags_of(const struct ls_die *die)
{
	unsigned flags = 0;
	if (die->has & LS_DIE_BYTE_SIZE)
		flags |= LS_SURVEY_HAS_SIZE;
	if (die->flags & LS_DIE_DECLARATION || die->has & LS_DIE_SIGNATURE)
		flags |= LS_SURVEY_DECLARATION;
	if (die->flags & LS_DIE_ARTIFICIAL)
		flags |= LS_SURVEY_ARTIFICIAL;
	if (ls_tag_is_record(die->tag))
		flags |= LS_SURVEY_RECORD;
	return (uint16_t)flags;
}

static bool
room_for_type(struct ls_survey *s)
{
	return room_for_one((void **)&s->types, sizeof(*s->types),
		   s->type_count, &s->type_room) &&
	    room_for_one((void **)&s->mores, sizeof(*s->mores), s->type_count,
		&s->more_room);
}

static void
add_more(struct ls_survey *s, const struct ls_die *die, uint32_t at)
{
	if (die->has & LS_DIE_SPECIFICATION)
		more_of(s, at)->origin = die->specification;
	if (die->has & LS_DIE_SIGNATURE)
		more_of(s, at)->signature = die->signature;
	s->has_origins = true;
}

static struct ls_error *
add_type(struct ls_survey *s, const struct ls_die *die, uint32_t *ret)
{
	uint32_t scope = 0, at = s->type_count;
	if (!room_for_type(s) || !add_bucket(s, die->ref) ||
	    (die->depth > 0 && !scope_at(s, die->depth - 1, &scope)))
		return &ls_error_nomem;

	uint64_t name_hash = die->has & LS_DIE_NAME ? hash_die_name(s, die)
						    : 0;
	struct ls_survey_type *type = &s->types[at];
	*type = (struct ls_survey_type){
		.ref = die->ref,
		.digest = ls_survey_header(die, name_hash),
		.tag = die->tag,
		.flags = flags_of(die),
		.last_piece = LS_SURVEY_NONE,
		.target = die->has & LS_DIE_TYPE ? die->type : LS_REF_VOID,
		.name_hash = name_hash,
		/* The text may be far away: its hash tells if it is "". */
		.name = die->has & LS_DIE_NAME && name_hash != s->hash_of_empty
		    ? die->name
		    : NULL,
		.size_bytes = die->has & LS_DIE_BYTE_SIZE ? die->byte_size : 0,
		.scope = scope,
	};
	if (!(die->has & LS_DIE_BYTE_SIZE) && (die->has & LS_DIE_BIT_SIZE) &&
	    die->bit_size % 8 == 0) {
		type->size_bytes = die->bit_size / 8;
		type->flags |= LS_SURVEY_HAS_SIZE;
	}
	*ret = s->type_count++;
	if (die->has & (LS_DIE_SPECIFICATION | LS_DIE_SIGNATURE))
		add_more(s, die, at);
	return NULL;
}

static inline struct ls_error *
add_piece(struct ls_survey *s, uint32_t owner, const struct ls_piece *piece)
{
	if (!room_for_one((void **)&s->pieces, sizeof(*s->pieces),
		s->piece_count, &s->piece_room))
		return &ls_error_nomem;
	struct ls_survey_type *type = &s->types[owner];
	struct ls_piece *added = &s->pieces[s->piece_count];
	*added = *piece;
	if (type->last_piece == LS_SURVEY_NONE) {
		added->next = s->piece_count;
	} else {
		added->next = s->pieces[type->last_piece].next;
		s->pieces[type->last_piece].next = s->piece_count;
	}
	type->last_piece = s->piece_count++;
	return NULL;
}

static struct ls_error *
add_method(struct ls_survey *s, const struct ls_die *die)
{
	uint32_t scope = 0;
	if (!room_for_one((void **)&s->methods, sizeof(*s->methods),
		s->method_count, &s->method_room) ||
	    !scope_at(s, die->depth - 1, &scope))
		return &ls_error_nomem;
	s->methods[s->method_count++] = (struct ls_method){ die->ref, scope };
	return NULL;
}

static struct ls_scope_frame
blank_frame(uint32_t depth)
{
	return (struct ls_scope_frame){
		.type = LS_SURVEY_NONE,
		.owner = LS_SURVEY_NONE,
		.scope = depth == 0 ? 0 : LS_SURVEY_NONE,
	};
}

/*
 * Frames for all that `depth` is inside of.  A walk passes over DIEs whose
 * children it gives all the same, in a broken file the root too.
 */
static struct ls_error *
fill_frames(struct ls_survey *s, uint32_t depth)
{
	while (depth >= s->frame_room)
		if (!room_for_one((void **)&s->frames, sizeof(*s->frames),
			s->frame_room, &s->frame_room))
			return &ls_error_nomem;
	for (uint32_t d = s->frame_end; d < depth; d++)
		s->frames[d] = blank_frame(d);
	s->frame_end = depth;
	return NULL;
}

static struct ls_error *
set_frame(struct ls_survey *s, const struct ls_die *die)
{
	struct ls_error *err = die->depth == s->frame_end &&
		die->depth < s->frame_room
	    ? NULL
	    : fill_frames(s, die->depth);
	if (err)
		return err;
	s->frame_end = die->depth + 1;
	s->frames[die->depth] = blank_frame(die->depth);
	s->frames[die->depth].ref = die->ref;
	s->frames[die->depth].tag = die->tag;
	struct ls_scope_frame *frame = &s->frames[die->depth];
	switch (die->tag) {
	case DW_TAG_namespace:
	case DW_TAG_module:
	case DW_TAG_subprogram:
	case DW_TAG_inlined_subroutine:
		if (die->has & LS_DIE_NAME)
			frame->name = die->name;
		if (die->has & LS_DIE_SPECIFICATION && !frame->name &&
		    die->specification != LS_REF_NONE)
			frame->origin = die->specification;
		break;
	default:
		break;
	}
	return NULL;
}

static struct ls_error *
see(struct ls_survey *s, const struct ls_die *die)
{
	struct ls_error *err = NULL;
	/* Most DIEs are members, which nothing stands in. */
	if (die->has_children || die->depth == 0)
		err = set_frame(s, die);
	else if (die->depth != s->frame_end)
		err = fill_frames(s, die->depth);
	if (err || die->depth == 0)
		return err;
	struct ls_scope_frame nobody, *frame = &nobody;
	if (die->has_children)
		frame = &s->frames[die->depth];
	const struct ls_scope_frame *above = &s->frames[die->depth - 1];
	struct ls_piece piece;

	bool is_own_type = die->tag == DW_TAG_subrange_type &&
	    above->tag != DW_TAG_array_type;
	if (above->owner != LS_SURVEY_NONE && !is_own_type &&
	    ls_survey_piece(s, die, &piece)) {
		err = add_piece(s, above->owner, &piece);
		if (die->tag == DW_TAG_variant_part)
			s->types[above->owner].flags |= LS_SURVEY_HAS_VARIANTS;
		if (die->tag == DW_TAG_variant_part ||
		    die->tag == DW_TAG_variant)
			frame->owner = above->owner;
	} else if (ls_tag_is_type(die->tag)) {
		err = add_type(s, die, &frame->type);
		frame->owner = frame->type;
	} else if (die->tag == DW_TAG_subprogram &&
	    above->type != LS_SURVEY_NONE && s->lang == LS_LANG_CPP) {
		err = add_method(s, die);
	} else if (die->tag == DW_TAG_imported_unit &&
	    die->has & LS_DIE_IMPORT && die->import == LS_REF_NONE) {
		s->imports_elsewhere = true;
	}
	return err;
}

static struct ls_error *
see_brief(struct ls_survey *s, const struct ls_brief *brief)
{
	const struct ls_brief_kind *kind = brief->kind;
	struct ls_die die;
	die.ref = brief->ref;
	die.depth = brief->depth;
	die.tag = kind->tag;
	die.has_children = kind->has_children;
	die.has = kind->has;
	die.flags = kind->flags;
	die.name = kind->has & LS_DIE_NAME ? brief->name : NULL;
	die.type = die.specification = brief->leads_to;
	if (kind->has & LS_DIE_CONST_VALUE)
		die.const_value = (struct ls_die_const){ 0 };
	for (int i = 0; i < LS_BRIEF_NUMBERS && kind->places[i]; i++)
		memcpy((char *)&die + kind->places[i], &brief->numbers[i],
		    sizeof(brief->numbers[i]));
	return see(s, &die);
}

static inline struct ls_error *
add_plain_member(
    struct ls_survey *s, const struct ls_brief *brief, uint32_t owner)
{
	uint64_t hash = hash_pair(DW_TAG_member, hash_name(s, brief->name));
	const struct ls_piece piece = {
		.hash = hash_pair(hash, brief->numbers[0] * 8),
		.type = brief->leads_to,
	};
	return add_piece(s, owner, &piece);
}

/* Up to the next DIE that there is more to say of. */
static struct ls_error *
see_briefs(struct ls_survey *s, struct ls_walk *walk)
{
	enum { ROOM = 64, AHEAD = 6 };
	struct ls_brief briefs[ROOM];
	struct ls_error *err = NULL;
	size_t count = ROOM;
	while (!err && count == ROOM) {
		count = s->dies->backend->briefs(walk, briefs, ROOM);
		for (size_t i = 0; i < count && !err; i++) {
			const struct ls_brief *brief = &briefs[i];
			if (i + AHEAD < count)
				__builtin_prefetch(
				    known_name(s, briefs[i + AHEAD].name));
			uint32_t owner = LS_SURVEY_NONE;
			/* filled: by the DIE before, at the least */
			if (brief->kind->is_plain_member &&
			    brief->depth == s->frame_end)
				owner = s->frames[brief->depth - 1].owner;
			if (owner != LS_SURVEY_NONE)
				err = add_plain_member(s, brief, owner);
			else
				err = see_brief(s, brief);
		}
	}
	return err;
}

static struct ls_error *
start(struct ls_survey *s, const struct ls_unit *unit)
{
	s->unit = unit;
	s->lang = ls_lang_of_dwarf(unit->language);
	s->type_count = s->scope_count = s->piece_count = 0;
	s->method_count = 0;
	s->has_origins = false;
	s->hash_of_empty = hash_text("");
	s->frame_end = 0;
	if (!s->known_names)
		s->known_names = calloc(
		    LS_KNOWN_NAMES, sizeof(*s->known_names));
	if (!s->known_names)
		return &ls_error_nomem;
	struct ls_scope whole = { .type = LS_SURVEY_NONE };
	uint32_t first;
	return add_scope(s, &whole, &first) ? NULL : &ls_error_nomem;
}

struct ls_error *
ls_survey_unit(
    struct ls_survey *s, struct ls_walk *walk, const struct ls_unit *unit)
{
	const struct ls_die_backend *backend = s->dies->backend;
	struct ls_error *err = start(s, unit);
	if (!err)
		err = backend->seek(walk, unit->root);
	while (!err) {
		struct ls_die die;
		bool got = false;
		err = backend->next(walk, &die, &got);
		if (err || !got)
			break;
		if (die.depth > LS_MAX_DIE_DEPTH)
			err = ls_error_new(LS_ERROR_LIMIT,
			    "DIEs are nested more than %d deep",
			    LS_MAX_DIE_DEPTH);
		else
			err = see(s, &die);
		if (!err && backend->briefs)
			err = see_briefs(s, walk);
	}
	if (!err)
		ls_survey_digest(s);
	else
		s->unit = NULL;
	return err;
}

struct ls_survey
ls_survey_new(struct ls_dies *dies, uint32_t image, struct ls_walk *peek)
{
	return (struct ls_survey){
		.dies = dies,
		.image = image,
		.peek = peek,
	};
}

void
ls_survey_free(struct ls_survey *s)
{
	free(s->types);
	free(s->mores);
	free(s->scopes);
	free(s->pieces);
	free(s->methods);
	free(s->buckets);
	free(s->frames);
	free(s->known_names);
	ls_map_free(&s->peeked);
	*s = (struct ls_survey){ 0 };
}
