/*
 * table.h - the model from inside.  Only model/ may include this.
 *
 * A build is a model that is still open: sealing hands over the very same
 * memory, so nothing is copied twice.  Fields are `const` for everyone who
 * looks at a model; the files that lay it write through ls_fields_of().
 */
#ifndef LS_MODEL_TABLE_H
#define LS_MODEL_TABLE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/map.h"
#include "model/model.h"

struct ls_error;

struct ls_model {
	struct ls_arena arena;  /* fields, variants, enumerators, notes */
	struct ls_intern names; /* every text */
	struct ls_target target;

	struct ls_type *types; /* [0] is blank and stands for LS_NO_TYPE */
	ls_type_id end;
	ls_type_id room;

	struct ls_producer *producers;
	uint32_t producer_count;
	uint32_t producer_room;

	struct ls_note *notes;
	uint32_t note_count;
	uint32_t note_room;
};

struct ls_build {
	struct ls_model *model;
	struct ls_map producer_of_text; /* interned address to index */
};

/*
 * Types in an order in which what a type holds by value comes before it:
 * `ids` has every number from 1 once.  Free `ids`.
 */
struct ls_order {
	ls_type_id *ids;
	size_t count;
};

/* The same fields, to be written to: they are in the model's arena. */
static inline struct ls_field *
ls_fields_of(const struct ls_field *fields)
{
	return (struct ls_field *)fields;
}

/* Memory ran out, or the cap on a model did: the error that says which. */
struct ls_error *ls_model_full(const struct ls_model *model);

/* By offset; the zero-sized first; no offset last; then as declared. */
void ls_fields_sort(
    struct ls_field *fields, uint32_t count, enum ls_kind kind);

/* Take a producer's text apart.  `text` is borrowed. */
struct ls_producer ls_producer_parse(const char *text);

/*
 * Mend what no type may be: numbers that dangle, aliases without end, types
 * that hold each other.  Each is noted.  Then give the order.
 */
struct ls_error *ls_check_numbers(struct ls_build *build);
struct ls_error *ls_check_nesting(
    struct ls_build *build, struct ls_order *ret);

/* No field leaves its type.  Sizes have to be there by then. */
struct ls_error *ls_check_places(struct ls_build *build);

/* What the file leaves out; the parts of a type come before it in `order`. */
void ls_fill_sizes(struct ls_model *model, const struct ls_order *order);
void ls_fill_endian(struct ls_model *model); /* in any order */

/*
 * Note that `id` is broken, and take its fields away.  The note stands in
 * the type and in the model.
 */
struct ls_error *ls_break_type(struct ls_build *build, ls_type_id id,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
