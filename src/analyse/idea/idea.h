/*
 * idea.h - what to change in the source for smaller types.
 *
 * Each kind of idea has a file of its own beside this one; each looks at one
 * type, and adds what it finds.  No idea without a net saving.
 */
#ifndef LS_ANALYSE_IDEA_H
#define LS_ANALYSE_IDEA_H

#include "analyse/layout/plan.h"
#include "analyse/layout/shape.h"
#include "analyse/lines.h"
#include "report/idea.h"

/* The ideas of one row, being gathered. */
struct ls_ideas {
	struct ls_lines *lines;
	struct ls_shapes *shapes;
	ls_type_id id;
	const struct ls_type *type;
	struct ls_plan *plan; /* of the type; repr_count 0: no prediction */
	struct ls_shape now;
	struct ls_idea *items; /* in the heap */
	size_t count;
	size_t room;
};

/* Fill in the ideas of a row, the largest saving first. */
struct ls_error *ls_analyse_ideas(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row);

/* Add a copy; its texts must be in the row's arena, or constants. */
struct ls_error *ls_ideas_add(
    struct ls_ideas *ideas, const struct ls_idea *idea);

/* A sentence in the row's arena. */
struct ls_error *ls_ideas_say(struct ls_ideas *ideas, const char **ret,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A type's name without the modules before it and std's own arguments:
 * "Option<Vec<u8>>". */
struct ls_error *ls_ideas_brief(
    struct ls_ideas *ideas, ls_type_id id, const char **ret);

/*
 * The type with its parts changed in `changed`, laid out by each repr that it
 * may have.  `saving_bytes` is 0 where nothing is won.  False: no memory.
 */
struct ls_outcome {
	struct ls_shape shape; /* by the likeliest repr */
	struct ls_layout layout;
	uint64_t saving_bytes;
	uint64_t program_saving_bytes;
	uint64_t total_saving_bytes; /* as it costs */
	enum ls_certainty certainty;
};
bool ls_ideas_try(struct ls_ideas *ideas, struct ls_plan *changed,
    struct ls_outcome *ret) __attribute__((warn_unused_result));

/* What bytes are worth to whoever asks. */
const struct ls_cost *ls_ideas_cost(const struct ls_ideas *ideas);

/* A pointer that is never null, as a part. */
struct ls_part ls_ideas_box(const struct ls_ideas *ideas);

/* ---- the kinds ---- */

struct ls_error *ls_idea_box_variant(struct ls_ideas *ideas);
struct ls_error *ls_idea_nonzero(struct ls_ideas *ideas);
struct ls_error *ls_idea_join_tags(struct ls_ideas *ideas);
struct ls_error *ls_idea_join_flags(struct ls_ideas *ideas);
struct ls_error *ls_idea_merge_enums(struct ls_ideas *ideas);
struct ls_error *ls_idea_drop_repr(struct ls_ideas *ideas);
struct ls_error *ls_idea_swap_cell(struct ls_ideas *ideas);
struct ls_error *ls_idea_renumber(struct ls_ideas *ideas);
struct ls_error *ls_idea_drop_variant(struct ls_ideas *ideas);
struct ls_error *ls_idea_narrow_enum(struct ls_ideas *ideas);
struct ls_error *ls_idea_box_slice(struct ls_ideas *ideas);
struct ls_error *ls_idea_box_error(struct ls_ideas *ideas);
struct ls_error *ls_idea_c_bits(struct ls_ideas *ideas);
struct ls_error *ls_idea_c_tag(struct ls_ideas *ideas);

#endif
