/*
 * niche_enum.h - what the tag of an enum leaves free.
 */
#ifndef LS_ANALYSE_NICHE_ENUM_H
#define LS_ANALYSE_NICHE_ENUM_H

#include "analyse/niche/niche.h"

/* Why it is not known which values of a tag are free. */
extern const char ls_niche_sparse[];

/* Set how many values are free, from the range; none is no niche. */
void ls_niche_count(struct ls_niche *niche);

/*
 * What is left of `host`, which holds the tag of `type`, less the values that
 * mean the other variants.  False: these do not lie side by side with the
 * valid ones.
 */
bool ls_niche_claim(const struct ls_niche *host, const struct ls_type *type,
    struct ls_niche *ret);

/* Of a tag with bytes of its own. */
struct ls_niche ls_niche_of_tag(
    const struct ls_model *model, const struct ls_type *type);

struct ls_niche ls_niche_of_enumerators(
    const struct ls_model *model, const struct ls_type *type);

#endif
