/*
 * json.c - a report for a program: schema layoutscope/1.
 *
 * Every key is told in layoutscope-json(5).  The document is written as it
 * comes, a type a line and its members a line each; ndjson is the bare types,
 * one a line.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/out.h"
#include "render/json_facts.h"
#include "render/json_out.h"
#include "render/json_row.h"
#include "render/render.h"
#include "report/report.h"

/* Lines begin down to the members of a type: types[] > type > members[]. */
enum { DOCUMENT_LINE_DEPTH = 4 };

/* Only what is true is said, so that the usual member stays short. */
static void
put_flag(struct ls_json *json, const char *key, bool value)
{
	if (value)
		ls_json_bool(json, key, true);
}

static void
put_uint_or_null(
    struct ls_json *json, const char *key, bool has, uint64_t value)
{
	if (has)
		ls_json_uint(json, key, value);
	else
		ls_json_null(json, key);
}

/* A number that may pass 2^53, so a string. */
static void
put_wide(struct ls_json *json, const char *key, uint64_t value)
{
	char text[24];
	snprintf(text, sizeof(text), "%" PRIu64, value);
	ls_json_string(json, key, text);
}

static void
put_hole(struct ls_json *json, const struct ls_line *line)
{
	ls_json_bool(json, "hole", true);
	if (line->kind == LS_LINE_UNUSED_BITS) {
		ls_json_uint(json, "bit_offset", line->offset_bits);
		ls_json_uint(json, "bit_size", line->size_bits);
		return;
	}
	put_flag(json, "tail", line->kind == LS_LINE_TAIL);
	ls_json_uint(json, "offset_bytes", line->offset_bits / 8);
	ls_json_uint(json, "size_bytes", line->size_bits / 8);
}

static void
put_member(struct ls_json *json, const struct ls_report *report,
    const struct ls_line *line)
{
	const uint32_t *ids = report->document_ids;
	bool placed = line->has_offset && !line->is_unreliable;
	ls_json_string(json, "name", line->name);
	ls_json_string(json, "type", line->type);
	if (report->document_ids && report->document_ids[line->type_id])
		ls_json_uint(
		    json, "type_id", report->document_ids[line->type_id]);
	if (line->is_array)
		ls_json_uint(json, "element_count", line->element_count);
	if (line->is_array && ids && ids[line->element_id])
		ls_json_uint(json, "element_type_id", ids[line->element_id]);
	put_uint_or_null(json, "offset_bytes", placed, line->offset_bits / 8);
	put_uint_or_null(json, "size_bytes", line->has_size,
	    line->is_bitfield ? line->type_bytes : line->size_bits / 8);
	put_uint_or_null(
	    json, "align_bytes", line->align_bytes != 0, line->align_bytes);
	if (line->stated_align_bytes)
		ls_json_uint(
		    json, "stated_align_bytes", line->stated_align_bytes);
	if (line->is_bitfield) {
		ls_json_uint(json, "bit_offset", line->offset_bits);
		ls_json_uint(json, "bit_size", line->size_bits);
	}
	ls_json_uint(json, "declared", line->declared);
	if (line->decl.line)
		ls_json_uint(json, "decl_line", line->decl.line);
	if (line->endian)
		ls_json_string(json, "endian", line->endian);
	put_flag(json, "base", line->is_base);
	put_flag(json, "virtual", line->is_virtual_base);
	put_flag(json, "vptr", line->is_vptr);
	put_flag(json, "flexible", line->is_flexible);
	put_flag(json, "artificial", line->is_artificial);
	put_flag(json, "shadowed", line->is_unreliable);
}

/* Lines [at, end) of one depth, each with what lies inside it. */
static void
put_lines(struct ls_json *json, const struct ls_report *report,
    const struct ls_line *lines, size_t count)
{
	ls_json_open(json, "members", '[');
	for (size_t i = 0; i < count; i += 1 + lines[i].below_count) {
		const struct ls_line *line = &lines[i];
		ls_json_open(json, NULL, '{');
		if (line->kind == LS_LINE_MEMBER)
			put_member(json, report, line);
		else
			put_hole(json, line);
		if (line->below_count > 0)
			put_lines(json, report, line + 1, line->below_count);
		ls_json_close(json);
	}
	ls_json_close(json);
}

