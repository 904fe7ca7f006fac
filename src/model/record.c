/*
 * record.c - the alignment of structs, classes and unions.
 *
 * In: one whose members' types are known.  Out: its alignment and how we
 * know it, whether it is packed, whether an attribute forced it.
 *
 * What DW_AT_alignment on a type means differs.  gcc writes what the type
 * ended up with, whatever made it so.  clang writes what the attribute says,
 * which its members may exceed unless it is packed.  rustc states all.
 */
#include <string.h>

#include "model/derive.h"

enum { BYTE = 8 };

/*
 * Which alignments may have been asked for by attribute without the file
 * saying so.  gcc before 8 and -gstrict-dwarf before DWARF 5 leave it out.
 * clang does too when strict, and does not say that it is; there we hold a
 * small gap for an unnamed bit-field, and suspect 16 bytes and more alone.
 */
static ls_aligns
hidden_aligns(const struct ls_producer *producer, const struct ls_type *type)
{
	if (type->is_fully_stated)
		return 0;
	switch (producer->compiler) {
	case LS_COMPILER_GCC:
		/* Options are there unless it was told to leave them out. */
		if (producer->major >= 8 && strstr(producer->text, " -") &&
		    !strstr(producer->text, "-gstrict-dwarf"))
			return 0;
		return LS_ANY_ALIGN;
	case LS_COMPILER_CLANG:
		return LS_ANY_ALIGN & ~(ls_aligns)15;
	case LS_COMPILER_UNKNOWN:
	case LS_COMPILER_RUSTC:
		return LS_ANY_ALIGN;
	}
	return LS_ANY_ALIGN;
}

/*
 * AAPCS, and gcc -mms-bitfields: an unnamed bit-field aligns its struct as its type would, and is
 * not in DWARF.  What it may have asked for, where there is room for one.
 */
static ls_aligns
unnamed_aligns(const struct ls_model *model, const struct ls_type *type)
{
	ls_aligns most = 16, set = 0;
	bool is_microsoft = strstr(
				ls_model_producer(model, type->producer)->text,
				"-mms-bitfields") != NULL;
	if (model->target.machine != LS_MACHINE_AARCH64 &&
	    model->target.machine != LS_MACHINE_ARM && !is_microsoft)
		return 0;
	for (ls_aligns one = 1; one <= most; one *= 2)
		if (type->size_bits % (one * BYTE) == 0)
			set |= one;
	return set;
}

/* Then a struct that stands naturally may well be packed. */
static bool
packs_by_option(const struct ls_model *model, const struct ls_type *type)
{
	return ls_derive_is_gcc(model, type) &&
	    strstr(ls_model_producer(model, type->producer)->text,
		"-fpack-struct") != NULL;
}

/*
 * Itanium C++ ABI, 2.4: what follows a base may begin where the base's own
 * data end, before its tail padding.
 */
static void
measure_class(
    struct ls_derive *derive, ls_type_id id, const struct ls_type *type)
{
	struct ls_known *known = &derive->known[id];
	known->data_bits = 0;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		const struct ls_known *part = &derive->known[field->type];
		if (field->is_base)
			known->has_virtual |= field->is_virtual_base ||
			    part->has_virtual;
		if (!field->has_offset || !field->has_size)
			continue;
		uint64_t size = field->size_bits;
		if (field->is_base && part->data_bits < size)
			size = part->data_bits;
		if (known->data_bits < field->offset_bits + size)
			known->data_bits = field->offset_bits + size;
	}
}

/* Everything that the layout says, before it is weighed. */
struct evidence {
	struct ls_placing presumed;
	struct ls_placing natural;
	struct ls_placing packed;
	ls_aligns hidden;  /* a gap may come from one of these, not stated */
	ls_aligns unnamed; /* or from an unnamed bit-field with one of these */
};

static ls_aligns
above(ls_aligns set)
{
	return ~((set & -set) | ((set & -set) - 1));
}

