/*
 * test_dwarf_rust.c - Rust types, as rustc tells them.
 *
 * Where rustc is free to choose a layout, the program asks it: the source
 * refuses to compile if a number in here is not rustc's own.
 */
#include "dwarf_case.h"

/* What is stable from 1.66 on is had from 1.63 by asking for it. */
static const char source[] =
    "#![feature(arbitrary_enum_discriminant)] use std::mem::size_of;\n"
    "#[repr(C)] pub struct Plain { a: u8, b: u64, c: u16 }\n"
    "pub enum Never {}\n"
    "pub enum Ev { Idle, Read { fd: i32, len: u64 }, Big([u64; 9]) }\n"
    "#[repr(i8)] pub enum Sign { Minus = -2, Plus = 3 }\n"
    "#[repr(i8)] pub enum Data { Low(u8) = -1, High = 7 }\n"
    "pub enum Outer { X(Option<bool>), Y, Z }\n"
    "pub enum One { Only(u32) }\n"
    "pub struct Unit;\n"
    "pub struct Zst { _u: Unit, v: u32, _p: std::marker::PhantomData<u8> }\n"
    "pub union Both { i: u32, f: f32 }\n"
    "pub struct Holds<F: Fn(u8) -> u8> { n: u64, f: F }\n"
    "fn step(x: u8) -> u8 { x }\n"
    "const _: () = assert!(size_of::<Ev>() == 80);\n"
    "const _: () = assert!(size_of::<Outer>() == 1);\n"
    "const _: () = assert!(size_of::<Option<&u8>>() == 8);\n"
    "const _: () = assert!(size_of::<Result<u32, Never>>() == 4);\n"
    "async fn leaf(x: u64) -> u64 { x }\n"
    "pub async fn task(name: String, n: u64) -> u64 {\n"
    "    let name = name;\n"
    "    let a = leaf(n).await;\n"
    "    a + name.len() as u64 + n\n"
    "}\n"
    "#[inline(never)] fn keep<T>(v: T) -> T { v }\n"
    "fn main() {\n"
    "    keep((Plain { a: 1, b: 2, c: 3 }, Ev::Big([1; 9]), Ev::Idle,\n"
    "        Ev::Read { fd: 1, len: 2 }, Sign::Minus, Sign::Plus));\n"
    "    keep((Data::Low(1), Data::High, Outer::X(None), Outer::Y,\n"
    "        Outer::Z, One::Only(1), Both { i: 1 }));\n"
    "    keep((Zst { _u: Unit, v: 1, _p: Default::default() },\n"
    "        Holds { n: 1, f: step as fn(u8) -> u8 },\n"
    "        Holds { n: 1, f: step }));\n"
    "    let s = String::new();\n"
    "    let r: Result<u32, Never> = Ok(1);\n"
    "    let o: Option<&u8> = None;\n"
    "    let c = |x: u64| x + s.len() as u64;\n"
    "    keep((&r, o, &c, c(1), &s[..], &[1u16, 2][..]));\n"
    "    keep(task(String::new(), 1));\n"
    "}\n";

static struct dwarf_case
open_rust(const char *more)
{
	char command[128];
	snprintf(command, sizeof(command),
	    "RUSTC_BOOTSTRAP=1 rustc -g --edition 2021 -A warnings "
	    "--crate-name x %s",
	    more);
	return case_open(command, "x.rs", source);
}

static void
structs_and_unions(void **state)
{
	(void)state;
	struct dwarf_case t = open_rust("");
	const struct ls_type *plain = case_type(&t, "x::Plain");
	assert_int_equal(plain->kind, LS_KIND_STRUCT);
	assert_int_equal(plain->lang, LS_LANG_RUST);
	assert_int_equal(plain->size_bits, 24 * 8);
	assert_int_equal(plain->stated_align_bits, 64);
	assert_int_equal(field_of(plain, "b")->offset_bits, 64);

	const struct ls_type *zst = case_type(&t, "x::Zst");
	assert_int_equal(zst->size_bits, 32);
	assert_int_equal(field_of(zst, "_u")->size_bits, 0);
	assert_true(field_of(zst, "_p")->has_size);
	assert_true(zst->is_order_free);

	const struct ls_type *both = case_type(&t, "x::Both");
	assert_int_equal(both->kind, LS_KIND_UNION);
	assert_int_equal(field_of(both, "f")->offset_bits, 0);
	case_close(&t);
}

/* fn item and fn pointer have one DIE; only the alignment tells. */
static void
function_items_are_empty(void **state)
{
	(void)state;
	struct dwarf_case t = open_rust("");
	int empty = 0, full = 0;
	const struct ls_catalog *catalog = &t.source->catalog;
	for (ls_entry_id i = 0; i < catalog->count; i++) {
		const char *name = catalog->entries[i].name;
		if (!name || strncmp(name, "x::Holds<", 9) != 0)
			continue;
		ls_type_id root;
		ls_model_free(t.model);
		t.model = NULL;
		assert_null(ls_source_load(t.source, &i, 1, &root, &t.model));
		const struct ls_type *holds = ls_model_type(t.model, root);
		empty += holds->size_bits == 64 &&
		    field_of(holds, "f")->size_bits == 0;
		full += holds->size_bits == 128 &&
		    field_of(holds, "f")->size_bits == 64;
	}
	assert_int_equal(empty, 1);
	assert_int_equal(full, 1);
	case_close(&t);
}

