/*
 * digest.c - are two types the same, and what are they called?
 *
 * A type's digest hashes all that it consists of: its own size, its members'
 * names and places, and for each member the digest of its type.  What a
 * pointer points to counts by name only, or else everything would depend on
 * everything.
 *
 *	struct A { struct B b; struct C *c; };
 *
 *	digest(A) = A, size, "b" at 0, digest(B), "c" at 64, *, name of C
 *
 * So a B of another size makes another A, and another C does not.
 */
#include <dwarf.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/out.h"
#include "read/dwarf/survey_own.h"

bool
ls_survey_peek(struct ls_survey *s, ls_die_ref ref, struct ls_die *ret)
{
	const struct ls_die_backend *backend = s->dies->backend;
	bool got = false;
	if (ref == LS_REF_VOID || ref == LS_REF_NONE)
		return false;
	struct ls_error *err = backend->seek(s->peek, ref);
	if (!err)
		err = backend->next(s->peek, ret, &got);
	ls_error_free(err);
	return !err && got;
}

const char *
ls_survey_peek_name(struct ls_survey *s, ls_die_ref ref)
{
	struct ls_die die;
	for (int hop = 0; hop < 8 && ls_survey_peek(s, ref, &die); hop++) {
		if (die.has & LS_DIE_NAME)
			return die.name;
		if (!(die.has & LS_DIE_SPECIFICATION))
			return NULL;
		ref = die.specification;
	}
	return NULL;
}

/*
 * What a type of another unit is called: by tag, name and size alone.  To
 * follow it further would make one unit's digest depend on the order in which
 * all are read.
 */
static uint64_t
peek_hash(struct ls_survey *s, ls_die_ref ref, unsigned hops)
{
	if (ref == LS_REF_VOID)
		return HASH_VOID;
	s->far_looks++;
	const uint64_t *seen = ls_map_get(&s->peeked, ref);
	if (seen)
		return *seen;
	struct ls_die die;
	if (!ls_survey_peek(s, ref, &die))
		return HASH_NOWHERE;
	uint64_t hash = die.tag;
	if (die.has & LS_DIE_NAME)
		hash = hash_pair(hash, hash_text(die.name));
	if (die.has & LS_DIE_BYTE_SIZE)
		hash = hash_pair(hash, die.byte_size);
	if (die.has & LS_DIE_ENCODING)
		hash = hash_pair(hash, die.encoding);
	const struct ls_unit *unit = ls_dies_unit_of(s->dies, ref);
	/* as own_signature(): two typedefs of one name may differ in it */
	if (!(die.has & LS_DIE_NAME) && unit && unit->is_type_unit &&
	    unit->type == ref)
		hash = hash_pair(hash, unit->signature);
	if (!(die.has & LS_DIE_NAME) && die.has & LS_DIE_TYPE &&
	    hops < MAX_NAME_HOPS)
		hash = hash_pair(hash, peek_hash(s, die.type, hops + 1));
	/* Without memory it is looked up again: slower, and no less true. */
	(void)!ls_map_put(&s->peeked, ref, hash);
	return hash;
}

/*
 * What a type of another unit consists of: what stands at that place, be it
 * what it may.  The index finds out which of those are equal (contents.h).
 * Type units say it of themselves: of equal ones each object file has its own.
 */
static uint64_t
peek_contents(struct ls_survey *s, ls_die_ref ref)
{
	if (ref == LS_REF_VOID)
		return HASH_VOID;
	uint64_t hash = peek_hash(s, ref, 0);
	const struct ls_unit *unit = ls_dies_unit_of(s->dies, ref);
	if (unit && unit->is_type_unit && unit->type == ref)
		return hash_pair(hash, unit->signature);
	return hash_pair(hash_pair(hash, s->image), ref);
}

static uint64_t hash_of_name(
    struct ls_survey *s, ls_die_ref ref, unsigned depth);

/* "name:TYPE" of each piece, with names for types. */
static uint64_t
spell_pieces(struct ls_survey *s, uint32_t at, unsigned depth)
{
	uint64_t hash = 0;
	for (uint32_t p = first_piece(s, &s->types[at]); p != LS_SURVEY_NONE;
	     p = next_piece(s, &s->types[at], p)) {
		const struct ls_piece *piece = &s->pieces[p];
		hash = hash_pair(hash, piece->hash);
		if (piece->type != LS_REF_VOID)
			hash = hash_pair(
			    hash, hash_of_name(s, piece->type, depth + 1));
	}
	return hash;
}

