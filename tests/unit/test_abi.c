/*
 * test_abi.c - alignment, `packed` and sizes that the file leaves out.
 *
 * Each test draws the type it means, |a---|bbbb|, a letter a byte, and says
 * what the compilers do.  That they do is for tests/oracle.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "model/abi.h"
#include "model/build.h"
#include "model/model.h"

#define GCC "GNU C17 12.2.0 -mtune=generic -march=x86-64 -g"
#define GCC_STRICT GCC " -gstrict-dwarf"
#define CLANG "Debian clang version 14.0.6"
#define RUSTC "clang LLVM (rustc version 1.95.0 (59807616e 2026-04-14))"

/* A build with the plain types that every test uses. */
struct bench {
	struct ls_build *build;
	struct ls_model *model;
	uint32_t producer;
	ls_type_id character, integer, wide, real;
};

static ls_type_id
add(struct bench *bench, struct ls_type type)
{
	ls_type_id id;
	type.producer = bench->producer;
	if (type.lang == LS_LANG_UNKNOWN)
		type.lang = LS_LANG_C;
	assert_null(ls_build_reserve(bench->build, &id));
	assert_null(ls_build_describe(bench->build, id, &type));
	return id;
}

static struct ls_type
scalar(const char *name, uint64_t bytes, enum ls_encoding encoding)
{
	return (struct ls_type){ .name = name,
		.kind = LS_KIND_SCALAR,
		.has_size = true,
		.size_bits = bytes * 8,
		.encoding = encoding };
}

static struct bench
begin(const char *machine, const char *producer)
{
	struct bench bench = { 0 };
	struct ls_target target = ls_target_by_name(machine);
	assert_null(ls_build_begin(&target, &bench.build));
	assert_null(ls_build_producer(bench.build, producer, &bench.producer));
	bench.character = add(&bench, scalar("char", 1, LS_ENCODING_SIGNED));
	bench.integer = add(&bench, scalar("int", 4, LS_ENCODING_SIGNED));
	bench.wide = add(&bench, scalar("long long", 8, LS_ENCODING_SIGNED));
	bench.real = add(&bench, scalar("double", 8, LS_ENCODING_FLOAT));
	return bench;
}

static const struct ls_type *
finish(struct bench *bench, ls_type_id id)
{
	assert_null(ls_build_derive(bench->build));
	assert_null(ls_build_seal(bench->build, &bench->model));
	return ls_model_type(bench->model, id);
}

static struct ls_field
at(const char *name, ls_type_id type, uint64_t offset)
{
	return (struct ls_field){ .name = name,
		.type = type,
		.offset_bits = offset * 8,
		.has_offset = true };
}

/* A bit-field: the first bit and the width. */
static struct ls_field
bits(const char *name, ls_type_id type, uint64_t bit, uint64_t width)
{
	return (struct ls_field){ .name = name,
		.type = type,
		.offset_bits = bit,
		.size_bits = width,
		.has_offset = true,
		.has_size = true,
		.is_bitfield = true };
}

static struct ls_type
record(const struct ls_field *fields, uint32_t count, uint64_t size)
{
	return (struct ls_type){ .name = "t",
		.kind = LS_KIND_STRUCT,
		.has_size = true,
		.size_bits = size * 8,
		.fields = fields,
		.field_count = count };
}

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))
#define RECORD(fields, size) record(fields, COUNT(fields), size)

/* `align_bytes` 0: not known. */
static void
assert_align(const struct ls_type *type, uint64_t align_bytes, enum ls_how how,
    enum ls_tri packed)
{
	assert_int_equal(type->align_bits, align_bytes * 8);
	assert_int_equal(type->align_from, how);
	assert_int_equal(type->packed, packed);
}

/* The only record of a bench, derived and judged. */
static void
assert_record(struct bench *bench, struct ls_type type, uint64_t align_bytes,
    enum ls_how how, enum ls_tri packed)
{
	ls_type_id id = add(bench, type);
	assert_align(finish(bench, id), align_bytes, how, packed);
	ls_model_free(bench->model);
}

static uint64_t
scalar_align(const char *machine, const char *producer, uint64_t bytes,
    enum ls_encoding encoding)
{
	struct bench bench = begin(machine, producer);
	ls_type_id id = add(&bench, scalar("T", bytes, encoding));
	const struct ls_type *type = finish(&bench, id);
	uint64_t align = type->align_bits / 8;
	assert_int_equal(
	    type->align_from, align ? LS_HOW_ABI : LS_HOW_UNKNOWN);
	ls_model_free(bench.model);
	return align;
}

