/*
 * survey_own.h - what survey.c gathers and digest.c digests.
 */
#ifndef LS_READ_DWARF_SURVEY_OWN_H
#define LS_READ_DWARF_SURVEY_OWN_H

#include <string.h>

#include "read/dwarf/survey.h"

/* A member, enumerator, subrange ... of a type. */
struct ls_piece {
	ls_die_ref type;
	uint64_t hash; /* of name, place and the like */
	uint32_t next; /* of the same type; LS_SURVEY_NONE */
	bool has_type;
};

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
static inline uint64_t
hash_name(struct ls_survey *survey, const char *name)
{
	if (!name)
		return hash_text(NULL);
	struct ls_known_name *known =
	    &survey->known_names[ls_mix((uintptr_t)name) % LS_KNOWN_NAMES];
	if (known->name != name)
		*known = (struct ls_known_name){ name, hash_text(name) };
	return known->hash;
}

/* Settle names and digests once all DIEs of the unit have been seen. */
void ls_survey_digest(struct ls_survey *survey);

/* The name of a DIE of another unit or function; NULL if there is none. */
const char *ls_survey_peek_name(struct ls_survey *survey, ls_die_ref ref);

#endif
