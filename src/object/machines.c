/*
 * machines.c - the relocation types of machines.
 *
 * Only those that compilers put into debugging sections: plain addresses and
 * offsets, and places in a thread's storage, which are offsets too.  RISC-V
 * alone also writes differences of labels, because its linker shortens code
 * after the assembler is done.  Whatever is not here is refused, never
 * guessed at.
 */
#include "object/machines.h"

#include <elf.h>

/* Newer than some <elf.h>. */
#define MACHINE_BPF 247
#define BPF_64_ABS64 2       /* R_BPF_64_ABS64 */
#define BPF_64_ABS32 3       /* R_BPF_64_ABS32 */
#define BPF_64_NODYLD32 4    /* R_BPF_64_NODYLD32 */
#define RISCV_SET_ULEB128 60 /* R_RISCV_SET_ULEB128 */
#define RISCV_SUB_ULEB128 61 /* R_RISCV_SUB_ULEB128 */

/* clang-format off */
static const struct ls_fix_kind x86_64[] = {
	{ R_X86_64_NONE,     LS_FIX_NOTHING, 0 },
	{ R_X86_64_64,       LS_FIX_SET, 8 },
	{ R_X86_64_32,       LS_FIX_SET, 4 },
	{ R_X86_64_32S,      LS_FIX_SET, 4 },
	{ R_X86_64_16,       LS_FIX_SET, 2 },
	{ R_X86_64_8,        LS_FIX_SET, 1 },
	{ R_X86_64_DTPOFF64, LS_FIX_SET, 8 },
	{ R_X86_64_DTPOFF32, LS_FIX_SET, 4 },
};

static const struct ls_fix_kind i386[] = {
	{ R_386_NONE,       LS_FIX_NOTHING, 0 },
	{ R_386_32,         LS_FIX_SET, 4 },
	{ R_386_16,         LS_FIX_SET, 2 },
	{ R_386_8,          LS_FIX_SET, 1 },
	{ R_386_TLS_LDO_32, LS_FIX_SET, 4 },
};

static const struct ls_fix_kind aarch64[] = {
	{ R_AARCH64_NONE,       LS_FIX_NOTHING, 0 },
	{ 256,                  LS_FIX_NOTHING, 0 }, /* R_AARCH64_NONE, older */
	{ R_AARCH64_ABS64,      LS_FIX_SET, 8 },
	{ R_AARCH64_ABS32,      LS_FIX_SET, 4 },
	{ R_AARCH64_ABS16,      LS_FIX_SET, 2 },
	{ R_AARCH64_P32_ABS32,  LS_FIX_SET, 4 },
	{ R_AARCH64_TLS_DTPREL, LS_FIX_SET, 8 },
};

static const struct ls_fix_kind arm[] = {
	{ R_ARM_NONE,      LS_FIX_NOTHING, 0 },
	{ R_ARM_ABS32,     LS_FIX_SET, 4 },
	{ R_ARM_ABS16,     LS_FIX_SET, 2 },
	{ R_ARM_ABS8,      LS_FIX_SET, 1 },
	{ R_ARM_TLS_LDO32, LS_FIX_SET, 4 },
};

static const struct ls_fix_kind riscv[] = {
	{ R_RISCV_NONE,         LS_FIX_NOTHING, 0 },
	{ R_RISCV_RELAX,        LS_FIX_NOTHING, 0 },
	{ R_RISCV_32,           LS_FIX_SET, 4 },
	{ R_RISCV_64,           LS_FIX_SET, 8 },
	{ R_RISCV_TLS_DTPREL32, LS_FIX_SET, 4 },
	{ R_RISCV_TLS_DTPREL64, LS_FIX_SET, 8 },
	{ R_RISCV_ADD8,         LS_FIX_ADD, 1 },
	{ R_RISCV_ADD16,        LS_FIX_ADD, 2 },
	{ R_RISCV_ADD32,        LS_FIX_ADD, 4 },
	{ R_RISCV_ADD64,        LS_FIX_ADD, 8 },
	{ R_RISCV_SUB8,         LS_FIX_SUB, 1 },
	{ R_RISCV_SUB16,        LS_FIX_SUB, 2 },
	{ R_RISCV_SUB32,        LS_FIX_SUB, 4 },
	{ R_RISCV_SUB64,        LS_FIX_SUB, 8 },
	{ R_RISCV_SET6,         LS_FIX_SET6, 1 },
	{ R_RISCV_SUB6,         LS_FIX_SUB6, 1 },
	{ R_RISCV_SET8,         LS_FIX_SET, 1 },
	{ R_RISCV_SET16,        LS_FIX_SET, 2 },
	{ R_RISCV_SET32,        LS_FIX_SET, 4 },
	{ RISCV_SET_ULEB128,    LS_FIX_SET_ULEB, 0 },
	{ RISCV_SUB_ULEB128,    LS_FIX_SUB_ULEB, 0 },
};

