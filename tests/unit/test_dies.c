/*
 * test_dies.c - the stream of DIEs, held against readelf, against DWARF by
 * hand, and against broken bytes.
 *
 * Inputs are compiled here, in a folder of its own.  What fixtures/asm/forms.s
 * means is told there, DIE by DIE.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dwarf.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "object/object.h"
#include "read/dwarf/die.h"

static char folder[] = "/tmp/layoutscope-dies-XXXXXX";

static const struct ls_die_backend *const backend = &ls_die_libdwarf;

/* One file opened and being walked. */
struct opened {
	struct ls_file *file;
	struct ls_dies *dies;
	struct ls_walk *walk;
};

static bool __attribute__((format(printf, 1, 2)))
can_run(const char *format, ...)
{
	char command[1024];
	va_list ap;
	va_start(ap, format);
	vsnprintf(command, sizeof(command), format, ap);
	va_end(ap);
	return system(command) == 0;
}

static void
assert_fine(struct ls_error *err)
{
	if (err)
		fail_msg("%s", err->text);
}

static struct opened
open_path(const char *path, enum ls_walk_scope scope)
{
	struct opened opened;
	assert_fine(ls_file_open(path, NULL, &opened.file));
	assert_int_equal(ls_file_image_count(opened.file), 1);
	const struct ls_dies_options options = { .jobs = 1 };
	assert_fine(backend->open(
	    ls_file_image(opened.file, 0), &options, &opened.dies));
	assert_fine(backend->walk_new(opened.dies, scope, &opened.walk));
	return opened;
}

static void
close_opened(struct opened *opened)
{
	backend->walk_free(opened->walk);
	backend->close(opened->dies);
	ls_file_close(opened->file);
}

/* Parenthesised, since cmocka has a macro of that name. */
static void
pass_over(struct opened *opened)
{
	assert_fine((backend->skip)(opened->walk));
}

static struct opened
open_forms(void)
{
	char path[128];
	snprintf(path, sizeof(path), "%s/forms.o", folder);
	assert_true(can_run("cc -c -o %s fixtures/asm/forms.s", path));
	return open_path(path, LS_WALK_ALL);
}

/* The DIE of that name in the unit, and the walk behind it. */
static struct ls_die
find(struct opened *opened, size_t unit, const char *name)
{
	struct ls_die die;
	bool got;
	assert_true(unit < opened->dies->unit_count);
	assert_fine(
	    backend->seek(opened->walk, opened->dies->units[unit].root));
	for (;;) {
		assert_fine(backend->next(opened->walk, &die, &got));
		if (!got)
			fail_msg("no DIE is named %s", name);
		if ((die.has & LS_DIE_NAME) && strcmp(die.name, name) == 0)
			return die;
	}
}

static void
the_unit_says_what_it_is(void **state)
{
	(void)state;
	struct opened opened = open_forms();
	assert_int_equal(opened.dies->unit_count, 2);
	const struct ls_unit *unit = &opened.dies->units[0];
	assert_int_equal(unit->version, 5);
	assert_int_equal(unit->address_bytes, 8);
	assert_int_equal(unit->offset_bytes, 4);
	assert_int_equal(unit->tag, DW_TAG_compile_unit);
	assert_int_equal(unit->language, DW_LANG_C11);
	assert_string_equal(unit->name, "forms.s");
	/* Its index comes before the base that it counts from. */
	assert_string_equal(unit->producer, "made by hand");
	assert_null(unit->comp_dir);
	assert_null(unit->dwo_name);
	assert_false(unit->has_line_table);
	assert_false(unit->is_type_unit);

	const struct ls_unit *types = &opened.dies->units[1];
	assert_true(types->is_type_unit);
	assert_int_equal(types->index, 1);
	assert_int_equal(types->signature, 0x1122334455667788);
	assert_ptr_equal(
	    ls_dies_unit_by_signature(opened.dies, types->signature), types);
	assert_null(ls_dies_unit_by_signature(opened.dies, 1));
	assert_ptr_equal(ls_dies_unit_of(opened.dies, unit->root), unit);
	assert_ptr_equal(ls_dies_unit_of(opened.dies, unit->end - 1), unit);
	assert_null(ls_dies_unit_of(opened.dies, unit->end));
	assert_null(ls_dies_unit_of(opened.dies, types->end));
	assert_null(ls_dies_unit_of(opened.dies, LS_REF_NONE));
	close_opened(&opened);
}

