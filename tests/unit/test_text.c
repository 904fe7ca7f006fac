/*
 * test_text.c - the show page, as a person sees it.
 *
 * What is drawn here is what must come out, blank for blank.
 */
#include "page.h"

#include "base/out.h"
#include "render/escape.h"
#include "render/render.h"
#include "render/shorten.h"
#include "render/table.h"

/* The page on one row; the caller frees it. */
static char *
page_of(const struct ls_row *row, const struct ls_view *view)
{
	struct ls_out out = { 0 };
	struct ls_page page = { .out = &out, .view = view };
	const struct ls_report report = { .input.target = "x86_64" };
	ls_render_text.begin(&page, &report);
	ls_render_text.row(&page, &report, row);
	page.rows_so_far++;
	ls_render_text.end(&page, &report);
	assert_null(ls_out_finish(&out));
	return out.text;
}

static void
assert_page(
    const struct ls_row *row, const struct ls_view *view, const char *expected)
{
	char *page = page_of(row, view);
	assert_string_equal(page, expected);
	free(page);
}

static void
the_example_of_the_manual(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	const struct ls_row *row = draft_row(&d, draft_conn(&d));
	const struct ls_view view = {
		.utf8 = true, .width = 100, .command = "layoutscope ./server"
	};
	assert_page(row, &view,
	    /* clang-format off */
"struct conn                                  80 bytes · align 8 · 2 cache lines · 24 wasted (30%)\n"
"conn.c:6 · C · x86_64\n"
"\n"
" OFFSET  SIZE  MEMBER              TYPE                                        ALIGN\n"
"      0     1  flags               uint8_t                                         1\n"
"      1     7  ~~~ hole\n"
"      8     8  id                  uint64_t                                        8\n"
"     16     2  port                uint16_t                                        2\n"
"     18     6  ~~~ hole\n"
"     24     8  peer                void *                                          8\n"
"     32     1  closing             _Bool                                           1\n"
"     33     3  ~~~ hole\n"
"     36     4  st                  enum state                                      4\n"
"     40     6  tag                 char[6]                                         1\n"
"     46     2  ~~~ hole\n"
"     48    24  t                   struct timer                                    8\n"
" ------------- cache line 1 (byte 64) begins 16 bytes into t -----------------------\n"
"   72:0    :3  retries             unsigned int:3                                  4\n"
"   72:3    :2  mode                unsigned int:2                                  4\n"
"   72:5    :3  ~~~ unused bits\n"
"     73     1  last                uint8_t                                         1\n"
"     74     6  ~~~ padding\n"
"\n"
"        0       8       16      24      32      40      48      56\n"
"     0  a.......bbbbbbbbcc......dddddddde...ffffgggggg..hhhhhhhhhhhhhhhh\n"
"    64  hhhhhhhhij......\n"
"        a flags  b id  c port  d peer  e closing  f st  g tag  h t  i retries,mode  j last\n"
"\n"
"80 = 56 used + 18 in 4 holes + 6 padding.  56 bytes possible: layoutscope suggest ./server conn\n"
	    /* clang-format on */
	);
	draft_free(&d);
}

/* Narrow, in hex, in ASCII, without a map: |a.......bbbb....|. */
static void
a_page_fits_its_terminal(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id word = draft_scalar(&d,
	    "a_type_with_a_name_that_is_too_long_to_be_shown", LS_LANG_C,
	    LS_ENCODING_SIGNED, 4);
	const struct ls_field fields[] = { field_at("a", word, 0, 1),
		field_at("b", word, 8, 4) };
	const struct ls_row *row = draft_row(
	    &d, draft_add(&d, draft_record("narrow", fields, 2, 16, 8)));
	const struct ls_view view = {
		.width = 56, .hex = true, .map = LS_MAP_NEVER
	};
	assert_page(row, &view,
	    /* clang-format off */
"struct narrow       16 bytes - align 8 - 11 wasted (69%)\n"
"C - x86_64 - no source line in this DWARF\n"
"\n"
" OFFSET  SIZE  MEMBER       TYPE                   ALIGN\n"
"    0x0   0x1  a            a_type_with_a_name...      1\n"
"    0x1   0x7  ~~~ hole\n"
"    0x8   0x4  b            a_type_with_a_name...      4\n"
"    0xc   0x4  ~~~ padding\n"
"\n"
"16 = 5 used + 7 in 1 hole + 4 padding.\n"
	    /* clang-format on */
	);
	draft_free(&d);
}

