/*
 * catalog.h - which types a file has, by name, before any is read in full.
 *
 * A reader fills it in one quick pass; find.h chooses from it; the reader
 * then loads what was chosen.  Equal definitions (same name, size and
 * members) are one entry with a count; two different definitions of one name
 * are two entries.
 */
#ifndef LS_MODEL_CATALOG_H
#define LS_MODEL_CATALOG_H

#include <stddef.h>

#include "base/intern.h"
#include "model/model.h"

typedef uint32_t ls_entry_id;

struct ls_entry {
	const char *name;  /* interned; NULL if anonymous */
	enum ls_kind kind; /* a record, or LS_KIND_ALIAS for a typedef */
	enum ls_lang lang;
	enum ls_hidden hidden;
	bool is_declaration; /* there is no definition of it in the file */
	bool has_size;
	uint64_t size_bytes;
	uint32_t definition_count;
	struct ls_decl decl; /* may be empty: not every pass asks for it */
	uint64_t key[2];     /* the reader's own: where it stands */
	/* a typedef: the entry behind it, itself if that is no record */
	ls_entry_id alias_of;
};

/* In the order of the file; the same for every reader and any -j. */
struct ls_catalog {
	struct ls_entry *entries;
	ls_entry_id count;
	ls_entry_id room;
	struct ls_intern names;
};

/* Zeroed, but for the limits of its arena. */
struct ls_catalog ls_catalog_new(void);

/* Append; the name is interned unless NULL.  False: no memory, or too many. */
bool ls_catalog_add(struct ls_catalog *catalog, const struct ls_entry *entry)
    __attribute__((warn_unused_result));

void ls_catalog_free(struct ls_catalog *catalog);

#endif