static void
numbers_come_in_every_form(void **state)
{
	(void)state;
	struct opened opened = open_forms();
	struct ls_die die = find(&opened, 0, "implicit");
	assert_int_equal(die.byte_size, 4);
	assert_int_equal(die.encoding, DW_ATE_signed);
	die = find(&opened, 0, "forms"); /* by index */
	assert_int_equal(die.byte_size, 300);
	assert_int_equal(die.alignment, 64);
	assert_true(die.has_children);
	die = find(&opened, 0, "bounds");
	assert_int_equal(die.lower_bound, -1);
	assert_true(die.has & LS_DIE_UPPER_BOUND);
	assert_int_equal(die.upper_bound, UINT64_MAX);
	die = find(&opened, 0, "run_time");
	assert_true(die.has & LS_DIE_BOUND_EXPR);
	assert_false(die.has & LS_DIE_COUNT);
	close_opened(&opened);
}

static void
constants_have_128_bits(void **state)
{
	(void)state;
	struct opened opened = open_forms();
	struct ls_die_const c = find(&opened, 0, "data16").const_value;
	assert_int_equal(c.width_bytes, 16);
	assert_false(c.is_signed);
	if (!ls_image_is_big_endian(ls_file_image(opened.file, 0))) {
		assert_int_equal(c.low, 0x0123456789abcdef);
		assert_int_equal(c.high, 0x1000000000000000);
		c = find(&opened, 0, "block16").const_value;
		assert_int_equal(c.low, (uint64_t)-2);
		assert_int_equal(c.high, UINT64_MAX);
	}
	c = find(&opened, 0, "sdata").const_value;
	assert_true(c.is_signed);
	assert_int_equal(c.low, (uint64_t)-2);
	assert_int_equal(c.high, UINT64_MAX);
	assert_int_equal(c.width_bytes, 0);

	/* A nameless variant follows: 0xff in one byte is no -1. */
	struct ls_die variant;
	bool got;
	assert_fine(backend->next(opened.walk, &variant, &got));
	assert_true(got);
	assert_int_equal(variant.tag, DW_TAG_variant);
	assert_int_equal(variant.discr_value.low, 0xff);
	assert_int_equal(variant.discr_value.high, 0);
	assert_int_equal(variant.discr_value.width_bytes, 1);
	close_opened(&opened);
}

static void
locations_that_are_numbers_become_numbers(void **state)
{
	(void)state;
	struct opened opened = open_forms();
	struct ls_die die = find(&opened, 0, "plus_uconst");
	assert_true(die.has & LS_DIE_MEMBER_LOCATION);
	assert_int_equal(die.member_location, 130);
	die = find(&opened, 0, "constu_plus");
	assert_true(die.has & LS_DIE_MEMBER_LOCATION);
	assert_int_equal(die.member_location, 7);
	die = find(&opened, 0, "computed");
	assert_false(die.has & LS_DIE_MEMBER_LOCATION);
	assert_true(die.has & LS_DIE_MEMBER_EXPR);
	assert_int_equal(die.member_expr.size, 7);
	die = find(&opened, 0, "ref_alt"); /* at -8 */
	assert_false(die.has & LS_DIE_MEMBER_LOCATION);
	assert_true(die.has & LS_DIE_MEMBER_EXPR);
	/* Both ways to write a negative bit offset, gcc's and clang's. */
	assert_int_equal(die.bit_offset, -4);
	assert_int_equal(find(&opened, 0, "ref_sig8").bit_offset, -4);
	close_opened(&opened);
}

