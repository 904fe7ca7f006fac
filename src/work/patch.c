/*
 * patch.c - the best orders of members as a patch of their sources: choose
 * types, find their sources, move lines, a page.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/patch/patch.h"
#include "analyse/rank.h"
#include "base/limits.h"
#include "object/source_file.h"
#include "work/work.h"

/* A source file, and what moves in it. */
struct patched_file {
	char *told; /* as the compiler spelt it */
	struct ls_source_file file;
	struct ls_c_source source;
	struct ls_moved_lines *moved;
	size_t *types; /* of each of `moved`: in patching.types */
	size_t moved_count;
	char *why_not; /* it cannot be read; NULL */
};

struct patching {
	struct ls_work work;
	struct ls_source_where where;
	struct ls_patch patch;
	struct ls_type_patch *types;
	size_t type_count;
	struct patched_file *files;
	size_t file_count;
};

static struct ls_error *
keep_text(struct patching *p, const char *text, const char **ret)
{
	*ret = ls_arena_string(&p->patch.arena, text, strlen(text));
	return *ret ? NULL : &ls_error_nomem;
}

/* ---- sources ---- */

static bool
is_newer(const struct patching *p, const struct ls_source_file *source)
{
	struct timespec built;
	const char *path = ls_file_path(p->work.session->file);
	if (!ls_file_changed(path, &built))
		return false;
	return source->changed.tv_sec > built.tv_sec ||
	    (source->changed.tv_sec == built.tv_sec &&
		source->changed.tv_nsec > built.tv_nsec);
}

/* What stands in a patch's head must stay on its line. */
static bool
is_plain(const char *label)
{
	for (; *label; label++)
		if ((unsigned char)*label < 0x20 || *label == 0x7f)
			return false;
	return true;
}

/* What cannot be read is no failure, but why it cannot. */
static struct ls_error *
read_source(struct patching *p, struct patched_file *file)
{
	struct ls_error *err = ls_source_file_read(
	    NULL, file->told, &p->where, &file->file);
	if (!err && !is_plain(file->file.label))
		err = ls_error_new(LS_ERROR_SYSTEM,
		    "the name of its source cannot stand in a patch");
	if (!err && is_newer(p, &file->file))
		err = ls_error_new(LS_ERROR_SYSTEM, "%s is newer than %s",
		    file->file.label, ls_file_path(p->work.session->file));
	if (!err)
		return ls_c_source_read(
		    file->file.text, file->file.size, &file->source);
	if (err->code == LS_ERROR_NOMEM)
		return err;
	file->why_not = strdup(err->text);
	ls_error_free(err);
	return file->why_not ? NULL : &ls_error_nomem;
}

static struct ls_error *
file_of(struct patching *p, const char *told, struct patched_file **ret)
{
	for (size_t i = 0; i < p->file_count; i++) {
		*ret = &p->files[i];
		if (strcmp(p->files[i].told, told) == 0)
			return NULL;
	}
	struct patched_file *wider = reallocarray(
	    p->files, p->file_count + 1, sizeof(*wider));
	if (!wider)
		return &ls_error_nomem;
	p->files = wider;
	struct patched_file *file = &p->files[p->file_count];
	*file = (struct patched_file){ .told = strdup(told) };
	if (!file->told)
		return &ls_error_nomem;
	p->file_count++;
	*ret = file;
	return read_source(p, file);
}

/* ---- types ---- */

/* Types of one place with two layouts, or one inside the other. */
static const char *
overlap(struct patching *p, const struct patched_file *file,
    const struct ls_moved_lines *lines)
{
	for (size_t i = 0; i < file->moved_count; i++) {
		const struct ls_moved_lines *other = &file->moved[i];
		if (lines->first >= other->first + other->count ||
		    other->first >= lines->first + lines->count)
			continue;
		if (other->first != lines->first)
			return "another type whose lines move stands in it, "
			       "or around it";
		p->types[file->types[i]]
		    .why_not = "its lines have another layout elsewhere";
		return p->types[file->types[i]].why_not;
	}
	return NULL;
}

