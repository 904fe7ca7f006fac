/*
 * dwarf_case.h - a source, compiled now, and the model that comes of it.
 *
 *	struct dwarf_case t = case_open("gcc -g -c", "x.c", "struct a ...");
 *	const struct ls_type *a = case_type(&t, "a");
 *	...
 *	case_close(&t);
 */
#ifndef LS_TESTS_UNIT_DWARF_CASE_H
#define LS_TESTS_UNIT_DWARF_CASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "model/find.h"
#include "object/object.h"
#include "read/reader.h"

#define MAYBE_UNUSED __attribute__((unused))

struct dwarf_case {
	char folder[64];
	struct ls_file *file;
	struct ls_source *source;
	struct ls_model *model; /* of the last case_type() */
};

MAYBE_UNUSED static bool
has_tool(const char *name)
{
	char command[128];
	snprintf(command, sizeof(command), "command -v %s >/dev/null", name);
	return system(command) == 0;
}

MAYBE_UNUSED static void
write_text(const char *folder, const char *name, const char *text)
{
	char path[128];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* Run a compiler in the case's folder. */
MAYBE_UNUSED static void
compile(const char *folder, const char *command)
{
	char line[512];
	snprintf(line, sizeof(line),
	    "cd %s && %s 2>err || { cat err; exit 1; }", folder, command);
	assert_int_equal(system(line), 0);
}

MAYBE_UNUSED static struct ls_error *
case_read(struct dwarf_case *t, const char *name, enum ls_backend backend)
{
	char path[128];
	snprintf(path, sizeof(path), "%s/%s", t->folder, name);
	struct ls_read_options options = { .backend = backend };
	struct ls_error *err = ls_file_open(path, NULL, &t->file);
	if (!err)
		err = ls_source_open(t->file, &options, &t->source);
	return err;
}

MAYBE_UNUSED static struct dwarf_case
case_folder(void)
{
	struct dwarf_case t = { .folder = "/tmp/layoutscope-dwarf-XXXXXX" };
	assert_non_null(mkdtemp(t.folder));
	return t;
}

/* `command` is all but the file's name and "-o out". */
MAYBE_UNUSED static struct dwarf_case
case_open(const char *command, const char *name, const char *source)
{
	struct dwarf_case t = case_folder();
	char line[256];
	snprintf(line, sizeof(line), "%s %s -o out", command, name);
	write_text(t.folder, name, source);
	compile(t.folder, line);
	struct ls_error *err = case_read(&t, "out", LS_BACKEND_AUTO);
	if (err)
		fail_msg("%s: %s", command, err->text);
	return t;
}

MAYBE_UNUSED static void
case_close(struct dwarf_case *t)
{
	char line[128];
	ls_model_free(t->model);
	ls_source_close(t->source);
	ls_file_close(t->file);
	snprintf(line, sizeof(line), "rm -rf %s", t->folder);
	assert_int_equal(system(line), 0);
}

/* The entry of that exact name; `nth` of several. */
MAYBE_UNUSED static const struct ls_entry *
case_entry(const struct dwarf_case *t, const char *name, int nth)
{
	const struct ls_catalog *catalog = &t->source->catalog;
	for (ls_entry_id i = 0; i < catalog->count; i++)
		if (catalog->entries[i].name &&
		    strcmp(catalog->entries[i].name, name) == 0 && nth-- == 0)
			return &catalog->entries[i];
	return NULL;
}

/* Load one type; the model that it is in replaces the one before. */
MAYBE_UNUSED static const struct ls_type *
case_type(struct dwarf_case *t, const char *name)
{
	const struct ls_entry *entry = case_entry(t, name, 0);
	if (!entry)
		fail_msg("no entry %s", name);
	ls_entry_id id = (ls_entry_id)(entry - t->source->catalog.entries);
	ls_type_id root = LS_NO_TYPE;
	ls_model_free(t->model);
	t->model = NULL;
	struct ls_error *err = ls_source_load(
	    t->source, &id, 1, &root, &t->model);
	if (err)
		fail_msg("%s: %s", name, err->text);
	return ls_model_type(t->model, root);
}

MAYBE_UNUSED static const struct ls_field *
find_field(const struct ls_field *fields, uint32_t count, const char *name)
{
	for (uint32_t i = 0; i < count; i++)
		if (fields[i].name && strcmp(fields[i].name, name) == 0)
			return &fields[i];
	fail_msg("no field %s", name);
	return NULL;
}

MAYBE_UNUSED static const struct ls_field *
field_of(const struct ls_type *type, const char *name)
{
	return find_field(type->fields, type->field_count, name);
}

MAYBE_UNUSED static const struct ls_variant *
variant_of(const struct ls_type *type, const char *name)
{
	assert_non_null(type->variants);
	for (uint32_t i = 0; i < type->variants->count; i++)
		if (strcmp(type->variants->items[i].name, name) == 0)
			return &type->variants->items[i];
	fail_msg("no variant %s", name);
	return NULL;
}

#endif
