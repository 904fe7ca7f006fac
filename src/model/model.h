/*
 * model.h - what a program's types look like in memory.
 *
 * This is the table in the middle of the house: readers lay it, everyone
 * else only looks.  It says what is so, for any language and however we came
 * to know it.  What to think of it is for analyse/ and judge/ to say.
 *
 * A sealed model never changes, so pointers into it stay good until
 * ls_model_free(), and any number of threads may read it.
 *
 * Every place is counted in bits from the start of the type that holds it;
 * bit 0 is the first in memory: the least significant of a byte on a
 * little-endian machine, the most significant on a big-endian one.
 */
#ifndef LS_MODEL_MODEL_H
#define LS_MODEL_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "model/target.h"

/*
 * Types are known by number: it is half as wide as a pointer, and equal
 * numbers mean the same type however many units described it.
 */
typedef uint32_t ls_type_id;
enum { LS_NO_TYPE = 0 };

/* Discriminants and enumerators of 128 bits are real (Rust's repr(u128)). */
__extension__ typedef unsigned __int128 ls_u128;
__extension__ typedef __int128 ls_i128;

enum ls_lang {
	LS_LANG_UNKNOWN,
	LS_LANG_C,
	LS_LANG_CPP,
	LS_LANG_RUST,
	LS_LANG_ASM,
	LS_LANG_OTHER, /* Go, Zig, D, Ada, Fortran, ...: shown, not judged */
};

enum ls_kind {
	LS_KIND_UNKNOWN,  /* declared, and never described */
	LS_KIND_SCALAR,   /* integer, float, bool, character, complex */
	LS_KIND_POINTER,  /* also references and pointers to members */
	LS_KIND_FUNCTION, /* what a function pointer points to */
	LS_KIND_ALIAS,    /* typedef, const, volatile, _Atomic, ... */
	LS_KIND_ARRAY,    /* also vectors */
	LS_KIND_STRUCT,
	LS_KIND_CLASS,
	LS_KIND_UNION,
	LS_KIND_ENUM, /* enumerators (C, C++, Rust), or variants with data */
};

/* Yes, no, or cannot be told. */
enum ls_tri { LS_TRI_UNKNOWN, LS_TRI_NO, LS_TRI_YES };

/* How we know an alignment.  The words of `align_from` in JSON. */
enum ls_how {
	LS_HOW_UNKNOWN, /* the number beside it means nothing */
	LS_HOW_DWARF,   /* stated in the file */
	LS_HOW_MEMBERS, /* the largest of its members' */
	LS_HOW_ABI,     /* the processor's psABI says so for such a type */
};

enum ls_alias {
	LS_ALIAS_TYPEDEF,
	LS_ALIAS_CONST,
	LS_ALIAS_VOLATILE,
	LS_ALIAS_RESTRICT,
	LS_ALIAS_ATOMIC,
};

enum ls_pointer {
	LS_POINTER_PLAIN,
	LS_POINTER_LVALUE, /* C++ & */
	LS_POINTER_RVALUE, /* C++ && */
	LS_POINTER_MEMBER, /* C++ pointer to data member or member function */
};

/* What a scalar's bits mean: DWARF 5, 7.8, in our own words. */
enum ls_encoding {
	LS_ENCODING_OTHER,
	LS_ENCODING_UNSIGNED,
	LS_ENCODING_SIGNED,
	LS_ENCODING_BOOL,
	LS_ENCODING_CHAR, /* of text: char16_t, Rust's char */
	LS_ENCODING_FLOAT,
	LS_ENCODING_COMPLEX,
	LS_ENCODING_DECIMAL,
	LS_ENCODING_NOTHING, /* (), !, nullptr_t */
};

/* Why a type is left out of lists and globs unless it is named exactly. */
enum ls_hidden {
	LS_HIDDEN_NO,
	LS_HIDDEN_STD,       /* std, core, alloc; C++ std:: and __gnu_cxx */
	LS_HIDDEN_COMPILER,  /* closures' and vtables' types, artificial */
	LS_HIDDEN_ANONYMOUS, /* and no typedef names it */
};

