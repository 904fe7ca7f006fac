/*
 * test_catalog.c - a list of names that only grows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "model/catalog.h"

static void
adds_in_order(void **state)
{
	(void)state;
	struct ls_catalog catalog = ls_catalog_new();
	for (unsigned i = 0; i < 1000; i++) {
		char name[16];
		snprintf(name, sizeof(name), "type%u", i);
		const struct ls_entry entry = {
			.name = name, .kind = LS_KIND_STRUCT, .size_bytes = i
		};
		assert_true(ls_catalog_add(&catalog, &entry));
	}
	assert_int_equal(catalog.count, 1000);
	assert_string_equal(catalog.entries[0].name, "type0");
	assert_string_equal(catalog.entries[999].name, "type999");
	assert_int_equal(catalog.entries[512].size_bytes, 512);
	ls_catalog_free(&catalog);
	assert_int_equal(catalog.count, 0);
}

/* Two definitions of one name share its text, and it is not the caller's. */
static void
keeps_each_name_once(void **state)
{
	(void)state;
	struct ls_catalog catalog = ls_catalog_new();
	char name[] = "conn";
	const struct ls_entry entry = { .name = name };
	assert_true(ls_catalog_add(&catalog, &entry));
	assert_true(ls_catalog_add(&catalog, &entry));
	name[0] = 'x';
	assert_string_equal(catalog.entries[0].name, "conn");
	assert_ptr_equal(catalog.entries[0].name, catalog.entries[1].name);
	ls_catalog_free(&catalog);
}

static void
allows_no_name(void **state)
{
	(void)state;
	struct ls_catalog catalog = ls_catalog_new();
	const struct ls_entry entry = { .name = NULL, .kind = LS_KIND_UNION };
	assert_true(ls_catalog_add(&catalog, &entry));
	assert_null(catalog.entries[0].name);
	assert_int_equal(catalog.entries[0].kind, LS_KIND_UNION);
	ls_catalog_free(&catalog);
}

static void
stops_at_the_limit_of_names(void **state)
{
	(void)state;
	struct ls_catalog catalog = ls_catalog_new();
	assert_int_equal(catalog.names.arena.limit_bytes, LS_MAX_MODEL_BYTES);
	catalog.names.arena.limit_bytes = 1;
	const struct ls_entry entry = { .name = "a name" };
	assert_false(ls_catalog_add(&catalog, &entry));
	assert_int_equal(catalog.count, 0);
	ls_catalog_free(&catalog);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(adds_in_order),
		cmocka_unit_test(keeps_each_name_once),
		cmocka_unit_test(allows_no_name),
		cmocka_unit_test(stops_at_the_limit_of_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
