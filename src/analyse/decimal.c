/*
 * decimal.c - numbers of 128 bits, as people write them.
 */
#include "analyse/decimal.h"

#include <assert.h>
#include <string.h>

void
ls_decimal(ls_u128 bits, unsigned size_bits, bool is_signed,
    char text[LS_DECIMAL_ROOM])
{
	assert(size_bits >= 1 && size_bits <= 128);
	ls_u128 mask = ~(ls_u128)0 >> (128 - size_bits);
	bits &= mask;
	bool is_negative = is_signed && bits >> (size_bits - 1) & 1;
	if (is_negative)
		bits = (~bits + 1) & mask;

	char digits[LS_DECIMAL_ROOM];
	size_t at = sizeof(digits) - 1;
	digits[at] = '\0';
	do {
		digits[--at] = (char)('0' + (int)(bits % 10));
		bits /= 10;
	} while (bits != 0);
	if (is_negative)
		digits[--at] = '-';
	memcpy(text, &digits[at], sizeof(digits) - at);
}