static void
scalars_follow_their_machine(void **state)
{
	(void)state;
	const enum ls_encoding sint = LS_ENCODING_SIGNED,
			       real = LS_ENCODING_FLOAT,
			       pair = LS_ENCODING_COMPLEX;
	assert_int_equal(scalar_align("x86_64", GCC, 8, sint), 8);
	assert_int_equal(scalar_align("x86_64", GCC, 16, sint), 16);
	assert_int_equal(scalar_align("x86_64", GCC, 16, real), 16);
	assert_int_equal(scalar_align("x86_64", GCC, 16, pair), 8);
	assert_int_equal(scalar_align("x86_64", GCC, 32, pair), 16);
	assert_int_equal(scalar_align("x86_64", GCC, 3, sint), 0);
	assert_int_equal(scalar_align("i386", GCC, 8, sint), 4);
	assert_int_equal(scalar_align("i386", GCC, 8, real), 4);
	assert_int_equal(scalar_align("i386", GCC, 8, LS_ENCODING_DECIMAL), 8);
	assert_int_equal(scalar_align("i386", GCC, 12, real), 4);
	assert_int_equal(scalar_align("i386", GCC, 24, pair), 4);
	assert_int_equal(
	    scalar_align("i386", GCC " -malign-double", 8, real), 8);
	assert_int_equal(scalar_align("s390x", GCC, 16, real), 8);
	assert_int_equal(scalar_align("s390x", GCC, 16, sint), 8);
	assert_int_equal(scalar_align("s390x", CLANG, 16, sint), 16);
	assert_int_equal(scalar_align("s390x", "icc", 16, sint), 0);
	assert_int_equal(scalar_align("arm", GCC, 8, sint), 8);
	assert_int_equal(scalar_align("aarch64", CLANG, 16, real), 16);
	assert_int_equal(scalar_align("ppc64le", GCC, 16, real), 16);
	assert_int_equal(scalar_align("riscv64", GCC, 16, sint), 16);
}

/* m68k caps at 2 and has rules of its own; we claim nothing. */
static void
an_unknown_machine_aligns_nothing(void **state)
{
	(void)state;
	assert_int_equal(scalar_align("m68k", GCC, 4, LS_ENCODING_SIGNED), 0);
	struct bench bench = begin("em-1234", GCC);
	const struct ls_field fields[] = { at("a", bench.character, 0),
		at("b", bench.integer, 4) };
	assert_record(
	    &bench, RECORD(fields, 8), 0, LS_HOW_UNKNOWN, LS_TRI_UNKNOWN);
	bench = begin("em-1234", GCC);
	const struct ls_field same[] = { at("a", bench.character, 0) };
	struct ls_type type = RECORD(same, 8);
	type.stated_align_bits = 64;
	assert_record(&bench, type, 8, LS_HOW_DWARF, LS_TRI_UNKNOWN);
}

static void
rust_moved_u128(void **state)
{
	(void)state;
	const struct {
		const char *machine, *producer;
		uint64_t align;
	} cases[] = {
		{ "x86_64", RUSTC, 16 },
		{ "x86_64", "clang LLVM (rustc version 1.77.0)", 16 },
		{ "x86_64", "clang LLVM (rustc version 1.63.0)", 8 },
		{ "s390x", RUSTC, 0 },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct bench bench = begin(
		    cases[i].machine, cases[i].producer);
		struct ls_type type = scalar("u128", 16, LS_ENCODING_UNSIGNED);
		type.lang = LS_LANG_RUST;
		ls_type_id id = add(&bench, type);
		assert_int_equal(
		    finish(&bench, id)->align_bits, cases[i].align * 8);
		ls_model_free(bench.model);
	}
}

