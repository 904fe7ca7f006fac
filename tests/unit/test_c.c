/*
 * test_c.c - types as source: what pahole(1) prints, and what it gets wrong.
 */
#include "page.h"

#include "base/out.h"
#include "render/render.h"

static char *
source_of(const struct ls_row *row)
{
	struct ls_out out = { 0 };
	const struct ls_view view = { .utf8 = true };
	struct ls_page page = { .out = &out, .view = &view };
	const struct ls_report report = { .input.cacheline_bytes = 64 };
	ls_render_c.begin(&page, &report);
	ls_render_c.row(&page, &report, row);
	ls_render_c.end(&page, &report);
	assert_null(ls_out_finish(&out));
	return out.text;
}

static void
assert_source(const struct ls_row *row, const char *expected)
{
	char *source = source_of(row);
	assert_string_equal(source, expected);
	free(source);
}

static void
the_example_of_the_manual(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	const struct ls_row *row = draft_row(&d, draft_conn(&d));
	assert_source(row,
	    /* clang-format off */
"struct conn {\n"
"	uint8_t                    flags;                /*     0     1 */\n"
"\n"
"	/* XXX 7 bytes hole, try to pack */\n"
"\n"
"	uint64_t                   id;                   /*     8     8 */\n"
"	uint16_t                   port;                 /*    16     2 */\n"
"\n"
"	/* XXX 6 bytes hole, try to pack */\n"
"\n"
"	void *                     peer;                 /*    24     8 */\n"
"	_Bool                      closing;              /*    32     1 */\n"
"\n"
"	/* XXX 3 bytes hole, try to pack */\n"
"\n"
"	enum state                 st;                   /*    36     4 */\n"
"	char                       tag[6];               /*    40     6 */\n"
"\n"
"	/* XXX 2 bytes hole, try to pack */\n"
"\n"
"	struct timer               t;                    /*    48    24 */\n"
"	/* --- cacheline 1 boundary (64 bytes) was 8 bytes ago --- */\n"
"	unsigned int               retries:3;            /*    72: 0  4 */\n"
"	unsigned int               mode:2;               /*    72: 3  4 */\n"
"\n"
"	/* XXX 3 bits hole, try to pack */\n"
"\n"
"	uint8_t                    last;                 /*    73     1 */\n"
"\n"
"	/* size: 80, cachelines: 2, members: 11 */\n"
"	/* sum members: 56, holes: 4, sum holes: 18 */\n"
"	/* bit holes: 1, sum bit holes: 3 bits */\n"
"	/* padding: 6 */\n"
"	/* last cacheline: 16 bytes */\n"
"};\n"
	    /* clang-format on */
	);
	draft_free(&d);
}

/* |aaaa|a---bbbb| a is in both; inside: |cccc|d---| in an anonymous one. */
static void
what_is_inside_stands_inside(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id word = draft_scalar(
	    &d, "int", LS_LANG_C, LS_ENCODING_SIGNED, 4);
	ls_type_id function = draft_add(&d,
	    (struct ls_type){ .kind = LS_KIND_FUNCTION,
		.lang = LS_LANG_C,
		.target = word,
		.parameters = &word,
		.parameter_count = 1 });
	ls_type_id pointer = draft_add(&d,
	    (struct ls_type){ .kind = LS_KIND_POINTER,
		.lang = LS_LANG_C,
		.target = function,
		.has_size = true,
		.size_bits = 64 });
	ls_type_id pair = draft_add(&d,
	    (struct ls_type){ .kind = LS_KIND_ARRAY,
		.lang = LS_LANG_C,
		.target = pointer,
		.has_count = true,
		.count = 2,
		.has_size = true,
		.size_bits = 128 });
	const struct ls_field inner[] = { field_at("c", word, 0, 4),
		field_at("d", word, 4, 1) };
	ls_type_id anonymous = draft_add(
	    &d, draft_record(NULL, inner, COUNT(inner), 8, 4));
	const struct ls_field fields[] = { field_at(NULL, anonymous, 0, 8),
		field_at("call", pair, 8, 16) };
	struct ls_type type = draft_record("t", fields, COUNT(fields), 32, 16);
	type.is_typedef_name = true;
	type.is_forced_align = true;
	const struct ls_row *row = draft_row(&d, draft_add(&d, type));
	assert_source(row,
	    /* clang-format off */
"typedef struct {\n"
"	struct {\n"
"		int                c;                    /*     0     4 */\n"
"		int                d;                    /*     4     1 */\n"
"\n"
"		/* XXX 3 bytes of padding */\n"
"	};                                               /*     0     8 */\n"
"	int                        (*call[2])(int);      /*     8    16 */\n"
"\n"
"	/* size: 32, cachelines: 1, members: 2 */\n"
"	/* padding: 8 */\n"
"	/* last cacheline: 32 bytes */\n"
"} __attribute__((__aligned__(16))) t;\n"
	    /* clang-format on */
	);
	draft_free(&d);
}

/* |t|--|aaaa| and |t|: variants are in order of the source. */
static void
variants_are_source_too(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id u8 = draft_scalar(
	    &d, "u8", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 1);
	ls_type_id u32 = draft_scalar(
	    &d, "u32", LS_LANG_RUST, LS_ENCODING_UNSIGNED, 4);
	const struct ls_field len = field_at("len", u32, 4, 4);
	const struct ls_variant items[] = {
		{ "Idle", true, 0, .field_count = 0 },
		{ "Busy", true, 1, .fields = &len, .field_count = 1 },
	};
	const struct ls_variants variants = { true, u8, 0, 8, items, 2 };
	struct ls_type type = draft_record("app::State", NULL, 0, 8, 4);
	type.kind = LS_KIND_ENUM;
	type.lang = LS_LANG_RUST;
	type.variants = &variants;
	const struct ls_row *row = draft_row(&d, draft_add(&d, type));
	assert_source(row,
	    /* clang-format off */
"enum app::State {\n"
"	Idle,                                            /* tag: 0, used: 1 */\n"
"	Busy {\n"
"		len: u32,                                /*     4     4 */\n"
"	},                                               /* tag: 1, used: 5 */\n"
"\n"
"	/* tag: 1 byte at 0 */\n"
"	/* size: 8, cachelines: 1, variants: 2 */\n"
"	/* sum members: 5, holes: 1, sum holes: 3 */\n"
"	/* last cacheline: 8 bytes */\n"
"}\n"
	    /* clang-format on */
	);
	draft_free(&d);
}

/* A note that says so much that it would end its comment. */
static void
a_comment_ends_where_we_end_it(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	struct ls_type type = draft_record("t", NULL, 0, 0, 1);
	type.note = "member '*/ int x; /*' is odd\033";
	const struct ls_row *row = draft_row(&d, draft_add(&d, type));
	char *source = source_of(row);
	assert_non_null(strstr(
	    source, "/* note: member '* / int x; /*' is odd\\u{1b} */\n"));
	free(source);
	draft_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_example_of_the_manual),
		cmocka_unit_test(what_is_inside_stands_inside),
		cmocka_unit_test(variants_are_source_too),
		cmocka_unit_test(a_comment_ends_where_we_end_it),
	};
	return cmocka_run_group_tests_name("c", tests, NULL, NULL);
}
