/*
 * shape.h - what a type is to those who hold it: size, alignment, niche.
 *
 * In: the model, as it stands, and what an idea would change.  Out: the shape
 * of any type, and how many bytes one of each type of the program would win.
 *
 * It remembers what it worked out, so one of these is for one thread.
 */
#ifndef LS_ANALYSE_SHAPE_H
#define LS_ANALYSE_SHAPE_H

#include "analyse/cost.h"
#include "analyse/layout/layout.h"
#include "model/model.h"

struct ls_shape {
	uint64_t size_bytes;
	uint64_t align_bytes;
	struct ls_niche niche;
	bool is_uninhabited;
};

struct ls_shapes;

/* Borrows both.  NULL: no memory. */
struct ls_shapes *ls_shapes_new(
    const struct ls_model *model, struct ls_niches *niches);
void ls_shapes_free(struct ls_shapes *shapes); /* NULL is fine */

const struct ls_model *ls_shapes_model(const struct ls_shapes *shapes);

/* As it stands in the file. */
struct ls_shape ls_shape_now(struct ls_shapes *shapes, ls_type_id id);

/* Of a field: its own size and alignment, its type's niche. */
struct ls_part ls_shape_part(
    struct ls_shapes *shapes, const struct ls_field *field);

/*
 * What one of each type that has a name and holds `id` (itself included)
 * would win in all if `id` had that shape: less than 0 where they grow.  A
 * type that our rules do not reproduce is taken not to change.
 */
int64_t ls_shape_saving(
    struct ls_shapes *shapes, ls_type_id id, const struct ls_shape *changed);

/*
 * After that: the same as it costs, in an allocator's bytes and in all
 * objects where somebody counted them; 0 where that is not less.
 */
uint64_t ls_shape_worth(struct ls_shapes *shapes, const struct ls_cost *cost);

/* After that: the shape of any type, with the change. */
struct ls_shape ls_shape_then(struct ls_shapes *shapes, ls_type_id id);

/* After that: the types that hold the changed one, and itself, first. */
const ls_type_id *ls_shape_touched(
    const struct ls_shapes *shapes, uint32_t *count);

/* The types that hold `id` by value, each as often as it does. */
const ls_type_id *ls_shape_holders(
    const struct ls_shapes *shapes, ls_type_id id, uint32_t *count);

#endif