/* What several threads write at once. */
enum ls_sync {
	LS_SYNC_NO,
	LS_SYNC_ATOMIC,
	LS_SYNC_LOCK, /* mutex, spinlock, semaphore, condition, ... */
	LS_SYNC_PART, /* belongs to the lock beside it */
};

/* Where the source declares something.  NULL and 0: not told. */
struct ls_decl {
	const char
	    *file; /* as the line table spells it, no folder before it */
	uint32_t line;
	uint32_t column;
};

struct ls_field {
	const char *name; /* NULL if anonymous */
	ls_type_id type;
	uint64_t offset_bits;
	uint64_t size_bits;  /* of a bit-field: its width */
	uint64_t align_bits; /* what its type, or its own attribute, asks
	                            * for, also in a packed type; 0: unknown */
	uint64_t
	    stated_align_bits; /* DW_AT_alignment on the member; 0: none */
	uint32_t declared;     /* its place in the source; 0 is first */
	struct ls_decl decl;
	bool has_offset; /* no: a virtual base whose place is not known */
	bool has_size;   /* no: incomplete type, or a size not in the file */
	bool is_bitfield;
	bool is_base; /* C++ base class; `name` is its type's */
	bool is_virtual_base;
	bool is_vptr;
	bool is_flexible; /* C99 flexible array member (also of length 0);
			   * the tail of an unsized Rust type */
	bool is_artificial;
	bool is_reversed;   /* in the other byte order than the target's */
	bool is_unreliable; /* place and type may be another's: LLVM merges
	                     * members of one name in a future's state */
};

/* One way that a Rust enum, an async state machine or an Ada record can be. */
struct ls_variant {
	const char *name;
	bool
	    has_discr; /* no: the dataful variant of a niche, or the only one */
	ls_u128 discr;                 /* its bits, as wide as the tag */
	const struct ls_field *fields; /* by offset, from the enum's start */
	uint32_t field_count;
	uint32_t declared;
	struct ls_decl decl;
	bool is_uninhabited; /* has a field that no value exists of */
};

/* How an enum with data tells its variants apart. */
struct ls_variants {
	bool has_tag; /* no: one inhabited variant, or none */
	ls_type_id tag_type;
	uint64_t tag_offset_bits;
	uint64_t tag_size_bits;
	const struct ls_variant *items; /* in order of declaration */
	uint32_t count;
};

struct ls_enumerator {
	const char *name;
	ls_u128 value; /* sign-extended where the enum is signed */
};

/*
 * Which bit patterns a type may hold, where its parts do not tell.
 *
 *	bool	0..=1		a reference	1..=all ones
 *	char	0..=0x10ffff	a union		any
 */
struct ls_valid {
	bool is_any; /* nothing may be concluded from what is inside */
	uint64_t offset_bits;
	uint64_t size_bits; /* of the number that is restricted; up to 128 */
	ls_u128 first;      /* its values; they wrap where first > last */
	ls_u128 last;
};

/* The niche of a type that came from a saved report, as that had it. */
struct ls_told_niche {
	bool has_niche;
	bool is_certain;
	uint64_t offset_bits;
	uint64_t size_bits;
	ls_u128 available; /* how many values are free */
	const char *in;    /* path of the member it lies in, or NULL */
	const char *note;  /* why it is not certain, or NULL */
	const char *none;  /* why there is none, or NULL */
};

struct ls_type {
	const char *name; /* qualified, without keyword; NULL if anonymous */
	enum ls_kind kind;
	enum ls_lang lang;
	uint32_t producer; /* index into the model's producers */

	bool has_size;
	uint64_t size_bits;
	uint64_t align_bits; /* means something unless LS_HOW_UNKNOWN */
	enum ls_how align_from;
	uint64_t stated_align_bits; /* DW_AT_alignment on the type; 0: none */
	bool is_fully_stated; /* no alignment, no _Atomic is left unsaid: DWARF
	                       * 5, or what reads as well */
	enum ls_tri packed;
	bool is_forced_align; /* more than its members need, by attribute */