/*
 * What a type is called, where its contents do not count.  Pointers and
 * arrays are called by what they are made of.  A function is just that: what
 * it takes is no part of a layout, and of equal function types ("bool ()"
 * and "_Bool ()") gcc writes whichever it met first.
 */
static uint64_t
hash_of_name(struct ls_survey *s, ls_die_ref ref, unsigned depth)
{
	if (ref == LS_REF_VOID)
		return HASH_VOID;
	uint32_t at = find_type(s, ref);
	if (at == LS_SURVEY_NONE)
		return peek_hash(s, ref, 0);
	struct ls_survey_type *type = &s->types[at];
	if (type->name_hash)
		return type->name_hash;
	uint64_t spelling = ls_survey_more(s, at)->spelling;
	if (spelling) {
		s->far_looks += type->flags & LS_SURVEY_FAR ? 1 : 0;
		return spelling;
	}
	uint64_t hash = hash_pair(type->tag, type->size_bytes);
	if (type->flags & LS_SURVEY_RECORD ||
	    type->tag == DW_TAG_subroutine_type)
		return hash;
	if (depth > LS_MAX_ALIASES)
		return HASH_FAR;
	uint64_t far_looks = s->far_looks;
	more_of(s, at)->spelling = HASH_RING;
	hash = hash_pair(hash, hash_of_name(s, type->target, depth + 1));
	hash = hash_pair(hash, spell_pieces(s, at, depth));
	more_of(s, at)->spelling = hash;
	if (s->far_looks != far_looks)
		type->flags |= LS_SURVEY_FAR;
	return hash;
}

static uint64_t digest(struct ls_survey *s, uint32_t at, unsigned depth);

static uint64_t
digest_new(struct ls_survey *s, ls_die_ref ref, uint32_t at, unsigned depth)
{
	if (ref == LS_REF_VOID)
		return HASH_VOID;
	if (at == LS_SURVEY_NONE)
		return peek_contents(s, ref);
	if (depth > 2 * LS_MAX_ALIASES)
		return HASH_FAR;
	return digest(s, at, depth + 1);
}

/* The contents of what stands at `ref`; `holder` learns if it is lacking. */
static inline uint64_t
digest_ref(
    struct ls_survey *s, ls_die_ref ref, uint32_t holder, unsigned depth)
{
	uint32_t at = find_type(s, ref);
	uint64_t hash = at != LS_SURVEY_NONE &&
		s->types[at].flags & LS_SURVEY_DONE
	    ? s->types[at].digest
	    : digest_new(s, ref, at, depth);
	if (at != LS_SURVEY_NONE)
		s->types[holder].flags |= s->types[at].flags &
		    LS_SURVEY_INCOMPLETE;
	return hash;
}

static uint64_t
digest_pieces(struct ls_survey *s, uint32_t at, unsigned depth)
{
	uint64_t hash = 0;
	for (uint32_t p = first_piece(s, &s->types[at]); p != LS_SURVEY_NONE;
	     p = next_piece(s, &s->types[at], p)) {
		const struct ls_piece *piece = &s->pieces[p];
		uint64_t own = piece->hash;
		/* joined before the hash of all so far has to be waited for */
		if (piece->type != LS_REF_VOID)
			own = hash_pair(
			    digest_ref(s, piece->type, at, depth), own);
		hash = hash_pair(hash, own);
	}
	return hash;
}

/*
 * What a type unit's nameless type is told apart by: the typedefs that name
 * two equal ones stand elsewhere.  0 for any other.
 */
static uint64_t
own_signature(const struct ls_survey *s, const struct ls_survey_type *type)
{
	bool is_nameless_unit = s->unit->is_type_unit && !type->name_hash &&
	    type->ref == s->unit->type;
	return is_nameless_unit ? s->unit->signature : 0;
}

