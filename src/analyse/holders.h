/*
 * holders.h - which types hold a type, and which point to it.
 */
#ifndef LS_ANALYSE_HOLDERS_H
#define LS_ANALYSE_HOLDERS_H

#include "model/model.h"
#include "report/use.h"

struct ls_error;
struct ls_holders;

/* For one question: who has to do with `target`.  NULL: no memory. */
struct ls_holders *ls_holders_new(
    const struct ls_model *model, ls_type_id target, enum ls_use_kind kind);

/*
 * Add what `id` has of it.  LS_USE_HOLDS: one use for each member that it is
 * in, behind typedefs, in arrays, in variants and through other types;
 * LS_USE_POINTS: one for each pointer, in arrays and anonymous members too.
 */
struct ls_error *ls_holders_look(struct ls_holders *holders, ls_type_id id);

/* All that was found, into `arena`. */
struct ls_error *ls_holders_take(struct ls_holders *holders,
    struct ls_arena *arena, struct ls_use_group *ret);

void ls_holders_free(struct ls_holders *holders); /* NULL is fine */

#endif
