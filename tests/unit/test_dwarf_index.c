/*
 * test_dwarf_index.c - equal types once, different ones apart.
 */
#include "dwarf_case.h"

/* Compile each source and link them in order. */
static struct dwarf_case
open_units(const char *compiler, const char *a, const char *b)
{
	struct dwarf_case t = case_folder();
	char line[256];
	write_text(t.folder, "a.c", a);
	write_text(t.folder, "b.c", b);
	snprintf(
	    line, sizeof(line), "%s -r -nostdlib a.c b.c -o out", compiler);
	compile(t.folder, line);
	struct ls_error *err = case_read(&t, "out", LS_BACKEND_AUTO);
	if (err)
		fail_msg("%s", err->text);
	return t;
}

static size_t
count_of(const struct dwarf_case *t, const char *name)
{
	size_t count = 0;
	while (case_entry(t, name, (int)count))
		count++;
	return count;
}

static void
same_type_is_one_entry(void **state)
{
	(void)state;
	static const char a[] = "struct s { int a; struct s *n; "
				"int (*f)(struct s *); };\n"
				"struct s x; struct h { struct s s; } h;\n";
	static const char b[] = "\n\nstruct s { int a; struct s *n; "
				"int (*f)(struct s *); };\n"
				"struct s y; int z; struct h { struct s s; };"
				"struct h i;\n";
	struct dwarf_case t = open_units("gcc -gdwarf-5", a, b);
	assert_int_equal(count_of(&t, "s"), 1);
	assert_int_equal(case_entry(&t, "s", 0)->definition_count, 2);
	assert_int_equal(count_of(&t, "h"), 1);
	assert_int_equal(case_type(&t, "h")->definition_count, 2);
	/* loaded in full: what it holds is the very type of the name */
	assert_int_equal(case_type(&t, "h")->fields[0].size_bits, 192);
	case_close(&t);
}

static void
mixed_versions_are_one_entry(void **state)
{
	(void)state;
	static const char source[] =
	    "struct s { unsigned a:3, b:5; short c; enum e { E = 1 } e; "
	    "int d[4]; };\nstatic struct s x; void *%s = &x;\n";
	struct dwarf_case t = case_folder();
	char text[256];
	snprintf(text, sizeof(text), source, "p");
	write_text(t.folder, "a.c", text);
	snprintf(text, sizeof(text), source, "q");
	write_text(t.folder, "b.c", text);
	compile(t.folder,
	    "gcc -gdwarf-4 -c a.c && gcc -gdwarf-5 -c b.c && "
	    "gcc -r -nostdlib a.o b.o -o out");
	assert_null(case_read(&t, "out", LS_BACKEND_AUTO));
	assert_int_equal(t.source->input.dwarf_versions, 1 << 4 | 1 << 5);
	assert_int_equal(count_of(&t, "s"), 1);
	assert_int_equal(case_entry(&t, "s", 0)->definition_count, 2);
	case_close(&t);
}

/* `int` made `unsigned` is another type, and so is what holds it. */
static void
different_types_of_one_name_stay_apart(void **state)
{
	(void)state;
	struct dwarf_case t = open_units("gcc -g",
	    "struct in { int a; }; struct s { struct in i; } x;",
	    "struct in { unsigned a; }; struct s { struct in i; } y;");
	assert_int_equal(count_of(&t, "in"), 2);
	assert_int_equal(count_of(&t, "s"), 2);
	assert_int_equal(case_entry(&t, "s", 0)->definition_count, 1);
	case_close(&t);
}

static void
declaration_finds_its_definition(void **state)
{
	(void)state;
	struct dwarf_case t = open_units("gcc -g",
	    "struct s; struct h { struct s *p; } x; struct gone; "
	    "struct gone *g; typedef struct s s_t; s_t *t;",
	    "struct s { int a; } y;");
	assert_int_equal(count_of(&t, "s"), 1);
	assert_false(case_entry(&t, "s", 0)->is_declaration);
	assert_true(case_entry(&t, "gone", 0)->is_declaration);
	/* the typedef stands where the struct is not described */
	assert_int_equal(case_type(&t, "s_t")->size_bits, 32);
	case_close(&t);
}

