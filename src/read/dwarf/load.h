/*
 * load.h - from decoded DIEs to types of the model.
 *
 * The loader is told which entries of the catalog are wanted, and describes
 * them and what they hold by value in a build.  What a pointer points to is
 * named and no more.  Types are known by three things, in this order: where
 * they stand, which entry they are, and, for what has no entry, what they
 * consist of; so equal types of different units become one.
 *
 * load.c keeps the books; type.c, record.c, member.c, variant.c, valid.c and
 * enumeration.c each turn one kind of DIE into its part of the model.
 */
#ifndef LS_READ_DWARF_LOAD_H
#define LS_READ_DWARF_LOAD_H

#include "base/map.h"
#include "model/build.h"
#include "model/catalog.h"
#include "read/dwarf/die.h"
#include "read/dwarf/files.h"
#include "read/dwarf/index.h"
#include "read/dwarf/survey.h"

/* One image of the file, opened with a back-end. */
struct ls_dwarf_image {
	const struct ls_image *image;
	struct ls_dies *dies;
	struct ls_unit_refs *refs; /* of each unit, leading to entries */
	const char *producer; /* of all its units; NULL: they have several */
};

/* Give partial units the language and producer of who imports them. */
struct ls_error *ls_partial_units_settle(struct ls_dies *dies);

/* What was read of one unit so far. */
struct ls_unit_state {
	struct ls_survey *survey; /* NULL: not yet */
	struct ls_files files;
	bool has_files;
	bool has_producer;
	uint32_t producer;
};

struct ls_out;

struct ls_image_state {
	struct ls_walk *walk;              /* for a DIE and what is below it */
	struct ls_walk *peek;              /* for the surveys */
	struct ls_known_name *known_names; /* likewise, one after another */
	struct ls_unit_state *units;
};

struct ls_loader {
	const struct ls_dwarf_image *images;
	uint32_t image_count;
	const struct ls_index *index;
	const struct ls_catalog *catalog;
	struct ls_build *build;
	struct ls_image_state *states; /* one for each image */
	struct ls_map by_place;        /* ls_place() to type */
	struct ls_map by_content; /* hash of a type without entry to type */
	ls_type_id *of_entry;     /* LS_NO_TYPE: not asked for */
	uint8_t *stage;           /* of each entry: enum ls_stage */
	ls_entry_id *queue;       /* wanted and not loaded */
	size_t queue_count, queue_room;
	uint64_t surveyed_types;   /* in the surveys that are kept */
	struct ls_map uninhabited; /* type to whether it is */
	unsigned depth;            /* of types made of types */
	bool has_missed; /* something stands in a unit that was passed over */
};

enum ls_stage { LS_STAGE_NAMED, LS_STAGE_WANTED, LS_STAGE_LOADED };

/* Is the type's content wanted, or just its name? */
enum ls_want { LS_WANT_NAME, LS_WANT_VALUE };

/* A type that stands somewhere: what is handed from file to file. */
struct ls_spot {
	uint32_t image;
	const struct ls_unit *unit;
	enum ls_lang lang;
	struct ls_die die; /* its own, without what is below */
	bool is_type;      /* no: `die` is something else, or nothing */
	enum ls_want want;
};

/* DIEs as they were given: the first is the one asked for. */
struct ls_die_list {
	struct ls_die *items;
	size_t count, room;
};

struct ls_error *ls_loader_new(const struct ls_dwarf_image *images,
    uint32_t image_count, const struct ls_index *index,
    const struct ls_catalog *catalog, struct ls_build *build,
    struct ls_loader *ret);

/* Load entries; roots[i] becomes the type of ids[i]. */
struct ls_error *ls_loader_run(struct ls_loader *loader,
    const ls_entry_id *ids, size_t count, ls_type_id *roots);

struct ls_function_query;

/* Functions and what they say, before ls_loader_run().  functions.c. */
struct ls_error *ls_load_functions(
    struct ls_loader *loader, const struct ls_function_query *query);

void ls_loader_free(struct ls_loader *loader);

/* For the files that each do a kind of DIE */

/* Set up what is read of an image.  Does nothing the second time. */
struct ls_error *ls_load_image(struct ls_loader *loader, uint32_t image);

/* The type at a place: LS_REF_VOID is LS_NO_TYPE. */
struct ls_error *ls_load_type(struct ls_loader *loader, uint32_t image,
    ls_die_ref ref, enum ls_want want, ls_type_id *ret);

/* Read a DIE and what describes it below; `list` is the caller's to free. */
struct ls_error *ls_load_dies(struct ls_loader *loader, uint32_t image,
    ls_die_ref ref, struct ls_die_list *list);

/* Where the source declares a DIE. */
struct ls_error *ls_load_decl(struct ls_loader *loader,
    const struct ls_spot *spot, const struct ls_die *die, struct ls_decl *ret);

/* The path of the file that it is in; NULL: not told.  Lives as long as the
 * loader. */
struct ls_error *ls_load_source_path(struct ls_loader *loader,
    const struct ls_spot *spot, const struct ls_die *die, const char **ret);

/* The full name of a spot's type as text in `out`; NULL: anonymous. */
struct ls_error *ls_load_name(struct ls_loader *loader,
    const struct ls_spot *spot, struct ls_out *out, const char **ret);

/* Is it the struct of one variant's payload, and no type of its own? */
bool ls_load_is_payload(
    struct ls_loader *loader, const struct ls_spot *spot, ls_die_ref ref);

/* The producer of the unit. */
struct ls_error *ls_load_producer(
    struct ls_loader *loader, const struct ls_spot *spot, uint32_t *ret);

/* Note something about the DIE at `ref`: "where" is the name, if given. */
struct ls_error *ls_load_note(struct ls_loader *loader, const char *name,
    ls_die_ref ref, const char *what);

/* What all types have in common, from the first DIE of `list`. */
struct ls_error *ls_load_common(struct ls_loader *loader,
    const struct ls_spot *spot, const struct ls_die *die, struct ls_type *ret);

/* Anything that is no record. */
struct ls_error *ls_load_simple(
    struct ls_loader *loader, const struct ls_spot *spot, ls_type_id *ret);

/* Keep a type without entry, or find its equal. */
struct ls_error *ls_load_keep(
    struct ls_loader *loader, const struct ls_type *type, ls_type_id *ret);

/* Describe `id`, a struct, class, union or enum at that spot. */
struct ls_error *ls_load_record(struct ls_loader *loader,
    const struct ls_spot *spot, const struct ls_entry *entry, ls_type_id id);

/* Once all are loaded: mark its variants that no value can have. */
struct ls_error *ls_load_uninhabited(struct ls_loader *loader, ls_type_id id);

/*
 * Which bit patterns the type may hold, where its name or its kind tells
 * more than its parts; called when all else is known.  valid.c.
 */
void ls_load_valid(
    const struct ls_spot *spot, struct ls_type *type, struct ls_valid *room);

/* The size of a type as far as it is known by now. */
bool ls_load_size(
    const struct ls_loader *loader, ls_type_id id, uint64_t *bits);

/* The type behind typedefs and qualifiers. */
const struct ls_type *ls_load_strip(
    const struct ls_loader *loader, ls_type_id id);

#endif
