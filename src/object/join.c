/*
 * join.c - sections made ready to read.
 *
 * A section that stands plainly in the file, once, and needs no relocation is
 * handed out as it stands.  Any other is put together in memory: each piece
 * unpacked or copied to its place, then relocated there.
 */
#include <gelf.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "object/relocate.h"
#include "object/sections.h"

/* What is to be put together. */
struct sum {
	size_t piece_count;
	bool is_plain;       /* nothing to unpack or relocate */
	uint64_t file_bytes; /* of the file, of pieces and fixups */
	uint64_t size;       /* when ready */
	const struct ls_piece *last;
};

/*
 * Count what makes up a section.  Its parts cannot have more bytes than the
 * image unless they lie over each other, which no compiler does and which
 * would let a small file cost unbounded time.
 */
static struct ls_error *
add_up(
    const struct ls_sections *sections, enum ls_section which, struct sum *sum)
{
	*sum = (struct sum){ .is_plain = true };
	for (size_t i = 0; i < sections->piece_count; i++) {
		const struct ls_piece *piece = &sections->pieces[i];
		if (piece->which != which)
			continue;
		if (piece->is_cut)
			return ls_error_new(LS_ERROR_FORMAT,
			    "lies past the end of the file, which is cut "
			    "short");
		if (piece->bytes.size == 0)
			continue;
		sum->piece_count++;
		sum->is_plain &= piece->packing == LS_PACKING_NONE;
		sum->file_bytes += piece->bytes.size;
		sum->size += piece->size;
		sum->last = piece;
	}
	for (size_t i = 0; i < sections->fixup_count; i++) {
		const struct ls_fixups *fixups = &sections->fixups[i];
		if (sections->pieces[fixups->piece].which != which)
			continue;
		sum->is_plain = false;
		sum->file_bytes += fixups->bytes.size;
	}
	if (sum->piece_count > 1 && sections->type != ET_REL)
		return ls_error_new(LS_ERROR_FORMAT,
		    "there are %zu of it in a linked file", sum->piece_count);
	if (sum->file_bytes > sections->image.size)
		return ls_error_new(
		    LS_ERROR_FORMAT, "its parts lie over each other");
	if (sum->size > LS_MAX_LOADED_BYTES)
		return ls_error_new(LS_ERROR_LIMIT,
		    "has %ju bytes, more than %zu", (uintmax_t)sum->size,
		    LS_MAX_LOADED_BYTES);
	return NULL;
}

/* Unpack or copy one piece to where it belongs. */
static struct ls_error *
place_piece(const struct ls_sections *sections, const struct ls_piece *piece,
    uint8_t *joined)
{
	uint8_t *out = joined + piece->displacement;
	if (piece->bytes.size == 0)
		return NULL;
	if (piece->packing == LS_PACKING_NONE) {
		memcpy(out, piece->bytes.at, piece->bytes.size);
		return NULL;
	}
	struct ls_packed packed;
	struct ls_error *err = ls_packed_read(piece->bytes, piece->packing,
	    sections->is_64_bit, sections->is_big_endian, &packed);
	return err ? err : ls_packed_unpack(&packed, out);
}

static struct ls_error *
join(
    const struct ls_sections *sections, enum ls_section which, uint8_t *joined)
{
	struct ls_error *err = NULL;
	for (size_t i = 0; !err && i < sections->piece_count; i++)
		if (sections->pieces[i].which == which)
			err = place_piece(
			    sections, &sections->pieces[i], joined);
	for (size_t i = 0; !err && i < sections->fixup_count; i++) {
		const struct ls_fixups *fixups = &sections->fixups[i];
		const struct ls_piece *piece = &sections
						    ->pieces[fixups->piece];
		if (piece->which == which)
			err = ls_relocate(
			    sections, fixups, joined + piece->displacement);
	}
	return err;
}

static struct ls_error *
prepare(const struct ls_sections *sections, enum ls_section which,
    struct ls_ready *ready)
{
	struct sum sum;
	struct ls_error *err = add_up(sections, which, &sum);
	if (err)
		return err;
	if (sum.piece_count <= 1 && sum.is_plain) {
		ready->bytes = sum.last ? sum.last->bytes
					: (struct ls_bytes){ NULL, 0 };
		ready->is_ready = true;
		return NULL;
	}
	uint8_t *joined = malloc(sum.size ? (size_t)sum.size : 1);
	if (!joined)
		return &ls_error_nomem;
	if ((err = join(sections, which, joined))) {
		free(joined);
		return err;
	}
	*ready = (struct ls_ready){ true, { joined, (size_t)sum.size },
		joined };
	return NULL;
}

struct ls_error *
ls_sections_get(
    struct ls_sections *sections, enum ls_section which, struct ls_bytes *ret)
{
	struct ls_ready *ready = &sections->ready[which];
	if (!ready->is_ready) {
		struct ls_error *err = prepare(sections, which, ready);
		if (err)
			return ls_error_wrap(
			    err, "%s", ls_section_name(which));
	}
	*ret = ready->bytes;
	return NULL;
}