/* Where nobody looks, nothing is cut. */
static void
a_piped_page_is_whole(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id word = draft_scalar(&d,
	    "a_type_with_a_name_that_is_longer_than_its_column_is_wide",
	    LS_LANG_C, LS_ENCODING_SIGNED, 4);
	const struct ls_field fields[] = { field_at("a", word, 0, 4) };
	const struct ls_row *row = draft_row(
	    &d, draft_add(&d, draft_record("t", fields, 1, 4, 4)));
	const struct ls_view view = { .utf8 = true };
	char *page = page_of(row, &view);
	assert_non_null(strstr(page,
	    "      0     4  a                   "
	    "a_type_with_a_name_that_is_longer_than_its_column_is_wide"
	    "      4\n"));
	free(page);
	draft_free(&d);
}

/* |t|--|aaaa|, |t|------|: an enum with data, and its foot. */
static void
variants_by_what_they_use(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id u8 = draft_scalar(
	    &d, "u8", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 1);
	ls_type_id u32 = draft_scalar(
	    &d, "u32", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 4);
	const struct ls_field a[] = { field_at("__0", u8, 1, 1),
		field_at("len", u32, 4, 4) };
	const struct ls_variant items[] = {
		{ "Idle", true, 0, .field_count = 0 },
		{ "Busy", true, 1, .fields = a, .field_count = 2 },
	};
	const struct ls_variants variants = { true, u8, 0, 8, items, 2 };
	struct ls_type type = draft_record("app::State", NULL, 0, 8, 4);
	type.kind = LS_KIND_ENUM;
	type.lang = LS_LANG_RUST;
	type.is_order_free = true;
	type.variants = &variants;
	const struct ls_row *row = draft_row(&d, draft_add(&d, type));
	const struct ls_view view = { .utf8 = true };
	assert_page(row, &view,
	    /* clang-format off */
"enum app::State                                                8 bytes · align 4 · 2 wasted (25%)\n"
"Rust · x86_64 · rustc chooses the field order · no source line in this DWARF [1]\n"
"\n"
" VARIANT     TAG   USED  UNUSED  PAYLOAD\n"
" Busy          1      6       2  u8 @1, len: u32 @4\n"
" Idle          0      1       7  -\n"
"\n"
" TAG         u8 @0, own byte.\n"
"\n"
"8 = 6 used by variants + 2 in 1 hole.\n"
"\n"
"[1] rustc writes no file:line for types (nightly: -Zdebug-info-type-line-numbers).\n"
	    /* clang-format on */
	);
	draft_free(&d);
}

