/*
 * sections.h - the sections of one ELF image that readers ask for.
 *
 * What goes in is the bytes of an image that nobody vouches for; what comes
 * out is sections ready to read, as object.h describes them.
 */
#ifndef LS_OBJECT_SECTIONS_H
#define LS_OBJECT_SECTIONS_H

#include "base/map.h"
#include "object/inflate.h"
#include "object/object.h"

/*
 * A section of the image that is one of enum ls_section, or a part of one:
 * an .o may have several of one name.
 */
struct ls_piece {
	uint64_t index; /* its section number */
	enum ls_section which;
	enum ls_packing packing;
	bool is_cut; /* lies past the end of the file; bytes is empty */
	struct ls_bytes bytes; /* as in the file, borrowed */
	uint64_t size;         /* unpacked */
	uint64_t displacement; /* where it begins in the joined bytes */
};

/* A SHT_REL, SHT_RELA or SHT_CREL section for one of the pieces. */
struct ls_fixups {
	uint32_t type;
	uint64_t symtab; /* section number */
	size_t piece;    /* an index into pieces */
	bool is_cut;
	struct ls_bytes bytes;
};

/* The SHT_SYMTAB; an image has at most one (System V ABI, 4). */
struct ls_symtab {
	uint64_t index; /* its section number; 0 if there is none */
	struct ls_bytes symbols;
	struct ls_bytes shndx; /* of SHT_SYMTAB_SHNDX; empty if none */
};

/* A section that is ready. */
struct ls_ready {
	bool is_ready;
	struct ls_bytes bytes;
	void *owned; /* what to free; NULL if the bytes are the file's */
};

struct Elf; /* libelf's */

struct ls_sections {
	struct ls_bytes image; /* borrowed: the whole image */
	struct Elf *elf;
	uint16_t machine;
	uint16_t type; /* ET_REL ... */
	bool is_64_bit;
	bool is_big_endian;
	char *build_id;            /* hexadecimal; NULL if none */
	struct ls_bytes debuglink; /* .gnu_debuglink; empty if none */
	unsigned foreign;          /* of ls_foreign_bit() */
	uint64_t note_bytes;       /* notes read so far */

	struct ls_piece *pieces; /* in order of the file */
	size_t piece_count;
	struct ls_map piece_of_section; /* section number to index */
	struct ls_fixups *fixups;
	size_t fixup_count;
	struct ls_symtab symtab;

	struct ls_ready ready[LS_SECTION_COUNT];
};

/* Read the table of sections.  The bytes must outlive the result. */
struct ls_error *ls_sections_open(
    struct ls_bytes image, struct ls_sections **ret);

void ls_sections_close(struct ls_sections *sections); /* NULL is fine */

/* As ls_image_section(). */
struct ls_error *ls_sections_get(
    struct ls_sections *sections, enum ls_section which, struct ls_bytes *ret);

/* Is there a .debug_info or .debug_types that is not empty? */
bool ls_sections_have_types(const struct ls_sections *sections);

/* Is it ELF, sound or not? */
bool ls_bytes_are_elf(struct ls_bytes bytes);

#endif
