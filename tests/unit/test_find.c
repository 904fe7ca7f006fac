/*
 * test_find.c - which types the words of a user mean.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "model/find.h"
#include "model/find_many.h"

static const struct ls_find_options as_shown = { .ignore_case = false };
static const struct ls_find_options with_hidden = { .with_hidden = true };
static const struct ls_find_options any_case = { .ignore_case = true };

/* A catalog of these entries; a name ends the list at NULL. */
static struct ls_catalog
catalog_of(const struct ls_entry *entries, size_t count)
{
	struct ls_catalog catalog = ls_catalog_new();
	for (size_t i = 0; i < count; i++)
		assert_true(ls_catalog_add(&catalog, &entries[i]));
	return catalog;
}

#define CATALOG(...)                                           \
	catalog_of((const struct ls_entry[]){ __VA_ARGS__ },   \
	    sizeof((const struct ls_entry[]){ __VA_ARGS__ }) / \
		sizeof(struct ls_entry))
#define STRUCT(text)                                                      \
	{                                                                 \
		.name = (text), .kind = LS_KIND_STRUCT, .lang = LS_LANG_C \
	}
#define HIDDEN(text, why)                                               \
	{                                                               \
		.name = (text), .kind = LS_KIND_STRUCT, .hidden = (why) \
	}

/* Many names at once are found as one is. */
static void
expect_of_many(const struct ls_catalog *catalog, const char *text,
    const struct ls_found *wanted)
{
	struct ls_finder *finder;
	struct ls_found found;
	assert_null(ls_finder_new(catalog, &finder));
	assert_null(ls_finder_find(finder, text, &found));
	assert_int_equal(found.count, wanted->count);
	for (size_t i = 0; i < found.count; i++)
		assert_int_equal(found.ids[i], wanted->ids[i]);
	free(found.ids);
	ls_finder_free(finder);
}

/* The ids that one pattern finds, as "0 2 5 ". */
static void
expect(const struct ls_catalog *catalog, enum ls_pattern_kind kind,
    const char *text, const struct ls_find_options *options,
    const char *wanted)
{
	const struct ls_pattern pattern = { kind, text };
	struct ls_found found;
	struct ls_error *err = ls_find(catalog, &pattern, 1, options, &found);
	if (err)
		print_error("%s: %s\n%s", text, err->text, err->details);
	assert_null(err);
	char got[256] = "";
	for (size_t i = 0; i < found.count; i++)
		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%u ",
		    found.ids[i]);
	if (kind == LS_PATTERN_NAME && options == &as_shown)
		expect_of_many(catalog, text, &found);
	free(found.ids);
	if (strcmp(got, wanted) != 0)
		print_error("%s\n", text);
	assert_string_equal(got, wanted);
}

static void
expect_names(
    const struct ls_catalog *catalog, const char *text, const char *wanted)
{
	expect(catalog, LS_PATTERN_NAME, text, &as_shown, wanted);
}

static void
expect_error(const struct ls_catalog *catalog, enum ls_pattern_kind kind,
    const char *text, enum ls_error_code code, const char *message,
    const char *details)
{
	const struct ls_pattern pattern = { kind, text };
	struct ls_found found;
	struct ls_error *err = ls_find(
	    catalog, &pattern, 1, &as_shown, &found);
	assert_non_null(err);
	assert_int_equal(err->code, code);
	assert_string_equal(err->text, message);
	assert_string_equal(err->details, details);
	ls_error_free(err);
}

static void
expect_match(const char *pattern, const char *name)
{
	if (!ls_find_matches(pattern, name, LS_KIND_STRUCT))
		print_error("%s should match %s\n", pattern, name);
	assert_true(ls_find_matches(pattern, name, LS_KIND_STRUCT));
}

static void
expect_no_match(const char *pattern, const char *name)
{
	if (ls_find_matches(pattern, name, LS_KIND_STRUCT))
		print_error("%s should not match %s\n", pattern, name);
	assert_false(ls_find_matches(pattern, name, LS_KIND_STRUCT));
}

static void
spaces_mean_nothing(void **state)
{
	(void)state;
	expect_match("Vec<u8,Global>", "Vec<u8, Global>");
	expect_match(" pair<unsigned  int,A> ", "pair<unsigned int, A>");
	expect_match("vector<set<int>>", "vector<set<int> >");
	expect_match("vector<set<int> >", "vector<set<int>>");
	expect_match("[ u64;9 ]", "[u64; 9]");
	expect_match("fn(u8)->u32", "fn(u8) -> u32");
	expect_match("array<int, 4>", "array<int, 4UL>");
	expect_no_match("unsignedint", "unsigned int");
	expect_no_match("dynTrait", "dyn Trait");
	expect_no_match("array<int, 0x4>", "array<int, 0x4F>");
}

