/*
 * uses.c - who has to do with a type, for a person: names as pahole -i has
 * them, members as pahole -f, and functions below the type they pass.
 */
#include "render/uses.h"

#include <string.h>

#include "render/text.h"

const char *
ls_use_word(enum ls_use_kind kind)
{
	switch (kind) {
	case LS_USE_HOLDS:
		return "holds";
	case LS_USE_POINTS:
		return "points";
	case LS_USE_PARAMETER:
		return "takes";
	case LS_USE_RETURN:
		return "returns";
	}
	return NULL;
}

static void
put_name(struct ls_page *page, const char *name)
{
	ls_text_name(page, page->out, name ? name : "(anonymous)");
}

static bool
is_same_holder(const struct ls_use *a, const struct ls_use *b)
{
	const char *x = a->name ? a->name : "", *y = b->name ? b->name : "";
	return strcmp(x, y) == 0 && a->type_kind == b->type_kind &&
	    a->decl.line == b->decl.line && a->decl.file == b->decl.file;
}

/* Each holder once, in however many members it has it. */
static void
put_holders(struct ls_page *page, const struct ls_use_group *group)
{
	for (size_t i = 0; i < group->use_count; i++) {
		const struct ls_use *use = &group->uses[i];
		if (i > 0 && is_same_holder(use - 1, use))
			continue;
		put_name(page, use->name);
		ls_out_char(page->out, '\n');
	}
}

static void
put_pointers(struct ls_page *page, const struct ls_use_group *group)
{
	for (size_t i = 0; i < group->use_count; i++) {
		const struct ls_use *use = &group->uses[i];
		put_name(page, use->name);
		ls_out_text(page->out, ": ");
		ls_text_put_raw(page, page->out,
		    use->member ? use->member : "(anonymous)");
		ls_out_char(page->out, '\n');
	}
}

static void
put_decl(struct ls_page *page, const struct ls_decl *decl)
{
	if (!decl->file)
		return;
	ls_style_begin(page, LS_STYLE_DIM);
	ls_out_text(page->out, "  ");
	ls_text_place(page, page->out, decl, NULL);
	ls_style_end(page, LS_STYLE_DIM);
}

/* "returned by f  f.c:12", "taken by f as a  f.c:12" */
static void
put_function(struct ls_page *page, const struct ls_use *use)
{
	struct ls_out *out = page->out;
	ls_out_text(out,
	    use->kind == LS_USE_RETURN ? "                 returned by "
				       : "                 taken by ");
	put_name(page, use->name);
	if (use->kind == LS_USE_PARAMETER && use->member) {
		ls_out_text(out, " as ");
		ls_text_put_raw(page, out, use->member);
	}
	put_decl(page, &use->decl);
	ls_out_char(out, '\n');
}

static void
put_functions(struct ls_page *page, const struct ls_uses *uses)
{
	struct ls_out *out = page->out;
	uint64_t total = 0;
	ls_put_styled(page, LS_STYLE_HEAD, "   BYTES  USES  TYPE\n");
	for (size_t g = 0; g < uses->count; g++) {
		const struct ls_use_group *group = &uses->groups[g];
		ls_out_format(out, "%8" PRIu64 " %5zu  ", group->size_bytes,
		    group->use_count);
		ls_style_begin(page, LS_STYLE_TITLE);
		if (group->has_keyword)
			ls_out_format(out, "%s ", ls_kind_word(group->kind));
		put_name(page, group->name);
		ls_style_end(page, LS_STYLE_TITLE);
		put_decl(page, &group->decl);
		ls_out_char(out, '\n');
		for (size_t i = 0; i < group->use_count; i++)
			put_function(page, &group->uses[i]);
		total += group->use_count;
	}
	ls_text_count(out, uses->count, "type");
	ls_out_text(out, " passed by value through memory, ");
	ls_text_count(out, total, "use");
	ls_out_text(out, ".\n");
}

static void
put_text(struct ls_page *page, const struct ls_report *report,
    enum ls_uses_about about, const struct ls_uses *uses)
{
	(void)report;
	if (about == LS_USES_BY_VALUE) {
		put_functions(page, uses);
		return;
	}
	for (size_t g = 0; g < uses->count; g++)
		if (about == LS_USES_CONTAINS)
			put_holders(page, &uses->groups[g]);
		else
			put_pointers(page, &uses->groups[g]);
}

static const struct ls_uses_renderer render_text = { "text", put_text };

const struct ls_uses_renderer *
ls_uses_renderer_by_name(const char *name)
{
	static const struct ls_uses_renderer *const all[] = { &render_text,
		&ls_render_uses_tsv, &ls_render_uses_json,
		&ls_render_uses_ndjson, &ls_render_uses_markdown };
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (strcmp(all[i]->name, name) == 0)
			return all[i];
	return NULL;
}
