/*
 * gate_finish.c - all findings at once: what globs hold, an order, and each
 * thing said once.
 *
 * Rules are held against one file after another, so a type of a header is
 * judged as often as there are objects that know it.  It is one type, one
 * finding and one count all the same.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/map.h"
#include "judge/gate_keys.h"
#include "judge/gate_own.h"

/* A rule whose types are all ignored measures nothing, and that is a fault of
 * one or the other.  Its own `ignore` is how to switch it off. */
static struct ls_error *
miss_ignored(struct ls_gate *gate)
{
	struct ls_error *err = NULL;
	for (uint32_t rule = 0; rule < gate->rules->count && !err; rule++) {
		const struct ls_tally *tally = &gate->tallies[rule];
		if (tally->ignored > 0 && tally->judged == 0 &&
		    ls_gate_first_key(gate, rule) != LS_KEY_IGNORE &&
		    !ls_gate_value(gate, rule, LS_KEY_IGNORE)->number)
			err = ls_gate_miss(gate, rule, LS_FINDING_UNMATCHED,
			    "another rule says to ignore all that it means: "
			    "nothing was measured",
			    "");
	}
	return err;
}

/* A glob that holds for all that it matches is one finding. */
static struct ls_error *
put_held(struct ls_gate *gate, uint32_t rule, enum ls_key key)
{
	uint64_t held = gate->tallies[rule].held[key];
	const char *limit = ls_gate_value(gate, rule, key)->text;
	struct ls_finding *finding = ls_gate_add(gate, rule, key);
	if (!finding)
		return &ls_error_nomem;
	finding->type_count = held;
	finding->limit = limit ? limit : "";
	finding->message = ls_gate_say(
	    gate, "%" PRIu64 " type%s", held, held == 1 ? "" : "s");
	return finding->message ? NULL : &ls_error_nomem;
}

static struct ls_error *
put_all_held(struct ls_gate *gate)
{
	struct ls_error *err = NULL;
	for (uint32_t rule = 0; rule < gate->rules->count; rule++) {
		const struct ls_tally *tally = &gate->tallies[rule];
		for (unsigned key = 0; key < LS_KEY_JUDGING && !err; key++)
			if (tally->held[key] && !tally->broken[key])
				err = put_held(gate, rule, (enum ls_key)key);
	}
	return err;
}

static unsigned
key_of(const struct ls_finding *finding)
{
	unsigned key = 0;
	while (key < LS_KEY_JUDGING &&
	    strcmp(ls_key_table[key].name, finding->key) != 0)
		key++;
	return key;
}

/* Of a glob that does not hold: for how many of how many types. */
static void
count_broken(struct ls_gate *gate)
{
	for (uint32_t rule = 0; rule < gate->rules->count; rule++)
		memset(gate->tallies[rule].broken, 0,
		    sizeof(gate->tallies[rule].broken));
	for (size_t i = 0; i < gate->count; i++) {
		const struct ls_finding *finding = &gate->findings[i];
		if (finding->is_of_glob)
			gate->tallies[finding->rule].broken[key_of(finding)]++;
	}
	for (size_t i = 0; i < gate->count; i++) {
		struct ls_finding *finding = &gate->findings[i];
		const struct ls_tally *tally = &gate->tallies[finding->rule];
		unsigned key = key_of(finding);
		if (key == LS_KEY_JUDGING || !tally->broken[key])
			continue;
		finding->broken_count = tally->broken[key];
		finding->type_count = tally->broken[key] + tally->held[key];
	}
}

static int
compare_words(const struct ls_finding *x, const struct ls_finding *y)
{
	if (x->rule != y->rule)
		return x->rule < y->rule ? -1 : 1;
	int order = strcmp(x->id, y->id);
	if (!order)
		order = strcmp(x->type, y->type);
	if (!order)
		order = strcmp(x->target, y->target);
	if (!order)
		order = (x->type_at.line > y->type_at.line) -
		    (x->type_at.line < y->type_at.line);
	if (!order)
		order = strcmp(x->message, y->message);
	return order ? order : strcmp(x->details, y->details);
}

