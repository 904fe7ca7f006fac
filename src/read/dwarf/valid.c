/*
 * valid.c - which bit patterns a type of Rust may hold.
 *
 * rustc writes no such thing into DWARF.  But the names of the language's own
 * types and of a few of the standard library's say it; every other type has
 * what its parts have, which is not for a reader to work out.
 *
 *	bool			0..=1
 *	&T, Box<T>, fn()	not 0
 *	&[T], *const dyn Tr	data not 0; vtable, at 8, not 0
 *	NonZeroInner		not 0
 *	UnsafeCell<T>		any: what is in it may change behind a
 *				reference, so rustc looks at nothing there
 */
#include <string.h>

#include "model/name.h"
#include "read/dwarf/load.h"

enum limit {
	LIMIT_NOT_ZERO,
	LIMIT_NOT_ONES, /* file descriptors: -1 is none */
	LIMIT_HALF,     /* sizes: up to isize::MAX */
	LIMIT_NANOSECONDS,
	LIMIT_CHAR,
	LIMIT_CHAR_NOT_ZERO,
	LIMIT_NONE, /* any */
};

/*
 * The types that the standard library restricts by attribute, of rustc 1.63
 * to 1.97.  `begins` and `ends` are of the qualified name without generic
 * arguments.  `is_pointer`: the first word of the type, which may be wider.
 */
static const struct {
	const char *begins;
	const char *ends;
	enum limit limit;
	bool is_pointer;
} known[] = {
	{ "core::num::niche_types::NonZeroCharInner", "", LIMIT_CHAR_NOT_ZERO,
	    false },
	{ "core::num::niche_types::NonZero", "Inner", LIMIT_NOT_ZERO, false },
	{ "core::num::niche_types::Nanoseconds", "", LIMIT_NANOSECONDS,
	    false },
	{ "core::num::niche_types::UsizeNoHighBit", "", LIMIT_HALF, false },
	{ "core::num::niche_types::", "NotAllOnes", LIMIT_NOT_ONES, false },
	{ "core::num::niche_types::CodePointInner", "", LIMIT_CHAR, false },
	{ "core::num::nonzero::private::NonZero", "Inner", LIMIT_NOT_ZERO,
	    false },
	{ "core::num::nonzero::NonZero", "", LIMIT_NOT_ZERO, false },
	{ "core::ptr::non_null::NonNull", "", LIMIT_NOT_ZERO, true },
	{ "alloc::raw_vec::Cap", "", LIMIT_HALF, false },
	{ "core::time::Nanoseconds", "", LIMIT_NANOSECONDS, false },
	{ "std::sys::", "::time::Nanoseconds", LIMIT_NANOSECONDS, false },
	{ "std::os::fd::owned::OwnedFd", "", LIMIT_NOT_ONES, false },
	{ "std::os::fd::owned::BorrowedFd", "", LIMIT_NOT_ONES, false },
	{ "core::cell::UnsafeCell", "", LIMIT_NONE, false },
	{ "core::pin::unsafe_pinned::UnsafePinned", "", LIMIT_NONE, false },
};

static bool
begins_with(const char *text, const char *words)
{
	return strncmp(text, words, strlen(words)) == 0;
}

static ls_u128
all_ones(uint64_t bits)
{
	return bits >= 128 ? ~(ls_u128)0 : ((ls_u128)1 << bits) - 1;
}

static void
restrict_to(enum limit limit, struct ls_valid *valid)
{
	valid->last = all_ones(valid->size_bits);
	switch (limit) {
	case LIMIT_NOT_ZERO:
		valid->first = 1;
		break;
	case LIMIT_NOT_ONES:
		valid->last -= 1;
		break;
	case LIMIT_HALF:
		valid->last >>= 1;
		break;
	case LIMIT_NANOSECONDS:
		valid->last = 999999999;
		break;
	case LIMIT_CHAR_NOT_ZERO:
		valid->first = 1;
		valid->last = 0x10ffff;
		break;
	case LIMIT_CHAR:
		valid->last = 0x10ffff;
		break;
	case LIMIT_NONE:
		valid->is_any = true;
		break;
	}
}

/* The name up to its generic arguments. */
static size_t
stem_size(const char *name)
{
	return strcspn(name, "<");
}

