/*
 * index_own.h - the rows of an index, for the files that make it.
 */
#ifndef LS_READ_DWARF_INDEX_OWN_H
#define LS_READ_DWARF_INDEX_OWN_H

#include "read/dwarf/index.h"

/* How a typedef says what it stands for. */
enum aim { AIM_NOTHING, AIM_KEY, AIM_NAME, AIM_PLACE };

struct ls_index_row {
	const char *name; /* interned; NULL if anonymous */
	uint64_t key;
	uint64_t name_hash;
	uint64_t outline; /* see ls_contents_outline() */
	/* typedef: key, name_hash or place of what it stands for */
	uint64_t target;
	uint64_t size_bytes;
	ls_die_ref ref; /* of the first such DIE */
	uint32_t image;
	uint32_t definition_count;
	ls_entry_id entry;
	uint8_t kind; /* enum ls_kind */
	uint8_t lang;
	uint8_t hidden;
	uint8_t aim;
	bool has_size;
	bool is_declaration;
	bool is_incomplete; /* see LS_SURVEY_INCOMPLETE */
	bool has_declared;  /* of that: something in it is only declared */
	bool is_dropped;
	bool is_direct; /* typedef: no other stands between */
};

/*
 * Typedefs of what stands in another unit aim at its row, and the first of
 * one that has no name gives it its own.  `order` is that of the file.
 */
struct ls_error *ls_index_settle_far(
    struct ls_index *index, struct ls_index_row **order);

/* Make those that are told in part one with the rows that they equal. */
struct ls_error *ls_index_fold(struct ls_index *index,
    struct ls_dies *const *images, struct ls_index_row **order);

/* Put a row under a key; a second one makes it LS_MANY_ENTRIES. */
bool ls_index_put_only(struct ls_map *map, uint64_t key, uint32_t row);

#endif
