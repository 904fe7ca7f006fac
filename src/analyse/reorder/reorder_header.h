/*
 * reorder_header.h - types that begin with the same struct.
 */
#ifndef LS_ANALYSE_REORDER_HEADER_H
#define LS_ANALYSE_REORDER_HEADER_H

#include "model/model.h"

struct ls_headers;

/* Who begins with what, in all types of a model.  NULL: no memory.  Lives
 * without the model. */
struct ls_headers *ls_headers_new(const struct ls_model *model);
void ls_headers_free(struct ls_headers *headers); /* NULL is fine */

/* The struct that `type` begins with, or LS_NO_TYPE. */
ls_type_id ls_header_of(
    const struct ls_model *model, const struct ls_type *type);

/* Do at least two types begin with a struct of that name? */
bool ls_headers_has(const struct ls_headers *headers, const char *name);

#endif