static void
put_enumerators(struct ls_json *json, const struct ls_row *row)
{
	if (row->underlying)
		ls_json_string(json, "underlying", row->underlying);
	ls_json_open(json, "enumerators", '[');
	for (size_t i = 0; i < row->enumerator_count; i++) {
		ls_json_open(json, NULL, '{');
		ls_json_string(json, "name", row->enumerators[i].name);
		ls_json_string(json, "value", row->enumerators[i].value);
		ls_json_close(json);
	}
	ls_json_close(json);
}

static void
put_variants(struct ls_json *json, const struct ls_report *report,
    const struct ls_row *row)
{
	ls_json_tag(json, &row->tag);
	ls_json_open(json, "variants", '[');
	for (size_t i = 0; i < row->variant_count; i++) {
		const struct ls_variant_row *variant = &row->variants[i];
		ls_json_open(json, NULL, '{');
		ls_json_string(json, "name", variant->name);
		ls_json_string(json, "discr", variant->discr);
		ls_json_uint(json, "used_bytes", variant->used_bytes);
		put_flag(json, "used_is_least", variant->is_least);
		if (variant->decl.line)
			ls_json_uint(json, "decl_line", variant->decl.line);
		put_flag(json, "uninhabited", variant->is_uninhabited);
		put_lines(json, report, variant->lines, variant->line_count);
		ls_json_close(json);
	}
	ls_json_close(json);
}

static void
put_numbers(struct ls_json *json, const struct ls_row *row)
{
	put_uint_or_null(json, "size_bytes", row->has_size, row->size_bytes);
	put_uint_or_null(json, "align_bytes",
	    row->align_from != LS_HOW_UNKNOWN, row->align_bytes);
	ls_json_string(json, "align_from", ls_how_word(row->align_from));
	put_uint_or_null(json, "cachelines", row->has_size, row->cachelines);
	if (row->packed == LS_TRI_UNKNOWN)
		ls_json_null(json, "packed");
	else
		ls_json_bool(json, "packed", row->packed == LS_TRI_YES);
	ls_json_bool(json, "forced_align", row->is_forced_align);
	bool known = row->are_holes_known;
	put_uint_or_null(
	    json, "used_bytes", row->has_size && known, row->used_bytes);
	put_uint_or_null(json, "hole_bytes", known, row->hole_bytes);
	put_uint_or_null(json, "holes", known, row->hole_count);
	put_uint_or_null(
	    json, "tail_padding_bytes", known, row->tail_padding_bytes);
	put_uint_or_null(json, "padding_bytes", known, row->padding_bytes);
	put_uint_or_null(json, "unused_bits", known, row->unused_bits);
	ls_json_uint(json, "definitions", row->definition_count);
	ls_json_bool(json, "frozen", row->is_frozen);
}

static void
put_order(struct ls_json *json, const struct ls_best *best,
    const struct ls_best_step *step)
{
	ls_json_open(json, "order", '[');
	for (uint32_t i = 0; i < best->member_count; i++)
		ls_json_string(json, NULL, step->members[i].name);
	ls_json_close(json);
}

static void
put_step(struct ls_json *json, const char *key, const struct ls_best *best,
    const struct ls_best_step *step)
{
	ls_json_open(json, key, '{');
	ls_json_uint(json, "moves", step->moves);
	ls_json_uint(json, "size_bytes", step->size_bytes);
	ls_json_bool(json, "moves_proved", step->is_fewest);
	put_order(json, best, step);
	ls_json_close(json);
}

static void
put_names(struct ls_json *json, const char *key, const char *const *names)
{
	ls_json_open(json, key, '[');
	for (; *names; names++)
		ls_json_string(json, NULL, *names);
	ls_json_close(json);
}

static void
put_best(struct ls_json *json, const struct ls_best *best)
{
	const struct ls_best_step *last = &best->steps[best->step_count - 1];
	ls_json_open(json, "best", '{');
	ls_json_uint(json, "size_bytes", last->size_bytes);
	ls_json_uint(json, "cachelines", last->cachelines);
	ls_json_uint(json, "moves", last->moves);
	ls_json_bool(json, "proved", best->is_proved);
	put_order(json, best, last);
	ls_json_open(json, "steps", '[');
	for (uint32_t i = 0; i < best->step_count; i++)
		put_step(json, NULL, best, &best->steps[i]);
	ls_json_close(json);
	if (best->hot) {
		put_names(json, "hot", best->hot);
		ls_json_uint(json, "hot_line", best->hot_line);
	}
	if (best->turned)
		put_names(json, "bitfields", best->turned);
	ls_json_close(json);
	if (best->keeping_first)
		put_step(
		    json, "best_keeping_first", best, best->keeping_first);
}