/* |pppppppp|: None is the pointer that is never there. */
static void
a_niche_says_whose_values_it_takes(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id u64 = draft_scalar(
	    &d, "u64", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 8);
	const struct ls_field some = field_at("__0", u64, 0, 8);
	const struct ls_variant items[] = {
		{ "None", true, 0, .field_count = 0 },
		{ "Some", false, 0, .fields = &some, .field_count = 1 },
	};
	const struct ls_variants variants = { true, u64, 0, 64, items, 2 };
	struct ls_type type = draft_record("Option<&u8>", NULL, 0, 8, 8);
	type.kind = LS_KIND_ENUM;
	type.lang = LS_LANG_RUST;
	type.decl = (struct ls_decl){ "a.rs", 3, 0 };
	type.variants = &variants;
	const struct ls_row *row = draft_row(&d, draft_add(&d, type));
	const struct ls_view view = { .utf8 = true, .width = 60 };
	assert_page(row, &view,
	    /* clang-format off */
"enum Option<&u8>                           8 bytes · align 8\n"
"a.rs:3 · Rust · x86_64\n"
"\n"
" VARIANT       TAG   USED  UNUSED  PAYLOAD\n"
" None            0      8       0  -\n"
" Some        other      8       0  u64 @0\n"
"\n"
" TAG         u64 @0, no byte of its own: values that Some.0\n"
"             never has.\n"
	    /* clang-format on */
	);
	draft_free(&d);
}

/* |aaaaaaa-| over |bbbb----|: no map, since nothing follows anything. */
static void
members_of_a_union_are_no_map(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id word = draft_scalar(
	    &d, "int", LS_LANG_C, LS_ENCODING_SIGNED, 4);
	const struct ls_field fields[] = { field_at("a", word, 0, 7),
		field_at("b", word, 0, 4) };
	struct ls_type type = draft_record("u", fields, COUNT(fields), 8, 4);
	type.kind = LS_KIND_UNION;
	const struct ls_row *row = draft_row(&d, draft_add(&d, type));
	const struct ls_view view = { .utf8 = true, .width = 80 };
	assert_page(row, &view,
	    /* clang-format off */
"union u                                       8 bytes · align 4 · 1 wasted (12%)\n"
"C · x86_64 · no source line in this DWARF\n"
"\n"
" OFFSET  SIZE  MEMBER              TYPE                                    ALIGN\n"
"      0     7  a                   int                                         8\n"
"      0     4  b                   int                                         4\n"
"      7     1  ~~~ padding\n"
"\n"
"8 = 7 used + 1 padding.\n"
	    /* clang-format on */
	);
	draft_free(&d);
}

static void
enumerators_are_a_list_of_numbers(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id word = draft_scalar(
	    &d, "int", LS_LANG_C, LS_ENCODING_SIGNED, 4);
	const struct ls_enumerator values[] = { { "LOW", (ls_u128)-5 },
		{ "HIGH", 7 } };
	struct ls_type type = draft_record("e", NULL, 0, 4, 4);
	type.kind = LS_KIND_ENUM;
	type.is_typedef_name = true;
	type.decl = (struct ls_decl){ "e.c", 1, 0 };
	type.target = word;
	type.enumerators = values;
	type.enumerator_count = COUNT(values);
	const struct ls_row *row = draft_row(&d, draft_add(&d, type));
	const struct ls_view view = { .utf8 = true, .width = 60 };
	assert_page(row, &view,
	    /* clang-format off */
"typedef enum e                             4 bytes · align 4\n"
"e.c:1 · C · x86_64 · stored as int\n"
"\n"
"  VALUE  ENUMERATOR\n"
"     -5  LOW\n"
"      7  HIGH\n"
	    /* clang-format on */
	);
	draft_free(&d);
}

/* |a---...|bbbb....| a gigabyte of b: the map says so in a few rows. */
static void
a_map_is_short_where_nothing_happens(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id word = draft_scalar(
	    &d, "int", LS_LANG_C, LS_ENCODING_SIGNED, 4);
	const struct ls_field fields[] = { field_at("a", word, 0, 1),
		field_at("b", word, 32, 1 << 30) };
	const struct ls_row *row = draft_row(&d,
	    draft_add(&d, draft_record("t", fields, 2, 64 + (1 << 30), 8)));
	const struct ls_view view = {
		.utf8 = true, .width = 40, .map = LS_MAP_ALWAYS
	};
	char *page = page_of(row, &view);
	assert_non_null(strstr(page,
	    /* clang-format off */
"\n"
"        0       8       16      24\n"
"     0  a...............................\n"
"    32  bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n"
"     *\n"
"1073741824  bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n"
"1073741856  ................................\n"
"        a a  b b\n"
	    /* clang-format on */
	    ));
	free(page);
	draft_free(&d);
}

