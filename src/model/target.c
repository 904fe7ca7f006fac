/*
 * target.c - machines by their number in ELF and by their name.
 *
 * In: e_machine, class and byte order.  Out: a row of the table.  Nothing
 * here says how a machine aligns anything; abi.c does.
 */
#include "model/target.h"

#include <stdio.h>
#include <string.h>

struct machine_row {
	const char *name;
	uint16_t elf; /* EM_* of elf.h, which is libelf's or the system's */
	uint8_t pointer_bytes;
	bool is_big_endian;
	enum ls_machine machine;
	uint32_t cacheline_bytes;
};

/*
 * The first row that fits wins.  Machine OTHER has a name and no rules: its
 * layouts are shown, and what the file states is believed.
 */
/* clang-format off */
static const struct machine_row machine_rows[] = {
	{ "x86_64",      62, 8, false, LS_MACHINE_X86_64,   64 },
	{ "x32",         62, 4, false, LS_MACHINE_X86_64,   64 },
	{ "i386",         3, 4, false, LS_MACHINE_I386,     64 },
	{ "aarch64",    183, 8, false, LS_MACHINE_AARCH64,  64 },
	{ "aarch64_be", 183, 8, true,  LS_MACHINE_AARCH64,  64 },
	{ "aarch64_ilp32", 183, 4, false, LS_MACHINE_AARCH64, 64 },
	{ "arm",         40, 4, false, LS_MACHINE_ARM,      64 },
	{ "armeb",       40, 4, true,  LS_MACHINE_ARM,      64 },
	{ "riscv64",    243, 8, false, LS_MACHINE_RISCV,    64 },
	{ "riscv32",    243, 4, false, LS_MACHINE_RISCV,    64 },
	{ "ppc",         20, 4, true,  LS_MACHINE_PPC,      64 },
	{ "ppc64",       21, 8, true,  LS_MACHINE_PPC64,   128 },
	{ "ppc64le",     21, 8, false, LS_MACHINE_PPC64,   128 },
	{ "s390x",       22, 8, true,  LS_MACHINE_S390X,   256 },
	{ "s390",        22, 4, true,  LS_MACHINE_OTHER,   256 },
	{ "mips",         8, 4, true,  LS_MACHINE_MIPS,     64 },
	{ "mipsel",       8, 4, false, LS_MACHINE_MIPS,     64 },
	{ "mips64",       8, 8, true,  LS_MACHINE_MIPS,     64 },
	{ "mips64el",     8, 8, false, LS_MACHINE_MIPS,     64 },
	{ "m68k",         4, 4, true,  LS_MACHINE_OTHER,    64 },
	{ "sparc",        2, 4, true,  LS_MACHINE_OTHER,    64 },
	{ "sparc64",     43, 8, true,  LS_MACHINE_OTHER,    64 },
	{ "hppa",        15, 4, true,  LS_MACHINE_OTHER,    64 },
	{ "sh4",         42, 4, false, LS_MACHINE_OTHER,    64 },
	{ "ia64",        50, 8, false, LS_MACHINE_OTHER,    64 },
	{ "bpf",        247, 8, false, LS_MACHINE_OTHER,    64 },
	{ "bpfeb",      247, 8, true,  LS_MACHINE_OTHER,    64 },
	{ "loongarch64", 258, 8, false, LS_MACHINE_OTHER,   64 },
	{ "alpha",   0x9026, 8, false, LS_MACHINE_OTHER,    64 },
};
/* clang-format on */

enum { MACHINE_ROW_COUNT = sizeof(machine_rows) / sizeof(*machine_rows) };

static struct ls_target
target_of_row(const struct machine_row *row)
{
	struct ls_target target = {
		.machine = row->machine,
		.pointer_bytes = row->pointer_bytes,
		.is_big_endian = row->is_big_endian,
		.cacheline_bytes = row->cacheline_bytes,
	};
	snprintf(target.name, sizeof(target.name), "%s", row->name);
	return target;
}

struct ls_target
ls_target_of_elf(uint16_t e_machine, bool is_64_bit, bool is_big_endian)
{
	uint8_t pointer_bytes = is_64_bit ? 8 : 4;
	for (size_t i = 0; i < MACHINE_ROW_COUNT; i++) {
		const struct machine_row *row = &machine_rows[i];
		if (row->elf == e_machine &&
		    row->pointer_bytes == pointer_bytes &&
		    row->is_big_endian == is_big_endian)
			return target_of_row(row);
	}
	struct ls_target target = {
		.machine = LS_MACHINE_OTHER,
		.pointer_bytes = pointer_bytes,
		.is_big_endian = is_big_endian,
		.cacheline_bytes = 64,
	};
	snprintf(target.name, sizeof(target.name), "em-%u", e_machine);
	return target;
}

struct ls_target
ls_target_by_name(const char *name)
{
	for (size_t i = 0; i < MACHINE_ROW_COUNT; i++)
		if (strcmp(machine_rows[i].name, name) == 0)
			return target_of_row(&machine_rows[i]);
	struct ls_target target = {
		.machine = LS_MACHINE_OTHER,
		.pointer_bytes = 8,
		.cacheline_bytes = 64,
	};
	size_t size = strnlen(name, sizeof(target.name) - 1);
	memcpy(target.name, name, size);
	return target;
}

const char *
ls_target_name(size_t index)
{
	return index < MACHINE_ROW_COUNT ? machine_rows[index].name : NULL;
}
