/*
 * fuzz_object.c - any bytes as a file of sections.
 *
 * In: a file.  Every section of every image is asked for, and read, so that
 * one that lies outside of its file is found.
 */
#include "base/error.h"
#include "fuzz.h"
#include "object/object.h"

static volatile unsigned char sink;

static void
read_sections(const struct ls_image *image)
{
	for (int which = 0; which < LS_SECTION_COUNT; which++) {
		struct ls_bytes bytes = { 0 };
		struct ls_error *err = ls_image_section(
		    image, (enum ls_section)which, &bytes);
		ls_error_free(err);
		for (size_t i = 0; !err && i < bytes.size; i += 64)
			sink = bytes.at[i];
		if (!err && bytes.size)
			sink = bytes.at[bytes.size - 1];
	}
	ls_error_free(ls_image_no_types(image, "nothing"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const none[] = { NULL };
	const struct ls_object_options how = { .debug_dirs = none };
	struct ls_file *file;
	struct ls_error *err = ls_file_open(
	    fuzz_file(data, size), &how, &file);
	if (err) {
		ls_error_free(err);
		return 0;
	}
	for (size_t i = 0; i < ls_file_image_count(file); i++)
		read_sections(ls_file_image(file, i));
	ls_file_close(file);
	return 0;
}
