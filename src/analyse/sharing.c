/*
 * sharing.c - atomics and locks of one type that share a cache line.
 *
 * In: the members of a type, and of theirs.  Out: each line that holds an
 * atomic or a lock and anything else: facts, since whether it costs anything
 * depends on which threads write what.
 *
 *	|lock|refs|a   |b   |...	line 0: lock, refs and 2 others
 *	|next|...			line 1: nothing to say
 *
 * What is inside a member counts by itself where some of it is an atomic or
 * a lock; unions and arrays of structs are not looked into.
 */
#include "analyse/sharing.h"

#include <stdlib.h>

#include "analyse/lines.h"
#include "base/error.h"
#include "base/limits.h"
#include "report/report.h"

/* A member that counts by itself. */
struct item {
	uint64_t begin_bits;
	uint64_t end_bits;
	uint64_t count; /* of atomics or locks; 0: it is neither */
	const char *name;
	bool is_lock;
};

struct walk {
	struct ls_lines *lines;
	struct item *items;
	size_t count;
	size_t room;
	unsigned steps;
	const char *way[LS_MAX_DEPTH]; /* names down to where we are */
	unsigned depth;
};

/* What a member is, through typedefs, qualifiers and one array. */
struct what {
	const struct ls_type *type;
	enum ls_sync sync;
	uint64_t count;
};

static struct what
look_at(const struct ls_model *model, ls_type_id id)
{
	struct what what = { .count = 1 };
	for (int hop = 0; hop < LS_MAX_DEPTH && id != LS_NO_TYPE; hop++) {
		what.type = ls_model_type(model, id);
		what.sync = what.type->sync;
		if (what.sync != LS_SYNC_NO)
			return what;
		if (what.type->kind == LS_KIND_ARRAY && what.type->has_count &&
		    !__builtin_mul_overflow(
			what.count, what.type->count, &what.count))
			id = what.type->target;
		else if (what.type->kind == LS_KIND_ALIAS)
			id = what.type->target;
		else
			break;
	}
	return what;
}

static struct ls_error *
append(struct walk *walk, const struct item *item)
{
	if (walk->count == walk->room) {
		size_t room = walk->room ? walk->room * 2 : 64;
		struct item *items = reallocarray(
		    walk->items, room, sizeof(*items));
		if (!items)
			return &ls_error_nomem;
		walk->items = items;
		walk->room = room;
	}
	walk->items[walk->count++] = *item;
	return NULL;
}

/* "wait.lock" */
static struct ls_error *
put_name(struct walk *walk, const char *last, const char **ret)
{
	struct ls_out text = { 0 };
	for (unsigned i = 0; i < walk->depth; i++)
		if (walk->way[i])
			ls_out_format(&text, "%s.", walk->way[i]);
	ls_out_text(&text, last ? last : "(anonymous)");
	struct ls_arena *arena = walk->lines->arena;
	*ret = text.failed ? NULL
			   : ls_arena_string(arena, text.text, text.size);
	ls_out_free(&text);
	return *ret ? NULL : ls_row_out_of_room(arena);
}

static struct ls_error *walk_fields(struct walk *walk,
    const struct ls_field *fields, uint32_t count, uint64_t base_bits,
    bool *has_sync);

static bool
can_enter(const struct walk *walk, const struct what *what)
{
	return what->type && what->count == 1 && what->type->field_count > 0 &&
	    !what->type->variants && walk->depth < LS_MAX_DEPTH &&
	    (what->type->kind == LS_KIND_STRUCT ||
		what->type->kind == LS_KIND_CLASS);
}

/* A member as a whole, or, where there is a lock in it, what is inside. */
static struct ls_error *
walk_field(struct walk *walk, const struct ls_field *field, uint64_t base_bits,
    bool *has_sync)
{
	struct what what = look_at(walk->lines->model, field->type);
	struct item item = { .begin_bits = base_bits + field->offset_bits };
	item.end_bits = item.begin_bits + field->size_bits;
	if (!field->has_offset || !field->has_size || field->size_bits == 0 ||
	    field->is_unreliable || what.sync == LS_SYNC_PART)
		return NULL;
	if (what.sync != LS_SYNC_NO) {
		*has_sync = true;
		item.count = what.count;
		item.is_lock = what.sync == LS_SYNC_LOCK;
		struct ls_error *err = put_name(walk, field->name, &item.name);
		return err ? err : append(walk, &item);
	}
	size_t before = walk->count;
	bool has_inside = false;
	if (can_enter(walk, &what)) {
		walk->way[walk->depth++] = field->is_base ? NULL : field->name;
		struct ls_error *err = walk_fields(walk, what.type->fields,
		    what.type->field_count, item.begin_bits, &has_inside);
		walk->depth--;
		if (err)
			return err;
	}
	*has_sync |= has_inside;
	if (has_inside)
		return NULL;
	walk->count = before;
	return append(walk, &item);
}

static struct ls_error *
walk_fields(struct walk *walk, const struct ls_field *fields, uint32_t count,
    uint64_t base_bits, bool *has_sync)
{
	for (uint32_t i = 0; i < count && walk->steps > 0; i++) {
		walk->steps--;
		struct ls_error *err = walk_field(
		    walk, &fields[i], base_bits, has_sync);
		if (err)
			return err;
	}
	return NULL;
}

