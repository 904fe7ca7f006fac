/*
 * idea_c_bits.c - members of C that hold less than they are wide.
 *
 * In: bools, and enums whose enumerators are few.  Out: what the struct would
 * be with each bool in one bit, each enum in the fewest whole bytes or bits,
 * or without a flag that its neighbour can say itself.
 *
 *	struct { _Bool a, b, c, d, e; int n; }	12 -> 8
 *	struct { char c; enum few f; char d; }	12 -> 3
 *	struct { void *p; _Bool has_p; }	16 -> 8
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/idea/idea_c.h"
#include "base/error.h"

/* C has no atomic bit-fields, and to write one rewrites its neighbours. */
static bool
is_shared(const struct ls_ideas *ideas, const struct ls_field *field)
{
	return ls_model_is_volatile(ideas->lines->model, field->type);
}

static bool
is_plain_bool(
    const struct ls_ideas *ideas, const struct ls_c_try *try, uint32_t item)
{
	const struct ls_field *field = try->ordered.fields[item];
	const struct ls_type *type = ls_c_type(ideas, try, item);
	return field->name && !field->is_bitfield &&
	    !is_shared(ideas, field) && type->kind == LS_KIND_SCALAR &&
	    type->encoding == LS_ENCODING_BOOL && type->size_bits == 8 &&
	    field->size_bits == 8 && field->stated_align_bits == 0;
}

/* Neighbours alone can share a byte. */
static struct ls_error *
try_flags(struct ls_ideas *ideas, struct ls_c_try *try, bool *marked)
{
	struct ls_idea idea = { .kind = LS_IDEA_JOIN_FLAGS };
	uint32_t count = 0;
	bool is_added;
	for (uint32_t i = 0; i < try->count; i++) {
		bool is_run = (i > 0 && is_plain_bool(ideas, try, i - 1)) ||
		    (i + 1 < try->count && is_plain_bool(ideas, try, i + 1));
		marked[i] = is_run && is_plain_bool(ideas, try, i);
		if (!marked[i])
			continue;
		count++;
		try->items[i].size_bits = 1;
		try->items[i].type_bits = 8;
	}
	if (count == 0)
		return NULL;
	struct ls_error *err = ls_c_names(ideas, try, marked, &idea.member);
	if (!err)
		err = ls_ideas_say(ideas, &idea.text,
		    "make %s bit-fields of one bit where they stand, "
		    "\"_Bool x : 1\"",
		    idea.member);
	idea.check = "a bit-field has no address, and threads that write "
		     "neighbours in one byte race";
	return err ? err : ls_c_try_add(ideas, try, &idea, &is_added);
}

/* The fewest whole bytes that have all its values; 0: it is no such enum. */
static uint64_t
enum_bytes(const struct ls_type *type)
{
	ls_i128 least, most;
	uint64_t bytes = 1;
	if (!ls_c_enum_range(type, &least, &most))
		return 0;
	/* enumerators are of 64 bits at most: GNU C, and C23 */
	for (; bytes < 8; bytes *= 2) {
		ls_i128 end = (ls_i128)1
		    << (least < 0 ? bytes * 8 - 1 : bytes * 8);
		if (most < end && least >= -end)
			break;
	}
	return bytes;
}

/* The fewest bits; 0: it has negative values, or is no such enum. */
static uint64_t
enum_bits(const struct ls_type *type)
{
	ls_i128 least, most;
	uint64_t bits = 1;
	if (!ls_c_enum_range(type, &least, &most) || least < 0)
		return 0;
	while (bits < 64 && most >> bits > 0)
		bits++;
	return bits;
}

static bool
is_wide_enum(
    const struct ls_ideas *ideas, const struct ls_c_try *try, uint32_t item)
{
	const struct ls_field *field = try->ordered.fields[item];
	const struct ls_type *type = ls_c_type(ideas, try, item);
	uint64_t bytes = enum_bytes(type);
	return field->name && !field->is_bitfield &&
	    !is_shared(ideas, field) && bytes > 0 &&
	    field->stated_align_bits == 0 && bytes * 8 < field->size_bits;
}

static void
narrow(const struct ls_ideas *ideas, struct ls_c_try *try, const bool *marked,
    bool to_bits)
{
	for (uint32_t i = 0; i < try->count; i++) {
		const struct ls_type *type = ls_c_type(ideas, try, i);
		if (!marked[i])
			continue;
		if (to_bits && enum_bits(type) > 0) {
			try->items[i].type_bits = try->items[i].size_bits;
			try->items[i].size_bits = enum_bits(type);
		} else {
			try->items[i].size_bits = enum_bytes(type) * 8;
			try->items[i].align_bits = enum_bytes(type) * 8;
		}
	}
}

