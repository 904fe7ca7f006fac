/*
 * test_cost.c - what a saved byte is worth: size classes, and objects.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "analyse/cost.h"
#include "base/error.h"
#include "model/catalog.h"
#include "report/report.h"
#include "work/weights.h"

/* kmalloc_info[] of Linux 6.1, mm/slab_common.c; the others are held against
 * the real thing in tests/oracle. */
static void
kmalloc_has_the_caches_of_linux(void **state)
{
	static const uint64_t caches[] = { 8, 16, 32, 64, 96, 128, 192, 256,
		512, 1024, 2048, 4096, 8192, 16384, 32768 };
	size_t at = 0;
	(void)state;
	for (uint64_t bytes = 1; bytes <= 32768; bytes++) {
		if (bytes > caches[at])
			at++;
		assert_int_equal(
		    ls_allocator_class(LS_ALLOCATOR_KMALLOC, bytes),
		    caches[at]);
	}
}

static void
classes_grow_with_sizes(void **state)
{
	(void)state;
	for (int i = LS_ALLOCATOR_NONE; i < LS_ALLOCATOR_COUNT; i++) {
		uint64_t last = 0;
		for (uint64_t bytes = 0; bytes < UINT64_MAX / 3;
		     bytes += bytes / 7 + 1) {
			uint64_t class = ls_allocator_class(
			    (enum ls_allocator)i, bytes);
			assert_true(class >= bytes);
			assert_true(class >= last);
			last = class;
		}
	}
	/* nothing runs over */
	assert_true(
	    ls_allocator_class(LS_ALLOCATOR_GLIBC, UINT64_MAX) == UINT64_MAX);
}

static void
bytes_within_a_class_are_no_saving(void **state)
{
	const struct ls_cost plain = { 0 };
	const struct ls_cost jemalloc = { .allocator = LS_ALLOCATOR_JEMALLOC };
	const struct ls_cost glibc = { .allocator = LS_ALLOCATOR_GLIBC };
	(void)state;
	assert_int_equal(ls_cost_saving(&plain, 80, 72), 8);
	assert_int_equal(ls_cost_saving(&jemalloc, 80, 72), 0);
	assert_int_equal(ls_cost_saving(&glibc, 80, 72), 16);
	assert_int_equal(ls_cost_saving(&plain, 72, 80), 0);
}

static void
a_row_has_what_all_objects_lose(void **state)
{
	const uint64_t counts[] = { 0, 0, 1000 };
	const bool is_counted[] = { false, false, true };
	const struct ls_cost cost = { LS_ALLOCATOR_GLIBC, counts, is_counted };
	struct ls_row row = {
		.type_id = 2,
		.has_size = true,
		.size_bytes = 80,
		.best_size_bytes = 56,
	};
	(void)state;
	ls_cost_row(&cost, &row);
	assert_int_equal(row.class_bytes, 96);
	assert_int_equal(row.best_class_bytes, 64);
	assert_int_equal(row.saving_bytes, 32);
	assert_true(row.has_weight);
	assert_int_equal(row.lost_bytes, 32000);
	row.type_id = 1;
	row.has_weight = false;
	ls_cost_row(&cost, &row);
	assert_false(row.has_weight);
}

/* ---- the file of weights ---- */

struct file {
	char path[64];
	struct ls_catalog catalog;
};

/* conn, timer, two different definitions of twin, net::conn<u8, ...> */
static void
begin(struct file *file, const void *text, size_t size)
{
	static const char *const names[] = { "conn", "timer", "twin", "twin",
		"net::Vec<u8, alloc::alloc::Global>" };
	strcpy(file->path, "/tmp/layoutscope-weights-XXXXXX");
	int fd = mkstemp(file->path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, size), (ssize_t)size);
	close(fd);
	file->catalog = ls_catalog_new();
	for (ls_entry_id i = 0; i < 5; i++) {
		const struct ls_entry entry = { .name = names[i],
			.kind = LS_KIND_STRUCT,
			.lang = LS_LANG_C,
			.alias_of = i };
		assert_true(ls_catalog_add(&file->catalog, &entry));
	}
}

static void
end(struct file *file)
{
	unlink(file->path);
	ls_catalog_free(&file->catalog);
}