static void
references_become_places(void **state)
{
	(void)state;
	struct opened opened = open_forms();
	ls_die_ref integer = find(&opened, 0, "implicit").ref;
	ls_die_ref type = find(&opened, 1, "by_signature").ref;
	assert_int_equal(opened.dies->units[1].type, type);
	assert_int_equal(find(&opened, 0, "plus_uconst").type, integer);
	assert_int_equal(find(&opened, 0, "ref_addr").type, integer);
	assert_int_equal(find(&opened, 0, "indirect").type, integer);
	assert_int_equal(find(&opened, 0, "ref_sig8").type, type);
	static const char *const nowhere[] = { "ref_outside", "ref_alt",
		"ref_sig8_unknown", "ref_header" };
	for (size_t i = 0; i < sizeof(nowhere) / sizeof(nowhere[0]); i++) {
		struct ls_die die = find(&opened, 0, nowhere[i]);
		assert_true(die.has & LS_DIE_TYPE);
		assert_true(die.type == LS_REF_NONE);
	}
	close_opened(&opened);
}

static void
a_flag_can_be_written_and_false(void **state)
{
	(void)state;
	struct opened opened = open_forms();
	assert_true(find(&opened, 0, "ref_sig8").flags & LS_DIE_ARTIFICIAL);
	assert_true(find(&opened, 0, "ref_alt").flags & LS_DIE_ARTIFICIAL);
	assert_false(
	    find(&opened, 0, "ref_sig8_unknown").flags & LS_DIE_ARTIFICIAL);
	close_opened(&opened);
}

/* forms and namespace: next() gives what is behind their children. */
static void
children_can_be_passed_over(void **state)
{
	(void)state;
	struct opened opened = open_forms();
	struct ls_die die;
	bool got;
	assert_int_equal(find(&opened, 0, "forms").depth, 1);
	pass_over(&opened); /* without DW_AT_sibling */
	assert_fine(backend->next(opened.walk, &die, &got));
	assert_true(got);
	assert_string_equal(die.name, "indirect");
	assert_int_equal(die.depth, 1);

	(void)find(&opened, 0, "skipped");
	pass_over(&opened); /* with it */
	assert_fine(backend->next(opened.walk, &die, &got));
	assert_true(got);
	assert_string_equal(die.name, "data16");
	assert_int_equal(die.depth, 1);

	/* A leaf has none to pass over. */
	pass_over(&opened);
	assert_fine(backend->next(opened.walk, &die, &got));
	assert_true(got);
	assert_string_equal(die.name, "block16");

	/* The root has all. */
	assert_fine(backend->seek(opened.walk, opened.dies->units[0].root));
	assert_fine(backend->next(opened.walk, &die, &got));
	pass_over(&opened);
	assert_fine(backend->next(opened.walk, &die, &got));
	assert_false(got);
	close_opened(&opened);
}

/* A walk that begins at a structure ends with it. */
static void
a_walk_stays_below_where_it_began(void **state)
{
	(void)state;
	struct opened opened = open_forms();
	ls_die_ref at = find(&opened, 0, "forms").ref;
	assert_fine(backend->seek(opened.walk, at));
	struct ls_die die;
	bool got;
	int count = 0;
	for (;;) {
		assert_fine(backend->next(opened.walk, &die, &got));
		if (!got)
			break;
		assert_int_equal(die.depth, count++ ? 1 : 0);
	}
	assert_int_equal(count, 1 + 8);
	assert_int_equal(die.ref, find(&opened, 0, "ref_alt").ref);

	/* And at a leaf, with that. */
	assert_fine(backend->seek(opened.walk, die.ref));
	assert_fine(backend->next(opened.walk, &die, &got));
	assert_true(got);
	assert_fine(backend->next(opened.walk, &die, &got));
	assert_false(got);
	close_opened(&opened);
}

