/*
 * lines.c - the layout of a type as lines.
 *
 * In: fields by offset.  Out: a line for each, in that order, and lines for
 * the gaps where they are.  A struct's gaps stand between its members; a
 * union's come after them, since its members all begin at the start.
 *
 *	struct { char a; struct { char b; int c; }; }	a at 0
 *							hole at 1, 3 bytes
 *							(anonymous) at 4
 *							  b at 4
 *							  hole at 5
 *							  c at 8
 */
#include "analyse/lines.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/packing.h"
#include "analyse/padding.h"
#include "base/error.h"
#include "base/limits.h"
#include "model/spell.h"

/* Where a level of lines lies. */
struct level {
	const struct ls_type *type;
	uint64_t size_bits; /* a base may have given up its end */
	uint64_t base_bits; /* of its type, from the outermost one's start */
	uint32_t depth;
	bool are_members_packed; /* some of them, and not the whole type */
};

static struct ls_error *add_level(struct ls_lines *lines,
    const struct level *level, const struct ls_field *fields, uint32_t count,
    bool with_gaps);

static struct ls_error *
append(struct ls_lines *lines, const struct ls_line *line)
{
	if (lines->count == lines->room) {
		size_t room = lines->room ? lines->room * 2 : 64;
		struct ls_line *items = reallocarray(
		    lines->items, room, sizeof(*items));
		if (!items)
			return &ls_error_nomem;
		lines->items = items;
		lines->room = room;
	}
	lines->items[lines->count++] = *line;
	return NULL;
}

static struct ls_error *
add_gap(struct ls_lines *lines, const struct level *level,
    const struct ls_extent *gap)
{
	struct ls_extent pieces[3];
	size_t count = ls_gap_split(*gap, pieces);
	for (size_t i = 0; i < count; i++) {
		struct ls_line line = {
			.kind = LS_LINE_HOLE,
			.depth = level->depth,
			.has_offset = true,
			.has_size = true,
			.offset_bits = level->base_bits + pieces[i].begin_bits,
			.size_bits = pieces[i].end_bits - pieces[i].begin_bits,
		};
		if (!ls_is_whole_bytes(pieces[i]))
			line.kind = LS_LINE_UNUSED_BITS;
		else if (pieces[i].end_bits == level->size_bits)
			line.kind = LS_LINE_TAIL;
		struct ls_error *err = append(lines, &line);
		if (err)
			return err;
	}
	return NULL;
}

struct ls_error *
ls_row_out_of_room(const struct ls_arena *arena)
{
	if (arena->total_bytes < LS_MAX_ROW_BYTES - LS_MAX_ROW_BYTES / 16)
		return &ls_error_nomem;
	return ls_error_new(LS_ERROR_LIMIT,
	    "what there is to say of one type takes more than %zu MiB",
	    LS_MAX_ROW_BYTES / (1024 * 1024));
}

/* Types recur, and their names may be long. */
struct ls_error *
ls_lines_spell(struct ls_lines *lines, ls_type_id id, const char **ret)
{
	uint64_t *known = ls_map_get(&lines->spelt, id);
	if (known) {
		*ret = (const char *)(uintptr_t)*known;
		return NULL;
	}
	lines->text.size = 0;
	ls_spell_type(lines->model, id, &lines->text);
	if (lines->text.failed)
		return &ls_error_nomem;
	const char *text = ls_arena_string(
	    lines->arena, lines->text.text, lines->text.size);
	if (!text)
		return ls_row_out_of_room(lines->arena);
	if (!ls_map_put(&lines->spelt, id, (uintptr_t)text))
		return &ls_error_nomem;
	*ret = text;
	return NULL;
}

/* What an array is of, through all of its dimensions. */
static void
look_into_array(const struct ls_model *model, struct ls_line *line)
{
	const struct ls_type *type = ls_model_type(model, line->type_id);
	line->element_count = 1;
	for (int hop = 0; hop < LS_MAX_DEPTH; hop++) {
		if (type->kind != LS_KIND_ARRAY || type->is_vector ||
		    !type->has_count ||
		    __builtin_mul_overflow(line->element_count, type->count,
			&line->element_count))
			return;
		line->element_id = ls_model_strip(model, type->target);
		type = ls_model_type(model, line->element_id);
		line->is_array = type->kind != LS_KIND_ARRAY;
	}
}

/*
 * The tail of an unsized Rust type: its DIE names one element of the slice,
 * and u8 for str.  "[u32]"; a struct may be either, and is left as it is.
 */