static void
vectors_and_atomics_follow_both(void **state)
{
	(void)state;
	struct ls_target x86_64 = ls_target_by_name("x86_64"),
			 i386 = ls_target_by_name("i386"),
			 arm = ls_target_by_name("arm"),
			 aarch64 = ls_target_by_name("aarch64"),
			 s390x = ls_target_by_name("s390x");
	struct ls_producer gcc = { .text = GCC, .compiler = LS_COMPILER_GCC },
			   clang = { .text = CLANG,
				   .compiler = LS_COMPILER_CLANG };
	assert_int_equal(ls_abi_vector(&x86_64, &gcc, 256), 256);
	assert_int_equal(ls_abi_vector(&aarch64, &gcc, 256), 128);
	assert_int_equal(ls_abi_vector(&arm, &gcc, 256), 64);
	assert_int_equal(ls_abi_vector(&i386, &gcc, 64), 32);
	assert_int_equal(ls_abi_vector(&i386, &clang, 64), 64);
	assert_int_equal(ls_abi_vector(&s390x, &gcc, 128), 0);
	/* struct { char a[3]; }, then struct { char a[4]; } */
	assert_int_equal(ls_abi_atomic(&x86_64, &gcc, 24, 8), 8);
	assert_int_equal(ls_abi_atomic(&x86_64, &clang, 24, 8), 32);
	assert_int_equal(ls_abi_atomic_size(&x86_64, &gcc, 24), 24);
	assert_int_equal(ls_abi_atomic_size(&x86_64, &clang, 24), 32);
	assert_int_equal(ls_abi_atomic(&x86_64, &gcc, 32, 8), 32);
	assert_int_equal(ls_abi_atomic(&i386, &gcc, 64, 32), 64);
	assert_int_equal(ls_abi_atomic(&i386, &clang, 128, 8), 8);
	assert_int_equal(ls_abi_atomic(&x86_64, &gcc, 256, 8), 8);
}

/* |a---|bbbb| */
static void
a_natural_struct_has_its_members(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	const struct ls_field fields[] = { at("a", bench.character, 0),
		at("b", bench.integer, 4) };
	ls_type_id id = add(&bench, RECORD(fields, 8));
	const struct ls_type *type = finish(&bench, id);
	assert_align(type, 4, LS_HOW_MEMBERS, LS_TRI_NO);
	assert_int_equal(type->fields[0].align_bits, 8);
	assert_int_equal(type->fields[0].size_bits, 8);
	assert_int_equal(type->fields[1].align_bits, 32);
	assert_false(type->is_forced_align);
	ls_model_free(bench.model);
}

/* |a|bbbb|: only 1 divides 5. */
static void
a_packed_struct_is_seen(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	const struct ls_field fields[] = { at("a", bench.character, 0),
		at("b", bench.integer, 1) };
	assert_record(
	    &bench, RECORD(fields, 5), 1, LS_HOW_MEMBERS, LS_TRI_YES);
}

/* |aaaa|b|cccc|ddd|: all packed, or c alone, and then aligned to 4. */
static void
packed_whole_or_in_part_is_not_told(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	const struct ls_field fields[] = { at("a", bench.integer, 0),
		at("b", bench.character, 4), at("c", bench.integer, 5),
		at("d", bench.character, 9), at("e", bench.character, 10),
		at("f", bench.character, 11) };
	assert_record(
	    &bench, RECORD(fields, 12), 0, LS_HOW_UNKNOWN, LS_TRI_YES);
}

/* |a|bbbb|---|cccc|: the hole is c's, so c is not packed. */
static void
a_hole_bounds_from_below(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	const struct ls_field fields[] = { at("a", bench.character, 0),
		at("b", bench.integer, 1), at("c", bench.integer, 8) };
	assert_record(
	    &bench, RECORD(fields, 12), 4, LS_HOW_MEMBERS, LS_TRI_YES);
}

/* |a|-|bbbb|: #pragma pack(2), which alone puts b at 2. */
static void
pragma_pack_is_seen(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	const struct ls_field fields[] = { at("a", bench.character, 0),
		at("b", bench.integer, 2) };
	assert_record(
	    &bench, RECORD(fields, 6), 2, LS_HOW_MEMBERS, LS_TRI_YES);
}

/* |a|bbbb|-|cccc|, and bit-fields: the hole may be one without a name. */
static void
beside_bitfields_a_hole_is_no_evidence(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	const struct ls_field fields[] = { at("a", bench.character, 0),
		at("b", bench.integer, 1), bits("x", bench.character, 40, 3),
		at("c", bench.integer, 8) };
	assert_record(
	    &bench, RECORD(fields, 12), 0, LS_HOW_UNKNOWN, LS_TRI_YES);
}

