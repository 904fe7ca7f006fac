/*
 * files.c - the names of source files, from a line table's header.
 *
 * Bytes of .debug_line come in, names and folders go out.  The line program
 * is passed over.  A header that makes no sense gives no names.
 */
#include "read/dwarf/files.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/out.h"
#include "object/object.h"
#include "read/dwarf/attr.h"
#include "read/dwarf/die.h"

/* A header being read. */
struct table {
	struct ls_cursor c; /* ends with the header */
	struct ls_form_widths widths;
	struct ls_bytes str;
	struct ls_bytes line_str;
	struct ls_files files;
	size_t name_room;
	size_t folder_room;
	bool out_of_memory;
};

/* How an entry of version 5 is written: what it is and in which form. */
struct format {
	uint64_t content; /* DW_LNCT_... */
	uint16_t form;
};

/* DWARF 5, 6.2.4.1: a format count is one byte. */
#define FORMATS_MAX 255

/* One more of `size` bytes each; NULL, and remembered, without memory. */
static void *
widen(
    struct table *table, void *items, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return items;
	size_t wider = *room ? *room * 2 : 32;
	void *moved = reallocarray(items, wider, size);
	if (moved)
		*room = wider;
	else
		table->out_of_memory = true;
	return moved;
}

static bool
add_name(struct table *table, const char *name, uint64_t folder)
{
	struct ls_files *files = &table->files;
	struct ls_file_name *names = widen(table, files->names, files->count,
	    &table->name_room, sizeof(*names));
	if (!names)
		return false;
	files->names = names;
	files->names[files->count++] = (struct ls_file_name){ .name = name,
		.folder = folder };
	return true;
}

static bool
add_folder(struct table *table, const char *name)
{
	struct ls_files *files = &table->files;
	const char **folders = widen(table, files->folders,
	    files->folder_count, &table->folder_room, sizeof(*folders));
	if (!folders)
		return false;
	files->folders = folders;
	files->folders[files->folder_count++] = name;
	return true;
}

/*
 * Versions 2 to 4: strings, ended by an empty one; a file's has three numbers
 * behind it.  The first file and the first folder are number 1, and folder 0
 * is where the compiler ran.
 */
static void
read_lists(struct table *table)
{
	struct ls_cursor *c = &table->c;
	if (!add_folder(table, NULL))
		return;
	while (!c->failed) {
		const char *folder = ls_read_string(c);
		if (!*folder)
			break;
		if (!add_folder(table, folder))
			return;
	}
	if (!add_name(table, NULL, 0))
		return;
	while (!c->failed) {
		const char *name = ls_read_string(c);
		if (!*name)
			return;
		uint64_t folder = ls_read_uleb(c);
		(void)ls_read_uleb(c); /* time */
		(void)ls_read_uleb(c); /* length */
		if (!c->failed && !add_name(table, name, folder))
			return;
	}
}

static size_t
read_formats(struct ls_cursor *c, struct format formats[FORMATS_MAX])
{
	size_t count = ls_read_u8(c);
	for (size_t i = 0; i < count; i++) {
		formats[i].content = ls_read_uleb(c);
		uint64_t form = ls_read_uleb(c);
		if (form > UINT16_MAX)
			ls_cursor_fail(c);
		formats[i].form = (uint16_t)form;
	}
	return c->failed ? 0 : count;
}

/* The string of a path; NULL, and passed over, if not one that we follow. */
static const char *
read_path(struct table *table, uint16_t form)
{
	struct ls_cursor *c = &table->c;
	struct ls_bytes section;
	switch (form) {
	case DW_FORM_string:
		return ls_read_string(c);
	case DW_FORM_strp:
		section = table->str;
		break;
	case DW_FORM_line_strp:
		section = table->line_str;
		break;
	default:
		if (!ls_form_skip(c, form, &table->widths))
			ls_cursor_fail(c);
		return NULL;
	}
	uint64_t offset = ls_read_uint(c, table->widths.offset_bytes);
	struct ls_cursor text = ls_cursor(section, offset, false);
	const char *name = ls_read_string(&text);
	return text.failed ? NULL : name;
}

/* A number of these widths; 0, and passed over, if of another form. */
static uint64_t
read_number(struct table *table, uint16_t form)
{
	struct ls_cursor *c = &table->c;
	switch (form) {
	case DW_FORM_udata:
		return ls_read_uleb(c);
	case DW_FORM_data1:
		return ls_read_u8(c);
	case DW_FORM_data2:
		return ls_read_u16(c);
	default:
		if (!ls_form_skip(c, form, &table->widths))
			ls_cursor_fail(c);
		return 0;
	}
}