static struct ls_error *
try_narrow(struct ls_ideas *ideas, struct ls_c_try *try, bool *marked)
{
	struct ls_idea idea = { .kind = LS_IDEA_NARROW };
	uint64_t by_bytes, by_bits;
	uint32_t count = 0;
	bool is_added;
	for (uint32_t i = 0; i < try->count; i++)
		count += marked[i] = is_wide_enum(ideas, try, i);
	if (count == 0)
		return NULL;
	struct ls_error *err = ls_c_names(ideas, try, marked, &idea.member);
	if (err)
		return err;
	narrow(ideas, try, marked, true);
	if (!ls_c_try_size(ideas, try, &by_bits))
		return &ls_error_nomem;
	ls_c_try_undo(try);
	narrow(ideas, try, marked, false);
	if (!ls_c_try_size(ideas, try, &by_bytes))
		return &ls_error_nomem;
	bool to_bits = by_bits < by_bytes;
	if (to_bits) {
		ls_c_try_undo(try);
		narrow(ideas, try, marked, true);
	}
	err = ls_ideas_say(ideas, &idea.text,
	    to_bits ? "make %s bit-fields as wide as the enumerators need"
		    : "store %s in the bytes that the enumerators need "
		      "(unsigned char, or enum : uint8_t in C23)",
	    idea.member);
	idea.check = "only where no other value is ever stored, and the "
		     "layout is nobody else's";
	return err ? err : ls_c_try_add(ideas, try, &idea, &is_added);
}

/* ---- a flag beside what could say it ---- */

/* "peer" of "has_peer", "peer_valid", ... */
static bool
is_flag_of(const char *flag, const char *name)
{
	static const char *const before[] = { "has_", "have_", "got_",
		"valid_" };
	static const char *const after[] = { "_valid", "_is_valid", "_set",
		"_is_set", "_present", "_ok" };
	size_t size = strlen(flag), name_size = strlen(name);
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		if (strncmp(flag, before[i], strlen(before[i])) == 0 &&
		    strcmp(flag + strlen(before[i]), name) == 0)
			return true;
	for (size_t i = 0; i < sizeof(after) / sizeof(after[0]); i++)
		if (size == name_size + strlen(after[i]) &&
		    strncmp(flag, name, name_size) == 0 &&
		    strcmp(flag + name_size, after[i]) == 0)
			return true;
	return false;
}

/* The item that the flag is about; `count`: there is none. */
static uint32_t
find_flagged(
    const struct ls_ideas *ideas, const struct ls_c_try *try, uint32_t flag)
{
	const char *name = try->ordered.fields[flag]->name;
	for (uint32_t i = 0; i < try->count; i++) {
		const struct ls_field *field = try->ordered.fields[i];
		const struct ls_type *type = ls_c_type(ideas, try, i);
		ls_i128 least, most;
		if (i == flag || !field->name || field->is_bitfield ||
		    !is_flag_of(name, field->name))
			continue;
		if (type->kind == LS_KIND_POINTER)
			return i;
		if (ls_c_enum_range(type, &least, &most) &&
		    most < ((ls_i128)1 << 31) - 1)
			return i;
	}
	return try->count;
}

static struct ls_error *
try_fold(struct ls_ideas *ideas, struct ls_c_try *try, uint32_t flag)
{
	uint32_t at = find_flagged(ideas, try, flag);
	struct ls_idea idea = { .kind = LS_IDEA_FOLD_FLAG };
	bool is_added;
	if (at == try->count)
		return NULL;
	const struct ls_type *type = ls_c_type(ideas, try, at);
	const char *name = try->ordered.fields[at]->name;
	idea.member = try->ordered.fields[flag]->name;
	try->is_gone[flag] = true;
	bool is_pointer = type->kind == LS_KIND_POINTER;
	struct ls_error *err = ls_ideas_say(ideas, &idea.text,
	    is_pointer ? "leave out %s: %s is a pointer, and NULL can say it"
		       : "leave out %s: %s can have one more enumerator that "
			 "says it",
	    idea.member, name);
	if (is_pointer)
		idea.check = "only where NULL is no valid value while the "
			     "flag is set";
	return err ? err : ls_c_try_add(ideas, try, &idea, &is_added);
}

struct ls_error *
ls_idea_c_bits(struct ls_ideas *ideas)
{
	struct ls_c_try try;
	struct ls_error *err = NULL;
	if (!ls_c_try_begin(ideas, &try))
		err = &ls_error_nomem;
	bool *marked = calloc((size_t)try.count + 1, sizeof(*marked));
	if (!marked)
		err = &ls_error_nomem;
	if (!err && try.count > 0)
		err = try_flags(ideas, &try, marked);
	if (!err && try.count > 0) {
		ls_c_try_undo(&try);
		err = try_narrow(ideas, &try, marked);
	}
	for (uint32_t i = 0; i < try.count && !err; i++) {
		ls_c_try_undo(&try);
		if (is_plain_bool(ideas, &try, i))
			err = try_fold(ideas, &try, i);
	}
	free(marked);
	ls_c_try_free(&try);
	return err;
}