static struct ls_error *
add_moved(struct patching *p, struct patched_file *file,
    struct ls_moved_lines *lines, size_t type)
{
	size_t count = file->moved_count + 1;
	p->types[type].why_not = overlap(p, file, lines);
	struct ls_moved_lines *moved = reallocarray(
	    file->moved, count, sizeof(*moved));
	if (moved)
		file->moved = moved;
	size_t *types = reallocarray(file->types, count, sizeof(*types));
	if (types)
		file->types = types;
	if (!moved || !types) {
		ls_moved_lines_free(lines);
		return &ls_error_nomem;
	}
	file->types[file->moved_count] = type;
	file->moved[file->moved_count++] = *lines;
	return NULL;
}

static struct ls_error *
move_lines(struct patching *p, const struct ls_row *row, size_t type)
{
	const char *told = row->source_path ? row->source_path
					    : row->decl.file;
	struct patched_file *file;
	struct ls_moved_lines lines;
	if (!told || !row->decl.line) {
		p->types[type].why_not = row->lang == LS_LANG_RUST
		    ? "rustc writes no file:line for types"
		    : "nothing tells where it is declared";
		return NULL;
	}
	struct ls_error *err = file_of(p, told, &file);
	if (err)
		return err;
	if (file->why_not)
		return keep_text(p, file->why_not, &p->types[type].why_not);
	err = ls_patch_lines(&file->source, row, &lines);
	if (err)
		return err;
	if (!lines.why_not)
		return add_moved(p, file, &lines, type);
	struct ls_out out = { 0 };
	ls_out_format(&out, "%s: %s", file->file.label, lines.why_not);
	err = ls_out_finish(&out);
	if (!err)
		err = keep_text(p, out.text, &p->types[type].why_not);
	ls_out_free(&out);
	ls_moved_lines_free(&lines);
	return err;
}

/* What the page says of a type, beside its lines. */
static struct ls_error *
describe(struct patching *p, const struct ls_row *row, size_t type)
{
	struct ls_type_patch *patch = &p->types[type];
	*patch = (struct ls_type_patch){ .name = row->name,
		.kind = row->kind,
		.lang = row->lang,
		.is_typedef_name = row->is_typedef_name,
		.decl = row->decl,
		.size_bytes = row->size_bytes,
		.best_bytes = row->size_bytes };
	if (!row->best)
		return keep_text(p,
		    row->best_note ? row->best_note
				   : "no order of its members is smaller",
		    &patch->why_not);
	const struct ls_best_step
	    *step = &row->best->steps[row->best->step_count - 1];
	patch->best_bytes = step->size_bytes;
	patch->moves = step->moves;
	return move_lines(p, row, type);
}

/* All that were named, or all that have a smaller order, best first.  The
 * caller frees `ret`, NULL for all. */
static struct ls_error *
find_types(struct patching *p, const struct ls_suggest_options *suggest,
    uint32_t **ret, size_t *ret_count)
{
	struct ls_saving *savings = NULL;
	size_t count = 0;
	struct ls_error *err = ls_work_savings(
	    &p->work, suggest, &savings, &count);
	ls_savings_sort(savings, count);
	if (suggest->top && suggest->top < count)
		count = suggest->top;
	*ret = err ? NULL : calloc(count + 1, sizeof(**ret));
	if (!err && !*ret)
		err = &ls_error_nomem;
	for (size_t i = 0; i < count && !err; i++)
		(*ret)[i] = savings[i].index;
	*ret_count = count;
	free(savings);
	return err;
}

static struct ls_error *
add_type(void *context, const struct ls_made *made)
{
	struct patching *p = context;
	struct ls_error *err = describe(p, &made->row, p->type_count);
	p->type_count += !err;
	return err;
}

static struct ls_error *
add_types(struct patching *p, const uint32_t *order, size_t count)
{
	p->types = calloc(count + 1, sizeof(*p->types));
	if (!p->types)
		return &ls_error_nomem;
	return ls_work_each(&p->work, order, count, add_type, p);
}