static void
put_also(struct ls_json *json, const struct ls_also *also)
{
	if (also->bitfields_bytes)
		ls_json_uint(
		    json, "best_with_bitfields", also->bitfields_bytes);
	if (!also->inlined)
		return;
	ls_json_open(json, "best_inlined", '{');
	ls_json_string(json, "member", also->inlined);
	ls_json_uint(json, "size_bytes", also->inlined_bytes);
	ls_json_close(json);
}

static void
put_exported(struct ls_json *json, const struct ls_row *row)
{
	const struct ls_export *exported = row->exported;
	if (!row->is_export_known)
		return;
	ls_json_bool(json, "exported", exported != NULL);
	if (!exported)
		return;
	ls_json_open(json, "exported_by", '[');
	for (uint32_t i = 0; i < exported->count && i < LS_EXPORT_SYMBOLS; i++)
		ls_json_string(json, NULL, exported->symbols[i]);
	ls_json_close(json);
	ls_json_uint(json, "exported_count", exported->count);
	if (exported->through)
		ls_json_string(json, "exported_through", exported->through);
}

static void
put_repr(struct ls_json *json, const struct ls_repr_row *repr)
{
	if (!repr->is_asked)
		return;
	ls_json_string(json, "repr", repr->text);
	if (repr->note)
		ls_json_string(json, "repr_note", repr->note);
	if (repr->candidate_count == 0)
		return;
	ls_json_string(json, "repr_from",
	    repr->candidate_count > 1 ? "ambiguous" : "inferred");
	if (repr->candidate_count == 1)
		return;
	unsigned line_depth = json->line_depth;
	json->line_depth = 0;
	ls_json_open(json, "repr_candidates", '[');
	for (size_t i = 0; i < repr->candidate_count; i++)
		ls_json_string(json, NULL, repr->candidates[i]);
	ls_json_close(json);
	json->line_depth = line_depth;
}

static void
put_ideas(struct ls_json *json, const struct ls_columns *columns,
    const struct ls_row *row)
{
	ls_json_open(json, "ideas", '[');
	for (size_t i = 0; i < row->idea_count; i++) {
		const struct ls_idea *idea = &row->ideas[i];
		ls_json_open(json, NULL, '{');
		ls_json_string(json, "kind", ls_idea_word(idea->kind));
		if (idea->type)
			ls_json_string(json, "type", idea->type);
		if (idea->variant)
			ls_json_string(json, "variant", idea->variant);
		if (idea->member)
			ls_json_string(json, "member", idea->member);
		ls_json_uint(json, "size_bytes", idea->size_bytes);
		ls_json_uint(json, "saving_bytes", idea->saving_bytes);
		if (idea->program_saving_bytes)
			ls_json_uint(json, "program_saving_bytes",
			    idea->program_saving_bytes);
		if (idea->program_saving_bytes &&
		    (columns->allocator || columns->has_weights))
			put_wide(json, "total_saving_bytes",
			    idea->total_saving_bytes);
		if (columns->allocator) {
			ls_json_uint(json, "class_bytes", idea->class_bytes);
			ls_json_uint(json, "class_saving_bytes",
			    idea->class_saving_bytes);
		}
		ls_json_string(
		    json, "certainty", ls_certainty_word(idea->certainty));
		ls_json_string(json, "text", idea->text);
		if (idea->check)
			ls_json_string(json, "check", idea->check);
		ls_json_close(json);
	}
	ls_json_close(json);
}

/* What a smaller order is worth, where somebody asked. */
static void
put_cost(struct ls_json *json, const struct ls_report *report,
    const struct ls_row *row)
{
	const struct ls_columns *columns = &report->columns;
	if (columns->allocator && row->has_size) {
		ls_json_open(json, "allocator", '{');
		ls_json_string(json, "name", columns->allocator);
		ls_json_uint(json, "class_bytes", row->class_bytes);
		ls_json_uint(json, "best_class_bytes", row->best_class_bytes);
		ls_json_uint(json, "saving_bytes", row->saving_bytes);
		ls_json_close(json);
	}
	if (row->has_weight) {
		ls_json_uint(json, "weight", row->weight);
		put_wide(json, "lost_bytes", row->lost_bytes);
	}
	if (row->program_saving_bytes)
		put_wide(
		    json, "program_saving_bytes", row->program_saving_bytes);
}

