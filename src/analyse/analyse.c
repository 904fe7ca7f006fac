/*
 * analyse.c - from a type to its row: the analyses, called in turn.
 *
 * What the model already knows is copied here; what follows from it is for
 * the files beside this one.
 */
#include "analyse/analyse.h"

#include "analyse/cachelines.h"
#include "analyse/future.h"
#include "analyse/idea/idea.h"
#include "analyse/letters.h"
#include "analyse/lines.h"
#include "analyse/niche/niche_row.h"
#include "analyse/packing.h"
#include "analyse/padding.h"
#include "analyse/reorder/reorder_best.h"
#include "analyse/reorder/reorder_type.h"
#include "analyse/sharing.h"
#include "analyse/tree.h"
#include "analyse/variants.h"
#include "base/error.h"
#include "base/limits.h"

static void
copy_facts(const struct ls_type *type, ls_type_id id, struct ls_row *row)
{
	row->arena.limit_bytes = LS_MAX_ROW_BYTES;
	row->type_id = id;
	row->name = type->name;
	row->kind = type->kind;
	row->lang = type->lang;
	row->hidden = type->hidden;
	row->is_typedef_name = type->is_typedef_name;
	row->is_order_free = type->is_order_free;
	row->decl = type->decl;
	row->source_path = type->source_path;
	row->has_size = type->has_size;
	row->size_bytes = type->has_size ? type->size_bits / 8 : 0;
	row->align_from = type->align_from;
	row->align_bytes = type->align_bits / 8;
	row->packed = type->packed;
	row->is_packed_whole = ls_is_packed_whole(type);
	row->is_forced_align = type->is_forced_align;
	row->member_count = type->field_count;
	row->definition_count = type->definition_count;
	row->used_bytes = row->size_bytes;
	row->note = type->note;
}

static void
count_padding(const struct ls_lines *lines, struct ls_row *row)
{
	for (size_t i = 0; i < lines->count;
	     i += 1 + lines->items[i].below_count) {
		const struct ls_line *line = &lines->items[i];
		if (line->kind == LS_LINE_MEMBER)
			continue;
		ls_count_gap(row,
		    (struct ls_extent){ line->offset_bits,
			line->offset_bits + line->size_bits });
	}
}

/* Why nothing is said of holes, where the file does not say it itself. */
static void
note_what_is_missing(const struct ls_lines *lines, struct ls_row *row)
{
	if (row->note)
		return;
	if (lines->is_cut)
		row->note = "has too many lines to show all that is inside";
	else if (row->has_size && !row->are_holes_known)
		row->note = row->has_variants
		    ? "has members whose place is not told, so its unused "
		      "bytes are not known"
		    : "has members or virtual bases whose place is not told, "
		      "so its holes are not known";
}

static struct ls_error *
fill(struct ls_lines *lines, const struct ls_type *type, struct ls_row *row)
{
	/* An integer has no holes, and an enum with data has them where no
	 * variant has anything, which is asked apart. */
	bool has_gaps = type->kind != LS_KIND_ENUM && !type->variants;
	struct ls_error *err = ls_lines_add(
	    lines, type, type->fields, type->field_count, has_gaps);
	if (err)
		return err;
	row->has_variants = type->variants != NULL;
	row->are_holes_known = ls_holes_are_known(lines->model, type);
	if (has_gaps && type->has_size)
		count_padding(lines, row);
	err = ls_cacheline_breaks(lines, lines->options->cacheline_bytes, row);
	if (err)
		return err;
	if (has_gaps && type->kind != LS_KIND_UNION)
		ls_give_letters(lines);
	err = ls_lines_take(lines, &row->lines, &row->line_count);
	if (!err && type->variants)
		err = ls_analyse_variants(lines, type, row);
	else if (!err && type->kind == LS_KIND_ENUM)
		err = ls_analyse_enumerators(lines, type, row);
	note_what_is_missing(lines, row);
	return err;
}

/* The best order, as if it were the type's own. */
static struct ls_error *
propose(struct ls_lines *lines, const struct ls_type *type, struct ls_row *row)
{
	struct ls_type as_proposed;
	struct ls_row *proposed = LS_NEW(lines->arena, struct ls_row, 1);
	if (!proposed ||
	    !ls_best_as_type(row, type, lines->arena, &as_proposed))
		return ls_row_out_of_room(lines->arena);
	copy_facts(&as_proposed, row->type_id, proposed);
	proposed->id = row->id;
	proposed->best_size_bytes = proposed->size_bytes;
	row->proposed = proposed;
	bool is_explained;
	if (!ls_ordered_explains_inside(
		lines->model, row->type_id, &is_explained))
		return &ls_error_nomem;
	if (!is_explained)
		row->proposed_note =
		    "not written as source: the members of a nameless struct "
		    "inside do not explain its layout (unnamed bit-fields "
		    "may be at work)";
	return fill(lines, &as_proposed, proposed);
}

struct ls_error *
ls_analyse_type(const struct ls_model *model, ls_type_id id,
    const struct ls_analyse_options *options, struct ls_row *row)
{
	const struct ls_type *type = ls_model_type(model, id);
	copy_facts(type, id, row);
	struct ls_lines lines = {
		.model = model,
		.options = options,
		.arena = &row->arena,
	};
	struct ls_error *err = fill(&lines, type, row);
	if (!err)
		err = ls_analyse_niche(&lines, type, row);
	if (!err)
		err = ls_analyse_future(&lines, type, row);
	if (!err && options->with_tree)
		err = ls_analyse_tree(&lines, type, row);
	if (!err && options->with_sharing)
		err = ls_analyse_sharing(&lines, type, row);
	bool is_proved;
	row->best_size_bytes = ls_best_size(model, id, &is_proved);
	bool is_repr_c = row->best_size_bytes < row->size_bytes;
	row->is_frozen = options->is_frozen;
	if (row->is_frozen)
		row->best_size_bytes = row->size_bytes;
	if (row->has_size)
		row->best_cachelines = ls_cachelines_of(
		    row->best_size_bytes, options->cacheline_bytes);
	ls_cost_row(&options->cost, row);
	/* rustc leaves nothing that another order would save: repr(C). */
	if (is_repr_c)
		row->is_order_free = false;
	/* Ideas change the layout too. */
	if (!err && !row->is_frozen)
		err = ls_analyse_ideas(&lines, type, row);
	if (!err && row->is_frozen)
		row->best_note = "no order is proposed: a rule freezes it";
	if (!err && options->with_best && !row->is_frozen)
		err = ls_analyse_best(&lines, row);
	if (!err && options->with_proposed && row->best)
		err = propose(&lines, type, row);
	ls_lines_free(&lines);
	if (err)
		ls_row_free(row);
	return err;
}

void
ls_row_free(struct ls_row *row)
{
	/* What was made for the proposed row is in an arena of its own, and
	 * the row itself in this one's. */
	if (row->proposed)
		ls_arena_free(&((struct ls_row *)row->proposed)->arena);
	row->proposed = NULL;
	ls_arena_free(&row->arena);
}
