/*
 * niche.h - the bit patterns that a type of Rust leaves unused: `niche` of
 * JSON.
 *
 * Plain data, every number final, in the row's arena.
 */
#ifndef LS_REPORT_NICHE_H
#define LS_REPORT_NICHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A run in bytes that only one variant of an enum uses: no value of the enum
 * as a whole, so the compiler cannot count it, but room for a tag.
 */
struct ls_spare_niche {
	const char *variant;
	uint64_t offset_bytes;
	uint64_t size_bytes;
	const char *available; /* decimal */
	const char *in;        /* path of the member it lies in, or NULL */
};

/* The largest run of them, as the compiler counts it. */
struct ls_niche_row {
	bool is_asked;   /* no: not of a language that uses them */
	bool has_niche;  /* no: none, as far as is known */
	bool is_certain; /* no: the file does not settle it; see `note` */
	uint64_t offset_bytes;
	uint64_t size_bytes;     /* of the number that is restricted */
	const char *available;   /* decimal, up to 128 bits */
	uint64_t available_most; /* the same, cut at 2^64 - 1 */
	const char *in;   /* path of the member it lies in, "tag", or NULL */
	const char *used; /* of a tag: "0-4", or NULL */
	const char *note; /* why it is not certain, or NULL */
	const char *none; /* why there is none, or NULL */

	bool has_option;       /* the size of an Option of it is known */
	uint64_t option_bytes; /* its own size where a niche takes the None */

	const struct ls_spare_niche *spares; /* the largest first */
	size_t spare_count;
};

#endif