static void
lifetimes_are_optional(void **state)
{
	(void)state;
	expect_match("Ref<'a, u8>", "core::cell::Ref<u8>");
	expect_match("Ref<u8>", "core::cell::Ref<'_, u8>");
	expect_match("Args<'a>", "app::Args");
	expect_match("Pair<'a, 'b>", "app::Pair");
	expect_match("Pair<'a, T, 'b>", "app::Pair<T>");
	expect_match("&'static str", "&str");
	expect_match("Box<dyn Run + 'a>", "Box<dyn app::Run>");
	expect_match("lit<'a'>", "lit<'a'>");
	expect_no_match("lit<'a'>", "lit<'b'>");
}

static void
defaults_are_dropped_on_both_sides(void **state)
{
	(void)state;
	const char *vec = "alloc::vec::Vec<u8, alloc::alloc::Global>";
	expect_match("alloc::vec::Vec<u8>", vec);
	expect_match("Vec<u8>", vec);
	expect_match("Vec<u8, Global>", vec);
	expect_match("Vec<u8, alloc::alloc::Global>", vec);
	expect_match(vec, "alloc::vec::Vec<u8>");
	expect_match("Vec<Vec<u8>>",
	    "alloc::vec::Vec<alloc::vec::Vec<u8, alloc::alloc::Global>, "
	    "alloc::alloc::Global>");
	expect_no_match("Vec<u8>", "alloc::vec::Vec<u8, app::Pool>");
	expect_no_match("Vec<u8, Pool>", vec);
	expect_match("Vec<u8, Pool>", "alloc::vec::Vec<u8, app::Pool>");
	expect_match("HashMap<u8, Id>",
	    "std::collections::hash::map::HashMap<u8, app::Id, "
	    "std::hash::random::RandomState>");
	expect_match("HashMap<u8, Id, RandomState>",
	    "std::collections::hash::map::HashMap<u8, app::Id, "
	    "std::collections::hash::map::RandomState>");
	expect_match("vector<int>", "std::vector<int, std::allocator<int> >");
	expect_match("std::vector<int, std::allocator<int>>",
	    "std::vector<int, std::allocator<int> >");
	expect_match("Vec<*>", vec);
	expect_match("V*<u8>", vec);
	expect_match("V*<u8, alloc::alloc::Global>", vec);
	expect_match("*Global*", vec);
	expect_no_match(
	    "X<0, std::equal_to<int>, true>", "X<0, std::less<int>, true>");
	/* The hasher itself is a type like any other. */
	expect_match("RandomState", "std::hash::random::RandomState");
	expect_match("Global", "alloc::alloc::Global");
	expect_no_match("(u8)", "(u8, alloc::alloc::Global)");
}

static void
suffixes_begin_at_colons(void **state)
{
	(void)state;
	expect_match("Id", "app::Id");
	expect_match("app::Id", "app::Id");
	expect_match("b::Id", "a::b::Id");
	expect_no_match("d", "app::Id");
	expect_no_match("pp::Id", "app::Id");
	expect_no_match("app", "app::Id");
	expect_no_match("a::Id", "a::b::Id");
	expect_no_match("Vec", "alloc::vec::Vec<u8>");
	expect_no_match("x::app::Id", "app::Id");
	expect_match("conn", "(anonymous namespace)::conn");
	expect_match("local", "main(int, char**)::local");
	expect_match("{closure_env#0}", "app::main::{closure_env#0}");
	expect_match("{closure_env#0}<u8>", "app::f::{closure_env#0}<u8>");
	expect_match("main::{closure_env#0}", "app::main::{closure_env#0}");
	expect_no_match("{closure_env#0}", "app::main::{closure_env#1}");
	expect_match("it", "<app::A as app::B>::get::it");
	expect_match("A::B", "n::A<int>::A::B");
	expect_match("A<int>::B", "n::A<int>::B");
	expect_no_match("A::B", "n::A<int>::B");
}

