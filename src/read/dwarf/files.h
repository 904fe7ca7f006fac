/*
 * files.h - the names of source files, from a line table's header.
 *
 * Only the header of .debug_line is read (DWARF 5, 6.2.4), never the line
 * program, and by ourselves: libdwarf would run the whole program first.
 */
#ifndef LS_READ_DWARF_FILES_H
#define LS_READ_DWARF_FILES_H

#include <stddef.h>
#include <stdint.h>

struct ls_error;
struct ls_image;
struct ls_unit;

/* Texts are borrowed from sections but for `path`. */
struct ls_file_name {
	const char *name; /* NULL: not told */
	uint64_t folder;  /* of `folders` */
	char *path;       /* NULL: not asked for yet */
};

/* The file names of one line table. */
struct ls_files {
	struct ls_file_name *names; /* by DW_AT_decl_file */
	size_t count;
	const char **folders; /* NULL: where the compiler ran */
	size_t folder_count;
};

/*
 * Read the names for a unit.  No line table gives no names.  A broken or
 * unknown one too, since a name is not worth a type: lines then stand
 * without a file.
 */
struct ls_error *ls_files_read(const struct ls_image *image,
    const struct ls_unit *unit, struct ls_files *ret);

/* NULL if there is none. */
const char *ls_files_name(const struct ls_files *files, uint64_t decl_file);

/*
 * The name with the folders before it, as far as they are told: absolute, or
 * from where the compiler ran.  NULL if there is no name; lives as long as
 * `files`.
 */
struct ls_error *ls_files_path(struct ls_files *files, uint64_t decl_file,
    const char *comp_dir, const char **ret);

void ls_files_free(struct ls_files *files);

#endif
