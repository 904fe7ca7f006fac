/*
 * test_virtual.c - what parts of a C++ class take in a complete object.
 *
 * Each test draws the object it means, a letter a byte: | stands between the
 * parts, . is padding, v a pointer to a virtual table.  That compilers lay
 * them so is for tests/oracle.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "model/build.h"
#include "model/model.h"

struct bench {
	struct ls_build *build;
	struct ls_model *model;
	uint32_t producer;
	ls_type_id character, integer, wide, pointer;
};

static ls_type_id
add(struct bench *bench, struct ls_type type)
{
	ls_type_id id;
	type.producer = bench->producer;
	type.lang = LS_LANG_CPP;
	type.is_fully_stated = true;
	assert_null(ls_build_reserve(bench->build, &id));
	assert_null(ls_build_describe(bench->build, id, &type));
	return id;
}

static ls_type_id
scalar(struct bench *bench, const char *name, uint64_t bytes)
{
	return add(bench,
	    (struct ls_type){ .name = name,
		.kind = LS_KIND_SCALAR,
		.has_size = true,
		.size_bits = bytes * 8,
		.encoding = LS_ENCODING_SIGNED });
}

static struct bench
begin(void)
{
	struct bench bench = { 0 };
	struct ls_target target = ls_target_by_name("x86_64");
	assert_null(ls_build_begin(&target, &bench.build));
	assert_null(ls_build_producer(bench.build,
	    "GNU C++17 12.2.0 -mtune=generic -g", &bench.producer));
	bench.character = scalar(&bench, "char", 1);
	bench.integer = scalar(&bench, "int", 4);
	bench.wide = scalar(&bench, "long", 8);
	bench.pointer = add(&bench,
	    (struct ls_type){
		.kind = LS_KIND_POINTER, .has_size = true, .size_bits = 64 });
	return bench;
}

static void
finish(struct bench *bench)
{
	assert_null(ls_build_derive(bench->build));
	assert_null(ls_build_seal(bench->build, &bench->model));
}

static struct ls_field
at(const char *name, ls_type_id type, uint64_t bytes)
{
	return (struct ls_field){ .name = name,
		.type = type,
		.has_offset = true,
		.offset_bits = bytes * 8 };
}

static struct ls_field
base(const char *name, ls_type_id type, uint64_t bytes)
{
	struct ls_field field = at(name, type, bytes);
	field.is_base = true;
	return field;
}

/* As DWARF has it: an expression over the virtual table, and no place. */
static struct ls_field
virtual_base(const char *name, ls_type_id type)
{
	struct ls_field field = base(name, type, 0);
	field.is_virtual_base = true;
	field.has_offset = false;
	return field;
}

static struct ls_field
vptr(const struct bench *bench)
{
	struct ls_field field = at("_vptr", bench->pointer, 0);
	field.is_vptr = field.is_artificial = true;
	return field;
}

static ls_type_id class(struct bench *bench, const char *name, uint64_t bytes,
    const struct ls_field *fields, uint32_t count)
{
	return add(bench,
	    (struct ls_type){ .name = name,
		.kind = LS_KIND_STRUCT,
		.has_size = true,
		.size_bits = bytes * 8,
		.fields = fields,
		.field_count = count });
}

#define CLASS(bench, name, bytes, ...)                                \
	class(bench, name, bytes, (struct ls_field[]){ __VA_ARGS__ }, \
	    sizeof((struct ls_field[]){ __VA_ARGS__ }) /              \
		sizeof(struct ls_field))

static const struct ls_field *
field_of(const struct bench *bench, ls_type_id id, const char *name)
{
	const struct ls_type *type = ls_model_type(bench->model, id);
	for (uint32_t i = 0; i < type->field_count; i++)
		if (strcmp(type->fields[i].name, name) == 0)
			return &type->fields[i];
	fail_msg("no %s in %s", name, type->name);
	return NULL;
}

/* The part is at `bytes` and `size` wide. */
static void
check(const struct bench *bench, ls_type_id id, const char *name,
    uint64_t bytes, uint64_t size)
{
	const struct ls_field *field = field_of(bench, id, name);
	assert_true(field->has_offset);
	assert_int_equal(field->offset_bits, bytes * 8);
	assert_int_equal(field->size_bits, size * 8);
}

/* |vvvvvvvv|c.......|VVVVVVVV|  V's place is not in DWARF */
static void
test_one(void **state)
{
	(void)state;
	struct bench b = begin();
	ls_type_id v = CLASS(&b, "V", 8, at("value", b.wide, 0));
	ls_type_id d = CLASS(&b, "D", 24, virtual_base("V", v), vptr(&b),
	    at("c", b.character, 8));
	finish(&b);
	check(&b, d, "V", 16, 8);
	ls_model_free(b.model);
}

/*
 * |vvvvvvvvl|.......|vvvvvvvvr|...dddd|VVVVVVVV|  one V, which neither L nor R
 * holds there; D's DIE names L and R alone
 */
