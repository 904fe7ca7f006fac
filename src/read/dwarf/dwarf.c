/*
 * dwarf.c - the reader of DWARF: a file's images, their units, the catalog.
 *
 * What it cannot read it names, and reads nothing: types that are missing
 * because they stand in another file would make the rest look complete.
 */
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "model/build.h"
#include "object/object.h"
#include "read/dwarf/index.h"
#include "read/dwarf/load.h"
#include "read/dwarf/refs.h"
#include "read/dwarf/sweep.h"
#include "read/reader.h"

struct dwarf_source {
	struct ls_source base;
	struct ls_dwarf_image *images;
	uint32_t image_count;
	struct ls_index index;
	const char **producers;
	uint32_t producer_room;
	struct ls_map producer_known; /* hash of its text */
	size_t units_done, units_total;
};

static bool
can_read(const struct ls_file *file)
{
	return ls_file_image_count(file) > 0;
}

static void
close_source(struct ls_source *base)
{
	struct dwarf_source *source = (struct dwarf_source *)base;
	for (uint32_t i = 0; i < source->image_count; i++) {
		struct ls_dwarf_image *image = &source->images[i];
		for (size_t u = 0; image->refs && u < image->dies->unit_count;
		     u++)
			ls_unit_refs_free(&image->refs[u]);
		free(image->refs);
		image->dies->backend->close(image->dies);
	}
	free(source->images);
	ls_index_free(&source->index);
	ls_map_free(&source->producer_known);
	free(source->producers);
	ls_catalog_free(&base->catalog);
	free(source);
}

/* Types that stand elsewhere: an image is all read, or not at all. */
static struct ls_error *
refuse_foreign(const struct ls_image *image)
{
	const char *foreign = ls_image_foreign(image);
	if (!foreign)
		return NULL;
	struct ls_error *err = ls_error_new(LS_ERROR_UNSUPPORTED,
	    "%s: cannot read %s", ls_image_name(image), foreign);
	return ls_error_detail(err, "%s", ls_image_foreign_hint(image));
}

static struct ls_error *
refuse_split(const struct ls_dies *dies)
{
	for (size_t i = 0; i < dies->unit_count; i++) {
		const struct ls_unit *unit = &dies->units[i];
		if (!unit->dwo_name && unit->tag != DW_TAG_skeleton_unit)
			continue;
		struct ls_error *err = ls_error_new(LS_ERROR_UNSUPPORTED,
		    "%s: cannot read split DWARF", ls_image_name(dies->image));
		err = ls_error_detail(err, "the types of %s are in %s",
		    unit->name ? unit->name : "a unit",
		    unit->dwo_name ? unit->dwo_name : "a .dwo file");
		return ls_error_detail(err,
		    "hint: build without -gsplit-dwarf (gcc, clang) or "
		    "-Csplit-debuginfo (rustc)");
	}
	return NULL;
}

static bool
has_dwarf(const struct ls_image *image, struct ls_error **err)
{
	struct ls_bytes info = { 0 }, types = { 0 };
	*err = ls_image_section(image, LS_SECTION_INFO, &info);
	if (!*err)
		*err = ls_image_section(image, LS_SECTION_TYPES, &types);
	return !*err && (info.size > 0 || types.size > 0);
}

/* The scanner is many times faster; what it declines, libdwarf reads. */
static struct ls_error *
open_dies(const struct ls_image *image, const struct ls_read_options *options,
    struct ls_dies **ret)
{
	struct ls_dies_options dies_options = { .jobs = options->jobs };
	if (options->backend != LS_BACKEND_LIBDWARF) {
		struct ls_error *err = ls_die_scan.open(
		    image, &dies_options, ret);
		bool is_declined = err && err->code == LS_ERROR_UNSUPPORTED;
		if (!is_declined || options->backend == LS_BACKEND_SCAN)
			return err;
		ls_error_free(err);
	}
	return ls_die_libdwarf.open(image, &dies_options, ret);
}

static const char *
only_producer(const struct ls_dies *dies)
{
	const char *only = NULL;
	for (size_t i = 0; i < dies->unit_count; i++) {
		const char *text = dies->units[i].producer;
		if (text && only && strcmp(text, only) != 0)
			return NULL;
		if (text)
			only = text;
	}
	return only;
}

