/*
 * diff.c - the words that the pages of a comparison share.
 */
#include "render/diff.h"

#include <string.h>

#include "render/text.h"

const struct ls_diff_renderer *
ls_diff_renderer_by_name(const char *name)
{
	static const struct ls_diff_renderer *const all[] = { &ls_diff_text,
		&ls_diff_json, &ls_diff_markdown };
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (!name || strcmp(all[i]->name, name) == 0)
			return all[i];
	return NULL;
}

/* What an enum has instead, or how many values were free. */
static void
put_niche(struct ls_out *out, const struct ls_change *change)
{
	bool is_lost = change->what & LS_CHANGE_LOST_NICHE;
	ls_out_text(out, is_lost ? "lost its niche" : "won a niche");
	if (change->what & LS_CHANGE_TAG) {
		uint64_t bytes = is_lost ? change->new_tag_bytes
					 : change->old_tag_bytes;
		ls_out_text(
		    out, is_lost ? ": now has a tag of " : ": has no tag of ");
		ls_text_count(out, bytes, "byte");
		if (!is_lost)
			ls_out_text(out, " any more");
		return;
	}
	ls_out_format(out, ": free values %s -> %s", change->old_niche,
	    change->new_niche);
}

void
ls_diff_put_remarks(
    struct ls_page *page, struct ls_out *out, const struct ls_change *change)
{
	const unsigned niche = LS_CHANGE_LOST_NICHE | LS_CHANGE_WON_NICHE;
	const char *join = "";
	if (change->old_name) {
		ls_out_text(out, "was ");
		ls_text_name(page, out, change->old_name);
		join = ", ";
	}
	if (change->what & LS_CHANGE_REORDERED) {
		ls_out_format(out, "%sreordered", join);
		join = ", ";
	}
	if (change->what & LS_CHANGE_ALIGN) {
		ls_out_format(out, "%salign %" PRIu64 " -> %" PRIu64, join,
		    change->old.align_bytes, change->new.align_bytes);
		join = ", ";
	}
	if (change->what & niche) {
		ls_out_text(out, join);
		put_niche(out, change);
	} else if (change->what & LS_CHANGE_TAG) {
		ls_out_format(out, "%stag %s -> %s", join,
		    change->old_tag ? change->old_tag : "(no variants)",
		    change->new_tag ? change->new_tag : "(no variants)");
	}
}

static void
put_resized(struct ls_out *out, const struct ls_member_change *m)
{
	if (m->old_size_bits % 8 || m->new_size_bits % 8)
		ls_out_format(out, " %" PRIu64 " -> %" PRIu64 " bits",
		    m->old_size_bits, m->new_size_bits);
	else
		ls_out_format(out, " %" PRIu64 " -> %" PRIu64,
		    m->old_size_bits / 8, m->new_size_bits / 8);
	if (m->is_told_apart)
		ls_out_text(out, " (see there)");
}

/* "8", or with bits "8.3": byte and bit of it. */
static void
put_offset(struct ls_out *out, uint64_t bits)
{
	ls_out_format(out, "%" PRIu64, bits / 8);
	if (bits % 8)
		ls_out_format(out, ".%" PRIu64, bits % 8);
}

/* Several in a row by the same distance are told once. */
static void
put_moved(
    struct ls_page *page, struct ls_out *out, const struct ls_member_change *m)
{
	int64_t by = (int64_t)(m->new_offset_bits - m->old_offset_bits);
	ls_text_put_raw(page, out, m->name);
	if (m->run > 1) {
		ls_out_format(
		    out, " and %" PRIu32 " more moved by ", m->run - 1);
		if (by % 8)
			ls_out_format(out, "%+" PRId64 " bits", by);
		else
			ls_out_format(out, "%+" PRId64, by / 8);
		ls_out_text(out, ", order kept");
		return;
	}
	ls_out_text(out, " moved ");
	put_offset(out, m->old_offset_bits);
	ls_out_text(out, " -> ");
	put_offset(out, m->new_offset_bits);
}

