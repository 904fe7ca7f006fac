/*
 * test_scan.c - what the fast back-end passes over, it may pass over.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dwarf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "object/object.h"
#include "read/dwarf/scan.h"

/*
 * Types at all depths of a function, each after one that it does not stand
 * in: |f| struct a; { struct b; { struct c } } |
 */
static const char source[] =
    "int f(int x) {\n"
    "  struct a { char c; int i; } a = { 1, x };\n"
    "  enum e { ONE = 1, TWO, MANY = 70000 } e = x; const char *p = 0;\n"
    "  struct bits { unsigned low : 3, high : 29; int tail[7]; } s = { 0 };\n"
    "  a.i += e + !p + s.low;\n"
    "  { struct b { int j; } b = { x }; a.i += b.j;\n"
    "    { struct c { long q; struct in { int z; } in; } c = { x, { 1 } };\n"
    "      a.i += (int)c.q + c.in.z; } }\n"
    "  return a.i;\n"
    "}\n";

/* Walk all units; what stands between a type and its unit must be given. */
static void
check_parents(struct ls_dies *dies, size_t *types)
{
	const struct ls_die_backend *backend = dies->backend;
	static ls_die_ref given[LS_MAX_DIE_DEPTH], true_above[64];
	struct ls_walk *some, *all;
	assert_null(backend->walk_new(dies, LS_WALK_TYPES, &some));
	assert_null(backend->walk_new(dies, LS_WALK_ALL, &all));
	for (size_t i = 0; i < dies->unit_count; i++) {
		struct ls_die die, full;
		bool got, got_full = true;
		assert_null(backend->seek(some, dies->units[i].root));
		assert_null(backend->seek(all, dies->units[i].root));
		while (!backend->next(some, &die, &got) && got) {
			do {
				assert_null(
				    backend->next(all, &full, &got_full));
				assert_true(got_full);
				true_above[full.depth] = full.ref;
			} while (full.ref != die.ref);
			assert_int_equal(full.depth, die.depth);
			given[die.depth] = die.ref;
			if (die.tag != DW_TAG_structure_type)
				continue;
			++*types;
			for (uint32_t d = 0; d < die.depth; d++)
				assert_int_equal(given[d], true_above[d]);
		}
	}
	backend->walk_free(some);
	backend->walk_free(all);
}

static void
check_brief(const struct ls_brief *brief, const struct ls_die *die)
{
	const struct ls_brief_kind *kind = brief->kind;
	assert_int_equal(brief->ref, die->ref);
	assert_int_equal(brief->depth, die->depth);
	assert_int_equal(kind->tag, die->tag);
	assert_int_equal(kind->has, die->has);
	assert_int_equal(kind->flags, die->flags);
	assert_int_equal(kind->has_children, die->has_children);
	if (die->has & LS_DIE_NAME)
		assert_string_equal(brief->name, die->name);
	if (die->has & LS_DIE_TYPE)
		assert_int_equal(brief->leads_to, die->type);
	if (die->has & LS_DIE_SPECIFICATION)
		assert_int_equal(brief->leads_to, die->specification);
	for (size_t i = 0; i < LS_BRIEF_NUMBERS; i++) {
		uint64_t number;
		memcpy(&number, (const char *)die + kind->places[i],
		    sizeof(number));
		if (kind->places[i])
			assert_int_equal(brief->numbers[i], number);
	}
}

/* One walk asks for brief DIEs where it can, the other never: the same DIEs. */
static void
check_briefs(struct ls_dies *dies, size_t *brief_count)
{
	enum { ROOM = 3 };
	const struct ls_die_backend *backend = dies->backend;
	struct ls_walk *fast, *slow;
	assert_null(backend->walk_new(dies, LS_WALK_OUTLINE, &fast));
	assert_null(backend->walk_new(dies, LS_WALK_OUTLINE, &slow));
	for (size_t i = 0; i < dies->unit_count; i++) {
		struct ls_die die, same;
		struct ls_brief briefs[ROOM];
		bool got = true, got_same;
		assert_null(backend->seek(fast, dies->units[i].root));
		assert_null(backend->seek(slow, dies->units[i].root));
		while (got) {
			assert_null(backend->next(fast, &die, &got));
			assert_null(backend->next(slow, &same, &got_same));
			assert_int_equal(got, got_same);
			if (got)
				assert_int_equal(die.ref, same.ref);
			size_t count = ROOM;
			while (got && count == ROOM) {
				count = backend->briefs(fast, briefs, ROOM);
				for (size_t b = 0; b < count; b++) {
					assert_null(backend->next(
					    slow, &same, &got_same));
					assert_true(got_same);
					check_brief(&briefs[b], &same);
				}
				*brief_count += count;
			}
		}
	}
	backend->walk_free(fast);
	backend->walk_free(slow);
}