static void
test_diamond(void **state)
{
	(void)state;
	struct bench b = begin();
	ls_type_id v = CLASS(&b, "V", 8, at("value", b.wide, 0));
	ls_type_id l = CLASS(&b, "L", 24, virtual_base("V", v), vptr(&b),
	    at("l", b.character, 8));
	ls_type_id r = CLASS(&b, "R", 24, virtual_base("V", v), vptr(&b),
	    at("r", b.character, 8));
	ls_type_id d = CLASS(&b, "D", 40, base("L", l, 0), base("R", r, 16),
	    at("d", b.integer, 28));
	finish(&b);
	check(&b, d, "L", 0, 9);
	check(&b, d, "R", 16, 9);
	check(&b, d, "V", 32, 8);
	assert_int_equal(ls_model_type(b.model, d)->field_count, 4);
	ls_model_free(b.model);
}

/* |vvvvvvvv|ssss....|  N has nothing but a vptr, which S has as its own */
static void
test_primary(void **state)
{
	(void)state;
	struct bench b = begin();
	ls_type_id n = CLASS(&b, "N", 8, vptr(&b));
	ls_type_id s = CLASS(
	    &b, "S", 16, virtual_base("N", n), at("s", b.integer, 8));
	finish(&b);
	check(&b, s, "N", 0, 8);
	ls_model_free(b.model);
}

/*
 * |vvvvvvvv|pppppppp|vvvvvvvv|llllllll|  B names N and then M, which has N's
 * vptr when alone; in B, and in what is made of B, N is where B's vptr is
 */
static void
test_first_that_knows(void **state)
{
	(void)state;
	struct bench b = begin();
	ls_type_id n = CLASS(&b, "N", 8, vptr(&b));
	ls_type_id m = CLASS(
	    &b, "M", 16, virtual_base("N", n), at("l", b.wide, 8));
	ls_type_id of_b = CLASS(&b, "B", 32, virtual_base("N", n),
	    virtual_base("M", m), at("p", b.wide, 8));
	ls_type_id d = CLASS(&b, "D", 32, base("B", of_b, 0));
	finish(&b);
	check(&b, of_b, "N", 0, 8);
	check(&b, of_b, "M", 16, 16);
	check(&b, d, "N", 0, 8);
	check(&b, d, "M", 16, 16);
	ls_model_free(b.model);
}

/*
 * |vvvvvvvv|c.......|  two of the empty E may not be at one place, so the base
 * is not at 0; but where is not known, as an unnamed bit-field may be there
 */
static void
test_empty_that_may_move(void **state)
{
	(void)state;
	struct bench b = begin();
	ls_type_id e = class(&b, "E", 1, NULL, 0);
	ls_type_id d = CLASS(&b, "D", 16, virtual_base("E", e), vptr(&b),
	    at("e", e, 0), at("c", b.character, 8));
	finish(&b);
	assert_false(field_of(&b, d, "E")->has_offset);
	ls_model_free(b.model);
}

/* |nnnnl|c..|  A's padding is D's; |nnnnl...|iiii|  here it is A's own */
static void
test_tail_of_base(void **state)
{
	(void)state;
	struct bench b = begin();
	ls_type_id a = CLASS(
	    &b, "A", 8, at("n", b.integer, 0), at("l", b.character, 4));
	ls_type_id d = CLASS(
	    &b, "D", 8, base("A", a, 0), at("c", b.character, 5));
	ls_type_id other = CLASS(
	    &b, "O", 12, base("A", a, 0), at("i", b.integer, 8));
	finish(&b);
	check(&b, d, "A", 0, 5);
	check(&b, other, "A", 0, 8);
	ls_model_free(b.model);
}

/* |nnnnl|c..|  D holds B, which is but A: the end of A's data counts */
static void
test_tail_further_up(void **state)
{
	(void)state;
	struct bench b = begin();
	ls_type_id a = CLASS(
	    &b, "A", 8, at("n", b.integer, 0), at("l", b.character, 4));
	ls_type_id of_a = CLASS(&b, "B", 8, base("A", a, 0));
	ls_type_id d = CLASS(
	    &b, "D", 8, base("B", of_a, 0), at("c", b.character, 5));
	finish(&b);
	check(&b, of_a, "A", 0, 8);
	check(&b, d, "B", 0, 5);
	ls_model_free(b.model);
}

/* |nnnn|c...  that begins inside of a number shows nothing of tails */
static void
test_overlap_is_no_tail(void **state)
{
	(void)state;
	struct bench b = begin();
	ls_type_id a = CLASS(&b, "A", 8, at("n", b.wide, 0));
	ls_type_id d = CLASS(
	    &b, "D", 8, base("A", a, 0), at("c", b.character, 5));
	finish(&b);
	check(&b, d, "A", 0, 8);
	ls_model_free(b.model);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one),
		cmocka_unit_test(test_diamond),
		cmocka_unit_test(test_primary),
		cmocka_unit_test(test_first_that_knows),
		cmocka_unit_test(test_empty_that_may_move),
		cmocka_unit_test(test_tail_of_base),
		cmocka_unit_test(test_tail_further_up),
		cmocka_unit_test(test_overlap_is_no_tail),
	};
	return cmocka_run_group_tests_name("virtual", tests, NULL, NULL);
}
