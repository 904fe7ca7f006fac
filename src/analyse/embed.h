/*
 * embed.h - what a shrunk type saves in the types that hold it.
 */
#ifndef LS_ANALYSE_EMBED_H
#define LS_ANALYSE_EMBED_H

#include <stdint.h>

#include "analyse/cost.h"
#include "model/model.h"

struct ls_embed;

/* Who holds whom by value, of the whole model.  NULL: no memory. */
struct ls_embed *ls_embed_new(const struct ls_model *model);
void ls_embed_free(struct ls_embed *embed);

/*
 * How many bytes one of each type of the program becomes smaller if `id` has
 * `new_bytes`: itself, and every type that has a name and holds it, through
 * any depth, arrays and unions, each laid out anew in its present order.  A
 * holder whose layout our rules do not reproduce counts nothing.
 */
uint64_t ls_embed_saving(
    struct ls_embed *embed, ls_type_id id, uint64_t new_bytes);

/*
 * The same as it costs: in an allocator's bytes, and with counts in all
 * objects that there are, those inside others counted with them.
 */
uint64_t ls_embed_saving_at(struct ls_embed *embed, ls_type_id id,
    uint64_t new_bytes, const struct ls_cost *cost);

#endif