static struct ls_error *
open_image(struct dwarf_source *source, const struct ls_image *image,
    const struct ls_read_options *options)
{
	struct ls_dies *dies;
	struct ls_error *err = refuse_foreign(image);
	if (!err)
		err = open_dies(image, options, &dies);
	if (err)
		return err;
	struct ls_dwarf_image *opened = &source->images[source->image_count++];
	*opened = (struct ls_dwarf_image){
		.image = image,
		.dies = dies,
		.refs = calloc(dies->unit_count + 1, sizeof(*opened->refs)),
		.producer = only_producer(dies),
	};
	if (!opened->refs)
		return &ls_error_nomem;
	source->units_total += dies->unit_count;
	err = refuse_split(dies);
	if (!err)
		err = ls_error_wrap(
		    ls_partial_units_settle(dies), "%s", ls_image_name(image));
	return err;
}

/*
 * Open what has DWARF.  An archive holds members without as a matter of
 * course; what is said of a file with none is said of its first image.
 */
static struct ls_error *
open_images(struct dwarf_source *source, const struct ls_file *file,
    const struct ls_read_options *options)
{
	size_t count = ls_file_image_count(file);
	source->images = calloc(count + 1, sizeof(*source->images));
	if (!source->images)
		return &ls_error_nomem;
	struct ls_error *foreign = NULL;
	for (size_t i = 0; i < count; i++) {
		const struct ls_image *image = ls_file_image(file, i);
		struct ls_error *err = NULL;
		if (has_dwarf(image, &err))
			err = open_image(source, image, options);
		else if (!err && !foreign)
			foreign = refuse_foreign(image);
		if (err) {
			ls_error_free(foreign);
			return err;
		}
	}
	if (source->image_count > 0) {
		ls_error_free(foreign);
		return NULL;
	}
	if (foreign)
		return foreign;
	return ls_image_no_types(ls_file_image(file, 0), "no .debug_info");
}

static struct ls_error *
add_producer(struct dwarf_source *source, const char *text)
{
	struct ls_input *input = &source->base.input;
	uint64_t key = ls_hash_bytes(text, strlen(text), 0);
	if (ls_map_get(&source->producer_known, key))
		return NULL;
	if (input->producer_count == source->producer_room) {
		uint32_t room = source->producer_room * 2 + 8;
		const char **texts = reallocarray(
		    source->producers, room, sizeof(*texts));
		if (!texts)
			return &ls_error_nomem;
		source->producers = texts;
		source->producer_room = room;
	}
	source->producers[input->producer_count++] = text;
	input->producers = source->producers;
	if (!ls_map_put(&source->producer_known, key, 1))
		return &ls_error_nomem;
	return NULL;
}

/* What each unit says of itself. */
static struct ls_error *
look_at_units(struct dwarf_source *source, const struct ls_dies *dies)
{
	struct ls_error *err = NULL;
	for (size_t i = 0; i < dies->unit_count && !err; i++) {
		const struct ls_unit *unit = &dies->units[i];
		if (unit->producer)
			err = add_producer(source, unit->producer);
		if (unit->version < 16)
			source->base.input.dwarf_versions |= (uint16_t)(1
			    << unit->version);
	}
	return err;
}

static struct ls_error *
index_image(struct dwarf_source *source, struct ls_sweep *sweep)
{
	const struct ls_dies *dies = sweep->image->dies;
	const char *const *names = sweep->options->only_names;
	struct ls_mention mention = { 0 };
	struct ls_error *err = look_at_units(source, dies);
	if (!err && names && dies->backend == &ls_die_scan)
		err = ls_mention_new(dies, names, &mention);
	if (mention.is_usable) {
		sweep->mention = &mention;
		source->base.is_partial = true;
	}
	if (!err)
		err = ls_sweep_run(sweep);
	ls_mention_free(&mention);
	sweep->mention = NULL;
	source->units_done = sweep->units_done;
	if (!err && sweep->imports_elsewhere)
		err = ls_error_new(LS_ERROR_UNSUPPORTED,
		    "cannot read units imported from another file, as dwz "
		    "makes them");
	return ls_error_wrap(err, "%s", ls_image_name(dies->image));
}

static void
describe_input(struct dwarf_source *source, const struct ls_file *file)
{
	struct ls_input *input = &source->base.input;
	const struct ls_image *image = source->images[0].image;
	input->file = ls_file_path(file);
	input->build_id = ls_image_build_id(image);
	input->target = ls_target_of_elf(ls_image_machine(image),
	    ls_image_is_64_bit(image), ls_image_is_big_endian(image));
	input->reader = source->images[0].dies->backend->name;
}

static void
renumber_refs(struct dwarf_source *source, const uint32_t *values)
{
	for (uint32_t i = 0; i < source->image_count; i++) {
		struct ls_dwarf_image *image = &source->images[i];
		for (size_t u = 0; u < image->dies->unit_count; u++)
			ls_unit_refs_renumber(&image->refs[u], values);
	}
}