static void
assert_no_die_at(struct opened *opened, ls_die_ref at)
{
	struct ls_error *err = backend->seek(opened->walk, at);
	assert_non_null(err);
	assert_int_equal(err->code, LS_ERROR_FORMAT);
	ls_error_free(err);
	struct ls_die die;
	bool got = true;
	assert_fine(backend->next(opened->walk, &die, &got));
	assert_false(got);
}

static void
places_without_a_die_are_refused(void **state)
{
	(void)state;
	struct opened opened = open_forms();
	assert_no_die_at(&opened, 0); /* a header */
	assert_no_die_at(&opened, LS_REF_NONE);
	assert_no_die_at(&opened, LS_REF_TYPES | 12);
	assert_no_die_at(&opened, opened.dies->units[1].end);
	/* A null entry: behind the last member. */
	assert_no_die_at(&opened, find(&opened, 0, "indirect").ref - 1);
	close_opened(&opened);
}

/* ---- what compilers write ---- */

/* DIEs by tag: ours less readelf's are all 0. */
static void
count_dies(const char *path, int counts[UINT16_MAX + 1])
{
	struct opened opened = open_path(path, LS_WALK_ALL);
	for (size_t i = 0; i < opened.dies->unit_count; i++) {
		struct ls_die die;
		bool got;
		ls_die_ref before = 0;
		assert_fine(
		    backend->seek(opened.walk, opened.dies->units[i].root));
		for (;;) {
			assert_fine(backend->next(opened.walk, &die, &got));
			if (!got)
				break;
			assert_true(die.ref > before);
			before = die.ref;
			counts[die.tag]++;
		}
	}
	close_opened(&opened);
}

/* readelf's " <1><2d>: Abbrev Number: 2 (DW_TAG_base_type)". */
static size_t
readelf_count(const char *path, const char *tag)
{
	char command[512];
	snprintf(command, sizeof(command),
	    "readelf --debug-dump=info %s 2>/dev/null | "
	    "grep -c 'Abbrev Number: [1-9][0-9]* (%s)$'",
	    path, tag);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	size_t count = 0;
	assert_int_equal(fscanf(pipe, "%zu", &count), 1);
	pclose(pipe);
	return count;
}

static void
assert_same_counts(const char *path)
{
	static const struct {
		const char *name;
		uint16_t tag;
	} tags[] = {
		{ "DW_TAG_compile_unit", DW_TAG_compile_unit },
		{ "DW_TAG_type_unit", DW_TAG_type_unit },
		{ "DW_TAG_structure_type", DW_TAG_structure_type },
		{ "DW_TAG_union_type", DW_TAG_union_type },
		{ "DW_TAG_member", DW_TAG_member },
		{ "DW_TAG_base_type", DW_TAG_base_type },
		{ "DW_TAG_subrange_type", DW_TAG_subrange_type },
		{ "DW_TAG_formal_parameter", DW_TAG_formal_parameter },
		{ "DW_TAG_[a-zA-Z_]*", 0 },
	};
	static int counts[UINT16_MAX + 1];
	memset(counts, 0, sizeof(counts));
	count_dies(path, counts);
	size_t total = 0;
	for (size_t tag = 0; tag <= UINT16_MAX; tag++)
		total += (size_t)counts[tag];
	assert_true(total > 0);
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		size_t ours = tags[i].tag ? (size_t)counts[tags[i].tag]
					  : total;
		size_t theirs = readelf_count(path, tags[i].name);
		if (ours != theirs)
			fail_msg("%s: %zu %s, readelf has %zu", path, ours,
			    tags[i].name, theirs);
	}
}

