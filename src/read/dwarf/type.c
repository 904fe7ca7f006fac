/*
 * type.c - types that are no records: scalars, pointers, aliases, arrays and
 * functions.
 *
 * They have no entry in the catalog.  Each is described as soon as what it
 * is made of has a number, and kept once for equal content.
 */
#include <dwarf.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/out.h"
#include "read/dwarf/load.h"

static uint64_t
chain(uint64_t hash, uint64_t value)
{
	return ls_mix(hash * 31 + value);
}

static uint64_t
hash_of_type(const struct ls_type *type)
{
	uint64_t hash = chain(type->kind, type->lang);
	hash = chain(hash, type->producer);
	hash = chain(hash, type->has_size ? type->size_bits + 1 : 0);
	hash = chain(hash, type->stated_align_bits);
	hash = chain(hash, (uint64_t)type->alias << 8 | type->pointer);
	hash = chain(hash, type->encoding);
	hash = chain(hash, type->is_reversed);
	hash = chain(hash, (uint64_t)type->target << 32 | type->pointer_class);
	hash = chain(hash, type->has_count ? type->count + 1 : 0);
	hash = chain(hash,
	    (uint64_t)type->is_vector | (uint64_t)type->is_variadic << 1 |
		(uint64_t)type->is_dynamic << 2 |
		(uint64_t)type->is_declaration << 3 |
		(uint64_t)type->has_count << 4);
	for (uint32_t i = 0; i < type->parameter_count; i++)
		hash = chain(hash, type->parameters[i]);
	if (type->name)
		hash = ls_hash_bytes(type->name, strlen(type->name), hash);
	if (type->note)
		hash = ls_hash_bytes(type->note, strlen(type->note), hash);
	return hash;
}

struct ls_error *
ls_load_keep(struct ls_loader *l, const struct ls_type *type, ls_type_id *ret)
{
	uint64_t hash = hash_of_type(type);
	const uint64_t *known = ls_map_get(&l->by_content, hash);
	if (known) {
		*ret = (ls_type_id)*known;
		return NULL;
	}
	struct ls_error *err = ls_build_reserve(l->build, ret);
	if (!err)
		err = ls_build_describe(l->build, *ret, type);
	if (!err && !ls_map_put(&l->by_content, hash, *ret))
		err = &ls_error_nomem;
	return err;
}

static enum ls_encoding
encoding_of(const struct ls_die *die)
{
	if (!(die->has & LS_DIE_ENCODING))
		return LS_ENCODING_OTHER;
	switch (die->encoding) {
	case DW_ATE_boolean:
		return LS_ENCODING_BOOL;
	case DW_ATE_signed:
	case DW_ATE_signed_char:
	case DW_ATE_signed_fixed:
		return LS_ENCODING_SIGNED;
	case DW_ATE_unsigned:
	case DW_ATE_unsigned_char:
	case DW_ATE_unsigned_fixed:
	case DW_ATE_address:
		/* rustc's () and ! are unsigned integers of no bytes */
		return die->has & LS_DIE_BYTE_SIZE && die->byte_size == 0
		    ? LS_ENCODING_NOTHING
		    : LS_ENCODING_UNSIGNED;
	case DW_ATE_UTF:
	case DW_ATE_UCS:
	case DW_ATE_ASCII:
		return LS_ENCODING_CHAR;
	case DW_ATE_float:
	case DW_ATE_imaginary_float:
		return LS_ENCODING_FLOAT;
	case DW_ATE_complex_float:
	case 0x80: /* gcc's DW_ATE_lo_user: _Complex int */
		return LS_ENCODING_COMPLEX;
	case DW_ATE_decimal_float:
	case DW_ATE_packed_decimal:
		return LS_ENCODING_DECIMAL;
	default:
		return LS_ENCODING_OTHER;
	}
}

