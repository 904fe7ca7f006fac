/*
 * niche_row.c - the niche of a type, for its row.
 *
 * In: what niche.c found, or what a saved report said.  Out: the same in
 * bytes and decimal, with the path of the member that it lies in.
 *
 *	enum Event, tag u8 @0, 0..=4	251 in "tag", used: 0-4
 *	struct S { a: u64, v: Vec<u8> }	2^63 - 1 in "v.buf.inner.cap.__0"
 */
#include "analyse/niche_row.h"

#include <string.h>

#include "analyse/decimal.h"
#include "analyse/niche.h"
#include "analyse/niche_enum.h"
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
		return NULL;
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

struct ls_error *
ls_analyse_niche(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row)
{
	struct ls_niches *niches = lines->options->niches;
	row->niche.is_asked = type->lang == LS_LANG_RUST &&
	    (niches || type->niche);
	if (!row->niche.is_asked)
		return NULL;
	if (type->niche)
		return put_told(lines, type, &row->niche);
	struct ls_niche niche = ls_niche_of(niches, row->type_id);
	return put_found(lines, type, &niche, &row->niche);
}
