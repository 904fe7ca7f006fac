/*
 * contents.h - what a type consists of, wherever in the image its parts stand.
 *
 * A survey sees one unit, so what it says of a type that holds something of
 * another unit is not what it says of the same type where all is at hand:
 *
 *	type unit	struct S { <signature 0x9c4a> x; }
 *	compile unit	struct S { struct { char a; int b; } x; }
 *
 * Here parts are followed to wherever they are, with any DIE read by itself.
 * That is slow, so the index asks for it only where two types may be one.
 */
#ifndef LS_READ_DWARF_CONTENTS_H
#define LS_READ_DWARF_CONTENTS_H

#include "base/map.h"
#include "read/dwarf/survey.h"

struct ls_error;

struct ls_contents {
	struct ls_survey survey; /* of no unit: all is elsewhere */
	struct ls_walk *walk, *peek;
	struct ls_map known; /* place to hash */
};

struct ls_error *ls_contents_new(
    struct ls_dies *dies, uint32_t image, struct ls_contents *ret);

/*
 * Hash all that the type at a place consists of, but for the scope of its
 * name.  The hash is even, and odd where something in it is declared only, so
 * that it is known by name and no more.
 */
struct ls_error *ls_contents_hash(
    struct ls_contents *contents, ls_die_ref ref, uint64_t *ret);

/*
 * Hash a surveyed type's members by name, place and the names of their types
 * only: the same where a member's type is here, elsewhere, or only declared.
 */
uint64_t ls_contents_outline(struct ls_survey *survey, uint32_t type);

void ls_contents_free(struct ls_contents *contents);

#endif
