/*
 * snapshot.h - what the files of this room share.
 */
#ifndef LS_READ_SNAPSHOT_SNAPSHOT_H
#define LS_READ_SNAPSHOT_SNAPSHOT_H

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/map.h"
#include "read/reader.h"

struct snapshot {
	struct ls_source source;
	struct ls_arena memory; /* of the document */
	cJSON *document;
	const cJSON **types; /* by entry; typedefs come after them */
	size_t type_count;
	struct ls_map entry_by_id; /* from the document's ids */
	const char **producers;
	bool is_baseline; /* cut down: `layout` in place of `members` */
};

/* What ls_snapshot_load() has under its hands. */
struct snapshot_loading {
	const struct snapshot *shot;
	struct ls_build *build;
	ls_type_id *id_of_entry; /* 0: not reserved yet */
	ls_entry_id *work;
	size_t work_count;
	struct ls_map plain; /* hash of text and numbers to type */
};

/*
 * A text as a tree in the arena: cJSON_Delete() is not for it.  NULL: it is no
 * JSON beyond `*stopped`, or there is no memory or the arena's limit is met.
 */
cJSON *ls_snapshot_parse(
    struct ls_bytes text, struct ls_arena *arena, const char **stopped);

/* A type that has nothing but a name and a size; each once. */
struct ls_error *ls_snapshot_plain(struct snapshot_loading *load,
    const struct ls_type *type, ls_type_id *ret);

/* layout.c: the members of a baseline's type.  Free them. */
struct ls_error *ls_snapshot_layout(struct snapshot_loading *load,
    const cJSON *layout, enum ls_lang lang, struct ls_field **ret,
    uint32_t *ret_count);

/* The text or number of a key.  NULL or false where it is not there, or is
 * something else; a number must be whole, and below 2^53. */
const char *ls_json_text(const cJSON *object, const char *key);
bool ls_json_number(const cJSON *object, const char *key, uint64_t *ret);
bool ls_json_is_true(const cJSON *object, const char *key);

/* From the words of JSON; UNKNOWN for any other. */
enum ls_kind ls_snapshot_kind(const char *word);
enum ls_lang ls_snapshot_lang(const char *word);

/* See struct ls_source. */
struct ls_error *ls_snapshot_load(struct ls_source *source,
    const ls_entry_id *ids, size_t count,
    const struct ls_function_query *query, struct ls_build *build,
    ls_type_id *roots);

/* How much of the spelling of an array is its element's: that of "int" in
 * "int[3][4]"; Rust's "[u8; 4]" stays what it is. */
size_t ls_spelt_element_size(const char *array);

#endif
