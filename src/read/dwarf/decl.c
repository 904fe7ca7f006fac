/*
 * decl.c - where the source declares a DIE.
 *
 * A DIE's DW_AT_decl_file comes in, the file's name and its path go out.  The
 * names of a unit are read when they are first asked for.
 */
#include <string.h>

#include "base/error.h"
#include "read/dwarf/load.h"

/* The file names of a DIE's unit; NULL if it tells of no file. */
static struct ls_error *
files_of(struct ls_loader *l, const struct ls_spot *spot,
    const struct ls_die *die, struct ls_files **ret)
{
	struct ls_unit_state *unit = &l->states[spot->image]
					  .units[spot->unit->index];
	*ret = NULL;
	if (!(die->has & LS_DIE_DECL_FILE))
		return NULL;
	if (!unit->has_files) {
		struct ls_error *err = ls_files_read(
		    l->images[spot->image].image, spot->unit, &unit->files);
		if (err)
			return err;
		unit->has_files = true;
	}
	*ret = &unit->files;
	return NULL;
}

struct ls_error *
ls_load_decl(struct ls_loader *l, const struct ls_spot *spot,
    const struct ls_die *die, struct ls_decl *ret)
{
	*ret = (struct ls_decl){ 0 };
	if (!(die->has & LS_DIE_DECL_LINE))
		return NULL;
	ret->line = die->decl_line;
	if (die->has & LS_DIE_DECL_COLUMN)
		ret->column = die->decl_column;
	struct ls_files *files = NULL;
	struct ls_error *err = files_of(l, spot, die, &files);
	if (err || !files)
		return err;
	/* clang spells a file as it was told on its command line */
	const char *file = ls_files_name(files, die->decl_file);
	const char *slash = file ? strrchr(file, '/') : NULL;
	ret->file = slash ? slash + 1 : file;
	return NULL;
}

struct ls_error *
ls_load_source_path(struct ls_loader *l, const struct ls_spot *spot,
    const struct ls_die *die, const char **ret)
{
	struct ls_files *files = NULL;
	struct ls_error *err = files_of(l, spot, die, &files);
	if (err || !files)
		return err;
	return ls_files_path(files, die->decl_file, spot->unit->comp_dir, ret);
}
