/*
 * relocate.c - what a linker would write into debugging sections.
 *
 * In an .o, a reference from .debug_info to .debug_str is a hole that the
 * linker fills: "symbol + addend goes here".  We do the linker's part, with
 * every section at address 0, so that an offset into a section comes out as
 * just that.  Where an .o has several sections of one name, they are joined,
 * and a symbol in one of them moves by that one's displacement:
 *
 *	.debug_info   #1  0x00..0x40    joined at 0x00
 *	.debug_info   #2  0x00..0x30    joined at 0x40
 *	symbol of #2, addend 0x12       0x00 + 0x40 + 0x12 = 0x52
 *
 * Addresses of code and data come out as offsets too, which is wrong for
 * them, and no matter: no layout depends on an address.
 */
#include "object/relocate.h"

#include <elf.h>

#include "base/error.h"
#include "object/machines.h"
#include "object/sections.h"

/* Newer than some <elf.h>: LLVM's compact relocations. */
#define SECTION_CREL 0x40000014

/* One relocation, of any class. */
struct fixup {
	uint64_t offset;
	uint64_t symbol;
	uint32_t type;
	uint64_t addend; /* 0 if it stands in place */
};

/* Where fixups are applied, and what they refer to. */
struct place {
	const struct ls_sections *sections;
	const struct ls_machine *machine;
	const struct ls_symtab *symtab; /* NULL if none */
	uint8_t *bytes;
	uint64_t size;
	bool addend_in_place; /* SHT_REL */
};

/* How far its section was moved. */
static uint64_t
displacement(const struct ls_sections *sections, uint64_t section)
{
	const uint64_t *piece = ls_map_get(
	    &sections->piece_of_section, section);
	return piece ? sections->pieces[*piece].displacement : 0;
}

/* The value of symbol number `index`; number 0 is the one that is nothing. */
static struct ls_error *
symbol_value(const struct place *place, uint64_t index, uint64_t *ret)
{
	const struct ls_sections *sections = place->sections;
	if (index == STN_UNDEF) {
		*ret = 0;
		return NULL;
	}
	if (!place->symtab)
		return ls_error_new(LS_ERROR_FORMAT,
		    "a relocation has a symbol but no symbol table");

	/* name4 info1 other1 shndx2 value8 size8; in 32 bits: name4 value4
	 * size4 info1 other1 shndx2.  `index` has 32 bits: no overflow. */
	bool is_64 = sections->is_64_bit;
	struct ls_cursor c = ls_cursor(place->symtab->symbols,
	    index * (is_64 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym)),
	    sections->is_big_endian);
	uint64_t value = 0, section;
	ls_skip(&c, is_64 ? 6 : 4);
	if (!is_64) {
		value = ls_read_u32(&c);
		ls_skip(&c, 6);
	}
	section = ls_read_u16(&c);
	if (is_64)
		value = ls_read_u64(&c);
	if (section == SHN_XINDEX && !c.failed) {
		c = ls_cursor(
		    place->symtab->shndx, index * 4, sections->is_big_endian);
		section = ls_read_u32(&c);
	} else if (section >= SHN_LORESERVE || section == SHN_UNDEF) {
		/* A common symbol's value is its alignment. */
		if (section != SHN_ABS)
			value = 0;
		section = SHN_UNDEF;
	}
	if (c.failed)
		return ls_error_new(LS_ERROR_FORMAT,
		    "a relocation has symbol %ju, which is not there",
		    (uintmax_t)index);
	*ret = value + displacement(sections, section);
	return NULL;
}

static uint64_t
get(const struct place *place, uint64_t offset, unsigned width)
{
	struct ls_cursor c = ls_cursor(
	    (struct ls_bytes){ place->bytes, (size_t)place->size }, offset,
	    place->sections->is_big_endian);
	return ls_read_uint(&c, width);
}

/* The caller has seen that it fits. */
static void
put(const struct place *place, uint64_t offset, unsigned width, uint64_t value)
{
	for (unsigned i = 0; i < width; i++) {
		unsigned at = place->sections->is_big_endian ? width - 1 - i
							     : i;
		place->bytes[offset + at] = (uint8_t)(value >> (8 * i));
	}
}

/* What is there, as a signed number. */
static uint64_t
get_signed(const struct place *place, uint64_t offset, unsigned width)
{
	uint64_t value = get(place, offset, width);
	uint64_t sign = (uint64_t)1 << (8 * width - 1);
	return (value ^ sign) - sign;
}

/*
 * Put a new number where a LEB128 stands, in as many bytes: 0x05 in two
 * bytes is 85 00.
 */
static struct ls_error *
put_uleb(const struct place *place, const struct fixup *fixup, uint64_t value,
    bool subtract)
{
	struct ls_cursor c = ls_cursor(
	    (struct ls_bytes){ place->bytes, (size_t)place->size },
	    fixup->offset, place->sections->is_big_endian);
	uint64_t old = ls_read_uleb(&c);
	if (c.failed)
		return ls_error_new(LS_ERROR_FORMAT,
		    "a relocation at 0x%jx is not over a LEB128",
		    (uintmax_t)fixup->offset);
	size_t end = ls_cursor_offset(&c);
	if (subtract)
		value = old - value;
	for (size_t at = (size_t)fixup->offset; at < end; at++) {
		uint8_t more = at + 1 < end ? 0x80 : 0;
		place->bytes[at] = (uint8_t)((value & 0x7f) | more);
		value >>= 7;
	}
	return NULL;
}

/*
 * Store V where it fits: as a signed or as an unsigned number, since one type
 * serves addresses, offsets and places before the end of a thread's storage.
 */
