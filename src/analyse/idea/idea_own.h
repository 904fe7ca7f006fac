/*
 * idea_own.h - what the kinds of ideas share.
 */
#ifndef LS_ANALYSE_IDEA_OWN_H
#define LS_ANALYSE_IDEA_OWN_H

#include "analyse/idea/idea.h"
#include "base/limits.h"

/* The members that an idea is about. */
struct ls_named {
	const struct ls_field *fields[LS_MAX_NAMED];
	uint32_t lists[LS_MAX_NAMED]; /* of the plan: which variant */
	uint32_t places[LS_MAX_NAMED];
	uint32_t count;
};

/* All parts of the plan whose field is such, as far as there is room. */
typedef bool ls_is_wanted(
    struct ls_ideas *ideas, const struct ls_field *field);
void ls_named_find(
    struct ls_ideas *ideas, ls_is_wanted *is_wanted, struct ls_named *ret);

/* "fd", "fd and len", "fd, len and 3 more"; .0 as "field 0". */
struct ls_error *ls_named_say(
    struct ls_ideas *ideas, const struct ls_named *named, const char **ret);

/* What stands in the place of such a member. */
typedef struct ls_part ls_change(
    struct ls_ideas *ideas, const struct ls_field *field);

/* The type with all of them changed. */
bool ls_named_try(struct ls_ideas *ideas, const struct ls_named *named,
    ls_change *change, struct ls_outcome *ret)
    __attribute__((warn_unused_result));

/*
 * As few of them as win as much as all do: one alone, if there is such a one,
 * else all.  `named` becomes what was chosen.
 */
bool ls_named_fewest(struct ls_ideas *ideas, struct ls_named *named,
    ls_change *change, struct ls_outcome *ret)
    __attribute__((warn_unused_result));

/* An idea of that outcome, about these members. */
struct ls_idea ls_named_idea(struct ls_ideas *ideas, enum ls_idea_kind kind,
    const struct ls_named *named, const struct ls_outcome *outcome);

/* Behind aliases. */
const struct ls_type *ls_ideas_type(
    const struct ls_ideas *ideas, ls_type_id id);

/* The T of Option<T>; NULL: the type is none. */
const struct ls_field *ls_ideas_payload(const struct ls_type *type);

/* An Option that has a tag of its own. */
bool ls_ideas_pays_tag(const struct ls_type *type);

/* Does such an Option hold the type, or a newtype around it? */
bool ls_ideas_has_payer(struct ls_ideas *ideas);

/* The Option around it that wins most, after ls_shape_saving(): false if none
 * wins more than `idea` says already. */
bool ls_ideas_name_winner(struct ls_ideas *ideas, struct ls_idea *idea);

bool ls_ideas_is_integer(const struct ls_type *type);
bool ls_ideas_is_named(const struct ls_type *type, const char *begin);

/* Such a part without a niche. */
struct ls_part ls_ideas_plain(uint64_t size_bytes, uint64_t align_bytes);

#endif
