/*
 * nearest.c - the word that was meant: "max_sise" is one letter from
 * "max_size".
 */
#include "judge/nearest.h"

#include <string.h>

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to change, put in or take out: "max_sise" to "max_size" is 1. */
static size_t
distance(const char *a, const char *b)
{
	enum { MOST = 32 };
	size_t row[MOST + 1], a_size = strlen(a), b_size = strlen(b);
	if (a_size > MOST || b_size > MOST)
		return MOST;
	for (size_t j = 0; j <= b_size; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_size; i++) {
		size_t corner = row[0];
		row[0] = i;
		for (size_t j = 1; j <= b_size; j++) {
			size_t above = row[j];
			size_t same = corner + (a[i - 1] != b[j - 1]);
			row[j] = least(same, least(above, row[j - 1]) + 1);
			corner = above;
		}
	}
	return row[b_size];
}

const char *
ls_nearest(const char *text, const char *const *names, size_t count)
{
	const char *best = NULL;
	size_t best_distance = strlen(text) / 2 + 1;
	for (size_t i = 0; i < count; i++) {
		size_t d = distance(text, names[i]);
		if (d < best_distance)
			best = names[i], best_distance = d;
	}
	return best;
}
