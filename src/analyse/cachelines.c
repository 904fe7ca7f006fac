/*
 * cachelines.c - where cache lines begin inside a type.
 *
 * In: the lines of a layout, which tile it.  Out: the places among them at
 * which the next cache line begins.  Inside members that have lines of their
 * own the place is told among those, but not inside unions, whose members do
 * not follow each other.  For lines of 64 bytes,
 *
 *	id at 48, 8 bytes; t at 56, 24 bytes; last at 80, 200 bytes
 *
 * line 1 begins 8 bytes into t, and 2, 3 and 4 inside last: one break, which
 * says `first` 2, `line` 4, 176 bytes into it.
 */
#include "analyse/cachelines.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/lines.h"
#include "base/error.h"
#include "report/report.h"

struct breaks {
	const struct ls_lines *lines;
	uint64_t line_bytes;
	uint64_t next; /* the cache line whose start comes next */
	uint64_t size_bytes;
	struct ls_break *items;
	size_t count;
	size_t room;
};

static struct ls_error *
append(struct breaks *breaks, struct ls_break item)
{
	if (breaks->count == breaks->room) {
		size_t room = breaks->room ? breaks->room * 2 : 16;
		struct ls_break *items = reallocarray(
		    breaks->items, room, sizeof(*items));
		if (!items)
			return &ls_error_nomem;
		breaks->items = items;
		breaks->room = room;
	}
	item.byte = item.line * breaks->line_bytes;
	breaks->items[breaks->count++] = item;
	breaks->next = item.line + 1;
	return NULL;
}

/* A line without lines of its own: at its start, and inside it. */
static struct ls_error *
break_leaf(struct breaks *breaks, size_t at)
{
	const struct ls_line *line = &breaks->lines->items[at];
	uint64_t begin = line->offset_bits / 8;
	uint64_t end = (line->offset_bits + line->size_bits + 7) / 8;
	struct ls_error *err = NULL;
	/* Before it, where nobody knows what there is. */
	if (breaks->next <= begin / breaks->line_bytes)
		err = append(breaks,
		    (struct ls_break){ .line = begin / breaks->line_bytes,
			.first = breaks->next,
			.at = at });
	if (err || end <= begin || end > breaks->size_bytes)
		return err;
	uint64_t last = (end - 1) / breaks->line_bytes;
	if (last < breaks->next)
		return NULL;
	return append(breaks,
	    (struct ls_break){ .line = last,
		.first = breaks->next,
		.at = at,
		.into_bytes = last * breaks->line_bytes - begin });
}

static bool
is_sequence(const struct ls_line *line)
{
	return line->below_count > 0 && line->type_kind != LS_KIND_UNION;
}

static struct ls_error *
break_range(struct breaks *breaks, size_t begin, size_t end)
{
	struct ls_error *err = NULL;
	for (size_t i = begin; i < end && !err;
	     i += 1 + breaks->lines->items[i].below_count) {
		const struct ls_line *line = &breaks->lines->items[i];
		if (!line->has_offset || !line->has_size ||
		    line->size_bits == 0)
			continue;
		if (is_sequence(line))
			err = break_range(
			    breaks, i + 1, i + 1 + line->below_count);
		else
			err = break_leaf(breaks, i);
	}
	return err;
}

uint64_t
ls_cachelines_of(uint64_t bytes, uint32_t line_bytes)
{
	if (line_bytes == 0)
		return 0;
	return bytes / line_bytes + (bytes % line_bytes != 0);
}

struct ls_error *
ls_cacheline_breaks(
    const struct ls_lines *lines, uint32_t line_bytes, struct ls_row *row)
{
	if (line_bytes == 0 || !row->has_size)
		return NULL;
	row->cachelines = ls_cachelines_of(row->size_bytes, line_bytes);
	if (row->kind == LS_KIND_UNION || row->has_variants)
		return NULL;

	struct breaks breaks = {
		.lines = lines,
		.line_bytes = line_bytes,
		.next = 1,
		.size_bytes = row->size_bytes,
	};
	struct ls_error *err = break_range(&breaks, 0, lines->count);
	if (!err && breaks.count > 0) {
		struct ls_break *copy = LS_NEW(
		    &row->arena, struct ls_break, breaks.count);
		if (copy)
			memcpy(
			    copy, breaks.items, breaks.count * sizeof(*copy));
		else
			err = ls_row_out_of_room(&row->arena);
		row->breaks = copy;
		row->break_count = copy ? breaks.count : 0;
	}
	free(breaks.items);
	return err;
}
