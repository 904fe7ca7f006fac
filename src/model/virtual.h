/*
 * virtual.h - what parts of a C++ class take in a complete object.  Only
 * derive.c includes it.
 */
#ifndef LS_MODEL_VIRTUAL_H
#define LS_MODEL_VIRTUAL_H

#include "model/table.h"

/*
 * Place the virtual bases of every class, and add those that a class has
 * from its bases.  Sizes and alignments have to be there; in `order` what a
 * type holds comes before it.
 */
struct ls_error *ls_place_virtual_bases(
    struct ls_model *model, const struct ls_order *order);

/* Make parts of classes as narrow as what stands in their ends shows. */
void ls_share_tails(struct ls_model *model, const struct ls_order *order);

#endif