/* union { int a; char b[5]; } of 5 bytes: only packed. */
static void
a_packed_union_is_seen(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	ls_type_id array = add(&bench,
	    (struct ls_type){ .kind = LS_KIND_ARRAY,
		.target = bench.character,
		.has_count = true,
		.count = 5 });
	const struct ls_field fields[] = { at("a", bench.integer, 0),
		at("b", array, 0) };
	struct ls_type type = RECORD(fields, 5);
	type.kind = LS_KIND_UNION;
	assert_record(&bench, type, 1, LS_HOW_MEMBERS, LS_TRI_YES);
}

/*
 * |c|iiii|, where i is struct { int a; }: that one may be packed as well as
 * this, so we cannot say which is.
 */
static void
an_inner_that_may_be_packed_leaves_it_open(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	const struct ls_field inner[] = { at("a", bench.integer, 0) };
	ls_type_id id = add(&bench, RECORD(inner, 4));
	const struct ls_field fields[] = { at("c", bench.character, 0),
		at("i", id, 1) };
	assert_record(
	    &bench, RECORD(fields, 5), 1, LS_HOW_MEMBERS, LS_TRI_UNKNOWN);
}

/* As before, but i is |x---|aaaa|: its own hole shows that it is not. */
static void
an_inner_with_a_hole_is_not_packed(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	const struct ls_field inner[] = { at("x", bench.character, 0),
		at("a", bench.integer, 4) };
	ls_type_id id = add(&bench, RECORD(inner, 8));
	const struct ls_field fields[] = { at("c", bench.character, 0),
		at("i", id, 1) };
	assert_record(
	    &bench, RECORD(fields, 9), 1, LS_HOW_MEMBERS, LS_TRI_YES);
}

/*
 * |uaaaa|uaaaa|uaaaa|-|xxxx|: an array of packed structs, which are aligned
 * to 1 for sure, so the holder's 4 comes from its int.
 */
static void
an_array_is_as_its_items(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	const struct ls_field inner[] = { at("u", bench.character, 0),
		at("a", bench.integer, 1) };
	ls_type_id item = add(&bench, RECORD(inner, 5));
	ls_type_id array = add(&bench,
	    (struct ls_type){ .kind = LS_KIND_ARRAY,
		.target = item,
		.has_count = true,
		.count = 3 });
	const struct ls_field fields[] = { at("p", array, 0),
		at("x", bench.integer, 16) };
	ls_type_id id = add(&bench, RECORD(fields, 20));
	const struct ls_type *type = finish(&bench, id);
	assert_align(type, 4, LS_HOW_MEMBERS, LS_TRI_NO);
	assert_int_equal(type->fields[0].size_bits, 15 * 8);
	assert_int_equal(type->fields[0].align_bits, 8);
	ls_model_free(bench.model);
}

/* int x : 20, y : 20: |xxx-|yyy-|; y does not fit the first int. */
static void
bitfields_align_as_their_type(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	const struct ls_field natural[] = { bits("x", bench.integer, 0, 20),
		bits("y", bench.integer, 32, 20) };
	assert_record(
	    &bench, RECORD(natural, 8), 4, LS_HOW_MEMBERS, LS_TRI_NO);

	/* Packed, y follows x at once and passes the int's end. */
	bench = begin("x86_64", GCC);
	const struct ls_field packed[] = { bits("x", bench.integer, 0, 20),
		bits("y", bench.integer, 20, 20) };
	assert_record(
	    &bench, RECORD(packed, 5), 1, LS_HOW_MEMBERS, LS_TRI_YES);

	/* i386: a long long of 8 aligned to 4 may pass the 8. */
	bench = begin("i386", GCC);
	const struct ls_field passes[] = { at("a", bench.integer, 0),
		bits("x", bench.wide, 32, 40) };
	assert_record(
	    &bench, RECORD(passes, 12), 4, LS_HOW_MEMBERS, LS_TRI_NO);
}

/* _Alignas(16) int b: |a|15 -|bbbb|12 -| */
static void
a_member_states_its_own(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", CLANG);
	struct ls_field fields[] = { at("a", bench.character, 0),
		at("b", bench.integer, 16) };
	fields[1].stated_align_bits = 128;
	ls_type_id id = add(&bench, RECORD(fields, 32));
	const struct ls_type *type = finish(&bench, id);
	assert_align(type, 16, LS_HOW_MEMBERS, LS_TRI_NO);
	assert_int_equal(type->fields[1].align_bits, 128);
	assert_true(type->is_forced_align);
	ls_model_free(bench.model);
}

