/*
 * bytes.h - reading numbers out of bytes that nobody vouches for.
 *
 * The one place that touches the bytes of a file.  A cursor knows where its
 * bytes end; a read past the end gives 0 and sets `failed`, which stays set,
 * so a run of reads needs one test after it:
 *
 *	struct ls_cursor c = ls_cursor(bytes, offset);
 *	uint32_t length = ls_read_u32(&c);
 *	uint16_t version = ls_read_u16(&c);
 *	if (c.failed)
 *		return ls_error_new(LS_ERROR_FORMAT, "header is cut short");
 *
 * All of it is in this header, because the fast reader lives on its being
 * inlined.
 */
#ifndef LS_BASE_BYTES_H
#define LS_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LS_HOST_IS_BIG_ENDIAN (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)

/* A borrowed run of bytes.  `at` may be NULL where `size` is 0. */
struct ls_bytes {
	const uint8_t *at;
	size_t size;
};

struct ls_cursor {
	const uint8_t *at;
	const uint8_t *end;
	const uint8_t *start; /* of the whole run, for ls_cursor_offset() */
	bool is_big_endian;
	bool failed;
};

/* Past the end: a cursor that has failed already. */
static inline struct ls_cursor
ls_cursor(struct ls_bytes bytes, uint64_t offset, bool is_big_endian)
{
	static const uint8_t nothing[1];
	struct ls_cursor c = { .is_big_endian = is_big_endian };
	c.start = bytes.size ? bytes.at : nothing;
	c.end = c.start + bytes.size;
	c.failed = offset > bytes.size;
	c.at = c.failed ? c.end : c.start + offset;
	return c;
}

static inline size_t
ls_cursor_offset(const struct ls_cursor *c)
{
	return (size_t)(c->at - c->start);
}

static inline size_t
ls_cursor_left(const struct ls_cursor *c)
{
	return (size_t)(c->end - c->at);
}

static inline void
ls_cursor_fail(struct ls_cursor *c)
{
	c->failed = true;
	c->at = c->end;
}

static inline void
ls_skip(struct ls_cursor *c, uint64_t count)
{
	if (count > ls_cursor_left(c))
		ls_cursor_fail(c);
	else
		c->at += count;
}

/* An unsigned number of `width` bytes, 0 to 8, in the file's byte order. */
static inline uint64_t
ls_read_uint(struct ls_cursor *c, unsigned width)
{
	if (width > ls_cursor_left(c)) {
		ls_cursor_fail(c);
		return 0;
	}
	uint64_t value = 0;
	for (unsigned i = 0; i < width; i++) {
		unsigned place = c->is_big_endian ? width - 1 - i : i;
		value |= (uint64_t)c->at[i] << (8 * place);
	}
	c->at += width;
	return value;
}

static inline uint8_t
ls_read_u8(struct ls_cursor *c)
{
	if (c->at == c->end) {
		c->failed = true;
		return 0;
	}
	return *c->at++;
}

/*
 * The usual widths, read in one go: these three are most of what the fast
 * reader does all day.
 */
#define LS_READ_WHOLE(name, type, swap)                          \
	static inline type name(struct ls_cursor *c)             \
	{                                                        \
		type value;                                      \
		if (sizeof(value) > ls_cursor_left(c)) {         \
			ls_cursor_fail(c);                       \
			return 0;                                \
		}                                                \
		memcpy(&value, c->at, sizeof(value));            \
		c->at += sizeof(value);                          \
		return c->is_big_endian == LS_HOST_IS_BIG_ENDIAN \
		    ? value                                      \
		    : swap(value);                               \
	}

LS_READ_WHOLE(ls_read_u16, uint16_t, __builtin_bswap16)
LS_READ_WHOLE(ls_read_u32, uint32_t, __builtin_bswap32)
LS_READ_WHOLE(ls_read_u64, uint64_t, __builtin_bswap64)
#undef LS_READ_WHOLE

/* The same for who has made sure that so many bytes are there. */
#define LS_PEEK(name, type, swap)                                             \
	static inline type name(const uint8_t *at, bool is_big)               \
	{                                                                     \
		type value;                                                   \
		memcpy(&value, at, sizeof(value));                            \
		return is_big == LS_HOST_IS_BIG_ENDIAN ? value : swap(value); \
	}

LS_PEEK(ls_peek_u16, uint16_t, __builtin_bswap16)
LS_PEEK(ls_peek_u32, uint32_t, __builtin_bswap32)
#undef LS_PEEK

/*
 * DWARF 5, 7.6: seven bits a byte, lowest first.  Bits past the 64th must be
 * nothing but padding; otherwise the number does not fit and the read fails.
 */
static inline uint64_t
ls_read_uleb(struct ls_cursor *c)
{
	uint64_t value = 0;
	if (c->at < c->end && *c->at < 0x80)
		return *c->at++; /* nearly all of them */
	if (ls_cursor_left(c) >= 2 && c->at[1] < 0x80) {
		value = (uint64_t)(c->at[0] & 0x7f) | (uint64_t)c->at[1] << 7;
		c->at += 2;
		return value; /* and of the others */
	}
	for (unsigned shift = 0; c->at < c->end; shift += 7) {
		uint8_t byte = *c->at++;
		uint64_t bits = byte & 0x7f;
		if (shift < 64 &&
		    (shift == 0 || bits << shift >> shift == bits))
			value |= bits << shift;
		else if (bits)
			break;
		if (!(byte & 0x80))
			return value;
	}
	ls_cursor_fail(c);
	return 0;
}

/* The signed kind.  Bits past the 64th must repeat the sign. */
static inline int64_t
ls_read_sleb(struct ls_cursor *c)
{
	uint64_t value = 0;
	for (unsigned shift = 0; c->at < c->end; shift += 7) {
		uint8_t byte = *c->at++;
		uint64_t bits = byte & 0x7f;
		if (shift < 63)
			value |= bits << shift;
		else if (shift == 63 && (bits == 0 || bits == 0x7f))
			value |= bits << 63;
		else if (bits != (value >> 63 ? 0x7f : 0))
			break;
		if (byte & 0x80)
			continue;
		if (shift + 7 < 64 && (byte & 0x40))
			value |= ~(uint64_t)0 << (shift + 7);
		return (int64_t)value;
	}
	ls_cursor_fail(c);
	return 0;
}

/* The next `size` bytes, or an empty run and `failed`. */
static inline struct ls_bytes
ls_read_bytes(struct ls_cursor *c, uint64_t size)
{
	if (size > ls_cursor_left(c)) {
		ls_cursor_fail(c);
		return (struct ls_bytes){ NULL, 0 };
	}
	struct ls_bytes bytes = { c->at, (size_t)size };
	c->at += size;
	return bytes;
}

/*
 * The next NUL-terminated string; without a NUL before the end, "" and
 * `failed`.  The text is borrowed from the bytes.
 */
static inline const char *
ls_read_string(struct ls_cursor *c)
{
	const uint8_t *nul = memchr(c->at, 0, ls_cursor_left(c));
	if (!nul) {
		ls_cursor_fail(c);
		return "";
	}
	const char *text = (const char *)c->at;
	c->at = nul + 1;
	return text;
}

/* Is [offset, offset + size) inside [0, whole)?  Never overflows. */
static inline bool
ls_fits(uint64_t offset, uint64_t size, uint64_t whole)
{
	return offset <= whole && size <= whole - offset;
}

#endif
