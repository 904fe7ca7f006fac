/*
 * inflate.h - sections that are stored compressed.
 */
#ifndef LS_OBJECT_INFLATE_H
#define LS_OBJECT_INFLATE_H

#include "base/bytes.h"

struct ls_error;

/* How a section's bytes stand in the file. */
enum ls_packing {
	LS_PACKING_NONE,
	LS_PACKING_ELF, /* SHF_COMPRESSED: an Elf32_Chdr or Elf64_Chdr first */
	LS_PACKING_GNU, /* .zdebug_*: "ZLIB" and eight bytes of size first */
};

/* What the header of a compressed section says. */
struct ls_packed {
	struct ls_bytes stream; /* after the header */
	uint64_t size;          /* once unpacked; plausible and capped */
};

/*
 * Read the header.  LS_ERROR_UNSUPPORTED for zstd and what may come after it,
 * LS_ERROR_FORMAT for a size that no such stream can hold.
 */
struct ls_error *ls_packed_read(struct ls_bytes bytes, enum ls_packing packing,
    bool is_64_bit, bool is_big_endian, struct ls_packed *ret);

/* Unpack into `out`, which has room for packed->size bytes. */
struct ls_error *ls_packed_unpack(
    const struct ls_packed *packed, uint8_t *out);

#endif