/* The set, and what could have made its gaps. */
static ls_aligns
with_hidden(const struct evidence *evidence, const struct ls_placing *placing)
{
	ls_aligns hidden = 0;
	if (placing->has_gap)
		hidden = (placing->over & evidence->hidden) | placing->lost;
	if (placing->has_gap || placing->has_doubt)
		hidden |= evidence->unnamed;
	return placing->can ? placing->can | (hidden & above(placing->can))
			    : 0;
}

/* gcc's word is final; what is left is whether it took packing. */
static ls_aligns
weigh_final(struct ls_type *type, const struct evidence *evidence)
{
	ls_aligns stated = ls_aligns_of_bits(type->stated_align_bits);
	if (evidence->presumed.can & stated)
		type->packed = LS_TRI_NO;
	else
		type->packed = evidence->natural.can & stated ? LS_TRI_UNKNOWN
							      : LS_TRI_YES;
	return stated;
}

static ls_aligns
weigh(struct ls_type *type, const struct evidence *evidence, bool is_presumed)
{
	ls_aligns natural = with_hidden(evidence, &evidence->presumed);
	ls_aligns packed = with_hidden(evidence, &evidence->packed);
	if (!natural || !is_presumed) {
		type->packed = natural || evidence->natural.can
		    ? LS_TRI_UNKNOWN
		    : LS_TRI_YES;
		return natural | packed;
	}
	type->packed = LS_TRI_NO;
	/*
	 * clang: aligned(2) on a struct of ints is idle, so there will have
	 * been a `packed` beside it; but nothing says so.
	 */
	ls_aligns stated = ls_aligns_of_bits(type->stated_align_bits);
	if (stated && !(natural & stated) && packed & ~natural) {
		type->packed = LS_TRI_UNKNOWN;
		return natural | packed;
	}
	return natural;
}

/*
 * gcc: a member that is stated to stand closer than its type asks for was
 * packed, or else its type is what we do not take it to be.
 */
static enum ls_tri
packed_by_member(const struct ls_derive *derive, const struct ls_type *type)
{
	enum ls_tri packed = type->packed;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		const struct ls_type *of = &derive->model->types[field->type];
		ls_aligns stated = ls_aligns_of_bits(field->stated_align_bits);
		if (!derive->pieces[i].is_fixed || field->is_bitfield ||
		    field->stated_align_bits >= of->align_bits)
			continue;
		if (!(derive->known[field->type].can & stated))
			return LS_TRI_YES;
		if (packed == LS_TRI_NO)
			packed = LS_TRI_UNKNOWN;
	}
	return packed;
}

/* What the type of a member gives, as far as that is told. */
static uint64_t
given_by_type(const struct ls_model *model, const struct ls_type *holder,
    const struct ls_field *field)
{
	uint64_t align = model->types[field->type].align_bits;
	bool may_be_typedef = !holder->is_fully_stated &&
	    !ls_derive_is_gcc(model, holder) &&
	    ls_derive_has_typedef(model, field->type);
	if (align == 0 || (align < field->stated_align_bits && may_be_typedef))
		return field->stated_align_bits;
	return align;
}

/* More than the types of its members give, by somebody's attribute. */
static bool
is_forced(const struct ls_model *model, const struct ls_type *type)
{
	bool is_stated = type->stated_align_bits != 0;
	uint64_t given = BYTE;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		uint64_t align = given_by_type(model, type, field);
		if (align == 0)
			return false;
		is_stated |= field->stated_align_bits != 0;
		if (given < align)
			given = align;
	}
	return is_stated && type->align_bits > given;
}

/*
 * gcc on i386 places a struct that is as wide as a long long, and not by an
 * attribute, as it places a long long: at 4, even if all of it is an _Atomic
 * long long, which by itself goes to 8.  What else asks for 8 there was not
 * measured.
 */
static ls_aligns
placed_on_i386(
    const struct ls_model *model, const struct ls_type *type, ls_aligns set)
{
	if (model->target.machine != LS_MACHINE_I386 ||
	    !ls_derive_is_gcc(model, type) || type->stated_align_bits ||
	    type->size_bits != 64 || set != 8)
		return set;
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_type *of = &model->types[ls_model_strip(
		    model, type->fields[i].type)];
		if (of->encoding == LS_ENCODING_DECIMAL ||
		    (of->is_vector && of->align_bits == 64) ||
		    (type->kind == LS_KIND_UNION &&
			of->encoding == LS_ENCODING_FLOAT))
			return 4 | 8;
	}
	return 4;
}

