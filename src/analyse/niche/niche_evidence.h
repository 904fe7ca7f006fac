/*
 * niche_evidence.h - types that never have some values, and do not say so.
 */
#ifndef LS_ANALYSE_NICHE_EVIDENCE_H
#define LS_ANALYSE_NICHE_EVIDENCE_H

#include "base/arena.h"
#include "model/model.h"

/*
 * By type of the model: how we know that it is such, and how many values it
 * has to spare at the least; NULL: it is none.  In the arena.  NULL: no
 * memory.
 */
const char **ls_restricted_find(
    const struct ls_model *model, struct ls_arena *arena);

#endif
