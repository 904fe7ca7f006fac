/*
 * repr_row.c - by which repr a type was laid out, for its row.
 *
 * In: the reprs that plan.c found to give the layout.  Out: what the source
 * would say for each, the likeliest first; what says the same, once.
 */
#include "analyse/layout/repr_row.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "analyse/layout/plan.h"
#include "analyse/lines.h"
#include "base/error.h"

enum { ROOM = 64 };

static void
add(char *text, const char *part)
{
	if (*text)
		strncat(text, ", ", ROOM - strlen(text) - 1);
	strncat(text, part, ROOM - strlen(text) - 1);
}

/* "C, packed(2)"; pinning the last field is no repr. */
static void
spell(const struct ls_repr *repr, char text[ROOM])
{
	char part[32];
	*text = '\0';
	if (repr->is_c)
		add(text, "C");
	if (repr->int_bytes) {
		snprintf(part, sizeof(part), "%c%" PRIu64,
		    repr->is_signed ? 'i' : 'u', repr->int_bytes * 8);
		add(text, part);
	}
	if (repr->pack_bytes) {
		snprintf(part, sizeof(part), "packed(%" PRIu64 ")",
		    repr->pack_bytes);
		add(text, repr->pack_bytes == 1 ? "packed" : part);
	}
	if (repr->align_bytes) {
		snprintf(part, sizeof(part), "align(%" PRIu64 ")",
		    repr->align_bytes);
		add(text, part);
	}
	if (!*text)
		add(text, "Rust");
}

static bool
is_there(const struct ls_repr_row *row, const char *text)
{
	for (size_t i = 0; i < row->candidate_count; i++)
		if (strcmp(row->candidates[i], text) == 0)
			return true;
	return false;
}

struct ls_error *
ls_analyse_repr(
    struct ls_lines *lines, const struct ls_plan *plan, struct ls_row *row)
{
	struct ls_repr_row *repr = &row->repr;
	const char **list = LS_NEW(lines->arena, const char *, LS_MAX_REPRS);
	if (!list)
		return ls_row_out_of_room(lines->arena);
	repr->is_asked = true;
	repr->note = plan->why_not;
	repr->candidates = list;
	for (uint32_t i = 0; i < plan->repr_count; i++) {
		char text[ROOM];
		spell(&plan->reprs[i], text);
		if (is_there(repr, text))
			continue;
		list[repr->candidate_count] = ls_arena_string(
		    lines->arena, text, strlen(text));
		if (!list[repr->candidate_count])
			return ls_row_out_of_room(lines->arena);
		repr->candidate_count++;
	}
	if (repr->candidate_count > 0)
		repr->text = list[0];
	return NULL;
}