/* The same where the attribute was not written: we see that we do not know. */
static void
a_hole_without_reason_is_doubted(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC_STRICT);
	const struct ls_field fields[] = { at("a", bench.character, 0),
		at("b", bench.integer, 16) };
	assert_record(
	    &bench, RECORD(fields, 32), 0, LS_HOW_UNKNOWN, LS_TRI_UNKNOWN);

	/* gcc that writes all attributes: then it was an unnamed bit-field. */
	bench = begin("x86_64", GCC);
	const struct ls_field again[] = { at("a", bench.character, 0),
		at("b", bench.integer, 16) };
	assert_record(&bench, RECORD(again, 32), 4, LS_HOW_MEMBERS, LS_TRI_NO);
}

/* aligned(16) on struct { int a; }: gcc and clang both state 16. */
static void
a_type_states_its_own(void **state)
{
	(void)state;
	const char *producers[] = { GCC, CLANG };
	for (int i = 0; i < 2; i++) {
		struct bench bench = begin("x86_64", producers[i]);
		const struct ls_field inner[] = { at("a", bench.integer, 0) };
		struct ls_type type = RECORD(inner, 16);
		type.stated_align_bits = 128;
		ls_type_id forced = add(&bench, type);
		const struct ls_field fields[] = { at("i", forced, 0) };
		type = RECORD(fields, 16);
		/* gcc alone says it of the holder too. */
		type.stated_align_bits = i == 0 ? 128 : 0;
		ls_type_id holder = add(&bench, type);
		assert_align(
		    finish(&bench, forced), 16, LS_HOW_DWARF, LS_TRI_NO);
		const struct ls_type *got = ls_model_type(bench.model, holder);
		assert_true(
		    ls_model_type(bench.model, forced)->is_forced_align);
		assert_int_equal(got->align_bits, 128);
		assert_false(got->is_forced_align);
		ls_model_free(bench.model);
	}
}

/* packed, aligned(2) on |aaaa|bbbb|.  gcc's 2 is final; clang's is a least. */
static void
less_than_natural_was_packed(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	const struct ls_field fields[] = { at("a", bench.integer, 0),
		at("b", bench.integer, 4) };
	struct ls_type type = RECORD(fields, 8);
	type.stated_align_bits = 16;
	assert_record(&bench, type, 2, LS_HOW_DWARF, LS_TRI_YES);
	bench = begin("x86_64", CLANG);
	assert_record(&bench, type, 0, LS_HOW_UNKNOWN, LS_TRI_UNKNOWN);

	/* |a---|bbbb|: its hole shows that it is not packed. */
	bench = begin("x86_64", CLANG);
	const struct ls_field with_hole[] = { at("a", bench.character, 0),
		at("b", bench.integer, 4) };
	type = RECORD(with_hole, 8);
	type.stated_align_bits = 16;
	assert_record(&bench, type, 4, LS_HOW_MEMBERS, LS_TRI_NO);
}

/* clang: aligned(4) on a double member is idle, through a typedef it is not. */
static void
clang_says_not_whose_attribute(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", CLANG);
	struct ls_field fields[] = { at("a", bench.real, 0) };
	fields[0].stated_align_bits = 32;
	assert_record(&bench, RECORD(fields, 8), 8, LS_HOW_MEMBERS, LS_TRI_NO);

	bench = begin("x86_64", CLANG);
	ls_type_id alias = add(&bench,
	    (struct ls_type){
		.name = "low", .kind = LS_KIND_ALIAS, .target = bench.real });
	struct ls_field low[] = { at("c", bench.integer, 0),
		at("a", alias, 4) };
	low[1].stated_align_bits = 32;
	assert_record(&bench, RECORD(low, 12), 4, LS_HOW_MEMBERS, LS_TRI_NO);
}

/* pack(1) undoes aligned(8) on a member, and clang states the 8: |a|b| */
static void
clang_states_what_pack_undoes(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", CLANG);
	struct ls_field fields[] = { at("a", bench.character, 0),
		at("b", bench.character, 1) };
	fields[1].stated_align_bits = 64;
	ls_type_id id = add(&bench, RECORD(fields, 2));
	const struct ls_type *type = finish(&bench, id);
	assert_align(type, 1, LS_HOW_MEMBERS, LS_TRI_YES);
	assert_int_equal(type->fields[1].align_bits, 0);
	ls_model_free(bench.model);
}