bool
ls_diff_put_member(struct ls_page *page, struct ls_out *out,
    const struct ls_change *change, size_t index)
{
	static const char signs[] = { [LS_MEMBER_ADDED] = '+',
		[LS_MEMBER_REMOVED] = '-',
		[LS_MEMBER_RESIZED] = '~',
		[LS_MEMBER_RETYPED] = '~',
		[LS_MEMBER_MOVED] = '~' };
	const struct ls_member_change *m = &change->members[index];
	if (m->what == LS_MEMBER_MOVED && m->run == 0)
		return false;
	ls_out_format(out, "%c ", signs[m->what]);
	if (m->what == LS_MEMBER_MOVED) {
		put_moved(page, out, m);
	} else {
		ls_text_put_raw(page, out, m->name);
		ls_out_text(out, ": ");
		ls_text_name(page, out, m->type ? m->type : "?");
	}
	switch (m->what) {
	case LS_MEMBER_ADDED:
		ls_out_text(out, " at ");
		put_offset(out, m->new_offset_bits);
		break;
	case LS_MEMBER_REMOVED:
		ls_out_text(out, " was at ");
		put_offset(out, m->old_offset_bits);
		break;
	case LS_MEMBER_RESIZED:
		put_resized(out, m);
		break;
	case LS_MEMBER_RETYPED:
		ls_out_text(out, ", was ");
		ls_text_name(page, out, m->old_type ? m->old_type : "?");
		break;
	case LS_MEMBER_MOVED:
		break;
	}
	if (m->has_new && m->new_hole_bytes > 0)
		ls_out_format(
		    out, ", +%" PRIu64 " padding", m->new_hole_bytes);
	return true;
}

void
ls_diff_put_enumerator(struct ls_page *page, struct ls_out *out,
    const struct ls_change *change, size_t index)
{
	const struct ls_enumerator_change *e = &change->enumerators[index];
	ls_out_text(out, !e->has_old ? "+ " : !e->has_new ? "- " : "~ ");
	ls_text_put_raw(page, out, e->name);
	if (e->has_old && e->has_new)
		ls_out_format(out, " = %s -> %s", e->old_value, e->new_value);
	else if (e->has_new && e->new_value)
		ls_out_format(out, " = %s", e->new_value);
	else if (e->has_old && e->old_value)
		ls_out_format(out, " = %s", e->old_value);
}

void
ls_diff_put_counts(struct ls_out *out, const struct ls_diff *diff)
{
	static const struct {
		unsigned bit;
		const char *words;
		bool always;
	} told[] = { { LS_CHANGE_GREW, "grew", true },
		{ LS_CHANGE_SHRANK, "shrank", true },
		{ LS_CHANGE_LOST_NICHE, "lost a niche", false },
		{ LS_CHANGE_WON_NICHE, "won a niche", false },
		{ LS_CHANGE_REORDERED, "reordered", false },
		{ LS_CHANGE_RENAMED, "renamed", false },
		{ LS_CHANGE_NEW, "new", true },
		{ LS_CHANGE_GONE, "gone", true } };
	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++) {
		uint64_t count = diff->counts[__builtin_ctz(told[i].bit)];
		if (count > 0 || told[i].always)
			ls_out_format(
			    out, "%" PRIu64 " %s, ", count, told[i].words);
	}
	if (diff->otherwise > 0)
		ls_out_format(
		    out, "%" PRIu64 " changed otherwise, ", diff->otherwise);
	ls_out_format(out, "%" PRIu64 " same.", diff->same);
	if (strcmp(diff->old.target, diff->new.target) == 0)
		ls_out_format(out, "    (%s, same target)", diff->new.target);
	else
		ls_out_format(out, "    (%s -> %s: DIFFERENT TARGETS)",
		    diff->old.target, diff->new.target);
}
