/*
 * gate_words.c - the lines below a failure: what changed, and what would do.
 */
#include "judge/gate_words.h"

#include <inttypes.h>

#include "base/error.h"
#include "base/out.h"
#include "judge/compare.h"

enum { MOST_MEMBERS = 10, MOST_INNER = 3 };

/* "conn.c:18:15: " */
static void
put_place(struct ls_out *out, const char *file,
    const struct ls_member_change *member)
{
	if (!file || !member->line)
		return;
	ls_out_format(out, "%s:%" PRIu32 ":", file, member->line);
	if (member->column)
		ls_out_format(out, "%" PRIu32 ":", member->column);
	ls_out_char(out, ' ');
}

/* " and 6 bytes of padding" */
static void
put_padding(struct ls_out *out, uint64_t bytes, const char *where)
{
	if (bytes > 0)
		ls_out_format(out, " and %" PRIu64 " byte%s of padding%s",
		    bytes, bytes == 1 ? "" : "s", where);
}

/* "+4", or in bits "+3 bits" */
static void
put_size(struct ls_out *out, uint64_t bits)
{
	if (bits % 8)
		ls_out_format(out, "+%" PRIu64 " bits", bits);
	else
		ls_out_format(out, "+%" PRIu64, bits / 8);
}

/* "8", or "8.3": byte, and bit of it */
static void
put_offset(struct ls_out *out, uint64_t bits)
{
	ls_out_format(out, "%" PRIu64, bits / 8);
	if (bits % 8)
		ls_out_format(out, ".%" PRIu64, bits % 8);
}

static void
put_resizing(struct ls_out *out, const struct ls_member_change *m)
{
	bool in_bits = m->old_size_bits % 8 || m->new_size_bits % 8;
	unsigned unit = in_bits ? 1 : 8;
	ls_out_format(out, "'%s' %s %" PRIu64 " -> %" PRIu64 "%s", m->name,
	    m->new_size_bits > m->old_size_bits ? "grew" : "shrank",
	    m->old_size_bits / unit, m->new_size_bits / unit,
	    in_bits ? " bits" : "");
}

/* " because struct timer got 'flags' (+4) and 4 bytes of padding"; of an enum
 * that needs a tag now, that */
static void
put_because(struct ls_out *out, const struct ls_subject *subject,
    const struct ls_member_change *m)
{
	const struct ls_change *change = subject && subject->baseline &&
		m->type_id
	    ? subject->asked.inside(subject->asked.context, m->type_id)
	    : NULL;
	unsigned told = 0;
	for (size_t i = 0; change && i < change->member_count; i++) {
		const struct ls_member_change *inner = &change->members[i];
		if (inner->what != LS_MEMBER_ADDED &&
		    inner->what != LS_MEMBER_RESIZED)
			continue;
		if (told++ == MOST_INNER)
			break;
		ls_out_format(out, told == 1 ? " because %s " : ", ",
		    m->type ? m->type : "its type");
		if (inner->what == LS_MEMBER_RESIZED) {
			ls_out_text(out, told == 1 ? "has " : "");
			put_resizing(out, inner);
			continue;
		}
		ls_out_format(
		    out, "%s'%s' (", told == 1 ? "got " : "", inner->name);
		put_size(out, inner->new_size_bits);
		ls_out_char(out, ')');
	}
	if (change && told == 0 && (change->what & LS_CHANGE_LOST_NICHE))
		ls_out_format(out, " because %s lost its niche",
		    m->type ? m->type : "its type");
	if (told > 0 && change->new.padding_bytes > change->old.padding_bytes)
		put_padding(out,
		    change->new.padding_bytes - change->old.padding_bytes, "");
}

static void
put_member(struct ls_out *out, const char *file,
    const struct ls_subject *subject, const struct ls_member_change *m)
{
	put_place(out, file, m);
	switch (m->what) {
	case LS_MEMBER_ADDED:
		ls_out_format(
		    out, "'%s' (%s, ", m->name, m->type ? m->type : "?");
		put_size(out, m->new_size_bits);
		ls_out_char(out, ')');
		put_padding(out, m->new_hole_bytes, " after it");
		ls_out_text(out, m->new_hole_bytes ? " are new" : " is new");
		break;
	case LS_MEMBER_REMOVED:
		ls_out_format(out, "'%s' is gone", m->name);
		break;
	case LS_MEMBER_RESIZED:
		put_resizing(out, m);
		put_because(out, subject, m);
		put_padding(out, m->new_hole_bytes, " after it");
		break;
	case LS_MEMBER_RETYPED:
		ls_out_format(out, "'%s' was %s and is %s", m->name,
		    m->old_type ? m->old_type : "?", m->type ? m->type : "?");
		break;
	case LS_MEMBER_MOVED:
		ls_out_format(out, "'%s' moved ", m->name);
		put_offset(out, m->old_offset_bits);
		ls_out_text(out, " -> ");
		put_offset(out, m->new_offset_bits);
		if (m->run > 1)
			ls_out_format(
			    out, ", and %" PRIu32 " more with it", m->run - 1);
		break;
	}
	ls_out_char(out, '\n');
}

