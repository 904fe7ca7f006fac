/*
 * report.h - what we concluded about the types somebody asked for.
 *
 * The second table: analyse/ fills it in, judge/ adds verdicts, and render/
 * copies it out.  It is plain data with every number final, so a renderer has
 * nothing left to work out, and two renderers cannot disagree.
 *
 * A report comes in pieces, so that a page on a million types takes little
 * memory: one header, then one row after another, each with an arena of its
 * own, then the summary.  Texts are borrowed from the model, the catalog, or
 * the row's arena.
 */
#ifndef LS_REPORT_REPORT_H
#define LS_REPORT_REPORT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/model.h"
#include "report/best.h"
#include "report/export.h"
#include "report/future.h"
#include "report/idea.h"
#include "report/niche.h"
#include "report/repr.h"
#include "report/sharing.h"
#include "report/tree.h"

enum ls_line_kind {
	LS_LINE_MEMBER,
	LS_LINE_HOLE,        /* whole bytes between members */
	LS_LINE_TAIL,        /* whole bytes after the last */
	LS_LINE_UNUSED_BITS, /* a run of bits beside bit-fields */
};

/*
 * One line of a layout, from the top of the type to its end; together they
 * tile it (a union's members all begin at its start).  Members that have
 * lines of their own below them (anonymous ones and those of a type without
 * a name; with -E any record) are followed by those, one deeper; the inner ones' offsets count from the
 * outermost type.
 *
 *	struct { char a; int b; }	lines: member a at 0, 8 bits
 *					       hole at 8, 24 bits
 *					       member b at 32, 32 bits
 */
struct ls_line {
	enum ls_line_kind kind;
	uint32_t depth;       /* 0: of the type itself */
	uint32_t below_count; /* lines that follow and lie inside this one */

	bool has_offset;
	bool has_size;
	uint64_t offset_bits;
	uint64_t size_bits; /* of a bit-field: its width */

	/* The rest is for members. */
	const char *name;            /* NULL if anonymous */
	const char *type;            /* spelt, without a bit-field's width */
	ls_type_id type_id;          /* behind typedefs and qualifiers */
	enum ls_kind type_kind;      /* the same type's */
	bool is_array;               /* of known length; not a vector */
	uint64_t element_count;      /* over all dimensions */
	ls_type_id element_id;       /* behind typedefs and qualifiers */
	uint64_t type_bytes;         /* the declared type's size */
	uint64_t align_bytes;        /* 0: unknown */
	uint64_t stated_align_bytes; /* by an attribute; 0: by none */
	uint32_t declared;
	struct ls_decl decl;
	const char *endian; /* "big", "little": not the target's; NULL */
	char letter;        /* in the byte map; 0: none */
	bool is_bitfield;
	bool is_base;
	bool is_virtual_base;
	bool is_vptr;
	bool is_flexible;
	bool is_artificial;
	bool is_unreliable;
	bool is_packed; /* by an attribute of its own, not the whole type's */

	/* Of a type without a name, which is told nowhere else. */
	bool is_type_packed;
	uint64_t type_align_bytes; /* by an attribute; 0: by none */
};

/*
 * The start of a cache line inside a type; the first at 0 has none.  Where
 * several begin inside one line of the layout, this is the last of them.
 */
struct ls_break {
	uint64_t line;  /* 1 is the second */
	uint64_t first; /* of those inside the same line; most often `line` */
	uint64_t byte;  /* of the type */
	size_t at;      /* index of the line that it falls into or before */
	uint64_t into_bytes; /* how far inside that line; 0: at its start */
};

/* How an enum with data tells its variants apart: `tag` of JSON. */
enum ls_tag_encoding {
	LS_TAG_DIRECT, /* a tag of its own */
	LS_TAG_NICHE,  /* in values that a field of a variant never has */
	LS_TAG_NONE,   /* one inhabited variant */
};

struct ls_tag {
	enum ls_tag_encoding encoding;
	uint64_t offset_bytes;
	uint64_t size_bytes;
	const char *type; /* "u8" */
	const char *in;   /* niche: path of the member it hides in, or NULL */
};

struct ls_variant_row {
	const char *name;
	const char *discr;   /* decimal, NULL if it has none */
	uint64_t used_bytes; /* by its members and the tag, each byte once */
	uint64_t unused_bytes;
	bool is_least; /* a member's place is not known: it may use more */
	const struct ls_line *lines; /* members only, by offset */
	size_t line_count;
	struct ls_decl decl;
	bool is_uninhabited;
};

struct ls_enumerator_row {
	const char *name;
	const char *value; /* decimal */
};

/* One type. */
struct ls_row {
	struct ls_arena arena; /* of what was made for this row */
	ls_type_id type_id;    /* in the model */
	uint32_t id;           /* in the document, from 1 */

	const char *name; /* qualified; NULL if anonymous */
	enum ls_kind kind;
	enum ls_lang lang;
	enum ls_hidden hidden;
	bool is_typedef_name;
	bool is_order_free; /* the compiler orders the members */
	struct ls_decl decl;
	const char *source_path; /* of decl.file, see struct ls_type */

