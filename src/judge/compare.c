/*
 * compare.c - two rows of one type, member by member.
 *
 * Members are the same that have the same name; one without a name is known
 * by which of those without a name it is.
 *
 *	old  int a; int b;          a at 0, b at 4
 *	new  int a; long n; int b;  a at 0, n at 8, b at 16
 *	     n added (4 bytes of padding before it are the type's), b moved
 */
#include "judge/compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "judge/compare_enum.h"
#include "judge/spelling.h"

/* A member of either side. */
struct part {
	const char *name;
	const struct ls_line *line;
	uint64_t hole_bytes; /* that follow */
	size_t order;        /* by offset */
	struct part *partner;
};

struct parts {
	struct part *items;
	struct part **by_name;
	size_t count;
	size_t nameless;
};

static const char *
join(struct ls_arena *arena, const char *a, const char *b)
{
	size_t a_size = strlen(a), size = a_size + strlen(b) + 2;
	char *text = LS_NEW(arena, char, size);
	if (text)
		snprintf(text, size, "%s.%s", a, b);
	return text;
}

static bool
add_part(struct parts *parts, struct ls_arena *arena, const char *within,
    const struct ls_line *line, uint64_t hole_bytes)
{
	char number[32];
	const char *name = line->name;
	if (!name) {
		snprintf(number, sizeof(number), "#%zu", parts->nameless++);
		name = ls_arena_string(arena, number, strlen(number));
	}
	/* gcc's spelling for both; it is shown so too */
	if (name && ls_is_vptr_name(name))
		name = join(arena, "_vptr", name + strlen("_vptr."));
	if (name && within)
		name = join(arena, within, name);
	parts->items[parts->count] = (struct part){ .name = name,
		.line = line,
		.hole_bytes = hole_bytes,
		.order = parts->count };
	parts->count++;
	return name != NULL;
}

/*
 * What is inside a member without a name are members like any others; what
 * is inside one whose type has no name is told as "name.inner".
 */
static bool
add_lines(struct parts *parts, struct ls_arena *arena, const char *within,
    const struct ls_line *lines, size_t count)
{
	for (size_t i = 0; i < count; i += 1 + lines[i].below_count) {
		size_t next = i + 1 + lines[i].below_count;
		const char *inner = within;
		if (lines[i].kind != LS_LINE_MEMBER)
			continue;
		uint64_t hole = next < count &&
			(lines[next].kind == LS_LINE_HOLE ||
			    lines[next].kind == LS_LINE_TAIL)
		    ? lines[next].size_bits / 8
		    : 0;
		if (lines[i].below_count == 0 || lines[i].name) {
			if (!add_part(parts, arena, within, &lines[i], hole))
				return false;
			inner = parts->items[parts->count - 1].name;
		}
		if (!add_lines(parts, arena, inner, &lines[i + 1],
			lines[i].below_count))
			return false;
	}
	return true;
}

static int
by_name(const void *a, const void *b)
{
	const struct part *x = *(struct part *const *)a;
	const struct part *y = *(struct part *const *)b;
	int order = strcmp(x->name, y->name);
	return order ? order : (x->order > y->order) - (x->order < y->order);
}

static bool
gather(const struct ls_row *row, struct ls_arena *arena, struct parts *parts)
{
	size_t room = row->line_count + 1;
	for (size_t i = 0; i < row->variant_count; i++)
		room += row->variants[i].line_count;
	parts->items = LS_NEW(arena, struct part, room);
	parts->by_name = LS_NEW(arena, struct part *, room);
	if (!parts->items || !parts->by_name ||
	    !add_lines(parts, arena, NULL, row->lines, row->line_count))
		return false;
	for (size_t i = 0; i < row->variant_count; i++)
		if (!add_lines(parts, arena,
			row->variants[i].name ? row->variants[i].name : "",
			row->variants[i].lines, row->variants[i].line_count))
			return false;
	for (size_t i = 0; i < parts->count; i++)
		parts->by_name[i] = &parts->items[i];
	if (parts->count > 0)
		qsort(parts->by_name, parts->count, sizeof(*parts->by_name),
		    by_name);
	return true;
}