static int
by_place(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	if (x->begin_bits != y->begin_bits)
		return x->begin_bits < y->begin_bits ? -1 : 1;
	return x->end_bits < y->end_bits ? -1 : x->end_bits > y->end_bits;
}

/* ---- lines ---- */

struct lines {
	const struct walk *walk;
	uint64_t line_bits;
	struct ls_sharing_member
	    *members; /* of all lines, one after another */
	size_t member_count;
	size_t member_room;
	struct ls_sharing_line *items;
	size_t count;
	struct ls_sharing *sharing;
};

/* How many elements of an item lie in [begin, end), the cut ones too. */
static uint64_t
count_inside(const struct item *item, uint64_t begin, uint64_t end)
{
	uint64_t each = (item->end_bits - item->begin_bits) / item->count;
	uint64_t from = begin > item->begin_bits ? begin - item->begin_bits
						 : 0;
	uint64_t to = end < item->end_bits ? end - item->begin_bits
					   : item->end_bits - item->begin_bits;
	return each == 0 ? 0 : (to + each - 1) / each - from / each;
}

static void
add_member(struct lines *lines, const struct item *item)
{
	/* only where members overlap, which no compiler makes */
	if (lines->member_count == lines->member_room)
		return;
	lines->members[lines->member_count++] = (struct ls_sharing_member){
		.name = item->name,
		.is_lock = item->is_lock,
		.count = item->count,
		.offset_bytes = item->begin_bits / 8,
		.size_bytes = (item->end_bits - item->begin_bits) / 8,
	};
}

/* One line; items before `at` end before it. */
static void
add_line(struct lines *lines, size_t at, uint64_t line)
{
	const struct walk *walk = lines->walk;
	uint64_t begin = line * lines->line_bits;
	uint64_t end = begin + lines->line_bits, together = 0;
	size_t first = lines->member_count;
	struct ls_sharing_line item = { .line = line,
		.members = &lines->members[first] };
	for (size_t i = at; i < walk->count; i++) {
		if (walk->items[i].begin_bits >= end)
			break;
		if (walk->items[i].end_bits <= begin)
			continue;
		if (walk->items[i].count == 0) {
			item.other_count++;
			continue;
		}
		together += count_inside(&walk->items[i], begin, end);
		add_member(lines, &walk->items[i]);
	}
	item.member_count = lines->member_count - first;
	if (together + item.other_count < 2) {
		lines->member_count = first;
		return;
	}
	lines->items[lines->count++] = item;
	if (together > 1 && together > lines->sharing->most_together)
		lines->sharing->most_together = together;
}

/* Of an array over many lines only the ends: between them it is alone. */
static void
add_lines(struct lines *lines)
{
	const struct walk *walk = lines->walk;
	uint64_t next = 0;
	size_t at = 0;
	for (size_t i = 0; i < walk->count; i++) {
		const struct item *item = &walk->items[i];
		if (item->count == 0)
			continue;
		uint64_t ends[2] = { item->begin_bits / lines->line_bits,
			(item->end_bits - 1) / lines->line_bits };
		for (int end = 0; end < 2; end++) {
			if (ends[end] < next)
				continue;
			next = ends[end] + 1;
			while (at < i &&
			    walk->items[at].end_bits <=
				ends[end] * lines->line_bits)
				at++;
			add_line(lines, at, ends[end]);
		}
	}
}

static struct ls_error *
fill(const struct walk *walk, struct ls_row *row)
{
	struct ls_arena *arena = walk->lines->arena;
	const struct ls_analyse_options *options = walk->lines->options;
	size_t syncs = 0;
	for (size_t i = 0; i < walk->count; i++)
		syncs += walk->items[i].count > 0;
	/* an item is in two lines at most, its first and its last */
	struct lines lines = {
		.walk = walk,
		.line_bits = (uint64_t)options->cacheline_bytes * 8,
		.members = LS_NEW(
		    arena, struct ls_sharing_member, 2 * syncs + 1),
		.member_room = 2 * syncs,
		.items = LS_NEW(arena, struct ls_sharing_line, 2 * syncs + 1),
		.sharing = LS_NEW(arena, struct ls_sharing, 1),
	};
	if (!lines.members || !lines.items || !lines.sharing)
		return ls_row_out_of_room(arena);
	lines.sharing->is_aligned = row->align_from != LS_HOW_UNKNOWN &&
	    row->align_bytes % options->cacheline_bytes == 0;
	add_lines(&lines);
	lines.sharing->lines = lines.items;
	lines.sharing->line_count = lines.count;
	if (lines.count > 0)
		row->sharing = lines.sharing;
	return NULL;
}

struct ls_error *
ls_analyse_sharing(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row)
{
	struct walk walk = { .lines = lines, .steps = LS_MAX_SHARING_STEPS };
	bool has_sync = false;
	if (type->variants || type->kind == LS_KIND_UNION ||
	    type->sync != LS_SYNC_NO || lines->options->cacheline_bytes == 0)
		return NULL;
	struct ls_error *err = walk_fields(
	    &walk, type->fields, type->field_count, 0, &has_sync);
	if (!err && has_sync) {
		qsort(walk.items, walk.count, sizeof(*walk.items), by_place);
		err = fill(&walk, row);
	}
	free(walk.items);
	return err;
}