static void
weights_are_read(void **state)
{
	static const char
	    text[] = "struct conn\t10\r\n\nconn\t5\nVec<u8>\t 7\n"
		     "gone\t1\ntwin\t2\nti*\t0";
	struct file file;
	struct ls_weights weights;
	char *notes = NULL;
	size_t size;
	(void)state;
	begin(&file, text, sizeof(text) - 1);
	FILE *stream = open_memstream(&notes, &size);
	assert_null(
	    ls_weights_read(file.path, &file.catalog, stream, &weights));
	fclose(stream);
	assert_int_equal(weights.counts[0], 15);
	assert_true(weights.is_told[1]);
	assert_int_equal(weights.counts[1], 0);
	assert_false(weights.is_told[2]);
	assert_false(weights.is_told[3]);
	assert_int_equal(weights.counts[4], 7);
	assert_non_null(strstr(notes, ":5: no type is called 'gone'"));
	assert_non_null(strstr(notes, ":6: several types are called 'twin'"));
	free(notes);
	ls_weights_free(&weights);
	end(&file);
}

static void
expect_refused(const void *text, size_t size, const char *where)
{
	struct file file;
	struct ls_weights weights;
	begin(&file, text, size);
	struct ls_error *err = ls_weights_read(
	    file.path, &file.catalog, NULL, &weights);
	assert_non_null(err);
	assert_int_equal(err->code, LS_ERROR_USAGE);
	assert_non_null(strstr(err->text, where));
	ls_error_free(err);
	end(&file);
}

#define REFUSED(text, where) expect_refused(text, sizeof(text) - 1, where)

static void
what_is_no_weight_is_refused(void **state)
{
	(void)state;
	REFUSED("conn\t1\ntimer 2\n", ":2: there is no tab");
	REFUSED("conn\tmany\n", ":1: what stands behind the tab");
	REFUSED("conn\t\n", ":1: what stands behind the tab");
	REFUSED("conn\t-1\n", ":1: what stands behind the tab");
	REFUSED("conn\t1.5\n", ":1: what stands behind the tab");
	REFUSED("conn\t0x10\n", ":1: what stands behind the tab");
	REFUSED("\t1\n", ":1: there is no name");
	REFUSED("co\0nn\t1\n", ":1: there is a zero byte");
	REFUSED("conn\t99999999999999999999999\n", ":1: ");
	REFUSED("conn\t9007199254740992\nconn\t1\n", ":2: so many");
	REFUSED("\0\0\0\0", ":1: there is a zero byte");
}

static void
an_absent_file_is_told(void **state)
{
	struct file file;
	struct ls_weights weights;
	(void)state;
	begin(&file, "", 0);
	struct ls_error *err = ls_weights_read(
	    "/nowhere/weights", &file.catalog, NULL, &weights);
	assert_non_null(err);
	assert_int_equal(err->code, LS_ERROR_USAGE);
	ls_error_free(err);
	end(&file);
}

/* Ten megabytes of names that no type has. */
static void
a_large_file_takes_no_time(void **state)
{
	enum { LINES = 500 * 1000 };
	struct file file;
	struct ls_weights weights;
	(void)state;
	begin(&file, "", 0);
	FILE *stream = fopen(file.path, "w");
	assert_non_null(stream);
	for (int i = 0; i < LINES; i++)
		fprintf(stream, "some::where::Type%d\t%d\n", i, i);
	fprintf(stream, "timer\t3\n");
	fclose(stream);
	assert_null(ls_weights_read(file.path, &file.catalog, NULL, &weights));
	assert_int_equal(weights.counts[1], 3);
	ls_weights_free(&weights);
	end(&file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kmalloc_has_the_caches_of_linux),
		cmocka_unit_test(classes_grow_with_sizes),
		cmocka_unit_test(bytes_within_a_class_are_no_saving),
		cmocka_unit_test(a_row_has_what_all_objects_lose),
		cmocka_unit_test(weights_are_read),
		cmocka_unit_test(what_is_no_weight_is_refused),
		cmocka_unit_test(an_absent_file_is_told),
		cmocka_unit_test(a_large_file_takes_no_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
