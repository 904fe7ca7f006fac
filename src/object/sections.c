/*
 * sections.c - the table of sections of one ELF image.
 *
 * libelf reads the headers of either class and byte order, and counts past
 * 65,535 sections.  What the headers say is held against the image here:
 * no number of theirs is used before it was seen to lie inside.
 */
#include "object/sections.h"

#include <gelf.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "object/foreign.h"

/* Newer than some <elf.h>: LLVM's compact relocations. */
#define SECTION_CREL 0x40000014

#define NOTE_BUILD_ID 3       /* NT_GNU_BUILD_ID */
#define MAX_BUILD_ID_BYTES 64 /* SHA-512; in use are 8, 16 and 20 */

static const char *const names[LS_SECTION_COUNT] = {
	[LS_SECTION_INFO] = ".debug_info",
	[LS_SECTION_TYPES] = ".debug_types",
	[LS_SECTION_ABBREV] = ".debug_abbrev",
	[LS_SECTION_STR] = ".debug_str",
	[LS_SECTION_LINE] = ".debug_line",
	[LS_SECTION_LINE_STR] = ".debug_line_str",
	[LS_SECTION_STR_OFFSETS] = ".debug_str_offsets",
	[LS_SECTION_ADDR] = ".debug_addr",
	[LS_SECTION_RANGES] = ".debug_ranges",
	[LS_SECTION_RNGLISTS] = ".debug_rnglists",
	[LS_SECTION_LOC] = ".debug_loc",
	[LS_SECTION_LOCLISTS] = ".debug_loclists",
	[LS_SECTION_ARANGES] = ".debug_aranges",
	[LS_SECTION_FRAME] = ".debug_frame",
};

/* One section header, and its name. */
struct header {
	uint64_t index;
	const char *name;
	GElf_Shdr shdr;
	bool is_cut; /* its bytes lie past the end of the image */
	struct ls_bytes bytes;
};

const char *
ls_section_name(enum ls_section which)
{
	return names[which];
}

/* False if the section is none of ours.  *packing tells .zdebug_* apart. */
static bool
section_by_name(
    const char *name, enum ls_section *ret, enum ls_packing *packing)
{
	bool is_gnu = strncmp(name, ".zdebug_", 8) == 0;
	if (!is_gnu && strncmp(name, ".debug_", 7) != 0)
		return false;
	const char *tail = name + (is_gnu ? 8 : 7);
	for (int i = 0; i < LS_SECTION_COUNT; i++) {
		if (strcmp(names[i] + strlen(".debug_"), tail) == 0) {
			*ret = (enum ls_section)i;
			*packing = is_gnu ? LS_PACKING_GNU : LS_PACKING_NONE;
			return true;
		}
	}
	return false;
}

bool
ls_bytes_are_elf(struct ls_bytes bytes)
{
	return bytes.size >= SELFMAG && memcmp(bytes.at, ELFMAG, SELFMAG) == 0;
}

/* Room for one more item behind `count`, or NULL: arrays double in size. */
static void *
room_for_one(void *items, size_t count, size_t item_bytes)
{
	if (count & (count - 1))
		return items;
	if (count > SIZE_MAX / 2 / item_bytes)
		return NULL;
	return realloc(items, (count ? count * 2 : 1) * item_bytes);
}

/* Cut a section's bytes out of the image. */
static void
find_bytes(const struct ls_sections *sections, struct header *header)
{
	const GElf_Shdr *shdr = &header->shdr;
	header->bytes = (struct ls_bytes){ NULL, 0 };
	header->is_cut = false;
	if (shdr->sh_type == SHT_NOBITS || shdr->sh_size == 0)
		return;
	struct ls_cursor c = ls_cursor(sections->image, shdr->sh_offset, 0);
	header->bytes = ls_read_bytes(&c, shdr->sh_size);
	header->is_cut = c.failed;
}

static struct ls_error *
read_header(const struct ls_sections *sections, uint64_t index,
    struct ls_bytes section_names, struct header *ret)
{
	Elf_Scn *scn = elf_getscn(sections->elf, (size_t)index);
	ret->index = index;
	if (!scn || !gelf_getshdr(scn, &ret->shdr))
		return ls_error_new(LS_ERROR_FORMAT,
		    "section header %ju cannot be read", (uintmax_t)index);
	struct ls_cursor c = ls_cursor(section_names, ret->shdr.sh_name, 0);
	ret->name = ls_read_string(&c); /* broken: "", which is none of ours */
	find_bytes(sections, ret);
	return NULL;
}

/* The unpacked size of a piece; 0 where its header is broken. */
static uint64_t
unpacked_size(const struct ls_sections *sections, const struct ls_piece *piece)
{
	if (piece->packing == LS_PACKING_NONE)
		return piece->bytes.size;
	struct ls_packed packed = { 0 };
	ls_error_free(ls_packed_read(piece->bytes, piece->packing,
	    sections->is_64_bit, sections->is_big_endian, &packed));
	return packed.size;
}