static bool
set_size(struct ls_type *type, uint64_t bytes)
{
	type->has_size = bytes <= LS_MAX_TYPE_BYTES;
	type->size_bits = type->has_size ? bytes * 8 : 0;
	return type->has_size;
}

struct ls_error *
ls_load_common(struct ls_loader *l, const struct ls_spot *spot,
    const struct ls_die *die, struct ls_type *type)
{
	type->lang = spot->lang;
	type->is_fully_stated = spot->unit->version >= 5;
	struct ls_error *err = ls_load_producer(l, spot, &type->producer);
	bool is_sane = true;
	if (die->has & LS_DIE_BYTE_SIZE) {
		is_sane = set_size(type, die->byte_size);
	} else if (die->has & LS_DIE_BIT_SIZE) {
		type->has_size = true;
		type->size_bits = die->bit_size;
	}
	if (!is_sane) {
		type->note = "its size is beyond any machine's";
		if (!err)
			err = ls_load_note(
			    l, type->name, die->ref, type->note);
	}
	if (die->has & LS_DIE_ALIGNMENT && die->alignment <= LS_MAX_TYPE_BYTES)
		type->stated_align_bits = die->alignment * 8;
	type->is_dynamic = !(die->has &
			       (LS_DIE_BYTE_SIZE | LS_DIE_BIT_SIZE)) &&
	    die->has & LS_DIE_BOUND_EXPR;
	return err;
}

/*
 * The bounds that a language gives an array where none are written
 * (DWARF 5, table 7.17): most count from 0, Fortran's kin from 1.
 */
static int64_t
default_lower_bound(uint32_t language)
{
	switch (language) {
	case DW_LANG_Ada83:
	case DW_LANG_Ada95:
	case DW_LANG_Cobol74:
	case DW_LANG_Cobol85:
	case DW_LANG_Fortran77:
	case DW_LANG_Fortran90:
	case DW_LANG_Fortran95:
	case DW_LANG_Fortran03:
	case DW_LANG_Fortran08:
	case DW_LANG_Modula2:
	case DW_LANG_Modula3:
	case DW_LANG_Pascal83:
	case DW_LANG_PLI:
	case DW_LANG_Julia:
	case 0x2d: /* Fortran 18 */
	case 0x2e: /* Ada 2005 */
	case 0x2f: /* Ada 2012 */
		return 1;
	default:
		return 0;
	}
}

/* One dimension of an array: how many items, if that can be told. */
static void
read_dimension(const struct ls_spot *spot, const struct ls_die *die,
    struct ls_type *array)
{
	if (die->has & LS_DIE_COUNT) {
		/* clang writes -1 for an array without a bound */
		array->has_count = die->count != UINT64_MAX;
		array->count = array->has_count ? die->count : 0;
		return;
	}
	if (die->has & LS_DIE_UPPER_BOUND) {
		uint64_t lower = die->has & LS_DIE_LOWER_BOUND
		    ? (uint64_t)die->lower_bound
		    : (uint64_t)default_lower_bound(spot->unit->language);
		/* g++ writes [0] as an upper bound of -1, in 4 or 8 bytes */
		bool is_minus_one = lower == 0 &&
		    spot->unit->address_bytes == 4 &&
		    die->upper_bound == UINT32_MAX;
		/* a range may be empty, and begin below 0 */
		bool is_empty = (int64_t)die->upper_bound < (int64_t)lower;
		array->has_count = true;
		array->count = is_minus_one || is_empty
		    ? 0
		    : die->upper_bound - lower + 1;
		return;
	}
	if (die->has & LS_DIE_BOUND_EXPR)
		array->is_dynamic = true;
}

/*
 * The dimensions of an array are its children, the outermost first; in the
 * model an array has one dimension, and int[2][3] is two arrays of int[3].
 */