static void
paths_in_brackets_are_suffixes_too(void **state)
{
	(void)state;
	expect_match("Option<Id>", "core::option::Option<app::Id>");
	expect_match("Vec<(u8, Id)>",
	    "alloc::vec::Vec<(u8, app::Id), alloc::alloc::Global>");
	expect_match("Result<Vec<u8>, io::Error>",
	    "core::result::Result<alloc::vec::Vec<u8, alloc::alloc::Global>, "
	    "std::io::error::io::Error>");
	expect_no_match("Result<Vec<u8>, io::Error>",
	    "core::result::Result<alloc::vec::Vec<u8>, std::io::Oops>");
	expect_match("&[Id]", "&[app::Id]");
	expect_match("(u8, Id)", "(u8, app::Id)");
	expect_match("Box<dyn Trait>",
	    "alloc::boxed::Box<dyn app::Trait, alloc::alloc::Global>");
	expect_match("fn(&Id) -> Out", "fn(&app::Id) -> app::Out");
	expect_no_match("Option<Id>", "core::option::Option<app::Idea>");
	expect_no_match("Option<Id>", "core::option::Option<app::Id, u8>");
	expect_no_match("Option<d>", "core::option::Option<app::Id>");
	expect_no_match("Option<Id>", "&core::option::Option<app::Id>");
	expect_match("Vec<[u8; 4]>", "alloc::vec::Vec<[u8; 4]>");
	expect_match("map<string, X*>", "std::map<std::string, ns::X*>");
}

static void
colons_in_front_anchor(void **state)
{
	(void)state;
	expect_match("::conn", "conn");
	expect_match("::net::conn", "net::conn");
	expect_no_match("::conn", "net::conn");
	expect_match("Option<::Id>", "core::option::Option<Id>");
	expect_no_match("Option<::Id>", "core::option::Option<app::Id>");
	expect_match("::conn*", "conn_pool");
	expect_no_match("::conn*", "net::conn_pool");
}

static void
globs_cross_everything(void **state)
{
	(void)state;
	expect_match("conn*", "conn");
	expect_match("conn*", "net::conn_pool");
	expect_match("conn*", "conn::inner::deep");
	expect_match("net::*", "net::tcp::conn");
	expect_match("net::*", "app::net::conn");
	expect_no_match("net::*", "ethernet::conn");
	expect_match("*::conn", "net::conn");
	expect_no_match("*::conn", "conn");
	expect_match("c?nn", "conn");
	expect_no_match("c?nn", "cnn");
	expect_match("c?f\xc3\xa9", "caf\xc3\xa9");
	expect_match("caf?", "caf\xc3\xa9");
	expect_no_match("caf??", "caf\xc3\xa9");
	expect_match("[a]*", "[a]b");
	expect_no_match("[a]*", "ab");
	expect_match("Vec<*const u8>", "alloc::vec::Vec<*const u8>");
	expect_match("*Pool*", "net::ConnPool<u8>");
	/* A boundary inside of brackets is none. */
	expect_no_match("Id*", "core::option::Option<app::Id>");
	expect_match("*b*d", "abcbcd");
	expect_no_match("*b*d", "abcbcde");
}

static void
keywords_filter_by_kind(void **state)
{
	(void)state;
	struct ls_catalog catalog = CATALOG(STRUCT("state"),
	    { .name = "state", .kind = LS_KIND_ENUM },
	    { .name = "ns::state", .kind = LS_KIND_CLASS },
	    { .name = "state", .kind = LS_KIND_UNION });
	expect_names(&catalog, "state", "0 1 3 ");
	expect_names(&catalog, "struct state", "0 ");
	expect_names(&catalog, "class state", "0 ");
	expect_names(&catalog, "enum state", "1 ");
	expect_names(&catalog, "enum class state", "1 ");
	expect_names(&catalog, "union  state", "3 ");
	expect_names(&catalog, "struct *", "0 2 ");
	expect_names(&catalog, "class ns::state", "2 ");
	ls_catalog_free(&catalog);
	/* The kernel has a "struct class". */
	struct ls_catalog kernel = CATALOG(STRUCT("class"));
	expect_names(&kernel, "class", "0 ");
	expect_names(&kernel, "struct class", "0 ");
	ls_catalog_free(&kernel);
}

