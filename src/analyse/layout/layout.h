/*
 * layout.h - how rustc lays a type out, from its parts.
 *
 * In: sizes, alignments and niches of the fields, in order of the source, and
 * what the type's repr asks for.  Out: where each field stands, the size, the
 * alignment, the tag, and the largest niche that is left.  The rules are
 * those of rustc_abi (layout.rs), the same from 1.85 to 1.95.
 *
 * Nothing here knows a model: what is laid out may not exist yet.
 */
#ifndef LS_ANALYSE_LAYOUT_H
#define LS_ANALYSE_LAYOUT_H

#include "analyse/niche/niche.h"

/* One field, as rustc's layout sees it. */
struct ls_part {
	uint64_t offset_bytes; /* where it stands, or is put */
	uint64_t size_bytes;
	uint64_t align_bytes;
	struct ls_niche niche; /* counted from its own start */
	bool is_uninhabited;   /* no value of it exists */
};

/* What repr(..) asks for; zero is repr(Rust). */
struct ls_repr {
	bool is_c;
	uint64_t int_bytes;   /* repr(u8): 1; 0: none */
	bool is_signed;       /* repr(i8) */
	uint64_t pack_bytes;  /* packed(N); 0: not packed */
	uint64_t align_bytes; /* align(N); 0: none */
	bool pins_last; /* its last field may be unsized, and stays last */
};

/* What that means for one list of fields. */
struct ls_ordering {
	bool keeps_order; /* the source's */
	bool pins_last;
	uint64_t pack_bytes;
	uint64_t align_bytes;
	uint64_t tag_bytes; /* that go before the fields; 0: none */
	uint64_t tag_align_bytes;
};

/* A variant of an enum, or all of a struct. */
struct ls_part_list {
	struct ls_part *items; /* in order of the source; offsets are put in */
	uint32_t count;
	ls_u128 discr; /* sign-extended where the tag has a sign; without a
	                * repr it is the variant's place */
};

enum ls_coding {
	LS_CODING_NONE, /* a struct; at most one variant exists */
	LS_CODING_TAG,
	LS_CODING_NICHE,
	LS_CODING_NEVER, /* no value exists */
};

struct ls_layout {
	uint64_t size_bytes;
	uint64_t align_bytes;
	struct ls_niche niche; /* the largest; its certainty is the parts' */
	bool is_uninhabited;
	enum ls_coding coding;
	uint64_t tag_offset_bytes;
	uint64_t tag_size_bytes;
	uint32_t host;      /* NICHE: the variant that the tag hides in */
	bool is_end_biased; /* a struct: laid out with its niche at the end */
};

enum ls_laid {
	LS_LAID_OUT,
	LS_LAID_TOO_LARGE, /* more bytes than there are numbers for */
	LS_LAID_NOMEM,
};

/* A struct, a tuple, a closure. */
enum ls_laid ls_layout_struct(const struct ls_part_list *fields,
    const struct ls_repr *repr, struct ls_layout *ret);

enum ls_laid ls_layout_fields(const struct ls_part_list *fields,
    const struct ls_ordering *how, struct ls_layout *ret);

/*
 * An enum.  The offsets of the variants' parts are those of the coding that
 * rustc chooses.
 */
enum ls_laid ls_layout_enum(struct ls_part_list *variants, uint32_t count,
    const struct ls_repr *repr, struct ls_layout *ret);

#endif