/* typedef int low __attribute__((aligned(1))): |c|llll| is natural then. */
static void
a_typedef_can_lower(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	ls_type_id low = add(&bench,
	    (struct ls_type){ .name = "low",
		.kind = LS_KIND_ALIAS,
		.target = bench.integer,
		.stated_align_bits = 8 });
	const struct ls_field fields[] = { at("c", bench.character, 0),
		at("l", low, 1) };
	ls_type_id id = add(&bench, RECORD(fields, 5));
	assert_align(finish(&bench, id), 1, LS_HOW_MEMBERS, LS_TRI_NO);
	assert_align(
	    ls_model_type(bench.model, low), 1, LS_HOW_DWARF, LS_TRI_UNKNOWN);
	ls_model_free(bench.model);
}

/* Before DWARF 5, |c---|ssss|: s is a struct of 1, so it was an _Atomic. */
static void
an_atomic_may_not_be_told(void **state)
{
	(void)state;
	for (int is_dwarf5 = 0; is_dwarf5 < 2; is_dwarf5++) {
		struct bench bench = begin("x86_64", GCC);
		const struct ls_field inner[] = { at("x", bench.character, 0),
			at("y", bench.character, 1),
			at("z", bench.character, 2),
			at("w", bench.character, 3) };
		ls_type_id id = add(&bench, RECORD(inner, 4));
		const struct ls_field fields[] = { at("c", bench.character, 0),
			at("s", id, 4) };
		struct ls_type type = RECORD(fields, 8);
		type.is_fully_stated = is_dwarf5;
		if (is_dwarf5)
			assert_record(
			    &bench, type, 1, LS_HOW_MEMBERS, LS_TRI_NO);
		else
			assert_record(
			    &bench, type, 0, LS_HOW_UNKNOWN, LS_TRI_UNKNOWN);
	}
}

/* gcc: -fpack-struct makes every struct suspect. */
static void
an_option_that_packs_is_heard(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC " -fpack-struct=2");
	const struct ls_field fields[] = { at("a", bench.integer, 0),
		at("b", bench.integer, 4) };
	assert_record(
	    &bench, RECORD(fields, 8), 0, LS_HOW_UNKNOWN, LS_TRI_UNKNOWN);
}

/* C's empty struct has no size, C++'s a byte. */
static void
empty_structs_are_aligned_to_a_byte(void **state)
{
	(void)state;
	for (uint64_t size = 0; size < 2; size++) {
		struct bench bench = begin("x86_64", GCC);
		struct ls_type type = record(NULL, 0, size);
		type.lang = size ? LS_LANG_CPP : LS_LANG_C;
		assert_record(&bench, type, 1, LS_HOW_MEMBERS, LS_TRI_NO);
	}
}

/* |nnnn|----| and long long data[] at 8: its item aligns the struct. */
static void
a_flexible_member_aligns(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	ls_type_id array = add(&bench,
	    (struct ls_type){ .kind = LS_KIND_ARRAY, .target = bench.wide });
	struct ls_field fields[] = { at("n", bench.integer, 0),
		at("data", array, 8) };
	fields[1].is_flexible = true;
	assert_record(&bench, RECORD(fields, 8), 8, LS_HOW_MEMBERS, LS_TRI_NO);
}

/* struct base { int a; char b; }, struct t : base { char c; }: |aaaa|b|c--|
 * where c stands in what is the base's tail padding. */
static void
a_base_lends_its_tail(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	const struct ls_field inner[] = { at("a", bench.integer, 0),
		at("b", bench.character, 4) };
	struct ls_type type = RECORD(inner, 8);
	type.lang = LS_LANG_CPP;
	ls_type_id base = add(&bench, type);
	struct ls_field fields[] = { at("base", base, 0),
		at("c", bench.character, 5) };
	fields[0].is_base = true;
	type = RECORD(fields, 8);
	type.lang = LS_LANG_CPP;
	assert_record(&bench, type, 4, LS_HOW_MEMBERS, LS_TRI_NO);
}

/* struct v { int x; }, struct a : virtual v { char c; }: |p8|c---|xxxx|, of
 * which a base a has |p8|c|: its v stands where the last class puts it. */
