/*
 * survey_own.h - what survey.c gathers and digest.c digests.
 */
#ifndef LS_READ_DWARF_SURVEY_OWN_H
#define LS_READ_DWARF_SURVEY_OWN_H

#include <dwarf.h>
#include <string.h>

#include "read/dwarf/survey.h"

/* Stand for what cannot be followed. */
enum { HASH_VOID = 3, HASH_RING = 5, HASH_NOWHERE = 7, HASH_FAR = 11 };

/* How many pointers, arrays and functions a name is followed through. */
enum { MAX_NAME_HOPS = 6 };

/* A member, enumerator, subrange ... of a type. */
struct ls_piece {
	ls_die_ref type; /* LS_REF_VOID: its hash is all there is */
	uint64_t hash;   /* of name, place and the like */
	uint32_t next;   /* of the same type; of the last: the first */
};

/* Types stand 5 and more bytes apart. */
enum { LS_BUCKET_BYTES = 8 };

/* A DIE that the pass is inside of. */
struct ls_scope_frame {
	const char *name;
	ls_die_ref ref;
	ls_die_ref origin;
	uint32_t type;  /* a type: its index */
	uint32_t owner; /* whose members its children are */
	uint32_t scope; /* LS_SURVEY_NONE: not asked for so far */
	uint16_t tag;
};

/* A function declared in a class, and the class as a scope. */
struct ls_method {
	ls_die_ref ref;
	uint32_t scope;
};

/* What is behind one is no part of a layout. */
static inline bool
is_pointer(uint16_t tag)
{
	return tag == DW_TAG_pointer_type || tag == DW_TAG_reference_type ||
	    tag == DW_TAG_rvalue_reference_type ||
	    tag == DW_TAG_ptr_to_member_type;
}

static inline uint64_t
hash_pair(uint64_t a, uint64_t b)
{
	uint64_t x = (a ^ b * UINT64_C(0x9e3779b97f4a7c15)) *
	    UINT64_C(0xff51afd7ed558ccd);
	return (x ^ x >> 29) + b;
}

/* Eight bytes at a time: names are most of what a pass looks at. */
static inline uint64_t
hash_text(const char *text)
{
	if (!text)
		return 1;
	size_t size = strlen(text);
	uint64_t hash = size + 2, word;
	for (; size >= sizeof(word); size -= sizeof(word)) {
		memcpy(&word, text, sizeof(word));
		hash = hash_pair(hash, word);
		text += sizeof(word);
	}
	word = 0;
	memcpy(&word, text, size);
	return hash_pair(hash, word);
}

/*
 * The same, remembered: the linker keeps one copy of a name, so a name is met
 * at the same address in unit after unit, and its bytes, which may lie
 * anywhere in memory, are looked at once.
 */
static inline struct ls_known_name *
known_name(const struct ls_survey *survey, const char *name)
{
	return &survey->known_names[(uintptr_t)name / 8 % LS_KNOWN_NAMES];
}

static inline uint64_t
hash_name(struct ls_survey *survey, const char *name)
{
	if (!name)
		return hash_text(NULL);
	struct ls_known_name *known = known_name(survey, name);
	if (known->name != name)
		*known = (struct ls_known_name){ name, hash_text(name) };
	return known->hash;
}

/* The same of a DIE's name: what stands in the DIE is not met again. */
static inline uint64_t
hash_die_name(struct ls_survey *survey, const struct ls_die *die)
{
	if (!(die->has & LS_DIE_NAME))
		return hash_text(NULL);
	return die->flags & LS_DIE_NAME_HERE ? hash_text(die->name)
					     : hash_name(survey, die->name);
}

/* ls_survey_find(), where it is called millions of times. */
static inline uint32_t
find_type(const struct ls_survey *s, ls_die_ref ref)
{
	/* what is before the unit's root wraps round */
	uint64_t place = ref - s->unit->root;
	uint64_t bucket = place / LS_BUCKET_BYTES;
	if (place >= s->unit->end - s->unit->root || bucket >= s->bucket_room)
		return LS_SURVEY_NONE;
	/* Another unit's, where no type of this one begins. */
	uint32_t at = s->buckets[bucket];
	for (int i = 0; i < LS_BUCKET_BYTES && at < s->type_count; i++, at++)
		if (s->types[at].ref == ref)
			return at;
	return LS_SURVEY_NONE;
}

/* The first piece of a type, and the one after a piece; LS_SURVEY_NONE. */
static inline uint32_t
first_piece(const struct ls_survey *s, const struct ls_survey_type *type)
{
	return type->last_piece == LS_SURVEY_NONE
	    ? LS_SURVEY_NONE
	    : s->pieces[type->last_piece].next;
}

static inline uint32_t
next_piece(const struct ls_survey *s, const struct ls_survey_type *type,
    uint32_t piece)
{
	return piece == type->last_piece ? LS_SURVEY_NONE
					 : s->pieces[piece].next;
}

/* The same as ls_survey_more(), to write to. */
static inline struct ls_survey_more *
more_of(struct ls_survey *s, uint32_t at)
{
	if (!(s->types[at].flags & LS_SURVEY_MORE))
		s->mores[at] = *ls_survey_more(s, at);
	s->types[at].flags |= LS_SURVEY_MORE;
	return &s->mores[at];
}

/* What a type's own DIE adds to its digest; of a record all but the name. */
uint64_t ls_survey_header(const struct ls_die *die, uint64_t name_hash);

/* What the child of a type adds to its digest, if anything.  piece.c. */
bool ls_survey_piece(
    struct ls_survey *survey, const struct ls_die *die, struct ls_piece *ret);

/* Settle names and digests once all DIEs of the unit have been seen. */
void ls_survey_digest(struct ls_survey *survey);

/* One DIE of anywhere in the image; false if there is none. */
bool ls_survey_peek(
    struct ls_survey *survey, ls_die_ref ref, struct ls_die *ret);

/* The name of a DIE of another unit or function; NULL if there is none. */
const char *ls_survey_peek_name(struct ls_survey *survey, ls_die_ref ref);

#endif
