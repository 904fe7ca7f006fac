/*
 * patch.c - smaller orders of members as a patch, for patch(1) and git-apply.
 *
 * What is said of each type comes first, in lines that neither of them takes
 * for a patch's own.
 */
#include <inttypes.h>
#include <string.h>

#include "base/out.h"
#include "render/escape.h"
#include "render/render.h"
#include "report/patch.h"
#include "report/report.h"

/* "struct conn" */
static void
put_name(struct ls_out *out, const struct ls_type_patch *type)
{
	if (type->lang != LS_LANG_RUST && !type->is_typedef_name)
		ls_out_format(out, "%s ", ls_kind_word(type->kind));
	ls_escape_text(out, type->name ? type->name : "(anonymous)");
}

static void
put_type(struct ls_out *out, const struct ls_type_patch *type)
{
	ls_out_text(out, "layoutscope: ");
	put_name(out, type);
	if (type->why_not) {
		ls_out_text(out, ": no patch: ");
		ls_escape_text(out, type->why_not);
	} else {
		ls_out_format(out,
		    ": %" PRIu64 " -> %" PRIu64 " bytes, %" PRIu32 " %s",
		    type->size_bytes, type->best_bytes, type->moves,
		    type->moves == 1 ? "move" : "moves");
	}
	ls_out_char(out, '\n');
}

/* A tab ends a name that has a blank in it. */
static void
put_path(struct ls_out *out, const char *mark, const char *path)
{
	ls_out_format(
	    out, "%s%s%s\n", mark, path, strchr(path, ' ') ? "\t" : "");
}

static void
put_hunk(struct ls_out *out, const struct ls_hunk *hunk)
{
	ls_out_format(out,
	    "@@ -%" PRIu32 ",%" PRIu32 " +%" PRIu32 ",%" PRIu32 " @@\n",
	    hunk->old_first, hunk->old_count, hunk->new_first,
	    hunk->new_count);
	for (size_t i = 0; i < hunk->line_count; i++) {
		const struct ls_patch_line *line = &hunk->lines[i];
		ls_out_char(out, line->what);
		ls_out_bytes(out, line->text, line->size);
		if (line->lacks_end)
			ls_out_text(out, "\n\\ No newline at end of file\n");
	}
}

static void
begin(struct ls_page *page, const struct ls_report *report)
{
	(void)page, (void)report;
}

static void
row(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *type)
{
	(void)page, (void)report, (void)type;
}

static void
end(struct ls_page *page, const struct ls_report *report)
{
	const struct ls_patch *patch = report->patch;
	struct ls_out *out = page->out;
	for (size_t i = 0; i < patch->type_count; i++)
		put_type(out, &patch->types[i]);
	if (patch->unseen_count > 0 && patch->file_count > 0)
		ls_out_format(out,
		    "layoutscope: %zu of %zu sources are not here: "
		    "initialisers in them may count on an order\n",
		    patch->unseen_count, patch->source_count);
	for (size_t i = 0; i < patch->file_count; i++) {
		const struct ls_file_patch *file = &patch->files[i];
		put_path(out, "--- a/", file->path);
		put_path(out, "+++ b/", file->path);
		for (size_t k = 0; k < file->hunk_count; k++)
			put_hunk(out, &file->hunks[k]);
	}
}

const struct ls_renderer ls_render_patch = {
	.name = "patch",
	.help = "the best orders as changes of the source",
	.wants_best = true,
	.begin = begin,
	.row = row,
	.end = end,
};
