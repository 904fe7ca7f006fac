/*
 * units.c - which units describe which of the chosen types.
 *
 * A reader tells what one unit has; here that is turned round, in two passes
 * over the units: one counts, one fills, so that a pair costs no more than a
 * pointer.  Three types and two units, of which the second has all:
 *
 *	begin  0     1        3     4
 *	names  b.c   a.c b.c  b.c
 */
#include "work/units.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "read/reader.h"
#include "work/session.h"

/* Call `see` for each pair of a unit and one of the chosen. */
static void
each_pair(const struct ls_source *source, const struct ls_chosen *chosen,
    bool *is_there, struct ls_units *units,
    void (*see)(struct ls_units *units, size_t chosen, const char *name))
{
	struct ls_unit_row unit;
	for (size_t u = 0; ls_source_unit(source, u, &unit); u++) {
		memset(is_there, 0, source->catalog.count * sizeof(*is_there));
		source->mark(source, u, is_there);
		for (size_t i = 0; i < chosen->found.count; i++)
			if (is_there[chosen->found.ids[i]])
				see(units, i,
				    unit.name ? unit.name : "(no name)");
	}
}

static void
count(struct ls_units *units, size_t chosen, const char *name)
{
	(void)name;
	units->begin[chosen + 1]++;
}

/* begin[i + 1] is where the next name of i goes. */
static void
fill(struct ls_units *units, size_t chosen, const char *name)
{
	units->names[units->begin[chosen + 1]++] = name;
}

/* From counts to where each begins, one place further than in the end. */
static size_t
sum_up(struct ls_units *units, size_t chosen_count)
{
	size_t sum = 0;
	for (size_t i = 0; i < chosen_count; i++) {
		size_t here = units->begin[i + 1];
		units->begin[i + 1] = sum;
		sum += here;
	}
	return sum;
}

struct ls_error *
ls_units_find(const struct ls_source *source, const struct ls_chosen *chosen,
    struct ls_units *ret)
{
	struct ls_units units = { 0 };
	if (!source->mark)
		return ls_error_new(LS_ERROR_USAGE,
		    "--defined-in: %s does not say of its types in which "
		    "units they are",
		    source->input.file);
	bool *is_there = calloc(
	    (size_t)source->catalog.count + 1, sizeof(*is_there));
	units.begin = calloc(chosen->found.count + 1, sizeof(*units.begin));
	if (is_there && units.begin) {
		each_pair(source, chosen, is_there, &units, count);
		units.names = calloc(sum_up(&units, chosen->found.count) + 1,
		    sizeof(*units.names));
	}
	if (units.names)
		each_pair(source, chosen, is_there, &units, fill);
	free(is_there);
	if (!units.names) {
		ls_units_free(&units);
		return &ls_error_nomem;
	}
	*ret = units;
	return NULL;
}

void
ls_units_free(struct ls_units *units)
{
	free(units->begin);
	free(units->names);
}
