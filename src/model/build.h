/*
 * build.h - the writing side of the model.  Only read/ may include this.
 *
 * A reader begins a build, tells it about types in any order, and seals it.
 * Sealing is where the file's claims are checked, once, for every reader:
 * past it no field leaves its type and no number points nowhere.
 */
#ifndef LS_MODEL_BUILD_H
#define LS_MODEL_BUILD_H

#include "model/model.h"

struct ls_build;
struct ls_error;

struct ls_error *ls_build_begin(
    const struct ls_target *target, struct ls_build **ret);

/*
 * Take a number for a type whose description comes later.  Types point at
 * each other in rings, so a number has to exist before its type does.  What
 * is never described stays LS_KIND_UNKNOWN.
 */
struct ls_error *ls_build_reserve(struct ls_build *build, ls_type_id *ret);

/*
 * Describe `id`.  Give the fields as the source declares them: `declared` is
 * set from their order, and then they are sorted by offset.  The struct and
 * its arrays are copied and may live on the stack; names too are copied
 * (each once).
 */
struct ls_error *ls_build_describe(
    struct ls_build *build, ls_type_id id, const struct ls_type *type);

/* What was said of `id` so far; a blank LS_KIND_UNKNOWN before that. */
const struct ls_type *ls_build_type(
    const struct ls_build *build, ls_type_id id);

/* Add a producer, or find the same text; takes the text apart. */
struct ls_error *ls_build_producer(
    struct ls_build *build, const char *text, uint32_t *ret);

/* Something was wrong with one type; the rest of the file is still good. */
struct ls_error *ls_build_note(struct ls_build *build, const char *where,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/*
 * Fill in what the file does not say and the machine's ABI does: alignment
 * and `packed` of every type and the alignment of every field, from the
 * bottom up.  For readers of debugging information; a snapshot already has
 * them.  See derive.c, and abi.c and place.c for the rules.
 */
struct ls_error *ls_build_derive(struct ls_build *build);

/*
 * Takes `build`, whether it works or not.  A type that breaks a rule of the
 * model (a field past the end, a loop of types that hold each other, arrays
 * nested too deep) loses its fields and gets a note; the seal itself fails
 * only for want of memory.
 */
struct ls_error *ls_build_seal(struct ls_build *build, struct ls_model **ret);

/* Give up half-way.  NULL is fine. */
void ls_build_abandon(struct ls_build *build);

#endif