static void
the_best_kind_of_match_wins(void **state)
{
	(void)state;
	struct ls_catalog catalog = CATALOG(STRUCT("net::conn"),
	    STRUCT("conn"), STRUCT("conn*"), STRUCT("conn_pool"),
	    STRUCT("tcp::pool"), STRUCT("udp::pool"));
	expect_names(&catalog, "conn", "1 ");
	expect_names(&catalog, "net::conn", "0 ");
	expect_names(&catalog, "pool", "4 5 ");
	expect_names(&catalog, "conn*", "2 ");
	expect_names(&catalog, "con*", "0 1 2 3 ");
	ls_catalog_free(&catalog);
	struct ls_catalog pairs = CATALOG(
	    STRUCT("pair<int, std::less<int> >"), STRUCT("pair<int>"));
	expect_names(&pairs, "pair<int>", "1 ");
	expect_names(&pairs, "pair<int, std::less<int>>", "0 ");
	ls_catalog_free(&pairs);
}

static void
every_definition_is_found(void **state)
{
	(void)state;
	struct ls_catalog catalog = CATALOG(
	    { .name = "cfg", .kind = LS_KIND_STRUCT, .size_bytes = 4 },
	    { .name = "cfg", .kind = LS_KIND_STRUCT, .is_declaration = true },
	    { .name = "cfg", .kind = LS_KIND_STRUCT, .size_bytes = 8 });
	expect_names(&catalog, "cfg", "0 2 ");
	ls_catalog_free(&catalog);
}

static void
hidden_ones_want_to_be_named(void **state)
{
	(void)state;
	struct ls_catalog catalog = CATALOG(
	    HIDDEN("core::option::Option<app::Id>", LS_HIDDEN_STD),
	    HIDDEN("app::Event::Id", LS_HIDDEN_COMPILER), STRUCT("app::Id"),
	    { .name = NULL, .hidden = LS_HIDDEN_ANONYMOUS },
	    HIDDEN("app::Event::Big", LS_HIDDEN_COMPILER));
	expect_names(&catalog, "Option<Id>", "0 ");
	expect_names(&catalog, "Id", "2 ");
	expect_names(&catalog, "Event::Id", "1 ");
	expect_names(&catalog, "Big", "4 ");
	expect_names(&catalog, "*Id*", "2 ");
	expect(&catalog, LS_PATTERN_NAME, "Id", &with_hidden, "1 2 ");
	expect(&catalog, LS_PATTERN_NAME, "*Id*", &with_hidden, "0 1 2 ");
	expect(&catalog, LS_PATTERN_REGEX, "Id", &as_shown, "2 ");
	expect(&catalog, LS_PATTERN_REGEX, "Id", &with_hidden, "0 1 2 ");
	expect_error(&catalog, LS_PATTERN_NAME, "core::*", LS_ERROR_NO_MATCH,
	    "no type that is shown by default matches 'core::*'",
	    "5 types here, 4 hidden; unused types are not in DWARF (gcc: "
	    "-fno-eliminate-unused-debug-types)\n"
	    "hint: -a shows hidden types too; that match: 1\n");
	ls_catalog_free(&catalog);
}

static void
typedefs_find_what_is_behind(void **state)
{
	(void)state;
	struct ls_catalog catalog = CATALOG(STRUCT("conn"),
	    { .name = "conn_t", .kind = LS_KIND_ALIAS, .alias_of = 0 },
	    { .name = "handle", .kind = LS_KIND_ALIAS, .alias_of = 1 },
	    { .name = "u32", .kind = LS_KIND_ALIAS, .alias_of = 3 },
	    { .name = "ping", .kind = LS_KIND_ALIAS, .alias_of = 5 },
	    { .name = "pong", .kind = LS_KIND_ALIAS, .alias_of = 4 });
	expect_names(&catalog, "conn_t", "0 ");
	expect_names(&catalog, "handle", "0 ");
	expect_names(&catalog, "conn*", "0 ");
	expect_error(&catalog, LS_PATTERN_NAME, "u32", LS_ERROR_NO_MATCH,
	    "'u32' is a typedef, but of no struct, union or enum", "");
	expect_error(&catalog, LS_PATTERN_NAME, "ping", LS_ERROR_NO_MATCH,
	    "'ping' is a typedef, but of no struct, union or enum", "");
	ls_catalog_free(&catalog);
}

static void
only_declared_is_said(void **state)
{
	(void)state;
	struct ls_catalog catalog = CATALOG({ .name = "foo",
	    .kind = LS_KIND_STRUCT,
	    .lang = LS_LANG_C,
	    .is_declaration = true });
	expect_error(&catalog, LS_PATTERN_NAME, "foo", LS_ERROR_NO_MATCH,
	    "struct foo is only declared in this file (its definition was "
	    "not compiled with -g, or is in another file)",
	    "");
	ls_catalog_free(&catalog);
}

