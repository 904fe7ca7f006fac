/*
 * gate_words.c - the lines below a failure: what changed, and what would do.
 */
#include "judge/gate_words.h"

#include <inttypes.h>

#include "base/error.h"
#include "base/out.h"
#include "judge/compare.h"

enum { MOST_MEMBERS = 10 };

/* "conn.c:18:15: " */
static void
put_place(struct ls_out *out, const struct ls_row *row,
    const struct ls_member_change *member)
{
	if (!row->decl.file || !member->line)
		return;
	ls_out_format(out, "%s:%" PRIu32 ":", row->decl.file, member->line);
	if (member->column)
		ls_out_format(out, "%" PRIu32 ":", member->column);
	ls_out_char(out, ' ');
}

static void
put_hole(struct ls_out *out, const struct ls_member_change *member)
{
	if (member->new_hole_bytes > 0)
		ls_out_format(out, ", and %" PRIu64 " of padding after it",
		    member->new_hole_bytes);
}

static void
put_member(struct ls_out *out, const struct ls_row *row,
    const struct ls_member_change *m)
{
	put_place(out, row, m);
	ls_out_format(out, "'%s' ", m->name);
	switch (m->what) {
	case LS_MEMBER_ADDED:
		ls_out_format(out, "(%s) is new: %" PRIu64 " at %" PRIu64,
		    m->type ? m->type : "?", m->new_size_bits / 8,
		    m->new_offset_bits / 8);
		put_hole(out, m);
		break;
	case LS_MEMBER_REMOVED:
		ls_out_text(out, "is gone");
		break;
	case LS_MEMBER_RESIZED:
		ls_out_format(out,
		    "(%s) has %" PRIu64 " bytes, before it had %" PRIu64,
		    m->type ? m->type : "?", m->new_size_bits / 8,
		    m->old_size_bits / 8);
		put_hole(out, m);
		break;
	case LS_MEMBER_RETYPED:
		ls_out_format(out, "was %s and is %s",
		    m->old_type ? m->old_type : "?", m->type ? m->type : "?");
		break;
	case LS_MEMBER_MOVED:
		ls_out_format(out, "moved from %" PRIu64 " to %" PRIu64,
		    m->old_offset_bits / 8, m->new_offset_bits / 8);
		if (m->run > 1)
			ls_out_format(
			    out, ", and %" PRIu32 " more with it", m->run - 1);
		break;
	}
	ls_out_char(out, '\n');
}

/* What is different from the baseline; the first cause is the place. */
static struct ls_error *
put_changes(struct ls_gate *gate, struct ls_out *out,
    const struct ls_subject *subject, struct ls_finding *finding)
{
	struct ls_change change;
	unsigned told = 0;
	struct ls_error *err = ls_compare(
	    subject->baseline, subject->row, &gate->arena, &change);
	if (err)
		return err;
	for (size_t i = 0; i < change.member_count; i++) {
		const struct ls_member_change *m = &change.members[i];
		bool is_cause = m->what == LS_MEMBER_ADDED ||
		    m->what == LS_MEMBER_RESIZED;
		if (m->what == LS_MEMBER_MOVED && m->run == 0)
			continue;
		if (is_cause && m->line && told < MOST_MEMBERS &&
		    finding->at.line == subject->row->decl.line) {
			finding->at.line = m->line;
			finding->at.column = m->column;
		}
		if (told++ < MOST_MEMBERS)
			put_member(out, subject->row, m);
	}
	if (told > MOST_MEMBERS)
		ls_out_format(
		    out, "and %u changes more\n", told - MOST_MEMBERS);
	return NULL;
}

/* Would any order of the members do? */
static void
put_order(struct ls_out *out, const struct ls_subject *subject, uint64_t limit)
{
	if (!subject->is_least_known) {
		if (subject->row->is_order_free)
			ls_out_text(out,
			    "rustc orders these members itself; fewer or "
			    "smaller ones would do.\n");
		return;
	}
	if (subject->least_bytes > limit)
		ls_out_format(out,
		    "No order of these members fits %" PRIu64
		    " (they need %" PRIu64 "): %" PRIu64
		    " bytes of them must go.\n",
		    limit, subject->least_bytes, subject->least_bytes - limit);
	else
		ls_out_format(out,
		    "Another order of these members fits: %" PRIu64
		    " bytes (layoutscope suggest).\n",
		    subject->least_bytes);
}

struct ls_error *
ls_gate_explain(struct ls_gate *gate, const struct ls_subject *subject,
    const struct ls_verdict *verdict, bool is_frozen,
    struct ls_finding *finding)
{
	struct ls_out out = { 0 };
	struct ls_error *err = NULL;
	if (subject->baseline)
		err = put_changes(gate, &out, subject, finding);
	if (verdict->line && verdict->line->decl.line) {
		finding->at.line = verdict->line->decl.line;
		finding->at.column = verdict->line->decl.column;
	}
	if (!is_frozen && verdict->most_bytes > 0)
		put_order(&out, subject, verdict->most_bytes);
	if (!err)
		err = ls_out_finish(&out);
	if (!err && out.size > 0) {
		finding->details = ls_arena_string(
		    &gate->arena, out.text, out.size);
		if (!finding->details)
			err = &ls_error_nomem;
	}
	ls_out_free(&out);
	return err;
}
