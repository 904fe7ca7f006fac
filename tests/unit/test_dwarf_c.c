/*
 * test_dwarf_c.c - C types, through gcc and clang and all versions of DWARF.
 *
 * The compiler says by _Static_assert what the model must say, so that a
 * number in here cannot be wrong and pass.
 */
#include "dwarf_case.h"

static const char *const commands[] = {
	"gcc -gdwarf-2 -c",
	"gcc -gdwarf-3 -c",
	"gcc -gdwarf-4 -c",
	"gcc -gdwarf-5 -c",
	"gcc -gdwarf-4 -gstrict-dwarf -c",
	"clang -gdwarf-2 -c",
	"clang -gdwarf-4 -c",
	"clang -gdwarf-5 -c",
};
enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void
for_each_compiler(const char *source, void (*check)(struct dwarf_case *))
{
	for (int i = 0; i < COMMANDS; i++) {
		struct dwarf_case t = case_open(commands[i], "x.c", source);
		check(&t);
		assert_int_equal(ls_model_note_count(t.model), 0);
		case_close(&t);
	}
}

/* |a.......|bbbbbbbb|cc......| */
static void
check_plain(struct dwarf_case *t)
{
	const struct ls_type *type = case_type(t, "plain");
	assert_int_equal(type->kind, LS_KIND_STRUCT);
	assert_int_equal(type->lang, LS_LANG_C);
	assert_int_equal(type->size_bits, 24 * 8);
	assert_int_equal(type->field_count, 3);
	assert_int_equal(field_of(type, "b")->offset_bits, 64);
	assert_int_equal(field_of(type, "b")->size_bits, 64);
	assert_int_equal(field_of(type, "c")->offset_bits, 128);
	assert_int_equal(field_of(type, "c")->declared, 2);
	assert_string_equal(type->decl.file, "x.c");
	assert_int_equal(type->decl.line, 1);
	assert_int_equal(field_of(type, "c")->decl.line, 1);

	const struct ls_type *pointer = ls_model_type(
	    t->model, field_of(type, "b")->type);
	assert_int_equal(pointer->kind, LS_KIND_POINTER);
	const struct ls_type *other = ls_model_type(t->model, pointer->target);
	assert_string_equal(other->name, "other");
	assert_true(other->is_declaration);
	assert_int_equal(other->field_count, 0);
}

static void
plain_struct(void **state)
{
	(void)state;
	for_each_compiler("struct plain { char a; struct other *b; short c; } "
			  "p;\nstruct other { int x; } o;\n"
			  "_Static_assert(sizeof(p) == 24, \"\");\n",
	    check_plain);
}

static void
check_bits(struct dwarf_case *t)
{
	static const struct {
		const char *name;
		unsigned offset, size;
	} expected[] = {
		{ "a", 0, 3 },
		{ "b", 3, 5 },
		{ "c", 8, 8 },
		{ "d", 16, 9 },
		{ "e", 32, 30 },
		{ "f", 64, 40 },
	};
	const struct ls_type *type = case_type(t, "bits");
	assert_int_equal(type->field_count, 6);
	for (int i = 0; i < 6; i++) {
		const struct ls_field *f = field_of(type, expected[i].name);
		assert_int_equal(f->offset_bits, expected[i].offset);
		assert_int_equal(f->size_bits, expected[i].size);
		assert_int_equal(f->is_bitfield, i != 2);
	}
	type = case_type(t, "packed");
	assert_int_equal(field_of(type, "y")->offset_bits, 13);
	assert_int_equal(field_of(type, "y")->size_bits, 31);
	assert_int_equal(field_of(type, "z")->offset_bits, 44);
}

/* |aaabbbbb|cccccccc|dddddddd|d.......|eeee...|ffff */
static void
bit_fields(void **state)
{
	(void)state;
	for_each_compiler(
	    "struct bits { unsigned a:3, b:5; char c; int d:9; int e:30;"
	    " long long f:40; } b;\n"
	    "struct packed { char x[1]; unsigned g:5, y:31; "
	    "unsigned char z:4; } __attribute__((packed)) p;\n"
	    "_Static_assert(sizeof(b) == 16, \"\");\n",
	    check_bits);
}

static void
check_enums(struct dwarf_case *t)
{
	const struct ls_type *type = case_type(t, "sign");
	assert_int_equal(type->kind, LS_KIND_ENUM);
	assert_int_equal(type->size_bits, 32);
	assert_int_equal(type->enumerator_count, 3);
	assert_string_equal(type->enumerators[0].name, "MINUS");
	assert_true((ls_i128)type->enumerators[0].value == -200);
	assert_true(type->enumerators[2].value == 200);
	assert_int_equal(ls_model_type(t->model, type->target)->encoding,
	    LS_ENCODING_SIGNED);

	type = case_type(t, "wide");
	assert_int_equal(type->size_bits, 64);
	assert_true(type->enumerators[0].value == UINT64_MAX);
	assert_int_equal(ls_model_type(t->model, type->target)->encoding,
	    LS_ENCODING_UNSIGNED);
}

