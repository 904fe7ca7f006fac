/*
 * test_spell.c - types as their languages write them.
 *
 * Each test names the source that its types stand for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/out.h"
#include "model/build.h"
#include "model/spell.h"

/* One build and its language, which every type of a test shares. */
struct bench {
	struct ls_build *build;
	enum ls_lang lang;
};

static struct bench
begin(enum ls_lang lang)
{
	struct ls_target target = ls_target_by_name("x86_64");
	struct bench bench = { .lang = lang };
	assert_null(ls_build_begin(&target, &bench.build));
	return bench;
}

static ls_type_id
add(const struct bench *bench, struct ls_type type)
{
	ls_type_id id;
	type.lang = bench->lang;
	assert_null(ls_build_reserve(bench->build, &id));
	assert_null(ls_build_describe(bench->build, id, &type));
	return id;
}

static ls_type_id
scalar(const struct bench *bench, const char *name)
{
	return add(bench,
	    (struct ls_type){ .name = name,
		.kind = LS_KIND_SCALAR,
		.has_size = true,
		.size_bits = 32 });
}

static ls_type_id
record(const struct bench *bench, enum ls_kind kind, const char *name)
{
	return add(bench,
	    (struct ls_type){ .name = name, .kind = kind, .has_size = true });
}

static ls_type_id
pointer(const struct bench *bench, ls_type_id target)
{
	return add(bench,
	    (struct ls_type){ .kind = LS_KIND_POINTER,
		.target = target,
		.has_size = true,
		.size_bits = 64 });
}

static ls_type_id
reference(const struct bench *bench, enum ls_pointer how, ls_type_id target)
{
	return add(bench,
	    (struct ls_type){
		.kind = LS_KIND_POINTER, .pointer = how, .target = target });
}

static ls_type_id
member_pointer(const struct bench *bench, ls_type_id of, ls_type_id target)
{
	return add(bench,
	    (struct ls_type){ .kind = LS_KIND_POINTER,
		.pointer = LS_POINTER_MEMBER,
		.pointer_class = of,
		.target = target });
}

static ls_type_id
alias(const struct bench *bench, enum ls_alias how, const char *name,
    ls_type_id target)
{
	return add(bench,
	    (struct ls_type){ .kind = LS_KIND_ALIAS,
		.alias = how,
		.name = name,
		.target = target });
}

static ls_type_id
constant(const struct bench *bench, ls_type_id target)
{
	return alias(bench, LS_ALIAS_CONST, NULL, target);
}

static ls_type_id
array(const struct bench *bench, ls_type_id target, uint64_t count)
{
	return add(bench,
	    (struct ls_type){ .kind = LS_KIND_ARRAY,
		.target = target,
		.has_count = true,
		.count = count });
}

static ls_type_id
function(const struct bench *bench, ls_type_id target,
    const ls_type_id *parameters, uint32_t count, bool is_variadic)
{
	return add(bench,
	    (struct ls_type){ .kind = LS_KIND_FUNCTION,
		.target = target,
		.parameters = parameters,
		.parameter_count = count,
		.is_variadic = is_variadic });
}

static struct ls_model *
seal(struct bench *bench)
{
	struct ls_model *model;
	assert_null(ls_build_seal(bench->build, &model));
	return model;
}

static void
expect(const struct ls_model *model, ls_type_id id, const char *wanted)
{
	struct ls_out out = { .text = NULL };
	ls_spell_type(model, id, &out);
	assert_null(ls_out_finish(&out));
	assert_string_equal(out.text, wanted);
	ls_out_free(&out);
}

static void
expect_declared(const char *type, const char *name, const char *wanted)
{
	struct ls_out out = { .text = NULL };
	ls_spell_declaration(type, name, &out);
	assert_null(ls_out_finish(&out));
	assert_string_equal(out.text, wanted);
	ls_out_free(&out);
}

