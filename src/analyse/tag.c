/*
 * tag.c - how an enum with data tells its variants apart.
 *
 * In: the place of the tag.  Out: whether it is a tag of its own or lies in
 * a member of the variant that has no discriminant (the values that mean
 * other variants are ones that this member never has), and the path of that
 * member:
 *
 *	enum E { Idle, Write(Vec<u8>) }	tag at 0, 8 bytes; Write's __0 is at
 *					0, its buf too, its cap too:
 *					"Write.__0.buf.inner.cap.__0"
 */
#include "analyse/tag.h"

#include "analyse/lines.h"
#include "analyse/path.h"
#include "base/error.h"
#include "report/report.h"

struct ls_error *
ls_analyse_tag(
    struct ls_lines *lines, const struct ls_type *type, struct ls_row *row)
{
	const struct ls_variants *variants = type->variants;
	row->tag.encoding = LS_TAG_NONE;
	if (!variants->has_tag)
		return NULL;

	const struct ls_variant *dataful = ls_dataful_variant(variants);
	row->tag.encoding = dataful ? LS_TAG_NICHE : LS_TAG_DIRECT;
	row->tag.offset_bytes = variants->tag_offset_bits / 8;
	row->tag.size_bytes = variants->tag_size_bits / 8;
	struct ls_error *err = ls_lines_spell(
	    lines, variants->tag_type, &row->tag.type);
	if (!err && dataful)
		err = ls_path_of(
		    lines, type, ls_tag_place(variants), &row->tag.in);
	return err;
}

void
ls_discr_text(const struct ls_model *model, const struct ls_type *type,
    ls_u128 discr, char text[LS_DECIMAL_ROOM])
{
	const struct ls_variants *variants = type->variants;
	const struct ls_type *tag = ls_model_type(
	    model, ls_model_strip(model, variants->tag_type));
	uint64_t size_bits = variants->has_tag ? variants->tag_size_bits : 128;
	if (size_bits == 0 || size_bits > 128)
		size_bits = 128;
	/* A niche is a bit pattern: rustc gives it an unsigned type. */
	ls_decimal(discr, (unsigned)size_bits,
	    tag->encoding == LS_ENCODING_SIGNED &&
		!ls_dataful_variant(variants),
	    text);
}

void
ls_enumerator_text(const struct ls_model *model, const struct ls_type *type,
    ls_u128 value, char text[LS_DECIMAL_ROOM])
{
	const struct ls_type *integer = ls_model_type(
	    model, ls_model_strip(model, type->target));
	bool is_unsigned = integer->encoding == LS_ENCODING_UNSIGNED ||
	    integer->encoding == LS_ENCODING_BOOL ||
	    integer->encoding == LS_ENCODING_CHAR;
	/* Where its integer is not told, the extended sign tells. */
	ls_decimal(value, 128, !is_unsigned, text);
}