static void
type_units_are_read(void **state)
{
	(void)state;
	static const char
	    source[] = "struct in { long a; int b; };\n"
		       "struct s { char c; struct in i; struct in *p; } x;\n";
	const char *const commands[] = {
		"gcc -gdwarf-4 -fdebug-types-section -c",
		"gcc -gdwarf-5 -fdebug-types-section -c",
		"clang -gdwarf-4 -fdebug-types-section -c",
		"clang -gdwarf-5 -fdebug-types-section -c",
	};
	for (int i = 0; i < 4; i++) {
		struct dwarf_case t = case_open(commands[i], "x.c", source);
		assert_int_equal(count_of(&t, "s"), 1);
		const struct ls_type *s = case_type(&t, "s");
		assert_int_equal(s->size_bits, 32 * 8);
		const struct ls_field *in = field_of(s, "i");
		assert_int_equal(in->offset_bits, 64);
		assert_int_equal(in->size_bits, 128);
		assert_string_equal(
		    ls_model_type(t.model, in->type)->name, "in");
		assert_int_equal(
		    ls_model_type(t.model, in->type)->field_count, 2);
		case_close(&t);
	}
}

/*
 * Equal by the names of their members' types, and not by what those are: what
 * is inside stands in units of its own.
 */
static void
what_is_inside_other_units_counts(void **state)
{
	(void)state;
	static const char
	    one[] = "struct s { struct { char a; int b; } x; } s1;\n"
		    "enum e { E1 = 1 }; struct named { enum e e; } n1;\n"
		    "typedef struct { short q; } t; struct by { t q; } b1;\n"
		    "struct c { short s; };\n"
		    "struct in { int i; struct c c; };\n"
		    "struct same { struct in i; struct same *p; } o1;\n",
	    two[] = "struct s { struct { int b; char a; } x; } s2;\n"
		    "enum e { E2 = 2 }; struct named { enum e e; } n2;\n"
		    "typedef struct { signed char q[2]; } t;\n"
		    "struct by { t q; } b2; struct c { short s; };\n"
		    "struct in { int i; struct c c; };\n"
		    "struct same { struct in i; struct same *p; } o2;\n"
		    "int main(void) { return 0; }\n";
	static const char *const commands[] = {
		"gcc -gdwarf-4 a.c b.c -o out",
		"gcc -gdwarf-4 -fdebug-types-section a.c b.c -o out",
		"gcc -gdwarf-5 -fdebug-types-section a.c b.c -o out",
		"gcc -xc++ -gdwarf-5 -fdebug-types-section a.c b.c -o out",
		"clang -gdwarf-4 -fdebug-types-section a.c b.c -o out",
		"clang -gdwarf-5 -fdebug-types-section a.c b.c -o out",
		"clang -g -flto -fuse-ld=lld a.c b.c -o out",
		/* one of them tells it all in one unit */
		"gcc -c -g a.c && gcc -c -g -fdebug-types-section b.c && "
		"gcc a.o b.o -o out",
		"gcc -c -g a.c && gcc -c -g -fdebug-types-section b.c && "
		"ar rc out a.o b.o",
	};
	static const char *const names[] = { "s", "e", "named", "t", "by" };
	for (size_t c = 0; c < sizeof(commands) / sizeof(commands[0]); c++) {
		if (strstr(commands[c], "lld") && !has_tool("ld.lld"))
			continue;
		struct dwarf_case t = case_folder();
		write_text(t.folder, "a.c", one);
		write_text(t.folder, "b.c", two);
		compile(t.folder, commands[c]);
		assert_null(case_read(&t, "out", LS_BACKEND_AUTO));
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			assert_int_equal(count_of(&t, names[i]), 2);
		assert_int_equal(count_of(&t, "in"), 1);
		assert_int_equal(count_of(&t, "same"), 1);
		case_close(&t);
	}
}

/* g++ puts the definition at the top of the unit, and says where it belongs
 * by a declaration. */