static struct ls_error *
set(const struct place *place, const struct fixup *fixup, unsigned width,
    uint64_t value)
{
	if (!place->sections->is_64_bit)
		value = (uint64_t)(int64_t)(int32_t)value;
	uint64_t half = (uint64_t)1 << (8 * width - 1);
	bool is_unsigned = width == 8 || value < 2 * half;
	bool is_signed = width == 8 || value + half < 2 * half;
	if (!is_unsigned && !is_signed)
		return ls_error_new(LS_ERROR_FORMAT,
		    "relocation at 0x%jx: 0x%jx does not fit %u bytes",
		    (uintmax_t)fixup->offset, (uintmax_t)value, width);
	put(place, fixup->offset, width, value);
	return NULL;
}

/* Do to the bytes what `kind` says; `value` is the symbol's. */
static struct ls_error *
apply(const struct place *place, const struct fixup *fixup,
    const struct ls_fix_kind *kind, uint64_t value)
{
	unsigned width = kind->width_bytes;
	uint64_t at = fixup->offset;
	if (!ls_fits(at, width, place->size))
		return ls_error_new(LS_ERROR_FORMAT,
		    "a relocation at 0x%jx lies past its end", (uintmax_t)at);
	value += fixup->addend;
	if (place->addend_in_place && kind->fix == LS_FIX_SET)
		value += get_signed(place, at, width);

	switch (kind->fix) {
	case LS_FIX_NOTHING:
		return NULL;
	case LS_FIX_SET:
		return set(place, fixup, width, value);
	case LS_FIX_ADD:
		put(place, at, width, get(place, at, width) + value);
		return NULL;
	case LS_FIX_SUB:
		put(place, at, width, get(place, at, width) - value);
		return NULL;
	case LS_FIX_SET6:
		put(place, at, 1, (get(place, at, 1) & 0xc0) | (value & 0x3f));
		return NULL;
	case LS_FIX_SUB6: {
		uint64_t old = get(place, at, 1);
		put(place, at, 1, (old & 0xc0) | ((old - value) & 0x3f));
		return NULL;
	}
	case LS_FIX_SET_ULEB:
		return put_uleb(place, fixup, value, false);
	case LS_FIX_SUB_ULEB:
		return put_uleb(place, fixup, value, true);
	}
	return ls_error_new(LS_ERROR_INTERNAL, "unknown kind of relocation");
}

/*
 * Take r_info apart.  MIPS in 64 bits packs three types into it (MIPS64 ELF
 * object file specification, 2.9.1); in memory, on either byte order:
 *
 *	sym4 ssym1 type3_1 type2_1 type1
 *
 * Debugging sections use only the first; another one is part of the type that
 * we name when we refuse it.
 */
static void
split_info(const struct place *place, uint64_t info, struct fixup *ret)
{
	const struct ls_sections *sections = place->sections;
	if (!sections->is_64_bit) {
		ret->symbol = info >> 8;
		ret->type = info & 0xff;
	} else if (sections->machine == EM_MIPS && !sections->is_big_endian) {
		ret->symbol = (uint32_t)info;
		ret->type = __builtin_bswap32((uint32_t)(info >> 32));
	} else {
		ret->symbol = info >> 32;
		ret->type = (uint32_t)info;
	}
}

static struct ls_error *
apply_next(const struct place *place, struct ls_cursor *c)
{
	unsigned word = place->sections->is_64_bit ? 8 : 4;
	struct fixup fixup = { .offset = ls_read_uint(c, word) };
	split_info(place, ls_read_uint(c, word), &fixup);
	if (!place->addend_in_place)
		fixup.addend = ls_read_uint(c, word);
	if (word == 4) /* a 32-bit addend is signed */
		fixup.addend = (uint64_t)(int64_t)(int32_t)fixup.addend;
	if (c->failed)
		return ls_error_new(
		    LS_ERROR_FORMAT, "its relocations are cut short");

	const struct ls_fix_kind *kind = ls_machine_fix(
	    place->machine, fixup.type);
	if (!kind)
		return ls_error_new(LS_ERROR_UNSUPPORTED,
		    "relocation type %u of %s is not known here", fixup.type,
		    place->machine->name);
	if (kind->fix == LS_FIX_NOTHING)
		return NULL;
	uint64_t value;
	struct ls_error *err = symbol_value(place, fixup.symbol, &value);
	if (err)
		return err;
	return apply(place, &fixup, kind, value);
}

struct ls_error *
ls_relocate(const struct ls_sections *sections, const struct ls_fixups *fixups,
    uint8_t *bytes)
{
	struct place place = {
		.sections = sections,
		.machine = ls_machine_find(sections->machine),
		.symtab = fixups->symtab == sections->symtab.index
		    ? &sections->symtab
		    : NULL,
		.bytes = bytes,
		.size = sections->pieces[fixups->piece].size,
		.addend_in_place = fixups->type == SHT_REL,
	};
	if (fixups->is_cut)
		return ls_error_new(LS_ERROR_FORMAT,
		    "its relocations lie past the end of the file");
	if (fixups->type == SECTION_CREL)
		return ls_error_new(LS_ERROR_UNSUPPORTED,
		    "relocations in LLVM's compact form (SHT_CREL) are not "
		    "known here");
	if (fixups->bytes.size == 0)
		return NULL;
	if (!place.machine)
		return ls_error_new(LS_ERROR_UNSUPPORTED,
		    "relocations of machine %u are not known here",
		    sections->machine);

	struct ls_cursor c = ls_cursor(
	    fixups->bytes, 0, sections->is_big_endian);
	struct ls_error *err = NULL;
	while (!err && ls_cursor_left(&c) > 0)
		err = apply_next(&place, &c);
	return err;
}