/*
 * clang writes the number of a member's own attribute.  It can only raise
 * what the type asks for, so aligned(2) on an int is idle; #pragma pack caps
 * it, `packed` heeds it, and the file does not tell which of them it was.
 */
static void
settle_fields(const struct ls_derive *derive, const struct ls_type *type)
{
	for (uint32_t i = 0; i < type->field_count; i++) {
		struct ls_field *field = &ls_fields_of(type->fields)[i];
		const struct ls_piece *piece = &derive->pieces[i];
		const struct ls_type *of = &derive->model->types[field->type];
		if (!field->stated_align_bits || piece->is_fixed ||
		    field->stated_align_bits == of->align_bits)
			continue;
		bool is_known = type->packed == LS_TRI_NO &&
		    ls_aligns_is_one(piece->natural);
		field->align_bits = is_known ? piece->natural * BYTE : 0;
	}
}

/* No claim: nothing is known of what stands inside. */
static bool
is_opaque(const struct ls_model *model, const struct ls_type *type)
{
	return type->is_declaration || type->variants ||
	    (type->note && type->field_count == 0) ||
	    type->lang == LS_LANG_OTHER ||
	    model->target.machine == LS_MACHINE_OTHER;
}

static struct ls_placement
placement_of(const struct ls_derive *derive, ls_type_id id)
{
	const struct ls_type *type = &derive->model->types[id];
	return (struct ls_placement){
		.pieces = derive->pieces,
		.count = type->field_count,
		.is_union = type->kind == LS_KIND_UNION,
		.has_size = type->has_size && !type->is_dynamic,
		.has_open_end = derive->known[id].has_virtual,
		.size_bits = type->size_bits,
		.least = type->stated_align_bits
		    ? ls_aligns_of_bits(type->stated_align_bits)
		    : 1,
	};
}

struct ls_error *
ls_derive_record(struct ls_derive *derive, ls_type_id id)
{
	struct ls_model *model = derive->model;
	struct ls_type *type = &model->types[id];
	struct ls_known *known = &derive->known[id];
	if (is_opaque(model, type)) {
		ls_derive_opaque(type, known);
		return NULL;
	}
	struct ls_error *err = ls_derive_pieces(derive, type);
	if (err)
		return err;
	if (type->lang == LS_LANG_CPP)
		measure_class(derive, id, type);

	const struct ls_placement placement = placement_of(derive, id);
	const struct evidence evidence = {
		.presumed = ls_place_presumed(&placement),
		.natural = ls_place_natural(&placement),
		.packed = ls_place_packed(&placement),
		.hidden = hidden_aligns(
		    ls_model_producer(model, type->producer), type),
		.unnamed = unnamed_aligns(model, type),
	};
	ls_aligns set;
	if (type->stated_align_bits && ls_derive_is_gcc(model, type)) {
		known->can = set = weigh_final(type, &evidence);
	} else {
		set = weigh(type, &evidence, !packs_by_option(model, type));
		known->can = set | evidence.natural.can | evidence.packed.can;
	}
	set = placed_on_i386(model, type, set);
	known->can |= set;
	type->packed = packed_by_member(derive, type);
	if (!known->can)
		known->can = LS_ANY_ALIGN;

	type->align_bits = ls_aligns_is_one(set) ? set * BYTE : 0;
	type->align_from = LS_HOW_MEMBERS;
	if (type->align_bits == 0)
		type->align_from = LS_HOW_UNKNOWN;
	else if (type->align_bits == type->stated_align_bits)
		type->align_from = LS_HOW_DWARF;
	type->is_forced_align = is_forced(model, type);
	if (type->align_bits == 0 && type->packed == LS_TRI_NO)
		type->packed = LS_TRI_UNKNOWN;
	settle_fields(derive, type);
	return NULL;
}