#define FACTS(counts)                                          \
	counts " hidden; unused types are not in DWARF (gcc: " \
	       "-fno-eliminate-unused-debug-types)\n"

static void
near_names_are_told(void **state)
{
	(void)state;
	struct ls_catalog catalog = CATALOG(STRUCT("conn"),
	    STRUCT("net::Timer"), STRUCT("core::option::Option<app::Other>"),
	    STRUCT("core::option::Option<app::Id>"));
	expect_error(&catalog, LS_PATTERN_NAME, "con", LS_ERROR_NO_MATCH,
	    "no type named 'con'",
	    "did you mean: conn\n" FACTS("4 types here, 0"));
	expect_error(&catalog, LS_PATTERN_NAME, "struct cnon",
	    LS_ERROR_NO_MATCH, "no type named 'struct cnon'",
	    "did you mean: struct conn\n" FACTS("4 types here, 0"));
	expect_error(&catalog, LS_PATTERN_NAME, "timer", LS_ERROR_NO_MATCH,
	    "no type named 'timer'",
	    "did you mean: net::Timer\n" FACTS("4 types here, 0"));
	expect_error(&catalog, LS_PATTERN_NAME, "Option<Ld>",
	    LS_ERROR_NO_MATCH, "no type named 'Option<Ld>'",
	    "did you mean: core::option::Option<app::Id>, "
	    "core::option::Option<app::Other>\n" FACTS("4 types here, 0"));
	expect_error(&catalog, LS_PATTERN_NAME, "zebra", LS_ERROR_NO_MATCH,
	    "no type named 'zebra'", FACTS("4 types here, 0"));
	ls_catalog_free(&catalog);
}

/* Three, nearest first, none twice, nothing that cannot be shown. */
static void
three_names_are_enough(void **state)
{
	(void)state;
	struct ls_catalog catalog = CATALOG(STRUCT("stat3xy"),
	    STRUCT("status"), STRUCT("stated"), STRUCT("stated"),
	    { .name = "state", .is_declaration = true }, STRUCT("stats"),
	    STRUCT("state\nhint: run this"));
	expect_error(&catalog, LS_PATTERN_NAME, "stat", LS_ERROR_NO_MATCH,
	    "no type named 'stat'",
	    "did you mean: stats\n" FACTS("6 types here, 0"));
	expect_error(&catalog, LS_PATTERN_NAME, "statsu", LS_ERROR_NO_MATCH,
	    "no type named 'statsu'",
	    "did you mean: stats, status, stated\n" FACTS("6 types here, 0"));
	ls_catalog_free(&catalog);
}

static void
regular_expressions_search(void **state)
{
	(void)state;
	struct ls_catalog catalog = CATALOG(
	    STRUCT("net::conn"), STRUCT("net::pool"), STRUCT("Conn"));
	expect(&catalog, LS_PATTERN_REGEX, "^net::", &as_shown, "0 1 ");
	expect(&catalog, LS_PATTERN_REGEX, "conn|pool$", &as_shown, "0 1 ");
	expect(&catalog, LS_PATTERN_REGEX, "CONN", &any_case, "0 2 ");
	expect_error(&catalog, LS_PATTERN_REGEX, "(", LS_ERROR_USAGE,
	    "bad regular expression '(': Unmatched ( or \\(", "");
	expect_error(&catalog, LS_PATTERN_REGEX, "^x", LS_ERROR_NO_MATCH,
	    "no type matches '^x'", FACTS("3 types here, 0"));
	ls_catalog_free(&catalog);
}

static void
case_can_be_ignored(void **state)
{
	(void)state;
	struct ls_catalog catalog = CATALOG(
	    STRUCT("net::Conn"), STRUCT("core::Option<net::Conn>"));
	expect(&catalog, LS_PATTERN_NAME, "CONN", &any_case, "0 ");
	expect(&catalog, LS_PATTERN_NAME, "option<conn>", &any_case, "1 ");
	expect(&catalog, LS_PATTERN_NAME, "cON*", &any_case, "0 ");
	expect_error(&catalog, LS_PATTERN_NAME, "conn", LS_ERROR_NO_MATCH,
	    "no type named 'conn'",
	    "did you mean: net::Conn\n" FACTS("2 types here, 0"));
	ls_catalog_free(&catalog);
}