static void
names_in_type_units_are_qualified(void **state)
{
	(void)state;
	static const char
	    source[] = "namespace n { struct a { int i; struct in { char c; } "
		       "m; }; namespace { struct hid { a x; }; } }\n"
		       "n::a a; n::hid h; n::a::in i;\n";
	for (int version = 4; version <= 5; version++) {
		char line[128];
		snprintf(line, sizeof(line),
		    "g++ -gdwarf-%d -fdebug-types-section -c", version);
		struct dwarf_case t = case_open(line, "x.cc", source);
		assert_non_null(case_entry(&t, "n::a::in", 0));
		assert_non_null(
		    case_entry(&t, "n::(anonymous namespace)::hid", 0));
		const struct ls_type *a = case_type(&t, "n::a");
		assert_string_equal(
		    ls_model_type(t.model, field_of(a, "m")->type)->name,
		    "n::a::in");
		case_close(&t);
	}
}

static void
cpp_names_are_qualified(void **state)
{
	(void)state;
	if (!has_tool("clang++"))
		skip();
	struct dwarf_case t = case_open("clang++ -g -c", "x.cc",
	    "namespace a { struct o { struct in { int i; }; in m; };\n"
	    "struct base { virtual ~base(); int b; };\n"
	    "base::~base() {}\n"
	    "struct derived : base { static int s; char c; }; }\n"
	    "namespace { struct hid { int x; }; hid h; int *g() { return &h.x; } }\n"
	    "namespace std { struct lib { int y; }; }\n"
	    "a::o o; a::derived d; std::lib l; int *k = g();\n"
	    "int f() { struct loc { long q; } v = { 1 }; return (int)v.q; }\n");
	assert_non_null(case_entry(&t, "a::o::in", 0));
	assert_non_null(case_entry(&t, "(anonymous namespace)::hid", 0));
	assert_non_null(case_entry(&t, "f::loc", 0));
	assert_int_equal(case_entry(&t, "std::lib", 0)->hidden, LS_HIDDEN_STD);
	const struct ls_type *derived = case_type(&t, "a::derived");
	assert_int_equal(derived->field_count, 2);
	assert_true(derived->fields[0].is_base);
	assert_string_equal(derived->fields[0].name, "a::base");
	assert_int_equal(field_of(derived, "c")->offset_bits, 96);
	const struct ls_type *base = case_type(&t, "a::base");
	assert_true(base->fields[0].is_vptr);
	assert_int_equal(field_of(base, "b")->offset_bits, 64);
	case_close(&t);
}

/* clang says of std::string that it is somewhere else. */
static void
what_is_nowhere_described_is_noted(void **state)
{
	(void)state;
	if (!has_tool("clang++"))
		skip();
	struct dwarf_case t = case_open("clang++ -g -c", "x.cc",
	    "struct in { in(); ~in(); long a; };\n"
	    "struct out { int n; in i; } *p;\nint f() { return p->n; }\n");
	const struct ls_type *out = case_type(&t, "out");
	assert_false(field_of(out, "i")->has_size);
	assert_int_equal(field_of(out, "i")->offset_bits, 64);
	assert_int_equal(ls_model_note_count(t.model), 1);
	assert_string_equal(ls_model_note(t.model, 0)->where, "in");
	case_close(&t);
}

/* dwz moves what two units share into a third, without language. */
static void
partial_units_are_read(void **state)
{
	(void)state;
	if (!has_tool("dwz"))
		skip();
	static const char source[] =
	    "struct in { int a; char b[3]; };\n"
	    "struct s { struct in i; struct s *n; unsigned q:3; };\n"
	    "typedef struct { struct s s; } t;\nt *%s(void) "
	    "{ static t x; return &x; }\nstruct s *%s_s;\n";
	struct dwarf_case t = case_folder();
	char text[512];
	snprintf(text, sizeof(text), source, "f", "f");
	write_text(t.folder, "a.c", text);
	snprintf(text, sizeof(text), source, "main", "g");
	write_text(t.folder, "b.c", text);
	compile(t.folder, "gcc -w -g a.c b.c -o out && dwz out");
	assert_null(case_read(&t, "out", LS_BACKEND_AUTO));
	assert_int_equal(count_of(&t, "s"), 1);
	const struct ls_type *type = case_type(&t, "t");
	assert_int_equal(type->lang, LS_LANG_C);
	assert_int_equal(type->fields[0].size_bits, 24 * 8);
	case_close(&t);
}