static void
enums_know_their_sign(void **state)
{
	(void)state;
	for_each_compiler("enum sign { MINUS = -200, ZERO = 0, PLUS = 200 } s;"
			  "\nenum wide { ALL = 0xffffffffffffffffu } w;\n",
	    check_enums);
}

static void
check_arrays(struct dwarf_case *t)
{
	const struct ls_type *type = case_type(t, "arrays");
	const struct ls_field *grid = field_of(type, "grid");
	assert_int_equal(grid->size_bits, 2 * 3 * 32);
	const struct ls_type *outer = ls_model_type(t->model, grid->type);
	assert_int_equal(outer->kind, LS_KIND_ARRAY);
	assert_int_equal(outer->count, 2);
	const struct ls_type *inner = ls_model_type(t->model, outer->target);
	assert_int_equal(inner->count, 3);
	assert_int_equal(field_of(type, "none")->size_bits, 0);
	assert_false(field_of(type, "none")->is_flexible);
	assert_true(field_of(type, "rest")->is_flexible);
	assert_false(
	    ls_model_type(t->model, field_of(type, "rest")->type)->has_count);
	assert_int_equal(field_of(type, "v")->size_bits, 128);
	assert_true(ls_model_type(
	    t->model, ls_model_strip(t->model, field_of(type, "v")->type))
			->is_vector);
}

static void
arrays_and_vectors(void **state)
{
	(void)state;
	for_each_compiler(
	    "typedef float v4 __attribute__((vector_size(16)));\n"
	    "struct arrays { int grid[2][3]; v4 v; char none[0]; int n; "
	    "char rest[]; } a;\n",
	    check_arrays);
}

static void
check_anonymous(struct dwarf_case *t)
{
	const struct ls_type *type = case_type(t, "named_t");
	assert_true(type->is_typedef_name);
	assert_int_equal(type->kind, LS_KIND_STRUCT);
	assert_null(type->fields[0].name);
	const struct ls_type *inner = ls_model_type(
	    t->model, type->fields[0].type);
	assert_int_equal(inner->kind, LS_KIND_UNION);
	assert_null(inner->name);
	assert_int_equal(inner->hidden, LS_HIDDEN_ANONYMOUS);
	assert_int_equal(inner->field_count, 2);
	/* one typedef of another: both find the struct */
	assert_ptr_not_equal(case_entry(t, "again_t", 0), NULL);
	assert_string_equal(case_type(t, "again_t")->name, "named_t");
}

static void
anonymous_types_take_their_typedefs_name(void **state)
{
	(void)state;
	for_each_compiler(
	    "typedef struct { union { int i; float f; }; int x; } named_t;\n"
	    "typedef named_t again_t;\nnamed_t n; again_t m;\n",
	    check_anonymous);
}

static void
check_local(struct dwarf_case *t)
{
	const struct ls_type *type = case_type(t, "local");
	assert_int_equal(type->size_bits, 64);
	assert_int_equal(field_of(type, "y")->offset_bits, 32);
	assert_int_equal(case_type(t, "deep")->size_bits, 16);
}

static void
types_in_functions_are_found(void **state)
{
	(void)state;
	for_each_compiler(
	    "int f(int k) { struct local { char x; int y; } l = {1, k};\n"
	    "  for (int i = 0; i < k; i++) { struct deep { short s; } d;\n"
	    "  d.s = (short)i; l.y += d.s; } return l.y + l.x; }\n",
	    check_local);
}

static void
check_forced(struct dwarf_case *t)
{
	const struct ls_type *type = case_type(t, "forced");
	assert_int_equal(type->size_bits, 128 * 8);
	assert_int_equal(field_of(type, "b")->offset_bits, 64 * 8);
	assert_int_equal(field_of(type, "b")->stated_align_bits, 64 * 8);
}

static void
stated_alignment(void **state)
{
	(void)state;
	static const char
	    source[] = "struct forced { char a; _Alignas(64) char b; } f;\n"
		       "_Static_assert(sizeof(f) == 128, \"\");\n";
	struct dwarf_case t = case_open("gcc -gdwarf-5 -c", "x.c", source);
	check_forced(&t);
	case_close(&t);
	t = case_open("clang -gdwarf-5 -c", "x.c", source);
	check_forced(&t);
	case_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_struct),
		cmocka_unit_test(bit_fields),
		cmocka_unit_test(enums_know_their_sign),
		cmocka_unit_test(arrays_and_vectors),
		cmocka_unit_test(anonymous_types_take_their_typedefs_name),
		cmocka_unit_test(types_in_functions_are_found),
		cmocka_unit_test(stated_alignment),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
