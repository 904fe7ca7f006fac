/*
 * die.h - a stream of decoded DIEs: all that type code sees of DWARF.
 *
 * Two back-ends give the same stream: die_libdwarf.c through libdwarf, the
 * complete and portable one; die_scan.c straight from the bytes, the fast
 * one, which declines what it does not know.  tests/readers holds one against
 * the other.
 *
 * A DIE is known by its place: its offset in .debug_info, or, with the top
 * bit set, in .debug_types.  References in a DIE are such places already,
 * whatever form they had in the file.
 */
#ifndef LS_READ_DWARF_DIE_H
#define LS_READ_DWARF_DIE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/map.h"

struct ls_error;
struct ls_image;

typedef uint64_t ls_die_ref;
#define LS_REF_TYPES ((ls_die_ref)1 << 63) /* stands in .debug_types */
#define LS_REF_NONE \
	UINT64_MAX /* points nowhere: out of range, or a
                                * signature that no unit has */

/* Which attributes a DIE has.  Those not named here are never decoded. */
enum ls_die_has {
	LS_DIE_NAME = 1 << 0,
	LS_DIE_BYTE_SIZE = 1 << 1,
	LS_DIE_BIT_SIZE = 1 << 2,
	LS_DIE_ALIGNMENT = 1 << 3,
	LS_DIE_MEMBER_LOCATION = 1 << 4, /* a number of bytes */
	LS_DIE_MEMBER_EXPR = 1 << 5,     /* an expression that is no number */
	LS_DIE_DATA_BIT_OFFSET = 1 << 6,
	LS_DIE_BIT_OFFSET = 1 << 7, /* DWARF 2 and 3's: from the top bit */
	LS_DIE_TYPE = 1 << 8,
	LS_DIE_SPECIFICATION = 1 << 9, /* or DW_AT_abstract_origin */
	LS_DIE_SIGNATURE = 1 << 10,    /* of a declaration: its definition */
	LS_DIE_CONTAINING_TYPE = 1 << 11,
	LS_DIE_DISCR = 1 << 12,
	LS_DIE_DISCR_VALUE = 1 << 13,
	LS_DIE_DISCR_LIST = 1 << 14, /* there is one; Ada's */
	LS_DIE_CONST_VALUE = 1 << 15,
	LS_DIE_ENCODING = 1 << 16,
	LS_DIE_UPPER_BOUND = 1 << 17, /* a number */
	LS_DIE_COUNT = 1 << 18,       /* a number */
	LS_DIE_BOUND_EXPR = 1 << 19,  /* bound, count or size: an expression
	                               * or a reference, so not a constant */
	LS_DIE_LOWER_BOUND = 1 << 20,
	LS_DIE_BYTE_STRIDE = 1 << 21,
	LS_DIE_BIT_STRIDE = 1 << 22,
	LS_DIE_DECL_FILE = 1 << 23,
	LS_DIE_DECL_LINE = 1 << 24,
	LS_DIE_DECL_COLUMN = 1 << 25,
	LS_DIE_VIRTUALITY = 1 << 26,
	LS_DIE_ACCESSIBILITY = 1 << 27,
	LS_DIE_IMPORT = 1 << 28,
	LS_DIE_CALLING_CONVENTION = 1 << 29,
	LS_DIE_LINKAGE_NAME = 1 << 30, /* by LS_WALK_ALL at least */
	LS_DIE_ENDIANITY = 1u << 31,
};

/* Attributes that are just there or not. */
enum ls_die_flag {
	LS_DIE_DECLARATION = 1 << 0,
	LS_DIE_ARTIFICIAL = 1 << 1,
	LS_DIE_EXTERNAL = 1 << 2,
	LS_DIE_VECTOR = 1 << 3, /* DW_AT_GNU_vector */
	LS_DIE_ENUM_CLASS = 1 << 4,
	LS_DIE_PROTOTYPED = 1 << 5,
	LS_DIE_EXPORT_SYMBOLS = 1 << 6,
	/* The name's text stands in the DIE itself, so that no other DIE has
	 * its name there too; a back-end need not tell. */
	LS_DIE_NAME_HERE = 1 << 7,
};

