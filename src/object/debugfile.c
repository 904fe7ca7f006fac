/*
 * debugfile.c - the separate debug file of an image without types.
 *
 * Stripped programs say in two ways where their types went (gdb's manual,
 * "Separate Debug Files"): a build-id 0ead4d3d... is the file
 * DIR/.build-id/0e/ad4d3d....debug; a .gnu_debuglink section names a file,
 * with its CRC, that lies beside the program, in .debug/ beside it, or in
 * DIR under the program's own folder.
 *
 * A debug file of another build would give wrong layouts with a straight
 * face, so each is held against the image before it is used, and each that is
 * not used is remembered with the reason.
 */
#include "object/debugfile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "base/error.h"
#include "base/out.h"

static const char *const default_dirs[] = { "/usr/lib/debug", NULL };

/* A list of places with reasons, equal ones told once: "a, b (absent)". */
struct tries {
	struct ls_out out;
	const char *reason; /* of the places at the end; NULL: no place yet */
};

static void
add_try(struct tries *tries, const char *place, const char *reason)
{
	if (tries->reason && strcmp(tries->reason, reason) != 0)
		ls_out_format(&tries->out, " (%s)", tries->reason);
	if (tries->reason)
		ls_out_text(&tries->out, ",");
	ls_out_format(&tries->out, " %s", place);
	tries->reason = reason;
}

/* Give the line to `ret`. */
static struct ls_error *
end_tries(struct tries *tries, char **ret)
{
	if (tries->reason)
		ls_out_format(&tries->out, " (%s)", tries->reason);
	struct ls_error *err = ls_out_finish(&tries->out);
	if (err || !tries->reason)
		ls_out_free(&tries->out);
	else
		*ret = tries->out.text;
	return err;
}

/* The image's side of the comparison. */
struct wanted {
	const struct ls_sections *image;
	bool by_build_id; /* a file found by build-id must have it */
	bool has_crc;
	uint32_t crc;
};

static uint32_t
crc_of(struct ls_bytes bytes)
{
	return (uint32_t)crc32_z(0, bytes.at, bytes.size);
}

/* Why an opened file will not do; NULL if it does. */
static const char *
unfit(const struct wanted *wanted, const struct ls_debug_file *debug)
{
	const struct ls_sections *image = wanted->image;
	const struct ls_sections *found = debug->sections;
	if (found->machine != image->machine ||
	    found->is_64_bit != image->is_64_bit ||
	    found->is_big_endian != image->is_big_endian)
		return "for another machine";
	if (wanted->by_build_id && !found->build_id)
		return "no build-id";
	if (found->build_id && image->build_id &&
	    strcmp(found->build_id, image->build_id) != 0)
		return "build-id differs";
	if (wanted->has_crc && crc_of(debug->loaded.bytes) != wanted->crc)
		return "CRC differs";
	if (!ls_sections_have_types(found))
		return "no .debug_info";
	return NULL;
}

/* Why a path cannot be opened as a file; NULL if it can. */
static const char *
unreadable(const char *path)
{
	struct stat st;
	if (stat(path, &st) < 0)
		return errno == ENOENT || errno == ENOTDIR ? "absent"
							   : strerror(errno);
	/* A pipe would keep us waiting for whoever writes to it. */
	return S_ISREG(st.st_mode) ? NULL : "not a file";
}

/*
 * Try one path.  *reason is NULL, and `ret` has the file, if it is the one;
 * else it says why not.
 */
static struct ls_error *
try_path(const struct wanted *wanted, const char *path,
    struct ls_debug_file *ret, const char **reason)
{
	struct ls_debug_file debug = { 0 };
	if ((*reason = unreadable(path)))
		return NULL;
	struct ls_error *err = ls_load(path, &debug.loaded);
	if (err)
		*reason = "cannot be read";
	else if (!ls_bytes_are_elf(debug.loaded.bytes))
		*reason = "not ELF";
	else if ((err = ls_sections_open(debug.loaded.bytes, &debug.sections)))
		*reason = "broken";
	else
		*reason = unfit(wanted, &debug);

