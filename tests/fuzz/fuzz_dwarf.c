/*
 * fuzz_dwarf.c - any bytes as DWARF, through both readers to every page.
 *
 * In: one byte that chooses reader and page, one that says which ELF file to
 * put around the sections, the sizes of the sections but the last, two bytes
 * each, and the sections themselves.  A mutation that makes a section longer
 * would move all that follow; so sections are mutated one by one, and the
 * length of the first unit is mostly put right again.
 *
 *	0x00 0x01 | 05 00 | 03 00 | .. | 5 bytes | 3 bytes | .. | the rest
 */
#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

static const char *const section_names[] = { ".debug_abbrev", ".debug_str",
	".debug_line", ".debug_line_str", ".debug_str_offsets", ".debug_types",
	".debug_info" };

enum {
	SECTIONS = sizeof(section_names) / sizeof(section_names[0]),
	INFO = SECTIONS - 1,
	HEAD = 2 + 2 * (SECTIONS - 1),
	ROOM = 1 << 17,
};

struct input {
	uint8_t choice;
	uint8_t shape;
	const uint8_t *at[SECTIONS];
	size_t size[SECTIONS];
};

static int
take_apart(const uint8_t *data, size_t size, struct input *input)
{
	if (size < HEAD)
		return 0;
	input->choice = data[0];
	input->shape = data[1];
	size_t at = HEAD;
	for (int i = 0; i < SECTIONS; i++) {
		const uint8_t *two = data + 2 + 2 * i;
		size_t wanted = i == INFO ? size
					  : (size_t)(two[0] | two[1] << 8);
		input->at[i] = data + at;
		input->size[i] = wanted < size - at ? wanted : size - at;
		at += input->size[i];
	}
	return 1;
}

struct maker {
	uint8_t bytes[ROOM * 2];
	size_t size;
	int is_big_endian;
};

static size_t
put(struct maker *maker, const void *bytes, size_t size)
{
	size_t at = maker->size;
	if (size > sizeof(maker->bytes) - at)
		abort();
	memcpy(maker->bytes + at, bytes, size);
	maker->size += size;
	return at;
}

static void
put_number(struct maker *maker, uint64_t value, int width)
{
	uint8_t bytes[8];
	for (int i = 0; i < width; i++) {
		int shift = 8 * (maker->is_big_endian ? width - 1 - i : i);
		bytes[i] = (uint8_t)(value >> shift);
	}
	put(maker, bytes, (size_t)width);
}

static void
put_header(struct maker *maker, int word, int machine, uint64_t table)
{
	const uint8_t ident[EI_NIDENT] = { 0x7f, 'E', 'L', 'F',
		word == 8 ? ELFCLASS64 : ELFCLASS32,
		maker->is_big_endian ? ELFDATA2MSB : ELFDATA2LSB, EV_CURRENT };
	put(maker, ident, sizeof(ident));
	put_number(maker, ET_EXEC, 2);
	put_number(maker, (uint64_t)machine, 2);
	put_number(maker, EV_CURRENT, 4);
	put_number(maker, 0, word); /* entry */
	put_number(maker, 0, word); /* program headers */
	put_number(maker, table, word);
	put_number(maker, 0, 4);
	put_number(maker, word == 8 ? 64 : 52, 2);
	put_number(maker, 0, 2);
	put_number(maker, 0, 2);
	put_number(maker, word == 8 ? 64 : 40, 2);
	put_number(maker, SECTIONS + 2, 2);
	put_number(maker, SECTIONS + 1, 2);
}

static void
put_section(struct maker *maker, int word, uint32_t name, uint32_t kind,
    uint64_t at, uint64_t size)
{
	put_number(maker, name, 4);
	put_number(maker, kind, 4);
	put_number(maker, 0, word);
	put_number(maker, 0, word);
	put_number(maker, at, word);
	put_number(maker, size, word);
	put_number(maker, 0, 4);
	put_number(maker, 0, 4);
	put_number(maker, kind != SHT_NULL, word);
	put_number(maker, 0, word);
}