/*
 * A constant of up to 128 bits.  dataN is zero-extended and udata unsigned;
 * sdata and implicit_const are sign-extended and say so.
 */
struct ls_die_const {
	uint64_t low;
	uint64_t high;
	bool is_signed;
	uint8_t width_bytes; /* of dataN and blocks; 0 for LEB128 */
};

struct ls_die {
	ls_die_ref ref;
	uint32_t depth; /* 0 is where the walk began */
	uint16_t tag;   /* DW_TAG_... */
	bool has_children;
	uint32_t has;   /* of enum ls_die_has */
	uint32_t flags; /* of enum ls_die_flag */

	const char *name; /* NUL-terminated, borrowed from the sections */
	const char *linkage_name; /* likewise; means nothing without its bit */

	/* These are 0 without their bit in `has`; in LS_WALK_OUTLINE they mean
	 * nothing without it. */
	uint64_t byte_size;
	uint64_t bit_size;
	uint64_t alignment;       /* bytes */
	uint64_t member_location; /* bytes; a negative one is MEMBER_EXPR */
	uint64_t data_bit_offset;
	int64_t bit_offset; /* signed: gcc and clang write negative ones */
	ls_die_ref type;
	ls_die_ref specification;
	uint32_t decl_file; /* an index for ls_files_name() */
	uint32_t decl_line;
	uint32_t decl_column;
	uint8_t virtuality;
	uint8_t accessibility;
	uint8_t calling_convention;

	/* These mean nothing without their bit. */
	struct ls_bytes member_expr;
	ls_die_ref signature;
	ls_die_ref containing_type;
	ls_die_ref discr;
	ls_die_ref import;
	struct ls_die_const discr_value;
	struct ls_die_const const_value;
	uint64_t upper_bound; /* as written: 2^64-1 is g++'s [0] */
	uint64_t count;
	int64_t lower_bound;
	uint64_t byte_stride;
	uint64_t bit_stride;
	uint64_t encoding; /* DW_ATE_... */
	uint8_t endianity; /* DW_END_... */
};

/*
 * A DIE of which there is not much to say: no more than a name, a reference,
 * flags and a few numbers.  Most DIEs are such.
 */
enum { LS_BRIEF_NUMBERS = 2 };

/* What all of one abbreviation have in common. */
struct ls_brief_kind {
	uint32_t has;   /* of enum ls_die_has */
	uint32_t flags; /* of enum ls_die_flag */
	/* where in struct ls_die each number is, of 64 bits, and 0: there is
	 * none; of a constant its `low`, and all else of it is 0 */
	uint16_t places[LS_BRIEF_NUMBERS];
	uint16_t tag;
	bool has_children;
	/* What most DIEs are: a member of which a name far away, a type and at
	 * how many bytes it lies is all there is to say.  Without a place it
	 * lies at 0. */
	bool is_plain_member;
};

struct ls_brief {
	const struct ls_brief_kind *kind; /* good until the next seek() */
	ls_die_ref ref;
	const char *name;
	ls_die_ref leads_to; /* `type` or `specification`, as `has` tells */
	uint64_t numbers[LS_BRIEF_NUMBERS]; /* as many as have a place */
	uint32_t depth;
};

/* One unit; what its header and its root DIE say. */
struct ls_unit {
	ls_die_ref root;  /* its root DIE */
	ls_die_ref end;   /* one past its last byte, same section */
	uint32_t index;   /* its place among the units, .debug_types last */
	uint16_t version; /* 2 to 5 */
	uint8_t address_bytes;
	uint8_t offset_bytes; /* 4 or 8: the 32- or 64-bit format */
	bool is_type_unit;
	uint64_t signature;   /* of a type unit */
	ls_die_ref type;      /* of a type unit: its type */
	uint16_t tag;         /* compile, partial, type, skeleton unit */
	uint32_t language;    /* DW_LANG_...; 0: not told */
	const char *producer; /* NULL: not told */
	const char *name;     /* NULL: not told */
	const char *comp_dir; /* NULL: not told */
	const char *dwo_name; /* a skeleton: where its types are; else NULL */
	bool has_line_table;
	uint64_t line_table; /* DW_AT_stmt_list */
};