	if (!*reason && !(debug.path = strdup(path)))
		err = &ls_error_nomem;
	if (*reason || err) {
		ls_debug_file_close(&debug);
		if (err && err->code == LS_ERROR_NOMEM)
			return err;
		ls_error_free(err);
		return NULL;
	}
	ret->loaded = debug.loaded;
	ret->sections = debug.sections;
	ret->path = debug.path;
	return NULL;
}

/*
 * Try one path and note the outcome.  `place` is how the line calls it; the
 * path is freed.
 */
static struct ls_error *
try_place(const struct wanted *wanted, char *path, const char *place,
    struct tries *tries, struct ls_debug_file *ret)
{
	const char *reason;
	if (!path)
		return &ls_error_nomem;
	struct ls_error *err = try_path(wanted, path, ret, &reason);
	if (!err && reason)
		add_try(tries, place, reason);
	free(path);
	return err;
}

static char *__attribute__((format(printf, 1, 2)))
spell(const char *format, ...)
{
	va_list ap;
	char *text;
	va_start(ap, format);
	int size = vasprintf(&text, format, ap);
	va_end(ap);
	return size < 0 ? NULL : text;
}

static struct ls_error *
search_build_id(const struct ls_sections *image, const char *const *dirs,
    struct ls_debug_file *ret)
{
	const char *id = image->build_id;
	struct wanted wanted = { .image = image, .by_build_id = true };
	struct tries tries = { 0 };
	struct ls_error *err = NULL;
	if (!id || strlen(id) < 4)
		return NULL;
	/* 40 digits are for machines; a person tells builds apart by 12. */
	const char *dots = strlen(id) > 12 ? "…" : "";
	const char *place_dots = strlen(id) > 8 ? "…" : "";
	ls_out_format(&tries.out, "looked for build-id %.12s%s:", id, dots);
	for (; !err && !ret->sections && *dirs; dirs++) {
		char *place = spell("%s/.build-id/%.2s/%.6s%s.debug", *dirs,
		    id, id + 2, place_dots);
		if (!place)
			err = &ls_error_nomem;
		else
			err = try_place(&wanted,
			    spell("%s/.build-id/%.2s/%s.debug", *dirs, id,
				id + 2),
			    place, &tries, ret);
		free(place);
	}
	struct ls_error *end = end_tries(&tries, &ret->tried_build_id);
	if (err) {
		ls_error_free(end);
		return err;
	}
	return end;
}

/* .gnu_debuglink: a name, up to three NULs, and the CRC, aligned to four. */
static bool
read_link(
    const struct ls_sections *image, const char **name, struct wanted *wanted)
{
	struct ls_cursor c = ls_cursor(
	    image->debuglink, 0, image->is_big_endian);
	*name = ls_read_string(&c);
	ls_skip(&c, -ls_cursor_offset(&c) & 3);
	*wanted = (struct wanted){ .image = image, .has_crc = true };
	wanted->crc = ls_read_u32(&c);
	/* The name of a file, not a way to it. */
	return !c.failed && **name && !strchr(*name, '/');
}

/* "./a" and "a" give "./", "/bin/a" gives "/bin/". */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return strdup("./");
	return strndup(path, (size_t)(slash + 1 - path));
}

/* Try FOLDER/NAME. */
static struct ls_error *
try_folder(const struct wanted *wanted, char *folder, const char *name,
    struct tries *tries, struct ls_debug_file *ret)
{
	struct ls_error *err = &ls_error_nomem;
	if (folder)
		err = try_place(
		    wanted, spell("%s%s", folder, name), folder, tries, ret);
	free(folder);
	return err;
}

