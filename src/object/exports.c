/*
 * exports.c - the names that a shared object gives to others: .dynsym.
 *
 * System V ABI, 4: a symbol is seen from outside if it is defined, global or
 * weak, and its visibility is not hidden.
 */
#include <gelf.h>
#include <stdlib.h>

#include "base/error.h"
#include "object/image.h"

#ifndef DF_1_PIE
#define DF_1_PIE 0x08000000
#endif

/* The symbols of one section, and where it has their names. */
struct table {
	Elf *elf;
	Elf_Data *data;
	size_t names; /* section of the texts */
	size_t count;
};

/* Find the section of that type; false if there is none to read. */
static bool
find_table(
    const struct ls_sections *sections, uint32_t type, struct table *ret)
{
	Elf *elf = sections->elf;
	Elf_Scn *scn = NULL;
	while ((scn = elf_nextscn(elf, scn))) {
		GElf_Shdr shdr;
		if (!gelf_getshdr(scn, &shdr) || shdr.sh_type != type ||
		    shdr.sh_entsize == 0)
			continue;
		ret->elf = elf;
		ret->data = elf_getdata(scn, NULL);
		ret->names = shdr.sh_link;
		if (!ret->data)
			return false;
		ret->count = (size_t)(shdr.sh_size / shdr.sh_entsize);
		return ret->count <= INT32_MAX;
	}
	return false;
}

/* An executable that is placed anywhere is ET_DYN too, and says so. */
static bool
is_executable(const struct ls_sections *sections)
{
	struct table table;
	GElf_Dyn entry;
	if (!find_table(sections, SHT_DYNAMIC, &table))
		return false;
	for (size_t i = 0; i < table.count; i++)
		if (gelf_getdyn(table.data, (int)i, &entry) &&
		    entry.d_tag == DT_FLAGS_1)
			return entry.d_un.d_val & DF_1_PIE;
	return false;
}

static bool
is_exported(const GElf_Sym *symbol)
{
	unsigned bind = GELF_ST_BIND(symbol->st_info);
	unsigned seen = GELF_ST_VISIBILITY(symbol->st_other);
	return symbol->st_shndx != SHN_UNDEF &&
	    (bind == STB_GLOBAL || bind == STB_WEAK) &&
	    (seen == STV_DEFAULT || seen == STV_PROTECTED);
}

struct ls_error *
ls_image_exports(
    const struct ls_image *image, const char ***names, size_t *count)
{
	struct table table;
	*names = NULL;
	*count = 0;
	if (!ls_image_is_shared(image) ||
	    !find_table(image->own, SHT_DYNSYM, &table))
		return NULL;
	*names = calloc(table.count + 1, sizeof(**names));
	if (!*names)
		return &ls_error_nomem;
	for (size_t i = 0; i < table.count; i++) {
		GElf_Sym symbol;
		if (!gelf_getsym(table.data, (int)i, &symbol) ||
		    !is_exported(&symbol))
			continue;
		const char *name = elf_strptr(
		    table.elf, table.names, symbol.st_name);
		if (name && *name)
			(*names)[(*count)++] = name;
	}
	return NULL;
}

bool
ls_image_is_shared(const struct ls_image *image)
{
	return image->own->type == ET_DYN && !is_executable(image->own);
}