/* The DIEs of one image, opened with one back-end. */
struct ls_dies;

/* One walk over some of them.  Each thread has its own. */
struct ls_walk;

enum ls_walk_scope {
	LS_WALK_ALL, /* every DIE */
	/* Only what types are made of and named by: units, namespaces, types,
	 * members, inheritance, variants, enumerators, subranges, template
	 * parameters, imports, and the functions and blocks that hold such.
	 * Others may be given too: a back-end passes over what it can, but
	 * gives whatever a type stands in. */
	LS_WALK_TYPES,
	/* The same, but with what tells one type from another alone: where
	 * the source declares things may be left out, and accessibility, and
	 * the like.  skip() is not for this walk. */
	LS_WALK_OUTLINE,
};

struct ls_dies_options {
	unsigned jobs; /* for a back-end that prepares in parallel */
};

struct ls_die_backend {
	const char *name; /* as in --reader=NAME */

	/*
	 * Open.  LS_ERROR_UNSUPPORTED declines a file that another back-end
	 * may be able to read; the text names what stood in the way.
	 */
	struct ls_error *(*open)(const struct ls_image *image,
	    const struct ls_dies_options *options, struct ls_dies **ret);
	void (*close)(struct ls_dies *dies);

	/* Start a walk that has gone nowhere yet. */
	struct ls_error *(*walk_new)(struct ls_dies *dies,
	    enum ls_walk_scope scope, struct ls_walk **ret);
	void (*walk_free)(struct ls_walk *walk);

	/*
	 * Go to one DIE; the walk is then over it (depth 0) and all below it.
	 * A place that is no DIE of any unit is an LS_ERROR_FORMAT.
	 */
	struct ls_error *(*seek)(struct ls_walk *walk, ls_die_ref at);

	/*
	 * The next DIE, parents before children.  *got is false, and `die` is
	 * left alone, when there is none.  After an error the walk is over.
	 */
	struct ls_error *(*next)(
	    struct ls_walk *walk, struct ls_die *die, bool *got);

	/* Pass over the children of the DIE that next() gave last. */
	struct ls_error *(*skip)(struct ls_walk *walk);

	/*
	 * In LS_WALK_OUTLINE: as many of the DIEs that come next as are brief,
	 * up to `room`; fewer where next() has to look.  Nothing is lost by
	 * not asking.  NULL: ask next() for each.
	 */
	size_t (*briefs)(
	    struct ls_walk *walk, struct ls_brief *ret, size_t room);
};

/* Every back-end's own struct begins with this. */
struct ls_dies {
	const struct ls_die_backend *backend;
	const struct ls_image *image;
	struct ls_unit *units; /* in order of the file */
	size_t unit_count;
	struct ls_map signatures; /* of type units: signature to index */
	bool is_big_endian;
};

/* ... and this. */
struct ls_walk {
	struct ls_dies *dies;
};

extern const struct ls_die_backend ls_die_libdwarf;
extern const struct ls_die_backend ls_die_scan;

/* The unit that holds a place; NULL if none does.  Binary search. */
const struct ls_unit *ls_dies_unit_of(
    const struct ls_dies *dies, ls_die_ref at);

/*
 * For a back-end's open(), once `units` is filled: fill `signatures`, the
 * first of several equal ones.  close() frees them.
 */
struct ls_error *ls_dies_index(struct ls_dies *dies);

/* The unit with that type signature; NULL if there is none. */
const struct ls_unit *ls_dies_unit_by_signature(
    const struct ls_dies *dies, uint64_t signature);

/*
 * The number of bytes that a member's location expression means where it is
 * a plain one: DW_OP_plus_uconst N, or DW_OP_constu N (with DW_OP_plus).
 */
bool ls_die_location(struct ls_bytes expression, uint64_t *ret);

#endif
