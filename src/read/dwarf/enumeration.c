/*
 * enumeration.c - enumerators and the integer under them.
 *
 * A value comes as bits of some width, and whether it is signed is for the
 * underlying type to say: gcc writes 200 as data1 0xc8 and -1 as sdata, and
 * both may be in an enum of ints.  So a value is taken as its form says,
 * cut to the enum's width, and spread again with the enum's sign.
 *
 *	int, data1 0xc8: 200    int, sdata -1: -1    i8, data1 0xff: -1
 *	u8, sdata -1: 255
 */
#include <dwarf.h>
#include <stdlib.h>

#include "base/error.h"
#include "read/dwarf/record.h"

static ls_u128
bits_of(const struct ls_die_const *value)
{
	return (ls_u128)value->high << 64 | value->low;
}

static ls_u128
settle(ls_u128 value, uint64_t width_bits, bool is_signed)
{
	if (width_bits == 0 || width_bits >= 128)
		return value;
	ls_u128 mask = ((ls_u128)1 << width_bits) - 1;
	value &= mask;
	if (is_signed && value >> (width_bits - 1))
		value |= ~mask;
	return value;
}

static bool
any_negative(const struct ls_die_list *dies)
{
	for (size_t i = 1; i < dies->count; i++) {
		const struct ls_die *die = &dies->items[i];
		if (die->tag == DW_TAG_enumerator &&
		    die->has & LS_DIE_CONST_VALUE &&
		    die->const_value.is_signed && die->const_value.high >> 63)
			return true;
	}
	return false;
}

/*
 * Before version 3, and in strict DWARF until now, the underlying type is not
 * there.  C's rule is gcc's and clang's: unsigned unless a value is negative.
 */
static struct ls_error *
make_underlying(struct ls_record *record, ls_type_id *ret)
{
	static const char *const names[2][9] = {
		{ [1] = "unsigned char",
		    [2] = "short unsigned int",
		    [4] = "unsigned int",
		    [8] = "long unsigned int" },
		{ [1] = "signed char",
		    [2] = "short int",
		    [4] = "int",
		    [8] = "long int" },
	};
	const struct ls_type *type = &record->type;
	bool is_signed = any_negative(&record->dies);
	uint64_t bytes = type->size_bits / 8;
	if (!type->has_size || bytes > 8 || !names[is_signed][bytes])
		return NULL;
	struct ls_type integer = {
		.name = names[is_signed][bytes],
		.kind = LS_KIND_SCALAR,
		.lang = type->lang,
		.producer = type->producer,
		.has_size = true,
		.size_bits = type->size_bits,
		.encoding = is_signed ? LS_ENCODING_SIGNED
				      : LS_ENCODING_UNSIGNED,
	};
	return ls_load_keep(record->loader, &integer, ret);
}

static void
add_values(struct ls_record *record, bool is_signed)
{
	struct ls_type *type = &record->type;
	for (size_t i = 1; i < record->dies.count; i++) {
		const struct ls_die *die = &record->dies.items[i];
		if (die->tag != DW_TAG_enumerator ||
		    !(die->has & LS_DIE_CONST_VALUE))
			continue;
		uint64_t width = type->has_size ? type->size_bits : 0;
		record->enumerators[type->enumerator_count++] =
		    (struct ls_enumerator){
			    .name = die->has & LS_DIE_NAME ? die->name : "",
			    .value = settle(
				bits_of(&die->const_value), width, is_signed),
		    };
	}
}

struct ls_error *
ls_record_add_enumerators(struct ls_record *record)
{
	struct ls_loader *l = record->loader;
	struct ls_type *type = &record->type;
	const struct ls_die *die = &record->dies.items[0];
	struct ls_error *err = NULL;
	if (die->has & LS_DIE_TYPE)
		err = ls_load_type(l, record->spot->image, die->type,
		    LS_WANT_VALUE, &type->target);
	else
		err = make_underlying(record, &type->target);
	if (err)
		return err;
	if (!type->has_size)
		type->has_size = ls_load_size(
		    l, type->target, &type->size_bits);

	record->enumerators = calloc(
	    record->dies.count, sizeof(*record->enumerators));
	if (!record->enumerators)
		return &ls_error_nomem;
	add_values(record,
	    ls_load_strip(l, type->target)->encoding == LS_ENCODING_SIGNED);
	return NULL;
}