static void
a_base_leaves_its_virtual_bases(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	const struct ls_field in_v[] = { at("x", bench.integer, 0) };
	struct ls_type type = RECORD(in_v, 4);
	type.lang = LS_LANG_CPP;
	ls_type_id v = add(&bench, type);
	struct ls_field in_a[] = { at("v", v, 0), at("_vptr.a", bench.wide, 0),
		at("c", bench.character, 8) };
	in_a[0].is_base = in_a[0].is_virtual_base = true;
	in_a[0].has_offset = false;
	in_a[1].is_vptr = true;
	type = RECORD(in_a, 16);
	type.lang = LS_LANG_CPP;
	ls_type_id a = add(&bench, type);
	struct ls_field in_t[] = { at("a", a, 0),
		at("d", bench.character, 9) };
	in_t[0].is_base = true;
	type = RECORD(in_t, 16);
	type.lang = LS_LANG_CPP;
	ls_type_id id = add(&bench, type);
	const struct ls_type *got = finish(&bench, id);
	assert_int_equal(got->fields[0].size_bits, 9 * 8);
	assert_align(got, 8, LS_HOW_MEMBERS, LS_TRI_NO);
	assert_align(
	    ls_model_type(bench.model, a), 8, LS_HOW_MEMBERS, LS_TRI_NO);
	ls_model_free(bench.model);
}

/* gcc, i386: a struct of one _Atomic long long is placed as a long long. */
static void
i386_places_an_atomic_struct_lower(void **state)
{
	(void)state;
	struct bench bench = begin("i386", GCC);
	ls_type_id atomic = add(&bench,
	    (struct ls_type){ .kind = LS_KIND_ALIAS,
		.alias = LS_ALIAS_ATOMIC,
		.target = bench.wide });
	const struct ls_field fields[] = { at("a", atomic, 0) };
	ls_type_id id = add(&bench, RECORD(fields, 8));
	assert_align(finish(&bench, id), 4, LS_HOW_MEMBERS, LS_TRI_NO);
	assert_int_equal(ls_model_type(bench.model, atomic)->align_bits, 64);
	ls_model_free(bench.model);
}

static struct ls_type
rust(const struct ls_field *fields, uint32_t count, uint64_t size,
    uint64_t align)
{
	struct ls_type type = record(fields, count, size);
	type.lang = LS_LANG_RUST;
	type.stated_align_bits = align * 8;
	return type;
}

/* rustc states everything: packed and align(N) show at once. */
static void
rust_states_everything(void **state)
{
	(void)state;
	const struct {
		uint64_t align;
		enum ls_tri packed;
		bool is_forced;
	} cases[] = { { 4, LS_TRI_NO, false }, { 1, LS_TRI_YES, false },
		{ 16, LS_TRI_NO, true } };
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct bench bench = begin("x86_64", RUSTC);
		struct ls_field fields[] = { at("a", bench.integer, 0) };
		fields[0].stated_align_bits = 32;
		ls_type_id id = add(
		    &bench, rust(fields, 1, 16, cases[i].align));
		const struct ls_type *type = finish(&bench, id);
		assert_align(
		    type, cases[i].align, LS_HOW_DWARF, cases[i].packed);
		assert_int_equal(type->is_forced_align, cases[i].is_forced);
		ls_model_free(bench.model);
	}
}

/* A Rust function item is written as the pointer that it can become. */
static void
a_rust_function_item_is_empty(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", RUSTC);
	ls_type_id pointer = add(&bench,
	    (struct ls_type){ .name = "fn(u8)",
		.kind = LS_KIND_POINTER,
		.lang = LS_LANG_RUST });
	struct ls_field fields[] = { at("f", pointer, 0),
		at("p", pointer, 0) };
	fields[0].stated_align_bits = 8;
	fields[1].stated_align_bits = 64;
	ls_type_id id = add(&bench, rust(fields, 2, 8, 8));
	const struct ls_type *type = finish(&bench, id);
	assert_int_equal(type->fields[0].size_bits, 0);
	assert_int_equal(type->fields[1].size_bits, 64);
	ls_model_free(bench.model);
}

