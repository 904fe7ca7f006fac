/*
 * mention.h - which units can say a name at all?
 *
 * Somebody who asks for one type of a kernel should not wait for all of it.
 * A DIE has its name as an offset into .debug_str, or inline, so a unit
 * without those bytes anywhere does not say the name, and need not be read.
 * Finding them where they mean something else does no harm.
 */
#ifndef LS_READ_DWARF_MENTION_H
#define LS_READ_DWARF_MENTION_H

#include "base/bytes.h"
#include "read/dwarf/die.h"

struct ls_error;

struct ls_mention {
	struct ls_bytes info;
	const char *const *names; /* NULL-terminated; borrowed */
	uint32_t *offsets;        /* of the names in .debug_str, ascending */
	size_t offset_count, offset_room;
	uint8_t *maybe; /* a bit for each low half of an offset's bytes */
	bool is_usable;
};

/*
 * Where the names stand.  Declines (is_usable is false) where a name is no
 * plain C identifier, stands everywhere, or where what a type is made of may
 * stand in other units than its name: type units, partial units, indices of
 * strings, other languages than C.
 */
struct ls_error *ls_mention_new(const struct ls_dies *dies,
    const char *const *names, struct ls_mention *ret);

/* Only of units of .debug_info. */
bool ls_mention_in(
    const struct ls_mention *mention, const struct ls_unit *unit);

void ls_mention_free(struct ls_mention *mention);

#endif