static void
all_dies_of_all_versions_are_there(void **state)
{
	(void)state;
	static const char *const ways[] = {
		"gcc -gdwarf-2 -gstrict-dwarf",
		"gcc -gdwarf-3",
		"gcc -gdwarf-4",
		"gcc -gdwarf-5",
		"gcc -gdwarf-5 -gdwarf64",
		"gcc -gdwarf-4 -fdebug-types-section",
		"gcc -gdwarf-5 -fdebug-types-section",
		"gcc -gdwarf-5 -O2",
		"clang -gdwarf-2",
		"clang -gdwarf-3",
		"clang -gdwarf-4",
		"clang -gdwarf-5",
		"clang -gdwarf-5 -gdwarf64",
		"clang -gdwarf-5 -O2",
	};
	char path[128];
	snprintf(path, sizeof(path), "%s/server.o", folder);
	size_t tried = 0;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		/* An assembler or a compiler may be too old for one. */
		if (!can_run("%s -c -o %s fixtures/c/server.c 2>/dev/null",
			ways[i], path))
			continue;
		assert_same_counts(path);
		tried++;
	}
	assert_true(tried > 3);
}

static void
all_dies_of_rust_are_there(void **state)
{
	(void)state;
	char path[128];
	snprintf(path, sizeof(path), "%s/libshapes.o", folder);
	if (!can_run("rustc -g --crate-type=lib --emit=obj -o %s "
		     "fixtures/rust/ids.rs 2>/dev/null",
		path))
		skip();
	assert_same_counts(path);
}

/* locals.c has structures in functions, in blocks and in inlined ones. */
static void
a_walk_over_types_misses_none(void **state)
{
	(void)state;
	char path[128];
	snprintf(path, sizeof(path), "%s/locals.o", folder);
	assert_true(can_run("cc -g -O2 -c -o %s fixtures/c/locals.c", path));
	struct opened opened = open_path(path, LS_WALK_TYPES);
	size_t structures = 0;
	size_t members = 0;
	struct ls_die die;
	bool got;
	assert_fine(backend->seek(opened.walk, opened.dies->units[0].root));
	for (;;) {
		assert_fine(backend->next(opened.walk, &die, &got));
		if (!got)
			break;
		structures += die.tag == DW_TAG_structure_type;
		members += die.tag == DW_TAG_member;
		assert_int_not_equal(die.tag, DW_TAG_variable);
	}
	close_opened(&opened);
	assert_true(structures > 0);
	assert_int_equal(
	    structures, readelf_count(path, "DW_TAG_structure_type"));
	assert_int_equal(members, readelf_count(path, "DW_TAG_member"));
}

static void
a_skeleton_names_its_dwo(void **state)
{
	(void)state;
	char path[128];
	snprintf(path, sizeof(path), "%s/split.o", folder);
	assert_true(can_run("gcc -gdwarf-5 -gsplit-dwarf -c -o %s "
			    "fixtures/c/server.c",
	    path));
	struct opened opened = open_path(path, LS_WALK_ALL);
	const char *dwo_name = opened.dies->units[0].dwo_name;
	assert_non_null(dwo_name);
	assert_non_null(strstr(dwo_name, ".dwo"));
	close_opened(&opened);
}

/* ---- broken bytes ---- */

struct bytes {
	char *at;
	size_t size;
};

static struct bytes
read_whole(const char *path)
{
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	struct stat status;
	assert_int_equal(fstat(fileno(file), &status), 0);
	struct bytes bytes = { malloc((size_t)status.st_size),
		(size_t)status.st_size };
	assert_non_null(bytes.at);
	assert_int_equal(fread(bytes.at, 1, bytes.size, file), bytes.size);
	fclose(file);
	return bytes;
}