/* Pointers to members of C++, nullptr_t, arrays of arrays, enums. */
static void
sizes_that_are_left_out_are_found(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	ls_type_id function = add(
	    &bench, (struct ls_type){ .kind = LS_KIND_FUNCTION });
	ls_type_id to_method = add(&bench,
	    (struct ls_type){ .kind = LS_KIND_POINTER,
		.pointer = LS_POINTER_MEMBER,
		.target = function });
	ls_type_id to_data = add(&bench,
	    (struct ls_type){ .kind = LS_KIND_POINTER,
		.pointer = LS_POINTER_MEMBER,
		.target = bench.integer });
	ls_type_id null = add(&bench,
	    (struct ls_type){ .name = "decltype(nullptr)",
		.kind = LS_KIND_SCALAR,
		.lang = LS_LANG_CPP,
		.encoding = LS_ENCODING_NOTHING });
	ls_type_id row = add(&bench,
	    (struct ls_type){ .kind = LS_KIND_ARRAY,
		.target = bench.integer,
		.has_count = true,
		.count = 3 });
	ls_type_id table = add(&bench,
	    (struct ls_type){ .kind = LS_KIND_ARRAY,
		.target = row,
		.has_count = true,
		.count = 2 });
	ls_type_id endless = add(&bench,
	    (struct ls_type){ .kind = LS_KIND_ARRAY,
		.target = table,
		.has_count = true,
		.count = UINT64_MAX / 8 });
	assert_int_equal(finish(&bench, to_method)->size_bits, 128);
	assert_int_equal(ls_model_type(bench.model, to_data)->size_bits, 64);
	assert_int_equal(ls_model_type(bench.model, null)->size_bits, 64);
	assert_int_equal(ls_model_type(bench.model, null)->align_bits, 64);
	assert_int_equal(ls_model_type(bench.model, table)->size_bits, 192);
	assert_false(ls_model_type(bench.model, endless)->has_size);
	ls_model_free(bench.model);
}

/* What is broken, or only declared, has no alignment to speak of. */
static void
no_claim_without_content(void **state)
{
	(void)state;
	struct bench bench = begin("x86_64", GCC);
	const struct ls_field outside[] = { at("a", bench.integer, 8) };
	assert_record(
	    &bench, RECORD(outside, 8), 0, LS_HOW_UNKNOWN, LS_TRI_UNKNOWN);
	bench = begin("x86_64", GCC);
	struct ls_type type = record(NULL, 0, 0);
	type.has_size = false;
	type.is_declaration = true;
	assert_record(&bench, type, 0, LS_HOW_UNKNOWN, LS_TRI_UNKNOWN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scalars_follow_their_machine),
		cmocka_unit_test(an_unknown_machine_aligns_nothing),
		cmocka_unit_test(rust_moved_u128),
		cmocka_unit_test(vectors_and_atomics_follow_both),
		cmocka_unit_test(a_natural_struct_has_its_members),
		cmocka_unit_test(a_packed_struct_is_seen),
		cmocka_unit_test(packed_whole_or_in_part_is_not_told),
		cmocka_unit_test(a_hole_bounds_from_below),
		cmocka_unit_test(pragma_pack_is_seen),
		cmocka_unit_test(beside_bitfields_a_hole_is_no_evidence),
		cmocka_unit_test(a_packed_union_is_seen),
		cmocka_unit_test(an_inner_that_may_be_packed_leaves_it_open),
		cmocka_unit_test(an_inner_with_a_hole_is_not_packed),
		cmocka_unit_test(an_array_is_as_its_items),
		cmocka_unit_test(bitfields_align_as_their_type),
		cmocka_unit_test(a_member_states_its_own),
		cmocka_unit_test(a_hole_without_reason_is_doubted),
		cmocka_unit_test(a_type_states_its_own),
		cmocka_unit_test(less_than_natural_was_packed),
		cmocka_unit_test(clang_says_not_whose_attribute),
		cmocka_unit_test(clang_states_what_pack_undoes),
		cmocka_unit_test(a_typedef_can_lower),
		cmocka_unit_test(an_atomic_may_not_be_told),
		cmocka_unit_test(an_option_that_packs_is_heard),
		cmocka_unit_test(empty_structs_are_aligned_to_a_byte),
		cmocka_unit_test(a_flexible_member_aligns),
		cmocka_unit_test(a_base_lends_its_tail),
		cmocka_unit_test(a_base_leaves_its_virtual_bases),
		cmocka_unit_test(i386_places_an_atomic_struct_lower),
		cmocka_unit_test(rust_states_everything),
		cmocka_unit_test(a_rust_function_item_is_empty),
		cmocka_unit_test(sizes_that_are_left_out_are_found),
		cmocka_unit_test(no_claim_without_content),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
