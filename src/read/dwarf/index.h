/*
 * index.h - all types of a file, equal ones once.
 *
 * Fed with the survey of one unit after another, it keeps a row for each
 * different type, and at the end makes the catalog of them, in the order of
 * the file.  Its memory grows with different types, not with DIEs.
 */
#ifndef LS_READ_DWARF_INDEX_H
#define LS_READ_DWARF_INDEX_H

#include "base/intern.h"
#include "base/map.h"
#include "model/catalog.h"
#include "read/dwarf/die.h"

struct ls_error;
struct ls_survey;
struct ls_unit_refs;

#define LS_NO_ENTRY UINT32_MAX
#define LS_MANY_ENTRIES (UINT32_MAX - 1)

struct ls_index_row;

/* Zero-initialise and set names.arena.limit_bytes. */
struct ls_index {
	struct ls_index_row *rows;
	uint32_t count, room;
	ls_entry_id *entry_of_row; /* once finished */
	struct ls_map by_key;      /* digest of a type to row */
	struct ls_map by_name;     /* hash of a name to its only definition */
	struct ls_map declared;    /* hash of a name to its row */
	struct ls_intern names;
	uint64_t type_count; /* DIEs that are types */
};

/* Add the types of a unit of the image with that number; fills `refs`. */
struct ls_error *ls_index_add(struct ls_index *index, struct ls_survey *survey,
    uint32_t image, struct ls_unit_refs *refs);

/*
 * Take over the rows of an index that was fed with other units; `other` is
 * left with its names alone, and must live until this one is finished.
 * renumber[i] becomes the row here of its row i.
 */
struct ls_error *ls_index_merge(
    struct ls_index *index, struct ls_index *other, uint32_t **renumber);

/* No more units come: fill the catalog.  `images` are all that units came
 * from, by number. */
struct ls_error *ls_index_finish(struct ls_index *index,
    struct ls_dies *const *images, struct ls_catalog *catalog);

/* The only definition of that name, LS_NO_ENTRY or LS_MANY_ENTRIES. */
ls_entry_id ls_index_by_name(const struct ls_index *index, uint64_t name_hash);

void ls_index_free(struct ls_index *index);

/* Why a type of that qualified name is left out of lists. */
enum ls_hidden ls_hidden_of_name(const char *name, enum ls_lang lang);

#endif
