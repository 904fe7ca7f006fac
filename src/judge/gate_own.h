/*
 * gate_own.h - what the files of the gate share.
 */
#ifndef LS_JUDGE_GATE_OWN_H
#define LS_JUDGE_GATE_OWN_H

#include "judge/gate.h"

static inline const struct ls_value *
ls_gate_value(const struct ls_gate *gate, uint32_t rule, enum ls_key key)
{
	return &gate->rules->items[rule].values[key];
}

/* The first key of a rule that judges; LS_KEY_IGNORE: it has none. */
enum ls_key ls_gate_first_key(const struct ls_gate *gate, uint32_t rule);

/* A new finding, with all that the rule says of it; NULL: no memory. */
struct ls_finding *ls_gate_add(
    struct ls_gate *gate, uint32_t rule, enum ls_key key);

#endif