static struct ls_error *
finish(struct dwarf_source *source)
{
	struct ls_dies **images = calloc(
	    source->image_count, sizeof(struct ls_dies *));
	if (!images)
		return &ls_error_nomem;
	for (uint32_t i = 0; i < source->image_count; i++)
		images[i] = source->images[i].dies;
	struct ls_error *err = ls_index_finish(
	    &source->index, images, &source->base.catalog);
	free(images);
	return err;
}

static struct ls_error *
read_file(struct dwarf_source *source, const struct ls_file *file,
    const struct ls_read_options *options)
{
	struct ls_error *err = open_images(source, file, options);
	if (err)
		return err;
	describe_input(source, file);
	struct ls_sweep *sweeps = calloc(source->image_count, sizeof(*sweeps));
	if (!sweeps)
		return &ls_error_nomem;
	for (uint32_t i = 0; !err && i < source->image_count; i++) {
		sweeps[i] = (struct ls_sweep){
			.index = &source->index,
			.image = &source->images[i],
			.number = i,
			.options = options,
			.units_done = source->units_done,
			.units_total = source->units_total,
		};
		err = index_image(source, &sweeps[i]);
	}
	if (!err && source->index.type_count == 0 && !source->base.is_partial)
		err = ls_image_no_types(
		    source->images[0].image, "only line tables");
	if (!err)
		err = finish(source);
	for (uint32_t i = 0; i < source->image_count; i++)
		ls_sweep_free(&sweeps[i]);
	free(sweeps);
	if (!err)
		renumber_refs(source, source->index.entry_of_row);
	return err;
}

/* Types are numbered anew for each load, so that a load is as small as what
 * was asked for. */
static struct ls_error *
load(struct ls_source *base, const ls_entry_id *ids, size_t count,
    const struct ls_function_query *query, struct ls_build *build,
    ls_type_id *roots)
{
	struct dwarf_source *source = (struct dwarf_source *)base;
	struct ls_loader loader;
	struct ls_error *err = ls_loader_new(source->images,
	    source->image_count, &source->index, &base->catalog, build,
	    &loader);
	if (err)
		return err;
	if (query)
		err = ls_load_functions(&loader, query);
	if (!err)
		err = ls_loader_run(&loader, ids, count, roots);
	base->has_missed = loader.has_missed;
	ls_loader_free(&loader);
	if (!err)
		err = ls_build_derive(build);
	return err;
}

static bool
unit_of(const struct ls_source *base, size_t index, struct ls_unit_row *ret)
{
	const struct dwarf_source *source = (const struct dwarf_source *)base;
	for (uint32_t i = 0; i < source->image_count; i++) {
		const struct ls_dies *dies = source->images[i].dies;
		if (index >= dies->unit_count) {
			index -= dies->unit_count;
			continue;
		}
		const struct ls_unit *unit = &dies->units[index];
		*ret = (struct ls_unit_row){
			.lang = ls_lang_of_dwarf(unit->language),
			.name = unit->name,
			.comp_dir = unit->comp_dir,
		};
		return true;
	}
	return false;
}

static void
mark(const struct ls_source *base, size_t index, bool *is_there)
{
	const struct dwarf_source *source = (const struct dwarf_source *)base;
	for (uint32_t i = 0; i < source->image_count; i++) {
		const struct ls_dwarf_image *image = &source->images[i];
		if (index >= image->dies->unit_count) {
			index -= image->dies->unit_count;
			continue;
		}
		ls_unit_refs_mark(
		    &image->refs[index], &base->catalog, is_there);
		return;
	}
}

static struct ls_error *
open_source(const struct ls_file *file, const struct ls_read_options *options,
    struct ls_source **ret)
{
	struct dwarf_source *source = calloc(1, sizeof(*source));
	if (!source)
		return &ls_error_nomem;
	source->base.reader = &ls_reader_dwarf;
	source->base.load = load;
	source->base.close = close_source;
	source->base.unit = unit_of;
	source->base.mark = mark;
	source->base.catalog = ls_catalog_new();
	source->index.names.arena.limit_bytes = LS_MAX_MODEL_BYTES;
	struct ls_error *err = read_file(source, file, options);
	if (err)
		close_source(&source->base);
	else
		*ret = &source->base;
	return err;
}

const struct ls_reader ls_reader_dwarf = {
	.name = "dwarf",
	.can_read = can_read,
	.open = open_source,
};
