/*
 * tree.c - which values mean which variant, down to enums inside enums.
 *
 * In: an enum, whose tag may lie in a member of a variant, whose own tag may
 * lie there too.  Out: for each variant the values of that one number.
 *
 *	enum Outer { X(Inner), Y, Z }		X	0..=3
 *	enum Inner { A(bool), B, C }		 A	0..=1
 *						 B	2
 *						 C	3
 *						Y	4
 *						Z	5
 *						free	6..=255
 */
#include "analyse/tree.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/brief.h"
#include "analyse/decimal.h"
#include "analyse/lines.h"
#include "analyse/niche/niche.h"
#include "analyse/path.h"
#include "analyse/tag.h"
#include "base/error.h"
#include "base/limits.h"
#include "report/report.h"

struct growing {
	struct ls_lines *lines;
	struct ls_extent place; /* of the number, from the outermost start */
	struct ls_tree_line *items;
	size_t count;
	size_t room;
};

static struct ls_error *
append(struct growing *tree, const struct ls_tree_line *line)
{
	if (tree->count == tree->room) {
		size_t room = tree->room ? tree->room * 2 : 16;
		struct ls_tree_line *items = reallocarray(
		    tree->items, room, sizeof(*items));
		if (!items)
			return &ls_error_nomem;
		tree->items = items;
		tree->room = room;
	}
	tree->items[tree->count++] = *line;
	return NULL;
}

static struct ls_error *
keep(struct growing *tree, struct ls_out *text, const char **ret)
{
	struct ls_arena *arena = tree->lines->arena;
	*ret = text->failed || !text->text
	    ? NULL
	    : ls_arena_string(arena, text->text, text->size);
	ls_out_free(text);
	return *ret ? NULL : ls_row_out_of_room(arena);
}

/* "0..=3", "4"; it may wrap: "255..=1". */
static struct ls_error *
put_range(struct growing *tree, ls_u128 first, ls_u128 last, const char **ret)
{
	struct ls_out text = { 0 };
	char number[LS_DECIMAL_ROOM];
	ls_decimal(first, 128, false, number);
	ls_out_text(&text, number);
	if (first != last) {
		ls_decimal(last, 128, false, number);
		ls_out_format(&text, "..=%s", number);
	}
	return keep(tree, &text, ret);
}

/* "Inner::A(bool)" */
static struct ls_error *
put_label(struct growing *tree, const struct ls_type *type,
    const struct ls_variant *variant, bool with_type, const char **ret)
{
	struct ls_out text = { 0 };
	if (with_type && type->name) {
		ls_put_brief(&text, type->name);
		ls_out_text(&text, "::");
	}
	ls_out_text(&text, variant->name ? variant->name : "?");
	for (uint32_t i = 0; i < variant->field_count; i++) {
		const char *name;
		struct ls_error *err = ls_lines_spell(
		    tree->lines, variant->fields[i].type, &name);
		if (err) {
			ls_out_free(&text);
			return err;
		}
		ls_out_text(&text, i == 0 ? "(" : ", ");
		ls_put_brief(&text, name);
	}
	if (variant->field_count > 0)
		ls_out_char(&text, ')');
	return keep(tree, &text, ret);
}

/* The one field that holds the number; NULL: none, or several. */
static const struct ls_field *
find_host(const struct growing *tree, const struct ls_field *fields,
    uint32_t count, uint64_t base_bits)
{
	const struct ls_field *host = NULL;
	for (uint32_t i = 0; i < count; i++) {
		const struct ls_field *field = &fields[i];
		uint64_t begin = base_bits + field->offset_bits;
		if (!field->has_offset || !field->has_size ||
		    field->is_unreliable || begin > tree->place.begin_bits ||
		    begin + field->size_bits < tree->place.end_bits)
			continue;
		if (host)
			return NULL;
		host = field;
	}
	return host;
}

static struct ls_error *add_enum(struct growing *tree,
    const struct ls_type *type, uint64_t base_bits, uint32_t depth);

/* What is inside the member that holds the number: down to an enum. */
static struct ls_error *
add_inside(struct growing *tree, const struct ls_field *field,
    uint64_t base_bits, uint32_t depth)
{
	const struct ls_model *model = tree->lines->model;
	for (int hop = 0; field && hop < LS_MAX_DEPTH; hop++) {
		const struct ls_type *type = ls_model_type(
		    model, ls_model_strip(model, field->type));
		base_bits += field->offset_bits;
		if (type->variants || type->kind == LS_KIND_ENUM)
			return add_enum(tree, type, base_bits, depth);
		field = find_host(
		    tree, type->fields, type->field_count, base_bits);
	}
	return NULL;
}

/* A saved report tells how many values are free, not which. */
static bool
has_range(const struct ls_niche *niche)
{
	if (!niche->has_niche || !niche->is_certain || niche->size_bits == 0 ||
	    niche->size_bits > 128)
		return false;
	ls_u128 mask = ~(ls_u128)0 >> (128 - niche->size_bits);
	return ((niche->first - niche->last - 1) & mask) == niche->available;
}

/* The variant whose member holds the number: all that this member may be. */
static struct ls_error *
put_host(struct growing *tree, const struct ls_variant *variant,
    uint64_t base_bits, struct ls_tree_line *line, const struct ls_field **ret)
{
	*ret = find_host(
	    tree, variant->fields, variant->field_count, base_bits);
	if (!*ret)
		return NULL;
	line->is_host = true;
	struct ls_niche niche = ls_niche_of(
	    tree->lines->options->niches, (*ret)->type);
	uint64_t begin = base_bits + (*ret)->offset_bits + niche.offset_bits;
	if (!has_range(&niche) || begin != tree->place.begin_bits ||
	    begin + niche.size_bits != tree->place.end_bits)
		return NULL;
	return put_range(tree, niche.first, niche.last, &line->values);
}