/* Everything once; true if nothing was amiss.  Must end and must not crash. */
static bool
survives(const char *path)
{
	struct ls_file *file;
	struct ls_error *err = ls_file_open(path, NULL, &file);
	if (err) {
		ls_error_free(err);
		return false;
	}
	struct ls_dies *dies = NULL;
	struct ls_walk *walk = NULL;
	if (ls_file_image_count(file))
		err = backend->open(ls_file_image(file, 0), NULL, &dies);
	if (!err && dies)
		err = backend->walk_new(dies, LS_WALK_ALL, &walk);
	for (size_t i = 0; !err && dies && i < dies->unit_count; i++) {
		struct ls_die die;
		bool got = true;
		err = backend->seek(walk, dies->units[i].root);
		while (!err && got) {
			err = backend->next(walk, &die, &got);
			if (!err && got && (die.has & LS_DIE_NAME))
				got = strlen(die.name) < LS_MAX_NAME_BYTES;
		}
	}
	bool is_fine = !err;
	ls_error_free(err);
	backend->walk_free(walk);
	if (dies)
		backend->close(dies);
	ls_file_close(file);
	return is_fine;
}

static void
write_whole(const char *path, const struct bytes *bytes)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes->at, 1, bytes->size, file), bytes->size);
	assert_int_equal(fclose(file), 0);
}

/* Where the image's section stands in the file: it is mapped from there. */
static struct bytes
section_in(const char *path, enum ls_section which, const struct bytes *whole)
{
	struct ls_file *file;
	struct ls_bytes section;
	assert_fine(ls_file_open(path, NULL, &file));
	assert_fine(ls_image_section(ls_file_image(file, 0), which, &section));
	char *found = memmem(whole->at, whole->size, section.at, section.size);
	assert_non_null(found);
	struct bytes bytes = { found, section.size };
	ls_file_close(file);
	return bytes;
}

/* Each byte of two sections is given five other values in turn. */
static void
flipped_bytes_do_no_harm(void **state)
{
	(void)state;
	char path[128];
	char broken[128];
	snprintf(path, sizeof(path), "%s/forms.o", folder);
	snprintf(broken, sizeof(broken), "%s/broken.o", folder);
	assert_true(can_run("cc -c -o %s fixtures/asm/forms.s", path));
	assert_true(survives(path));
	struct bytes whole = read_whole(path);
	size_t refused = 0;
	for (int which = 0; which < 2; which++) {
		struct bytes section = section_in(
		    path, which ? LS_SECTION_ABBREV : LS_SECTION_INFO, &whole);
		for (size_t i = 0; i < section.size; i++) {
			static const unsigned char values[] = { 0, 0xff, 0x80,
				0x7f, 0x21 };
			char before = section.at[i];
			for (size_t k = 0; k < sizeof(values); k++) {
				section.at[i] = (char)values[k];
				write_whole(broken, &whole);
				refused += !survives(broken);
			}
			section.at[i] = before;
		}
	}
	free(whole.at);
	assert_true(refused > 100);
}

/* The first unit's length is made to lie, each way. */
static void
units_that_lie_about_their_length_are_refused(void **state)
{
	(void)state;
	static const uint32_t lengths[] = { 1, 5, 0x7fffffff, 0xfffffff0,
		0xffffffff };
	char path[128];
	char broken[128];
	snprintf(path, sizeof(path), "%s/forms.o", folder);
	snprintf(broken, sizeof(broken), "%s/broken.o", folder);
	assert_true(can_run("cc -c -o %s fixtures/asm/forms.s", path));
	struct bytes whole = read_whole(path);
	struct bytes info = section_in(path, LS_SECTION_INFO, &whole);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		memcpy(info.at, &lengths[i], sizeof(lengths[i]));
		write_whole(broken, &whole);
		struct ls_file *file;
		struct ls_dies *dies;
		assert_fine(ls_file_open(broken, NULL, &file));
		struct ls_error *err = backend->open(
		    ls_file_image(file, 0), NULL, &dies);
		assert_non_null(err);
		assert_int_equal(err->code, LS_ERROR_FORMAT);
		assert_non_null(strstr(err->text, ".debug_info+0x0: "));
		ls_error_free(err);
		ls_file_close(file);
	}
	free(whole.at);
}