/* A name that would clear the screen, and one written from the right. */
static void
names_cannot_move_the_cursor(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id word = draft_scalar(
	    &d, "i\xe2\x80\xaent\xff", LS_LANG_C, LS_ENCODING_SIGNED, 4);
	const struct ls_field fields[] = { field_at(
	    "\033[2J\xc3\xa9", word, 0, 4) };
	const struct ls_row *row = draft_row(
	    &d, draft_add(&d, draft_record("t\n", fields, 1, 4, 4)));
	struct ls_view view = { .utf8 = true };
	char *page = page_of(row, &view);
	assert_non_null(strstr(page, "struct t\\u{a} "));
	assert_non_null(strstr(page, " \\u{1b}[2J\xc3\xa9 "));
	assert_non_null(strstr(page, " i\\u{202e}nt\\x{ff} "));
	free(page);
	view.utf8 = false;
	page = page_of(row, &view);
	assert_non_null(strstr(page, " \\u{1b}[2J\\u{e9} "));
	for (const char *at = page; *at; at++)
		assert_true((*at >= ' ' && *at < 0x7f) || *at == '\n');
	free(page);
	draft_free(&d);
}

/* Colour is put around words, and changes none. */
static void
colours_change_no_word(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	const struct ls_row *row = draft_row(&d, draft_conn(&d));
	struct ls_view view = { .utf8 = true, .width = 100 };
	char *plain = page_of(row, &view);
	view.color = true;
	char *coloured = page_of(row, &view);
	assert_non_null(strstr(coloured, "\033[33m~~~ hole\033[0m"));
	char *to = coloured;
	for (const char *from = coloured; *from;) {
		if (*from == '\033')
			from = strchr(from, 'm') + 1;
		else
			*to++ = *from++;
	}
	*to = '\0';
	assert_string_equal(coloured, plain);
	free(plain);
	free(coloured);
	draft_free(&d);
}

static void
assert_short(const char *name, const char *expected)
{
	struct ls_out out = { 0 };
	ls_shorten(&out, name);
	assert_string_equal(out.text, expected);
	ls_out_free(&out);
}

static void
default_arguments_are_left_out(void **state)
{
	(void)state;
	assert_short("Vec<u8, alloc::alloc::Global>", "Vec<u8>");
	assert_short("Map<K, V, std::hash::random::RandomState, "
		     "alloc::alloc::Global>",
	    "Map<K, V>");
	assert_short("vector<pair<int, std::allocator<int> >, "
		     "std::allocator<pair<int, std::allocator<int> > > >",
	    "vector<pair<int>>");
	/* not an argument that is left out, or not all of one */
	assert_short(
	    "Mine<alloc::alloc::Global>", "Mine<alloc::alloc::Global>");
	assert_short(
	    "M<u8, alloc::alloc::GlobalX>", "M<u8, alloc::alloc::GlobalX>");
	assert_short("broken<int, std::allocator<int",
	    "broken<int, "
	    "std::allocator<int");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_example_of_the_manual),
		cmocka_unit_test(a_page_fits_its_terminal),
		cmocka_unit_test(a_piped_page_is_whole),
		cmocka_unit_test(variants_by_what_they_use),
		cmocka_unit_test(a_niche_says_whose_values_it_takes),
		cmocka_unit_test(members_of_a_union_are_no_map),
		cmocka_unit_test(enumerators_are_a_list_of_numbers),
		cmocka_unit_test(a_map_is_short_where_nothing_happens),
		cmocka_unit_test(names_cannot_move_the_cursor),
		cmocka_unit_test(colours_change_no_word),
		cmocka_unit_test(default_arguments_are_left_out),
	};
	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