static void
names_have_keywords_in_c(void **state)
{
	(void)state;
	struct bench b = begin(LS_LANG_C);
	ls_type_id i = scalar(&b, "unsigned int");
	ls_type_id z = add(&b,
	    (struct ls_type){ .name = "complex double",
		.kind = LS_KIND_SCALAR,
		.encoding = LS_ENCODING_COMPLEX });
	ls_type_id zf = add(&b,
	    (struct ls_type){ .name = "complex",
		.kind = LS_KIND_SCALAR,
		.has_size = true,
		.size_bits = 64,
		.encoding = LS_ENCODING_COMPLEX });
	ls_type_id s = record(&b, LS_KIND_STRUCT, "timer");
	ls_type_id u = record(&b, LS_KIND_UNION, "word");
	ls_type_id e = record(&b, LS_KIND_ENUM, "state");
	ls_type_id none = record(&b, LS_KIND_STRUCT, NULL);
	ls_type_id t = add(&b,
	    (struct ls_type){ .name = "conn_t",
		.kind = LS_KIND_STRUCT,
		.is_typedef_name = true,
		.has_size = true });
	ls_type_id a = alias(&b, LS_ALIAS_TYPEDEF, "uint32_t", i);
	struct ls_model *model = seal(&b);
	expect(model, i, "unsigned int");
	expect(model, z, "_Complex double");
	expect(model, zf, "_Complex float");
	expect(model, s, "struct timer");
	expect(model, u, "union word");
	expect(model, e, "enum state");
	expect(model, none, "struct {...}");
	expect(model, t, "conn_t");
	expect(model, a, "uint32_t");
	expect(model, LS_NO_TYPE, "void");
	ls_model_free(model);
}

static void
declarators_go_around_the_name(void **state)
{
	(void)state;
	struct bench b = begin(LS_LANG_C);
	ls_type_id i = scalar(&b, "int"), c = scalar(&b, "char");
	ls_type_id any = pointer(&b, LS_NO_TYPE);
	ls_type_id text = pointer(&b, c);
	ls_type_id texts = pointer(&b, text);
	ls_type_id tag = array(&b, c, 6);
	ls_type_id table = array(&b, array(&b, c, 3), 2);
	ls_type_id open = add(
	    &b, (struct ls_type){ .kind = LS_KIND_ARRAY, .target = i });
	ls_type_id row = pointer(&b, array(&b, i, 3));
	ls_type_id f = function(&b, i, (ls_type_id[]){ i, c }, 2, false);
	ls_type_id call = pointer(&b, f);
	ls_type_id calls = array(&b, call, 4);
	ls_type_id get = function(&b, call, &text, 1, false);
	ls_type_id get_call = pointer(&b, get);
	ls_type_id none = pointer(&b, function(&b, i, NULL, 0, false));
	ls_type_id old = pointer(&b, function(&b, i, NULL, 0, true));
	ls_type_id print = pointer(&b, function(&b, i, &text, 1, true));
	ls_type_id deep = pointer(&b,
	    array(&b, pointer(&b, function(&b, LS_NO_TYPE, &i, 1, false)), 3));
	struct ls_model *model = seal(&b);
	expect(model, any, "void *");
	expect(model, texts, "char **");
	expect(model, tag, "char[6]");
	expect(model, table, "char[2][3]");
	expect(model, open, "int[]");
	expect(model, row, "int (*)[3]");
	expect(model, f, "int (int, char)");
	expect(model, call, "int (*)(int, char)");
	expect(model, calls, "int (*[4])(int, char)");
	expect(model, get, "int (*(char *))(int, char)");
	expect(model, get_call, "int (*(*)(char *))(int, char)");
	expect(model, none, "int (*)(void)");
	expect(model, old, "int (*)()");
	expect(model, print, "int (*)(char *, ...)");
	expect(model, deep, "void (*(*)[3])(int)");
	ls_model_free(model);
}

static void
qualifiers_stand_by_what_they_qualify(void **state)
{
	(void)state;
	struct bench b = begin(LS_LANG_C);
	ls_type_id i = scalar(&b, "int"), c = scalar(&b, "char");
	ls_type_id text = pointer(&b, constant(&b, c));
	ls_type_id fixed = constant(&b, pointer(&b, c));
	ls_type_id both = constant(&b, text);
	ls_type_id to_fixed = pointer(&b, fixed);
	ls_type_id alone = alias(&b, LS_ALIAS_RESTRICT, NULL,
	    pointer(&b, constant(&b, LS_NO_TYPE)));
	ls_type_id atomic = alias(&b, LS_ALIAS_ATOMIC, NULL, i);
	ls_type_id two = constant(&b,
	    alias(&b, LS_ALIAS_VOLATILE, NULL,
		record(&b, LS_KIND_STRUCT, "reg")));
	ls_type_id words = constant(&b, array(&b, i, 3));
	ls_type_id named = constant(
	    &b, alias(&b, LS_ALIAS_TYPEDEF, "size_t", i));
	struct ls_model *model = seal(&b);
	expect(model, text, "const char *");
	expect(model, fixed, "char *const");
	expect(model, both, "const char *const");
	expect(model, to_fixed, "char *const *");
	expect(model, alone, "const void *restrict");
	expect(model, atomic, "_Atomic int");
	expect(model, two, "const volatile struct reg");
	expect(model, words, "const int[3]");
	expect(model, named, "const size_t");
	ls_model_free(model);
}

