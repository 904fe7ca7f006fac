/*
 * niche_evidence.h - types that never have some values, and do not say so.
 */
#ifndef LS_ANALYSE_NICHE_EVIDENCE_H
#define LS_ANALYSE_NICHE_EVIDENCE_H

#include "model/model.h"

/* Which types of the model are such; the caller frees it.  NULL: no
 * memory. */
bool *ls_restricted_find(const struct ls_model *model);

#endif