static const struct ls_fix_kind ppc[] = {
	{ R_PPC_NONE,     LS_FIX_NOTHING, 0 },
	{ R_PPC_ADDR32,   LS_FIX_SET, 4 },
	{ R_PPC_UADDR32,  LS_FIX_SET, 4 },
	{ R_PPC_ADDR16,   LS_FIX_SET, 2 },
	{ R_PPC_DTPREL32, LS_FIX_SET, 4 },
};

static const struct ls_fix_kind ppc64[] = {
	{ R_PPC64_NONE,     LS_FIX_NOTHING, 0 },
	{ R_PPC64_ADDR64,   LS_FIX_SET, 8 },
	{ R_PPC64_UADDR64,  LS_FIX_SET, 8 },
	{ R_PPC64_ADDR32,   LS_FIX_SET, 4 },
	{ R_PPC64_UADDR32,  LS_FIX_SET, 4 },
	{ R_PPC64_ADDR16,   LS_FIX_SET, 2 },
	{ R_PPC64_DTPREL64, LS_FIX_SET, 8 },
};

static const struct ls_fix_kind s390[] = {
	{ R_390_NONE,      LS_FIX_NOTHING, 0 },
	{ R_390_64,        LS_FIX_SET, 8 },
	{ R_390_32,        LS_FIX_SET, 4 },
	{ R_390_16,        LS_FIX_SET, 2 },
	{ R_390_8,         LS_FIX_SET, 1 },
	{ R_390_TLS_LDO64, LS_FIX_SET, 8 },
	{ R_390_TLS_LDO32, LS_FIX_SET, 4 },
};

static const struct ls_fix_kind mips[] = {
	{ R_MIPS_NONE,         LS_FIX_NOTHING, 0 },
	{ R_MIPS_64,           LS_FIX_SET, 8 },
	{ R_MIPS_32,           LS_FIX_SET, 4 },
	{ R_MIPS_TLS_DTPREL64, LS_FIX_SET, 8 },
	{ R_MIPS_TLS_DTPREL32, LS_FIX_SET, 4 },
};

static const struct ls_fix_kind bpf[] = {
	{ R_BPF_NONE,      LS_FIX_NOTHING, 0 },
	{ BPF_64_ABS64,    LS_FIX_SET, 8 },
	{ BPF_64_ABS32,    LS_FIX_SET, 4 },
	{ BPF_64_NODYLD32, LS_FIX_SET, 4 },
};

#define KINDS(table) table, sizeof(table) / sizeof((table)[0])

static const struct ls_machine machines[] = {
	{ EM_X86_64,   "x86-64",  KINDS(x86_64) },
	{ EM_386,      "i386",    KINDS(i386) },
	{ EM_AARCH64,  "aarch64", KINDS(aarch64) },
	{ EM_ARM,      "arm",     KINDS(arm) },
	{ EM_RISCV,    "riscv",   KINDS(riscv) },
	{ EM_PPC,      "ppc",     KINDS(ppc) },
	{ EM_PPC64,    "ppc64",   KINDS(ppc64) },
	{ EM_S390,     "s390",    KINDS(s390) },
	{ EM_MIPS,     "mips",    KINDS(mips) },
	{ MACHINE_BPF, "bpf",     KINDS(bpf) },
};
/* clang-format on */

const struct ls_machine *
ls_machine_find(uint16_t machine)
{
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++)
		if (machines[i].machine == machine)
			return &machines[i];
	return NULL;
}

const struct ls_fix_kind *
ls_machine_fix(const struct ls_machine *machine, uint32_t type)
{
	for (size_t i = 0; i < machine->kind_count; i++)
		if (machine->kinds[i].type == type)
			return &machine->kinds[i];
	return NULL;
}