/* typedef int v4 __attribute__((vector_size(16))); */
static void
vectors_have_their_attribute(void **state)
{
	(void)state;
	struct bench b = begin(LS_LANG_C);
	ls_type_id v = add(&b,
	    (struct ls_type){ .kind = LS_KIND_ARRAY,
		.is_vector = true,
		.target = scalar(&b, "int"),
		.has_count = true,
		.count = 4,
		.has_size = true,
		.size_bits = 128 });
	ls_type_id to = pointer(&b, v), some = array(&b, v, 2);
	struct ls_model *model = seal(&b);
	expect(model, v, "int __attribute__((vector_size(16)))");
	expect(model, to, "int __attribute__((vector_size(16))) *");
	expect(model, some, "int __attribute__((vector_size(16)))[2]");
	ls_model_free(model);
}

static void
cpp_has_references_and_no_keywords(void **state)
{
	(void)state;
	struct bench b = begin(LS_LANG_CPP);
	ls_type_id i = scalar(&b, "int");
	ls_type_id a = record(&b, LS_KIND_CLASS, "ns::A<int>");
	ls_type_id none = record(&b, LS_KIND_UNION, NULL);
	ls_type_id ref = reference(&b, LS_POINTER_LVALUE, constant(&b, a));
	ls_type_id moved = reference(&b, LS_POINTER_RVALUE, a);
	ls_type_id row = reference(&b, LS_POINTER_LVALUE, array(&b, i, 3));
	ls_type_id data = member_pointer(&b, a, i);
	ls_type_id method = member_pointer(
	    &b, a, function(&b, LS_NO_TYPE, &i, 1, false));
	ls_type_id none_in = pointer(&b, function(&b, i, NULL, 0, false));
	ls_type_id any_in = pointer(&b, function(&b, i, NULL, 0, true));
	ls_type_id alone = alias(&b, LS_ALIAS_RESTRICT, NULL, pointer(&b, i));
	struct ls_model *model = seal(&b);
	expect(model, a, "ns::A<int>");
	expect(model, none, "union {...}");
	expect(model, ref, "const ns::A<int> &");
	expect(model, moved, "ns::A<int> &&");
	expect(model, row, "int (&)[3]");
	expect(model, data, "int ns::A<int>::*");
	expect(model, method, "void (ns::A<int>::*)(int)");
	expect(model, none_in, "int (*)()");
	expect(model, any_in, "int (*)(...)");
	expect(model, alone, "int *__restrict");
	ls_model_free(model);
}

static void
rust_reads_from_left_to_right(void **state)
{
	(void)state;
	struct bench b = begin(LS_LANG_RUST);
	ls_type_id byte = scalar(&b, "u8");
	ls_type_id id = record(&b, LS_KIND_STRUCT, "app::Id");
	ls_type_id words = array(&b, scalar(&b, "u64"), 9);
	ls_type_id table = array(&b, array(&b, byte, 4), 2);
	ls_type_id slice = add(
	    &b, (struct ls_type){ .kind = LS_KIND_ARRAY, .target = id });
	ls_type_id ref = add(&b,
	    (struct ls_type){
		.name = "&u8", .kind = LS_KIND_POINTER, .target = byte });
	ls_type_id bare = pointer(&b, words);
	ls_type_id nothing = pointer(&b, LS_NO_TYPE);
	ls_type_id call = function(&b, id, &byte, 1, false);
	struct ls_model *model = seal(&b);
	expect(model, id, "app::Id");
	expect(model, words, "[u64; 9]");
	expect(model, table, "[[u8; 4]; 2]");
	expect(model, slice, "[app::Id]");
	expect(model, ref, "&u8");
	expect(model, bare, "*const [u64; 9]");
	expect(model, nothing, "*const ()");
	expect(model, call, "fn(u8) -> app::Id");
	ls_model_free(model);
}

/* The text of a type that no one would write, and its size. */
static char *
spelt(const struct ls_model *model, ls_type_id id, size_t *size)
{
	struct ls_out out = { .text = NULL };
	ls_spell_type(model, id, &out);
	assert_null(ls_out_finish(&out));
	*size = out.size;
	return out.text;
}

