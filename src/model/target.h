/*
 * target.h - the machine a file was made for.
 *
 * Nothing but a table: what the ABI of each machine says about alignment
 * stands in abi.c.
 */
#ifndef LS_MODEL_TARGET_H
#define LS_MODEL_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ls_machine {
	LS_MACHINE_OTHER, /* layouts are shown, alignment is not derived */
	LS_MACHINE_X86_64,
	LS_MACHINE_I386,
	LS_MACHINE_AARCH64,
	LS_MACHINE_ARM,
	LS_MACHINE_RISCV,
	LS_MACHINE_PPC,
	LS_MACHINE_PPC64,
	LS_MACHINE_S390X,
	LS_MACHINE_MIPS,
};

struct ls_target {
	char name[24]; /* "x86_64"; "em-62" for a machine without a row */
	enum ls_machine machine;
	uint8_t pointer_bytes;
	bool is_big_endian;
	uint32_t cacheline_bytes;
};

/*
 * The target of an ELF file: e_machine, EI_CLASS and EI_DATA.  Cache lines:
 * 64 bytes, ppc64 128, s390x 256.
 */
struct ls_target ls_target_of_elf(
    uint16_t e_machine, bool is_64_bit, bool is_big_endian);

/*
 * By the name that JSON carries.  An unknown name is kept (cut to its room),
 * with machine OTHER, and pointers of 8 bytes until the caller knows better.
 */
struct ls_target ls_target_by_name(const char *name);

/* The names that there are; NULL past the last. */
const char *ls_target_name(size_t index);

#endif