static void
put_row(struct ls_json *json, const struct ls_report *report,
    const struct ls_row *row)
{
	ls_json_open(json, NULL, '{');
	ls_json_uint(json, "id", row->id);
	ls_json_string(json, "name", row->name);
	put_flag(json, "typedef", row->is_typedef_name);
	ls_json_string(json, "kind", ls_kind_word(row->kind));
	ls_json_string(json, "lang", ls_lang_word(row->lang));
	put_flag(json, "hidden", row->hidden != LS_HIDDEN_NO);
	put_flag(json, "order_free", row->is_order_free);
	ls_json_decl(json, &row->decl);
	put_numbers(json, row);
	ls_json_niche_facts(json, &row->niche);
	put_repr(json, &row->repr);
	if (row->future)
		ls_json_future(json, row->future);
	if (row->sharing)
		ls_json_sharing(json, row->sharing);
	if (row->has_variants)
		put_variants(json, report, row);
	else if (row->kind == LS_KIND_ENUM)
		put_enumerators(json, row);
	if (row->kind != LS_KIND_ENUM || row->line_count > 0)
		put_lines(json, report, row->lines, row->line_count);
	put_cost(json, report, row);
	if (row->note)
		ls_json_string(json, "note", row->note);
	if (row->best)
		put_best(json, row->best);
	if (row->best_note)
		ls_json_string(json, "best_note", row->best_note);
	if (row->idea_count > 0)
		put_ideas(json, &report->columns, row);
	put_also(json, &row->also);
	put_exported(json, row);
	ls_json_close(json);
}

/* The brackets that are open between two rows of a document. */
static struct ls_json
inside_types(struct ls_out *out, bool has_rows)
{
	return (struct ls_json){
		.out = out,
		.line_depth = DOCUMENT_LINE_DEPTH,
		.depth = 2,
		.has_item = { true, has_rows },
		.close = { '}', ']' },
	};
}

static void
begin(struct ls_page *page, const struct ls_report *report)
{
	struct ls_json json = { .out = page->out };
	ls_json_begin_document(&json, report);
	ls_json_open(&json, "types", '[');
}

static void
document_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	struct ls_json json = inside_types(page->out, page->rows_so_far > 0);
	put_row(&json, report, row);
}

static void
put_typedefs(struct ls_json *json, const struct ls_report *report)
{
	ls_json_open(json, "typedefs", '[');
	for (size_t i = 0; i < report->typedef_count; i++) {
		ls_json_open(json, NULL, '{');
		ls_json_string(json, "name", report->typedefs[i].name);
		ls_json_uint(json, "id", report->typedefs[i].id);
		ls_json_close(json);
	}
	ls_json_close(json);
}

static void
end(struct ls_page *page, const struct ls_report *report)
{
	struct ls_json json = inside_types(page->out, page->rows_so_far > 0);
	ls_json_close(&json);
	json.line_depth = 1;
	put_typedefs(&json, report);
	ls_json_open(&json, "summary", '{');
	ls_json_uint(&json, "types", report->summary.type_count);
	ls_json_uint(&json, "hidden", report->summary.hidden_count);
	ls_json_uint(&json, "padding_bytes", report->summary.padding_bytes);
	ls_json_close(&json);
	ls_json_open(&json, "warnings", '[');
	for (size_t i = 0; i < report->warning_count; i++) {
		ls_json_open(&json, NULL, '{');
		ls_json_string(&json, "where", report->warnings[i].where);
		ls_json_string(&json, "what", report->warnings[i].what);
		ls_json_close(&json);
	}
	ls_json_close(&json);
	ls_json_close(&json);
	assert(json.depth == 0);
	ls_out_char(page->out, '\n');
}

const struct ls_renderer ls_render_json = {
	.name = "json",
	.help = "one document, for programs; also a snapshot to read again",
	.wants_sharing = true,
	.wants_best = true,
	.wants_exports = true,
	.wants_ideas = true,
	.begin = begin,
	.row = document_row,
	.end = end,
};

static void
nothing(struct ls_page *page, const struct ls_report *report)
{
	(void)page, (void)report;
}

static void
bare_row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row)
{
	struct ls_json json = { .out = page->out };
	put_row(&json, report, row);
	ls_out_char(page->out, '\n');
}

const struct ls_renderer ls_render_ndjson = {
	.name = "ndjson",
	.help = "one type a line, for programs that read as it comes",
	.wants_sharing = true,
	.wants_best = true,
	.wants_exports = true,
	.wants_ideas = true,
	.begin = nothing,
	.row = bare_row,
	.end = nothing,
};