/* Version 5: folders and files are both tables of this shape. */
static void
read_entries(struct table *table, bool are_folders)
{
	struct ls_cursor *c = &table->c;
	struct format formats[FORMATS_MAX];
	size_t format_count = read_formats(c, formats);
	uint64_t count = ls_read_uleb(c);
	for (uint64_t i = 0; i < count && !c->failed; i++) {
		const uint8_t *before = c->at;
		const char *name = NULL;
		uint64_t folder = 0;
		for (size_t k = 0; k < format_count; k++) {
			uint16_t form = formats[k].form;
			if (formats[k].content == DW_LNCT_path)
				name = read_path(table, form);
			else if (formats[k].content == DW_LNCT_directory_index)
				folder = read_number(table, form);
			else if (!ls_form_skip(c, form, &table->widths))
				ls_cursor_fail(c);
		}
		/* Entries without a byte could be counted for ever. */
		if (c->at == before)
			ls_cursor_fail(c);
		if (c->failed ||
		    !(are_folders ? add_folder(table, name)
				  : add_name(table, name, folder)))
			return;
	}
}

/* DWARF 5, 6.2.4, up to where the directories begin. */
static bool
read_start(struct table *table)
{
	struct ls_cursor *c = &table->c;
	table->widths.offset_bytes = 4;
	uint64_t length = ls_read_u32(c);
	if (length == 0xffffffffu) {
		table->widths.offset_bytes = 8;
		length = ls_read_u64(c);
	}
	if (c->failed || length > ls_cursor_left(c))
		return false;
	c->end = c->at + length;
	uint16_t version = table->widths.version = ls_read_u16(c);
	if (c->failed || version < 2 || version > 5)
		return false;
	if (version >= 5) {
		table->widths.address_bytes = ls_read_u8(c);
		ls_skip(c, 1); /* size of a segment selector */
	}
	uint64_t header_length = ls_read_uint(c, table->widths.offset_bytes);
	if (c->failed || header_length > ls_cursor_left(c))
		return false;
	c->end = c->at + header_length;
	/* Instruction length, since 4 operations of one, default of is_stmt,
	 * line base, line range; then the opcodes' numbers of operands. */
	ls_skip(c, version >= 4 ? 5 : 4);
	uint8_t first_special = ls_read_u8(c);
	ls_skip(c, first_special ? first_special - 1u : 0);
	return !c->failed;
}

static void
read_names(struct table *table)
{
	if (!read_start(table))
		return;
	if (table->widths.version < 5) {
		read_lists(table);
	} else {
		read_entries(table, true);
		read_entries(table, false);
	}
}

/* A section that cannot be had is a table that cannot: no names. */
static struct ls_bytes
section_of(const struct ls_image *image, enum ls_section which)
{
	struct ls_bytes bytes = { NULL, 0 };
	ls_error_free(ls_image_section(image, which, &bytes));
	return bytes; /* untouched by a failure */
}

struct ls_error *
ls_files_read(const struct ls_image *image, const struct ls_unit *unit,
    struct ls_files *ret)
{
	struct table table = { .widths = { .version = 0 } };
	if (unit->has_line_table) {
		table.str = section_of(image, LS_SECTION_STR);
		table.line_str = section_of(image, LS_SECTION_LINE_STR);
		table.c = ls_cursor(section_of(image, LS_SECTION_LINE),
		    unit->line_table, ls_image_is_big_endian(image));
		read_names(&table);
	}
	if (table.out_of_memory || table.c.failed)
		ls_files_free(&table.files);
	if (table.out_of_memory)
		return &ls_error_nomem;
	*ret = table.files;
	return NULL;
}

const char *
ls_files_name(const struct ls_files *files, uint64_t decl_file)
{
	return decl_file < files->count ? files->names[decl_file].name : NULL;
}

/* "sub" and "a.h" of a compiler that ran in "/src": "/src/sub/a.h" */
static struct ls_error *
join(const char *const parts[3], char **ret)
{
	struct ls_out out = { 0 };
	for (size_t i = 0; i < 3; i++) {
		const char *part = parts[i] ? parts[i] : "";
		while (strncmp(part, "./", 2) == 0)
			part += 2; /* clang's way to say: below the last */
		if (!*part)
			continue;
		if (*part == '/')
			out.size = 0; /* what came before does not count */
		else if (out.size && out.text[out.size - 1] != '/')
			ls_out_char(&out, '/');
		ls_out_text(&out, part);
	}
	struct ls_error *err = ls_out_finish(&out);
	/* there is one for each file: no more room than it needs */
	if (!err && out.text) {
		*ret = strdup(out.text);
		err = *ret ? NULL : &ls_error_nomem;
	}
	ls_out_free(&out);
	return err;
}

struct ls_error *
ls_files_path(struct ls_files *files, uint64_t decl_file, const char *comp_dir,
    const char **ret)
{
	*ret = NULL;
	if (decl_file >= files->count || !files->names[decl_file].name)
		return NULL;
	struct ls_file_name *file = &files->names[decl_file];
	if (!file->path) {
		const char *folder = file->folder < files->folder_count
		    ? files->folders[file->folder]
		    : NULL;
		struct ls_error *err = join(
		    (const char *const[]){ comp_dir, folder, file->name },
		    &file->path);
		if (err)
			return err;
	}
	*ret = file->path;
	return NULL;
}

void
ls_files_free(struct ls_files *files)
{
	for (size_t i = 0; i < files->count; i++)
		free(files->names[i].path);
	free(files->names);
	free(files->folders);
	*files = (struct ls_files){ 0 };
}
