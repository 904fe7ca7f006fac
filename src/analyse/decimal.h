/*
 * decimal.h - numbers of 128 bits, as people write them.
 */
#ifndef LS_ANALYSE_DECIMAL_H
#define LS_ANALYSE_DECIMAL_H

#include "model/model.h"

/* A sign, 39 digits, a NUL. */
enum { LS_DECIMAL_ROOM = 41 };

/*
 * `bits` as a number of `size_bits` (1 to 128; higher bits are ignored), in
 * two's complement if it is signed.
 */
void ls_decimal(ls_u128 bits, unsigned size_bits, bool is_signed,
    char text[LS_DECIMAL_ROOM]);

#endif
