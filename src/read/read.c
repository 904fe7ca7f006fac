/*
 * read.c - the list of readers, and the way through any of them.
 */
#include <string.h>

#include "base/error.h"
#include "model/build.h"
#include "object/object.h"
#include "read/reader.h"

static const struct ls_reader *const readers[] = {
	&ls_reader_dwarf,
	&ls_reader_snapshot,
};

/* Files that people will try, by their first bytes. */
static const struct {
	const char *bytes;
	size_t size;
	const char *name;
} known[] = {
	{ "BC\xc0\xde", 4, "LLVM bitcode" },
	{ "\xde\xc0\x17\x0b", 4, "LLVM bitcode" },
	{ "\xcf\xfa\xed\xfe", 4, "Mach-O" },
	{ "\xce\xfa\xed\xfe", 4, "Mach-O" },
	{ "\xca\xfe\xba\xbe", 4, "Mach-O" },
	{ "MZ", 2, "PE" },
};

/* No reader wants it: say what it is, where that can be told. */
static struct ls_error *
refuse(const struct ls_file *file)
{
	const char *path = ls_file_path(file);
	struct ls_bytes bytes = ls_file_bytes(file);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (bytes.size >= known[i].size &&
		    memcmp(bytes.at, known[i].bytes, known[i].size) == 0)
			return ls_error_new(LS_ERROR_UNSUPPORTED,
			    "%s: cannot read %s", path, known[i].name);
	if (ls_file_is_archive(file))
		return ls_error_new(LS_ERROR_NO_TYPES,
		    "%s: an archive without ELF files", path);
	return ls_error_new(LS_ERROR_FORMAT,
	    "%s: not an ELF file, an archive of such, or a snapshot", path);
}

struct ls_error *
ls_source_open(const struct ls_file *file,
    const struct ls_read_options *options, struct ls_source **ret)
{
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		if (readers[i]->can_read(file))
			return readers[i]->open(file, options, ret);
	return refuse(file);
}

struct ls_error *
ls_source_load(struct ls_source *source, const ls_entry_id *ids, size_t count,
    ls_type_id *roots, struct ls_model **ret)
{
	return ls_source_load_functions(source, ids, count, NULL, roots, ret);
}

struct ls_error *
ls_source_load_functions(struct ls_source *source, const ls_entry_id *ids,
    size_t count, const struct ls_function_query *query, ls_type_id *roots,
    struct ls_model **ret)
{
	struct ls_build *build;
	struct ls_error *err = ls_build_begin(&source->input.target, &build);
	if (err)
		return err;
	err = source->load(source, ids, count, query, build, roots);
	if (err) {
		ls_build_abandon(build);
		return err;
	}
	return ls_build_seal(build, ret);
}

bool
ls_source_unit(
    const struct ls_source *source, size_t index, struct ls_unit_row *ret)
{
	return source->unit && source->unit(source, index, ret);
}

void
ls_source_close(struct ls_source *source)
{
	if (source)
		source->close(source);
}
