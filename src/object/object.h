/*
 * object.h - a file as sections of bytes.
 *
 * One file gives one or more images: an ELF file is one, an archive has one
 * for each of its ELF members.  Each image's debugging sections are ready to
 * read: mapped (not copied) where they stand plainly in the file, decompressed
 * where they are compressed, relocated where the image is relocatable (and
 * only there), joined where an .o has several COMDAT sections of one name,
 * and taken from a separate debug file where the image has none itself.
 *
 * What is no ELF file and no archive is still opened, with no image, so that
 * a reader of other things (a snapshot) can look at its bytes.
 */
#ifndef LS_OBJECT_OBJECT_H
#define LS_OBJECT_OBJECT_H

#include <stddef.h>

#include "base/bytes.h"

struct ls_error;

/* The sections that any reader of ours asks for. */
enum ls_section {
	LS_SECTION_INFO,        /* .debug_info */
	LS_SECTION_TYPES,       /* .debug_types */
	LS_SECTION_ABBREV,      /* .debug_abbrev */
	LS_SECTION_STR,         /* .debug_str */
	LS_SECTION_LINE,        /* .debug_line */
	LS_SECTION_LINE_STR,    /* .debug_line_str */
	LS_SECTION_STR_OFFSETS, /* .debug_str_offsets */
	LS_SECTION_ADDR,        /* .debug_addr */
	LS_SECTION_RANGES,      /* .debug_ranges */
	LS_SECTION_RNGLISTS,    /* .debug_rnglists */
	LS_SECTION_LOC,         /* .debug_loc */
	LS_SECTION_LOCLISTS,    /* .debug_loclists */
	LS_SECTION_ARANGES,     /* .debug_aranges */
	LS_SECTION_FRAME,       /* .debug_frame */
	LS_SECTION_COUNT,
};

struct ls_object_options {
	const char
	    *debug_file; /* --debug-file: read the types there; or NULL */
	const char *const
	    *debug_dirs; /* --debug-dir, NULL-terminated; or NULL:
	                                * /usr/lib/debug */
};

/* An opened file.  Freed once, when no image of it is in use any more. */
struct ls_file;

/* One ELF image in it. */
struct ls_image;

/*
 * Open `path` ("-": read standard input to its end).  Fails for what cannot
 * be opened or read, is a directory, is cut short, or breaks ELF or ar;
 * texts as people know them ("No such file or directory", "is a directory").
 */
struct ls_error *ls_file_open(const char *path,
    const struct ls_object_options *options, struct ls_file **ret);

void ls_file_close(struct ls_file *file);

const char *ls_file_path(const struct ls_file *file);

/* All bytes of the file itself, as they stand. */
struct ls_bytes ls_file_bytes(const struct ls_file *file);

/* 0: not ELF and not an archive of ELF files. */
size_t ls_file_image_count(const struct ls_file *file);
const struct ls_image *ls_file_image(const struct ls_file *file, size_t index);

/* Archives hold members without types as a matter of course. */
bool ls_file_is_archive(const struct ls_file *file);

/* "a.out", or "libx.a(y.o)". */
const char *ls_image_name(const struct ls_image *image);

uint16_t ls_image_machine(const struct ls_image *image); /* ELF e_machine */
bool ls_image_is_64_bit(const struct ls_image *image);
bool ls_image_is_big_endian(const struct ls_image *image);
bool ls_image_is_relocatable(const struct ls_image *image); /* ET_REL */

/* Is it a shared object, and no executable that is placed anywhere? */
bool ls_image_is_shared(const struct ls_image *image);

/*
 * The symbols that a shared object exports; none of other images.  The array
 * is the caller's to free, its texts the image's.
 */
struct ls_error *ls_image_exports(
    const struct ls_image *image, const char ***names, size_t *count);

/* "0ead4d3d...", lower-case hexadecimal; NULL if there is none. */
const char *ls_image_build_id(const struct ls_image *image);

/*
 * The bytes of a section, ready to read; empty if there is none.  Sections
 * are prepared when first asked for.  A section that is there and cannot be
 * read (cut short, compressed in a way that libelf cannot undo, a relocation
 * that we do not know) is an error that names it.  Not thread-safe; ask for
 * all that is needed before threads start.
 */
struct ls_error *ls_image_section(
    const struct ls_image *image, enum ls_section which, struct ls_bytes *ret);

/* ".debug_info" */
const char *ls_section_name(enum ls_section which);

/*
 * Why this image has no type information: LS_ERROR_NO_TYPES in the words of
 * layoutscope(1), with the places where a separate debug file was looked for
 * and why each would not do, and hints.  `what` is "no .debug_info", or what
 * the reader found instead ("only line tables").
 */
struct ls_error *ls_image_no_types(
    const struct ls_image *image, const char *what);

/* Has .dwo sections or other things that we must name, not pass over?  NULL
 * if not: "split DWARF (.debug_info.dwo)", "LLVM bitcode", "gcc LTO". */
const char *ls_image_foreign(const struct ls_image *image);

/* "hint: ...": what the user can do about it; NULL likewise. */
const char *ls_image_foreign_hint(const struct ls_image *image);

#endif