static struct ls_error *
load_array(struct ls_loader *l, const struct ls_spot *spot,
    const struct ls_die_list *dies, ls_type_id item, ls_type_id *ret)
{
	const struct ls_die *die = &dies->items[0];
	struct ls_error *err = NULL;
	size_t first = 1;
	while (first < dies->count &&
	    dies->items[first].tag != DW_TAG_subrange_type &&
	    dies->items[first].tag != DW_TAG_generic_subrange)
		first++;
	size_t at = dies->count > first ? dies->count : first + 1;
	while (!err && at-- > first) {
		struct ls_type array = {
			.kind = LS_KIND_ARRAY,
			.target = item,
			.is_vector = die->flags & LS_DIE_VECTOR,
		};
		/* what the DIE says is said of the whole */
		if (at == first)
			err = ls_load_common(l, spot, die, &array);
		else
			err = ls_load_producer(l, spot, &array.producer);
		array.lang = spot->lang;
		if (at < dies->count)
			read_dimension(spot, &dies->items[at], &array);
		if (at == first && die->has & LS_DIE_BYTE_STRIDE &&
		    !array.has_size && array.has_count) {
			uint64_t bytes;
			if (!__builtin_mul_overflow(
				die->byte_stride, array.count, &bytes))
				set_size(&array, bytes);
		}
		if (!err)
			err = ls_load_keep(l, &array, &item);
	}
	*ret = item;
	return err;
}

static struct ls_error *
load_function(struct ls_loader *l, const struct ls_spot *spot,
    const struct ls_die_list *dies, struct ls_type *type, ls_type_id *ret)
{
	ls_type_id *parameters = calloc(dies->count, sizeof(*parameters));
	struct ls_error *err = parameters ? NULL : &ls_error_nomem;
	type->kind = LS_KIND_FUNCTION;
	for (size_t i = 1; !err && i < dies->count; i++) {
		const struct ls_die *die = &dies->items[i];
		if (die->tag == DW_TAG_unspecified_parameters)
			type->is_variadic = true;
		if (die->tag != DW_TAG_formal_parameter)
			continue;
		/* the object that a method is called for is not spelt */
		if (die->flags & LS_DIE_ARTIFICIAL)
			continue;
		err = ls_load_type(l, spot->image,
		    die->has & LS_DIE_TYPE ? die->type : LS_REF_VOID,
		    LS_WANT_NAME, &parameters[type->parameter_count++]);
	}
	type->parameters = parameters;
	if (!err)
		err = ls_load_keep(l, type, ret);
	free(parameters);
	return err;
}

static void
set_pointer(struct ls_type *type, enum ls_pointer pointer)
{
	type->kind = LS_KIND_POINTER;
	type->pointer = pointer;
}

static void
set_alias(struct ls_type *type, enum ls_alias alias)
{
	type->kind = LS_KIND_ALIAS;
	type->alias = alias;
	/* only what a typedef is aligned to is its own */
	type->has_size = false;
	type->size_bits = 0;
}

/* Is it stored in the other byte order? */
static bool
is_reversed(const struct ls_loader *l, const struct ls_spot *spot)
{
	const struct ls_die *die = &spot->die;
	unsigned other = l->images[spot->image].dies->is_big_endian
	    ? DW_END_little
	    : DW_END_big;
	return die->has & LS_DIE_ENDIANITY && die->endianity == other;
}

/* Is this a type that stands for its target, with no word of its own? */
static bool
is_transparent(uint16_t tag)
{
	return tag == DW_TAG_shared_type || tag == DW_TAG_packed_type ||
	    tag == 0x4300; /* LLVM's pointers that are signed */
}

