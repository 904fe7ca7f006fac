/*
 * reorder_type.h - from a type of the model to items that can be ordered.
 */
#ifndef LS_ANALYSE_REORDER_TYPE_H
#define LS_ANALYSE_REORDER_TYPE_H

#include "analyse/reorder/reorder.h"
#include "model/model.h"

/* A type's members as the source declares them.  Free with ls_ordered_free().
 */
struct ls_ordered {
	struct ls_items set;
	struct ls_item *items;          /* the set's, to be written to */
	const struct ls_field **fields; /* of the model, by item */
	bool *turned;        /* by item: a bool made a bit-field; NULL: none */
	const char *why_not; /* no order may be proposed; "" where there is
	                      * nothing to say of it; NULL: may be */
};

struct ls_ordered_how {
	uint32_t line_bytes;
	bool with_full; /* also types that no order makes smaller */
};

/*
 * The items of `id`, if its present layout can be reckoned again from them;
 * `why_not` else.  False: no memory.
 */
bool ls_ordered_make(const struct ls_model *model, ls_type_id id,
    struct ls_ordered_how how, struct ls_ordered *ret)
    __attribute__((warn_unused_result));

/* The same, also of types that no order makes smaller, or of one member. */
bool ls_ordered_reproduce(const struct ls_model *model, ls_type_id id,
    struct ls_ordered *ret) __attribute__((warn_unused_result));

/*
 * Are the nameless structs inside a type, which stand in its own source, what
 * their members make of them?  With an unnamed bit-field, which leaves no
 * trace, they are not.  Packed ones count as explained.  False: no memory.
 */
bool ls_ordered_explains_inside(const struct ls_model *model, ls_type_id id,
    bool *ret) __attribute__((warn_unused_result));

void ls_ordered_free(struct ls_ordered *ordered);

/*
 * More than any plain type needs, so somebody asked for it: then its holes
 * are most likely wanted, to keep members on lines of their own.
 */
bool ls_is_aligned_on_purpose(const struct ls_type *type);

/*
 * The smallest size of any order of the type's members, in bytes, and whether
 * that is proved; its present size where no order may be proposed.  Cheap
 * enough to be asked of every type of a kernel.
 */
uint64_t ls_best_size(
    const struct ls_model *model, ls_type_id id, bool *is_proved);

/* The same of orders that move no more than `max_moves`; takes longer.  False:
 * no memory. */
bool ls_best_size_within(const struct ls_model *model, ls_type_id id,
    struct ls_ordered_how how, uint32_t max_moves, uint64_t *ret)
    __attribute__((warn_unused_result));

#endif
