/*
 * reader.h - the door through which types come in.
 *
 * A reader turns one kind of type information into a model: DWARF, or a
 * report saved earlier.  Reading has two steps, because a program has far
 * more types than anybody asks for: open a file, which lists its types by
 * name in a catalog; then load the chosen ones, with all that they are made
 * of.  To add a reader, write read/NAME/NAME.c and put its constant into the
 * list in read.c; nothing else in the house has to know.
 */
#ifndef LS_READ_READER_H
#define LS_READ_READER_H

#include <stdbool.h>

#include "model/catalog.h"
#include "model/model.h"

struct ls_build;
struct ls_error;
struct ls_file;
struct ls_function_query;

/* Which of the two DWARF back-ends: --reader. */
enum ls_backend {
	LS_BACKEND_AUTO, /* the scanner where it can, else libdwarf */
	LS_BACKEND_SCAN,
	LS_BACKEND_LIBDWARF,
};

struct ls_read_options {
	enum ls_backend backend;
	unsigned jobs; /* threads at most; 0: as many as there are cores */

	/*
	 * A hint: nobody will ask for other types than these names'; units
	 * that cannot say any of them may be passed over.  NULL: no hint.
	 */
	const char *const *only_names;

	/* Called now and then with units done and units in all; or NULL. */
	void (*progress)(void *context, size_t done, size_t total);
	void *progress_context;
};

/* What a file says of itself: the `input` of JSON.  Borrowed from it. */
struct ls_input {
	const char *file;     /* as the user named it */
	const char *build_id; /* NULL if none */
	struct ls_target target;
	const char *const *producers; /* distinct, in order of appearance */
	uint32_t producer_count;
	uint16_t dwarf_versions; /* bit n: some unit has version n */
	const char *reader;      /* "scan", "libdwarf" */
};

/* One unit of what was compiled.  Texts as the compiler told them; NULL: it
 * did not. */
struct ls_unit_row {
	enum ls_lang lang;
	const char *name; /* its main source */
	const char *comp_dir;
};

/* An opened file and its catalog. */
struct ls_source;

struct ls_reader {
	const char *name;

	/* Could you read this file?  Looks at its first bytes only. */
	bool (*can_read)(const struct ls_file *file);

	/*
	 * List what is there.  The file outlives the source.  A file without
	 * any type is LS_ERROR_NO_TYPES.
	 */
	struct ls_error *(*open)(const struct ls_file *file,
	    const struct ls_read_options *options, struct ls_source **ret);
};

/* Every source begins with this; a reader's own struct holds it first. */
struct ls_source {
	const struct ls_reader *reader;
	struct ls_catalog catalog;
	struct ls_input input;
	bool is_partial; /* some units were passed over, see only_names */
	bool has_missed; /* and the last load would have needed one */

	/*
	 * Load `count` entries and what they are made of.  roots[i] becomes
	 * the type of ids[i].  Broken types are noted in the build.  With a
	 * `query`, also functions and their types; a reader that knows of no
	 * functions gives none.
	 */
	struct ls_error *(*load)(struct ls_source *source,
	    const ls_entry_id *ids, size_t count,
	    const struct ls_function_query *query, struct ls_build *build,
	    ls_type_id *roots);
	void (*close)(struct ls_source *source);

	/* Mark the entries that the index-th unit describes, and not those
	 * that it only declares, in an array of all entries.  NULL: units are not known. */
	void (*mark)(
	    const struct ls_source *source, size_t index, bool *is_there);

	/* The index-th unit; false past the last.  NULL: none is known. */
	bool (*unit)(const struct ls_source *source, size_t index,
	    struct ls_unit_row *ret);
};

extern const struct ls_reader ls_reader_dwarf;
extern const struct ls_reader ls_reader_snapshot;

/* Find a reader for the file and open it with that. */
struct ls_error *ls_source_open(const struct ls_file *file,
    const struct ls_read_options *options, struct ls_source **ret);

/*
 * Load and seal: a model with the chosen types.  roots has room for `count`.
 */
struct ls_error *ls_source_load(struct ls_source *source,
    const ls_entry_id *ids, size_t count, ls_type_id *roots,
    struct ls_model **ret);

/* The same with functions and variables, whose types are of that model. */
struct ls_error *ls_source_load_functions(struct ls_source *source,
    const ls_entry_id *ids, size_t count,
    const struct ls_function_query *query, ls_type_id *roots,
    struct ls_model **ret);

/* The index-th unit of what was compiled; false past the last. */
bool ls_source_unit(
    const struct ls_source *source, size_t index, struct ls_unit_row *ret);

void ls_source_close(struct ls_source *source); /* NULL is fine */

#endif