/* void f(g, g), g(h, h), ...: 2^64 parameters, if one wrote them all. */
static void
spelling_ends(void **state)
{
	(void)state;
	for (enum ls_lang lang = LS_LANG_C; lang <= LS_LANG_RUST; lang++) {
		struct bench b = begin(lang);
		ls_type_id wide = scalar(&b, "int"), deep = wide;
		for (unsigned i = 0; i < 2 * LS_MAX_DEPTH; i++) {
			ls_type_id in[2] = { wide, wide };
			wide = pointer(
			    &b, function(&b, LS_NO_TYPE, in, 2, false));
			deep = pointer(&b, deep);
		}
		struct ls_model *model = seal(&b);
		size_t size;
		char *text = spelt(model, wide, &size);
		assert_true(size < 64 * LS_MAX_SPELT_TYPES);
		assert_non_null(strstr(text, "..."));
		free(text);
		text = spelt(model, deep, &size);
		assert_true(size < 16 * LS_MAX_DEPTH);
		assert_non_null(strstr(text, "..."));
		free(text);
		ls_model_free(model);
	}
}

/* Parameters whose names together are longer than a name may be. */
static void
length_is_bounded(void **state)
{
	(void)state;
	struct bench b = begin(LS_LANG_C);
	static char name[65536];
	memset(name, 'x', sizeof(name) - 1);
	ls_type_id in[100];
	ls_type_id x = scalar(&b, name);
	for (unsigned i = 0; i < 100; i++)
		in[i] = x;
	ls_type_id f = function(&b, LS_NO_TYPE, in, 100, false);
	struct ls_model *model = seal(&b);
	size_t size;
	char *text = spelt(model, f, &size);
	assert_true(size > sizeof(name));
	assert_true(size <= LS_MAX_NAME_BYTES + strlen("..."));
	assert_string_equal(text + size - 3, "...");
	free(text);
	ls_model_free(model);
}

static void
declarations_put_the_name_inside(void **state)
{
	(void)state;
	expect_declared("unsigned int", "flags", "unsigned int flags");
	expect_declared("const char *", "name", "const char *name");
	expect_declared("char *const", "name", "char *const name");
	expect_declared("char[6]", "tag", "char tag[6]");
	expect_declared("char *[2][3]", "t", "char *t[2][3]");
	expect_declared("int (*)[3]", "row", "int (*row)[3]");
	expect_declared("int (*)(int)", "f", "int (*f)(int)");
	expect_declared("int (*const)(int)", "f", "int (*const f)(int)");
	expect_declared("int (*[4])(int)", "f", "int (*f[4])(int)");
	expect_declared("int (*(*)(char *))(int, char)", "f",
	    "int (*(*f)(char *))(int, char)");
	expect_declared("void (*(*)[3])(int)", "f", "void (*(*f)[3])(int)");
	expect_declared("int (int)", "f", "int f(int)");
	expect_declared("char *(int)", "f", "char *f(int)");
	expect_declared("void (void (*)(int))", "f", "void f(void (*)(int))");
	expect_declared("struct {...}", "s", "struct {...} s");
	expect_declared("int __attribute__((vector_size(16)))", "v",
	    "int __attribute__((vector_size(16))) v");
	expect_declared("int __attribute__((vector_size(16)))[2]", "v",
	    "int __attribute__((vector_size(16))) v[2]");
	expect_declared("int A::*", "p", "int A::*p");
	expect_declared(
	    "void (ns::A<int>::*)(int)", "m", "void (ns::A<int>::*m)(int)");
	expect_declared("const A &", "r", "const A &r");
	expect_declared("int (&)[3]", "r", "int (&r)[3]");
	expect_declared("F<int (*)(int)>", "f", "F<int (*)(int)> f");
	expect_declared(
	    "(anonymous namespace)::A", "a", "(anonymous namespace)::A a");
	expect_declared("char[6]", "", "char[6]");
	expect_declared("char[6]", NULL, "char[6]");
}

static void
broken_types_are_declared_somehow(void **state)
{
	(void)state;
	expect_declared("", "x", "x");
	expect_declared("(", "x", "x(");
	expect_declared("(*", "x", "(*x");
	expect_declared("(*(*(*", "x", "(*(*(*x");
	expect_declared("<", "x", "< x");
	expect_declared("a::", "x", "a:: x");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_have_keywords_in_c),
		cmocka_unit_test(declarators_go_around_the_name),
		cmocka_unit_test(qualifiers_stand_by_what_they_qualify),
		cmocka_unit_test(vectors_have_their_attribute),
		cmocka_unit_test(cpp_has_references_and_no_keywords),
		cmocka_unit_test(rust_reads_from_left_to_right),
		cmocka_unit_test(spelling_ends),
		cmocka_unit_test(length_is_bounded),
		cmocka_unit_test(declarations_put_the_name_inside),
		cmocka_unit_test(broken_types_are_declared_somehow),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