static struct ls_error *
add_piece(struct ls_sections *sections, const struct header *header,
    enum ls_section which, enum ls_packing packing)
{
	struct ls_piece *wider = room_for_one(
	    sections->pieces, sections->piece_count, sizeof(*wider));
	if (!wider)
		return &ls_error_nomem;
	sections->pieces = wider;

	struct ls_piece *piece = &wider[sections->piece_count];
	*piece = (struct ls_piece){
		.index = header->index,
		.which = which,
		.packing = header->shdr.sh_flags & SHF_COMPRESSED
		    ? LS_PACKING_ELF
		    : packing,
		.is_cut = header->is_cut,
		.bytes = header->bytes,
	};
	piece->size = unpacked_size(sections, piece);
	if (!ls_map_put(&sections->piece_of_section, header->index,
		sections->piece_count))
		return &ls_error_nomem;
	sections->piece_count++;
	return NULL;
}

/* Fixups for what is none of our pieces are passed over. */
static struct ls_error *
add_fixups(struct ls_sections *sections, const struct header *header)
{
	const uint64_t *piece = ls_map_get(
	    &sections->piece_of_section, header->shdr.sh_info);
	if (!piece)
		return NULL;
	struct ls_fixups *wider = room_for_one(
	    sections->fixups, sections->fixup_count, sizeof(*wider));
	if (!wider)
		return &ls_error_nomem;
	sections->fixups = wider;
	wider[sections->fixup_count++] = (struct ls_fixups){
		.type = header->shdr.sh_type,
		.symtab = header->shdr.sh_link,
		.piece = (size_t)*piece,
		.is_cut = header->is_cut,
		.bytes = header->bytes,
	};
	return NULL;
}

static struct ls_error *
set_build_id(struct ls_sections *sections, struct ls_bytes id)
{
	if (id.size == 0 || id.size > MAX_BUILD_ID_BYTES)
		return NULL;
	char *text = malloc(2 * id.size + 1);
	if (!text)
		return &ls_error_nomem;
	for (size_t i = 0; i < id.size; i++) {
		text[2 * i] = "0123456789abcdef"[id.at[i] >> 4];
		text[2 * i + 1] = "0123456789abcdef"[id.at[i] & 15];
	}
	text[2 * id.size] = '\0';
	sections->build_id = text;
	return NULL;
}

/*
 * Look for a build-id among notes: name size, size, type, then name and
 * bytes, each padded to four.  Sections that lie over each other must not
 * make us read the same notes a million times, so all of them together are
 * read no further than the image is long.
 */
static struct ls_error *
read_notes(struct ls_sections *sections, struct ls_bytes notes)
{
	sections->note_bytes += notes.size;
	if (sections->build_id || sections->note_bytes > sections->image.size)
		return NULL;
	struct ls_cursor c = ls_cursor(notes, 0, sections->is_big_endian);
	while (ls_cursor_left(&c) > 0) {
		uint64_t name_size = ls_read_u32(&c);
		uint64_t size = ls_read_u32(&c);
		uint32_t type = ls_read_u32(&c);
		struct ls_bytes name = ls_read_bytes(&c, name_size);
		ls_skip(&c, -name_size & 3);
		struct ls_bytes bytes = ls_read_bytes(&c, size);
		if (c.failed)
			return NULL;
		if (type == NOTE_BUILD_ID && name.size == 4 &&
		    memcmp(name.at, "GNU", 4) == 0)
			return set_build_id(sections, bytes);
		ls_skip(&c, -size & 3);
	}
	return NULL;
}

/* First pass over the sections: all but relocations. */
static struct ls_error *
take_section(struct ls_sections *sections, const struct header *header)
{
	enum ls_section which;
	enum ls_packing packing;
	switch (header->shdr.sh_type) {
	case SHT_NULL:
	case SHT_NOBITS:
	case SHT_REL:
	case SHT_RELA:
	case SECTION_CREL:
	case SHT_SYMTAB_SHNDX:
		return NULL;
	case SHT_SYMTAB:
		if (sections->symtab.index == 0) {
			sections->symtab.index = header->index;
			sections->symtab.symbols = header->bytes;
		}
		return NULL;
	case SHT_NOTE:
		return read_notes(sections, header->bytes);
	}
	if (section_by_name(header->name, &which, &packing))
		return add_piece(sections, header, which, packing);
	if (strcmp(header->name, ".gnu_debuglink") == 0)
		sections->debuglink = header->bytes;
	sections->foreign |= ls_foreign_bit(header->name);
	return NULL;
}

/* Second pass: what refers to sections of the first. */
static struct ls_error *
take_reference(struct ls_sections *sections, const struct header *header)
{
	switch (header->shdr.sh_type) {
	case SHT_REL:
	case SHT_RELA:
	case SECTION_CREL:
		return add_fixups(sections, header);
	case SHT_SYMTAB_SHNDX:
		if (header->shdr.sh_link == sections->symtab.index)
			sections->symtab.shndx = header->bytes;
		return NULL;
	}
	return NULL;
}

