/*
 * test_patch.c - sources taken apart, and lines in another order.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analyse/patch/patch.h"
#include "base/error.h"

static struct ls_c_source
read_text(const char *text)
{
	struct ls_c_source source;
	assert_null(ls_c_source_read(text, strlen(text), &source));
	return source;
}

/* The tokens as kinds: w(ord) l(iteral) m(ark) c(omment) d(irective). */
static void
assert_kinds(const char *text, const char *kinds)
{
	struct ls_c_source source = read_text(text);
	char got[64] = "";
	for (size_t i = 0; i < source.token_count && i < 63; i++)
		got[i] = "wlmcd"[source.tokens[i].kind];
	assert_string_equal(got, kinds);
	ls_c_source_free(&source);
}

static void
each_kind_of_token_is_told(void **state)
{
	(void)state;
	assert_kinds("int a;", "wwm");
	assert_kinds("a1 $b _c \xc3\xa9", "wwww");
	assert_kinds("1'000 0x1p-3 .5e+2 1.2.3", "llll");
	assert_kinds("\"a\\\"b\" 'c' L\"d\" u8R\"x()\" )x\" e", "llllw");
	assert_kinds("a // b\nc /* d\n e */ f", "wcwcw");
	assert_kinds("# if a /* b\n c */ d\ne", "dw");
	assert_kinds("a # b\n/* c */ #d\n", "wmwcd");
	assert_kinds("#define a \\\n b\nc // d \\\n e\nf", "dwcw");
	assert_kinds("", "");
}

static void
lines_are_counted_through_everything(void **state)
{
	(void)state;
	struct ls_c_source source = read_text(
	    "/* 1\n2 */ a\n\"3\\\n4\"\r\nR\"(5\n6)\"\n7");
	assert_int_equal(source.line_count, 7);
	assert_int_equal(source.token_count, 5);
	const uint32_t first[] = { 1, 2, 3, 5, 7 };
	const uint32_t last[] = { 2, 2, 4, 6, 7 };
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(source.tokens[i].first_line, first[i]);
		assert_int_equal(source.tokens[i].last_line, last[i]);
	}
	assert_false(source.is_broken);
	ls_c_source_free(&source);
}

static void
what_does_not_end_is_broken(void **state)
{
	(void)state;
	static const char *const texts[] = { "a /* b", "a R\"x( )y\"",
		"#if /* a" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct ls_c_source source = read_text(texts[i]);
		assert_true(source.is_broken);
		ls_c_source_free(&source);
	}
}

static void
brackets_close_each_other(void **state)
{
	(void)state;
	struct ls_c_source source = read_text("a ( [ b ] { c } ) d {");
	assert_int_equal(ls_c_source_close(&source, 1), 8);
	assert_int_equal(ls_c_source_close(&source, 2), 4);
	assert_int_equal(ls_c_source_close(&source, 10), source.token_count);
	ls_c_source_free(&source);
}

/* ---- what counts on an order ---- */

static uint32_t
use_line(const char *text, bool is_cpp, bool is_typedef_name)
{
	struct ls_c_source source = read_text(text);
	struct ls_c_use use;
	const struct ls_c_type type = { "t", is_cpp, is_typedef_name };
	assert_true(ls_patch_find_uses(&source, &type, 1, &use));
	ls_c_source_free(&source);
	return use.line;
}

static void
initialisers_by_order_are_found(void **state)
{
	(void)state;
	assert_int_equal(use_line("struct t x = { 1 };", false, false), 1);
	assert_int_equal(
	    use_line("\nstruct t x[] = {{ 1 }};", false, false), 2);
	assert_int_equal(use_line("struct t *p, x = {1};", false, false), 1);
	assert_int_equal(use_line("f((struct t){ 1, 2 })", false, false), 1);
	assert_int_equal(
	    use_line("return (const struct t){ 1 };", false, 0), 1);
	assert_int_equal(use_line("t x = { 1 };", false, true), 1);
	assert_int_equal(use_line("t x{ 1 };", true, false), 1);
	assert_int_equal(use_line("t x = { .a = 1 };", true, false), 1);
	assert_int_equal(use_line("t::t(int a) : b(a) {}", true, false), 1);
}

