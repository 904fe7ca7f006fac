/*
 * survey.h - the types of one unit at a glance.
 *
 * One pass over a unit's DIEs gives a compact table of its types: where each
 * stands, what it is called in full, how large it is, and a digest of what it
 * consists of.  Equal digests mean equal types, in whatever unit they stand.
 * The index is made of nothing else, and the loader looks names up here.
 *
 * A survey is used again for unit after unit, so its arrays grow to the
 * largest unit and are then no more work.  Each thread has its own.
 */
#ifndef LS_READ_DWARF_SURVEY_H
#define LS_READ_DWARF_SURVEY_H

#include "base/map.h"
#include "model/model.h"
#include "read/dwarf/die.h"
#include "read/dwarf/tag.h"

struct ls_out;

/* A DIE without DW_AT_type; no DIE stands at 0, where a unit's header is. */
#define LS_REF_VOID ((ls_die_ref)0)

/* No type of this unit. */
#define LS_SURVEY_NONE UINT32_MAX

enum ls_survey_flag {
	LS_SURVEY_HAS_SIZE = 1 << 0,
	LS_SURVEY_DECLARATION = 1 << 1,
	LS_SURVEY_ARTIFICIAL = 1 << 2,
	LS_SURVEY_HAS_VARIANTS = 1 << 3,
	/* Rust's struct of one variant's payload: no type of its own */
	LS_SURVEY_PAYLOAD = 1 << 4,
	/* holds something that this unit only declares, or that stands in
	 * another unit, so that its digest says less than it might */
	LS_SURVEY_INCOMPLETE = 1 << 5,
	LS_SURVEY_RECORD = 1 << 6, /* struct, class, union, enum */
	LS_SURVEY_BUSY = 1 << 7, /* being digested: a second visit is a ring */
	LS_SURVEY_DONE = 1 << 8,
	LS_SURVEY_FAR = 1 << 9,   /* its spelling took a look elsewhere */
	LS_SURVEY_MORE = 1 << 10, /* there is more of it in `mores` */
};

/* Millions are filled in, so this is as narrow as one line of a cache. */
struct ls_survey_type {
	ls_die_ref ref;
	uint64_t digest; /* of all that it consists of */
	uint16_t tag;
	uint16_t flags;
	uint32_t last_piece; /* its `next` is the first; LS_SURVEY_NONE */
	ls_die_ref target;   /* DW_AT_type */
	/* Of its qualified name; 0: anonymous.  Of the bare name, until all
	 * DIEs have been seen. */
	uint64_t name_hash;
	const char *name; /* borrowed from the sections; NULL: none */
	uint64_t size_bytes;
	uint32_t scope; /* index into scopes */
};

/* What few types have: LS_SURVEY_MORE. */
struct ls_survey_more {
	ls_die_ref origin;    /* DW_AT_specification; LS_REF_VOID: none */
	ls_die_ref signature; /* of a declaration: its definition */
	uint64_t spelling;    /* hash of how a nameless type is written; 0 */
	uint32_t named_by;    /* anonymous: the typedef that names it */
};

/* What a name is qualified with.  The first is the unit itself. */
struct ls_scope {
	uint32_t parent;
	uint32_t type;     /* of a type: its index; LS_SURVEY_NONE */
	ls_die_ref origin; /* of a nameless function: where its name is */
	const char *name;  /* of a namespace or function */
	uint64_t hash;
};

/* Names whose hash is remembered: as many as fit beside a core. */
enum { LS_KNOWN_NAMES_BITS = 17, LS_KNOWN_NAMES = 1 << LS_KNOWN_NAMES_BITS };

struct ls_known_name {
	const char *name;
	uint64_t hash;
};

struct ls_piece;
struct ls_scope_frame;
struct ls_method;

struct ls_survey {
	struct ls_dies *dies;
	uint32_t image; /* the number of these */
	const struct ls_unit *unit;
	enum ls_lang lang;
	struct ls_survey_type *types; /* by ref, ascending */
	struct ls_survey_more *mores; /* by type, see LS_SURVEY_MORE */
	uint32_t type_count, type_room, more_room;
	struct ls_scope *scopes;
	uint32_t scope_count, scope_room;
	struct ls_piece *pieces;
	uint32_t piece_count, piece_room;
	struct ls_method *methods; /* C++: functions declared in classes */
	uint32_t method_count, method_room;
	/* For each 8 bytes of the unit in which a type begins: the first such
	 * type.  Elsewhere whatever some unit before left there. */
	uint32_t *buckets;
	size_t bucket_room;
	struct ls_scope_frame *frames; /* the DIEs above, by depth */
	uint32_t frame_room;
	uint32_t frame_end;   /* one past the deepest of them */
	struct ls_walk *peek; /* for a look into other units; borrowed */
	struct ls_map peeked; /* what was seen there: place to hash */
	uint64_t far_looks;   /* how often one was taken */
	struct ls_known_name *known_names; /* LS_KNOWN_NAMES of them */
	uint64_t hash_of_empty;            /* of the name "", which is none */
	bool has_origins;       /* some type has an origin or a signature */
	bool imports_elsewhere; /* units of another file, as dwz makes them */
};

/*
 * An empty one, for the units of the image with that number.  `peek` is a
 * walk that nobody else is in the midst of while the survey is made or asked
 * for names.
 */
struct ls_survey ls_survey_new(
    struct ls_dies *dies, uint32_t image, struct ls_walk *peek);

/* Read one unit with `walk`; what was there before is gone. */
struct ls_error *ls_survey_unit(struct ls_survey *survey, struct ls_walk *walk,
    const struct ls_unit *unit);

/* What few types have, of any type. */
static inline const struct ls_survey_more *
ls_survey_more(const struct ls_survey *survey, uint32_t type)
{
	static const struct ls_survey_more none = {
		.named_by = LS_SURVEY_NONE,
	};
	return survey->types[type].flags & LS_SURVEY_MORE
	    ? &survey->mores[type]
	    : &none;
}

/* The type at `ref`, or LS_SURVEY_NONE. */
uint32_t ls_survey_find(const struct ls_survey *survey, ls_die_ref ref);

/* Behind typedefs and qualifiers, as far as this unit goes: the place of
 * something else, or LS_REF_VOID. */
ls_die_ref ls_survey_strip(const struct ls_survey *survey, ls_die_ref ref);

/* Write the qualified name; false (and nothing) for an anonymous type. */
bool ls_survey_name(
    struct ls_survey *survey, uint32_t type, struct ls_out *out);

/* The name_hash of a type of that name which stands in no name space. */
uint64_t ls_survey_hash_of_name(const char *name);

void ls_survey_free(struct ls_survey *survey);

#endif
