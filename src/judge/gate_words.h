/*
 * gate_words.h - the lines below a failure: what changed, and what would do.
 */
#ifndef LS_JUDGE_GATE_WORDS_H
#define LS_JUDGE_GATE_WORDS_H

#include "judge/gate_keys.h"

struct ls_out;

/*
 * Fill in `details`, and `at` where a member's line is known.  `at` comes in
 * as the type's place.
 */
struct ls_error *ls_gate_explain(struct ls_gate *gate,
    const struct ls_subject *subject, const struct ls_verdict *verdict,
    bool is_frozen, struct ls_finding *finding);

/*
 * What became of the members, a line each, causes first; the first cause is
 * the place, if its line is known.  `subject` may be NULL: then nothing is
 * asked of the types of members.
 */
void ls_gate_put_change(struct ls_out *out, const struct ls_change *change,
    const struct ls_subject *subject, struct ls_place_row *at);

#endif
