/*
 * sync.h - which types several threads write at once, by their names.
 */
#ifndef LS_MODEL_SYNC_H
#define LS_MODEL_SYNC_H

#include "model/model.h"

/* Of a type by itself, without what it is made of. */
enum ls_sync ls_sync_of(const struct ls_type *type);

#endif