static void
what_goes_by_name_is_none(void **state)
{
	(void)state;
	assert_int_equal(
	    use_line("struct t x = { .a = 1 };", false, false), 0);
	assert_int_equal(use_line("struct t x = { 0 };", false, false), 0);
	assert_int_equal(use_line("struct t x = {};", false, false), 0);
	assert_int_equal(use_line("struct u x = { 1 };", false, false), 0);
	assert_int_equal(
	    use_line("int f(struct t x) { 1; }", false, false), 0);
	assert_int_equal(use_line("struct t *x = { 1 };", false, false), 0);
	assert_int_equal(use_line("struct t { int a; };", false, false), 0);
	assert_int_equal(use_line("/* struct t x = { 1 }; */", false, 0), 0);
	assert_int_equal(use_line("int t = { 1 };", false, false), 0);
}

/* ---- hunks ---- */

/* The lines of all hunks as "what text", and each head. */
static void
assert_hunks(const char *text, const struct ls_moved_lines *moved,
    size_t count, const char *expected)
{
	struct ls_c_source source = read_text(text);
	struct ls_arena arena = { .limit_bytes = 1 << 20 };
	struct ls_file_patch patch = { 0 };
	char got[1024];
	size_t size = 0;
	assert_true(ls_patch_hunks(&source, moved, count, &arena, &patch));
	for (size_t i = 0; i < patch.hunk_count; i++) {
		const struct ls_hunk *hunk = &patch.hunks[i];
		size += (size_t)snprintf(got + size, sizeof(got) - size,
		    "@%u,%u %u,%u\n", hunk->old_first, hunk->old_count,
		    hunk->new_first, hunk->new_count);
		for (size_t k = 0; k < hunk->line_count; k++)
			size += (size_t)snprintf(got + size,
			    sizeof(got) - size, "%c%.*s", hunk->lines[k].what,
			    (int)hunk->lines[k].size, hunk->lines[k].text);
	}
	assert_string_equal(got, expected);
	ls_arena_free(&arena);
	ls_c_source_free(&source);
}

/* b moves to behind d; what is three lines away is left out. */
static void
a_moved_line_goes_and_comes(void **state)
{
	(void)state;
	uint32_t order[] = { 6, 7, 5 };
	bool is_moved[] = { false, false, true };
	const struct ls_moved_lines moved = { 5, 3, order, is_moved, NULL };
	assert_hunks("1\n2\n3\n4\nb\nc\nd\n8\n9\n10\n11\n", &moved, 1,
	    "@2,9 2,9\n 2\n 3\n 4\n-b\n c\n d\n+b\n 8\n 9\n 10\n");
}

static void
changes_near_each_other_are_one_hunk(void **state)
{
	(void)state;
	uint32_t first[] = { 2, 1 }, second[] = { 10, 9 },
		 third[] = { 19, 18 };
	bool is_moved[] = { false, true };
	const struct ls_moved_lines moved[] = {
		{ 1, 2, first, is_moved, NULL },
		{ 9, 2, second, is_moved, NULL },
		{ 18, 2, third, is_moved, NULL },
	};
	assert_hunks(
	    "1\n2\n3\n4\n5\n6\n7\n8\n9\nA\nB\nC\nD\nE\nF\nG\nH\nI\nJ\n", moved,
	    3,
	    "@1,13 1,13\n-1\n 2\n+1\n 3\n 4\n 5\n 6\n 7\n 8\n-9\n A\n+9\n"
	    " B\n C\n D\n"
	    "@15,5 15,5\n F\n G\n H\n-I\n J\n+I\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_token_is_told),
		cmocka_unit_test(lines_are_counted_through_everything),
		cmocka_unit_test(what_does_not_end_is_broken),
		cmocka_unit_test(brackets_close_each_other),
		cmocka_unit_test(initialisers_by_order_are_found),
		cmocka_unit_test(what_goes_by_name_is_none),
		cmocka_unit_test(a_moved_line_goes_and_comes),
		cmocka_unit_test(changes_near_each_other_are_one_hunk),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