static void
make_elf(struct maker *maker, const struct input *input)
{
	static const int machines[] = { EM_X86_64, EM_AARCH64, EM_RISCV,
		EM_S390, EM_386, EM_ARM, EM_PPC, EM_68K };
	int word = input->shape & 1 ? 4 : 8;
	maker->size = 0;
	maker->is_big_endian = input->shape >> 1 & 1;
	size_t header = word == 8 ? 64 : 52;
	size_t offset[SECTIONS], total = header;
	for (int i = 0; i < SECTIONS; i++) {
		offset[i] = total;
		total += input->size[i];
	}
	char names[256];
	uint32_t name_at[SECTIONS + 1], size = 1;
	names[0] = '\0';
	for (int i = 0; i <= SECTIONS; i++) {
		name_at[i] = size;
		size += (uint32_t)sprintf(names + size, "%s",
			    i == SECTIONS ? ".shstrtab" : section_names[i]) +
		    1;
	}
	put_header(maker, word, machines[input->shape >> 2 & 7], total + size);
	for (int i = 0; i < SECTIONS; i++)
		put(maker, input->at[i], input->size[i]);
	put(maker, names, size);
	put_section(maker, word, 0, SHT_NULL, 0, 0);
	for (int i = 0; i < SECTIONS; i++)
		put_section(maker, word, name_at[i], SHT_PROGBITS, offset[i],
		    input->size[i]);
	put_section(maker, word, name_at[SECTIONS], SHT_STRTAB, total, size);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct maker maker;
	struct input input;
	if (size > ROOM || !take_apart(data, size, &input))
		return 0;
	make_elf(&maker, &input);
	fuzz_session(fuzz_file(maker.bytes, maker.size), input.choice);
	return 0;
}

/* ---- mutations ---- */

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size)
    __attribute__((weak));
size_t LLVMFuzzerCustomMutator(
    uint8_t *data, size_t size, size_t max_size, unsigned seed);

static void
mend_length(const struct input *input, uint8_t *info, size_t size)
{
	if (size < 4 || info[0] == 0xff)
		return;
	for (int i = 0; i < 4; i++) {
		int shift = 8 * (input->shape & 2 ? 3 - i : i);
		info[i] = (uint8_t)((size - 4) >> shift);
	}
}

size_t
LLVMFuzzerCustomMutator(
    uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	/* info and abbreviations are worth most of the time */
	static const uint8_t order[16] = { INFO, INFO, INFO, INFO, INFO, INFO,
		INFO, 0, 0, 0, 0, 1, 2, 3, 4, 5 };
	static uint8_t part[ROOM], whole[ROOM];
	struct input input;
	if (max_size > ROOM || !take_apart(data, size, &input))
		return LLVMFuzzerMutate(data, size, max_size);
	if (seed % 23 == 0) {
		data[seed / 23 % 2] = (uint8_t)(seed >> 16);
		return size;
	}
	int which = order[seed >> 8 & 15];
	size_t others = size - input.size[which];
	size_t room = max_size > others ? max_size - others : 0;
	if (which != INFO && room > 0xffff)
		room = 0xffff;
	if (room < input.size[which])
		return LLVMFuzzerMutate(data, size, max_size);
	memcpy(part, input.at[which], input.size[which]);
	input.size[which] = LLVMFuzzerMutate(
	    part, input.size[which], room ? room : 1);
	input.at[which] = part;
	if (which == INFO && seed >> 12 & 7)
		mend_length(&input, part, input.size[which]);

	size_t at = HEAD;
	memcpy(whole, data, 2);
	for (int i = 0; i < SECTIONS; i++) {
		if (i != INFO) {
			whole[2 + 2 * i] = (uint8_t)input.size[i];
			whole[3 + 2 * i] = (uint8_t)(input.size[i] >> 8);
		}
		if (input.size[i] > max_size - at)
			input.size[i] = max_size - at;
		memcpy(whole + at, input.at[i], input.size[i]);
		at += input.size[i];
	}
	memcpy(data, whole, at);
	return at;
}