/* What takes room now that it did not take; all else follows from it. */
static bool
is_cause(const struct ls_member_change *m)
{
	return m->what == LS_MEMBER_ADDED ||
	    (m->what == LS_MEMBER_RESIZED &&
		m->new_size_bits > m->old_size_bits);
}

void
ls_gate_put_change(struct ls_out *out, const struct ls_change *change,
    const struct ls_subject *subject, struct ls_place_row *at)
{
	unsigned told = 0;
	if ((change->what & LS_CHANGE_LOST_NICHE) &&
	    (change->what & LS_CHANGE_TAG))
		ls_out_format(out,
		    "It lost its niche: it has a tag of %" PRIu64
		    " byte%s now.\n",
		    change->new_tag_bytes,
		    change->new_tag_bytes == 1 ? "" : "s");
	for (size_t i = 0; i < 2 * change->member_count; i++) {
		bool is_first = i < change->member_count;
		const struct ls_member_change
		    *m = &change->members[i % change->member_count];
		if (is_cause(m) != is_first ||
		    (m->what == LS_MEMBER_MOVED && m->run == 0))
			continue;
		if (is_first && m->line && told == 0) {
			at->line = m->line;
			at->column = m->column;
		}
		if (told++ < MOST_MEMBERS)
			put_member(out, change->decl.file, subject, m);
	}
	if (told > MOST_MEMBERS)
		ls_out_format(
		    out, "and %u changes more\n", told - MOST_MEMBERS);
}

/* What is different from the baseline. */
static struct ls_error *
put_changes(struct ls_gate *gate, struct ls_out *out,
    const struct ls_subject *subject, struct ls_finding *finding)
{
	struct ls_change change;
	struct ls_error *err = ls_compare(
	    subject->baseline, subject->row, &gate->arena, &change);
	if (!err)
		ls_gate_put_change(out, &change, subject, &finding->at);
	return err;
}

/* Bytes that the members take, however they stand. */
static uint64_t
needed_bytes(const struct ls_row *row)
{
	uint64_t bits = 8 * (row->size_bytes - row->padding_bytes);
	return (bits - row->unused_bits + 7) / 8;
}

/*
 * No order is small enough: of members that are too many bytes some must go,
 * and it may be more of them, if what is left needs padding.
 */
static void
put_no_order(struct ls_out *out, const struct ls_row *row,
    const struct ls_fit *fit, uint64_t limit)
{
	uint64_t need = needed_bytes(row);
	ls_out_format(
	    out, "No order of these members fits %" PRIu64 " (they ", limit);
	bool is_inlined = fit->inlined && fit->inlined_bytes <= limit;
	ls_out_format(out, "need %" PRIu64, need);
	if (fit->least_bytes > need)
		ls_out_format(
		    out, ", and with padding %" PRIu64, fit->least_bytes);
	ls_out_char(out, ')');
	if (need > limit && !is_inlined)
		ls_out_format(out,
		    ": at least %" PRIu64 " byte%s of them must go",
		    need - limit, need - limit == 1 ? "" : "s");
	ls_out_text(out, ".\n");
	if (is_inlined)
		ls_out_format(out,
		    "The padding inside '%s' would do: with its members "
		    "directly in the type it has %" PRIu64 " bytes.\n",
		    fit->inlined, fit->inlined_bytes);
}

/* Would any order of the members do? */
static void
put_order(struct ls_out *out, const struct ls_subject *subject, uint64_t limit)
{
	struct ls_fit fit = { 0 };
	if (!subject->asked.fit(subject->asked.context, &fit)) {
		if (subject->row->is_order_free)
			ls_out_text(out,
			    "rustc orders these members itself; fewer or "
			    "smaller ones would do.\n");
		return;
	}
	if (fit.least_bytes > limit)
		put_no_order(out, subject->row, &fit, limit);
	else
		ls_out_format(out,
		    "Another order of these members fits: %" PRIu64
		    " bytes (layoutscope suggest).\n",
		    fit.least_bytes);
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