static void
a_walk_gives_what_types_stand_in_and_briefs_alike(void **state)
{
	(void)state;
	static const char *const compilers[] = { "gcc -g -O0", "gcc -g -O2",
		"clang -g -O0", "clang -gdwarf-4 -O1" };
	char folder[] = "/tmp/test_scan.XXXXXX", path[64], command[160];
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/x.c", folder);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(source, file);
	fclose(file);
	for (size_t i = 0; i < 4; i++) {
		snprintf(command, sizeof(command), "cd %s && %s -c x.c",
		    folder, compilers[i]);
		assert_int_equal(system(command), 0);
		snprintf(path, sizeof(path), "%s/x.o", folder);
		const struct ls_object_options options = { 0 };
		const struct ls_dies_options dies_options = { 0 };
		struct ls_file *opened;
		struct ls_dies *dies;
		size_t types = 0;
		assert_null(ls_file_open(path, &options, &opened));
		assert_null(ls_die_scan.open(
		    ls_file_image(opened, 0), &dies_options, &dies));
		check_parents(dies, &types);
		assert_int_equal(types, 5);
		size_t briefs = 0;
		check_briefs(dies, &briefs);
		/* gcc's members; clang 14 says names by index, which are
		 * no briefs in DWARF 5 */
		assert_true(briefs >= (i < 2 ? 11 : 3));
		ls_die_scan.close(dies);
		ls_file_close(opened);
	}
	snprintf(command, sizeof(command), "rm -r %s", folder);
	assert_int_equal(system(command), 0);
}

static void
a_declaration_is_known_by_its_bytes(void **state)
{
	(void)state;
	static const uint8_t abbrevs[] = { 1, 0x13, 1, 0x03, 0x0e, 0x0b, 0x0b,
		0, 0,                                     /* byte_size data1 */
		2, 0x13, 1, 0x03, 0x0e, 0x0b, 0x0b, 0, 0, /* the same */
		3, 0x13, 1, 0x03, 0x0e, 0x0b, 0xa1, 0, 5, 0,
		0,                                           /* implicit_const,
								 * padded */
		4, 0x13, 1, 0x03, 0x0e, 0x0b, 0x21, 6, 0, 0, /* another */
		5, 0x13, 0, 0x03, 0x0e, 0x0b, 0x0b, 0, 0,    /* no children */
		0 };
	const struct scan_format format = { .is_planned = true,
		.version = 5,
		.address_bytes = 8,
		.offset_bytes = 4 };
	struct scan_stock stock = { 0 };
	struct scan_table table = { 0 };
	struct ls_bytes bytes = { abbrevs, sizeof(abbrevs) };
	assert_false(scan_stock_fits(&stock, &format));
	assert_true(scan_stock_begin(&stock, &format));
	for (int again = 0; again < 2; again++) {
		assert_null(scan_table_compile(&table, &stock, bytes, 0, 0));
		assert_int_equal(table.count, 5);
		assert_int_equal(stock.known_count, 4);
		assert_int_equal(
		    table.abbrevs[0].first_step, table.abbrevs[1].first_step);
		for (size_t i = 0; i < table.count; i++) {
			const struct scan_abbrev *abbrev = &table.abbrevs[i];
			assert_int_equal(abbrev->code, i + 1);
			assert_int_equal(abbrev->has_children, i < 4);
			assert_int_equal(abbrev->step_count, 2);
		}
		for (size_t i = 2; i < 4; i++)
			assert_int_equal(stock.constants[scan_table_steps(
					     &table, &table.abbrevs[i])[1]
							     .constant],
			    i + 3);
	}
	/* one of them alone, and one behind the end */
	assert_null(scan_table_compile(&table, &stock, bytes, 0, 4));
	assert_int_equal(table.count, 1);
	for (bytes.size = 1; bytes.size < sizeof(abbrevs) - 1; bytes.size++) {
		struct ls_error *err = scan_table_compile(
		    &table, &stock, bytes, 0, 0);
		assert_non_null(err);
		ls_error_free(err);
	}
	scan_table_free(&table);
	scan_stock_free(&stock);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_walk_gives_what_types_stand_in_and_briefs_alike),
		cmocka_unit_test(a_declaration_is_known_by_its_bytes),
	};
	return cmocka_run_group_tests_name("scan", tests, NULL, NULL);
}
