/*
 * record.h - a struct, union or enum while it is put together.
 */
#ifndef LS_READ_DWARF_RECORD_H
#define LS_READ_DWARF_RECORD_H

#include "read/dwarf/load.h"

struct ls_field_list {
	struct ls_field *items;
	uint32_t count, room;
};

struct ls_record {
	struct ls_loader *loader;
	const struct ls_spot *spot;
	struct ls_die_list dies; /* the record's own, and those below */
	struct ls_type type;
	struct ls_field_list fields;
	struct ls_enumerator *enumerators;
	struct ls_variants variants;
	bool has_variants;
	bool is_tag_signed; /* of the variants */
};

/*
 * Add what a child DIE of a record describes, if it is a member of the
 * layout: a member or a base, not a static one.
 */
struct ls_error *ls_record_add_member(struct ls_record *record,
    const struct ls_die *die, struct ls_field_list *fields);

/* enumeration.c */
struct ls_error *ls_record_add_enumerators(struct ls_record *record);

/* variant.c */
struct ls_error *ls_record_add_variants(struct ls_record *record);

/* unsized.c: if the struct is an unsized one of Rust's, mark its tail. */
struct ls_error *ls_record_mark_tail(struct ls_record *record);

/* Where a member lies, in bits from the start of its holder. */
struct ls_place {
	bool has_offset;
	uint64_t offset_bits;
	bool has_size;
	uint64_t size_bits;
	bool is_bitfield;
	const char *note; /* what is wrong with it; NULL */
};

/*
 * The place of a member, from its DIE, the size of its type where known, and
 * whether that is a number rather than a record or array.
 */
struct ls_place ls_place_member(const struct ls_die *die, bool is_big_endian,
    bool type_has_size, uint64_t type_bits, bool is_number);

#endif
