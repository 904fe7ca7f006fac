/*
 * frozen.c - which of the chosen types the user's rules freeze.
 *
 * The order of a wire format is not ours to change: a rule with
 * `frozen: true` says so, and then no smaller order is proposed.
 */
#include "work/frozen.h"

#include <stdlib.h>

#include "work/check_own.h"

void
ls_session_use_rules(struct ls_session *session, struct ls_check *check)
{
	session->rules = check;
}

/* The hits of one entry, from `first` on. */
static size_t
hits_of_entry(const struct ls_hits *hits, size_t first)
{
	size_t count = 1;
	while (first + count < hits->count &&
	    hits->items[first + count].entry == hits->items[first].entry)
		count++;
	return count;
}

static struct ls_error *
mark(struct ls_check *check, const struct ls_hits *hits, bool *by_entry)
{
	for (size_t at = 0, count; at < hits->count; at += count) {
		count = hits_of_entry(hits, at);
		struct ls_match *matches = calloc(count, sizeof(*matches));
		if (!matches)
			return &ls_error_nomem;
		for (size_t i = 0; i < count; i++)
			matches[i] = hits->items[at + i].match;
		by_entry[hits->items[at].entry] = ls_gate_freezes(
		    &check->gate, matches, count);
		free(matches);
	}
	return NULL;
}

struct ls_error *
ls_frozen_find(
    struct ls_session *session, const struct ls_found *found, bool **ret)
{
	struct ls_hits hits = { 0 };
	*ret = NULL;
	if (!session->rules)
		return NULL;
	bool *by_entry = calloc(
	    (size_t)session->source->catalog.count + 1, sizeof(*by_entry));
	*ret = calloc(found->count + 1, sizeof(**ret));
	struct ls_error *err = by_entry && *ret
	    ? ls_check_find(session->rules, session, &hits)
	    : &ls_error_nomem;
	if (!err)
		err = mark(session->rules, &hits, by_entry);
	for (size_t i = 0; i < found->count && !err; i++)
		(*ret)[i] = by_entry[found->ids[i]];
	free(hits.items);
	free(by_entry);
	return err;
}