static uint64_t
digest(struct ls_survey *s, uint32_t at, unsigned depth)
{
	struct ls_survey_type *type = &s->types[at];
	if (type->flags & LS_SURVEY_DONE)
		return type->digest;
	if (type->flags & LS_SURVEY_BUSY)
		return HASH_RING;
	type->flags |= LS_SURVEY_BUSY;

	uint64_t far_looks = s->far_looks;
	uint64_t hash = hash_pair(type->digest, type->name_hash) +
	    own_signature(s, type);
	/* its name, once known, may be all that it lacked */
	if (own_signature(s, type))
		type->flags |= LS_SURVEY_INCOMPLETE;
	bool is_declared = type->flags & LS_SURVEY_RECORD &&
	    type->flags & LS_SURVEY_DECLARATION;
	ls_die_ref signature = is_declared ? ls_survey_more(s, at)->signature
					   : LS_REF_VOID;
	if (signature != LS_REF_VOID)
		hash = hash_pair(hash, peek_contents(s, signature));
	else if (is_declared)
		type->flags |= LS_SURVEY_INCOMPLETE;
	else if (is_pointer(type->tag))
		hash = hash_pair(hash, hash_of_name(s, type->target, 0));
	else if (type->target != LS_REF_VOID &&
	    type->tag != DW_TAG_subroutine_type)
		hash = hash_pair(hash, digest_ref(s, type->target, at, depth));
	hash = hash_pair(hash, digest_pieces(s, at, depth));

	/* By name and size is less than a unit that has it itself can say. */
	if (s->far_looks != far_looks)
		type->flags |= LS_SURVEY_INCOMPLETE;
	type->digest = hash;
	type->flags |= LS_SURVEY_DONE;
	return hash;
}

/*
 * A definition outside its class or name space names the declaration inside
 * (DWARF 5, 2.13.2), and that one stands in the scope, and has the name where
 * this one has none.  g++ writes type units so.
 */
static void
adopt_name(struct ls_survey *s, uint32_t to)
{
	struct ls_survey_type *type = &s->types[to];
	const struct ls_survey_more *more = ls_survey_more(s, to);
	ls_die_ref origin = more->origin;
	for (int hop = 0; hop < 8 && origin; hop++) {
		uint32_t at = find_type(s, origin);
		if (at == to)
			return;
		if (at == LS_SURVEY_NONE) {
			if (!type->name)
				type->name = ls_survey_peek_name(s, origin);
			return;
		}
		if (!type->name)
			type->name = s->types[at].name;
		type->scope = s->types[at].scope;
		origin = ls_survey_more(s, at)->origin;
	}
	/* gcc says nothing of what stands in a type unit but where it is */
	if (!type->name && more->signature != LS_REF_VOID)
		type->name = ls_survey_peek_name(s, more->signature);
}

static void
adopt_names(struct ls_survey *s)
{
	for (uint32_t i = 0; i < s->type_count; i++) {
		struct ls_survey_type *type = &s->types[i];
		if (!(type->flags & LS_SURVEY_MORE))
			continue;
		adopt_name(s, i);
		if (type->name)
			type->name_hash = hash_name(s, type->name);
	}
}

/* The first typedef of an anonymous record names it. */
static void
give_name(struct ls_survey *s, uint32_t from)
{
	const struct ls_survey_type *type = &s->types[from];
	if (type->tag != DW_TAG_typedef || !type->name)
		return;
	uint32_t at = find_type(s, type->target);
	/* what stands for a type unit's: the index names that */
	if (at != LS_SURVEY_NONE &&
	    ls_survey_more(s, at)->signature != LS_REF_VOID)
		return;
	if (at != LS_SURVEY_NONE && !s->types[at].name &&
	    s->types[at].flags & LS_SURVEY_RECORD &&
	    ls_survey_more(s, at)->named_by == LS_SURVEY_NONE)
		more_of(s, at)->named_by = from;
}

/* The scope around a scope: a type's may be another than where it stands. */
static uint32_t
scope_above(const struct ls_survey *s, const struct ls_scope *scope)
{
	return scope->type == LS_SURVEY_NONE ? scope->parent
					     : s->types[scope->type].scope;
}

static const char *
scope_name(struct ls_survey *s, struct ls_scope *scope)
{
	if (scope->type != LS_SURVEY_NONE)
		return s->types[scope->type].name;
	if (!scope->name && scope->origin) {
		scope->name = ls_survey_peek_name(s, scope->origin);
		scope->origin = LS_REF_VOID;
	}
	return scope->name;
}