/* Both are sorted by name, so partners are met in one walk. */
static void
pair_up(struct parts *old, struct parts *new)
{
	size_t i = 0, j = 0;
	while (i < old->count && j < new->count) {
		int order = strcmp(
		    old->by_name[i]->name, new->by_name[j]->name);
		if (order == 0) {
			old->by_name[i]->partner = new->by_name[j];
			new->by_name[j]->partner = old->by_name[i];
		}
		i += order <= 0;
		j += order >= 0;
	}
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* "?" is a type that a snapshot does not tell. */
static bool
same_type(const struct ls_line *a, const struct ls_line *b)
{
	bool is_told = a->type && b->type && strcmp(a->type, "?") != 0 &&
	    strcmp(b->type, "?") != 0;
	/* What has no name is told by what is inside it. */
	return !is_told || a->below_count > 0 || b->below_count > 0 ||
	    ls_same_spelling(a->type, b->type);
}

static void
put_side(struct ls_member_change *change, const struct part *part, bool is_new)
{
	const struct ls_line *line = part->line;
	change->name = part->name;
	change->type = line->type;
	if (is_new) {
		change->has_new = true;
		change->type_id = line->type_id;
		change->new_offset_bits = line->offset_bits;
		change->new_size_bits = line->size_bits;
		change->new_hole_bytes = part->hole_bytes;
		change->line = line->decl.line;
		change->column = line->decl.column;
		return;
	}
	change->has_old = true;
	change->old_type = line->type;
	change->old_offset_bits = line->offset_bits;
	change->old_size_bits = line->size_bits;
}

/* What became of a member that both have; false: nothing. */
static bool
compare_pair(const struct part *old, const struct part *new,
    struct ls_member_change *change)
{
	*change = (struct ls_member_change){ 0 };
	put_side(change, old, false);
	put_side(change, new, true);
	change->new_hole_bytes = new->hole_bytes > old->hole_bytes
	    ? new->hole_bytes - old->hole_bytes
	    : 0;
	/* A size that one side does not know is no change. */
	if (old->line->has_size && new->line->has_size &&
	    old->line->size_bits != new->line->size_bits)
		change->what = LS_MEMBER_RESIZED;
	else if (!same_type(old->line, new->line))
		change->what = LS_MEMBER_RETYPED;
	else if (old->line->has_offset && new->line->has_offset &&
	    old->line->offset_bits != new->line->offset_bits)
		change->what = LS_MEMBER_MOVED;
	else
		return false;
	return true;
}

/* Neighbours that moved by the same distance are told as one. */
static void
fold_runs(struct ls_member_change *changes, size_t count)
{
	struct ls_member_change *head = NULL;
	for (size_t i = 0; i < count; i++) {
		struct ls_member_change *change = &changes[i];
		if (change->what != LS_MEMBER_MOVED)
			continue;
		if (head &&
		    change->new_offset_bits - change->old_offset_bits ==
			head->new_offset_bits - head->old_offset_bits) {
			head->run++;
			change->run = 0;
			continue;
		}
		change->run = 1;
		head = change;
	}
}

/* Those that stayed, in another order than before? */
static bool
is_reordered(const struct parts *new)
{
	size_t last = 0;
	for (size_t i = 0; i < new->count; i++) {
		const struct part *partner = new->items[i].partner;
		if (!partner)
			continue;
		if (partner->order < last)
			return true;
		last = partner->order;
	}
	return false;
}

static struct ls_error *
compare_members(const struct ls_row *old_row, const struct ls_row *new_row,
    struct ls_arena *arena, struct ls_change *ret)
{
	struct parts old = { 0 }, new = { 0 };
	if (!gather(old_row, arena, &old) || !gather(new_row, arena, &new))
		return &ls_error_nomem;
	pair_up(&old, &new);
	struct ls_member_change *changes = LS_NEW(
	    arena, struct ls_member_change, old.count + new.count + 1);
	size_t count = 0;
	if (!changes)
		return &ls_error_nomem;
	for (size_t i = 0; i < new.count; i++) {
		struct ls_member_change *change = &changes[count];
		if (new.items[i].partner) {
			count += compare_pair(
			    new.items[i].partner, &new.items[i], change);
			continue;
		}
		*change = (struct ls_member_change){ 0 };
		put_side(change, &new.items[i], true);
		change->what = LS_MEMBER_ADDED;
		count++;
	}
	for (size_t i = 0; i < old.count; i++) {
		if (old.items[i].partner)
			continue;
		changes[count] = (struct ls_member_change){ 0 };
		put_side(&changes[count], &old.items[i], false);
		changes[count++].what = LS_MEMBER_REMOVED;
	}
	fold_runs(changes, count);
	ret->members = changes;
	ret->member_count = count;
	if (count > 0)
		ret->what |= LS_CHANGE_MEMBERS;
	if (is_reordered(&new))
		ret->what |= LS_CHANGE_REORDERED;
	return NULL;
}

struct ls_measure
ls_measure_of(const struct ls_row *row)
{
	return (struct ls_measure){
		.size_bytes = row->size_bytes,
		.has_size = row->has_size,
		.align_bytes = row->align_bytes,
		.has_align = row->align_from != LS_HOW_UNKNOWN,
		.padding_bytes = row->padding_bytes,
		.cachelines = row->cachelines,
	};
}

static const char *
tag_word(const struct ls_row *row)
{
	static const char *const words[] = { [LS_TAG_DIRECT] = "direct",
		[LS_TAG_NICHE] = "niche",
		[LS_TAG_NONE] = "none" };
	return row->has_variants ? words[row->tag.encoding] : NULL;
}

/* What the type leaves free; NULL where that is not settled. */
static const char *
niche_of(const struct ls_row *row)
{
	const struct ls_niche_row *niche = &row->niche;
	if (!niche->is_asked || !niche->is_certain)
		return NULL;
	return niche->has_niche ? niche->available : "0";
}

/*
 * An enum's own tag is the first thing that a person sees; where that is as
 * it was, the values that are left for others.
 */
static unsigned
compare_niches(const struct ls_change *change)
{
	const char *old = change->old_tag, *new = change->new_tag;
	if (old && new &&strcmp(old, "niche") == 0 &&
	    strcmp(new, "direct") == 0)
		return LS_CHANGE_LOST_NICHE;
	if (old && new &&strcmp(old, "direct") == 0 &&
	    strcmp(new, "niche") == 0)
		return LS_CHANGE_WON_NICHE;
	old = change->old_niche;
	new = change->new_niche;
	if (!old || !new || (*old == '0') == (*new == '0'))
		return 0;
	return *old == '0' ? LS_CHANGE_WON_NICHE : LS_CHANGE_LOST_NICHE;
}

static unsigned
compare_measures(const struct ls_measure *old, const struct ls_measure *new)
{
	unsigned what = 0;
	if (old->has_size && new->has_size) {
		if (new->size_bytes > old->size_bytes)
			what |= LS_CHANGE_GREW;
		if (new->size_bytes < old->size_bytes)
			what |= LS_CHANGE_SHRANK;
	}
	/* An alignment that one side does not know is no change. */
	if (old->has_align && new->has_align &&
	    old->align_bytes != new->align_bytes)
		what |= LS_CHANGE_ALIGN;
	return what;
}

struct ls_error *
ls_compare(const struct ls_row *old, const struct ls_row *new,
    struct ls_arena *arena, struct ls_change *ret)
{
	const struct ls_row *row = new ? new : old;
	*ret = (struct ls_change){
		.name = row->name,
		.kind = row->kind,
		.lang = row->lang,
		.is_typedef_name = row->is_typedef_name,
		.decl = row->decl,
	};
	if (old) {
		ret->old = ls_measure_of(old);
		ret->old_tag = tag_word(old);
		ret->old_tag_bytes = old->tag.size_bytes;
		ret->old_niche = niche_of(old);
	}
	if (new) {
		ret->new = ls_measure_of(new);
		ret->new_tag = tag_word(new);
		ret->new_tag_bytes = new->tag.size_bytes;
		ret->new_niche = niche_of(new);
	}
	if (!old || !new) {
		ret->what = old ? LS_CHANGE_GONE : LS_CHANGE_NEW;
		return NULL;
	}
	ret->what = compare_measures(&ret->old, &ret->new);
	if (!same_text(ret->old_tag, ret->new_tag))
		ret->what |= LS_CHANGE_TAG;
	ret->what |= compare_niches(ret);
	if (!same_text(old->name, new->name)) {
		ret->what |= LS_CHANGE_RENAMED;
		ret->old_name = old->name;
	}
	struct ls_error *err = ls_compare_enumerators(old, new, arena, ret);
	return err ? err : compare_members(old, new, arena, ret);
}

static bool
same_lines(const struct ls_line *a, size_t a_count, const struct ls_line *b,
    size_t b_count)
{
	if (a_count != b_count)
		return false;
	for (size_t i = 0; i < a_count; i++)
		if (a[i].kind != b[i].kind || a[i].depth != b[i].depth ||
		    a[i].offset_bits != b[i].offset_bits ||
		    a[i].size_bits != b[i].size_bits ||
		    !same_text(a[i].name, b[i].name))
			return false;
	return true;
}

bool
ls_same_layout(const struct ls_row *a, const struct ls_row *b)
{
	if (a->size_bytes != b->size_bytes ||
	    a->align_bytes != b->align_bytes ||
	    a->has_variants != b->has_variants ||
	    a->tag.encoding != b->tag.encoding ||
	    a->variant_count != b->variant_count ||
	    !same_lines(a->lines, a->line_count, b->lines, b->line_count))
		return false;
	for (size_t i = 0; i < a->variant_count; i++)
		if (!same_text(a->variants[i].name, b->variants[i].name) ||
		    !same_lines(a->variants[i].lines,
			a->variants[i].line_count, b->variants[i].lines,
			b->variants[i].line_count))
			return false;
	return true;
}
