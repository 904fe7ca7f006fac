/*
 * test_files.c - names of source files, as compilers write them.
 *
 * One file, whose structure stands in a header: in every version the file
 * that its DW_AT_decl_file says must be the header's name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "object/object.h"
#include "read/dwarf/die.h"
#include "read/dwarf/files.h"

static char folder[] = "/tmp/layoutscope-files-XXXXXX";

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

/* The decl_file of `struct point`; the walk is in a file just opened. */
static uint32_t
file_of_point(struct ls_dies *dies)
{
	struct ls_walk *walk;
	struct ls_die die;
	bool got = true;
	assert_fine(ls_die_libdwarf.walk_new(dies, LS_WALK_TYPES, &walk));
	assert_fine(ls_die_libdwarf.seek(walk, dies->units[0].root));
	do {
		assert_fine(ls_die_libdwarf.next(walk, &die, &got));
		assert_true(got);
	} while (!(die.has & LS_DIE_NAME) || strcmp(die.name, "point") != 0);
	ls_die_libdwarf.walk_free(walk);
	assert_true(die.has & LS_DIE_DECL_FILE);
	return die.decl_file;
}

static bool
ends_with(const char *text, const char *end)
{
	size_t size = strlen(text);
	size_t end_size = strlen(end);
	return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

/* Compiles, and holds what is read against the source; false: cannot. */
static bool
try_way(const char *way)
{
	struct ls_file *file;
	struct ls_dies *dies;
	struct ls_files files;
	char path[128];
	snprintf(path, sizeof(path), "%s/main.o", folder);
	if (!can_run(
		"cd %s && %s -c -o main.o main.c 2>/dev/null", folder, way))
		return false;
	assert_fine(ls_file_open(path, NULL, &file));
	const struct ls_image *image = ls_file_image(file, 0);
	assert_fine(ls_die_libdwarf.open(image, NULL, &dies));
	assert_true(dies->units[0].has_line_table);
	assert_fine(ls_files_read(image, &dies->units[0], &files));
	uint32_t number = file_of_point(dies);
	const char *name = ls_files_name(&files, number);
	const char *full;
	assert_fine(
	    ls_files_path(&files, number, dies->units[0].comp_dir, &full));
	if (!name || !ends_with(name, "point.h"))
		fail_msg("%s: file %u is %s", way, number, name);
	char expected[128];
	snprintf(expected, sizeof(expected), "%s/sub/point.h", folder);
	if (!full || strcmp(full, expected) != 0)
		fail_msg("%s: %s is at %s", way, name, full);
	/* Before version 5, 0 says that there is none. */
	if (dies->units[0].version < 5)
		assert_null(ls_files_name(&files, 0));
	else
		assert_non_null(ls_files_name(&files, 0));
	assert_null(ls_files_name(&files, files.count));
	assert_null(ls_files_name(&files, UINT64_MAX));
	ls_files_free(&files);
	ls_die_libdwarf.close(dies);
	ls_file_close(file);
	return true;
}

static void
every_version_names_the_header(void **state)
{
	(void)state;
	static const char *const ways[] = {
		"gcc -gdwarf-2 -gstrict-dwarf",
		"gcc -gdwarf-3",
		"gcc -gdwarf-4",
		"gcc -gdwarf-5",
		"gcc -gdwarf-5 -gdwarf64",
		"gcc -gdwarf-4 -gdwarf64",
		"clang -gdwarf-2",
		"clang -gdwarf-4",
		"clang -gdwarf-5",
		"clang -gdwarf-5 -gdwarf64",
	};
	size_t tried = 0;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		tried += try_way(ways[i]);
	assert_true(tried > 2);
}

/*
 * An object whose line table is these assembler lines, in a section of its
 * own; a name's count is what comes out.
 */
static struct ls_files
read_table(struct ls_file **file, const char *lines)
{
	char path[128];
	snprintf(path, sizeof(path), "%s/table.s", folder);
	FILE *source = fopen(path, "w");
	assert_non_null(source);
	fprintf(source, ".section .debug_line,\"\",%%progbits\n%s\n", lines);
	assert_int_equal(fclose(source), 0);
	assert_true(can_run("cd %s && cc -c -o table.o table.s", folder));
	snprintf(path, sizeof(path), "%s/table.o", folder);
	assert_fine(ls_file_open(path, NULL, file));
	const struct ls_unit unit = { .has_line_table = true };
	struct ls_files files;
	assert_fine(ls_files_read(ls_file_image(*file, 0), &unit, &files));
	return files;
}

/* A whole table of version 5, from its directories on as told. */
#define V5(rest)                                            \
	".4byte end - start\nstart: .2byte 5\n.byte 8, 0\n" \
	".4byte end - after\nafter: .byte 1, 1, 1, 0, 1, 1\n" rest "\nend:"

static void
unknown_contents_are_passed_over(void **state)
{
	(void)state;
	struct ls_file *file;
	/* A directory; two files of MD5 (data16), path (string), and of a
	 * vendor's content as block1. */
	struct ls_files files = read_table(&file,
	    V5(".byte 1, 1, 8, 1, '/', 0\n"
	       ".byte 3, 5, 0x1e, 1, 8\n"
	       ".uleb128 0x2001, 0x0a, 2\n"
	       ".8byte 1, 2\n .asciz \"a.c\"\n .byte 2, 9, 9\n"
	       ".8byte 3, 4\n .asciz \"b.h\"\n .byte 0"));
	assert_int_equal(files.count, 2);
	assert_string_equal(ls_files_name(&files, 0), "a.c");
	assert_string_equal(ls_files_name(&files, 1), "b.h");
	ls_files_free(&files);
	ls_file_close(file);
}

static void
broken_tables_have_no_names(void **state)
{
	(void)state;
	static const char *const tables[] = {
		"",                              /* nothing */
		".4byte 0x7fffffff\n.2byte 4\n", /* longer than the section */
		".4byte 2\n.2byte 6\n",          /* a version to come */
		/* 4 billion files of no bytes: no format at all */
		V5(".byte 0, 0, 0\n.uleb128 0xffffffff\n.4byte 0"),
		/* the same with a form of no bytes */
		V5(".byte 0, 0, 1, 1, 0x19\n.uleb128 0xffffffff\n.2byte 0"),
		/* a form that nobody knows */
		V5(".byte 0, 0, 1, 1, 0x7f, 1"),
		/* a path that does not end */
		V5(".byte 0, 0, 1, 1, 8, 1, 'a'"),
		/* a file list that does not end */
		".4byte 16\n.2byte 2\n.4byte 10\n.byte 1,1,0,1,1,0\n"
		".ascii \"abcd\"\n",
	};
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		struct ls_file *file;
		struct ls_files files = read_table(&file, tables[i]);
		if (files.count)
			fail_msg("table %zu has names", i);
		assert_null(ls_files_name(&files, 0));
		ls_files_free(&files);
		ls_file_close(file);
	}
}

static void
no_line_table_is_no_names(void **state)
{
	(void)state;
	struct ls_file *file;
	struct ls_files files = read_table(&file, "");
	const struct ls_unit unit = { .has_line_table = false };
	assert_fine(ls_files_read(ls_file_image(file, 0), &unit, &files));
	assert_int_equal(files.count, 0);
	ls_files_free(&files);
	ls_file_close(file);
}

static int
make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	return can_run("cd %s && mkdir -p sub && "
		       "echo 'struct point { int x, y; };' >sub/point.h "
		       "&& printf '%%s\\n' '#include \"sub/point.h\"' "
		       "'struct point here;' >main.c",
		   folder)
	    ? 0
	    : -1;
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
		cmocka_unit_test(every_version_names_the_header),
		cmocka_unit_test(unknown_contents_are_passed_over),
		cmocka_unit_test(broken_tables_have_no_names),
		cmocka_unit_test(no_line_table_is_no_names),
	};
	return cmocka_run_group_tests_name(
	    "files", tests, make_folder, remove_folder);
}