static void
tagged_enum(void **state)
{
	(void)state;
	struct dwarf_case t = open_rust("");
	const struct ls_type *ev = case_type(&t, "x::Ev");
	assert_int_equal(ev->kind, LS_KIND_ENUM);
	assert_int_equal(ev->field_count, 0);
	assert_non_null(ev->variants);
	assert_true(ev->variants->has_tag);
	assert_int_equal(ev->variants->count, 3);
	/* rustc widens a tag up to where the first field must start */
	assert_string_equal(
	    ls_model_type(t.model, ev->variants->tag_type)->name, "u32");
	assert_int_equal(variant_of(ev, "Idle")->field_count, 0);
	const struct ls_variant *read = variant_of(ev, "Read");
	assert_true(read->has_discr);
	assert_true(read->discr == 1);
	assert_int_equal(read->field_count, 2);
	const struct ls_field *len = find_field(
	    read->fields, read->field_count, "len");
	assert_int_equal(len->size_bits, 64);
	assert_int_equal(len->offset_bits % 64, 0);
	/* payloads are no types of their own */
	assert_null(case_entry(&t, "x::Ev::Read", 0));
	case_close(&t);
}

static void
niche_and_lonely_enums(void **state)
{
	(void)state;
	struct dwarf_case t = open_rust("");
	const struct ls_type *outer = case_type(&t, "x::Outer");
	assert_int_equal(outer->size_bits, 8);
	assert_true(outer->variants->has_tag);
	assert_false(variant_of(outer, "X")->has_discr);
	assert_true(variant_of(outer, "Y")->has_discr);

	const struct ls_type *one = case_type(&t, "x::One");
	assert_false(one->variants->has_tag);
	assert_int_equal(one->variants->count, 1);

	const struct ls_type *result = case_type(
	    &t, "core::result::Result<u32, x::Never>");
	assert_int_equal(result->hidden, LS_HIDDEN_STD);
	assert_false(result->variants->has_tag);
	assert_false(variant_of(result, "Ok")->is_uninhabited);
	assert_true(variant_of(result, "Err")->is_uninhabited);
	case_close(&t);
}

static void
signed_discriminants(void **state)
{
	(void)state;
	struct dwarf_case t = open_rust("");
	const struct ls_type *sign = case_type(&t, "x::Sign");
	assert_int_equal(sign->enumerator_count, 2);
	assert_true((ls_i128)sign->enumerators[0].value == -2);
	const struct ls_type *data = case_type(&t, "x::Data");
	assert_int_equal(data->variants->tag_size_bits, 8);
	assert_true(variant_of(data, "Low")->discr == 0xff);
	assert_true(variant_of(data, "High")->discr == 7);
	case_close(&t);
}

static void
fat_pointers_and_closures(void **state)
{
	(void)state;
	struct dwarf_case t = open_rust("");
	const struct ls_type *str = case_type(&t, "&str");
	assert_int_equal(str->size_bits, 128);
	assert_int_equal(str->hidden, LS_HIDDEN_COMPILER);
	assert_int_equal(field_of(str, "length")->offset_bits, 64);
	assert_int_equal(case_type(&t, "&[u16]")->size_bits, 128);
	const struct ls_type *closure = case_type(
	    &t, "x::main::{closure_env#0}");
	assert_int_equal(closure->hidden, LS_HIDDEN_COMPILER);
	assert_int_equal(closure->size_bits, 64);
	case_close(&t);
}

/* `name` is an argument and a local: LLVM tells the local's place twice. */
static void
captured_arguments_keep_their_place(void **state)
{
	(void)state;
	struct dwarf_case t = open_rust("");
	const struct ls_type *task = case_type(
	    &t, "x::task::{async_fn_env#0}");
	assert_int_equal(task->hidden, LS_HIDDEN_NO);
	const struct ls_variant *start = variant_of(task, "Unresumed");
	const struct ls_variant *wait = variant_of(task, "Suspend0");
	assert_int_equal(start->field_count, 2);
	assert_int_equal(start->decl.line, 19);
	uint64_t at = find_field(start->fields, 2, "name")->offset_bits;
	int captured = 0, local = 0;
	for (uint32_t i = 0; i < wait->field_count; i++) {
		const struct ls_field *f = &wait->fields[i];
		if (strcmp(f->name, "name") != 0)
			continue;
		assert_false(f->is_unreliable);
		assert_int_equal(f->size_bits, 192);
		captured += f->offset_bits == at;
		local += f->offset_bits != at;
	}
	assert_int_equal(captured, 1);
	assert_int_equal(local, 1);
	case_close(&t);
}

static void
every_version_tells_the_same(void **state)
{
	(void)state;
	/* rustc has the option from 1.88 on. */
	if (system("rustc -C help | grep -q dwarf-version") != 0)
		skip();
	struct dwarf_case a = open_rust("");
	struct dwarf_case b = open_rust("-C dwarf-version=5");
	const char *const names[] = { "x::Plain", "x::Ev", "x::Zst" };
	for (int i = 0; i < 3; i++) {
		const struct ls_type *s = case_type(&a, names[i]);
		const struct ls_type *r = case_type(&b, names[i]);
		assert_int_equal(s->size_bits, r->size_bits);
		assert_int_equal(s->field_count, r->field_count);
		for (uint32_t k = 0; k < s->field_count; k++)
			assert_int_equal(s->fields[k].offset_bits,
			    r->fields[k].offset_bits);
	}
	case_close(&a);
	case_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(structs_and_unions),
		cmocka_unit_test(function_items_are_empty),
		cmocka_unit_test(tagged_enum),
		cmocka_unit_test(niche_and_lonely_enums),
		cmocka_unit_test(signed_discriminants),
		cmocka_unit_test(fat_pointers_and_closures),
		cmocka_unit_test(captured_arguments_keep_their_place),
		cmocka_unit_test(every_version_tells_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
