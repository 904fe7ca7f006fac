/*
 * page.h - models drawn by hand, for tests of what is concluded of them and
 * of how it looks.
 */
#ifndef LS_TESTS_PAGE_H
#define LS_TESTS_PAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analyse/analyse.h"
#include "base/error.h"
#include "model/build.h"
#include "report/report.h"

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))

/* A model being laid, then sealed, then looked at. */
struct draft {
	struct ls_build *build;
	struct ls_model *model;
	struct ls_analyse_options options;
	struct ls_row row;
};

static inline struct draft
draft_begin(void)
{
	struct draft draft = { .options.cacheline_bytes = 64 };
	struct ls_target target = ls_target_by_name("x86_64");
	assert_null(ls_build_begin(&target, &draft.build));
	return draft;
}

static inline ls_type_id
draft_add(struct draft *draft, struct ls_type type)
{
	ls_type_id id;
	assert_null(ls_build_reserve(draft->build, &id));
	assert_null(ls_build_describe(draft->build, id, &type));
	return id;
}

static inline ls_type_id
draft_scalar(struct draft *draft, const char *name, enum ls_lang lang,
    enum ls_encoding encoding, uint64_t bytes)
{
	return draft_add(draft,
	    (struct ls_type){ .name = name,
		.kind = LS_KIND_SCALAR,
		.lang = lang,
		.encoding = encoding,
		.has_size = true,
		.size_bits = bytes * 8,
		.align_bits = bytes * 8,
		.align_from = LS_HOW_ABI });
}

static inline struct ls_field
field_at(const char *name, ls_type_id type, uint64_t offset, uint64_t bytes)
{
	return (struct ls_field){ .name = name,
		.type = type,
		.offset_bits = offset * 8,
		.size_bits = bytes * 8,
		.align_bits = (bytes & (bytes - 1)) == 0 ? bytes * 8 : 64,
		.has_offset = true,
		.has_size = true };
}

static inline struct ls_field
bits_at(const char *name, ls_type_id type, uint64_t offset, uint64_t bits)
{
	return (struct ls_field){ .name = name,
		.type = type,
		.offset_bits = offset,
		.size_bits = bits,
		.align_bits = 32,
		.has_offset = true,
		.has_size = true,
		.is_bitfield = true };
}

static inline struct ls_type
draft_record(const char *name, const struct ls_field *fields, uint32_t count,
    uint64_t bytes, uint64_t align_bytes)
{
	return (struct ls_type){ .name = name,
		.kind = LS_KIND_STRUCT,
		.lang = LS_LANG_C,
		.has_size = true,
		.size_bits = bytes * 8,
		.align_bits = align_bytes * 8,
		.align_from = LS_HOW_MEMBERS,
		.packed = LS_TRI_NO,
		.definition_count = 1,
		.fields = fields,
		.field_count = count };
}

/* Seal, and conclude what there is to conclude about `id`. */
static inline const struct ls_row *
draft_row(struct draft *draft, ls_type_id id)
{
	assert_null(ls_build_seal(draft->build, &draft->model));
	assert_null(
	    ls_analyse_type(draft->model, id, &draft->options, &draft->row));
	draft->row.id = 1;
	draft->row.different_count = 1;
	return &draft->row;
}

static inline void
draft_free(struct draft *draft)
{
	ls_row_free(&draft->row);
	ls_model_free(draft->model);
}

/*
 * |a.......bbbbbbbbcc......dddddddde...ffffgggggg..hhhhhhhhhhhhhhhh|
 * |hhhhhhhhij......|, i being two bit-fields: struct conn of the manual.
 */
static inline ls_type_id
draft_conn(struct draft *d)
{
	ls_type_id u8 = draft_scalar(
	    d, "uint8_t", LS_LANG_C, LS_ENCODING_UNSIGNED, 1);
	ls_type_id u16 = draft_scalar(
	    d, "uint16_t", LS_LANG_C, LS_ENCODING_UNSIGNED, 2);
	ls_type_id u64 = draft_scalar(
	    d, "uint64_t", LS_LANG_C, LS_ENCODING_UNSIGNED, 8);
	ls_type_id truth = draft_scalar(
	    d, "_Bool", LS_LANG_C, LS_ENCODING_BOOL, 1);
	ls_type_id text = draft_scalar(
	    d, "char", LS_LANG_C, LS_ENCODING_SIGNED, 1);
	ls_type_id word = draft_scalar(
	    d, "unsigned int", LS_LANG_C, LS_ENCODING_UNSIGNED, 4);
	ls_type_id pointer = draft_add(d,
	    (struct ls_type){ .kind = LS_KIND_POINTER,
		.lang = LS_LANG_C,
		.has_size = true,
		.size_bits = 64 });
	ls_type_id tag = draft_add(d,
	    (struct ls_type){ .kind = LS_KIND_ARRAY,
		.lang = LS_LANG_C,
		.target = text,
		.has_count = true,
		.count = 6,
		.has_size = true,
		.size_bits = 48 });
	ls_type_id state = draft_add(d,
	    (struct ls_type){ .name = "state",
		.kind = LS_KIND_ENUM,
		.lang = LS_LANG_C,
		.target = word,
		.has_size = true,
		.size_bits = 32 });
	const struct ls_field parts[] = { field_at("expires", u64, 0, 8),
		field_at("period", u64, 8, 8),
		field_at("fire", pointer, 16, 8) };
	ls_type_id timer = draft_add(
	    d, draft_record("timer", parts, COUNT(parts), 24, 8));
	struct ls_field fields[] = { field_at("flags", u8, 0, 1),
		field_at("id", u64, 8, 8), field_at("port", u16, 16, 2),
		field_at("peer", pointer, 24, 8),
		field_at("closing", truth, 32, 1),
		field_at("st", state, 36, 4), field_at("tag", tag, 40, 6),
		field_at("t", timer, 48, 24),
		bits_at("retries", word, 72 * 8, 3),
		bits_at("mode", word, 72 * 8 + 3, 2),
		field_at("last", u8, 73, 1) };
	fields[6].align_bits = 8;
	struct ls_type conn = draft_record(
	    "conn", fields, COUNT(fields), 80, 8);
	conn.decl = (struct ls_decl){ "conn.c", 6, 8 };
	return draft_add(d, conn);
}

#endif
