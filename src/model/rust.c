/*
 * rust.c - the alignment of Rust's types, which rustc states.
 *
 * In: a type whose fields have theirs.  Out: its alignment, whether it is
 * packed(N), whether align(N) forced it.
 */
#include "model/derive.h"

enum { BYTE = 8 };

/* The most that a member of a Rust type, or of a variant, asks for. */
static uint64_t
most_asked(const struct ls_type *type, bool *is_misplaced)
{
	uint64_t most = BYTE;
	uint32_t lists = type->variants ? 1 + type->variants->count : 1;
	for (uint32_t list = 0; list < lists; list++) {
		const struct ls_field *fields = type->fields;
		uint32_t count = type->field_count;
		if (list > 0) {
			fields = type->variants->items[list - 1].fields;
			count = type->variants->items[list - 1].field_count;
		}
		for (uint32_t i = 0; i < count; i++) {
			uint64_t align = fields[i].align_bits;
			if (align == 0)
				return 0;
			if (most < align)
				most = align;
			*is_misplaced |= fields[i].has_offset &&
			    fields[i].offset_bits % align != 0;
		}
	}
	return most;
}

/*
 * rustc states the alignment of every type, and of every member that of its
 * type, also in a packed struct.
 */
void
ls_derive_rust(struct ls_derive *derive, ls_type_id id)
{
	struct ls_type *type = &derive->model->types[id];
	bool is_misplaced = false;
	uint64_t most = most_asked(type, &is_misplaced);
	uint64_t stated = type->stated_align_bits;
	bool is_natural = most && !is_misplaced && type->has_size &&
	    type->size_bits % most == 0;
	if (stated) {
		ls_derive_opaque(type, &derive->known[id]);
		if (most)
			type->packed = stated < most || is_misplaced
			    ? LS_TRI_YES
			    : LS_TRI_NO;
		type->is_forced_align = most && stated > most &&
		    !type->variants && type->field_count > 0;
		return;
	}
	type->packed = is_natural ? LS_TRI_NO : LS_TRI_UNKNOWN;
	type->align_bits = is_natural && type->field_count > 0 ? most : 0;
	type->align_from = type->align_bits ? LS_HOW_MEMBERS : LS_HOW_UNKNOWN;
	derive->known[id].can = type->align_bits
	    ? ls_aligns_of_bits(type->align_bits)
	    : LS_ANY_ALIGN;
}
