/*
 * diff_text.c - what changed, for a person to read.
 */
#include <string.h>

#include "render/diff.h"
#include "render/text.h"

static void
put_pair(struct ls_page *page, uint64_t old, uint64_t new)
{
	if (old == new)
		ls_out_format(page->out, "      %6" PRIu64 "      ", new);
	else
		ls_out_format(page->out,
		    "%6" PRIu64 " ->%6" PRIu64 " %+-6" PRId64, old, new,
		    (int64_t)(new - old));
}

static void
put_sizes(struct ls_page *page, const struct ls_change *change)
{
	struct ls_out *out = page->out;
	if (change->what & (LS_CHANGE_NEW | LS_CHANGE_GONE)) {
		const struct ls_measure *only = change->what & LS_CHANGE_NEW
		    ? &change->new
		    : &change->old;
		ls_out_format(out,
		    "%6s   %6" PRIu64 "       %4" PRIu64 "         ",
		    change->what & LS_CHANGE_NEW ? "new" : "gone",
		    only->size_bytes, only->padding_bytes);
		return;
	}
	put_pair(page, change->old.size_bytes, change->new.size_bytes);
	if (change->old.padding_bytes == change->new.padding_bytes)
		ls_out_format(
		    out, "%4" PRIu64 "         ", change->new.padding_bytes);
	else
		ls_out_format(out, "%4" PRIu64 " -> %-4" PRIu64 " ",
		    change->old.padding_bytes, change->new.padding_bytes);
}

static void
put_title(struct ls_page *page, const struct ls_change *change)
{
	struct ls_out *out = page->out;
	if (change->lang == LS_LANG_C && !change->is_typedef_name)
		ls_out_format(out, "%s ", ls_kind_word(change->kind));
	ls_style_begin(page, LS_STYLE_TITLE);
	ls_text_name(page, out, change->name ? change->name : "(anonymous)");
	ls_style_end(page, LS_STYLE_TITLE);
	if (change->what & LS_CHANGE_REORDERED)
		ls_out_text(out, "   reordered");
	if (change->what & LS_CHANGE_ALIGN)
		ls_out_format(out, "   align %" PRIu64 " -> %" PRIu64,
		    change->old.align_bytes, change->new.align_bytes);
	if (change->what & LS_CHANGE_TAG)
		ls_out_format(out, "   tag %s -> %s",
		    change->old_tag ? change->old_tag : "(no variants)",
		    change->new_tag ? change->new_tag : "(no variants)");
	if (change->decl.file) {
		ls_out_text(out, "   ");
		ls_text_put_raw(page, out, change->decl.file);
		if (change->decl.line)
			ls_out_format(out, ":%" PRIu32, change->decl.line);
	}
	ls_out_char(out, '\n');
}

static void
put_member(struct ls_page *page, const struct ls_member_change *m)
{
	static const char signs[] = { [LS_MEMBER_ADDED] = '+',
		[LS_MEMBER_REMOVED] = '-',
		[LS_MEMBER_RESIZED] = '~',
		[LS_MEMBER_RETYPED] = '~',
		[LS_MEMBER_MOVED] = '~' };
	struct ls_out *out = page->out;
	if (m->what == LS_MEMBER_MOVED && m->run == 0)
		return;
	ls_out_format(out, "%20s%c ", "", signs[m->what]);
	ls_text_put_raw(page, out, m->name);
	if (m->what != LS_MEMBER_MOVED) {
		ls_out_text(out, ": ");
		ls_text_name(page, out, m->type ? m->type : "?");
	}
	switch (m->what) {
	case LS_MEMBER_ADDED:
		ls_out_format(out, " at %" PRIu64, m->new_offset_bits / 8);
		break;
	case LS_MEMBER_REMOVED:
		ls_out_format(out, " was at %" PRIu64, m->old_offset_bits / 8);
		break;
	case LS_MEMBER_RESIZED:
		ls_out_format(out, " %" PRIu64 " -> %" PRIu64,
		    m->old_size_bits / 8, m->new_size_bits / 8);
		if (m->old_size_bits % 8 || m->new_size_bits % 8)
			ls_out_format(out,
			    " (%" PRIu64 " -> %" PRIu64 " bits)",
			    m->old_size_bits, m->new_size_bits);
		break;
	case LS_MEMBER_RETYPED:
		ls_out_text(out, ", was ");
		ls_text_name(page, out, m->old_type ? m->old_type : "?");
		break;
	case LS_MEMBER_MOVED:
		ls_out_format(out, " moved %" PRIu64 " -> %" PRIu64,
		    m->old_offset_bits / 8, m->new_offset_bits / 8);
		if (m->run > 1)
			ls_out_format(
			    out, ", %" PRIu32 " more by as much", m->run - 1);
		break;
	}
	if (m->has_new && m->new_hole_bytes > 0)
		ls_out_format(
		    out, ", +%" PRIu64 " padding", m->new_hole_bytes);
	ls_out_char(out, '\n');
}

void
ls_render_diff_text(struct ls_page *page, const struct ls_diff *diff)
{
	struct ls_out *out = page->out;
	if (diff->change_count > 0)
		ls_put_styled(page, LS_STYLE_HEAD,
		    "        SIZE          PAD          TYPE\n");
	for (size_t i = 0; i < diff->change_count; i++) {
		const struct ls_change *change = &diff->changes[i];
		put_sizes(page, change);
		put_title(page, change);
		for (size_t j = 0; j < change->member_count; j++)
			put_member(page, &change->members[j]);
	}
	ls_out_format(out,
	    "%s%" PRIu64 " grew, %" PRIu64 " shrank, %" PRIu64 " new, %" PRIu64
	    " gone, %" PRIu64 " changed otherwise, %" PRIu64 " same.    (",
	    diff->change_count ? "\n" : "", diff->grew, diff->shrank,
	    diff->added, diff->gone, diff->other, diff->same);
	if (strcmp(diff->old.target, diff->new.target) == 0)
		ls_out_format(out, "%s, same target)\n", diff->new.target);
	else
		ls_out_format(out, "%s -> %s: DIFFERENT TARGETS)\n",
		    diff->old.target, diff->new.target);
}