static struct ls_error *
try_folders(const struct wanted *wanted, const char *path, const char *name,
    const char *const *dirs, struct tries *tries, struct ls_debug_file *ret)
{
	char *folder = folder_of(path);
	char *real_path = realpath(path, NULL);
	char *real = folder_of(real_path ? real_path : path);
	struct ls_error *err = folder && real ? NULL : &ls_error_nomem;
	if (!err)
		err = try_folder(wanted, strdup(folder), name, tries, ret);
	if (!err && !ret->sections)
		err = try_folder(
		    wanted, spell("%s.debug/", folder), name, tries, ret);
	for (; !err && !ret->sections && real_path && *dirs; dirs++)
		err = try_folder(
		    wanted, spell("%s%s", *dirs, real), name, tries, ret);
	free(real);
	free(real_path);
	free(folder);
	return err;
}

static struct ls_error *
search_link(const char *path, const struct ls_sections *image,
    const char *const *dirs, struct ls_debug_file *ret)
{
	const char *name;
	struct wanted wanted;
	struct tries tries = { 0 };
	if (image->debuglink.size == 0 || strcmp(path, "-") == 0)
		return NULL;
	if (!read_link(image, &name, &wanted)) {
		ret->tried_link = strdup("its .gnu_debuglink is broken");
		return ret->tried_link ? NULL : &ls_error_nomem;
	}
	ls_out_format(&tries.out, "looked for debuglink '%s' in", name);
	struct ls_error *err = try_folders(
	    &wanted, path, name, dirs, &tries, ret);
	struct ls_error *end = end_tries(&tries, &ret->tried_link);
	if (err) {
		ls_error_free(end);
		return err;
	}
	return end;
}

struct ls_error *
ls_debug_file_search(const char *path, const struct ls_sections *image,
    const char *const *dirs, struct ls_debug_file *ret)
{
	if (!dirs)
		dirs = default_dirs;
	struct ls_error *err = search_build_id(image, dirs, ret);
	if (!err && !ret->sections)
		err = search_link(path, image, dirs, ret);
	return err;
}

/* Does the file that the user named belong to the image? */
static struct ls_error *
check_named(const char *image_name, const struct ls_sections *image,
    const struct ls_debug_file *debug)
{
	const char *name;
	struct wanted wanted;
	const struct ls_sections *found = debug->sections;
	bool is_linked = image->debuglink.size > 0 &&
	    read_link(image, &name, &wanted) &&
	    crc_of(debug->loaded.bytes) == wanted.crc;
	/* One without a build-id may be of any build; a CRC tells too. */
	wanted = (struct wanted){ .image = image,
		.by_build_id = image->build_id && !is_linked };
	const char *reason = unfit(&wanted, debug);
	if (!reason)
		return NULL;
	if (!ls_sections_have_types(found))
		return ls_error_new(
		    LS_ERROR_NO_TYPES, "no type information (%s)", reason);
	struct ls_error *err = ls_error_new(LS_ERROR_FORMAT,
	    "not the debug file of %s (%s)", image_name, reason);
	if (found->build_id && image->build_id)
		err = ls_error_detail(err, "build-ids: %s here, %s in %s",
		    found->build_id, image->build_id, image_name);
	return err;
}

struct ls_error *
ls_debug_file_open(const char *path, const char *image_name,
    const struct ls_sections *image, struct ls_debug_file *ret)
{
	struct ls_debug_file debug = { 0 };
	struct ls_error *err = ls_load(path, &debug.loaded);
	if (!err && !ls_bytes_are_elf(debug.loaded.bytes))
		err = ls_error_new(LS_ERROR_FORMAT, "not an ELF file");
	if (!err)
		err = ls_sections_open(debug.loaded.bytes, &debug.sections);
	if (!err)
		err = check_named(image_name, image, &debug);
	if (!err && !(debug.path = strdup(path)))
		err = &ls_error_nomem;
	if (err) {
		ls_debug_file_close(&debug);
		return ls_error_wrap(err, "%s", path);
	}
	*ret = debug;
	return NULL;
}

void
ls_debug_file_close(struct ls_debug_file *debug)
{
	ls_sections_close(debug->sections);
	ls_unload(&debug->loaded);
	free(debug->path);
	free(debug->tried_build_id);
	free(debug->tried_link);
	*debug = (struct ls_debug_file){ 0 };
}
