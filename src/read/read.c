/*
 * read.c - the list of readers, and the way through any of them.
 */
#include "base/error.h"
#include "model/build.h"
#include "object/object.h"
#include "read/reader.h"

static const struct ls_reader *const readers[] = {
	&ls_reader_dwarf,
	&ls_reader_snapshot,
};

struct ls_error *
ls_source_open(const struct ls_file *file,
    const struct ls_read_options *options, struct ls_source **ret)
{
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		if (readers[i]->can_read(file))
			return readers[i]->open(file, options, ret);
	return ls_error_new(LS_ERROR_FORMAT,
	    "%s: not an ELF file, an archive of such, or a report of ours",
	    ls_file_path(file));
}

struct ls_error *
ls_source_load(struct ls_source *source, const ls_entry_id *ids, size_t count,
    ls_type_id *roots, struct ls_model **ret)
{
	struct ls_build *build;
	struct ls_error *err = ls_build_begin(&source->input.target, &build);
	if (err)
		return err;
	err = source->load(source, ids, count, build, roots);
	if (err) {
		ls_build_abandon(build);
		return err;
	}
	return ls_build_seal(build, ret);
}

void
ls_source_close(struct ls_source *source)
{
	if (source)
		source->close(source);
}
