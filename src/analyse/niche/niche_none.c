/*
 * niche_none.c - why a type has no niche.
 *
 * In: a type of which, for certain, no value is free.  Out: the reason, and
 * where something hides values that would be free, what does.
 *
 *	struct { a: u32, b: f64 }	every value of its members is used
 *	struct { on: Cell<bool> }	on.value is a cell, which hides the
 *					254 free values inside it
 */
#include "analyse/niche/niche_none.h"

#include "analyse/decimal.h"
#include "analyse/lines.h"
#include "analyse/niche/niche.h"
#include "analyse/path.h"
#include "base/error.h"
#include "base/limits.h"

/* The way to where we are, as names; a walk of so many steps at most. */
struct search {
	const struct ls_model *model;
	struct ls_niches *niches;
	const struct ls_field *way[LS_MAX_DEPTH];
	unsigned depth;
	unsigned steps;
};

static const struct ls_type *
type_of(const struct search *search, const struct ls_field *field)
{
	return ls_model_type(
	    search->model, ls_model_strip(search->model, field->type));
}

/* What hides all that is inside it: a cell or a union. */
static bool
is_hiding(const struct ls_type *type)
{
	return type->valid && type->valid->is_any && !type->variants;
}

/* The most that is free inside, were it not hidden. */
static ls_u128
most_inside(struct search *search, const struct ls_type *type, unsigned depth)
{
	ls_u128 most = 0;
	for (uint32_t i = 0; i < type->field_count; i++) {
		if (depth == LS_MAX_DEPTH || search->steps == 0)
			break;
		search->steps--;
		const struct ls_field *field = &type->fields[i];
		const struct ls_type *inner = type_of(search, field);
		ls_u128 free = is_hiding(inner)
		    ? most_inside(search, inner, depth + 1)
		    : ls_niche_of(search->niches, field->type).available;
		most = free > most ? free : most;
	}
	return most;
}

/* Leaves the way to the member in `search`; 0: nothing is hidden. */
static ls_u128
find_hidden(
    struct search *search, const struct ls_field *fields, uint32_t count)
{
	if (search->depth == LS_MAX_DEPTH)
		return 0;
	for (uint32_t i = 0; i < count && search->steps > 0; i++) {
		const struct ls_type *type = type_of(search, &fields[i]);
		search->steps--;
		search->way[search->depth++] = &fields[i];
		ls_u128 most = is_hiding(type)
		    ? most_inside(search, type, 0)
		    : find_hidden(search, type->fields, type->field_count);
		if (most > 0)
			return most;
		search->depth--;
	}
	return 0;
}

/* "on.value is a cell, which hides the 254 free values inside it" */
static struct ls_error *
put_hidden(struct ls_lines *lines, const struct search *search, ls_u128 most,
    const char **ret)
{
	struct ls_out text = { 0 };
	char number[LS_DECIMAL_ROOM];
	const struct ls_field *last = search->way[search->depth - 1];
	bool is_union = type_of(search, last)->kind == LS_KIND_UNION;
	ls_decimal(most, 128, false, number);
	for (unsigned i = 0; i < search->depth; i++) {
		const char *name = search->way[i]->name;
		ls_out_format(
		    &text, "%s%s", i > 0 ? "." : "", name ? name : "?");
	}
	ls_out_format(&text, " is a %s, which hides the %s free value%s in it",
	    is_union ? "union" : "cell", number, most == 1 ? "" : "s");
	*ret = text.failed
	    ? NULL
	    : ls_arena_string(lines->arena, text.text, text.size);
	ls_out_free(&text);
	return *ret ? NULL : ls_row_out_of_room(lines->arena);
}

static const char *
why_of_variants(const struct ls_type *type)
{
	const struct ls_variants *variants = type->variants;
	if (variants->count == 0)
		return "no value of it exists";
	if (!variants->has_tag)
		return NULL;
	return ls_dataful_variant(variants)
	    ? "its variants use all that the member had"
	    : "its variants use all values of the tag";
}

/* Of the type itself; NULL: ask its members. */
static const char *
why_of_type(const struct ls_type *type)
{
	if (type->valid && type->valid->is_any) {
		if (type->variants)
			return "no type may use the states that a future "
			       "does not have";
		return type->kind == LS_KIND_UNION
		    ? "a union may hold any bits"
		    : "what is in a cell may change behind a reference";
	}
	if (type->variants)
		return why_of_variants(type);
	if (type->kind == LS_KIND_ENUM)
		return "its enumerators use all values";
	return type->has_size && type->size_bits == 0 ? "it has no bytes"
						      : NULL;
}

struct ls_error *
ls_niche_none(
    struct ls_lines *lines, const struct ls_type *type, const char **ret)
{
	struct search search = {
		.model = lines->model,
		.niches = lines->options->niches,
		.steps = LS_MAX_HIDDEN_STEPS,
	};
	*ret = why_of_type(type);
	if (*ret)
		return NULL;
	ls_u128 most = find_hidden(&search, type->fields, type->field_count);
	if (most > 0)
		return put_hidden(lines, &search, most, ret);
	*ret = "every value of its members is used";
	return NULL;
}