static void
files_without_types_say_so(void **state)
{
	(void)state;
	struct dwarf_case t = case_folder();
	write_text(t.folder, "x.c", "int f(void) { return 1; }\n");
	compile(t.folder, "gcc -c x.c -o none.o && gcc -g1 -c x.c -o lines.o");
	struct ls_error *err = case_read(&t, "none.o", LS_BACKEND_AUTO);
	assert_int_equal(err->code, LS_ERROR_NO_TYPES);
	assert_non_null(strstr(err->text, "no .debug_info"));
	ls_error_free(err);
	ls_file_close(t.file);
	err = case_read(&t, "lines.o", LS_BACKEND_AUTO);
	assert_int_equal(err->code, LS_ERROR_NO_TYPES);
	assert_non_null(strstr(err->text, "only line tables"));
	ls_error_free(err);
	case_close(&t);
}

static void
split_dwarf_is_refused_by_name(void **state)
{
	(void)state;
	for (int version = 4; version <= 5; version++) {
		struct dwarf_case t = case_folder();
		char line[128];
		write_text(t.folder, "x.c", "struct s { int a; } x;\n");
		snprintf(line, sizeof(line),
		    "gcc -gdwarf-%d -gsplit-dwarf -c x.c -o x.o", version);
		compile(t.folder, line);
		struct ls_error *err = case_read(&t, "x.o", LS_BACKEND_AUTO);
		assert_int_equal(err->code, LS_ERROR_UNSUPPORTED);
		assert_non_null(strstr(err->text, "split DWARF"));
		assert_non_null(strstr(err->details, "x.dwo"));
		ls_error_free(err);
		case_close(&t);
	}
}

static void
archive_members_without_types_are_passed_over(void **state)
{
	(void)state;
	struct dwarf_case t = case_folder();
	write_text(t.folder, "a.c", "int f(void) { return 1; }\n");
	write_text(t.folder, "b.c", "struct s { int a; char b; } x;\n");
	compile(t.folder, "gcc -c a.c && gcc -g -c b.c && ar rc out a.o b.o");
	assert_null(case_read(&t, "out", LS_BACKEND_AUTO));
	assert_int_equal(case_type(&t, "s")->size_bits, 64);
	case_close(&t);
}

/*
 * The type unit's struct has no name, and the typedef in another unit is what
 * the source calls it.
 */
static void
a_typedef_names_what_is_in_a_type_unit(void **state)
{
	(void)state;
	static const char source[] = "typedef struct { int a; char c; } t;\n"
				     "typedef t again;\n"
				     "struct h { t x; again y; } h; t v;\n";
	static const char *const commands[] = {
		"gcc -gdwarf-4 -fdebug-types-section -c",
		"gcc -gdwarf-5 -fdebug-types-section -c",
		"gcc -x c++ -gdwarf-5 -fdebug-types-section -c",
		"clang -x c++ -gdwarf-4 -fdebug-types-section -c",
		"clang -x c++ -gdwarf-5 -fdebug-types-section -c",
	};
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		struct dwarf_case t = case_open(commands[i], "x.c", source);
		assert_int_equal(count_of(&t, "t"), 1);
		assert_int_equal(case_entry(&t, "t", 0)->kind, LS_KIND_STRUCT);
		const struct ls_type *type = case_type(&t, "t");
		assert_true(type->is_typedef_name);
		assert_int_equal(type->size_bits, 64);
		assert_int_equal(type->field_count, 2);
		const struct ls_entry *again = case_entry(&t, "again", 0);
		assert_non_null(again);
		assert_string_equal(
		    t.source->catalog.entries[again->alias_of].name, "t");
		case_close(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_type_is_one_entry),
		cmocka_unit_test(mixed_versions_are_one_entry),
		cmocka_unit_test(different_types_of_one_name_stay_apart),
		cmocka_unit_test(declaration_finds_its_definition),
		cmocka_unit_test(type_units_are_read),
		cmocka_unit_test(what_is_inside_other_units_counts),
		cmocka_unit_test(names_in_type_units_are_qualified),
		cmocka_unit_test(cpp_names_are_qualified),
		cmocka_unit_test(what_is_nowhere_described_is_noted),
		cmocka_unit_test(a_typedef_names_what_is_in_a_type_unit),
		cmocka_unit_test(partial_units_are_read),
		cmocka_unit_test(files_without_types_say_so),
		cmocka_unit_test(split_dwarf_is_refused_by_name),
		cmocka_unit_test(
		    archive_members_without_types_are_passed_over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