	bool is_typedef_name; /* anonymous: `name` is its first typedef's */
	bool is_declaration;  /* only declared in this file */
	bool is_dynamic;      /* size known at run time only (VLA) */
	enum ls_sync sync;    /* by its name, whatever is in it */
	bool is_order_free;   /* repr(Rust): the compiler orders the fields */
	enum ls_hidden hidden;
	struct ls_decl decl;
	const char *source_path;   /* decl.file with the folders before it, as
	                          * far as the compiler told; NULL: not told */
	uint32_t definition_count; /* DIEs that say the same; at least 1 */

	/* struct, class, union; also what stands beside an enum's variants */
	const struct ls_field *fields; /* by offset, then by `declared` */
	uint32_t field_count;
	const struct ls_variants *variants; /* NULL: none */

	const struct ls_enumerator *enumerators; /* in source order */
	uint32_t enumerator_count;

	/* alias: of what; pointer: to what; array: of what; enum: its integer;
	 * function: what it returns.  LS_NO_TYPE: void or not told */
	ls_type_id target;
	enum ls_alias alias;
	enum ls_pointer pointer;
	ls_type_id pointer_class; /* LS_POINTER_MEMBER: of which class */
	enum ls_encoding encoding;
	bool is_reversed; /* scalar: in the other byte order than the target's:
	                   * gcc's scalar_storage_order */
	bool is_vector;
	bool has_count;               /* array: no for int x[] */
	uint64_t count;               /* array: of this dimension */
	const ls_type_id *parameters; /* function */
	uint32_t parameter_count;
	bool is_variadic;

	const struct ls_valid *valid;      /* NULL: as its parts are */
	const struct ls_told_niche *niche; /* NULL: not told */

	const char *note; /* what is wrong or not known; NULL if nothing */
};

/* Something wrong that ended a type, not the file. */
struct ls_note {
	const char *where; /* "task_struct", ".debug_info+0x2d" */
	const char *what;
};

enum ls_compiler {
	LS_COMPILER_UNKNOWN,
	LS_COMPILER_GCC,
	LS_COMPILER_CLANG,
	LS_COMPILER_RUSTC,
};

/* Who wrote the types: DW_AT_producer, taken apart. */
struct ls_producer {
	const char *text;
	enum ls_compiler compiler;
	uint32_t major; /* rustc 1.95.0: 1 and 95; 0 where not told */
	uint32_t minor;
};

struct ls_model;

/* One past the highest number; numbers start at 1. */
ls_type_id ls_model_end(const struct ls_model *model);

/* Never NULL: sealing has proved that every number in a model is in it. */
const struct ls_type *ls_model_type(
    const struct ls_model *model, ls_type_id id);

/* The type behind typedefs and qualifiers; LS_NO_TYPE for void. */
ls_type_id ls_model_strip(const struct ls_model *model, ls_type_id id);

/* volatile or _Atomic: others may write it at the same time. */
bool ls_model_is_volatile(const struct ls_model *model, ls_type_id id);

const struct ls_target *ls_model_target(const struct ls_model *model);

uint32_t ls_model_producer_count(const struct ls_model *model);
const struct ls_producer *ls_model_producer(
    const struct ls_model *model, uint32_t index);

uint32_t ls_model_note_count(const struct ls_model *model);
const struct ls_note *ls_model_note(
    const struct ls_model *model, uint32_t index);

void ls_model_free(struct ls_model *model);

/* A walk over all fields of a type: its own, then those of each variant. */
struct ls_field_walk {
	const struct ls_type *type;
	uint32_t list;  /* 0: its own; else one past the variant */
	uint32_t index; /* of the next one in that list */
};

/* NULL: that was the last. */
const struct ls_field *ls_field_walk_next(struct ls_field_walk *walk);

/* Does it have a layout to show: struct, class, union or enum, described? */
bool ls_type_is_record(const struct ls_type *type);

/*
 * Is it the state of an async function or block?  rustc's first state of such
 * is Unresumed: the arguments, as they were given.
 */
bool ls_type_is_coroutine(const struct ls_type *type);

/* The words of JSON: "struct", "c", "members", ... */
const char *ls_kind_word(enum ls_kind kind);
const char *ls_lang_word(enum ls_lang lang);
const char *ls_how_word(enum ls_how how);

#endif