static struct ls_error *
spell_tail(struct ls_lines *lines, struct ls_line *line)
{
	bool is_slice = line->type_kind == LS_KIND_SCALAR ||
	    line->type_kind == LS_KIND_POINTER;
	if (!is_slice || *line->type == '[' || !strncmp(line->type, "dyn ", 4))
		return NULL;
	lines->text.size = 0;
	ls_out_format(&lines->text, "[%s]%s", line->type,
	    strcmp(line->type, "u8") == 0 ? " or str" : "");
	if (lines->text.failed)
		return &ls_error_nomem;
	line->type = ls_arena_string(
	    lines->arena, lines->text.text, lines->text.size);
	return line->type ? NULL : ls_row_out_of_room(lines->arena);
}

static struct ls_error *
add_member(struct ls_lines *lines, const struct level *level,
    const struct ls_field *field)
{
	const struct ls_type *type = ls_model_type(lines->model, field->type);
	ls_type_id behind = ls_model_strip(lines->model, field->type);
	struct ls_line line = {
		.kind = LS_LINE_MEMBER,
		.depth = level->depth,
		.has_offset = field->has_offset,
		.has_size = field->has_size,
		.offset_bits = level->base_bits + field->offset_bits,
		.size_bits = field->size_bits,
		.name = field->name,
		.type_id = behind,
		.type_kind = ls_model_type(lines->model, behind)->kind,
		.type_bytes = type->has_size ? type->size_bits / 8 : 0,
		.align_bytes = field->align_bits / 8,
		/* rustc states every member's, asked for or not */
		.stated_align_bytes = type->lang == LS_LANG_RUST
		    ? 0
		    : field->stated_align_bits / 8,
		.declared = field->declared,
		.decl = field->decl,
		.is_bitfield = field->is_bitfield,
		.is_base = field->is_base,
		.is_virtual_base = field->is_virtual_base,
		.is_vptr = field->is_vptr,
		.is_flexible = field->is_flexible,
		.is_artificial = field->is_artificial,
		.is_unreliable = field->is_unreliable,
		.is_packed = level->are_members_packed &&
		    ls_is_packed_member(level->type, field),
	};
	look_into_array(lines->model, &line);
	if (field->is_reversed)
		line.endian = ls_model_target(lines->model)->is_big_endian
		    ? "little"
		    : "big";
	/* Its DIE may be of another variable, and so may its type's size. */
	if (field->is_unreliable) {
		line.has_size = false;
		line.size_bits = line.type_bytes = 0;
		line.align_bytes = 0;
	}
	struct ls_error *err = ls_lines_spell(lines, field->type, &line.type);
	if (!err && field->is_flexible && type->lang == LS_LANG_RUST)
		err = spell_tail(lines, &line);
	return err ? err : append(lines, &line);
}

/* Some of them, and not the whole type. */
static bool
are_members_packed(const struct ls_type *type)
{
	return type->packed == LS_TRI_YES && !ls_is_packed_whole(type);
}

/* "struct {...}": what is in it is told nowhere else. */
static bool
is_only_here(const struct ls_type *type, const char *text)
{
	const char *brace = strchr(text, ' ');
	return !type->name && brace && strcmp(brace, " {...}") == 0;
}

/* Its virtual bases, say, may stand elsewhere, not in `size_bits`. */
static bool
is_all_within(const struct ls_type *type, uint64_t size_bits)
{
	if (type->size_bits == size_bits)
		return true;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		if (!field->has_offset || !field->has_size ||
		    field->is_virtual_base ||
		    field->offset_bits + field->size_bits > size_bits)
			return false;
	}
	return true;
}

/*
 * What is inside a member, if it is to be shown.  A base may stand here with
 * less than its type's size; what is inside it is then perhaps not all here.
 */
static const struct ls_type *
inside_of(const struct ls_lines *lines, const struct ls_field *field,
    const char *text)
{
	const struct ls_type *type = ls_model_type(
	    lines->model, ls_model_strip(lines->model, field->type));
	bool is_anonymous = !field->name || is_only_here(type, text);
	if ((!is_anonymous || field->is_base) && !lines->options->expand_types)
		return NULL;
	if (!ls_type_is_record(type) || type->field_count == 0 ||
	    type->variants)
		return NULL;
	if (field->is_bitfield || field->is_unreliable || !field->has_offset ||
	    !field->has_size || !type->has_size ||
	    !is_all_within(type, field->size_bits))
		return NULL;
	return type;
}

