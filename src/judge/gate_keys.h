/*
 * gate_keys.h - each key of a rule, held against one type.
 */
#ifndef LS_JUDGE_GATE_KEYS_H
#define LS_JUDGE_GATE_KEYS_H

#include "judge/gate.h"

enum ls_outcome {
	LS_OUTCOME_HELD,
	LS_OUTCOME_BROKEN,
	LS_OUTCOME_UNKNOWN, /* it cannot be measured */
	LS_OUTCOME_MOOT,    /* the key says nothing of this type */
};

/* Texts live in the gate's arena. */
struct ls_verdict {
	enum ls_outcome outcome;
	const char *limit;
	const char *actual;
	const char *message;
	const char *accept;         /* NULL */
	const struct ls_line *line; /* the member it is about; NULL */
	uint64_t most_bytes;        /* a size limit that was broken; 0: none */
};

struct ls_error *ls_gate_hold(struct ls_gate *gate, enum ls_key key,
    uint32_t rule, const struct ls_subject *subject, struct ls_verdict *ret);

/* printf into the gate's arena; NULL: no memory. */
const char *ls_gate_say(struct ls_gate *gate, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