static struct ls_error *
for_each_section(struct ls_sections *sections, size_t count,
    struct ls_bytes section_names,
    struct ls_error *(*take)(struct ls_sections *, const struct header *))
{
	struct ls_error *err = NULL;
	for (uint64_t i = 1; !err && i < count; i++) {
		struct header header;
		err = read_header(sections, i, section_names, &header);
		if (!err)
			err = take(sections, &header);
	}
	return err;
}

/* Joined pieces follow each other; debugging sections are aligned to 1. */
static void
displace(struct ls_sections *sections)
{
	uint64_t end[LS_SECTION_COUNT] = { 0 };
	for (size_t i = 0; i < sections->piece_count; i++) {
		struct ls_piece *piece = &sections->pieces[i];
		piece->displacement = end[piece->which];
		end[piece->which] += piece->size;
	}
}

static struct ls_error *
cut_short(const struct ls_sections *sections, const char *what)
{
	return ls_error_new(LS_ERROR_FORMAT,
	    "%s past the end of its %zu bytes; the file is cut short", what,
	    sections->image.size);
}

static struct ls_error *
read_sections(struct ls_sections *sections)
{
	size_t count, names_index;
	struct header names_header;
	struct ls_bytes none = { NULL, 0 };
	if (elf_getshdrnum(sections->elf, &count) != 0)
		return ls_error_new(LS_ERROR_FORMAT,
		    "its sections cannot be counted: %s", elf_errmsg(-1));
	if (count == 0)
		return cut_short(sections, "section headers lie");
	if (elf_getshdrstrndx(sections->elf, &names_index) != 0 ||
	    names_index >= count)
		return ls_error_new(LS_ERROR_FORMAT,
		    "the section of section names is not there");
	struct ls_error *err = read_header(
	    sections, names_index, none, &names_header);
	if (err)
		return err;
	if (names_header.is_cut)
		return cut_short(sections, "section names lie");

	err = for_each_section(
	    sections, count, names_header.bytes, take_section);
	if (!err && sections->type == ET_REL)
		err = for_each_section(
		    sections, count, names_header.bytes, take_reference);
	displace(sections);
	return err;
}

/* Let libelf look at the image, and hold what it says against the image. */
static struct ls_error *
open_elf(struct ls_sections *sections)
{
	GElf_Ehdr ehdr;
	struct ls_bytes image = sections->image;
	if (image.size < sizeof(Elf32_Ehdr) ||
	    (image.at[EI_CLASS] == ELFCLASS64 &&
		image.size < sizeof(Elf64_Ehdr)))
		return cut_short(sections, "the ELF header ends");
	elf_version(EV_CURRENT);
	sections->elf = elf_memory((char *)(uintptr_t)image.at, image.size);
	if (!sections->elf || elf_kind(sections->elf) != ELF_K_ELF ||
	    !gelf_getehdr(sections->elf, &ehdr))
		return ls_error_new(LS_ERROR_FORMAT,
		    "begins like ELF, but its header is broken");

	sections->is_64_bit = ehdr.e_ident[EI_CLASS] == ELFCLASS64;
	sections->is_big_endian = ehdr.e_ident[EI_DATA] == ELFDATA2MSB;
	sections->machine = ehdr.e_machine;
	sections->type = ehdr.e_type;
	if (ehdr.e_shoff == 0)
		return NULL; /* no sections at all: sstrip */
	if (ehdr.e_shentsize !=
	    (sections->is_64_bit ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr)))
		return ls_error_new(LS_ERROR_FORMAT,
		    "section headers of %u bytes", ehdr.e_shentsize);
	return read_sections(sections);
}

struct ls_error *
ls_sections_open(struct ls_bytes image, struct ls_sections **ret)
{
	struct ls_sections *sections = calloc(1, sizeof(*sections));
	if (!sections)
		return &ls_error_nomem;
	sections->image = image;
	struct ls_error *err = open_elf(sections);
	if (err) {
		ls_sections_close(sections);
		return err;
	}
	*ret = sections;
	return NULL;
}

void
ls_sections_close(struct ls_sections *sections)
{
	if (!sections)
		return;
	for (int i = 0; i < LS_SECTION_COUNT; i++)
		free(sections->ready[i].owned);
	elf_end(sections->elf);
	ls_map_free(&sections->piece_of_section);
	free(sections->pieces);
	free(sections->fixups);
	free(sections->build_id);
	free(sections);
}

bool
ls_sections_have_types(const struct ls_sections *sections)
{
	for (size_t i = 0; i < sections->piece_count; i++) {
		const struct ls_piece *piece = &sections->pieces[i];
		bool is_types = piece->which == LS_SECTION_INFO ||
		    piece->which == LS_SECTION_TYPES;
		if (is_types && (piece->bytes.size > 0 || piece->is_cut))
			return true;
	}
	return false;
}
