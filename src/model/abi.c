/*
 * abi.c - what each machine's ABI says of the alignment of a plain type.
 *
 * System V psABI of each machine, as gcc 12 and clang 14 have it; measured
 * by placement, `offsetof(struct { char c; T m; }, m)`.  What was not
 * measured is 0, not a guess.
 */
#include "model/abi.h"

#include <stdbool.h>
#include <string.h>

enum { BYTE = 8 };

static bool
is_power_of_two(uint64_t n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

static uint64_t
least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* `text` was given to the compiler; gcc writes that, clang does not. */
static bool
was_told(const struct ls_producer *producer, const char *text)
{
	return producer->text && strstr(producer->text, text) != NULL;
}

static bool
is_integer(const struct ls_type *type)
{
	return type->encoding == LS_ENCODING_SIGNED ||
	    type->encoding == LS_ENCODING_UNSIGNED;
}

/*
 * i386: what is 8 bytes wide stands at 4 in a struct, but for the decimal
 * kind; __float128 and _Decimal128 stand at 16.  -malign-double undoes it.
 */
static uint64_t
i386_scalar(const struct ls_producer *producer, const struct ls_type *type)
{
	uint64_t bytes = type->size_bits / BYTE;
	if (bytes == 12)
		return was_told(producer, "-malign-double") ? 0 : 4;
	if (bytes != 8 || type->encoding == LS_ENCODING_DECIMAL)
		return is_power_of_two(bytes) ? least(bytes, 16) : 0;
	return was_told(producer, "-malign-double") ? 8 : 4;
}

/* s390x: nothing at more than 8, but clang's and Rust's __int128. */
static uint64_t
s390x_scalar(const struct ls_producer *producer, const struct ls_type *type)
{
	uint64_t bytes = type->size_bits / BYTE;
	if (bytes < 16)
		return is_power_of_two(bytes) ? bytes : 0;
	if (!is_integer(type))
		return bytes == 16 ? 8 : 0;
	switch (producer->compiler) {
	case LS_COMPILER_GCC:
		return 8;
	case LS_COMPILER_CLANG:
		return 16;
	case LS_COMPILER_UNKNOWN:
	case LS_COMPILER_RUSTC:
		return 0;
	}
	return 0;
}

/* _BitInt(65) and up are arrays of words to the ABI: x86-64 psABI, 3.1.2. */
static bool
is_wide_bitint(const struct ls_type *type)
{
	return type->size_bits > 64 && type->name &&
	    strstr(type->name, "_BitInt") != NULL;
}

/*
 * Rust's u128 on x86-64 was at 8 until rustc 1.77 took up what C has.
 * Elsewhere it was not measured.
 */
static uint64_t
rust_wide_integer(
    const struct ls_target *target, const struct ls_producer *producer)
{
	if (target->machine != LS_MACHINE_X86_64 ||
	    producer->compiler != LS_COMPILER_RUSTC || producer->major == 0)
		return 0;
	return producer->major > 1 || producer->minor >= 77 ? 16 : 8;
}

static uint64_t
scalar_bytes(const struct ls_target *target,
    const struct ls_producer *producer, const struct ls_type *type)
{
	uint64_t bytes = type->size_bits / BYTE;
	if (target->machine == LS_MACHINE_OTHER)
		return 0;
	if (bytes == 0)
		return 1;
	if (bytes == 16 && is_integer(type) && type->lang == LS_LANG_RUST)
		return rust_wide_integer(target, producer);
	if (is_wide_bitint(type))
		return target->machine == LS_MACHINE_X86_64 ? 8 : 0;
	switch (target->machine) {
	case LS_MACHINE_OTHER:
		return 0;
	case LS_MACHINE_I386:
		return i386_scalar(producer, type);
	case LS_MACHINE_S390X:
		return s390x_scalar(producer, type);
	case LS_MACHINE_ARM:
		return is_power_of_two(bytes) ? least(bytes, 8) : 0;
	case LS_MACHINE_X86_64:
	case LS_MACHINE_AARCH64:
	case LS_MACHINE_RISCV:
	case LS_MACHINE_PPC:
	case LS_MACHINE_PPC64:
	case LS_MACHINE_MIPS:
		return is_power_of_two(bytes) && bytes <= 16 ? bytes : 0;
	}
	return 0;
}

uint64_t
ls_abi_scalar(const struct ls_target *target,
    const struct ls_producer *producer, const struct ls_type *type)
{
	if (!type->has_size || type->size_bits % BYTE != 0)
		return 0;
	struct ls_type part = *type;
	if (type->encoding == LS_ENCODING_COMPLEX) {
		/* An array of two. */
		part.size_bits /= 2;
		part.encoding = LS_ENCODING_FLOAT;
	}
	return scalar_bytes(target, producer, &part) * BYTE;
}

uint64_t
ls_abi_pointer(const struct ls_target *target)
{
	if (target->machine == LS_MACHINE_OTHER)
		return 0;
	return (uint64_t)target->pointer_bytes * BYTE;
}

/*
 * gcc for i386 has a mode for 8-byte vectors only where it may use MMX or
 * SSE; without one such a vector is a long long to it.
 */
static uint64_t
i386_small_vector(const struct ls_producer *producer)
{
	if (producer->compiler == LS_COMPILER_CLANG)
		return 8;
	if (producer->compiler != LS_COMPILER_GCC)
		return 0;
	if (was_told(producer, "-mmmx") || was_told(producer, "-msse") ||
	    was_told(producer, "-mavx"))
		return 8;
	return was_told(producer, "-march=x86-64 ") ||
		was_told(producer, "-march=i686 ")
	    ? 4
	    : 0;
}

uint64_t
ls_abi_vector(const struct ls_target *target,
    const struct ls_producer *producer, uint64_t size_bits)
{
	uint64_t bytes = size_bits / BYTE;
	if (!is_power_of_two(bytes))
		return 0;
	switch (target->machine) {
	case LS_MACHINE_OTHER:
		return 0;
	case LS_MACHINE_I386:
		if (bytes == 8)
			return i386_small_vector(producer) * BYTE;
		return size_bits;
	case LS_MACHINE_X86_64:
	case LS_MACHINE_RISCV:
	case LS_MACHINE_PPC:
	case LS_MACHINE_PPC64:
	case LS_MACHINE_MIPS:
		return size_bits;
	case LS_MACHINE_AARCH64:
		return least(bytes, 16) * BYTE;
	case LS_MACHINE_ARM:
		return least(bytes, 8) * BYTE;
	case LS_MACHINE_S390X:
		/* With the vector facility 8, without it the size. */
		return bytes <= 8 ? size_bits : 0;
	}
	return 0;
}

/* The widest struct that clang makes swappable; bytes. */
static uint64_t
clang_atomic_limit(const struct ls_target *target)
{
	switch (target->machine) {
	case LS_MACHINE_OTHER:
		return 0;
	case LS_MACHINE_X86_64:
	case LS_MACHINE_AARCH64:
	case LS_MACHINE_RISCV:
		return 16;
	case LS_MACHINE_I386:
	case LS_MACHINE_ARM:
	case LS_MACHINE_PPC64:
	case LS_MACHINE_S390X:
		return 8;
	case LS_MACHINE_PPC:
		return 4;
	case LS_MACHINE_MIPS:
		return target->pointer_bytes;
	}
	return 0;
}

uint64_t
ls_abi_atomic_size(const struct ls_target *target,
    const struct ls_producer *producer, uint64_t size_bits)
{
	uint64_t limit = clang_atomic_limit(target) * BYTE;
	if (producer->compiler != LS_COMPILER_CLANG || size_bits > limit)
		return size_bits;
	uint64_t wide = BYTE;
	while (wide < size_bits)
		wide *= 2;
	return size_bits == 0 ? 0 : wide;
}

/*
 * gcc aligns what is exactly as wide as an integer to its size; clang widens
 * what is not.  Which widths gcc has integers for is measured on x86 alone;
 * 16 bytes elsewhere is only known where both agree.
 */
uint64_t
ls_abi_atomic(const struct ls_target *target,
    const struct ls_producer *producer, uint64_t size_bits,
    uint64_t align_bits)
{
	uint64_t bytes = size_bits / BYTE;
	if (target->machine == LS_MACHINE_OTHER || align_bits == 0)
		return 0;
	uint64_t clang = align_bits, gcc = align_bits;
	if (bytes > 0 && bytes <= clang_atomic_limit(target)) {
		struct ls_producer as_clang = {
			.compiler = LS_COMPILER_CLANG
		};
		uint64_t wide = ls_abi_atomic_size(
		    target, &as_clang, size_bits);
		clang = wide > align_bits ? wide : align_bits;
	}
	if (is_power_of_two(bytes) && bytes <= 16 && size_bits > align_bits)
		gcc = size_bits;
	if (producer->compiler == LS_COMPILER_CLANG)
		return clang;
	bool is_x86 = target->machine == LS_MACHINE_X86_64 ||
	    target->machine == LS_MACHINE_I386;
	if (producer->compiler == LS_COMPILER_GCC && (is_x86 || bytes < 8))
		return gcc;
	return gcc == clang ? gcc : 0;
}
