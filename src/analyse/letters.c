/*
 * letters.c - which letter stands for which member in the byte map.
 *
 * A byte has one letter, so bit-fields that share a byte share it:
 *
 *	char a; unsigned b:3, c:2; char d;	|a|b|c|  a, b and c, d
 */
#include "analyse/letters.h"

#include <string.h>

#include "analyse/lines.h"

static const char
    letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

static bool
share_a_byte(const struct ls_line *before, const struct ls_line *line)
{
	return before && before->is_bitfield && line->is_bitfield &&
	    (before->offset_bits + before->size_bits - 1) / 8 ==
	    line->offset_bits / 8;
}

void
ls_give_letters(struct ls_lines *lines)
{
	const struct ls_line *before = NULL;
	size_t next = 0;
	for (size_t i = 0; i < lines->count;
	     i += 1 + lines->items[i].below_count) {
		struct ls_line *line = &lines->items[i];
		if (line->kind != LS_LINE_MEMBER || !line->has_offset ||
		    !line->has_size || line->size_bits == 0)
			continue;
		if (share_a_byte(before, line))
			line->letter = before->letter;
		else
			line->letter = letters[next++ % strlen(letters)];
		before = line;
	}
}
