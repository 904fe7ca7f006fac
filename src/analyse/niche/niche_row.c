/*
 * niche_row.c - the niche of a type, for its row.
 *
 * In: what niche.c found, or what a saved report said.  Out: the same in
 * bytes and decimal, with the path of the member that it lies in.
 *
 *	enum Event, tag u8 @0, 0..=4	251 in "tag", used: 0-4
 *	struct S { a: u64, v: Vec<u8> }	2^63 - 1 in "v.buf.inner.cap.__0"
 */
#include "analyse/niche/niche_row.h"

#include <string.h>

#include "analyse/decimal.h"
#include "analyse/niche/niche.h"
#include "analyse/niche/niche_enum.h"
#include "analyse/niche/niche_none.h"
#include "analyse/niche/niche_spare.h"
#include "analyse/path.h"
#include "base/error.h"
#include "report/report.h"

static struct ls_error *
put_number(struct ls_lines *lines, ls_u128 number, const char **ret)
{
	char text[LS_DECIMAL_ROOM];
	ls_decimal(number, 128, false, text);
	*ret = ls_arena_string(lines->arena, text, strlen(text));
	return *ret ? NULL : ls_row_out_of_room(lines->arena);
}

static uint64_t
cut(ls_u128 number)
{
	return number > UINT64_MAX ? UINT64_MAX : (uint64_t)number;
}

/* "0-4": the values that the tag has. */
static struct ls_error *
put_used(struct ls_lines *lines, const struct ls_niche *niche,
    struct ls_niche_row *row)
{
	char first[LS_DECIMAL_ROOM], last[LS_DECIMAL_ROOM];
	char both[2 * LS_DECIMAL_ROOM];
	if (niche->first > niche->last)
		return NULL;
	ls_decimal(niche->first, 128, false, first);
	ls_decimal(niche->last, 128, false, last);
	int size = snprintf(both, sizeof(both), "%s-%s", first, last);
	row->used = ls_arena_string(lines->arena,
	    niche->first == niche->last ? first : both,
	    niche->first == niche->last ? strlen(first) : (size_t)size);
	return row->used ? NULL : ls_row_out_of_room(lines->arena);
}

/* Also an enum without data: it is all tag. */
static bool
is_own_tag(const struct ls_type *type)
{
	if (type->kind == LS_KIND_ENUM && !type->variants)
		return true;
	return type->variants && type->variants->has_tag &&
	    !ls_dataful_variant(type->variants);
}

static struct ls_error *
put_found(struct ls_lines *lines, const struct ls_type *type,
    const struct ls_niche *niche, struct ls_niche_row *row)
{
	row->has_niche = niche->has_niche;
	row->is_certain = niche->is_certain;
	row->note = niche->why;
	if (!niche->has_niche)
		return niche->is_certain
		    ? ls_niche_none(lines, type, &row->none)
		    : NULL;
	row->offset_bytes = niche->offset_bits / 8;
	row->size_bytes = niche->size_bits / 8;
	row->available_most = cut(niche->available);
	struct ls_error *err = put_number(
	    lines, niche->available, &row->available);
	if (!err && is_own_tag(type)) {
		row->in = "tag";
		err = put_used(lines, niche, row);
	} else if (!err) {
		err = ls_path_of(lines, type,
		    (struct ls_extent){ niche->offset_bits,
			niche->offset_bits + niche->size_bits },
		    &row->in);
	}
	return err;
}

static struct ls_error *
put_told(struct ls_lines *lines, const struct ls_type *type,
    struct ls_niche_row *row)
{
	const struct ls_told_niche *told = type->niche;
	row->has_niche = told->has_niche;
	row->is_certain = told->is_certain;
	row->note = told->note;
	row->none = told->none;
	if (!told->has_niche)
		return NULL;
	row->offset_bytes = told->offset_bits / 8;
	row->size_bytes = told->size_bits / 8;
	row->available_most = cut(told->available);
	row->in = told->in;
	struct ls_error *err = put_number(
	    lines, told->available, &row->available);
	/* The values of a tag stand in the report, and need no other part. */
	struct ls_niche tag = { 0 };
	if (is_own_tag(type))
		tag = type->variants
		    ? ls_niche_of_tag(lines->model, type)
		    : ls_niche_of_enumerators(lines->model, type);
	if (!err && tag.has_niche && tag.available == told->available)
		err = put_used(lines, &tag, row);
	return err;
}

/* Is there no value of it, or can that not be told? */
static bool
may_be_uninhabited(const struct ls_model *model, const struct ls_type *type)
{
	if (type->variants) {
		for (uint32_t i = 0; i < type->variants->count; i++)
			if (!type->variants->items[i].is_uninhabited)
				return false;
		return true;
	}
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_type *inner = ls_model_type(
		    model, ls_model_strip(model, type->fields[i].type));
		if ((inner->variants && inner->variants->count == 0) ||
		    (inner->name && strcmp(inner->name, "!") == 0))
			return true;
	}
	return false;
}

/*
 * enum Option<T> { None, Some(T) }: where T has a niche, None is a value of
 * it.  Else there is a tag of one byte, then T at the next multiple of its
 * alignment, which is that alignment.
 *
 *	u32	|t|...|uuuu|	4 + 4
 */
static void
put_option(const struct ls_model *model, const struct ls_type *type,
    const struct ls_row *row, struct ls_niche_row *niche)
{
	if (!row->has_size || row->align_from == LS_HOW_UNKNOWN ||
	    type->is_dynamic || may_be_uninhabited(model, type))
		return;
	niche->option_bytes = row->size_bytes;
	niche->has_option = niche->has_niche;
	if (niche->has_niche || !niche->is_certain)
		return;
	niche->has_option = !__builtin_add_overflow(
	    row->size_bytes, row->align_bytes, &niche->option_bytes);
}

struct ls_error *
ls_analyse_niche(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row)
{
	struct ls_niches *niches = lines->options->niches;
	row->niche.is_asked = type->lang == LS_LANG_RUST &&
	    (niches || type->niche);
	if (!row->niche.is_asked)
		return NULL;
	struct ls_error *err;
	if (type->niche) {
		err = put_told(lines, type, &row->niche);
	} else {
		struct ls_niche niche = ls_niche_of(niches, row->type_id);
		err = put_found(lines, type, &niche, &row->niche);
	}
	put_option(lines->model, type, row, &row->niche);
	return err || !niches ? err
			      : ls_niche_spares(lines, type, &row->niche);
}