static void
set_kind(const struct ls_die *die, struct ls_type *type)
{
	switch (die->tag) {
	case DW_TAG_pointer_type:
		set_pointer(type, LS_POINTER_PLAIN);
		break;
	case DW_TAG_reference_type:
		set_pointer(type, LS_POINTER_LVALUE);
		break;
	case DW_TAG_rvalue_reference_type:
		set_pointer(type, LS_POINTER_RVALUE);
		break;
	case DW_TAG_ptr_to_member_type:
		set_pointer(type, LS_POINTER_MEMBER);
		break;
	case DW_TAG_typedef:
	case DW_TAG_template_alias:
	case DW_TAG_subrange_type:
		set_alias(type, LS_ALIAS_TYPEDEF);
		break;
	case DW_TAG_const_type:
	case DW_TAG_immutable_type:
		set_alias(type, LS_ALIAS_CONST);
		break;
	case DW_TAG_volatile_type:
		set_alias(type, LS_ALIAS_VOLATILE);
		break;
	case DW_TAG_restrict_type:
		set_alias(type, LS_ALIAS_RESTRICT);
		break;
	case DW_TAG_atomic_type:
		set_alias(type, LS_ALIAS_ATOMIC);
		break;
	case DW_TAG_unspecified_type:
		type->kind = LS_KIND_SCALAR;
		type->encoding = LS_ENCODING_NOTHING;
		break;
	default:
		type->kind = LS_KIND_SCALAR;
		type->encoding = encoding_of(die);
		break;
	}
}

/* Pointers and functions want no more of what they are made of than names. */
static enum ls_want
want_of_target(const struct ls_spot *spot)
{
	switch (spot->die.tag) {
	case DW_TAG_pointer_type:
	case DW_TAG_reference_type:
	case DW_TAG_rvalue_reference_type:
	case DW_TAG_ptr_to_member_type:
	case DW_TAG_subroutine_type:
		return LS_WANT_NAME;
	default:
		return spot->want;
	}
}

static struct ls_error *
load_made(struct ls_loader *l, const struct ls_spot *spot,
    const struct ls_die_list *dies, struct ls_type *type, ls_type_id *ret)
{
	const struct ls_die *die = &dies->items[0];
	struct ls_error *err = ls_load_common(l, spot, die, type);
	if (err)
		return err;
	if (die->tag == DW_TAG_subroutine_type)
		return load_function(l, spot, dies, type, ret);
	set_kind(die, type);
	type->is_reversed = is_reversed(l, spot);
	if (die->has & LS_DIE_CONTAINING_TYPE &&
	    die->tag == DW_TAG_ptr_to_member_type)
		err = ls_load_type(l, spot->image, die->containing_type,
		    LS_WANT_NAME, &type->pointer_class);
	if (!err && type->name && type->kind == LS_KIND_ALIAS)
		err = ls_load_decl(l, spot, die, &type->decl);
	struct ls_valid valid;
	ls_load_valid(spot, type, &valid);
	if (!err)
		err = ls_load_keep(l, type, ret);
	type->valid = NULL;
	return err;
}

struct ls_error *
ls_load_simple(
    struct ls_loader *l, const struct ls_spot *spot, ls_type_id *ret)
{
	struct ls_type type = { 0 };
	struct ls_out name = { 0 };
	struct ls_die_list dies = { 0 };
	/* first the parts: they use the same walk */
	struct ls_error *err = ls_load_type(l, spot->image,
	    spot->die.has & LS_DIE_TYPE ? spot->die.type : LS_REF_VOID,
	    want_of_target(spot), &type.target);
	if (!err && is_transparent(spot->die.tag)) {
		*ret = type.target;
		return NULL;
	}
	if (!err)
		err = ls_load_dies(l, spot->image, spot->die.ref, &dies);
	if (!err)
		err = ls_load_name(l, spot, &name, &type.name);
	if (!err && dies.count == 0)
		err = ls_error_new(LS_ERROR_INTERNAL,
		    "a back-end finds no DIE where it gave one");
	if (!err && spot->die.tag == DW_TAG_array_type)
		err = load_array(l, spot, &dies, type.target, ret);
	else if (!err)
		err = load_made(l, spot, &dies, &type, ret);
	free(dies.items);
	ls_out_free(&name);
	return err;
}