/* Below the scope of the unit, whose hash is 0. */
uint64_t
ls_survey_hash_of_name(const char *name)
{
	return hash_pair(0, hash_text(name)) | 1;
}

static uint64_t
hash_of_full_name(struct ls_survey *s, uint32_t at)
{
	const struct ls_survey_type *type = &s->types[at];
	if (type->name)
		return hash_pair(
			   s->scopes[type->scope].hash, type->name_hash) |
		    1;
	uint32_t named_by = ls_survey_more(s, at)->named_by;
	if (named_by == LS_SURVEY_NONE)
		return 0;
	const struct ls_survey_type *by = &s->types[named_by];
	return hash_pair(s->scopes[by->scope].hash, hash_name(s, by->name)) |
	    1;
}

static void
hash_names(struct ls_survey *s)
{
	for (uint32_t i = 1; i < s->scope_count; i++) {
		struct ls_scope *scope = &s->scopes[i];
		const char *name = scope_name(s, scope);
		scope->hash = s->scopes[scope_above(s, scope)].hash;
		if (name)
			scope->hash = hash_pair(
			    scope->hash, hash_name(s, name));
	}
	for (uint32_t i = 0; i < s->type_count; i++)
		s->types[i].name_hash = hash_of_full_name(s, i);
}

/* rustc puts the struct of each variant's payload inside its enum. */
static void
mark_payloads(struct ls_survey *s)
{
	for (uint32_t i = 0; s->lang == LS_LANG_RUST && i < s->type_count;
	     i++) {
		struct ls_survey_type *type = &s->types[i];
		uint32_t holder = s->scopes[type->scope].type;
		if (type->flags & LS_SURVEY_RECORD &&
		    holder != LS_SURVEY_NONE &&
		    s->types[holder].flags & LS_SURVEY_HAS_VARIANTS)
			type->flags |= LS_SURVEY_PAYLOAD;
	}
}

/* Does the index ask for it?  It has a row for what has a name of its own. */
static bool
is_asked_for(const struct ls_survey_type *type)
{
	return !(type->flags & LS_SURVEY_DONE) &&
	    (type->flags & LS_SURVEY_RECORD || type->tag == DW_TAG_typedef ||
		type->tag == DW_TAG_template_alias);
}

void
ls_survey_digest(struct ls_survey *s)
{
	if (s->has_origins)
		adopt_names(s);
	for (uint32_t i = 0; i < s->type_count; i++)
		give_name(s, i);
	hash_names(s);
	mark_payloads(s);
	/* of the others, what these are made of */
	for (uint32_t i = 0; i < s->type_count; i++)
		if (is_asked_for(&s->types[i]))
			digest(s, i, 0);
}

ls_die_ref
ls_survey_strip(const struct ls_survey *s, ls_die_ref ref)
{
	for (int hop = 0; hop < LS_MAX_ALIASES; hop++) {
		uint32_t at = find_type(s, ref);
		if (at == LS_SURVEY_NONE)
			return ref;
		switch (s->types[at].tag) {
		case DW_TAG_typedef:
		case DW_TAG_template_alias:
		case DW_TAG_const_type:
		case DW_TAG_volatile_type:
		case DW_TAG_restrict_type:
		case DW_TAG_atomic_type:
			ref = s->types[at].target;
			break;
		default:
			return ref;
		}
	}
	return LS_REF_VOID;
}

static void
write_scope(
    struct ls_survey *s, uint32_t at, struct ls_out *out, unsigned depth)
{
	if (at == 0 || depth > LS_MAX_DIE_DEPTH)
		return;
	struct ls_scope *scope = &s->scopes[at];
	write_scope(s, scope_above(s, scope), out, depth + 1);
	const char *name = scope_name(s, scope);
	if (name) {
		ls_out_text(out, name);
		ls_out_text(out, "::");
	}
}

bool
ls_survey_name(struct ls_survey *s, uint32_t at, struct ls_out *out)
{
	const struct ls_survey_type *type = &s->types[at];
	uint32_t named_by = ls_survey_more(s, at)->named_by;
	if (!type->name && named_by != LS_SURVEY_NONE)
		type = &s->types[named_by];
	if (!type->name)
		return false;
	write_scope(s, type->scope, out, 0);
	ls_out_text(out, type->name);
	return true;
}
