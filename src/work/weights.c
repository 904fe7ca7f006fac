/*
 * weights.c - how many of each type there are.
 *
 *	conn		1000000
 *	struct node	24
 *
 * A line is a type's name, a tab, and a decimal number; empty lines mean
 * nothing, and several of one type add up.
 */
#include "work/weights.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "model/find_many.h"

/* More are summed up in one: a profile may name a thousand other types. */
enum { MOST_NOTES = 5 };

struct reading {
	const char *path;
	const struct ls_catalog *catalog;
	struct ls_finder *finder;
	struct ls_weights *weights;
	FILE *notes;
	size_t line;
	size_t passed_over;
};

static struct ls_error *
bad_line(const struct reading *reading, const char *what)
{
	return ls_error_detail(ls_error_new(LS_ERROR_USAGE, "%s:%zu: %s",
				   reading->path, reading->line, what),
	    "a line is a type's name, a tab, and how many there are");
}

static void
pass_over(struct reading *reading, const char *name, const char *why)
{
	reading->passed_over++;
	if (reading->notes && reading->passed_over <= MOST_NOTES)
		fprintf(reading->notes, "%s:%zu: %s '%.200s': passed over\n",
		    reading->path, reading->line, why, name);
}

static struct ls_error *
add_count(struct reading *reading, ls_entry_id id, uint64_t count)
{
	struct ls_weights *weights = reading->weights;
	weights->is_told[id] = true;
	weights->counts[id] += count;
	if (weights->counts[id] > LS_MAX_WEIGHT)
		return bad_line(reading, "so many there cannot be");
	return NULL;
}

static struct ls_error *
add_named(struct reading *reading, const char *name, uint64_t count)
{
	struct ls_found found;
	struct ls_error *err = ls_finder_find(reading->finder, name, &found);
	if (err)
		return ls_error_wrap(
		    err, "%s:%zu", reading->path, reading->line);
	if (found.count == 0)
		pass_over(reading, name, "no type is called");
	else if (found.count > 1 && !strpbrk(name, "*?"))
		pass_over(reading, name, "several types are called");
	else
		for (size_t i = 0; i < found.count && !err; i++)
			err = add_count(reading, found.ids[i], count);
	free(found.ids);
	return err;
}

/* Blanks around a number are harmless, anything else is not. */
static bool
take_number(const char *text, uint64_t *ret)
{
	char *end;
	text += strspn(text, " ");
	errno = 0;
	unsigned long long number = strtoull(text, &end, 10);
	if (errno || *text < '0' || *text > '9')
		return false;
	end += strspn(end, " \r");
	*ret = number;
	return *end == '\0';
}

static struct ls_error *
take_line(struct reading *reading, char *line, size_t size)
{
	uint64_t count;
	if (strlen(line) != size)
		return bad_line(reading, "there is a zero byte in it");
	if (line[strspn(line, " \t\r")] == '\0')
		return NULL;
	char *tab = strrchr(line, '\t');
	if (!tab)
		return bad_line(reading, "there is no tab in it");
	*tab = '\0';
	if (line[strspn(line, " \t")] == '\0')
		return bad_line(reading, "there is no name before the tab");
	if (!take_number(tab + 1, &count))
		return bad_line(
		    reading, "what stands behind the tab is no number");
	if (count > LS_MAX_WEIGHT)
		return bad_line(reading, "so many there cannot be");
	return add_named(reading, line, count);
}

static struct ls_error *
read_lines(struct reading *reading, FILE *file)
{
	struct ls_error *err = NULL;
	char *line = NULL;
	size_t room = 0, bytes = 0;
	while (!err) {
		ssize_t size = getline(&line, &room, file);
		if (size < 0)
			break;
		reading->line++;
		bytes += (size_t)size;
		if (line[size - 1] == '\n')
			line[--size] = '\0';
		if (bytes > LS_MAX_WEIGHTS_BYTES)
			err = ls_error_new(LS_ERROR_LIMIT,
			    "%s is larger than %zu bytes", reading->path,
			    LS_MAX_WEIGHTS_BYTES);
		else
			err = take_line(reading, line, (size_t)size);
	}
	if (!err && ferror(file))
		err = ls_error_new(
		    LS_ERROR_USAGE, "%s: %s", reading->path, strerror(errno));
	free(line);
	return err;
}

static struct ls_error *
read_all(struct reading *reading)
{
	FILE *file = fopen(reading->path, "r");
	if (!file)
		return ls_error_new(
		    LS_ERROR_USAGE, "%s: %s", reading->path, strerror(errno));
	struct ls_error *err = ls_finder_new(
	    reading->catalog, &reading->finder);
	if (!err)
		err = read_lines(reading, file);
	if (!err && reading->notes && reading->passed_over > MOST_NOTES)
		fprintf(reading->notes, "%s: %zu more names passed over\n",
		    reading->path, reading->passed_over - MOST_NOTES);
	ls_finder_free(reading->finder);
	fclose(file);
	return err;
}

struct ls_error *
ls_weights_read(const char *path, const struct ls_catalog *catalog,
    FILE *notes, struct ls_weights *ret)
{
	size_t room = (size_t)catalog->count + 1;
	struct ls_weights weights = {
		.counts = calloc(room, sizeof(*weights.counts)),
		.is_told = calloc(room, sizeof(*weights.is_told)),
	};
	struct reading reading = {
		.path = path,
		.catalog = catalog,
		.weights = &weights,
		.notes = notes,
	};
	struct ls_error *err = weights.counts && weights.is_told
	    ? read_all(&reading)
	    : &ls_error_nomem;
	if (err)
		ls_weights_free(&weights);
	else
		*ret = weights;
	return err;
}

void
ls_weights_free(struct ls_weights *weights)
{
	free(weights->counts);
	free(weights->is_told);
	*weights = (struct ls_weights){ 0 };
}