	bool has_size;
	uint64_t size_bytes;
	uint64_t align_bytes; /* means something unless LS_HOW_UNKNOWN */
	enum ls_how align_from;
	uint64_t cachelines;
	enum ls_tri packed;
	bool is_packed_whole; /* no: it or only some of its members */
	bool is_forced_align;
	bool is_frozen; /* by the user's rules: no other order is proposed */
	uint32_t member_count; /* of its own, an anonymous one once */
	uint32_t definition_count;
	uint32_t different_count; /* definitions of this name that differ */
	const char *const *units; /* that describe it; NULL: not asked */
	size_t unit_count;
	uint32_t nth; /* of those, in a baseline, from 1; 0: the only one */

	/* No: a place or a size is missing, so nothing is called a hole, and
	 * the totals below are of what is known. */
	bool are_holes_known;

	/* Whole bytes; padding is holes and tail, used is size less padding.
	 * Bits left over beside bit-fields are unused_bits.  Holes inside
	 * members are those members' own. */
	uint64_t used_bytes;
	uint64_t hole_bytes;
	uint64_t hole_count;
	uint64_t tail_padding_bytes;
	uint64_t padding_bytes;
	uint64_t unused_bits;
	uint64_t bit_hole_count; /* runs of unused bits */

	const struct ls_line *lines;
	size_t line_count;
	const struct ls_break *breaks;
	size_t break_count;

	bool has_variants; /* an enum with data */
	struct ls_tag tag;
	const struct ls_variant_row *variants; /* in source order */
	size_t variant_count;

	const struct ls_enumerator_row *enumerators;
	size_t enumerator_count;
	const char *underlying; /* of an enum: its integer, NULL if untold */

	struct ls_niche_row niche;
	struct ls_repr_row repr;
	const struct ls_tree *tree; /* of an enum; NULL: not asked */
	bool has_niche_line; /* of those in `lines`; with `tree` asked */
	size_t niche_line;
	const struct ls_future *future;   /* NULL: it is none */
	const struct ls_sharing *sharing; /* NULL: none, or not asked */

	const char *note; /* what is wrong or not known; NULL */

	const struct ls_idea *ideas; /* the largest saving first */
	size_t idea_count;

	/* The smallest size that another order has; else size_bytes.  Not
	 * where the order is not the user's, or nothing can be said. */
	uint64_t best_size_bytes;
	const struct ls_best
	    *best;             /* a smaller order; NULL: none, or untold */
	const char *best_note; /* what to know of it, or why none; NULL */
	bool is_export_known;  /* the file is a shared object, and was asked */
	const struct ls_export *exported; /* NULL: nothing leads to it */
	struct ls_also also;              /* asked for with `best` */
	const struct ls_row *proposed;    /* as it would be; NULL: not asked */
	const char *proposed_note; /* why that is no source; NULL: it is */
	uint64_t best_cachelines;
	uint64_t saving_bytes; /* by that size; with an allocator what the
	                        * allocator gives less */
	uint64_t class_bytes;  /* what the allocator gives; 0: not asked */
	uint64_t best_class_bytes;
	bool has_weight;     /* it is known how many of it there are */
	uint64_t weight;     /* so many */
	uint64_t lost_bytes; /* saving_bytes of all of them */
	uint64_t program_saving_bytes; /* of it, in one of each type that there
	                                * is, itself and those that hold it; 0:
	                                * not asked */
};

/* What the page as a whole says. */
struct ls_summary {
	uint64_t type_count;
	uint64_t candidate_count; /* of a list: before filters and --top */
	uint64_t padding_bytes;
	uint64_t hidden_count;
	uint64_t apart_count;  /* suggest: left out, aligned on purpose */
	uint64_t saving_bytes; /* suggest: sum of program_saving_bytes */
	uint64_t saving_count; /* types that could be smaller, shown or not */
	uint64_t idea_count;   /* suggest: types that have ideas */
	uint64_t candidate_padding_bytes; /* of all candidates, one of each */
	uint64_t listed_count; /* list: that pass the filters, before --top */
	uint64_t packable_count; /* of those: that could be smaller */
	uint64_t packable_bytes; /* and by how much: in one of each, or in all
	                          * that there are */
};

/* Which columns a list has beside the usual ones. */
struct ls_columns {
	bool has_padding;      /* holes and tail in one number */
	bool saves_in_holders; /* SAVING is program_saving_bytes */
	bool has_sharing;      /* how many atomics and locks in one line */
	bool has_niche;        /* how many values are free */
	bool has_weights;      /* how many of each there are, and lose */
	const char *allocator; /* whose classes; NULL: none's */
};

/* Where the types came from: `input` of JSON. */
struct ls_input_row {
	const char *file;
	const char *build_id; /* NULL */
	const char *target;
	uint32_t pointer_bytes;
	bool is_big_endian;
	uint32_t cacheline_bytes;
	const char *const *producers;
	uint32_t producer_count;
	uint16_t dwarf_versions; /* bit n: version n */
	const char *reader;
};

struct ls_warning {
	const char *where;
	const char *what;
};

/* Another name for a type of the document. */
struct ls_typedef_row {
	const char *name;
	uint32_t id;
};

struct ls_patch;

/* The head and the tail of a page; rows come between them. */
struct ls_report {
	const char *tool_version;
	struct ls_input_row input;
	struct ls_columns columns;
	struct ls_summary summary;
	const struct ls_warning *warnings;
	size_t warning_count;

	const struct ls_typedef_row *typedefs;
	size_t typedef_count;

	const struct ls_patch *patch; /* NULL: none was asked for */

	/* From a type of the model to its id in the document; 0: not in it.
	 * Indexed by ls_type_id; NULL: no row is in any other. */
	const uint32_t *document_ids;
};

#endif
