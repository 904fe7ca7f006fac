/*
 * making.c - the rows of what was chosen, made by several threads.
 *
 * A sealed model never changes, so any number of threads may look at it.
 * What an analysis remembers on its way (niches, shapes) belongs to one
 * thread each.
 */
#include "work/making.h"

#include <stdlib.h>

#include "analyse/embed.h"
#include "analyse/exports.h"
#include "analyse/layout/shape.h"
#include "analyse/niche/niche.h"
#include "base/crew.h"
#include "work/units.h"

struct ls_making {
	struct ls_make make;
	struct ls_crew *crew;
};

/* A person asks of a few types; of all it would be quadratic. */
enum { MAX_COMPARED = 64 };

static uint32_t
count_different(const struct ls_catalog *catalog, const struct ls_entry *entry)
{
	uint32_t count = 0;
	if (!entry->name)
		return 1;
	for (ls_entry_id id = 0; id < catalog->count; id++) {
		const struct ls_entry *other = &catalog->entries[id];
		if (other->name == entry->name && !other->is_declaration &&
		    other->kind == entry->kind)
			count++;
	}
	return count;
}

/* What an analysis remembers on its way. */
struct own {
	struct ls_niches *niches;
	struct ls_shapes *shapes;
	struct ls_embed *embed;
};

static void
forget(void *context)
{
	struct own *own = context;
	if (!own)
		return;
	ls_embed_free(own->embed);
	ls_shapes_free(own->shapes);
	ls_niches_free(own->niches);
	free(own);
}

static struct ls_error *
remember(void *context, void **ret)
{
	const struct ls_make *make = &((struct ls_making *)context)->make;
	const struct ls_model *model = make->chosen->model;
	struct own *own = calloc(1, sizeof(*own));
	if (!own)
		return &ls_error_nomem;
	if (make->with_niches)
		own->niches = ls_niches_new(model);
	if (own->niches && make->with_ideas)
		own->shapes = ls_shapes_new(model, own->niches);
	/* Of C only what was asked for is read, and what that holds. */
	bool with_embed = own->shapes && !make->chosen->is_named;
	if (with_embed)
		own->embed = ls_embed_new(model);
	if ((make->with_niches && !own->niches) ||
	    (make->with_ideas && !own->shapes) ||
	    (with_embed && !own->embed)) {
		forget(own);
		return &ls_error_nomem;
	}
	*ret = own;
	return NULL;
}

static void
tell_units(const struct ls_units *units, struct ls_made *made)
{
	size_t begin = units->begin[made->index];
	made->row.units = &units->names[begin];
	made->row.unit_count = units->begin[made->index + 1] - begin;
}

static struct ls_error *
make_row(void *context, void *own, size_t index, void *item)
{
	const struct ls_make *make = &((struct ls_making *)context)->make;
	const struct ls_chosen *chosen = make->chosen;
	const struct ls_catalog *catalog = &make->session->source->catalog;
	struct ls_analyse_options how = *make->how;
	struct ls_made *made = item;
	how.niches = ((struct own *)own)->niches;
	how.shapes = ((struct own *)own)->shapes;
	how.embed = ((struct own *)own)->embed;
	made->index = make->order ? make->order[index] : (uint32_t)index;
	how.is_frozen = make->frozen && make->frozen[made->index];
	ls_type_id root = chosen->roots[made->index];
	struct ls_error *err = ls_analyse_type(
	    chosen->model, root, &how, &made->row);
	if (err)
		return err;
	if (chosen->document_ids)
		made->row.id = chosen->document_ids[root];
	if (make->program_savings)
		made->row
		    .program_saving_bytes = make->program_savings[made->index];
	if (make->exports && made->row.best) {
		made->row.is_export_known = true;
		made->row.exported = ls_exports_find(
		    make->exports, made->row.name);
	}
	if (make->units)
		tell_units(make->units, made);
	made->row.different_count = chosen->found.count > MAX_COMPARED
	    ? 1
	    : count_different(
		  catalog, &catalog->entries[chosen->found.ids[made->index]]);
	return NULL;
}

static void
drop_row(void *item)
{
	ls_row_free(&((struct ls_made *)item)->row);
}

struct ls_error *
ls_making_new(const struct ls_make *make, struct ls_making **ret)
{
	struct ls_making *making = calloc(1, sizeof(*making));
	if (!making)
		return &ls_error_nomem;
	making->make = *make;
	const struct ls_crew_task task = {
		.count = make->order ? make->count : make->chosen->found.count,
		.item_bytes = sizeof(struct ls_made),
		.jobs = make->session->how.jobs,
		.context = making,
		.begin = remember,
		.end = forget,
		.make = make_row,
		.drop = drop_row,
	};
	struct ls_error *err = ls_crew_new(&task, &making->crew);
	if (err)
		free(making);
	else
		*ret = making;
	return err;
}

struct ls_error *
ls_making_next(struct ls_making *making, struct ls_made *ret, bool *got)
{
	return ls_crew_next(making->crew, ret, got);
}

void
ls_making_free(struct ls_making *making)
{
	if (!making)
		return;
	ls_crew_free(making->crew);
	free(making);
}

struct ls_error *
ls_making_each(const struct ls_make *make,
    struct ls_error *(*visit)(void *context, const struct ls_made *made),
    void *context)
{
	struct ls_making *making = NULL;
	struct ls_made made;
	bool got = true;
	struct ls_error *err = ls_making_new(make, &making);
	while (!err) {
		err = ls_making_next(making, &made, &got);
		if (err || !got)
			break;
		err = visit(context, &made);
		ls_row_free(&made.row);
	}
	ls_making_free(making);
	return err;
}