/* ---- what counts on an order ---- */

static struct ls_error *
refuse(struct patching *p, size_t type, const char *label,
    const struct ls_c_use *use)
{
	struct ls_out out = { 0 };
	ls_out_format(&out, "%s: line %u: %s", label, use->line, use->what);
	struct ls_error *err = ls_out_finish(&out);
	if (!err)
		err = keep_text(p, out.text, &p->types[type].why_not);
	ls_out_free(&out);
	return err;
}

/* Take the patch from all types whose order something here counts on. */
static struct ls_error *
check_source(struct patching *p, const struct ls_c_source *source,
    const char *label, const struct ls_c_type *types, struct ls_c_use *uses)
{
	struct ls_error *err = NULL;
	if (!ls_patch_find_uses(source, types, p->type_count, uses))
		return &ls_error_nomem;
	for (size_t i = 0; i < p->type_count && !err; i++)
		if (uses[i].line && !p->types[i].why_not)
			err = refuse(p, i, label, &uses[i]);
	return err;
}

static bool
is_checked(const struct patching *p, const char *path)
{
	for (size_t i = 0; i < p->file_count; i++)
		if (p->files[i].file.path &&
		    strcmp(p->files[i].file.path, path) == 0)
			return true;
	return false;
}

/* The main source of a unit.  One that cannot be had is counted. */
static struct ls_error *
check_unit(struct patching *p, const struct ls_unit_row *unit,
    const struct ls_c_type *types, struct ls_c_use *uses)
{
	struct ls_source_file file;
	struct ls_c_source source;
	p->patch.source_count++;
	struct ls_error *err = ls_source_file_read(
	    unit->comp_dir, unit->name, &p->where, &file);
	if (err && err->code != LS_ERROR_NOMEM) {
		p->patch.unseen_count++;
		ls_error_free(err);
		return NULL;
	}
	if (err)
		return err;
	if (!is_checked(p, file.path)) {
		err = ls_c_source_read(file.text, file.size, &source);
		if (!err) {
			err = check_source(
			    p, &source, file.label, types, uses);
			ls_c_source_free(&source);
		}
	}
	ls_source_file_free(&file);
	return err;
}

static struct ls_error *
check_units(
    struct patching *p, const struct ls_c_type *types, struct ls_c_use *uses)
{
	struct ls_unit_row unit;
	struct ls_error *err = NULL;
	for (size_t i = 0;
	     !err && ls_source_unit(p->work.session->source, i, &unit); i++)
		if (unit.name &&
		    (unit.lang == LS_LANG_C || unit.lang == LS_LANG_CPP))
			err = check_unit(p, &unit, types, uses);
	return err;
}

/* The sources that declare the types, and those that the program is made of.
 */
static struct ls_error *
check_uses(struct patching *p)
{
	struct ls_c_type *types = calloc(p->type_count + 1, sizeof(*types));
	struct ls_c_use *uses = calloc(p->type_count + 1, sizeof(*uses));
	struct ls_error *err = types && uses ? NULL : &ls_error_nomem;
	for (size_t i = 0; !err && i < p->type_count; i++)
		if (!p->types[i].why_not)
			types[i] = ls_c_type_of(&p->types[i]);
	for (size_t i = 0; !err && i < p->file_count; i++)
		if (!p->files[i].why_not)
			err = check_source(p, &p->files[i].source,
			    p->files[i].file.label, types, uses);
	if (!err)
		err = check_units(p, types, uses);
	free(types);
	free(uses);
	return err;
}

/* ---- the page ---- */

static int
by_first_line(const void *a, const void *b)
{
	const struct ls_moved_lines *x = a, *y = b;
	return x->first < y->first ? -1 : x->first > y->first;
}

