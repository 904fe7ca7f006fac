/*
 * padding.c - the bits of a type that belong to no field.
 *
 * In: where fields are.  Out: where none is.  Fields may overlap: members of
 * a union all do, and so do the variants of a Rust enum.  So we sweep from
 * the front with one mark, and whatever lies between the mark and the next
 * field is a gap.  For
 *
 *	struct { char a; int b; short c; };	offsets 0, 32, 64; size 96
 *
 * the mark goes 0, 8, 64, 80 and the gaps are [8, 32) and [80, 96).
 */
#include "analyse/padding.h"

#include <stdlib.h>

#include "model/model.h"
#include "report/report.h"

enum { MOST_BASES = 4096 };

struct ls_extent
ls_extent_of(const struct ls_type *type, const struct ls_field *field)
{
	struct ls_extent extent = { 0, 0 };
	if (!field->has_offset)
		return extent;
	extent.begin_bits = extent.end_bits = field->offset_bits;
	/* A dynamic type's last member goes on past its sized part. */
	if (field->has_size)
		extent.end_bits += field->size_bits;
	else if (!field->is_flexible || type->is_dynamic)
		extent.end_bits = LS_EXTENT_OPEN;
	return extent;
}

static int
by_begin(const void *a, const void *b)
{
	const struct ls_extent *x = a, *y = b;
	return (x->begin_bits > y->begin_bits) -
	    (x->begin_bits < y->begin_bits);
}

static void
sort(struct ls_extent *used, size_t count)
{
	/* Fields come sorted, but for those of unions and of variants. */
	for (size_t i = 1; i < count; i++)
		if (used[i].begin_bits < used[i - 1].begin_bits) {
			qsort(used, count, sizeof(*used), by_begin);
			return;
		}
}

size_t
ls_gaps(struct ls_extent *used, size_t count, uint64_t size_bits,
    struct ls_extent *gaps)
{
	size_t found = 0;
	uint64_t mark = 0;
	bool is_open = false;

	sort(used, count);
	for (size_t i = 0; i < count; i++) {
		uint64_t begin = used[i].begin_bits, end = used[i].end_bits;
		/* An empty field takes nothing, so it ends no gap. */
		if (begin == end || begin >= size_bits)
			continue;
		if (begin > mark && !is_open)
			gaps[found++] = (struct ls_extent){ mark, begin };
		if (begin > mark) {
			mark = begin;
			is_open = false;
		}
		if (end == LS_EXTENT_OPEN)
			is_open = true;
		else if (end > mark)
			mark = end;
	}
	if (size_bits > mark && !is_open)
		gaps[found++] = (struct ls_extent){ mark, size_bits };
	return found;
}

size_t
ls_gap_split(struct ls_extent gap, struct ls_extent pieces[3])
{
	uint64_t begin = gap.begin_bits, end = gap.end_bits;
	uint64_t bytes = begin + (8 - begin % 8) % 8;
	uint64_t bytes_end = end - end % 8;
	size_t count = 0;

	/* |..xxx...|  both borders inside one byte. */
	if (bytes > bytes_end) {
		pieces[count++] = gap;
		return count;
	}
	if (begin < bytes)
		pieces[count++] = (struct ls_extent){ begin, bytes };
	if (bytes < bytes_end)
		pieces[count++] = (struct ls_extent){ bytes, bytes_end };
	if (bytes_end < end)
		pieces[count++] = (struct ls_extent){ bytes_end, end };
	return count;
}

/*
 * Does any base of `type`, or base of a base, have a virtual base?  That
 * stands somewhere in the complete object, of which only the class that
 * names it speaks:
 *
 *	struct V : virtual B {};  struct D : V {};	D's DIE: V, no B
 *
 * More than `budget` bases are taken to have one.
 */
static bool
inherits_virtually(
    const struct ls_model *model, const struct ls_type *type, unsigned *budget)
{
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		if (!field->is_base)
			continue;
		if (field->is_virtual_base || (*budget)-- == 0)
			return true;
		const struct ls_type *base = ls_model_type(
		    model, ls_model_strip(model, field->type));
		if (inherits_virtually(model, base, budget))
			return true;
	}
	return false;
}

bool
ls_holes_are_known(const struct ls_model *model, const struct ls_type *type)
{
	unsigned budget = MOST_BASES;
	bool has_virtual = false;
	if (!type->has_size || type->note)
		return false;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		if (!field->has_offset || field->is_unreliable)
			return false;
		has_virtual |= field->is_virtual_base;
	}
	/* Where the model could place any, it has added all of them. */
	return has_virtual || !inherits_virtually(model, type, &budget);
}

void
ls_count_gap(struct ls_row *row, struct ls_extent gap)
{
	struct ls_extent pieces[3];
	size_t count = ls_gap_split(gap, pieces);
	for (size_t i = 0; i < count; i++) {
		uint64_t bits = pieces[i].end_bits - pieces[i].begin_bits;
		if (!ls_is_whole_bytes(pieces[i])) {
			row->unused_bits += bits;
			row->bit_hole_count++;
		} else if (pieces[i].end_bits == row->size_bytes * 8) {
			row->tail_padding_bytes += bits / 8;
		} else {
			row->hole_bytes += bits / 8;
			row->hole_count++;
		}
	}
	row->padding_bytes = row->hole_bytes + row->tail_padding_bytes;
	row->used_bytes = row->size_bytes - row->padding_bytes;
}