/* 2,000 namespaces in one another are more than we follow. */
static void
deep_nesting_is_refused(void **state)
{
	(void)state;
	char path[128];
	snprintf(path, sizeof(path), "%s/deep.o", folder);
	assert_true(
	    can_run("printf '%%s\\n' '.section .debug_abbrev,\"\",%%progbits' "
		    "'.byte 1,0x11,1,0,0, 2,0x39,1,0,0, 0' "
		    "'.section .debug_info,\"\",%%progbits' '.4byte 2008' "
		    "'.2byte 4' '.4byte 0' '.byte 8, 1' '.fill 2000, 1, 2' "
		    "| cc -x assembler -c -o %s -",
		path));
	struct opened opened = open_path(path, LS_WALK_ALL);
	assert_fine(backend->seek(opened.walk, opened.dies->units[0].root));
	struct ls_error *err = NULL;
	bool got = true;
	uint32_t count = 0;
	while (!err && got) {
		struct ls_die die;
		err = backend->next(opened.walk, &die, &got);
		count++;
	}
	assert_non_null(err);
	assert_int_equal(err->code, LS_ERROR_LIMIT);
	assert_in_range(count, LS_MAX_DIE_DEPTH - 2, LS_MAX_DIE_DEPTH + 2);
	ls_error_free(err);
	close_opened(&opened);
}

/* Twenty units, each with a table that begins in the last one's. */
static void
overlapping_abbreviations_are_refused(void **state)
{
	(void)state;
	char path[128];
	snprintf(path, sizeof(path), "%s/overlap.o", folder);
	assert_true(
	    can_run("printf '%%s\\n' '.section .debug_abbrev,\"\",%%progbits' "
		    "'.rept 400' '.byte 1,0x11,0,0,0' '.endr' '.byte 0' "
		    "'.section .debug_info,\"\",%%progbits' '.set table, 0' "
		    "'.rept 20' '.4byte 8' '.2byte 4' '.4byte table' "
		    "'.byte 8, 1' '.set table, table + 5' '.endr' "
		    "| cc -x assembler -c -o %s -",
		path));
	struct ls_file *file;
	struct ls_dies *dies;
	assert_fine(ls_file_open(path, NULL, &file));
	struct ls_error *err = backend->open(
	    ls_file_image(file, 0), NULL, &dies);
	assert_non_null(err);
	assert_int_equal(err->code, LS_ERROR_FORMAT);
	assert_non_null(strstr(err->text, "overlap"));
	ls_error_free(err);
	ls_file_close(file);
}

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int
remove_one(
    const char *path, const struct stat *status, int kind, struct FTW *walk)
{
	(void)status;
	(void)kind;
	(void)walk;
	return remove(path);
}

static int
remove_folder(void **state)
{
	(void)state;
	return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_unit_says_what_it_is),
		cmocka_unit_test(numbers_come_in_every_form),
		cmocka_unit_test(constants_have_128_bits),
		cmocka_unit_test(locations_that_are_numbers_become_numbers),
		cmocka_unit_test(references_become_places),
		cmocka_unit_test(a_flag_can_be_written_and_false),
		cmocka_unit_test(children_can_be_passed_over),
		cmocka_unit_test(a_walk_stays_below_where_it_began),
		cmocka_unit_test(places_without_a_die_are_refused),
		cmocka_unit_test(all_dies_of_all_versions_are_there),
		cmocka_unit_test(all_dies_of_rust_are_there),
		cmocka_unit_test(a_walk_over_types_misses_none),
		cmocka_unit_test(a_skeleton_names_its_dwo),
		cmocka_unit_test(flipped_bytes_do_no_harm),
		cmocka_unit_test(
		    units_that_lie_about_their_length_are_refused),
		cmocka_unit_test(deep_nesting_is_refused),
		cmocka_unit_test(overlapping_abbreviations_are_refused),
	};
	return cmocka_run_group_tests_name(
	    "dies", tests, make_folder, remove_folder);
}