static bool
is_named(const char *name, const char *begins, const char *ends)
{
	size_t size = stem_size(name), first = strlen(begins);
	size_t last = strlen(ends);
	/* without an end, the whole of it, or the start of NonZeroU8 */
	bool is_open = strcmp(begins, "core::num::nonzero::NonZero") == 0;
	if (size < first + last || !begins_with(name, begins))
		return false;
	if (last > 0)
		return memcmp(name + size - last, ends, last) == 0;
	/* what a NonZero<char> holds says more */
	if (is_open && strcmp(name + size, "<char>") == 0)
		return false;
	return is_open ? !memchr(name + first, ':', size - first)
		       : size == first;
}

static bool
limit_by_name(
    const struct ls_type *type, uint64_t pointer_bits, struct ls_valid *valid)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (!is_named(type->name, known[i].begins, known[i].ends))
			continue;
		valid->size_bits = known[i].is_pointer ? pointer_bits
						       : type->size_bits;
		restrict_to(known[i].limit, valid);
		return valid->is_any ||
		    (type->has_size && valid->size_bits > 0 &&
			valid->size_bits <= type->size_bits &&
			valid->size_bits <= 128);
	}
	return false;
}

/* The last part of a path: "{async_fn_env#0}<T>" of "a::f::{async...". */
static const char *
last_part(const char *name)
{
	const char *last = name;
	unsigned depth = 0;
	for (const char *at = name; *at; at++) {
		depth = ls_name_depth(depth, at, name);
		if (depth == 0 && at[0] == ':' && at[1] == ':')
			last = at + 2;
	}
	return last;
}

/*
 * An async function's state, a generator's.  Since rustc 1.64 nothing may be
 * kept in the unused values of its tag.
 */
static bool
is_coroutine(const struct ls_type *type)
{
	const char *last = last_part(type->name);
	return type->variants && *last == '{' &&
	    !begins_with(last, "{closure");
}

static const struct ls_field *
find_field(const struct ls_type *type, const char *name)
{
	for (uint32_t i = 0; i < type->field_count; i++)
		if (type->fields[i].name &&
		    strcmp(type->fields[i].name, name) == 0)
			return &type->fields[i];
	return NULL;
}

/* &[T], &dyn Trait, Box<[T]>, *const dyn Trait: structs of two words. */
static bool
limit_fat(
    const struct ls_type *type, uint64_t pointer_bits, struct ls_valid *valid)
{
	const struct ls_field *vtable = find_field(type, "vtable");
	bool is_raw = *type->name == '*';
	bool is_owner = begins_with(type->name, "alloc::boxed::Box<");
	bool has_data = find_field(type, "data_ptr") ||
	    (vtable && find_field(type, "pointer"));
	if (!has_data || (!is_raw && !is_owner && *type->name != '&'))
		return false;
	valid->size_bits = pointer_bits;
	restrict_to(LIMIT_NOT_ZERO, valid);
	if (is_raw && vtable && vtable->has_offset)
		valid->offset_bits = vtable->offset_bits;
	else if (is_raw)
		valid->is_any = true;
	return true;
}

static bool
limit_record(
    const struct ls_type *type, uint64_t pointer_bits, struct ls_valid *valid)
{
	if (type->kind == LS_KIND_UNION) {
		valid->is_any = true;
		return true;
	}
	if (type->kind != LS_KIND_STRUCT && type->kind != LS_KIND_ENUM)
		return false;
	if (is_coroutine(type)) {
		valid->is_any = true;
		return true;
	}
	return limit_by_name(type, pointer_bits, valid) ||
	    limit_fat(type, pointer_bits, valid);
}

static bool
limit_scalar(const struct ls_type *type, struct ls_valid *valid)
{
	valid->size_bits = type->size_bits;
	if (!type->has_size)
		return false;
	if (type->encoding == LS_ENCODING_BOOL && type->size_bits == 8)
		valid->last = 1;
	else if (type->encoding == LS_ENCODING_CHAR && type->size_bits == 32)
		valid->last = 0x10ffff;
	else
		return false;
	return true;
}

void
ls_load_valid(
    const struct ls_spot *spot, struct ls_type *type, struct ls_valid *room)
{
	uint64_t pointer_bits = (uint64_t)spot->unit->address_bytes * 8;
	bool is_told = false;
	*room = (struct ls_valid){ 0 };
	if (type->lang != LS_LANG_RUST || !type->name)
		return;
	if (ls_type_is_record(type)) {
		is_told = limit_record(type, pointer_bits, room);
	} else if (type->kind == LS_KIND_SCALAR) {
		is_told = limit_scalar(type, room);
	} else if (type->kind == LS_KIND_POINTER && *type->name != '*') {
		room->size_bits = pointer_bits;
		restrict_to(LIMIT_NOT_ZERO, room);
		is_told = true;
	}
	type->valid = is_told ? room : NULL;
}
