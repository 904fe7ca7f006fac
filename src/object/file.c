/*
 * file.c - a file and the ELF images in it.
 */
#include <stdlib.h>

#include "base/error.h"
#include "object/archive.h"
#include "object/image.h"
#include "object/load.h"

struct ls_file {
	char *path; /* as the user named it */
	struct ls_loaded loaded;
	bool is_archive;
	struct ls_image *images;
	size_t image_count;
	size_t image_room;
};

/* Add an image.  Takes `name`. */
static struct ls_error *
add_image(struct ls_file *file, char *name, struct ls_bytes bytes)
{
	if (!name)
		return &ls_error_nomem;
	if (file->image_count == file->image_room) {
		size_t room = file->image_room ? file->image_room * 2 : 1;
		struct ls_image *wider = reallocarray(
		    file->images, room, sizeof(*wider));
		if (!wider) {
			free(name);
			return &ls_error_nomem;
		}
		file->images = wider;
		file->image_room = room;
	}
	struct ls_error *err = ls_image_init(
	    &file->images[file->image_count], name, bytes);
	if (!err)
		file->image_count++;
	return err;
}

/* "libx.a(y.o)" */
static char *
member_name(const struct ls_file *file, struct ls_bytes member)
{
	size_t path_size = strlen(file->path);
	char *name = malloc(path_size + member.size + 3);
	if (!name)
		return NULL;
	memcpy(name, file->path, path_size);
	name[path_size] = '(';
	if (member.size)
		memcpy(name + path_size + 1, member.at, member.size);
	memcpy(name + path_size + 1 + member.size, ")", 2);
	return name;
}

static struct ls_error *
add_members(struct ls_file *file)
{
	struct ls_archive archive;
	struct ls_member member;
	bool got;
	struct ls_error *err = ls_archive_open(file->loaded.bytes, &archive);
	while (!err) {
		err = ls_archive_next(&archive, &member, &got);
		if (err || !got)
			break;
		if (!ls_bytes_are_elf(member.bytes))
			continue; /* an .rlib's metadata, bitcode, text */
		err = add_image(
		    file, member_name(file, member.name), member.bytes);
		if (err)
			return err; /* names the member, and so the file */
	}
	return ls_error_wrap(err, "%s", file->path);
}

static struct ls_error *
add_images(struct ls_file *file, const struct ls_object_options *options)
{
	file->is_archive = ls_bytes_are_archive(file->loaded.bytes);
	if (file->is_archive && options->debug_file)
		return ls_error_new(LS_ERROR_USAGE,
		    "%s: an archive has no debug file (%s)", file->path,
		    options->debug_file);
	if (file->is_archive)
		return add_members(file);
	if (!ls_bytes_are_elf(file->loaded.bytes))
		return NULL;
	struct ls_error *err = add_image(
	    file, strdup(file->path), file->loaded.bytes);
	if (err)
		return err;
	return ls_image_find_debug(&file->images[0], file->path, options);
}

struct ls_error *
ls_file_open(const char *path, const struct ls_object_options *options,
    struct ls_file **ret)
{
	static const struct ls_object_options none = { 0 };
	struct ls_file *file = calloc(1, sizeof(*file));
	if (!file || !(file->path = strdup(path))) {
		free(file);
		return &ls_error_nomem;
	}
	struct ls_error *err = ls_error_wrap(
	    ls_load(path, &file->loaded), "%s", path);
	if (!err)
		err = add_images(file, options ? options : &none);
	if (err) {
		ls_file_close(file);
		return err;
	}
	*ret = file;
	return NULL;
}

void
ls_file_close(struct ls_file *file)
{
	if (!file)
		return;
	for (size_t i = 0; i < file->image_count; i++)
		ls_image_drop(&file->images[i]);
	free(file->images);
	ls_unload(&file->loaded);
	free(file->path);
	free(file);
}

const char *
ls_file_path(const struct ls_file *file)
{
	return file->path;
}

struct ls_bytes
ls_file_bytes(const struct ls_file *file)
{
	return file->loaded.bytes;
}

size_t
ls_file_image_count(const struct ls_file *file)
{
	return file->image_count;
}

const struct ls_image *
ls_file_image(const struct ls_file *file, size_t index)
{
	return &file->images[index];
}

bool
ls_file_is_archive(const struct ls_file *file)
{
	return file->is_archive;
}