/* Those of its types that are patched after all, in order of lines. */
static void
settle(const struct patching *p, struct patched_file *file)
{
	size_t kept = 0;
	for (size_t i = 0; i < file->moved_count; i++) {
		if (p->types[file->types[i]].why_not)
			ls_moved_lines_free(&file->moved[i]);
		else
			file->moved[kept++] = file->moved[i];
	}
	file->moved_count = kept;
	if (kept > 0)
		qsort(file->moved, kept, sizeof(*file->moved), by_first_line);
}

static int
by_path(const void *a, const void *b)
{
	const struct ls_file_patch *x = a, *y = b;
	return strcmp(x->path, y->path);
}

static struct ls_error *
make_patch(struct patching *p)
{
	struct ls_patch *patch = &p->patch;
	struct ls_file_patch *files = LS_NEW(
	    &patch->arena, struct ls_file_patch, p->file_count + 1);
	if (!files)
		return &ls_error_nomem;
	for (size_t i = 0; i < p->file_count; i++) {
		struct patched_file *file = &p->files[i];
		settle(p, file);
		if (file->moved_count == 0)
			continue;
		struct ls_file_patch *made = &files[patch->file_count++];
		made->path = file->file.label;
		if (!ls_patch_hunks(&file->source, file->moved,
			file->moved_count, &patch->arena, made))
			return &ls_error_nomem;
	}
	if (patch->file_count > 0)
		qsort(files, patch->file_count, sizeof(*files), by_path);
	patch->files = files;
	patch->types = p->types;
	patch->type_count = p->type_count;
	p->work.report.patch = patch;
	return NULL;
}

static void
free_patching(struct patching *p)
{
	for (size_t i = 0; i < p->file_count; i++) {
		struct patched_file *file = &p->files[i];
		for (size_t k = 0; k < file->moved_count; k++)
			ls_moved_lines_free(&file->moved[k]);
		free(file->moved);
		free(file->types);
		ls_c_source_free(&file->source);
		ls_source_file_free(&file->file);
		free(file->why_not);
		free(file->told);
	}
	free(p->files);
	free(p->types);
	ls_arena_free(&p->patch.arena);
	ls_work_end(&p->work);
}

struct ls_error *
ls_session_patch(struct ls_session *session,
    const struct ls_selection *selection,
    const struct ls_suggest_options *suggest,
    const struct ls_patch_options *where,
    const struct ls_page_options *options, FILE *file, FILE *notes)
{
	struct patching p = { .where = { .root = where->source_root,
				  .maps = where->path_maps } };
	uint32_t *order = NULL;
	size_t count = 0;
	p.patch.arena.limit_bytes = LS_MAX_MODEL_BYTES;
	if (options->format)
		return ls_error_new(LS_ERROR_USAGE,
		    "a patch has no format '%s'", options->format);
	for (size_t i = 0; where->path_maps && where->path_maps[i]; i++)
		if (strchr(where->path_maps[i], '=') == NULL ||
		    where->path_maps[i][0] == '=')
			return ls_error_new(LS_ERROR_USAGE,
			    "--path-map: '%s' is not OLD=NEW",
			    where->path_maps[i]);
	if (suggest->allow_bitfields)
		return ls_error_new(LS_ERROR_USAGE,
		    "a patch moves members, and makes no bit-fields of them");
	struct ls_error *err = ls_work_begin(
	    &p.work, session, selection, options, &ls_render_patch, file);
	if (!err) {
		p.work.how.best = (struct ls_best_options){
			.keep = suggest->keep,
			.hot = suggest->hot,
			.max_moves = suggest->max_moves,
		};
		ls_render_patch.begin(&p.work.page, &p.work.report);
		count = p.work.chosen.found.count;
		if (selection->name_count == 0 && !selection->regex)
			err = find_types(&p, suggest, &order, &count);
	}
	if (!err)
		err = add_types(&p, order, count);
	if (!err)
		err = check_uses(&p);
	if (!err)
		err = make_patch(&p);
	if (!err)
		err = ls_work_finish(&p.work, notes);
	free(order);
	free_patching(&p);
	return err;
}
