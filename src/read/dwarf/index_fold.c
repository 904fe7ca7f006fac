/*
 * index_fold.c - types that some unit could tell only in part.
 *
 * A unit that declares what a type holds, or has it in another unit, makes a
 * digest that says less than it might, and so a row of its own:
 *
 *	row 3	S, "x" at 0, of type unit 0x9c4a
 *	row 8	S, "x" at 0, of type unit 0x5e01
 *	row 9	S, "x" at 0, struct { char a; int b; }
 *
 * Rows of one name and outline are a group.  Where a group has such a row,
 * its rows are held against each other by all that they consist of.
 */
#include <string.h>

#include "base/error.h"
#include "read/dwarf/contents.h"
#include "read/dwarf/index_own.h"

/* What is known of a group. */
enum { GROUP_SEVERAL = 1 << 0, GROUP_INCOMPLETE = 1 << 1 };

struct fold {
	struct ls_index *index;
	struct ls_dies *const *images;
	struct ls_index_row **order;
	struct ls_map groups;        /* of GROUP_ flags */
	struct ls_map same;          /* contents to the first row with them */
	struct ls_map whole;         /* group to its only row told in full */
	struct ls_contents contents; /* of one image after another */
	uint32_t image;
};

static bool
is_record(const struct ls_index_row *row)
{
	return row->kind != LS_KIND_ALIAS && !row->is_declaration;
}

static uint64_t
group_of(const struct ls_index_row *row)
{
	return ls_mix(row->outline + ls_mix(row->name_hash));
}

static bool
note_groups(struct fold *fold)
{
	const struct ls_index *index = fold->index;
	for (uint32_t i = 0; i < index->count; i++) {
		const struct ls_index_row *row = &index->rows[i];
		if (!is_record(row))
			continue;
		const uint64_t *seen = ls_map_get(
		    &fold->groups, group_of(row));
		uint64_t flags = seen ? *seen | GROUP_SEVERAL : 0;
		flags |= row->is_incomplete ? GROUP_INCOMPLETE : 0;
		if (!ls_map_put(&fold->groups, group_of(row), flags))
			return false;
	}
	return true;
}

static struct ls_error *
hash_contents(struct fold *fold, const struct ls_index_row *row, uint64_t *ret)
{
	struct ls_error *err = NULL;
	if (row->image != fold->image) {
		ls_contents_free(&fold->contents);
		fold->image = row->image;
		err = ls_contents_new(
		    fold->images[row->image], row->image, &fold->contents);
	}
	return err ? err : ls_contents_hash(&fold->contents, row->ref, ret);
}

/* The other stands for this row from now on. */
static bool
fold_into(struct fold *fold, struct ls_index_row *row, uint32_t other)
{
	struct ls_index *index = fold->index;
	index->rows[other].definition_count += row->definition_count;
	row->is_dropped = true;
	return ls_map_put(&index->by_key, row->key, other);
}

/* Two that each unit tells in full are two: digests know best. */
static struct ls_error *
fold_equal(struct fold *fold, struct ls_index_row *row)
{
	struct ls_index *index = fold->index;
	uint32_t i = (uint32_t)(row - index->rows);
	uint64_t hash;
	struct ls_error *err = hash_contents(fold, row, &hash);
	if (err)
		return err;
	uint64_t key = ls_mix(group_of(row) + ls_mix(hash));
	const uint64_t *same = ls_map_get(&fold->same, key);
	bool ok = true;
	if (same) {
		if (row->is_incomplete || index->rows[*same].is_incomplete)
			ok = fold_into(fold, row, (uint32_t)*same);
		return ok ? NULL : &ls_error_nomem;
	}
	row->has_declared = hash & 1;
	ok = ls_map_put(&fold->same, key, i) &&
	    (row->has_declared ||
		ls_index_put_only(&fold->whole, group_of(row), i));
	return ok ? NULL : &ls_error_nomem;
}

/*
 * Something in it is only declared, so that there is a guess to make: one
 * name is one type ([basic.def.odr]), unless each source may have its own.
 * With several told in full we cannot tell which it is: it stays.
 */
static bool
fold_declared(struct fold *fold, struct ls_index_row *row)
{
	uint64_t group = group_of(row);
	const uint64_t *whole = ls_map_get(&fold->whole, group);
	if (row->name && strstr(row->name, "(anonymous namespace)"))
		return true;
	if (whole)
		return *whole == LS_MANY_ENTRIES ||
		    fold_into(fold, row, (uint32_t)*whole);
	/* the first such one stands for the others */
	return ls_map_put(
	    &fold->whole, group, (uint64_t)(row - fold->index->rows));
}

static struct ls_error *
fold_all(struct fold *fold)
{
	uint32_t count = fold->index->count;
	if (!note_groups(fold))
		return &ls_error_nomem;
	for (uint32_t n = 0; n < count; n++) {
		struct ls_index_row *row = fold->order[n];
		const uint64_t *flags = ls_map_get(
		    &fold->groups, group_of(row));
		if (!is_record(row) || !flags ||
		    *flags != (GROUP_SEVERAL | GROUP_INCOMPLETE))
			continue;
		struct ls_error *err = fold_equal(fold, row);
		if (err)
			return err;
	}
	for (uint32_t n = 0; n < count; n++) {
		struct ls_index_row *row = fold->order[n];
		if (row->has_declared && !fold_declared(fold, row))
			return &ls_error_nomem;
	}
	return NULL;
}

struct ls_error *
ls_index_fold(struct ls_index *index, struct ls_dies *const *images,
    struct ls_index_row **order)
{
	struct fold fold = {
		.index = index,
		.images = images,
		.order = order,
		.image = UINT32_MAX,
	};
	bool has_incomplete = false;
	for (uint32_t i = 0; i < index->count; i++)
		has_incomplete |= index->rows[i].is_incomplete;
	struct ls_error *err = has_incomplete ? fold_all(&fold) : NULL;
	ls_contents_free(&fold.contents);
	ls_map_free(&fold.groups);
	ls_map_free(&fold.same);
	ls_map_free(&fold.whole);
	return err;
}
