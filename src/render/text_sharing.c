/*
 * text_sharing.c - which atomics and locks share a cache line.
 *
 *	 SHARING     line 0: lock (lock), refs (atomic) and 3 other members
 *	             line 2: next (atomic) and 1 other member
 *	             Lines are counted from the type's start; objects are
 *	             aligned to 8 bytes and may begin inside one.
 */
#include "render/text.h"

enum { MOST_LINES = 6, MOST_MEMBERS = 6 };

static void
put_member(const struct ls_page *page, struct ls_out *out,
    const struct ls_sharing_member *member)
{
	ls_text_path(page, out, member->name);
	if (member->count == 1)
		ls_out_text(out, member->is_lock ? " (lock)" : " (atomic)");
	else
		ls_out_format(out, " (%" PRIu64 " %s)", member->count,
		    member->is_lock ? "locks" : "atomics");
}

/* "line 0: lock (lock), refs (atomic) and 3 other members" */
static void
put_line(const struct ls_page *page, struct ls_out *out,
    const struct ls_sharing_line *line)
{
	size_t shown = line->member_count > MOST_MEMBERS ? MOST_MEMBERS
							 : line->member_count;
	ls_out_format(out, "line %" PRIu64 ": ", line->line);
	for (size_t i = 0; i < shown; i++) {
		bool is_last = i + 1 == line->member_count;
		if (i > 0)
			ls_out_text(out,
			    is_last && line->other_count == 0 ? " and "
							      : ", ");
		put_member(page, out, &line->members[i]);
	}
	if (line->member_count > shown)
		ls_out_format(out, ", %zu more", line->member_count - shown);
	if (line->other_count > 0) {
		ls_out_text(out, " and ");
		ls_text_count(out, line->other_count, "other member");
	}
}

static void
put_more(struct ls_page *page, const struct ls_sharing *sharing)
{
	struct ls_out text = { 0 };
	if (sharing->line_count <= MOST_LINES)
		return;
	ls_out_format(
	    &text, "and %zu more lines", sharing->line_count - MOST_LINES);
	ls_text_words(page, "", &text);
}

static void
put_alignment(struct ls_page *page, const struct ls_row *row)
{
	struct ls_out text = { 0 };
	if (row->sharing->is_aligned)
		return;
	ls_out_text(
	    &text, "Lines are counted from the type's start; objects ");
	if (row->align_from == LS_HOW_UNKNOWN) {
		ls_out_text(&text, "may begin inside one.");
	} else {
		ls_out_text(&text, "are aligned to ");
		ls_text_count(&text, row->align_bytes, "byte");
		ls_out_text(&text, " and may begin inside one.");
	}
	ls_text_words(page, "", &text);
}

void
ls_text_sharing(struct ls_page *page, const struct ls_row *row)
{
	const struct ls_sharing *sharing = row->sharing;
	for (size_t i = 0; i < sharing->line_count && i < MOST_LINES; i++) {
		struct ls_out text = { 0 };
		put_line(page, &text, &sharing->lines[i]);
		ls_text_words(page, i == 0 ? "SHARING" : "", &text);
	}
	put_more(page, sharing);
	put_alignment(page, row);
}