static struct ls_error *
add_variant(struct growing *tree, const struct ls_type *type,
    const struct ls_variant *variant, uint64_t base_bits, uint32_t depth)
{
	struct ls_tree_line line = { .depth = depth,
		.is_uninhabited = variant->is_uninhabited };
	const struct ls_field *host = NULL;
	struct ls_error *err = put_label(
	    tree, type, variant, depth > 0, &line.label);
	if (!err && variant->has_discr) {
		char text[LS_DECIMAL_ROOM];
		ls_discr_text(tree->lines->model, type, variant->discr, text);
		line.values = ls_arena_string(
		    tree->lines->arena, text, strlen(text));
		if (!line.values)
			err = ls_row_out_of_room(tree->lines->arena);
	} else if (!err && !variant->is_uninhabited &&
	    type->variants->has_tag) {
		err = put_host(tree, variant, base_bits, &line, &host);
	}
	if (!err)
		err = append(tree, &line);
	if (!err && host)
		err = add_inside(tree, host, base_bits, depth + 1);
	return err;
}

static struct ls_error *
add_enumerators(
    struct growing *tree, const struct ls_type *type, uint32_t depth)
{
	struct ls_error *err = NULL;
	for (uint32_t i = 0; i < type->enumerator_count && !err; i++) {
		const struct ls_enumerator *item = &type->enumerators[i];
		struct ls_tree_line line = { .depth = depth };
		struct ls_out label = { 0 }, values = { 0 };
		char text[LS_DECIMAL_ROOM];
		ls_enumerator_text(
		    tree->lines->model, type, item->value, text);
		if (depth > 0 && type->name) {
			ls_put_brief(&label, type->name);
			ls_out_text(&label, "::");
		}
		ls_out_text(&label, item->name ? item->name : "?");
		ls_out_text(&values, text);
		err = keep(tree, &label, &line.label);
		if (err)
			ls_out_free(&values);
		else
			err = keep(tree, &values, &line.values);
		if (!err)
			err = append(tree, &line);
	}
	return err;
}

/* Only where its tag is this same number. */
static struct ls_error *
add_enum(struct growing *tree, const struct ls_type *type, uint64_t base_bits,
    uint32_t depth)
{
	if (depth > LS_MAX_DEPTH || tree->count > LS_MAX_NESTED_LINES)
		return NULL;
	if (!type->variants)
		return add_enumerators(tree, type, depth);
	struct ls_extent tag = ls_tag_place(type->variants);
	if (depth > 0 && type->variants->has_tag &&
	    base_bits + tag.begin_bits != tree->place.begin_bits)
		return NULL;
	struct ls_error *err = NULL;
	for (uint32_t i = 0; i < type->variants->count && !err; i++)
		err = add_variant(
		    tree, type, &type->variants->items[i], base_bits, depth);
	return err;
}

/* What the whole enum leaves: from after its last value to before its first,
 * around the end of all numbers if need be. */
static struct ls_error *
add_free(struct growing *tree, const struct ls_row *row)
{
	struct ls_niche niche = ls_niche_of(
	    tree->lines->options->niches, row->type_id);
	struct ls_tree_line line = { .label = "free", .is_free = true };
	if (!row->niche.has_niche || !has_range(&niche) ||
	    niche.offset_bits != tree->place.begin_bits)
		return NULL;
	ls_u128 mask = ~(ls_u128)0 >> (128 - niche.size_bits);
	struct ls_error *err = put_range(tree, (niche.last + 1) & mask,
	    (niche.first - 1) & mask, &line.values);
	return err ? err : append(tree, &line);
}

static struct ls_error *
take(struct growing *tree, struct ls_row *row)
{
	struct ls_tree *ret = LS_NEW(tree->lines->arena, struct ls_tree, 1);
	struct ls_tree_line *items = LS_NEW(
	    tree->lines->arena, struct ls_tree_line, tree->count + 1);
	if (!ret || !items)
		return ls_row_out_of_room(tree->lines->arena);
	if (tree->count > 0)
		memcpy(items, tree->items, tree->count * sizeof(*items));
	ret->lines = items;
	ret->line_count = tree->count;
	ret->has_place = tree->place.end_bits > tree->place.begin_bits;
	ret->offset_bytes = tree->place.begin_bits / 8;
	ret->size_bytes = (tree->place.end_bits - tree->place.begin_bits) / 8;
	row->tree = ret;
	return NULL;
}

/* The innermost line that the niche lies in. */
static void
find_line(struct ls_row *row)
{
	uint64_t begin = row->niche.offset_bytes * 8;
	uint64_t end = begin + row->niche.size_bytes * 8;
	for (size_t i = 0; row->niche.has_niche && i < row->line_count; i++) {
		const struct ls_line *line = &row->lines[i];
		if (line->kind != LS_LINE_MEMBER || !line->has_offset ||
		    !line->has_size || line->offset_bits > begin ||
		    line->offset_bits + line->size_bits < end)
			continue;
		row->has_niche_line = true;
		row->niche_line = i;
	}
}

struct ls_error *
ls_analyse_tree(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row)
{
	struct growing tree = { .lines = lines };
	find_line(row);
	if ((!type->variants && type->kind != LS_KIND_ENUM) ||
	    !type->has_size || !lines->options->niches)
		return NULL;
	if (type->variants)
		tree.place = ls_tag_place(type->variants);
	else
		tree.place.end_bits = type->size_bits;
	struct ls_error *err = add_enum(&tree, type, 0, 0);
	if (!err)
		err = add_free(&tree, row);
	if (!err)
		err = take(&tree, row);
	free(tree.items);
	return err;
}
