/*
 * image.c - one ELF image, and from where its sections are served.
 *
 * An image with types of its own is served from itself; one without, from
 * its separate debug file, and then wholly, since sections of two files do
 * not fit together.
 */
#include "object/image.h"

#include <elf.h>
#include <stdlib.h>

#include "base/error.h"
#include "object/foreign.h"

struct ls_error *
ls_image_init(struct ls_image *image, char *name, struct ls_bytes bytes)
{
	struct ls_sections *sections = NULL;
	struct ls_error *err = ls_sections_open(bytes, &sections);
	if (err) {
		err = ls_error_wrap(err, "%s", name);
		free(name);
		return err;
	}
	*image = (struct ls_image){ .name = name, .own = sections };
	return NULL;
}

struct ls_error *
ls_image_find_debug(struct ls_image *image, const char *path,
    const struct ls_object_options *options)
{
	if (options->debug_file)
		return ls_debug_file_open(options->debug_file, image->name,
		    image->own, &image->debug);
	if (ls_sections_have_types(image->own))
		return NULL;
	return ls_debug_file_search(
	    path, image->own, options->debug_dirs, &image->debug);
}

void
ls_image_drop(struct ls_image *image)
{
	ls_debug_file_close(&image->debug);
	ls_sections_close(image->own);
	free(image->name);
}

/* The sections that serve. */
static struct ls_sections *
serving(const struct ls_image *image)
{
	return image->debug.sections ? image->debug.sections : image->own;
}

const char *
ls_image_name(const struct ls_image *image)
{
	return image->name;
}

uint16_t
ls_image_machine(const struct ls_image *image)
{
	return image->own->machine;
}

bool
ls_image_is_64_bit(const struct ls_image *image)
{
	return image->own->is_64_bit;
}

bool
ls_image_is_big_endian(const struct ls_image *image)
{
	return image->own->is_big_endian;
}

bool
ls_image_is_relocatable(const struct ls_image *image)
{
	return image->own->type == ET_REL;
}

const char *
ls_image_build_id(const struct ls_image *image)
{
	return image->own->build_id;
}

struct ls_error *
ls_image_section(
    const struct ls_image *image, enum ls_section which, struct ls_bytes *ret)
{
	const char *name = image->debug.path ? image->debug.path : image->name;
	return ls_error_wrap(
	    ls_sections_get(serving(image), which, ret), "%s", name);
}

/* NULL if there is nothing to name. */
static const struct ls_foreign *
foreign_in(const struct ls_image *image)
{
	const struct ls_sections *sections = serving(image);
	return ls_foreign_first(
	    sections->foreign, ls_sections_have_types(sections));
}

const char *
ls_image_foreign(const struct ls_image *image)
{
	const struct ls_foreign *foreign = foreign_in(image);
	return foreign ? foreign->what : NULL;
}

const char *
ls_image_foreign_hint(const struct ls_image *image)
{
	const struct ls_foreign *foreign = foreign_in(image);
	return foreign ? foreign->hint : NULL;
}

/* A linked image may have been stripped; an .o was never told to have any. */
static struct ls_error *
add_hints(const struct ls_image *image, struct ls_error *err)
{
	const struct ls_debug_file *debug = &image->debug;
	const struct ls_foreign *foreign = foreign_in(image);
	if (foreign)
		return ls_error_detail(err, "%s", foreign->hint);
	bool was_stripped = debug->tried_build_id || debug->tried_link;
	if (ls_image_is_relocatable(image) && !was_stripped)
		return ls_error_detail(err,
		    "hint: build with -g (gcc, clang) or "
		    "CARGO_PROFILE_RELEASE_DEBUG=full (cargo)");
	err = ls_error_detail(err,
	    "hint: build with -g (gcc, clang) or "
	    "CARGO_PROFILE_RELEASE_DEBUG=full (cargo), check, then strip");
	return ls_error_detail(err, "hint: --debug-file=PATH names one");
}

struct ls_error *
ls_image_no_types(const struct ls_image *image, const char *what)
{
	struct ls_error *err = ls_error_new(LS_ERROR_NO_TYPES,
	    "%s: no type information (%s)", image->name, what);
	const char *foreign = ls_image_foreign(image);
	const struct ls_debug_file *debug = &image->debug;
	if (foreign)
		err = ls_error_detail(err, "it holds %s", foreign);
	if (debug->path)
		err = ls_error_detail(
		    err, "looked in its debug file %s", debug->path);
	else if (debug->tried_build_id)
		err = ls_error_detail(err, "%s", debug->tried_build_id);
	if (!debug->path && debug->tried_link)
		err = ls_error_detail(err, "%s", debug->tried_link);
	return add_hints(image, err);
}