/* Of a nameless type: what its source says behind the brace. */
static void
tell_attributes(struct ls_line *line, const struct ls_type *inside)
{
	line->is_type_packed = ls_is_packed_whole(inside);
	if (inside->is_forced_align && inside->align_from != LS_HOW_UNKNOWN)
		line->type_align_bytes = inside->align_bits / 8;
}

/* A member and all below it. */
static struct ls_error *
add_field(struct ls_lines *lines, const struct level *level,
    const struct ls_field *field)
{
	size_t at = lines->count;
	struct ls_error *err = add_member(lines, level, field);
	if (err)
		return err;
	const struct ls_type *inside = inside_of(
	    lines, field, lines->items[at].type);
	if (!inside)
		return NULL;
	if (inside->field_count > LS_MAX_NESTED_LINES - lines->nested_count) {
		lines->is_cut = true;
		return NULL;
	}
	lines->nested_count += inside->field_count;
	tell_attributes(&lines->items[at], inside);
	struct level below = {
		.type = inside,
		.size_bits = field->size_bits,
		.base_bits = level->base_bits + field->offset_bits,
		.depth = level->depth + 1,
		.are_members_packed = are_members_packed(inside),
	};
	err = add_level(
	    lines, &below, inside->fields, inside->field_count, true);
	lines->items[at].below_count = (uint32_t)(lines->count - at - 1);
	return err;
}

/*
 * Members and gaps in one row.  An empty member goes before a gap that
 * begins where it stands.
 */
static struct ls_error *
merge(struct ls_lines *lines, const struct level *level,
    const struct ls_field *fields, uint32_t count,
    const struct ls_extent *gaps, size_t gap_count)
{
	bool is_union = level->type->kind == LS_KIND_UNION;
	struct ls_error *err = NULL;
	size_t gap = 0;
	for (uint32_t i = 0; i < count && !err; i++) {
		const struct ls_field *field = &fields[i];
		while (!is_union && field->has_offset && gap < gap_count &&
		    gaps[gap].begin_bits < field->offset_bits && !err)
			err = add_gap(lines, level, &gaps[gap++]);
		if (!err)
			err = add_field(lines, level, field);
	}
	while (gap < gap_count && !err)
		err = add_gap(lines, level, &gaps[gap++]);
	return err;
}

static struct ls_error *
add_level(struct ls_lines *lines, const struct level *level,
    const struct ls_field *fields, uint32_t count, bool with_gaps)
{
	if (!with_gaps || !ls_holes_are_known(lines->model, level->type))
		return merge(lines, level, fields, count, NULL, 0);

	struct ls_extent *used = calloc(2 * (size_t)count + 1, sizeof(*used));
	if (!used)
		return &ls_error_nomem;
	struct ls_extent *gaps = used + count;
	for (uint32_t i = 0; i < count; i++)
		used[i] = ls_extent_of(level->type, &fields[i]);
	size_t gap_count = ls_gaps(used, count, level->size_bits, gaps);
	struct ls_error *err = merge(
	    lines, level, fields, count, gaps, gap_count);
	free(used);
	return err;
}

struct ls_error *
ls_lines_add(struct ls_lines *lines, const struct ls_type *type,
    const struct ls_field *fields, uint32_t count, bool with_gaps)
{
	struct level level = {
		.type = type,
		.size_bits = type->size_bits,
		.are_members_packed = are_members_packed(type),
	};
	return add_level(lines, &level, fields, count, with_gaps);
}

/* Offsets of what is inside a line, from that line's start. */
static void
make_relative(struct ls_line *lines, size_t count, uint64_t base_bits)
{
	for (size_t i = 0; i < count; i += 1 + lines[i].below_count) {
		make_relative(
		    &lines[i + 1], lines[i].below_count, lines[i].offset_bits);
		lines[i].offset_bits -= base_bits;
	}
}

struct ls_error *
ls_lines_take(
    struct ls_lines *lines, const struct ls_line **ret, size_t *ret_count)
{
	size_t count = lines->count;
	lines->count = 0;
	*ret = NULL;
	*ret_count = 0;
	if (count == 0)
		return NULL;
	struct ls_line *copy = LS_NEW(lines->arena, struct ls_line, count);
	if (!copy)
		return ls_row_out_of_room(lines->arena);
	memcpy(copy, lines->items, count * sizeof(*copy));
	if (lines->options->relative)
		make_relative(copy, count, 0);
	*ret = copy;
	*ret_count = count;
	return NULL;
}

void
ls_lines_free(struct ls_lines *lines)
{
	free(lines->items);
	ls_map_free(&lines->spelt);
	ls_out_free(&lines->text);
}
