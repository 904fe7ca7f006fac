/*
 * abi.h - what each machine's ABI says of the alignment of a plain type.
 *
 * "Alignment" is where a compiler places a member of that type in a struct,
 * which on i386 is not what _Alignof says.  In bits; 0: not known.
 */
#ifndef LS_MODEL_ABI_H
#define LS_MODEL_ABI_H

#include "model/model.h"

/* Of a scalar or an enum of that size.  `type` gives encoding and name. */
uint64_t ls_abi_scalar(const struct ls_target *target,
    const struct ls_producer *producer, const struct ls_type *type);

/* Of a pointer of any kind. */
uint64_t ls_abi_pointer(const struct ls_target *target);

/* Of a vector of `size_bits` in all. */
uint64_t ls_abi_vector(const struct ls_target *target,
    const struct ls_producer *producer, uint64_t size_bits);

/*
 * Of _Atomic T, where T has `size_bits` and is itself aligned to
 * `align_bits` (0: not known).
 */
uint64_t ls_abi_atomic(const struct ls_target *target,
    const struct ls_producer *producer, uint64_t size_bits,
    uint64_t align_bits);

/* The size of _Atomic T. */
uint64_t ls_abi_atomic_size(const struct ls_target *target,
    const struct ls_producer *producer, uint64_t size_bits);

#endif
