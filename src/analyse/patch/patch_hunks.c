/*
 * patch_hunks.c - a file some of whose lines are in another order, as the
 * hunks of a unified diff.
 *
 *	old  a b c d	b moves to behind d:  ' ' a, '-' b, ' ' c, ' ' d, '+' b
 */
#include "analyse/patch/patch.h"
#include "base/arena.h"

enum { CONTEXT = 3 };

struct edits {
	const struct ls_c_source *source;
	struct ls_patch_line *lines; /* of the whole file */
	size_t count;
};

static void
add_line(struct edits *edits, char what, uint32_t number)
{
	const struct ls_source_line *line = &edits->source->lines[number - 1];
	edits->lines[edits->count++] = (struct ls_patch_line){
		.what = what,
		.text = line->at,
		.size = line->size,
		.lacks_end = line->size == 0 ||
		    line->at[line->size - 1] != '\n',
	};
}

/* Lines [from, to) go, or stay. */
static void
add_lines(struct edits *edits, char what, uint32_t from, uint32_t to)
{
	for (; from < to; from++)
		add_line(edits, what, from);
}

/* The next line that stays, from place `i` on; one past the range if none. */
static uint32_t
next_staying(const struct ls_moved_lines *moved, uint32_t i)
{
	while (i < moved->count && moved->is_moved[i])
		i++;
	return i < moved->count ? moved->order[i]
				: moved->first + moved->count;
}

static void
add_moved(struct edits *edits, const struct ls_moved_lines *moved)
{
	uint32_t old = moved->first;
	for (uint32_t i = 0; i < moved->count; i++) {
		uint32_t staying = next_staying(moved, i);
		add_lines(edits, '-', old, staying);
		old = staying;
		add_line(
		    edits, moved->is_moved[i] ? '+' : ' ', moved->order[i]);
		old += !moved->is_moved[i];
	}
	add_lines(edits, '-', old, moved->first + moved->count);
}

/* One past the last edit that belongs to the hunk which begins at `at`. */
static size_t
hunk_end(const struct edits *edits, size_t at)
{
	size_t end = at;
	for (size_t i = at; i < edits->count && i <= end + 2 * CONTEXT; i++)
		if (edits->lines[i].what != ' ')
			end = i + 1;
	return end;
}

static void
add_hunk(const struct edits *edits, size_t first, size_t end,
    uint32_t old_line, uint32_t new_line, struct ls_hunk *ret)
{
	*ret = (struct ls_hunk){ .old_first = old_line,
		.new_first = new_line,
		.lines = edits->lines + first,
		.line_count = end - first };
	for (size_t i = first; i < end; i++) {
		ret->old_count += edits->lines[i].what != '+';
		ret->new_count += edits->lines[i].what != '-';
	}
}

static size_t
find_hunks(const struct edits *edits, struct ls_hunk *hunks)
{
	size_t count = 0;
	uint32_t old_line = 1, new_line = 1;
	for (size_t i = 0; i < edits->count; i++) {
		if (edits->lines[i].what == ' ') {
			old_line++;
			new_line++;
			continue;
		}
		/* Context before: the hunk before ends further up. */
		uint32_t before = i < CONTEXT ? (uint32_t)i : CONTEXT;
		size_t end = hunk_end(edits, i);
		size_t after = edits->count - end < CONTEXT
		    ? edits->count - end
		    : CONTEXT;
		struct ls_hunk *hunk = &hunks[count++];
		add_hunk(edits, i - before, end + after, old_line - before,
		    new_line - before, hunk);
		old_line = hunk->old_first + hunk->old_count;
		new_line = hunk->new_first + hunk->new_count;
		i = end + after - 1;
	}
	return count;
}

bool
ls_patch_hunks(const struct ls_c_source *source,
    const struct ls_moved_lines *moved, size_t moved_count,
    struct ls_arena *arena, struct ls_file_patch *ret)
{
	size_t room = source->line_count;
	for (size_t i = 0; i < moved_count; i++)
		room += moved[i].count; /* a line that goes and comes */
	struct edits edits = { .source = source,
		.lines = LS_NEW(arena, struct ls_patch_line, room + 1) };
	if (!edits.lines)
		return false;
	uint32_t line = 1;
	for (size_t i = 0; i < moved_count; i++) {
		add_lines(&edits, ' ', line, moved[i].first);
		add_moved(&edits, &moved[i]);
		line = moved[i].first + moved[i].count;
	}
	add_lines(&edits, ' ', line, source->line_count + 1);
	struct ls_hunk *hunks = LS_NEW(
	    arena, struct ls_hunk, edits.count / (2 * CONTEXT) + 1);
	if (!hunks)
		return false;
	ret->hunk_count = find_hunks(&edits, hunks);
	ret->hunks = hunks;
	return true;
}
