/*
 * inflate.c - sections that are stored compressed.
 *
 * zlib is called here rather than through libelf's elf_compress(), because
 * that one writes into the section's header, which lies in our read-only map,
 * and allocates whatever size the file claims before it looks at the stream.
 */
#include "object/inflate.h"

#include <elf.h>
#include <limits.h>
#include <string.h>
#include <zlib.h>

#include "base/error.h"
#include "base/limits.h"

/* Newer than some <elf.h>. */
#define COMPRESS_ZSTD 2

/*
 * deflate's densest code is 258 bytes in two bits (zlib's algorithm.txt), so
 * n bytes never unpack to more than 1032 n.
 */
#define MAX_RATIO 1032

static struct ls_error *
check_size(const struct ls_packed *packed)
{
	if (packed->size / MAX_RATIO > packed->stream.size)
		return ls_error_new(LS_ERROR_FORMAT,
		    "claims %ju bytes in a compressed stream of %zu",
		    (uintmax_t)packed->size, packed->stream.size);
	if (packed->size > LS_MAX_LOADED_BYTES)
		return ls_error_new(LS_ERROR_LIMIT,
		    "unpacks to %ju bytes, more than %zu",
		    (uintmax_t)packed->size, LS_MAX_LOADED_BYTES);
	return NULL;
}

static struct ls_error *
check_type(uint32_t type)
{
	if (type == ELFCOMPRESS_ZLIB)
		return NULL;
	const char *name = type == COMPRESS_ZSTD ? "zstd" : "unknown";
	struct ls_error *err = ls_error_new(LS_ERROR_UNSUPPORTED,
	    "its compression (type %u, %s) cannot be read here", type, name);
	return ls_error_detail(err,
	    "hint: objcopy --decompress-debug-sections OLD NEW unpacks it");
}

struct ls_error *
ls_packed_read(struct ls_bytes bytes, enum ls_packing packing, bool is_64_bit,
    bool is_big_endian, struct ls_packed *ret)
{
	struct ls_error *err = NULL;
	struct ls_packed packed;
	/* "ZLIB" is followed by a big-endian size on every machine. */
	struct ls_cursor c = ls_cursor(
	    bytes, 0, is_big_endian || packing == LS_PACKING_GNU);

	if (packing == LS_PACKING_GNU) {
		struct ls_bytes magic = ls_read_bytes(&c, 4);
		packed.size = ls_read_u64(&c);
		if (!c.failed && memcmp(magic.at, "ZLIB", 4) != 0)
			err = ls_error_new(
			    LS_ERROR_FORMAT, "does not begin with \"ZLIB\"");
	} else {
		/* ch_type, 64 bits only: ch_reserved; ch_size, ch_addralign */
		unsigned word = is_64_bit ? 8 : 4;
		uint32_t type = ls_read_u32(&c);
		ls_skip(&c, word - 4);
		packed.size = ls_read_uint(&c, word);
		ls_skip(&c, word);
		if (!c.failed)
			err = check_type(type);
	}
	if (c.failed)
		return ls_error_new(
		    LS_ERROR_FORMAT, "its compression header is cut short");
	if (err)
		return err;
	packed.stream = ls_read_bytes(&c, ls_cursor_left(&c));
	if ((err = check_size(&packed)))
		return err;
	*ret = packed;
	return NULL;
}

/* zlib counts in unsigned int; sections may be larger. */
static unsigned
at_most_uint(size_t size)
{
	return size > UINT_MAX ? UINT_MAX : (unsigned)size;
}

/*
 * Unpack; false if the stream is broken or does not hold exactly `size`
 * bytes.  It must be seen to end: only there zlib compares its checksum.
 */
static bool
unpack(z_stream *z, struct ls_bytes in, uint8_t *out, size_t size)
{
	const uint8_t *in_end = in.at + in.size;
	uint8_t *out_end = out + size;
	z->next_in = (Bytef *)(uintptr_t)in.at;
	z->next_out = out;
	for (;;) {
		z->avail_in = at_most_uint((size_t)(in_end - z->next_in));
		z->avail_out = at_most_uint((size_t)(out_end - z->next_out));
		int status = inflate(z, Z_NO_FLUSH);
		if (status == Z_STREAM_END && z->next_out == out_end)
			return true;
		/* ld -r joins .zdebug_* sections as whole streams. */
		if (status == Z_STREAM_END)
			status = inflateReset(z);
		if (status != Z_OK)
			return false;
	}
}

struct ls_error *
ls_packed_unpack(const struct ls_packed *packed, uint8_t *out)
{
	z_stream z = { 0 };
	if (packed->size == 0)
		return NULL;
	if (inflateInit(&z) != Z_OK)
		return &ls_error_nomem;
	bool ok = unpack(&z, packed->stream, out, (size_t)packed->size);
	inflateEnd(&z);
	if (!ok)
		return ls_error_new(LS_ERROR_FORMAT,
		    "its compressed stream is broken or does not give the "
		    "%ju bytes that it claims",
		    (uintmax_t)packed->size);
	return NULL;
}