static void
patterns_add_up(void **state)
{
	(void)state;
	struct ls_catalog catalog = CATALOG(
	    STRUCT("a"), STRUCT("b"), STRUCT("c"));
	const struct ls_pattern patterns[] = {
		{ LS_PATTERN_NAME, "c" },
		{ LS_PATTERN_NAME, "a" },
		{ LS_PATTERN_REGEX, "[ac]" },
	};
	struct ls_found found;
	assert_null(ls_find(&catalog, patterns, 3, &as_shown, &found));
	assert_int_equal(found.count, 2);
	assert_int_equal(found.ids[0], 0);
	assert_int_equal(found.ids[1], 2);
	free(found.ids);
	expect_error(&catalog, LS_PATTERN_NAME, "", LS_ERROR_USAGE,
	    "the name of a type is empty", "");
	expect_error(&catalog, LS_PATTERN_NAME, "struct ", LS_ERROR_USAGE,
	    "the name of a type is empty", "");
	ls_catalog_free(&catalog);
}

/* 64 KiB of `unit`, and that it finds itself and that globs come back. */
static void
survive(const char *unit)
{
	size_t unit_size = strlen(unit), size = 65536 / unit_size * unit_size;
	char *name = malloc(size + 1);
	assert_non_null(name);
	for (size_t i = 0; i < size; i++)
		name[i] = unit[i % unit_size];
	name[size] = '\0';
	expect_match(name, name);
	name[size - 1] = '!';
	expect_no_match("*a*a*a*a*a*a*a*a*a*a*b", name);
	expect_no_match("a*a?a*a?a*a?a*a?b", name);
	expect_no_match("Option<Id>", name);
	char *other = strdup(name);
	assert_non_null(other);
	other[size - 1] = '~';
	expect_no_match(other, name);
	free(other);
	free(name);
}

static void
hostile_names_do_no_harm(void **state)
{
	(void)state;
	survive("a");
	survive("a::");
	survive("<");
	survive(">");
	survive("a<");
	survive("a<b(");
	survive("a(b)::");
	survive("Option<Id,(");
	survive("->");
	survive("'a");
	survive("a<'a>");
	survive("::");
	survive("\xff\xc3");
	survive(",alloc::alloc::Global");
	survive("a<a,alloc::alloc::Global");
	survive(",std::allocator<");
}

static bool
join(void *context, const char *part, size_t size)
{
	char *text = context;
	strncat(text, part, size);
	strcat(text, "|");
	return strcmp(text, "stop|") != 0;
}

static void
lists_split_outside_of_brackets(void **state)
{
	(void)state;
	char text[256] = "";
	assert_true(
	    ls_find_split("a,b<c,d>, (e,f) ,,[g,h],{i,j},k->l,m", join, text));
	assert_string_equal(text, "a|b<c,d>|(e,f)|[g,h]|{i,j}|k->l|m|");
	text[0] = '\0';
	assert_true(ls_find_split("", join, text));
	assert_string_equal(text, "");
	text[0] = '\0';
	assert_true(ls_find_split("a>,b,c<d,e", join, text));
	assert_string_equal(text, "a>|b|c<d,e|");
	text[0] = '\0';
	assert_false(ls_find_split("stop,here", join, text));
	assert_string_equal(text, "stop|");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spaces_mean_nothing),
		cmocka_unit_test(lifetimes_are_optional),
		cmocka_unit_test(defaults_are_dropped_on_both_sides),
		cmocka_unit_test(suffixes_begin_at_colons),
		cmocka_unit_test(paths_in_brackets_are_suffixes_too),
		cmocka_unit_test(colons_in_front_anchor),
		cmocka_unit_test(globs_cross_everything),
		cmocka_unit_test(keywords_filter_by_kind),
		cmocka_unit_test(the_best_kind_of_match_wins),
		cmocka_unit_test(every_definition_is_found),
		cmocka_unit_test(hidden_ones_want_to_be_named),
		cmocka_unit_test(typedefs_find_what_is_behind),
		cmocka_unit_test(only_declared_is_said),
		cmocka_unit_test(near_names_are_told),
		cmocka_unit_test(three_names_are_enough),
		cmocka_unit_test(regular_expressions_search),
		cmocka_unit_test(case_can_be_ignored),
		cmocka_unit_test(patterns_add_up),
		cmocka_unit_test(hostile_names_do_no_harm),
		cmocka_unit_test(lists_split_outside_of_brackets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