static int
by_rule(const void *a, const void *b)
{
	const struct ls_finding *x = a, *y = b;
	int order = compare_words(x, y);
	return order ? order : strcmp(x->file, y->file);
}

static bool
is_same_place(const struct ls_place_row *a, const struct ls_place_row *b)
{
	return a->line == b->line && a->column == b->column &&
	    (a->file && b->file ? strcmp(a->file, b->file) == 0
				: a->file == b->file);
}

/* Would two findings say the very same of two files? */
static bool
is_same_finding(const struct ls_finding *a, const struct ls_finding *b)
{
	return compare_words(a, b) == 0 && a->status == b->status &&
	    a->is_warning == b->is_warning && *a->file && *b->file &&
	    strcmp(a->file, b->file) != 0 && is_same_place(&a->at, &b->at) &&
	    is_same_place(&a->type_at, &b->type_at);
}

/* A type of a header stands in many files, and is one finding. */
static void
fold(struct ls_gate *gate)
{
	size_t kept = 0;
	for (size_t i = 0; i < gate->count; i++) {
		struct ls_finding *last = &gate->findings[kept ? kept - 1 : 0];
		if (kept > 0 && is_same_finding(last, &gate->findings[i]))
			last->more_files++;
		else
			gate->findings[kept++] = gate->findings[i];
	}
	gate->count = kept;
}

static bool
is_same_measure(const struct ls_measure *a, const struct ls_measure *b)
{
	return a->size_bytes == b->size_bytes &&
	    a->cachelines == b->cachelines;
}

/* Likewise of what is of another size: by name, the first of each. */
static struct ls_error *
fold_moved(struct ls_gate *gate)
{
	struct ls_map seen = { 0 };
	struct ls_error *err = NULL;
	size_t kept = 0;
	for (size_t i = 0; i < gate->moved_count && !err; i++) {
		const struct ls_moved_row *moved = &gate->moved[i];
		uint64_t key = ls_hash_bytes(
		    moved->type, strlen(moved->type), 0);
		const uint64_t *at = ls_map_get(&seen, key);
		const struct ls_moved_row *first = at ? &gate->moved[*at]
						      : NULL;
		if (first && is_same_measure(&first->was, &moved->was) &&
		    is_same_measure(&first->now, &moved->now))
			continue;
		if (!at && !ls_map_put(&seen, key, kept))
			err = &ls_error_nomem;
		gate->moved[kept++] = *moved;
	}
	gate->moved_count = kept;
	ls_map_free(&seen);
	return err;
}

struct ls_error *
ls_gate_finish(struct ls_gate *gate, struct ls_check_report *report)
{
	struct ls_error *err = miss_ignored(gate);
	if (!err)
		err = put_all_held(gate);
	if (err)
		return err;
	if (gate->count > 0)
		qsort(gate->findings, gate->count, sizeof(*gate->findings),
		    by_rule);
	fold(gate);
	count_broken(gate);
	err = fold_moved(gate);
	if (err)
		return err;
	report->findings = gate->findings;
	report->finding_count = gate->count;
	report->moved = gate->moved;
	report->moved_count = gate->moved_count;
	report->rule_count = gate->rules->count;
	for (size_t i = 0; i < gate->count; i++) {
		const struct ls_finding *finding = &gate->findings[i];
		switch (finding->status) {
		case LS_FINDING_PASSED:
			report->passed++;
			break;
		case LS_FINDING_FAILED:
			report->failed += !finding->is_warning;
			report->warnings += finding->is_warning;
			break;
		case LS_FINDING_UNMATCHED:
			report->unmatched += !finding->is_warning;
			report->warnings += finding->is_warning;
			break;
		case LS_FINDING_AMBIGUOUS:
			report->ambiguous++;
			break;
		}
	}
	return NULL;
}
